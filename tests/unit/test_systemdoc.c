/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manual of game systems is what their files print: `make docs` writes it anew. */
#include "unit/test.h"

#define SYSTEMDOC_IN_TEST
#include "tools/systemdoc.c"

static void read_all(FILE *stream, struct strbuf *out)
{
	int c;

	assert_non_null(stream);
	rewind(stream);
	while ((c = getc(stream)) != EOF)
		strbuf_addch(out, (char)c);
	fclose(stream);
}

static void test_manual(void **state)
{
	FILE *template = fopen("etc/man/logios-systems.7.in", "r"), *printed = tmpfile();
	struct strbuf wanted = STRBUF_INIT, there = STRBUF_INIT;

	(void)state;
	assert_non_null(template);
	assert_non_null(printed);
	systemdoc_man(template, printed);
	fclose(template);
	read_all(printed, &wanted);
	read_all(fopen("etc/man/logios-systems.7", "r"), &there);
	assert_true(wanted.len > 10000);
	assert_string_equal(there.text, wanted.text);
	strbuf_release(&wanted);
	strbuf_release(&there);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_manual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
