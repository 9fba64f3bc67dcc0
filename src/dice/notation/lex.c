/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts text into tokens, by what may stand at each place. */
#include "dice/notation/lex.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "dice/limits.h"

bool lex_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

const char *lex_skip_blanks(const char *text)
{
	while (lex_is_blank(*text))
		text++;
	return text;
}

size_t lex_past_blanks(const char *text, size_t at)
{
	return (size_t)(lex_skip_blanks(text + at) - text);
}

size_t lex_before_blanks(const char *text, size_t at)
{
	while (at > 0 && lex_is_blank(text[at - 1]))
		at--;
	return at;
}

size_t lex_letters(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_d(char c)
{
	return c == 'd' || c == 'D';
}

static bool is_x(char c)
{
	return c == 'x' || c == 'X';
}

static size_t digits(const char *text)
{
	size_t len = 0;

	while (is_digit(text[len]))
		len++;
	return len;
}

static size_t letters(const char *text)
{
	size_t len = 0;

	while (is_letter(text[len]))
		len++;
	return len;
}

static const char *here(const struct lexer *lexer)
{
	return lexer->source->text + lexer->at;
}

static void begin(const struct lexer *lexer, struct token *token)
{
	token->span.begin = lexer->at;
	token->spaced = false;
	token->fraction = false;
	token->op = NULL;
	token->modifier = NULL;
}

static void finish(struct lexer *lexer, struct token *token, enum token_kind kind, size_t len)
{
	token->kind = kind;
	lexer->at = token->span.begin + len;
	token->span.end = lexer->at;
}

static void skip_blanks(struct lexer *lexer, struct token *token)
{
	const char *text = here(lexer);
	size_t blanks = (size_t)(lex_skip_blanks(text) - text);

	lexer->at += blanks;
	token->span.begin = lexer->at;
	token->spaced = blanks > 0;
}

/* Whether the expression ends here by itself, or by the mark of a comment or of the next roll. */
static bool at_end(const struct lexer *lexer)
{
	char c = *here(lexer);

	if (c == '\0')
		return true;
	return !lexer->loose && (c == '#' || (c == ';' && lexer->nesting == 0));
}

static void finish_other(struct lexer *lexer, struct token *token)
{
	size_t size;

	if (at_end(lexer)) {
		finish(lexer, token, TOKEN_END, 0);
		return;
	}
	size = utf8_size(here(lexer), strlen(here(lexer)));
	finish(lexer, token, TOKEN_UNKNOWN, size > 0 ? size : 1);
}

/* Infinity where the next would be beyond what is exact, not what that is rounded to. */
static double append_digit(double number, char digit)
{
	int value = digit - '0';

	return number > (DICE_MAX_NUMBER - value) / 10 ? INFINITY : number * 10 + value;
}

/* Digits are taken as one whole number and divided by the power of ten that the fraction asks for,
 * which rounds once. Decimals beyond what a double can tell apart are passed over. */
static void lex_number(struct lexer *lexer, struct token *token, bool fraction_allowed)
{
	const char *text = here(lexer);
	size_t len = digits(text);
	double whole = 0, scale = 1;

	for (size_t i = 0; i < len; i++)
		whole = append_digit(whole, text[i]);
	token->fraction = fraction_allowed && text[len] == '.' && is_digit(text[len + 1]);
	if (token->fraction) {
		for (len++; is_digit(text[len]); len++) {
			if (whole > DICE_MAX_NUMBER / 20 || scale >= 1e15)
				continue;
			whole = append_digit(whole, text[len]);
			scale *= 10;
		}
	}
	token->number = whole / scale;
	finish(lexer, token, TOKEN_NUMBER, len);
}

static enum token_kind bracket_kind(char c)
{
	return c == '('   ? TOKEN_OPEN
	       : c == ')' ? TOKEN_CLOSE
	       : c == ',' ? TOKEN_COMMA
	       : c == '{' ? TOKEN_OPEN_GROUP
	       : c == '}' ? TOKEN_CLOSE_GROUP
			  : TOKEN_UNKNOWN;
}

/* From [ to the next ], with no other [ between. */
static void finish_square(struct lexer *lexer, struct token *token, enum token_kind kind)
{
	const char *text = here(lexer);
	size_t len = 1 + strcspn(text + 1, "[]");

	if (text[len] == ']')
		finish(lexer, token, kind, len + 1);
	else
		finish(lexer, token, TOKEN_UNCLOSED, 1);
}

void lex_operand(struct lexer *lexer, struct token *token)
{
	const char *text;

	begin(lexer, token);
	skip_blanks(lexer, token);
	text = here(lexer);
	if (is_digit(*text) || (*text == '.' && is_digit(text[1])))
		lex_number(lexer, token, true);
	else if (is_d(*text))
		finish(lexer, token, TOKEN_DIE, 1);
	else if (is_letter(*text))
		finish(lexer, token, TOKEN_NAME, letters(text));
	else if (*text == '+' || *text == '-') {
		token->op = operator_match(text);
		finish(lexer, token, TOKEN_OPERATOR, 1);
	} else if (bracket_kind(*text) != TOKEN_UNKNOWN)
		finish(lexer, token, bracket_kind(*text), 1);
	else
		finish_other(lexer, token);
}

void lex_operator(struct lexer *lexer, struct token *token)
{
	bool comments = lexer->nesting == 0 && !lexer->loose;
	const char *text = here(lexer);

	begin(lexer, token);
	if (comments && lex_is_blank(*text) && !lex_continues(lex_skip_blanks(text))) {
		finish(lexer, token, TOKEN_END, 0);
		return;
	}
	skip_blanks(lexer, token);
	text = here(lexer);
	token->op = operator_match(text);
	if (token->op != NULL)
		finish(lexer, token, TOKEN_OPERATOR, strlen(token->op->spelling));
	else if (bracket_kind(*text) != TOKEN_UNKNOWN)
		finish(lexer, token, bracket_kind(*text), 1);
	else if (is_d(*text))
		finish(lexer, token, TOKEN_DIE, 1);
	else if (is_x(*text))
		finish(lexer, token, TOKEN_REPEAT, 1);
	else if (*text == '[')
		finish_square(lexer, token, TOKEN_LABEL);
	else
		finish_other(lexer, token);
}

static void lex_fate(struct lexer *lexer, struct token *token)
{
	const char *text = here(lexer);
	bool one = strncmp(text + 1, ".1", 2) == 0, two = strncmp(text + 1, ".2", 2) == 0;

	if ((one || two) && !is_digit(text[3]))
		finish(lexer, token, one ? TOKEN_FATE_ONE : TOKEN_FATE, 3);
	else
		finish(lexer, token, TOKEN_FATE, 1);
}

void lex_sides(struct lexer *lexer, struct token *token)
{
	char c = *here(lexer);

	begin(lexer, token);
	if (is_digit(c))
		lex_number(lexer, token, false);
	else if (c == '%')
		finish(lexer, token, TOKEN_PERCENT, 1);
	else if (c == 'f' || c == 'F')
		lex_fate(lexer, token);
	else if (c == '(')
		finish(lexer, token, TOKEN_OPEN, 1);
	else if (c == '[')
		finish_square(lexer, token, TOKEN_FACES);
	else
		finish_other(lexer, token);
}

void lex_after_die(struct lexer *lexer, struct token *token)
{
	const struct modifier *modifier = modifier_match(here(lexer));

	if (modifier == NULL) {
		lex_operator(lexer, token);
		return;
	}
	begin(lexer, token);
	finish(lexer, token, TOKEN_MODIFIER, strlen(modifier->spelling));
	token->modifier = modifier;
}

bool lex_comparison(struct lexer *lexer, enum comparison *comparison)
{
	size_t len;

	if (!comparison_match(here(lexer), comparison, &len))
		return false;
	lexer->at += len;
	return true;
}

bool lex_digits(struct lexer *lexer, bool with_sign, double *number)
{
	const char *text = here(lexer);
	bool minus = with_sign && *text == '-';
	size_t len = digits(text + minus);

	if (len == 0)
		return false;
	*number = 0;
	for (size_t i = minus; i < minus + len; i++)
		*number = append_digit(*number, text[i]);
	if (minus)
		*number = -*number;
	lexer->at += minus + len;
	return true;
}

static bool begins_die(const char *text)
{
	if (!is_d(text[0]))
		return false;
	if (text[1] == 'f' || text[1] == 'F')
		return !is_letter(text[2]);
	return is_digit(text[1]) || text[1] == '%' || text[1] == '(' || text[1] == '[';
}

bool lex_begins_operand(const char *text)
{
	size_t name = letters(text);

	if (is_digit(*text) || (*text == '.' && is_digit(text[1])))
		return true;
	if (*text == '(' || *text == '{' || begins_die(text))
		return true;
	return name > 0 && text[name] == '(' && function_find(text, name) != NULL;
}

bool lex_continues(const char *text)
{
	const struct operator* op = operator_match(text);

	if (op == NULL)
		return false;
	text = lex_skip_blanks(text + strlen(op->spelling));
	while (*text == '+' || *text == '-')
		text++;
	return lex_begins_operand(text);
}

static bool ends_word(char c)
{
	return c == '\0' || lex_is_blank(c) || c == '#' || c == ';';
}

/* The length of what MODIFIER may take of TEXT; false if it must have more than there is. */
static bool argument(const struct modifier *modifier, const char *text, size_t *len)
{
	enum comparison comparison;
	size_t compare = 0, minus = 0, number;

	*len = 0;
	if (modifier->takes == TAKES_NOTHING)
		return true;
	if (modifier->takes == TAKES_POINT || modifier->takes == NEEDS_POINT ||
		modifier->takes == TAKES_COMPARISON)
		if (!comparison_match(text, &comparison, &compare))
			compare = 0;
	if (modifier->takes == TAKES_COMPARISON && compare == 0)
		return true;
	if (compare > 0 || modifier->takes == NEEDS_NUMBER)
		minus = text[compare] == '-';
	number = digits(text + compare + minus);
	if (number > 0)
		*len = compare + minus + number;
	return number > 0 || modifier->takes < NEEDS_DIGITS;
}

size_t lex_modifier_word(const char *text)
{
	const struct modifier *modifier = modifier_match(text);
	size_t word, taken;

	if (modifier == NULL || modifier->kind == MODIFIER_REFUSED)
		return 0;
	word = strlen(modifier->spelling);
	if (!argument(modifier, text + word, &taken))
		return 0;
	if (taken == 0 && word == 1 && is_letter(*text))
		return 0;
	return ends_word(text[word + taken]) ? word + taken : 0;
}

size_t lex_dice_word(const char *text)
{
	size_t len = digits(text);

	if (!begins_die(text + len) || strchr("([", text[len + 1]) != NULL)
		return 0;
	len += 2;
	return len + digits(text + len);
}
