/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_BUILD_H
#define LOGIOS_CONFIG_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "config/config.h"
#include "config/keys.h"
#include "config/mistakes.h"

/* The file as read.c reads it: sections of lines, not yet understood. */
struct config_raw_entry {
	char *key, *value;
	int line;
	bool bad; /* a mistake of this line is told already, its value is not to be used */
};

struct config_raw_section {
	char *title;                          /* between the brackets, trimmed */
	char *name;                           /* within it, what follows the first word; "" */
	const struct config_section *section; /* what the first word means; NULL: nothing */
	int line;
	bool bad; /* a mistake of its title is told already */
	struct config_raw_entry *entries;
	size_t count, room;
};

struct config_raw {
	struct config_raw_section *sections;
	size_t count, room;
};

/* Whether a file's permissions let everybody read it, or write it. */
struct config_access {
	bool world_readable, world_writable;
};

/* Understand RAW, the file at PATH, and note what is wrong. The result is only good if nothing is;
 * free it in any case. */
struct config *config_build(const struct config_raw *raw, const char *path,
	struct config_access access, struct config_mistakes *mistakes);

#endif
