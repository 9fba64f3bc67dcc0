/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read what is recorded of fair rolls: write transcripts, list past rolls, forget old ones. */
#include "fair/log.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "fair/impl.h"

#define EVENT_COLUMNS                                                                              \
	"SELECT e.kind, e.epoch, coalesce(e.number, e.ref), e.time, e.nick, e.input, e.sides,"     \
	" e.faces, e.total, e.error, p.commitment, p.seed, p.salt, f.faces FROM fair_event AS e"   \
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
	SIDES,
	FACES,
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

static void add_list(struct writer *writer, const char *key, enum column column)
{
	strbuf_addf(&writer->line, ",\"%s\":[%s]", key, store_text(writer->query, column));
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
	add_list(writer, "sides", SIDES);
	add_list(writer, "values", FACES);
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
	add_column(writer, "salt", FACES);
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
		add_list(writer, "order", ORDER);
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

static const char count_sql[] =
	"SELECT count(*) FROM (SELECT 1 FROM fair_event WHERE place ="
	" (SELECT id FROM fair_place WHERE network = ? AND place = ?) AND epoch = ? LIMIT ?)";

int64_t fair_count_events(struct store *store, const struct fair_excerpt *of, int64_t most)
{
	struct store_query *query = store_query(
		store, count_sql, "ssii", of->network, of->place, of->epoch, most);
	int64_t count = store_next(query) ? store_int(query, 0) : 0;

	store_done(query, NULL);
	return count;
}

/* ---- single rolls ---- */

#define PAST_COLUMNS                                                                               \
	"SELECT e.id, e.epoch, e.number, e.time, e.nick, e.input, e.sides, e.faces, e.error,"      \
	" e.said, e.total, e.asked, e.ref FROM fair_event AS e JOIN fair_place AS q ON q.id = "    \
	"e.place"                                                                                  \
	" WHERE q.network = ?1 AND q.place = ?2 AND e.kind = 3"

static const char history_sql[] = PAST_COLUMNS " ORDER BY e.epoch DESC, e.number DESC LIMIT ?3";
/* Whose rolls they are is asked of the newest ones alone: FAIR_SEARCHED. */
static const char history_of_sql[] =
	"SELECT id, epoch, number, time, nick, input, sides, faces, error, said, total, asked, ref"
	" FROM (SELECT * FROM fair_event WHERE place ="
	"  (SELECT id FROM fair_place WHERE network = ?1 AND place = ?2) AND number IS NOT NULL"
	"  ORDER BY epoch DESC, number DESC LIMIT ?5)"
	" WHERE kind = 3 AND who = ?3 ORDER BY epoch DESC, number DESC LIMIT ?4";
static const char past_sql[] = PAST_COLUMNS " AND e.number = ?3 ORDER BY e.epoch DESC LIMIT 1";

/* Call SEE with each roll that QUERY finds, and end it. Counts them in *COUNT. */
static bool see_all(
	struct store_query *query, fair_past_fn *see, void *arg, size_t *count, struct error *err)
{
	*count = 0;
	while (store_next(query)) {
		const struct fair_past past = {.event = store_int(query, 0),
			.epoch = store_int(query, 1),
			.number = store_int(query, 2),
			.time_s = store_int(query, 3),
			.nick = store_text(query, 4),
			.input = store_text(query, 5),
			.sides = store_text(query, 6),
			.faces = store_text(query, 7),
			.error = store_text(query, 8),
			.said = store_text(query, 9),
			.total = store_real(query, 10),
			.asked = store_text(query, 11),
			.unsaid = store_int(query, 12) != 0};
		++*count;
		see(arg, &past);
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
	int64_t most = search->count;
	char place[FAIR_PLACE_BYTES];
	struct store_query *query;
	size_t count;

	fair_place_name(place, search->where);
	query = who == NULL ? store_query(store, history_sql, "ssi", network, place, most)
			    : store_query(store, history_of_sql, "sssii", network, place, who, most,
				      (int64_t)FAIR_SEARCHED);
	return see_all(query, see, arg, &count, err);
}

bool fair_past_roll(struct store *store, const struct fair_where *where, int64_t number,
	fair_past_fn *see, void *arg, struct error *err)
{
	bool hidden = where->part == FAIR_HIDDEN;
	char place[FAIR_PLACE_BYTES];
	size_t count;

	fair_place_name(place, where);
	if (!see_all(store_query(store, past_sql, "ssi", where->network, place, number), see, arg,
		    &count, err))
		return false;
	return count > 0 || error_set(err, "There is no %sroll #%s%" PRId64 " here.",
				    hidden ? "hidden " : "", hidden ? "h" : "", number);
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
	"INSERT INTO fair_event (place, epoch, kind, time, nick, who, input, sides, faces, total,"
	" error, said, ref) SELECT place, epoch, 6, ?, nick, who, input, sides, faces, total, "
	"error,"
	" said, number FROM fair_event AS e WHERE kind = 3 AND epoch = ? AND number = ?"
	" AND place = (SELECT id FROM fair_place WHERE network = ? AND place = ?)"
	" AND NOT EXISTS (SELECT 1 FROM fair_event AS s WHERE s.place = e.place"
	"  AND s.epoch = e.epoch AND s.kind = 6 AND s.ref = e.number)";
/* The newest event stays, so that none gets its number again: see said.c. */
static const char prune_sql[] =
	"DELETE FROM fair_event WHERE time < ?1 AND id < (SELECT max(id) FROM fair_event) AND "
	"EXISTS (SELECT 1 FROM fair_epoch AS p"
	" WHERE p.place = fair_event.place AND p.epoch = fair_event.epoch AND p.revealed < ?1)";

bool fair_show_roll(struct store *store, const struct fair_where *where, int64_t epoch,
	int64_t number, int64_t now_s, struct error *err)
{
	char place[FAIR_PLACE_BYTES];

	fair_place_name(place, where);
	return store_run(
		store, err, show_sql, "iiiss", now_s, epoch, number, where->network, place);
}

bool fair_prune(struct store *store, int64_t before_s, struct error *err)
{
	return store_run(store, err, prune_sql, "i", before_s);
}
