/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds libircclient, which is included nowhere else, by hand through a socket pair. */
#include "irc/protocol/session.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libircclient.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/descriptor.h"
#include "base/utf8.h"
#include "irc/protocol/batch.h"

/* What libircclient has for a line of its registration. */
enum { LINE_BYTES = 255 };

struct session {
	irc_session_t *irc;
	int ours;                  /* our end of the pair */
	int theirs;                /* libircclient's end, closed by it */
	const struct message *msg; /* the line that is inside libircclient now */
	struct batch batch;        /* what waits to go there */
	bool flushing, confused;   /* the batch is there; it called back out of order */
	char text[MESSAGE_REST_MOST + 1];
	void (*event)(void *arg, const struct event *event);
	void *arg;
};

/* ---- events ---- */

/* Find the message of a batch that a call is about. */
static void know_message(irc_session_t *irc, const char **params, unsigned int count)
{
	struct session *session = irc_get_ctx(irc);

	if (!session->flushing)
		return;
	session->msg = batch_next(&session->batch, count > 1 ? params[1] : NULL);
	session->confused |= session->msg == NULL;
}

static void deliver(irc_session_t *irc, enum event_kind kind, int numeric, const char *text)
{
	struct session *session = irc_get_ctx(irc);
	struct event event = {.kind = kind, .numeric = numeric, .msg = session->msg, .text = text};

	if (session->msg == NULL)
		return;
	if (!message_nick(session->msg, event.nick))
		event.nick[0] = '\0';
	session->event(session->arg, &event);
}

static const char *line_text(irc_session_t *irc)
{
	struct session *session = irc_get_ctx(irc);

	return session->msg->param_count > 1 ? session->msg->params[1] : "";
}

/* TEXT past its first SKIP bytes, without the \x01 at its end. libircclient's own copy is cut at
 * 127 bytes. */
static const char *bare(irc_session_t *irc, const char *text, size_t skip)
{
	struct session *session = irc_get_ctx(irc);
	size_t len = strlen(text + skip);

	if (len > 0 && text[skip + len - 1] == '\x01')
		len--;
	memcpy(session->text, text + skip, len);
	session->text[len] = '\0';
	return session->text;
}

/* Clients may leave out the \x01 at the end, and servers cut it off; libircclient insists on it. So
 * what was said is told apart here, whichever of its events it came by. */
static void deliver_said(irc_session_t *irc)
{
	static const char action[] = "\x01"
				     "ACTION ";
	struct session *session = irc_get_ctx(irc);
	const char *text;

	if (session->msg == NULL)
		return;
	text = line_text(irc);
	if (text[0] != '\x01')
		deliver(irc, EVENT_TEXT, 0, text);
	else if (strncasecmp(text, action, strlen(action)) == 0)
		deliver(irc, EVENT_ACTION, 0, bare(irc, text, strlen(action)));
	else
		deliver(irc, EVENT_CTCP, 0, bare(irc, text, 1));
}

static void deliver_notice(irc_session_t *irc)
{
	struct session *session = irc_get_ctx(irc);
	const char *text = session->msg != NULL ? line_text(irc) : "";

	deliver(irc, EVENT_NOTICE, 0, text[0] == '\x01' ? bare(irc, text, 1) : text);
}

#define HANDLER_ARGS                                                                               \
	irc_session_t *irc, const char *name, const char *origin, const char **params,             \
		unsigned int count

#define HANDLER(function, call)                                                                    \
	static void function(HANDLER_ARGS)                                                         \
	{                                                                                          \
		(void)name, (void)origin;                                                          \
		know_message(irc, params, count);                                                  \
		call;                                                                              \
	}

HANDLER(on_said, deliver_said(irc))
HANDLER(on_notice, deliver_notice(irc))
HANDLER(on_join, deliver(irc, EVENT_JOIN, 0, NULL))
HANDLER(on_part, deliver(irc, EVENT_PART, 0, NULL))
HANDLER(on_quit, deliver(irc, EVENT_QUIT, 0, NULL))
HANDLER(on_nick, deliver(irc, EVENT_NICK, 0, NULL))
HANDLER(on_kick, deliver(irc, EVENT_KICK, 0, NULL))
HANDLER(on_mode, deliver(irc, EVENT_MODE, 0, NULL))
HANDLER(on_topic, deliver(irc, EVENT_TOPIC, 0, NULL))
HANDLER(on_invite, deliver(irc, EVENT_INVITE, 0, NULL))
HANDLER(on_other, deliver(irc, EVENT_OTHER, 0, NULL))

static void on_numeric(irc_session_t *irc, unsigned int numeric, const char *origin,
	const char **params, unsigned int count)
{
	(void)origin, (void)params, (void)count;
	deliver(irc, EVENT_NUMERIC, (int)numeric, NULL);
}

static irc_session_t *create(struct session *session)
{
	irc_callbacks_t callbacks = {
		.event_channel = on_said,
		.event_privmsg = on_said,
		.event_ctcp_action = on_said,
		.event_ctcp_req = on_said,
		.event_ctcp_rep = on_notice,
		.event_notice = on_notice,
		.event_channel_notice = on_notice,
		.event_join = on_join,
		.event_part = on_part,
		.event_quit = on_quit,
		.event_nick = on_nick,
		.event_kick = on_kick,
		.event_mode = on_mode,
		.event_umode = on_mode,
		.event_topic = on_topic,
		.event_invite = on_invite,
		.event_unknown = on_other,
		.event_numeric = on_numeric,
	};
	irc_session_t *irc = irc_create_session(&callbacks);

	if (irc != NULL)
		irc_set_ctx(irc, session);
	return irc;
}

/* ---- the descriptor ---- */

static int listen_on_loopback(unsigned short *port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)&address, len) < 0 || listen(fd, 1) < 0 ||
		getsockname(fd, (struct sockaddr *)&address, &len) < 0) {
		close(fd);
		return -1;
	}
	*port = ntohs(address.sin_port);
	return fd;
}

/* Whether the next descriptor is one that select(2) can have: beyond, libircclient would end the
 * program. */
static bool next_is_low(int fd)
{
	int next = dup(fd);

	if (next >= 0)
		close(next);
	return next >= 0 && next < FD_SETSIZE;
}

/* libircclient tells its descriptor only through the sets for select(2). */
static int session_descriptor(irc_session_t *irc)
{
	fd_set in, out;
	int max = 0;

	FD_ZERO(&in);
	FD_ZERO(&out);
	if (irc_add_select_descriptors(irc, &in, &out, &max) != 0)
		return -1;
	return max < FD_SETSIZE && FD_ISSET(max, &out) ? max : -1;
}

static bool nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) >= 0;
}

/* Put one end of a pair in the place of the session's descriptor, and keep the other. */
static bool exchange_descriptor(struct session *session)
{
	int pair[2];
	bool done;

	session->theirs = session_descriptor(session->irc);
	if (session->theirs < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return false;
	done = dup3(pair[1], session->theirs, O_CLOEXEC) >= 0 && nonblocking(session->theirs) &&
	       nonblocking(pair[0]);
	close(pair[1]);
	if (!done) {
		close(pair[0]);
		return false;
	}
	session->ours = descriptor_move_up(pair[0]);
	return true;
}

/* libircclient uses its registration lines as format strings: each % is doubled. The result has at
 * most MAX bytes, whole characters. */
static char *without_format(const char *text, size_t max)
{
	struct strbuf sb = STRBUF_INIT;
	size_t left = strlen(text);

	while (left > 0) {
		size_t size = utf8_size(text, left), taken = size > 0 ? size : 1;
		if (sb.len + taken + (*text == '%') > max)
			break;
		if (*text == '%')
			strbuf_addch(&sb, '%');
		strbuf_add(&sb, text, taken);
		text += taken;
		left -= taken;
	}
	return strbuf_detach(&sb);
}

static bool connect_to_listener(
	struct session *session, const char *nick, const char *username, const char *realname)
{
	unsigned short port;
	int listener = listen_on_loopback(&port);
	char *safe_nick = without_format(nick, LINE_BYTES / 2),
	     *safe_user = without_format(username, LINE_BYTES / 2), *safe_real;
	bool done = false;

	safe_real = without_format(
		realname, LINE_BYTES - strlen("USER  unknown unknown :") - strlen(safe_user));
	if (listener >= 0) {
		done = next_is_low(listener) &&
		       irc_connect(session->irc, "127.0.0.1", port, NULL, safe_nick, safe_user,
			       safe_real) == 0 &&
		       exchange_descriptor(session);
		close(listener);
	}
	free(safe_nick);
	free(safe_user);
	free(safe_real);
	return done;
}

struct session *session_new(const char *nick, const char *username, const char *realname,
	void (*event)(void *arg, const struct event *event), void *arg, struct error *err)
{
	struct session *session = mem_zalloc(1, sizeof *session);

	errno = 0; /* below it tells the system's refusals from libircclient's own */
	session->event = event;
	session->arg = arg;
	session->ours = -1;
	session->irc = create(session);
	if (session->irc == NULL || !connect_to_listener(session, nick, username, realname)) {
		error_set(err, "cannot set up an IRC session: %s",
			errno != 0 ? strerror(errno)
				   : "libircclient refused, or has no descriptor below 1024");
		session_free(session);
		return NULL;
	}
	return session;
}

void session_free(struct session *session)
{
	if (session == NULL)
		return;
	if (session->irc != NULL)
		irc_destroy_session(session->irc);
	if (session->ours >= 0)
		close(session->ours);
	free(session);
}

/* ---- lines ---- */

/* Let libircclient work on its descriptor, which is ready for reading or for writing. */
static bool process(struct session *session, bool reading)
{
	fd_set in, out;

	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(session->theirs, reading ? &in : &out);
	return irc_process_select_descriptors(session->irc, &in, &out) == 0;
}

bool session_register(struct session *session, void (*line)(void *arg, const char *line), void *arg)
{
	char bytes[1024];
	char *at = bytes;
	ssize_t len;

	/* The first step is "connected", which queues the lines; the second writes them. */
	if (!process(session, false) || !process(session, false))
		return false;
	len = read(session->ours, bytes, sizeof bytes - 1);
	if (len <= 0)
		return false;
	bytes[len] = '\0';
	for (char *end; (end = strstr(at, "\r\n")) != NULL; at = end + 2) {
		*end = '\0';
		line(arg, at);
	}
	return true;
}

static bool send_to(struct session *session, const char *bytes, size_t len)
{
	return send(session->ours, bytes, len, MSG_NOSIGNAL) == (ssize_t)len;
}

bool session_feed(struct session *session, const struct message *msg)
{
	char line[MESSAGE_WRITTEN + 3];
	size_t len = message_write(msg, line);
	bool done;

	if (!session_flush(session))
		return false;
	if (len == 0)
		return true;
	if (!send_to(session, line, len))
		return false;
	session->msg = msg;
	done = process(session, true);
	session->msg = NULL;
	return done;
}

bool session_gather(
	struct session *session, const struct message *msg, const char *line, size_t len)
{
	if (!batch_takes(msg))
		return session_feed(session, msg);
	if (batch_add(&session->batch, msg, line, len))
		return true;
	return session_flush(session) &&
	       (batch_add(&session->batch, msg, line, len) || session_feed(session, msg));
}

bool session_flush(struct session *session)
{
	struct batch *batch = &session->batch;
	bool done;

	if (batch->count == 0 || session->flushing)
		return true;
	session->flushing = true;
	done = send_to(session, batch->written, batch->written_len) && process(session, true) &&
	       batch_is_through(batch) && !session->confused;
	batch_empty(batch);
	session->flushing = false;
	session->msg = NULL;
	return done;
}
