/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compute commitments, salts and streams of numbers as logios-fair(7) describes them. */
#include "fair/scheme.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/random.h"

const char fair_no_salt[HASH_HEX_ROOM] =
	"0000000000000000000000000000000000000000000000000000000000000000";

/* Both states are copied, never used up: `key` has the seed, `begun` also what all blocks of a
 * request begin with. */
struct fair_stream {
	struct hmac key, begun;
	uint64_t block;
	struct rng *rng;
};

static void end_hex(struct sha256 *hash, char hex[HASH_HEX_ROOM])
{
	unsigned char bytes[HASH_BYTES];

	sha256_end(hash, bytes);
	hex_write(hex, bytes, sizeof bytes);
}

void fair_commitment(const unsigned char seed[FAIR_SEED_BYTES], char hex[HASH_HEX_ROOM])
{
	struct sha256 hash;

	sha256_begin(&hash);
	sha256_add(&hash, seed, FAIR_SEED_BYTES);
	end_hex(&hash, hex);
}

bool fair_seed(const void *bytes, size_t len, const char *commitment,
	unsigned char seed[FAIR_SEED_BYTES], struct error *err)
{
	char hex[HASH_HEX_ROOM];

	if (len != FAIR_SEED_BYTES)
		return error_set(err,
			"A stored seed is damaged: it has %zu bytes, not %d. Put a backup in "
			"place.",
			len, FAIR_SEED_BYTES);
	fair_commitment(bytes, hex);
	if (strcmp(hex, commitment) != 0)
		return error_set(err,
			"A stored seed is damaged: it does not fit its commitment %.64s. Put a "
			"backup in place.",
			commitment);
	memcpy(seed, bytes, len);
	return true;
}

void fair_salt(char salt[HASH_HEX_ROOM], const char *nick, const char *words)
{
	struct sha256 hash;

	sha256_begin(&hash);
	sha256_addstr(&hash, salt);
	sha256_add(&hash, "|", 1);
	sha256_addstr(&hash, nick);
	sha256_add(&hash, "|", 1);
	sha256_addstr(&hash, words);
	end_hex(&hash, salt);
}

void fair_request_hash(const char *nick, const char *input, char hex[HASH_HEX_ROOM])
{
	struct sha256 hash;

	sha256_begin(&hash);
	sha256_addstr(&hash, nick);
	sha256_add(&hash, "|", 1);
	sha256_addstr(&hash, input);
	end_hex(&hash, hex);
}

/* ---- the stream ---- */

static void next_block(void *arg, unsigned char *block)
{
	struct fair_stream *stream = arg;
	struct hmac hmac = stream->begun;
	char number[24];
	int len = snprintf(number, sizeof number, "%" PRIu64, stream->block++);

	hmac_add(&hmac, number, (size_t)len);
	hmac_end(&hmac, block);
}

struct fair_stream *fair_stream_new(void)
{
	struct fair_stream *stream = mem_zalloc(1, sizeof *stream);

	stream->rng = rng_new_stream(next_block, HASH_BYTES, stream);
	return stream;
}

void fair_stream_free(struct fair_stream *stream)
{
	if (stream == NULL)
		return;
	rng_free(stream->rng);
	hash_wipe(stream, sizeof *stream);
	free(stream);
}

void fair_stream_key(struct fair_stream *stream, const unsigned char seed[FAIR_SEED_BYTES])
{
	hmac_begin(&stream->key, seed, FAIR_SEED_BYTES);
}

static void add_part(struct hmac *hmac, const char *text)
{
	hmac_add(hmac, text, strlen(text));
	hmac_add(hmac, "|", 1);
}

void fair_stream_begin(struct fair_stream *stream, const struct fair_request *request)
{
	char numbers[48], hash[HASH_HEX_ROOM];

	stream->begun = stream->key;
	add_part(&stream->begun, FAIR_SCHEME);
	add_part(&stream->begun, request->network);
	add_part(&stream->begun, request->place);
	snprintf(numbers, sizeof numbers, "%" PRId64 "|%" PRId64, request->epoch, request->number);
	add_part(&stream->begun, numbers);
	add_part(&stream->begun, request->salt);
	fair_request_hash(request->nick, request->input, hash);
	add_part(&stream->begun, hash);
	stream->block = 0;
	rng_stream_restart(stream->rng);
}

struct rng *fair_stream_rng(struct fair_stream *stream)
{
	return stream->rng;
}
