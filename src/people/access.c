/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work out who may do what, from the [admin] sections, the log-ins and [filter]. */
#include "people/access.h"

#include <stdlib.h>

#include "base/mem.h"
#include "people/admins.h"

struct access {
	const struct config *config;
	struct logins *logins;
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

const char *role_people(enum role role)
{
	static const char *const people[] = {
		[ROLE_ANYONE] = "anyone",
		[ROLE_GM] = "the game master",
		[ROLE_OPERATOR] = "operators",
		[ROLE_ADMIN] = "admins",
		[ROLE_OWNER] = "owners",
	};

	return people[role];
}

struct access *access_new(const struct config *config)
{
	struct access *access = mem_zalloc(1, sizeof *access);

	access->config = config;
	access->logins = logins_new(config);
	return access;
}

void access_free(struct access *access)
{
	if (access == NULL)
		return;
	logins_free(access->logins);
	free(access);
}

void access_reconfigure(struct access *access, const struct config *config)
{
	logins_reconfigure(access->logins, config);
	access->config = config;
}

struct logins *access_logins(struct access *access)
{
	return access->logins;
}

/* ---- a row a means ---- */

static bool by_account(
	const struct access *access, const struct config_admin *admin, const struct person *who)
{
	(void)access;
	for (size_t i = 0; who->account != NULL && i < admin->accounts.count; i++)
		if (casemap_equal(who->casemap, admin->accounts.items[i], who->account))
			return true;
	return false;
}

static bool by_certificate(
	const struct access *access, const struct config_admin *admin, const struct person *who)
{
	return logins_has(access->logins, who, admin->name, true);
}

static bool by_password(
	const struct access *access, const struct config_admin *admin, const struct person *who)
{
	return logins_has(access->logins, who, admin->name, false);
}

static bool by_mask(
	const struct access *access, const struct config_admin *admin, const struct person *who)
{
	(void)access;
	for (size_t i = 0; i < admin->masks.count; i++)
		if (casemap_match(who->casemap, admin->masks.items[i], who->hostmask))
			return true;
	return false;
}

static const struct {
	const char *name;
	bool (*fits)(const struct access *access, const struct config_admin *admin,
		const struct person *who);
} means[] = {
	[ACCESS_NONE] = {"", NULL},
	[ACCESS_ACCOUNT] = {"account", by_account},
	[ACCESS_CERTIFICATE] = {"certificate", by_certificate},
	[ACCESS_PASSWORD] = {"password", by_password},
	[ACCESS_MASK] = {"mask", by_mask},
};

enum { MEANS_COUNT = sizeof means / sizeof *means };

const char *access_means_name(enum access_means by)
{
	return means[by].name;
}

/* Return by what WHO is ADMIN. */
static enum access_means means_of(
	const struct access *access, const struct config_admin *admin, const struct person *who)
{
	if (!admin_serves(admin, who->network))
		return ACCESS_NONE;
	for (size_t i = ACCESS_NONE + 1; i < MEANS_COUNT; i++)
		if (means[i].fits(access, admin, who))
			return (enum access_means)i;
	return ACCESS_NONE;
}

struct access_grant access_grant(const struct access *access, const struct person *who)
{
	struct access_grant best = {.role = ROLE_ANYONE};

	for (size_t i = 0; i < access->config->admin_count; i++) {
		const struct config_admin *admin = &access->config->admins[i];
		enum access_means by = admin->role > best.role ? means_of(access, admin, who)
							       : ACCESS_NONE;
		if (by != ACCESS_NONE)
			best = (struct access_grant){
				.role = admin->role, .admin = admin->name, .means = by};
	}
	return best;
}

enum role access_role(const struct access *access, const struct person *who)
{
	return access_grant(access, who).role;
}

/* ---- who is heard ---- */

static bool list_fits(const struct config_list *list, const struct person *who)
{
	for (size_t i = 0; i < list->count; i++)
		if (person_fits(who, list->items[i]))
			return true;
	return false;
}

bool access_admits(const struct access *access, const struct person *who)
{
	const struct config_filter *filter = &access->config->filter;

	if (!list_fits(&filter->deny, who) &&
		(filter->allow.count == 0 || list_fits(&filter->allow, who)))
		return true;
	return access_role(access, who) >= ROLE_ADMIN;
}

/* Return whether MASK fits all that ADMIN's section describes by one of its accounts or masks. */
static bool covers(const struct config_admin *admin, enum casemap map, const char *mask)
{
	/* As text, a mask is fitted by another that is as wide or wider. */
	for (size_t i = 0; i < admin->masks.count; i++)
		if (casemap_match(map, mask, admin->masks.items[i]))
			return true;
	for (size_t i = 0; i < admin->accounts.count; i++) {
		struct person owner = {
			.casemap = map, .hostmask = "", .account = admin->accounts.items[i]};
		if (person_fits(&owner, mask))
			return true;
	}
	return false;
}

enum role access_fitting(
	const struct access *access, const char *network, enum casemap map, const char *mask)
{
	enum role best = logins_fitting(access->logins, network, map, mask);

	for (size_t i = 0; i < access->config->admin_count; i++) {
		const struct config_admin *admin = &access->config->admins[i];
		if (admin->role >= ROLE_ADMIN && admin->role > best &&
			admin_serves(admin, network) && covers(admin, map, mask))
			best = admin->role;
	}
	return best;
}

bool access_reaches(const struct access *access, const struct person *who, const char *network)
{
	struct access_grant grant = access_grant(access, who);

	return grant.role >= ROLE_ADMIN &&
	       admin_serves(admin_find(access->config, grant.admin), network);
}
