/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_SESSION_H
#define LOGIOS_IRC_SESSION_H

#include <stdbool.h>

#include "base/error.h"
#include "irc/protocol/message.h"
#include "irc/protocol/event.h"

/* A libircclient session, one a connection. It never sees the server: clean lines go in, and come
 * back before session_feed or session_flush returns, as events; its own output is the registration.
 *
 * How: libircclient insists on connecting to something, so a listener on the loopback interface
 * exists for the moment of irc_connect; then the session's descriptor is replaced by one end of a
 * socket pair, and the listener is gone before anybody else could reach it. */
struct session;

/* Make a session that will register with these names; a realname that is too long for
 * libircclient's line is cut. EVENT is called with ARG for each event. NULL, with ERR filled, on
 * failure. */
struct session *session_new(const char *nick, const char *username, const char *realname,
	void (*event)(void *arg, const struct event *event), void *arg, struct error *err);
void session_free(struct session *session);

/* Give each line that libircclient registers with (NICK and USER) to LINE, without its ending. To
 * be called once. False when libircclient did not write them. */
bool session_register(
	struct session *session, void (*line)(void *arg, const char *line), void *arg);

/* Give MSG to libircclient. It must be message_well_formed, and live until this returns. False when
 * the session could not take it: then it is of no use any more. */
bool session_feed(struct session *session, const struct message *msg);

/* Do the same, but perhaps only with the next session_flush, and then for all that was gathered at
 * once: each time costs two system calls. MSG was parsed from the LEN bytes at LINE, and is copied
 * if it has to wait. The order stays. */
bool session_gather(
	struct session *session, const struct message *msg, const char *line, size_t len);
bool session_flush(struct session *session);

#endif
