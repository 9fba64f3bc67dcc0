/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine of phases. What happens in each when its socket is ready, or its turn of the loop has
 * come, is a row of a table. Its handlers are entered and left: a bridge that is freed by one
 * of its own callbacks goes when the outermost handler is left. */
#include "irc/wire/bridge.h"

#include <event2/event.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "irc/wire/dial.h"
#include "irc/wire/linebuf.h"
#include "irc/wire/socket.h"
#include "irc/wire/tls.h"

enum {
	READ_BYTES = 16 * 1024,
	READS_A_TURN = 4, /* then the others have their turn */
	BACKLOG_MOST = 1024 * 1024,
	BACKLOG_KEPT = 16 * 1024, /* memory that an empty backlog may keep */
};

enum phase { IDLE, DIALING, HANDSHAKING, OPEN, ENDING, PHASES };

struct bridge {
	struct loop *loop;
	const struct bridge_events *events;
	void *arg;
	enum phase phase;
	unsigned entered; /* handlers on the stack */
	bool freed;       /* by a callback: goes when they are left */
	bool deferred;    /* a turn has been asked for */
	bool broken;      /* writing failed, and `why` says how; what came before is still read */

	struct dial *dial;
	struct timer *timer; /* for the handshake */
	long timeout_ms;
	int fd; /* or -1 */
	struct event *readable, *writable;
	struct tls_context *tls_context; /* NULL: plain TCP */
	struct tls *tls;
	struct socket_address address;  /* the peer's */
	char peer[SOCKET_ADDRESS_TEXT]; /* the same as text */
	struct linebuf lines;
	struct strbuf backlog; /* not yet written */
	struct strbuf why;     /* the last failure */
};

/* ---- entering and leaving ---- */

static void enter(struct bridge *bridge)
{
	bridge->entered++;
}

static void leave(struct bridge *bridge)
{
	if (--bridge->entered == 0 && bridge->freed)
		free(bridge);
}

static void on_turn(void *arg);

/* Ask for a call of the phase's `turn`. */
static void later(struct bridge *bridge)
{
	if (!bridge->deferred)
		loop_defer(bridge->loop, on_turn, bridge);
	bridge->deferred = true;
}

/* ---- the end ---- */

static void drop_socket(struct bridge *bridge)
{
	timer_stop(bridge->timer);
	if (bridge->readable != NULL)
		event_free(bridge->readable);
	if (bridge->writable != NULL)
		event_free(bridge->writable);
	tls_free(bridge->tls);
	if (bridge->fd >= 0)
		close(bridge->fd);
	bridge->readable = bridge->writable = NULL;
	bridge->tls = NULL;
	bridge->fd = -1;
}

/* Idle again, with nothing left of the connection. */
static void reset(struct bridge *bridge)
{
	drop_socket(bridge);
	dial_stop(bridge->dial);
	loop_undefer(bridge->loop, bridge);
	tls_context_free(bridge->tls_context);
	strbuf_release(&bridge->backlog);
	strbuf_release(&bridge->why);
	bridge->tls_context = NULL;
	bridge->lines.len = 0;
	bridge->lines.skipping = 0;
	bridge->deferred = bridge->broken = false;
	bridge->phase = IDLE;
}

/* Tell `closed` what `why` holds. */
static void end(struct bridge *bridge)
{
	char *why = strbuf_detach(&bridge->why);

	reset(bridge);
	bridge->events->closed(bridge->arg, why);
	free(why);
}

/* ---- reading and writing ---- */

static enum io_result pull(
	struct bridge *bridge, char *bytes, size_t len, size_t *got, struct error *err)
{
	if (bridge->tls != NULL)
		return tls_read(bridge->tls, bytes, len, got, err);
	return socket_read(bridge->fd, bytes, len, got, err);
}

static enum io_result push(
	struct bridge *bridge, const char *bytes, size_t len, size_t *sent, struct error *err)
{
	if (bridge->tls != NULL)
		return tls_write(bridge->tls, bytes, len, sent, err);
	return socket_write(bridge->fd, bytes, len, sent, err);
}

/* Wait until the socket can be written to, if that is what RESULT wants; reading is always waited
 * for. */
static void await(struct bridge *bridge, enum io_result result)
{
	if (result == IO_WANT_WRITE)
		event_add(bridge->writable, NULL);
}

/* Writing is over. The end comes with the next turn, after what can still be read: it often says
 * why. */
static void give_up(struct bridge *bridge, const char *what)
{
	strbuf_reset(&bridge->why);
	strbuf_addf(&bridge->why, "%s: %s", bridge->peer, what);
	bridge->broken = true;
	strbuf_release(&bridge->backlog);
	later(bridge);
}

/* Write what is taken of LEN bytes; returns how many went. */
static size_t write_some(struct bridge *bridge, const char *bytes, size_t len)
{
	enum io_result result = IO_DONE;
	size_t done = 0, sent = 0;
	struct error err;

	while (done < len && result == IO_DONE) {
		result = push(bridge, bytes + done, len - done, &sent, &err);
		done += sent;
	}
	await(bridge, result);
	if (result == IO_CLOSED)
		give_up(bridge, "the server closed the connection");
	else if (result == IO_FAILED)
		give_up(bridge, err.text);
	return done;
}

static void flush(struct bridge *bridge)
{
	if (bridge->broken || bridge->backlog.len == 0)
		return;
	strbuf_drop(
		&bridge->backlog, write_some(bridge, bridge->backlog.text, bridge->backlog.len));
	if (bridge->backlog.len == 0 && bridge->backlog.room > BACKLOG_KEPT)
		strbuf_release(&bridge->backlog);
}

static int on_line(void *arg, char *line, size_t len)
{
	struct bridge *bridge = arg;

	bridge->events->line(bridge->arg, line, len);
	return bridge->phase == OPEN;
}

/* Read and hand on lines; IO_DONE when there may be more. A short read from a plain socket has
 * emptied it, which saves a call that would say so. */
static enum io_result read_lines(struct bridge *bridge, struct error *err)
{
	char bytes[READ_BYTES];
	size_t got;

	for (int i = 0; i < READS_A_TURN; i++) {
		enum io_result result = pull(bridge, bytes, sizeof bytes, &got, err);
		if (result != IO_DONE)
			return result;
		linebuf_feed(&bridge->lines, bytes, got, on_line, bridge);
		if (bridge->phase != OPEN || (bridge->tls == NULL && got < sizeof bytes))
			return IO_WANT_READ;
	}
	return IO_DONE;
}

static void exchange(struct bridge *bridge)
{
	struct error err;
	enum io_result result = read_lines(bridge, &err);

	if (bridge->phase != OPEN)
		return;
	if (bridge->broken) {
		end(bridge);
	} else if (result == IO_CLOSED || result == IO_FAILED) {
		give_up(bridge,
			result == IO_FAILED ? err.text : "the server closed the connection");
		end(bridge);
	} else {
		await(bridge, result);
		if (result == IO_DONE && bridge->tls != NULL)
			later(bridge); /* the rest may be in OpenSSL, where no event sees it */
		flush(bridge);
	}
}

/* ---- connecting ---- */

static void try_next(struct bridge *bridge, const char *what)
{
	drop_socket(bridge);
	bridge->phase = DIALING;
	dial_next(bridge->dial, what);
}

static void opened(struct bridge *bridge)
{
	timer_stop(bridge->timer);
	bridge->phase = OPEN;
	if (bridge->tls != NULL)
		later(bridge); /* lines may have come with the handshake */
	bridge->events->connected(bridge->arg);
}

static void shake_hands(struct bridge *bridge)
{
	struct error err;
	enum io_result result = tls_handshake(bridge->tls, &err);

	if (result == IO_DONE)
		opened(bridge);
	else if (result == IO_FAILED)
		try_next(bridge, err.text);
	else
		await(bridge, result);
}

static void begin_tls(struct bridge *bridge)
{
	struct error err;

	bridge->tls = tls_new(bridge->tls_context, bridge->fd, &err);
	if (bridge->tls == NULL) {
		try_next(bridge, err.text);
		return;
	}
	bridge->phase = HANDSHAKING;
	timer_set(bridge->timer, bridge->timeout_ms);
	shake_hands(bridge);
}

static void on_ready(evutil_socket_t fd, short what, void *arg);

static void on_dialed(void *arg, int fd, const struct socket_address *address)
{
	struct event_base *base = loop_event_base(((struct bridge *)arg)->loop);
	struct bridge *bridge = arg;

	enter(bridge);
	bridge->fd = fd;
	bridge->address = *address;
	socket_address_format(address, bridge->peer);
	bridge->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_ready, bridge);
	bridge->writable = event_new(base, fd, EV_WRITE, on_ready, bridge);
	event_add(bridge->readable, NULL);
	if (bridge->tls_context != NULL)
		begin_tls(bridge);
	else
		opened(bridge);
	leave(bridge);
}

static void on_dial_failed(void *arg, const char *why)
{
	struct bridge *bridge = arg;

	enter(bridge);
	strbuf_addstr(&bridge->why, why);
	end(bridge);
	leave(bridge);
}

static const struct dial_events dial_events = {.connected = on_dialed, .failed = on_dial_failed};

/* ---- what may happen in each phase ---- */

static const struct {
	void (*ready)(struct bridge *bridge); /* the socket is */
	void (*turn)(struct bridge *bridge);  /* the one asked for by later() */
} phases[PHASES] = {
	[HANDSHAKING] = {.ready = shake_hands},
	[OPEN] = {.ready = exchange, .turn = exchange},
	[ENDING] = {.turn = end},
};

static void on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct bridge *bridge = arg;

	(void)fd, (void)what;
	enter(bridge);
	if (phases[bridge->phase].ready != NULL)
		phases[bridge->phase].ready(bridge);
	leave(bridge);
}

static void on_turn(void *arg)
{
	struct bridge *bridge = arg;

	enter(bridge);
	bridge->deferred = false;
	if (phases[bridge->phase].turn != NULL)
		phases[bridge->phase].turn(bridge);
	leave(bridge);
}

/* Only the handshake is timed here; what comes before it, dial times. */
static void on_late(void *arg)
{
	struct bridge *bridge = arg;

	enter(bridge);
	try_next(bridge, "the TLS handshake takes too long");
	leave(bridge);
}

/* ---- for others ---- */

struct bridge *bridge_new(struct loop *loop, const struct bridge_events *events, void *arg)
{
	struct bridge *bridge = mem_zalloc(1, sizeof *bridge);

	bridge->loop = loop;
	bridge->events = events;
	bridge->arg = arg;
	bridge->fd = -1;
	bridge->dial = dial_new(loop, &dial_events, bridge);
	bridge->timer = timer_new(loop, on_late, bridge);
	bridge->backlog = bridge->why = (struct strbuf)STRBUF_INIT;
	linebuf_init(&bridge->lines);
	return bridge;
}

void bridge_free(struct bridge *bridge)
{
	if (bridge == NULL)
		return;
	enter(bridge);
	bridge_close(bridge);
	timer_free(bridge->timer);
	dial_free(bridge->dial);
	bridge->freed = true;
	leave(bridge);
}

void bridge_connect(struct bridge *bridge, const struct bridge_address *address)
{
	struct error err;

	reset(bridge);
	if (address->tls != NULL) {
		bridge->tls_context = tls_context_new(address->host, address->tls, &err);
		if (bridge->tls_context == NULL) {
			strbuf_addstr(&bridge->why, err.text);
			bridge->phase = ENDING;
			later(bridge);
			return;
		}
	}
	bridge->phase = DIALING;
	bridge->timeout_ms = address->timeout_ms;
	dial_start(bridge->dial, address->host, address->port, address->bind, address->timeout_ms);
}

void bridge_write(struct bridge *bridge, const char *bytes, size_t len)
{
	size_t sent = 0;

	if (bridge->phase != OPEN || bridge->broken)
		return;
	if (bridge->backlog.len == 0)
		sent = write_some(bridge, bytes, len);
	if (bridge->broken)
		return;
	if (len - sent > BACKLOG_MOST - bridge->backlog.len)
		give_up(bridge, "the server does not read: over 1 MiB is waiting for it");
	else if (sent < len)
		strbuf_add(&bridge->backlog, bytes + sent, len - sent);
}

void bridge_close(struct bridge *bridge)
{
	if (bridge->phase == OPEN && !bridge->broken) {
		flush(bridge);
		if (bridge->tls != NULL && !bridge->broken)
			tls_goodbye(bridge->tls);
	}
	reset(bridge);
}

bool bridge_is_private(const struct bridge *bridge)
{
	return bridge->phase == OPEN &&
	       (bridge->tls != NULL || socket_address_is_loopback(&bridge->address));
}

const char *bridge_peer(const struct bridge *bridge)
{
	return bridge->phase == OPEN ? bridge->peer : "";
}

unsigned long bridge_dropped(const struct bridge *bridge)
{
	return bridge->lines.dropped;
}
