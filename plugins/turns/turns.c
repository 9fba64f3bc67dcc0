/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plugin: `init` and the words behind it. What is no such word is rolled: init +3. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/nearest.h"
#include "base/quote.h"
#include "base/text.h"
#include "moves.h"
#include "tell.h"
#include "words.h"

static const struct word *const tables[] = {
	roll_words, add_words, move_words, state_words, card_words};

enum { TABLES = sizeof tables / sizeof *tables };

/* Return TEXT with single blanks, in ARENA, as words that cannot pass for ours: names are made of
 * them. */
static char *tidy(struct arena *arena, const char *typed)
{
	const char *text = quote_words(arena, typed);
	char *copy = arena_strdup(arena, text);
	size_t len = 0;

	for (const char *at = text; *at != '\0'; at++)
		if (*at != ' ' || (len > 0 && copy[len - 1] != ' '))
			copy[len++] = *at;
	while (len > 0 && copy[len - 1] == ' ')
		len--;
	copy[len] = '\0';
	return copy;
}

static const struct word *find_word(const char *name)
{
	for (size_t i = 0; i < TABLES; i++)
		for (const struct word *word = tables[i]; word->name != NULL; word++)
			if (strcasecmp(word->name, name) == 0 ||
				text_has_word(word->more, name, strlen(name)))
				return word;
	return NULL;
}

/* Say all words that there are, with what follows them. */
static void say_usage(struct request *rq)
{
	struct strbuf line = STRBUF_INIT;

	for (size_t i = 0; i < TABLES; i++)
		for (const struct word *word = tables[i]; word->name != NULL; word++)
			strbuf_addf(&line, "%s%s%s%s", line.len > 0 ? " | " : "", word->name,
				*word->usage != '\0' ? " " : "", word->usage);
	reply(rq, "init %s", line.text);
	strbuf_release(&line);
}

/* Say that NAME is no word, and which may have been meant. */
static void say_unknown(struct request *rq, const char *name)
{
	struct strbuf names = STRBUF_INIT;
	struct nearest search;

	nearest_begin(&search, name);
	for (size_t i = 0; i < TABLES; i++)
		for (const struct word *word = tables[i]; word->name != NULL; word++) {
			nearest_offer(&search, word->name);
			strbuf_addf(&names, "%s%s", names.len > 0 ? ", " : "", word->name);
		}
	name = quote_words(request_arena(rq), name);
	if (search.best != NULL)
		reply(rq, "init %s is unknown. Did you mean init %s?", name, search.best);
	else
		reply(rq, "init %s is unknown. There are: %s", name, names.text);
	strbuf_release(&names);
}

/* Return whether TEXT looks like dice or a bonus, and not like a word that was misspelt. */
static bool is_dice(const char *text)
{
	return strpbrk(text, "0123456789") != NULL && strchr("+-0123456789dD(", *text) != NULL;
}

/* Run WORD about HERE with TEXT. */
static void run_word(struct here *here, const struct word *word, char *text)
{
	if (word->needs_text && *text == '\0')
		reply(here->rq, "Usage: init %s %s (as in: %s)", word->name, word->usage,
			word->example);
	else if (here->channel != NULL && !word->apart)
		reply(here->rq, "Say that in %s.", here->channel);
	else
		word->run(here, text);
}

static void init_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	char *text = tidy(request_arena(rq), argc > 1 ? argv[1] : ""), *rest;
	const char *first = arena_strndup(request_arena(rq), text, strcspn(text, " "));
	const struct word *word = find_word(first);
	struct here here;

	rest = text + strlen(first) + (text[strlen(first)] == ' ');
	if (word == NULL && is_dice(text)) {
		word = find_word("roll");
		rest = text;
	}
	if (word == NULL && *text != '\0') {
		if (strcasecmp(first, "help") == 0)
			say_usage(rq);
		else
			say_unknown(rq, first);
		return;
	}
	if (!request_keeps(rq) || !here_open(&here, self, rq))
		return;
	if (word != NULL)
		run_word(&here, word, rest);
	else
		say_turn(&here, &(struct strbuf)STRBUF_INIT);
	here_close(&here);
}

static const struct command commands[] = {
	{.name = "init",
		.aliases = "initiative",
		.usage = "[roll d20+3 | add goblin 12 | next | list | hold | act | cond goblin "
			 "stunned 2 "
			 "| deal | help]",
		.summary = "Turn order, by dice or by cards: who is up, and who is next.",
		.example = "init roll d20+3",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 1,
		.run = init_run},
	{.name = NULL}};

static const struct setting settings[] = {
	{.name = "dice",
		.type = SETTING_TEXT,
		.value = "1d20",
		.per_channel = true,
		.help = "what is rolled for initiative where only a bonus is said"},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "turns", .version = "1.0", .summary = "Turn order, by dice or by cards.",
	.commands = commands, .settings = settings, .moved = follow_move);
