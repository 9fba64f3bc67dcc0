/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes to and from a socket that is connected, through TLS or not. */
#include "irc/wire/stream.h"

#include <event2/event.h>
#include <unistd.h>

enum {
	BACKLOG_MOST = 1024 * 1024,
	BACKLOG_KEPT = 16 * 1024, /* memory that an empty backlog may keep */
};

/* ---- opening and closing ---- */

void stream_init(struct stream *stream, void (*ready)(void *arg), void *arg)
{
	*stream = (struct stream){.fd = -1, .backlog = STRBUF_INIT, .ready = ready, .arg = arg};
}

static void on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct stream *stream = arg;

	(void)fd, (void)what;
	stream->ready(stream->arg);
}

void stream_open(struct stream *stream, struct loop *loop, int fd)
{
	struct event_base *base = loop_event_base(loop);

	stream->fd = fd;
	stream->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_ready, stream);
	stream->writable = event_new(base, fd, EV_WRITE, on_ready, stream);
	event_add(stream->readable, NULL);
}

void stream_close(struct stream *stream)
{
	if (stream->readable != NULL)
		event_free(stream->readable);
	if (stream->writable != NULL)
		event_free(stream->writable);
	tls_free(stream->tls);
	if (stream->fd >= 0)
		close(stream->fd);
	strbuf_release(&stream->backlog);
	stream_init(stream, stream->ready, stream->arg);
}

/* ---- TLS ---- */

/* Wait until the socket can be written to, if that is what RESULT wants; reading is always waited
 * for. Returns RESULT. */
static enum io_result await(struct stream *stream, enum io_result result)
{
	if (result == IO_WANT_WRITE)
		event_add(stream->writable, NULL);
	return result;
}

bool stream_secure(struct stream *stream, struct tls_context *context, struct error *err)
{
	stream->tls = tls_new(context, stream->fd, err);
	return stream->tls != NULL;
}

enum io_result stream_handshake(struct stream *stream, struct error *err)
{
	return await(stream, tls_handshake(stream->tls, err));
}

/* ---- reading and writing ---- */

enum io_result stream_read(
	struct stream *stream, char *bytes, size_t len, size_t *got, struct error *err)
{
	return await(stream, stream->tls != NULL ? tls_read(stream->tls, bytes, len, got, err)
						 : socket_read(stream->fd, bytes, len, got, err));
}

static enum io_result push(
	struct stream *stream, const char *bytes, size_t len, size_t *sent, struct error *err)
{
	if (stream->tls != NULL)
		return tls_write(stream->tls, bytes, len, sent, err);
	return socket_write(stream->fd, bytes, len, sent, err);
}

/* Write what is taken of LEN bytes, and set DONE to how many went. False when writing is over. */
static bool write_some(
	struct stream *stream, const char *bytes, size_t len, size_t *done, struct error *err)
{
	enum io_result result = IO_DONE;
	size_t sent = 0;

	*done = 0;
	while (*done < len && result == IO_DONE) {
		result = push(stream, bytes + *done, len - *done, &sent, err);
		*done += sent;
	}
	await(stream, result);
	if (result == IO_CLOSED)
		return error_set(err, "the server closed the connection");
	return result != IO_FAILED;
}

bool stream_write(struct stream *stream, const char *bytes, size_t len, struct error *err)
{
	if (len > BACKLOG_MOST - stream->backlog.len)
		return error_set(err, "the server does not read: over 1 MiB is waiting for it");
	strbuf_add(&stream->backlog, bytes, len);
	return true;
}

size_t stream_kept(const struct stream *stream)
{
	return stream->backlog.len;
}

bool stream_flush(struct stream *stream, struct error *err)
{
	struct strbuf *backlog = &stream->backlog;
	size_t done;
	bool fine;

	if (backlog->len == 0)
		return true;
	fine = write_some(stream, backlog->text, backlog->len, &done, err);
	strbuf_drop(backlog, done);
	if (backlog->len == 0 && backlog->room > BACKLOG_KEPT)
		strbuf_release(backlog);
	return fine;
}
