/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at words of what was typed, and at the dice among what was read. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/number.h"
#include "dice/notation/reading.h"

bool word_ends(const char *text)
{
	return *text == '\0' || strchr(" \t.,;:?!)]}#+-*/&", *text) != NULL;
}

bool word_parts(char c)
{
	return lex_is_blank(c) || strchr(":,;-!.", c) != NULL;
}

bool word_is_last(const char *text, size_t at)
{
	const char *end = lex_skip_blanks(text + at);

	return *end == '\0' || strchr("#.,;:!?)", *end) != NULL;
}

size_t word_is(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncasecmp(text, word, len) == 0 && word_ends(text + len) ? len : 0;
}

/* Most words are another by their first letter, and every roll is compared with some hundred. */
size_t word_among(const char *text, const char *words)
{
	int first = tolower((unsigned char)*text);

	for (;;) {
		const char *bar = strchr(words, '|');
		size_t len = bar != NULL ? (size_t)(bar - words) : strlen(words);

		if (tolower((unsigned char)*words) == first && strncasecmp(text, words, len) == 0 &&
			word_ends(text + len))
			return len;
		if (bar == NULL)
			return 0;
		words = bar + 1;
	}
}

const char *word_meaning(
	const char *text, size_t at, const struct meaning *rows, size_t count, size_t *end)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = word_among(text + at, rows[i].words);

		if (len > 0) {
			*end = at + len;
			return rows[i].means;
		}
	}
	return NULL;
}

const char *word_difficulty(const char *text)
{
	text = lex_skip_blanks(text);
	return lex_skip_blanks(text + word_among(text, "AC|DC|TN|DV"));
}

size_t word_exclaimed(const char *text, size_t at)
{
	size_t marks = strspn(text + at, "!");

	return text[at + marks] == '\0' ? at + marks : at;
}

size_t word_number(const char *text)
{
	size_t len = strspn(text, "0123456789");

	return len > 0 && word_ends(text + len) ? len : 0;
}

size_t word_count(const char *text, unsigned *number)
{
	size_t len = word_number(text);
	unsigned spelled;

	if (len > 0 && len < 5) {
		*number = (unsigned)strtoul(text, NULL, 10);
		return len;
	}
	len = lex_letters(text);
	spelled = word_ends(text + len) ? number_spelled(text, len) : 0;
	if (spelled == 0)
		return 0;
	*number = spelled;
	return len;
}

bool word_is_heart(const char *text)
{
	return strncmp(text, "<3", 2) == 0 && isalpha((unsigned char)*lex_skip_blanks(text + 2));
}

bool word_drops(const char *text)
{
	return (*text == 'd' || *text == 'D') && text[1] >= '1' && text[1] <= '3' &&
	       word_ends(text + 2);
}

size_t word_dice(const char *text)
{
	size_t len = strspn(text, "0123456789");

	if (tolower((unsigned char)text[len]) != 'd')
		return 0;
	len++;
	if (text[len] == '%')
		return len + 1;
	if (tolower((unsigned char)text[len]) == 'f')
		return isalpha((unsigned char)text[len + 1]) ? 0 : len + 1;
	return isdigit((unsigned char)text[len]) ? len + strspn(text + len, "0123456789") : 0;
}

size_t word_first_dice(const char *text, size_t *len)
{
	size_t at = 0;

	for (*len = 0; text[at] != '\0' && text[at] != '#'; at++)
		if ((at == 0 || !isalnum((unsigned char)text[at - 1])) &&
			(*len = word_dice(text + at)) > 0)
			return at;
	return strlen(text);
}

bool word_goes_on(const char *text)
{
	const char *sign = lex_skip_blanks(text), *next;

	if (*sign == '\0' || strchr("+-*/", *sign) == NULL)
		return false;
	next = lex_skip_blanks(sign + 1);
	return word_number(next) > 0 || word_dice(next) > 0;
}

/* ---- the dice of a roll ---- */

/* Terms of dice, and groups, as they stand in the text. */
struct dice_found {
	const struct ast *last;
	size_t count;
};

static void find_dice(const struct ast *node, struct dice_found *found)
{
	switch (node->kind) {
	case AST_DICE:
	case AST_GROUP:
		found->last = node;
		found->count++;
		break;
	case AST_NEGATE:
		find_dice(node->operand, found);
		break;
	case AST_BINARY:
		find_dice(node->binary.left, found);
		find_dice(node->binary.right, found);
		break;
	case AST_CALL:
		for (size_t i = 0; i < node->call.count; i++)
			find_dice(node->call.args[i], found);
		break;
	case AST_NUMBER:
		break;
	}
}

const struct ast *reading_die(const struct reading *reading)
{
	const struct ast_roll *roll = reading->roll;
	struct dice_found found = {.count = 0};

	if (reading->system != NULL)
		return NULL;
	find_dice(roll->expr, &found);
	return roll->ends_in_die || found.count == 1 ? found.last : NULL;
}

void reading_glue(struct reading *reading, const struct ast *die, const char *suffix, size_t begin,
	size_t end)
{
	size_t at = die->span.end;

	wording_replace(&reading->words, begin, end, "");
	wording_replace(&reading->words, at, at, suffix);
}

/* ---- habits ---- */

enum habit habits_try(struct reading *reading, habit_fn *const *habits, size_t count)
{
	enum habit result = HABIT_NONE;

	for (size_t i = 0; i < count && result == HABIT_NONE; i++)
		result = habits[i](reading);
	return result;
}
