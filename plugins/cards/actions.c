/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions of !cards: a row each; found, run, explained. */
#include "actions.h"

#include <string.h>
#include <strings.h>

#include "base/nearest.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "handlers.h"
#include "types.h"

static void help_run(struct play *play);

static const struct action actions[] = {
	{"new", "TYPE [as] [NAME]", "Open a deck and shuffle it.", "cards new French52", false,
		ROLE_ANYONE, new_run},
	{"draw", "[N] [secret] [from the bottom | at random] [from] NAME",
		"Draw cards from the top, for all to see, or in secret into your hand. The only "
		"deck, or the one in use, needs no name.",
		"cards draw 2 from deck1", true, ROLE_ANYONE, draw_run},
	{"deal", "N [face up] to NICK… | all [from NAME]",
		"Deal cards into the hands of those who are named, or of all who sit; face up "
		"before them on the table.",
		"cards deal 5 to ann bob", true, ROLE_ANYONE, deal_run},
	{"hand", "[sorted] [NAME]",
		"Be told your hand, in private; sorted by suit and rank, under the same numbers.",
		"cards hand", true, ROLE_ANYONE, hand_run},
	{"play", "CARD… | all [face down]",
		"Put cards of your hand on the table. A card is its number, its name, its code "
		"(QS), "
		"or pieces of its name (queen sp); commas part cards.",
		"cards play 1 3 face down", true, ROLE_ANYONE, play_run},
	{"flip", "[CARD…]",
		"Turn cards on the table over: those named, or all of yours that lie face down.",
		"cards flip 2", true, ROLE_ANYONE, flip_run},
	{"table", "[NAME]", "Show what is on the table.", "cards table", false, ROLE_ANYONE,
		table_run},
	{"discard", "CARD… | all | table",
		"Put cards of your hand, or all that are on the table, on the discards.",
		"cards discard 2 4", true, ROLE_ANYONE, discard_run},
	{"pass", "CARD… to NICK", "Give cards of your hand to another's.", "cards pass 2 to bob",
		true, ROLE_ANYONE, pass_run},
	{"take", "[CARD… | all] [from the table | from the discards]",
		"Take the top of the discards, or what is named, into your hand.", "cards take",
		true, ROLE_ANYONE, take_run},
	{"return", "CARD… | all [to the top | to the bottom]",
		"Put cards of your hand back into the pile, at the bottom unless you say "
		"otherwise.",
		"cards return 3 to the top", false, ROLE_ANYONE, return_run},
	{"show", "CARD… | all [to NICK]",
		"Show cards of your hand to all, or to one alone; they stay with you.",
		"cards show 2", false, ROLE_ANYONE, show_run},
	{"away", "CARD… | all | table | discards [from the table | discards | pile]",
		"Put cards out of play until all are shuffled. From the pile, for the GM: away all "
		"joker from the pile; cards return joker from away puts one back.",
		"cards away 2", false, ROLE_ANYONE, away_run},
	{"peek", "[N] [NAME]", "Look at the top cards, which is told to all.", "cards peek 3", true,
		ROLE_GM, peek_run},
	{"status", "[NAME]", "Count the cards, and tell none.", "cards status", false, ROLE_ANYONE,
		status_run},
	{"shuffle", "[discards [but the top] of | pile of] NAME",
		"Put all cards back and shuffle; or shuffle the discards into the pile, or only "
		"what is left of the pile.",
		"cards shuffle deck1", true, ROLE_ANYONE, shuffle_run},
	{"cut", "[N] [NAME]",
		"Put the top N cards under the rest; without N, a roll says how many.", "cards cut",
		true, ROLE_ANYONE, cut_run},
	{"undo", "[NAME]", "Take the last move back.", "cards undo", false, ROLE_GM, undo_run},
	{"sit", "", "Play here: be dealt to when all are.", "cards sit", false, ROLE_ANYONE,
		sit_run},
	{"stand", "", "Play no more: be passed over when all are dealt to.", "cards stand", false,
		ROLE_ANYONE, stand_run},
	{"unseat", "NICK",
		"Free the seat of somebody: what they hold goes on the discards, for all to see.",
		"cards unseat bob", false, ROLE_GM, unseat_run},
	{"use", "NAME", "Say which deck is meant where none is named.", "cards use deck1", false,
		ROLE_ANYONE, use_run},
	{"list", "", "Show the decks here and how many cards are left in each.", "cards list",
		false, ROLE_ANYONE, list_run},
	{"types", "[TYPE]", "Show what kinds of decks there are, or what one is.",
		"cards types Tarot", false, ROLE_ANYONE, types_run},
	{"remove", "NAME", "Put a deck away for good.", "cards remove deck1", false, ROLE_ANYONE,
		remove_run},
	{"help", "[TOPIC]", "Explain one of these words.", "cards help draw", false, ROLE_ANYONE,
		help_run},
};

enum { ACTIONS = sizeof actions / sizeof *actions };

const struct action *action_find(const char *word)
{
	for (size_t i = 0; i < ACTIONS; i++)
		if (strcasecmp(actions[i].name, word) == 0)
			return &actions[i];
	return NULL;
}

/* Reply that WORD is no action, with the one that may have been meant, or all there are. */
static void unknown(struct request *rq, const char *word)
{
	struct strbuf names = STRBUF_INIT;
	struct nearest search;

	nearest_begin(&search, word);
	for (size_t i = 0; i < ACTIONS; i++) {
		strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", actions[i].name);
		nearest_offer(&search, actions[i].name);
	}
	word = quote_words(request_arena(rq), word);
	if (search.best != NULL)
		reply(rq, "cards %s is unknown. Did you mean cards %s?", word, search.best);
	else
		reply(rq, "cards %s is unknown. There are: %s", word, names.text);
	strbuf_release(&names);
}

void action_explain(struct request *rq, const struct action *action)
{
	struct play play = {.rq = rq, .action = action};

	play_usage(&play);
	reply(rq, "%s", action->summary);
}

static void overview(struct request *rq)
{
	struct strbuf names = STRBUF_INIT;

	for (size_t i = 0; i < ACTIONS; i++)
		strbuf_addf(&names, "%s%s", i > 0 ? ", " : "", actions[i].name);
	reply(rq, "cards %s (cards help draw explains draw)", names.text);
	strbuf_release(&names);
}

static void help_run(struct play *play)
{
	const struct action *topic = play->texts.count > 0 ? action_find(play->texts.at[0]) : NULL;

	if (play->texts.count == 0)
		overview(play->rq);
	else if (topic == NULL)
		unknown(play->rq, play->texts.at[0]);
	else
		action_explain(play->rq, topic);
}

void action_run(struct plugin *self, struct request *rq, const char *word, const char *rest)
{
	struct play play = {.self = self,
		.rq = rq,
		.arena = request_arena(rq),
		.action = action_find(word),
		.seat = ZONE_NOBODY};

	if (play.action == NULL)
		unknown(rq, word);
	else if (request_role(rq) < play.action->role)
		reply(rq, "cards %s is for the GM and operators only.", play.action->name);
	else if (!texts_split(&play.texts, play.arena, rest))
		reply(rq, "That is too much at once: %u words are the most.", TEXTS_MAX);
	else
		play.action->run(&play);
}
