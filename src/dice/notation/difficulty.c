/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number that the roll is to reach, in words: vs 15, vs. AC 15, DC15, (DC 15), to beat 15,
 * difficulty 6; right behind the dice, at the end of the comment, or in front of the dice. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "dice/notation/reading.h"

/* What such a number is called; POOL: where dice are counted, it is for each of them. WORDS: other
 * words may stand behind the number. */
static const struct title {
	const char *word;
	bool pool, words;
} titles[] = {
	{"passive perception", false, false},
	{"passive insight", false, false},
	{"target number", true, true},
	{"armor class", false, false},
	{"armour class", false, false},
	{"difficulty", true, true},
	{"threshold", true, true},
	{"passive", false, false},
	{"target", true, false},
	{"diff", true, true},
	{"dif", true, true},
	{"ac", false, false},
	{"dc", false, false},
	{"dv", false, false},
	{"pp", false, false},
	{"tn", true, true},
};

/* The words found: where they begin and end, without brackets in `from` and `to`. */
struct asked {
	size_t begin, end, from, to;
	const struct title *title; /* NULL: the number stands alone */
	bool against;              /* behind vs */
	bool beats;                /* behind "to beat" */
	bool goes_on;              /* arithmetic follows the number */
	double number;
};

static const struct title *title_at(const char *text)
{
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		size_t len = strlen(titles[i].word);

		if (strncasecmp(text, titles[i].word, len) == 0 &&
			!isalpha((unsigned char)text[len]))
			return &titles[i];
	}
	return NULL;
}

/* Skip one of WORDS at AT, with a dot or the like behind it, and blanks. */
static size_t skip_word(const char *text, size_t at, const char *words)
{
	size_t len = word_among(text + at, words);

	at += len;
	at += len > 0 && text[at] == '.';
	return lex_past_blanks(text, at);
}

/* Read the number in words that stands at AT, as the last thing. Returns where it ends, or 0. */
static size_t read_word(const char *text, size_t at, struct asked *asked)
{
	unsigned number = 0;
	size_t len = word_count(text + at, &number);

	asked->number = number;
	return len > 0 && word_is_last(text, at + len) ? at + len : 0;
}

/* Read what is called and how much it is, from AT on. Returns where it ends, or 0. */
static size_t read_number(const char *text, size_t at, struct asked *asked)
{
	size_t digits;

	at = skip_word(text, at, "a|an|the|his|her|their|its|your|my");
	asked->title = title_at(text + at);
	if (asked->title != NULL) {
		at += strlen(asked->title->word);
		at += strspn(text + at, " \t.:=");
		at = skip_word(text, at, "of|is");
	}
	digits = strspn(text + at, "0123456789");
	if (digits == 0)
		return read_word(text, at, asked);
	if (digits > 9 || !word_ends(text + at + digits))
		return 0;
	asked->number = strtod(text + at, NULL);
	at += digits;
	asked->goes_on = word_goes_on(text + at);
	if (asked->against && text[at] == '+' && word_is_last(text, at + 1))
		return at + 1;
	return asked->goes_on || strspn(text + at, "+-*/") == 0 ? at : 0;
}

/* Read the words that begin at AT. Whether there are any. */
static bool read_asked(const char *text, size_t at, struct asked *asked)
{
	char open = text[at] == '(' || text[at] == '[' ? text[at] : '\0';
	size_t word, next;

	*asked = (struct asked){.begin = at};
	word = lex_past_blanks(text, at + (open != '\0'));
	word += open == '\0' && text[word] == '-' && isalpha((unsigned char)text[word + 1]);
	asked->from = word;
	if ((text[word] == '>' || text[word] == '=') &&
		title_at(text + word + strspn(text + word, ">= ")) != NULL)
		word += strspn(text + word, ">= ");
	next = skip_word(text, word, "vs|versus|against");
	if (next == word && (next = skip_word(text, word, "v")) > word &&
		title_at(text + next) == NULL && !isdigit((unsigned char)text[next]))
		next = word;
	asked->against = next > word;
	if (!asked->against)
		next = skip_word(text, word,
			"to beat|beat|beats|to hit|needs|need|needing|requires|pass|passes|succeed "
			"on|succeeds on");
	asked->beats = !asked->against && next > word;
	asked->to = read_number(text, next, asked);
	if (asked->to == 0 || !(asked->against || asked->beats || asked->title != NULL))
		return false;
	asked->end = word_exclaimed(text, asked->to);
	if (open != '\0') {
		asked->end = lex_past_blanks(text, asked->to);
		return text[asked->end++] == (open == '(' ? ')' : ']');
	}
	return true;
}

/* ---- behind the dice ---- */

/* Whether EXPR has a d20, which most such numbers are for. */
static bool has_d20(const struct ast *expr)
{
	switch (expr->kind) {
	case AST_DICE:
		return ast_has_sides(expr, 20);
	case AST_NEGATE:
		return has_d20(expr->operand);
	case AST_BINARY:
		return has_d20(expr->binary.left) || has_d20(expr->binary.right);
	default:
		return false;
	}
}

/* Whether ASKED, which stands right behind the dice, is for them: "8d6 DC 15 dex save" is not. */
static bool is_for_dice(const struct reading *reading, const struct asked *asked)
{
	const char *text = reading->words.text;

	if (word_is_last(text, asked->end))
		return true;
	if (asked->title != NULL)
		return asked->title->words || asked->against || has_d20(reading->roll->expr);
	return asked->against && word_is(text + asked->from, "against") == 0;
}

/* Whether ASKED, which stands behind other words, is for the dice. */
static bool is_for_dice_after_all(const struct reading *reading, const struct asked *asked)
{
	if (!word_is_last(reading->words.text, asked->end) && !asked->goes_on)
		return false;
	return (asked->against &&
		       (asked->title != NULL ||
			       word_is(reading->words.text + asked->from, "against") == 0)) ||
	       (asked->title != NULL && has_d20(reading->roll->expr));
}

/* Find what the dice are to reach. */
static bool find_asked(const struct reading *reading, struct asked *asked)
{
	const char *text = reading->words.text;
	size_t at = reading->rest;

	if (read_asked(text, at, asked) && is_for_dice(reading, asked))
		return true;
	for (at++; at <= strlen(text) && text[at - 1] != '#'; at++)
		if ((lex_is_blank(text[at - 1]) || text[at - 1] == ',') &&
			read_asked(text, at, asked) && is_for_dice_after_all(reading, asked))
			return true;
	return false;
}

/* "vs 10 + 3" */
static enum habit refuse_sum(struct reading *reading, const struct asked *asked)
{
	const char *text = reading->words.text;
	size_t words = asked->to;

	while (words > asked->from && isdigit((unsigned char)text[words - 1]))
		words--;
	return total_refuse_sum(reading, arena_strndup(reading->arena, text, words), asked->number,
		asked->begin, asked->to);
}

/* "d100 target 45": a percentile is met by less or by more. */
static enum habit refuse_percentile(struct reading *reading, const struct asked *asked)
{
	const char *text = reading->words.text, *lines[2];
	int end = (int)reading->roll->span.end;

	for (size_t i = 0; i < 2; i++)
		lines[i] = arena_printf(reading->arena, "%.*s %s %.0f%s", end, text,
			i == 0 ? "<=" : ">=", asked->number, text + asked->end);
	return reading_refuse(
		reading, asked->begin, "this could be met by less or by more", lines, 2);
}

enum habit habit_difficulty(struct reading *reading)
{
	const char *text = reading->words.text;
	struct compare_point point = {.comparison = COMPARE_AT_LEAST};
	struct asked asked;

	if (reading->leaves_comparison || !find_asked(reading, &asked))
		return HABIT_NONE;
	if (reading->system != NULL)
		return reading_unfold(reading) ? HABIT_CHANGED : HABIT_NONE;
	if (asked.goes_on)
		return refuse_sum(reading, &asked);
	if (asked.title != NULL && asked.title->pool && !asked.against &&
		ast_is_percentile(reading->roll->expr))
		return refuse_percentile(reading, &asked);
	point.number = asked.number;
	if (asked.title != NULL && asked.title->pool && !asked.against &&
		total_counts(reading->roll->expr, &point) &&
		reading->roll->expr->dice.rules == NULL)
		return total_count(reading, &point, asked.begin, asked.end);
	if (!reading->compares)
		reading->difficulty = arena_strndup(
			reading->arena, text + asked.from, asked.to - asked.from);
	return total_compare(reading, &point, asked.begin, asked.end);
}

/* ---- in front of the dice ---- */

/* What ASKED says in front of a d20 is for the total, and goes. */
static enum habit take_first(struct reading *reading, const struct asked *asked, size_t end)
{
	reading->compares = true;
	reading->target = (struct compare_point){
		.comparison = COMPARE_AT_LEAST, .number = asked->number};
	reading->difficulty = arena_strndup(
		reading->arena, reading->words.text + asked->from, asked->to - asked->from);
	wording_replace(&reading->words, asked->begin, end, "");
	return HABIT_CHANGED;
}

/* Whether the first dice of TEXT are d20s. */
static bool rolls_d20(const char *text)
{
	size_t len, at = word_first_dice(text, &len);

	return len > 3 - (text[at] == 'd') && strncasecmp(text + at + len - 3, "d20", 3) == 0;
}

/* "DC 15 1d20+5", "DC 15: 1d20+5", "DC 15 con save 1d20+5": neither 15 sets nor a label. */
enum habit habit_difficulty_first(struct reading *reading)
{
	const char *text = reading->words.text;
	struct asked asked;
	size_t next, dice;

	if (reading->compares || !read_asked(text, 0, &asked) ||
		(asked.title == NULL && !asked.against) || asked.goes_on)
		return HABIT_NONE;
	next = asked.end + (text[asked.end] == ':' || text[asked.end] == ',');
	if (!lex_is_blank(text[next]))
		return HABIT_NONE;
	next = lex_past_blanks(text, next);
	if (rolls_d20(text + next) && reading->begins_labelled(reading, text + next))
		return take_first(reading, &asked, next);
	if ((word_dice(text + next) == 0 && text[next] != '(') ||
		!reading->begins(reading, text + next))
		return HABIT_NONE;
	dice = next + strcspn(text + next, " \t#;,");
	wording_replace(&reading->words, dice, dice,
		arena_printf(
			reading->arena, " %.*s ", (int)(asked.to - asked.from), text + asked.from));
	wording_replace(&reading->words, 0, next, "");
	return HABIT_CHANGED;
}

enum habit label_difficulty(struct reading *reading, size_t end, size_t roll)
{
	const char *text = reading->words.text;
	struct asked asked;

	if (reading->compares || !rolls_d20(text + roll))
		return HABIT_NONE;
	for (size_t at = 1; at < end; at++)
		if (lex_is_blank(text[at - 1]) && read_asked(text, at, &asked) &&
			asked.end == end && asked.title != NULL)
			return take_first(reading, &asked, end);
	return HABIT_NONE;
}
