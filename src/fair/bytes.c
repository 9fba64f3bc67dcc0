/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Put together what is hashed, hash it, and show hashes. */
#include "fair/bytes.h"

#include <string.h>

#include "base/strbuf.h"
#include "crypto/random.h"

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

bool fair_hash_equal(const struct fair_hash *one, const struct fair_hash *other)
{
	return memcmp(one->bytes, other->bytes, FAIR_HASH_BYTES) == 0;
}

void fair_digest(struct fair_hash *out, const void *bytes, size_t len)
{
	unsigned char whole[SHA512_BYTES];

	sha512(whole, bytes, len);
	memcpy(out->bytes, whole, FAIR_HASH_BYTES);
}

void fair_digest_of(struct fair_hash *out, const struct strbuf *bytes)
{
	fair_digest(out, bytes->text, bytes->len);
}

/* ---- the bytes ---- */

void fair_bytes_begin(struct strbuf *bytes, enum fair_tag tag)
{
	strbuf_reset(bytes);
	strbuf_addch(bytes, (char)tag);
}

void fair_add_hash(struct strbuf *bytes, const struct fair_hash *hash)
{
	strbuf_add(bytes, (const char *)hash->bytes, FAIR_HASH_BYTES);
}

static void add_u32(struct strbuf *bytes, size_t number)
{
	const char four[] = {(char)(number >> 24 & 0xff), (char)(number >> 16 & 0xff),
		(char)(number >> 8 & 0xff), (char)(number & 0xff)};

	strbuf_add(bytes, four, sizeof four);
}

void fair_add_u64(struct strbuf *bytes, uint64_t number)
{
	add_u32(bytes, number >> 32);
	add_u32(bytes, number & UINT32_MAX);
}

void fair_enc_bytes(struct strbuf *bytes, const void *field, size_t len)
{
	add_u32(bytes, len);
	strbuf_add(bytes, field, len);
}

void fair_enc_text(struct strbuf *bytes, const char *text)
{
	fair_enc_bytes(bytes, text, strlen(text));
}

void fair_enc_number(struct strbuf *bytes, uint64_t number)
{
	add_u32(bytes, sizeof number);
	fair_add_u64(bytes, number);
}

void fair_enc_hash(struct strbuf *bytes, const struct fair_hash *hash)
{
	fair_enc_bytes(bytes, hash->bytes, FAIR_HASH_BYTES);
}

void fair_enc_list(struct strbuf *bytes, const uint32_t *list, size_t count)
{
	add_u32(bytes, 4 * count);
	for (size_t i = 0; i < count; i++)
		add_u32(bytes, list[i]);
}

/* ---- how hashes are shown ---- */

void fair_short(const struct fair_hash *hash, char out[FAIR_SHORT_ROOM])
{
	uint64_t bits = 0;

	for (int i = 0; i < 5; i++)
		bits = bits << 8 | hash->bytes[i];
	for (int i = 0; i < 8; i++)
		out[i] = letters[bits >> (35 - 5 * i) & 31];
	out[8] = '\0';
}

void fair_letters(char *out, size_t count)
{
	random_bytes(out, count);
	for (size_t i = 0; i < count; i++)
		out[i] = letters[out[i] & 31];
	out[count] = '\0';
}

size_t fair_letters_behind(const char *text)
{
	size_t len = strlen(text), count = 0;

	while (count < len && strchr(letters, text[len - 1 - count]) != NULL)
		count++;
	return count;
}

void fair_hex(const struct fair_hash *hash, char out[FAIR_HEX_ROOM])
{
	hex_write(out, hash->bytes, FAIR_HASH_BYTES);
}

bool fair_unhex(const char *text, struct fair_hash *hash)
{
	return hex_read(text, hash->bytes, FAIR_HASH_BYTES);
}

void fair_base64(const struct fair_hash *hash, char out[FAIR_BASE64_ROOM])
{
	base64_write(out, hash->bytes, FAIR_HASH_BYTES);
}
