/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries in the order in which they act. Those without a value are last, in the order in which
 * they came. */
#include "order.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"

void order_init(struct order *order)
{
	*order = (struct order){.count = 0};
}

void order_release(struct order *order)
{
	for (size_t i = 0; i < order->count; i++)
		free(order->entries[i].owner);
	order_init(order);
}

/* ---- names ---- */

void order_name_cut(char name[ORDER_NAME_BYTES_MAX + 1], const char *text)
{
	size_t len = utf8_cut(text, strlen(text), ORDER_NAME_BYTES_MAX);

	memcpy(name, text, len);
	name[len] = '\0';
}

bool order_name_valid(const char *name, struct error *err)
{
	size_t len = strlen(name);

	if (len == 0 || len > ORDER_NAME_BYTES_MAX)
		return error_set(err, "A name has 1 to %d bytes.", ORDER_NAME_BYTES_MAX);
	if (strspn(name, "0123456789+-.") == len)
		return error_set(err, "A name is not a number: add NAME VALUE, as in goblin 12.");
	for (size_t i = 0; i < len; i++)
		if (iscntrl((unsigned char)name[i]))
			return error_set(err, "A name has no formatting.");
	return true;
}

/* Return whether NAME is the beginning of FULL up to a blank. */
static bool is_family(const char *full, const char *name)
{
	size_t len = strlen(name);

	return strncasecmp(full, name, len) == 0 && full[len] == ' ';
}

/* Say in ERR which entries NAME may mean, or that there is none. Returns ORDER_MAX. */
static size_t not_one(
	const struct order *order, const char *name, bool sees_hidden, struct error *err)
{
	struct strbuf which = STRBUF_INIT;

	for (size_t i = 0; i < order->count; i++)
		if (is_family(order->entries[i].name, name) &&
			(sees_hidden || !order->entries[i].hidden))
			strbuf_addf(
				&which, "%s%s", which.len > 0 ? ", " : "", order->entries[i].name);
	if (which.len > 0)
		error_set(err, "Which one: %s?", which.text);
	else
		error_set(err, "%s is not in the order.", name);
	strbuf_release(&which);
	return ORDER_MAX;
}

size_t order_find_exactly(const struct order *order, const char *name)
{
	for (size_t i = 0; i < order->count; i++)
		if (strcasecmp(order->entries[i].name, name) == 0)
			return i;
	return ORDER_MAX;
}

size_t order_find(const struct order *order, const char *name, bool sees_hidden, struct error *err)
{
	size_t found = ORDER_MAX, families = 0;

	for (size_t i = 0; i < order->count; i++) {
		const struct entry *entry = &order->entries[i];

		if (entry->hidden && !sees_hidden)
			continue;
		if (strcasecmp(entry->name, name) == 0)
			return i;
		if (is_family(entry->name, name) && families++ == 0)
			found = i;
	}
	return families == 1 ? found : not_one(order, name, sees_hidden, err);
}

/* ---- places ---- */

/* Return 1 if ENTRY acts before somebody with VALUE and BONUS, -1 if behind, 0 if they are equal.
 */
static int compare(const struct entry *entry, double value, double bonus)
{
	if (!entry->valued)
		return -1;
	if (entry->value != value)
		return entry->value > value ? 1 : -1;
	if (entry->bonus != bonus)
		return entry->bonus > bonus ? 1 : -1;
	return 0;
}

/* Go from *AT past those of its kind, at most to END. Returns whether one of them is in sight. */
static bool skip_kind(const struct order *order, size_t *at, size_t end)
{
	unsigned kind = order->entries[*at].kind;
	bool seen = false;

	for (; *at < end && order->entries[*at].kind == kind; ++*at)
		seen = seen || !order->entries[*at].hidden;
	return seen;
}

struct slot order_slot(const struct order *order, double value, double bonus)
{
	struct slot slot = {.tied = 0};
	size_t at = 0;

	while (at < order->count && compare(&order->entries[at], value, bonus) > 0)
		at++;
	slot.first = at;
	while (at < order->count && compare(&order->entries[at], value, bonus) == 0)
		at++;
	slot.end = at;
	for (at = slot.first; at < slot.end;)
		slot.tied += skip_kind(order, &at, slot.end);
	return slot;
}

/* Open a gap at AT. Whose turn it is stays the same. */
static void open_gap(struct order *order, size_t at)
{
	memmove(&order->entries[at + 1], &order->entries[at],
		(order->count - at) * sizeof *order->entries);
	order->count++;
	if (order->round > 0 && at <= order->up)
		order->up++;
}

void order_close_gap(struct order *order, size_t at)
{
	order->count--;
	memmove(&order->entries[at], &order->entries[at + 1],
		(order->count - at) * sizeof *order->entries);
	if (order->round > 0 && at < order->up)
		order->up--;
}

size_t order_put(
	struct order *order, const struct entry *entry, const struct slot *slot, size_t behind)
{
	size_t at = entry->valued ? slot->first : order->count;

	while (behind > 0 && at < slot->end)
		behind -= skip_kind(order, &at, slot->end);
	open_gap(order, at);
	order->entries[at] = *entry;
	order->entries[at].kind = ++order->kinds;
	return at;
}

void order_put_twin(struct order *order, size_t at, const char *name)
{
	struct entry *twin;

	open_gap(order, at + 1);
	twin = &order->entries[at + 1];
	*twin = order->entries[at];
	twin->owner = mem_strdup(order->entries[at].owner);
	snprintf(twin->name, sizeof twin->name, "%s", name);
}

/* ---- sorting, after a deal ---- */

/* Return whether A acts before B. */
static bool acts_before(const struct entry *a, const struct entry *b)
{
	if (a->held != b->held)
		return a->held;
	if (a->valued != b->valued)
		return a->valued;
	return a->valued && a->value > b->value;
}

void order_sort(struct order *order)
{
	for (size_t i = 1; i < order->count; i++) {
		struct entry entry = order->entries[i];
		size_t at = i;

		for (; at > 0 && acts_before(&entry, &order->entries[at - 1]); at--)
			order->entries[at] = order->entries[at - 1];
		order->entries[at] = entry;
	}
}

/* ---- out of turn ---- */

size_t order_act(struct order *order, size_t at)
{
	struct entry entry = order->entries[at];
	size_t to;

	if (order_is_up(order, at)) {
		order->entries[at].held = false;
		return at;
	}
	entry.held = entry.hidden = false;
	order_close_gap(order, at);
	to = order->up < order->count ? order->up : order->count;
	if (to < order->count && order->entries[to].valued) {
		entry.valued = true;
		entry.value = order->entries[to].value;
		entry.bonus = order->entries[to].bonus;
	}
	open_gap(order, to);
	order->entries[to] = entry;
	order->up = to;
	return to;
}
