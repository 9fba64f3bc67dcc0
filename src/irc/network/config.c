/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network under a new configuration: what can change in place does, the rest needs a new
 * connection. */
#include <string.h>

#include "irc/network/impl.h"

static void leave_channel(void *arg, const char *name)
{
	network_leave(arg, name, NULL);
}

void network_take_channels(struct network *net)
{
	wanted_configure(net->wanted, net->isupport.casemap, net->config, leave_channel, net);
}

/* Whether the two texts of one of COUNT pairs differ. */
static bool any_differs(const char *const (*pairs)[2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(pairs[i][0], pairs[i][1]) != 0)
			return true;
	return false;
}

static bool lists_equal(const struct config_list *a, const struct config_list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	return true;
}

/* Find the server that we are at, or on the way to, in the list of CONFIG. Returns its index, or
 * the list's count when it is not there. */
static size_t same_server(const struct network *net, const struct config_network *config)
{
	struct config_server ours, theirs;
	size_t i;

	network_server(net, &ours);
	for (i = 0; i < config->hosts.count; i++)
		if (config_server_parse(config->hosts.items[i], config->port, &theirs, NULL) &&
			theirs.port == ours.port && strcasecmp(theirs.host, ours.host) == 0)
			break;
	return i;
}

bool network_must_reconnect(const struct network *net, const struct config_network *now)
{
	const struct config_network *old = net->config;
	const char *const pairs[][2] = {
		{old->tls_ca, now->tls_ca},
		{old->tls_cert, now->tls_cert},
		{old->tls_key, now->tls_key},
		{old->server_password, now->server_password},
		{old->username, now->username},
		{old->realname, now->realname},
		{old->bind, now->bind},
	};

	return any_differs(pairs, sizeof pairs / sizeof *pairs) || old->tls != now->tls ||
	       old->tls_verify != now->tls_verify ||
	       !lists_equal(&old->tls_fingerprint, &now->tls_fingerprint) ||
	       same_server(net, now) == now->hosts.count;
}

/* Whether NOW logs in with services in another way than OLD. */
static bool logs_in_otherwise(const struct config_network *old, const struct config_network *now)
{
	const char *const pairs[][2] = {
		{old->sasl_user, now->sasl_user},
		{old->sasl_password, now->sasl_password},
		{old->nickserv_password, now->nickserv_password},
		{old->nickserv_mask, now->nickserv_mask},
	};

	return any_differs(pairs, sizeof pairs / sizeof *pairs) ||
	       old->sasl_mechanism != now->sasl_mechanism;
}

/* Whether NOW has servers that are worth a try before our wait is over. */
static bool worth_a_try(const struct network *net, const struct config_network *now)
{
	return net->config->port != now->port || !lists_equal(&net->config->hosts, &now->hosts);
}

static void connect_again(struct network *net)
{
	net->backoff_ms = 0;
	if (net->state == NETWORK_IDLE && !net->quitting)
		timer_set(net->reconnect, 0);
	else
		network_hang_up(net, "the configuration has changed");
}

void network_reconfigure(struct network *net, const struct config_network *config)
{
	bool again = network_must_reconnect(net, config) ||
		     (net->state == NETWORK_IDLE && worth_a_try(net, config));
	size_t server = same_server(net, config);
	bool logs_in = logs_in_otherwise(net->config, config);
	bool renamed = strcmp(net->config->nick, config->nick) != 0;

	net->config = config;
	net->server = again ? 0 : server;
	if (again)
		net->sts.upgrade_port = 0;
	outbox_set_pace(net->outbox, config->burst, config->line_interval_ms);
	network_take_channels(net);
	if (again)
		connect_again(net);
	if (again || net->state != NETWORK_READY)
		return;
	network_join_again(net);
	if (logs_in)
		network_login_again(net);
	network_join_wanted(net);
	if (renamed)
		network_send(net, OUTBOX_ADMIN, "NICK %s", config->nick);
	network_nick_settle(net);
}

void network_remember(struct network *net, struct store *store)
{
	wanted_keep(net->wanted, store, net->log, net->config->name);
	net->sts.store = store;
}

void network_share_roots(struct network *net, struct tls_roots *roots)
{
	net->roots = roots;
}
