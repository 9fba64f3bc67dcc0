/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolls that are asked for without !roll: !4d6, !d20, !roll1d20, !roll: 1d20, !rr 6 4d6, !sr 6.
 * Such a line is replaced with the roll that it means. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "dice/dice.h"
#include "dice/systems.h"
#include "logios.h"
#include "words.h"

enum { WORD_MAX = 32 };

/* Put WORD in front of LINE. */
static const char *command_of(struct request *rq, const char *word, const char *rest)
{
	return arena_printf(request_arena(rq), "%s %s", word, rest + strspn(rest, " \t"));
}

static const char *roll_of(struct request *rq, const char *dice)
{
	return command_of(rq, "roll", dice);
}

/* The length of the dice that LINE begins with: 3d6, d%; or 0. */
static size_t dice_length(const char *line)
{
	size_t len = strspn(line, "0123456789");

	if (line[len] != 'd' && line[len] != 'D')
		return 0;
	len++;
	return line[len] == '%' || isdigit((unsigned char)line[len]) ? len : 0;
}

/* Whether LINE is a roll and nothing else: it has dice, and no label in front of them. */
static bool is_roll(struct plugin *self, struct request *rq, const char *line)
{
	struct dice_book book = book_for(self, rq);
	const struct dice_line *read;
	size_t word = strcspn(line, " ");

	if (strchr("0123456789dD({", *line) == NULL || *line == '\0')
		return false;
	if (dice_length(line) > 0)
		return true;
	book.usual = NULL;
	read = dice_parse(line, &book, request_arena(rq), NULL);
	return read != NULL && (strncasecmp(read->rolls[0].comment, line, word) != 0 ||
				       isalnum((unsigned char)read->rolls[0].comment[word]));
}

/* What stands behind "roll" in LINE where a blank is missing: "roll1d20", "roll: 1d20", "r20". */
static const char *behind_roll(struct request *rq, const char *line)
{
	size_t word = strncasecmp(line, "roll", 4) == 0 ? 4 : tolower((unsigned char)*line) == 'r';
	const char *rest = line + word;
	size_t number = strspn(rest, "0123456789");

	if (word == 0)
		return NULL;
	if (*rest == ':')
		return rest + 1;
	if (dice_length(rest) > 0 || *rest == '(' || *rest == '{')
		return rest;
	if (number == 0 || (rest[number] != '\0' && strchr(" +-", rest[number]) == NULL))
		return NULL;
	return arena_printf(request_arena(rq), "d%s", rest);
}

/* The first word of LINE into WORD. False when there is none, or too long a one. */
static bool first_word(const char *line, char word[WORD_MAX])
{
	size_t len = strcspn(line, " ");

	*word = '\0';
	if (len > 0 && len < WORD_MAX)
		strncat(word, line, len);
	return *word != '\0';
}

static bool is_command(struct plugin *self, struct request *rq, const char *line)
{
	char word[WORD_MAX];

	return first_word(line, word) && plugin_knows_command(self, word, request_place(rq));
}

/* Whether LINE begins with the word of a game system. */
static bool is_system(struct plugin *self, struct request *rq, const char *line)
{
	const struct state *state = plugin_state(self);
	struct dice_book book = book_for(self, rq);
	char word[WORD_MAX];
	const struct dice_line *read;

	if (!plugin_flag(self, "system_words") || !first_word(line, word))
		return false;
	if (systems_find(state->systems, word) != NULL)
		return true;
	book.usual = NULL;
	read = isalnum((unsigned char)*line) ? dice_parse(line, &book, request_arena(rq), NULL)
					     : NULL;
	return read != NULL && read->rolls[0].use != NULL;
}

/* "d 20": the d is no command then. */
static bool is_spaced_die(const char *line)
{
	const char *sides = line + 1 + strspn(line + 1, " ");

	return tolower((unsigned char)*line) == 'd' && line[1] == ' ' &&
	       isdigit((unsigned char)*sides) &&
	       tolower((unsigned char)sides[strspn(sides, "0123456789")]) != 'd';
}

/* Nothing secret is rolled before everybody for want of the right word, so the asker types it. */
const char *offer_roll(struct plugin *self, struct request *rq, const char *line)
{
	enum { OFFER_MAX = 100 };
	struct dice_book book = book_for(self, rq);
	const char *rest = line + strcspn(line, " ");
	const struct dice_line *read;

	rest += strspn(rest, " ");
	if (strlen(line) > OFFER_MAX || *rest == '\0' || !is_roll(self, rq, rest))
		return NULL;
	line = arena_printf(request_arena(rq), "roll %s", line);
	read = dice_parse(line + strlen("roll "), &book, request_arena(rq), NULL);
	return read != NULL && dice_has_dice(&read->rolls[0]) ? line : NULL;
}

const char *replace_shorthand(struct plugin *self, struct request *rq, const char *line)
{
	const char *rest;

	if (*line != '\0' && is_spaced_die(line))
		return roll_of(rq, line);
	if (is_command(self, rq, line))
		return NULL;
	if (plugin_flag(self, "system_words") && is_push(self, line))
		return command_of(rq, "push", line);
	if (strncasecmp(line, "rr ", 3) == 0)
		return roll_of(rq, line);
	rest = behind_roll(rq, line);
	if (rest != NULL)
		return roll_of(rq, rest);
	if (is_roll(self, rq, line) || is_system(self, rq, line))
		return roll_of(rq, line);
	return NULL;
}
