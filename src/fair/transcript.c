/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Write transcripts: the header, what was left out before, events, and the newest secret of each
 * epoch. */
#include "fair/transcript.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/packed.h"
#include "base/strbuf.h"
#include "fair/event.h"
#include "fair/past.h"
#include "store/store.h"

#define THIS_PLACE "place = (SELECT id FROM fair_place WHERE network = ?1 AND place = ?2)"

static const char header_sql[] = "SELECT q.begun, coalesce(q.gone, 0), q.gone_head, k.seed FROM "
				 "fair_place AS q, fair_key AS k"
				 " WHERE q.network = ?1 AND q.place = ?2 AND q.begun > 0";
static const char head_sql[] = "SELECT head FROM fair_event WHERE " THIS_PLACE " AND event = ?3";
static const char events_sql[] =
	"SELECT event, kind, time, epoch, number, who, nick, input, dice, total, hash, head, unsaid"
	" FROM fair_event WHERE " THIS_PLACE " AND event >= ?3 AND event <= ?4"
	" ORDER BY event LIMIT ?5";
static const char epoch_sql[] = "SELECT anchor, root, mix FROM fair_epoch WHERE " THIS_PLACE
				" AND epoch = ?3";
static const char covered_sql[] =
	"SELECT kind, nick, input, dice, total, failed FROM fair_event WHERE " THIS_PLACE
	" AND kind IN (8, 9) AND number = ?3 AND epoch = ?4 ORDER BY event DESC LIMIT 1";

struct writer {
	struct store *store;
	struct fair_excerpt *of;
	struct strbuf line;
	void (*give)(void *arg, const char *text);
	void *arg;
	uint32_t *sides, *values; /* of the dice in hand */
	size_t count, room;
};

static void give(struct writer *writer)
{
	strbuf_addch(&writer->line, '}');
	writer->give(writer->arg, writer->line.text);
	strbuf_reset(&writer->line);
}

/* Copy COLUMN of QUERY to HASH. Returns false if it is none. */
static bool read_hash(const struct store_query *query, int column, struct fair_hash *hash)
{
	size_t len;
	const void *bytes = store_blob(query, column, &len);

	if (len < sizeof *hash)
		return false;
	memcpy(hash, bytes, sizeof *hash);
	return true;
}

/* ---- the beginning ---- */

static bool damaged(struct error *err, const char *what)
{
	return error_set(err, "%s is damaged. Put a backup in place.", what);
}

static void write_header(struct writer *writer, int64_t begun_s, const unsigned char *seed)
{
	const struct fair_excerpt *of = writer->of;
	unsigned char key[SIGN_KEY_BYTES], secret[SIGN_SECRET_BYTES];
	char hex[2 * SIGN_KEY_BYTES + 1], text[FAIR_SHORT_ROOM];
	struct fair_hash id, head;

	sign_pair(seed, key, secret);
	hash_wipe(secret, sizeof secret);
	hex_write(hex, key, sizeof key);
	fair_place_id(&id, key, of->network, of->place);
	fair_first_head(&head, &id, begun_s);
	fair_short(&head, text);
	strbuf_addf(&writer->line, "{\"scheme\":\"" FAIR_SCHEME_NAME "\",\"key\":\"%s\"", hex);
	fair_write_text(&writer->line, "network", of->network);
	fair_write_text(&writer->line, "place", of->place);
	strbuf_addf(&writer->line, ",\"time\":%" PRId64 ",\"head\":\"%s\"", begun_s, text);
	give(writer);
}

static void write_from(struct writer *writer, int64_t event, const struct fair_hash *head)
{
	strbuf_addf(&writer->line, "{\"from\":%" PRId64, event);
	fair_write_hash(&writer->line, "head", head);
	give(writer);
}

/* Write what stands before the first event, of which OF has decided. */
static bool write_beginning(struct writer *writer, struct error *err)
{
	struct fair_excerpt *of = writer->of;
	struct store_query *query = store_query(
		writer->store, header_sql, "ss", of->network, of->place);
	bool found = store_next(query), sound = true;
	int64_t gone = 0;
	struct fair_hash head;
	size_t len;

	if (found) {
		const void *seed = store_blob(query, 3, &len);
		sound = len == SIGN_SEED_BYTES;
		gone = store_int(query, 1);
		if (sound)
			write_header(writer, store_int(query, 0), seed);
		sound = sound && (gone == 0 || read_hash(query, 2, &head));
	}
	if (!store_done(query, err))
		return false;
	if (!found || !sound)
		return found ? damaged(err, "The history")
			     : error_set(err, "Nothing is recorded of that.");
	of->next = of->first > gone ? of->first : gone + 1;
	if (of->next == 1)
		return true;
	if (of->next > gone + 1) {
		query = store_query(
			writer->store, head_sql, "ssi", of->network, of->place, of->next - 1);
		sound = store_next(query) && read_hash(query, 0, &head);
		if (!store_done(query, err) || !sound)
			return damaged(err, "The history");
	}
	write_from(writer, of->next - 1, &head);
	return true;
}

/* ---- secrets ---- */

/* Write the secret of the last roll, if one is still to be written. */
static bool write_secret(struct writer *writer, struct error *err)
{
	struct fair_excerpt *of = writer->of;
	const struct fair_where where = {of->network, of->place};
	const struct fair_which which = {.where = &where, .epoch = of->epoch, .number = of->n};
	struct fair_proof proof;
	char hex[FAIR_HEX_ROOM];

	if (of->n == 0)
		return true;
	if (!fair_prove(writer->store, &which, &proof, err))
		return false;
	fair_hex(&proof.secret, hex);
	strbuf_addf(&writer->line, "{\"secret\":\"%s\",\"epoch\":%" PRId64 ",\"n\":%" PRId64, hex,
		of->epoch, of->n);
	give(writer);
	of->n = 0;
	return true;
}

/* ---- events ---- */

/* Unpack the dice in COLUMN of QUERY. */
static void read_dice(struct writer *writer, const struct store_query *query, int column)
{
	struct packed_reader reader;
	uint32_t sides, value;
	size_t len;
	const void *bytes = store_blob(query, column, &len);

	writer->count = 0;
	packed_read(&reader, bytes, len);
	while (packed_next(&reader, &sides, &value)) {
		if (writer->count == writer->room) {
			writer->room = writer->room > 0 ? 2 * writer->room : 64;
			writer->sides = mem_resize(
				writer->sides, writer->room, sizeof *writer->sides);
			writer->values = mem_resize(
				writer->values, writer->room, sizeof *writer->values);
		}
		writer->sides[writer->count] = sides;
		writer->values[writer->count++] = value;
	}
}

/* Fill what EVENT has from the row of its epoch. */
static bool read_epoch(struct writer *writer, struct fair_event *event, struct error *err)
{
	struct store_query *query = store_query(writer->store, epoch_sql, "ssi",
		writer->of->network, writer->of->place, event->epoch);
	bool sound = store_next(query);

	if (sound && event->kind == FAIR_KIND_OPEN)
		sound = read_hash(query, 0, &event->hash) && read_hash(query, 1, &event->root);
	else if (sound)
		sound = read_hash(query, 2, &event->hash);
	return store_done(query, err) && (sound || damaged(err, "An epoch"));
}

/* Write what was covered, after the event that shows it. */
static bool write_covered(struct writer *writer, const struct fair_event *event, struct error *err)
{
	struct strbuf *line = &writer->line;
	struct store_query *query = store_query(writer->store, covered_sql, "ssii",
		writer->of->network, writer->of->place, event->number, event->epoch);

	if (store_next(query)) {
		read_dice(writer, query, 3);
		if (store_int(query, 0) == FAIR_KIND_SHUFFLE) {
			fair_write_text(line, "deck", store_text(query, 2));
			fair_write_list(line, "order", writer->values, writer->count);
		} else {
			fair_write_text(line, "nick", store_text(query, 1));
			fair_write_text(line, "input", store_text(query, 2));
			fair_write_list(line, "sides", writer->sides, writer->count);
			fair_write_list(line, "values", writer->values, writer->count);
			fair_write_text(line, store_int(query, 5) != 0 ? "error" : "total",
				store_text(query, 4));
		}
	}
	return store_done(query, err);
}

static void write_path(struct writer *writer, const struct store_query *query)
{
	size_t len;
	const struct fair_hash *proof = store_blob(query, 10, &len);
	char hex[FAIR_HEX_ROOM];

	strbuf_addstr(&writer->line, ",\"path\":[");
	for (size_t i = 1; i < len / sizeof *proof; i++) {
		fair_hex(&proof[i], hex);
		strbuf_addf(&writer->line, "%s\"%s\"", i > 1 ? "," : "", hex);
	}
	strbuf_addch(&writer->line, ']');
}

/* Return the event in the row of QUERY, with lent texts. */
static struct fair_event event_of(struct writer *writer, const struct store_query *query)
{
	struct fair_event event = {.event = store_int(query, 0),
		.kind = (enum fair_kind)store_int(query, 1),
		.time_s = store_int(query, 2),
		.epoch = store_int(query, 3),
		.number = store_int(query, 4),
		.who = store_text(query, 5),
		.nick = store_text(query, 6),
		.input = store_text(query, 7),
		.total = store_text(query, 9),
		.rolls = FAIR_ROLLS,
		.sealed = FAIR_SEALED};

	read_dice(writer, query, 8);
	event.sides = writer->sides;
	event.values = writer->values;
	event.count = writer->count;
	event.cards = (int64_t)writer->count;
	return event;
}

static bool write_event(struct writer *writer, const struct store_query *query, struct error *err)
{
	struct fair_excerpt *of = writer->of;
	struct fair_event event = event_of(writer, query);
	bool rolled = event.kind == FAIR_KIND_ROLL || event.kind == FAIR_KIND_FAIL;
	struct fair_hash head;

	if (event.kind < FAIR_KIND_OPEN || event.kind >= FAIR_KIND_END ||
		!read_hash(query, 11, &head))
		return damaged(err, "An event");
	if (event.kind == FAIR_KIND_OPEN || event.kind == FAIR_KIND_MIX) {
		if (!read_epoch(writer, &event, err))
			return false;
	} else {
		read_hash(query, 10, &event.hash);
	}
	if (rolled && event.epoch != of->epoch && !write_secret(writer, err))
		return false;
	fair_event_write(&writer->line, &event, &head);
	if (event.kind == FAIR_KIND_SHOW) {
		write_path(writer, query);
		if (!write_covered(writer, &event, err))
			return false;
	}
	if (store_int(query, 12) != 0)
		strbuf_addstr(&writer->line, ",\"said\":false");
	give(writer);
	of->next = event.event + 1;
	if (rolled) {
		of->epoch = event.epoch;
		of->n = event.number;
	}
	return true;
}

/* Write at most MOST events. *COUNT is how many there were. */
static bool write_events(struct writer *writer, int64_t most, int64_t *count, struct error *err)
{
	const struct fair_excerpt *of = writer->of;
	int64_t last = of->last > 0 ? of->last : INT64_MAX;
	struct store_query *query = store_query(
		writer->store, events_sql, "ssiii", of->network, of->place, of->next, last, most);
	bool fine = true;

	for (*count = 0; fine && store_next(query); ++*count)
		fine = write_event(writer, query, err);
	return store_done(query, fine ? err : NULL) && fine;
}

bool fair_transcript(struct store *store, struct fair_excerpt *of, int64_t most,
	void (*line)(void *arg, const char *text), void *arg, struct error *err)
{
	struct writer writer = {
		.store = store, .of = of, .line = STRBUF_INIT, .give = line, .arg = arg};
	int64_t count = 0;
	bool fine = (of->next > 0 || write_beginning(&writer, err)) &&
		    write_events(&writer, most, &count, err);

	of->done = fine && count < most;
	if (of->done)
		fine = write_secret(&writer, err);
	strbuf_release(&writer.line);
	free(writer.sides);
	free(writer.values);
	return fine;
}
