/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answer !cards: decks for the table, hands that only their holders see. The word after `cards` is
 * looked up in a table of its own (actions.h). Decks belong to the place where they were made. They
 * outlive the bot, within the bounds of cards/places.h: private conversations are forgotten before
 * channels are. */
#include <stdlib.h>
#include <string.h>

#include "actions.h"
#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "cards/cards.h"
#include "here.h"
#include "logios.h"
#include "moves.h"
#include "tarot.h"
#include "types.h"

static void cards_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	action_run(self, rq, argv[1], argc > 2 ? argv[2] : "");
}

/* Return whether LINE's first word is a brief one that nobody else has, and there is something for
 * it to be about. Music bots share channels, and have !play and !shuffle too. */
static bool is_brief(struct plugin *self, struct request *rq, const char *word)
{
	const struct action *action = action_find(word);
	const struct table *table;
	struct error err;

	if (action == NULL || !action->brief || plugin_knows_command(self, word, request_place(rq)))
		return false;
	table = places_find(all_places(self), request_table(rq), &err);
	return table_count(table) > 0 || request_channel(rq) == NULL;
}

static const char *replace(struct plugin *self, struct request *rq, const char *line)
{
	enum { WORD_MAX = 16 };
	char word[WORD_MAX];
	size_t len = strcspn(line, " ");

	if (len >= sizeof word)
		return NULL;
	memcpy(word, line, len);
	word[len] = '\0';
	return is_brief(self, rq, word) ? arena_printf(request_arena(rq), "cards %s", line) : NULL;
}

static enum verdict explain(struct plugin *self, struct request *rq, const char *topic)
{
	const struct action *action = topic != NULL ? action_find(topic) : NULL;

	(void)self;
	if (action == NULL)
		return PASS;
	action_explain(rq, action);
	return TAKEN;
}

static bool cards_open(struct plugin *self, struct error *err)
{
	struct cards *cards = mem_zalloc(1, sizeof *cards);

	(void)err;
	warn_without_decks(self);
	cards->shelf = plugin_shelf(self);
	cards->places = places_new(&cards->shelf);
	plugin_set_state(self, cards);
	return true;
}

static void cards_close(struct plugin *self)
{
	places_free(all_places(self));
	free(plugin_state(self));
}

static void cards_forget(struct plugin *self)
{
	places_forget(all_places(self));
}

static const struct setting settings[] = {
	{.name = "one_per_line",
		.type = SETTING_FLAG,
		.value = "no",
		.per_channel = true,
		.help = "say each card that is drawn in a line of its own"},
	{.name = "signs",
		.type = SETTING_FLAG,
		.value = "no",
		.per_channel = true,
		.help = "show cards that have one by their sign, Q♠ for Queen of spades"},
	{.name = NULL}};

static const struct command commands[] = {
	{.name = "cards",
		.usage = "new TYPE [NAME] | draw [N] [from] NAME | deal N to NICK… | hand | play "
			 "CARD… | shuffle NAME | … | help [TOPIC]",
		.summary = "Decks of cards for the table.",
		.example = "cards new French52",
		.role = ROLE_ANYONE,
		.min_args = 1,
		.max_args = 2,
		.run = cards_run},
	{.name = "tarot",
		.usage = "[1 | 3 | 5 | cross]",
		.summary =
			"Shuffle the tarot and lay cards: one, three for past, present and future, "
			"five, or the cross of ten.",
		.example = "tarot 3",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 1,
		.run = tarot_run},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "cards", .aka = "LogiCards", .version = "1.1",
	.summary = "Decks of cards for the table.", .commands = commands, .settings = settings,
	.open = cards_open, .close = cards_close, .forget = cards_forget, .replace = replace,
	.explain = explain, .moved = follow_move, .rehash = check_decks, .check = check_decks);
