/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolls dice that shall differ: from the second on each is rolled again while an earlier one has
 * its value. The values are kept in a hash table with open addressing, at most half full, so that a
 * thousand dice that find their last free values by trial cost no more than their faces. */
#include "dice/roll/eval.h"

struct values {
	double *slots;
	bool *used;
	size_t mask; /* one less than the slots, which are a power of two */
};

/* Values are whole and less than 2^31 in magnitude. */
static size_t slot_of(const struct values *values, double value)
{
	size_t at = ((uint32_t)(int32_t)value * 2654435761U) & values->mask; /* Knuth 6.4, eq. 4 */

	while (values->used[at] && values->slots[at] != value)
		at = (at + 1) & values->mask;
	return at;
}

static bool has(const struct values *values, double value)
{
	return values->used[slot_of(values, value)];
}

static void add(struct values *values, double value)
{
	size_t at = slot_of(values, value);

	values->used[at] = true;
	values->slots[at] = value;
}

static void values_init(struct values *values, struct arena *arena, size_t count)
{
	size_t slots = 4;

	while (slots < count * 2)
		slots *= 2;
	values->slots = arena_alloc(arena, slots * sizeof *values->slots);
	values->used = arena_zalloc(arena, slots, sizeof *values->used);
	values->mask = slots - 1;
}

bool term_make_unique(struct roller *r, struct term *term, enum unique unique)
{
	uint8_t most = unique == UNIQUE_ONCE ? 1 : DICE_MAX_REROLLS;
	struct values earlier;

	values_init(&earlier, r->arena, term->count);
	for (size_t i = 0; i < term->count; i++) {
		struct die *die = &term->dice[i];

		while (has(&earlier, term_natural(term, die))) {
			if (die->rerolls == most) {
				term->stopped_rerolls |= unique == UNIQUE_ALWAYS;
				break;
			}
			if (!term_reroll(r, term, die))
				return false;
		}
		add(&earlier, term_natural(term, die));
	}
	return true;
}
