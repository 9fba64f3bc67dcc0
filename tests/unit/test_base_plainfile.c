/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of text, whole and line by line. */
#include "base/plainfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "test.h"

static void write_file(const char *path, const char *text, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void reads_a_byte_more_than_allowed(void **state)
{
	static const char bytes[10000] = "begin";
	static const size_t rows[][2] = {
		{20000, 10000}, {10000, 10000}, {9999, 10000}, {5000, 5001}, {4095, 4096}, {0, 1}};
	char path[] = "/tmp/logios-plain-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	write_file(path, bytes, sizeof bytes);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf text = STRBUF_INIT;
		assert_true(plainfile_read(path, rows[i][0], &text));
		assert_int_equal(text.len, rows[i][1]);
		assert_memory_equal(text.text, bytes, text.len);
		strbuf_release(&text);
	}
	unlink(path);
}

static void refuses_what_is_no_plain_file(void **state)
{
	char folder[] = "/tmp/logios-plain-XXXXXX", path[64];
	struct strbuf text = STRBUF_INIT;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_false(plainfile_read(folder, 100, &text));
	assert_int_equal(errno, EINVAL);
	snprintf(path, sizeof path, "%s/pipe", folder);
	assert_false(plainfile_read(path, 100, &text));
	assert_int_equal(errno, ENOENT);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_false(plainfile_read(path, 100, &text)); /* and does not wait for the other end */
	assert_int_equal(errno, EINVAL);
	assert_int_equal(text.len, 0);
	unlink(path);
	rmdir(folder);
}

/* A link is as good as the file that it leads to. */
static void follows_links_to_what_is_ours(void **state)
{
	char folder[] = "/tmp/logios-plain-XXXXXX", path[64], to[64];
	struct strbuf text = STRBUF_INIT;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/link", folder);
	snprintf(to, sizeof to, "%s/file", folder);
	write_file(to, "text", 4);
	assert_int_equal(symlink(to, path), 0);
	assert_true(plainfile_read(path, 100, &text));
	assert_int_equal(chmod(to, 0666), 0);
	assert_true(plainfile_read(to, 100, &text)); /* whoever made it so wants it so */
	assert_false(plainfile_read(path, 100, &text));
	assert_string_equal(
		plainfile_trouble(errno), "it is a symbolic link to a file that others may write");
	assert_int_equal(text.len, 8);
	if (geteuid() == 0) {
		assert_int_equal(chmod(to, 0644) | chown(to, 65534, 65534), 0);
		assert_false(plainfile_read(path, 100, &text));
		assert_int_equal(lchown(path, 65534, 65534), 0);
		assert_true(plainfile_read(path, 100, &text));
	}
	strbuf_release(&text);
	unlink(path);
	unlink(to);
	rmdir(folder);
}

static void takes_lines(void **state)
{
	static const struct {
		const char *text, *lines; /* each in brackets */
	} rows[] = {
		{"", ""},
		{"\n", "[]"},
		{"one", "[one]"},
		{"one\n", "[one]"},
		{"one\r\n\ntwo", "[one\r][][two]"},
		{"\xef\xbb\xbfone\n\xef\xbb\xbftwo", "[one][\xef\xbb\xbftwo]"},
		{"\xef\xbb", "[\xef\xbb]"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t len = strlen(rows[i].text);
		const char *at = plainfile_begin(rows[i].text, len), *end = rows[i].text + len;
		const char *line;
		struct strbuf lines = STRBUF_INIT;

		while ((line = plainfile_line(&at, end, &len)) != NULL)
			strbuf_addf(&lines, "[%.*s]", (int)len, line);
		assert_string_equal(lines.text, rows[i].lines);
		strbuf_release(&lines);
	}
}

static void knows_names(void **state)
{
	static const struct {
		const char *name;
		bool right;
	} rows[] = {{"a.txt", true}, {".txt", false}, {".a.txt", false}, {"a.txt~", false},
		{"a.TXT", false}, {"txt", false}, {"", false}, {"a.b.txt", true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(plainfile_named(rows[i].name, ".txt"), rows[i].right);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_byte_more_than_allowed),
		cmocka_unit_test(refuses_what_is_no_plain_file),
		cmocka_unit_test(follows_links_to_what_is_ours),
		cmocka_unit_test(takes_lines),
		cmocka_unit_test(knows_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
