/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep who is ignored in the store, and in memory since every line that is heard asks for it; read
 * it again when the store has lost a change. */
#include "people/ignores.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "os/log.h"
#include "store/store.h"

struct row {
	int64_t id; /* in the store */
	struct ignore ignore;
};

struct ignores {
	struct store *store;
	struct log *log;
	struct row *rows;
	size_t count;
};

static const char read_sql[] =
	"SELECT id, network, channel, mask, maker, reason, since, until, automatic"
	" FROM ignored ORDER BY id";
static const char add_sql[] =
	"INSERT INTO ignored (network, channel, mask, maker, reason, since, until,"
	" automatic) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char remove_sql[] = "DELETE FROM ignored WHERE id = ?";

/* ---- rows in memory ---- */

static void keep(struct ignores *ignores, int64_t id, const struct ignore *ignore)
{
	struct ignore kept = *ignore;

	kept.network = mem_strdup(ignore->network);
	kept.channel = mem_strdup_or_null(ignore->channel);
	kept.mask = mem_strdup(ignore->mask);
	kept.by = mem_strdup(ignore->by);
	kept.reason = mem_strdup(ignore->reason);
	ignores->rows = mem_resize(ignores->rows, ignores->count + 1, sizeof *ignores->rows);
	ignores->rows[ignores->count++] = (struct row){.id = id, .ignore = kept};
}

static void release(struct ignore *ignore)
{
	const char *texts[] = {
		ignore->network, ignore->channel, ignore->mask, ignore->by, ignore->reason};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free((void *)(uintptr_t)texts[i]);
}

static void let_go(struct ignores *ignores, size_t at)
{
	release(&ignores->rows[at].ignore);
	ignores->count--;
	memmove(&ignores->rows[at], &ignores->rows[at + 1],
		(ignores->count - at) * sizeof *ignores->rows);
}

static void clear(struct ignores *ignores)
{
	while (ignores->count > 0)
		let_go(ignores, ignores->count - 1);
}

/* ---- the store ---- */

static void read_rows(void *arg)
{
	struct ignores *ignores = arg;
	struct store_query *query = store_query(ignores->store, read_sql, "");
	struct error err;

	clear(ignores);
	while (ignores->count < IGNORES_MAX && store_next(query))
		keep(ignores, store_int(query, 0),
			&(struct ignore){.network = store_text(query, 1),
				.channel = store_is_null(query, 2) ? NULL : store_text(query, 2),
				.mask = store_text(query, 3),
				.by = store_text(query, 4),
				.reason = store_text(query, 5),
				.since_s = store_int(query, 6),
				.until_s = store_int(query, 7),
				.automatic = store_int(query, 8) != 0});
	if (!store_done(query, &err))
		log_error(ignores->log, "cannot read who is ignored: %s", err.text);
}

static bool remove_at(struct ignores *ignores, size_t at, struct error *err)
{
	if (!store_run(ignores->store, err, remove_sql, "i", ignores->rows[at].id))
		return false;
	let_go(ignores, at);
	return true;
}

struct ignores *ignores_new(struct store *store, struct log *log)
{
	struct ignores *ignores = mem_zalloc(1, sizeof *ignores);

	ignores->store = store;
	ignores->log = log;
	read_rows(ignores);
	store_on_loss(store, read_rows, ignores);
	return ignores;
}

void ignores_free(struct ignores *ignores)
{
	if (ignores == NULL)
		return;
	store_no_loss(ignores->store, ignores);
	clear(ignores);
	free(ignores->rows);
	free(ignores);
}

/* ---- looking ---- */

static bool is_over(const struct ignore *ignore, int64_t now_s)
{
	return ignore->until_s != 0 && ignore->until_s <= now_s;
}

static bool holds(const struct ignore *ignore, const struct person *who, const char *channel)
{
	return strcmp(ignore->network, who->network) == 0 &&
	       (ignore->channel == NULL ||
		       (channel != NULL &&
			       casemap_equal(who->casemap, ignore->channel, channel))) &&
	       person_fits(who, ignore->mask);
}

bool ignores_fits(
	const struct ignores *ignores, const struct person *who, const char *channel, int64_t now_s)
{
	for (size_t i = 0; i < ignores->count; i++)
		if (!is_over(&ignores->rows[i].ignore, now_s) &&
			holds(&ignores->rows[i].ignore, who, channel))
			return true;
	return false;
}

const struct ignore *ignores_next(const struct ignores *ignores, size_t *at, int64_t now_s)
{
	while (*at < ignores->count) {
		const struct ignore *ignore = &ignores->rows[(*at)++].ignore;
		if (!is_over(ignore, now_s))
			return ignore;
	}
	return NULL;
}

/* ---- changing ---- */

static bool same_channel(enum casemap map, const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : casemap_equal(map, a, b);
}

/* Return where the row of that network, channel and mask is, or how many there are. */
static size_t find(const struct ignores *ignores, enum casemap map, const char *network,
	const char *channel, const char *mask)
{
	size_t at = 0;

	for (; at < ignores->count; at++) {
		const struct ignore *ignore = &ignores->rows[at].ignore;
		if (strcmp(ignore->network, network) == 0 &&
			same_channel(map, ignore->channel, channel) &&
			casemap_equal(map, ignore->mask, mask))
			break;
	}
	return at;
}

static bool remove_what_is_over(struct ignores *ignores, int64_t now_s, struct error *err)
{
	for (size_t i = ignores->count; i-- > 0;)
		if (is_over(&ignores->rows[i].ignore, now_s) && !remove_at(ignores, i, err))
			return false;
	return true;
}

/* Make room for one more automatic one. */
static bool make_room(struct ignores *ignores, struct error *err)
{
	size_t first = ignores->count, automatic = 0;

	for (size_t i = 0; i < ignores->count; i++) {
		const struct ignore *ignore = &ignores->rows[i].ignore;
		if (!ignore->automatic)
			continue;
		automatic++;
		if (first == ignores->count ||
			ignore->until_s < ignores->rows[first].ignore.until_s)
			first = i;
	}
	if (automatic > 0 && (automatic >= IGNORES_MAX_AUTOMATIC || ignores->count >= IGNORES_MAX))
		return remove_at(ignores, first, err);
	return true;
}

/* Return whether the operators of IGNORE's channel still have a share. */
static bool has_share(const struct ignores *ignores, enum casemap map, const struct ignore *ignore,
	struct error *err)
{
	size_t here = 0, channels = 0;

	for (size_t i = 0; i < ignores->count && ignore->channel != NULL; i++) {
		const struct ignore *other = &ignores->rows[i].ignore;
		channels += other->channel != NULL;
		here += other->channel != NULL && strcmp(other->network, ignore->network) == 0 &&
			casemap_equal(map, other->channel, ignore->channel);
	}
	if (here >= IGNORES_MAX_HERE)
		return error_set(err, "%d are ignored in %s already; first !unignore one.",
			IGNORES_MAX_HERE, ignore->channel);
	return channels < IGNORES_MAX_CHANNELS ||
	       error_set(err, "%d are ignored in channels already; an admin has to !unignore one.",
		       IGNORES_MAX_CHANNELS);
}

/* Put IGNORE into the store and into memory. */
static bool put(struct ignores *ignores, const struct ignore *ignore, struct error *err)
{
	size_t len = utf8_cut(ignore->reason, strlen(ignore->reason), IGNORES_REASON_MAX);
	struct ignore whole = *ignore;
	char reason[IGNORES_REASON_MAX + 1];

	memcpy(reason, ignore->reason, len);
	reason[len] = '\0';
	whole.reason = reason;
	if (!store_run(ignores->store, err, add_sql, "sssssiii", ignore->network, ignore->channel,
		    ignore->mask, ignore->by, reason, ignore->since_s, ignore->until_s,
		    (int64_t)ignore->automatic))
		return false;
	keep(ignores, store_last_id(ignores->store), &whole);
	return true;
}

bool ignores_add(
	struct ignores *ignores, enum casemap map, const struct ignore *ignore, struct error *err)
{
	size_t before;

	if (!remove_what_is_over(ignores, ignore->since_s, err))
		return false;
	before = find(ignores, map, ignore->network, ignore->channel, ignore->mask);
	if (before < ignores->count) {
		if (ignore->automatic && !ignores->rows[before].ignore.automatic)
			return true; /* what somebody has said stands */
		if (!remove_at(ignores, before, err))
			return false;
	}
	if (!has_share(ignores, map, ignore, err))
		return false;
	if ((ignore->automatic || ignores->count >= IGNORES_MAX) && !make_room(ignores, err))
		return false;
	if (ignores->count >= IGNORES_MAX)
		return error_set(err, "%d are ignored already; first !unignore one.", IGNORES_MAX);
	return put(ignores, ignore, err);
}

bool ignores_remove(struct ignores *ignores, enum casemap map, const char *network,
	const char *channel, const char *mask)
{
	size_t at = find(ignores, map, network, channel, mask);

	return at < ignores->count && remove_at(ignores, at, NULL);
}
