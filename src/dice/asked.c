/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what a player asks for who rolls again: the way, which roll, a number, faces. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/number.h"
#include "dice/again.h"
#include "dice/notation/lex.h"
#include "dice/systems/system.h"

enum { MAX_NUMBERS = 2, MOST = 1000000 };

bool dice_way(const struct systems *systems, const char *word, size_t len)
{
	return systems_way(systems, word, len) != NULL;
}

/* The words that were typed, one after the other. */
struct words {
	const char *at;
	char word[32];
};

static bool next_word(struct words *words)
{
	size_t len;

	words->at += strspn(words->at, " \t,");
	len = strcspn(words->at, " \t,");
	words->word[0] = '\0';
	strncat(words->word, words->at, len < sizeof words->word ? len : sizeof words->word - 1);
	words->at += len;
	return len > 0;
}

/* "#17", "#h3", "h3": the number of a roll without its sign, or NULL. */
static const char *roll_number(const char *word)
{
	const char *number = word + (*word == '#');
	const char *digits = number + (tolower((unsigned char)*number) == 'h');

	if (digits == word || *digits == '\0' || strlen(digits) > 12 ||
		digits[strspn(digits, "0123456789")] != '\0')
		return NULL;
	return number;
}

static void set_roll(struct dice_asked *asked, const char *number)
{
	asked->roll[0] = '\0';
	strncat(asked->roll, number, sizeof asked->roll - 1);
	asked->roll[0] = (char)tolower((unsigned char)asked->roll[0]);
}

static bool read_faces(struct words *words, struct dice_asked *asked, struct error *err)
{
	while (next_word(words)) {
		if (asked->face_count == DICE_ASKED_FACES)
			return error_set(err, "at most %d dice are named", DICE_ASKED_FACES);
		if (!number_parse(words->word, -MOST, MOST, &asked->faces[asked->face_count++]))
			return error_set(err,
				"behind dice stands what they show, such as dice 2 3, not %s",
				words->word);
	}
	return asked->face_count > 0 ||
	       error_set(err, "behind dice stands what they show, such as dice 2 3");
}

/* Plain numbers: what goes with the way, if it takes one, then the roll. */
static bool give_numbers(struct dice_asked *asked, const struct system_again *way,
	const long *numbers, size_t count, struct error *err)
{
	size_t at = 0;
	char roll[16];

	if (way != NULL && way->number >= 0) {
		if (count == 0)
			return error_set(
				err, "%s takes a number, such as %s 5", way->name, way->name);
		if (count > 1)
			return error_set(err,
				"%s takes one number; a roll is named with #: %s %ld #%ld",
				way->name, way->name, numbers[0], numbers[1]);
		asked->has_number = true;
		asked->number = numbers[at++];
	}
	if (at < count && asked->roll[0] == '\0') {
		snprintf(roll, sizeof roll, "%ld", numbers[at++]);
		set_roll(asked, roll);
	}
	return at == count || error_set(err, "that is a number too many");
}

/* Say that WORD is nothing that belongs to WAY, or to rolling again at all. */
static bool refuse_word(const struct system_again *way, const char *word, struct error *err)
{
	long number;

	if (way != NULL && way->number >= 0 && number_parse(word, -MOST, MOST, &number))
		return error_set(err, "%s takes a number from 1 on, such as %s 5, not %s",
			way->name, way->name, word);
	return error_set(
		err, "%s is no number of a roll; such as push, push 17 or push dice 2 3", word);
}

bool dice_asked_read(const char *text, const struct systems *systems, struct dice_asked *asked,
	struct error *err)
{
	const struct system_again *way = NULL;
	struct words words = {.at = text};
	long numbers[MAX_NUMBERS];
	size_t count = 0;

	*asked = (struct dice_asked){.way = ""};
	while (next_word(&words)) {
		if (roll_number(words.word) != NULL && asked->roll[0] == '\0') {
			set_roll(asked, roll_number(words.word));
		} else if (way != NULL && way->picks && asked->face_count < DICE_ASKED_FACES &&
			   number_parse(words.word, 1, MOST, &asked->faces[asked->face_count])) {
			asked->face_count++;
		} else if (count < MAX_NUMBERS &&
			   number_parse(words.word, 1, MOST, &numbers[count])) {
			count++;
		} else if (strcasecmp(words.word, "dice") == 0) {
			if (!read_faces(&words, asked, err))
				return false;
		} else if (asked->way[0] == '\0' &&
			   (way = systems_way(systems, words.word, strlen(words.word))) != NULL) {
			strncat(asked->way, way->name, sizeof asked->way - 1);
		} else {
			return refuse_word(way, words.word, err);
		}
	}
	return give_numbers(asked, way, numbers, count, err);
}
