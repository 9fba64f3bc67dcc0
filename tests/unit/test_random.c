/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/test.h"

#include "crypto/random.h"

static void scripted_gives_its_faces_then_is_dry(void **state)
{
	static const uint32_t faces[] = {4, 1}, more[] = {6};
	struct rng *rng = rng_new_scripted(faces, 2);
	uint32_t face = 0;

	(void)state;
	assert_true(rng_uniform(rng, 6, &face));
	assert_int_equal(face, 4);
	assert_true(rng_uniform(rng, 1, &face));
	assert_int_equal(face, 1);
	assert_false(rng_uniform(rng, 6, &face));
	assert_int_equal(face, 1);
	assert_string_equal(rng_failure(rng), "the faces given ran out: there are only 2");
	rng_script_more(rng, more, 1);
	assert_int_equal(rng_script_left(rng), 1);
	assert_true(rng_uniform(rng, 6, &face));
	assert_int_equal(face, 6);
	rng_free(rng);
}

static void scripted_refuses_a_face_that_is_not_on_the_die(void **state)
{
	static const uint32_t faces[] = {7};
	struct rng *rng = rng_new_scripted(faces, 1);
	uint32_t face = 99;

	(void)state;
	assert_false(rng_uniform(rng, 6, &face));
	assert_int_equal(face, 99);
	assert_string_equal(
		rng_failure(rng), "face 1 of those given is 7, but the die has 6 sides");
	assert_int_equal(rng_script_left(rng), 1);
	rng_free(rng);
}

/* With 2^32 - 1 sides only the word 2^32 - 1 is thrown away, so the faces show the words. */
static uint32_t raw_word(struct rng *rng)
{
	uint32_t face = 0;

	assert_true(rng_uniform(rng, UINT32_MAX, &face));
	return face - 1;
}

static void words_are_rejected_as_documented(void **state)
{
	static const uint32_t sides[] = {1, 2, 3, 6, 7, 10, 1000000, 1u << 30, (1u << 31) - 1,
		1u << 31, (1u << 31) + 1, 3000000000u, 4294967294u};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sides); i++) {
		struct rng *words = rng_new_seeded(i), *rng = rng_new_seeded(i);
		uint64_t limit = (UINT64_C(1) << 32) - (UINT64_C(1) << 32) % sides[i];

		for (int n = 0; n < 3000; n++) {
			uint32_t face = 0, word = raw_word(words);
			while (word >= limit)
				word = raw_word(words);
			assert_true(rng_uniform(rng, sides[i], &face));
			assert_int_equal(face, word % sides[i] + 1);
		}
		rng_free(words);
		rng_free(rng);
	}
}

static void seeds_repeat_and_differ(void **state)
{
	struct rng *a = rng_new_seeded(1), *b = rng_new_seeded(1), *c = rng_new_seeded(2);
	int equal = 0;

	(void)state;
	for (int i = 0; i < 5000; i++) { /* several blocks */
		uint32_t word = raw_word(a);
		assert_int_equal(word, raw_word(b));
		equal += word == raw_word(c);
	}
	assert_true(equal < 5);
	rng_free(a);
	rng_free(b);
	rng_free(c);
}

static void blocks_differ(void **state)
{
	struct rng *rng = rng_new_seeded(9);
	uint32_t first[1024];
	size_t equal = 0;

	(void)state;
	for (size_t i = 0; i < 1024; i++)
		first[i] = raw_word(rng);
	for (size_t i = 0; i < 1024; i++)
		equal += first[i] == raw_word(rng);
	assert_true(equal < 5);
	rng_free(rng);
}

static void plain_rolls_every_face(void **state)
{
	struct rng *rng = rng_new_plain();
	unsigned seen[7] = {0};

	(void)state;
	for (int i = 0; i < 6000; i++) {
		uint32_t face = 0;
		assert_true(rng_uniform(rng, 6, &face));
		assert_in_range(face, 1, 6);
		seen[face]++;
	}
	for (size_t i = 1; i <= 6; i++)
		assert_in_range(seen[i], 700, 1300);
	rng_free(rng);
}

static size_t rank(const size_t order[4])
{
	return order[0] * 64 + order[1] * 16 + order[2] * 4 + order[3];
}

static void shuffles_are_uniform(void **state)
{
	enum { ROUNDS = 240000 };
	struct rng *rng = rng_new_seeded(24);
	unsigned seen[256] = {0};
	double chi = 0;
	size_t orders = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		size_t order[4] = {0, 1, 2, 3};
		assert_true(rng_shuffle(rng, order, 4));
		seen[rank(order)]++;
	}
	for (size_t i = 0; i < 256; i++) {
		double off = seen[i] - ROUNDS / 24.0;
		orders += seen[i] > 0;
		chi += seen[i] > 0 ? off * off / (ROUNDS / 24.0) : 0;
	}
	assert_int_equal(orders, 24);
	assert_true(chi < 55.9); /* 23 degrees of freedom, one in 10 000 */
	rng_free(rng);
}

static void a_shuffle_follows_the_documented_swaps(void **state)
{
	static const uint32_t picks[] = {1, 3, 1}; /* for 4, 3 and 2 cards */
	struct rng *rng = rng_new_scripted(picks, 3);
	size_t order[] = {0, 1, 2, 3};
	static const size_t wanted[] = {1, 3, 2, 0};

	(void)state;
	assert_true(rng_shuffle(rng, order, 4));
	assert_memory_equal(order, wanted, sizeof wanted);
	rng_free(rng);
}

static void a_failed_shuffle_moves_nothing(void **state)
{
	static const uint32_t picks[] = {1, 3};
	struct rng *rng = rng_new_scripted(picks, 2);
	size_t order[] = {0, 1, 2, 3};
	static const size_t wanted[] = {0, 1, 2, 3};

	(void)state;
	assert_false(rng_shuffle(rng, order, 4));
	assert_memory_equal(order, wanted, sizeof wanted);
	assert_true(rng_shuffle(rng, order, 1));
	assert_true(rng_shuffle(rng, order, 0));
	rng_free(rng);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(scripted_gives_its_faces_then_is_dry),
		cmocka_unit_test(scripted_refuses_a_face_that_is_not_on_the_die),
		cmocka_unit_test(words_are_rejected_as_documented),
		cmocka_unit_test(seeds_repeat_and_differ),
		cmocka_unit_test(blocks_differ),
		cmocka_unit_test(plain_rolls_every_face),
		cmocka_unit_test(shuffles_are_uniform),
		cmocka_unit_test(a_shuffle_follows_the_documented_swaps),
		cmocka_unit_test(a_failed_shuffle_moves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
