/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_ENTRIES_H
#define LOGIOS_CONFIG_ENTRIES_H

#include "base/map.h"
#include "config/build.h"

/* A configuration being built from the sections of its file. */
struct config_build {
	struct config *config;
	char *folder; /* of the configuration file */
	struct config_mistakes *mistakes;
	int secret_line; /* where the first secret stands; 0: none does */
};

/* One of its sections being read. */
struct config_reading {
	struct config_build *build;
	const struct config_raw_section *raw;
	void *record;     /* its struct */
	struct map *seen; /* keys to entries */
};

/* Read all entries into the record, and note what is wrong with them or missing. */
void reading_entries(const struct config_reading *in);

/* Note ENTRY under NAME. Returns false, after noting the mistake, if that was set before. */
bool reading_first(
	const struct config_reading *in, const char *name, struct config_raw_entry *entry);

/* Return the line of KEY; that of the section's title when it is not there. */
int reading_line(const struct config_reading *in, const char *key);

/* Say whether KEY is there; whether it is there and not empty. */
bool reading_has(const struct config_reading *in, const char *key);
bool reading_says(const struct config_reading *in, const char *key);

#endif
