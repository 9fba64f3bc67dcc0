/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draw random numbers. Words are taken from libsodium a block at a time, so that a roll costs no
 * system call, and each is wiped as it is used: a core dump shows nothing of numbers that are known
 * already. A plain block is the ChaCha20 stream of a fresh 256-bit key from the system, used once
 * and wiped; the system's own stream is the same cipher, at five times the cost. The block must not
 * be shared with a child: whoever forks makes the rng afterwards. */
#include "crypto/random.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BLOCK_BYTES = 4096, WORD_BYTES = 4 };

struct rng {
	void (*refill)(struct rng *rng); /* NULL for a script */
	size_t at, end;                  /* next unused byte of `block`, and how many it has */
	struct rng_draws *draws;         /* NULL: nobody wants to know */
	void (*stream)(void *arg, unsigned char *block);
	void *stream_arg;
	uint64_t seed, blocks; /* of a seeded one: its seed, how many blocks it has given */
	uint32_t *script;
	size_t script_at, script_count;
	char failure[120];
	unsigned char block[BLOCK_BYTES];
};

static void refill_plain(struct rng *rng)
{
	unsigned char key[randombytes_SEEDBYTES];

	randombytes_buf(key, sizeof key);
	randombytes_buf_deterministic(rng->block, sizeof rng->block, key);
	sodium_memzero(key, sizeof key);
}

static void put_u64(unsigned char *to, uint64_t value)
{
	for (int i = 0; i < 8; i++)
		to[i] = (unsigned char)(value >> (8 * i));
}

/* Fill the next block, under a key of its own: seed and block number, in little-endian. */
static void refill_seeded(struct rng *rng)
{
	unsigned char key[randombytes_SEEDBYTES] = {0};

	put_u64(key, rng->seed);
	put_u64(key + 8, rng->blocks++);
	randombytes_buf_deterministic(rng->block, sizeof rng->block, key);
}

static struct rng *rng_new(void (*refill)(struct rng *rng))
{
	struct rng *rng;

	if (sodium_init() < 0) {
		fputs("logios: libsodium cannot start\n", stderr);
		abort();
	}
	rng = mem_zalloc(1, sizeof *rng);
	rng->refill = refill;
	rng->at = rng->end = BLOCK_BYTES;
	return rng;
}

struct rng *rng_new_plain(void)
{
	return rng_new(refill_plain);
}

struct rng *rng_new_seeded(uint64_t seed)
{
	struct rng *rng = rng_new(refill_seeded);

	rng->seed = seed;
	return rng;
}

static void refill_stream(struct rng *rng)
{
	rng->stream(rng->stream_arg, rng->block);
}

struct rng *rng_new_stream(void (*refill)(void *arg, unsigned char *block), size_t size, void *arg)
{
	struct rng *rng = rng_new(refill_stream);

	assert(size > 0 && size <= RNG_STREAM_MAX && size % WORD_BYTES == 0);
	rng->stream = refill;
	rng->stream_arg = arg;
	rng->at = rng->end = size;
	return rng;
}

void rng_stream_restart(struct rng *rng)
{
	assert(rng->stream != NULL);
	rng->at = rng->end;
}

struct rng *rng_new_scripted(const uint32_t *faces, size_t count)
{
	struct rng *rng = rng_new(NULL);

	rng_script_more(rng, faces, count);
	return rng;
}

void rng_script_more(struct rng *rng, const uint32_t *faces, size_t count)
{
	assert(rng->refill == NULL);
	if (count == 0)
		return;
	rng->script = mem_resize(rng->script, rng->script_count + count, sizeof *faces);
	memcpy(rng->script + rng->script_count, faces, count * sizeof *faces);
	rng->script_count += count;
}

bool rng_is_scripted(const struct rng *rng)
{
	return rng->refill == NULL;
}

size_t rng_script_left(const struct rng *rng)
{
	return rng->script_count - rng->script_at;
}

void rng_free(struct rng *rng)
{
	if (rng == NULL)
		return;
	free(rng->script);
	sodium_memzero(rng, sizeof *rng);
	free(rng);
}

static bool scripted_uniform(struct rng *rng, uint32_t sides, uint32_t *face)
{
	uint32_t next;

	if (rng->script_at == rng->script_count) {
		snprintf(rng->failure, sizeof rng->failure,
			"the faces given ran out: there are only %zu", rng->script_count);
		return false;
	}
	next = rng->script[rng->script_at];
	if (next < 1 || next > sides) {
		snprintf(rng->failure, sizeof rng->failure,
			"face %zu of those given is %u, but the die has %u side%s",
			rng->script_at + 1, next, sides, sides == 1 ? "" : "s");
		return false;
	}
	rng->script_at++;
	*face = next;
	return true;
}

/* Return the next word, big-endian, and wipe its bytes. */
static inline uint32_t next_word(struct rng *rng)
{
	unsigned char *bytes;
	uint32_t word;

	if (rng->at == rng->end) {
		rng->refill(rng);
		rng->at = 0;
	}
	bytes = rng->block + rng->at;
	word = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
	memset(bytes, 0, WORD_BYTES);
	rng->at += WORD_BYTES;
	return word;
}

/* ---- what was drawn ---- */

void rng_record(struct rng *rng, struct rng_draws *draws)
{
	rng->draws = draws;
}

static void record(struct rng_draws *draws, uint32_t sides, uint32_t value)
{
	if (draws->count == draws->room) {
		draws->room = draws->room > 0 ? 2 * draws->room : 64;
		draws->sides = mem_resize(draws->sides, draws->room, sizeof *draws->sides);
		draws->values = mem_resize(draws->values, draws->room, sizeof *draws->values);
	}
	draws->sides[draws->count] = sides;
	draws->values[draws->count++] = value;
}

void rng_draws_release(struct rng_draws *draws)
{
	free(draws->sides);
	free(draws->values);
	*draws = (struct rng_draws){0};
}

/* ---- numbers ---- */

bool rng_uniform(struct rng *rng, uint32_t sides, uint32_t *face)
{
	uint32_t word, rest;

	assert(sides >= 1);
	if (rng->refill == NULL) {
		if (!scripted_uniform(rng, sides, face))
			return false;
		if (rng->draws != NULL)
			record(rng->draws, sides, *face);
		return true;
	}
	/* Words fall into runs of SIDES that begin at its multiples. A run is complete if it begins
	 * at 2^32 - SIDES or before; words of the one that is not are thrown away. That is the
	 * limit in the header with one division instead of two. */
	do {
		word = next_word(rng);
		rest = word % sides;
	} while (word - rest > UINT32_MAX - sides + 1);
	*face = rest + 1;
	if (rng->draws != NULL)
		record(rng->draws, sides, *face);
	return true;
}

const char *rng_failure(const struct rng *rng)
{
	return rng->failure;
}

bool rng_shuffle(struct rng *rng, size_t *order, size_t count)
{
	uint32_t *picks;
	bool drawn = true;

	assert(count <= UINT32_MAX);
	/* All numbers first: if a script is dry, nothing was moved. */
	picks = mem_alloc((count + 1) * sizeof *picks);
	for (size_t i = count; drawn && i >= 2; i--)
		drawn = rng_uniform(rng, (uint32_t)i, &picks[i]);
	for (size_t i = count; drawn && i >= 2; i--) {
		size_t kept = order[i - 1];
		order[i - 1] = order[picks[i] - 1];
		order[picks[i] - 1] = kept;
	}
	sodium_memzero(picks, (count + 1) * sizeof *picks);
	free(picks);
	return drawn;
}

void random_bytes(void *out, size_t len)
{
	randombytes_buf(out, len);
}
