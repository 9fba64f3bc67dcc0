/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_DIAL_H
#define LOGIOS_IRC_DIAL_H

#include "irc/wire/socket.h"
#include "os/loop.h"

/* From the name of a host to a connected socket: looked up without blocking (resolv.conf and the
 * hosts file as they are at that moment), then every address in turn until one answers. */
struct dial;

/* They come from the loop, never from inside a call below. DIAL may be freed in them. */
struct dial_events {
	/* FD is connected to ADDRESS, which is lent; from here on FD is the callee's. */
	void (*connected)(void *arg, int fd, const struct socket_address *address);
	/* There is no address left; WHY is a sentence about the last server that answered, or the
	 * last address. */
	void (*failed)(void *arg, const char *why);
};

struct dial *dial_new(struct loop *loop, const struct dial_events *events, void *arg);
void dial_free(struct dial *dial); /* stops; NULL is fine */

/* Begin to look for HOST, a name or an address, from the local address BIND unless that is "". The
 * look-up, and then each address, gets TIMEOUT_MS milliseconds. */
void dial_start(struct dial *dial, const char *host, unsigned short port, const char *bind,
	long timeout_ms);

/* The socket that was connected last is of no use because of WHAT: go on to the next address. */
void dial_next(struct dial *dial, const char *what);

/* Stop: nothing is called any more. */
void dial_stop(struct dial *dial);

#endif
