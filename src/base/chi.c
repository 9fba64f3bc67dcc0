/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work out the tail of the chi-square distribution. */
#include "base/chi.h"

#include <math.h>

enum { STEPS_MAX = 100000 };

/* Return P(a, x) / front, for x < a + 1. */
static double series(double a, double x)
{
	double term = 1 / a, sum = term;

	for (int n = 1; n < STEPS_MAX && term > sum * 1e-15; n++) {
		term *= x / (a + n);
		sum += term;
	}
	return sum;
}

/* Return Q(a, x) / front, for x >= a + 1: Lentz's method. */
static double fraction(double a, double x)
{
	double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;

	for (int n = 1; n < STEPS_MAX; n++) {
		double an = -n * (n - a), step;
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		step = d * c;
		h *= step;
		if (fabs(step - 1) < 1e-15)
			break;
	}
	return h;
}

double chi_tail(double x, double freedom)
{
	double a = freedom / 2, half = x / 2, front;

	if (!(half > 0))
		return 1;
	front = exp(a * log(half) - half - lgamma(a));
	return half < a + 1 ? 1 - front * series(a, half) : front * fraction(a, half);
}
