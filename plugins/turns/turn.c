/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Go from turn to turn, and count down what lasts for some of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "order.h"

bool order_is_up(const struct order *order, size_t at)
{
	return order->round > 0 && order->up == at && at < order->count;
}

/* Return whether ENTRY is passed over: it waits for its moment, or for a value. */
static bool waits(const struct order *order, const struct entry *entry)
{
	return entry->held || (order->by_cards && !entry->valued);
}

/* Return the first place from AT on whose entry does not wait, or the number of entries. */
static size_t skip_waiting(const struct order *order, size_t at)
{
	while (at < order->count && waits(order, &order->entries[at]))
		at++;
	return at;
}

/* ---- conditions ---- */

static void note_ended(struct ended *ended, const char *who, const char *what)
{
	if (ended->count == ENDED_MAX)
		return;
	snprintf(ended->who[ended->count], sizeof ended->who[0], "%s", who);
	snprintf(ended->what[ended->count], sizeof ended->what[0], "%s", what);
	ended->count++;
}

/* Count one turn of ENTRY's conditions; those that are over go into ENDED. */
static void count_down(struct entry *entry, struct ended *ended)
{
	size_t kept = 0;

	for (size_t i = 0; i < entry->condition_count; i++) {
		struct condition condition = entry->conditions[i];
		bool counts = condition.left > 0 && !condition.fresh;

		condition.fresh = false;
		if (counts && --condition.left == 0)
			note_ended(ended, entry->name, condition.name);
		else
			entry->conditions[kept++] = condition;
	}
	entry->condition_count = kept;
}

static size_t condition_find(const struct entry *entry, const char *name)
{
	size_t at = 0;

	while (at < entry->condition_count && strcasecmp(entry->conditions[at].name, name) != 0)
		at++;
	return at;
}

bool condition_set(struct entry *entry, const char *name, long left, bool is_up, struct error *err)
{
	size_t at = condition_find(entry, name);
	struct condition *condition = &entry->conditions[at];

	if (at == ORDER_CONDITIONS_MAX)
		return error_set(
			err, "%s has %d conditions already.", entry->name, ORDER_CONDITIONS_MAX);
	if (!order_name_valid(name, err))
		return false;
	snprintf(condition->name, sizeof condition->name, "%s", name);
	condition->left = left;
	condition->fresh = is_up;
	entry->condition_count += at == entry->condition_count;
	return true;
}

bool condition_clear(struct entry *entry, const char *name)
{
	size_t at = condition_find(entry, name);

	if (at == entry->condition_count)
		return false;
	entry->condition_count--;
	memmove(&entry->conditions[at], &entry->conditions[at + 1],
		(entry->condition_count - at) * sizeof *entry->conditions);
	return true;
}

/* ---- turns ---- */

/* Let the entry at AT, if there is one, be up, for all to see. */
static void set_up(struct order *order, size_t at)
{
	order->up = at;
	if (at < order->count)
		order->entries[at].hidden = false;
}

void order_begin_round(struct order *order)
{
	order->round++;
	set_up(order, skip_waiting(order, 0));
}

void order_remove(struct order *order, size_t at)
{
	bool was_up = order_is_up(order, at);

	free(order->entries[at].owner);
	order_close_gap(order, at);
	if (order->count == 0)
		order->round = 0;
	if (!was_up || order->count == 0)
		return;
	set_up(order, skip_waiting(order, order->up));
	if (order->up == order->count && !order->by_cards)
		order_begin_round(order);
}

size_t order_together(const struct order *order, size_t at)
{
	const struct entry *first = &order->entries[at];
	size_t count = 1;

	if (!order->by_cards || first->card < 0 || first->held || first->hidden)
		return 1;
	while (at + count < order->count && first[count].kind == first->kind &&
		first[count].card == first->card && !first[count].held && !first[count].hidden)
		count++;
	return count;
}

/* End the turn of whoever is up, and of those who act with them. Returns the place behind them. */
static size_t end_turn(struct order *order, struct ended *ended)
{
	size_t at = order->up, end;

	if (order->round == 0 || at >= order->count)
		return order->count;
	for (end = at + order_together(order, at); at < end; at++)
		count_down(&order->entries[at], ended);
	return end;
}

bool order_next(struct order *order, struct ended *ended)
{
	size_t at;

	*ended = (struct ended){.count = 0};
	if (skip_waiting(order, 0) == order->count && !order->by_cards)
		return false;
	at = skip_waiting(order, end_turn(order, ended));
	if (at < order->count) {
		set_up(order, at);
		return true;
	}
	ended->round = true;
	if (!order->by_cards)
		order_begin_round(order);
	return true;
}

/* Return the first of those who act with the entry at AT. */
static size_t first_together(const struct order *order, size_t at)
{
	size_t first = at;

	while (first > 0 && order_together(order, first - 1) > at - first + 1)
		first--;
	return first;
}

/* Return the place behind the last before AT that does not wait and is not hidden, who was up then;
 * 0 if there is none. */
static size_t behind_last(const struct order *order, size_t at)
{
	while (at > 0 && (waits(order, &order->entries[at - 1]) || order->entries[at - 1].hidden))
		at--;
	return at;
}

bool order_prev(struct order *order)
{
	size_t at = behind_last(order, order->up);

	if (order->round == 0)
		return false;
	if (at > 0) {
		order->up = first_together(order, at - 1);
		return true;
	}
	if (order->round == 1 || order->by_cards)
		return false;
	at = behind_last(order, order->count);
	if (at == 0)
		return false;
	order->round--;
	order->up = at - 1;
	return true;
}

size_t order_after(const struct order *order, bool *next_round)
{
	size_t from = order->round == 0          ? 0
		      : order->up < order->count ? order->up + order_together(order, order->up)
						 : order->count;

	*next_round = false;
	for (size_t at = from; at < order->count; at++)
		if (!waits(order, &order->entries[at]) && !order->entries[at].hidden)
			return at;
	*next_round = true;
	for (size_t at = 0; at < order->count && !order->by_cards; at++)
		if (!order->entries[at].held && !order->entries[at].hidden)
			return at;
	return ORDER_MAX;
}

void order_hold(struct order *order, size_t at)
{
	order->entries[at].held = true;
}
