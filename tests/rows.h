/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TESTS_ROWS_H
#define LOGIOS_TESTS_ROWS_H

/* Rows of a plugin's store in memory, sorted by place and key; writing can be made to fail. The
 * functions have the shape of struct shelf's, with a struct rows as their arg. */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

struct row {
	char *place, *key, *value;
	size_t len;
};

struct rows {
	struct row *items;
	size_t count;
	bool failing; /* nothing can be written */
};

static inline int rows_compare(const struct row *row, const char *place, const char *key)
{
	int order = strcmp(row->place, place);

	return order != 0 ? order : strcmp(row->key, key);
}

static inline size_t rows_position(const struct rows *rows, const char *place, const char *key)
{
	size_t at = 0, end = rows->count;

	while (at < end) {
		size_t middle = (at + end) / 2;
		if (rows_compare(&rows->items[middle], place, key) < 0)
			at = middle + 1;
		else
			end = middle;
	}
	return at;
}

static inline void rows_cut(struct rows *rows, size_t at)
{
	free(rows->items[at].place);
	free(rows->items[at].key);
	free(rows->items[at].value);
	rows->count--;
	memmove(&rows->items[at], &rows->items[at + 1], (rows->count - at) * sizeof *rows->items);
}

static inline bool rows_put(void *arg, const char *place, const char *key, const void *value,
	size_t len, struct error *err)
{
	struct rows *rows = arg;
	size_t at = rows_position(rows, place, key);

	if (rows->failing)
		return error_set(err, "the disk is full");
	if (at < rows->count && rows_compare(&rows->items[at], place, key) == 0)
		rows_cut(rows, at);
	rows->items = mem_resize(rows->items, rows->count + 1, sizeof *rows->items);
	memmove(&rows->items[at + 1], &rows->items[at], (rows->count - at) * sizeof *rows->items);
	rows->items[at] = (struct row){.place = mem_strdup(place),
		.key = mem_strdup(key),
		.value = memcpy(mem_alloc(len), value, len),
		.len = len};
	rows->count++;
	return true;
}

static inline bool rows_remove(void *arg, const char *place, const char *key, struct error *err)
{
	struct rows *rows = arg;
	size_t at = rows_position(rows, place, key != NULL ? key : "");

	if (rows->failing)
		return error_set(err, "the disk is full");
	/* PLACE and KEY may be those of the row that goes. */
	if (key != NULL && at < rows->count && rows_compare(&rows->items[at], place, key) == 0)
		rows_cut(rows, at);
	while (key == NULL && at < rows->count && strcmp(rows->items[at].place, place) == 0)
		rows_cut(rows, at);
	return true;
}

static inline bool rows_each(void *arg, const char *place,
	bool (*row)(void *row_arg, const char *key, const void *value, size_t len), void *row_arg,
	struct error *err)
{
	const struct rows *rows = arg;
	size_t at = rows_position(rows, place, "");

	(void)err;
	while (at < rows->count && strcmp(rows->items[at].place, place) == 0 &&
		row(row_arg, rows->items[at].key, rows->items[at].value, rows->items[at].len))
		at++;
	return true;
}

static inline bool rows_places(void *arg,
	bool (*row)(void *row_arg, const char *place, size_t bytes), void *row_arg,
	struct error *err)
{
	const struct rows *rows = arg;
	size_t from = 0, at, bytes;

	(void)err;
	for (; from < rows->count; from = at) {
		bytes = 0;
		for (at = from; at < rows->count; at++) {
			if (strcmp(rows->items[at].place, rows->items[from].place) != 0)
				break;
			bytes += rows->items[at].len;
		}
		if (!row(row_arg, rows->items[from].place, bytes))
			break;
	}
	return true;
}

static inline void rows_release(struct rows *rows)
{
	while (rows->count > 0)
		rows_cut(rows, rows->count - 1);
	free(rows->items);
	*rows = (struct rows){.items = NULL};
}

#endif
