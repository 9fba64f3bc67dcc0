/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read one item of `host =`:
 *
 *	item    = name [":" port] | address4 [":" port] | "[" address6 "]" [":" port] | address6
 *
 * An address of IPv6 without brackets has no port: every colon is its own. A zone ("%eth0") may
 *follow it. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "config/config.h"
#include "config/value.h"

enum { PORT_MOST = 65535 };

static const char host_bytes[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

static bool is_name(const char *host)
{
	return *host != '\0' && host[strspn(host, host_bytes)] == '\0';
}

static bool is_address6(const char *host)
{
	struct in6_addr address;
	char bare[INET6_ADDRSTRLEN];
	size_t len = strcspn(host, "%");

	if (len >= sizeof bare || (host[len] == '%' && !is_name(host + len + 1)))
		return false;
	snprintf(bare, sizeof bare, "%.*s", (int)len, host);
	return inet_pton(AF_INET6, bare, &address) == 1;
}

/* Split ITEM. *PORT is what follows its colon, or NULL. Returns false when the brackets do not
 * close, or something other than a port follows them. */
static bool split(const char *item, struct config_server *out, const char **port)
{
	const char *host = item, *end = strchr(item, ':');

	if (*item == '[') {
		host = item + 1;
		end = strchr(host, ']');
		if (end == NULL || (end[1] != '\0' && end[1] != ':'))
			return false;
		*port = end[1] == ':' ? end + 2 : NULL;
	} else if (end != NULL && strchr(end + 1, ':') == NULL) {
		*port = end + 1;
	} else {
		end = item + strlen(item);
		*port = NULL;
	}
	if ((size_t)(end - host) >= sizeof out->host)
		return false;
	memcpy(out->host, host, (size_t)(end - host));
	out->host[end - host] = '\0';
	return true;
}

bool config_server_parse(const char *item, long port, struct config_server *out, struct error *err)
{
	const char *own_port;

	if (!split(item, out, &own_port) || (*item == '[' && !is_address6(out->host)) ||
		!(is_name(out->host) || is_address6(out->host)))
		return error_set(err, "'%s' is no name or address of a host", item);
	out->port = port;
	if (own_port != NULL && !number_parse(own_port, 1, PORT_MOST, &out->port))
		return error_set(err, "'%s' is no port from 1 to %d", own_port, PORT_MOST);
	return true;
}

bool config_check_server(char *text, struct error *err)
{
	struct config_server server;

	return config_server_parse(text, 0, &server, err);
}
