/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses and sockets, by calls of the system that never wait. */
#include "irc/wire/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/descriptor.h"

bool socket_address_parse(const char *host, unsigned short port, struct socket_address *out)
{
	const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
	struct addrinfo *found = NULL;
	char service[8];

	snprintf(service, sizeof service, "%hu", port);
	if (getaddrinfo(host, service, &hints, &found) != 0)
		return false;
	memset(out, 0, sizeof *out);
	memcpy(&out->storage, found->ai_addr, found->ai_addrlen);
	out->len = found->ai_addrlen;
	freeaddrinfo(found);
	return true;
}

void socket_address_format(const struct socket_address *address, char out[SOCKET_ADDRESS_TEXT])
{
	bool six = address->storage.ss_family == AF_INET6;
	char host[INET6_ADDRSTRLEN + 20], port[8]; /* and a zone */

	if (getnameinfo((const struct sockaddr *)&address->storage, address->len, host, sizeof host,
		    port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		snprintf(out, SOCKET_ADDRESS_TEXT, "an address that cannot be shown");
	else
		snprintf(out, SOCKET_ADDRESS_TEXT, six ? "[%s]:%s" : "%s:%s", host, port);
}

bool socket_address_is_loopback(const struct socket_address *address)
{
	if (address->storage.ss_family == AF_INET) {
		struct sockaddr_in four;
		memcpy(&four, &address->storage, sizeof four);
		return ntohl(four.sin_addr.s_addr) >> 24 == 127;
	}
	if (address->storage.ss_family == AF_INET6) {
		struct sockaddr_in6 six;
		memcpy(&six, &address->storage, sizeof six);
		return IN6_IS_ADDR_LOOPBACK(&six.sin6_addr) ||
		       (IN6_IS_ADDR_V4MAPPED(&six.sin6_addr) && six.sin6_addr.s6_addr[12] == 127);
	}
	return false;
}

static bool bind_locally(int fd, const char *bind_to, int family, struct error *err)
{
	struct socket_address local;

	if (*bind_to == '\0')
		return true;
	if (!socket_address_parse(bind_to, 0, &local))
		return error_set(err, "the local address %.60s is not an address", bind_to);
	if (local.storage.ss_family != family)
		return error_set(
			err, "the local address %.60s is of the other kind (IPv4, IPv6)", bind_to);
	if (bind(fd, (const struct sockaddr *)&local.storage, local.len) != 0)
		return error_set(
			err, "cannot use the local address %.60s: %s", bind_to, strerror(errno));
	return true;
}

static void set_options(int fd)
{
	const int on = 1;

	/* Without them the connection is only slower to answer, or to notice that it is dead. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

int socket_connect(const struct socket_address *address, const char *bind_to, struct error *err)
{
	int family = address->storage.ss_family;
	int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0) {
		error_set(err, "%s", strerror(errno));
		return -1;
	}
	set_options(fd);
	if (!bind_locally(fd, bind_to, family, err))
		goto failed;
	if (connect(fd, (const struct sockaddr *)&address->storage, address->len) == 0 ||
		errno == EINPROGRESS)
		return descriptor_move_up(fd);
	error_set(err, "%s", strerror(errno));
failed:
	close(fd);
	return -1;
}

void socket_acknowledge(int fd)
{
	const int on = 1;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

bool socket_connected(int fd, struct error *err)
{
	int reason = 0;
	socklen_t len = sizeof reason;

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &reason, &len) != 0)
		reason = errno;
	return reason == 0 || error_set(err, "%s", strerror(reason));
}

/* What errno says of a call that did nothing. WANT is what such a call waits for. */
static enum io_result outcome(enum io_result want, struct error *err)
{
	if (errno == EAGAIN || errno == EINTR)
		return want;
	error_set(err, "%s", strerror(errno));
	return IO_FAILED;
}

enum io_result socket_read(int fd, char *bytes, size_t len, size_t *got, struct error *err)
{
	ssize_t count = recv(fd, bytes, len, 0);

	*got = count > 0 ? (size_t)count : 0;
	if (count < 0)
		return outcome(IO_WANT_READ, err);
	return count > 0 ? IO_DONE : IO_CLOSED;
}

enum io_result socket_write(int fd, const char *bytes, size_t len, size_t *sent, struct error *err)
{
	ssize_t count = send(fd, bytes, len, MSG_NOSIGNAL);

	*sent = count > 0 ? (size_t)count : 0;
	return count < 0 ? outcome(IO_WANT_WRITE, err) : IO_DONE;
}
