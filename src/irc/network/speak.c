/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a line may be so that others receive it whole, with our own user@host before it, and
 * whether it may have formatting. */
#include <stdio.h>
#include <string.h>

#include "irc/network/impl.h"
#include "base/text.h"
#include "irc/protocol/tags.h"

enum { LEAST_ROOM = 64 }; /* bytes; with less, nothing sensible can be said */

size_t network_text_room(const struct network *net, const char *command, const char *target)
{
	/* Until we know our own: the longest user with an ident's "~", "@", the longest host. */
	size_t host = net->host[0] != '\0' ? strlen(net->host)
					   : 1 + net->isupport.userlen + 1 + net->isupport.hostlen;
	size_t taken = strlen(":!  :\r\n") + 1 + strlen(net->nick) + host + strlen(command) +
		       strlen(target);
	size_t line = outbox_line_bytes(net->outbox);

	return taken + LEAST_ROOM < line ? line - taken : LEAST_ROOM;
}

/* Ask for our user@host, once there is something to say, unless a JOIN of ours has told it. Not by
 * USERHOST: some servers show there what only we may know. */
static void ask_own_host(struct network *net)
{
	if (net->host[0] != '\0' || net->host_asked || net->state != NETWORK_READY)
		return;
	net->host_asked = true;
	network_send(net, OUTBOX_BULK, "WHO %s", net->nick);
}

void network_reply_to(struct network *net, const char *msgid, const char *channel)
{
	outbox_next_reply(net->outbox);
	snprintf(net->answered.msgid, sizeof net->answered.msgid, "%s", msgid != NULL ? msgid : "");
	snprintf(net->answered.channel, sizeof net->answered.channel, "%s",
		channel != NULL ? channel : "");
}

/* Whether TARGET is the channel where the line that is answered was said, or its operators
 * ("@#table"). */
static bool is_answered_there(const struct network *net, const char *target)
{
	if (target[0] != '\0' && strchr(net->isupport.statusmsg, target[0]) != NULL &&
		!isupport_is_channel(&net->isupport, target))
		target++;
	return casemap_equal(net->isupport.casemap, net->answered.channel, target);
}

/* Write the tags of what is said to TARGET into TAGS: to which line it is the answer, and if it is
 * said in private, to which channel it belongs (IRCv3 client tags reply, channel-context). Clients
 * find the line only where it was said, so an answer elsewhere names none. */
static void write_tags(const struct network *net, const char *target, char tags[OUTBOX_TAGS_MOST])
{
	bool apart = net->answered.channel[0] != '\0' && !is_answered_there(net, target);
	const char *name = apart ? "+draft/channel-context" : "+draft/reply";
	char value[OUTBOX_TAGS_MOST - 32];

	tags[0] = '\0';
	if (cap_on(&net->registration.cap, CAP_MESSAGE_TAGS) &&
		tags_escape(
			apart ? net->answered.channel : net->answered.msgid, value, sizeof value) &&
		value[0] != '\0')
		snprintf(tags, OUTBOX_TAGS_MOST, "@%s=%s ", name, value);
}

void network_say(struct network *net, enum outbox_priority priority, const char *command,
	const char *target, const char *text, struct receipt *receipt)
{
	char tags[OUTBOX_TAGS_MOST] = "", line[OUTBOX_TAGS_MOST + OUTBOX_LINE_MOST];
	size_t len;

	if (priority == OUTBOX_REPLY)
		write_tags(net, target, tags);
	len = text_join(line, sizeof line, tags, command, " ");
	text_join(line + len, sizeof line - len, target, " :", text);
	outbox_send(net->outbox, priority, target, line, receipt);
	ask_own_host(net);
}

/* ---- our own user@host ---- */

void network_own_host(struct network *net, const struct message *msg)
{
	const char *at = strchr(net->host, '@');
	char host[sizeof net->host];

	/* 396 tells the host, some servers with the user before it. */
	if (strchr(msg->params[1], '@') != NULL)
		snprintf(host, sizeof host, "%s", msg->params[1]);
	else if (at != NULL)
		snprintf(host, sizeof host, "%.*s@%s", (int)(at - net->host), net->host,
			msg->params[1]);
	else
		return;
	memcpy(net->host, host, sizeof host);
}

/* ---- channels without formatting ---- */

/* The mode with which solanum strips formatting, and InspIRCd and others refuse lines that have
 * any. (Their S, which means something else elsewhere, strips it and refuses nothing.) */
static const char plain_mode = 'c';

static bool has_plain_mode(const struct network *net)
{
	return strchr(net->isupport.chanmodes[3], plain_mode) != NULL;
}

bool network_is_plain(const struct network *net, const char *channel)
{
	const struct channel *found = has_plain_mode(net) ? channels_find(net->channels, channel)
							  : NULL;

	/* A reply that is refused is worse than one without bold. */
	return found != NULL && (!found->modes_known || channels_has_mode(found, plain_mode));
}

/* Behind the replies: two hundred channels would keep everybody waiting. */
void network_ask_modes(struct network *net, const char *channel)
{
	if (has_plain_mode(net))
		network_send(net, OUTBOX_BULK, "MODE %s", channel);
}

void network_modes_are(struct network *net, const struct message *msg)
{
	channels_modes_are(net->channels, msg->params[1], msg->params[2], &msg->params[3],
		msg->param_count - 3);
}
