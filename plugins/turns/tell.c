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

static void add_next(struct strbuf *out, const struct order *order)
{
	bool next_round;
	size_t at = order_after(order, &next_round);

	if (at < ORDER_MAX)
		strbuf_addf(out, " Next: %s%s.", order->entries[at].name,
			next_round ? ", in a new round" : "");
	else if (order->by_cards)
		strbuf_addstr(out, " Next: a new deal.");
}

void tell_turn(struct strbuf *out, const struct order *order)
{
	const struct entry *entry = &order->entries[order->up];

	if (order->count == 0) {
		strbuf_addstr(
			out, "Nobody is in the order: init roll d20+3, or init add goblin 12.");
	} else if (order->round == 0) {
		strbuf_addf(
			out, "%zu in the order; init next begins the first round.", order->count);
	} else if (order->up == order->count) {
		strbuf_addf(out, "Round %ld: everybody has acted, or waits.", order->round);
		add_next(out, order);
	} else {
		strbuf_addf(out, "Round %ld: \002%s\002 is up ", order->round, entry->name);
		add_details(out, order, entry);
		strbuf_addch(out, '.');
		add_next(out, order);
	}
}

void tell_entries(struct strbuf *out, const struct order *order, bool sees_hidden)
{
	bool any = false;

	for (size_t i = 0; i < order->count; i++) {
		const struct entry *entry = &order->entries[i];
		bool up = order_is_up(order, i);

		if (entry->hidden && !sees_hidden)
			continue;
		strbuf_addf(out, "%s%s", any ? ", " : "", up ? "\002> " : "");
		tell_entry(out, order, entry);
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
