/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_NETWORK_H
#define LOGIOS_IRC_NETWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "config/config.h"
#include "irc/network/channels.h"
#include "irc/network/movement.h"
#include "irc/outbox/outbox.h"
#include "irc/protocol/casemap.h"
#include "irc/protocol/event.h"
#include "os/log.h"
#include "os/loop.h"
#include "store/store.h"

/* One network's life: connect, register, join, stay, come back. */
struct network;
struct tls_roots;

/* Carries the bytes: a bridge, or a script in tests. */
struct transport {
	void (*connect)(void *arg);
	void (*write)(void *arg, const char *bytes, size_t len);
	void (*close)(void *arg);
	bool (*is_private)(void *arg);
	void *arg;
};

struct network_events {
	/* Whether TEXT, which came for TARGET, may concern anybody; otherwise it is dropped at
	 * once. May be NULL: everything may. */
	bool (*wants)(void *arg, struct network *net, const char *target, const char *text);
	/* Somebody said something, in a channel or to us: EVENT_TEXT, EVENT_ACTION. */
	void (*said)(void *arg, struct network *net, const struct event *event);
	/* Somebody came, went or changed. */
	void (*moved)(void *arg, struct network *net, const struct movement *movement);
	/* Whether to follow an invitation to a channel that we do not want anyway. May be NULL:
	 * never. */
	bool (*may_invite)(void *arg, struct network *net, const struct event *event);
	/* Whether to answer the CTCP request EVENT. May be NULL: always. */
	bool (*may_ctcp)(void *arg, struct network *net, const struct event *event);
	/* Whether who is in CHANNEL, which we have joined, is to be asked where the server tells no
	 * accounts with it: somebody there is known by their host. May be NULL: never. */
	bool (*asks_who)(void *arg, struct network *net, const char *channel);
	/* The server has told who is in CHANNEL, as it is asked after joining. May be NULL. */
	void (*listed)(void *arg, struct network *net, const char *channel);
	/* The answer to network_whois: NICK is HOST (user@host; NULL: nobody has that nick), with a
	 * client certificate of FINGERPRINT (NULL: the server named none). May be NULL. */
	void (*whois)(void *arg, struct network *net, const char *nick, const char *host,
		const char *fingerprint);
	/* A QUIT has been said and the connection is closed. */
	void (*finished)(void *arg, struct network *net);
};

/* ---- network.c ---- */

/* A network that lives by CONFIG, which is lent until network_free or network_reconfigure. With a
 * NULL TRANSPORT it uses a bridge. */
struct network *network_new(struct loop *loop, struct log *log, const struct config_network *config,
	const struct network_events *events, void *arg, const struct transport *transport);
void network_free(struct network *net);

/* ---- life.c ---- */

/* Begin to connect, in the next turn. */
void network_start(struct network *net);

/* Say QUIT with REASON and close; `finished` follows, at once or within a second. */
void network_quit(struct network *net, const char *reason);

/* Say QUIT and close at once, without `finished`: the caller is about to free NET. */
void network_drop(struct network *net, const char *reason);

/* Take what a bridge would report; for tests and scripted transports. What people say in a line is
 * heard when the lines that came together end. Lines are taken in lines.c. */
void network_connected(struct network *net);
void network_line(struct network *net, char *line, size_t len);
void network_lines_end(struct network *net);
void network_closed(struct network *net, const char *why);

/* ---- config.c ---- */

/* Keep the channels that are asked for in STORE, which outlives NET, and want those that are there.
 * To be called before network_start. */
void network_remember(struct network *net, struct store *store);

/* Keep what is trusted in ROOTS, which outlives NET and may be shared with other networks. */
void network_share_roots(struct network *net, struct tls_roots *roots);

/* Live by CONFIG from now on. Channels, nick and pace change in place; when where or how we connect
 * has changed (network_must_reconnect), the connection is made again. */
void network_reconfigure(struct network *net, const struct config_network *config);
bool network_must_reconnect(const struct network *net, const struct config_network *now);

/* ---- state.c ---- */

/* What NET is called in the configuration; our nick there; whether the server has welcomed us;
 * whether nobody can read along on the way to it. */
const char *network_name(const struct network *net);
const char *network_nick(const struct network *net);
bool network_is_ready(const struct network *net);
bool network_is_private(const struct network *net);
const struct isupport *network_isupport(const struct network *net);
const struct channels *network_channels(const struct network *net);
struct outbox *network_outbox(struct network *net);

/* ---- join.c ---- */

/* Add CHANNEL to the list that we keep, or drop it; JOIN or PART goes out in the next turn, when
 * the list is kept. KEY may be NULL. */
void network_join(struct network *net, const char *channel, const char *key);
void network_part(struct network *net, const char *channel);

/* ---- speak.c ---- */

/* How many bytes of text fit on a line "PRIVMSG TARGET :…" as others will receive it. */
size_t network_text_room(const struct network *net, const char *command, const char *target);

/* Whether formatting would keep a line from being seen in CHANNEL (mode c), or may: where there is
 * such a mode, and the server has not said yet. */
bool network_is_plain(const struct network *net, const char *channel);

/* Begin a reply to the line with MSGID (NULL: not known, or no line), said in CHANNEL (NULL: in
 * private). Where the server passes on tags, what is said until the next is marked so. */
void network_reply_to(struct network *net, const char *msgid, const char *channel);

/* Send one line of text to TARGET as COMMAND ("PRIVMSG" or "NOTICE"); clean and short enough
 * already. RECEIPT as with outbox_send. */
void network_say(struct network *net, enum outbox_priority priority, const char *command,
	const char *target, const char *text, struct receipt *receipt);

/* ---- whois.c ---- */

/* Ask the server who NICK is; `whois` gets the answer. */
void network_whois(struct network *net, const char *nick);

#endif
