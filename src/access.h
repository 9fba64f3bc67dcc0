/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_ACCESS_H
#define LOGIOS_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "config.h"
#include "irc/casemap.h"

/* Who may do what: [admin] sections matched by hostmask, or by a password for as long as the person is in sight.
 * Never by nick alone. */
struct access;

/* CONFIG is lent until access_free or access_reconfigure (which keeps the log-ins whose admin is still there with the same hash). */
struct access *access_new(const struct config *config);
void access_free(struct access *access);
void access_reconfigure(struct access *access, const struct config *config);

/* The role that HOSTMASK (nick!user@host) has on NETWORK by its mask or its log-in. */
enum role access_role(
	const struct access *access, const char *network, enum casemap map, const char *hostmask);

/* Check PASSWORD for admin NAME; on success HOSTMASK's owner has that role until access_forget. Wrong ones are limited: after 3 from one user@host, none is
 * looked at for 5 minutes (in all: 10 a minute), with NOW_MS as the clock; then ERR says when to come back. A wrong name and a wrong password read the same. */
bool access_login(struct access *access, const char *network, enum casemap map,
	const char *hostmask, const char *name, const char *password, int64_t now_ms,
	struct error *err);

/* NICK is not who they were (NULL: nobody on NETWORK is); with NOW they have only changed their nick: the log-in moves along. */
void access_forget(struct access *access, const char *network, enum casemap map, const char *nick,
	const char *now);

/* The word for a role: "anyone", "gm", "operator", "admin", "owner". */
const char *role_name(enum role role);

#endif
