/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of several things:
 *
 *   choices = choice , { ( "," | "or" | "," , "or" ) , choice } , [ "?" ] ;
 *   choice  = words , [ "*" , digits ] ;
 *
 * "or" is a word by itself. Where there is no comma and no "or", every word is a choice. */
#include "dice/dice.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "dice/notation/lex.h"
#include "crypto/random.h"

struct choice {
	const char *text;
	size_t len;
	uint32_t weight;
};

struct dice_choices {
	struct choice list[DICE_MAX_CHOICES];
	size_t count;
	uint32_t weight; /* of all */
};

/* The length of an "or" between blanks at TEXT, with both, or 0. */
static size_t or_length(const char *text)
{
	if (!lex_is_blank(text[0]) || strncasecmp(text + 1, "or", 2) != 0)
		return 0;
	return lex_is_blank(text[3]) ? 4 : 0;
}

static bool at_separator(const char *text, bool words, size_t *len)
{
	*len = words ? lex_is_blank(*text) : *text == ',' ? 1 : or_length(text);
	if (*text == ',' && !words && or_length(text + 1) > 0)
		*len += or_length(text + 1);
	return *len > 0;
}

static bool separated(const char *text, const char *end)
{
	size_t len;

	while (text < end && !at_separator(text, false, &len))
		text++;
	return text < end;
}

/* Take the weight off the end of CHOICE. */
static bool take_weight(struct choice *choice, struct error *err)
{
	size_t at = choice->len;
	uint32_t weight = 0;

	choice->weight = 1;
	while (at > 0 && choice->text[at - 1] >= '0' && choice->text[at - 1] <= '9')
		at--;
	if (at == choice->len || at == 0 || choice->text[at - 1] != '*')
		return true;
	for (size_t i = at; i < choice->len; i++)
		if ((weight = weight * 10 + (uint32_t)(choice->text[i] - '0')) > DICE_MAX_WEIGHT)
			break;
	if (weight < 1 || weight > DICE_MAX_WEIGHT)
		return error_set(err, "a choice weighs 1 to %d, such as rain*3", DICE_MAX_WEIGHT);
	choice->weight = weight;
	choice->len = at - 1;
	return true;
}

static void trim(struct choice *choice)
{
	while (choice->len > 0 && lex_is_blank(*choice->text)) {
		choice->text++;
		choice->len--;
	}
	while (choice->len > 0 && lex_is_blank(choice->text[choice->len - 1]))
		choice->len--;
}

/* Add what stands between TEXT and END; nothing at all is left out. */
static bool add(struct dice_choices *choices, const char *text, const char *end, struct error *err)
{
	struct choice choice = {.text = text, .len = (size_t)(end - text)};

	trim(&choice);
	if (choice.len == 0)
		return true;
	if (!take_weight(&choice, err))
		return false;
	trim(&choice);
	if (choice.len == 0)
		return error_set(
			err, "a weight needs something to choose before it, such as rain*3");
	if (choices->count == DICE_MAX_CHOICES)
		return error_set(err, "one of at most %d things is chosen", DICE_MAX_CHOICES);
	choices->weight += choice.weight;
	choices->list[choices->count++] = choice;
	return true;
}

/* Skip "1 of" and the like that TEXT begins with; false if more than one thing is wanted. */
static bool skip_how_many(const char **text, struct error *err)
{
	const char *at = lex_skip_blanks(*text);
	size_t digits = strspn(at, "0123456789");
	size_t word = digits > 0 ? digits : strncasecmp(at, "one", 3) == 0 ? 3 : 0;
	const char *of = lex_skip_blanks(at + word);

	if (word == 0 || of == at + word || strncasecmp(of, "of", 2) != 0 || !lex_is_blank(of[2]))
		return true;
	if (digits > 0 && (digits > 1 || *at != '1'))
		return error_set(
			err, "one thing is chosen at a time: choose %s", lex_skip_blanks(of + 2));
	*text = lex_skip_blanks(of + 2);
	return true;
}

static bool read_choices(const char *text, struct dice_choices *choices, struct error *err)
{
	const char *end = text + strlen(text), *begin;
	size_t len;
	bool words;

	if (!skip_how_many(&text, err))
		return false;
	begin = text;

	while (end > text && (end[-1] == '?' || lex_is_blank(end[-1])))
		end--;
	words = !separated(text, end);
	for (const char *at = text; at < end; at++) {
		if (!at_separator(at, words, &len))
			continue;
		if (!add(choices, begin, at, err))
			return false;
		begin = at + len;
		at = begin - 1;
	}
	return begin >= end || add(choices, begin, end, err);
}

const struct dice_choices *dice_choices(const char *text, struct arena *arena, struct error *err)
{
	struct dice_choices *choices = arena_zalloc(arena, 1, sizeof *choices);

	if (!read_choices(text, choices, err))
		return NULL;
	if (choices->count < 2) {
		error_set(err,
			"there must be at least two to choose from, such as tea, coffee*2 or milk");
		return NULL;
	}
	for (size_t i = 0; i < choices->count; i++) {
		struct choice *choice = &choices->list[i];

		choice->text = arena_strndup(arena, choice->text, choice->len);
	}
	return choices;
}

size_t dice_choose(const struct dice_choices *choices, struct rng *rng, struct error *err)
{
	uint32_t drawn;
	size_t index = 0;

	if (!rng_uniform(rng, choices->weight, &drawn)) {
		error_set(err, "%s", rng_failure(rng));
		return 0;
	}
	while (drawn > choices->list[index].weight)
		drawn -= choices->list[index++].weight;
	return index + 1;
}

const char *dice_choice(const struct dice_choices *choices, size_t index)
{
	return choices->list[index - 1].text;
}
