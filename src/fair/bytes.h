/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_BYTES_H
#define LOGIOS_FAIR_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/hash.h"

/* The bytes that the scheme logios-fair-2 hashes, and how hashes are shown (logios-fair(7)). */

struct strbuf;

#define FAIR_SCHEME_NAME "logios-fair-2"

/* What a hash is of: its first byte. */
enum fair_tag {
	FAIR_TAG_CHAIN = 0x01,
	FAIR_TAG_NUMBERS = 0x02,
	FAIR_TAG_SEALED = 0x03,
	FAIR_TAG_LEAF = 0x04,
	FAIR_TAG_NODE = 0x05,
	FAIR_TAG_PLACE = 0x10,
	FAIR_TAG_FIRST_HEAD = 0x11,
	FAIR_TAG_HEAD = 0x12,
	FAIR_TAG_SEAL = 0x20,
	FAIR_TAG_MIX = 0x21,
	FAIR_TAG_MARK = 0x22,
	FAIR_TAG_COVER_ROLL = 0x30,
	FAIR_TAG_COVER_SHUFFLE = 0x31,
};

enum { FAIR_HASH_BYTES = 32, FAIR_HEX_ROOM = 65, FAIR_SHORT_ROOM = 9 };

struct fair_hash {
	unsigned char bytes[FAIR_HASH_BYTES];
};

bool fair_hash_equal(const struct fair_hash *one, const struct fair_hash *other);

/* Hash BYTES, which begin with a tag: the first half of SHA-512. */
void fair_digest(struct fair_hash *out, const void *bytes, size_t len);
void fair_digest_of(struct fair_hash *out, const struct strbuf *bytes);

/* Begin BYTES anew with TAG. */
void fair_bytes_begin(struct strbuf *bytes, enum fair_tag tag);

/* Append the bytes of a hash, or a number as eight bytes, big-endian. */
void fair_add_hash(struct strbuf *bytes, const struct fair_hash *hash);
void fair_add_u64(struct strbuf *bytes, uint64_t number);

/* Append a field: its length in four bytes, big-endian, and what it holds. */
void fair_enc_bytes(struct strbuf *bytes, const void *field, size_t len);
void fair_enc_text(struct strbuf *bytes, const char *text);
void fair_enc_number(struct strbuf *bytes, uint64_t number);
void fair_enc_hash(struct strbuf *bytes, const struct fair_hash *hash);
void fair_enc_list(struct strbuf *bytes, const uint32_t *list, size_t count);

/* Write the first 40 bits of HASH as eight letters. */
void fair_short(const struct fair_hash *hash, char out[FAIR_SHORT_ROOM]);

/* Write COUNT random letters of the same alphabet, terminated. */
void fair_letters(char *out, size_t count);

/* Return how many letters of that alphabet TEXT ends with. */
size_t fair_letters_behind(const char *text);

/* Write or read 64 lower-case hexadecimal digits. */
void fair_hex(const struct fair_hash *hash, char out[FAIR_HEX_ROOM]);
bool fair_unhex(const char *text, struct fair_hash *hash);

/* Write HASH as URL-safe Base64. */
enum { FAIR_BASE64_ROOM = BASE64_ROOM(FAIR_HASH_BYTES) };
void fair_base64(const struct fair_hash *hash, char out[FAIR_BASE64_ROOM]);

#endif
