/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the name of a host to a connected socket, one address after the other. The callbacks are
 * always the last thing a handler does, so that they may free the dial. */
#include "irc/wire/dial.h"

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

struct dial {
	struct loop *loop;
	const struct dial_events *events;
	void *arg;
	char *host, *bind;
	unsigned short port;
	long timeout_ms;
	struct timer *timer;
	struct lookup *lookup; /* or NULL */
	struct socket_address *addresses;
	size_t address_count, next;
	int fd;                 /* being connected, or -1 */
	struct event *writable; /* its outcome is known */
	struct strbuf why;      /* the failure that is reported if no address will do */
	bool answered;          /* that is one of a server that answered */
};

static void fail(struct dial *dial)
{
	char *why = strbuf_detach(&dial->why);

	dial->events->failed(dial->arg, why);
	free(why);
}

/* ---- the addresses, one after the other ---- */

/* Note WHAT failed at the address in hand. The last failure is reported, except that what was wrong
 * with a server that answered says more than that another address has none: "localhost" is often
 * two, and only one of them is listened at. */
static void note_failure(struct dial *dial, const char *what)
{
	char peer[SOCKET_ADDRESS_TEXT];

	if (dial->answered)
		return;
	socket_address_format(&dial->addresses[dial->next - 1], peer);
	strbuf_reset(&dial->why);
	strbuf_addf(&dial->why, "cannot connect to %s: %s", peer, what);
}

/* Stop waiting for the socket, which becomes the caller's. */
static int release_socket(struct dial *dial)
{
	int fd = dial->fd;

	timer_stop(dial->timer);
	if (dial->writable != NULL)
		event_free(dial->writable);
	dial->writable = NULL;
	dial->fd = -1;
	return fd;
}

static void drop_socket(struct dial *dial)
{
	int fd = release_socket(dial);

	if (fd >= 0)
		close(fd);
}

static void on_writable(evutil_socket_t fd, short what, void *arg);

static bool try_address(struct dial *dial, const struct socket_address *address)
{
	struct event_base *base = loop_event_base(dial->loop);
	struct error err;

	dial->fd = socket_connect(address, dial->bind, &err);
	if (dial->fd < 0) {
		note_failure(dial, err.text);
		return false;
	}
	dial->writable = event_new(base, dial->fd, EV_WRITE, on_writable, dial);
	event_add(dial->writable, NULL);
	timer_set(dial->timer, dial->timeout_ms);
	return true;
}

static void try_next(void *arg)
{
	struct dial *dial = arg;

	timer_stop(dial->timer);
	while (dial->next < dial->address_count)
		if (try_address(dial, &dial->addresses[dial->next++]))
			return;
	fail(dial);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct dial *dial = arg;
	struct error err;

	(void)what;
	if (!socket_connected(fd, &err)) {
		note_failure(dial, err.text);
		drop_socket(dial);
		try_next(dial);
		return;
	}
	release_socket(dial);
	dial->events->connected(dial->arg, fd, &dial->addresses[dial->next - 1]);
}

/* ---- names ---- */

/* A name being looked up. A cancelled one outlives its dial, for libevent answers it later. */
struct lookup {
	struct dial *dial; /* NULL: cancelled */
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

static void take_addresses(struct dial *dial, const struct evutil_addrinfo *found)
{
	for (; found != NULL; found = found->ai_next) {
		struct socket_address *address;
		if (found->ai_addrlen > sizeof address->storage)
			continue;
		dial->addresses = mem_resize(
			dial->addresses, dial->address_count + 1, sizeof *dial->addresses);
		address = &dial->addresses[dial->address_count++];
		memset(address, 0, sizeof *address);
		memcpy(&address->storage, found->ai_addr, found->ai_addrlen);
		address->len = (socklen_t)found->ai_addrlen;
	}
}

static const char *lookup_failure(int failure)
{
	if (failure == 0 || failure == EVUTIL_EAI_NODATA)
		return "it has no address";
	return failure == EVUTIL_EAI_NONAME ? "there is no such name"
					    : evutil_gai_strerror(failure);
}

/* Also called from inside evdns_getaddrinfo, when the hosts file knows the name. */
static void on_resolved(int failure, struct evutil_addrinfo *found, void *arg)
{
	const struct timeval at_once = {0, 0};
	struct lookup *lookup = arg;
	struct dial *dial = lookup->dial;

	if (dial != NULL) {
		take_addresses(dial, found);
		strbuf_addf(
			&dial->why, "cannot find %.100s: %s", dial->host, lookup_failure(failure));
		dial->lookup = NULL;
		loop_defer(dial->loop, try_next, dial);
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

static void resolve(struct dial *dial)
{
	const struct evutil_addrinfo hints = {
		.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_protocol = IPPROTO_TCP};
	struct event_base *base = loop_event_base(dial->loop);
	struct evdns_base *dns = base != NULL ? dns_new(base) : NULL;
	struct evdns_getaddrinfo_request *request;
	struct lookup *lookup;
	char service[8];

	if (dns == NULL) {
		strbuf_addf(&dial->why, "cannot look up %.100s: no resolver", dial->host);
		fail(dial);
		return;
	}
	lookup = mem_zalloc(1, sizeof *lookup);
	*lookup = (struct lookup){.dial = dial, .base = base, .dns = dns};
	dial->lookup = lookup;
	timer_set(dial->timer, dial->timeout_ms);
	snprintf(service, sizeof service, "%hu", dial->port);
	request = evdns_getaddrinfo(dns, dial->host, service, &hints, on_resolved, lookup);
	lookup->request = request; /* NULL when it is answered already */
}

static void cancel_lookup(struct dial *dial)
{
	struct lookup *lookup = dial->lookup;

	if (lookup == NULL)
		return;
	dial->lookup = NULL;
	lookup->dial = NULL;
	evdns_getaddrinfo_cancel(lookup->request);
}

/* ---- for others ---- */

static void on_late(void *arg)
{
	struct dial *dial = arg;

	if (dial->lookup != NULL) {
		cancel_lookup(dial);
		strbuf_addf(&dial->why, "cannot find %.100s: the name servers do not answer",
			dial->host);
	} else {
		note_failure(dial, "no answer");
		drop_socket(dial);
	}
	try_next(dial);
}

struct dial *dial_new(struct loop *loop, const struct dial_events *events, void *arg)
{
	struct dial *dial = mem_zalloc(1, sizeof *dial);

	dial->loop = loop;
	dial->events = events;
	dial->arg = arg;
	dial->fd = -1;
	dial->timer = timer_new(loop, on_late, dial);
	dial->why = (struct strbuf)STRBUF_INIT;
	return dial;
}

void dial_free(struct dial *dial)
{
	if (dial == NULL)
		return;
	dial_stop(dial);
	timer_free(dial->timer);
	free(dial);
}

static void start(void *arg)
{
	struct dial *dial = arg;
	struct socket_address address;

	if (!socket_address_parse(dial->host, dial->port, &address)) {
		resolve(dial);
		return;
	}
	dial->addresses = mem_zalloc(1, sizeof address);
	dial->addresses[dial->address_count++] = address;
	try_next(dial);
}

void dial_start(
	struct dial *dial, const char *host, unsigned short port, const char *bind, long timeout_ms)
{
	dial_stop(dial);
	dial->host = mem_strdup(host);
	dial->bind = mem_strdup(bind);
	dial->port = port;
	dial->timeout_ms = timeout_ms;
	loop_defer(dial->loop, start, dial);
}

void dial_next(struct dial *dial, const char *what)
{
	dial->answered = false;
	note_failure(dial, what);
	dial->answered = true;
	loop_defer(dial->loop, try_next, dial);
}

void dial_stop(struct dial *dial)
{
	drop_socket(dial);
	cancel_lookup(dial);
	loop_undefer(dial->loop, dial);
	free(dial->host);
	free(dial->bind);
	free(dial->addresses);
	dial->host = dial->bind = NULL;
	dial->addresses = NULL;
	dial->address_count = dial->next = 0;
	dial->answered = false;
	strbuf_release(&dial->why);
}
