/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the files of dice that have a name. */
#include "dice/named.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/plainfile.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "dice/limits.h"
#include "dice/notation/named.h"
#include "dice/notation/parse.h"

static bool check_name(const char *name, size_t len, struct error *err)
{
	if (len == 0)
		return error_set(err, "a line is a name, =, and faces: coin = heads, tails");
	if (len > DICE_MAX_WORD)
		return error_set(err, "the name of a die has at most %d bytes", DICE_MAX_WORD);
	for (size_t i = 0; i < len; i++)
		if (!isalpha((unsigned char)name[0]) ||
			(!isalnum((unsigned char)name[i]) && strchr(" _-", name[i]) == NULL))
			return error_set(err, "the name of a die is letters, then also digits, "
					      "blanks, - and _");
	return true;
}

/* Add the die with FACES between [ and ]. */
static bool add(
	struct named_dice *dice, const char *name, size_t len, const char *faces, struct error *err)
{
	char *text = mem_printf("d[%s]", faces);
	struct source source = {.text = arena_strdup(&dice->arena, text)};
	struct ast_roll roll;
	bool good;

	free(text);
	source.line = source.text;
	good = parse_roll(&source, &dice->arena, &roll, err);
	if (good && (roll.expr->kind != AST_DICE || source.text[roll.span.end] != '\0'))
		good = error_set(err, "faces are parted by commas and have no brackets");
	if (good)
		named_dice_put(dice, name, len, roll.expr->dice.kind);
	return good;
}

bool named_dice_line(struct named_dice *dice, const char *line, struct error *err)
{
	const char *name = lex_skip_blanks(line), *equals = strchr(name, '=');
	size_t len;

	if (*name == '\0' || *name == '#')
		return true;
	len = equals != NULL ? (size_t)(equals - name) : 0;
	while (len > 0 && lex_is_blank(name[len - 1]))
		len--;
	if (!check_name(name, len, err))
		return false;
	if (map_count(dice->kinds) >= NAMED_DICE_MAX)
		return error_set(err, "there are at most %d dice with names", NAMED_DICE_MAX);
	return add(dice, name, len, lex_skip_blanks(equals + 1), err);
}

/* ---- files ---- */

/* Append all of PATH to TEXT. False if it cannot be read or is too large, after noting that. */
static bool read_file(const char *path, struct strbuf *text, struct strbuf *mistakes)
{
	const char *why = "this is too large";

	if (!plainfile_read(path, NAMED_DICE_FILE_MAX, text))
		why = plainfile_trouble(errno);
	else if (text->len <= NAMED_DICE_FILE_MAX)
		return true;
	strbuf_addf(mistakes, "%s:1: %s\n", path, why);
	return false;
}

static void load_file(struct named_dice *dice, const char *path, struct strbuf *mistakes)
{
	struct strbuf text = STRBUF_INIT, clean = STRBUF_INIT;
	char *line = read_file(path, &text, mistakes) ? text.text : NULL;
	size_t number = 1;

	for (; line != NULL && *line != '\0'; number++) {
		size_t len = strcspn(line, "\n");
		bool last = line[len] == '\0';
		struct error err;

		line[len] = '\0';
		line[strcspn(line, "\r")] = '\0';
		strbuf_reset(&clean);
		utf8_clean(&clean, line, strlen(line));
		if (!named_dice_line(dice, clean.text, &err))
			strbuf_addf(mistakes, "%s:%zu: %s\n", path, number, err.text);
		line += last ? len : len + 1;
	}
	strbuf_release(&clean);
	strbuf_release(&text);
}

static int is_text(const struct dirent *entry)
{
	return plainfile_named(entry->d_name, ".txt");
}

void named_dice_load(struct named_dice *dice, const char *folder, struct strbuf *mistakes)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_text, alphasort);

	if (count < 0)
		return;
	for (int i = 0; i < count; i++) {
		char *path = mem_printf("%s/%s", folder, entries[i]->d_name);

		load_file(dice, path, mistakes);
		free(path);
		free(entries[i]);
	}
	free(entries);
}
