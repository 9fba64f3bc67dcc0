/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "os/log.h"

static char folder[] = "/tmp/logios-test-XXXXXX";
static char path[64], other[64];

static void read_file(const char *file, struct strbuf *out)
{
	FILE *stream = fopen(file, "r");
	int c;

	assert_non_null(stream);
	while ((c = getc(stream)) != EOF)
		strbuf_addch(out, (char)c);
	fclose(stream);
}

/* Whether TEXT has the shape of PATTERN, in which 0 stands for any digit. */
static bool shaped(const char *text, const char *pattern)
{
	for (; *pattern != '\0'; pattern++, text++)
		if (*pattern == '0' ? *text < '0' || *text > '9' : *text != *pattern)
			return false;
	return true;
}

static void test_text(void **state)
{
	static const struct {
		const char *text, *line;
	} cases[] = {
		{"", "error: \n"},
		{"plain", "error: plain\n"},
		{"a\nb\r\tc\x1b[31m\x7f", "error: a\\x0Ab\\x0D\\x09c\\x1B[31m\\x7F\n"},
		{"\xc3\xa9 \xe2\x80\xa6 \xf0\x9f\x8e\xb2",
			"error: \xc3\xa9 \xe2\x80\xa6 \xf0\x9f\x8e\xb2\n"},
		{"\xc2\x9b\xc2\xa0", "error: \\xC2\\x9B\xc2\xa0\n"},
		{"\xff\xc3", "error: \\xFF\\xC3\n"},
		{"100%s", "error: 100%s\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct log *log = log_new();
		struct strbuf got = STRBUF_INIT;

		assert_true(log_set_file(log, path, NULL));
		log_error(log, "%s", cases[i].text);
		log_free(log);
		read_file(path, &got);
		assert_true(shaped(got.text, "0000-00-00T00:00:00Z "));
		assert_string_equal(got.text + strlen("0000-00-00T00:00:00Z "), cases[i].line);
		strbuf_release(&got);
		unlink(path);
	}
}

static void test_levels(void **state)
{
	struct log *log = log_new();
	struct strbuf got = STRBUF_INIT;
	enum log_level level = LOG_LEVEL_ERROR;

	(void)state;
	assert_true(log_set_file(log, path, NULL));
	log_debug(log, "no");
	log_info(log, "a");
	assert_true(log_level_parse("warning", &level));
	assert_int_equal(level, LOG_LEVEL_WARNING);
	assert_false(log_level_parse("loud", &level));
	assert_int_equal(level, LOG_LEVEL_WARNING);
	log_set_level(log, level);
	log_info(log, "no");
	log_warning(log, "b");
	log_set_level(log, LOG_LEVEL_DEBUG);
	log_debug(log, "c");
	log_error(NULL, "no");
	log_free(log);
	read_file(path, &got);
	assert_non_null(strstr(got.text, " info: a\n"));
	assert_non_null(strstr(got.text, " warning: b\n"));
	assert_non_null(strstr(got.text, " debug: c\n"));
	assert_null(strstr(got.text, "no\n"));
	strbuf_release(&got);
	unlink(path);
}

static void test_offset(void **state)
{
	struct log *log = log_new();
	struct strbuf got = STRBUF_INIT;

	(void)state;
	setenv("TZ", "XXX-5:30", 1);
	tzset();
	assert_true(log_set_file(log, path, NULL));
	log_error(log, "x");
	log_free(log);
	setenv("TZ", "UTC0", 1);
	tzset();
	read_file(path, &got);
	assert_true(shaped(got.text, "0000-00-00T00:00:00+"));
	assert_string_equal(got.text + strlen("0000-00-00T00:00:00"), "+05:30 error: x\n");
	strbuf_release(&got);
	unlink(path);
}

static void test_file(void **state)
{
	struct log *log = log_new();
	struct strbuf got = STRBUF_INIT;
	struct error err;
	struct stat status;
	mode_t mask = umask(022);

	(void)state;
	assert_true(log_set_file(log, path, &err));
	umask(mask);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0640);
	log_error(log, "one");

	/* It was rotated away: the same path is another file. */
	assert_int_equal(rename(path, other), 0);
	assert_true(log_set_file(log, path, &err));
	log_error(log, "two");
	read_file(path, &got);
	assert_non_null(strstr(got.text, "error: two\n"));
	assert_null(strstr(got.text, "one"));

	/* What cannot be opened leaves the old place. */
	assert_false(log_set_file(log, "/nonexistent/log", &err));
	assert_string_equal(
		err.text, "cannot open the log /nonexistent/log: No such file or directory");
	assert_int_equal(unlink(other), 0);
	assert_int_equal(symlink(path, other), 0);
	assert_false(log_set_file(log, other, &err));
	assert_non_null(strstr(err.text, "it is a symbolic link"));
	assert_false(log_set_file(log, "/dev/null", &err));
	assert_string_equal(err.text, "cannot log to /dev/null: it is no regular file");
	log_error(log, "three");
	strbuf_reset(&got);
	read_file(path, &got);
	assert_non_null(strstr(got.text, "error: three\n"));

	log_free(log);
	strbuf_release(&got);
	unlink(other);
	unlink(path);
}

/* What a log on standard error writes, with $JOURNAL_STREAM naming that stream or, if not MATCHING,
 * another. */
static void write_to_stderr(bool matching, struct strbuf *got)
{
	FILE *file = fopen(path, "w");
	int saved = dup(STDERR_FILENO);
	char stream[64];
	struct stat status;
	struct log *log;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &status), 0);
	snprintf(stream, sizeof stream, "%ju:%ju", (uintmax_t)status.st_dev,
		(uintmax_t)status.st_ino + (matching ? 0 : 1));
	setenv("JOURNAL_STREAM", stream, 1);
	dup2(fileno(file), STDERR_FILENO);
	log = log_new();
	log_warning(log, "x");
	log_free(log);
	dup2(saved, STDERR_FILENO);
	close(saved);
	fclose(file);
	unsetenv("JOURNAL_STREAM");
	read_file(path, got);
	unlink(path);
}

static void test_journal(void **state)
{
	struct strbuf got = STRBUF_INIT;

	(void)state;
	write_to_stderr(true, &got);
	assert_string_equal(got.text, "<4>warning: x\n");
	strbuf_reset(&got);
	write_to_stderr(false, &got);
	assert_true(shaped(got.text, "0000-00-00T00:00:00Z warning: x\n"));
	strbuf_release(&got);
}

static int set_up(void **state)
{
	(void)state;
	setenv("TZ", "UTC0", 1);
	tzset();
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(path, sizeof path, "%s/log", folder);
	snprintf(other, sizeof other, "%s/log.1", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_offset),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_journal),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
