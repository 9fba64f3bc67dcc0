/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_NETWORK_IMPL_H
#define LOGIOS_IRC_NETWORK_IMPL_H

/* What the files network*.c share: network.c (lines), network_life.c (connecting and the end), network_backoff.c,
 * network_events.c (what the server says), network_join.c, network_nick.c, network_config.c and
 * network_bridge.c. Nobody else includes this. */

#include "irc/bridge.h"
#include "irc/ctcp.h"
#include "irc/network.h"
#include "irc/session.h"
#include "irc/wanted.h"
#include "random.h"

enum network_state {
	NETWORK_IDLE,        /* waiting to connect again, or not started */
	NETWORK_CONNECTING,  /* the bridge is at work */
	NETWORK_REGISTERING, /* connected, not welcomed yet */
	NETWORK_READY,
};

enum trouble_kind { TROUBLE_NONE, TROUBLE_THROTTLED, TROUBLE_PASSWORD, TROUBLE_BANNED };

/* What a WHOIS has brought so far. */
struct whois {
	char nick[MESSAGE_NICK]; /* "": none is under way */
	char host[256];          /* user@host */
	char fingerprint[200];
};

struct network {
	struct loop *loop;
	struct log *log;
	const struct config_network *config;
	const struct network_events *events;
	void *arg;
	struct transport transport;
	struct bridge *bridge; /* NULL with a transport of the caller's */

	enum network_state state;
	bool quitting;
	bool closing; /* we hang up as soon as the server's line in hand is done with */
	char close_reason[sizeof(struct error)];
	struct session *session;
	struct isupport isupport;
	struct channels *channels;
	struct outbox *outbox;
	struct wanted *wanted;
	struct wanted *parting; /* channels that we are leaving */

	char nick[MESSAGE_NICK];
	unsigned nick_tries;
	char watched[MESSAGE_NICK]; /* the nick that the server watches for us, or "" */
	int64_t regain_wait_ms, regain_from_ms;
	int64_t nick_since_ms; /* when we got it back; 0: had it from the welcome on */
	char host[256];        /* our own user@host as others see it, "" while not known */
	bool host_asked;       /* the server, on this connection */

	struct whois whois;

	struct timer *reconnect, *registering, *ping, *rejoin, *regain, *quit;
	size_t server;      /* which of the configuration's, from 0 */
	bool met;           /* this time there was a connection */
	int64_t backoff_ms; /* the next wait, before chance */
	enum trouble_kind trouble;
	struct rng *chance;
	int64_t welcomed_ms, heard_ms;
	struct ctcp_limits ctcp;
	bool pinged; /* a PING of ours is out */
	unsigned long malformed, malformed_logged;
	unsigned long bridge_dropped; /* as last seen; part of malformed */
	int64_t malformed_logged_ms;
	int64_t split_ms; /* when a netsplit was last seen */
};

/* Send COMMAND_LINE made by FORMAT. */
void network_send(struct network *net, enum outbox_priority priority, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

/* Make the bridge NET's transport. */
void network_use_bridge(struct network *net);

/* Want the channels of the configuration, and leave those that it no longer names. */
void network_take_channels(struct network *net);

/* An event from libircclient. */
void network_event(void *arg, const struct event *event);

/* What the timers call; ARG is the network. */
void network_begin(void *arg);
void network_register_timeout(void *arg);
void network_quit_timer(void *arg);
void network_rejoin_timer(void *arg);
void network_regain_timer(void *arg);

/* The server whose turn it is. */
void network_server(const struct network *net, struct config_server *out);

/* The connection is over: go on to the next server, and how long to wait before, never 0. */
int64_t network_next_delay_ms(struct network *net);

/* The server said ERROR with TEXT, or one of the numerics that refuse a connection: it may change how long we wait. */
void network_error(struct network *net, const char *text);
void network_refused(struct network *net, const struct message *msg);

/* Ask for the channels that are wanted and where we are not. */
void network_join_wanted(struct network *net);

/* Ask for them all at the next occasion, whatever stood in the way. */
void network_join_anew(struct network *net);

/* We are logged in with services: channels that wanted that are asked for at once. */
void network_join_logged_in(struct network *net);

/* Somebody with the right to do so invites us to CHANNEL. */
void network_invited(struct network *net, const char *channel);

/* Numerics of WHOIS: 311, 276, 318. */
void network_whois_user(struct network *net, const struct message *msg);
void network_whois_certificate(struct network *net, const struct message *msg);
void network_whois_end(struct network *net, const struct message *msg);

/* Leave channel NAME, if we are there; REASON may be NULL. */
void network_leave(struct network *net, const char *name, const char *reason);

/* The server put us into channel NAME. False when we did not mean to be there, and leave. */
bool network_joined(struct network *net, const char *name);

/* The server says that we are no longer in channel NAME. */
void network_parted(struct network *net, const char *name);
void network_kicked(struct network *net, const char *name, const char *by);

/* The numerics that tell our own user@host: 396, and 352 of ourselves. */
void network_own_host(struct network *net, const struct message *msg);
void network_who_is(struct network *net, const struct message *msg);

/* Ask which modes a channel has that we are in now, where one of them matters; and the answer (324). */
void network_ask_modes(struct network *net, const char *channel);
void network_modes_are(struct network *net, const struct message *msg);

/* Whether NUMERIC refuses us a channel that we want; it is taken note of. */
bool network_join_refused(struct network *net, int numeric, const struct message *msg);

/* The numerics that refuse a NICK. */
void network_nick_refused(struct network *net, const struct message *msg);

/* Our nick is NOW now, by our wish or not. */
void network_renamed(struct network *net, const char *now);

/* Begin or go on to look for the nick that we want, unless we have it. To be called when that may have changed. */
void network_nick_settle(struct network *net);

/* The connection is gone, and with it what we were about to do. */
void network_nick_forget(struct network *net);

/* Nobody has NICK any more: it may be the one that we want. */
void network_nick_free(struct network *net, const char *nick);

/* Numerics of MONITOR. */
void network_monitor_offline(struct network *net, const struct message *msg);
void network_monitor_full(struct network *net, const struct message *msg);

/* The connection is of no more use: close it once the line in hand is done with. */
void network_hang_up(struct network *net, const char *why);

bool network_is_us(const struct network *net, const char *nick);

#endif
