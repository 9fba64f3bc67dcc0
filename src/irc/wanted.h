/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_WANTED_H
#define LOGIOS_IRC_WANTED_H

#include <stdbool.h>
#include <stddef.h>

#include "config.h"
#include "irc/casemap.h"

/* The channels that we mean to be in: those of the configuration, and those that somebody with the
 * right to ask has asked for. */
struct wanted;

struct wanted_channel {
	char *name;
	char *key; /* or NULL */
	bool configured;
};

struct wanted *wanted_new(void);
void wanted_free(struct wanted *wanted);

size_t wanted_count(const struct wanted *wanted);
const struct wanted_channel *wanted_at(const struct wanted *wanted, size_t index);

/* The entry for NAME under MAP, or NULL. */
const struct wanted_channel *wanted_find(
	const struct wanted *wanted, enum casemap map, const char *name);

/* Add NAME, or change its KEY (NULL for none). */
void wanted_add(struct wanted *wanted, enum casemap map, const char *name, const char *key);
void wanted_remove(struct wanted *wanted, enum casemap map, const char *name);

/* Take over the channels of CONFIG. LEAVE is called with ARG for each that it no longer names. */
void wanted_configure(struct wanted *wanted, enum casemap map, const struct config_network *config,
	void (*leave)(void *arg, const char *name), void *arg);

#endif
