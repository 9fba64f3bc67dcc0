/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CERTS_H
#define LOGIOS_CERTS_H

#include "bot/bot.h"

/* Lines of people whose rights may lie in a client certificate: they wait while the server is asked
 * who that is. */
struct certs;

struct certs *certs_new(struct bot *bot);
void certs_free(struct certs *certs); /* NULL is fine */

/* Whether the speaker of LINE may have a certificate that gives them something, the server can be
 * asked, and has not been of late. */
bool certs_may_help(const struct certs *certs, const struct bot_line *line);

/* Ask, and hear LINE again when the answer is there, or five seconds later. */
void certs_wait(struct certs *certs, const struct bot_line *line);

/* For struct network_events: what the server said of NICK. ARG is the struct bot. */
void certs_learned(void *arg, struct network *net, const char *nick, const char *host,
	const char *fingerprint);

/* NICK (NULL: nobody) of NETWORK is not who they were: what they said is not heard again, and they
 * may be asked after anew. */
void certs_forget(struct certs *certs, const char *network, enum casemap map, const char *nick);

#endif
