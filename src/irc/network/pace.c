/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which servers count bytes as well as lines, and throw out whoever says too much: known by their
 * version, by the name of their network, or by having been thrown out. */
#include <string.h>
#include <strings.h>

#include "irc/network/impl.h"

/* How the versions of irc2, of ircu and of what came of it (snircd, nefarious, bircd) begin. */
static const char *const versions[] = {"2.1", "u2.", "irc2.", "ircu", "beware"};

/* Networks that run one of these, whatever they say of its version. */
static const char *const networks[] = {"undernet", "quakenet", "ircnet"};

void network_count_bytes(struct network *net, const char *why)
{
	if (net->counts_bytes)
		return;
	net->counts_bytes = true;
	outbox_count_bytes(net->outbox, true);
	log_info(net->log, "%s: long lines go more slowly here: %s", net->config->name, why);
}

/* The configuration may say that there is no limit, as for a server of one's own. */
static bool is_limited(const struct network *net)
{
	return net->config->line_interval_ms > 0;
}

void network_version_is(struct network *net, const struct message *msg)
{
	for (size_t i = 0; is_limited(net) && i < sizeof versions / sizeof *versions; i++)
		if (strncasecmp(msg->params[2], versions[i], strlen(versions[i])) == 0)
			network_count_bytes(net, msg->params[2]);
}

void network_name_is(struct network *net, const char *name)
{
	for (size_t i = 0; is_limited(net) && i < sizeof networks / sizeof *networks; i++)
		if (name != NULL && strcasecmp(name, networks[i]) == 0)
			network_count_bytes(net, name);
}
