/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Write and read what is kept of a place: a line for the whole, one for the deck, and one for each
 * entry and condition, fields parted by tabs. */
#include "keep.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { FIELDS_MAX = 10 };

void turns_init(struct turns *turns)
{
	*turns = (struct turns){.leader = mem_strdup(""), .deck = {.dealt = DEAL_CARDS}};
}

void turns_release(struct turns *turns)
{
	order_release(&turns->order);
	free(turns->leader);
	turns->leader = NULL;
}

/* ---- writing ---- */

static void write_entry(const struct entry *entry, struct strbuf *out)
{
	strbuf_addf(out, "e\t%s\t%s\t%d\t%.17g\t%.17g\t%u\t%d\t%u\t%d\n", entry->name, entry->owner,
		entry->valued, entry->value, entry->bonus, entry->kind,
		entry->hidden | entry->held << 1, entry->edges, entry->card);
	for (size_t i = 0; i < entry->condition_count; i++)
		strbuf_addf(out, "c\t%s\t%ld\t%d\n", entry->conditions[i].name,
			entry->conditions[i].left, entry->conditions[i].fresh);
}

void turns_write(const struct turns *turns, struct strbuf *out)
{
	const struct order *order = &turns->order;

	strbuf_addf(out, "o\t%ld\t%zu\t%u\t%d\t%s\t%" PRId64 "\n", order->round, order->up,
		order->kinds, order->by_cards, turns->leader, turns->life);
	strbuf_addf(out, "d\t%zu\t%d\t%d\t", turns->deck.dealt, turns->deck.shuffled,
		turns->deck.joker);
	for (size_t i = 0; i < DEAL_CARDS; i++)
		strbuf_addf(out, "%02x", turns->deck.cards[i]);
	strbuf_addch(out, '\n');
	for (size_t i = 0; i < order->count; i++)
		write_entry(&order->entries[i], out);
}

/* ---- reading ---- */

/* Cut LINE at its tabs. Returns how many FIELDS there are. */
static size_t cut(char *line, char *fields[FIELDS_MAX])
{
	size_t count = 0;

	while (line != NULL && count < FIELDS_MAX)
		fields[count++] = strsep(&line, "\t");
	return count;
}

static long number(const char *text)
{
	return strtol(text, NULL, 10);
}

static bool read_order(struct turns *turns, char *fields[], size_t count)
{
	struct order *order = &turns->order;

	if (count != 7)
		return false;
	order->round = number(fields[1]);
	order->up = (size_t)number(fields[2]);
	order->kinds = (unsigned)number(fields[3]);
	order->by_cards = number(fields[4]) != 0;
	free(turns->leader);
	turns->leader = mem_strdup(fields[5]);
	turns->life = strtoll(fields[6], NULL, 10);
	return order->round >= 0;
}

static bool read_deck(struct turns *turns, char *fields[], size_t count)
{
	struct action_deck *deck = &turns->deck;
	unsigned card;

	if (count != 5 || strlen(fields[4]) != 2 * DEAL_CARDS)
		return false;
	deck->dealt = (size_t)number(fields[1]);
	deck->shuffled = number(fields[2]) != 0;
	deck->joker = number(fields[3]) != 0;
	for (size_t i = 0; i < DEAL_CARDS; i++) {
		if (sscanf(fields[4] + 2 * i, "%2x", &card) != 1 || card >= DEAL_CARDS)
			return false;
		deck->cards[i] = (unsigned char)card;
	}
	return deck->dealt <= DEAL_CARDS;
}

static bool read_entry(struct turns *turns, char *fields[], size_t count)
{
	struct entry *entry = &turns->order.entries[turns->order.count];

	if (count != 10 || turns->order.count == ORDER_MAX ||
		strlen(fields[1]) > ORDER_NAME_BYTES_MAX)
		return false;
	*entry = (struct entry){.owner = mem_strdup(fields[2]),
		.valued = number(fields[3]) != 0,
		.value = strtod(fields[4], NULL),
		.bonus = strtod(fields[5], NULL),
		.kind = (unsigned)number(fields[6]),
		.hidden = number(fields[7]) & 1,
		.held = (number(fields[7]) & 2) != 0,
		.edges = (unsigned)number(fields[8]),
		.card = (int)number(fields[9])};
	snprintf(entry->name, sizeof entry->name, "%s", fields[1]);
	turns->order.count++;
	return isfinite(entry->value) && isfinite(entry->bonus) && entry->card >= -1 &&
	       entry->card < DEAL_CARDS;
}

static bool read_condition(struct turns *turns, char *fields[], size_t count)
{
	struct condition *condition;
	struct entry *entry;

	if (count != 4 || turns->order.count == 0 || strlen(fields[1]) > ORDER_NAME_BYTES_MAX)
		return false;
	entry = &turns->order.entries[turns->order.count - 1];
	if (entry->condition_count == ORDER_CONDITIONS_MAX)
		return false;
	condition = &entry->conditions[entry->condition_count++];
	snprintf(condition->name, sizeof condition->name, "%s", fields[1]);
	condition->left = number(fields[2]);
	condition->fresh = number(fields[3]) != 0;
	return condition->left >= 0;
}

static bool read_line(struct turns *turns, char *line)
{
	char *fields[FIELDS_MAX] = {line};
	size_t count = cut(line, fields);

	switch (*fields[0]) {
	case 'o':
		return read_order(turns, fields, count);
	case 'd':
		return read_deck(turns, fields, count);
	case 'e':
		return read_entry(turns, fields, count);
	case 'c':
		return read_condition(turns, fields, count);
	default:
		return false;
	}
}

bool turns_read(struct turns *turns, char *text)
{
	bool fine = true;
	char *line;

	turns_init(turns);
	while (fine && text != NULL && *text != '\0') {
		line = strsep(&text, "\n");
		fine = read_line(turns, line);
	}
	if (fine && turns->order.up <= turns->order.count)
		return true;
	turns_release(turns);
	turns_init(turns);
	return false;
}
