/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way from the secret of an epoch to the face: chi-square, runs and pairs over ten
 * million faces of each die, with fixed seeds, so that a failure is a mistake and never bad luck.
 * Under sanitizers, or without optimisation, a tenth of that. */
#include "unit/test.h"

#include <math.h>
#include <stdlib.h>

#include "base/chi.h"
#include "base/mem.h"
#include "crypto/random.h"
#include "fair/numbers.h"
#include "fair/secrets.h"

#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
enum { FACES = 1000000 };
#else
enum { FACES = 10000000 };
#endif

enum {
	PER_ROLL = 100, /* faces of one roll: each has a secret of its own */
	BUCKETS_MAX = 1000,
};

/* Once in 10 000 times a fair die fails one of two tails. */
static const double chance_min = 0.00005, chance_max = 0.99995;

struct count {
	uint64_t faces[BUCKETS_MAX];
	uint64_t pairs[100]; /* of each two faces that follow, by halves or tenths of the die */
	uint64_t above, below, runs; /* of faces above and below the middle */
	double sum;
	int last_side, last_tenth;
};

static void count_face(struct count *count, uint32_t sides, uint32_t buckets, uint32_t face)
{
	uint64_t bucket = (uint64_t)(face - 1) * buckets / sides;
	uint32_t tenths = sides < 10 ? sides : 10;
	int tenth = (int)((uint64_t)(face - 1) * tenths / sides);
	int side = face > sides / 2 ? 1 : -1;

	count->faces[bucket]++;
	count->sum += face;
	if (count->last_tenth >= 0) {
		count->pairs[(uint32_t)count->last_tenth * tenths + (uint32_t)tenth]++;
		tenth = -1; /* pairs that overlap would depend on each other */
	}
	count->last_tenth = tenth;
	count->above += side > 0;
	count->below += side < 0;
	count->runs += side != count->last_side;
	count->last_side = side;
}

static void roll_all(struct count *count, uint32_t sides, uint32_t buckets)
{
	struct fair_numbers *numbers = fair_numbers_new();
	struct fair_chain *chain = mem_zalloc(1, sizeof *chain);
	struct fair_hash last = {{(unsigned char)sides, 0x5e, 0xed}}, mix = {{1}}, anchor;
	struct rng *rng = NULL;

	for (int i = 0; i < FACES; i++) {
		int64_t n = i / PER_ROLL % FAIR_ROLLS + 1;
		uint32_t face = 0;
		if (i % (PER_ROLL * FAIR_ROLLS) == 0) {
			last.bytes[3]++; /* the next epoch */
			fair_chain_make(chain, &last, &anchor);
		}
		if (rng == NULL || i % PER_ROLL == 0)
			rng = fair_numbers_begin(numbers, fair_chain_secret(chain, n), &mix);
		rng_uniform(rng, sides, &face);
		count_face(count, sides, buckets, face);
	}
	free(chain);
	fair_numbers_free(numbers);
}

/* Faces in a bucket are as many as the die has there. */
static double chance_of_faces(const struct count *count, uint32_t sides, uint32_t buckets)
{
	double chi = 0;

	for (uint32_t i = 0; i < buckets; i++) {
		/* The faces f with (f - 1) * buckets / sides == i, in whole numbers. */
		uint64_t from = ((uint64_t)i * sides + buckets - 1) / buckets;
		uint64_t to = ((uint64_t)(i + 1) * sides + buckets - 1) / buckets;
		double expected = (double)FACES * (double)(to - from) / sides;
		chi += (count->faces[i] - expected) * (count->faces[i] - expected) / expected;
	}
	return chi_tail(chi, buckets - 1);
}

static double chance_of_pairs(const struct count *count, uint32_t sides)
{
	uint32_t tenths = sides < 10 ? sides : 10;
	double chi = 0, expected = FACES / 2.0 / (tenths * tenths);

	for (uint32_t i = 0; i < tenths * tenths; i++)
		chi += (count->pairs[i] - expected) * (count->pairs[i] - expected) / expected;
	return chi_tail(chi, tenths * tenths - 1);
}

/* Wald and Wolfowitz: the number of runs above and below the middle, as standard deviations from
 * what is expected. */
static double runs_off(const struct count *count)
{
	double above = (double)count->above, below = (double)count->below, n = above + below;
	double mean = 2 * above * below / n + 1;
	double variance = (mean - 1) * (mean - 2) / (n - 1);

	return ((double)count->runs - mean) / sqrt(variance);
}

static double mean_off(const struct count *count, uint32_t sides)
{
	double mean = (sides + 1.0) / 2, variance = ((double)sides * sides - 1) / 12;

	return (count->sum / FACES - mean) / sqrt(variance / FACES);
}

static void check(uint32_t sides)
{
	uint32_t buckets = sides < BUCKETS_MAX ? sides : BUCKETS_MAX;
	struct count *count = mem_zalloc(1, sizeof *count);
	double faces, pairs;

	count->last_tenth = -1;
	roll_all(count, sides, buckets);
	faces = chance_of_faces(count, sides, buckets);
	pairs = chance_of_pairs(count, sides);
	print_message(
		"# d%u: %d faces: chi-square p = %.4f, pairs p = %.4f, runs %+.2f, mean %+.2f "
		"standard deviations\n",
		sides, FACES, faces, pairs, runs_off(count), mean_off(count, sides));
	assert_true(faces > chance_min && faces < chance_max);
	assert_true(pairs > chance_min && pairs < chance_max);
	assert_true(fabs(runs_off(count)) < 3.9);
	assert_true(fabs(mean_off(count, sides)) < 3.9);
	free(count);
}

static void d2(void **state)
{
	(void)state;
	check(2);
}

static void d6(void **state)
{
	(void)state;
	check(6);
}

static void d20(void **state)
{
	(void)state;
	check(20);
}

static void d100(void **state)
{
	(void)state;
	check(100);
}

static void d1000000(void **state)
{
	(void)state;
	check(1000000);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(d2),
		cmocka_unit_test(d6),
		cmocka_unit_test(d20),
		cmocka_unit_test(d100),
		cmocka_unit_test(d1000000),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
