/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what the rules of a case ask about the dice, so that only that is kept of them. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "dice/outcomes/impl.h"

enum { VALUES = MAX_FACE + 2 }; /* of which each is asked about */

static bool is_function(const struct rule_function *function, const char *name)
{
	return strcmp(function->name, name) == 0;
}

static bool same_label(const struct question *question, const char *label, size_t len)
{
	return question->label_len == len && strncasecmp(question->label, label, len) == 0;
}

static bool same_question(const struct question *a, const struct question *b)
{
	if (a->kind != b->kind || !same_label(a, b->label, b->label_len))
		return false;
	if (a->kind == ASK_VALUES)
		return true;
	if (a->kind == ASK_BEST)
		return a->function == b->function &&
		       (a->best == b->best || is_function(a->function, "nth"));
	return a->function == b->function && a->word_len == b->word_len &&
	       (a->word == NULL || strncasecmp(a->word, b->word, a->word_len) == 0) &&
	       a->comparison == b->comparison &&
	       (a->comparison == RULE_ANY || a->number == b->number);
}

static enum merge merge_for(const struct rule_function *function)
{
	if (is_function(function, "highest"))
		return MERGE_MOST;
	if (is_function(function, "lowest"))
		return MERGE_LEAST;
	return is_function(function, "first") ? MERGE_FIRST : MERGE_SUM;
}

static struct question *find(struct questions *questions, const struct question *question)
{
	for (size_t i = 0; i < questions->count; i++)
		if (same_question(&questions->list[i], question))
			return &questions->list[i];
	return NULL;
}

static void add(struct questions *questions, const struct question *question)
{
	struct question *known = find(questions, question);

	if (known != NULL)
		known->best = known->best > question->best ? known->best : question->best;
	else if (questions->count == MAX_QUESTIONS)
		questions->too_many = true;
	else
		questions->list[questions->count++] = *question;
}

/* Give the NUMBER numbers at the end of a state to what MERGE says. */
static void place(struct questions *questions, size_t number, enum merge merge)
{
	for (; number > 0 && questions->width < STATES_MAX_WIDTH; number--)
		questions->merges[questions->width++] = merge;
	questions->too_many = questions->too_many || number > 0;
}

/* Give every question its place in a state. */
static void place_all(struct questions *questions)
{
	questions->width = AT_FIRST;
	for (size_t i = 0; i < questions->count; i++) {
		struct question *question = &questions->list[i];

		question->at = questions->width;
		if (question->kind == ASK_RESULT)
			place(questions, 1, merge_for(question->function));
		if (question->kind == ASK_VALUES)
			place(questions, VALUES, MERGE_SUM);
		if (question->kind == ASK_BEST)
			place(questions, question->best, MERGE_BEST);
		if (question->kind == ASK_BEST)
			place(questions, 1, MERGE_REST);
	}
	questions->at_values = questions->width;
	if (questions->keeps_values)
		place(questions, MAX_TERMS, MERGE_SUM);
}

/* The number that RULE is for certain, whatever the dice show; false if there is none. */
static bool is_constant(const struct questions *questions, const struct rule *rule, double *number)
{
	struct system_scope known = {.system = questions->use->system, .use = questions->use};
	struct rule_scene scene = system_scene(&known);
	struct error err;

	scene.constant = true;
	return rule_compute(rule, &scene, number, &err);
}

/* How what RULE, a function of dice, comes to is kept. NUMBER becomes what it compares with, if
 * that is known. */
static enum question_kind kind_of(
	const struct questions *questions, const struct rule *rule, double *number)
{
	bool known = rule->right == NULL || is_constant(questions, rule->right, number);

	if (known && rule->right != NULL && *number >= 0 && *number <= MAX_BEST &&
		(is_function(rule->function, "nth") || is_function(rule->function, "largest")))
		return ASK_BEST;
	return rule->function->looks_back || rule->function->whole != NULL || !known ? ASK_VALUES
										     : ASK_RESULT;
}

static void find_in(struct questions *questions, const struct rule *rule)
{
	struct question question;

	if (rule == NULL)
		return;
	if (rule->kind == RULE_NAME && rule->name_len == strlen("total") &&
		strncasecmp(rule->name, "total", rule->name_len) == 0)
		questions->asks_total = true;
	find_in(questions, rule->left);
	find_in(questions, rule->right);
	for (size_t i = 0; i < rule->arg_count; i++)
		find_in(questions, rule->args[i]);
	if (rule->kind != RULE_DICE)
		return;
	question = (struct question){.function = rule->function,
		.label = rule->name,
		.label_len = rule->name_len,
		.only_kept = rule->only_kept,
		.only_own = rule->only_own,
		.word = rule->word,
		.word_len = rule->word_len,
		.comparison = rule->comparison};
	questions->groups = questions->groups || rule->function->whole == rule_groups ||
			    rule->function->whole == rule_raises;
	question.kind = kind_of(questions, rule, &question.number);
	if (question.kind == ASK_BEST)
		question.best = (size_t)question.number;
	add(questions, &question);
}

/* All rules in TEMPLATE. */
static void find_in_template(struct questions *questions, const char *template)
{
	struct system_scope known = {.system = questions->use->system,
		.use = questions->use,
		.of = questions->use->chosen,
		.lets = questions->use->chosen->let_count,
		.has_total = true};
	struct rule_scene scene = system_scene(&known);
	struct system_piece piece;

	while (system_template_next(questions->use->system, &template, &piece)) {
		struct arena arena = ARENA_INIT;
		struct error err;

		if (piece.rule != NULL)
			find_in(questions,
				rule_read(piece.rule, piece.rule_len, &scene, &arena, &err));
		arena_release(&arena);
	}
}

/* All rules that come before the total: those that see that of the dice. */
static void find_before_total(struct questions *questions, const struct system_case *of)
{
	for (size_t i = 0; i < of->total_lets; i++)
		find_in(questions, of->lets[i].value);
	find_in(questions, of->total);
	for (size_t i = 0; i < of->then_count; i++) {
		for (size_t n = 0; n < of->thens[i].lets; n++)
			find_in(questions, of->lets[n].value);
		find_in(questions, of->thens[i].when);
		find_in_template(questions, of->thens[i].text);
	}
}

static void find_after_total(struct questions *questions, const struct system_case *of)
{
	for (size_t i = of->total_lets; i < of->let_count; i++)
		find_in(questions, of->lets[i].value);
	for (size_t i = 0; i < of->rule_count; i++) {
		find_in(questions, of->rules[i].when);
		find_in_template(questions, of->rules[i].text);
	}
	for (size_t i = 0; i < of->versus_count; i++)
		find_in(questions, of->versus[i]);
}

bool questions_find(struct questions *questions, const struct system_use *use, bool keeps_values)
{
	const struct system_case *of = use->chosen;

	*questions = (struct questions){.use = use, .keeps_values = keeps_values};
	find_before_total(questions, of);
	questions->sums = of->total == NULL || questions->asks_total;
	find_after_total(questions, of);
	place_all(questions);
	return !questions->too_many;
}

/* ---- answers ---- */

/* What FUNCTION makes of so many dice that show each value. */
static double whole_from_values(
	const double *counts, const struct rule_function *function, double number)
{
	struct rule_die dice[RULE_MAX_COMPARED];
	size_t count = 0;

	for (int value = MAX_FACE; value >= -1; value--)
		for (double n = counts[value + 1]; n > 0 && count < RULE_MAX_COMPARED; n--)
			dice[count++] = (struct rule_die){.value = value};
	return rule_whole(function, dice, count, number);
}

/* What RULE comes to when so many dice show each value, asked from FIRST on. */
static double from_values(const double *counts, const struct rule *rule, double number)
{
	const struct rule_function *function = rule->function;
	double out = 0, seen = 0;

	if (function->whole != NULL)
		return whole_from_values(counts, function, number);

	for (int value = -1; value <= MAX_FACE; value++) {
		double count = counts[value + 1];

		if (count == 0 || !rule_compares(rule->comparison, value, number))
			continue;
		if (is_function(function, "count"))
			out += count;
		else if (is_function(function, "sum"))
			out += count * value;
		else if (is_function(function, "same"))
			out = fmax(out, count);
		else if (is_function(function, "pairs"))
			out += floor(count / 2);
		else if (is_function(function, "highest") || seen == 0)
			out = value;
		seen += count;
	}
	return out;
}

/* What RULE, a function of the best dice, comes to from the numbers of QUESTION. Returns false if
 * they do not say. */
static bool from_best(const struct question *question, const double *numbers,
	const struct rule *rule, double number, double *out)
{
	const double *best = numbers + question->at;

	if (!is_function(rule->function, "nth")) {
		*out = best[question->best];
		return number == (double)question->best;
	}
	if (number > (double)question->best)
		return false;
	*out = number >= 1 && isfinite(best[(size_t)number - 1])
		       ? best_value(best[(size_t)number - 1])
		       : 0;
	return true;
}

/* What RULE comes to from the numbers of QUESTION, if it is asked there. */
static bool answer_from(const struct question *question, const double *numbers,
	const struct rule *rule, double number, double *out)
{
	struct question asked = {.kind = question->kind,
		.function = rule->function,
		.label = rule->name,
		.label_len = rule->name_len,
		.word = rule->word,
		.word_len = rule->word_len,
		.comparison = rule->comparison,
		.number = number,
		.best = question->best};

	if (!same_question(question, &asked))
		return false;
	if (question->kind == ASK_BEST)
		return from_best(question, numbers, rule, number, out);
	if (question->kind == ASK_RESULT) {
		*out = isfinite(numbers[question->at]) ? numbers[question->at] : 0;
		return true;
	}
	if (rule->function->by_word || rule->function->by_face ||
		rule->function->whole == rule_largest || is_function(rule->function, "first"))
		return false;
	*out = from_values(numbers + question->at, rule, number);
	return true;
}

bool questions_answer(const struct questions *questions, const double *numbers,
	const struct rule *rule, double number, double *out)
{
	for (size_t i = 0; i < questions->count; i++)
		if (answer_from(&questions->list[i], numbers, rule, number, out))
			return true;
	return false;
}

static bool is_meant(const struct question *question, const char *label)
{
	return system_means_all(question->label, question->label_len) ||
	       (label != NULL && same_label(question, label, strlen(label)));
}

/* Whether the values of all faces of a die are among those that are asked about. */
static bool has_values(const struct die_kind *kind, uint32_t sides)
{
	for (uint32_t face = 1; face <= sides; face++) {
		double value = die_value(kind, face);

		if (value < -1 || value > MAX_FACE || value != floor(value))
			return false;
	}
	return true;
}

bool questions_suit(const struct questions *questions, const char *label,
	const struct die_kind *kind, uint32_t sides)
{
	for (size_t i = 0; i < questions->count; i++)
		if (questions->list[i].kind == ASK_VALUES && is_meant(&questions->list[i], label) &&
			!has_values(kind, sides))
			return false;
	return true;
}

/* Write what one die that is meant answers. */
static void answer(const struct question *question, const struct shown *shown, double *numbers)
{
	bool nth = question->kind == ASK_BEST && is_function(question->function, "nth");
	double *at = numbers + question->at;

	if (question->kind == ASK_VALUES)
		at[(int)shown->natural + 1] = 1;
	else if (nth)
		at[0] = best_key(shown->natural, 1);
	else if (question->kind == ASK_BEST && shown->face != 1)
		at[0] = question->best > 0 ? best_key(shown->natural, shown->sides) : shown->sides;
	else if (question->kind == ASK_BEST)
		return;
	else if (question->word != NULL)
		*at = rule_symbols(shown->word, question->word, question->word_len);
	else if (question->function->by_face || is_function(question->function, "count"))
		*at = 1;
	else
		*at = shown->natural;
}

void questions_ask(const struct questions *questions, const struct shown *shown, double *numbers)
{
	for (size_t i = 0; i < questions->count; i++) {
		const struct question *question = &questions->list[i];
		double value = question->function->by_face ? shown->face : shown->natural;

		if ((question->only_own && shown->extra) ||
			(question->only_kept && shown->dropped) ||
			!is_meant(question, shown->label))
			continue;
		if (question->kind != ASK_RESULT ||
			rule_compares(question->comparison, value, question->number))
			answer(question, shown, numbers);
	}
}

uint64_t questions_steps(const struct questions *questions, const double *numbers)
{
	enum { PLAIN = 100 };
	double dice = 0, most = 0;

	for (size_t i = 0; questions->groups && i < questions->count; i++)
		for (size_t n = 0; questions->list[i].kind == ASK_VALUES && n < VALUES; n++) {
			dice += numbers[questions->list[i].at + n];
			most = fmax(most, numbers[questions->list[i].at + n]);
		}
	/* Many equal dice are tens that added others, and each is a group by itself. */
	dice = fmin(fmin(dice, 2 * (dice - most) + 1), RULE_MAX_GROUPED);
	return PLAIN + (questions->groups ? (uint64_t)dice << (unsigned)dice : 0);
}
