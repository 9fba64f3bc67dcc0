/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `logios check`: what it prints where, and its exit status. No plugin is named, so none is
 * asked. */
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
#include "base/strbuf.h"
#include "cli/cli.h"
#include "config/config.h"
#include "plugin/plugin.h"

/* Until the plugin host is linked in. */
__attribute__((weak)) bool plugins_check(const struct config *config, struct strbuf *mistakes)
{
	return config != NULL && mistakes != NULL;
}

static char path[] = "/tmp/logios-test-XXXXXX";

static int run(int argc, char **argv, struct strbuf *out, struct strbuf *err)
{
	FILE *files[2] = {tmpfile(), tmpfile()};
	struct strbuf *texts[2] = {out, err};
	int saved[2], status;

	fflush(NULL);
	for (int i = 0; i < 2; i++) {
		saved[i] = dup(i + 1);
		dup2(fileno(files[i]), i + 1);
	}
	status = cli_check(argc, argv);
	fflush(NULL);
	for (int i = 0; i < 2; i++) {
		int c;
		dup2(saved[i], i + 1);
		close(saved[i]);
		rewind(files[i]);
		while ((c = getc(files[i])) != EOF)
			strbuf_addch(texts[i], (char)c);
		fclose(files[i]);
	}
	return status;
}

/* `check -c PATH` of a file with TEXT. OUT and ERR are what is printed behind the path. */
static void expect(const char *text, int status, const char *out, const char *err)
{
	char word[] = "check", option[] = "-c";
	char *argv[] = {word, option, path, NULL};
	struct strbuf got_out = STRBUF_INIT, got_err = STRBUF_INIT;
	char *want_out = *out != '\0' ? mem_printf("%s%s", path, out) : mem_strdup("");
	char *want_err = *err != '\0' ? mem_printf("%s%s", path, err) : mem_strdup("");
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(run(3, argv, &got_out, &got_err), status);
	assert_string_equal(got_out.text, want_out);
	assert_string_equal(got_err.text, want_err);
	free(want_out);
	free(want_err);
	strbuf_release(&got_out);
	strbuf_release(&got_err);
}

static void test_files(void **state)
{
	(void)state;
	expect("[logios]\nplugins=\n[network a]\nhost=h\nchannels=#a\n", EXIT_OK,
		": fine (1 network, 1 channel, 0 plugins)\n", "");
	expect("[logios]\nplugins=\n[network a]\nhost=h\nchannels=#a,#b\n[network "
	       "b]\nhost=h\nchannels=#a\n",
		EXIT_OK, ": fine (2 networks, 3 channels, 0 plugins)\n", "");
	expect("", EXIT_INPUT, "", ": there is no [network NAME], so nothing to connect to\n");
	expect("[network a]\nhots=h\nhost=h\n", EXIT_INPUT, "",
		":2: unknown key 'hots' in [network a] (did you mean 'host'?)\n");
	expect("[logios]\nplugins=dice\n[network a]\nhost=h\n[channel "
	       "a/#x]\nsystem=cod\ninline=yes\n",
		EXIT_OK, ": fine (1 network, 0 channels, 1 plugin)\n", "");
	expect("[logios]\nplugins=dice\n[network a]\nhost=h\n[channel a/#x]\nsystm=cod\n",
		EXIT_INPUT, "",
		":6: unknown key 'systm' in [channel] (no plugin has such a setting for "
		"channels)\n");
	expect("[logios]\nplugins=dice\n[network a]\nhost=h\n[channel a/#x]\nmax_dice=3\n",
		EXIT_INPUT, "",
		":6: unknown key 'max_dice' in [channel] (no plugin has such a setting for "
		"channels)\n");
	expect("[logios]\nplugins=dice\n[network a]\nhost=h\n[channel a/#x]\ninline=7\n",
		EXIT_INPUT, "", ":6: inline: '7' is neither yes nor no\n");
}

static void test_usage(void **state)
{
	char word[] = "check", unknown[] = "--colour", file[] = "file", help[] = "--help";
	char *wrong[][3] = {{word, unknown, NULL}, {word, file, NULL}};
	char *right[] = {word, help, NULL};
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		strbuf_reset(&err);
		assert_int_equal(run(2, wrong[i], &out, &err), EXIT_USAGE);
		assert_string_equal(out.text, "");
		assert_non_null(strstr(err.text, "usage: logios check"));
	}
	strbuf_reset(&err);
	assert_int_equal(run(2, right, &out, &err), EXIT_OK);
	assert_non_null(strstr(out.text, "usage: logios check"));
	assert_string_equal(err.text, "");
	strbuf_release(&out);
	strbuf_release(&err);
}

static int set_up(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd >= 0 ? close(fd) : -1;
}

static int tear_down(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_usage),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
