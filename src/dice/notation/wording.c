/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes a text and keeps account of where its bytes came from. */
#include "dice/notation/wording.h"

#include <string.h>

size_t wording_in_line(const struct wording *wording, size_t offset)
{
	return wording->at != NULL ? wording->at[offset] : offset;
}

void wording_replace(struct wording *wording, size_t begin, size_t end, const char *by)
{
	size_t len = strlen(wording->text), put = strlen(by), room = len - (end - begin) + put + 1;
	char *text = arena_alloc(wording->arena, room);
	uint16_t *at = arena_alloc(wording->arena, room * sizeof *at);

	memcpy(text, wording->text, begin);
	memcpy(text + begin, by, put);
	memcpy(text + begin + put, wording->text + end, len - end + 1);
	for (size_t i = 0; i < begin; i++)
		at[i] = (uint16_t)wording_in_line(wording, i);
	for (size_t i = 0; i < put; i++)
		at[begin + i] = (uint16_t)wording_in_line(wording, begin);
	for (size_t i = 0; i <= len - end; i++)
		at[begin + put + i] = (uint16_t)wording_in_line(wording, end + i);
	wording->text = text;
	wording->at = at;
}

struct wording wording_split(struct wording *wording, size_t end, size_t next)
{
	struct wording rest = *wording;
	uint16_t *at = arena_alloc(wording->arena, (end + 1) * sizeof *at);

	wording_replace(&rest, 0, next, "");
	for (size_t i = 0; i <= end; i++)
		at[i] = (uint16_t)wording_in_line(wording, i);
	wording->text = arena_strndup(wording->arena, wording->text, end);
	wording->at = at;
	return rest;
}
