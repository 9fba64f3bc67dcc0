/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says of two rolls with vs between them whether they can be compared, and who wins. */
#include "dice/versus.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "dice/format/format.h"
#include "dice/notation/lex.h"
#include "dice/systems/system.h"

/* ---- whether they can be compared ---- */

size_t versus_length(const char *text)
{
	static const char *const words[] = {"vs", "vs.", "versus"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t len = strlen(words[i]);

		if (strncasecmp(text, words[i], len) == 0 && lex_is_blank(text[len]))
			return len;
	}
	return 0;
}

const char *versus_find(const char *line)
{
	for (const char *at = line; *at != '\0' && *at != '#'; at++) {
		if (*at == '"' && strchr(at + 1, '"') != NULL)
			at = strchr(at + 1, '"');
		else if (at > line && lex_is_blank(at[-1]) && versus_length(at) > 0)
			return at;
	}
	return NULL;
}

static const struct system_case *case_of(const struct dice_roll *roll)
{
	return roll->use != NULL ? roll->use->chosen : NULL;
}

bool versus_is_ruled(const struct dice_roll *roll)
{
	const struct system_case *of = case_of(roll);

	return of != NULL &&
	       (of->rule_count > 0 || of->versus_count > 0 || !system_is_plain(roll->use));
}

/* Whether EXPR counts dice instead of adding them up. */
static bool counts(const struct ast *expr)
{
	while (expr->kind == AST_BINARY || expr->kind == AST_NEGATE)
		expr = expr->kind == AST_BINARY ? expr->binary.left : expr->operand;
	return expr->kind == AST_DICE && expr->dice.rules != NULL &&
	       expr->dice.rules->tally != TALLY_SUM && expr->dice.rules->tally != TALLY_MARGIN;
}

static bool check_side(const struct dice_roll *roll, struct error *err)
{
	const struct ast_roll *tree = roll->tree;

	if (tree->repeat_count > 0)
		return error_at(err, 1, "what is rolled several times is not compared by vs");
	if (tree->compares)
		return error_at(err, 1, "a side of vs is not compared with a number too");
	if (tree->expr->kind == AST_DICE && dice_show_words(&tree->expr->dice))
		return error_at(err, 1, "dice that show words are not compared by vs");
	if (versus_is_ruled(roll) && case_of(roll)->versus_count == 0)
		return error_at(err, 1, "%s does not say how two rolls of it compare",
			roll->use->system->name);
	return true;
}

bool versus_check(const struct dice_roll *first, const struct dice_roll *second, struct error *err)
{
	bool ruled = versus_is_ruled(first) || versus_is_ruled(second);

	if (!check_side(first, err) || !check_side(second, err))
		return false;
	if (ruled && (first->use == NULL || second->use == NULL ||
			     first->use->system != second->use->system))
		return error_at(err, 1, "%s is only compared with %s",
			(versus_is_ruled(first) ? first : second)->use->system->name,
			(versus_is_ruled(first) ? first : second)->use->system->name);
	if (!ruled && counts(first->tree->expr) != counts(second->tree->expr))
		return error_at(err, 1, "one side of vs counts dice, and the other adds them up");
	return true;
}

/* ---- who wins ---- */

int versus_compare(const double *first, const double *second, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (first[i] != second[i])
			return first[i] > second[i] ? 1 : -1;
	return 0;
}

/* " by 2 hits", where the game says that this means something, or the dice are plain. */
static void add_margin(
	struct strbuf *out, const struct dice_outcome *first, double margin, struct arena *arena)
{
	const struct system_case *of = case_of(first->roll);

	if (margin == 0 || (of != NULL && of->versus_count > 0 && of->margin == NULL))
		return;
	strbuf_addstr(out, " by ");
	if (of != NULL && of->margin != NULL && *of->margin != '\0')
		format_counted(out, margin, system_unit(of->margin, margin, arena));
	else
		dice_number(out, margin);
}

void versus_judge(struct dice_outcome *first, struct arena *arena)
{
	static const char *const ties[] = {[TIE_NOBODY] = "",
		[TIE_FIRST] = ", which the first wins",
		[TIE_SECOND] = ", which the second wins"};
	const struct dice_outcome *second = first->other;
	const struct system_case *of = case_of(first->roll);
	int sign = versus_compare(first->ranks, second->ranks, first->rank_count);
	double margin = (first->ranks[0] - second->ranks[0]) * sign;
	struct strbuf text = STRBUF_INIT;

	if (sign == 0)
		strbuf_addf(&text, "a tie%s", ties[of != NULL ? of->tie : TIE_NOBODY]);
	else
		strbuf_addf(&text, "the %s wins", sign > 0 ? "first" : "second");
	if (sign != 0)
		add_margin(&text, first, margin, arena);
	first->contest = strbuf_move(&text, arena);
}
