/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what, by mask and by password. */
#include <stdio.h>

#include "access.h"
#include "password.h"
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
		assert_int_equal(
			access_role(access, rows[i].network, CASEMAP_RFC1459, rows[i].hostmask),
			rows[i].role);
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

static bool login(struct access *access, const char *hostmask, const char *password, int64_t now_ms)
{
	struct error err;

	return access_login(access, "a", CASEMAP_RFC1459, hostmask, "ann", password, now_ms, &err);
}

static enum role role(const struct access *access, const char *network, const char *hostmask)
{
	return access_role(access, network, CASEMAP_RFC1459, hostmask);
}

static void test_login(void **state)
{
	struct config *config = config_with_password(), *now = read_config("");
	struct access *access = access_new(config);
	struct error err;

	(void)state;
	assert_false(login(access, "x!u@h", "wrong", 0));
	assert_false(
		access_login(access, "a", CASEMAP_RFC1459, "x!u@h", "nobody", "sesame", 0, &err));
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ANYONE);
	assert_true(login(access, "x!u@h", "sesame", 1000));
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ADMIN);
	assert_int_equal(role(access, "b", "x!u@h"), ROLE_ANYONE);
	assert_int_equal(role(access, "a", "y!u@h"), ROLE_ANYONE);
	assert_int_equal(role(access, "a", "x!u@other"), ROLE_ANYONE);
	access_forget(access, "a", CASEMAP_RFC1459, "X", "y");
	assert_int_equal(role(access, "a", "y!u@h"), ROLE_ADMIN);
	assert_int_equal(role(access, "a", "x!u@h"), ROLE_ANYONE);
	access_forget(access, "a", CASEMAP_RFC1459, "other", NULL);
	access_forget(access, "b", CASEMAP_RFC1459, NULL, NULL);
	assert_int_equal(role(access, "a", "y!u@h"), ROLE_ADMIN);
	access_forget(access, "a", CASEMAP_RFC1459, "y", NULL);
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
	/* even the right one is not looked at now, whatever the nick */
	assert_false(login(access, "x!u@h", "sesame", 10));
	assert_false(login(access, "y!u@h", "sesame", 10));
	assert_true(login(access, "z!u@elsewhere", "sesame", 10));
	assert_true(login(access, "x!u@h", "sesame", 6 * 60000));
	access_free(access);
	config_free(config);
}

/* Each look at a password costs time: all people together get so many a minute. */
static void test_guessing_together(void **state)
{
	struct config *config = config_with_password();
	struct access *access = access_new(config);
	struct error err;
	char hostmask[32];

	(void)state;
	for (int i = 0; i < 10; i++) {
		snprintf(hostmask, sizeof hostmask, "x!u@h%d", i);
		assert_false(access_login(
			access, "a", CASEMAP_RFC1459, hostmask, "nobody", "?", 60000 + i, &err));
		assert_string_equal(
			err.text, "That name and that password do not belong together.");
	}
	assert_false(access_login(
		access, "a", CASEMAP_RFC1459, "z!u@new", "ann", "sesame", 119999, &err));
	assert_string_equal(err.text, "Too many people are logging in. Try again in a minute.");
	assert_int_equal(role(access, "a", "z!u@new"), ROLE_ANYONE);
	assert_true(login(access, "z!u@new", "sesame", 120000));
	access_free(access);
	config_free(config);
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
		cmocka_unit_test(test_role_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
