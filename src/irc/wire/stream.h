/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_STREAM_H
#define LOGIOS_IRC_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "irc/wire/socket.h"
#include "irc/wire/tls.h"
#include "os/loop.h"

/* A connected socket, plain or with TLS, and the bytes that it has not taken yet. No call blocks:
 * what has to wait for the socket goes on when READY is called. */
struct stream {
	int fd; /* or -1 */
	struct event *readable, *writable;
	struct tls *tls;       /* NULL: plain TCP */
	struct strbuf backlog; /* not yet written */
	void (*ready)(void *arg);
	void *arg;
};

/* Make STREAM a closed one that will call READY with ARG, from the loop, whenever its socket can be
 * read, or written to while that is waited for. READY may free STREAM. */
void stream_init(struct stream *stream, void (*ready)(void *arg), void *arg);

/* Take over FD, a connected socket. */
void stream_open(struct stream *stream, struct loop *loop, int fd);

/* Close the socket, if there is one, and forget what waits. */
void stream_close(struct stream *stream);

/* Go over to TLS, with CONTEXT lent until stream_close. False with ERR set when OpenSSL refuses. */
bool stream_secure(struct stream *stream, struct tls_context *context, struct error *err);

/* Go on with the handshake until IO_DONE. */
enum io_result stream_handshake(struct stream *stream, struct error *err);

/* Read at most LEN bytes, and set GOT to how many came. With TLS there may be more although the
 * socket has nothing: read until IO_WANT_READ. */
enum io_result stream_read(
	struct stream *stream, char *bytes, size_t len, size_t *got, struct error *err);

/* Keep LEN bytes for stream_flush, 1 MiB at most. False with ERR set when the server reads too
 * slowly. */
bool stream_write(struct stream *stream, const char *bytes, size_t len, struct error *err);

/* Return how many bytes are kept. */
size_t stream_kept(const struct stream *stream);

/* Write what is kept, as far as the socket takes it. False with ERR set when the connection is of
 * no more use. */
bool stream_flush(struct stream *stream, struct error *err);

#endif
