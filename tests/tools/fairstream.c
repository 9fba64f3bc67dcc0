/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the raw stream of fair rolls to standard output, for test batteries: the words from which
 * dice are made, of one request after the other, as native 32-bit integers.
 *
 *   fairstream SEED [REQUESTS]     SEED is any number; without REQUESTS it goes on until nobody
 * reads fairstream 1 | nice dieharder -a -g 200 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "fair/scheme.h"
#include "crypto/random.h"

enum { WORDS = 64 }; /* of a request: eight blocks of the stream */

/* With 2^32 - 1 sides all words but one are kept, and shown as they are. */
static bool write_request(struct fair_stream *stream, int64_t number)
{
	const struct fair_request request = {.network = "testnet",
		.place = "#stream",
		.epoch = 1,
		.number = number,
		.salt = fair_no_salt,
		.nick = "ann",
		.input = "64d4294967295"};
	uint32_t words[WORDS];

	fair_stream_begin(stream, &request);
	for (int i = 0; i < WORDS; i++) {
		if (!rng_uniform(fair_stream_rng(stream), UINT32_MAX, &words[i]))
			return false;
		words[i]--;
	}
	return fwrite(words, sizeof words, 1, stdout) == 1;
}

int main(int argc, char **argv)
{
	struct fair_stream *stream = fair_stream_new();
	unsigned char seed[FAIR_SEED_BYTES];
	struct sha256 hash;
	int64_t left = argc > 2 ? strtoll(argv[2], NULL, 10) : INT64_MAX;

	if (argc < 2) {
		fputs("usage: fairstream SEED [REQUESTS]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	sha256_begin(&hash);
	sha256_addstr(&hash, argv[1]);
	sha256_end(&hash, seed);
	fair_stream_key(stream, seed);
	for (int64_t number = 1; number <= left && write_request(stream, number);)
		number++;
	fair_stream_free(stream);
	return fflush(stdout) == 0 ? 0 : 1;
}
