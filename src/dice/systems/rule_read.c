/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a rule into its tree, by recursive descent; each function is a line of the grammar in
 * rule.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "dice/notation/arith.h"
#include "dice/systems/rule_impl.h"

struct reader {
	const char *text, *at, *end;
	const struct rule_scene *scene;
	struct arena *arena;
	struct error *err;
	int depth;
};

static const struct rule *read_either(struct reader *r);

static const struct rule *fail_at(struct reader *r, const char *at, const char *what)
{
	error_at(r->err, (int)(at - r->text) + 1, "%s", what);
	return NULL;
}

static struct rule *node(struct reader *r, enum rule_kind kind)
{
	struct rule *rule = arena_zalloc(r->arena, 1, sizeof *rule);

	rule->kind = kind;
	return rule;
}

static void skip_blanks(struct reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
		r->at++;
}

/* Take SIGN, and the blanks after it, if it is next. */
static bool take(struct reader *r, const char *sign)
{
	size_t len = strlen(sign);

	if ((size_t)(r->end - r->at) < len || strncmp(r->at, sign, len) != 0)
		return false;
	r->at += len;
	skip_blanks(r);
	return true;
}

static size_t name_length(const struct reader *r)
{
	size_t len = 0;

	if (r->at < r->end && isalpha((unsigned char)*r->at))
		while (r->at + len < r->end &&
			(isalnum((unsigned char)r->at[len]) || r->at[len] == '_'))
			len++;
	return len;
}

/* Take WORD if it is the next name. */
static bool take_word(struct reader *r, const char *word)
{
	size_t len = name_length(r);

	if (len != strlen(word) || strncasecmp(r->at, word, len) != 0)
		return false;
	r->at += len;
	skip_blanks(r);
	return true;
}

static enum rule_comparison take_comparison(struct reader *r)
{
	static const struct {
		const char *sign;
		enum rule_comparison comparison;
	} rows[] = {
		{"!=", RULE_UNEQUAL},
		{"<=", RULE_AT_MOST},
		{">=", RULE_AT_LEAST},
		{"=", RULE_EQUAL},
		{"<", RULE_LESS},
		{">", RULE_MORE},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (take(r, rows[i].sign))
			return rows[i].comparison;
	return RULE_ANY;
}

static bool is_digit_next(const struct reader *r)
{
	return r->at < r->end && isdigit((unsigned char)*r->at);
}

static const struct rule *read_number(struct reader *r)
{
	struct rule *rule = node(r, RULE_NUMBER);
	const char *begin = r->at;
	double scale = 1;

	while (is_digit_next(r))
		rule->number = rule->number * 10 + (*r->at++ - '0');
	if (r->at < r->end && *r->at == '.')
		for (r->at++; is_digit_next(r); scale *= 10)
			rule->number = rule->number * 10 + (*r->at++ - '0');
	rule->number /= scale;
	if (arith_check(rule->number) != ARITH_FINE)
		return fail_at(r, begin, "this number is too large");
	skip_blanks(r);
	return rule;
}

static const struct rule *read_product(struct reader *r);

static const struct rule *read_sum(struct reader *r)
{
	const struct rule *left = read_product(r);

	while (left != NULL && r->at < r->end && (*r->at == '+' || *r->at == '-')) {
		struct rule *rule = node(r, RULE_SUM);
		rule->operator= operator_match(r->at);
		rule->left = left;
		take(r, rule->operator->spelling);
		rule->right = read_product(r);
		left = rule->right != NULL ? rule : NULL;
	}
	return left;
}

/* ", word": what a function counts on the faces. */
static const struct rule *read_word(struct reader *r, struct rule *rule)
{
	if (take(r, ","))
		rule->word_len = name_length(r);
	if (rule->word_len == 0)
		return fail_at(r, r->at, "a comma and a word on the faces should stand here");
	rule->word = r->at;
	r->at += rule->word_len;
	skip_blanks(r);
	return rule;
}

/* What stands in the brackets of a function of dice. */
static const struct rule *read_dice(struct reader *r, struct rule *rule)
{
	rule->kind = RULE_DICE;
	rule->name = r->at;
	rule->name_len = name_length(r);
	rule->only_kept = rule->name_len == 4 && strncasecmp(r->at, "kept", 4) == 0;
	rule->only_own = rule->name_len == 3 && strncasecmp(r->at, "own", 3) == 0;
	if (rule->name_len == 0 || !r->scene->has_dice(r->scene->arg, rule->name, rule->name_len))
		return fail_at(
			r, r->at, "the label of dice, `all`, `kept` or `own` should stand here");
	r->at += rule->name_len;
	skip_blanks(r);
	if (rule->function->by_word)
		return read_word(r, rule);
	if (rule->function->whole != NULL) {
		if (!take(r, ","))
			return fail_at(r, r->at, "a comma and a number should stand here");
		rule->right = read_sum(r);
		return rule->right != NULL ? rule : NULL;
	}
	rule->comparison = take_comparison(r);
	if (rule->comparison == RULE_ANY)
		return rule;
	rule->right = read_sum(r);
	return rule->right != NULL ? rule : NULL;
}

static const struct rule *read_args(struct reader *r, struct rule *rule, const char *begin)
{
	rule->kind = RULE_CALL;
	do {
		if (rule->arg_count == RULE_MAX_ARGS)
			return fail_at(r, r->at, "a function takes 8 numbers at most");
		rule->args[rule->arg_count] = read_either(r);
		if (rule->args[rule->arg_count++] == NULL)
			return NULL;
	} while (take(r, ","));
	if (rule->arg_count < rule->function->min_args ||
		rule->arg_count > rule->function->max_args)
		return fail_at(r, begin, "this function takes another number of arguments");
	return rule;
}

/* The name of LEN bytes is next, and the bracket after it. */
static const struct rule *read_function(struct reader *r, size_t len)
{
	const char *begin = r->at;
	struct rule *rule = node(r, RULE_CALL);
	const struct rule *done;

	rule->function = rule_function_find(begin, len);
	if (rule->function == NULL)
		return fail_at(r, begin, "there is no function with this name");
	r->at += len;
	take(r, "(");
	done = rule->function->compute == NULL ? read_dice(r, rule) : read_args(r, rule, begin);
	if (done != NULL && !take(r, ")"))
		return fail_at(r, r->at, "a closing bracket should stand here");
	return done;
}

static const struct rule *read_name(struct reader *r, size_t len)
{
	struct rule *rule = node(r, RULE_NAME);
	double value;

	rule->name = r->at;
	rule->name_len = len;
	if (!r->scene->number(r->scene->arg, rule->name, len, &value))
		return fail_at(r, r->at, "this name stands for nothing");
	r->at += len;
	skip_blanks(r);
	return rule;
}

static const struct rule *read_primary(struct reader *r)
{
	size_t len = name_length(r);
	const struct rule *rule;

	if (is_digit_next(r))
		return read_number(r);
	if (len > 0)
		return r->at + len < r->end && r->at[len] == '(' ? read_function(r, len)
								 : read_name(r, len);
	if (!take(r, "("))
		return fail_at(r, r->at, "a number, a name or a bracket should stand here");
	rule = read_either(r);
	if (rule != NULL && !take(r, ")"))
		return fail_at(r, r->at, "a closing bracket should stand here");
	return rule;
}

static const struct rule *read_unary(struct reader *r)
{
	struct rule *rule;

	if (!take(r, "-"))
		return read_primary(r);
	rule = node(r, RULE_NEGATE);
	rule->left = read_primary(r);
	return rule->left != NULL ? rule : NULL;
}

static const struct rule *read_product(struct reader *r)
{
	const struct rule *left = read_unary(r);

	while (left != NULL && r->at < r->end && strchr("*/%", *r->at) != NULL) {
		struct rule *rule = node(r, RULE_SUM);
		rule->operator= operator_match(r->at);
		rule->left = left;
		take(r, rule->operator->spelling);
		rule->right = read_unary(r);
		left = rule->right != NULL ? rule : NULL;
	}
	return left;
}

static const struct rule *read_comparison(struct reader *r)
{
	const struct rule *left = read_sum(r);
	struct rule *rule;
	enum rule_comparison comparison = left != NULL ? take_comparison(r) : RULE_ANY;

	if (comparison == RULE_ANY)
		return left;
	rule = node(r, RULE_COMPARE);
	rule->comparison = comparison;
	rule->left = left;
	rule->right = read_sum(r);
	return rule->right != NULL ? rule : NULL;
}

static const struct rule *read_negation(struct reader *r)
{
	struct rule *rule;

	if (!take_word(r, "not"))
		return read_comparison(r);
	rule = node(r, RULE_NOT);
	rule->left = read_comparison(r);
	return rule->left != NULL ? rule : NULL;
}

/* A chain of WORD between what PART reads. */
static const struct rule *read_chain(struct reader *r, const char *word, enum rule_kind kind,
	const struct rule *(*part)(struct reader *r))
{
	const struct rule *left = part(r);

	while (left != NULL && take_word(r, word)) {
		struct rule *rule = node(r, kind);
		rule->left = left;
		rule->right = part(r);
		left = rule->right != NULL ? rule : NULL;
	}
	return left;
}

static const struct rule *read_both(struct reader *r)
{
	return read_chain(r, "and", RULE_AND, read_negation);
}

static const struct rule *read_either(struct reader *r)
{
	const struct rule *rule;

	if (++r->depth > RULE_MAX_DEPTH)
		return fail_at(r, r->at, "too many brackets in brackets");
	rule = read_chain(r, "or", RULE_OR, read_both);
	r->depth--;
	return rule;
}

const struct rule *rule_read(const char *text, size_t len, const struct rule_scene *scene,
	struct arena *arena, struct error *err)
{
	struct reader r = {.text = text,
		.at = text,
		.end = text + len,
		.scene = scene,
		.arena = arena,
		.err = err};
	const struct rule *rule;

	if (len > RULE_MAX_BYTES)
		return fail_at(&r, text, "a rule may have 400 bytes");
	skip_blanks(&r);
	rule = read_either(&r);
	if (rule != NULL && r.at < r.end)
		return fail_at(&r, r.at, "this was not expected here");
	return rule;
}
