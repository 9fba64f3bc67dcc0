/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep who sealed words for the epoch that is stirred, and read that again. */
#include <string.h>

#include "base/mem.h"
#include "fair/impl.h"

static const char closed_sql[] =
	"SELECT closed, anchor FROM fair_epoch WHERE place = ? AND epoch = ?";

static const char steps_sql[] =
	"SELECT kind, time, who, hash, input FROM fair_event WHERE place = ? AND event >= ?"
	" AND epoch = ? AND kind IN (1, 2, 3) ORDER BY event";

struct fair_sealer *fair_find_sealer(struct fair_stir *stir, const char *who)
{
	for (size_t i = 0; i < stir->count; i++)
		if (strcmp(stir->sealers[i].who, who) == 0)
			return &stir->sealers[i];
	return NULL;
}

void fair_add_sealer(struct fair_stir *stir, const char *who, const struct fair_hash *seal)
{
	stir->sealers[stir->count++] = (struct fair_sealer){.who = mem_strdup(who), .seal = *seal};
}

void fair_open_seal(struct fair_stir *stir, struct fair_sealer *sealer, const char *words)
{
	sealer->words = mem_strdup(words);
	stir->opened++;
}

/* Take a row of steps_sql. */
static void take_step(struct fair_stir *stir, const struct store_query *query)
{
	const char *who = store_text(query, 2);
	struct fair_sealer *sealer = fair_find_sealer(stir, who);
	size_t len;
	const void *bytes = store_blob(query, 3, &len);
	struct fair_hash seal;

	stir->since_s = store_int(query, 1);
	if (store_int(query, 0) == FAIR_KIND_WORDS && sealer != NULL && sealer->words == NULL)
		fair_open_seal(stir, sealer, store_text(query, 4));
	if (store_int(query, 0) != FAIR_KIND_SEAL || sealer != NULL || len != sizeof seal ||
		stir->count == FAIR_SEALERS)
		return;
	memcpy(&seal, bytes, sizeof seal);
	fair_add_sealer(stir, who, &seal);
}

bool fair_read_stir(struct fair *fair, struct fair_place *place, int64_t epoch, int64_t first,
	struct error *err)
{
	struct fair_stir *stir = mem_zalloc(1, sizeof *stir);
	struct store_query *query;
	size_t len;

	fair_free_stir(place->stir);
	place->stir = stir;
	stir->epoch = epoch;
	query = store_query(fair->store, closed_sql, "ii", place->id, epoch);
	if (store_next(query)) {
		const void *anchor = store_blob(query, 1, &len);
		stir->closed_s = store_int(query, 0);
		memcpy(&stir->anchor, anchor, len == FAIR_HASH_BYTES ? len : 0);
	}
	if (!store_done(query, err))
		return false;
	query = store_query(fair->store, steps_sql, "iii", place->id, first, epoch);
	while (store_next(query))
		take_step(stir, query);
	if (stir->since_s < stir->closed_s)
		stir->since_s = stir->closed_s;
	return store_done(query, err);
}
