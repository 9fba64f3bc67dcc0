/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compute the ids of places, the marks of people, seals, mixes and covers. */
#include "fair/hashes.h"

#include "base/strbuf.h"

const struct fair_hash fair_no_mix = {{0}};

/* Hash BYTES, which are not needed any more. */
static void settle(struct fair_hash *out, struct strbuf *bytes)
{
	fair_digest_of(out, bytes);
	strbuf_release(bytes);
}

void fair_place_id(struct fair_hash *id, const unsigned char key[SIGN_KEY_BYTES],
	const char *network, const char *place)
{
	struct strbuf bytes = STRBUF_INIT;

	fair_bytes_begin(&bytes, FAIR_TAG_PLACE);
	fair_enc_text(&bytes, FAIR_SCHEME_NAME);
	fair_enc_bytes(&bytes, key, SIGN_KEY_BYTES);
	fair_enc_text(&bytes, network);
	fair_enc_text(&bytes, place);
	settle(id, &bytes);
}

void fair_mark(char mark[FAIR_MARK_ROOM], const struct fair_hash *id, const char *hostmask)
{
	struct strbuf bytes = STRBUF_INIT;
	struct fair_hash hash;

	fair_bytes_begin(&bytes, FAIR_TAG_MARK);
	fair_add_hash(&bytes, id);
	fair_enc_text(&bytes, hostmask);
	settle(&hash, &bytes);
	mark[0] = '~';
	fair_short(&hash, mark + 1);
}

void fair_seal(struct fair_hash *seal, const char *words)
{
	struct strbuf bytes = STRBUF_INIT;

	fair_bytes_begin(&bytes, FAIR_TAG_SEAL);
	fair_enc_text(&bytes, words);
	settle(seal, &bytes);
}

void fair_mix_begin(struct strbuf *bytes, const struct fair_hash *id, int64_t epoch)
{
	fair_bytes_begin(bytes, FAIR_TAG_MIX);
	fair_enc_hash(bytes, id);
	fair_enc_number(bytes, (uint64_t)epoch);
}

void fair_mix_add(struct strbuf *bytes, const char *who, const char *words)
{
	fair_enc_text(bytes, who);
	fair_enc_text(bytes, words);
}

void fair_cover_roll(
	struct fair_hash *cover, const struct fair_hash *secret, const struct fair_rolled *rolled)
{
	struct strbuf bytes = STRBUF_INIT;

	fair_bytes_begin(&bytes, FAIR_TAG_COVER_ROLL);
	fair_add_hash(&bytes, secret);
	fair_enc_text(&bytes, rolled->nick);
	fair_enc_text(&bytes, rolled->input);
	fair_enc_list(&bytes, rolled->sides, rolled->count);
	fair_enc_list(&bytes, rolled->values, rolled->count);
	fair_enc_text(&bytes, rolled->total);
	settle(cover, &bytes);
}

void fair_cover_shuffle(struct fair_hash *cover, const struct fair_hash *secret, const char *deck,
	const uint32_t *order, size_t count)
{
	struct strbuf bytes = STRBUF_INIT;

	fair_bytes_begin(&bytes, FAIR_TAG_COVER_SHUFFLE);
	fair_add_hash(&bytes, secret);
	fair_enc_text(&bytes, deck);
	fair_enc_list(&bytes, order, count);
	settle(cover, &bytes);
}

void fair_signed_head(struct strbuf *bytes, const struct fair_hash *id, int64_t event,
	const struct fair_hash *head, int64_t time_s)
{
	strbuf_reset(bytes);
	fair_enc_text(bytes, FAIR_SCHEME_NAME " head");
	fair_enc_hash(bytes, id);
	fair_enc_number(bytes, (uint64_t)event);
	fair_enc_hash(bytes, head);
	fair_enc_number(bytes, (uint64_t)time_s);
}
