/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_SIGN_H
#define LOGIOS_SIGN_H

#include <stdbool.h>
#include <stddef.h>

/* Signatures, by Ed25519. */

enum {
	SIGN_SEED_BYTES = 32,   /* what a pair of keys is made of */
	SIGN_KEY_BYTES = 32,    /* the public one */
	SIGN_SECRET_BYTES = 64, /* the secret one, with which is signed */
	SIGN_BYTES = 64,        /* a signature */
};

void sign_pair(const unsigned char seed[SIGN_SEED_BYTES], unsigned char key[SIGN_KEY_BYTES],
	unsigned char secret[SIGN_SECRET_BYTES]);

/* Sign the LEN bytes at BYTES with SECRET. */
void sign_make(unsigned char signature[SIGN_BYTES], const void *bytes, size_t len,
	const unsigned char secret[SIGN_SECRET_BYTES]);

/* Return whether whoever has the secret of KEY has signed these bytes. */
bool sign_fits(const unsigned char signature[SIGN_BYTES], const void *bytes, size_t len,
	const unsigned char key[SIGN_KEY_BYTES]);

#endif
