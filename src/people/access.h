/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_ACCESS_H
#define LOGIOS_ACCESS_H

#include <stdbool.h>

#include "config/config.h"
#include "people/logins.h"
#include "people/person.h"

/* Who may do what: [admin] sections matched by services account, by client certificate or password
 * (logins.h), or by hostmask, never by nick alone. And who is heard at all: [filter]. */
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

/* Take CONFIG, which is lent until access_free or access_reconfigure. */
struct access *access_new(const struct config *config);
void access_free(struct access *access); /* NULL is fine */
void access_reconfigure(struct access *access, const struct config *config);

/* Return the log-ins, which ACCESS owns. */
struct logins *access_logins(struct access *access);

/* Return the most that any section gives to WHO. */
struct access_grant access_grant(const struct access *access, const struct person *who);

/* Return the role of that grant. */
enum role access_role(const struct access *access, const struct person *who);

/* Return whether [filter] lets WHO be heard; those whose role is admin or owner always are. */
bool access_admits(const struct access *access, const struct person *who);

/* Return the greatest role, admin or owner, of those on NETWORK whom MASK (see person_mask_parse)
 * would fit: who is logged in, or whom the masks and accounts of a section describe. ROLE_ANYONE
 * for none. */
enum role access_fitting(
	const struct access *access, const char *network, enum casemap map, const char *mask);

/* Return whether WHO is an admin or an owner by a section that holds on NETWORK as well. */
bool access_reaches(const struct access *access, const struct person *who, const char *network);

/* Return the word for a role: "anyone", "gm", "operator", "admin", "owner". */
const char *role_name(enum role role);

/* Return the word for those who have a role, as in "for admins only". */
const char *role_people(enum role role);

/* Return the word for a means: "account", "certificate", "mask", "password"; "" for none. */
const char *access_means_name(enum access_means means);

#endif
