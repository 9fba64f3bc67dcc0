/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compute with the dice engine what inputs come to on the values that are recorded. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/packed.h"
#include "check/impl.h"
#include "dice/dice.h"
#include "dice/replay.h"

enum { EPOCHS_SEARCHED = 8 }; /* for a roll that was rolled again */

#define NOTHING_MADE "nothing was made of it" /* the error of a roll that was begun and left */

const char *check_pack(struct check *check, const struct fair_event *event, size_t *len)
{
	for (size_t i = 0; i < event->count; i++)
		if (event->values[i] < 1 || event->values[i] > event->sides[i]) {
			check_fault(check,
				"event %" PRId64 ": die %zu with %" PRIu32 " sides shows %" PRIu32,
				event->event, i + 1, event->sides[i], event->values[i]);
			return NULL;
		}
	if (event->count > PACKED_MAX) {
		check_fault(check, "event %" PRId64 ": %zu dice are too many", event->event,
			event->count);
		return NULL;
	}
	strbuf_reset(&check->text);
	packed_add(&check->text, event->sides, event->values, event->count);
	*len = check->text.len;
	return arena_strndup(&check->arena, check->text.text, check->text.len);
}

/* Return the newest roll of WHO that is known as NUMBER, "17" or "h3"; or NULL. */
static const struct check_roll *find_roll(
	const struct check *check, const char *who, const char *number)
{
	bool hidden = number[0] == 'h';
	int64_t n = strtoll(number + hidden, NULL, 10);

	for (size_t i = check->count; i > 0 && i + EPOCHS_SEARCHED > check->count; i--) {
		const struct check_epoch *epoch = check->epochs[i - 1];
		for (size_t j = hidden ? 0 : epoch->roll_count; j > 0; j--)
			if (epoch->rolls[j - 1].n == n && strcmp(epoch->rolls[j - 1].who, who) == 0)
				return &epoch->rolls[j - 1];
		for (size_t j = hidden ? epoch->hidden_count : 0; j > 0; j--)
			if (epoch->hidden[j - 1].m == n && epoch->hidden[j - 1].roll.dice != NULL &&
				strcmp(epoch->hidden[j - 1].who, who) == 0)
				return &epoch->hidden[j - 1].roll;
	}
	return NULL;
}

struct asker {
	struct check *check;
	const char *who;
};

/* Find what was rolled earlier, for struct replay_record. */
static bool find_earlier(void *arg, const char *number, struct replay_record *earlier)
{
	const struct asker *asker = arg;
	struct check *check = asker->check;
	const struct check_roll *roll = find_roll(check, asker->who, number);
	struct packed_reader reader;
	uint32_t *sides, *values;
	size_t count = 0;

	if (roll == NULL || roll->dice == NULL)
		return false;
	count = packed_count(roll->dice, roll->dice_len);
	sides = arena_zalloc(&check->passing, 2 * count + 1, sizeof *sides);
	values = sides + count;
	packed_read(&reader, roll->dice, roll->dice_len);
	for (size_t i = 0; i < count && packed_next(&reader, &sides[i], &values[i]); i++)
		;
	*earlier = (struct replay_record){.input = roll->input,
		.sides = sides,
		.values = values,
		.count = count,
		.error = roll->error,
		.earlier = find_earlier,
		.arg = arg};
	return true;
}

/* Write the total of REPLAY into the check's scratch text, as it is recorded. */
static const char *total_of(struct check *check, const struct replay *replay)
{
	strbuf_reset(&check->text);
	dice_number(&check->text, replay->total);
	return check->text.text;
}

/* Compare what EVENT says with what REPLAY came to. */
static void compare(struct check *check, const struct fair_event *event, bool failed,
	const struct replay *replay)
{
	if (replay->end == REPLAY_UNREAD)
		check_remark(check,
			"event %" PRId64 ": what its input \"%.80s\" means is not known here, and "
			"its total is not checked: %s",
			event->event, event->input, replay->error.text);
	else if (replay->end == REPLAY_OTHER)
		check_fault(check, "event %" PRId64 ": its input \"%.80s\" asks for other dice: %s",
			event->event, event->input, replay->error.text);
	else if (failed != (replay->end == REPLAY_FAILED))
		check_fault(check, "event %" PRId64 ": its input \"%.80s\" comes to %s",
			event->event, event->input,
			failed ? total_of(check, replay) : replay->error.text);
	else if (!failed && strcmp(total_of(check, replay), event->total) != 0)
		check_fault(check,
			"event %" PRId64 ": its input \"%.80s\" comes to %s, not to %.40s",
			event->event, event->input, check->text.text, event->total);
}

const char *check_meaning(struct check *check, const struct fair_event *event, bool failed)
{
	struct asker asker = {check, event->who};
	const struct replay_record record = {.input = event->input,
		.sides = event->sides,
		.values = event->values,
		.count = event->count,
		.error = failed ? event->total : NULL,
		.earlier = find_earlier,
		.arg = &asker};
	struct replay replay;

	if (check->book == NULL)
		return NULL;
	if (failed && strcmp(event->total, NOTHING_MADE) == 0) {
		check_remark(check, "event %" PRId64 ": dice fell, and nothing was made of them",
			event->event);
		return NULL;
	}
	dice_replay(&record, check->book, &check->passing, &replay);
	compare(check, event, failed, &replay);
	if (replay.end == REPLAY_UNREAD)
		check->verdict.unknown++;
	else
		check->verdict.meant++;
	if (replay.outcome == NULL)
		return NULL;
	if (replay.outcome->other != NULL)
		return ""; /* it has two */
	strbuf_reset(&check->text);
	dice_total(&check->text, replay.outcome);
	return arena_strndup(&check->arena, check->text.text, check->text.len);
}
