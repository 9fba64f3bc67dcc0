/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language as players read it: every example of the manual page and of the help can be
 * rolled. */
#include "unit/dice_rows.h"

#include <stdio.h>

/* TEXT without the backslashes that a manual page needs, up to the end of the line. */
static void plain(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0' && *from != '\n'; from++)
		if (*from != '\\')
			*to++ = *from;
	*to = '\0';
}

static void check_rolls(const char *text)
{
	struct rng *rng = rng_new_seeded(7);
	char *said = said_of(text, rng, DICE_FULL, 400);

	if (strstr(said, " || Total: ") == NULL)
		fail_msg("%s", said);
	free(said);
	rng_free(rng);
}

static void examples_of_the_manual_can_be_rolled(void **state)
{
	static const char mark[] = ".B roll ";
	FILE *file = fopen("etc/man/logios-dice.7", "r");
	char line[400];
	size_t count = 0;

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL) {
		if (strncmp(line, mark, strlen(mark)) != 0)
			continue;
		plain(line);
		check_rolls(line + strlen(mark));
		count++;
	}
	fclose(file);
	assert_true(count > 35);
}

/* In the help an example ends before a colon or a full stop. */
static void examples_of_the_help_can_be_rolled(void **state)
{
	static const char mark[] = "!roll ";
	FILE *file = fopen("etc/help/dice.txt", "r");
	char line[600];
	size_t count = 0;

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL)
		for (char *at = line; (at = strstr(at, mark)) != NULL; count++) {
			char text[80];

			at += strlen(mark);
			snprintf(text, sizeof text, "%.*s", (int)strcspn(at, ":;"), at);
			check_rolls(text);
		}
	fclose(file);
	assert_true(count > 8);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_of_the_manual_can_be_rolled),
		cmocka_unit_test(examples_of_the_help_can_be_rolled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
