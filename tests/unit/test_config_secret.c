/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets that stand in other files, and in credentials. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "config/read.h"

static char folder[] = "/tmp/logios-test-XXXXXX";

static void put(const char *name, const char *bytes, size_t len, mode_t mode)
{
	char *path = mem_printf("%s/%s", folder, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	fclose(file);
	assert_int_equal(chmod(path, mode), 0);
	free(path);
}

static void drop(const char *name)
{
	char *path = mem_printf("%s/%s", folder, name);

	unlink(path);
	free(path);
}

/* What comes of `KEY = SOURCE`, in a file of `folder` that everybody may read. */
static void expect_secret_of(
	const char *key, const char *source, const char *secret, const char *mistake)
{
	struct strbuf mistakes = STRBUF_INIT;
	char *text = mem_printf("[network n]\nhost=h\n%s = %s\n", key, source);
	char *path = mem_printf("%s/logios.ini", folder);
	char *wanted = mistake != NULL ? mem_printf("%s:3: %s: %s\n", path, key, mistake)
				       : mem_strdup("");
	struct config *config;

	put("logios.ini", text, strlen(text), 0644);
	config = config_load(path, NULL, &mistakes);
	assert_string_equal(mistakes.text, wanted);
	assert_int_equal(config != NULL, mistake == NULL);
	if (config != NULL && strcmp(key, "sasl_password_file") == 0)
		assert_string_equal(config->networks[0].sasl_password, secret);
	else if (config != NULL)
		assert_string_equal(config->networks[0].server_password, secret);
	config_free(config);
	drop("logios.ini");
	free(wanted);
	free(path);
	free(text);
	strbuf_release(&mistakes);
}

static void expect_secret(const char *source, const char *secret, const char *mistake)
{
	expect_secret_of("server_password_file", source, secret, mistake);
}

static void test_secret_files(void **state)
{
	char *message;

	(void)state;
	put("s", "pa ;ss\r\nmore\n", 13, 0640);
	expect_secret("s", "pa ;ss", NULL);
	put("s", "pass", 4, 0644);
	message = mem_printf("everybody can read %s/s (chmod o-r)", folder);
	expect_secret("s", NULL, message);
	free(message);
	put("s", "\nx", 2, 0600);
	message = mem_printf("the first line of %s/s is empty", folder);
	expect_secret("s", NULL, message);
	free(message);
	put("s", "a\0b\n", 4, 0600);
	message = mem_printf("the first line of %s/s is not UTF-8 without control bytes", folder);
	expect_secret("s", NULL, message);
	free(message);
	drop("s");
	message = mem_printf("cannot open %s/s: No such file or directory", folder);
	expect_secret("s", NULL, message);
	free(message);
	expect_secret("/dev/null", NULL, "/dev/null is no regular file");
}

static void test_long_secrets(void **state)
{
	char bytes[10000], *most;
	char *message = mem_printf("the first line of %s/s is too long", folder);

	(void)state;
	memset(bytes, 'x', sizeof bytes);
	put("s", bytes, 401, 0600);
	expect_secret("s", NULL, "has 401 bytes; at most 400 fit");
	put("s", bytes, sizeof bytes, 0600);
	expect_secret("s", NULL, message);
	/* What is said to services in pieces may be longer: tokens are. */
	put("s", bytes, 4096, 0600);
	most = mem_strndup(bytes, 4096);
	expect_secret_of("sasl_password_file", "s", most, NULL);
	free(most);
	put("s", bytes, 4097, 0600);
	expect_secret_of("sasl_password_file", "s", NULL, "has 4097 bytes; at most 4096 fit");
	drop("s");
	free(message);
}

static void test_credentials(void **state)
{
	(void)state;
	unsetenv("CREDENTIALS_DIRECTORY");
	expect_secret("credential:../pw", NULL, "'../pw' is no name of a credential");
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	expect_secret("credential:../pw", NULL, "'../pw' is no name of a credential");
	put("pw", "fine\n", 5, 0400);
	expect_secret("credential:pw", "fine", NULL);
	drop("pw");
	unsetenv("CREDENTIALS_DIRECTORY");
}

/* Only the service has its credentials: others can read the rest, but nobody runs a bot so. */
static void test_credentials_elsewhere(void **state)
{
	static const char text[] =
		"[network n]\nhost=h\nsasl_user = u\nsasl_password_file = credential:pw\n";
	static const char said[] =
		":4: sasl_password_file: there is no credential 'pw' ($CREDENTIALS_DIRECTORY is "
		"not set; see LoadCredential= in systemd.exec(5))";
	struct strbuf mistakes = STRBUF_INIT;
	char *path = mem_printf("%s/logios.ini", folder);
	struct config *config;

	(void)state;
	put("logios.ini", text, strlen(text), 0644);
	config = config_load(path, NULL, &mistakes);
	assert_non_null(config);
	assert_string_equal(config->away + strlen(path), said);
	assert_string_equal(mistakes.text, "");
	config_free(config);
	assert_null(config_load_whole(path, NULL, &mistakes));
	assert_string_equal(mistakes.text + strlen(path) + strlen(said), "\n");
	drop("logios.ini");
	strbuf_release(&mistakes);
	free(path);
}

static int set_up(void **state)
{
	(void)state;
	return mkdtemp(folder) != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_secret_files),
		cmocka_unit_test(test_long_secrets),
		cmocka_unit_test(test_credentials),
		cmocka_unit_test(test_credentials_elsewhere),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
