/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bouncers that tell what was said before we came, without a time or a batch (bip does). It comes
 * in one go when we attach, so the answer to a PING says that it is over; until then nothing is a
 * request. */
#include <string.h>

#include "irc/network/impl.h"

enum {
	BURST_MS =
		200, /* from the first JOIN to the last; later, somebody forces us into channels */
	MOST_MS = 10 * 1000, /* a bouncer that does not answer has said all by then */
	STATUS_MOST = 100,   /* lines in the log, a connection */
};

#define TOKEN "attached"

/* From where bip says its own words, and others' of old. */
static const char *const bips[] = {"!bip@b.i.p", "!bip@bip.bip.bip"};

static void begin(struct network *net)
{
	if (net->attaching)
		return;
	net->attaching = true;
	net->attached_ms = loop_now_ms(net->loop) + MOST_MS;
	network_send(net, OUTBOX_NOW, "PING :" TOKEN);
}

void network_put_in(struct network *net, bool asked)
{
	int64_t now_ms = loop_now_ms(net->loop);

	if (net->first_join_ms == 0)
		net->first_join_ms = now_ms > 0 ? now_ms : 1;
	if (!asked && now_ms - net->first_join_ms < BURST_MS)
		begin(net);
}

void network_attached(struct network *net, const char *text)
{
	if (strcmp(text, TOKEN) == 0)
		net->attaching = false;
}

bool network_is_bip(const char *source)
{
	const char *bang = strchr(source, '!');

	for (size_t i = 0; bang != NULL && i < sizeof bips / sizeof *bips; i++)
		if (strcmp(bang, bips[i]) == 0)
			return true;
	return false;
}

bool network_is_backlog(struct network *net, const struct event *event)
{
	bool bip = network_is_bip(event->msg->source);

	if (bip && event->kind != EVENT_KICK && net->state == NETWORK_READY)
		begin(net);
	if (net->attaching && loop_now_ms(net->loop) >= net->attached_ms)
		net->attaching = false;
	return bip || net->attaching;
}

/* znc speaks by nicks that nobody can have: "*status". */
bool network_bouncer_says(struct network *net, const struct event *event)
{
	bool lost = strncmp(event->text, "Disconnected", strlen("Disconnected")) == 0;

	if (event->nick[0] != '*')
		return false;
	if (net->status_lines < STATUS_MOST) {
		net->status_lines++;
		log_write(net->log, lost ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO,
			"%s: the bouncer's %s says: %s", net->config->name, event->nick,
			event->text);
	}
	return true;
}
