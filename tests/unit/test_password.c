/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hashes of passwords, and `logios hash-password`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "cli/cli.h"
#include "config/read.h"
#include "crypto/password.h"

static void test_hash(void **state)
{
	char hash[PASSWORD_HASH_ROOM], again[PASSWORD_HASH_ROOM];
	struct error err;

	(void)state;
	assert_true(password_hash("Tr0ub4dor", hash, &err));
	assert_true(password_hash("Tr0ub4dor", again, &err));
	assert_string_not_equal(hash, again);
	assert_true(password_hash_valid(hash));
	assert_true(password_verify(hash, "Tr0ub4dor"));
	assert_true(password_verify(again, "Tr0ub4dor"));
	assert_false(password_verify(hash, "tr0ub4dor"));
	assert_false(password_verify(hash, ""));
	assert_false(password_verify("", "Tr0ub4dor"));
	assert_false(password_verify("Tr0ub4dor", "Tr0ub4dor"));
	hash[strlen(hash) - 1] ^= 1;
	assert_false(password_verify(hash, "Tr0ub4dor"));
}

/* 140 bytes */
#define LONG                                                                                       \
	"0123456789012345678901234567890123456789012345678901234567890123456789"                   \
	"0123456789012345678901234567890123456789012345678901234567890123456789"

static void test_malformed_hashes(void **state)
{
	static const char *const hashes[] = {"", "secret", "$argon2id$",
		"$argon2id$v=19$m=65536,t=2,p=1$c2FsdA", "$argon2id$v=19$m=x,t=2,p=1$c2FsdA$aGFzaA",
		"$argon2id$v=19$m=65536,t=2,p=1$%%%%$%%%%", LONG};

	(void)state;
	for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
		assert_false(password_hash_valid(hashes[i]));
		assert_false(password_verify(hashes[i], "secret"));
	}
}

static void test_valid(void **state)
{
	char text[PASSWORD_MAX + 2];
	struct error err;

	(void)state;
	memset(text, 'x', sizeof text);
	text[PASSWORD_MAX] = '\0';
	assert_true(password_valid(text, &err));
	text[PASSWORD_MAX] = 'x';
	text[PASSWORD_MAX + 1] = '\0';
	assert_false(password_valid(text, &err));
	assert_string_equal(err.text, "the password has 129 bytes; at most 128 are allowed");
	assert_false(password_valid("", &err));
	assert_string_equal(err.text, "the password is empty");
	assert_false(password_valid("a\tb", &err));
	assert_string_equal(err.text, "the password has a control byte");
	assert_true(password_valid("na\xc3\xafve ; %s", &err));
}

static void test_wipe(void **state)
{
	char text[] = "secret";
	static const char zeros[sizeof text];

	(void)state;
	password_wipe(text, sizeof text);
	assert_memory_equal(text, zeros, sizeof text);
}

/* ---- the subcommand ---- */

/* What the subcommand prints to standard output and error, given LEN BYTES on standard input. */
static int run(const char *bytes, size_t len, struct strbuf *out, struct strbuf *err)
{
	char word[] = "hash-password";
	char *argv[] = {word, NULL};
	FILE *files[3] = {tmpfile(), tmpfile(), tmpfile()};
	struct strbuf *texts[3] = {NULL, out, err};
	int saved[3], status;

	assert_int_equal(fwrite(bytes, 1, len, files[0]), len);
	rewind(files[0]);
	fflush(NULL);
	for (int i = 0; i < 3; i++) {
		saved[i] = dup(i);
		dup2(fileno(files[i]), i);
	}
	status = cli_hash_password(1, argv);
	fflush(NULL);
	for (int i = 0; i < 3; i++) {
		int c;
		dup2(saved[i], i);
		close(saved[i]);
		rewind(files[i]);
		while (texts[i] != NULL && (c = getc(files[i])) != EOF)
			strbuf_addch(texts[i], (char)c);
		fclose(files[i]);
	}
	return status;
}

static void test_command(void **state)
{
	static const char good[] = "pass ; word\r\nmore\n";
	static const char key[] = "password = ";
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	assert_int_equal(run(good, sizeof good - 1, &out, &err), EXIT_OK);
	assert_string_equal(err.text, "");
	assert_true(out.len > strlen(key) && out.len - 1 <= CONFIG_LINE_LIMIT);
	assert_memory_equal(out.text, key, strlen(key));
	assert_int_equal(out.text[out.len - 1], '\n');
	strbuf_cut(&out, out.len - 1);
	assert_true(password_verify(out.text + strlen(key), "pass ; word"));
	strbuf_release(&out);
	strbuf_release(&err);
}

static void test_command_refuses(void **state)
{
	static const char many[200] = "";
	static const struct {
		const char *bytes;
		size_t len;
		const char *message;
	} cases[] = {
		{"", 0, "logios: the password is empty\n"},
		{"\nx", 2, "logios: the password is empty\n"},
		{"a\x07", 2, "logios: the password has a control byte\n"},
		{"a\0b\n", 4, "logios: the password has a control byte\n"},
		{many, sizeof many, "logios: the password has a control byte\n"},
		{LONG, 140, "logios: the password has 130 bytes; at most 128 are allowed\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
		assert_int_equal(run(cases[i].bytes, cases[i].len, &out, &err), EXIT_INPUT);
		assert_string_equal(out.text, "");
		assert_string_equal(err.text, cases[i].message);
		strbuf_release(&out);
		strbuf_release(&err);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_malformed_hashes),
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_wipe),
		cmocka_unit_test(test_command),
		cmocka_unit_test(test_command_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
