/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The question: ROLL [COMPARISON NUMBER | LOW..HIGH] [vs ROLL …]. What stands after a roll
 * and a blank is its comment to the dice engine, so that is where the comparison is found. */
#include "dice/odds/impl.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "dice/notation/reading.h"
#include "dice/outcomes/outcomes.h"
#include "dice/systems/system.h"
#include "dice/versus.h"

enum { ODDS_QUICK_STEPS = 1000 * 1000 };

bool odds_hoped(const struct odds_side *side, double value)
{
	struct compare_point point = {.comparison = side->comparison, .number = side->number};

	return point_matches(&point, value, NULL) && (!side->between || value <= side->most);
}

/* ---- one side ---- */

/* Cut LOW..HIGH, the last word of TEXT, off. Returns the rest, or TEXT. */
static const char *without_between(struct odds *odds, const char *text, struct odds_side *side)
{
	size_t at = strlen(text);

	while (at > 0 && !lex_is_blank(text[at - 1]))
		at--;
	if (at == 0 || !odds_read_between(text + at, side))
		return text;
	at = lex_before_blanks(text, at);
	return arena_strndup(&odds->arena, text, at);
}

/* Where at the end of TEXT a comparison with a number begins; its length if nowhere. */
static size_t comparison_at_end(const char *text)
{
	size_t len = strlen(text), at = len;
	struct odds_side scratch;

	for (size_t i = 1; i < len; i++)
		if (strchr("<>=!\xe2", text[i]) != NULL &&
			odds_read_comparison(text + i, &scratch)) {
			at = i;
			break;
		}
	return at;
}

/* Read TEXT, or when it cannot be read as a roll but what stands before a comparison can, that: so
 * 2d6+3>=15 needs no blank. */
static const struct dice_line *read_line(
	struct odds *odds, const char *text, struct odds_side *side, struct error *err)
{
	const struct dice_line *line = dice_parse_side(text, odds->book, &odds->arena, err);
	size_t at = comparison_at_end(text);

	if (line != NULL || text[at] == '\0')
		return line;
	line = dice_parse_side(
		arena_strndup(&odds->arena, text, at), odds->book, &odds->arena, NULL);
	if (line == NULL || line->count != 1 || line->rolls[0].comment[0] != '\0')
		return NULL;
	odds_read_comparison(text + at, side);
	return line;
}

/* Where in TEXT the COMMENT that was read of it begins. It may hold a label from before the dice,
 * and be as long as all of the text. */
static size_t before_comment(const char *text, const char *comment)
{
	size_t len = strlen(text), rest = strlen(comment);

	return len > rest ? len - rest : 0;
}

static bool check_comment(
	const struct dice_roll *roll, const char *text, struct odds_side *side, struct error *err)
{
	size_t at = before_comment(text, roll->comment);

	if (roll->comment[0] == '\0' || odds_read_comparison(roll->comment, side))
		return true;
	return error_at(err, (int)utf8_count(text, at) + 1,
		"after a roll odds take a comparison, such as >= 15, or vs and another roll");
}

static double chance_of(const struct odds_side *side)
{
	double sum = 0;

	for (size_t i = 0; i < side->dist->count; i++)
		if (odds_hoped(side, dist_value(side->dist, i)))
			sum += side->dist->chances[i];
	return sum < 1 ? sum : 1;
}

/* A comparison without a blank in front counts dice; that none can ever match is hardly meant. */
static const char *hint_for(const struct odds_side *side, const struct ast *expr)
{
	const struct rules *rules = expr->kind == AST_DICE ? expr->dice.rules : NULL;

	if (side->compares || rules == NULL || rules->tally != TALLY_TARGET ||
		dist_max(side->dist) > 0)
		return NULL;
	return "a comparison right after dice counts them; with a blank before it, it is about "
	       "the total";
}

/* Find what the game system of ROLL may say, and its totals, in a pool of its own: if that is too
 * much, the odds of plain dice are still to be had. */
static void find_outcomes(struct odds *odds, const struct dice_roll *roll, struct odds_side *side)
{
	struct outcomes *found = arena_alloc(&odds->arena, sizeof *found);
	struct odds_work work = odds->work;

	work.pool = (struct dist_pool)DIST_POOL_INIT;
	if (odds->quick)
		work.pool.steps_left = odds->work.pool.steps_left;
	work.cut = 0;
	if (outcomes_find(&work, roll, &odds->arena, found)) {
		side->dist = dist_copy(&odds->work.pool, found->totals);
		side->ranks = found->ranks;
		side->rank_count = found->rank_count;
		odds->work.cut = work.cut;
		if (found->count > 1 || *found->list[0].words != '\0') {
			side->outcomes = found->list;
			side->outcome_count = found->count;
			side->worded = !found->counts;
			side->apart = found->apart;
		}
	}
	if (odds->quick)
		odds->work.pool.steps_left = work.pool.steps_left;
	odds->slow = odds->quick && work.pool.spent == DIST_NO_STEPS;
	dist_pool_release(&work.pool);
}

/* What the answer calls ROLL: what was typed of a game system, up to a comparison, or else the
 * dice. */
static const char *title_of(
	struct odds *odds, const struct dice_roll *roll, const struct odds_side *side)
{
	size_t len = before_comment(roll->typed, roll->comment);

	if (roll->use == NULL || (side->outcomes == NULL && system_is_plain(roll->use)))
		return roll->expression;
	while (len > 0 && lex_is_blank(roll->typed[len - 1]))
		len--;
	return arena_strndup(&odds->arena, roll->typed, len);
}

/* What the roll is compared with by itself, as in "2d6>=7", SIDE is asked for. */
static void adopt(struct odds_side *side, const struct compare_point *point)
{
	side->compares = true;
	side->comparison = point->comparison;
	side->number = point->number;
}

static bool add_side(struct odds *odds, const char *text, struct error *err)
{
	struct odds_side *side = &odds->sides[odds->count];
	const struct dice_line *line;
	const struct dice_roll *roll;

	text = without_between(odds, text, side);
	line = read_line(odds, text, side, err);
	if (line == NULL)
		return false;
	roll = side->roll = &line->rolls[0];
	if (roll->tree->compares && !side->compares)
		adopt(side, &roll->tree->target);
	if (line->count > 1)
		return error_at(err, 1,
			"odds are of one roll, or of two with vs between them; write %s",
			roll->expression);
	if (!side->compares && !check_comment(roll, text, side, err))
		return false;
	odds->work.err = err;
	if (roll->use != NULL)
		find_outcomes(odds, roll, side);
	if (odds->slow)
		return false;
	if (side->dist == NULL && roll->use != NULL &&
		(!system_is_plain(roll->use) || roll->use->chosen->rule_count > 0))
		return false;
	if (side->dist == NULL)
		side->dist = odds_roll(&odds->work, roll->tree);
	if (side->dist == NULL)
		return false;
	side->expression = title_of(odds, roll, side);
	side->cut = odds->work.cut;
	side->mean = dist_mean(side->dist);
	side->deviation = dist_deviation(side->dist);
	side->hint = hint_for(side, roll->tree->expr);
	odds->count++;
	return true;
}

/* ---- both ---- */

/* Where the word vs stands in TEXT between blanks, or NULL. */
static const char *find_versus(const char *text)
{
	for (const char *at = text; *at != '\0'; at++)
		if (lex_is_blank(at[0]) && strncasecmp(at + 1, "vs", 2) == 0 &&
			(lex_is_blank(at[3]) || at[3] == '\0'))
			return at + 1;
	return NULL;
}

/* One comparison is for both. */
static void share_comparison(struct odds *odds)
{
	struct odds_side *first = &odds->sides[0], *second = &odds->sides[1];
	const struct odds_side *from = first->compares ? first : second;
	struct odds_side *to = first->compares ? second : first;

	if (first->compares == second->compares)
		return;
	to->compares = true;
	to->comparison = from->comparison;
	to->number = from->number;
	to->between = from->between;
	to->most = from->most;
}

static bool add_second(struct odds *odds, const char *text, const char *second, struct error *err)
{
	const char *roll = lex_skip_blanks(second);
	const char *side = versus_side(odds->sides[0].roll, roll, odds->book, &odds->arena);

	if (add_side(odds, side, err)) {
		share_comparison(odds);
		return odds_compare(odds, err);
	}
	roll -= strlen(side) - strlen(roll);
	if (err != NULL && err->column > 0)
		err->column += (int)utf8_count(text, (size_t)(roll - text));
	return false;
}

/* Whether TEXT, behind vs, is a number to reach, as in "vs 15" and "vs AC 15"; a tie meets it. */
static bool read_difficulty(const char *text, struct odds_side *side)
{
	return !side->compares && odds_read_target(word_difficulty(text), false, side);
}

/* Whether TEXT, with its vs, is what a game system takes: cpr +12 vs 15. */
static bool is_system(struct odds *odds, const char *text)
{
	struct arena scratch = ARENA_INIT;
	const struct dice_line *line = dice_parse_side(text, odds->book, &scratch, NULL);
	bool is = line != NULL && line->count == 1 && line->rolls[0].use != NULL &&
		  line->rolls[0].comment[0] == '\0';

	arena_release(&scratch);
	return is;
}

/* "1d20+5 vs 15 adv": TEXT with the advantage at its end before VERSUS, which is for the first; or
 * TEXT itself. */
static const char *favour_first(struct odds *odds, const char *text, const char *versus)
{
	const char *number = word_difficulty(versus + strlen("vs"));
	size_t len = word_number(number);
	const char *words = lex_skip_blanks(number + len), *word = words + word_with(words);
	struct favour favour;
	size_t favoured = word_favour(lex_skip_blanks(word), &favour);

	if (len == 0 || favoured == 0 || *lex_skip_blanks(lex_skip_blanks(word) + favoured) != '\0')
		return text;
	return arena_printf(&odds->arena, "%.*s%s %.*s", (int)(versus - text), text, words,
		(int)(number + len - versus), versus);
}

static bool answer(struct odds *odds, const char *text, struct error *err)
{
	const char *versus = is_system(odds, text) ? NULL : find_versus(text);
	size_t len;
	char *first;

	if (versus != NULL) {
		text = favour_first(odds, text, versus);
		versus = find_versus(text);
	}
	len = versus != NULL ? (size_t)(versus - text) : strlen(text);
	len = lex_before_blanks(text, len);
	first = arena_strndup(&odds->arena, text, len);
	if (!add_side(odds, first, err))
		return false;
	if (versus != NULL && !versus_is_ruled(odds->sides[0].roll) &&
		read_difficulty(versus + strlen("vs"), &odds->sides[0]))
		versus = NULL;
	if (versus != NULL && !add_second(odds, text, versus + strlen("vs"), err))
		return false;
	for (size_t i = 0; i < odds->count; i++)
		if (odds->sides[i].compares)
			odds->sides[i].chance = chance_of(&odds->sides[i]);
	return true;
}

static struct odds *new_odds(const struct dice_book *book, const struct dice_limits *limits)
{
	struct odds *odds = mem_zalloc(1, sizeof *odds);

	odds->work.pool = (struct dist_pool)DIST_POOL_INIT;
	odds->work.limits = limits;
	odds->book = book;
	odds->arena = (struct arena)ARENA_INIT;
	return odds;
}

struct odds *odds_new(const char *line, const struct dice_book *book,
	const struct dice_limits *limits, struct error *err)
{
	struct odds *odds = new_odds(book, limits);
	struct error unheard;

	if (answer(odds, lex_skip_blanks(line), err != NULL ? err : &unheard))
		return odds;
	odds_free(odds);
	return NULL;
}

struct odds *odds_new_quick(const char *line, const struct dice_book *book,
	const struct dice_limits *limits, bool *slow, struct error *err)
{
	struct odds *odds = new_odds(book, limits);
	bool answered;

	odds->quick = true;
	odds->work.pool.steps_left = ODDS_QUICK_STEPS;
	answered = answer(odds, lex_skip_blanks(line), err);
	*slow = odds->slow || odds->work.pool.spent == DIST_NO_STEPS;
	if (answered && !*slow)
		return odds;
	odds_free(odds);
	return NULL;
}

void odds_free(struct odds *odds)
{
	if (odds == NULL)
		return;
	dist_pool_release(&odds->work.pool);
	arena_release(&odds->arena);
	free(odds);
}
