/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints what is written about the configuration from the rows that read it:
 *
 *	confdoc sample                          etc/logios.ini
 *	confdoc man <etc/man/logios.ini.5.in    etc/man/logios.ini.5
 *
 * In the manual page's template a line `.\" keys: WORD` becomes the keys of that section. The unit
 *test test_confdoc compares the files with what is printed here. */
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "config/keys.h"

enum { WIDTH = 78 };

void confdoc_sample(FILE *out);
void confdoc_man(FILE *template, FILE *out);
int confdoc_run(int argc, char **argv);

/* What may be written for KEY, in words. */
static void describe_type(struct strbuf *out, const struct config_key *key)
{
	static const char *const words[] = {
		[CONFIG_FLAG] = "yes or no",
		[CONFIG_TEXT] = "text",
		[CONFIG_PATH] = "path",
		[CONFIG_LIST] = "list",
		[CONFIG_MODE] = "mode of a file",
		[CONFIG_CHANNELS] = "list of channels",
	};

	if (key->type == CONFIG_NUMBER) {
		strbuf_addf(out, "%ld to %ld", key->min, key->max);
	} else if (key->type == CONFIG_CHOICE) {
		for (const struct config_choice *choice = key->choices; choice->name; choice++)
			strbuf_addf(out, "%s%s",
				choice == key->choices   ? ""
				: choice[1].name == NULL ? " or "
							 : ", ",
				choice->name);
	} else {
		strbuf_addstr(out, words[key->type]);
	}
}

static void describe_default(struct strbuf *out, const struct config_key *key)
{
	if (key->required)
		strbuf_addstr(out, "required");
	else if (key->otherwise != NULL)
		strbuf_addf(out, "default: %s", key->otherwise);
	else if (*key->value == '\0')
		strbuf_addstr(out, "default: none");
	else
		strbuf_addf(out, "default: %s", key->value);
}

static void describe_file(struct strbuf *out, const struct config_key *key)
{
	if (key->secret)
		strbuf_addf(out,
			" Instead, %s_file may name a file with it, or a credential: "
			"credential:NAME.",
			key->name);
}

/* TEXT in lines of at most WIDTH bytes, each after "# ". */
static void print_comment(FILE *out, const char *text)
{
	while (*text != '\0') {
		size_t len = strlen(text);
		if (len > WIDTH - 2) {
			len = WIDTH - 2;
			while (text[len] != ' ')
				len--;
		}
		fprintf(out, "# %.*s\n", (int)len, text);
		text += len + strspn(text + len, " ");
	}
}

static void sample_key(FILE *out, const struct config_key *key)
{
	struct strbuf text = STRBUF_INIT;
	const char *value = key->example != NULL ? key->example : key->value;

	strbuf_addf(&text, "%s", key->help);
	describe_file(&text, key);
	strbuf_addstr(&text, " (");
	describe_type(&text, key);
	strbuf_addstr(&text, "; ");
	describe_default(&text, key);
	strbuf_addstr(&text, ")");
	print_comment(out, text.text);
	fprintf(out, ";%s =%s%s\n", key->name, *value != '\0' ? " " : "", value);
	strbuf_release(&text);
}

static void sample_section(FILE *out, size_t id)
{
	const struct config_section *section = &config_sections[id];

	fputc('\n', out);
	print_comment(out, section->help);
	fprintf(out, "%s[%s]\n", id == SECTION_LOGIOS ? "" : ";", section->title);
	for (const struct config_key *key = section->keys; key && key->name != NULL; key++) {
		fputc('\n', out);
		sample_key(out, key);
	}
}

void confdoc_sample(FILE *out)
{
	fputs("# SPDX-License-Identifier: GPL-3.0-or-later\n", out);
	print_comment(out, "The configuration of Logios, an IRC bot for the gaming table.");
	print_comment(out,
		"Lines that begin with '#' explain. Those with ';' are sections and settings "
		"that are not in force: take the ';' away. Settings show their defaults, or "
		"an example.");
	print_comment(out,
		"What the bot needs is one network: take the ';' from [network example], "
		"host and channels, and fill them in. Then 'logios check' says what is "
		"wrong, if anything. All about this file: logios.ini(5).");
	for (size_t id = 0; id < SECTION_COUNT; id++)
		sample_section(out, id);
}

/* TEXT as troff is to show it. */
static void print_troff(FILE *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else if (*text == '\'')
			fputs("\\(aq", out);
		else if (*text == '^' || *text == '~')
			fprintf(out, "\\(%s", *text == '^' ? "ha" : "ti");
		else
			fputc(*text, out);
	}
	fputc('\n', out);
}

static void man_key(FILE *out, const struct config_key *key)
{
	struct strbuf facts = STRBUF_INIT, text = STRBUF_INIT;

	strbuf_addstr(&facts, "(");
	describe_type(&facts, key);
	strbuf_addstr(&facts, "; ");
	describe_default(&facts, key);
	strbuf_addstr(&facts, ")");
	strbuf_addstr(&text, key->help);
	describe_file(&text, key);
	fprintf(out, ".TP\n\\fB%s\\fR ", key->name);
	print_troff(out, facts.text);
	print_troff(out, text.text);
	strbuf_release(&text);
	strbuf_release(&facts);
}

static void man_section(FILE *out, const char *word)
{
	for (size_t id = 0; id < SECTION_COUNT; id++) {
		const struct config_section *section = &config_sections[id];
		if (strcmp(section->word, word) != 0)
			continue;
		print_troff(out, section->help);
		for (const struct config_key *key = section->keys; key && key->name; key++)
			man_key(out, key);
	}
}

void confdoc_man(FILE *template, FILE *out)
{
	static const char mark[] = ".\\\" keys: ";
	char line[1024];

	while (fgets(line, sizeof line, template) != NULL) {
		if (strncmp(line, mark, strlen(mark)) != 0) {
			fputs(line, out);
			continue;
		}
		line[strcspn(line, "\n")] = '\0';
		man_section(out, line + strlen(mark));
	}
}

int confdoc_run(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "sample") == 0)
		confdoc_sample(stdout);
	else if (argc == 2 && strcmp(argv[1], "man") == 0)
		confdoc_man(stdin, stdout);
	else
		return fputs("Usage: confdoc sample | confdoc man <TEMPLATE\n", stderr), 2;
	return 0;
}

#ifndef CONFDOC_IN_TEST
int main(int argc, char **argv)
{
	return confdoc_run(argc, argv);
}
#endif
