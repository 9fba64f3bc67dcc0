/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The word that puts others into the order, by a value or, in a game of cards, without one. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/number.h"
#include "words.h"

enum { KINDS_MAX = 6 }; /* added at once: each gets a line */

/* Read "4x " at *TEXT and go past it. False when that is too many, after saying so. */
static bool read_count(const struct here *here, char **text, long *count)
{
	char *end;

	*count = 1;
	if (!isdigit((unsigned char)**text))
		return true;
	*count = strtol(*text, &end, 10);
	if ((*end != 'x' && *end != 'X') || end[1] != ' ') {
		*count = 1;
		return true;
	}
	*text = end + 1 + strspn(end + 1, " ");
	if (*count >= 1 && *count <= ORDER_MAX)
		return true;
	reply(here->rq, "Add 1 to %d at once.", ORDER_MAX);
	return false;
}

/* Read "x4" at the end of TEXT and take it off, if there is more before it. */
static void read_count_behind(char *text, long *count)
{
	char *word = last_word(text);

	if (*word == '\0')
		return;
	if ((*word == 'x' || *word == 'X') && number_parse(word + 1, 1, ORDER_MAX, count))
		return;
	word[-1] = ' ';
}

/* Take the last word "hidden" out of TEXT, wherever it stands. Returns whether there was one. */
static bool take_hidden(char *text)
{
	static const char word[] = "hidden";
	size_t len = sizeof word - 1;

	for (size_t i = strlen(text); i-- > 0;) {
		char *at = text + i, *end = at + len;

		if ((at > text && at[-1] != ' ') || strncasecmp(at, word, len) != 0 ||
			(*end != ' ' && *end != '\0'))
			continue;
		if (at > text)
			at--;
		else
			end += *end == ' ';
		memmove(at, end, strlen(end) + 1);
		return true;
	}
	return false;
}

/* Whether another kind stands in NAME, behind a value: "goblin 12 orc". */
static bool has_another(const char *name)
{
	for (const char *at = strchr(name, ' '); at != NULL; at = strchr(at + 1, ' ')) {
		size_t digits = strspn(at + 1, "0123456789");
		const char *behind = at + 1 + digits + strspn(at + 1 + digits, ";");

		if (digits > 0 && *behind == ' ' && isalpha((unsigned char)behind[1]))
			return true;
	}
	return false;
}

/* What is to be added: COUNT of a kind. */
struct addition {
	char *name;
	double value;
	long count;
	unsigned edges;
	bool valued, hidden;
};

/* Take the value off the end of TEXT, and read it into ADDITION. Returns it; "" if there is none.
 */
static const char *take_value(char *text, struct addition *addition)
{
	char *value = last_word(text);

	addition->valued = read_value(value, &addition->value);
	if (addition->valued)
		return value;
	if (*value != '\0')
		value[-1] = ' '; /* the last word is one of the name */
	return "";
}

/* Say what is to be done with VALUE, "+3", behind ADDITION: it is a bonus, and no value. */
static void say_bonus(const struct here *here, const struct addition *addition, const char *value)
{
	bool one = addition->count == 1;
	const char *times = one ? ""
				: arena_printf(request_arena(here->rq), "%ldx ", addition->count);

	if (here->turns.order.by_cards)
		reply(here->rq, "Cards are dealt here: leave %s out.", value);
	else
		reply(here->rq,
			"%s%s %s: init roll %s%s %s rolls for %s, init add %s%s %s puts %s at %s.",
			times, addition->name, value, usual_dice(here), value, addition->name,
			one ? "it" : "one", times, addition->name, value + 1, one ? "it" : "them",
			value + 1);
}

/* Read "4x goblin 12 hidden" into ADDITION, whose name lies in TEXT. False, after saying so, when
 * that is not possible. */
static bool read_addition(const struct here *here, char *text, struct addition *addition)
{
	const char *value;
	struct error err;

	*addition = (struct addition){.count = 1};
	if (!read_count(here, &text, &addition->count))
		return false;
	addition->hidden = take_hidden(text) || here->channel != NULL;
	value = take_value(text, addition);
	if (!addition->valued && !here->turns.order.by_cards) {
		reply(here->rq,
			"Usage: init add [4x] NAME VALUE [hidden] (as in: init add 4x goblin 12)");
		return false;
	}
	if (addition->count == 1)
		read_count_behind(text, &addition->count);
	if (here->turns.order.by_cards)
		addition->edges = take_edges(text);
	addition->name = text;
	if (!order_name_valid(text, &err))
		reply_error(here->rq, &err);
	else if (has_another(text))
		reply(here->rq, "Several are parted by commas: init add goblin 12, orc 11");
	else if (*value == '+')
		say_bonus(here, addition, value);
	else
		return true;
	return false;
}

static void put_addition(struct here *here, const struct addition *addition)
{
	struct strbuf tie = STRBUF_INIT;
	struct entry entry;
	size_t at;

	make_entry(here, &entry, addition->name, "", addition->value, 0);
	entry.edges = addition->edges;
	entry.valued = addition->valued && !here->turns.order.by_cards;
	entry.hidden = addition->hidden;
	at = put_entry(here, &entry, addition->count, &tie);
	if (at < ORDER_MAX && here->turns.order.by_cards && here->turns.order.round > 0)
		deal_late(here, at);
	else if (at < ORDER_MAX)
		say_added(here, at, (size_t)addition->count, tie.text);
	strbuf_release(&tie);
}

/* "goblin 12", "4x goblin 12, orc 11": all are read before one is put in. */
static void add_run(struct here *here, char *text)
{
	struct addition additions[KINDS_MAX];
	size_t kinds = 0, total = here->turns.order.count;

	if (!here_leads(here, "Adding others"))
		return;
	for (char *next = text; next != NULL; kinds++) {
		char *comma = strchr(next, ',');

		if (kinds == KINDS_MAX) {
			reply(here->rq, "Add at most %d kinds at once.", KINDS_MAX);
			return;
		}
		text = next + strspn(next, " ");
		next = comma != NULL ? comma + 1 : NULL;
		while (comma != NULL && comma > text && comma[-1] == ' ')
			comma--;
		if (comma != NULL)
			*comma = '\0';
		if (!read_addition(here, text, &additions[kinds]))
			return;
		total += (size_t)additions[kinds].count;
	}
	if (total > ORDER_MAX) {
		reply(here->rq, "An order has at most %d entries.", ORDER_MAX);
		return;
	}
	for (size_t i = 0; i < kinds; i++)
		put_addition(here, &additions[i]);
}

const struct word add_words[] = {
	{"add", "set put", "[4x] NAME VALUE [hidden]", "init add 4x goblin 12", true, true,
		add_run},
	{.name = NULL},
};
