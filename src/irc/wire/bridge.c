/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A connection as a machine of phases. What happens in each when its socket is ready, or its turn
 * of the loop has come, is a row of a table. Handlers are entered and left: a bridge that one of
 * its own callbacks frees goes when the outermost handler is left. */
#include "irc/wire/bridge.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "irc/wire/dial.h"
#include "irc/wire/linebuf.h"
#include "irc/wire/socket.h"
#include "irc/wire/stream.h"
#include "irc/wire/tls.h"

enum {
	READ_BYTES = 16 * 1024,
	READS_A_TURN = 4,        /* then the others have their turn */
	PIECE_BYTES = 16 * 1024, /* that are written at once */
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
	bool unanswered;  /* something of what was just read is: see bridge_acknowledge */
	bool broken;      /* writing failed, and `why` says how; what came before is still read */

	struct dial *dial;
	struct timer *timer; /* for the handshake */
	long timeout_ms;
	struct tls_context *tls_context; /* NULL: plain TCP */
	struct stream stream;
	struct socket_address address;  /* the peer's */
	char peer[SOCKET_ADDRESS_TEXT]; /* the same as text */
	struct linebuf lines;
	unsigned long reads;
	struct strbuf why; /* the last failure */
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

static void drop_stream(struct bridge *bridge)
{
	timer_stop(bridge->timer);
	stream_close(&bridge->stream);
}

/* Make BRIDGE idle, with nothing left of the connection. */
static void reset(struct bridge *bridge)
{
	drop_stream(bridge);
	dial_stop(bridge->dial);
	loop_undefer(bridge->loop, bridge);
	tls_context_free(bridge->tls_context);
	strbuf_release(&bridge->why);
	bridge->tls_context = NULL;
	linebuf_reset(&bridge->lines);
	bridge->deferred = bridge->broken = false;
	bridge->phase = IDLE;
}

/* Call `closed` with what `why` holds. */
static void end(struct bridge *bridge)
{
	char *why = strbuf_detach(&bridge->why);

	reset(bridge);
	bridge->events->closed(bridge->arg, why);
	free(why);
}

/* ---- reading and writing ---- */

/* Write no more. The end comes with the next turn, after what can still be read, which often says
 * why. */
static void give_up(struct bridge *bridge, const char *what)
{
	strbuf_reset(&bridge->why);
	strbuf_addf(&bridge->why, "%s: %s", bridge->peer, what);
	bridge->broken = true;
	later(bridge);
}

static void flush(struct bridge *bridge)
{
	struct error err;

	if (!bridge->broken && !stream_flush(&bridge->stream, &err))
		give_up(bridge, err.text);
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
		enum io_result result = stream_read(
			&bridge->stream, bytes, sizeof bytes, &got, err);
		if (result != IO_DONE)
			return result;
		bridge->reads++;
		linebuf_feed(&bridge->lines, bytes, got, on_line, bridge);
		if (bridge->phase == OPEN && bridge->events->lines_end != NULL)
			bridge->events->lines_end(bridge->arg);
		if (bridge->phase != OPEN || (bridge->stream.tls == NULL && got < sizeof bytes))
			return IO_WANT_READ;
	}
	return IO_DONE;
}

/* Say why the server has ended the connection. */
static const char *farewell(const struct bridge *bridge)
{
	return bridge->stream.tls == NULL && linebuf_is_alert(&bridge->lines)
		       ? "this port speaks TLS: tls = yes"
		       : "the server closed the connection";
}

static void exchange(struct bridge *bridge)
{
	struct error err;
	enum io_result result;

	bridge->unanswered = false;
	result = read_lines(bridge, &err);
	if (bridge->phase != OPEN)
		return;
	if (bridge->unanswered)
		socket_acknowledge(bridge->stream.fd);
	if (bridge->broken) {
		end(bridge);
	} else if (result == IO_CLOSED || result == IO_FAILED) {
		give_up(bridge, result == IO_FAILED ? err.text : farewell(bridge));
		end(bridge);
	} else {
		if (result == IO_DONE && bridge->stream.tls != NULL)
			later(bridge); /* the rest may be in OpenSSL, where no event sees it */
		flush(bridge);
	}
}

/* ---- connecting ---- */

static void try_next(struct bridge *bridge, const char *what)
{
	drop_stream(bridge);
	bridge->phase = DIALING;
	dial_next(bridge->dial, what);
}

static void opened(struct bridge *bridge)
{
	timer_stop(bridge->timer);
	bridge->phase = OPEN;
	if (bridge->stream.tls != NULL)
		later(bridge); /* lines may have come with the handshake */
	bridge->events->connected(bridge->arg);
}

static void shake_hands(struct bridge *bridge)
{
	struct error err;
	enum io_result result = stream_handshake(&bridge->stream, &err);

	if (result == IO_DONE)
		opened(bridge);
	else if (result == IO_FAILED)
		try_next(bridge, err.text);
}

static void begin_tls(struct bridge *bridge)
{
	struct error err;

	if (!stream_secure(&bridge->stream, bridge->tls_context, &err)) {
		try_next(bridge, err.text);
		return;
	}
	bridge->phase = HANDSHAKING;
	timer_set(bridge->timer, bridge->timeout_ms);
	shake_hands(bridge);
}

static void on_dialed(void *arg, int fd, const struct socket_address *address)
{
	struct bridge *bridge = arg;

	enter(bridge);
	bridge->address = *address;
	socket_address_format(address, bridge->peer);
	stream_open(&bridge->stream, bridge->loop, fd);
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

static void on_ready(void *arg)
{
	struct bridge *bridge = arg;

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
	try_next(bridge, "the TLS handshake takes too long; perhaps this port does not speak TLS");
	leave(bridge);
}

/* ---- for others ---- */

struct bridge *bridge_new(struct loop *loop, const struct bridge_events *events, void *arg)
{
	struct bridge *bridge = mem_zalloc(1, sizeof *bridge);

	bridge->loop = loop;
	bridge->events = events;
	bridge->arg = arg;
	stream_init(&bridge->stream, on_ready, bridge);
	bridge->dial = dial_new(loop, &dial_events, bridge);
	bridge->timer = timer_new(loop, on_late, bridge);
	bridge->why = (struct strbuf)STRBUF_INIT;
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

static void on_end_of_turn(void *arg)
{
	struct bridge *bridge = arg;

	if (bridge->phase == OPEN)
		flush(bridge);
}

/* What is written in a turn goes in one piece at its end, unless it is much. While some is kept, it
 * is the end of this turn, or the socket, that is waited for. */
void bridge_write(struct bridge *bridge, const char *bytes, size_t len)
{
	struct error err;

	if (bridge->phase != OPEN || bridge->broken)
		return;
	if (stream_kept(&bridge->stream) + len > PIECE_BYTES)
		flush(bridge);
	if (stream_kept(&bridge->stream) == 0)
		loop_at_end(bridge->loop, on_end_of_turn, bridge);
	if (!bridge->broken && !stream_write(&bridge->stream, bytes, len, &err))
		give_up(bridge, err.text);
}

void bridge_set_line_bytes(struct bridge *bridge, size_t bytes)
{
	linebuf_set_line_bytes(&bridge->lines, bytes);
}

void bridge_acknowledge(struct bridge *bridge)
{
	bridge->unanswered = true;
}

void bridge_close(struct bridge *bridge)
{
	if (bridge->phase == OPEN && !bridge->broken) {
		flush(bridge);
		if (bridge->stream.tls != NULL && !bridge->broken)
			tls_goodbye(bridge->stream.tls);
	}
	reset(bridge);
}

bool bridge_is_private(const struct bridge *bridge)
{
	return bridge->phase == OPEN &&
	       (bridge->stream.tls != NULL || socket_address_is_loopback(&bridge->address));
}

unsigned long bridge_dropped(const struct bridge *bridge)
{
	return bridge->lines.dropped;
}

unsigned long bridge_reads(const struct bridge *bridge)
{
	return bridge->reads;
}
