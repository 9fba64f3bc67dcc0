/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strict transport security (IRCv3 sts). A server that is met without TLS may name the port where
 * it has it: we go there at once. One that is met with TLS may ask that we never come without for a
 * time: that is kept, by the server's name, and overrules tls = no. Addresses have no policies: no
 * certificate would vouch for them. */
#include <arpa/inet.h>
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "irc/network/impl.h"
#include "store/store.h"

enum {
	NUMBER_ROOM = 16,
	DURATION_MOST_S = 10 * 366 * 24 * 3600, /* longer ones are as good as this */
};

static bool is_name(const char *host)
{
	struct in6_addr address; /* the larger of the two kinds */

	return inet_pton(AF_INET, host, &address) != 1 && strchr(host, ':') == NULL;
}

/* Write the key of HOST in the store into OUT. Returns OUT. */
static const char *folded(const char *host, char out[CONFIG_HOST])
{
	size_t i;

	for (i = 0; i < CONFIG_HOST - 1 && host[i] != '\0'; i++)
		out[i] = (char)tolower((unsigned char)host[i]);
	out[i] = '\0';
	return out;
}

/* ---- what is kept ---- */

static long kept_port(const struct network *net)
{
	char key[CONFIG_HOST];
	struct store_query *query;
	struct error err;
	long port = 0;

	if (net->sts.store == NULL)
		return 0;
	query = store_query(net->sts.store,
		"SELECT port FROM sts_policy WHERE host = ? AND until > ?", "si",
		folded(net->at.host, key), loop_wall_ms(net->loop) / 1000);
	if (store_next(query))
		port = (long)store_int(query, 0);
	if (!store_done(query, &err))
		log_error(net->log, "%s: STS: %s", net->config->name, err.text);
	return port > 0 && port <= 65535 ? port : 0;
}

/* Keep, or with a DURATION_S of 0 forget, that the server is to be met with TLS on the port where
 * we are. */
static void keep(const struct network *net, long duration_s)
{
	char key[CONFIG_HOST];
	struct error err;
	bool kept;

	if (net->sts.store == NULL)
		return;
	folded(net->at.host, key);
	if (duration_s > 0)
		kept = store_run(net->sts.store, &err,
			"INSERT INTO sts_policy (host, port, until) VALUES (?, ?, ?)"
			" ON CONFLICT (host) DO UPDATE SET port = excluded.port, until = "
			"excluded.until",
			"sii", key, (int64_t)net->at.port,
			loop_wall_ms(net->loop) / 1000 + duration_s);
	else
		kept = store_run(
			net->sts.store, &err, "DELETE FROM sts_policy WHERE host = ?", "s", key);
	if (!kept)
		log_error(net->log, "%s: STS: %s", net->config->name, err.text);
}

/* ---- where to connect ---- */

void network_sts_plan(struct network *net)
{
	struct sts *sts = &net->sts;
	long port = sts->upgrade_port;

	network_server(net, &net->at);
	sts->upgrade_port = 0;
	sts->duration_s = 0;
	sts->forced = false;
	net->tls = net->config->tls;
	if (net->tls || !is_name(net->at.host))
		return;
	if (port == 0)
		port = kept_port(net);
	if (port == 0)
		return;
	net->tls = sts->forced = true;
	net->at.port = port;
}

/* Whether the certificate was looked at: only then the policy is the server's own. */
static bool is_vouched_for(const struct network *net)
{
	return net->sts.forced || net->config->tls_verify || net->config->tls_fingerprint.count > 0;
}

static bool number_in(const char *list, const char *key, long most, long *out)
{
	char text[NUMBER_ROOM];

	return cap_value(list, key, text, sizeof text) && number_parse(text, 0, most, out);
}

bool network_sts_heard(struct network *net)
{
	const char *policy = net->registration.cap.sts;
	long number;

	if (policy[0] == '\0' || !is_name(net->at.host))
		return false;
	if (!net->tls) {
		if (!number_in(policy, "port", 65535, &number) || number == 0)
			return false;
		net->sts.upgrade_port = number;
		network_hang_up(net, "the server wants to be met with TLS");
		return true;
	}
	if (!is_vouched_for(net) || !number_in(policy, "duration", LONG_MAX, &number))
		return false;
	net->sts.duration_s = number < DURATION_MOST_S ? number : DURATION_MOST_S;
	keep(net, net->sts.duration_s);
	return false;
}

void network_sts_closed(struct network *net)
{
	/* The time begins again with the end of the connection. */
	if (net->sts.duration_s > 0)
		keep(net, net->sts.duration_s);
	net->sts.duration_s = 0;
}
