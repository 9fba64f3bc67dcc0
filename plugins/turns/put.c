/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Put entries into the order: where others have the same value and bonus, a fair roll says who is
 * before whom. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "crypto/random.h"
#include "tell.h"
#include "words.h"

enum { NUMBER_MAX = 9999 }; /* behind a name; what is more belongs to it */

char *last_word(char *text)
{
	size_t len = strlen(text), at = len;

	while (at > 0 && text[at - 1] != ' ')
		at--;
	if (at == 0)
		return text + len;
	len = at;
	while (len > 0 && text[len - 1] == ' ')
		len--;
	text[len] = '\0';
	return text + at;
}

bool read_value(const char *text, double *value)
{
	char *end;

	if (*text == '\0' || strspn(text, "+-.0123456789") != strlen(text))
		return false;
	*value = strtod(text, &end);
	return *end == '\0' && end != text && fabs(*value) <= ORDER_VALUE_MAX;
}

/* Decide by a fair roll behind how many of the kinds at SLOT somebody called NAME comes. */
static bool break_tie(struct here *here, const char *name, const struct slot *slot, size_t *behind,
	struct strbuf *line)
{
	struct arena *arena = request_arena(here->rq);
	uint32_t sides = (uint32_t)slot->tied + 1, face;
	struct rng *rng = request_roll(
		here->rq, arena_printf(arena, "1d%u # tie of %s", sides, name));
	struct error err;

	if (!rng_uniform(rng, sides, &face)) {
		error_set(&err, "%s", rng_failure(rng));
		reply_roll_failed(here->rq, &err, "%s", err.text);
		return false;
	}
	*behind = face - 1;
	strbuf_addf(line, ", tied and %s by a roll%s", face == 1 ? "before the other" : "behind",
		record_roll(here->rq, arena_printf(arena, "%u", face),
			"%s is tied, and place %u of %u", name, face, sides));
	return true;
}

/* Write into OTHER a name that nobody in ORDER has: "hidden NAME", or "hidden NAME 2" and so on. */
static void name_hidden(
	const struct order *order, const char *name, char other[ORDER_NAME_BYTES_MAX + 1])
{
	char number[8] = "";

	for (int i = 2; i <= ORDER_MAX + 2; i++) {
		size_t most = ORDER_NAME_BYTES_MAX - strlen("hidden ") - strlen(number);

		snprintf(other, ORDER_NAME_BYTES_MAX + 1, "hidden %.*s%s",
			(int)utf8_cut(name, strlen(name), most), name, number);
		if (order_find_exactly(order, other) == ORDER_MAX)
			return;
		snprintf(number, sizeof number, " %d", i);
	}
}

/* Let the entry called NAME, if the asker does not know of it, have another name. */
static void keep_hidden(struct here *here, const char *name)
{
	struct order *order = &here->turns.order;
	size_t at = order_find_exactly(order, name);
	char other[ORDER_NAME_BYTES_MAX + 1];

	if (at == ORDER_MAX || here_named(here, name) != ORDER_MAX)
		return;
	name_hidden(order, name, other);
	memcpy(order->entries[at].name, other, sizeof other);
}

/* Let ENTRY take over from the one of its name, if there is one: its owner, unless it has another,
 * its conditions and edges, and that it is hidden. That one goes. Returns whether it was its turn.
 */
static bool take_over(struct here *here, struct entry *entry)
{
	struct order *order = &here->turns.order;
	size_t at = order_find_exactly(order, entry->name);
	bool was_up;

	if (at == ORDER_MAX)
		return false;
	if (*entry->owner == '\0')
		entry->owner = arena_strdup(request_arena(here->rq), order->entries[at].owner);
	memcpy(entry->conditions, order->entries[at].conditions, sizeof entry->conditions);
	entry->condition_count = order->entries[at].condition_count;
	entry->edges |= order->entries[at].edges;
	entry->hidden = entry->hidden || order->entries[at].hidden;
	was_up = order_is_up(order, at);
	free(order->entries[at].owner);
	order_close_gap(order, at);
	return was_up;
}

/* Return whether COUNT entries called NAME, with numbers up to LAST if it is more than one, have
 * room, and NAME will do; else say why not. */
static bool has_room(struct here *here, const char *name, long count, long last)
{
	int most = ORDER_NAME_BYTES_MAX - (last > 999 ? 5 : last > 99 ? 4 : 3);
	struct error err;

	if (!order_name_valid(name, &err) ||
		(count > 1 && strlen(name) > (size_t)most &&
			!error_set(&err, "A name has 1 to %d bytes.", most))) {
		reply_error(here->rq, &err);
		return false;
	}
	if (here->turns.order.count + (size_t)count > ORDER_MAX)
		reply(here->rq, "An order has at most %d entries.", ORDER_MAX);
	else if (count > 1 && last > NUMBER_MAX)
		reply(here->rq, "The numbers behind %s end at %d.", name, NUMBER_MAX);
	else
		return true;
	return false;
}

/* Return the number, up to NUMBER_MAX, that TEXT is; 0 if it is none: it belongs to a name. */
static long own_number(const char *text)
{
	long number;

	return *text == ' ' && number_parse(text + 1, 1, NUMBER_MAX, &number) ? number : 0;
}

/* Return the first number behind those that entries called NAME have. */
static int free_number(const struct order *order, const char *name)
{
	long number = 1;

	for (size_t i = 0; i < order->count; i++) {
		size_t len = strlen(name);
		long taken = strncasecmp(order->entries[i].name, name, len) == 0
				     ? own_number(order->entries[i].name + len)
				     : 0;

		if (taken >= number)
			number = taken + 1;
	}
	return (int)number;
}

/* Return the slot of ENTRY as it is once the one at REPLACED, if there is one, is gone. */
static struct slot find_slot(const struct here *here, const struct entry *entry, size_t replaced)
{
	struct order *rest = arena_zalloc(request_arena(here->rq), 1, sizeof *rest);

	*rest = here->turns.order;
	if (replaced < ORDER_MAX)
		order_close_gap(rest, replaced);
	return order_slot(rest, entry->value, entry->bonus);
}

size_t put_entry(struct here *here, const struct entry *entry, long count, struct strbuf *line)
{
	struct order *order = &here->turns.order;
	struct entry first = *entry;
	struct slot slot;
	size_t behind = 0, at;
	bool was_up = false;
	int number = free_number(order, entry->name);

	if (!has_room(here, entry->name, count, number + count - 1))
		return ORDER_MAX;
	slot = find_slot(here, &first, count > 1 ? ORDER_MAX : here_named(here, first.name));
	if (first.hidden)
		behind = ORDER_MAX; /* a roll would be read by all */
	else if (first.valued && slot.tied > 0 &&
		 !break_tie(here, entry->name, &slot, &behind, line))
		return ORDER_MAX;
	keep_hidden(here, entry->name);
	if (count > 1)
		snprintf(first.name, sizeof first.name, "%.*s %d", ORDER_NAME_BYTES_MAX - 3,
			entry->name, number);
	else
		was_up = take_over(here, &first);
	first.owner = mem_strdup(first.owner);
	at = order_put(order, &first, &slot, behind);
	if (was_up)
		order->up = at;
	for (long i = 1; i < count; i++)
		order_put_twin(order, at + (size_t)i - 1,
			arena_printf(request_arena(here->rq), "%s %ld", entry->name, number + i));
	here->changed = true;
	return at;
}

void say_added(struct here *here, size_t at, size_t count, const char *behind)
{
	const struct order *order = &here->turns.order;
	const struct entry *entry = &order->entries[at];
	struct strbuf line = STRBUF_INIT;

	if (entry->hidden && request_channel(here->rq) != NULL) {
		reply(here->rq, "Added, hidden until they act.");
		return;
	}
	if (here->channel != NULL)
		strbuf_addf(&line, "In %s: ", here->channel);
	tell_entry(&line, order, entry);
	if (count > 1)
		strbuf_addf(&line, " to %s", order->entries[at + count - 1].name);
	if (entry->valued)
		tell_place(&line, order, at);
	reply(here->rq, "%s%s", line.text, behind);
	strbuf_release(&line);
}

void say_line(struct here *here, struct strbuf *line)
{
	if (line->len > 0)
		reply(here->rq, "%s", line->text);
	strbuf_release(line);
}

void make_entry(struct here *here, struct entry *entry, const char *name, const char *owner,
	double value, double bonus)
{
	memset(entry, 0, sizeof *entry);
	order_name_cut(entry->name, name);
	entry->owner = arena_strdup(request_arena(here->rq), owner);
	entry->valued = true;
	entry->value = value;
	entry->bonus = bonus;
	entry->card = -1;
}
