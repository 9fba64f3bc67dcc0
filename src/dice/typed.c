/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one roll as people type it: parses, and lets habits change the text, in turns. */
#include "dice/typed.h"

#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/notation/parse.h"

enum {
	TURNS_MAX = 40, /* changes of one roll */
	DEPTH_MAX = 3,  /* rolls that are tried out to read another */
};

bool typed_parse(struct reading *reading, struct ast_roll *roll, const struct system_use **use,
	struct error *err)
{
	const struct dice_book *book = reading->arg;
	const char *text = reading->words.text;
	struct source source = {
		.text = text, .line = text, .named = book != NULL ? book->named : NULL};
	enum system_match match = SYSTEM_NONE;

	*use = NULL;
	reading->roll = roll;
	reading->system = NULL;
	reading->system_wrong = false;
	/* Also what only looks like a system's word, as d6s, is dice if it can be. */
	if (book != NULL && book->systems != NULL)
		match = system_parse(
			&(struct system_place){book, text, 0, reading->arena}, roll, use, err);
	reading->system_wrong = match == SYSTEM_WRONG;
	if (match == SYSTEM_FOUND)
		reading->system = system_example((*use)->system);
	else if (!parse_roll(&source, reading->arena, roll, match == SYSTEM_NONE ? err : NULL))
		return false;
	reading->rest = source_in_line(&roll->source, roll->span.end);
	reading->rest = lex_past_blanks(text, reading->rest);
	return true;
}

/* "6" and "3 9" have no dice. */
static enum habit refuse_numbers(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t number = word_number(text), next = lex_past_blanks(text, number);
	size_t first = next > number || text[number] == '\0' ? number : 0;
	size_t second = first > 0 ? word_number(text + next) : 0;
	struct strbuf lines[2] = {STRBUF_INIT, STRBUF_INIT};
	const char *offers[3] = {"", "", "3d6"};
	enum habit result;

	if (second > 0)
		strbuf_addf(&lines[0], "wod %.*s %.*s", (int)first, text, (int)second, text + next);
	else if (first > 0)
		strbuf_addf(&lines[0], "d%.*s", (int)first, text);
	if (first > 0)
		strbuf_addf(&lines[1], "%.*sd%.*s", (int)first, text, second > 0 ? (int)second : 1,
			second > 0 ? text + next : "6");
	offers[0] = lines[0].text;
	offers[1] = lines[1].text;
	result = reading_refuse(reading, 0, "there are no dice in this",
		first > 0 ? offers : offers + 2, first > 0 ? 2 : 1);
	strbuf_release(&lines[0]);
	strbuf_release(&lines[1]);
	return result;
}

/* A system's word alone, with dice in what follows, is the beginning of a label: "attack roll
 * 1d20+5". */
static bool is_label(const struct reading *reading, const struct system_use *use)
{
	const char *text = reading->words.text;
	size_t word = strcspn(text, " \t");

	if (use == NULL || lex_past_blanks(text, word) != reading->rest)
		return false; /* "attack +5 damage 1d8" */
	for (size_t i = 0; i < use->system->param_count; i++)
		if (use->given[i])
			return false;
	for (size_t at = reading->rest; text[at] != '\0' && text[at] != '#'; at++)
		if (word_dice(text + at) > 0 && lex_is_blank(text[at - 1]))
			return true;
	return false;
}

/* Cut the last word off TITLE. Returns whether two are left. */
static bool drop_word(char *title)
{
	char *blank = strrchr(title, ' ');

	if (blank != NULL)
		*blank = '\0';
	return blank != NULL && strchr(title, ' ') != NULL;
}

/* "call of cthulhu 45": the title of a game stands for its word. */
static enum habit titled(struct reading *reading)
{
	const struct dice_book *book = reading->arg;
	const char *text = reading->words.text;
	size_t len = strcspn(text, "0123456789+-#;("), dice;
	const struct system *system = NULL;
	char *title = arena_strndup(reading->arena, text, len);

	while (len > 0 && lex_is_blank(title[len - 1]))
		title[--len] = '\0';
	for (dice = len; text[dice] != '\0' && word_dice(text + dice) == 0;)
		dice++;
	if (book == NULL || book->systems == NULL || strchr(title, ' ') == NULL ||
		strcasecmp(title, "to hit") == 0 || /* a part of a title */
		(text[dice] != '\0' && !reading->system_wrong))
		return HABIT_NONE;
	do
		system = systems_titled(book->systems, title);
	while (system == NULL && drop_word(title));
	if (system == NULL)
		return HABIT_NONE;
	wording_replace(&reading->words, 0, strlen(title), system->name);
	return HABIT_CHANGED;
}

/* What could not be parsed, or has no dice, may be a roll that is typed otherwise. */
static enum habit otherwise(struct reading *reading, bool labels)
{
	enum habit result = titled(reading);

	if (result == HABIT_NONE)
		result = habit_sets(reading);

	if (result == HABIT_NONE)
		result = habit_glued(reading);
	if (result == HABIT_NONE && labels)
		result = habit_label_first(reading);
	return result;
}

/* Parse the beginning of the text, however it is typed. */
static enum habit read_beginning(
	struct reading *reading, struct ast_roll *roll, const struct system_use **use, bool labels)
{
	enum habit result = reading->depth < DEPTH_MAX ? habit_before(reading) : HABIT_NONE;
	bool parsed;

	if (result != HABIT_NONE)
		return result;
	parsed = typed_parse(reading, roll, use, reading->err);
	if (parsed && labels && is_label(reading, *use))
		result = habit_label_first(reading);
	if (result != HABIT_NONE || (parsed && roll->has_dice))
		return result;
	result = otherwise(reading, labels && !reading->system_wrong);
	if (result != HABIT_NONE)
		return result;
	if (parsed && reading->leaves_comparison)
		return HABIT_NONE;
	return parsed ? refuse_numbers(reading) : habit_foreign(reading);
}

static bool begins_with(const struct reading *reading, const char *text, bool labels)
{
	struct arena scratch = ARENA_INIT;
	struct reading tried = *reading;
	enum habit result = HABIT_CHANGED;
	const struct system_use *use;
	struct ast_roll roll;

	if (reading->depth >= DEPTH_MAX || *text == '\0')
		return false;
	tried.depth++;
	tried.arena = &scratch;
	tried.words = (struct wording){.text = text, .arena = &scratch};
	tried.label = NULL;
	tried.err = NULL;
	for (int turns = 0; turns < TURNS_MAX && result == HABIT_CHANGED; turns++)
		result = read_beginning(&tried, &roll, &use, labels);
	arena_release(&scratch);
	return result == HABIT_NONE;
}

static bool begins(const struct reading *reading, const char *text)
{
	return begins_with(reading, text, false);
}

static bool begins_labelled(const struct reading *reading, const char *text)
{
	return begins_with(reading, text, true);
}

/* The system of BOOK that is called as LEN bytes of WORD say, or NULL. */
static const struct system *system_named(const struct dice_book *book, const char *word, size_t len)
{
	char name[SYSTEM_MAX_NAME + 1] = "";

	if (book == NULL || book->systems == NULL || len == 0 || len > SYSTEM_MAX_NAME)
		return NULL;
	strncat(name, word, len);
	return systems_find(book->systems, name);
}

/* Whether USUAL, what SYSTEM rolls if nothing else is asked for, is only added up. */
static bool is_plain(const struct system *system, const struct system_case *usual)
{
	return usual->total == NULL && usual->rule_count == 0 && usual->then_count == 0 &&
	       !system->shows_expression;
}

static bool game_refuses(const struct reading *reading, const char *text, bool *plain)
{
	const struct dice_book *book = reading->arg;
	const struct system *system = system_named(book, text, lex_letters(text));
	struct system_use use;
	struct error err;
	size_t read;

	if (system == NULL ||
		system_match(book->systems, NULL, text, &use, &read, &err) != SYSTEM_WRONG)
		return false;
	*plain = is_plain(system, system->cases[system->case_count - 1]);
	return true;
}

static const char *system_rolls(
	const struct reading *reading, const char *word, size_t len, bool *plain)
{
	const struct dice_book *book = reading->arg;
	const struct system *system = system_named(book, word, len);
	const struct system_case *usual;
	struct system_use use;
	struct error err;
	size_t read;

	if (system == NULL)
		return NULL;
	if (system_match(book->systems, NULL, word, &use, &read, &err) == SYSTEM_FOUND &&
		read > len)
		return NULL; /* the dice are arguments of it */
	usual = system->cases[system->case_count - 1];
	*plain = is_plain(system, usual);
	return usual->roll;
}

static bool system_adds(const struct reading *reading, const char *word, size_t len)
{
	const struct system *system = system_named(reading->arg, word, len);

	return system != NULL && system->shows_expression;
}

bool typed_read(struct reading *reading, struct ast_roll *roll, const struct system_use **use)
{
	enum habit result = HABIT_CHANGED;

	for (int turns = 0; turns < TURNS_MAX && result == HABIT_CHANGED; turns++) {
		result = read_beginning(reading, roll, use, true);
		if (result == HABIT_NONE)
			result = habit_behind(reading);
	}
	if (result == HABIT_CHANGED)
		reading_refuse(reading, 0, "too much of this is no notation", NULL, 0);
	return result == HABIT_COMMENT;
}

void typed_init(struct reading *reading, const struct dice_book *book)
{
	reading->begins = begins;
	reading->begins_labelled = begins_labelled;
	reading->game_refuses = game_refuses;
	reading->system_rolls = system_rolls;
	reading->system_adds = system_adds;
	reading->open = book != NULL && book->open;
	reading->arg = book;
}
