/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of commands, and the run of one. The words stand in a map, names and aliases alike; the
 * rows also in a sorted list, for !help. */
#include "request/command.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "people/access.h"
#include "request/cooldown.h"
#include "request/request.h"
#include "request/row.h"

struct row {
	struct command_entry entry; /* the first, so that a pointer to it is one to the row */
	struct command copy;        /* of a row that was added at run time, with its texts in: */
	struct arena arena;
	struct row *next; /* among those that are out of the table */
};

/* What a word means: one row everywhere, or one in each of several places. */
struct word {
	struct word *next;
	const struct command_entry *entry;
};

struct commands {
	struct map *words; /* name or alias to struct word */
	struct row **sorted;
	size_t count;
	struct row *gone; /* rows out of the table, one of which may be running */
	unsigned running; /* handlers on the stack */
	struct cooldowns *cooldowns;
};

struct commands *commands_new(void)
{
	struct commands *commands = mem_zalloc(1, sizeof *commands);

	commands->words = map_new();
	commands->cooldowns = cooldowns_new();
	return commands;
}

static void free_gone(struct commands *commands)
{
	while (commands->gone != NULL) {
		struct row *row = commands->gone;
		commands->gone = row->next;
		arena_release(&row->arena);
		free(row);
	}
}

/* ---- rows ---- */

/* Whether rows for the places A and B (NULL: everywhere) would answer to the same line. */
static bool places_meet(const char *a, const char *b)
{
	return a == NULL || b == NULL || strcmp(a, b) == 0;
}

static bool word_free(
	const struct commands *commands, const char *word, const char *place, struct error *err)
{
	const struct word *taken;

	if (!row_word_valid(word))
		return error_set(err, "\"%s\" cannot be a command's word", word);
	for (taken = map_get(commands->words, word); taken != NULL; taken = taken->next)
		if (places_meet(taken->entry->place, place))
			return error_set(err, "the word \"%s\" is taken already, by \"%s\"", word,
				taken->entry->row->name);
	return true;
}

static bool row_valid(const struct commands *commands, const struct command *row, const char *place,
	struct error *err)
{
	const char *aliases = row->aliases != NULL ? row->aliases : "";
	char word[ROW_WORD_ROOM];

	if (!row_check(row, err) || !word_free(commands, row->name, place, err))
		return false;
	while (row_next_word(&aliases, word))
		if (!word_free(commands, word, place, err))
			return false;
	return true;
}

static void insert_sorted(struct commands *commands, struct row *row)
{
	size_t at = commands->count++;

	commands->sorted = mem_resize(commands->sorted, commands->count, sizeof *commands->sorted);
	for (; at > 0 &&
		strcmp(commands->sorted[at - 1]->entry.row->name, row->entry.row->name) > 0;
		at--)
		commands->sorted[at] = commands->sorted[at - 1];
	commands->sorted[at] = row;
}

static void add_word(struct commands *commands, const char *text, const struct command_entry *entry)
{
	struct word *word = mem_zalloc(1, sizeof *word);

	word->next = map_get(commands->words, text);
	word->entry = entry;
	map_set(commands->words, text, word);
}

/* Put ROW, whose entry is filled in, into the table. */
static void add_row(struct commands *commands, struct row *row)
{
	const char *aliases = row->entry.row->aliases != NULL ? row->entry.row->aliases : "";
	char word[ROW_WORD_ROOM];

	add_word(commands, row->entry.row->name, &row->entry);
	while (row_next_word(&aliases, word))
		add_word(commands, word, &row->entry);
	insert_sorted(commands, row);
}

static void remove_word(
	struct commands *commands, const char *text, const struct command_entry *entry)
{
	struct word *first = map_get(commands->words, text), **at = &first, *word;

	while (*at != NULL && (*at)->entry != entry)
		at = &(*at)->next;
	word = *at;
	if (word == NULL)
		return; /* an alias that stands twice in its row */
	*at = word->next;
	free(word);
	if (first != NULL)
		map_set(commands->words, text, first);
	else
		map_remove(commands->words, text);
}

/* Take the row at AT out of the table; it is freed when no handler runs. */
static void remove_at(struct commands *commands, size_t at)
{
	struct row *row = commands->sorted[at];
	const char *aliases = row->entry.row->aliases != NULL ? row->entry.row->aliases : "";
	char word[ROW_WORD_ROOM];

	remove_word(commands, row->entry.row->name, &row->entry);
	while (row_next_word(&aliases, word))
		remove_word(commands, word, &row->entry);
	commands->count--;
	memmove(&commands->sorted[at], &commands->sorted[at + 1],
		(commands->count - at) * sizeof *commands->sorted);
	row->next = commands->gone;
	commands->gone = row;
	if (commands->running == 0)
		free_gone(commands);
}

static void remove_rows(
	struct commands *commands, const struct command *first, const struct command *end)
{
	for (size_t i = commands->count; i-- > 0;)
		if (commands->sorted[i]->entry.row >= first && commands->sorted[i]->entry.row < end)
			remove_at(commands, i);
}

bool commands_add(struct commands *commands, const struct command *table, struct plugin *owner,
	struct error *err)
{
	for (const struct command *row = table; row->name != NULL; row++) {
		struct row *own;
		if (!row_valid(commands, row, NULL, err)) {
			remove_rows(commands, table, row);
			return false;
		}
		own = mem_zalloc(1, sizeof *own);
		own->entry = (struct command_entry){.row = row, .owner = owner};
		add_row(commands, own);
	}
	return true;
}

bool commands_add_row(struct commands *commands, const struct command *row, struct plugin *owner,
	const char *place, struct error *err)
{
	struct row *own;

	if (!row_valid(commands, row, place, err))
		return false;
	own = mem_zalloc(1, sizeof *own);
	row_copy(&own->copy, row, &own->arena);
	own->entry = (struct command_entry){
		.row = &own->copy, .owner = owner, .place = arena_strdup(&own->arena, place)};
	add_row(commands, own);
	return true;
}

static bool same_place(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

size_t commands_added(const struct commands *commands, const struct plugin *owner)
{
	size_t count = 0;

	for (size_t i = 0; i < commands->count; i++)
		if (commands->sorted[i]->entry.owner == owner &&
			commands->sorted[i]->entry.row == &commands->sorted[i]->copy)
			count++;
	return count;
}

bool commands_remove_row(
	struct commands *commands, const char *name, const struct plugin *owner, const char *place)
{
	for (size_t i = 0; i < commands->count; i++) {
		const struct row *row = commands->sorted[i];
		if (row->entry.row == &row->copy && row->entry.owner == owner &&
			strcmp(row->copy.name, name) == 0 && same_place(row->entry.place, place)) {
			remove_at(commands, i);
			return true;
		}
	}
	return false;
}

void commands_sweep(struct commands *commands, const struct plugin *owner)
{
	for (size_t i = commands->count; i-- > 0;)
		if (commands->sorted[i]->entry.owner == owner)
			remove_at(commands, i);
}

void commands_free(struct commands *commands)
{
	if (commands == NULL)
		return;
	while (commands->count > 0)
		remove_at(commands, commands->count - 1);
	map_free(commands->words);
	cooldowns_free(commands->cooldowns);
	free(commands->sorted);
	free(commands);
}

/* ---- looking up ---- */

/* Return what WORD (any case) means, or NULL. */
static const struct word *find_word(const struct commands *commands, const char *word)
{
	char lower[ROW_MAX_WORD + 1];
	size_t len = strlen(word);

	if (len > ROW_MAX_WORD)
		return NULL;
	for (size_t i = 0; i <= len; i++)
		lower[i] = (char)tolower((unsigned char)word[i]);
	return map_get(commands->words, lower);
}

const struct command_entry *commands_find(
	const struct commands *commands, const char *text, const char *place)
{
	const struct word *word = find_word(commands, text);

	while (word != NULL && !places_meet(word->entry->place, place))
		word = word->next;
	return word != NULL ? word->entry : NULL;
}

bool commands_know(const struct commands *commands, const char *word)
{
	return find_word(commands, word) != NULL;
}

const struct command_entry *commands_next(
	const struct commands *commands, size_t *at, const char *place)
{
	while (*at < commands->count) {
		const struct command_entry *entry = &commands->sorted[(*at)++]->entry;
		if (places_meet(entry->place, place))
			return entry;
	}
	return NULL;
}

/* ---- running ---- */

static const char *past_blanks(const char *text)
{
	return text + strspn(text, " ");
}

/* Part TEXT into at most MAX arguments, the last of which takes the rest. Returns how many. */
static int split(struct arena *arena, const char *text, int max, const char **args)
{
	int count = 0;

	text = past_blanks(text);
	while (*text != '\0' && count < max) {
		size_t len = count == max - 1 ? strlen(text) : strcspn(text, " ");
		args[count++] = arena_strndup(arena, text, len);
		text = past_blanks(text + len);
	}
	return count;
}

bool commands_cool(const struct commands *commands, const struct command *row, struct request *rq)
{
	return cooldowns_pass(commands->cooldowns, row, rq);
}

/* What a row's columns forbid is said here; true when the handler may run. */
static bool allowed(struct commands *commands, const struct command *row, struct request *rq)
{
	if ((row->flags & COMMAND_PRIVATE) && rq->channel != NULL) {
		reply_private(rq, "Say that to me in private: /msg me, not the channel.");
		return false;
	}
	if (rq->role < row->role) {
		reply(rq, "%s is for %s only.", row->name, role_people(row->role));
		return false;
	}
	return commands_cool(commands, row, rq);
}

/* Run ENTRY's handler, which may take its own row out of the table. */
static void run_row(struct commands *commands, const struct command_entry *entry,
	struct request *rq, int argc, const char *const argv[])
{
	commands->running++;
	entry->row->run(entry->owner, rq, argc, argv);
	commands->running--;
}

bool commands_run(struct commands *commands, struct request *rq, const char *line)
{
	const char *argv[ROW_MAX_ARGS + 1] = {""};
	char word[ROW_WORD_ROOM];
	const char *rest = line;
	const struct command_entry *entry;
	int argc;

	if (commands->running == 0)
		free_gone(commands);
	if (!row_next_word(&rest, word))
		return false;
	entry = commands_find(commands, word, rq->place);
	if (entry == NULL)
		return false;
	if (!allowed(commands, entry->row, rq))
		return true;
	for (char *c = word; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	argv[0] = word;
	rq->command = entry->row->name;
	rq->text = past_blanks(rest);
	argc = 1 + split(rq->arena, rest, entry->row->max_args, argv + 1);
	if (argc - 1 < entry->row->min_args)
		reply(rq, "Usage: %s%s %s", rq->prefix, entry->row->name, entry->row->usage);
	else
		run_row(commands, entry, rq, argc, argv);
	return true;
}
