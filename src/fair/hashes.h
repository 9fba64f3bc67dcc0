/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_HASHES_H
#define LOGIOS_FAIR_HASHES_H

#include "crypto/sign.h"
#include "fair/bytes.h"

/* What the scheme calls places and people, and the hashes by which words, rolls and orders are
 * fixed before they are shown. */

/* Compute what a place is called among all: by the key of its bot, its network and its name. */
void fair_place_id(struct fair_hash *id, const unsigned char key[SIGN_KEY_BYTES],
	const char *network, const char *place);

/* Write the mark of somebody without an account, of nick!user@host, at the place called ID: "~" and
 * the short form of a hash. */
enum { FAIR_MARK_ROOM = 1 + FAIR_SHORT_ROOM };
void fair_mark(char mark[FAIR_MARK_ROOM], const struct fair_hash *id, const char *hostmask);

/* Compute the seal of words. */
void fair_seal(struct fair_hash *seal, const char *words);

/* Put together the mix of players: begin, add each who opened a seal, in the order of the seals,
 * and hash BYTES with fair_digest_of. Nobody's mix is fair_no_mix. */
extern const struct fair_hash fair_no_mix;
void fair_mix_begin(struct strbuf *bytes, const struct fair_hash *id, int64_t epoch);
void fair_mix_add(struct strbuf *bytes, const char *who, const char *words);

/* Compute the cover of a hidden roll, or of a deck's ORDER, made with SECRET. */
struct fair_rolled {
	const char *nick, *input;
	const uint32_t *sides, *values;
	size_t count;
	const char *total;
};
void fair_cover_roll(
	struct fair_hash *cover, const struct fair_hash *secret, const struct fair_rolled *rolled);
void fair_cover_shuffle(struct fair_hash *cover, const struct fair_hash *secret, const char *deck,
	const uint32_t *order, size_t count);

/* Write into BYTES what is signed: that HEAD is the one of EVENT of the place called ID, at
 * TIME_S. */
void fair_signed_head(struct strbuf *bytes, const struct fair_hash *id, int64_t event,
	const struct fair_hash *head, int64_t time_s);

#endif
