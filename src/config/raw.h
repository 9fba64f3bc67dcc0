/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_RAW_H
#define LOGIOS_CONFIG_RAW_H

#include <stdbool.h>
#include <stddef.h>

#include "config/keys.h"

/* The file as read.c reads it: sections of lines, not yet understood. */
struct config_raw_entry {
	char *key, *value;
	int line;
	bool bad; /* its mistake is reported already: do not use the value */
};

struct config_raw_section {
	char *title;                          /* between the brackets, trimmed */
	char *name;                           /* within it, what follows the first word; "" */
	const struct config_section *section; /* what the first word means; NULL: nothing */
	int line;
	bool bad; /* its mistake is reported already */
	struct config_raw_entry *entries;
	size_t count, room;
};

struct config_raw {
	struct config_raw_section *sections;
	size_t count, room;
};

/* Add SECTION, whose texts RAW owns from now on, at the end. */
void config_raw_add(struct config_raw *raw, struct config_raw_section section);

/* Return the last section, lent until the next is added; NULL if there is none. */
struct config_raw_section *config_raw_last(const struct config_raw *raw);

/* Add copies of KEY and VALUE from LINE at the end of SECTION. */
void config_raw_entry_add(
	struct config_raw_section *section, const char *key, const char *value, int line);

/* Add VALUE behind what ENTRY holds, after a blank. */
void config_raw_entry_continue(struct config_raw_entry *entry, const char *value);

/* Free all that RAW holds; values are wiped. */
void config_raw_release(struct config_raw *raw);

#endif
