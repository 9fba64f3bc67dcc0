/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compute with the dice engine what inputs come to on the values that are recorded. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/packed.h"
#include "base/quote.h"
#include "check/impl.h"
#include "dice/again.h"
#include "dice/dice.h"
#include "dice/replay.h"

enum { EPOCHS_SEARCHED = 64 }; /* for a roll that was rolled again */

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

/* Who rolled again, and in which event: what lay there was rolled before it. */
struct asker {
	struct check *check;
	const char *who; /* NULL: anybody */
	int64_t epoch, event;
	bool *unseen; /* set when what lay there is a hidden roll that is not shown */
};

static bool is_by(const char *who, const struct asker *asker)
{
	return asker->who == NULL || strcmp(who, asker->who) == 0;
}

/* Return the newest roll in EPOCH that ASKER could mean by N; or NULL. */
static const struct check_roll *find_open(
	const struct asker *asker, const struct check_epoch *epoch, int64_t n)
{
	size_t low = 0, high = epoch->roll_count;
	const struct check_roll *roll;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (epoch->rolls[middle].n < n)
			low = middle + 1;
		else
			high = middle;
	}
	roll = &epoch->rolls[low];
	return low < epoch->roll_count && roll->n == n && roll->event < asker->event &&
			       roll->again && is_by(roll->who, asker)
		       ? roll
		       : NULL;
}

/* The same of hidden ones. */
static const struct check_roll *find_hidden(
	const struct asker *asker, const struct check_epoch *epoch, int64_t n)
{
	for (size_t i = epoch->hidden_count; i > 0; i--) {
		const struct check_hidden *hidden = &epoch->hidden[i - 1];

		if (hidden->m != n || hidden->event >= asker->event || hidden->shuffle ||
			!is_by(hidden->who, asker))
			continue;
		*asker->unseen |= hidden->roll.dice == NULL;
		if (hidden->roll.dice == NULL || hidden->roll.again)
			return &hidden->roll;
	}
	return NULL;
}

/* Return the newest roll that ASKER could roll again as NUMBER, "17" or "h3", and the EPOCH it is
 * of; or NULL. Numbers begin again with each epoch. */
static const struct check_roll *find_roll(
	const struct asker *asker, const char *number, int64_t *epoch)
{
	const struct check *check = asker->check;
	bool hidden = number[0] == 'h';
	int64_t n = strtoll(number + hidden, NULL, 10);
	const struct check_roll *found = NULL;

	for (size_t i = check->count; i > 0 && i + EPOCHS_SEARCHED > check->count; i--) {
		const struct check_epoch *now = check->epochs[i - 1];

		if (now->number > asker->epoch)
			continue;
		found = hidden ? find_hidden(asker, now, n) : find_open(asker, now, n);
		*epoch = now->number;
		if (found != NULL)
			break;
	}
	return found;
}

/* Do so; if ASKER has rolled nothing of the kind, take what anybody has: who has no account keeps
 * their rolls when they change their nick, and is another in the transcript. */
static const struct check_roll *find_anyhow(
	const struct asker *asker, const char *number, int64_t *epoch)
{
	const struct check_roll *roll = find_roll(asker, number, epoch);
	struct asker anybody = *asker;

	anybody.who = NULL;
	return roll != NULL ? roll : find_roll(&anybody, number, epoch);
}

/* Find what was rolled earlier, for struct replay_record. */
static bool find_earlier(void *arg, const char *number, struct replay_record *earlier)
{
	const struct asker *asker = arg;
	struct check *check = asker->check;
	struct asker *its = arena_alloc(&check->passing, sizeof *its);
	int64_t epoch = 0;
	const struct check_roll *roll = find_anyhow(asker, number, &epoch);
	struct packed_reader reader;
	uint32_t *sides, *values;
	size_t count = 0;

	if (roll == NULL || roll->dice == NULL)
		return false;
	count = packed_count(roll->dice, roll->dice_len);
	*its = *asker;
	its->who = roll->who;
	its->epoch = epoch;
	its->event = roll->event;
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
		.arg = its};
	return true;
}

/* Write the total of REPLAY into the check's scratch text, as it is recorded. */
static const char *total_of(struct check *check, const struct replay *replay)
{
	strbuf_reset(&check->text);
	dice_number(&check->text, replay->total);
	return check->text.text;
}

/* Note that what EVENT's input means is not known here, for WHY. */
static void not_known(struct check *check, const struct fair_event *event, const char *why)
{
	check_remark(check,
		"event %" PRId64 ": what its input \"%.80s\" means is not known here, and its "
		"total is not checked: %s",
		event->event, event->input, why);
}

/* Return whether REPLAY came to what EVENT says. */
static bool agrees(struct check *check, const struct fair_event *event, bool failed,
	const struct replay *replay)
{
	return replay->end != REPLAY_OTHER && failed == (replay->end == REPLAY_FAILED) &&
	       (failed || strcmp(total_of(check, replay), event->total) == 0);
}

/* What EVENT says is not what REPLAY, of an input that is known, came to: say how. */
static void differ(struct check *check, const struct fair_event *event, bool failed,
	const struct replay *replay)
{
	if (replay->end == REPLAY_OTHER)
		check_fault(check, "event %" PRId64 ": its input \"%.80s\" asks for other dice: %s",
			event->event, event->input, replay->error.text);
	else if (failed != (replay->end == REPLAY_FAILED))
		check_fault(check, "event %" PRId64 ": its input \"%.80s\" comes to %s",
			event->event, event->input,
			failed ? total_of(check, replay) : replay->error.text);
	else
		check_fault(check,
			"event %" PRId64 ": its input \"%.80s\" comes to %s, not to %.40s",
			event->event, event->input, total_of(check, replay), event->total);
}

/* Compare what EVENT says with what REPLAY came to. Returns whether its input is known here. */
static bool compare(struct check *check, const struct fair_event *event, bool failed,
	const struct replay *replay)
{
	if (replay->end == REPLAY_UNREAD) {
		not_known(check, event, replay->error.text);
		return false;
	}
	if (agrees(check, event, failed, replay))
		return true;
	if (!replay->labelled) {
		differ(check, event, failed, replay);
		return true;
	}
	not_known(check, event, "its first word is a game's, or the dice are not as it says");
	return false;
}

/* Whether OUTCOME can be rolled again later. */
static bool is_kept(struct check *check, const struct dice_outcome *outcome)
{
	strbuf_reset(&check->text);
	return dice_keep(&check->text, outcome);
}

/* Count an input that means nothing here. So many are slow to look at, and prove nothing. */
static void count_unknown(struct check *check)
{
	if (++check->verdict.unknown < CHECK_UNKNOWN_MAX)
		return;
	check_fault(check,
		"%d inputs are not known here: the files of the bot's own games are "
		"needed, or smaller parts",
		CHECK_UNKNOWN_MAX);
	check->stopped = check->verdict.given_up = true;
}

/* Return how a reply about what REPLAY came to may end, or NULL. */
static const char *endings_of(struct check *check, const struct replay *replay)
{
	strbuf_reset(&check->text);
	if (replay->outcome != NULL)
		dice_endings(&check->text, replay->outcome);
	else if (replay->choice != NULL)
		strbuf_addf(&check->text, " || %s", quote_words(&check->passing, replay->choice));
	else
		return NULL;
	return arena_strndup(&check->arena, check->text.text, check->text.len);
}

const char *check_meaning(struct check *check, const struct fair_event *event, int64_t rolled,
	bool failed, bool *again)
{
	bool unseen = false;
	struct asker asker = {check, event->who, event->epoch, rolled, &unseen};
	const struct replay_record record = {.input = event->input,
		.sides = event->sides,
		.values = event->values,
		.count = event->count,
		.error = failed ? event->total : NULL,
		.earlier = find_earlier,
		.arg = &asker};
	struct replay replay;

	*again = false;
	if (check->book == NULL)
		return NULL;
	if (failed && strcmp(event->total, NOTHING_MADE) == 0) {
		check_remark(check, "event %" PRId64 ": dice fell, and nothing was made of them",
			event->event);
		return NULL;
	}
	dice_replay(&record, check->book, &check->passing, &replay);
	if (unseen) {
		check_remark(check,
			"event %" PRId64 ": its input \"%.80s\" is of a hidden roll that is not "
			"shown before it",
			event->event, event->input);
		return NULL;
	}
	if (!compare(check, event, failed, &replay)) {
		count_unknown(check);
		return NULL;
	}
	check->verdict.meant++;
	if (replay.outcome != NULL)
		*again = is_kept(check, replay.outcome);
	return endings_of(check, &replay);
}
