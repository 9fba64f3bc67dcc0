/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words stand in a map, names and aliases alike; the rows also in a sorted list, for !help. */
#include "request/command.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "people/access.h"
#include "base/lru.h"
#include "base/map.h"
#include "base/mem.h"
#include "request/request.h"

enum { MAX_WORD = 32, MAX_ARGS = 8, MAX_COOLING = 4096 };

/* When a person used a command last. */
struct use {
	int64_t at_ms;
	bool used, told; /* told: that it was too early, since then */
};

struct commands {
	struct map *words; /* name or alias to struct command_entry */
	struct command_entry **sorted;
	size_t count;
	struct lru *cooling; /* "row network user@host" to struct use */
};

struct commands *commands_new(void)
{
	struct commands *commands = mem_zalloc(1, sizeof *commands);

	commands->words = map_new();
	commands->cooling = lru_new(MAX_COOLING, sizeof(struct use));
	return commands;
}

void commands_free(struct commands *commands)
{
	if (commands == NULL)
		return;
	map_free(commands->words);
	lru_free(commands->cooling);
	for (size_t i = 0; i < commands->count; i++)
		free(commands->sorted[i]);
	free(commands->sorted);
	free(commands);
}

/* ---- rows ---- */

static bool word_valid(const char *word)
{
	size_t len = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	return len > 0 && len <= MAX_WORD && word[len] == '\0';
}

/* The next of WORDS, parted by blanks, into WORD; false after the last. */
static bool next_word(const char **words, char word[MAX_WORD + 2])
{
	size_t len;

	*words += strspn(*words, " ");
	len = strcspn(*words, " ");
	if (len == 0)
		return false;
	memcpy(word, *words, len <= MAX_WORD ? len : MAX_WORD + 1);
	word[len <= MAX_WORD ? len : MAX_WORD + 1] = '\0';
	*words += len;
	return true;
}

static bool word_free(const struct commands *commands, const char *word, struct error *err)
{
	const struct command_entry *taken;

	if (!word_valid(word))
		return error_set(err, "\"%s\" cannot be a command's word", word);
	taken = map_get(commands->words, word);
	if (taken == NULL)
		return true;
	return error_set(
		err, "the word \"%s\" is taken already, by \"%s\"", word, taken->row->name);
}

static bool row_valid(const struct commands *commands, const struct command *row, struct error *err)
{
	const char *aliases = row->aliases != NULL ? row->aliases : "";
	char word[MAX_WORD + 2];

	if (row->run == NULL || row->usage == NULL || row->summary == NULL || row->example == NULL)
		return error_set(
			err, "the row of \"%s\" lacks run, usage, summary or example", row->name);
	if (row->min_args < 0 || row->max_args < row->min_args || row->max_args > MAX_ARGS)
		return error_set(err, "the row of \"%s\" wants from %d to %d arguments", row->name,
			row->min_args, row->max_args);
	if (!word_free(commands, row->name, err))
		return false;
	while (next_word(&aliases, word))
		if (!word_free(commands, word, err))
			return false;
	return true;
}

static void insert_sorted(struct commands *commands, struct command_entry *entry)
{
	size_t at = commands->count++;

	commands->sorted = mem_resize(commands->sorted, commands->count, sizeof *commands->sorted);
	for (; at > 0 && strcmp(commands->sorted[at - 1]->row->name, entry->row->name) > 0; at--)
		commands->sorted[at] = commands->sorted[at - 1];
	commands->sorted[at] = entry;
}

static void add_row(struct commands *commands, const struct command *row, struct plugin *owner)
{
	struct command_entry *entry = mem_zalloc(1, sizeof *entry);
	const char *aliases = row->aliases != NULL ? row->aliases : "";
	char word[MAX_WORD + 2];

	entry->row = row;
	entry->owner = owner;
	map_set(commands->words, row->name, entry);
	while (next_word(&aliases, word))
		map_set(commands->words, word, entry);
	insert_sorted(commands, entry);
}

static void forget_words(struct commands *commands, const struct command_entry *entry)
{
	size_t at = 0;
	const char *word;
	struct command_entry *named;

	while ((named = map_next(commands->words, &at, &word)) != NULL)
		if (named == entry)
			map_remove(commands->words, word);
}

static void remove_at(struct commands *commands, size_t at)
{
	struct command_entry *entry = commands->sorted[at];

	forget_words(commands, entry);
	free(entry);
	commands->count--;
	memmove(&commands->sorted[at], &commands->sorted[at + 1],
		(commands->count - at) * sizeof *commands->sorted);
}

static void remove_rows(
	struct commands *commands, const struct command *first, const struct command *end)
{
	for (size_t i = commands->count; i-- > 0;)
		if (commands->sorted[i]->row >= first && commands->sorted[i]->row < end)
			remove_at(commands, i);
}

bool commands_add(struct commands *commands, const struct command *table, struct plugin *owner,
	struct error *err)
{
	for (const struct command *row = table; row->name != NULL; row++) {
		if (!row_valid(commands, row, err)) {
			remove_rows(commands, table, row);
			return false;
		}
		add_row(commands, row, owner);
	}
	return true;
}

void commands_sweep(struct commands *commands, const struct plugin *owner)
{
	for (size_t i = commands->count; i-- > 0;)
		if (commands->sorted[i]->owner == owner)
			remove_at(commands, i);
}

const struct command_entry *commands_find(const struct commands *commands, const char *word)
{
	char lower[MAX_WORD + 1];
	size_t len = strlen(word);

	if (len > MAX_WORD)
		return NULL;
	for (size_t i = 0; i <= len; i++)
		lower[i] = (char)tolower((unsigned char)word[i]);
	return map_get(commands->words, lower);
}

const struct command_entry *const *commands_all(const struct commands *commands, size_t *count)
{
	*count = commands->count;
	return (const struct command_entry *const *)commands->sorted;
}

/* ---- whom a line is for ---- */

static const char *past_blanks(const char *text)
{
	return text + strspn(text, " ");
}

/* What follows "NICK:" or "NICK,", or NULL. */
static const char *past_nick(const char *text, const char *our_nick,
	bool (*nick_equal)(const void *arg, const char *a, const char *b), const void *arg)
{
	size_t len = strlen(our_nick);
	char nick[128];

	if (len == 0 || len >= sizeof nick || strlen(text) <= len)
		return NULL;
	if (text[len] != ':' && text[len] != ',')
		return NULL;
	memcpy(nick, text, len);
	nick[len] = '\0';
	return nick_equal(arg, nick, our_nick) ? past_blanks(text + len + 1) : NULL;
}

/* What follows PREFIX when a word stands right behind it, or NULL. */
static const char *past_prefix(const char *text, const char *prefix)
{
	size_t len = strlen(prefix);

	if (len == 0 || strncmp(text, prefix, len) != 0 || !isalnum((unsigned char)text[len]))
		return NULL;
	return text + len;
}

enum address command_address(const char *text, const char *prefix, const char *our_nick,
	bool (*nick_equal)(const void *arg, const char *a, const char *b), const void *arg,
	bool in_private, const char **rest)
{
	const char *named = past_nick(text, our_nick, nick_equal, arg), *after;

	if (named != NULL) {
		after = past_prefix(named, prefix);
		*rest = after != NULL ? after : named;
		return in_private ? ADDRESS_PRIVATE : ADDRESS_NICK;
	}
	after = past_prefix(text, prefix);
	if (after == NULL && !in_private)
		return ADDRESS_NONE;
	*rest = after != NULL ? after : text;
	return in_private ? ADDRESS_PRIVATE : ADDRESS_PREFIX;
}

/* ---- running ---- */

/* Whether the asker used ROW less than its cooldown ago, which they are told once; if not, now
 * counts as a use. */
static bool still_cooling(struct commands *commands, const struct command *row, struct request *rq)
{
	const char *host = strchr(rq->hostmask, '!');
	char key[MAX_WORD + 300];
	struct use *use;
	int64_t left_ms;

	if (row->cooldown_ms == 0)
		return false;
	snprintf(key, sizeof key, "%s %s %s", row->name, request_network(rq),
		host != NULL ? host : rq->hostmask);
	use = lru_get(commands->cooling, key);
	left_ms = use->at_ms + (int64_t)row->cooldown_ms - rq->now_ms;
	if (use->used && left_ms > 0) {
		if (!use->told)
			reply(rq, "%s can be used again in %d s.", row->name,
				(int)((left_ms + 999) / 1000));
		use->told = true;
		return true;
	}
	*use = (struct use){.at_ms = rq->now_ms, .used = true};
	return false;
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
	return !still_cooling(commands, row, rq);
}

bool commands_run(struct commands *commands, struct request *rq, const char *line)
{
	const char *argv[MAX_ARGS + 1] = {""};
	char word[MAX_WORD + 2];
	const char *rest = line;
	const struct command_entry *entry;
	int argc;

	if (!next_word(&rest, word))
		return false;
	entry = commands_find(commands, word);
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
		entry->row->run(entry->owner, rq, argc, argv);
	return true;
}
