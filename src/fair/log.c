/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read what is recorded of fair rolls: write transcripts, list past rolls, forget old ones. */
#include "fair/log.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/packed.h"
#include "fair/impl.h"

#define EVENT_COLUMNS                                                                              \
	"SELECT e.kind, e.epoch, coalesce(e.number, e.ref), e.time, e.nick, e.input, e.dice,"      \
	" e.salt, e.total, e.error, p.commitment, p.seed, p.salt, f.dice FROM fair_event AS e"     \
	" JOIN fair_epoch AS p ON p.place = e.place AND p.epoch = e.epoch"                         \
	" JOIN fair_place AS q ON q.id = e.place"                                                  \
	" LEFT JOIN fair_event AS f ON e.kind = 5 AND f.place = e.place AND f.epoch = e.epoch"     \
	" AND f.number = 1 AND f.kind = 4 WHERE q.network = ? AND q.place = ?"

static const char all_sql[] = EVENT_COLUMNS " ORDER BY e.id";
static const char one_epoch_sql[] = EVENT_COLUMNS
	" AND (e.epoch = ?3 OR (e.kind = 1 AND e.epoch = ?3 + 1)) ORDER BY e.id";

enum column {
	KIND,
	EPOCH,
	NUMBER,
	TIME,
	NICK,
	INPUT,
	DICE,
	SALTED,
	TOTAL,
	FAILURE,
	COMMITMENT,
	SEED,
	SALT,
	ORDER
};

/* ---- transcripts ---- */

struct writer {
	const struct store_query *query;
	const struct fair_excerpt *of;
	struct strbuf line;
	void (*give)(void *arg, const char *text);
	void *arg;
	bool hidden, begun, failed;
	struct error why; /* of the first that failed */
};

static void add_text(struct writer *writer, const char *key, const char *text)
{
	strbuf_addf(&writer->line, ",\"%s\":", key);
	json_add_text(&writer->line, text);
}

static void add_column(struct writer *writer, const char *key, enum column column)
{
	add_text(writer, key, store_text(writer->query, column));
}

/* Add the sides, or else the values, of the dice in COLUMN. */
static void add_list(struct writer *writer, const char *key, enum column column, bool of_sides)
{
	struct packed_reader reader;
	uint32_t sides, value;
	size_t len;
	const void *bytes = store_blob(writer->query, column, &len);
	const char *comma = "";

	strbuf_addf(&writer->line, ",\"%s\":[", key);
	packed_read(&reader, bytes, len);
	for (; packed_next(&reader, &sides, &value); comma = ",")
		strbuf_addf(&writer->line, "%s%" PRIu32, comma, of_sides ? sides : value);
	strbuf_addch(&writer->line, ']');
}

static void add_whole(struct writer *writer, const char *key, enum column column)
{
	strbuf_addf(&writer->line, ",\"%s\":%" PRId64, key, store_int(writer->query, column));
}

static void add_number(struct writer *writer, const char *key, enum column column)
{
	double number = store_real(writer->query, column);

	if (fabs(number) < 1e15 && number == floor(number))
		strbuf_addf(&writer->line, ",\"%s\":%.0f", key, number);
	else
		strbuf_addf(&writer->line, ",\"%s\":%.17g", key, number);
}

static void write_faces(struct writer *writer)
{
	add_column(writer, "input", INPUT);
	add_list(writer, "sides", DICE, true);
	add_list(writer, "values", DICE, false);
	if (store_is_null(writer->query, TOTAL))
		add_column(writer, "error", FAILURE);
	else
		add_number(writer, "total", TOTAL);
}

static void write_commitment(struct writer *writer)
{
	add_whole(writer, "epoch", EPOCH);
	add_column(writer, "commitment", COMMITMENT);
}

static void write_salt(struct writer *writer)
{
	add_column(writer, "salt", SALTED);
	add_column(writer, "nick", NICK);
	add_column(writer, "words", INPUT);
}

static void write_shown(struct writer *writer)
{
	add_whole(writer, "roll", NUMBER);
	add_whole(writer, "epoch", EPOCH);
	add_column(writer, "nick", NICK);
	write_faces(writer);
}

static void write_roll(struct writer *writer)
{
	if (!writer->hidden) {
		write_shown(writer);
		return;
	}
	add_whole(writer, "roll", NUMBER);
	add_whole(writer, "epoch", EPOCH);
	add_column(writer, "nick", NICK);
}

static void write_shuffle(struct writer *writer)
{
	add_whole(writer, "shuffle", NUMBER);
	add_whole(writer, "epoch", EPOCH);
	add_column(writer, "nick", NICK);
	add_column(writer, "deck", INPUT);
	add_number(writer, "cards", TOTAL);
}

static void write_reveal(struct writer *writer)
{
	unsigned char checked[FAIR_SEED_BYTES];
	char seed[2 * FAIR_SEED_BYTES + 1];
	size_t len;
	const void *bytes = store_blob(writer->query, SEED, &len);

	if (!fair_seed(bytes, len, store_text(writer->query, COMMITMENT), checked, &writer->why)) {
		writer->failed = true;
		return;
	}
	hex_write(seed, checked, FAIR_SEED_BYTES);
	add_whole(writer, "reveal", EPOCH);
	add_text(writer, "seed", seed);
	if (store_is_null(writer->query, ORDER))
		add_number(writer, "rolls", TOTAL);
	else
		add_list(writer, "order", ORDER, false);
}

static void (*const writers[])(struct writer *writer) = {
	[FAIR_COMMITMENT] = write_commitment,
	[FAIR_SALT] = write_salt,
	[FAIR_ROLL] = write_roll,
	[FAIR_SHUFFLE] = write_shuffle,
	[FAIR_REVEAL] = write_reveal,
	[FAIR_SHOWN] = write_shown,
};

static void begin_line(struct writer *writer)
{
	time_t seconds = (time_t)store_int(writer->query, TIME);
	struct tm tm;
	char text[40] = "";

	if (gmtime_r(&seconds, &tm) != NULL)
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	strbuf_reset(&writer->line);
	strbuf_addf(&writer->line, "{\"time\":\"%s\"", text);
}

static void end_line(struct writer *writer)
{
	strbuf_addch(&writer->line, '}');
	writer->give(writer->arg, writer->line.text);
}

static void write_header(struct writer *writer)
{
	begin_line(writer);
	add_text(writer, "scheme", FAIR_SCHEME);
	add_text(writer, "network", writer->of->network);
	add_text(writer, "place", writer->of->place);
	if (strcmp(store_text(writer->query, SALT), fair_no_salt) != 0)
		add_column(writer, "salt", SALT);
	end_line(writer);
}

static void write_event(struct writer *writer)
{
	int64_t kind = store_int(writer->query, KIND);

	if (kind < FAIR_COMMITMENT || kind > FAIR_SHOWN)
		return;
	if (!writer->begun)
		write_header(writer);
	writer->begun = true;
	begin_line(writer);
	writers[kind](writer);
	if (!writer->failed)
		end_line(writer);
}

bool fair_transcript(struct store *store, const struct fair_excerpt *of,
	void (*line)(void *arg, const char *text), void *arg, struct error *err)
{
	size_t base_len;
	struct writer writer = {.of = of,
		.line = STRBUF_INIT,
		.give = line,
		.arg = arg,
		.hidden = fair_place_part(of->place, &base_len) == FAIR_HIDDEN};
	struct store_query *query = of->epoch == 0 ? store_query(store, all_sql, "ss", of->network,
							     of->place)
						   : store_query(store, one_epoch_sql, "ssi",
							     of->network, of->place, of->epoch);

	writer.query = query;
	while (!writer.failed && store_next(query))
		write_event(&writer);
	strbuf_release(&writer.line);
	if (!store_done(query, err))
		return false;
	if (writer.failed)
		return error_set(err, "%s", writer.why.text);
	return writer.begun || error_set(err, "Nothing is recorded of that.");
}

static const char size_sql[] =
	"SELECT count(*), coalesce(sum(length(dice)), 0) FROM (SELECT dice FROM fair_event WHERE"
	" place = (SELECT id FROM fair_place WHERE network = ? AND place = ?) AND epoch = ? LIMIT "
	"?)";

struct fair_size fair_size_of(struct store *store, const struct fair_excerpt *of, int64_t most)
{
	struct store_query *query = store_query(
		store, size_sql, "ssii", of->network, of->place, of->epoch, most);
	struct fair_size size = {0};

	if (store_next(query))
		size = (struct fair_size){store_int(query, 0), store_int(query, 1)};
	store_done(query, NULL);
	return size;
}

/* ---- single rolls ---- */

#define PAST_COLUMNS                                                                               \
	"SELECT e.id, e.epoch, e.number, e.time, e.nick, e.input, e.dice, e.error, e.said,"        \
	" e.total, e.asked, e.ref, e.keeper FROM "
#define PLACE_ID "(SELECT id FROM fair_place WHERE network = ?1 AND place = ?2)"

static const char history_sql[] = PAST_COLUMNS "fair_event AS e WHERE place = " PLACE_ID
					       " AND kind = 3 AND number IS NOT NULL"
					       " ORDER BY epoch DESC, number DESC LIMIT ?3";
/* Whose rolls they are is asked of the newest ones alone: FAIR_SEARCHED. The index knows. */
static const char history_of_sql[] = PAST_COLUMNS
	"(SELECT id FROM (SELECT id, who, epoch, number FROM fair_event WHERE place = " PLACE_ID
	"   AND number IS NOT NULL ORDER BY epoch DESC, number DESC LIMIT ?5)"
	"  WHERE who = ?3 LIMIT ?4) AS newest CROSS JOIN fair_event AS e ON e.id = newest.id"
	" WHERE e.kind = 3 ORDER BY e.id DESC";
/* A number that several epochs have is sought in the newest of them alone: FAIR_EPOCHS_SEARCHED. */
static const char past_sql[] = PAST_COLUMNS
	"(SELECT place, epoch FROM fair_epoch WHERE place = " PLACE_ID
	"  AND (?4 = 0 OR epoch = ?4) ORDER BY epoch DESC LIMIT ?5) AS p"
	" CROSS JOIN fair_event AS e ON e.place = p.place AND e.epoch = p.epoch"
	" AND e.number = ?3 WHERE e.kind = 3 ORDER BY p.epoch DESC LIMIT ?6";

struct viewer {
	fair_past_fn *see;
	void *arg;
	size_t most_dice; /* after which no more rolls are looked at */
};

/* Show VIEWER each roll that QUERY finds, and end it. Counts them in *COUNT. */
static bool see_all(
	struct store_query *query, const struct viewer *viewer, size_t *count, struct error *err)
{
	size_t dice = 0;

	*count = 0;
	while (dice <= viewer->most_dice && store_next(query)) {
		struct fair_past past = {.event = store_int(query, 0),
			.epoch = store_int(query, 1),
			.number = store_int(query, 2),
			.time_s = store_int(query, 3),
			.nick = store_text(query, 4),
			.input = store_text(query, 5),
			.error = store_text(query, 7),
			.said = store_text(query, 8),
			.total = store_real(query, 9),
			.asked = store_text(query, 10),
			.unsaid = store_int(query, 11) != 0,
			.keeper = store_is_null(query, 12) ? NULL : store_text(query, 12)};
		past.dice = store_blob(query, 6, &past.dice_len);
		dice += packed_count(past.dice, past.dice_len);
		++*count;
		viewer->see(viewer->arg, &past);
	}
	return store_done(query, err);
}

const char *fair_past_note(const struct fair_past *past)
{
	return past->unsaid ? " (this was recorded but perhaps never said)" : "";
}

bool fair_history(struct store *store, const struct fair_search *search, fair_past_fn *see,
	void *arg, struct error *err)
{
	const char *network = search->where->network, *who = search->who;
	const struct viewer viewer = {see, arg, who != NULL ? FAIR_DICE_SEARCHED : SIZE_MAX};
	int64_t most = search->count;
	char place[FAIR_PLACE_BYTES];
	struct store_query *query;
	size_t count;

	fair_place_name(place, search->where);
	query = who == NULL ? store_query(store, history_sql, "ssi", network, place, most)
			    : store_query(store, history_of_sql, "sssii", network, place, who, most,
				      (int64_t)FAIR_SEARCHED);
	return see_all(query, &viewer, &count, err);
}

bool fair_past_roll(struct store *store, const struct fair_which *which, fair_past_fn *see,
	void *arg, struct error *err)
{
	bool hidden = which->where->part == FAIR_HIDDEN;
	const struct viewer viewer = {see, arg, SIZE_MAX};
	char place[FAIR_PLACE_BYTES], epoch[40] = "";
	size_t count;

	fair_place_name(place, which->where);
	if (!see_all(store_query(store, past_sql, "ssiiii", which->where->network, place,
			     which->number, which->epoch, (int64_t)FAIR_EPOCHS_SEARCHED,
			     (int64_t)which->most),
		    &viewer, &count, err))
		return false;
	if (which->epoch > 0)
		snprintf(epoch, sizeof epoch, " in epoch %" PRId64, which->epoch);
	return count > 0 ||
	       error_set(err, "There is no %sroll #%s%" PRId64 "%s here.", hidden ? "hidden " : "",
		       hidden ? "h" : "", which->number, epoch);
}

static const char places_sql[] =
	"SELECT q.network, q.place, (SELECT max(epoch) FROM fair_epoch AS p WHERE p.place = q.id),"
	" (SELECT count(*) FROM fair_event AS e WHERE e.place = q.id AND e.kind IN (3, 4))"
	" FROM fair_place AS q ORDER BY q.network, q.place";

bool fair_places(struct store *store,
	void (*see)(
		void *arg, const char *network, const char *place, int64_t epoch, int64_t rolls),
	void *arg, struct error *err)
{
	struct store_query *query = store_query(store, places_sql, "");

	while (store_next(query))
		see(arg, store_text(query, 0), store_text(query, 1), store_int(query, 2),
			store_int(query, 3));
	return store_done(query, err);
}

/* ---- changes ---- */

static const char show_sql[] =
	"INSERT INTO fair_event (place, epoch, kind, time, nick, who, input, dice, total, error,"
	" said, ref) SELECT place, epoch, 6, ?, nick, who, input, dice, total, error, said, number "
	"FROM fair_event AS e WHERE kind = 3 AND epoch = ? AND number = ?"
	" AND place = (SELECT id FROM fair_place WHERE network = ? AND place = ?)"
	" AND NOT EXISTS (SELECT 1 FROM fair_event AS s WHERE s.place = e.place"
	"  AND s.epoch = e.epoch AND s.number IS NULL AND s.kind = 6 AND s.ref = e.number)";
static const char ids_sql[] = "SELECT (SELECT min(id) FROM fair_event WHERE id > ?),"
			      " (SELECT max(id) FROM fair_event)";
/* The newest event stays, so that none gets its number again: see said.c. */
static const char prune_sql[] =
	"DELETE FROM fair_event WHERE id BETWEEN ?2 AND ?3 AND time < ?1 AND EXISTS (SELECT 1 FROM"
	" fair_epoch AS p WHERE p.place = fair_event.place AND p.epoch = fair_event.epoch"
	" AND p.revealed < ?1)";

bool fair_show_roll(struct store *store, const struct fair_where *where, int64_t epoch,
	int64_t number, int64_t now_s, struct error *err)
{
	char place[FAIR_PLACE_BYTES];

	fair_place_name(place, where);
	return store_run(
		store, err, show_sql, "iiiss", now_s, epoch, number, where->network, place);
}

bool fair_prune(struct store *store, int64_t before_s, int64_t *after, struct error *err)
{
	struct store_query *query = store_query(store, ids_sql, "i", *after);
	int64_t first = 0, newest = 0, last;

	if (store_next(query)) {
		first = store_int(query, 0);
		newest = store_int(query, 1);
	}
	if (!store_done(query, err))
		return false;
	last = first + FAIR_PRUNED_AT_ONCE - 1 < newest ? first + FAIR_PRUNED_AT_ONCE - 1
							: newest - 1;
	*after = first > 0 && last < newest - 1 ? last : 0;
	return first == 0 || store_run(store, err, prune_sql, "iii", before_s, first, last);
}
