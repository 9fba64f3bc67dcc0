/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that roll for a place in the order. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/text.h"
#include "dice/dice.h"
#include "tell.h"
#include "words.h"

/* What somebody rolls for their place. */
struct throw
{
	const char *dice; /* "d20+3" */
	double bonus;     /* what they end with */
	double total;
	const char *faces; /* "14" */
};

/* ---- dice ---- */

const char *usual_dice(const struct here *here)
{
	return request_setting(here->rq, here->self, "dice");
}

/* Return TEXT as dice: +3, +1d4 and "+3 adv" go behind the usual ones. NULL, after saying so, for a
 * number alone, which may be a bonus or a place. */
static const char *as_dice(const struct here *here, const char *text)
{
	struct arena *arena = request_arena(here->rq);
	double number;

	if (*text == '\0')
		return usual_dice(here);
	if (*text == '+' || *text == '-')
		return arena_printf(arena, "%s%s", usual_dice(here), text);
	if (!read_value(text, &number))
		return text;
	reply(here->rq,
		"%s: a bonus has a sign, init +%s rolls %s+%s; the game master puts in a value: "
		"init add %s %s",
		text, text, usual_dice(here), text, here_nick(here), text);
	return NULL;
}

/* Return the number behind the last sign of DICE, 0 without; words may follow. */
static double bonus_of(const char *dice)
{
	size_t len = strcspn(dice, " "), digits = 0;
	char number[16];
	double bonus = 0;

	while (digits < len && isdigit((unsigned char)dice[len - 1 - digits]))
		digits++;
	if (digits == 0 || digits >= len || digits + 1 >= sizeof number ||
		strchr("+-", dice[len - 1 - digits]) == NULL)
		return 0;
	snprintf(number, sizeof number, "%.*s", (int)digits + 1, dice + len - 1 - digits);
	return read_value(number, &bonus) ? bonus : 0;
}

static const char *faces_of(struct request *rq, const struct dice_outcome *outcome)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < outcome->face_count && i < 10; i++)
		strbuf_addf(&text, "%s%u", i > 0 ? " " : "", outcome->faces[i].face);
	strbuf_addstr(&text, outcome->face_count > 10 ? " …" : "");
	return strbuf_move(&text, request_arena(rq));
}

/* Roll THROW->dice for NAME into THROW; the roll is to be recorded then. False, after saying so,
 * when they are no dice. */
static bool roll_for(struct here *here, const char *name, struct throw *throw)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena *arena = request_arena(here->rq);
	const char *input = arena_printf(arena, "%s # initiative of %s", throw->dice, name);
	struct error err;
	const struct dice_line *line = dice_parse(throw->dice, NULL, arena, &err);
	const struct dice_result *result;

	/* Mistakes are told of what was typed, and what is recorded says whose it is. */
	line = line != NULL ? dice_parse(input, NULL, arena, &err) : NULL;
	if (line != NULL && (line->count != 1 || !dice_has_dice(&line->rolls[0]))) {
		error_set(&err, "that is not one roll of dice");
		line = NULL;
	}
	if (line == NULL) {
		reply(here->rq, "%s: %s", quote_words(arena, throw->dice), err.text);
		return false;
	}
	result = dice_roll(line, &limits, request_roll(here->rq, input), arena, &err);
	if (result == NULL || result->outcomes[0].total > ORDER_VALUE_MAX ||
		result->outcomes[0].total < -ORDER_VALUE_MAX) {
		if (result != NULL)
			error_set(&err, "that is too much");
		reply_roll_failed(
			here->rq, &err, "%s: %s", quote_words(arena, throw->dice), err.text);
		return false;
	}
	throw->total = result->outcomes[0].total;
	throw->bonus = bonus_of(throw->dice);
	throw->faces = faces_of(here->rq, &result->outcomes[0]);
	return true;
}

/* Record THROW of NAME. Returns its mark. */
static const char *record(struct here *here, const char *name, const struct throw *throw)
{
	struct strbuf total = STRBUF_INIT;
	const char *mark;

	dice_number(&total, throw->total);
	mark = record_roll(here->rq, total.text, "%s: initiative %s (%s: %s)", name, total.text,
		throw->dice, throw->faces);
	strbuf_release(&total);
	return mark;
}

/* ---- init roll ---- */

/* Take out the blanks around a sign before a number: "d20 + 3" is "d20+3". */
static void join_signs(char *text)
{
	size_t len = 0;

	for (const char *at = text; *at != '\0'; at++) {
		const char *sign = at + strspn(at, " ");

		if ((*sign == '+' || *sign == '-') && len > 0 &&
			isdigit((unsigned char)sign[1 + strspn(sign + 1, " ")])) {
			text[len++] = *sign;
			at = sign + strspn(sign + 1, " ");
		} else {
			text[len++] = *at;
		}
	}
	text[len] = '\0';
}

/* Split TEXT into dice and, behind them, a name. Returns the name. */
static char *split_dice(char *text)
{
	static const char *const more[] = {"adv", "dis", "advantage", "disadvantage"};
	char *name = text + strcspn(text, " ");

	for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
		size_t len = strlen(more[i]);

		if (*name == ' ' && strncasecmp(name + 1, more[i], len) == 0 &&
			(name[len + 1] == ' ' || name[len + 1] == '\0')) {
			name += len + 1;
			break;
		}
	}
	if (*name == '\0')
		return name;
	*name++ = '\0';
	return name + strspn(name, " ");
}

/* Return whether the asker may put NAME in: their own once, the game master all. Else say why not.
 */
static bool may_put(const struct here *here, const char *name, bool own)
{
	const struct order *order = &here->turns.order;
	size_t at = here_named(here, name);

	if (here->leads && (!own || !request_has_gm(here->rq) || request_role(here->rq) >= ROLE_GM))
		return true;
	if (!own)
		return here_leads(here, "Rolling for others");
	if (at == ORDER_MAX || !order->entries[at].valued)
		return true;
	reply(here->rq, "%s has a place in the order already; the game master may roll again.",
		order->entries[at].name);
	return false;
}

/* Say that the entry at AT, called NAME, has THROW, and where it is. */
static void say_rolled(struct here *here, size_t at, const char *name, const struct throw *throw,
	const char *mark, struct strbuf *tie)
{
	struct strbuf line = STRBUF_INIT;

	strbuf_addf(&line, "%s: initiative \002", quote_words(request_arena(here->rq), name));
	dice_number(&line, throw->total);
	strbuf_addf(&line, "\002 (%s: %s)", quote_words(request_arena(here->rq), throw->dice),
		throw->faces);
	tell_place(&line, &here->turns.order, at);
	reply(here->rq, "%s%s%s", line.text, mark, tie->text);
	strbuf_release(&line);
}

/* Whether the words of NAME ask that nobody sees it. */
static bool asks_secret(const char *name)
{
	for (size_t len; *name != '\0'; name += len + strspn(name + len, " ")) {
		len = strcspn(name, " ");
		if (text_has_word("hidden secret secretly", name, len))
			return true;
	}
	return false;
}

static void put_rolled(struct here *here, const char *name, const char *owner, struct throw *throw)
{
	struct strbuf tie = STRBUF_INIT;
	struct entry entry;
	const char *mark;
	struct error err;
	size_t at;

	if (!order_name_valid(name, &err)) {
		reply_error(here->rq, &err);
		return;
	}
	if (strpbrk(name, ",;") != NULL || asks_secret(name)) {
		reply(here->rq, strpbrk(name, ",;") != NULL
					? "Roll for one at a time: init roll d20+2 goblin"
					: "All see what is rolled here. Hidden ones are added with "
					  "a value: init add spy 15 hidden");
		return;
	}
	if (!roll_for(here, name, throw))
		return;
	mark = record(here, name, throw);
	make_entry(here, &entry, name, owner, throw->total, throw->bonus);
	at = put_entry(here, &entry, 1, &tie);
	if (at < ORDER_MAX)
		say_rolled(here, at, name, throw, mark, &tie);
	strbuf_release(&tie);
}

static void roll_run(struct here *here, char *text)
{
	char *name = (join_signs(text), split_dice(text));
	bool own = *name == '\0' || strcasecmp(name, here_nick(here)) == 0;
	struct throw throw = {.dice = as_dice(here, text)};
	struct player player;

	player_read(here, here_owner(here), &player);
	if (*text == '\0' && player.rolls)
		throw.dice = arena_printf(
			request_arena(here->rq), "%s%+g", usual_dice(here), player.bonus);
	if (here->turns.order.by_cards)
		reply(here->rq, "Cards are dealt here: init join; init end ends that.");
	else if (throw.dice != NULL && may_put(here, own ? here_nick(here) : name, own))
		put_rolled(here, own ? here_nick(here) : name, own ? here_owner(here) : "", &throw);
}

/* ---- init all ---- */

struct rolling {
	struct here *here;
	const char *dice;
	struct strbuf line;
	const char *first, *mark;
	unsigned rolls;
};

/* Roll for PLAYER, unless they are in the order. */
static bool roll_player(void *arg, const char *owner, const struct player *player)
{
	struct rolling *rolling = arg;
	struct here *here = rolling->here;
	struct arena *arena = request_arena(here->rq);
	struct throw throw;
	struct strbuf tie = STRBUF_INIT;
	struct entry entry;
	size_t at;

	if (!player->rolls || order_find_exactly(&here->turns.order, player->nick) < ORDER_MAX)
		return true;
	throw = (struct throw){.dice = arena_printf(arena, "%s%+g", rolling->dice, player->bonus)};
	if (!roll_for(here, player->nick, &throw))
		return false;
	rolling->mark = record(here, player->nick, &throw);
	if (rolling->rolls++ == 0)
		rolling->first = arena_strdup(arena, request_rolled(here->rq));
	make_entry(here, &entry, player->nick, owner, throw.total, throw.bonus);
	at = put_entry(here, &entry, 1, &tie);
	strbuf_addf(&rolling->line, "%s%s \002", rolling->line.len > 0 ? ", " : "", player->nick);
	dice_number(&rolling->line, throw.total);
	strbuf_addf(&rolling->line, "\002%s", tie.text);
	strbuf_release(&tie);
	return at < ORDER_MAX;
}

static void all_run(struct here *here, char *text)
{
	struct rolling rolling = {.here = here,
		.dice = *text != '\0' ? text : usual_dice(here),
		.line = STRBUF_INIT,
		.mark = ""};

	if (!here_leads(here, "Rolling for all"))
		return;
	if (here->turns.order.by_cards) {
		reply(here->rq, "Cards are dealt here: init deal.");
		return;
	}
	players_each(here, roll_player, &rolling);
	if (rolling.rolls == 0)
		reply(here->rq, "Nobody is left to roll for. Players say their bonus first: "
				"init bonus +3");
	else if (rolling.rolls == 1 || *rolling.mark == '\0')
		reply(here->rq, "Initiative: %s%s", rolling.line.text, rolling.mark);
	else
		reply(here->rq, "Initiative: %s #%s to%s", rolling.line.text, rolling.first,
			rolling.mark);
	strbuf_release(&rolling.line);
}

/* ---- init bonus ---- */

static void bonus_run(struct here *here, char *text)
{
	struct player player;
	double bonus;

	player_read(here, here_owner(here), &player);
	if (*text == '\0') {
		if (player.rolls)
			reply(here->rq, "%s rolls %s%+g.", here_nick(here), usual_dice(here),
				player.bonus);
		else
			reply(here->rq, "%s has said no bonus yet.", here_nick(here));
		return;
	}
	if (!read_value(text, &bonus) || bonus < -1000 || bonus > 1000) {
		reply(here->rq, "A bonus is a number from -1000 to 1000, such as +3.");
		return;
	}
	player.rolls = true;
	player.bonus = bonus;
	if (player_write(here, &player))
		reply(here->rq, "%s rolls %s%+g from now on.", here_nick(here), usual_dice(here),
			bonus);
}

const struct word roll_words[] = {
	{"roll", "", "[DICE|BONUS] [NAME]", "init roll d20+3", false, false, roll_run},
	{"all", "everybody everyone", "[DICE]", "init all d20", false, false, all_run},
	{"bonus", "mod modifier", "[BONUS]", "init bonus +3", false, false, bonus_run},
	{.name = NULL},
};
