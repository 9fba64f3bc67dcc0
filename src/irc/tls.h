/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_TLS_H
#define LOGIOS_IRC_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "irc/bridge.h"

/* TLS over a descriptor that does not block: TLS 1.2 or later, the server's name asked for (SNI) and
 * checked (RFC 6125), or its certificate pinned by SHA-256. */
struct tls;

/* How to do it: files read, fingerprints copied. NULL with ERR when OPTIONS cannot be met. */
struct tls_settings;
struct tls_settings *tls_settings_new(const struct bridge_tls *options, struct error *err);
void tls_settings_free(struct tls_settings *settings); /* NULL is fine */

enum tls_result { TLS_DONE, TLS_WANT_READ, TLS_WANT_WRITE, TLS_CLOSED, TLS_FAILED };

/* For the connection FD to HOST, a name or an address. SETTINGS and HOST must outlive it. */
struct tls *tls_new(
	const struct tls_settings *settings, const char *host, int fd, struct error *err);
void tls_free(struct tls *tls); /* NULL is fine; the descriptor stays */

/* Go on with the handshake. On TLS_FAILED, ERR explains: what failed, for which name, and the
 * fingerprint that one would pin. */
enum tls_result tls_handshake(struct tls *tls, struct error *err);

/* Move up to ROOM (or LEN) bytes; *DONE of them when TLS_DONE. */
enum tls_result tls_read(struct tls *tls, char *bytes, size_t room, size_t *done);
enum tls_result tls_write(struct tls *tls, const char *bytes, size_t len, size_t *done);

#endif
