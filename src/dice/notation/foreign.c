/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What other programs read behind dice and this one does not: what the parser refuses there gets
 * lines that work, a row for each such word. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "dice/notation/reading.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

enum { OFFERS_MAX = 3, WHY_BYTES = sizeof(struct error) };

/* What could stand in the place of a word: @ is what follows it, a number or a comparison, which
 * takes the place of one in front of the @; # the number alone. Behind a word alone stands what has
 * neither. */
static const struct foreign {
	const char *word;
	const char *instead[OFFERS_MAX + 2];
} foreign[] = {
	{"a", {" adv", "!@", "!"}},
	{"b", {"f#", "kh#", "f1", "kh1"}},
	{"c", {">=@", "cs"}},
	{"count", {">=@", "cs"}},
	{"df", {"<=@", "cf@", "cf"}},
	{"e", {"!@", "!o@", ">=@", "!", "!o"}},
	{"f", {"<=@", "cf@", "cf"}},
	{"d", {"@", "dl1@"}},
	{"i", {"ie#", "ir#", "ie", "ir"}},
	{"k", {"@", "kh1@"}},
	{"ms", {"ms#"}},
	{"mt", {"m#", "m"}},
	{"p", {"!p@", "dl#", "!p", "dl"}},
	{"ra", {"!o@", "!o"}},
	{"sc", {">=@", "cs"}},
	{"sf", {"<=@", "cf@", "cf"}},
};

static const struct foreign *find(const char *word, size_t len)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (strlen(foreign[i].word) == len && strncasecmp(foreign[i].word, word, len) == 0)
			return &foreign[i];
	return NULL;
}

/* The parts of the text around a word. */
struct around {
	const char *text;
	size_t word, argument, end; /* where they begin, and where the argument ends */
	size_t sign;                /* the bytes of its comparison */
};

/* Append the text with INSTEAD in the place of the word and its argument. */
static void add_line(struct strbuf *out, const struct around *around, const char *instead)
{
	size_t kept = strcspn(instead, "@#");
	size_t from = instead[kept] == '#' ? around->argument + around->sign : around->argument;
	bool own = instead[kept] == '@' && around->sign > 0 && kept >= 2 &&
		   instead[kept - 1] == '=';

	strbuf_add(out, around->text, around->word);
	strbuf_add(out, instead, own ? kept - 2 : kept);
	strbuf_add(out, around->text + from, around->end - from);
	strbuf_addstr(out, around->text + around->end);
}

/* Whether INSTEAD is for a word alone, and not for what follows it. */
static bool is_bare(const char *instead)
{
	return strpbrk(instead, "@#") == NULL;
}

/* Whether ROW has something for a word alone, BARE, or for one that something follows. */
static bool has_offers(const struct foreign *row, bool bare)
{
	for (size_t i = 0; i < OFFERS_MAX + 2 && row->instead[i] != NULL; i++)
		if (is_bare(row->instead[i]) == bare)
			return true;
	return false;
}

static enum habit offer(struct reading *reading, const struct foreign *row,
	const struct around *around, size_t offset, const char *why)
{
	struct strbuf lines[OFFERS_MAX] = {STRBUF_INIT, STRBUF_INIT, STRBUF_INIT};
	const char *offers[OFFERS_MAX];
	bool bare = around->end == around->argument;
	size_t count = 0;
	enum habit result;

	for (size_t i = 0; i < OFFERS_MAX + 2 && row->instead[i] != NULL; i++)
		if (is_bare(row->instead[i]) == bare && count < OFFERS_MAX) {
			add_line(&lines[count], around, row->instead[i]);
			offers[count] = lines[count].text;
			count++;
		}
	result = reading_refuse(reading, offset, why, offers, count);
	for (size_t i = 0; i < OFFERS_MAX; i++)
		strbuf_release(&lines[i]);
	return result;
}

/* Whether what stands at TEXT is worth keeping as a comment: words, and no modifier. */
static bool is_comment(const char *text)
{
	size_t word = strcspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return text[word] != '\0' && (word > 0 || modifier_match(text) == NULL);
}

/* Offer the roll that stands before END, and the rest as a comment. */
static enum habit offer_comment(struct reading *reading, size_t end, size_t offset, const char *why)
{
	static const char signs[] = " \t+-*/%^<>=!~&|([{,";
	const char *text = reading->words.text, *roll;

	if (end == 0 && ispunct((unsigned char)*text) && reading->begins(reading, text + 1))
		return reading_refuse_for(reading, offset, why, "%s", text + 1);
	while (end > 0 && strchr(signs, text[end - 1]) != NULL)
		end--;
	roll = arena_strndup(reading->arena, text, end);
	if (!reading->begins(reading, roll))
		return HABIT_REFUSED;
	if (!is_comment(lex_skip_blanks(text + end)))
		return reading_refuse_for(reading, offset, why, "%s", roll);
	return reading_refuse_for(
		reading, offset, why, "%s # %s", roll, lex_skip_blanks(text + end));
}

/* Look at the word in TEXT that has a letter or its argument at AT. Returns its row, or NULL. */
static const struct foreign *look(const char *text, size_t at, struct around *around)
{
	enum comparison comparison;

	*around = (struct around){.text = text, .word = at, .argument = at};
	while (around->word > 0 && isalpha((unsigned char)text[around->word - 1]))
		around->word--;
	while (isalpha((unsigned char)text[around->argument]))
		around->argument++;
	if (!comparison_match(text + around->argument, &comparison, &around->sign))
		around->sign = 0;
	around->end = around->argument + around->sign;
	around->end += strspn(text + around->end, "0123456789");
	return find(text + around->word, around->argument - around->word);
}

/* "Perception check +5", "stealth 7", "perception": words, and a bonus perhaps, without a die. */
static enum habit words_alone(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t words = strspn(text, LETTERS " :,'"), sign, digits, len = words;

	sign = text[words] == '+' || text[words] == '-';
	digits = strspn(text + words + sign, "0123456789");
	while (len > 0 && !isalpha((unsigned char)text[len - 1]))
		len--;
	if (len < 2 || (text[words] != '\0' && digits == 0) || digits > 3 ||
		(len == words && digits > 0 && sign == 0) ||
		!word_ends(text + words + sign + digits) ||
		function_find(text, lex_letters(text)) != NULL)
		return HABIT_NONE;
	if (sign == 0 && text[words + digits] != '\0')
		return HABIT_NONE;
	return reading_refuse_for(reading, digits > 0 ? words : 0,
		digits > 0 ? "which dice does this go with?" : "there are no dice in this",
		"1d20%s%s # %.*s", sign > 0 || digits == 0 ? "" : "+", text + words, (int)len,
		text);
}

/* "1s20", "1dd20": a number, a letter or two, and another number are dice that are mistyped. */
static enum habit mistyped_die(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t count = strspn(text, "0123456789"), letters = lex_letters(text + count);
	size_t sides = count + letters;

	if (count == 0 || count > 2 || letters == 0 || letters > 2 || word_dice(text) > 0 ||
		word_dice(text + sides) > 0 || strcspn(text, "xX") < sides ||
		!isdigit((unsigned char)text[sides]))
		return HABIT_NONE;
	return reading_refuse_for(
		reading, count, "these could be dice", "%.*sd%s", (int)count, text, text + sides);
}

enum habit habit_foreign(struct reading *reading)
{
	const char *text = reading->words.text;
	struct around around;
	const struct foreign *row;
	size_t offset;
	char why[WHY_BYTES];

	if (reading->err == NULL || reading->err->column < 1 || reading->system_wrong)
		return HABIT_REFUSED;
	if (words_alone(reading) == HABIT_REFUSED || mistyped_die(reading) == HABIT_REFUSED)
		return HABIT_REFUSED;
	offset = utf8_at(text, strlen(text), (size_t)reading->err->column - 1);
	strcpy(why, reading->err->text);
	row = look(text, offset, &around);
	return row != NULL ? offer(reading, row, &around, offset, why)
			   : offer_comment(reading, around.word, offset, why);
}

/* Whether the word is a modifier here too: then it is read as one, and refused as one. */
static bool is_modifier(const struct around *around)
{
	const struct modifier *modifier = modifier_match(around->text + around->word);

	return modifier != NULL && modifier->kind != MODIFIER_REFUSED &&
	       strlen(modifier->spelling) == around->argument - around->word &&
	       around->end > around->argument;
}

enum habit habit_foreign_behind(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t gap = reading->rest - reading->roll->span.end;
	const struct foreign *row;
	struct around around;
	struct wording glued = reading->words;

	if (gap == 0 || reading->system != NULL || !isalpha((unsigned char)text[reading->rest]))
		return HABIT_NONE;
	row = look(text, reading->rest, &around);
	if (row == NULL || is_modifier(&around) || !word_ends(text + around.end) ||
		!has_offers(row, around.end == around.argument) ||
		(around.end == around.argument + around.sign && text[around.end] != '\0'))
		return HABIT_NONE;
	wording_replace(&glued, reading->roll->span.end, reading->rest, "");
	if (reading->accepts(reading, glued.text))
		return HABIT_NONE;
	around.text = glued.text;
	around.word -= gap;
	around.argument -= gap;
	around.end -= gap;
	return offer(reading, row, &around, reading->rest, "this means something else elsewhere");
}
