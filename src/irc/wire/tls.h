/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_TLS_H
#define LOGIOS_IRC_TLS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "irc/wire/socket.h"

/* TLS 1.2 and later, from the client's side, over a non-blocking socket; OpenSSL's only home.
 * OpenSSL writes to the socket itself, so the program must ignore SIGPIPE. */

struct tls_options {
	bool verify;                 /* the chain */
	const char *ca, *cert, *key; /* files, or "" */
	char *const *fingerprints;   /* SHA-256, lower-case hex; if any, one must be the server's */
	size_t fingerprint_count;
	struct tls_roots *roots; /* shared with other hosts, or NULL */
};

/* What to trust and whom to expect; shared by the connections to the addresses of one host. */
struct tls_context;

/* For connections to HOST, a name or an address, as HOW says; both are copied. The server is
 * accepted when its certificate's fingerprint is among those of HOW, if there are any, and, with
 * `verify`, when its chain leads to a trusted root and names HOST. Returns NULL with ERR set when
 * one of the files cannot be used. */
struct tls_context *tls_context_new(
	const char *host, const struct tls_options *how, struct error *err);
void tls_context_free(struct tls_context *context); /* NULL is fine */

struct tls;

/* TLS on FD, which stays the caller's and is closed after tls_free. CONTEXT must live longer. NULL
 * with ERR set when OpenSSL refuses. */
struct tls *tls_new(struct tls_context *context, int fd, struct error *err);
void tls_free(struct tls *tls); /* NULL is fine */

/* Go on with the handshake until IO_DONE. When a certificate is refused, ERR says why, for which
 * host, and which fingerprint would let it in. */
enum io_result tls_handshake(struct tls *tls, struct error *err);

/* As socket_read and socket_write, except that either may want either direction, and that there may
 * be more to read although the socket has nothing: read until IO_WANT_READ. */
enum io_result tls_read(struct tls *tls, char *bytes, size_t len, size_t *got, struct error *err);
enum io_result tls_write(
	struct tls *tls, const char *bytes, size_t len, size_t *sent, struct error *err);

/* Tell the peer that nothing more comes, if the socket takes it now. */
void tls_goodbye(struct tls *tls);

#endif
