/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Write zones as bytes, and read them: seven bytes a card; how many changes the last move made, in
 * four, and nine for each; what it was. Numbers have their high byte first. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cards/zone_impl.h"

enum {
	SPOT_BYTES = 7,
	COUNT_BYTES = 4,
	CHANGE_BYTES = 2 + SPOT_BYTES,
	FLAG_DOWN = 1,
	FLAG_REVERSED = 2,
	RANK_MAX = 1 << 30, /* more than moves can make in anybody's life */
};

static void write_number(uint32_t number, struct strbuf *out)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		strbuf_addch(out, (char)(number >> shift & 0xff));
}

static uint32_t read_number(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

static void write_spot(const struct zone_spot *spot, struct strbuf *out)
{
	write_number((uint32_t)spot->rank, out);
	strbuf_addch(out, (char)spot->zone);
	strbuf_addch(out, (char)spot->by);
	strbuf_addch(
		out, (char)((spot->down ? FLAG_DOWN : 0) | (spot->reversed ? FLAG_REVERSED : 0)));
}

void zones_write(const struct zones *zones, struct strbuf *out)
{
	for (size_t i = 0; i < zones->count; i++)
		write_spot(&zones->at[i], out);
	write_number((uint32_t)zones->last_count, out);
	for (size_t i = 0; i < zones->last_count; i++) {
		strbuf_addch(out, (char)(zones->last[i].card >> 8));
		strbuf_addch(out, (char)(zones->last[i].card & 0xff));
		write_spot(&zones->last[i].before, out);
	}
	strbuf_addstr(out, zones->note);
}

/* Read BYTES into SPOT. False when there can be no such spot. */
static bool read_spot(struct zone_spot *spot, const unsigned char *bytes)
{
	*spot = (struct zone_spot){.zone = bytes[4],
		.by = bytes[5],
		.down = (bytes[6] & FLAG_DOWN) != 0,
		.reversed = (bytes[6] & FLAG_REVERSED) != 0,
		.rank = (int32_t)read_number(bytes)};
	return spot->zone < ZONES_MAX && spot->by <= ZONE_NOBODY &&
	       (spot->zone == ZONE_PILE || spot->rank >= 1) && spot->rank < RANK_MAX &&
	       spot->rank > -RANK_MAX;
}

static bool read_all(struct zones *read, const unsigned char *bytes)
{
	for (size_t i = 0; i < read->count; i++, bytes += SPOT_BYTES)
		if (!read_spot(&read->at[i], bytes))
			return false;
	bytes += COUNT_BYTES;
	for (size_t i = 0; i < read->last_count; i++, bytes += CHANGE_BYTES) {
		read->last[i].card = (size_t)bytes[0] << 8 | bytes[1];
		if (read->last[i].card >= read->count ||
			!read_spot(&read->last[i].before, bytes + 2))
			return false;
	}
	return true;
}

/* Return how many bytes are left for the note when LEN are there in all, and how many changes into
 * CHANGES; -1 when that cannot be. */
static long note_bytes(
	const struct zones *zones, const unsigned char *bytes, size_t len, size_t *changes)
{
	size_t spots = zones->count * SPOT_BYTES;

	if (len < spots + COUNT_BYTES)
		return -1;
	*changes = read_number(bytes + spots);
	len -= spots + COUNT_BYTES;
	if (*changes > len / CHANGE_BYTES)
		return -1;
	len -= *changes * CHANGE_BYTES;
	return len <= ZONE_NOTE_BYTES_MAX ? (long)len : -1;
}

bool zones_read(struct zones *zones, const unsigned char *bytes, size_t len, struct error *err)
{
	size_t changes = 0;
	long note = note_bytes(zones, bytes, len, &changes);
	struct zones read = {.count = zones->count, .last_count = changes, .last_room = changes};

	if (note < 0)
		return error_set(err, "Where the cards lie is damaged.");
	read.at = mem_zalloc(read.count + 1, sizeof *read.at);
	read.last = mem_zalloc(changes + 1, sizeof *read.last);
	memcpy(read.note, bytes + len - note, (size_t)note);
	if (read_all(&read, bytes)) {
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
