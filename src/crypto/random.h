/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_RANDOM_H
#define LOGIOS_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"

/* Where numbers come from. The engines are handed one and never know which kind it is: plain
 * libsodium, a seeded generator for statistical tests, or a script of faces. */
struct rng;

/* Make a source of numbers from libsodium: ChaCha20 under fresh keys from the system's generator.
 * Ends the program if libsodium cannot start. Make it after forking. */
LOGIOS_API struct rng *rng_new_plain(void);

/* Make a repeatable source for tests, from ChaCha20 (randombytes_buf_deterministic) under SEED. */
LOGIOS_API struct rng *rng_new_seeded(uint64_t seed);

/* Make a source that gives the COUNT numbers in FACES (copied), one after the other, and then is
 * dry. */
LOGIOS_API struct rng *rng_new_scripted(const uint32_t *faces, size_t count);

/* Put COUNT more numbers behind those that a scripted RNG still has. */
LOGIOS_API void rng_script_more(struct rng *rng, const uint32_t *faces, size_t count);

/* Return whether RNG gives the numbers of a script. */
bool rng_is_scripted(const struct rng *rng);

/* Return how many numbers of the script are left. */
LOGIOS_API size_t rng_script_left(const struct rng *rng);

/* Make a source of numbers from a stream of bytes that REFILL hands out in blocks of SIZE bytes, a
 * multiple of four and at most RNG_STREAM_MAX; ARG is passed to it. */
enum { RNG_STREAM_MAX = 64 };
struct rng *rng_new_stream(void (*refill)(void *arg, unsigned char *block), size_t size, void *arg);

/* Throw away what is left of the stream's block: the next number begins with a new one. */
void rng_stream_restart(struct rng *rng);

LOGIOS_API void rng_free(struct rng *rng);

/* Every uniform number that was drawn, in order: of how many sides, and which. */
struct rng_draws {
	uint32_t *sides, *values;
	size_t count, room;
};

/* From now on put whatever RNG draws behind DRAWS, which outlives this; NULL ends it. */
void rng_record(struct rng *rng, struct rng_draws *draws);
void rng_draws_release(struct rng_draws *draws);

/* Fill OUT with LEN bytes that nobody can guess. */
void random_bytes(void *out, size_t len);

/* Draw a uniform number from 1 to SIDES (SIDES >= 1) into FACE, without bias: of 32-bit words w
 * those with w >= 2^32 - (2^32 mod SIDES) are thrown away, the number is w mod SIDES + 1; one side
 * still takes a word. Returns false, leaving FACE alone, when a script is dry or its next number is
 * not on a die of SIDES sides; rng_failure then says which. */
LOGIOS_API bool rng_uniform(struct rng *rng, uint32_t sides, uint32_t *face);

/* Return why the last rng_uniform returned false: one sentence, the rng's. */
LOGIOS_API const char *rng_failure(const struct rng *rng);

/* Put ORDER (COUNT indices) into random order: for i = COUNT down to 2, the entry at position i is
 * swapped with the one at position uniform(i) (Fisher and Yates; Knuth, TAOCP 3.4.2, algorithm P).
 * On failure returns false and ORDER is as it was. */
LOGIOS_API bool rng_shuffle(struct rng *rng, size_t *order, size_t count);

#endif
