/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Log-ins: by password, which is limited since each look costs a tenth of a second, and by
 * certificate. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "people/access_impl.h"
#include "base/mem.h"
#include "crypto/password.h"

enum {
	MAX_FAILURES = 1024,   /* hosts whose mistakes are remembered */
	FAILURES_ALLOWED = 3,  /* from one user@host … */
	LOCKED_MS = 5 * 60000, /* … then nothing is looked at for so long */
	TRIES_A_MINUTE = 10,   /* from everybody together */
	FINGERPRINT_ROOM = 200,
};

struct failure {
	int count;
	int64_t since_ms;
};

void access_logins_new(struct access *access)
{
	access->failures = lru_new(MAX_FAILURES, sizeof(struct failure));
}

static void login_remove(struct access *access, size_t at)
{
	struct login *login = &access->logins[at];

	free(login->network);
	free(login->hostmask);
	free(login->admin);
	free(login->fingerprint);
	*login = access->logins[--access->login_count];
}

void access_logins_free(struct access *access)
{
	while (access->login_count > 0)
		login_remove(access, 0);
	lru_free(access->failures);
}

static bool has_item(const struct config_list *list, const char *item)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], item) == 0)
			return true;
	return false;
}

static bool still_holds(
	const struct access *access, const struct config *now, const struct login *login)
{
	const struct config_admin *old = access_admin(access->config, login->admin);
	const struct config_admin *admin = access_admin(now, login->admin);

	if (old == NULL || admin == NULL)
		return false;
	if (login->fingerprint != NULL)
		return has_item(&admin->certfps, login->fingerprint);
	return strcmp(old->password, admin->password) == 0;
}

void access_logins_reconfigure(struct access *access, const struct config *now)
{
	for (size_t i = access->login_count; i-- > 0;)
		if (!still_holds(access, now, &access->logins[i]))
			login_remove(access, i);
}

/* Where WHO's log-in as ADMIN is, or how many there are. */
static size_t find(
	const struct access *access, const struct person *who, const char *admin, bool certificate)
{
	size_t at = 0;

	for (; at < access->login_count; at++) {
		const struct login *login = &access->logins[at];
		if ((login->fingerprint != NULL) == certificate &&
			strcmp(login->network, who->network) == 0 &&
			strcmp(login->admin, admin) == 0 &&
			casemap_equal(who->casemap, login->hostmask, who->hostmask))
			break;
	}
	return at;
}

bool access_logged_in(
	const struct access *access, const struct person *who, const char *admin, bool certificate)
{
	return find(access, who, admin, certificate) < access->login_count;
}

/* Note that WHO is ADMIN; FINGERPRINT and UNTIL_MS as in struct login. When there are too many, one
 * goes. */
static void add(struct access *access, const struct person *who, const char *admin,
	const char *fingerprint, int64_t until_ms)
{
	size_t at = find(access, who, admin, fingerprint != NULL);

	if (at == access->login_count) {
		if (access->login_count == MAX_LOGINS)
			login_remove(access, 0);
		at = access->login_count++;
		access->logins[at] = (struct login){.network = mem_strdup(who->network),
			.hostmask = mem_strdup(who->hostmask),
			.admin = mem_strdup(admin),
			.fingerprint = fingerprint != NULL ? mem_strdup(fingerprint) : NULL};
	}
	access->logins[at].until_ms = until_ms;
}

void access_expire(struct access *access, int64_t now_ms)
{
	for (size_t i = access->login_count; i-- > 0;)
		if (access->logins[i].until_ms != 0 && access->logins[i].until_ms <= now_ms)
			login_remove(access, i);
}

/* ---- passwords ---- */

/* Whether a password from HOST may be looked at now. */
static bool may_try(struct access *access, const char *host, int64_t now_ms, struct error *err)
{
	struct failure *failure = lru_peek(access->failures, host);

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

/* Looks at a hash in any case: how long it takes tells nobody which names there are. */
static bool password_fits(
	const struct config_admin *admin, const char *network, const char *password)
{
	bool known = admin != NULL && admin->password[0] != '\0' && access_serves(admin, network);
	bool fits = password_verify(known ? admin->password : password_dummy, password);

	return known && fits;
}

bool access_login(struct access *access, const struct person *who, const char *name,
	const char *password, bool in_sight, int64_t now_ms, struct error *err)
{
	const struct config_admin *admin = access_admin(access->config, name);
	const char *bang = strchr(who->hostmask, '!');
	struct failure *failure;
	char host[PERSON_KEY];

	snprintf(host, sizeof host, "%s %s", who->network, bang != NULL ? bang + 1 : who->hostmask);
	if (!may_try(access, host, now_ms, err))
		return false;
	if (!password_fits(admin, who->network, password)) {
		failure = lru_get(access->failures, host);
		failure->count++;
		failure->since_ms = now_ms;
		return error_set(err, "That name and that password do not belong together.");
	}
	lru_remove(access->failures, host);
	add(access, who, name, NULL, in_sight ? 0 : now_ms + ACCESS_UNSEEN_MS);
	return true;
}

/* ---- certificates ---- */

bool access_wants_certificate(const struct access *access, const char *network)
{
	for (size_t i = 0; i < access->config->admin_count; i++)
		if (access->config->admins[i].certfps.count > 0 &&
			access_serves(&access->config->admins[i], network))
			return true;
	return false;
}

/* FINGERPRINT as the configuration has them; false when it is none. */
static bool normalise(const char *fingerprint, char out[FINGERPRINT_ROOM])
{
	size_t len = 0;

	for (const char *c = fingerprint; *c != '\0'; c++) {
		if (*c == ':')
			continue;
		if (!isxdigit((unsigned char)*c) || len + 1 == FINGERPRINT_ROOM)
			return false;
		out[len++] = (char)tolower((unsigned char)*c);
	}
	out[len] = '\0';
	return len > 0;
}

bool access_certificate(struct access *access, const struct person *who, const char *fingerprint,
	bool in_sight, int64_t now_ms)
{
	char theirs[FINGERPRINT_ROOM];
	bool known = false;

	if (!normalise(fingerprint, theirs))
		return false;
	for (size_t i = 0; i < access->config->admin_count; i++) {
		const struct config_admin *admin = &access->config->admins[i];
		if (!access_serves(admin, who->network) || !has_item(&admin->certfps, theirs))
			continue;
		add(access, who, admin->name, theirs, in_sight ? 0 : now_ms + ACCESS_UNSEEN_MS);
		known = true;
	}
	return known;
}

/* ---- people who change ---- */

/* Whether HOSTMASK begins with NICK and "!". */
static bool has_nick(enum casemap map, const char *hostmask, const char *nick)
{
	size_t len = strlen(nick);

	for (size_t i = 0; i < len; i++)
		if (casemap_lower(map, hostmask[i]) != casemap_lower(map, nick[i]))
			return false;
	return hostmask[len] == '!';
}

static bool is_of(
	const struct login *login, const char *network, enum casemap map, const char *nick)
{
	return strcmp(login->network, network) == 0 &&
	       (nick == NULL || has_nick(map, login->hostmask, nick));
}

static void set_hostmask(struct login *login, char *hostmask)
{
	free(login->hostmask);
	login->hostmask = hostmask;
}

void access_forget(struct access *access, const char *network, enum casemap map, const char *nick,
	const char *now)
{
	for (size_t i = access->login_count; i-- > 0;) {
		struct login *login = &access->logins[i];
		if (!is_of(login, network, map, nick))
			continue;
		if (now != NULL)
			set_hostmask(login, mem_printf("%s%s", now, strchr(login->hostmask, '!')));
		else
			login_remove(access, i);
	}
}

void access_rehost(struct access *access, const char *network, enum casemap map, const char *nick,
	const char *host)
{
	for (size_t i = 0; i < access->login_count; i++) {
		struct login *login = &access->logins[i];
		if (is_of(login, network, map, nick))
			set_hostmask(
				login, mem_printf("%.*s!%s", (int)strcspn(login->hostmask, "!"),
					       login->hostmask, host));
	}
}
