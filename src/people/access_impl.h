/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_ACCESS_IMPL_H
#define LOGIOS_ACCESS_IMPL_H

/* What access.c (who has which role) and access_login.c (who has shown it) share. Nobody else
 * includes this. */

#include "people/access.h"
#include "base/lru.h"

enum { MAX_LOGINS = 256 };

/* Somebody has shown that they are an admin; by a certificate or by a password. */
struct login {
	char *network, *hostmask, *admin;
	char *fingerprint; /* of the certificate; NULL: it was the password */
	int64_t until_ms;  /* 0: while they are in sight */
};

struct access {
	const struct config *config;
	struct login logins[MAX_LOGINS];
	size_t login_count;
	struct lru *failures; /* "network user@host" to struct failure (access_login.c) */
	int64_t minute_ms;
	int tries;
};

/* The section NAME, or NULL. */
const struct config_admin *access_admin(const struct config *config, const char *name);

/* Whether ADMIN's section holds on NETWORK. */
bool access_serves(const struct config_admin *admin, const char *network);

/* Whether WHO has shown by a certificate, else by a password, that they are ADMIN. */
bool access_logged_in(
	const struct access *access, const struct person *who, const char *admin, bool certificate);

void access_logins_new(struct access *access);
void access_logins_free(struct access *access);

/* Forget the log-ins that NOW, which takes the place of the configuration in use, does not know. */
void access_logins_reconfigure(struct access *access, const struct config *now);

#endif
