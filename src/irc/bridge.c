/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine of phases. What may happen in each (its socket is ready, its time is over, its turn of the
 * loop has come) is a row of a table. Its handlers are entered and left: a bridge that is freed by one
 * of its own callbacks goes when the outermost handler is left. */
#include "irc/bridge.h"

#include <event2/dns.h>
#include <event2/event.h>
#include <event2/util.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "irc/linebuf.h"
#include "irc/socket.h"
#include "irc/tls.h"

enum {
	READ_BYTES = 16 * 1024,
	READS_A_TURN = 4, /* then the others have their turn */
	BACKLOG_MOST = 1024 * 1024,
	BACKLOG_KEPT = 16 * 1024, /* memory that an empty backlog may keep */
};

enum phase { IDLE, STARTING, RESOLVING, TRYING, CONNECTING, HANDSHAKING, OPEN, ENDING, PHASES };

struct bridge {
	struct loop *loop;
	const struct bridge_events *events;
	void *arg;
	enum phase phase;
	unsigned entered; /* handlers on the stack */
	bool freed;       /* by a callback: goes when they are left */
	bool deferred;    /* a turn has been asked for */
	bool broken;      /* writing failed, and `why` says how; what came before is still read */

	char *host, *bind;
	unsigned short port;
	long timeout_ms;
	struct timer *timer;
	struct lookup *lookup;
	struct socket_address *addresses;
	size_t address_count, next;

	int fd; /* or -1 */
	struct event *readable, *writable;
	struct tls_context *tls_context; /* NULL: plain TCP */
	struct tls *tls;
	char peer[SOCKET_ADDRESS_TEXT]; /* the address being tried or connected to */
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

/* ---- names ---- */

/* A name being looked up. A cancelled one outlives its bridge, for libevent answers it later. */
struct lookup {
	struct bridge *bridge; /* NULL: cancelled */
	struct event_base *base;
	struct evdns_base *dns;
	struct evdns_getaddrinfo_request *request;
};

static void release_lookup(evutil_socket_t fd, short what, void *arg)
{
	struct lookup *lookup = arg;

	(void)fd, (void)what;
	evdns_base_free(lookup->dns, 0);
	free(lookup);
}

static void take_addresses(struct bridge *bridge, const struct evutil_addrinfo *found)
{
	for (; found != NULL; found = found->ai_next) {
		struct socket_address *address;
		if (found->ai_addrlen > sizeof address->storage)
			continue;
		bridge->addresses = mem_resize(
			bridge->addresses, bridge->address_count + 1, sizeof *bridge->addresses);
		address = &bridge->addresses[bridge->address_count++];
		memset(address, 0, sizeof *address);
		memcpy(&address->storage, found->ai_addr, found->ai_addrlen);
		address->len = (socklen_t)found->ai_addrlen;
	}
}

/* Also called from inside evdns_getaddrinfo, when the hosts file knows the name. */
static void on_resolved(int failure, struct evutil_addrinfo *found, void *arg)
{
	const struct timeval at_once = {0, 0};
	struct lookup *lookup = arg;
	struct bridge *bridge = lookup->bridge;

	if (bridge != NULL) {
		take_addresses(bridge, found);
		strbuf_addf(&bridge->why, "cannot find %.100s: %s", bridge->host,
			failure != 0 ? evutil_gai_strerror(failure) : "it has no address");
		bridge->lookup = NULL;
		bridge->phase = TRYING;
		later(bridge);
	}
	if (found != NULL)
		evutil_freeaddrinfo(found);
	/* libevent still looks at its base after this call. */
	event_base_once(lookup->base, -1, EV_TIMEOUT, release_lookup, lookup, &at_once);
}

/* A base for each look-up reads resolv.conf and hosts as they are now. When there is no resolv.conf
 * it asks the server at 127.0.0.1, as the C library does. */
static struct evdns_base *dns_new(struct event_base *base)
{
	struct evdns_base *dns = evdns_base_new(base, EVDNS_BASE_DISABLE_WHEN_INACTIVE);

	if (dns != NULL)
		(void)evdns_base_resolv_conf_parse(dns, DNS_OPTIONS_ALL, "/etc/resolv.conf");
	return dns;
}

static void end(struct bridge *bridge);

static void resolve(struct bridge *bridge)
{
	const struct evutil_addrinfo hints = {
		.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_protocol = IPPROTO_TCP};
	struct event_base *base = loop_event_base(bridge->loop);
	struct evdns_base *dns = base != NULL ? dns_new(base) : NULL;
	struct evdns_getaddrinfo_request *request;
	struct lookup *lookup;
	char service[8];

	if (dns == NULL) {
		strbuf_addf(&bridge->why, "cannot look up %.100s: no resolver", bridge->host);
		end(bridge);
		return;
	}
	lookup = mem_zalloc(1, sizeof *lookup);
	*lookup = (struct lookup){.bridge = bridge, .base = base, .dns = dns};
	bridge->lookup = lookup;
	bridge->phase = RESOLVING;
	timer_set(bridge->timer, bridge->timeout_ms);
	snprintf(service, sizeof service, "%hu", bridge->port);
	request = evdns_getaddrinfo(dns, bridge->host, service, &hints, on_resolved, lookup);
	lookup->request = request; /* NULL when it is answered already */
}

static void cancel_lookup(struct bridge *bridge)
{
	struct lookup *lookup = bridge->lookup;

	if (lookup == NULL)
		return;
	bridge->lookup = NULL;
	lookup->bridge = NULL;
	evdns_getaddrinfo_cancel(lookup->request);
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
	cancel_lookup(bridge);
	loop_undefer(bridge->loop, bridge);
	tls_context_free(bridge->tls_context);
	free(bridge->addresses);
	free(bridge->host);
	free(bridge->bind);
	strbuf_release(&bridge->backlog);
	strbuf_release(&bridge->why);
	bridge->tls_context = NULL;
	bridge->addresses = NULL;
	bridge->address_count = bridge->next = 0;
	bridge->host = bridge->bind = NULL;
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

/* Wait until the socket can be written to, if that is what RESULT wants; reading is always waited for. */
static void await(struct bridge *bridge, enum io_result result)
{
	if (result == IO_WANT_WRITE)
		event_add(bridge->writable, NULL);
}

/* Writing is over. The end comes with the next turn, after what can still be read: it often says why. */
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

static void try_next(struct bridge *bridge);

static void note_failure(struct bridge *bridge, const char *what)
{
	strbuf_reset(&bridge->why);
	strbuf_addf(&bridge->why, "cannot connect to %s: %s", bridge->peer, what);
}

static void attempt_failed(struct bridge *bridge, const char *what)
{
	note_failure(bridge, what);
	drop_socket(bridge);
	try_next(bridge);
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
		attempt_failed(bridge, err.text);
	else
		await(bridge, result);
}

static void finish_connect(struct bridge *bridge)
{
	struct error err;

	if (!socket_connected(bridge->fd, &err)) {
		attempt_failed(bridge, err.text);
		return;
	}
	event_add(bridge->readable, NULL);
	if (bridge->tls_context == NULL) {
		opened(bridge);
		return;
	}
	bridge->tls = tls_new(bridge->tls_context, bridge->fd, &err);
	if (bridge->tls == NULL) {
		attempt_failed(bridge, err.text);
		return;
	}
	bridge->phase = HANDSHAKING;
	shake_hands(bridge);
}

static void on_ready(evutil_socket_t fd, short what, void *arg);

static bool try_address(struct bridge *bridge, const struct socket_address *address)
{
	struct event_base *base = loop_event_base(bridge->loop);
	struct error err;

	socket_address_format(address, bridge->peer);
	bridge->fd = socket_connect(address, bridge->bind, &err);
	if (bridge->fd < 0) {
		note_failure(bridge, err.text);
		return false;
	}
	bridge->readable = event_new(base, bridge->fd, EV_READ | EV_PERSIST, on_ready, bridge);
	bridge->writable = event_new(base, bridge->fd, EV_WRITE, on_ready, bridge);
	event_add(bridge->writable, NULL);
	timer_set(bridge->timer, bridge->timeout_ms);
	bridge->phase = CONNECTING;
	return true;
}

static void try_next(struct bridge *bridge)
{
	timer_stop(bridge->timer);
	while (bridge->next < bridge->address_count)
		if (try_address(bridge, &bridge->addresses[bridge->next++]))
			return;
	end(bridge);
}

static void start(struct bridge *bridge)
{
	struct socket_address address;

	if (!socket_address_parse(bridge->host, bridge->port, &address)) {
		resolve(bridge);
		return;
	}
	bridge->addresses = mem_zalloc(1, sizeof address);
	bridge->addresses[bridge->address_count++] = address;
	try_next(bridge);
}

static void lookup_late(struct bridge *bridge, const char *what)
{
	strbuf_reset(&bridge->why);
	strbuf_addf(&bridge->why, "cannot find %.100s: %s", bridge->host, what);
	end(bridge);
}

/* ---- what may happen in each phase ---- */

static const struct {
	void (*ready)(struct bridge *bridge);                  /* the socket is */
	void (*turn)(struct bridge *bridge);                   /* the one asked for by later() */
	void (*late)(struct bridge *bridge, const char *what); /* the time is over */
	const char *what;
} phases[PHASES] = {
	[STARTING] = {.turn = start},
	[RESOLVING] = {.late = lookup_late, .what = "the name servers do not answer"},
	[TRYING] = {.turn = try_next},
	[CONNECTING] = {.ready = finish_connect, .late = attempt_failed, .what = "no answer"},
	[HANDSHAKING] = {.ready = shake_hands,
		.late = attempt_failed,
		.what = "the TLS handshake takes too long"},
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

static void on_late(void *arg)
{
	struct bridge *bridge = arg;

	enter(bridge);
	if (phases[bridge->phase].late != NULL)
		phases[bridge->phase].late(bridge, phases[bridge->phase].what);
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
	bridge->freed = true;
	leave(bridge);
}

void bridge_connect(struct bridge *bridge, const struct bridge_address *address)
{
	struct error err;

	reset(bridge);
	bridge->host = mem_strdup(address->host);
	bridge->bind = mem_strdup(address->bind);
	bridge->port = address->port;
	bridge->timeout_ms = address->timeout_ms;
	bridge->phase = STARTING;
	if (address->tls != NULL) {
		bridge->tls_context = tls_context_new(address->host, address->tls, &err);
		if (bridge->tls_context == NULL) {
			strbuf_addstr(&bridge->why, err.text);
			bridge->phase = ENDING;
		}
	}
	later(bridge);
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
	const struct socket_address *peer;

	if (bridge->phase != OPEN)
		return false;
	peer = &bridge->addresses[bridge->next - 1];
	return bridge->tls != NULL || socket_address_is_loopback(peer);
}

const char *bridge_peer(const struct bridge *bridge)
{
	return bridge->phase == OPEN ? bridge->peer : "";
}

unsigned long bridge_dropped(const struct bridge *bridge)
{
	return bridge->lines.dropped;
}
