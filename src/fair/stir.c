/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Let players stir the next epoch: their seals are taken, then the words under them, and the mix is
 * made of those. Rolls go on in the present epoch meanwhile. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fair/impl.h"

static const char close_sql[] = "UPDATE fair_epoch SET closed = ? WHERE place = ? AND epoch = ?";
static const char late_sql[] =
	"SELECT 1 FROM fair_event WHERE place = ?1 AND kind = 4 AND epoch = ?2 AND who = ?3"
	" AND event > (SELECT first FROM fair_epoch WHERE place = ?1 AND epoch = ?2)";
static const char pending_sql[] =
	"SELECT q.network, q.place FROM fair_epoch AS p JOIN fair_place AS q ON q.id = p.place"
	" WHERE p.mix IS NULL AND p.epoch = (SELECT max(epoch) FROM fair_epoch AS r"
	"  WHERE r.place = p.place)";
static const char stirrers_sql[] =
	"SELECT who FROM fair_event WHERE place = (SELECT id FROM fair_place WHERE network = ?1"
	" AND place = ?2) AND kind = 2 AND epoch = ?3 AND event > (SELECT first FROM fair_epoch AS "
	"p"
	"  JOIN fair_place AS q ON q.id = p.place WHERE q.network = ?1 AND q.place = ?2"
	"  AND p.epoch = ?3) ORDER BY event LIMIT 32";

bool fair_stirring(struct fair *fair, const struct fair_where *where, int64_t now_s,
	struct fair_stirring *stirring, struct error *err)
{
	const struct fair_place *place = fair_open(fair, where, now_s, err);
	const struct fair_stir *stir = place != NULL ? place->stir : NULL;

	*stirring = (struct fair_stirring){.epoch = 0};
	if (stir != NULL)
		*stirring = (struct fair_stirring){.epoch = stir->epoch,
			.anchor = stir->anchor,
			.closed = stir->closed_s > 0,
			.seals = stir->count,
			.open = stir->opened,
			.until_s = stir->since_s + fair->seal_s};
	return place != NULL;
}

/* ---- the steps ---- */

/* Open an epoch for seals at PLACE. */
static bool begin(struct fair *fair, struct fair_place *place, int64_t now_s, struct error *err)
{
	struct fair_secrets secrets;
	bool opened = fair_open_epoch(fair, place, now_s, &secrets, err);

	hash_wipe(&secrets, sizeof secrets);
	return opened && fair_read_stir(fair, place, place->opened, place->event, err);
}

/* Return the place of WHERE where an epoch is being stirred, or NULL. */
static struct fair_place *stirred(
	struct fair *fair, const struct fair_where *where, int64_t now_s, struct error *err)
{
	struct fair_place *place = fair_open(fair, where, now_s, err);

	if (place == NULL || place->stir != NULL)
		return place;
	error_set(err, "No epoch is being stirred here. The GM or an operator begins one with: "
		       "fair new");
	return NULL;
}

bool fair_stir_begin(
	struct fair *fair, const struct fair_where *where, int64_t now_s, struct error *err)
{
	struct fair_place *place = fair_open(fair, where, now_s, err);

	if (place == NULL)
		return false;
	if (place->stir != NULL)
		return error_set(
			err, "Epoch %" PRId64 " is being stirred already.", place->stir->epoch);
	return begin(fair, place, now_s, err);
}

static bool record(
	struct fair *fair, struct fair_place *place, struct fair_event *event, struct error *err)
{
	const struct fair_extra extra = {.dice = NULL};

	event->epoch = place->stir->epoch;
	place->stir->since_s = event->time_s;
	return fair_record(fair, place, event, &extra, err);
}

/* Find out whether WHO let the epoch before go to waste. */
static bool was_late(struct fair *fair, const struct fair_place *place, const char *who, bool *late,
	struct error *err)
{
	struct store_query *query = store_query(
		fair->store, late_sql, "iis", place->id, place->stir->epoch - 1, who);

	*late = store_next(query);
	return store_done(query, err);
}

static bool take_seal(struct fair *fair, struct fair_place *place, const char *who,
	const struct fair_hash *seal, int64_t now_s, struct error *err)
{
	struct fair_stir *stir = place->stir;
	struct fair_event event = {
		.kind = FAIR_KIND_SEAL, .time_s = now_s, .who = who, .hash = *seal};
	bool late;

	if (stir->closed_s > 0)
		return error_set(err, "Seals are not taken any more; the words under them are.");
	if (fair_find_sealer(stir, who) != NULL)
		return error_set(err, "Your seal is taken already.");
	if (stir->count == FAIR_SEALERS)
		return error_set(err, "At most %d can stir an epoch.", FAIR_SEALERS);
	for (size_t i = 0; i < stir->count; i++)
		if (fair_hash_equal(&stir->sealers[i].seal, seal))
			return error_set(err,
				"That is the seal of %s: make one of words of your own.",
				stir->sealers[i].who);
	if (!was_late(fair, place, who, &late, err))
		return false;
	if (late)
		return error_set(err, "You did not open your last seal in time, and are left out "
				      "of this epoch.");
	if (!record(fair, place, &event, err))
		return false;
	fair_add_sealer(stir, who, seal);
	return true;
}

bool fair_stir_seal(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const struct fair_hash *seal, struct error *err)
{
	struct fair_place *place = stirred(fair, where, asker->now_s, err);
	struct strbuf who = STRBUF_INIT;
	bool taken = false;

	if (place != NULL) {
		fair_name(fair, &who, place, asker);
		taken = take_seal(fair, place, who.text, seal, asker->now_s, err);
	}
	strbuf_release(&who);
	return taken;
}

/* Mix the epoch that is being stirred with the words that were opened. */
static bool mix(struct fair *fair, struct fair_place *place, int64_t now_s, struct error *err)
{
	const struct fair_stir *stir = place->stir;
	struct fair_hash hash = fair_no_mix;
	struct strbuf bytes = STRBUF_INIT;

	fair_mix_begin(&bytes, &place->pid, stir->epoch);
	for (size_t i = 0; i < stir->count; i++)
		fair_mix_add(&bytes, stir->sealers[i].who, stir->sealers[i].words);
	if (stir->count > 0)
		fair_digest_of(&hash, &bytes);
	strbuf_release(&bytes);
	return fair_mix_epoch(fair, place, stir->epoch, stir->count > 0, &hash, now_s, err);
}

static bool take_words(struct fair *fair, struct fair_place *place, const char *who,
	const char *words, int64_t now_s, struct error *err)
{
	struct fair_stir *stir = place->stir;
	struct fair_sealer *sealer = fair_find_sealer(stir, who);
	struct fair_event event = {
		.kind = FAIR_KIND_WORDS, .time_s = now_s, .who = who, .input = words};
	struct fair_hash seal;

	fair_seal(&seal, words);
	if (sealer == NULL)
		return error_set(err, "There is no seal of yours to open.");
	if (stir->closed_s == 0)
		return error_set(err, "Seals are still taken: keep your words until that is over.");
	if (sealer->words != NULL)
		return error_set(err, "Your words are known already.");
	if (!fair_hash_equal(&seal, &sealer->seal))
		return error_set(err, "These are not the words that you sealed, to the letter.");
	if (!record(fair, place, &event, err))
		return false;
	fair_open_seal(stir, sealer, words);
	return stir->opened < stir->count || mix(fair, place, now_s, err);
}

bool fair_stir_words(struct fair *fair, const struct fair_where *where,
	const struct fair_asker *asker, const char *words, struct error *err)
{
	struct fair_place *place = stirred(fair, where, asker->now_s, err);
	struct strbuf who = STRBUF_INIT;
	bool taken = false;

	if (place != NULL) {
		fair_name(fair, &who, place, asker);
		taken = take_words(fair, place, who.text, words, asker->now_s, err);
	}
	strbuf_release(&who);
	return taken;
}

static bool close(struct fair *fair, struct fair_place *place, int64_t now_s, struct error *err)
{
	struct fair_stir *stir = place->stir;

	if (stir->count == 0)
		return mix(fair, place, now_s, err);
	stir->closed_s = stir->since_s = now_s;
	return store_run(fair->store, err, close_sql, "iii", now_s, place->id, stir->epoch);
}

bool fair_stir_close(
	struct fair *fair, const struct fair_where *where, int64_t now_s, struct error *err)
{
	struct fair_place *place = stirred(fair, where, now_s, err);

	if (place == NULL)
		return false;
	if (place->stir->closed_s > 0)
		return error_set(err, "Seals are not taken any more already.");
	return close(fair, place, now_s, err);
}

/* ---- waiting ---- */

/* Drop the epoch that is being stirred: not all have opened their seals. The next is open. */
static bool give_up(struct fair *fair, struct fair_place *place, int64_t now_s, struct strbuf *late,
	struct error *err)
{
	struct fair_stir *stir = place->stir;

	for (size_t i = 0; i < stir->count; i++) {
		struct fair_event event = {
			.kind = FAIR_KIND_VOID, .time_s = now_s, .who = stir->sealers[i].who};
		if (stir->sealers[i].words != NULL)
			continue;
		strbuf_addf(late, "%s%s", late->len > 0 ? ", " : "", event.who);
		if (!record(fair, place, &event, err))
			return false;
	}
	return begin(fair, place, now_s, err);
}

bool fair_stir_due(struct fair *fair, const struct fair_where *where, int64_t now_s,
	enum fair_due *due, struct strbuf *late, struct error *err)
{
	struct fair_place *place = fair_open(fair, where, now_s, err);
	const struct fair_stir *stir = place != NULL ? place->stir : NULL;

	*due = FAIR_DUE_NOTHING;
	if (stir == NULL || now_s < stir->since_s + fair->seal_s)
		return place != NULL;
	if (stir->closed_s > 0) {
		*due = FAIR_DUE_VOID;
		return give_up(fair, place, now_s, late, err);
	}
	*due = stir->count > 0 ? FAIR_DUE_CLOSED : FAIR_DUE_NOBODY;
	return close(fair, place, now_s, err);
}

/* ---- everywhere ---- */

struct pending {
	char *network, *place;
};

void fair_each_stirring(struct fair *fair,
	void (*see)(void *arg, const struct fair_where *where, int64_t until_s), void *arg)
{
	struct store_query *query = store_query(fair->store, pending_sql, "");
	struct pending *all = NULL;
	size_t count = 0;

	while (store_next(query)) {
		all = mem_resize(all, count + 1, sizeof *all);
		all[count++] = (struct pending){
			mem_strdup(store_text(query, 0)), mem_strdup(store_text(query, 1))};
	}
	store_done(query, NULL);
	for (size_t i = 0; i < count; i++) {
		const struct fair_where where = {all[i].network, all[i].place};
		struct fair_stirring stirring;
		if (fair_stirring(fair, &where, 0, &stirring, NULL) && stirring.epoch > 0)
			see(arg, &where, stirring.until_s);
		free(all[i].network);
		free(all[i].place);
	}
	free(all);
}

bool fair_stirrers(struct fair *fair, const struct fair_where *where, int64_t epoch,
	struct strbuf *out, struct error *err)
{
	struct store_query *query = store_query(
		fair->store, stirrers_sql, "ssi", where->network, where->base, epoch);
	size_t before = out->len;

	while (store_next(query))
		strbuf_addf(out, "%s%s", out->len > before ? ", " : "", store_text(query, 0));
	if (out->len == before)
		strbuf_addstr(out, "nobody");
	return store_done(query, err);
}
