/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pack dice for the disk, and unpack them. */
#include "base/packed.h"

#include <assert.h>

#include "base/strbuf.h"

/* Return how many bits the values of a die with SIDES sides need. */
static unsigned width_of(uint32_t sides)
{
	unsigned width = 0;

	while (width < 32 && (sides - 1) >> width != 0)
		width++;
	return width;
}

static size_t number_bytes(uint32_t number)
{
	size_t bytes = 1;

	while (number >>= 7)
		bytes++;
	return bytes;
}

/* ---- how much ---- */

static size_t values_bytes(uint32_t sides, uint32_t count)
{
	return (size_t)(((uint64_t)count * width_of(sides) + 7) / 8);
}

static size_t run_bytes(uint32_t sides, uint32_t count)
{
	if (count == 0)
		return 0;
	return number_bytes(count) + number_bytes(sides) + values_bytes(sides, count);
}

void packed_size_add(struct packed_size *size, uint32_t sides, uint32_t count)
{
	assert(sides >= 1);
	if (sides != size->sides) {
		size->before = packed_size_bytes(size);
		size->sides = sides;
		size->run = 0;
	}
	size->run += count;
}

size_t packed_size_bytes(const struct packed_size *size)
{
	return size->before + run_bytes(size->sides, size->run);
}

/* ---- packing ---- */

static void add_number(struct strbuf *out, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		strbuf_addch(out, (char)(number | 0x80));
	strbuf_addch(out, (char)number);
}

/* Append COUNT dice that all have SIDES sides. */
static void add_run(struct strbuf *out, uint32_t sides, const uint32_t *values, size_t count)
{
	unsigned width = width_of(sides), held = 0;
	uint64_t bits = 0;

	add_number(out, (uint32_t)count);
	add_number(out, sides);
	for (size_t i = 0; i < count; i++) {
		assert(values[i] >= 1 && values[i] <= sides);
		bits = bits << width | (values[i] - 1);
		for (held += width; held >= 8; held -= 8)
			strbuf_addch(out, (char)(bits >> (held - 8)));
	}
	if (held > 0)
		strbuf_addch(out, (char)(bits << (8 - held)));
}

void packed_add(struct strbuf *out, const uint32_t *sides, const uint32_t *values, size_t count)
{
	assert(count <= PACKED_MAX);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && sides[to] == sides[from];)
			to++;
		add_run(out, sides[from], values + from, to - from);
	}
}

/* ---- unpacking ---- */

void packed_read(struct packed_reader *reader, const void *bytes, size_t len)
{
	*reader = (struct packed_reader){.at = bytes, .end = (const unsigned char *)bytes + len};
}

static bool damage(struct packed_reader *reader)
{
	reader->damaged = true;
	reader->at = reader->end;
	reader->left = 0;
	return false;
}

static bool read_number(struct packed_reader *reader, uint32_t *number)
{
	uint64_t value = 0;

	for (unsigned shift = 0; shift < 35 && reader->at < reader->end; shift += 7) {
		unsigned char byte = *reader->at++;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte & 0x80)
			continue;
		*number = (uint32_t)value;
		return value >= 1 && value <= UINT32_MAX;
	}
	return false;
}

/* Begin the next run, if there is one. */
static bool next_run(struct packed_reader *reader)
{
	if (reader->bit > 0)
		reader->at++;
	reader->bit = 0;
	if (reader->at == reader->end)
		return false;
	if (!read_number(reader, &reader->left) || !read_number(reader, &reader->sides))
		return damage(reader);
	reader->total += reader->left;
	if (reader->total > PACKED_MAX ||
		values_bytes(reader->sides, reader->left) > (size_t)(reader->end - reader->at))
		return damage(reader);
	return true;
}

/* Read WIDTH bits, which are there. */
static uint32_t read_bits(struct packed_reader *reader, unsigned width)
{
	uint64_t bits = 0;

	while (width > 0) {
		unsigned there = 8 - reader->bit, taken = width < there ? width : there;
		unsigned rest = *reader->at & (0xffU >> reader->bit);
		bits = bits << taken | rest >> (there - taken);
		width -= taken;
		reader->bit += taken;
		if (reader->bit == 8) {
			reader->bit = 0;
			reader->at++;
		}
	}
	return (uint32_t)bits;
}

bool packed_next(struct packed_reader *reader, uint32_t *sides, uint32_t *value)
{
	uint32_t bits;

	if (reader->left == 0 && !next_run(reader))
		return false;
	bits = read_bits(reader, width_of(reader->sides));
	if (bits >= reader->sides)
		return damage(reader);
	reader->left--;
	*sides = reader->sides;
	*value = bits + 1;
	return true;
}

size_t packed_count(const void *bytes, size_t len)
{
	struct packed_reader reader;
	size_t count = 0;

	packed_read(&reader, bytes, len);
	while (next_run(&reader)) {
		reader.at += values_bytes(reader.sides, reader.left);
		count += reader.left;
	}
	return count;
}
