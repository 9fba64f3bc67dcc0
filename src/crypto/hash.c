/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hash through libsodium and libcrypto, and read and write hexadecimal. */
#include "crypto/hash.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(struct sha256) >= sizeof(crypto_hash_sha256_state), "the state does not fit");
_Static_assert(alignof(struct sha256) >= alignof(crypto_hash_sha256_state), "nor lie there");
_Static_assert(
	sizeof(struct hmac) >= sizeof(crypto_auth_hmacsha256_state), "the state does not fit");
_Static_assert(alignof(struct hmac) >= alignof(crypto_auth_hmacsha256_state), "nor lie there");
_Static_assert(HASH_BYTES == crypto_hash_sha256_BYTES, "a hash has 32 bytes");

static crypto_hash_sha256_state *sha256_of(struct sha256 *hash)
{
	return (crypto_hash_sha256_state *)(void *)hash->state;
}

static crypto_auth_hmacsha256_state *hmac_of(struct hmac *hmac)
{
	return (crypto_auth_hmacsha256_state *)(void *)hmac->state;
}

void sha256_begin(struct sha256 *hash)
{
	crypto_hash_sha256_init(sha256_of(hash));
}

void sha256_add(struct sha256 *hash, const void *bytes, size_t len)
{
	crypto_hash_sha256_update(sha256_of(hash), bytes, len);
}

void sha256_addstr(struct sha256 *hash, const char *text)
{
	sha256_add(hash, text, strlen(text));
}

void sha256_end(struct sha256 *hash, unsigned char out[HASH_BYTES])
{
	crypto_hash_sha256_final(sha256_of(hash), out);
	hash_wipe(hash, sizeof *hash);
}

void hmac_begin(struct hmac *hmac, const void *key, size_t len)
{
	crypto_auth_hmacsha256_init(hmac_of(hmac), key, len);
}

void hmac_add(struct hmac *hmac, const void *bytes, size_t len)
{
	crypto_auth_hmacsha256_update(hmac_of(hmac), bytes, len);
}

void hmac_end(struct hmac *hmac, unsigned char out[HASH_BYTES])
{
	crypto_auth_hmacsha256_final(hmac_of(hmac), out);
	hash_wipe(hmac, sizeof *hmac);
}

/* ---- SHA-512 ---- */

static uint64_t blocks_hashed;

/* libcrypto's uses what the processor has. */
static EVP_MD_CTX *hasher(void)
{
	static EVP_MD_CTX *context; /* made once, and kept until the program ends */

	if (context == NULL && (context = EVP_MD_CTX_new()) != NULL &&
		EVP_DigestInit_ex(context, EVP_sha512(), NULL) == 1)
		return context;
	return context != NULL && EVP_DigestInit_ex2(context, NULL, NULL) == 1 ? context : NULL;
}

void sha512(unsigned char out[SHA512_BYTES], const void *bytes, size_t len)
{
	_Static_assert(sizeof(char[SHA512_BYTES]) == crypto_hash_sha512_BYTES, "it has 64 bytes");
	EVP_MD_CTX *context = hasher();

	blocks_hashed += (len + 17 + 127) / 128;
	if (context == NULL || EVP_DigestUpdate(context, bytes, len) != 1 ||
		EVP_DigestFinal_ex(context, out, NULL) != 1)
		crypto_hash_sha512(out, bytes, len);
}

uint64_t sha512_blocks(void)
{
	return blocks_hashed;
}

void base64_write(char *out, const void *bytes, size_t len)
{
	sodium_bin2base64(
		out, BASE64_ROOM(len), bytes, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool base64_read(const char *text, size_t digits, void *out, size_t len)
{
	size_t got;

	return sodium_base642bin(out, len, text, digits, NULL, &got, NULL,
		       sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
	       got == len;
}

void hex_write(char *out, const void *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *from = bytes;

	for (size_t i = 0; i < len; i++) {
		*out++ = digits[from[i] >> 4];
		*out++ = digits[from[i] & 15];
	}
	*out = '\0';
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_read(const char *text, void *out, size_t len)
{
	unsigned char *to = out;

	if (strlen(text) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		int high = digit_value(text[2 * i]), low = digit_value(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		to[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

void hash_wipe(void *bytes, size_t len)
{
	sodium_memzero(bytes, len);
}
