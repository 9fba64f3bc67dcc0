/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dice packed and unpacked: the very bytes, what comes back, how much room is foretold. */
#include "unit/test.h"

#include <stdlib.h>

#include "base/packed.h"
#include "base/strbuf.h"

static size_t size_of(const uint32_t *sides, size_t count)
{
	struct packed_size size = {0};

	for (size_t i = 0; i < count; i++)
		packed_size_add(&size, sides[i], 1);
	return packed_size_bytes(&size);
}

/* Demand that PACKED, LEN bytes, are these dice and nothing else. */
static void comes_back(
	const char *packed, size_t len, const uint32_t *sides, const uint32_t *values, size_t count)
{
	struct packed_reader reader;
	uint32_t side, value;

	packed_read(&reader, packed, len);
	for (size_t i = 0; i < count; i++) {
		assert_true(packed_next(&reader, &side, &value));
		assert_int_equal(side, sides[i]);
		assert_int_equal(value, values[i]);
	}
	assert_false(packed_next(&reader, &side, &value));
	assert_false(reader.damaged);
	assert_int_equal(packed_count(packed, len), count);
}

static void the_bytes(void **state)
{
	static const struct {
		uint32_t sides[6], values[6];
		size_t count, len;
		const char *bytes;
	} rows[] = {
		{.count = 0, .len = 0, .bytes = ""},
		{{6, 6, 6, 6}, {6, 5, 3, 2}, 4, 4, "\x04\x06\xb1\x10"},
		{{20}, {20}, 1, 3, "\x01\x14\x98"},
		{{1, 1}, {1, 1}, 2, 2, "\x02\x01"},
		{{100, 10}, {57, 1}, 2, 6, "\x01\x64\x70\x01\x0a\x00"},
		{{1000000}, {1000000}, 1, 7, "\x01\xc0\x84\x3d\xf4\x23\xf0"},
		{{UINT32_MAX}, {UINT32_MAX}, 1, 10, "\x01\xff\xff\xff\xff\x0f\xff\xff\xff\xfe"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf out = STRBUF_INIT;
		packed_add(&out, rows[i].sides, rows[i].values, rows[i].count);
		assert_int_equal(out.len, rows[i].len);
		assert_memory_equal(out.text, rows[i].bytes, rows[i].len);
		assert_int_equal(size_of(rows[i].sides, rows[i].count), rows[i].len);
		comes_back(out.text, out.len, rows[i].sides, rows[i].values, rows[i].count);
		strbuf_release(&out);
	}
}

static void any_dice(void **state)
{
	static const uint32_t kinds[] = {1, 2, 3, 6, 8, 20, 100, 128, 129, 1000000, UINT32_MAX};
	uint32_t sides[500], values[500];
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct strbuf out = STRBUF_INIT;
		size_t count = (seed = seed * 1664525 + 1013904223) >> 16;
		count %= COUNT_OF(sides) + 1;
		for (size_t i = 0; i < count; i++) {
			seed = seed * 1664525 + 1013904223;
			sides[i] = i > 0 && seed >> 30 != 0 ? sides[i - 1]
							    : kinds[(seed >> 8) % COUNT_OF(kinds)];
			seed = seed * 1664525 + 1013904223;
			values[i] = seed % sides[i] + 1;
		}
		packed_add(&out, sides, values, count);
		assert_int_equal(size_of(sides, count), out.len);
		comes_back(out.text, out.len, sides, values, count);
		strbuf_release(&out);
	}
}

static void many_at_once_take_as_much(void **state)
{
	struct packed_size size = {0};

	(void)state;
	packed_size_add(&size, 1000000, 1000);
	assert_int_equal(packed_size_bytes(&size), 2 + 3 + 2500);
	packed_size_add(&size, 1000000, 1000);
	assert_int_equal(packed_size_bytes(&size), 2 + 3 + 5000);
	packed_size_add(&size, 2, 8);
	assert_int_equal(packed_size_bytes(&size), 2 + 3 + 5000 + 3);
}

static void damage_is_seen(void **state)
{
	static const struct {
		const char *bytes;
		size_t len, sound; /* dice before the damage */
	} rows[] = {
		{"\x04\x06\xb1", 3, 0},             /* a byte is missing */
		{"\x04", 1, 0},                     /* no sides */
		{"\x00\x06", 2, 0},                 /* a run of none */
		{"\x01\x00", 2, 0},                 /* of no sides */
		{"\x01\x06\xe0", 3, 0},             /* 8 of 6 */
		{"\x02\x06\xb0\xff", 4, 2},         /* what follows is no run */
		{"\xff\xff\xff\xff\x7f\x01", 6, 0}, /* too great a number */
		{"\xff\xff\x7f\x01", 4, 0},         /* two million dice of one side */
		{"\x80\x80\x80\x80\x80\x01\x01", 7, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct packed_reader reader;
		uint32_t sides, value;
		packed_read(&reader, rows[i].bytes, rows[i].len);
		for (size_t die = 0; die < rows[i].sound; die++)
			assert_true(packed_next(&reader, &sides, &value));
		assert_false(packed_next(&reader, &sides, &value));
		assert_true(reader.damaged);
		assert_false(packed_next(&reader, &sides, &value));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bytes),
		cmocka_unit_test(any_dice),
		cmocka_unit_test(many_at_once_take_as_much),
		cmocka_unit_test(damage_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
