/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answer !cards: decks for the table. The word after `cards` is looked up in a table of its own
 * (actions.h). Decks belong to the place where they were made. They outlive the bot, within the
 * bounds of cards/places.h: private conversations are forgotten before channels are. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "actions.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "cards/cards.h"
#include "here.h"
#include "logios.h"
#include "types.h"

enum {
	DRAW_MAX = 52,     /* cards at a time */
	CARDS_MAX = 10000, /* more than any deck has: that it has not enough is said of the deck */
};

static void new_run(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
static void draw_run(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
static void shuffle_run(
	struct plugin *self, struct request *rq, int argc, const char *const argv[]);
static void list_run(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
static void remove_run(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
static void help_run(struct plugin *self, struct request *rq, int argc, const char *const argv[]);

static const struct command actions[] = {{.name = "new",
						 .usage = "TYPE [NAME]",
						 .summary = "Open a deck and shuffle it.",
						 .example = "cards new French52",
						 .min_args = 1,
						 .max_args = 2,
						 .run = new_run},
	{.name = "draw",
		.usage = "[N] [from] NAME",
		.summary = "Draw cards from the top, for all to see. The only deck needs no name.",
		.example = "cards draw 2 from deck1",
		.min_args = 0,
		.max_args = 3,
		.run = draw_run},
	{.name = "shuffle",
		.usage = "NAME",
		.summary = "Put all drawn cards back and shuffle.",
		.example = "cards shuffle deck1",
		.min_args = 0,
		.max_args = 1,
		.run = shuffle_run},
	{.name = "list",
		.usage = "",
		.summary = "Show the decks here and how many cards are left in each.",
		.example = "cards list",
		.min_args = 0,
		.max_args = 0,
		.run = list_run},
	{.name = "types",
		.usage = "",
		.summary = "Show what kinds of decks there are.",
		.example = "cards types",
		.min_args = 0,
		.max_args = 0,
		.run = types_run},
	{.name = "remove",
		.usage = "NAME",
		.summary = "Put a deck away for good.",
		.example = "cards remove deck1",
		.min_args = 1,
		.max_args = 1,
		.run = remove_run},
	{.name = "help",
		.usage = "[TOPIC]",
		.summary = "Explain one of these words.",
		.example = "cards help draw",
		.min_args = 0,
		.max_args = 1,
		.run = help_run},
	{.name = NULL}};

/* ---- new ---- */

/* Put DECK on the table here, and on the shelf. Returns its name, or NULL; *TAKEN when the table
 * has it all the same. */
static const char *put_on_table(struct plugin *self, struct request *rq, struct deck *deck,
	const char *name, bool *taken, struct error *err)
{
	enum place_kind kind = request_channel(rq) != NULL ? PLACE_LASTING : PLACE_PASSING;
	struct table *table = places_open(all_places(self), request_table(rq), kind, err);

	if (table != NULL &&
		(!begin_life(self, rq, table, err) || !note_life(self, request_table(rq), err)))
		table = NULL;
	name = table != NULL ? table_add(table, deck, name, err) : NULL;
	*taken = name != NULL;
	if (name != NULL && !places_added(all_places(self), request_table(rq), deck, err))
		return NULL;
	return name;
}

/* Report the order in which the cards of DECK lie now, for those who want to check it. */
static void reply_order(struct request *rq, const struct deck *deck)
{
	size_t count = deck_size(deck), *order = mem_zalloc(count, sizeof *order);
	struct strbuf bytes = STRBUF_INIT;

	deck_write_order(deck, &bytes);
	for (size_t i = 0; i < count; i++)
		order[i] = (size_t)(unsigned char)bytes.text[2 * i] << 8 |
			   (unsigned char)bytes.text[2 * i + 1];
	request_shuffled(rq, order, count);
	free(order);
	strbuf_release(&bytes);
}

/* Shuffle DECK, which is called NAME on the table; it can be checked afterwards by its name. */
static bool shuffle(struct plugin *self, struct request *rq, struct deck *deck, const char *name,
	struct error *err)
{
	return deck_shuffle(deck, request_shuffle(rq, name), err) &&
	       places_moved(all_places(self), request_table(rq), deck, err);
}

/* Open a deck and shuffle it at once: who draws from it expects chance, not the ace of clubs. */
static void new_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct deck *deck;
	const char *name = NULL;
	bool taken = false;
	struct error err;

	if (!request_keeps(rq))
		return;
	deck = open_deck(self, rq, argv[1]);
	if (deck == NULL)
		return;
	name = put_on_table(self, rq, deck, argc > 2 ? argv[2] : NULL, &taken, &err);
	if (name != NULL && shuffle(self, rq, deck, name, &err)) {
		reply(rq, "Deck %s created (Type: %s)", name, deck_type(deck));
		reply_order(rq, deck);
		return;
	}
	reply_error(rq, &err);
	if (!taken)
		deck_free(deck);
	else
		places_put_away(all_places(self), request_table(rq), deck, NULL);
}

/* ---- draw ---- */

static bool is_number(const char *word)
{
	return isdigit((unsigned char)word[0]) || word[0] == '+' || word[0] == '-';
}

/* Read "[N] [from] [NAME]" from ARGV (without the action's own word). NAME is NULL when none is
 * given. ERR is empty when the words are in no such order. */
static bool read_draw(
	int argc, const char *const argv[], long *count, const char **name, struct error *err)
{
	int at = 0;
	bool from;

	*count = 1;
	*name = NULL;
	if (at < argc && is_number(argv[at]) && !number_parse(argv[at++], 1, CARDS_MAX, count))
		return error_set(err, "Draw 1 to %d cards at a time, not %s.", DRAW_MAX, argv[0]);
	from = at < argc && strcasecmp(argv[at], "from") == 0;
	if (from)
		at++;
	if (at < argc)
		*name = argv[at++];
	if (at < argc || (from && *name == NULL))
		return error_set(err, "%s", "");
	return true;
}

static void draw_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const char *cards[DRAW_MAX], *name;
	struct table *table;
	struct deck *deck;
	struct error err;
	long count;

	if (!read_draw(argc - 1, argv + 1, &count, &name, &err)) {
		if (err.text[0] != '\0')
			reply_error(rq, &err);
		else
			action_usage(rq, action_find(actions, "draw"));
		return;
	}
	deck = deck_here(self, rq, name, &table);
	if (deck == NULL)
		return;
	if (count > DRAW_MAX && (size_t)count <= deck_left(deck)) {
		reply(rq, "Draw 1 to %d cards at a time, not %ld.", DRAW_MAX, count);
		return;
	}
	if (!deck_draw(deck, (size_t)count, cards, &err) ||
		!places_moved(all_places(self), request_table(rq), deck, &err)) {
		reply_error(rq, &err);
		return;
	}
	for (long i = 0; i < count; i++)
		reply(rq, "Your card is %s", cards[i]);
	if (deck_left(deck) == 0)
		request_deck_done(rq, table_name(table, deck));
}

/* ---- the rest ---- */

static void shuffle_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct table *table;
	struct deck *deck = deck_here(self, rq, argc > 1 ? argv[1] : NULL, &table);
	struct error err;

	if (deck == NULL)
		return;
	if (!shuffle(self, rq, deck, table_name(table, deck), &err)) {
		reply_error(rq, &err);
		return;
	}
	reply(rq, "Deck %s is now shuffled.", table_name(table, deck));
	request_deck_done(rq, table_name(table, deck));
	reply_order(rq, deck);
}

static void list_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct strbuf line = STRBUF_INIT;
	struct table *table;

	(void)argc;
	(void)argv;
	if (!table_here(self, rq, &table))
		return;
	for (size_t i = 0; i < table_count(table); i++) {
		const struct deck *deck = table_at(table, i);
		strbuf_addf(&line, "%s%s (%s): %zu of %zu left", i > 0 ? ", " : "",
			table_name(table, deck), deck_type(deck), deck_left(deck), deck_size(deck));
	}
	reply(rq, "%s", line.len > 0 ? line.text : "There is no deck here yet.");
	strbuf_release(&line);
}

static void remove_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct table *table;
	struct deck *deck = deck_here(self, rq, argv[1], &table);
	struct error err;

	(void)argc;
	if (deck == NULL)
		return;
	reply(rq, "Deck %s is put away.", table_name(table, deck));
	request_deck_done(rq, table_name(table, deck));
	if (!places_put_away(all_places(self), request_table(rq), deck, &err))
		reply_error(rq, &err);
}

static void help_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct command *topic = action_find(actions, argc > 1 ? argv[1] : "help");

	(void)self;
	if (topic == NULL) {
		action_unknown(rq, actions, argv[1]);
		return;
	}
	if (argc > 1) {
		action_usage(rq, topic);
		reply(rq, "%s", topic->summary);
	} else {
		action_overview(rq, actions);
	}
}

/* ---- the plugin ---- */

static void cards_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct command *action = action_find(actions, argv[1]);
	int args = argc - 2;

	if (action == NULL)
		action_unknown(rq, actions, argv[1]);
	else if (args < action->min_args || args > action->max_args)
		action_usage(rq, action);
	else
		action->run(self, rq, argc - 1, argv + 1);
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

static const struct command commands[] = {
	{.name = "cards",
		.usage = "new TYPE [NAME] | draw [N] [from] NAME | shuffle NAME | list | types | "
			 "remove NAME | help [TOPIC]",
		.summary = "Decks of cards for the table.",
		.example = "cards new French52",
		.role = ROLE_ANYONE,
		.min_args = 1,
		.max_args = 5, /* one more than the longest action has, so that too many are seen */
		.run = cards_run},
	{.name = NULL}};

LOGIOS_PLUGIN(.name = "cards", .aka = "LogiCards", .version = "1.0",
	.summary = "Decks of cards for the table.", .commands = commands, .open = cards_open,
	.close = cards_close, .forget = cards_forget);
