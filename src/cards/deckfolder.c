/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find and read deck files in a folder. What a player types is only ever compared with the names
 * found in the folder, and a path is only ever made of such a name: there is nothing to climb out
 * of. */
#include "cards/deckfile.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "base/plainfile.h"
#include "base/strbuf.h"
#include "base/text.h"

#define SUFFIX ".txt"

bool deckfile_type_valid(const char *name)
{
	return text_is_name(name, strlen(name), DECKFILE_TYPE_BYTES_MAX);
}

/* Return the length of the type that the file NAME holds, or 0 when it is no deck file. */
static size_t type_length(const char *name)
{
	size_t len = strlen(name), suffix = strlen(SUFFIX);

	if (!plainfile_named(name, SUFFIX) ||
		!text_is_name(name, len - suffix, DECKFILE_TYPE_BYTES_MAX))
		return 0;
	return len - suffix;
}

static int compare_names(const void *a, const void *b)
{
	const char *left = *(char *const *)a, *right = *(char *const *)b;
	int order = strcasecmp(left, right);

	return order != 0 ? order : strcmp(left, right);
}

bool deckfile_types_list(struct deckfile_types *types, const char *folder, struct error *err)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t room = 0;

	*types = (struct deckfile_types){.names = NULL, .count = 0};
	if (dir == NULL)
		return error_set(err, "The folder of decks cannot be read: %s.", strerror(errno));
	while ((entry = readdir(dir)) != NULL) {
		size_t len = type_length(entry->d_name);
		if (len == 0)
			continue;
		if (types->count == room) {
			room = room > 0 ? room * 2 : 16;
			types->names = mem_resize(types->names, room, sizeof *types->names);
		}
		types->names[types->count++] = mem_strndup(entry->d_name, len);
	}
	closedir(dir);
	if (types->count > 1)
		qsort(types->names, types->count, sizeof *types->names, compare_names);
	return true;
}

void deckfile_types_release(struct deckfile_types *types)
{
	for (size_t i = 0; i < types->count; i++)
		free(types->names[i]);
	free(types->names);
	*types = (struct deckfile_types){.names = NULL, .count = 0};
}

/* Return the name among TYPES that TYPE stands for, or NULL. */
static const char *find_type(const struct deckfile_types *types, const char *type)
{
	const char *found = NULL;

	for (size_t i = 0; i < types->count; i++) {
		if (strcmp(types->names[i], type) == 0)
			return types->names[i];
		if (found == NULL && strcasecmp(types->names[i], type) == 0)
			found = types->names[i];
	}
	return found;
}

/* Read TYPE, a name that was found in FOLDER. */
static struct deckfile *load_named(const char *folder, const char *type, struct error *err)
{
	char *path = mem_printf("%s/%s%s", folder, type, SUFFIX);
	struct strbuf text = STRBUF_INIT;
	struct deckfile *file = NULL;

	if (plainfile_read(path, DECKFILE_BYTES_MAX, &text))
		file = deckfile_parse(type, text.text, text.len, err);
	else
		error_set(err, "%s.txt cannot be read: %s", type, plainfile_trouble(errno));
	strbuf_release(&text);
	free(path);
	return file;
}

/* Read the first of TYPES that has TYPE among its other names; or return NULL. */
static struct deckfile *load_by_name(
	const struct deckfile_types *types, const char *folder, const char *type)
{
	if (!deckfile_type_valid(type))
		return NULL;
	for (size_t i = 0; i < types->count; i++) {
		struct error err;
		struct deckfile *file = load_named(folder, types->names[i], &err);

		if (file != NULL && text_has_word(file->names, type, strlen(type)))
			return file;
		deckfile_free(file);
	}
	return NULL;
}

struct deckfile *deckfile_load(const char *folder, const char *type, struct error *err)
{
	struct deckfile *file = NULL;
	struct deckfile_types types;

	if (deckfile_types_list(&types, folder, err)) {
		const char *found = find_type(&types, type);

		file = found != NULL ? load_named(folder, found, err)
				     : load_by_name(&types, folder, type);
		if (found == NULL && file == NULL)
			error_set(err, "Deck %s not found.", type);
	}
	deckfile_types_release(&types);
	return file;
}

char *deckfile_nearest(const char *folder, const char *type)
{
	struct deckfile_types types;
	struct nearest search;
	char *best = NULL;

	nearest_begin(&search, type);
	if (deckfile_types_list(&types, folder, NULL) && find_type(&types, type) == NULL) {
		for (size_t i = 0; i < types.count; i++)
			nearest_offer(&search, types.names[i]);
		if (search.best != NULL)
			best = mem_strdup(search.best);
	}
	deckfile_types_release(&types);
	return best;
}
