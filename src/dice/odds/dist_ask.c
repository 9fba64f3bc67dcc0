/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers questions about a distribution. */
#include "dice/odds/dist.h"

#include <math.h>

double dist_mass(const struct dist *dist)
{
	double sum = 0;

	for (size_t i = 0; i < dist->count; i++)
		sum += dist->chances[i];
	return sum;
}

double dist_min(const struct dist *dist)
{
	return dist_value(dist, 0);
}

double dist_mean(const struct dist *dist)
{
	const double rounding = 1e-12; /* of what is added up: less than that is nothing */
	double sum = 0, size = 0;

	for (size_t i = 0; i < dist->count; i++) {
		sum += dist_value(dist, i) * dist->chances[i];
		size += fabs(dist_value(dist, i)) * dist->chances[i];
	}
	return fabs(sum) < rounding * size ? 0 : sum;
}

double dist_deviation(const struct dist *dist)
{
	double mean = dist_mean(dist), sum = 0;

	for (size_t i = 0; i < dist->count; i++) {
		double off = dist_value(dist, i) - mean;

		sum += off * off * dist->chances[i];
	}
	return sqrt(sum);
}

double dist_at_least(const struct dist *dist, double value)
{
	double sum = 0;

	for (size_t i = dist->count; i-- > 0 && dist_value(dist, i) >= value;)
		sum += dist->chances[i];
	return sum;
}

double dist_at_most(const struct dist *dist, double value)
{
	double sum = 0;

	for (size_t i = 0; i < dist->count && dist_value(dist, i) <= value; i++)
		sum += dist->chances[i];
	return sum;
}
