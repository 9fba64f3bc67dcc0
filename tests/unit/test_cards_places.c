/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of many places: apart from one another, within their bounds, and the same after a restart;
 * what was written and is damaged is told, never believed. */
#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "cards/cards.h"
#include "crypto/random.h"
#include "rows.h"
#include "test.h"

struct hall {
	struct rows rows;
	struct shelf shelf;
	struct places *places;
};

static void begin(struct hall *hall)
{
	*hall = (struct hall){.rows = {.items = NULL}};
	hall->shelf = (struct shelf){.put = rows_put,
		.remove = rows_remove,
		.each = rows_each,
		.places = rows_places,
		.arg = &hall->rows};
	hall->places = places_new(&hall->shelf);
}

static void restart(struct hall *hall)
{
	places_free(hall->places);
	hall->places = places_new(&hall->shelf);
}

static void end(struct hall *hall)
{
	places_free(hall->places);
	rows_release(&hall->rows);
}

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

/* Put DECK on the table at PLACE; its name. */
static const char *add(struct hall *hall, const char *place, enum place_kind kind,
	struct deck *deck, const char *name)
{
	struct error err = {.text = ""};
	struct table *table = places_open(hall->places, place, kind, &err);

	assert_non_null(table);
	name = table_add(table, deck, name, &err);
	assert_non_null(name);
	assert_true(places_added(hall->places, place, deck, &err));
	return name;
}

static const char *add_small(struct hall *hall, const char *place, enum place_kind kind)
{
	return add(hall, place, kind, make_deck(2, 1), NULL);
}

/* The table at PLACE, NULL if there is none; that it can be read is asserted. */
static struct table *find(struct hall *hall, const char *place)
{
	struct error err;
	struct table *table = places_find(hall->places, place, &err);

	if (table == NULL)
		assert_string_equal(err.text, "");
	return table;
}

static void numbers_per_place(void **state)
{
	struct hall hall;

	(void)state;
	begin(&hall);
	assert_null(find(&hall, "net/#a"));
	assert_string_equal(add_small(&hall, "net/#a", PLACE_LASTING), "deck1");
	assert_string_equal(add_small(&hall, "net/#b", PLACE_LASTING), "deck1");
	assert_string_equal(add_small(&hall, "net/#a", PLACE_LASTING), "deck2");
	assert_int_equal(table_count(find(&hall, "net/#a")), 2);
	assert_null(find(&hall, "net/#c"));
	assert_int_equal(places_count(hall.places), 2);
	places_free(NULL);
	end(&hall);
}

/* ---- bounds ---- */

static void add_many(struct hall *hall, const char *word, enum place_kind kind, int count)
{
	char place[32];

	for (int i = 0; i < count; i++) {
		snprintf(place, sizeof place, "net/%s%d", word, i);
		add_small(hall, place, kind);
	}
}

static void forgets_private_talk_first(void **state)
{
	struct hall hall;

	(void)state;
	begin(&hall);
	add_many(&hall, "#c", PLACE_LASTING, 2);
	add_many(&hall, "nick", PLACE_PASSING, (int)PLACES_MAX + 50);
	for (int round = 0; round < 2; round++) {
		assert_non_null(find(&hall, "net/#c0"));
		assert_non_null(find(&hall, "net/#c1"));
		assert_null(find(&hall, "net/nick0"));
		assert_non_null(find(&hall, "net/nick561"));
		assert_int_equal(places_count(hall.places), PLACES_MAX);
		assert_int_equal(hall.rows.count, 4 * PLACES_MAX);
		restart(&hall);
	}
	assert_non_null(find(&hall, "net/nick52"));
	add_many(&hall, "late", PLACE_PASSING, 2);
	assert_non_null(find(&hall, "net/#c0"));
	assert_int_equal(hall.rows.count, 4 * PLACES_MAX);
	end(&hall);
}

static void forgets_the_idle_first(void **state)
{
	struct hall hall;

	(void)state;
	begin(&hall);
	add_many(&hall, "#c", PLACE_LASTING, (int)PLACES_MAX);
	assert_non_null(find(&hall, "net/#c0"));
	add_small(&hall, "net/#new", PLACE_LASTING);
	assert_int_equal(places_count(hall.places), PLACES_MAX);
	assert_non_null(find(&hall, "net/#c0"));
	assert_null(find(&hall, "net/#c1"));
	end(&hall);
}

/* Decks of 9 000 cards of 100 bytes take some 1.05 MB each: 15 stay below 16 MiB. */
static void forgets_by_bytes(void **state)
{
	struct hall hall;
	char place[32];

	(void)state;
	begin(&hall);
	for (int i = 0; i < 40; i++) {
		snprintf(place, sizeof place, "net/#%d", i);
		add(&hall, place, PLACE_LASTING, make_deck(9000, 100), NULL);
		if (i == 20)
			restart(&hall);
	}
	assert_true(places_count(hall.places) >= 14);
	assert_true(places_count(hall.places) <= 18);
	assert_null(find(&hall, "net/#0"));
	assert_int_equal(table_count(find(&hall, "net/#39")), 1);
	end(&hall);
}

/* When what is to be forgotten cannot be, nothing new is made. */
static void fails_with_the_shelf(void **state)
{
	struct hall hall;
	struct error err;

	(void)state;
	begin(&hall);
	add_many(&hall, "#c", PLACE_LASTING, (int)PLACES_MAX);
	hall.rows.failing = true;
	assert_null(places_open(hall.places, "net/#new", PLACE_LASTING, &err));
	assert_string_equal(err.text, "the disk is full");
	hall.rows.failing = false;
	places_forget(hall.places);
	assert_null(find(&hall, "net/#new"));
	assert_non_null(find(&hall, "net/#c0"));
	end(&hall);
}

/* ---- restarts ---- */

/* All cards that are left in DECK, drawn from a copy of it that is read from the shelf. */
static void draw_all(struct hall *hall, const char *place, const char *name, struct strbuf *out)
{
	struct error err;
	int kind;
	struct table *table = shelf_read_table(&hall->shelf, place, &kind, &err);
	struct deck *deck = table_find(table, name, &err);
	const char *card;

	assert_non_null(deck);
	strbuf_reset(out);
	while (deck_draw(deck, 1, &card, &err))
		strbuf_addf(out, "%s ", card);
	table_free(table);
}

static void same_order_after_each_change(void **state)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct rng *rng = rng_new_seeded(7);
	struct deck *deck = make_deck(300, 3);
	struct hall hall;
	struct error err;
	const char *cards[60];

	(void)state;
	begin(&hall);
	assert_true(deck_shuffle(deck, rng, &err));
	add(&hall, "net/#a", PLACE_LASTING, deck, "Big");
	draw_all(&hall, "net/#a", "big", &before);
	for (int round = 0; round < 5; round++) {
		deck = table_find(find(&hall, "net/#a"), "big", &err);
		assert_true(deck_draw(deck, 60, cards, &err));
		assert_true(places_moved(hall.places, "net/#a", deck, &err));
		restart(&hall);
		draw_all(&hall, "net/#a", "big", &after);
		assert_string_equal(after.text, before.text + (round + 1) * 60 * 4);
	}
	deck = table_find(find(&hall, "net/#a"), "big", &err);
	assert_true(deck_shuffle(deck, rng, &err));
	assert_true(places_moved(hall.places, "net/#a", deck, &err));
	draw_all(&hall, "net/#a", "big", &after);
	assert_int_equal(after.len, before.len);
	assert_string_not_equal(after.text, before.text);
	strbuf_release(&before);
	strbuf_release(&after);
	rng_free(rng);
	end(&hall);
}

/* A file's cards may take more bytes cleaned than the file had. */
static void reads_what_has_grown(void **state)
{
	struct strbuf text = STRBUF_INIT;
	struct hall hall;
	struct error err;
	struct deckfile *file;

	(void)state;
	for (int i = 0; i < 9000; i++) {
		for (int byte = 0; byte < 60; byte++)
			strbuf_addch(&text, '\xff');
		strbuf_addch(&text, '\n');
	}
	begin(&hall);
	file = deckfile_parse("Grown", text.text, text.len, &err);
	assert_non_null(file);
	add(&hall, "net/#a", PLACE_LASTING, deck_new(file), NULL);
	restart(&hall);
	assert_int_equal(deck_size(table_at(find(&hall, "net/#a"), 0)), 9000);
	strbuf_release(&text);
	end(&hall);
}

/* Whatever becomes of a row, reading it gives a table that holds together, or a reason. */
static void look(struct hall *hall)
{
	struct error err = {.text = ""};
	const struct table *table;
	const char *cards[8];

	restart(hall);
	table = places_find(hall->places, "net/#a", &err);
	if (table == NULL) {
		assert_true(hall->rows.count == 0 || err.text[0] != '\0');
		return;
	}
	for (size_t i = 0; i < table_count(table); i++) {
		struct deck *deck = table_at(table, i);
		assert_true(deck_left(deck) <= deck_size(deck));
		while (deck_left(deck) > 0)
			assert_true(deck_draw(deck, 1, cards, &err));
	}
}

/* Let two people play at PLACE, one of whom holds a card, and deck two be in use. */
static void seat(struct hall *hall, const char *place)
{
	struct table *table = find(hall, place);
	struct error err;
	struct deck *deck = table_find(table, "two", &err);

	players_set(table_players(table), 0, "net/account:ann", "ann!a@h", "ann");
	players_set(table_players(table), 3, "net/visit:1", "bob!b@h", "bob");
	table_players(table)->at[3].sits = true;
	table_use(table, deck);
	zones_put(deck_zones(deck), 2, ZONE_HAND + 3, 0, false);
	zones_note(deck_zones(deck), "bob draws 1 card");
	assert_true(places_seated(hall->places, place, &err));
	assert_true(places_moved(hall->places, place, deck, &err));
}

/* Who plays, what they hold, and which deck is in use is there after a restart. */
static void keeps_players(void **state)
{
	const struct player *player;
	struct table *table;
	struct hall hall;
	struct error err;

	(void)state;
	begin(&hall);
	add(&hall, "net/#a", PLACE_LASTING, make_deck(5, 1), "one");
	add(&hall, "net/#a", PLACE_LASTING, make_deck(4, 1), "two");
	seat(&hall, "net/#a");
	restart(&hall);
	table = find(&hall, "net/#a");
	assert_int_equal(players_find(table_players(table), "net/account:ann"), 0);
	assert_int_equal(players_find(table_players(table), "net/visit:1"), 3);
	assert_int_equal(players_find(table_players(table), "net/visit:2"), ZONE_NOBODY);
	player = &table_players(table)->at[3];
	assert_string_equal(player->nick, "bob");
	assert_string_equal(player->mask, "bob!b@h");
	assert_true(player->sits);
	assert_false(table_players(table)->at[0].sits);
	assert_string_equal(table_name(table, table_find(table, NULL, &err)), "two");
	assert_int_equal(zones_count(deck_zones(table_find(table, NULL, &err)), ZONE_HAND + 3), 1);
	assert_string_equal(
		zones_noted(deck_zones(table_find(table, NULL, &err))), "bob draws 1 card");
	/* Who holds a card keeps their number, who does not may lose it. */
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		if (table_players(table)->at[i].owner == NULL)
			players_set(table_players(table), i, "net/visit:9", "x!x@h", "x");
	table_players(table)->at[3].sits = false;
	for (unsigned i = 1; i < ZONE_PLAYERS_MAX; i++)
		table_players(table)->at[i].sits = i != 3;
	assert_int_equal(table_free_seat(table), 0);
	players_set(table_players(table), 0, "net/visit:8", "y!y@h", "y");
	table_players(table)->at[0].sits = true;
	assert_int_equal(table_free_seat(table), ZONE_NOBODY);
	end(&hall);
}

/* A seat that a last move names is not given away: its cards may come back. */
static void gives_no_seat_that_undoing_names(void **state)
{
	struct zones *zones;
	struct table *table;
	struct hall hall;

	(void)state;
	begin(&hall);
	add(&hall, "net/#a", PLACE_LASTING, make_deck(5, 1), NULL);
	table = find(&hall, "net/#a");
	zones = deck_zones(table_at(table, 0));
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++) {
		players_set(table_players(table), i, "net/visit:9", "x!x@h", "x");
		table_players(table)->at[i].sits = i != 3;
	}
	zones_put(zones, 2, ZONE_HAND + 3, 0, false);
	zones_begin(zones);
	zones_put(zones, 2, ZONE_DISCARD, 0, false);
	assert_int_equal(table_free_seat(table), ZONE_NOBODY);
	players_clear(table_players(table), 3);
	assert_int_equal(table_free_seat(table), ZONE_NOBODY);
	zones_begin(zones);
	assert_int_equal(table_free_seat(table), 3);
	end(&hall);
}

/* The longest name of a deck has room in all its keys. */
static void keeps_the_longest_name(void **state)
{
	static const char name[] = "abcdefghijklmnopqrstuvwx";
	struct table *table;
	struct deck *deck = make_deck(5, 1);
	struct hall hall;
	struct error err;

	(void)state;
	begin(&hall);
	table = places_open(hall.places, "net/#a", PLACE_LASTING, &err);
	assert_string_equal(table_add(table, deck, name, &err), name);
	table_set_opener(table, deck, "net/account:ann");
	assert_true(places_added(hall.places, "net/#a", deck, &err));
	restart(&hall);
	table = find(&hall, "net/#a");
	assert_string_equal(table_opener(table, table_at(table, 0)), "net/account:ann");
	end(&hall);
}

static void damaged_rows(void **state)
{
	static const unsigned char bytes[] = {0, '9', 0xff, '/', '\n', ' '};
	struct hall hall;
	struct error err;

	(void)state;
	begin(&hall);
	add(&hall, "net/#a", PLACE_LASTING, make_deck(5, 1), "one");
	add(&hall, "net/#a", PLACE_LASTING, make_deck(4, 1), "two");
	seat(&hall, "net/#a");
	for (size_t row = 0; row < hall.rows.count; row++) {
		struct row *at = &hall.rows.items[row];
		size_t len = at->len;
		for (at->len = 0; at->len < len; at->len++)
			look(&hall);
		for (size_t i = 0; i < len; i++) {
			char was = at->value[i];
			for (size_t b = 0; b < COUNT_OF(bytes); b++) {
				at->value[i] = (char)bytes[b];
				look(&hall);
			}
			at->value[i] = was;
		}
	}
	while (hall.rows.count > 0) {
		look(&hall);
		rows_remove(&hall.rows, hall.rows.items[0].place, hall.rows.items[0].key, &err);
	}
	look(&hall);
	end(&hall);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_per_place),
		cmocka_unit_test(forgets_private_talk_first),
		cmocka_unit_test(forgets_the_idle_first),
		cmocka_unit_test(forgets_by_bytes),
		cmocka_unit_test(fails_with_the_shelf),
		cmocka_unit_test(same_order_after_each_change),
		cmocka_unit_test(reads_what_has_grown),
		cmocka_unit_test(keeps_players),
		cmocka_unit_test(gives_no_seat_that_undoing_names),
		cmocka_unit_test(keeps_the_longest_name),
		cmocka_unit_test(damaged_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
