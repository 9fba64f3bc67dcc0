/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words about how somebody is: conditions that last for some turns, and being hidden. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/number.h"
#include "base/quote.h"
#include "tell.h"
#include "words.h"

/* Return where in TEXT the longest name of an entry ends that it begins with, and that the asker
 * may know of; or its first word. */
static size_t name_length(const struct here *here, const char *text)
{
	const struct order *order = &here->turns.order;
	size_t longest = 0;

	for (size_t i = 0; i < order->count; i++) {
		size_t len = strlen(order->entries[i].name);

		if (order->entries[i].hidden && !here->leads)
			continue;
		if (len > longest && strncasecmp(text, order->entries[i].name, len) == 0 &&
			(text[len] == ' ' || text[len] == ':' || text[len] == '\0'))
			longest = len;
	}
	return longest > 0 ? longest : strcspn(text, ": ");
}

/* Say what the entry at AT is like now, to the asker alone while it is hidden. */
static void say_entry(const struct here *here, size_t at)
{
	const struct entry *entry = &here->turns.order.entries[at];
	struct strbuf line = STRBUF_INIT;

	if (here->channel != NULL)
		strbuf_addf(&line, "In %s: ", here->channel);
	tell_entry(&line, &here->turns.order, entry);
	(entry->hidden ? reply_private : reply)(here->rq, "%s", line.text);
	strbuf_release(&line);
}

/* Take CONDITION off the entry at AT, or put it there for LEFT turns. */
static void change(struct here *here, size_t at, const char *condition, long left, bool off)
{
	struct order *order = &here->turns.order;
	struct entry *entry = &order->entries[at];
	struct error err;

	if (off && !condition_clear(entry, condition)) {
		reply(here->rq, "%s is not %s.", entry->name,
			quote_words(request_arena(here->rq), condition));
		return;
	}
	if (!off && !condition_set(entry, condition, left, order_is_up(order, at), &err)) {
		reply_error(here->rq, &err);
		return;
	}
	here->changed = true;
	say_entry(here, at);
}

/* What is said of a condition. */
struct said {
	const char *name;
	long left; /* turns; 0: without end */
	bool off;  /* it is to be taken off */
};

/* Take "for" off the end of TEXT, unless it is all. */
static void take_for(char *text)
{
	size_t len = strlen(text);

	if (len > 4 && strcasecmp(text + len - 4, " for") == 0)
		text[len - 4] = '\0';
}

/* Read "stunned for 2 rounds", "prone", "prone off" or "-prone" into SAID. False when the number
 * will not do. */
static bool read_condition(char *text, struct said *said)
{
	static const char *const units[] = {"round", "rounds", "turn", "turns"};
	char *last = last_word(text);

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcasecmp(last, units[i]) == 0) {
			last = last_word(text);
			break;
		}
	*said = (struct said){.name = text, .off = strcasecmp(last, "off") == 0 || *text == '-'};
	if (*text == '-')
		said->name = text + 1;
	if (*last == '\0' || strcasecmp(last, "off") == 0)
		return true;
	if (number_parse(last, 1, ORDER_ROUNDS_MAX, &said->left)) {
		take_for(text);
		return true;
	}
	last[-1] = ' '; /* it is a word of the condition */
	return strspn(last, "+-0123456789") != strlen(last);
}

/* "goblin 1 stunned 2", "goblin 1: prone", "goblin 1 prone off". */
static void cond_run(struct here *here, char *text)
{
	size_t len = name_length(here, text), at;
	char *rest = text + len + strspn(text + len, ": ");
	struct said said;

	text[len] = '\0';
	at = here_entry(here, text);
	if (at == ORDER_MAX)
		return;
	if (*rest == '\0')
		say_entry(here, at);
	else if (!read_condition(rest, &said))
		reply(here->rq, "A condition lasts for 1 to %d turns.", ORDER_ROUNDS_MAX);
	else
		change(here, at, said.name, said.left, said.off);
}

static void set_hidden(struct here *here, const char *name, bool hidden)
{
	size_t at;

	if (!here_leads(here, "Hiding somebody"))
		return;
	at = here_entry(here, name);
	if (at == ORDER_MAX)
		return;
	if (hidden && order_is_up(&here->turns.order, at)) {
		reply(here->rq, "It is %s's turn: all have seen them.",
			here->turns.order.entries[at].name);
		return;
	}
	here->turns.order.entries[at].hidden = hidden;
	here->changed = true;
	if (here->channel != NULL || request_channel(here->rq) == NULL || !hidden)
		say_entry(here, at);
	else
		reply(here->rq, "Hidden until they act.");
}

static void hide_run(struct here *here, char *text)
{
	set_hidden(here, text, true);
}

static void show_run(struct here *here, char *text)
{
	set_hidden(here, text, false);
}

const struct word state_words[] = {
	{"cond", "condition effect", "NAME CONDITION [TURNS|off]", "init cond goblin 1 stunned 2",
		true, true, cond_run},
	{"hide", "", "NAME", "init hide goblin 1", true, true, hide_run},
	{"show", "reveal", "NAME", "init show goblin 1", true, true, show_run},
	{.name = NULL},
};
