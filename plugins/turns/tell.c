/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Put the order into words. */
#include "tell.h"

#include "dice/dice.h"

static void add_condition(struct strbuf *out, const struct condition *condition)
{
	strbuf_addstr(out, condition->name);
	if (condition->left > 0)
		strbuf_addf(
			out, " for %ld turn%s", condition->left, condition->left == 1 ? "" : "s");
}

static void add_value(struct strbuf *out, const struct entry *entry, bool by_cards)
{
	if (entry->card >= 0)
		card_write(out, entry->card);
	else if (by_cards)
		strbuf_addstr(out, entry->held ? "on hold" : "no card");
	else
		dice_number(out, entry->value);
}

/* Append what is known of ENTRY besides its name: "(12; stunned for 2 turns)". */
static void add_details(struct strbuf *out, const struct order *order, const struct entry *entry)
{
	strbuf_addch(out, '(');
	add_value(out, entry, order->by_cards);
	if (entry->held && (entry->card >= 0 || !order->by_cards))
		strbuf_addstr(out, ", on hold");
	for (size_t i = 0; i < entry->condition_count; i++) {
		strbuf_addstr(out, "; ");
		add_condition(out, &entry->conditions[i]);
	}
	strbuf_addstr(out, entry->hidden ? ", hidden)" : ")");
}

void tell_entry(struct strbuf *out, const struct order *order, const struct entry *entry)
{
	strbuf_addf(out, "%s ", entry->name);
	add_details(out, order, entry);
}

/* Return whether nothing is to be told of ENTRY but its value. */
static bool is_plain(const struct entry *entry)
{
	return !entry->held && !entry->hidden && entry->condition_count == 0;
}

/* Return how many entries from AT on are told as one: those of a kind of which nothing else is to
 * be told, and of which none but the first, with all, is up. */
static size_t alike(const struct order *order, size_t at)
{
	const struct entry *first = &order->entries[at];
	size_t count = 1;

	while (at + count < order->count && is_plain(first) && is_plain(&first[count]) &&
		first[count].kind == first->kind && first[count].value == first->value &&
		(order->by_cards || (!order_is_up(order, at) && !order_is_up(order, at + count))))
		count++;
	return count;
}

/* Append "goblin 1" or, of several, "goblin 1 to goblin 4". */
static void add_names(struct strbuf *out, const struct order *order, size_t at, size_t count)
{
	strbuf_addstr(out, order->entries[at].name);
	if (count > 1)
		strbuf_addf(out, " to %s", order->entries[at + count - 1].name);
}

static void add_next(struct strbuf *out, const struct order *order)
{
	bool next_round;
	size_t at = order_after(order, &next_round);

	if (at < ORDER_MAX) {
		strbuf_addstr(out, " Next: ");
		add_names(out, order, at, order_together(order, at));
		strbuf_addstr(out, next_round ? ", in a new round." : ".");
	} else if (order->by_cards) {
		strbuf_addstr(out, " Next: a new deal.");
	}
}

/* Append what is known of the COUNT entries from AT on who act together besides the first. */
static void add_others(struct strbuf *out, const struct order *order, size_t at, size_t count)
{
	for (size_t i = at + 1; i < at + count; i++)
		if (order->entries[i].condition_count > 0) {
			strbuf_addstr(out, ", ");
			tell_entry(out, order, &order->entries[i]);
		}
}

static void add_up(struct strbuf *out, const struct order *order)
{
	size_t count = order_together(order, order->up);

	strbuf_addstr(out, "\002");
	add_names(out, order, order->up, count);
	strbuf_addstr(out, count > 1 ? "\002 are up " : "\002 is up ");
	add_details(out, order, &order->entries[order->up]);
	add_others(out, order, order->up, count);
	strbuf_addch(out, '.');
}

/* Return how many are in sight. */
static size_t count_seen(const struct order *order)
{
	size_t count = 0;

	for (size_t i = 0; i < order->count; i++)
		count += !order->entries[i].hidden;
	return count;
}

void tell_turn(struct strbuf *out, const struct order *order)
{
	size_t seen = count_seen(order);

	if (order->count == 0 || (order->round == 0 && seen == 0)) {
		strbuf_addstr(
			out, "Nobody is in the order: init roll d20+3, or init add goblin 12.");
	} else if (order->round == 0) {
		strbuf_addf(out, "%zu in the order; init next begins the first round.", seen);
	} else {
		strbuf_addf(out, "Round %ld: ", order->round);
		if (order->up < order->count)
			add_up(out, order);
		else
			strbuf_addstr(out, "everybody has acted, or waits.");
		add_next(out, order);
	}
}

void tell_entries(struct strbuf *out, const struct order *order, bool sees_hidden)
{
	bool any = false;

	for (size_t i = 0, count; i < order->count; i += count) {
		const struct entry *entry = &order->entries[i];
		bool up = order_is_up(order, i);

		count = alike(order, i);
		if (entry->hidden && !sees_hidden)
			continue;
		strbuf_addf(out, "%s%s", any ? ", " : "", up ? "\002> " : "");
		add_names(out, order, i, count);
		strbuf_addch(out, ' ');
		add_details(out, order, entry);
		strbuf_addstr(out, up ? "\002" : "");
		any = true;
	}
	if (!any)
		strbuf_addstr(out, "Nobody is in the order.");
}

void tell_place(struct strbuf *out, const struct order *order, size_t at)
{
	size_t before = at;

	while (before > 0 && order->entries[before - 1].hidden)
		before--;
	if (before > 0)
		strbuf_addf(out, ", after %s", order->entries[before - 1].name);
	else
		strbuf_addstr(out, ", first");
	if (order->round > 0 && at < order->up)
		strbuf_addstr(out, ", from the next round on");
}
