/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Computes a recorded roll again: the numbers come from the record, and which dice were asked for
 * is written down and compared with those recorded. */
#include "dice/replay.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "crypto/random.h"
#include "dice/again.h"
#include "dice/dice.h"

#define CHOOSE "choose "

enum { SIDES_MAX = 1000000000 }; /* the most that a configuration may allow */

static bool is_choice(const char *input)
{
	return strncasecmp(input, CHOOSE, strlen(CHOOSE)) == 0;
}

const struct dice_choices *replay_choices(const char *input, struct arena *arena, struct error *err)
{
	if (is_choice(input))
		return dice_choices(input + strlen(CHOOSE), arena, err);
	error_set(err, "there is nothing to choose");
	return NULL;
}

/* The limits under which RECORD was rolled, as far as they made a difference. */
static struct dice_limits limits_of(const struct replay_record *record)
{
	struct dice_limits limits = {.max_dice = DICE_MAX_FACES, .max_sides = SIDES_MAX};
	uint32_t number;

	if (record->error == NULL)
		return limits;
	if (sscanf(record->error, "a term has at most %u dice", &number) == 1)
		limits.max_dice = number;
	if (sscanf(record->error, "a die has at most %u sides", &number) == 1)
		limits.max_sides = number;
	return limits;
}

static void end_other(struct replay *replay)
{
	replay->end = REPLAY_OTHER;
	replay->total = 0;
	replay->outcome = NULL;
	replay->choice = NULL;
}

/* Compare the dice that were asked for with those of RECORD. RNG has drawn them. */
static void compare(const struct replay_record *record, const struct rng *rng,
	const struct rng_draws *draws, struct replay *replay)
{
	size_t count = draws->count;

	for (size_t i = 0; i < count; i++)
		if (draws->sides[i] != record->sides[i]) {
			end_other(replay);
			error_set(&replay->error, "its die %zu has %u sides, not %u", i + 1,
				draws->sides[i], record->sides[i]);
			return;
		}
	if (count == record->count && *rng_failure(rng) == '\0')
		return;
	end_other(replay);
	if (count < record->count && *rng_failure(rng) == '\0')
		error_set(&replay->error, "it rolls %zu dice, not %zu", count, record->count);
	else if (count < record->count)
		error_set(&replay->error, "its die %zu has fewer sides than %u", count + 1,
			record->values[count]);
	else
		error_set(&replay->error, "it rolls more dice than %zu", record->count);
}

static void choose(const struct replay_record *record, const struct dice_book *book,
	struct arena *arena, struct rng *rng, struct replay *replay)
{
	const struct dice_choices *choices = replay_choices(record->input, arena, &replay->error);
	size_t index = choices != NULL ? dice_choose(choices, rng, &replay->error) : 0;

	(void)book;
	replay->end = choices == NULL ? REPLAY_UNREAD : index == 0 ? REPLAY_FAILED : REPLAY_TOTAL;
	replay->total = (double)index;
	replay->choice = index > 0 ? dice_choice(choices, index) : NULL;
}

/* Return whether ROLL begins with a word that has become its comment. */
static bool is_labelled(const struct dice_roll *roll)
{
	size_t len = 0;

	while (isalpha((unsigned char)roll->typed[len]))
		len++;
	return roll->use == NULL && len > 0 && strncasecmp(roll->comment, roll->typed, len) == 0;
}

static void roll(const struct replay_record *record, const struct dice_book *book,
	struct arena *arena, struct rng *rng, struct replay *replay)
{
	struct dice_book plain = {.systems = book->systems, .named = book->named};
	const struct dice_line *line = dice_parse(record->input, &plain, arena, &replay->error);
	struct dice_limits limits = limits_of(record);
	const struct dice_result *result;

	replay->end = REPLAY_UNREAD;
	if (line == NULL)
		return;
	if (line->count != 1) {
		error_set(&replay->error, "it is more than one roll");
		return;
	}
	replay->labelled = is_labelled(&line->rolls[0]);
	result = dice_roll(line, &limits, rng, arena, &replay->error);
	replay->end = result != NULL ? REPLAY_TOTAL : REPLAY_FAILED;
	if (result == NULL)
		return;
	replay->outcome = &result->outcomes[0];
	replay->total = replay->outcome->total;
}

/* ---- a roll that was rolled again ---- */

static bool find_earlier(
	const struct replay_record *record, const char *number, struct replay_record *earlier)
{
	*earlier = (struct replay_record){.input = ""};
	if (record->earlier == NULL || record->depth == REPLAY_DEPTH ||
		!record->earlier(record->arg, number, earlier))
		return false;
	earlier->depth = record->depth + 1;
	return true;
}

/* What lay there under NUMBER, as dice_keep writes it, in ARENA; NULL if it is not known. */
static const char *kept_of(const struct replay_record *record, const char *number,
	const struct dice_book *book, struct arena *arena)
{
	struct strbuf text = STRBUF_INIT;
	struct replay_record earlier;
	struct replay lay;
	const char *kept = NULL;

	if (!find_earlier(record, number, &earlier))
		return NULL;
	dice_replay(&earlier, book, arena, &lay);
	if (lay.outcome != NULL && dice_keep(&text, lay.outcome))
		kept = arena_strndup(arena, text.text, text.len);
	strbuf_release(&text);
	return kept;
}

/* Read RECORD as what dice_again_recorded writes. */
static const struct dice_again *read_again(const struct replay_record *record,
	const struct dice_book *book, struct arena *arena, struct replay *replay)
{
	struct dice_asked *asked = arena_alloc(arena, sizeof *asked);
	struct dice_limits limits = limits_of(record);
	const char *kept;
	char number[sizeof asked->roll + 1];

	if (!dice_asked_read(record->input, book->systems, asked, &replay->error))
		return NULL;
	snprintf(number, sizeof number, "#%s", asked->roll);
	kept = kept_of(record, asked->roll, book, arena);
	if (kept == NULL) {
		error_set(&replay->error, "%s is no roll that can be rolled again here", number);
		return NULL;
	}
	replay->end = REPLAY_OTHER;
	return dice_again(
		kept, arena_strdup(arena, number), asked, book, &limits, arena, &replay->error);
}

static void roll_again(const struct replay_record *record, const struct dice_book *book,
	struct arena *arena, struct rng *rng, struct replay *replay)
{
	struct dice_limits limits = limits_of(record);
	const struct dice_again *again;

	replay->end = REPLAY_UNREAD;
	again = read_again(record, book, arena, replay);
	if (again == NULL)
		return;
	replay->outcome = dice_again_roll(again, &limits, rng, arena, &replay->error);
	replay->end = replay->outcome != NULL ? REPLAY_TOTAL : REPLAY_FAILED;
	replay->total = replay->outcome != NULL ? replay->outcome->total : 0;
}

/* Whether INPUT begins with a way to roll again and the number of a roll. */
static bool is_again(const char *input, const struct dice_book *book)
{
	size_t word = strcspn(input, " ");

	return input[word] == ' ' && input[word + 1] == '#' && dice_way(book->systems, input, word);
}

/* ---- any roll ---- */

typedef void replay_fn(const struct replay_record *record, const struct dice_book *book,
	struct arena *arena, struct rng *rng, struct replay *replay);

/* Compute RECORD as TRY reads it. */
static void attempt(replay_fn *try, const struct replay_record *record,
	const struct dice_book *book, struct arena *arena, struct replay *replay)
{
	struct rng *rng = rng_new_scripted(record->values, record->count);
	struct rng_draws draws = {.count = 0};

	*replay = (struct replay){.total = 0};
	rng_record(rng, &draws);
	try(record, book, arena, rng, replay);
	if (replay->end == REPLAY_TOTAL || replay->end == REPLAY_FAILED)
		compare(record, rng, &draws, replay);
	rng_draws_release(&draws);
	rng_free(rng);
}

void dice_replay(const struct replay_record *record, const struct dice_book *book,
	struct arena *arena, struct replay *replay)
{
	struct replay chosen;

	if (book->systems != NULL && is_again(record->input, book)) {
		attempt(roll_again, record, book, arena, replay);
		return;
	}
	if (!is_choice(record->input)) {
		attempt(roll, record, book, arena, replay);
		return;
	}
	attempt(choose, record, book, arena, &chosen);
	*replay = chosen;
	if (chosen.end == REPLAY_TOTAL)
		return;
	/* Also a roll may begin with that word, as the label that it is. */
	attempt(roll, record, book, arena, replay);
	if (replay->end == REPLAY_UNREAD && chosen.end != REPLAY_UNREAD)
		*replay = chosen;
}
