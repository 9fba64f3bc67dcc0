/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and writing are done on the descriptor itself: a write goes out at once and only what the
 * socket did not take waits for libevent to say when it will.
 *
 * Every callback may close or free the bridge. So nothing is touched after one without asking
 * `generation` first: it goes up with every close, and a freed bridge is only given back to the
 * system when no callback of its is on the stack. */
#include "irc/bridge.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/dns.h>
#include <event2/event.h>
#include <event2/util.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "irc/linebuf.h"
#include "irc/tls.h"

enum {
	READ_BYTES = 16384,
	READ_ROUNDS = 8,       /* then others have their turn */
	MAX_PENDING = 1 << 20, /* bytes that may wait for a slow server */
};

struct bridge {
	struct loop *loop;
	struct bridge_events events;
	void *arg;

	/* copies of what bridge_connect was given */
	char *host, *bind_to;
	unsigned short port;
	long timeout_ms;
	struct tls_settings *tls_settings; /* NULL: plain TCP */

	struct evdns_base *dns; /* made when a name must first be resolved */
	struct evdns_getaddrinfo_request *resolving;
	struct evutil_addrinfo *addresses, *next_address;
	struct timer *timeout, *step;
	struct error why; /* of the last failure */

	int fd;
	struct event *readable, *writable;
	struct tls *tls;
	bool established; /* `connected` has been called */
	bool private_link;
	char peer[INET6_ADDRSTRLEN + 12];
	struct linebuf lines;
	struct strbuf pending;
	unsigned long generation;
	int depth; /* callbacks on the stack */
	bool freed;
};

static void try_next_address(void *arg);
static void on_timeout(void *arg);

struct bridge *bridge_new(struct loop *loop, const struct bridge_events *events, void *arg)
{
	struct bridge *bridge = mem_zalloc(1, sizeof *bridge);

	bridge->loop = loop;
	bridge->events = *events;
	bridge->arg = arg;
	bridge->fd = -1;
	bridge->pending = (struct strbuf)STRBUF_INIT;
	bridge->timeout = timer_new(loop, on_timeout, bridge);
	bridge->step = timer_new(loop, try_next_address, bridge);
	linebuf_init(&bridge->lines);
	return bridge;
}

/* ---- closing ---- */

static void close_socket(struct bridge *bridge)
{
	timer_stop(bridge->timeout);
	if (bridge->readable != NULL)
		event_free(bridge->readable);
	if (bridge->writable != NULL)
		event_free(bridge->writable);
	bridge->readable = bridge->writable = NULL;
	tls_free(bridge->tls);
	bridge->tls = NULL;
	if (bridge->fd >= 0)
		close(bridge->fd);
	bridge->fd = -1;
	bridge->established = bridge->private_link = false;
	bridge->peer[0] = '\0';
	strbuf_release(&bridge->pending);
}

static void forget_addresses(struct bridge *bridge)
{
	if (bridge->resolving != NULL)
		evdns_getaddrinfo_cancel(bridge->resolving); /* its callback lets go of it */
	bridge->resolving = NULL;
	if (bridge->addresses != NULL)
		evutil_freeaddrinfo(bridge->addresses);
	bridge->addresses = bridge->next_address = NULL;
	timer_stop(bridge->step);
}

static void shut(struct bridge *bridge)
{
	unsigned long dropped = bridge->lines.dropped;

	bridge->generation++;
	forget_addresses(bridge);
	close_socket(bridge);
	linebuf_init(&bridge->lines);
	bridge->lines.dropped = dropped;
}

/* Free what no callback on the stack can still touch. */
static void give_back(struct bridge *bridge)
{
	timer_free(bridge->timeout);
	timer_free(bridge->step);
	if (bridge->dns != NULL)
		evdns_base_free(bridge->dns, 0);
	tls_settings_free(bridge->tls_settings);
	free(bridge->host);
	free(bridge->bind_to);
	free(bridge);
}

void bridge_free(struct bridge *bridge)
{
	if (bridge == NULL)
		return;
	shut(bridge);
	bridge->freed = true;
	if (bridge->depth == 0)
		give_back(bridge);
}

static void flush(struct bridge *bridge);

void bridge_close(struct bridge *bridge)
{
	if (bridge->established)
		flush(bridge);
	shut(bridge);
}

/* A callback is about to be called; and has been: false when it closed or freed the bridge. */
static unsigned long enter(struct bridge *bridge)
{
	bridge->depth++;
	return bridge->generation;
}

static bool leave(struct bridge *bridge, unsigned long generation)
{
	bool same = bridge->generation == generation;

	if (--bridge->depth == 0 && bridge->freed)
		give_back(bridge);
	return same;
}

/* The connection is over: tell. */
static void fail(struct bridge *bridge, const char *why)
{
	struct error said;
	unsigned long generation;

	error_set(&said, "%s", why);
	shut(bridge);
	generation = enter(bridge);
	bridge->events.closed(bridge->arg, said.text);
	leave(bridge, generation);
}

/* ---- reading ---- */

static int on_line(void *arg, char *line, size_t len)
{
	struct bridge *bridge = arg;
	unsigned long generation = bridge->generation;

	bridge->events.line(bridge->arg, line, len);
	return bridge->generation == generation;
}

/* What is there to read: 1 with *GOT bytes, 0 for nothing now, -1 with BRIDGE->why when it is over. */
static int read_some(struct bridge *bridge, char *bytes, size_t room, size_t *got)
{
	ssize_t len;

	if (bridge->tls != NULL) {
		enum tls_result result = tls_read(bridge->tls, bytes, room, got);
		if (result == TLS_DONE)
			return 1;
		if (result == TLS_WANT_READ || result == TLS_WANT_WRITE)
			return 0;
		error_set(&bridge->why, result == TLS_CLOSED ? "the server closed the connection"
							     : "the TLS connection broke");
		return -1;
	}
	len = recv(bridge->fd, bytes, room, 0);
	if (len > 0) {
		*got = (size_t)len;
		return 1;
	}
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	error_set(&bridge->why, "%s",
		len == 0 ? "the server closed the connection" : strerror(errno));
	return -1;
}

/* TLS may hold bytes that the descriptor no longer announces, so it is read until it has none. */
static void read_lines(struct bridge *bridge)
{
	char bytes[READ_BYTES];
	unsigned long generation = enter(bridge);
	bool over = false, going = true;

	for (int round = 0; going && (bridge->tls != NULL || round < READ_ROUNDS); round++) {
		size_t len = 0;
		int got = read_some(bridge, bytes, sizeof bytes, &len);
		over = got < 0;
		if (got > 0)
			linebuf_feed(&bridge->lines, bytes, len, on_line, bridge);
		going = got > 0 && bridge->generation == generation &&
			(bridge->tls != NULL || len == sizeof bytes);
	}
	if (leave(bridge, generation) && over)
		fail(bridge, bridge->why.text);
}

/* ---- writing ---- */

/* How much of BYTES went out now; -1 when the connection is over. */
static ssize_t write_some(struct bridge *bridge, const char *bytes, size_t len)
{
	ssize_t sent;

	if (bridge->tls != NULL) {
		size_t done = 0;
		enum tls_result result = tls_write(bridge->tls, bytes, len, &done);
		if (result == TLS_DONE)
			return (ssize_t)done;
		return result == TLS_WANT_READ || result == TLS_WANT_WRITE ? 0 : -1;
	}
	sent = send(bridge->fd, bytes, len, MSG_NOSIGNAL);
	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return sent;
}

/* The end of a connection that is noticed while writing is told by reading it: a little later, never
 * inside bridge_write. */
static void flush(struct bridge *bridge)
{
	while (bridge->pending.len > 0) {
		ssize_t sent = write_some(bridge, bridge->pending.text, bridge->pending.len);
		if (sent < 0)
			strbuf_release(&bridge->pending);
		if (sent <= 0)
			break;
		strbuf_drop(&bridge->pending, (size_t)sent);
	}
	if (bridge->pending.len > 0)
		event_add(bridge->writable, NULL);
}

void bridge_write(struct bridge *bridge, const char *bytes, size_t len)
{
	ssize_t sent = 0;

	if (!bridge->established)
		return;
	if (bridge->pending.len == 0)
		sent = write_some(bridge, bytes, len);
	if (sent < 0 || (size_t)sent == len)
		return;
	if (bridge->pending.len + len > MAX_PENDING) {
		shutdown(bridge->fd, SHUT_RDWR); /* the reader will see the end */
		return;
	}
	strbuf_add(&bridge->pending, bytes + sent, len - (size_t)sent);
	event_add(bridge->writable, NULL);
}

/* ---- connecting ---- */

static void established(struct bridge *bridge)
{
	unsigned long generation;

	timer_stop(bridge->timeout);
	forget_addresses(bridge);
	bridge->established = true;
	event_add(bridge->readable, NULL);
	generation = enter(bridge);
	bridge->events.connected(bridge->arg);
	/* The handshake may have read the first lines along. */
	if (leave(bridge, generation) && bridge->tls != NULL)
		read_lines(bridge);
}

/* This address will not do; the next may. */
static void next_after(struct bridge *bridge, const char *why)
{
	struct error said;

	error_set(&said, "%s%s%s", bridge->peer, bridge->peer[0] != '\0' ? ": " : "", why);
	close_socket(bridge);
	bridge->why = said;
	timer_set(bridge->step, 0);
}

static void shake_hands(struct bridge *bridge)
{
	struct error err;

	switch (tls_handshake(bridge->tls, &err)) {
	case TLS_DONE:
		established(bridge);
		break;
	case TLS_WANT_READ:
		event_add(bridge->readable, NULL);
		break;
	case TLS_WANT_WRITE:
		event_add(bridge->writable, NULL);
		break;
	default:
		next_after(bridge, err.text);
	}
}

/* The socket can be written to for the first time: it is connected, or it is not. */
static void connect_done(struct bridge *bridge)
{
	int error = 0;
	socklen_t size = sizeof error;
	struct error err;

	getsockopt(bridge->fd, SOL_SOCKET, SO_ERROR, &error, &size);
	if (error != 0) {
		next_after(bridge, strerror(error));
		return;
	}
	if (bridge->tls_settings == NULL) {
		established(bridge);
		return;
	}
	bridge->tls = tls_new(bridge->tls_settings, bridge->host, bridge->fd, &err);
	if (bridge->tls == NULL)
		next_after(bridge, err.text);
	else
		shake_hands(bridge);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct bridge *bridge = arg;

	(void)fd, (void)what;
	if (bridge->established)
		read_lines(bridge);
	else
		shake_hands(bridge);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct bridge *bridge = arg;

	(void)fd, (void)what;
	if (bridge->established)
		flush(bridge);
	else if (bridge->tls != NULL)
		shake_hands(bridge);
	else
		connect_done(bridge);
}

static void on_timeout(void *arg)
{
	next_after(arg, "no answer in time");
}

static bool is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	}
	if (address->sa_family == AF_INET6) {
		const struct in6_addr *v6 =
			&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
		return IN6_IS_ADDR_LOOPBACK(v6) ||
		       (IN6_IS_ADDR_V4MAPPED(v6) && v6->s6_addr[12] == 127);
	}
	return false;
}

static void name_peer(struct bridge *bridge, const struct evutil_addrinfo *address)
{
	char host[INET6_ADDRSTRLEN] = "?";

	getnameinfo(address->ai_addr, (socklen_t)address->ai_addrlen, host, sizeof host, NULL, 0,
		NI_NUMERICHOST);
	snprintf(bridge->peer, sizeof bridge->peer, "%s port %hu", host, bridge->port);
	bridge->private_link = is_loopback(address->ai_addr);
}

/* Leave from the local address that was asked for, when it is of the same family. */
static bool bind_local(struct bridge *bridge, int family)
{
	struct sockaddr_storage local;
	int size = sizeof local;

	if (bridge->bind_to[0] == '\0')
		return true;
	if (evutil_parse_sockaddr_port(bridge->bind_to, (struct sockaddr *)&local, &size) != 0 ||
		local.ss_family != family) {
		errno = EADDRNOTAVAIL;
		return false;
	}
	return bind(bridge->fd, (struct sockaddr *)&local, (socklen_t)size) == 0;
}

static void connect_to(struct bridge *bridge, const struct evutil_addrinfo *address)
{
	struct event_base *base = loop_event_base(bridge->loop);
	int on = 1;

	name_peer(bridge, address);
	bridge->fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (bridge->fd < 0 || !bind_local(bridge, address->ai_family)) {
		next_after(bridge, strerror(errno));
		return;
	}
	setsockopt(bridge->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(bridge->fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
	bridge->readable = event_new(base, bridge->fd, EV_READ | EV_PERSIST, on_readable, bridge);
	bridge->writable = event_new(base, bridge->fd, EV_WRITE, on_writable, bridge);
	if (connect(bridge->fd, address->ai_addr, (socklen_t)address->ai_addrlen) != 0 &&
		errno != EINPROGRESS) {
		next_after(bridge, strerror(errno));
		return;
	}
	event_add(bridge->writable, NULL);
	timer_set(bridge->timeout, bridge->timeout_ms);
}

static void try_next_address(void *arg)
{
	struct bridge *bridge = arg;
	struct evutil_addrinfo *address = bridge->next_address;

	if (address == NULL) {
		fail(bridge, bridge->why.text);
		return;
	}
	bridge->next_address = address->ai_next;
	connect_to(bridge, address);
}

/* ---- resolving ---- */

static void on_resolved(int result, struct evutil_addrinfo *addresses, void *arg)
{
	struct bridge *bridge = arg;

	if (result == EVUTIL_EAI_CANCEL)
		return;
	bridge->resolving = NULL;
	bridge->addresses = bridge->next_address = result == 0 ? addresses : NULL;
	if (result != 0)
		error_set(&bridge->why, "cannot resolve %s: %s", bridge->host,
			evutil_gai_strerror(result));
	timer_set(bridge->step, 0);
}

static void resolve(struct bridge *bridge)
{
	struct evutil_addrinfo hints = {
		.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_protocol = IPPROTO_TCP};
	struct evdns_getaddrinfo_request *request;
	char port[8];

	snprintf(port, sizeof port, "%u", bridge->port);
	error_set(&bridge->why, "%s has no address", bridge->host);
	if (bridge->dns == NULL)
		bridge->dns = evdns_base_new(loop_event_base(bridge->loop),
			EVDNS_BASE_INITIALIZE_NAMESERVERS | EVDNS_BASE_DISABLE_WHEN_INACTIVE);
	/* Addresses and the names in /etc/hosts need no server: then the answer comes at once. */
	if (bridge->dns == NULL) {
		error_set(&bridge->why, "cannot read the resolver's configuration");
		timer_set(bridge->step, 0);
		return;
	}
	request = evdns_getaddrinfo(bridge->dns, bridge->host, port, &hints, on_resolved, bridge);
	if (bridge->addresses == NULL && !timer_is_set(bridge->step))
		bridge->resolving = request;
}

void bridge_connect(struct bridge *bridge, const struct bridge_address *address)
{
	shut(bridge);
	free(bridge->host);
	free(bridge->bind_to);
	tls_settings_free(bridge->tls_settings);
	bridge->host = mem_strdup(address->host);
	bridge->bind_to = mem_strdup(address->bind);
	bridge->port = address->port;
	bridge->timeout_ms = address->timeout_ms;
	bridge->tls_settings = NULL;
	if (address->tls != NULL) {
		bridge->tls_settings = tls_settings_new(address->tls, &bridge->why);
		if (bridge->tls_settings == NULL) {
			timer_set(bridge->step, 0); /* no address: tells why */
			return;
		}
	}
	resolve(bridge);
}

/* ---- questions ---- */

bool bridge_is_private(const struct bridge *bridge)
{
	return bridge->established && (bridge->tls != NULL || bridge->private_link);
}

const char *bridge_peer(const struct bridge *bridge)
{
	return bridge->peer;
}

unsigned long bridge_dropped(const struct bridge *bridge)
{
	return bridge->lines.dropped;
}
