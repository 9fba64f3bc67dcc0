/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_BRIDGE_H
#define LOGIOS_IRC_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "os/loop.h"

/* The connection to a server: names resolved without blocking, every address tried in turn, TLS,
 * bytes made into lines. It knows nothing of IRC beyond what a line is.
 *
 * All callbacks come from the loop, never from inside a call below. After `closed` the bridge is
 * idle and may connect again. A bridge may be freed inside its callbacks. */
struct bridge;

struct tls_options;

struct bridge_address {
	const char *host; /* a name or an address */
	unsigned short port;
	const char *bind;              /* local address, or "" */
	long timeout_ms;               /* for each address: connecting, and TLS's handshake */
	const struct tls_options *tls; /* lent for the call; NULL: plain TCP */
};

struct bridge_events {
	void (*connected)(void *arg);
	/* A clean line, without its ending, that may be written to. */
	void (*line)(void *arg, char *line, size_t len);
	/* Those that came together have been handed on; or NULL. */
	void (*lines_end)(void *arg);
	/* The connection ended or never came about; WHY is a sentence. Not after bridge_close. */
	void (*closed)(void *arg, const char *why);
};

struct bridge *bridge_new(struct loop *loop, const struct bridge_events *events, void *arg);
void bridge_free(struct bridge *bridge); /* closes; NULL is fine */

void bridge_connect(struct bridge *bridge, const struct bridge_address *address);

/* Send LEN bytes: written at once when the socket takes them, else kept (1 MiB at most; beyond it
 * the connection is closed). */
void bridge_write(struct bridge *bridge, const char *bytes, size_t len);

/* Take lines of up to BYTES from now on, CR LF included and tags not, until the connection ends;
 * at first 512, at most 4096. */
void bridge_set_line_bytes(struct bridge *bridge, size_t bytes);

/* Acknowledge what has come, once it is read: nothing is said in answer to the line in hand. Until
 * then a server that gathers small packets (Nagle) keeps its next line back, 40 ms long. */
void bridge_acknowledge(struct bridge *bridge);

/* Close without a `closed` event, after trying once to write what is still kept. */
void bridge_close(struct bridge *bridge);

/* Whether nobody but the two ends can read along: TLS, or a peer on this machine. */
bool bridge_is_private(const struct bridge *bridge);

/* How often something was read: lines for which it is the same have come together. */
unsigned long bridge_reads(const struct bridge *bridge);

/* Lines that were dropped for their form since the bridge was made. */
unsigned long bridge_dropped(const struct bridge *bridge);

#endif
