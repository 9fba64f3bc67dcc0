/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_DICE_RECENT_H
#define LOGIOS_PLUGIN_DICE_RECENT_H

/* The last rolls of a person in a place, kept in the plugin's store for a day, so that games can
 * roll them again. */

#include "logios.h"

enum {
	RECENT_MAX = 8,             /* of a person in a place */
	RECENT_SECONDS = 24 * 3600, /* that they are kept */
	RECENT_BYTES = 16 * 1024,   /* of a person in a place */
};

struct recent {
	const char *number; /* "17", "h3" of a hidden one */
	int veil;           /* enum veil */
	const char *owner;  /* whose it alone is, when it is hidden (request_owner); else "" */
	int64_t time_s;     /* when it was rolled */
	const char *used;   /* the number of the roll that it was rolled again as; or "" */
	bool again;         /* its game lets it be rolled again */
	const char *text;   /* see dice_keep; without `again`, what was typed */
};

struct recent_list {
	struct recent items[RECENT_MAX + 1]; /* the newest first; room for one more */
	size_t count;
};

struct state;

/* Make and free what STATE remembers of the store; forget it when changes were taken back. */
void recent_begin(struct state *state);
void recent_end(struct state *state);
void recent_forget(struct state *state);

/* Fill LIST with the rolls of RQ's asker here, without what somebody else has hidden who came from
 * the same host. All lives in RQ's arena. On failure sets ERR and
 * returns false. */
bool recent_read(
	struct plugin *self, struct request *rq, struct recent_list *list, struct error *err);

/* Put ITEM in front of LIST; the oldest goes if there are too many. */
void recent_add(struct recent_list *list, const struct recent *item);

/* Keep LIST as the rolls of RQ's asker here. On failure sets ERR and returns false. */
bool recent_write(
	struct plugin *self, struct request *rq, const struct recent_list *list, struct error *err);

/* Forget whatever is older than RECENT_SECONDS, now and every hour. */
void recent_sweep(struct plugin *self, void *arg);

#endif
