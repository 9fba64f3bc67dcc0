/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BOT_CERTS_H
#define LOGIOS_BOT_CERTS_H

#include "bot/line.h"
#include "os/loop.h"
#include "people/logins.h"

/* Lines of people whose rights may lie in a client certificate: they wait while the server is asked
 * who that is. */
struct certs;

/* The way to the networks: certs knows them by name only. */
struct certs_events {
	/* Ask the server of NETWORK who NICK is; certs_learned brings the answer. */
	void (*ask)(void *arg, const char *network, const char *nick);

	/* LINE, said on NETWORK, has waited long enough: hear it now. Of its members those from
	 * `nick` to `text`, `action` and `asked` are set. */
	void (*hear)(void *arg, const char *network, const struct line *line);
};

/* Make the waiting room. LOOP, LOGINS and EVENTS, whose functions are called with ARG, outlive
 * it. */
struct certs *certs_new(
	struct loop *loop, struct logins *logins, const struct certs_events *events, void *arg);
void certs_free(struct certs *certs); /* NULL is fine */

/* Whether the speaker of LINE may have a certificate that gives them something, the server can be
 * asked, and has not been asked of late. */
bool certs_may_help(const struct certs *certs, const struct line *line);

/* Ask, and hear LINE again when the answer is there, or five seconds later. */
void certs_wait(struct certs *certs, const struct line *line);

/* What the server of NETWORK says of NICK. */
struct certs_answer {
	const char *network;
	enum casemap casemap;
	const char *nick;
	const char *host;        /* user@host; NULL: there is nobody of that nick */
	const char *fingerprint; /* of their certificate; NULL: none is known */
	bool in_sight;           /* they share a channel with us */
};
void certs_learned(struct certs *certs, const struct certs_answer *answer);

/* NICK (NULL: nobody) of NETWORK is not who they were: drop the lines that wait for them, and ask
 * about them again when need be. */
void certs_forget(struct certs *certs, const char *network, enum casemap map, const char *nick);

#endif
