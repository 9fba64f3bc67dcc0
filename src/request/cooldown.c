/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least time between two uses of a command by one person. */
#include "request/cooldown.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lru.h"
#include "base/mem.h"

enum { USES_MAX = 4096, KEY_BYTES = 340 };

struct use {
	int64_t at_ms;
	bool used, told; /* told: that it was too early, since then */
};

struct cooldowns {
	struct lru *uses; /* "row network user@host" to struct use */
};

struct cooldowns *cooldowns_new(void)
{
	struct cooldowns *cooldowns = mem_zalloc(1, sizeof *cooldowns);

	cooldowns->uses = lru_new(USES_MAX, sizeof(struct use));
	return cooldowns;
}

void cooldowns_free(struct cooldowns *cooldowns)
{
	if (cooldowns == NULL)
		return;
	lru_free(cooldowns->uses);
	free(cooldowns);
}

bool cooldowns_pass(struct cooldowns *cooldowns, const struct command *row, struct request *rq)
{
	const char *host = strchr(rq->hostmask, '!');
	char key[KEY_BYTES];
	struct use *use;
	int64_t left_ms;

	if (row->cooldown_ms == 0)
		return true;
	snprintf(key, sizeof key, "%s %s %s", row->name, request_network(rq),
		host != NULL ? host : rq->hostmask);
	use = lru_get(cooldowns->uses, key);
	left_ms = use->at_ms + (int64_t)row->cooldown_ms - rq->now_ms;
	if (use->used && left_ms > 0) {
		if (!use->told)
			reply(rq, "%s can be used again in %d s.", row->name,
				(int)((left_ms + 999) / 1000));
		use->told = true;
		return false;
	}
	*use = (struct use){.at_ms = rq->now_ms, .used = true};
	return true;
}
