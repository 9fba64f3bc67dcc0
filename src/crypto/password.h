/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PASSWORD_H
#define LOGIOS_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Passwords of people, as hashes that take long to try. Each hash or comparison takes about a tenth
 * of a second and 64 MiB: whoever calls this for strangers limits how often. */

enum {
	PASSWORD_MAX = 128,       /* bytes */
	PASSWORD_HASH_ROOM = 128, /* bytes of a hash with its terminator */
};

/* Return whether PASSWORD can be one: 1 to PASSWORD_MAX bytes without control bytes. */
bool password_valid(const char *password, struct error *err);

/* Write the hash of PASSWORD, with a fresh salt, into HASH. Fails when it is no valid password or
 * when memory is short. */
bool password_hash(const char *password, char hash[PASSWORD_HASH_ROOM], struct error *err);

/* Return whether HASH is the hash of PASSWORD. A malformed or empty HASH fits none. */
bool password_verify(const char *hash, const char *password);

/* Return whether HASH can be one. */
bool password_hash_valid(const char *hash);

/* The hash of a password that nobody has, to be looked at where there is none: that takes as
 * long. */
extern const char password_dummy[];

/* Overwrite what was a password, in a way that the compiler does not leave out. */
void password_wipe(void *bytes, size_t len);

#endif
