/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole: it is made and freed, and has one pair of keys for good. */
#include "fair/fair.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fair/impl.h"
#include "os/log.h"

static const char key_sql[] = "SELECT seed FROM fair_key";
static const char new_key_sql[] = "INSERT INTO fair_key (one, seed) VALUES (1, ?)";

static void on_loss(void *arg)
{
	struct fair *fair = arg;

	assert(fair->rolling == NULL);
	fair_forget_places(fair);
	fair->has_key = false;
	fair_read_said(fair);
}

struct fair *fair_new(struct store *store, struct log *log)
{
	struct fair *fair = mem_zalloc(1, sizeof *fair);

	fair->store = store;
	fair->log = log;
	fair->places = map_new();
	fair_forget_places(fair);
	fair->make_secret = random_bytes;
	fair->numbers = fair_numbers_new();
	fair->seal_s = 60;
	fair->nick = fair->who = fair->input = fair->dice = fair->bytes =
		(struct strbuf)STRBUF_INIT;
	fair_read_said(fair);
	fair_mark_unsaid(fair);
	store_on_loss(store, on_loss, fair);
	return fair;
}

void fair_free(struct fair *fair)
{
	if (fair == NULL)
		return;
	store_no_loss(fair->store, fair);
	fair_release_said(fair);
	fair_forget_places(fair);
	map_free(fair->places);
	lru_free(fair->marks);
	fair_numbers_free(fair->numbers);
	rng_draws_release(&fair->draws);
	strbuf_release(&fair->nick);
	strbuf_release(&fair->who);
	strbuf_release(&fair->input);
	strbuf_release(&fair->dice);
	strbuf_release(&fair->bytes);
	hash_wipe(fair, sizeof *fair);
	free(fair);
}

void fair_configure(struct fair *fair, long seal_seconds)
{
	fair->seal_s = seal_seconds;
}

void fair_secrets_from(struct fair *fair, void (*make)(void *bytes, size_t len))
{
	fair->make_secret = make;
	fair->ahead.begun = false;
}

/* ---- the key ---- */

/* Read the seed of the keys. *FOUND says whether there is one. */
static bool read_seed(
	struct fair *fair, unsigned char seed[SIGN_SEED_BYTES], bool *found, struct error *err)
{
	struct store_query *query = store_query(fair->store, key_sql, "");
	struct error why;
	bool sound = true;

	*found = store_next(query);
	if (*found) {
		size_t len;
		const void *bytes = store_blob(query, 0, &len);
		sound = len == SIGN_SEED_BYTES;
		memcpy(seed, bytes, sound ? len : 0);
	}
	if (!store_done(query, err))
		return false;
	if (sound)
		return true;
	error_set(&why, "The stored key is damaged. Put a backup in place.");
	return store_refuse(fair->store, &why) || error_set(err, "%s", why.text);
}

bool fair_need_key(struct fair *fair, struct error *err)
{
	unsigned char seed[SIGN_SEED_BYTES];
	bool found;

	if (fair->has_key)
		return true;
	if (!read_seed(fair, seed, &found, err))
		return false;
	if (!found) {
		fair->make_secret(seed, sizeof seed);
		if (!store_run(fair->store, err, new_key_sql, "b", seed, sizeof seed))
			return false;
	}
	sign_pair(seed, fair->key, fair->secret_key);
	hash_wipe(seed, sizeof seed);
	fair->has_key = true;
	return true;
}

void fair_sign(const struct fair *fair, const struct fair_status *status,
	unsigned char signature[SIGN_BYTES])
{
	struct strbuf bytes = STRBUF_INIT;

	assert(fair->has_key);
	fair_signed_head(&bytes, &status->id, status->event, &status->head, status->event_s);
	sign_make(signature, bytes.text, bytes.len, fair->secret_key);
	strbuf_release(&bytes);
}
