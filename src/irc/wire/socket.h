/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_SOCKET_H
#define LOGIOS_IRC_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/error.h"

/* Addresses and non-blocking TCP sockets, as the system has them: nothing here waits. */

struct socket_address {
	struct sockaddr_storage storage;
	socklen_t len; /* bytes of STORAGE that count */
};

enum { SOCKET_ADDRESS_TEXT = 80 }; /* room for any address as text, with its port */

/* The result of a step on a connection, plain or TLS. */
enum io_result {
	IO_DONE,
	IO_WANT_READ,  /* nothing happened; try again when the socket can be read */
	IO_WANT_WRITE, /* the same, when it can be written to */
	IO_CLOSED,     /* the peer will send nothing more */
	IO_FAILED,     /* the connection is of no more use; the error says why */
};

/* Write HOST, if it is an address in numbers, with PORT into OUT. False when it is a name. */
bool socket_address_parse(const char *host, unsigned short port, struct socket_address *out);

/* Write "203.0.113.7:6697" or "[2001:db8::1]:6697" into OUT. */
void socket_address_format(const struct socket_address *address, char out[SOCKET_ADDRESS_TEXT]);

/* Whether ADDRESS is this machine: 127.0.0.0/8, also mapped into IPv6, or ::1. */
bool socket_address_is_loopback(const struct socket_address *address);

/* Begin to connect to ADDRESS, from the local address BIND unless that is "". Returns a descriptor,
 * the caller's, that becomes writable when the outcome is known; or -1 with ERR set. */
int socket_connect(const struct socket_address *address, const char *bind, struct error *err);

/* Whether socket_connect has succeeded, once FD is writable. Sets ERR when it has not. */
bool socket_connected(int fd, struct error *err);

/* Acknowledge at once what was read from FD. */
void socket_acknowledge(int fd);

/* Read what is there, at most LEN bytes, and set GOT to how many came. */
enum io_result socket_read(int fd, char *bytes, size_t len, size_t *got, struct error *err);

/* Write what the socket takes of LEN bytes, and set SENT to how many went. */
enum io_result socket_write(int fd, const char *bytes, size_t len, size_t *sent, struct error *err);

#endif
