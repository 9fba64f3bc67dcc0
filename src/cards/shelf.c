/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys: "about" → "KIND NUMBERED"; "players" → see players_write; "use" → the deck in use;
 * "deck/NAME/cards" → the type, then the deck file; "deck/NAME/drawn" → "SERIAL DRAWN";
 * "deck/NAME/opener" → who opened it; "deck/NAME/zones" → see zones_write. Sorted, a deck's rows
 * come in this order. What was kept before there were zones has "deck/NAME/order" in their place,
 * see deck_write_order, of which the first DRAWN are drawn. */
#include "cards/shelf.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "cards/deck.h"
#include "cards/deckfile.h"
#include "cards/players.h"
#include "cards/table.h"
#include "cards/zone.h"

/* The longest part of a key is the opener. */
enum { KEY_BYTES = sizeof "deck//opener" + TABLE_NAME_BYTES_MAX, SHORT_BYTES = 64 };

static const char about_key[] = "about";                        /* the first, sorted */
static const char players_key[] = "players", use_key[] = "use"; /* the last */

static const char *deck_key(char key[static KEY_BYTES], const char *name, const char *part)
{
	int len = snprintf(key, KEY_BYTES, "deck/%s/%s", name, part);

	assert(len > 0 && len < KEY_BYTES);
	return key;
}

/* ---- writing ---- */

bool shelf_write_table(const struct shelf *shelf, const char *place, const struct table *table,
	int kind, struct error *err)
{
	char text[SHORT_BYTES];
	int len = snprintf(text, sizeof text, "%d %lu", kind, table_numbered(table));

	return shelf->put(shelf->arg, place, about_key, text, (size_t)len, err);
}

bool shelf_write_zones(const struct shelf *shelf, const char *place, const struct table *table,
	const struct deck *deck, struct error *err)
{
	struct strbuf zones = STRBUF_INIT;
	char key[KEY_BYTES];
	bool fine;

	deck_key(key, table_name(table, deck), "zones");
	zones_write(deck_zones(deck), &zones);
	fine = shelf->put(shelf->arg, place, key, zones.text, zones.len, err);
	strbuf_release(&zones);
	return fine;
}

static bool write_opener(const struct shelf *shelf, const char *place, const struct table *table,
	const struct deck *deck, struct error *err)
{
	const char *opener = table_opener(table, deck);
	char key[KEY_BYTES];

	deck_key(key, table_name(table, deck), "opener");
	return opener == NULL || shelf->put(shelf->arg, place, key, opener, strlen(opener), err);
}

static bool write_number(const struct shelf *shelf, const char *place, const struct table *table,
	const struct deck *deck, struct error *err)
{
	char key[KEY_BYTES], text[SHORT_BYTES];
	int len = snprintf(text, sizeof text, "%lu 0", table_serial(table, deck));

	deck_key(key, table_name(table, deck), "drawn");
	return shelf->put(shelf->arg, place, key, text, (size_t)len, err);
}

bool shelf_write_deck(const struct shelf *shelf, const char *place, const struct table *table,
	const struct deck *deck, struct error *err)
{
	struct strbuf cards = STRBUF_INIT;
	char key[KEY_BYTES];
	bool fine;

	deck_key(key, table_name(table, deck), "cards");
	strbuf_addf(&cards, "%s\n", deck_type(deck));
	deckfile_write(deck_file(deck), &cards);
	fine = shelf->put(shelf->arg, place, key, cards.text, cards.len, err) &&
	       write_number(shelf, place, table, deck, err) &&
	       write_opener(shelf, place, table, deck, err) &&
	       shelf_write_zones(shelf, place, table, deck, err);
	strbuf_release(&cards);
	return fine;
}

bool shelf_write_players(
	const struct shelf *shelf, const char *place, struct table *table, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	const struct deck *used = table_used(table);
	const char *name = used != NULL ? table_name(table, used) : "";
	bool fine;

	players_write(table_players(table), &text);
	fine = shelf->put(shelf->arg, place, players_key, text.text, text.len, err) &&
	       shelf->put(shelf->arg, place, use_key, name, strlen(name), err);
	strbuf_release(&text);
	return fine;
}

bool shelf_remove_deck(
	const struct shelf *shelf, const char *place, const char *name, struct error *err)
{
	static const char *const parts[] = {"cards", "drawn", "opener", "order", "zones"};
	char key[KEY_BYTES];

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (!shelf->remove(shelf->arg, place, deck_key(key, name, parts[i]), err))
			return false;
	return true;
}

/* ---- reading ---- */

struct reading {
	struct table *table;
	int kind;
	char name[TABLE_NAME_BYTES_MAX + 1]; /* of the deck that is being read */
	struct deck *deck;
	unsigned long serial;
	size_t drawn;
	char *opener; /* or NULL */
	bool failed;
	struct error *err;
};

/* Read VALUE as "N N" into FIRST and SECOND. */
static bool read_pair(const void *value, size_t len, unsigned long *first, size_t *second)
{
	char text[SHORT_BYTES], rest;

	if (len >= sizeof text)
		return false;
	memcpy(text, value, len);
	text[len] = '\0';
	return sscanf(text, "%20lu %20zu%c", first, second, &rest) == 2;
}

static bool read_table_row(struct reading *reading, const void *value, size_t len)
{
	unsigned long kind;
	size_t numbered;

	if (!read_pair(value, len, &kind, &numbered))
		return error_set(reading->err, "The row of the table is damaged.");
	reading->kind = (int)kind;
	table_go_on_from(reading->table, numbered);
	return true;
}

static bool read_cards(struct reading *reading, const char *text, size_t len)
{
	const char *newline = memchr(text, '\n', len);
	char type[DECKFILE_TYPE_BYTES_MAX + 1];
	size_t head = newline != NULL ? (size_t)(newline - text) : sizeof type;
	struct deckfile *file;

	if (head >= sizeof type || reading->deck != NULL)
		return error_set(reading->err, "The cards of %s are damaged.", reading->name);
	memcpy(type, text, head);
	type[head] = '\0';
	file = deckfile_read(type, newline + 1, len - head - 1, reading->err);
	reading->deck = file != NULL ? deck_new(file) : NULL;
	return file != NULL;
}

static bool read_drawn(struct reading *reading, const char *text, size_t len)
{
	if (reading->deck != NULL && read_pair(text, len, &reading->serial, &reading->drawn))
		return true;
	return error_set(reading->err, "What is drawn from %s is damaged.", reading->name);
}

/* Put the deck that is being read onto the table. */
static bool put_back(struct reading *reading)
{
	if (!table_put_back(
		    reading->table, reading->deck, reading->name, reading->serial, reading->err))
		return false;
	if (reading->opener != NULL)
		table_set_opener(reading->table, reading->deck, reading->opener);
	free(reading->opener);
	reading->opener = NULL;
	reading->deck = NULL;
	return true;
}

static bool read_opener(struct reading *reading, const char *text, size_t len)
{
	free(reading->opener);
	reading->opener = mem_strndup(text, len);
	return true;
}

static bool read_order(struct reading *reading, const char *bytes, size_t len)
{
	if (reading->deck == NULL)
		return error_set(reading->err, "The cards of %s are missing.", reading->name);
	return deck_read_order(reading->deck, (const unsigned char *)bytes, len, reading->drawn,
		       reading->err) &&
	       put_back(reading);
}

/* Read where the cards lie, of a deck that is being read or has an order already. */
static bool read_zones(struct reading *reading, const char *bytes, size_t len)
{
	struct deck *deck = reading->deck;

	if (deck == NULL)
		deck = table_find(reading->table, reading->name, reading->err);
	return deck != NULL &&
	       zones_read(deck_zones(deck), (const unsigned char *)bytes, len, reading->err) &&
	       (reading->deck == NULL || put_back(reading));
}

static bool read_deck_row(struct reading *reading, const char *key, const char *value, size_t len)
{
	static const struct {
		const char *part;
		bool (*read)(struct reading *reading, const char *value, size_t len);
	} parts[] = {{"cards", read_cards}, {"drawn", read_drawn}, {"opener", read_opener},
		{"order", read_order}, {"zones", read_zones}};
	size_t name_len = strcspn(key, "/");

	if (name_len >= sizeof reading->name || key[name_len] == '\0')
		return error_set(reading->err, "There is a row of no deck.");
	memcpy(reading->name, key, name_len);
	reading->name[name_len] = '\0';
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strcmp(key + name_len + 1, parts[i].part) == 0)
			return parts[i].read(reading, value, len);
	return true; /* something that a later version keeps */
}

/* Read which deck is in use; one that is not there is none. */
static void read_use(struct reading *reading, const char *text, size_t len)
{
	char name[TABLE_NAME_BYTES_MAX + 1] = "";
	struct error err;

	if (len > 0 && len < sizeof name) {
		memcpy(name, text, len);
		table_use(reading->table, table_find(reading->table, name, &err));
	}
}

static bool read_row(void *arg, const char *key, const void *value, size_t len)
{
	struct reading *reading = arg;
	bool fine = true;

	if (strcmp(key, about_key) == 0)
		fine = read_table_row(reading, value, len);
	else if (strcmp(key, players_key) == 0)
		fine = players_read(table_players(reading->table), value, len) ||
		       error_set(reading->err, "Who plays here is damaged.");
	else if (strcmp(key, use_key) == 0)
		read_use(reading, value, len);
	else if (strncmp(key, "deck/", 5) == 0)
		fine = read_deck_row(reading, key + 5, value, len);
	reading->failed = !fine;
	return fine;
}

static bool read_kind(void *arg, const char *key, const void *value, size_t len)
{
	unsigned long kind;
	size_t numbered;

	if (strcmp(key, about_key) == 0 && read_pair(value, len, &kind, &numbered))
		*(int *)arg = (int)kind;
	return false;
}

struct table *shelf_read_table(
	const struct shelf *shelf, const char *place, int *kind, struct error *err)
{
	struct reading reading = {.table = table_new(), .err = err};
	bool fine = shelf->each(shelf->arg, place, read_row, &reading, err) && !reading.failed;

	if (fine && reading.deck != NULL)
		fine = error_set(err, "Where the cards of %s lie is missing.", reading.name);
	deck_free(reading.deck);
	free(reading.opener);
	if (fine) {
		*kind = reading.kind;
		return reading.table;
	}
	table_free(reading.table);
	return NULL;
}

bool shelf_read_kind(const struct shelf *shelf, const char *place, int *kind, struct error *err)
{
	*kind = 0;
	return shelf->each(shelf->arg, place, read_kind, kind, err);
}
