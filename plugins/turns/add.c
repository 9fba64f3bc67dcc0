/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The word that puts others into the order, by a value or, in a game of cards, without one. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "words.h"

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

/* Take "hidden" off the end of TEXT. */
static bool take_hidden(char *text)
{
	size_t len = strlen(text);

	if (len < 7 || strcasecmp(text + len - 6, "hidden") != 0 || text[len - 7] != ' ')
		return false;
	text[len - 7] = '\0';
	return true;
}

static void add_run(struct here *here, char *text)
{
	double number = 0;
	struct entry entry;
	struct strbuf tie = STRBUF_INIT;
	bool hidden, valued;
	unsigned edges = 0;
	struct error err;
	char *value;
	long count;
	size_t at;

	if (!here_leads(here, "Adding others") || !read_count(here, &text, &count))
		return;
	hidden = take_hidden(text) || here->channel != NULL;
	value = last_word(text);
	valued = read_value(value, &number);
	if (!valued && *value != '\0')
		value[-1] = ' '; /* the last word is one of the name */
	if (!valued && !here->turns.order.by_cards) {
		reply(here->rq,
			"Usage: init add [4x] NAME VALUE [hidden] (as in: init add 4x goblin "
			"12)");
		return;
	}
	if (count == 1)
		read_count_behind(text, &count);
	if (here->turns.order.by_cards)
		edges = take_edges(text);
	if (!order_name_valid(text, &err)) {
		reply_error(here->rq, &err);
		return;
	}
	make_entry(here, &entry, text, "", number, 0);
	entry.edges = edges;
	entry.valued = valued && !here->turns.order.by_cards;
	entry.hidden = hidden;
	at = put_entry(here, &entry, count, &tie);
	if (at < ORDER_MAX && here->turns.order.by_cards && here->turns.order.round > 0)
		deal_late(here, at);
	else if (at < ORDER_MAX)
		say_added(here, at, (size_t)count, tie.text);
	strbuf_release(&tie);
}

const struct word add_words[] = {
	{"add", "set put", "[4x] NAME VALUE [hidden]", "init add 4x goblin 12", true, true,
		add_run},
	{.name = NULL},
};
