/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the manual of game systems, logios-systems(7), with a paragraph for each file of
 *etc/systems:
 *
 *	systemdoc <etc/man/logios-systems.7.in    etc/man/logios-systems.7
 *
 * They stand in the place of the template's line `.\" systems`. The unit test test_systemdoc
 *compares the page with what is printed here. */
#include <stdio.h>
#include <string.h>

#include "book.h"

void systemdoc_man(FILE *template, FILE *out);

/* TEXT as troff takes it, without formatting codes. */
static void print_plain(FILE *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '*' || *text == '~')
			continue;
		if (*text == '-' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('\n', out);
}

static void print_system(FILE *out, const struct system *system)
{
	fprintf(out, ".TP\n.B ");
	for (size_t i = 0; i < system->form_count; i++) {
		fprintf(out, "%s", i > 0 ? ", " : "");
		for (const char *c = system->forms[i].text; *c != '\0'; c++)
			if (strchr("{}#", *c) == NULL)
				fprintf(out, "%s%c", *c == '-' ? "\\" : "", *c);
	}
	fprintf(out, "\n");
	print_plain(out, system->title);
	fprintf(out, ".br\n");
	print_plain(out, system->help);
	for (size_t i = 0; i < system->example_count && i < 2; i++) {
		fprintf(out, ".br\n");
		print_plain(out, system->examples[i].reply);
	}
}

void systemdoc_man(FILE *template, FILE *out)
{
	const struct systems *systems = shipped_book()->systems;
	char line[1024];

	while (fgets(line, sizeof line, template) != NULL) {
		if (strcmp(line, ".\\\" systems\n") != 0) {
			fputs(line, out);
			continue;
		}
		for (size_t i = 0; i < systems_count(systems); i++)
			print_system(out, systems_at(systems, i));
	}
}

#ifndef SYSTEMDOC_IN_TEST
int main(void)
{
	systemdoc_man(stdin, stdout);
	return 0;
}
#endif
