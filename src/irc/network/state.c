/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the other files of a network ask of it at any time, and the two ways to say something to the
 * server. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "irc/network/impl.h"

const char *network_name(const struct network *net)
{
	return net->config->name;
}

const char *network_nick(const struct network *net)
{
	return net->nick;
}

bool network_is_ready(const struct network *net)
{
	return net->state == NETWORK_READY;
}

bool network_is_private(const struct network *net)
{
	return net->transport.is_private(net->transport.arg);
}

const struct isupport *network_isupport(const struct network *net)
{
	return &net->isupport;
}

const struct channels *network_channels(const struct network *net)
{
	return net->channels;
}

struct outbox *network_outbox(struct network *net)
{
	return net->outbox;
}

bool network_is_us(const struct network *net, const char *nick)
{
	return casemap_equal(net->isupport.casemap, nick, net->nick);
}

/* ---- saying and hanging up ---- */

void network_send(struct network *net, enum outbox_priority priority, const char *format, ...)
{
	char line[OUTBOX_LINE_MOST]; /* the outbox cuts at its own, lower limit */
	va_list values;

	va_start(values, format);
	vsnprintf(line, sizeof line, format, values);
	va_end(values);
	outbox_send(net->outbox, priority, "", line, NULL);
}

void network_send_secret(struct network *net, const char *verb, const char *secret)
{
	char line[OUTBOX_LINE + 1];
	int len = snprintf(line, sizeof line, "%s%s\r\n", verb, secret);

	if (len > 0 && (size_t)len < sizeof line)
		net->transport.write(net->transport.arg, line, (size_t)len);
	explicit_bzero(line, sizeof line);
}

void network_hang_up(struct network *net, const char *why)
{
	if (net->closing)
		return;
	net->closing = true;
	snprintf(net->close_reason, sizeof net->close_reason, "%s", why);
	/* Perhaps libircclient is in the middle of a line now; it must not be pulled away under
	 * it. */
	loop_defer(net->loop, net->close, net);
}
