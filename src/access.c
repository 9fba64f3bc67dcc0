/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "access.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "password.h"

enum {
	MAX_LOGINS = 256,
	MAX_FAILURES = 64,     /* hosts whose mistakes are remembered */
	FAILURES_ALLOWED = 3,  /* from one user@host … */
	LOCKED_MS = 5 * 60000, /* … then nothing is looked at for so long */
	TRIES_A_MINUTE = 10,   /* from everybody together: each costs a tenth of a second */
};

struct login {
	char *network, *hostmask, *admin;
};

struct failure {
	char *host; /* "network user@host" */
	int count;
	int64_t since_ms;
};

struct access {
	const struct config *config;
	struct login logins[MAX_LOGINS];
	size_t login_count;
	struct failure failures[MAX_FAILURES];
	size_t next_failure;
	int64_t minute_ms;
	int tries;
};

const char *role_name(enum role role)
{
	static const char *const names[] = {
		[ROLE_ANYONE] = "anyone",
		[ROLE_GM] = "gm",
		[ROLE_OPERATOR] = "operator",
		[ROLE_ADMIN] = "admin",
		[ROLE_OWNER] = "owner",
	};

	return names[role];
}

struct access *access_new(const struct config *config)
{
	struct access *access = mem_zalloc(1, sizeof *access);

	access->config = config;
	return access;
}

static void login_release(struct login *login)
{
	free(login->network);
	free(login->hostmask);
	free(login->admin);
}

static void login_remove(struct access *access, size_t at)
{
	login_release(&access->logins[at]);
	access->logins[at] = access->logins[--access->login_count];
}

void access_free(struct access *access)
{
	if (access == NULL)
		return;
	while (access->login_count > 0)
		login_remove(access, 0);
	for (size_t i = 0; i < MAX_FAILURES; i++)
		free(access->failures[i].host);
	free(access);
}

static const struct config_admin *find_admin(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->admin_count; i++)
		if (strcmp(config->admins[i].name, name) == 0)
			return &config->admins[i];
	return NULL;
}

void access_reconfigure(struct access *access, const struct config *config)
{
	for (size_t i = access->login_count; i-- > 0;) {
		const char *name = access->logins[i].admin;
		const struct config_admin *old = find_admin(access->config, name);
		const struct config_admin *now = find_admin(config, name);
		if (old == NULL || now == NULL || strcmp(old->password, now->password) != 0)
			login_remove(access, i);
	}
	access->config = config;
}

/* ---- roles ---- */

static bool serves(const struct config_admin *admin, const char *network)
{
	for (size_t i = 0; i < admin->networks.count; i++)
		if (strcasecmp(admin->networks.items[i], network) == 0)
			return true;
	return admin->networks.count == 0;
}

static bool mask_matches(const struct config_admin *admin, enum casemap map, const char *hostmask)
{
	for (size_t i = 0; i < admin->masks.count; i++)
		if (casemap_match(map, admin->masks.items[i], hostmask))
			return true;
	return false;
}

static bool logged_in(const struct access *access, const char *network, enum casemap map,
	const char *hostmask, const char *admin)
{
	for (size_t i = 0; i < access->login_count; i++) {
		const struct login *login = &access->logins[i];
		if (strcmp(login->network, network) == 0 && strcmp(login->admin, admin) == 0 &&
			casemap_equal(map, login->hostmask, hostmask))
			return true;
	}
	return false;
}

enum role access_role(
	const struct access *access, const char *network, enum casemap map, const char *hostmask)
{
	enum role best = ROLE_ANYONE;

	for (size_t i = 0; i < access->config->admin_count; i++) {
		const struct config_admin *admin = &access->config->admins[i];
		if (admin->role > best && serves(admin, network) &&
			(mask_matches(admin, map, hostmask) ||
				logged_in(access, network, map, hostmask, admin->name)))
			best = admin->role;
	}
	return best;
}

/* ---- passwords ---- */

static struct failure *failure_of(struct access *access, const char *host)
{
	for (size_t i = 0; i < MAX_FAILURES; i++)
		if (access->failures[i].host != NULL && strcmp(access->failures[i].host, host) == 0)
			return &access->failures[i];
	return NULL;
}

static void remember_failure(struct access *access, const char *host, int64_t now_ms)
{
	struct failure *failure = failure_of(access, host);

	if (failure == NULL) {
		failure = &access->failures[access->next_failure++ % MAX_FAILURES];
		free(failure->host);
		*failure = (struct failure){.host = mem_strdup(host)};
	}
	failure->count++;
	failure->since_ms = now_ms;
}

/* Whether a password may be looked at now. */
static bool may_try(struct access *access, const char *host, int64_t now_ms, struct error *err)
{
	struct failure *failure = failure_of(access, host);

	if (failure != NULL && now_ms - failure->since_ms >= LOCKED_MS)
		failure->count = 0;
	if (failure != NULL && failure->count >= FAILURES_ALLOWED)
		return error_set(err, "Too many wrong passwords. Try again in %d minutes.",
			(int)((LOCKED_MS - (now_ms - failure->since_ms)) / 60000 + 1));
	if (now_ms - access->minute_ms >= 60000) {
		access->minute_ms = now_ms;
		access->tries = 0;
	}
	if (access->tries++ >= TRIES_A_MINUTE)
		return error_set(err, "Too many people are logging in. Try again in a minute.");
	return true;
}

static void add_login(
	struct access *access, const char *network, const char *hostmask, const char *admin)
{
	if (access->login_count == MAX_LOGINS)
		login_remove(access, 0);
	access->logins[access->login_count++] = (struct login){.network = mem_strdup(network),
		.hostmask = mem_strdup(hostmask),
		.admin = mem_strdup(admin)};
}

bool access_login(struct access *access, const char *network, enum casemap map,
	const char *hostmask, const char *name, const char *password, int64_t now_ms,
	struct error *err)
{
	const struct config_admin *admin = find_admin(access->config, name);
	const char *bang = strchr(hostmask, '!');
	char host[300];

	snprintf(host, sizeof host, "%s %s", network, bang != NULL ? bang + 1 : hostmask);
	if (!may_try(access, host, now_ms, err))
		return false;
	if (admin == NULL || admin->password[0] == '\0' || !serves(admin, network) ||
		!password_verify(admin->password, password)) {
		remember_failure(access, host, now_ms);
		return error_set(err, "That name and that password do not belong together.");
	}
	if (!logged_in(access, network, map, hostmask, name))
		add_login(access, network, hostmask, name);
	return true;
}

/* Whether HOSTMASK begins with NICK and "!". */
static bool has_nick(enum casemap map, const char *hostmask, const char *nick)
{
	size_t len = strlen(nick);

	for (size_t i = 0; i < len; i++)
		if (casemap_lower(map, hostmask[i]) != casemap_lower(map, nick[i]))
			return false;
	return hostmask[len] == '!';
}

static void rename_login(struct login *login, const char *now)
{
	char *hostmask = mem_printf("%s%s", now, strchr(login->hostmask, '!'));

	free(login->hostmask);
	login->hostmask = hostmask;
}

void access_forget(struct access *access, const char *network, enum casemap map, const char *nick,
	const char *now)
{
	for (size_t i = access->login_count; i-- > 0;) {
		struct login *login = &access->logins[i];
		if (strcmp(login->network, network) != 0)
			continue;
		if (nick != NULL && !has_nick(map, login->hostmask, nick))
			continue;
		if (now != NULL)
			rename_login(login, now);
		else
			login_remove(access, i);
	}
}
