/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_NETWORK_IMPL_H
#define LOGIOS_IRC_NETWORK_IMPL_H

/* What the files of a network share; nobody else includes this. The functions stand by the file
 * that has them, from the bottom up: what a file calls of the others stands before it. On top,
 * network.c makes and frees a network. */

#include "crypto/random.h"
#include "irc/network/ctcp.h"
#include "irc/network/network.h"
#include "irc/network/parts.h"
#include "irc/network/splits.h"
#include "irc/network/wanted.h"
#include "irc/protocol/session.h"
#include "irc/wire/bridge.h"

enum network_state {
	NETWORK_IDLE,        /* waiting to connect again, or not started */
	NETWORK_CONNECTING,  /* the bridge is at work */
	NETWORK_REGISTERING, /* connected, not welcomed yet */
	NETWORK_READY,
};

enum trouble_kind { TROUBLE_NONE, TROUBLE_THROTTLED, TROUBLE_PASSWORD, TROUBLE_BANNED };

struct network {
	struct loop *loop;
	struct log *log;
	const struct config_network *config;
	const struct network_events *events;
	void *arg;
	struct transport transport;
	struct bridge *bridge;   /* NULL with a transport of the caller's */
	struct tls_roots *roots; /* the caller's, or NULL */

	enum network_state state;
	bool quitting;
	bool closing;             /* we hang up as soon as the server's line in hand is done with */
	void (*close)(void *arg); /* what does it; ARG is the network */
	char close_reason[sizeof(struct error)];
	struct session *session;
	struct isupport isupport;
	struct channels *channels;
	struct lru *splits; /* who was split off; see splits.h */
	struct outbox *outbox;
	struct wanted *wanted;
	struct wanted *parting; /* channels that we are leaving */
	struct wanted *given;   /* those that a bouncer put us into, where we stay */

	char server_name[256]; /* as it calls itself; "" until it welcomes us */
	char nick[MESSAGE_NICK];
	unsigned nick_tries;
	char watched[MESSAGE_NICK]; /* the nick that the server watches for us, or "" */
	int64_t regain_wait_ms, regain_from_ms;
	int64_t nick_since_ms; /* when we got it back; 0: had it from the welcome on */
	char host[256];        /* our own user@host as others see it, "" while not known */
	bool host_asked;       /* the server, on this connection */

	struct whois whois;
	struct config_server at; /* where the connection is, or goes */
	bool tls;                /* it has TLS */
	struct sts sts;
	struct registration registration;
	char msgid[128]; /* of the event in hand */
	struct {
		char msgid[128];   /* of the line that is answered, or "" */
		char channel[256]; /* where it was said, or "" */
	} answered;
	char account[128]; /* of whoever the event in hand comes from */
	char hostmask[MESSAGE_NICK + MESSAGE_REST + 2]; /* of whoever the movement in hand is of */
	struct login login;

	struct timer *reconnect, *registering, *ping, *rejoin, *regain, *quit, *doomed;
	size_t server;      /* which of the configuration's, from 0 */
	bool met;           /* a connection came about this time */
	int64_t backoff_ms; /* the next wait, before chance */
	enum trouble_kind trouble;
	bool flooded; /* a server of this network has thrown us out for saying too much */
	struct rng *chance;
	int64_t welcomed_ms, heard_ms;
	struct ctcp_limits ctcp;
	struct invites invites;
	bool pinged; /* a PING of ours is out */
	unsigned long malformed, malformed_logged;
	unsigned long bridge_dropped; /* as last seen; part of malformed */
	int64_t malformed_logged_ms;
	char *trouble_told; /* why the last connection ended, as the log says; or NULL */
	int64_t trouble_told_ms;
	bool trouble_is_old;   /* it was told before */
	int64_t split_ms;      /* when a netsplit was last seen */
	int64_t first_join_ms; /* on this connection; 0: none yet */
	bool attaching;        /* a bouncer may be telling us what was said before we came */
	int64_t attached_ms;   /* then that has an end, whatever comes */
	unsigned status_lines; /* of a bouncer, in the log */
	bool skew_told;        /* on this connection */
	unsigned forced;       /* how often the server put us into a channel, since */
	int64_t forced_ms;
	bool counts_bytes; /* the server does, on this connection */
};

/* ---- state.c ---- */

/* Queue the line made by FORMAT. */
void network_send(struct network *net, enum outbox_priority priority, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

/* Send VERB ("PASS :") and SECRET as a line at once, past the outbox, leaving no copy of ours
 * behind. */
void network_send_secret(struct network *net, const char *verb, const char *secret);

bool network_is_us(const struct network *net, const char *nick);

/* Close the connection, which is of no more use, once the line in hand is done with. */
void network_hang_up(struct network *net, const char *why);

/* ---- backoff.c ---- */

/* Fill in the server whose turn it is. */
void network_server(const struct network *net, struct config_server *out);

/* Go on to the next server: the connection is over. Returns how long to wait before, never 0. */
int64_t network_next_delay_ms(struct network *net);

/* Take note of ERROR with TEXT, or of one of the numerics that refuse a connection: they may change
 * how long we wait. */
void network_error(struct network *net, const char *text);
void network_refused(struct network *net, const struct message *msg);

/* ---- sts.c ---- */

/* Decide where the next connection goes, and whether with TLS: into `at` and `tls`. */
void network_sts_plan(struct network *net);

/* Read the server's policy among its capabilities. True when we hang up, to come back with TLS. */
bool network_sts_heard(struct network *net);

/* Keep the policy from now on: the connection is over. */
void network_sts_closed(struct network *net);

/* ---- speak.c ---- */

/* Learn our own user@host from 396, or from 352 about ourselves. */
void network_own_host(struct network *net, const struct message *msg);
void network_who_is(struct network *net, const struct message *msg);

/* Ask which modes a channel has that we are in now, where one of them matters; read the answer
 * (324). */
void network_ask_modes(struct network *net, const char *channel);
void network_modes_are(struct network *net, const struct message *msg);

/* ---- pace.c ---- */

/* Count bytes as the server does, from now on; WHY is for the log. */
void network_count_bytes(struct network *net, const char *why);

/* Count bytes if the server's version, in MSG (004), or the network's NAME (NULL: not known) is one
 * of those that do. */
void network_version_is(struct network *net, const struct message *msg);
void network_name_is(struct network *net, const char *name);

/* ---- attach.c ---- */

/* Take note that we are in a channel, because we ASKED for it or not. */
void network_put_in(struct network *net, bool asked);

/* Whether a line from SOURCE is bip's own, or one that it repeats. */
bool network_is_bip(const char *source);

/* Take in a PONG with TEXT. */
void network_attached(struct network *net, const char *text);

/* Whether EVENT was said before we came, and a bouncer tells it now. */
bool network_is_backlog(struct network *net, const struct event *event);

/* Log what a bouncer says of itself in EVENT. False when it is somebody else. */
bool network_bouncer_says(struct network *net, const struct event *event);

/* ---- whois.c ---- */

/* Read the numerics of WHOIS: 311, 276, 318. */
void network_whois_user(struct network *net, const struct message *msg);
void network_whois_certificate(struct network *net, const struct message *msg);
void network_whois_end(struct network *net, const struct message *msg);

/* ---- people.c ---- */

/* Learn from MSG what time the server's clock shows. */
void network_date(struct network *net, const struct message *msg);

/* Fill in what we know of whoever EVENT comes from, and whether it is of the past. */
void network_know(struct network *net, struct event *event);

/* The user@host of whoever EVENT, which has a source, comes from; NULL when the source has none. */
const char *network_host_of(const struct event *event);

/* WORD as the name of an account: NULL when it stands for none. */
const char *network_account(const char *word);

/* Ask with WHO for everybody in CHANNEL; read one answer (354). */
void network_ask_who(struct network *net, const char *channel);
void network_whox(struct network *net, const struct message *msg);

/* Read that a WHO is over (315). */
void network_who_ends(struct network *net, const struct message *msg);

/* ---- nick.c ---- */

/* Try the next nick, when a numeric refuses one while we register. */
void network_nick_refused(struct network *net, const struct message *msg);

/* Take NOW for our nick, whether we asked for it or not. */
void network_renamed(struct network *net, const char *now);

/* Begin or go on to look for the nick that we want, unless we have it. To be called when that may
 * have changed. */
void network_nick_settle(struct network *net);

/* Stop looking: the connection is gone. */
void network_nick_forget(struct network *net);

/* Try to get NICK if it is the one that we want: nobody has it any more. */
void network_nick_free(struct network *net, const char *nick);

/* Read the numerics of MONITOR. */
void network_monitor_offline(struct network *net, const struct message *msg);
void network_monitor_full(struct network *net, const struct message *msg);

void network_regain_timer(void *arg);

/* ---- join.c ---- */

/* Ask for the channels that are wanted and where we are not. */
void network_join_wanted(struct network *net);

/* Ask for them all at the next occasion, whatever stood in the way. */
void network_join_again(struct network *net);

/* Join the channels: we are logged in, by whichever way, or shall not be. */
void network_login_came(struct network *net);

/* Go to CHANNEL, which is wanted, at once. */
void network_join_at_once(struct network *net, const char *channel);

/* Leave channel NAME, if we are there; REASON may be NULL. */
void network_leave(struct network *net, const char *name, const char *reason);

/* Take note that the server put us into channel NAME. False when we did not mean to be there, and
 * leave. */
bool network_joined(struct network *net, const char *name);

/* Take note that we are no longer in channel NAME. */
void network_parted(struct network *net, const char *name);
void network_kicked(struct network *net, const char *name, const char *by);
/* The same, because a bouncer has lost its server: it goes back by itself, and takes us along. */
void network_put_out(struct network *net, const char *name);

/* Decide when to try again, if NUMERIC refuses us a channel that we want. */
void network_join_refused(struct network *net, int numeric, const struct message *msg);

void network_rejoin_timer(void *arg);

/* ---- nickserv.c ---- */

/* Tell NickServ who we are, if that is configured and not needless. */
void network_identify(struct network *net);

/* Read the answer to USERHOST (302), which we ask before; read what NickServ says. */
void network_userhost(struct network *net, const struct message *msg);
void network_notice(struct network *net, const struct event *event);

/* ---- sasl.c ---- */

/* Whether the configuration has what it takes to log in by SASL here. */
bool network_sasl_configured(const struct network *net);

/* Begin to log in by SASL if the server offers a way that we may go; `login.done` is called when it
 * is over. False when there is none. */
bool network_sasl_begin(struct network *net);

/* Take in the parameter of an AUTHENTICATE line. */
void network_sasl_hear(struct network *net, const char *piece);

/* Give up: the server does not know AUTHENTICATE. */
void network_sasl_unknown(struct network *net);

/* Drop the exchange under way, if there is one. */
void network_sasl_end(struct network *net);

/* Read the numerics of SASL: 900, 901; 902 and 904 to 906; 903; 907; 908. */
void network_logged_in(struct network *net, const struct message *msg);
void network_logged_out(struct network *net, const struct message *msg);
void network_sasl_refused(struct network *net, const struct message *msg);
void network_sasl_done(struct network *net, const struct message *msg);
void network_sasl_already(struct network *net, const struct message *msg);
void network_sasl_mechanisms(struct network *net, const struct message *msg);

void network_sasl_late(void *arg);

/* ---- register.c ---- */

void network_register_init(struct network *net);
void network_register_release(struct network *net);

/* Begin to register: CAP first. To be called once a connection, and network_register_forget at its
 * end. */
void network_register(struct network *net);
void network_register_forget(struct network *net);

/* Go on: the server has let us in. */
void network_register_welcomed(struct network *net);

/* Say what we say when the server has said all that it says by itself: bot mode, NickServ; then
 * join channels, soon. */
void network_settle(struct network *net);

/* Log in by the new configuration, if we are not logged in. */
void network_login_again(struct network *net);

/* Read a line that has to do with registration. False when it has not. */
bool network_register_line(struct network *net, const struct message *msg);

/* Read two numerics: a command is not known (421), or came too early (451). */
void network_unknown_command(struct network *net, const struct message *msg);
void network_unregistered(struct network *net, const struct message *msg);

/* ---- invite.c ---- */

void network_invites_init(struct network *net);
void network_invites_release(struct network *net);

/* Go to CHANNEL when its turn comes: somebody with the right to do so invites us. */
void network_invited(struct network *net, const char *channel);

/* Forget the invitations: the connection is gone. */
void network_invites_forget(struct network *net);

/* ---- movement.c ---- */

/* Handle what movement.h tells of; `on_other` is ACCOUNT and CHGHOST. */
void network_on_join(struct network *net, const struct event *event);
void network_on_part(struct network *net, const struct event *event);
void network_on_kick(struct network *net, const struct event *event);
void network_on_quit(struct network *net, const struct event *event);
void network_on_nick(struct network *net, const struct event *event);
void network_on_other(struct network *net, const struct event *event);

/* ---- config.c ---- */

/* Want the channels of the configuration, and leave those that it no longer names. */
void network_take_channels(struct network *net);

/* ---- events.c ---- */

/* Handle an event from libircclient. */
void network_event(void *arg, const struct event *event);

/* ---- life.c ---- */

/* Close the connection and count it as closed, if network_hang_up wants that. */
void network_close(void *arg);

void network_begin(void *arg);
void network_register_timeout(void *arg);
void network_quit_timer(void *arg);
void network_doomed_timer(void *arg);

/* ---- lines.c ---- */

void network_ping_timer(void *arg);

/* ---- bridge.c ---- */

/* Make the bridge NET's transport. */
void network_use_bridge(struct network *net);

#endif
