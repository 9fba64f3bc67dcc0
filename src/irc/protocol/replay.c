/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells history from what happens now, by batches and by the server's clock. */
#include "irc/protocol/replay.h"

#include <stdio.h>
#include <string.h>

#include "irc/protocol/tags.h"

enum { TIME_ROOM = 40 };

void replay_init(struct replay *replay, int64_t skew_ms)
{
	replay->count = 0;
	replay->known = false;
	replay->skew_ms = skew_ms;
}

/* ---- batches ---- */

static const char *const histories[] = {
	"chathistory",
	"draft/chathistory",
	"playback",
	"znc.in/playback",
	"znc.in/tlsplayback",
};

static bool is_history(const char *type)
{
	for (size_t i = 0; i < sizeof histories / sizeof *histories; i++)
		if (strcmp(histories[i], type) == 0)
			return true;
	return false;
}

static const struct replay_batch *find(const struct replay *replay, const char *reference)
{
	for (size_t i = 0; i < replay->count; i++)
		if (strcmp(replay->batches[i].reference, reference) == 0)
			return &replay->batches[i];
	return NULL;
}

static void close_batch(struct replay *replay, size_t at)
{
	replay->count--;
	memmove(&replay->batches[at], &replay->batches[at + 1],
		(replay->count - at) * sizeof *replay->batches);
}

/* Whether MSG stands inside a batch of history; one that we never saw begin counts as such. */
static bool inside_history(const struct replay *replay, const struct message *msg)
{
	char reference[REPLAY_REFERENCE];
	const struct replay_batch *batch;

	if (!tags_has(msg->tags, "batch"))
		return false;
	tags_find(msg->tags, "batch", reference, sizeof reference);
	batch = find(replay, reference);
	return batch == NULL || batch->history;
}

static void open_batch(struct replay *replay, const struct message *msg)
{
	const char *reference = msg->params[0] + 1;
	struct replay_batch *batch;
	bool history = (msg->param_count > 1 && is_history(msg->params[1])) ||
		       inside_history(replay, msg);

	if (reference[0] == '\0' || strlen(reference) >= REPLAY_REFERENCE ||
		find(replay, reference) != NULL)
		return;
	if (replay->count == REPLAY_BATCHES)
		close_batch(replay, 0);
	batch = &replay->batches[replay->count++];
	snprintf(batch->reference, sizeof batch->reference, "%s", reference);
	batch->history = history;
}

void replay_batch(struct replay *replay, const struct message *msg)
{
	const struct replay_batch *batch;

	if (msg->param_count < 1)
		return;
	if (msg->params[0][0] == '+')
		open_batch(replay, msg);
	if (msg->params[0][0] != '-')
		return;
	batch = find(replay, msg->params[0] + 1);
	if (batch != NULL)
		close_batch(replay, (size_t)(batch - replay->batches));
}

/* ---- time ---- */

/* Days from 1970 to the first of MONTH (1…12) of YEAR, in the Gregorian calendar, counting years
 * from March. */
static int64_t days_before(int64_t year, int64_t month)
{
	int64_t y = month > 2 ? year : year - 1, m = (month + 9) % 12;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 - 719468;
}

bool replay_time(const char *text, int64_t *ms)
{
	int year, month, day, hour, minute, second, milli = 0, end = 0;

	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute, &second,
		    &end) != 6)
		return false;
	if (text[end] == '.') {
		int digits = 0;
		if (sscanf(text + end + 1, "%3d%n", &milli, &digits) != 1 || digits != 3)
			return false;
		end += 1 + digits;
	}
	if (strcmp(text + end, "Z") != 0 || year < 1970 || month < 1 || month > 12 || day < 1 ||
		day > 31 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
		second > 60 || milli < 0)
		return false;
	*ms = ((((days_before(year, month) + day - 1) * 24 + hour) * 60 + minute) * 60 + second) *
		      1000 +
	      milli;
	return true;
}

static bool time_of(const struct message *msg, int64_t *ms)
{
	char text[TIME_ROOM];

	return tags_find(msg->tags, "time", text, sizeof text) && replay_time(text, ms);
}

bool replay_live(struct replay *replay, const struct message *msg, int64_t now_ms)
{
	int64_t said_ms;

	if (msg->tags == NULL || inside_history(replay, msg) || !time_of(msg, &said_ms))
		return false;
	replay->known = true;
	replay->skew_ms = said_ms - now_ms;
	return true;
}

bool replay_is_past(const struct replay *replay, const struct message *msg, int64_t now_ms)
{
	int64_t said_ms;

	if (msg->tags == NULL)
		return false;
	if (inside_history(replay, msg))
		return true;
	return time_of(msg, &said_ms) && now_ms + replay->skew_ms - said_ms > REPLAY_AGE_MS;
}
