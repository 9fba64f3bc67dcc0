/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep the decks of a place, with names and serial numbers. */
#include "cards/table.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "cards/deck.h"
#include "cards/players.h"
#include "cards/zone.h"

struct seat {
	char name[TABLE_NAME_BYTES_MAX + 1];
	struct deck *deck;
	unsigned long serial;
	char *opener; /* or NULL */
};

struct table {
	struct seat *seats[TABLE_DECKS_MAX];
	size_t count;
	unsigned long numbered;  /* the last N given away in a name "deckN" */
	unsigned long serial;    /* the last that was given to a seat */
	const struct deck *used; /* the deck that is meant where none is named, or NULL */
	struct players players;
};

struct table *table_new(void)
{
	return mem_zalloc(1, sizeof(struct table));
}

static void seat_free(struct seat *seat)
{
	free(seat->opener);
	free(seat);
}

void table_free(struct table *table)
{
	if (table == NULL)
		return;
	for (size_t i = 0; i < table->count; i++) {
		deck_free(table->seats[i]->deck);
		seat_free(table->seats[i]);
	}
	players_release(&table->players);
	free(table);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Return whether NAME can be one. It begins with a letter, so that "draw 2" can only mean two
 * cards. */
static bool name_valid(const char *name)
{
	return text_is_name(name, strlen(name), TABLE_NAME_BYTES_MAX) && is_letter(name[0]) &&
	       strcasecmp(name, "from") != 0;
}

static struct seat *find_seat(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table_count(table); i++)
		if (strcasecmp(table->seats[i]->name, name) == 0)
			return table->seats[i];
	return NULL;
}

static bool name_usable(const struct table *table, const char *name, struct error *err)
{
	if (!name_valid(name))
		return error_set(err,
			"A deck's name is a letter, then letters, digits, - or _, %u bytes in all.",
			TABLE_NAME_BYTES_MAX);
	if (find_seat(table, name) != NULL)
		return error_set(err, "There is a deck called %s already.", name);
	return true;
}

static bool has_room(const struct table *table, const struct deck *deck, struct error *err)
{
	size_t cards = deck_size(deck);

	if (table->count == TABLE_DECKS_MAX)
		return error_set(err, "There are %u decks here already, and no room for more.",
			TABLE_DECKS_MAX);
	for (size_t i = 0; i < table->count; i++)
		cards += deck_size(table->seats[i]->deck);
	if (cards > TABLE_CARDS_MAX)
		return error_set(err, "The decks here would have %zu cards; %u is the most.", cards,
			TABLE_CARDS_MAX);
	return true;
}

static void number_name(struct table *table, char *name, size_t size)
{
	int len;

	do {
		len = snprintf(name, size, "deck%lu", ++table->numbered);
		assert(len > 0 && (size_t)len < size);
	} while (find_seat(table, name) != NULL);
}

static struct seat *add_seat(struct table *table, struct deck *deck, unsigned long serial)
{
	struct seat *seat = mem_zalloc(1, sizeof *seat);
	size_t at = table->count++;

	for (; at > 0 && table->seats[at - 1]->serial > serial; at--)
		table->seats[at] = table->seats[at - 1];
	table->seats[at] = seat;
	if (table->serial < serial)
		table->serial = serial;
	seat->serial = serial;
	seat->deck = deck;
	return seat;
}

const char *table_add(struct table *table, struct deck *deck, const char *name, struct error *err)
{
	struct seat *seat;
	char numbered[TABLE_NAME_BYTES_MAX + 1];

	if (!has_room(table, deck, err) || (name != NULL && !name_usable(table, name, err)))
		return NULL;
	if (name == NULL) {
		number_name(table, numbered, sizeof numbered);
		name = numbered;
	}
	seat = add_seat(table, deck, table->serial + 1);
	memcpy(seat->name, name, strlen(name));
	return seat->name;
}

bool table_put_back(struct table *table, struct deck *deck, const char *name, unsigned long serial,
	struct error *err)
{
	struct seat *seat;

	if (!has_room(table, deck, err) || !name_usable(table, name, err))
		return false;
	seat = add_seat(table, deck, serial);
	memcpy(seat->name, name, strlen(name));
	return true;
}

static void list_names(const struct table *table, struct strbuf *names)
{
	for (size_t i = 0; i < table->count; i++)
		strbuf_addf(names, "%s%s", i > 0 ? ", " : "", table->seats[i]->name);
}

/* Return the deck that is meant when none is named. */
static struct deck *find_only(const struct table *table, struct error *err)
{
	struct strbuf names = STRBUF_INIT;

	for (size_t i = 0; i < table_count(table); i++)
		if (table->seats[i]->deck == table->used)
			return table->seats[i]->deck;
	if (table_count(table) == 1)
		return table->seats[0]->deck;
	if (table_count(table) == 0) {
		error_set(err, "There is no deck here yet.");
		return NULL;
	}
	list_names(table, &names);
	error_set(err, "There are %zu decks here, name one: %s", table->count, names.text);
	strbuf_release(&names);
	return NULL;
}

struct deck *table_find(const struct table *table, const char *name, struct error *err)
{
	struct seat *seat;

	if (name == NULL)
		return find_only(table, err);
	seat = find_seat(table, name);
	if (seat != NULL)
		return seat->deck;
	error_set(err, "No such deck: %s", name);
	return NULL;
}

static size_t seat_of(const struct table *table, const struct deck *deck)
{
	size_t at = 0;

	while (at < table->count && table->seats[at]->deck != deck)
		at++;
	assert(at < table->count);
	return at;
}

const char *table_name(const struct table *table, const struct deck *deck)
{
	return table->seats[seat_of(table, deck)]->name;
}

void table_take(struct table *table, struct deck *deck)
{
	size_t at = seat_of(table, deck);

	if (table->used == deck)
		table->used = NULL;
	seat_free(table->seats[at]);
	table->count--;
	memmove(table->seats + at, table->seats + at + 1,
		(table->count - at) * sizeof(struct seat *));
}

void table_use(struct table *table, const struct deck *deck)
{
	table->used = deck;
}

const struct deck *table_used(const struct table *table)
{
	return table->used;
}

void table_set_opener(struct table *table, const struct deck *deck, const char *opener)
{
	struct seat *seat = table->seats[seat_of(table, deck)];

	free(seat->opener);
	seat->opener = mem_strdup(opener);
}

const char *table_opener(const struct table *table, const struct deck *deck)
{
	return table->seats[seat_of(table, deck)]->opener;
}

struct players *table_players(struct table *table)
{
	return &table->players;
}

bool table_knows(const struct table *table, unsigned player)
{
	for (size_t i = 0; i < table->count; i++)
		if (zones_know(deck_zones(table->seats[i]->deck), player))
			return true;
	return false;
}

unsigned table_free_seat(struct table *table)
{
	struct players *players = &table->players;

	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		if (players->at[i].owner == NULL && !table_knows(table, i))
			return i;
	for (unsigned i = 0; i < ZONE_PLAYERS_MAX; i++)
		if (!players->at[i].sits && !table_knows(table, i)) {
			players_clear(players, i);
			return i;
		}
	return ZONE_NOBODY;
}

size_t table_count(const struct table *table)
{
	return table != NULL ? table->count : 0;
}

struct deck *table_at(const struct table *table, size_t index)
{
	assert(index < table_count(table));
	return table->seats[index]->deck;
}

size_t table_bytes(const struct table *table)
{
	size_t bytes = sizeof *table;

	for (size_t i = 0; i < table->count; i++)
		bytes += sizeof(struct seat) + deck_bytes(table->seats[i]->deck);
	return bytes;
}

unsigned long table_serial(const struct table *table, const struct deck *deck)
{
	return table->seats[seat_of(table, deck)]->serial;
}

unsigned long table_numbered(const struct table *table)
{
	return table->numbered;
}

void table_go_on_from(struct table *table, unsigned long numbered)
{
	table->numbered = numbered;
}
