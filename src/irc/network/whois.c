/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WHOIS: who somebody is, and the fingerprint of their client certificate where the server tells it
 * (276, as solanum, InspIRCd, UnrealIRCd and ngIRCd do). The numerics up to the end (318) are
 * gathered. */
#include <stdio.h>
#include <string.h>

#include "irc/network/impl.h"

void network_whois(struct network *net, const char *nick)
{
	network_send(net, OUTBOX_REPLY, "WHOIS %s", nick);
}

static bool is_of(const struct network *net, const struct message *msg)
{
	return casemap_equal(net->isupport.casemap, net->whois.nick, msg->params[1]);
}

void network_whois_user(struct network *net, const struct message *msg)
{
	struct whois *whois = &net->whois;
	int len;

	*whois = (struct whois){.nick = ""};
	len = snprintf(whois->host, sizeof whois->host, "%s@%s", msg->params[2], msg->params[3]);
	if (strlen(msg->params[1]) < sizeof whois->nick && len < (int)sizeof whois->host)
		snprintf(whois->nick, sizeof whois->nick, "%s", msg->params[1]);
}

void network_whois_certificate(struct network *net, const struct message *msg)
{
	const char *text = msg->params[msg->param_count - 1];
	const char *blank = strrchr(text, ' ');
	const char *fingerprint = blank != NULL ? blank + 1 : text;

	if (is_of(net, msg) && strlen(fingerprint) < sizeof net->whois.fingerprint)
		snprintf(net->whois.fingerprint, sizeof net->whois.fingerprint, "%s", fingerprint);
}

void network_whois_end(struct network *net, const struct message *msg)
{
	struct whois found = {.nick = ""};

	if (is_of(net, msg))
		found = net->whois;
	net->whois = (struct whois){.nick = ""};
	if (net->events->whois != NULL)
		net->events->whois(net->arg, net, msg->params[1],
			found.host[0] != '\0' ? found.host : NULL,
			found.fingerprint[0] != '\0' ? found.fingerprint : NULL);
}
