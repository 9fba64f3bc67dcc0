/* SPDX-License-Identifier: GPL-3.0-or-later */
/* logios roll, with its output caught in files. */
#include "unit/test.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"

enum { MAX_ARGS = 12, OUTPUT_BYTES = 4096 };

/* Where a standard stream goes while its output is caught. */
struct caught {
	FILE *file;
	int saved, fd;
};

static void catch_output(struct caught *caught, FILE *stream)
{
	fflush(stream);
	caught->fd = fileno(stream);
	caught->file = tmpfile();
	caught->saved = dup(caught->fd);
	assert_non_null(caught->file);
	assert_true(dup2(fileno(caught->file), caught->fd) >= 0);
}

static void release_output(struct caught *caught, FILE *stream, char *text)
{
	size_t len;

	fflush(stream);
	dup2(caught->saved, caught->fd);
	close(caught->saved);
	rewind(caught->file);
	len = fread(text, 1, OUTPUT_BYTES - 1, caught->file);
	text[len] = '\0';
	fclose(caught->file);
}

static int run(const char *const *args, char *out, char *err)
{
	static char word[] = "roll";
	char copies[MAX_ARGS][256], *argv[MAX_ARGS + 2] = {word};
	struct caught caught_out, caught_err;
	int argc = 1, status;

	for (; args[argc - 1] != NULL; argc++) {
		snprintf(copies[argc - 1], sizeof copies[0], "%s", args[argc - 1]);
		argv[argc] = copies[argc - 1];
	}
	catch_output(&caught_out, stdout);
	catch_output(&caught_err, stderr);
	status = cli_roll(argc, argv);
	release_output(&caught_err, stderr, err);
	release_output(&caught_out, stdout, out);
	return status;
}

struct row {
	const char *args[MAX_ARGS];
	int status;
	const char *out, *err;
};

#define USAGE                                                                                      \
	"usage: logios roll [--faces LIST] [--format text|irc|json] [--repeat N] [--] "            \
	"EXPR\xe2\x80\xa6\n"

static const struct row rows[] = {
	{{"--faces", "4,2,6", "3d6"}, EXIT_OK, "3d6 || 3d6: 4 2 6 = 12 || Total: 12\n", ""},
	{{"--faces=4, 2 6", "--format=irc", "3d6", "at", "the orc"}, EXIT_OK,
		"3d6 at the orc || 3d6: 4 2 6 = ^B12^B || Total: ^B12^B\n", ""},
	{{"--faces", "4", "--", "-1d6"}, EXIT_OK, "-1d6 || -1d6: 4 = 4 || Total: -4\n", ""},
	{{"--faces", "4", "1d6", "-2"}, EXIT_OK, "1d6 -2 || 1d6: 4 = 4 || -2 || Total: 2\n", ""},
	{{"--faces", "1,2,3", "--repeat", "3", "d6"}, EXIT_OK,
		"d6 || 1d6: 1 = 1 || Total: 1\nd6 || 1d6: 2 = 2 || Total: 2\n"
		"d6 || 1d6: 3 = 3 || Total: 3\n",
		""},
	{{"--faces", "1,2", "d6;d8"}, EXIT_OK,
		"d6 || 1d6: 1 = 1 || Total: 1\nd8 || 1d8: 2 = 2 || Total: 2\n", ""},
	{{"--format", "json", "--faces", "1,6", "2d6/2", "for \"x\\y\""}, EXIT_OK,
		"{\"input\":\"2d6/2 for "
		"\\\"x\\\\y\\\"\",\"expression\":\"2d6/2\",\"comment\":\"for "
		"\\\"x\\\\y\\\"\",\"total\":3.5,\"faces\":[1,6],\"detail\":\"2d6: 1 6 = 7 || /2\","
		"\"reply\":\"2d6/2 for \\\"x\\\\y\\\" || 2d6: 1 6 = 7 || /2 || Total: 3.5\"}\n",
		""},
	{{"--format", "json", "--faces", "3,4", "besm", "2"}, EXIT_OK,
		"{\"input\":\"besm "
		"2\",\"expression\":\"2d6+2\",\"comment\":\"\",\"total\":9,\"faces\":"
		"[3,4],\"detail\":\"2d6: 3 4 = 7 || +2\",\"reply\":\"2d6+2 || 2d6: 3 4 = 7 || +2 "
		"|| "
		"Total: 9\"}\n",
		""},
	{{"--format", "json", "1d1/3"}, EXIT_OK,
		"{\"input\":\"1d1/3\",\"expression\":\"1d1/"
		"3\",\"comment\":\"\",\"total\":0.333333333333333,"
		"\"faces\":[1],\"detail\":\"1d1: 1 = 1 || /3\",\"reply\":\"1d1/3 || 1d1: 1 = 1 || "
		"/3 || Total: 0.33\"}\n",
		""},
	{{"--format", "json", "1d0"}, EXIT_INPUT,
		"{\"error\":\"a die needs at least 1 side\",\"column\":3}\n", ""},
	{{"--format", "json", "\x01"}, EXIT_INPUT,
		"{\"error\":\"this character cannot begin a number or dice, such as "
		"3d6\",\"column\":1}"
		"\n",
		""},
	{{"1d0"}, EXIT_INPUT, "", "1d0: a die needs at least 1 side (column 3)\n"},
	{{"--format", "irc", "d"}, EXIT_INPUT, "",
		"d: a die needs its sides; write 1d6 (column 1)\n"},
	{{""}, EXIT_INPUT, "", "there is nothing to roll; write dice, such as 3d6 (column 1)\n"},
	{{"--faces", "4", "2d6"}, EXIT_INPUT, "",
		"2d6: the faces given ran out: there are only 1 (column 1)\n"},
	{{"--faces", "4", "--repeat", "2", "d6"}, EXIT_INPUT, "d6 || 1d6: 4 = 4 || Total: 4\n",
		"d6: the faces given ran out: there are only 1 (column 1)\n"},
	{{"--faces", "7", "d6"}, EXIT_INPUT, "",
		"d6: face 1 of those given is 7, but the die has 6 sides (column 1)\n"},
	{{"--faces", "1", "d6", "a\nb\xff"}, EXIT_OK,
		"d6 a\xef\xbf\xbd"
		"b\xef\xbf\xbd || 1d6: 1 = 1 || Total: 1\n",
		""},
	{{"d6+\xff"}, EXIT_INPUT, "",
		"d6+\xef\xbf\xbd: this character cannot begin a number or dice, such as 3d6; "
		"write d6 (column 4)\n"},
	{{NULL}, EXIT_USAGE, "", "logios roll: what shall be rolled? Such as 3d6\n" USAGE},
	{{"--format", "xml", "d6"}, EXIT_USAGE, "",
		"logios roll: the format is text, irc or json, not xml\n" USAGE},
	{{"--repeat", "0", "d6"}, EXIT_USAGE, "",
		"logios roll: --repeat takes 1 to 100000000, not 0\n" USAGE},
	{{"--repeat", "100000001", "d6"}, EXIT_USAGE, "",
		"logios roll: --repeat takes 1 to 100000000, not 100000001\n" USAGE},
	{{"--faces", "4,x", "d6"}, EXIT_USAGE, "",
		"logios roll: faces are numbers parted by commas, not 4,x\n" USAGE},
	{{"--faces"}, EXIT_USAGE, "", "logios roll: a value is missing after --faces\n" USAGE},
	{{"--sides", "d6"}, EXIT_USAGE, "", "logios roll: unknown option --sides\n" USAGE},
	{{"-q", "d6"}, EXIT_USAGE, "", "logios roll: unknown option -q\n" USAGE},
};

static void rows_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char out[OUTPUT_BYTES], err[OUTPUT_BYTES], shown[OUTPUT_BYTES];
		int status = run(rows[i].args, out, err);

		assert_string_equal(err, rows[i].err);
		assert_string_equal(show_bold(out, shown, sizeof shown), rows[i].out);
		assert_int_equal(status, rows[i].status);
	}
}

static void real_dice_are_random(void **state)
{
	static const char *const args[] = {"--format=json", "20d1000000", NULL};
	char first[OUTPUT_BYTES], second[OUTPUT_BYTES], err[OUTPUT_BYTES];

	(void)state;
	assert_int_equal(run(args, first, err), EXIT_OK);
	assert_int_equal(run(args, second, err), EXIT_OK);
	assert_string_not_equal(first, second);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_hold),
		cmocka_unit_test(real_dice_are_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
