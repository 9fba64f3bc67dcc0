/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/test.h"

#include <math.h>

#include "base/chi.h"

/* Percentage points from any table of the distribution (Abramowitz and Stegun 26.8), and exp(-x/2)
 * for two degrees of freedom. */
static void known_points(void **state)
{
	static const struct {
		double x, freedom, tail;
	} cases[] = {
		{3.84146, 1, 0.05},
		{10.8276, 1, 0.001},
		{11.0705, 5, 0.05},
		{20.515, 5, 0.001},
		{1.1455, 5, 0.95},
		{30.1435, 19, 0.05},
		{11.6509, 19, 0.9},
		{124.342, 100, 0.05},
		{149.449, 100, 0.001},
		{70.0649, 100, 0.99},
		{1074.679, 1000, 0.05},
		{927.594, 1000, 0.95},
		{0, 7, 1},
		{-1, 7, 1},
		{5000, 5, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_float_equal(chi_tail(cases[i].x, cases[i].freedom), cases[i].tail, 2e-5);
	for (double x = 0.1; x < 60; x *= 1.5)
		assert_float_equal(chi_tail(x, 2), exp(-x / 2), 1e-12);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(known_points)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
