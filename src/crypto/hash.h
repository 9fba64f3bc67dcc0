/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_HASH_H
#define LOGIOS_HASH_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* SHA-256 (FIPS 180-4) and HMAC-SHA256 (RFC 2104, FIPS 198-1). Contexts are plain values: a copy
 * goes on from where the original stood, so what many messages begin with is hashed once. */

enum { HASH_BYTES = 32, HASH_HEX_ROOM = 2 * HASH_BYTES + 1 };

struct sha256 {
	alignas(8) unsigned char state[112];
};

void sha256_begin(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const void *bytes, size_t len);
void sha256_addstr(struct sha256 *hash, const char *text);
void sha256_end(struct sha256 *hash, unsigned char out[HASH_BYTES]); /* wipes HASH */

struct hmac {
	alignas(8) unsigned char state[216];
};

void hmac_begin(struct hmac *hmac, const void *key, size_t len);
void hmac_add(struct hmac *hmac, const void *bytes, size_t len);
void hmac_end(struct hmac *hmac, unsigned char out[HASH_BYTES]); /* wipes HMAC */

/* SHA-512 of the LEN bytes at BYTES, at once. */
enum { SHA512_BYTES = 64 };
void sha512(unsigned char out[SHA512_BYTES], const void *bytes, size_t len);

/* Return how many blocks were hashed so since the start: what a roll costs is counted in them. */
uint64_t sha512_blocks(void);

/* Write LEN bytes as lower-case digits, terminated: OUT has room for 2 * LEN + 1. */
void hex_write(char *out, const void *bytes, size_t len);

/* Read exactly 2 * LEN lower-case hexadecimal digits, all of TEXT, into OUT. Returns false if they
 * are not that. */
bool hex_read(const char *text, void *out, size_t len);

/* Write LEN bytes as URL-safe Base64 without padding, terminated. */
#define BASE64_ROOM(len) (((len)*4 + 2) / 3 + 1)
void base64_write(char *out, const void *bytes, size_t len);

/* Read DIGITS such digits at TEXT as exactly LEN bytes. Returns false if they are not that. */
bool base64_read(const char *text, size_t digits, void *out, size_t len);

/* Overwrite a secret, in a way that no optimiser leaves out. */
void hash_wipe(void *bytes, size_t len);

#endif
