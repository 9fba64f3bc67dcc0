/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Write and read names of places. A name tells its part by how it ends; so no base and part have
 * the name of another base and part. */
#include <stdio.h>
#include <string.h>

#include "fair/fair.h"

static const char *const tails[FAIR_PARTS] = {
	[FAIR_OPEN] = "/open", [FAIR_HIDDEN] = "/hidden", [FAIR_DECKS] = "/decks"};

enum fair_part fair_place_part(const char *name, size_t *base_len)
{
	size_t len = strlen(name);

	for (int part = FAIR_OPEN; part < FAIR_PARTS; part++) {
		size_t end = strlen(tails[part]);
		if (len > end && strcmp(name + len - end, tails[part]) == 0) {
			*base_len = len - end;
			return (enum fair_part)part;
		}
	}
	*base_len = len;
	return FAIR_OPEN;
}

void fair_place_name(char out[FAIR_PLACE_BYTES], const struct fair_where *where)
{
	size_t base_len;
	bool bare;

	fair_place_part(where->base, &base_len);
	bare = where->part == FAIR_OPEN && where->base[base_len] == '\0';
	snprintf(out, FAIR_PLACE_BYTES, "%.200s%s", where->base, bare ? "" : tails[where->part]);
}
