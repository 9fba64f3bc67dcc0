/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that go from turn to turn, and those of who acts out of turn. */
#include <string.h>

#include "base/quote.h"
#include "base/text.h"
#include "tell.h"
#include "words.h"

void say_turn(struct here *here, struct strbuf *line)
{
	if (line->len > 0)
		strbuf_addch(line, ' ');
	tell_turn(line, &here->turns.order);
	reply(here->rq, "%s", line->text);
	strbuf_release(line);
}

/* Return whether the asker may move on; if not, say whose turn it is. */
static bool may_move(const struct here *here)
{
	const struct order *order = &here->turns.order;

	if (here->leads || (order->round > 0 && order->up < order->count &&
				   strcmp(order->entries[order->up].owner, here_owner(here)) == 0))
		return true;
	if (order->round > 0 && order->up < order->count)
		reply(here->rq, "It is %s's turn, not yours: they or the game master move on.",
			order->entries[order->up].name);
	else
		reply(here->rq, "The game master begins the round.");
	return false;
}

/* Append to LINE what ended with a turn. */
static void tell_ended(struct strbuf *line, const struct ended *ended)
{
	for (size_t i = 0; i < ended->count; i++)
		strbuf_addf(line, "%s%s is %s no more.", line->len > 0 ? " " : "", ended->who[i],
			ended->what[i]);
}

/* Go on, and say so, behind what LINE has. */
static void go_on(struct here *here, struct strbuf *line)
{
	struct order *order = &here->turns.order;
	struct ended ended;

	if (order->count == 0 || !order_next(order, &ended)) {
		reply(here->rq,
			order->count == 0
				? "Nobody is in the order: init roll d20+3, or init add goblin 12."
				: "Everybody waits: init act NAME lets one of them act.");
		strbuf_release(line);
		return;
	}
	here->changed = true;
	tell_ended(line, &ended);
	if (!ended.round || !order->by_cards) {
		say_turn(here, line);
		return;
	}
	if (line->len > 0)
		reply(here->rq, "%s", line->text);
	strbuf_release(line);
	deal_round(here);
}

static void next_run(struct here *here, char *text)
{
	struct strbuf line = STRBUF_INIT;

	(void)text;
	if (may_move(here))
		go_on(here, &line);
}

static void prev_run(struct here *here, char *text)
{
	struct strbuf line = STRBUF_INIT;

	(void)text;
	if (!here_leads(here, "Going back"))
		return;
	if (!order_prev(&here->turns.order)) {
		reply(here->rq, here->turns.order.by_cards
					? "Here the round begins; what was dealt before is gone."
					: "Here it begins: there is no turn before this.");
		return;
	}
	here->changed = true;
	say_turn(here, &line);
}

static void list_run(struct here *here, char *text)
{
	struct strbuf line = STRBUF_INIT;
	bool sees_hidden = here->leads && request_channel(here->rq) == NULL;

	(void)text;
	if (here->channel != NULL)
		strbuf_addf(&line, "In %s: ", here->channel);
	if (here->turns.order.round > 0)
		strbuf_addf(&line, "Round %ld: ", here->turns.order.round);
	tell_entries(&line, &here->turns.order, sees_hidden);
	reply(here->rq, "%s", line.text);
	strbuf_release(&line);
}

/* ---- out of turn ---- */

static void hold_run(struct here *here, char *text)
{
	struct order *order = &here->turns.order;
	size_t at = here_entry(here, text);
	struct strbuf line = STRBUF_INIT;

	if (at == ORDER_MAX)
		return;
	if (order->entries[at].held) {
		reply(here->rq, "%s waits already; init act ends that.", order->entries[at].name);
		return;
	}
	order_hold(order, at);
	here->changed = true;
	strbuf_addf(&line, "%s waits; init act when the moment has come.", order->entries[at].name);
	if (order_is_up(order, at)) {
		go_on(here, &line);
	} else {
		reply(here->rq, "%s", line.text);
		strbuf_release(&line);
	}
}

/* Say that it is not the turn of the entry at AT, and whose it is. */
static void not_your_turn(const struct here *here, size_t at)
{
	const struct order *order = &here->turns.order;

	if (order_is_up(order, at))
		reply(here->rq, "It is %s's turn already; init next ends it.",
			order->entries[at].name);
	else if (order->up < order->count)
		reply(here->rq,
			"It is not %s's turn, but %s's. Only who waits (init hold) may act "
			"out of turn.",
			order->entries[at].name, order->entries[order->up].name);
	else
		reply(here->rq, "%s does not wait.", order->entries[at].name);
}

static void act_run(struct here *here, char *text)
{
	struct order *order = &here->turns.order;
	size_t at = here_entry(here, text);
	struct strbuf line = STRBUF_INIT;

	if (at == ORDER_MAX)
		return;
	if (order->round == 0) {
		reply(here->rq, "The first round has not begun: init next begins it.");
		return;
	}
	if (!order->entries[at].held) {
		not_your_turn(here, at);
		return;
	}
	order_act(order, at);
	here->changed = true;
	say_turn(here, &line);
}

/* ---- leaving ---- */

static void remove_run(struct here *here, char *text)
{
	struct order *order = &here->turns.order;
	size_t at = here_entry(here, text);
	struct strbuf line = STRBUF_INIT;
	bool was_up;

	if (at == ORDER_MAX)
		return;
	was_up = order_is_up(order, at);
	strbuf_addf(&line, "%s%s%s%s is out of the order.", here->channel != NULL ? "In " : "",
		here->channel != NULL ? here->channel : "", here->channel != NULL ? ": " : "",
		order->entries[at].name);
	order_remove(order, at);
	here->changed = true;
	if (was_up && order->count > 0) {
		say_turn(here, &line);
	} else {
		reply(here->rq, "%s", line.text);
		strbuf_release(&line);
	}
}

static void end_run(struct here *here, char *text)
{
	struct order *order = &here->turns.order;
	long rounds = order->round;

	if (*text != '\0' &&
		!text_has_word("it combat fight encounter order all now", text, strlen(text))) {
		reply(here->rq,
			"init end puts the whole order away. init next ends a turn, init remove "
			"%s takes one out.",
			text);
		return;
	}
	if (!here_leads(here, "Ending it"))
		return;
	if (order->count == 0 && !order->by_cards) {
		reply(here->rq, "Nobody is in the order.");
		return;
	}
	order_release(order);
	here->changed = true;
	reply(here->rq,
		"The order is put away after %ld round%s. Bonuses and edges are remembered.",
		rounds, rounds == 1 ? "" : "s");
}

const struct word move_words[] = {
	{"next", "n start begin done go", "", "init next", false, false, next_run},
	{"prev", "back previous undo", "", "init prev", false, false, prev_run},
	{"list", "order who l ls", "", "init list", false, true, list_run},
	{"hold", "wait delay ready", "[NAME]", "init hold", false, false, hold_run},
	{"act", "interrupt", "[NAME]", "init act", false, false, act_run},
	{"remove", "rm del delete kill drop leave out", "[NAME]", "init remove goblin 2", false,
		true, remove_run},
	{"end", "stop clear reset finish", "", "init end", false, false, end_run},
	{.name = NULL},
};
