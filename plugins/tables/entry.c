/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read an entry of a table file: the numbers it begins with, and the dice and tables in it. */
#include "entry.h"

#include <string.h>

#include "base/utf8.h"
#include "crypto/random.h"
#include "dice/dice.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* Read the digits at *AT and go past them; 00 and 000 are 100 and 1000. */
static uint32_t read_number(const char **at)
{
	const char *digits = *at;
	uint32_t number = 0;
	size_t len = 0;

	for (; is_digit(digits[len]); len++)
		if (number <= TABLEFILE_NUMBER_MAX)
			number = number * 10 + (uint32_t)(digits[len] - '0');
	*at = digits + len;
	if (number == 0 && len == 2)
		return 100;
	if (number == 0 && len == 3)
		return 1000;
	return number <= TABLEFILE_NUMBER_MAX ? number : TABLEFILE_NUMBER_MAX + 1;
}

/* Return how long the dash at AT is, of whatever kind, or 0. */
static size_t dash_length(const char *at)
{
	static const char *const dashes[] = {"-", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x88\x92"};

	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
		if (strncmp(at, dashes[i], strlen(dashes[i])) == 0)
			return strlen(dashes[i]);
	return 0;
}

/* Return where the words begin behind a lead that ends at AT, or NULL if none may end there. */
static const char *words_behind(const char *at)
{
	if (*at == '.' || *at == ':' || *at == ')')
		at++;
	return *at == ' ' || *at == '\t' ? skip_blanks(at) : NULL;
}

static struct lead weight_at(const char *line, const char *at, uint32_t number)
{
	struct lead lead = {.kind = LEAD_NONE};

	if ((*at == 'x' || *at == 'X') && (at[1] == ' ' || at[1] == '\t'))
		lead = (struct lead){.kind = LEAD_WEIGHT,
			.weight = number,
			.len = (size_t)(skip_blanks(at + 1) - line)};
	return lead;
}

struct lead lead_read(const char *line)
{
	const char *at = line, *words, *second;
	struct lead lead = {.kind = LEAD_NONE};
	uint32_t first;

	if (!is_digit(*line))
		return lead;
	first = read_number(&at);
	lead = weight_at(line, at, first);
	if (lead.kind != LEAD_NONE)
		return lead;
	lead.first = lead.last = first;
	second = skip_blanks(at);
	if (dash_length(second) > 0 && is_digit(*skip_blanks(second + dash_length(second)))) {
		at = skip_blanks(second + dash_length(second));
		lead.last = read_number(&at);
		lead.span = true;
	}
	words = words_behind(at);
	if (words == NULL)
		return (struct lead){.kind = LEAD_NONE};
	lead.kind = LEAD_RANGE;
	lead.len = (size_t)(words - line);
	return lead;
}

/* ---- what is in it ---- */

struct cutter {
	struct table_part parts[TABLEFILE_PARTS_MAX];
	size_t count;
	struct arena *arena, *scratch;
	struct error *err;
};

static bool add_part(struct cutter *cutter, enum part_kind kind, const char *text, size_t len)
{
	if (kind == PART_TEXT && len == 0)
		return true;
	if (cutter->count == TABLEFILE_PARTS_MAX)
		return error_set(cutter->err, "an entry has at most %d parts", TABLEFILE_PARTS_MAX);
	cutter->parts[cutter->count++] = (struct table_part){
		.kind = kind, .text = arena_strndup(cutter->arena, text, len)};
	return true;
}

/* Roll LINE for a try: some mistakes show only then. */
static bool try_roll(struct cutter *cutter, const struct dice_line *line, struct error *why)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct rng *rng = rng_new_seeded(1);
	bool fine = dice_roll(line, &limits, rng, cutter->scratch, why) != NULL;

	rng_free(rng);
	return fine;
}

/* Try the LEN bytes of DICE: they must be one roll, with dice, of numbers. */
static bool check_dice(struct cutter *cutter, const char *dice, size_t len)
{
	char *text = arena_strndup(cutter->scratch, dice, len);
	const struct dice_line *line;
	struct error why;

	if (len > TABLEFILE_DICE_BYTES_MAX)
		return error_set(cutter->err, "what stands in [[ ]] has at most %d bytes",
			TABLEFILE_DICE_BYTES_MAX);
	line = dice_parse(text, NULL, cutter->scratch, &why);
	if (line == NULL)
		return error_set(cutter->err, "[[%s]]: %.120s", text, why.text);
	if (line->count != 1 || !dice_has_dice(&line->rolls[0]) || strchr(text, '[') != NULL)
		return error_set(cutter->err,
			"[[%s]] is not one roll of dice with numbers, such as [[2d6+1]]", text);
	if (!try_roll(cutter, line, &why))
		return error_set(cutter->err, "[[%s]]: %.120s", text, why.text);
	return true;
}

static bool add_dice(struct cutter *cutter, const char **at)
{
	const char *begin = *at + 2, *end = strstr(begin, "]]");

	if (end == NULL)
		return error_set(cutter->err, "[[ without ]]");
	*at = end + 2;
	return check_dice(cutter, begin, (size_t)(end - begin)) &&
	       add_part(cutter, PART_DICE, begin, (size_t)(end - begin));
}

static bool add_link(struct cutter *cutter, const char **at)
{
	const char *begin = *at + 2;
	size_t len = strcspn(begin, "]");

	if (begin[len] == '\0')
		return error_set(cutter->err, "[@ without ]");
	if (!tablefile_name_valid(begin, len))
		return error_set(cutter->err,
			"[@%.*s] is no name of a table: letters, digits, - and _",
			(int)utf8_cut(begin, len, TABLEFILE_NAME_BYTES_MAX), begin);
	*at = begin + len + 1;
	return add_part(cutter, PART_TABLE, begin, len);
}

static bool cut(struct cutter *cutter, const char *text)
{
	const char *from = text, *at = text;

	while (*at != '\0') {
		bool dice = at[0] == '[' && at[1] == '[', link = at[0] == '[' && at[1] == '@';

		if (!dice && !link) {
			at++;
			continue;
		}
		if (!add_part(cutter, PART_TEXT, from, (size_t)(at - from)) ||
			!(dice ? add_dice : add_link)(cutter, &at))
			return false;
		from = at;
	}
	return add_part(cutter, PART_TEXT, from, (size_t)(at - from));
}

bool entry_read_parts(struct table_entry *entry, const char *text, struct arena *arena,
	struct arena *scratch, struct error *err)
{
	struct cutter cutter = {.count = 0, .arena = arena, .scratch = scratch, .err = err};
	struct table_part *parts;

	if (!cut(&cutter, text))
		return false;
	parts = arena_zalloc(arena, cutter.count + 1, sizeof *parts);
	memcpy(parts, cutter.parts, cutter.count * sizeof *parts);
	entry->text = arena_strdup(arena, text);
	entry->parts = parts;
	entry->part_count = cutter.count;
	return true;
}
