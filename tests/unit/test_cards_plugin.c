/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !cards as it is typed and answered, to the byte. Run from the top of the source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_host.h"

#include "../../plugins/cards/actions.c"
#include "../../plugins/cards/apart.c"
#include "../../plugins/cards/board.c"
#include "../../plugins/cards/cards.c"
#include "../../plugins/cards/deal.c"
#include "../../plugins/cards/decks.c"
#include "../../plugins/cards/draw.c"
#include "../../plugins/cards/hand.c"
#include "../../plugins/cards/here.c"
#include "../../plugins/cards/moves.c"
#include "../../plugins/cards/pile.c"
#include "../../plugins/cards/play.c"
#include "../../plugins/cards/say.c"
#include "../../plugins/cards/seats.c"
#include "../../plugins/cards/unseat.c"
#include "../../plugins/cards/shelf.c"
#include "../../plugins/cards/tarot.c"
#include "../../plugins/cards/texts.c"
#include "../../plugins/cards/types.c"

#define CARD "Your card is "

struct talk {
	const char *typed, *answer;
};

static struct plugin plugin;

static int open_plugin(void **state)
{
	struct error err;

	(void)state;
	plugin = (struct plugin){.info = &logios_plugin, .data_dir = "etc", .on = "one_per_line"};
	return logios_plugin.open(&plugin, &err) ? 0 : -1;
}

static int close_plugin(void **state)
{
	(void)state;
	logios_plugin.close(&plugin);
	rows_release(&plugin.rows);
	return 0;
}

/* An rng that leaves the decks of COUNT shuffles of CARDS cards as the file has them. */
static struct rng *still(size_t count, uint32_t cards)
{
	struct rng *rng = rng_new_scripted(NULL, 0);

	for (size_t i = 0; i < count; i++)
		for (uint32_t n = cards; n >= 2; n--)
			rng_script_more(rng, &n, 1);
	return rng;
}

static struct request asked_in(const char *channel, struct rng *rng)
{
	return (struct request){.nick = "ann",
		.channel = channel,
		.place = channel != NULL ? channel : "ann",
		.rng = rng,
		.said = STRBUF_INIT};
}

static void hold(struct request *rq, const struct talk *talk)
{
	for (; talk->typed != NULL; talk++) {
		const char *answer = fake_type(&plugin, rq, talk->typed);
		if (strcmp(answer, talk->answer) != 0)
			fail_msg("%s: %s", talk->typed, answer);
	}
}

static void plays(void **state)
{
	static const struct talk talk[] = {
		{"cards new French52", "Deck deck1 created (Type: French52)\n"},
		{"cards draw 2 from deck1", CARD "Ace of clubs\n" CARD "Two of clubs\n"},
		{"cards draw deck1", CARD "Three of clubs\n"},
		{"cards draw from DECK1", CARD "Four of clubs\n"},
		{"cards DRAW 1 deck1", CARD "Five of clubs\n"},
		{"cards draw", CARD "Six of clubs\n"},
		{"cards list", "deck1 (French52): 46 of 52 left\n"},
		{"cards draw 47", "Cannot draw 47 cards, deck only has 46 remaining.\n"},
		{"cards shuffle deck1", "Deck deck1 is now shuffled.\n"},
		{"cards list", "deck1 (French52): 52 of 52 left\n"},
		{"cards draw 1", CARD "Ace of clubs\n"},
		{"cards new french52 Loot", "Deck Loot created (Type: French52)\n"},
		{"cards draw", "There are 2 decks here, name one: deck1, Loot\n"},
		{"cards shuffle loot", "Deck Loot is now shuffled.\n"},
		{"cards remove LOOT", "Deck Loot is put away.\n"},
		{"cards list", "deck1 (French52): 51 of 52 left\n"},
		{NULL, NULL},
	};
	struct request rq = asked_in("#table", still(4, 52));

	(void)state;
	hold(&rq, talk);
	assert_int_equal(rng_script_left(rq.rng), 0);
	strbuf_release(&rq.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
}

static void runs_dry(void **state)
{
	struct request rq = asked_in("#table", still(1, 54));
	const char *answer;
	size_t lines = 0;

	(void)state;
	fake_type(&plugin, &rq, "cards new French54");
	answer = fake_type(&plugin, &rq, "cards draw 52");
	for (const char *at = answer; (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	assert_int_equal(lines, 52);
	assert_string_equal(fake_type(&plugin, &rq, "cards draw 1"), CARD "Red joker\n");
	assert_string_equal(fake_type(&plugin, &rq, "cards draw 2 from deck1"),
		"Cannot draw 2 cards, deck only has 1 remaining.\n");
	assert_string_equal(fake_type(&plugin, &rq, "cards draw 1"), CARD "Black joker\n");
	assert_string_equal(fake_type(&plugin, &rq, "cards draw 1"), "The deck is empty!\n");
	strbuf_release(&rq.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
}

static void answers_mistakes(void **state)
{
#define DRAW_USAGE                                                                                 \
	"Usage: cards draw [N] [secret] [from the bottom | at random] [from] NAME (as in: cards "  \
	"draw 2 "                                                                                  \
	"from deck1)\n"
#define NO_DECK                                                                                    \
	"There is no deck here yet. Make one with: cards new TYPE (cards types shows the types)\n"
#define BAD_NUMBER(n) "Draw 1 to 52 cards at a time, not " n ".\n"
	static const struct talk talk[] = {
		{"cards", "(usage)\n"},
		{"cards new Sheepshead", "Deck Sheepshead not found.\n"},
		{"cards new Frnech52", "Deck Frnech52 not found.\nDid you mean French52? (cards "
				       "types shows all)\n"},
		{"cards new ../decks/French52", "Deck ../decks/French52 not found.\n"},
		{"cards new", "Usage: cards new TYPE [as] [NAME] (as in: cards new French52)\n"},
		{"cards new a b c",
			"Usage: cards new TYPE [as] [NAME] (as in: cards new French52)\n"},
		{"cards draw 2 from deck1", "No such deck: deck1\n"},
		{"cards draw", NO_DECK},
		{"cards shuffle", NO_DECK},
		{"cards shuffle x", "No such deck: x\n"},
		{"cards remove x", "No such deck: x\n"},
		{"cards remove", "Usage: cards remove NAME (as in: cards remove deck1)\n"},
		{"cards list", "There is no deck here yet.\n"},
		{"cards draw 0", BAD_NUMBER("0")},
		{"cards draw 10001", BAD_NUMBER("10001")},
		{"cards draw -1 from deck1", BAD_NUMBER("-1")},
		{"cards draw 2x", BAD_NUMBER("2x")},
		{"cards draw 99999999999999999999", BAD_NUMBER("99999999999999999999")},
		{"cards draw from", DRAW_USAGE},
		{"cards draw 2 from", DRAW_USAGE},
		{"cards draw deck1 2", DRAW_USAGE},
		{"cards draw 2 from a b c d", DRAW_USAGE},
		{"cards types", "Types of decks: Action54, Colours108, Euchre24, French52, "
				"French54, Hanafuda48, "
				"IChingCoins, IChingHexagrams64, Modifiers40, Oracle12, Piquet32, "
				"Spanish40, "
				"Tarot, Zener25\n"},
		{"cards burn high",
			"cards burn is unknown. There are: new, draw, deal, hand, play, "
			"flip, table, discard, pass, take, return, show, away, peek, "
			"status, shuffle, cut, undo, sit, stand, unseat, use, list, types, "
			"remove, help\n"},
		{"cards drwa", "cards drwa is unknown. Did you mean cards draw?\n"},
		{"cards help draw", DRAW_USAGE
			"Draw cards from the top, for all to see, or in secret into your hand. The "
			"only deck, or the one in use, needs no name.\n"},
		{"cards help shufle", "cards shufle is unknown. Did you mean cards shuffle?\n"},
		{"cards help",
			"cards new, draw, deal, hand, play, flip, table, discard, pass, take, "
			"return, show, away, peek, status, shuffle, cut, undo, sit, stand, unseat, "
			"use, "
			"list, types, remove, help (cards help draw explains draw)\n"},
		{NULL, NULL},
	};
	struct request rq = asked_in("#table", still(0, 0));

	(void)state;
	hold(&rq, talk);
	strbuf_release(&rq.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
}

static void a_failed_new_leaves_nothing(void **state)
{
	struct request rq = asked_in("#table", still(1, 52));
	struct request dry = asked_in("#table", still(0, 0));

	(void)state;
	fake_type(&plugin, &dry, "cards new French52");
	assert_null(strstr(dry.said.text, "created"));
	assert_true(dry.said.len > 1);
	assert_null(strstr(fake_type(&plugin, &rq, "cards new French52 9"), "created"));
	assert_string_equal(fake_type(&plugin, &rq, "cards list"), "There is no deck here yet.\n");
	strbuf_release(&rq.said);
	strbuf_release(&dry.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
	rng_free(dry.rng);
	arena_release(&dry.arena);
}

static void keeps_places_apart(void **state)
{
	struct request here = asked_in("#here", still(1, 52));
	struct request there = asked_in("#there", still(1, 52));
	struct request alone = asked_in(NULL, still(1, 52));

	(void)state;
	fake_type(&plugin, &here, "cards new French52");
	assert_string_equal(
		fake_type(&plugin, &there, "cards draw 1 from deck1"), "No such deck: deck1\n");
	assert_string_equal(fake_type(&plugin, &there, "cards new French52"),
		"Deck deck1 created (Type: French52)\n");
	assert_string_equal(fake_type(&plugin, &alone, "cards new French52"),
		"Deck deck1 created (Type: French52)\n");
	fake_type(&plugin, &here, "cards draw 2 from deck1");
	assert_string_equal(
		fake_type(&plugin, &there, "cards list"), "deck1 (French52): 52 of 52 left\n");
	strbuf_release(&here.said);
	strbuf_release(&there.said);
	strbuf_release(&alone.said);
	rng_free(here.rng);
	arena_release(&here.arena);
	rng_free(there.rng);
	arena_release(&there.arena);
	rng_free(alone.rng);
	arena_release(&alone.arena);
}

/* The plugin closed and opened again, as after a crash: the same cards lie there in the same
 * order. */
static void outlives_the_bot(void **state)
{
	static const struct talk before[] = {
		{"cards new French52", "Deck deck1 created (Type: French52)\n"},
		{"cards new French54 Loot", "Deck Loot created (Type: French54)\n"},
		{"cards new French52", "Deck deck2 created (Type: French52)\n"},
		{"cards draw 2 from Loot", CARD "Ace of clubs\n" CARD "Two of clubs\n"},
		{"cards remove deck1", "Deck deck1 is put away.\n"},
		{NULL, NULL},
	};
	static const struct talk after[] = {
		{"cards list", "Loot (French54): 52 of 54 left, deck2 (French52): 52 of 52 left\n"},
		{"cards draw loot", CARD "Three of clubs\n"},
		{"cards draw deck2", CARD "Ace of clubs\n"},
		{"cards new French52", "Deck deck3 created (Type: French52)\n"},
		{NULL, NULL},
	};
	struct request rq = asked_in("#table", still(1, 52)),
		       loot = asked_in("#table", still(1, 54));
	struct error err;

	(void)state;
	hold(&rq, (struct talk[]){before[0], {NULL, NULL}});
	hold(&loot, (struct talk[]){before[1], {NULL, NULL}});
	rng_free(rq.rng);
	arena_release(&rq.arena);
	rq.rng = still(2, 52);
	hold(&rq, before + 2);
	logios_plugin.close(&plugin);
	assert_true(logios_plugin.open(&plugin, &err));
	hold(&rq, after);
	strbuf_release(&rq.said);
	strbuf_release(&loot.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
	rng_free(loot.rng);
	arena_release(&loot.arena);
}

/* What cannot be recorded has not happened, once the host has said so. */
static void goes_back_when_it_cannot_be_kept(void **state)
{
	static const char *const lost[] = {
		"cards draw 3", "cards shuffle", "cards new French52 b", "cards remove deck1"};
	struct request rq = asked_in("#table", still(6, 52));

	(void)state;
	fake_type(&plugin, &rq, "cards new French52");
	fake_type(&plugin, &rq, "cards draw 2");
	for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
		plugin.rows.failing = true;
		assert_non_null(strstr(fake_type(&plugin, &rq, lost[i]), "the disk is full"));
		plugin.rows.failing = false;
		logios_plugin.forget(&plugin);
		assert_string_equal(
			fake_type(&plugin, &rq, "cards list"), "deck1 (French52): 50 of 52 left\n");
	}
	assert_string_equal(fake_type(&plugin, &rq, "cards draw"), CARD "Three of clubs\n");
	strbuf_release(&rq.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
}

static void hold_and_release(struct request *rq, const struct talk *talk)
{
	hold(rq, talk);
	strbuf_release(&rq->said);
	rng_free(rq->rng);
	arena_release(&rq->arena);
}

/* Several cards in one line, and signs, each by its setting. */
static void says_cards_as_set(void **state)
{
	static const struct talk words[] = {
		{"cards new French52", "Deck deck1 created (Type: French52)\n"},
		{"cards draw 2", "Your cards are Ace of clubs, Two of clubs\n"},
		{"cards draw", CARD "Three of clubs\n"},
		{"cards remove deck1", "Deck deck1 is put away.\n"},
		{NULL, NULL},
	};
	static const struct talk signs[] = {
		{"cards new French52", "Deck deck2 created (Type: French52)\n"},
		{"cards draw 14", "Your cards are A\xe2\x99\xa3, 2\xe2\x99\xa3, 3\xe2\x99\xa3, "
				  "4\xe2\x99\xa3, 5\xe2\x99\xa3, 6\xe2\x99\xa3, 7\xe2\x99\xa3, "
				  "8\xe2\x99\xa3, 9\xe2\x99\xa3, 10\xe2\x99\xa3, J\xe2\x99\xa3, "
				  "Q\xe2\x99\xa3, K\xe2\x99\xa3, \00304A\xe2\x99\xa6\003\n"},
		{"cards draw 2 secret",
			"ann draws 2 cards in secret; 36 left.\nann: Your hand (deck2): 1. "
			"\003042\xe2\x99\xa6\003, 2. \003043\xe2\x99\xa6\003\n"},
		{"cards play 3\xe2\x99\xa6", "ann plays \003043\xe2\x99\xa6\003.\n"},
		{"cards play 2d", "ann plays \003042\xe2\x99\xa6\003.\n"},
		{NULL, NULL},
	};
	struct request rq = asked_in("#table", still(1, 52));

	(void)state;
	plugin.on = NULL;
	hold_and_release(&rq, words);
	rq = asked_in("#table", still(1, 52));
	plugin.on = "signs";
	hold_and_release(&rq, signs);
}

/* A person, and a channel, have so many decks, and are told. */
/* Type "cards deal 1 to p1,p2" and so on up to COUNT; the answer. */
static const char *deal_to_many(struct request *rq, int count)
{
	struct strbuf typed = STRBUF_INIT;
	const char *answer;

	for (int i = 1; i <= count; i++)
		strbuf_addf(&typed, "%sp%d", i == 1 ? "cards deal 1 to " : ",", i);
	answer = fake_type(&plugin, rq, typed.text);
	strbuf_release(&typed);
	return answer;
}

/* Names are parted as people do, and are not too many; where one has no room, nobody sits who did
 * not before. */
static void deals_to_the_named(void **state)
{
	static const struct talk talk[] = {
		{"cards new French52", "Deck deck1 created (Type: French52)\n"},
		{"cards deal 1 to b,c",
			"ann deals 1 card each to b, c; 50 left.\nb: Your hand (deck1): 1. Ace of "
			"clubs\nc: Your hand (deck1): 1. Two of clubs\n"},
		{"cards deal 0 to b and c",
			"Usage: cards deal N [face up] to NICK\xe2\x80\xa6 | all [from "
			"NAME] (as in: cards deal 5 to ann bob)\n"},
		{NULL, NULL},
	};
	struct request rq = asked_in("#table", still(1, 52));
	static const char three[] = "ann deals 1 card each to b, c, d; 47 left.\n";

	(void)state;
	hold(&rq, talk);
	assert_memory_equal(fake_type(&plugin, &rq, "cards deal 1 to b and c,and and d"), three,
		sizeof three - 1);
	assert_string_equal(deal_to_many(&rq, 33), "Deal to at most 32 people.\n");
	assert_non_null(strstr(deal_to_many(&rq, 28), "; 19 left.\n"));
	fake_type(&plugin, &rq, "cards sit");
	fake_type(&plugin, &rq, "cards stand");
	assert_non_null(strstr(fake_type(&plugin, &rq, "cards deal 1 to ann zed"), "the most"));
	rq.nick = "b";
	assert_null(strstr(fake_type(&plugin, &rq, "cards sit"), "ann"));
	strbuf_release(&rq.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
}

/* A hand that comes back to a seat that is nobody's is told to nobody. */
static void tells_nobody_a_hand_of_nobody(void **state)
{
	struct request rq = asked_in("#table", still(1, 52));
	struct error err;

	(void)state;
	fake_type(&plugin, &rq, "cards new French52");
	fake_type(&plugin, &rq, "cards deal 1 to ann");
	fake_type(&plugin, &rq, "cards pass 1 to bob");
	players_clear(table_players(places_find(all_places(&plugin), "#table", &err)), 0);
	rq.nick = "bob";
	rq.role = ROLE_GM;
	assert_string_equal(fake_type(&plugin, &rq, "cards undo"),
		"Taken back: ann passes 1 card to bob.\nbob: You hold no card of deck1.\n");
	strbuf_release(&rq.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
}

static void bounds_decks(void **state)
{
	struct request rq = asked_in("#table", rng_new_seeded(1));
	const char *answer;

	(void)state;
	for (int i = 1; i <= 40; i++) {
		rq.nick = i <= 20 ? "ann" : "bob";
		answer = fake_type(&plugin, &rq, "cards new IChingCoins");
		if (i <= 16 || (i > 20 && i <= 36))
			assert_non_null(strstr(answer, "created"));
		else if (i <= 20)
			assert_string_equal(answer,
				"You have opened 16 decks here, and that is the "
				"most: put one away with cards remove NAME.\n");
		else
			assert_non_null(strstr(answer, "You have opened 16 decks here"));
	}
	rq.nick = "cid";
	assert_string_equal(fake_type(&plugin, &rq, "cards new IChingCoins"),
		"There are 32 decks here already, and no room for more.\n");
	fake_type(&plugin, &rq, "cards remove deck1");
	assert_non_null(strstr(fake_type(&plugin, &rq, "cards new IChingCoins"), "created"));
	strbuf_release(&rq.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
}

/* When all has been drawn and played the last move is final, for its order is shown. */
static void last_card_is_final(void **state)
{
	static const struct talk talk[] = {
		{"cards new IChingCoins", "Deck deck1 created (Type: IChingCoins)\n"},
		{"cards draw 7 secret",
			"ann draws 7 cards in secret; 1 left.\nann: Your hand (deck1): 1. "
			"Old yin, 2. Young yang, 3. Young yang, 4. Young yang, 5. "
			"Young yin, 6. Young yin, 7. Young yin\n"},
		{"cards draw", CARD "Old yang\n"},
		{"cards undo", "Taken back: ann draws 1 card.\n"},
		{"cards draw", CARD "Old yang\n"},
		{"cards play young yang", "ann plays Young yang.\n"},
		{"cards play young", "ann: young may be Young yang, Young yin: say more.\n"},
		{"cards discard all",
			"ann discards Old yin, Young yang, Young yang, Young yin, Young "
			"yin, Young yin.\n"},
		{"cards undo",
			"There is no move to take back: a shuffle, and what was taken back "
			"already, are final, and so is all before an order that was shown.\n"},
		{NULL, NULL},
	};
	struct request rq = asked_in("#table", still(1, 8));

	(void)state;
	rq.role = ROLE_GM;
	hold_and_release(&rq, talk);
}

/* Each example of the help works as it stands, at a table where there is something to do. */
static void examples_work(void **state)
{
	static const char *const before[] = {"cards new French52", "cards draw 9 secret",
		"cards play 7 8", "cards discard 9", NULL};

	(void)state;
	for (size_t i = 0; i < ACTIONS; i++) {
		struct request rq = asked_in("#table", rng_new_seeded(i));
		const char *answer = "";
		rq.role = ROLE_OWNER;
		for (size_t j = 0; before[j] != NULL; j++)
			fake_type(&plugin, &rq, before[j]);
		answer = fake_type(&plugin, &rq, actions[i].example);
		if (answer[0] == '\0' || strcmp(answer, "(usage)\n") == 0 ||
			(strstr(answer, "Usage:") != NULL && actions[i].run != help_run) ||
			strstr(answer, "There is no") != NULL || strstr(answer, "unknown") != NULL)
			fail_msg("%s: %s", actions[i].example, answer);
		fake_type(&plugin, &rq, "cards remove deck1");
		strbuf_release(&rq.said);
		rng_free(rq.rng);
		arena_release(&rq.arena);
		logios_plugin.close(&plugin);
		rows_release(&plugin.rows);
		assert_true(logios_plugin.open(&plugin, &(struct error){.text = ""}));
	}
}

static void opens_without_decks(void **state)
{
	struct request rq = asked_in("#table", still(0, 0));
	struct strbuf mistakes = STRBUF_INIT;
	int warnings = 0;
	struct error err;

	(void)state;
	plugin = (struct plugin){
		.info = &logios_plugin, .data_dir = "/nowhere", .warnings = &warnings};
	assert_true(logios_plugin.open(&plugin, &err));
	assert_int_equal(warnings, 1);
	assert_string_equal(fake_type(&plugin, &rq, "cards types"),
		"The folder of decks cannot be read: No such file or directory.\n");
	fake_type(&plugin, &rq, "cards new French52");
	assert_string_equal(
		rq.said.text, "The folder of decks cannot be read: No such file or directory.\n");
	logios_plugin.rehash(&plugin, &mistakes);
	assert_string_equal(mistakes.text, "/nowhere/decks: The folder of decks cannot be read: "
					   "No such file or directory.\n");
	strbuf_release(&mistakes);
	plugin.data_dir = "etc";
	logios_plugin.rehash(&plugin, &mistakes);
	assert_int_equal(mistakes.len, 0);
	logios_plugin.close(&plugin);
	strbuf_release(&rq.said);
	rng_free(rq.rng);
	arena_release(&rq.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plays, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(runs_dry, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(answers_mistakes, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(
			a_failed_new_leaves_nothing, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(keeps_places_apart, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(outlives_the_bot, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(
			goes_back_when_it_cannot_be_kept, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(says_cards_as_set, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(deals_to_the_named, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(
			tells_nobody_a_hand_of_nobody, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(bounds_decks, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(last_card_is_final, open_plugin, close_plugin),
		cmocka_unit_test_setup_teardown(examples_work, open_plugin, close_plugin),
		cmocka_unit_test(opens_without_decks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
