/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remembers the visits of people behind a netsplit until they come back: by folded nick, a blank,
 * and host. */
#include "irc/network/splits.h"

#include <stdio.h>

#include "base/lru.h"

enum { KEY_BYTES = MESSAGE_NICK + MESSAGE_REST + 2 };

struct gone {
	uint64_t visit;
	int64_t since_ms;
};

struct lru *splits_new(void)
{
	return lru_new(SPLITS_MAX, sizeof(struct gone));
}

static const char *key_of(enum casemap map, const struct user *user, char key[KEY_BYTES])
{
	char nick[MESSAGE_NICK];

	snprintf(key, KEY_BYTES, "%s %s", casemap_fold(map, user->nick, nick, sizeof nick),
		user->host);
	return key;
}

void splits_leave(struct lru *splits, enum casemap map, const struct user *user, int64_t now_ms)
{
	char key[KEY_BYTES];
	struct gone *gone;

	if (user->host == NULL)
		return;
	gone = lru_get(splits, key_of(map, user, key));
	*gone = (struct gone){user->visit, now_ms};
}

void splits_return(struct lru *splits, enum casemap map, struct user *user, int64_t now_ms)
{
	char key[KEY_BYTES];
	const struct gone *gone;

	if (user->host == NULL || user->channels != 1)
		return;
	gone = lru_peek(splits, key_of(map, user, key));
	if (gone == NULL)
		return;
	if (now_ms - gone->since_ms <= SPLITS_MS)
		user->visit = gone->visit;
	lru_remove(splits, key);
}
