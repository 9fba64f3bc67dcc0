/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sign through libsodium. */
#include "crypto/sign.h"

#include <sodium.h>

_Static_assert(sizeof(char[SIGN_SEED_BYTES]) == crypto_sign_SEEDBYTES, "as libsodium has them");
_Static_assert(sizeof(char[SIGN_KEY_BYTES]) == crypto_sign_PUBLICKEYBYTES, "as libsodium has them");
_Static_assert(
	sizeof(char[SIGN_SECRET_BYTES]) == crypto_sign_SECRETKEYBYTES, "as libsodium has them");
_Static_assert(sizeof(char[SIGN_BYTES]) == crypto_sign_BYTES, "as libsodium has them");

void sign_pair(const unsigned char seed[SIGN_SEED_BYTES], unsigned char key[SIGN_KEY_BYTES],
	unsigned char secret[SIGN_SECRET_BYTES])
{
	crypto_sign_seed_keypair(key, secret, seed);
}

void sign_make(unsigned char signature[SIGN_BYTES], const void *bytes, size_t len,
	const unsigned char secret[SIGN_SECRET_BYTES])
{
	crypto_sign_detached(signature, NULL, bytes, len, secret);
}

bool sign_fits(const unsigned char signature[SIGN_BYTES], const void *bytes, size_t len,
	const unsigned char key[SIGN_KEY_BYTES])
{
	return crypto_sign_verify_detached(signature, bytes, len, key) == 0;
}
