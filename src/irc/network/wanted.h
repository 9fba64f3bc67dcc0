/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_WANTED_H
#define LOGIOS_IRC_WANTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"
#include "irc/protocol/casemap.h"
#include "os/log.h"
#include "store/store.h"

/* The channels that we mean to be in: those of the configuration, and those that somebody with the
 * right to ask has asked for. */
struct wanted;

struct join_refusal;

struct wanted_channel {
	char *name; /* the list's, as is the key */
	char *key;  /* or NULL */
	bool configured;
	bool invited; /* somebody has asked us in, and nobody who is answered has to wait for it */
	bool asked;   /* JOIN is out, and has no answer */
	unsigned long asked_at; /* what bridge_reads said then */

	/* How joining it goes, for join.c, by the loop's clock; all zero at first. */
	const struct join_refusal *refusal; /* the last answer, or NULL */
	int64_t next_ms;                    /* not asked for before */
	int64_t wait_ms;                    /* from the last refusal to the next try */
	int64_t joined_ms, kick_wait_ms;    /* the same for kicks */
};

struct wanted *wanted_new(void);
void wanted_free(struct wanted *wanted);

/* Keep what is asked for besides the configuration in STORE under NETWORK's name (both outlive
 * WANTED), and add what is there. A change inside a request is committed or taken back with it; a
 * failure elsewhere is written to LOG. */
void wanted_keep(struct wanted *wanted, struct store *store, struct log *log, const char *network);

/* How many are not of the configuration. */
size_t wanted_extra(const struct wanted *wanted);

size_t wanted_count(const struct wanted *wanted);
struct wanted_channel *wanted_at(const struct wanted *wanted, size_t index);

/* The entry for NAME, as the server calls it or as it was typed, under MAP; or NULL. */
struct wanted_channel *wanted_find(const struct wanted *wanted, enum casemap map, const char *name);

/* Add NAME, or change its KEY (NULL for none). */
void wanted_add(struct wanted *wanted, enum casemap map, const char *name, const char *key);
void wanted_clear(struct wanted *wanted);
void wanted_remove(struct wanted *wanted, enum casemap map, const char *name);

/* Take over the channels of CONFIG. LEAVE is called with ARG for each that it no longer names. */
void wanted_configure(struct wanted *wanted, enum casemap map, const struct config_network *config,
	void (*leave)(void *arg, const char *name), void *arg);

#endif
