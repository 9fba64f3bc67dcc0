/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_CAP_H
#define LOGIOS_IRC_CAP_H

#include <stdbool.h>
#include <stddef.h>

#include "irc/protocol/message.h"

/* What the server can do for us and what it does (IRCv3 capability negotiation 3.2). Pure: CAP
 * lines in, CAP REQ lines out. Only the capabilities below are kept, so that no server can make it
 * grow. */

enum cap_id {
	CAP_ACCOUNT_NOTIFY,
	CAP_ACCOUNT_TAG,
	CAP_BATCH,
	CAP_NOTIFY,
	CAP_CHGHOST,
	CAP_EXTENDED_JOIN,
	CAP_MESSAGE_TAGS,
	CAP_MULTI_PREFIX,
	CAP_SASL,
	CAP_SERVER_TIME,
	CAP_USERHOST_IN_NAMES,
	CAP_STS, /* only ever read */
	CAP_COUNT
};

#define CAP_BIT(id) (1u << (id))

/* What is asked for whenever a server offers it; sasl only where we can log in. */
#define CAP_WANTED (CAP_BIT(CAP_COUNT) - 1 - CAP_BIT(CAP_SASL) - CAP_BIT(CAP_STS))

enum {
	CAP_VALUE = 256,   /* bytes of a value that is kept; a longer one counts as none */
	CAP_REQUESTS = 64, /* CAP REQ lines a connection, at most */
};

struct cap {
	unsigned offered, enabled; /* CAP_BITs */
	unsigned pending;          /* in a CAP REQ that has no answer yet */
	unsigned refused;          /* not asked again until the server offers it again */
	unsigned alone;            /* refused in company, to be asked one by one */
	unsigned requests;         /* lines so far */
	char sasl[CAP_VALUE];      /* the value of sasl: "PLAIN,EXTERNAL", or "" */
	char sts[CAP_VALUE];
};

enum cap_news {
	CAP_NOTHING,  /* nothing that changes what to do next */
	CAP_LISTED,   /* the list is complete */
	CAP_ANSWERED, /* no request is pending any more */
	CAP_OFFERED,  /* something new is offered (NEW) */
	CAP_TAKEN,    /* something is not offered any more (DEL) */
};

void cap_init(struct cap *cap);

/* Take in a CAP line of the server. */
enum cap_news cap_read(struct cap *cap, const struct message *msg);

/* The next "CAP REQ :…" for what of WANT (CAP_BITs) is offered and neither on nor refused, into
 * LINE, at most 510 bytes. False when there is nothing to ask, or a request is still pending. */
bool cap_request(struct cap *cap, unsigned want, char line[MESSAGE_REST + 1]);

bool cap_on(const struct cap *cap, enum cap_id id);

/* The value of KEY in a list of "key=value,key", as in sts, into VALUE of SIZE bytes. False when it
 * is not there or does not fit. */
bool cap_value(const char *list, const char *key, char *value, size_t size);

#endif
