/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample file and the manual page are what the rows print; and the sample, with everything in
 * it put in force, is a file that the bot takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "config/read.h"

#define CONFDOC_IN_TEST
#include "tools/confdoc.c"

static void read_stream(FILE *stream, struct strbuf *out)
{
	char bytes[4096];
	size_t got;

	assert_non_null(stream);
	rewind(stream);
	while ((got = fread(bytes, 1, sizeof bytes, stream)) > 0)
		strbuf_add(out, bytes, got);
	fclose(stream);
}

/* FILE of the source tree, in which the tests run, is what was PRINTED (closed here). */
static void expect_file(const char *file, FILE *printed)
{
	struct strbuf wanted = STRBUF_INIT, there = STRBUF_INIT;

	read_stream(printed, &wanted);
	read_stream(fopen(file, "r"), &there);
	assert_true(wanted.len > 1000);
	assert_string_equal(there.text, wanted.text);
	strbuf_release(&wanted);
	strbuf_release(&there);
}

static void test_sample(void **state)
{
	FILE *printed = tmpfile();

	(void)state;
	assert_non_null(printed);
	confdoc_sample(printed);
	expect_file("etc/logios.ini", printed);
}

static void test_manual(void **state)
{
	FILE *printed = tmpfile();
	FILE *template = fopen("etc/man/logios.ini.5.in", "r");

	(void)state;
	assert_non_null(printed);
	assert_non_null(template);
	confdoc_man(template, printed);
	fclose(template);
	expect_file("etc/man/logios.ini.5", printed);
}

static struct config *read_text(const struct strbuf *text, struct strbuf *mistakes)
{
	FILE *stream = fmemopen(text->text, text->len, "r");
	struct config *config;

	assert_non_null(stream);
	config = config_read(stream, "f", 0644, mistakes);
	fclose(stream);
	return config;
}

static void test_sample_is_taken(void **state)
{
	struct strbuf sample = STRBUF_INIT, mistakes = STRBUF_INIT;
	struct config *config;

	(void)state;
	read_stream(fopen("etc/logios.ini", "r"), &sample);
	assert_null(read_text(&sample, &mistakes));
	assert_string_equal(
		mistakes.text, "f: there is no [network NAME], so nothing to connect to\n");
	strbuf_reset(&mistakes);
	for (size_t i = 0; i < sample.len; i++)
		if (sample.text[i] == ';' && sample.text[i - 1] == '\n')
			sample.text[i] = ' ';
	config = read_text(&sample, &mistakes);
	assert_string_equal(mistakes.text, "");
	assert_int_equal(config->network_count, 1);
	assert_int_equal(config->networks[0].channel_count, 2);
	assert_int_equal(config->channel_count, 1);
	assert_int_equal(config->admin_count, 1);
	config_free(config);
	strbuf_release(&mistakes);
	strbuf_release(&sample);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample),
		cmocka_unit_test(test_manual),
		cmocka_unit_test(test_sample_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
