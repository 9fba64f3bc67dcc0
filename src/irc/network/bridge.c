/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bridge as a network's transport. */
#include "irc/network/impl.h"
#include "irc/wire/tls.h"

static void bridge_transport_connect(void *arg)
{
	struct network *net = arg;
	const struct config_network *config = net->config;
	struct tls_options tls = {
		.verify = config->tls_verify ||
			  (net->sts.forced && config->tls_fingerprint.count == 0),
		.ca = config->tls_ca,
		.cert = config->tls_cert,
		.key = config->tls_key,
		.fingerprints = config->tls_fingerprint.items,
		.fingerprint_count = config->tls_fingerprint.count,
		.roots = net->roots,
	};
	struct bridge_address address = {
		.host = net->at.host,
		.port = (unsigned short)net->at.port,
		.bind = config->bind,
		.timeout_ms = config->connect_timeout * 1000,
		.tls = net->tls ? &tls : NULL,
	};

	bridge_connect(net->bridge, &address);
}

static void bridge_transport_write(void *arg, const char *bytes, size_t len)
{
	bridge_write(((struct network *)arg)->bridge, bytes, len);
}

static void bridge_transport_close(void *arg)
{
	bridge_close(((struct network *)arg)->bridge);
}

static bool bridge_transport_is_private(void *arg)
{
	return bridge_is_private(((struct network *)arg)->bridge);
}

static void bridge_says_connected(void *arg)
{
	network_connected(arg);
}

static void bridge_says_line(void *arg, char *line, size_t len)
{
	network_line(arg, line, len);
}

static void bridge_says_lines_end(void *arg)
{
	network_lines_end(arg);
}

static void bridge_says_closed(void *arg, const char *why)
{
	network_closed(arg, why);
}

void network_use_bridge(struct network *net)
{
	static const struct bridge_events events = {
		.connected = bridge_says_connected,
		.line = bridge_says_line,
		.lines_end = bridge_says_lines_end,
		.closed = bridge_says_closed,
	};

	net->bridge = bridge_new(net->loop, &events, net);
	net->transport = (struct transport){
		.connect = bridge_transport_connect,
		.write = bridge_transport_write,
		.close = bridge_transport_close,
		.is_private = bridge_transport_is_private,
		.arg = net,
	};
}
