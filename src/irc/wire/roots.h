/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_ROOTS_H
#define LOGIOS_IRC_ROOTS_H

#include "base/error.h"

/* The certificates that are trusted, read once for all networks that trust the same: the system's
 * take a megabyte, and tens of milliseconds in which nobody is answered. */
struct tls_roots;

struct tls_roots *tls_roots_new(void);
void tls_roots_free(struct tls_roots *roots); /* NULL is fine */

/* Return OpenSSL's store of the certificates in the file CA, or of the system's when that is "";
 * read again when the file has changed. The caller owns a reference. With NULL ROOTS it is shared
 * with nobody. Returns NULL with ERR set when the file cannot be used. */
struct x509_store_st *tls_roots_store(struct tls_roots *roots, const char *ca, struct error *err);

#endif
