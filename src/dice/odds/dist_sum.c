/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds independent distributions. */
#include "dice/odds/dist.h"

#include <math.h>
#include <string.h>

static bool add_values(void *arg, double left, double right, double *out)
{
	(void)arg;
	*out = left + right;
	return true;
}

/* OUT += FACTOR * FROM, COUNT times. */
static void add_scaled(
	double *restrict out, const double *restrict from, size_t count, double factor)
{
	for (size_t i = 0; i < count; i++)
		out[i] += factor * from[i];
}

static struct dist *convolve(
	struct dist_pool *pool, const struct dist *few, const struct dist *many)
{
	struct dist *out;

	if (few->count > many->count)
		return convolve(pool, many, few);
	if (!dist_charge(pool, (uint64_t)few->count * many->count))
		return NULL;
	out = dist_new(pool, few->first + many->first, few->count + many->count - 1);
	for (size_t i = 0; out != NULL && i < few->count; i++)
		if (few->chances[i] > 0)
			add_scaled(out->chances + i, many->chances, many->count, few->chances[i]);
	return out;
}

static bool is_certain(const struct dist *dist)
{
	return dist->count == 1 && dist->chances[0] == 1;
}

struct dist *dist_sum(struct dist_pool *pool, struct dist *left, struct dist *right)
{
	struct dist *out;

	if (left->values == NULL && right->values == NULL && is_certain(right)) {
		left->first += right->first;
		dist_drop(pool, right);
		return left;
	}
	if (left->values != NULL || right->values != NULL)
		return dist_combine(pool, left, right, add_values, NULL);
	out = convolve(pool, left, right);
	dist_drop(pool, left);
	dist_drop(pool, right);
	return out;
}

/* Let OUT (COUNT + SIDES - 1 numbers) be FROM (COUNT of them) plus one more die of SIDES sides:
 * each is the sum of SIDES neighbours over SIDES. Cut into blocks as long as such a window, every
 * window is the end of one block and the beginning of the next: two additions a place whatever
 * SIDES is, and nothing is taken away again, which would drown the rare in roundings (as van Herk
 * 1992 does for maxima). */
static void add_die(const double *restrict from, size_t count, size_t sides, double *restrict out)
{
	size_t last = count + sides - 1;

	for (size_t block = 0; block < last; block += sides) {
		size_t stop = block + sides < last ? block + sides : last;
		double end = 0, begin = 0;

		for (size_t i = stop; i-- > block;) {
			end += i >= sides - 1 ? from[i - (sides - 1)] : 0;
			out[i] = end;
		}
		out[block] /= (double)sides;
		for (size_t i = block + 1; i < stop; i++) {
			begin += i < count ? from[i] : 0;
			out[i] = (out[i] + begin) / (double)sides;
		}
	}
}

static bool is_uniform(const struct dist *dist)
{
	if (dist->values != NULL)
		return false;
	for (size_t i = 1; i < dist->count; i++)
		if (dist->chances[i] != dist->chances[0])
			return false;
	return fabs(dist->chances[0] * (double)dist->count - 1) < 1e-12;
}

static struct dist *power_uniform(struct dist_pool *pool, struct dist *die, uint32_t times)
{
	size_t sides = die->count, count = sides;
	size_t room = (sides - 1) * times + 1;
	/* A multiplication, two additions and a division for each place of each sum on the way. */
	uint64_t steps = 2 * (uint64_t)times * room;
	struct dist *from = NULL, *out = NULL;

	if (dist_charge(pool, steps))
		from = dist_new(pool, die->first, room);
	if (from != NULL)
		out = dist_new(pool, die->first, room);
	if (out == NULL)
		return NULL;
	memcpy(from->chances, die->chances, sides * sizeof *die->chances);
	for (uint32_t i = 1; i < times; i++, count += sides - 1) {
		struct dist *swap = from;

		add_die(from->chances, count, sides, out->chances);
		from = out;
		out = swap;
	}
	from->first = die->first * times;
	dist_drop(pool, out);
	return from;
}

/* By squaring: the sum of half as many plus itself. */
static struct dist *power_any(struct dist_pool *pool, const struct dist *die, uint32_t times)
{
	struct dist *half, *out, *copy;

	if (times == 1)
		return dist_copy(pool, die);
	half = power_any(pool, die, times / 2);
	copy = half != NULL ? dist_copy(pool, half) : NULL;
	out = copy != NULL ? dist_sum(pool, half, copy) : NULL;
	if (out == NULL || times % 2 == 0)
		return out;
	copy = dist_copy(pool, die);
	return copy != NULL ? dist_sum(pool, out, copy) : NULL;
}

struct dist *dist_power(struct dist_pool *pool, struct dist *dist, uint32_t times)
{
	enum { FEW_SIDES = 4 }; /* squaring is as fast */
	struct dist *out;

	if (times == 1)
		return dist;
	if (times == 0)
		out = dist_point(pool, 0);
	else if (times > 2 && dist->count > FEW_SIDES && is_uniform(dist))
		out = power_uniform(pool, dist, times);
	else
		out = power_any(pool, dist, times);
	dist_drop(pool, dist);
	return out;
}
