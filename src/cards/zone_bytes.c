/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Write zones as bytes, and read them: seven bytes a card, then nine for each change of the last
 * move. Numbers have their high byte first. */
#include <stdlib.h>

#include "base/mem.h"
#include "cards/zone_impl.h"

enum {
	SPOT_BYTES = 7,
	CHANGE_BYTES = 2 + SPOT_BYTES,
	FLAG_DOWN = 1,
	FLAG_REVERSED = 2,
	RANK_MAX = 1 << 30, /* more than moves can make in anybody's life */
};

static void write_spot(const struct zone_spot *spot, struct strbuf *out)
{
	uint32_t rank = (uint32_t)spot->rank;

	for (int shift = 24; shift >= 0; shift -= 8)
		strbuf_addch(out, (char)(rank >> shift & 0xff));
	strbuf_addch(out, (char)spot->zone);
	strbuf_addch(out, (char)spot->by);
	strbuf_addch(
		out, (char)((spot->down ? FLAG_DOWN : 0) | (spot->reversed ? FLAG_REVERSED : 0)));
}

void zones_write(const struct zones *zones, struct strbuf *out)
{
	for (size_t i = 0; i < zones->count; i++)
		write_spot(&zones->at[i], out);
	for (size_t i = 0; i < zones->last_count; i++) {
		strbuf_addch(out, (char)(zones->last[i].card >> 8));
		strbuf_addch(out, (char)(zones->last[i].card & 0xff));
		write_spot(&zones->last[i].before, out);
	}
}

/* Read BYTES into SPOT. False when there can be no such spot. */
static bool read_spot(struct zone_spot *spot, const unsigned char *bytes)
{
	uint32_t rank = 0;

	for (int i = 0; i < 4; i++)
		rank = rank << 8 | bytes[i];
	*spot = (struct zone_spot){.zone = bytes[4],
		.by = bytes[5],
		.down = (bytes[6] & FLAG_DOWN) != 0,
		.reversed = (bytes[6] & FLAG_REVERSED) != 0,
		.rank = (int32_t)rank};
	return spot->zone < ZONES_MAX && spot->by <= ZONE_NOBODY &&
	       (spot->zone == ZONE_PILE || spot->rank >= 1) && spot->rank < RANK_MAX &&
	       spot->rank > -RANK_MAX;
}

static bool read_all(struct zones *read, const unsigned char *bytes)
{
	for (size_t i = 0; i < read->count; i++, bytes += SPOT_BYTES)
		if (!read_spot(&read->at[i], bytes))
			return false;
	for (size_t i = 0; i < read->last_count; i++, bytes += CHANGE_BYTES) {
		read->last[i].card = (size_t)bytes[0] << 8 | bytes[1];
		if (read->last[i].card >= read->count ||
			!read_spot(&read->last[i].before, bytes + 2))
			return false;
	}
	return true;
}

bool zones_read(struct zones *zones, const unsigned char *bytes, size_t len, struct error *err)
{
	size_t spots = zones->count * SPOT_BYTES;
	size_t changes = len >= spots ? (len - spots) / CHANGE_BYTES : 0;
	struct zones read = {.count = zones->count, .last_count = changes, .last_room = changes};
	bool fine = len == spots + changes * CHANGE_BYTES;

	read.at = mem_zalloc(read.count + 1, sizeof *read.at);
	read.last = mem_zalloc(changes + 1, sizeof *read.last);
	fine = fine && read_all(&read, bytes);
	if (fine) {
		free(zones->at);
		free(zones->last);
		*zones = read;
		zones_sum(zones);
		return true;
	}
	free(read.at);
	free(read.last);
	return error_set(err, "Where the cards lie is damaged.");
}
