/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what the rules of a case ask about the dice, so that only that is kept of them. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "dice/outcomes/impl.h"

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
	return a->function == b->function && same_label(a, b->label, b->label_len) &&
	       a->word_len == b->word_len &&
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

static void add(struct questions *questions, const struct question *question)
{
	for (size_t i = 0; i < questions->count; i++)
		if (same_question(&questions->list[i], question))
			return;
	if (questions->count == MAX_QUESTIONS) {
		questions->too_many = true;
		return;
	}
	questions->merges[AT_FIRST + questions->count] = merge_for(question->function);
	questions->list[questions->count++] = *question;
}

/* Ask how many dice show each value: from that everything can be computed. */
static void add_values(struct questions *questions, struct question question)
{
	question.function = rule_function_find("count", strlen("count"));
	question.comparison = RULE_EQUAL;
	for (int value = -1; value <= MAX_FACE; value++) {
		question.number = value;
		add(questions, &question);
	}
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

static void find_in(struct questions *questions, const struct rule *rule)
{
	struct question question;

	if (rule == NULL)
		return;
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
	if (rule->function->looks_back || rule->function->whole != NULL ||
		(rule->right != NULL && !is_constant(questions, rule->right, &question.number)))
		add_values(questions, question);
	else
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

bool questions_find(struct questions *questions, const struct system_use *use, bool keeps_values)
{
	const struct system_case *of = use->chosen;

	*questions = (struct questions){.use = use, .keeps_values = keeps_values};
	for (size_t i = 0; i < of->let_count; i++)
		find_in(questions, of->lets[i].value);
	find_in(questions, of->total);
	for (size_t i = 0; i < of->then_count; i++) {
		find_in(questions, of->thens[i].when);
		find_in_template(questions, of->thens[i].text);
	}
	for (size_t i = 0; i < of->rule_count; i++) {
		find_in(questions, of->rules[i].when);
		find_in_template(questions, of->rules[i].text);
	}
	for (size_t i = 0; i < of->versus_count; i++)
		find_in(questions, of->versus[i]);
	questions->width = AT_FIRST + questions->count + (keeps_values ? MAX_TERMS : 0);
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

bool questions_answer(const struct questions *questions, const double *numbers,
	const struct rule *rule, double number, double *out)
{
	struct question asked = {.function = rule->function,
		.label = rule->name,
		.label_len = rule->name_len,
		.word = rule->word,
		.word_len = rule->word_len,
		.comparison = rule->comparison,
		.number = number};

	for (size_t i = 0; i < questions->count; i++)
		if (same_question(&questions->list[i], &asked)) {
			*out = numbers[AT_FIRST + i];
			*out = isfinite(*out) ? *out : 0;
			return true;
		}
	if (rule->function->by_word || rule->function->whole == rule_largest)
		return false;
	asked.function = rule_function_find("count", strlen("count"));
	asked.comparison = RULE_EQUAL;
	asked.number = -1;
	for (size_t i = 0; i < questions->count; i++)
		if (same_question(&questions->list[i], &asked) && !rule->function->by_face &&
			!is_function(rule->function, "first")) {
			*out = from_values(numbers + AT_FIRST + i, rule, number);
			return true;
		}
	return false;
}

/* What one die that is meant answers. */
static double answer_of(const struct question *question, const struct shown *shown)
{
	if (question->word != NULL)
		return rule_symbols(shown->word, question->word, question->word_len);
	if (question->function->by_face || is_function(question->function, "count"))
		return 1;
	return shown->natural;
}

void questions_ask(const struct questions *questions, const struct shown *shown, double *numbers)
{
	for (size_t i = 0; i < questions->count; i++) {
		const struct question *question = &questions->list[i];
		double value = question->function->by_face ? shown->face : shown->natural;

		if ((question->only_own && shown->extra) ||
			(question->only_kept && shown->dropped) ||
			!rule_compares(question->comparison, value, question->number))
			continue;
		if (!system_means_all(question->label, question->label_len) &&
			(shown->label == NULL ||
				!same_label(question, shown->label, strlen(shown->label))))
			continue;
		numbers[AT_FIRST + i] = answer_of(question, shown);
	}
}
