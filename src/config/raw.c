/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep the sections and lines of a file until they are understood. */
#include "config/raw.h"

#include <stdlib.h>

#include "base/mem.h"
#include "config/value.h"

void config_raw_add(struct config_raw *raw, struct config_raw_section section)
{
	if (raw->count == raw->room) {
		raw->room = raw->room * 2 + 8;
		raw->sections = mem_resize(raw->sections, raw->room, sizeof *raw->sections);
	}
	raw->sections[raw->count++] = section;
}

struct config_raw_section *config_raw_last(const struct config_raw *raw)
{
	return raw->count > 0 ? &raw->sections[raw->count - 1] : NULL;
}

void config_raw_entry_add(
	struct config_raw_section *section, const char *key, const char *value, int line)
{
	if (section->count == section->room) {
		section->room = section->room * 2 + 8;
		section->entries = mem_resize(
			section->entries, section->room, sizeof *section->entries);
	}
	section->entries[section->count++] = (struct config_raw_entry){
		.key = mem_strdup(key), .value = mem_strdup(value), .line = line};
}

void config_raw_entry_continue(struct config_raw_entry *entry, const char *value)
{
	char *whole = mem_printf("%s %s", entry->value, value);

	config_wipe(entry->value);
	entry->value = whole;
}

void config_raw_release(struct config_raw *raw)
{
	for (size_t i = 0; i < raw->count; i++) {
		struct config_raw_section *section = &raw->sections[i];
		for (size_t j = 0; j < section->count; j++) {
			free(section->entries[j].key);
			config_wipe(section->entries[j].value);
		}
		free(section->entries);
		free(section->title);
		free(section->name);
	}
	free(raw->sections);
}
