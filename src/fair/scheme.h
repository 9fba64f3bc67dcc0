/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_SCHEME_H
#define LOGIOS_FAIR_SCHEME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "crypto/hash.h"

struct rng;

/* The scheme logios-fair-1: how a secret seed, what the players said and a number become dice that
 * anybody can check once the seed is shown. Pure: no store, no chat.
 *
 *   commitment C = SHA-256(S), S the 32 bytes of an epoch's seed, shown before the first roll
 *   players' part P = 64 zeros, then with each salt hex(SHA-256(P | nick | words))
 *   request H = hex(SHA-256(nick | input)), the input as the reply shows it
 *   stream = HMAC-SHA256(S, "logios-fair-1|network|place|epoch|number|P|H|j") for j = 0, 1, 2, …
 *
 * Words of 32 bits, big-endian, are taken from the stream and made uniform as random.h says. */

#define FAIR_SCHEME "logios-fair-1"

enum { FAIR_SEED_BYTES = 32 };

/* The players' part before anybody said anything. */
extern const char fair_no_salt[HASH_HEX_ROOM];

void fair_commitment(const unsigned char seed[FAIR_SEED_BYTES], char hex[HASH_HEX_ROOM]);

/* Copy the LEN bytes at BYTES, a stored seed, into SEED. False and ERR when they are too few or too
 * many, or do not fit COMMITMENT: then nothing may be rolled or shown with them. */
bool fair_seed(const void *bytes, size_t len, const char *commitment,
	unsigned char seed[FAIR_SEED_BYTES], struct error *err);

/* Stir what NICK said into the players' part SALT. */
void fair_salt(char salt[HASH_HEX_ROOM], const char *nick, const char *words);

/* Write H of a request into HEX; for a shuffle INPUT is the deck's name. */
void fair_request_hash(const char *nick, const char *input, char hex[HASH_HEX_ROOM]);

/* A stream that is used for one request after the other: its key once an epoch, its beginning once
 * a request. */
struct fair_stream;

struct fair_stream *fair_stream_new(void);
void fair_stream_free(struct fair_stream *stream); /* NULL is fine */

/* Give STREAM the epoch's seed. */
void fair_stream_key(struct fair_stream *stream, const unsigned char seed[FAIR_SEED_BYTES]);

struct fair_request {
	const char *network, *place; /* place in the server's lower case */
	int64_t epoch, number;
	const char *salt; /* P */
	const char *nick, *input;
};

/* Begin the stream of REQUEST, under the key given last. */
void fair_stream_begin(struct fair_stream *stream, const struct fair_request *request);

/* Return the source of its uniform numbers, which is the stream's and always the same one. */
struct rng *fair_stream_rng(struct fair_stream *stream);

#endif
