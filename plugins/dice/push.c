/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !push, !willpower, !luck: a roll that lies on the table is rolled again as its game allows; what
 * lies there is kept after each roll. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "dice/again.h"
#include "recent.h"
#include "words.h"

enum { SHOWN_BYTES = 40 }; /* of a roll that cannot be rolled again */

/* Append TYPED, cut between characters if it is long. */
static void add_shown(struct strbuf *out, const char *typed)
{
	size_t len = strlen(typed);
	size_t cut = utf8_cut(typed, len, SHOWN_BYTES);

	quote_add(out, typed, cut);
	strbuf_addstr(out, cut < len ? "…" : "");
}

/* What is kept of OUTCOME, known as NUMBER. */
static struct recent item_of(struct plugin *self, struct request *rq,
	const struct dice_outcome *outcome, const char *number)
{
	struct strbuf text = STRBUF_INIT;
	struct recent item = {.number = number,
		.veil = (int)request_veil(rq),
		.owner = request_veil(rq) != VEIL_NONE && request_owner(rq) != NULL
				 ? request_owner(rq)
				 : "",
		.time_s = plugin_wall_s(self),
		.used = ""};

	item.again = dice_keep(&text, outcome);
	if (!item.again)
		add_shown(&text, outcome->roll->typed);
	item.text = strbuf_move(&text, request_arena(rq));
	return item;
}

void keep_recent(struct plugin *self, struct request *rq, const struct dice_outcome *outcome)
{
	const char *number = arena_strdup(request_arena(rq), request_rolled(rq));
	struct recent item;
	struct recent_list list;
	struct error err;

	if (*number == '\0')
		return;
	item = item_of(self, rq, outcome, number);
	if (!recent_read(self, rq, &list, &err)) {
		reply_error(rq, &err);
		return;
	}
	if (!item.again && (list.count == 0 || !list.items[0].again))
		return;
	recent_add(&list, &item);
	if (!recent_write(self, rq, &list, &err))
		reply_error(rq, &err);
}

/* ---- !push ---- */

/* Say ERR to those who may know what lies there. */
static void refuse(struct request *rq, const struct error *err)
{
	if (request_veil(rq) == VEIL_NONE)
		reply_error(rq, err);
	else
		reply_private(rq, "%s", err->text);
}

/* How a hidden roll is asked for, by enum veil. */
static const char *const hidden_words[] = {"", "groll ", "broll ", "sroll "};

static const char *name_of(struct request *rq, const struct recent *item)
{
	return arena_printf(request_arena(rq), "#%s", item->number);
}

/* The roll that ASKED means, or NULL, and RQ was told why. */
static struct recent *find_roll(
	struct request *rq, struct recent_list *list, const struct dice_asked *asked)
{
	struct recent *found = NULL;

	for (size_t i = 0; i < list->count && found == NULL; i++)
		if (asked->roll[0] == '\0' || strcmp(list->items[i].number, asked->roll) == 0)
			found = &list->items[i];
	if (found != NULL)
		return found;
	if (asked->roll[0] != '\0')
		reply(rq,
			"#%s is no roll of yours here that I still have: it is the last %d of a "
			"day.",
			asked->roll, RECENT_MAX);
	else
		reply(rq, "You have rolled nothing here that can be rolled again.");
	return NULL;
}

/* Whether ITEM may be rolled again; if not, RQ was told why. */
static bool check(struct request *rq, const struct recent *item)
{
	if (item->veil == VEIL_BLIND)
		reply(rq, "#%s is for the GM alone, and is not rolled again.", item->number);
	else if (item->veil != (int)request_veil(rq) && item->veil != VEIL_NONE)
		reply(rq, "#%s is a hidden roll: %spush %s", item->number,
			hidden_words[item->veil & 3], item->number);
	else if (item->veil != (int)request_veil(rq))
		reply(rq, "#%s is an open roll: push %s", item->number, item->number);
	else if (*item->used != '\0')
		reply(rq, "#%s was rolled again already, as #%s.", item->number, item->used);
	else if (!item->again)
		reply(rq, "Your last roll here is one that no game rolls again; push N takes an "
			  "earlier one.");
	else
		return true;
	return false;
}

/* Keep OUTCOME, which came of the roll at FROM in LIST: under a number of its own if dice fell. */
static void keep_pushed(struct plugin *self, struct request *rq, struct recent_list *list,
	struct recent *from, const struct dice_outcome *outcome)
{
	const char *number = arena_strdup(request_arena(rq), request_rolled(rq));
	struct recent item = item_of(self, rq, outcome, *number != '\0' ? number : from->number);
	struct error err;

	if (*number == '\0') {
		*from = item;
	} else {
		from->used = number;
		recent_add(list, &item);
	}
	if (!recent_write(self, rq, list, &err))
		reply_error(rq, &err);
}

static void push(struct plugin *self, struct request *rq, const struct dice_asked *asked)
{
	struct dice_book book = book_for(self, rq);
	struct dice_limits limits = limits_of(self);
	struct arena *arena = request_arena(rq);
	const struct dice_again *again;
	const struct dice_outcome *outcome;
	struct recent_list list;
	struct recent *item;
	struct error err;

	if (!recent_read(self, rq, &list, &err)) {
		reply_error(rq, &err);
		return;
	}
	item = find_roll(rq, &list, asked);
	if (item == NULL || !check(rq, item))
		return;
	again = dice_again(item->text, name_of(rq, item), asked, &book, &limits, arena, &err);
	if (again == NULL) {
		refuse(rq, &err);
		return;
	}
	outcome = dice_again_roll(
		again, &limits, request_roll(rq, dice_again_recorded(again)), arena, &err);
	if (outcome == NULL) {
		reply_roll_failed(rq, &err, "%s", err.text);
		return;
	}
	tell_outcome(self, rq, outcome);
	keep_pushed(self, rq, &list, item, outcome);
}

void run_push(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct state *state = plugin_state(self);
	struct dice_asked asked;
	struct error err;

	if (dice_asked_read(argc > 1 ? argv[1] : "", state->systems, &asked, &err))
		push(self, rq, &asked);
	else
		reply_error(rq, &err);
}

/* Whether REST, behind a way to roll again, could only be numbers of rolls, or name dice. */
static bool means_push(const char *rest)
{
	rest += strspn(rest, " ");
	if (strncasecmp(rest, "dice", 4) == 0 && (rest[4] == ' ' || rest[4] == '\0'))
		return true;
	return rest[strspn(rest, "0123456789-+.#, ")] == '\0';
}

bool is_push(struct plugin *self, const char *line)
{
	const struct state *state = plugin_state(self);
	size_t word = strcspn(line, " ");
	char name[32];
	struct dice_asked asked;
	struct error err;

	if (!dice_way(state->systems, line, word))
		return false;
	/* A game's own word comes first: push FATE rolls again even where a game is called so. */
	snprintf(name, sizeof name, "%.*s", (int)word, line);
	return systems_find(state->systems, name) == NULL &&
	       (means_push(line + word) || dice_asked_read(line, state->systems, &asked, &err));
}
