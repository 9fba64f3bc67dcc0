/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hash and check passwords with Argon2id through libsodium. */
#include "crypto/password.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPSLIMIT crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMLIMIT crypto_pwhash_MEMLIMIT_INTERACTIVE

_Static_assert(PASSWORD_HASH_ROOM >= crypto_pwhash_STRBYTES, "a hash would not fit");

const char password_dummy[] = "$argon2id$v=19$m=65536,t=2,p=1$enFdfO91/KvPea4d3uU1NQ"
			      "$RoDYSGS3Vvw18cIeuQqAjKGIGhhU0TZmGi+y61yoQZI";

/* Start the library, or end the program: it is of no use without its random source. */
static void start_sodium(void)
{
	if (sodium_init() >= 0)
		return;
	fputs("logios: libsodium does not start\n", stderr);
	abort();
}

bool password_valid(const char *password, struct error *err)
{
	size_t len = strlen(password);

	if (len == 0)
		return error_set(err, "the password is empty");
	if (len > PASSWORD_MAX)
		return error_set(err, "the password has %zu bytes; at most %d are allowed", len,
			PASSWORD_MAX);
	for (const char *c = password; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return error_set(err, "the password has a control byte");
	return true;
}

bool password_hash(const char *password, char hash[PASSWORD_HASH_ROOM], struct error *err)
{
	if (!password_valid(password, err))
		return false;
	start_sodium();
	if (crypto_pwhash_str(hash, password, strlen(password), OPSLIMIT, MEMLIMIT) != 0)
		return error_set(err, "not enough memory to hash the password");
	return true;
}

bool password_verify(const char *hash, const char *password)
{
	char text[crypto_pwhash_STRBYTES] = {0};
	size_t len = strlen(hash);

	if (len >= sizeof text || !password_valid(password, NULL))
		return false;
	memcpy(text, hash, len);
	start_sodium();
	return crypto_pwhash_str_verify(text, password, strlen(password)) == 0;
}

bool password_hash_valid(const char *hash)
{
	char text[crypto_pwhash_STRBYTES] = {0};
	size_t len = strlen(hash);

	if (len >= sizeof text)
		return false;
	memcpy(text, hash, len);
	start_sodium();
	return crypto_pwhash_str_needs_rehash(text, OPSLIMIT, MEMLIMIT) >= 0;
}

void password_wipe(void *bytes, size_t len)
{
	sodium_memzero(bytes, len);
}
