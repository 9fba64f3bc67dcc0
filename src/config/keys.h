/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_KEYS_H
#define LOGIOS_CONFIG_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* The rows from which the configuration file is read, checked and documented. A new key is a member
 * of its struct in config.h and a row in keys.c, keys_network.c or keys_people.c. */

enum config_type {
	CONFIG_FLAG,     /* bool */
	CONFIG_NUMBER,   /* long */
	CONFIG_MODE,     /* unsigned: of a file that its owner writes, in octal */
	CONFIG_TEXT,     /* char * */
	CONFIG_PATH,     /* char *; relative ones start at the folder of the configuration file */
	CONFIG_CHOICE,   /* an enum; one of `choices` */
	CONFIG_LIST,     /* struct config_list */
	CONFIG_CHANNELS, /* the channels of a struct config_network, and nowhere else */
};

struct config_choice {
	const char *name; /* NULL ends the table */
	unsigned value;
};

struct config_key {
	const char *name; /* NULL ends the table */
	enum config_type type;
	bool secret; /* never quoted; also NAME_file; the file must not be readable by everybody */
	bool required;         /* has no default */
	long min, max;         /* range of a number; bytes of a text or of each item of a list */
	const char *value;     /* the default, as it would be written */
	const char *otherwise; /* the default in words, where it depends on other keys; or NULL */
	const char *example;   /* what the sample file shows instead of the default; or NULL */
	const char *help;      /* sentences; the unit of a number */
	size_t offset;         /* of the member in the section's struct */
	const struct config_choice *choices;
	/* Whether TEXT (the value, or one item of a list) makes sense; may rewrite it, not
	 * longer. */
	bool (*check)(char *text, struct error *err);
};

enum config_section_id {
	SECTION_LOGIOS,
	SECTION_NETWORK,
	SECTION_CHANNEL,
	SECTION_ADMIN,
	SECTION_FILTER,
	SECTION_LIMITS,
	SECTION_PLUGIN,
	SECTION_COUNT
};

struct config_section {
	const char *word;  /* the first word between the brackets */
	const char *names; /* what follows it, in capitals: "NAME"; NULL when nothing does */
	const char *title; /* a whole title for the sample file */
	const char *help;
	const struct config_key *keys; /* NULL when they belong to somebody else: plugins */
};

/* The rows of [network] (keys_network.c). */
extern const struct config_key config_network_keys[];

/* The rows of [admin], [filter] and [limits] (keys_people.c). */
extern const struct config_key config_admin_keys[];
extern const struct config_key config_filter_keys[];
extern const struct config_key config_limits_keys[];

/* By enum config_section_id. */
extern const struct config_section config_sections[SECTION_COUNT];

/* Return the row of NAME in SECTION, or NULL. */
const struct config_key *config_key_find(const struct config_section *section, const char *name);

/* Return the row of the secret of SECTION whose NAME_file is NAME, or NULL. */
const struct config_key *config_key_of_file(const struct config_section *section, const char *name);

#endif
