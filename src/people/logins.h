/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_LOGINS_H
#define LOGIOS_LOGINS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "config/config.h"
#include "people/person.h"

/* Those who have shown by a password or a client certificate that they are an admin. They are
 * logged in for as long as their connection is in sight. */
struct logins;

/* How long somebody is logged in whom we would not see leaving: whoever comes behind the same
 * gateway may take their nick, and look like them. */
enum { LOGINS_UNSEEN_MS = 60000 };

/* Take CONFIG, which is lent until logins_free or logins_reconfigure. */
struct logins *logins_new(const struct config *config);
void logins_free(struct logins *logins); /* NULL is fine */

/* Take NOW instead; forget those whose admin is gone or has another hash or fingerprint there. */
void logins_reconfigure(struct logins *logins, const struct config *now);

/* Return whether WHO is logged in as ADMIN, by a certificate or (false) by a password. */
bool logins_has(
	const struct logins *logins, const struct person *who, const char *admin, bool certificate);

/* Return the greatest role, admin or owner, of those logged in on NETWORK whom MASK fits;
 * ROLE_ANYONE for none. */
enum role logins_fitting(
	const struct logins *logins, const char *network, enum casemap map, const char *mask);

/* Somebody who wants to log in. */
struct login_claim {
	const struct person *who;
	bool in_sight; /* we would see them leave; if not, it lasts for LOGINS_UNSEEN_MS */
	int64_t now_ms;
};

/* Log CLAIM's person in as NAME if PASSWORD fits. Wrong ones are limited: after 3 from one
 * nick!user@host, or 9 from one host, none is looked at for 5 minutes, and ERR says when to come
 * back. What others do elsewhere keeps nobody out. A wrong name and a wrong password read, and
 * last, the same. */
bool logins_by_password(struct logins *logins, const struct login_claim *claim, const char *name,
	const char *password, struct error *err);

/* Log CLAIM's person in as every admin whose section has FINGERPRINT (as the server says it:
 * hexadecimal, any case, perhaps with colons). Returns whether there is one. */
bool logins_by_certificate(
	struct logins *logins, const struct login_claim *claim, const char *fingerprint);

/* Return whether some section knows people on NETWORK by a certificate. */
bool logins_want_certificate(const struct logins *logins, const char *network);

/* Forget NICK (NULL: everybody on NETWORK); or, with NOW, take their log-ins along to that nick. */
void logins_forget(struct logins *logins, const char *network, enum casemap map, const char *nick,
	const char *now);

/* Forget what NICK has shown while we could not have seen them leave: somebody of that name comes
 * into sight, and may be another. */
void logins_doubt(struct logins *logins, const char *network, enum casemap map, const char *nick);

/* Take NICK's log-ins along to their new HOST (user@host). */
void logins_rehost(struct logins *logins, const char *network, enum casemap map, const char *nick,
	const char *host);

/* Forget those whose time is over. */
void logins_expire(struct logins *logins, int64_t now_ms);

#endif
