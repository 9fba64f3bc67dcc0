/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PAGE_SODIUM_H
#define LOGIOS_PAGE_SODIUM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* What src/crypto/random.c needs of libsodium, for a browser: nothing there is rolled or kept
 * secret, the numbers come from transcripts. */

enum { randombytes_SEEDBYTES = 32 };

static inline int sodium_init(void)
{
	return 0;
}

static inline void sodium_memzero(void *bytes, size_t len)
{
	memset(bytes, 0, len);
}

/* Numbers to try out a roll with: those of a shift register (xorshift64*, Vigna) from the first 16
 * bytes of KEY. */
static inline void randombytes_buf_deterministic(
	void *out, size_t len, const unsigned char key[randombytes_SEEDBYTES])
{
	uint64_t state = 0x9e3779b97f4a7c15;
	unsigned char *bytes = out;

	for (size_t i = 0; i < 16; i++)
		state = state * 31 + key[i] + 1;
	for (size_t i = 0; i < len; i++) {
		state ^= state >> 12;
		state ^= state << 25;
		state ^= state >> 27;
		bytes[i] = (unsigned char)(state * 0x2545f4914f6cdd1d >> 56);
	}
}

static inline void randombytes_buf(void *out, size_t len)
{
	unsigned char key[randombytes_SEEDBYTES] = {0};

	getentropy(key, sizeof key);
	randombytes_buf_deterministic(out, len, key);
}

#endif
