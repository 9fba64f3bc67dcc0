/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_ACCESS_H
#define LOGIOS_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "config/config.h"
#include "people/person.h"

/* Who may do what: [admin] sections matched by services account, by client certificate, by a
 * password, or by hostmask. Whoever has shown a certificate or a password is logged in for as long
 * as the connection is in sight. Never by nick alone. And who is heard at all: [filter]. */
struct access;

/* By what somebody is known, the surest first. */
enum access_means {
	ACCESS_NONE,
	ACCESS_ACCOUNT,
	ACCESS_CERTIFICATE,
	ACCESS_PASSWORD,
	ACCESS_MASK,
};

/* What somebody may do, and why. */
struct access_grant {
	enum role role;
	const char *admin; /* whose section gives it; lent until the next access_reconfigure; NULL:
			      none */
	enum access_means means;
};

/* CONFIG is lent until access_free or access_reconfigure (which keeps the log-ins whose admin is
 * still there with the same hash or fingerprint). */
struct access *access_new(const struct config *config);
void access_free(struct access *access);
void access_reconfigure(struct access *access, const struct config *config);

/* The most that any section gives to WHO. */
struct access_grant access_grant(const struct access *access, const struct person *who);

/* The role alone. */
enum role access_role(const struct access *access, const struct person *who);

/* Whether [filter] lets WHO be heard; those whose role is admin or owner always are. */
bool access_admits(const struct access *access, const struct person *who);

/* Whether MASK (see person_mask_parse) would fit somebody who is an owner on WHO's network: WHO, or
 * whom the masks and accounts of an owner's section describe. */
bool access_owner_fits(
	const struct access *access, const char *network, enum casemap map, const char *mask);

/* Check PASSWORD for admin NAME; on success WHO has that role until access_forget, or for
 * ACCESS_UNSEEN_MS when nobody could tell that they have left: not IN_SIGHT. Wrong ones are
 * limited: after 3 from one user@host, none is looked at for 5 minutes (in all: 10 a minute), with
 * NOW_MS as the clock; then ERR says when to come back. A wrong name and a wrong password read, and
 * last, the same. */
bool access_login(struct access *access, const struct person *who, const char *name,
	const char *password, bool in_sight, int64_t now_ms, struct error *err);

enum { ACCESS_UNSEEN_MS = 10 * 60000 };

/* Whether some section would know WHO's network by a certificate. */
bool access_wants_certificate(const struct access *access, const char *network);

/* The server says that WHO has a client certificate with FINGERPRINT (hexadecimal, any case,
 * perhaps with colons). True when it gives them something, for as long as after a log-in. */
bool access_certificate(struct access *access, const struct person *who, const char *fingerprint,
	bool in_sight, int64_t now_ms);

/* NICK is not who they were (NULL: nobody on NETWORK is); with NOW they have only changed their
 * nick: the log-in moves along. */
void access_forget(struct access *access, const char *network, enum casemap map, const char *nick,
	const char *now);

/* NICK is from now on known as HOST (user@host): the log-in moves along. */
void access_rehost(struct access *access, const char *network, enum casemap map, const char *nick,
	const char *host);

/* Forget the log-ins whose time is over. */
void access_expire(struct access *access, int64_t now_ms);

/* The word for a role: "anyone", "gm", "operator", "admin", "owner". */
const char *role_name(enum role role);

/* Those who have a role, as in "for admins only". */
const char *role_people(enum role role);

/* The word for a means: "account", "certificate", "mask", "password"; "" for none. */
const char *access_means_name(enum access_means means);

#endif
