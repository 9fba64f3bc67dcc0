/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds the greatest K of values that are not alike. Say what the least of the kept is, the
 * threshold: then each value is above it and counts, is equal to it and may, or is below. For each
 * threshold go through the values and remember how many are above, what these add up to, and how
 * many are equal. */
#include "dice/odds/keep.h"

struct sieve {
	struct dist_pool *pool;
	struct dist **values;
	size_t count, keep;
	double threshold;
	struct dist **states; /* by how many are above (less than keep) and equal (up to keep) */
	struct dist *out;
};

static struct dist **state_at(const struct sieve *s, size_t above, size_t equal)
{
	return &s->states[above * (s->keep + 1) + (equal < s->keep ? equal : s->keep)];
}

static bool is_above(void *arg, double value)
{
	const struct sieve *s = arg;

	return value > s->threshold;
}

/* Join to the state at PLACE what FROM says, times FACTOR, plus MORE (NULL: nothing). */
static bool pour(struct sieve *s, struct dist **place, const struct dist *from, double factor,
	const struct dist *more)
{
	struct dist *copy, *sum = NULL;

	if (factor == 0)
		return true;
	copy = dist_copy(s->pool, from);
	if (copy != NULL && more != NULL)
		sum = dist_copy(s->pool, more);
	if (copy == NULL || (more != NULL && sum == NULL))
		return false;
	dist_scale(copy, factor);
	if (more != NULL)
		copy = dist_sum(s->pool, copy, sum);
	*place = dist_join(s->pool, *place, copy);
	return *place != NULL;
}

static double chance_of(const struct dist *dist, double value)
{
	double sum = 0;

	for (size_t i = 0; i < dist->count; i++)
		sum += dist_value(dist, i) == value ? dist->chances[i] : 0;
	return sum;
}

static double chance_below(const struct dist *dist, double value)
{
	double sum = 0;

	for (size_t i = 0; i < dist->count && dist_value(dist, i) < value; i++)
		sum += dist->chances[i];
	return sum;
}

/* One more value joins the state of ABOVE and EQUAL, which is taken out for that. */
static bool add_value(struct sieve *s, const struct dist *value, const struct dist *above_it,
	size_t above, size_t equal)
{
	struct dist **place = state_at(s, above, equal);
	struct dist *from = *place;
	double same, less;

	if (from == NULL)
		return true;
	same = chance_of(value, s->threshold);
	less = chance_below(value, s->threshold);
	*place = NULL;
	if (above + 1 < s->keep && above_it->count > 0 &&
		!pour(s, state_at(s, above + 1, equal), from, 1, above_it))
		return false;
	if (!pour(s, state_at(s, above, equal + 1), from, same, NULL) ||
		!pour(s, place, from, less, NULL))
		return false;
	dist_drop(s->pool, from);
	return dist_charge(s->pool, value->count * 2);
}

/* States with more above and equal go first, so that nothing is poured on twice. */
static bool add_to_all(struct sieve *s, const struct dist *value)
{
	struct dist *above_it = dist_filter(s->pool, value, is_above, s, true);

	if (above_it == NULL)
		return false;
	for (size_t above = s->keep; above-- > 0;)
		for (size_t equal = s->keep + 1; equal-- > 0;)
			if (!add_value(s, value, above_it, above, equal))
				return false;
	dist_drop(s->pool, above_it);
	return true;
}

/* The kept are those above, and so many of the equal as are missing. */
static bool take_out(struct sieve *s, size_t above, size_t equal)
{
	struct dist **place = state_at(s, above, equal);
	struct dist *sum = *place;

	*place = NULL;
	if (sum == NULL)
		return true;
	if (above + equal < s->keep) {
		dist_drop(s->pool, sum);
		return true;
	}
	for (size_t i = above; sum != NULL && i < s->keep; i++) {
		struct dist *same = dist_point(s->pool, s->threshold);

		sum = same != NULL ? dist_sum(s->pool, sum, same) : NULL;
	}
	s->out = sum != NULL ? dist_join(s->pool, s->out, sum) : NULL;
	return s->out != NULL;
}

static bool try_threshold(struct sieve *s)
{
	*state_at(s, 0, 0) = dist_point(s->pool, 0);
	if (*state_at(s, 0, 0) == NULL)
		return false;
	for (size_t i = 0; i < s->count; i++)
		if (!add_to_all(s, s->values[i]))
			return false;
	for (size_t above = 0; above < s->keep; above++)
		for (size_t equal = 0; equal <= s->keep; equal++)
			if (!take_out(s, above, equal))
				return false;
	return true;
}

/* All values that any of them can have. */
static struct dist *all_values(struct sieve *s)
{
	struct dist *all = NULL;

	for (size_t i = 0; i < s->count; i++) {
		struct dist *copy = dist_copy(s->pool, s->values[i]);

		all = copy != NULL ? dist_join(s->pool, all, copy) : NULL;
		if (all == NULL)
			return NULL;
	}
	return all;
}

static struct dist *keep_greatest(struct sieve *s)
{
	struct dist *all = all_values(s);

	s->states = dist_take(s->pool, s->keep * (s->keep + 1), sizeof(struct dist *));
	if (all == NULL || s->states == NULL)
		return NULL;
	for (size_t i = 0; i < all->count; i++) {
		s->threshold = dist_value(all, i);
		if (all->chances[i] > 0 && !try_threshold(s))
			return NULL;
	}
	dist_drop(s->pool, s->states);
	dist_drop(s->pool, all);
	if (s->out != NULL)
		dist_trim(s->out);
	return s->out;
}

struct dist *keep_values(
	struct dist_pool *pool, struct dist **values, size_t count, uint32_t first, uint32_t last)
{
	struct sieve s = {.pool = pool, .values = values, .count = count, .keep = last - first};
	bool least = first == 0 && last < count;
	struct dist *out;

	/* The least are the greatest of the negated. */
	for (size_t i = 0; least && i < count; i++)
		dist_negate(values[i]);
	out = keep_greatest(&s);
	if (least && out != NULL)
		dist_negate(out);
	for (size_t i = 0; i < count; i++)
		dist_drop(pool, values[i]);
	return out;
}
