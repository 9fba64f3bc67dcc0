/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "cards/cards.h"

/* A deck of COUNT cards, each of BYTES bytes. */
static struct deck *make_deck(size_t count, size_t bytes)
{
	struct strbuf text = STRBUF_INIT;
	struct deckfile *file;
	struct error err;

	for (size_t i = 0; i < count; i++)
		strbuf_addf(&text, "%0*zu\n", (int)bytes, i);
	file = deckfile_parse("Made", text.text, text.len, &err);
	assert_non_null(file);
	strbuf_release(&text);
	return deck_new(file);
}

/* Add a small deck; its name, or the error. */
static const char *add(struct table *table, const char *name)
{
	static struct error err;
	struct deck *deck = make_deck(2, 1);
	const char *given = table_add(table, deck, name, &err);

	if (given == NULL)
		deck_free(deck);
	return given != NULL ? given : err.text;
}

static void names_decks(void **state)
{
	static const char invalid[] =
		"A deck's name is a letter, then letters, digits, - or _, 24 bytes in all.";
	static const struct {
		const char *name, *answer;
	} cases[] = {{NULL, "deck1"}, {NULL, "deck2"}, {"Deck4", "Deck4"}, {NULL, "deck3"},
		{NULL, "deck5"}, {"loot", "loot"}, {"LOOT", "There is a deck called LOOT already."},
		{"a-b_9", "a-b_9"}, {"", invalid}, {"9lives", invalid}, {"7", invalid},
		{"-x", invalid}, {"from", invalid}, {"From", invalid}, {"a b", invalid},
		{"a/b", invalid}, {"caf\xc3\xa9", invalid}, {"a\x02", invalid},
		{"abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuvwx"},
		{"abcdefghijklmnopqrstuvwxy", invalid}};
	struct table *table = table_new();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(add(table, cases[i].name), cases[i].answer);
	table_free(table);
}

static void finds_decks(void **state)
{
	struct table *table = table_new();
	struct error err;
	struct deck *first;

	(void)state;
	assert_null(table_find(NULL, NULL, &err));
	assert_string_equal(err.text, "There is no deck here yet.");
	assert_null(table_find(NULL, "deck1", &err));
	assert_string_equal(err.text, "No such deck: deck1");
	assert_int_equal(table_count(NULL), 0);

	add(table, NULL);
	first = table_find(table, NULL, &err);
	assert_non_null(first);
	assert_ptr_equal(table_find(table, "DECK1", &err), first);
	assert_string_equal(table_name(table, first), "deck1");
	assert_null(table_find(table, "deck2", &err));
	assert_string_equal(err.text, "No such deck: deck2");

	add(table, "loot");
	assert_null(table_find(table, NULL, &err));
	assert_string_equal(err.text, "There are 2 decks here, name one: deck1, loot");

	table_take(table, first);
	deck_free(first);
	assert_int_equal(table_count(table), 1);
	assert_string_equal(table_name(table, table_at(table, 0)), "loot");
	assert_null(table_find(table, "deck1", &err));
	assert_string_equal(add(table, NULL), "deck2");
	table_free(table);
}

static void keeps_its_bounds(void **state)
{
	struct table *table = table_new();
	struct deck *deck;
	struct error err;

	(void)state;
	for (size_t i = 0; i < TABLE_DECKS_MAX; i++)
		add(table, NULL);
	assert_string_equal(
		add(table, NULL), "There are 32 decks here already, and no room for more.");
	assert_int_equal(table_count(table), TABLE_DECKS_MAX);
	table_free(table);

	table = table_new();
	assert_non_null(table_add(table, make_deck(10000, 5), NULL, &err));
	assert_non_null(table_add(table, make_deck(9999, 5), NULL, &err));
	deck = make_deck(2, 5);
	assert_null(table_add(table, deck, NULL, &err));
	assert_string_equal(err.text, "The decks here would have 20001 cards; 20000 is the most.");
	deck_free(deck);
	assert_non_null(table_add(table, make_deck(1, 5), NULL, &err));
	table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_decks),
		cmocka_unit_test(finds_decks),
		cmocka_unit_test(keeps_its_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
