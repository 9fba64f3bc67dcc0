/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what, by account, certificate, mask and password; and who is heard. */
#include <stdio.h>

#include "config/read.h"
#include "crypto/password.h"
#include "people/access.h"
#include "test.h"

static struct config *read_config(const char *admins)
{
	struct strbuf text = STRBUF_INIT, mistakes = STRBUF_INIT;
	struct config *config;
	FILE *file;

	strbuf_addf(&text, "[network a]\nhost = a.test\n[network b]\nhost = b.test\n%s", admins);
	file = fmemopen(text.text, text.len, "r");
	config = config_read(file, "test.ini", 0600, &mistakes);
	fclose(file);
	assert_string_equal(mistakes.text, "");
	strbuf_release(&mistakes);
	strbuf_release(&text);
	return config;
}

static struct person person(const char *network, const char *hostmask)
{
	return (struct person){
		.network = network, .casemap = CASEMAP_RFC1459, .hostmask = hostmask};
}

static enum role role(const struct access *access, const char *network, const char *hostmask)
{
	struct person who = person(network, hostmask);

	return access_role(access, &who);
}

static void test_masks(void **state)
{
	static const struct {
		const char *network, *hostmask;
		enum role role;
	} rows[] = {
		{"a", "x!boss@trusted.test", ROLE_OWNER},
		{"b", "x!boss@trusted.test", ROLE_OWNER},
		{"a", "x!op@trusted.test", ROLE_OPERATOR},
		{"b", "x!op@trusted.test", ROLE_ANYONE},
		{"a", "boss!x@elsewhere.test", ROLE_ANYONE},
		{"a", "x!BOSS@Trusted.Test", ROLE_OWNER},
	};
	struct config *config = read_config(
		"[admin boss]\nmask = *!boss@trusted.test\nrole = owner\n"
		"[admin op]\nmask = *!op@trusted.test\n"
		"role = operator\nnetworks = a\n");
	struct access *access = access_new(config);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(role(access, rows[i].network, rows[i].hostmask), rows[i].role);
	access_free(access);
	config_free(config);
}

static struct config *config_with_password(void)
{
	char hash[PASSWORD_HASH_ROOM], admins[400];

	assert_true(password_hash("sesame", hash, NULL));
	snprintf(admins, sizeof admins, "[admin ann]\npassword = %s\nrole = admin\n", hash);
	return read_config(admins);
}

static bool login_as(struct access *access, const char *name, const char *hostmask,
	const char *password, int64_t now_ms, struct error *err)
{
	struct person who = person("a", hostmask);
	const struct login_claim claim = {.who = &who, .in_sight = true, .now_ms = now_ms};

	return logins_by_password(access_logins(access), &claim, name, password, err);
}

static bool login(struct access *access, const char *hostmask, const char *password, int64_t now_ms)
{
	return login_as(access, "ann", hostmask, password, now_ms, NULL);
}

static void test_login(void **state)
{
	struct config *config = config_with_password(), *now = read_config("");
	struct access *access = access_new(config);

	(void)state;
	assert_false(login(access, "x!u@h", "wrong", 0));
	assert_false(login_as(access, "nobody", "x!u@h", "sesame", 0, NULL));
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ANYONE);
	assert_true(login(access, "x!u@h", "sesame", 1000));
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ADMIN);
	assert_int_equal(role(access, "b", "x!u@h"), ROLE_ANYONE);
	assert_int_equal(role(access, "a", "y!u@h"), ROLE_ANYONE);
	assert_int_equal(role(access, "a", "x!u@other"), ROLE_ANYONE);
	logins_forget(access_logins(access), "a", CASEMAP_RFC1459, "X", "y");
	assert_int_equal(role(access, "a", "y!u@h"), ROLE_ADMIN);
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ANYONE);
	logins_forget(access_logins(access), "a", CASEMAP_RFC1459, "other", NULL);
	logins_forget(access_logins(access), "b", CASEMAP_RFC1459, NULL, NULL);
	assert_int_equal(role(access, "a", "y!u@h"), ROLE_ADMIN);
	logins_forget(access_logins(access), "a", CASEMAP_RFC1459, "y", NULL);
	assert_int_equal(role(access, "a", "y!u@h"), ROLE_ANYONE);

	/* who is logged in stays so under the same hash, and no longer */
	assert_true(login(access, "x!u@h", "sesame", 2000));
	access_reconfigure(access, config);
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ADMIN);
	access_reconfigure(access, now);
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ANYONE);
	access_reconfigure(access, config);
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ANYONE);
	access_free(access);
	config_free(config);
	config_free(now);
}

static void test_guessing(void **state)
{
	struct config *config = config_with_password();
	struct access *access = access_new(config);

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_false(login(access, "x!u@h", "wrong", i));
	/* even the right one is not looked at now */
	assert_false(login(access, "x!u@h", "sesame", 10));
	assert_false(login(access, "X!u@h", "sesame", 10));
	assert_true(login(access, "z!u@elsewhere", "sesame", 10));
	/* nor whatever the nick, when there are too many from one host */
	for (int i = 0; i < 6; i++)
		assert_false(login(access, i < 3 ? "y!u@h" : "y!v@H", "wrong", 20));
	assert_false(login(access, "ann!ann@h", "sesame", 30));
	assert_true(login(access, "x!u@h", "sesame", 6 * 60000));
	access_free(access);
	config_free(config);
}

/* Strangers keep nobody out. */
static void test_guessing_together(void **state)
{
	struct config *config = config_with_password();
	struct access *access = access_new(config);
	struct error err;
	char hostmask[32];

	(void)state;
	for (int i = 0; i < 12; i++) {
		snprintf(hostmask, sizeof hostmask, "x!u@h%d", i);
		assert_false(login_as(access, "ann", hostmask, "?", 60000 + i, &err));
		assert_string_equal(
			err.text, "That name and that password do not belong together.");
	}
	assert_true(login(access, "z!u@new", "sesame", 60100));
	access_free(access);
	config_free(config);
}

/* Whoever knows the password after all is no guesser any more. */
static void test_success_clears_failures(void **state)
{
	struct config *config = config_with_password();
	struct access *access = access_new(config);

	(void)state;
	for (int round = 0; round < 2; round++) {
		assert_false(login(access, "x!u@h", "wrong", round * 60000));
		assert_false(login(access, "x!u@h", "wrong", round * 60000 + 1));
		assert_true(login(access, "x!u@h", "sesame", round * 60000 + 2));
	}
	access_free(access);
	config_free(config);
}

/* A name that does not exist is looked at for as long as a wrong password: there is a hash to look
 * at. */
static void test_dummy_hash(void **state)
{
	char hash[PASSWORD_HASH_ROOM];

	(void)state;
	assert_true(password_hash_valid(password_dummy));
	assert_true(password_hash("sesame", hash, NULL));
	/* the same costs, which stand before the salt */
	assert_int_equal(
		strncmp(hash, password_dummy, strlen("$argon2id$v=19$m=65536,t=2,p=1$")), 0);
}

/* Who cannot be seen to leave is not believed for long. */
static void test_out_of_sight(void **state)
{
	struct config *config = config_with_password();
	struct access *access = access_new(config);
	struct person who = person("a", "x!u@h");
	const struct login_claim unseen = {.who = &who, .in_sight = false, .now_ms = 1000};

	(void)state;
	assert_true(logins_by_password(access_logins(access), &unseen, "ann", "sesame", NULL));
	logins_expire(access_logins(access), 1000 + LOGINS_UNSEEN_MS - 1);
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ADMIN);
	logins_expire(access_logins(access), 1000 + LOGINS_UNSEEN_MS);
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ANYONE);
	/* who comes into sight under that name may be another */
	assert_true(logins_by_password(access_logins(access), &unseen, "ann", "sesame", NULL));
	logins_doubt(access_logins(access), "a", CASEMAP_RFC1459, "y");
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ADMIN);
	logins_doubt(access_logins(access), "a", CASEMAP_RFC1459, "X");
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ANYONE);
	/* a second log-in, in sight, lasts */
	assert_true(logins_by_password(access_logins(access), &unseen, "ann", "sesame", NULL));
	assert_true(login(access, "x!u@h", "sesame", 1000));
	logins_expire(access_logins(access), INT64_MAX);
	logins_doubt(access_logins(access), "a", CASEMAP_RFC1459, "x");
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ADMIN);
	access_free(access);
	config_free(config);
}

static void test_new_host(void **state)
{
	struct config *config = config_with_password();
	struct access *access = access_new(config);

	(void)state;
	assert_true(login(access, "x!u@h", "sesame", 0));
	logins_rehost(access_logins(access), "a", CASEMAP_RFC1459, "y", "v@cloak");
	logins_rehost(access_logins(access), "b", CASEMAP_RFC1459, "x", "v@cloak");
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ADMIN);
	logins_rehost(access_logins(access), "a", CASEMAP_RFC1459, "X", "v@cloak");
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ANYONE);
	assert_int_equal(role(access, "a", "x!v@cloak"), ROLE_ADMIN);
	access_free(access);
	config_free(config);
}

#define SHA1 "0123456789abcdef0123456789abcdef01234567"
#define SHA1_COLONS "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67"

static bool show(struct access *access, const struct person *who, const char *fingerprint)
{
	const struct login_claim claim = {.who = who, .in_sight = true};

	return logins_by_certificate(access_logins(access), &claim, fingerprint);
}

static void test_certificate(void **state)
{
	struct config *config = read_config("[admin eve]\ncertfp = " SHA1 "\nnetworks = a\n");
	struct config *now = read_config("[admin eve]\nmask = *!*@eve.test\nnetworks = a\n");
	struct access *access = access_new(config);
	struct person who = person("a", "x!u@h"), elsewhere = person("b", "x!u@h");
	struct access_grant grant;

	(void)state;
	assert_true(logins_want_certificate(access_logins(access), "a"));
	assert_false(logins_want_certificate(access_logins(access), "b"));
	assert_false(show(access, &who, ""));
	assert_false(show(access, &who, "client"));
	assert_false(show(access, &who, SHA1 "00"));
	assert_false(show(access, &elsewhere, SHA1));
	assert_int_equal(access_role(access, &who), ROLE_ANYONE);
	assert_true(show(access, &who, SHA1_COLONS));
	grant = access_grant(access, &who);
	assert_int_equal(grant.role, ROLE_ADMIN);
	assert_int_equal(grant.means, ACCESS_CERTIFICATE);
	assert_string_equal(grant.admin, "eve");
	assert_int_equal(access_role(access, &elsewhere), ROLE_ANYONE);
	logins_forget(access_logins(access), "a", CASEMAP_RFC1459, "x", NULL);
	assert_int_equal(access_role(access, &who), ROLE_ANYONE);
	assert_true(show(access, &who, SHA1));
	access_reconfigure(access, config);
	assert_int_equal(access_role(access, &who), ROLE_ADMIN);
	access_reconfigure(access, now);
	assert_int_equal(access_role(access, &who), ROLE_ANYONE);
	access_free(access);
	config_free(config);
	config_free(now);
}

static void test_account(void **state)
{
	static const struct {
		const char *account, *hostmask, *admin;
		enum role role;
		enum access_means means;
	} rows[] = {
		{"Ann", "x!u@h", "ann", ROLE_OWNER, ACCESS_ACCOUNT},
		{"anna", "x!u@h", NULL, ROLE_ANYONE, ACCESS_NONE},
		{NULL, "ann!ann@h", NULL, ROLE_ANYONE, ACCESS_NONE},
		{"bob", "x!u@h", "bob", ROLE_ADMIN, ACCESS_ACCOUNT},
		{"bob", "x!u@op.test", "bob", ROLE_ADMIN, ACCESS_ACCOUNT},
		{NULL, "x!u@op.test", "op", ROLE_OPERATOR, ACCESS_MASK},
	};
	struct config *config = read_config("[admin op]\nmask = *!*@op.test\nrole = operator\n"
					    "[admin bob]\naccount = rob bob\n"
					    "[admin ann]\naccount = ann\nrole = owner\n");
	struct access *access = access_new(config);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct person who = person("a", rows[i].hostmask);
		struct access_grant grant;
		who.account = rows[i].account;
		grant = access_grant(access, &who);
		assert_int_equal(grant.role, rows[i].role);
		assert_int_equal(grant.means, rows[i].means);
		if (rows[i].admin == NULL)
			assert_null(grant.admin);
		else
			assert_string_equal(grant.admin, rows[i].admin);
	}
	access_free(access);
	config_free(config);
}

static void test_filter(void **state)
{
	static const struct {
		const char *filter, *hostmask, *account;
		bool heard;
	} rows[] = {
		{"", "x!u@h", NULL, true},
		{"deny = x!*@*", "X!u@h", NULL, false},
		{"deny = x!*@*", "y!u@h", NULL, true},
		{"deny = account:troll", "y!u@h", "Troll", false},
		{"deny = account:troll", "troll!u@h", NULL, true},
		{"allow = *!*@h", "x!u@h", NULL, true},
		{"allow = *!*@h", "x!u@i", NULL, false},
		{"allow = *!*@h, account:ann", "x!u@i", "ann", true},
		{"allow = *!*@h\ndeny = bad!*@*", "bad!u@h", NULL, false},
		{"allow = *!*@h\ndeny = bad!*@*", "good!u@h", NULL, true},
		{"allow = *!*@h\ndeny = *!*@boss.test", "x!u@boss.test", NULL, true},
		{"allow = *!*@h", "x!u@op.test", NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf text = STRBUF_INIT;
		struct person who = person("a", rows[i].hostmask);
		struct config *config;
		struct access *access;
		strbuf_addf(&text,
			"[admin boss]\nmask = *!*@boss.test\n[admin op]\nmask = *!*@op.test\n"
			"role = operator\n[filter]\n%s\n",
			rows[i].filter);
		config = read_config(text.text);
		access = access_new(config);
		who.account = rows[i].account;
		if (access_admits(access, &who) != rows[i].heard)
			fail_msg("%s: %s", rows[i].filter, rows[i].hostmask);
		access_free(access);
		config_free(config);
		strbuf_release(&text);
	}
}

/* A mask that would shut out an owner. */
static void test_fitting(void **state)
{
	static const struct {
		const char *network, *mask;
		enum role role;
	} rows[] = {
		{"a", "*!*@boss.test", ROLE_OWNER},
		{"a", "*!*@*.test", ROLE_OWNER},
		{"a", "*!*@BOSS.*", ROLE_OWNER},
		{"b", "*!*@boss.test", ROLE_ANYONE},
		{"a", "account:BOSS", ROLE_OWNER},
		{"a", "account:other", ROLE_ANYONE},
		{"a", "*!*@admin.test", ROLE_ADMIN},
		{"b", "*!*@*.test", ROLE_ADMIN},
		{"a", "*!*@helper.test", ROLE_ANYONE},
		{"a", "troll!*@*", ROLE_ANYONE},
		{"a", "in!*@*", ROLE_OWNER}, /* logged in as an owner */
		{"b", "in!*@*", ROLE_ANYONE},
	};
	char hash[PASSWORD_HASH_ROOM];
	struct strbuf text = STRBUF_INIT;
	struct config *config;
	struct access *access;

	(void)state;
	assert_true(password_hash("sesame", hash, NULL));
	strbuf_addf(&text,
		"[admin boss]\nmask = *!*@boss.test\naccount = boss\nrole = owner\n"
		"networks = a\npassword = %s\n[admin adm]\nmask = *!*@admin.test\n"
		"[admin help]\nmask = *!*@helper.test\nrole = operator\n",
		hash);
	config = read_config(text.text);
	access = access_new(config);
	assert_true(login_as(access, "boss", "in!u@h", "sesame", 0, NULL));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (access_fitting(access, rows[i].network, CASEMAP_RFC1459, rows[i].mask) !=
			rows[i].role)
			fail_msg("%s: %s", rows[i].network, rows[i].mask);
	access_free(access);
	config_free(config);
	strbuf_release(&text);
}

static void test_role_names(void **state)
{
	static const char *const names[] = {"anyone", "gm", "operator", "admin", "owner"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_string_equal(role_name((enum role)i), names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_login),
		cmocka_unit_test(test_guessing),
		cmocka_unit_test(test_guessing_together),
		cmocka_unit_test(test_success_clears_failures),
		cmocka_unit_test(test_dummy_hash),
		cmocka_unit_test(test_out_of_sight),
		cmocka_unit_test(test_new_host),
		cmocka_unit_test(test_certificate),
		cmocka_unit_test(test_account),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_fitting),
		cmocka_unit_test(test_role_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
