/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Computes a rule by a walk over its tree. */
#include "dice/systems/rule.h"

#include <math.h>
#include <string.h>

#include "dice/notation/arith.h"
#include "dice/systems/rule_impl.h"

/* ---- functions of numbers ---- */

static double number_min(const double *args, size_t count)
{
	double least = args[0];

	for (size_t i = 1; i < count; i++)
		least = args[i] < least ? args[i] : least;
	return least;
}

static double number_max(const double *args, size_t count)
{
	double most = args[0];

	for (size_t i = 1; i < count; i++)
		most = args[i] > most ? args[i] : most;
	return most;
}

static double number_floor(const double *args, size_t count)
{
	(void)count;
	return floor(args[0]);
}

static double number_ceil(const double *args, size_t count)
{
	(void)count;
	return ceil(args[0]);
}

/* A half is rounded up. */
static double number_round(const double *args, size_t count)
{
	(void)count;
	return floor(args[0] + 0.5);
}

static double number_abs(const double *args, size_t count)
{
	(void)count;
	return fabs(args[0]);
}

static double number_if(const double *args, size_t count)
{
	(void)count;
	return args[0] != 0 ? args[1] : args[2];
}

/* ---- functions of dice: one step for each die that was chosen ---- */

static void step_count(struct rule_tally *tally, double value)
{
	(void)value;
	tally->result++;
}

static void step_sum(struct rule_tally *tally, double value)
{
	tally->result += value;
}

static void step_highest(struct rule_tally *tally, double value)
{
	if (tally->seen == 0 || value > tally->result)
		tally->result = value;
}

static void step_lowest(struct rule_tally *tally, double value)
{
	if (tally->seen == 0 || value < tally->result)
		tally->result = value;
}

static void step_first(struct rule_tally *tally, double value)
{
	if (tally->seen == 0)
		tally->result = value;
}

/* How many of the dice before this one show the same: summed up from there. */
static size_t equal_before(const struct rule_tally *tally, double value)
{
	size_t equal = 0;

	for (size_t i = 0; i < tally->at; i++)
		equal += rule_chooses(tally, &tally->dice[i]) && tally->dice[i].value == value;
	return equal;
}

static void step_same(struct rule_tally *tally, double value)
{
	double now = (double)equal_before(tally, value) + 1;

	if (now > tally->result)
		tally->result = now;
}

/* Every second of the same makes a pair. */
static void step_pairs(struct rule_tally *tally, double value)
{
	tally->result += (double)(equal_before(tally, value) % 2);
}

double rule_symbols(const char *shown, const char *word, size_t len)
{
	double count = 0;

	while (shown != NULL && *shown != '\0') {
		size_t one = strcspn(shown, "+");

		count += one == len && strncasecmp(shown, word, len) == 0;
		shown += one + (shown[one] == '+');
	}
	return count;
}

/* Each die counts what it shows of the word. */
static void step_symbols(struct rule_tally *tally, double value)
{
	(void)value;
	tally->result += rule_symbols(tally->dice[tally->at].word, tally->word, tally->word_len);
}

static const struct rule_function functions[] = {
	{.name = "min", .min_args = 2, .max_args = RULE_MAX_ARGS, .compute = number_min},
	{.name = "max", .min_args = 2, .max_args = RULE_MAX_ARGS, .compute = number_max},
	{.name = "floor", .min_args = 1, .max_args = 1, .compute = number_floor},
	{.name = "ceil", .min_args = 1, .max_args = 1, .compute = number_ceil},
	{.name = "round", .min_args = 1, .max_args = 1, .compute = number_round},
	{.name = "abs", .min_args = 1, .max_args = 1, .compute = number_abs},
	{.name = "if", .min_args = 3, .max_args = 3, .compute = number_if},
	{.name = "count", .step = step_count},
	{.name = "face", .step = step_count, .by_face = true},
	{.name = "sum", .step = step_sum},
	{.name = "highest", .step = step_highest},
	{.name = "lowest", .step = step_lowest},
	{.name = "first", .step = step_first},
	{.name = "same", .step = step_same, .looks_back = true},
	{.name = "symbols", .step = step_symbols, .by_word = true},
	{.name = "nth", .whole = rule_nth},
	{.name = "groups", .whole = rule_groups},
	{.name = "raises", .whole = rule_raises},
	{.name = "largest", .whole = rule_largest},
	{.name = "pairs", .step = step_pairs, .looks_back = true},
};

const struct rule_function *rule_function_find(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
		if (strlen(functions[i].name) == len &&
			strncasecmp(functions[i].name, name, len) == 0)
			return &functions[i];
	return NULL;
}

bool rule_compares(enum rule_comparison comparison, double left, double right)
{
	switch (comparison) {
	case RULE_EQUAL:
		return left == right;
	case RULE_UNEQUAL:
		return left != right;
	case RULE_AT_MOST:
		return left <= right;
	case RULE_AT_LEAST:
		return left >= right;
	case RULE_LESS:
		return left < right;
	case RULE_MORE:
		return left > right;
	case RULE_ANY:
		break;
	}
	return true;
}

bool rule_chooses(const struct rule_tally *tally, const struct rule_die *die)
{
	double value = tally->function->by_face ? die->face : die->value;

	return (!tally->only_kept || die->kept) && (!tally->only_own || !die->extra) &&
	       rule_compares(tally->comparison, value, tally->number);
}

/* ---- the walk ---- */

static bool compute(
	const struct rule *rule, const struct rule_scene *scene, double *out, struct error *err);

/* Compute a function of all COUNT dice of TALLY at once. */
static bool compute_whole(struct rule_tally *tally, size_t count, double *out, struct error *err)
{
	struct rule_die dice[RULE_MAX_COMPARED];
	size_t chosen = 0;

	if (count > RULE_MAX_COMPARED)
		return error_set(err, "%s() takes %d dice at most", tally->function->name,
			RULE_MAX_COMPARED);
	for (size_t i = 0; i < count; i++)
		if (rule_chooses(tally, &tally->dice[i]))
			dice[chosen++] = tally->dice[i];
	*out = rule_whole(tally->function, dice, chosen, tally->number);
	return true;
}

static bool compute_dice(
	const struct rule *rule, const struct rule_scene *scene, double *out, struct error *err)
{
	struct rule_tally tally = {.function = rule->function,
		.only_kept = rule->only_kept,
		.only_own = rule->only_own,
		.word = rule->word,
		.word_len = rule->word_len,
		.comparison = rule->comparison};
	size_t count = 0;

	if (rule->right != NULL && !compute(rule->right, scene, &tally.number, err))
		return false;
	if (scene->constant)
		return error_set(err, "the dice are not known");
	if (scene->answer != NULL)
		return scene->answer(scene->arg, rule, tally.number, out) ||
		       error_set(err, "the odds of what %s() finds are not known",
			       rule->function->name);
	tally.dice = scene->dice(scene->arg, rule->name, rule->name_len, &count);
	if (rule->function->whole != NULL)
		return compute_whole(&tally, count, out, err);
	if (rule->function->looks_back && count > RULE_MAX_COMPARED)
		return error_set(
			err, "%s() takes %d dice at most", rule->function->name, RULE_MAX_COMPARED);
	for (tally.at = 0; tally.at < count; tally.at++) {
		if (!rule_chooses(&tally, &tally.dice[tally.at]))
			continue;
		tally.function->step(&tally, tally.dice[tally.at].value);
		tally.seen++;
	}
	*out = tally.result;
	return true;
}

static bool compute_call(
	const struct rule *rule, const struct rule_scene *scene, double *out, struct error *err)
{
	double args[RULE_MAX_ARGS];

	for (size_t i = 0; i < rule->arg_count; i++)
		if (!compute(rule->args[i], scene, &args[i], err))
			return false;
	*out = rule->function->compute(args, rule->arg_count);
	return true;
}

static bool compute_sum(
	const struct rule *rule, const struct rule_scene *scene, double *out, struct error *err)
{
	enum arith_fault fault;
	double left, right;

	if (!compute(rule->left, scene, &left, err) || !compute(rule->right, scene, &right, err))
		return false;
	fault = rule->operator->compute(left, right, out);
	return fault == ARITH_FINE || error_set(err, "%s", arith_fault_text(fault));
}

/* The right-hand side is not looked at when the left one decides. */
static bool compute_logic(
	const struct rule *rule, const struct rule_scene *scene, double *out, struct error *err)
{
	if (!compute(rule->left, scene, out, err))
		return false;
	if ((*out != 0) == (rule->kind == RULE_AND) && !compute(rule->right, scene, out, err))
		return false;
	*out = *out != 0;
	return true;
}

static bool compute(
	const struct rule *rule, const struct rule_scene *scene, double *out, struct error *err)
{
	double right;

	switch (rule->kind) {
	case RULE_NUMBER:
		*out = rule->number;
		return true;
	case RULE_NAME:
		return scene->number(scene->arg, rule->name, rule->name_len, out) ||
		       error_set(err, "%.*s is not known yet", (int)rule->name_len, rule->name);
	case RULE_DICE:
		return compute_dice(rule, scene, out, err);
	case RULE_CALL:
		return compute_call(rule, scene, out, err);
	case RULE_SUM:
		return compute_sum(rule, scene, out, err);
	case RULE_NEGATE:
		if (!compute(rule->left, scene, out, err))
			return false;
		*out = -*out;
		return true;
	case RULE_NOT:
		if (!compute(rule->left, scene, out, err))
			return false;
		*out = *out == 0;
		return true;
	case RULE_AND:
	case RULE_OR:
		return compute_logic(rule, scene, out, err);
	case RULE_COMPARE:
		break;
	}
	if (!compute(rule->left, scene, out, err) || !compute(rule->right, scene, &right, err))
		return false;
	*out = rule_compares(rule->comparison, *out, right);
	return true;
}

bool rule_compute(
	const struct rule *rule, const struct rule_scene *scene, double *out, struct error *err)
{
	if (!compute(rule, scene, out, err))
		return false;
	return arith_check(*out) == ARITH_FINE ||
	       error_set(err, "%s", arith_fault_text(arith_check(*out)));
}
