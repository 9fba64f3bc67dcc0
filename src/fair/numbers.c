/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make the stream of numbers: block j is the SHA-512 of j, the secret and the mix. */
#include "fair/numbers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/random.h"

enum { BLOCK_AT = 1, SECRET_AT = 9, MIX_AT = SECRET_AT + FAIR_HASH_BYTES };

struct fair_numbers {
	unsigned char bytes[MIX_AT + FAIR_HASH_BYTES]; /* what is hashed for the next block */
	struct rng *rng;
};

static void next_block(void *arg, unsigned char *block)
{
	struct fair_numbers *numbers = arg;

	sha512(block, numbers->bytes, sizeof numbers->bytes);
	for (int i = SECRET_AT - 1; i >= BLOCK_AT && ++numbers->bytes[i] == 0; i--)
		;
}

struct fair_numbers *fair_numbers_new(void)
{
	struct fair_numbers *numbers = mem_zalloc(1, sizeof *numbers);

	numbers->bytes[0] = FAIR_TAG_NUMBERS;
	numbers->rng = rng_new_stream(next_block, SHA512_BYTES, numbers);
	return numbers;
}

void fair_numbers_free(struct fair_numbers *numbers)
{
	if (numbers == NULL)
		return;
	rng_free(numbers->rng);
	hash_wipe(numbers, sizeof *numbers);
	free(numbers);
}

struct rng *fair_numbers_begin(
	struct fair_numbers *numbers, const struct fair_hash *secret, const struct fair_hash *mix)
{
	memset(numbers->bytes + BLOCK_AT, 0, SECRET_AT - BLOCK_AT);
	memcpy(numbers->bytes + SECRET_AT, secret->bytes, FAIR_HASH_BYTES);
	memcpy(numbers->bytes + MIX_AT, mix->bytes, FAIR_HASH_BYTES);
	rng_stream_restart(numbers->rng);
	return numbers->rng;
}
