/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remember who has logged in, by password (limited, since each look costs a tenth of a second) or
 * by certificate. */
#include "people/logins.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lru.h"
#include "base/mem.h"
#include "crypto/password.h"
#include "people/admins.h"

enum {
	MAX_LOGINS = 256,
	MAX_FAILURES = 1024,       /* connections, and hosts, whose mistakes are remembered */
	FAILURES_ALLOWED = 3,      /* from one connection … */
	HOST_FAILURES_ALLOWED = 9, /* … and from one host, where several people may be … */
	LOCKED_MS = 5 * 60000,     /* … then nothing is looked at for so long */
	FINGERPRINT_ROOM = 200,
};

struct failure {
	int count;
	int64_t since_ms;
};

/* Somebody has shown that they are an admin; by a certificate or by a password. */
struct login {
	char *network, *hostmask, *admin;
	char *fingerprint; /* of the certificate; NULL: it was the password */
	int64_t until_ms;  /* 0: while they are in sight */
};

struct logins {
	const struct config *config;
	struct login items[MAX_LOGINS];
	size_t count;
	struct lru *connections, *hosts; /* "network nick!user@host", "network host", folded, to
					    struct failure */
};

struct logins *logins_new(const struct config *config)
{
	struct logins *logins = mem_zalloc(1, sizeof *logins);

	logins->config = config;
	logins->connections = lru_new(MAX_FAILURES, sizeof(struct failure));
	logins->hosts = lru_new(MAX_FAILURES, sizeof(struct failure));
	return logins;
}

static void login_remove(struct logins *logins, size_t at)
{
	struct login *login = &logins->items[at];

	free(login->network);
	free(login->hostmask);
	free(login->admin);
	free(login->fingerprint);
	*login = logins->items[--logins->count];
}

void logins_free(struct logins *logins)
{
	if (logins == NULL)
		return;
	while (logins->count > 0)
		login_remove(logins, 0);
	lru_free(logins->connections);
	lru_free(logins->hosts);
	free(logins);
}

static bool has_item(const struct config_list *list, const char *item)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], item) == 0)
			return true;
	return false;
}

static bool still_holds(
	const struct logins *logins, const struct config *now, const struct login *login)
{
	const struct config_admin *old = admin_find(logins->config, login->admin);
	const struct config_admin *admin = admin_find(now, login->admin);

	if (old == NULL || admin == NULL)
		return false;
	if (login->fingerprint != NULL)
		return has_item(&admin->certfps, login->fingerprint);
	return strcmp(old->password, admin->password) == 0;
}

void logins_reconfigure(struct logins *logins, const struct config *now)
{
	for (size_t i = logins->count; i-- > 0;)
		if (!still_holds(logins, now, &logins->items[i]))
			login_remove(logins, i);
	logins->config = now;
}

/* Return where WHO's log-in as ADMIN is, or how many there are. */
static size_t find(
	const struct logins *logins, const struct person *who, const char *admin, bool certificate)
{
	size_t at = 0;

	for (; at < logins->count; at++) {
		const struct login *login = &logins->items[at];
		if ((login->fingerprint != NULL) == certificate &&
			strcmp(login->network, who->network) == 0 &&
			strcmp(login->admin, admin) == 0 &&
			casemap_equal(who->casemap, login->hostmask, who->hostmask))
			break;
	}
	return at;
}

bool logins_has(
	const struct logins *logins, const struct person *who, const char *admin, bool certificate)
{
	return find(logins, who, admin, certificate) < logins->count;
}

enum role logins_fitting(
	const struct logins *logins, const char *network, enum casemap map, const char *mask)
{
	enum role best = ROLE_ANYONE;

	for (size_t i = 0; i < logins->count; i++) {
		const struct login *login = &logins->items[i];
		const struct config_admin *admin = admin_find(logins->config, login->admin);
		if (admin != NULL && admin->role >= ROLE_ADMIN && admin->role > best &&
			strcmp(login->network, network) == 0 &&
			casemap_match(map, mask, login->hostmask))
			best = admin->role;
	}
	return best;
}

/* Note that CLAIM is true of ADMIN; FINGERPRINT as in struct login. When there are too many, one
 * goes. */
static void add(struct logins *logins, const struct login_claim *claim, const char *admin,
	const char *fingerprint)
{
	const struct person *who = claim->who;
	size_t at = find(logins, who, admin, fingerprint != NULL);

	if (at == logins->count) {
		if (logins->count == MAX_LOGINS)
			login_remove(logins, 0);
		at = logins->count++;
		logins->items[at] = (struct login){.network = mem_strdup(who->network),
			.hostmask = mem_strdup(who->hostmask),
			.admin = mem_strdup(admin),
			.fingerprint = mem_strdup_or_null(fingerprint)};
	}
	logins->items[at].until_ms = claim->in_sight ? 0 : claim->now_ms + LOGINS_UNSEEN_MS;
}

void logins_expire(struct logins *logins, int64_t now_ms)
{
	for (size_t i = logins->count; i-- > 0;)
		if (logins->items[i].until_ms != 0 && logins->items[i].until_ms <= now_ms)
			login_remove(logins, i);
}

/* ---- passwords ---- */

/* Write the key of WHO's connection, or of their host alone. */
static const char *failure_key(const struct person *who, bool host, char out[PERSON_KEY])
{
	const char *at = host ? strrchr(who->hostmask, '@') : NULL;
	int len = snprintf(out, PERSON_KEY, "%s ", who->network);

	if (len < PERSON_KEY)
		casemap_fold(who->casemap, at != NULL ? at + 1 : who->hostmask, out + len,
			(size_t)(PERSON_KEY - len));
	return out;
}

/* Return whether a password may be looked at now, after what FAILURE counts (NULL: nothing). */
static bool may_try(const struct failure *failure, int allowed, int64_t now_ms, struct error *err)
{
	if (failure == NULL || failure->count < allowed || now_ms - failure->since_ms >= LOCKED_MS)
		return true;
	return error_set(err, "Too many wrong passwords. Try again in %d minutes.",
		(int)((LOCKED_MS - (now_ms - failure->since_ms)) / 60000 + 1));
}

static void count_failure(struct failure *failure, int64_t now_ms)
{
	if (now_ms - failure->since_ms >= LOCKED_MS)
		failure->count = 0;
	failure->count++;
	failure->since_ms = now_ms;
}

/* Compare PASSWORD. Looks at a hash in any case: how long it takes shows nobody which names there
 * are. */
static bool password_fits(
	const struct config_admin *admin, const char *network, const char *password)
{
	bool known = admin != NULL && admin->password[0] != '\0' && admin_serves(admin, network);
	bool fits = password_verify(known ? admin->password : password_dummy, password);

	return known && fits;
}

bool logins_by_password(struct logins *logins, const struct login_claim *claim, const char *name,
	const char *password, struct error *err)
{
	const struct person *who = claim->who;
	const struct config_admin *admin = admin_find(logins->config, name);
	char connection[PERSON_KEY], host[PERSON_KEY];

	failure_key(who, false, connection);
	failure_key(who, true, host);
	if (!may_try(lru_peek(logins->connections, connection), FAILURES_ALLOWED, claim->now_ms,
		    err) ||
		!may_try(lru_peek(logins->hosts, host), HOST_FAILURES_ALLOWED, claim->now_ms, err))
		return false;
	if (!password_fits(admin, who->network, password)) {
		count_failure(lru_get(logins->connections, connection), claim->now_ms);
		count_failure(lru_get(logins->hosts, host), claim->now_ms);
		return error_set(err, "That name and that password do not belong together.");
	}
	lru_remove(logins->connections, connection);
	add(logins, claim, name, NULL);
	return true;
}

/* ---- certificates ---- */

bool logins_want_certificate(const struct logins *logins, const char *network)
{
	for (size_t i = 0; i < logins->config->admin_count; i++)
		if (logins->config->admins[i].certfps.count > 0 &&
			admin_serves(&logins->config->admins[i], network))
			return true;
	return false;
}

/* Write FINGERPRINT as the configuration has them into OUT. Returns false when it is none. */
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

bool logins_by_certificate(
	struct logins *logins, const struct login_claim *claim, const char *fingerprint)
{
	char theirs[FINGERPRINT_ROOM];
	bool known = false;

	if (!normalise(fingerprint, theirs))
		return false;
	for (size_t i = 0; i < logins->config->admin_count; i++) {
		const struct config_admin *admin = &logins->config->admins[i];
		if (!admin_serves(admin, claim->who->network) || !has_item(&admin->certfps, theirs))
			continue;
		add(logins, claim, admin->name, theirs);
		known = true;
	}
	return known;
}

/* ---- people who change ---- */

/* Return whether HOSTMASK begins with NICK and "!". */
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

void logins_forget(struct logins *logins, const char *network, enum casemap map, const char *nick,
	const char *now)
{
	for (size_t i = logins->count; i-- > 0;) {
		struct login *login = &logins->items[i];
		if (!is_of(login, network, map, nick))
			continue;
		if (now != NULL)
			set_hostmask(login, mem_printf("%s%s", now, strchr(login->hostmask, '!')));
		else
			login_remove(logins, i);
	}
}

void logins_doubt(struct logins *logins, const char *network, enum casemap map, const char *nick)
{
	for (size_t i = logins->count; i-- > 0;)
		if (logins->items[i].until_ms != 0 && is_of(&logins->items[i], network, map, nick))
			login_remove(logins, i);
}

void logins_rehost(struct logins *logins, const char *network, enum casemap map, const char *nick,
	const char *host)
{
	for (size_t i = 0; i < logins->count; i++) {
		struct login *login = &logins->items[i];
		if (is_of(login, network, map, nick))
			set_hostmask(
				login, mem_printf("%.*s!%s", (int)strcspn(login->hostmask, "!"),
					       login->hostmask, host));
	}
}
