/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the manual of game systems, logios-systems(7), with a paragraph for each file of
 * etc/systems:
 *
 *	systemdoc <etc/man/logios-systems.7.in    etc/man/logios-systems.7
 *
 * They stand in the place of the template's line `.\" systems`. The unit test test_systemdoc
 * compares the page with what is printed here. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "book.h"
#include "dice/systems/impl.h"

void systemdoc_man(FILE *template, FILE *out);

/* Print TEXT as troff takes it, without formatting codes. A star behind a number or a bracket is a
 * sign, unless it ends what is bold. */
static void print_plain(FILE *out, const char *text)
{
	bool bold = false;

	for (char before = ' '; *text != '\0'; before = *text++) {
		bool sign = !bold && (isalnum((unsigned char)before) || before == ')');

		if (*text == '~' || (*text == '*' && !sign)) {
			bold = *text == '*' ? !bold : bold;
			continue;
		}
		if (*text == '-' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('\n', out);
}

/* Whether the form at INDEX stands in the file, and was not made for an alias. */
static bool is_written(const struct system *system, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (system->forms[i].line == system->forms[index].line)
			return false;
	return true;
}

static void print_system(FILE *out, const struct system *system)
{
	struct strbuf forms = STRBUF_INIT;

	fprintf(out, ".TP\n.B ");
	for (size_t i = 0; i < system->form_count; i++)
		if (is_written(system, i)) {
			strbuf_addstr(&forms, forms.len > 0 ? ", " : "");
			system_form_show(system, system->forms[i].text, &forms);
		}
	print_plain(out, forms.text);
	strbuf_release(&forms);
	print_plain(out, system->title);
	fprintf(out, ".br\n");
	print_plain(out, system->help);
	for (size_t i = 0; i < system->alias_count; i++)
		fprintf(out, "%s%s%s", i == 0 ? ".br\nAlso: " : ", ", system->aliases[i],
			i + 1 == system->alias_count ? "\n" : "");
	if (system->source != NULL) {
		fprintf(out, ".br\nSource: ");
		print_plain(out, system->source);
	}
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
