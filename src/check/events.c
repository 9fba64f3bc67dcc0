/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check events in their order: numbers, heads, and what may follow what. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/quote.h"
#include "check/impl.h"

/* ---- reading ---- */

/* Read FIELD of the line in hand into EVENT. Returns false if it is not there. */
static bool read_field(
	const struct check *check, const struct fair_field *field, struct fair_event *event)
{
	void *at = (char *)event + field->offset;
	const struct json_field *list;

	switch (field->type) {
	case FAIR_NUMBER:
		*(int64_t *)at = check_number(check, field->name, 0);
		return *(int64_t *)at >= 0;
	case FAIR_TEXT:
		*(const char **)at = check_text(check, field->name);
		return *(const char **)at != NULL;
	case FAIR_HASH:
		return check_hash(check, field->name, at);
	default:
		list = json_find(&check->now, field->name, JSON_NUMBERS);
		if (list == NULL)
			return false;
		*(const uint32_t **)at = list->numbers;
		event->count = list->count;
		return true;
	}
}

/* Return how many numbers the list called NAME has. */
static size_t list_len(const struct check *check, const char *name)
{
	const struct json_field *list = json_find(&check->now, name, JSON_NUMBERS);

	return list != NULL ? list->count : 0;
}

static bool read_event(struct check *check, struct fair_event *event)
{
	const char *kind = check_text(check, "kind");

	*event = (struct fair_event){.event = check_number(check, "event", 1),
		.time_s = check_number(check, "time", 0),
		.kind = kind != NULL ? fair_kind_find(kind) : FAIR_KIND_END};
	if (event->event < 0 || event->time_s < 0 || event->kind == FAIR_KIND_END) {
		check_fault(check, "an event without a number, a time or a known kind");
		return false;
	}
	for (const struct fair_field *field = fair_fields(event->kind); field->name != NULL;
		field++)
		if (!read_field(check, field, event)) {
			check_fault(check,
				"event %" PRId64 ": its %s is missing, or not what it must be",
				event->event, field->name);
			return false;
		}
	if (list_len(check, "sides") != list_len(check, "values")) {
		check_fault(check, "event %" PRId64 ": %zu dice show %zu values", event->event,
			list_len(check, "sides"), list_len(check, "values"));
		return false;
	}
	return true;
}

/* Check the number and the head of EVENT. */
static void check_head(struct check *check, const struct fair_event *event)
{
	const char *head = check_text(check, "head");
	char text[FAIR_SHORT_ROOM];

	if (event->event != check->event + 1)
		check_fault(check, "event %" PRId64 " comes after event %" PRId64, event->event,
			check->event);
	check->event = event->event;
	fair_next_head(&check->head, event, &check->bytes);
	fair_short(&check->head, text);
	if ((head == NULL || strcmp(head, text) != 0) && !check->broken) {
		check->broken = true;
		check_fault(check,
			"event %" PRId64
			": its head is %.40s, but what came before and its fields give %s",
			event->event, head != NULL ? head : "missing", text);
	}
	if (event->time_s < check->time_s)
		check_remark(check, "event %" PRId64 ": the clock went back", event->event);
	check->gap_s = event->time_s - check->time_s;
	check->time_s = event->time_s;
}

/* ---- rolls ---- */

/* Return the epoch in use if EVENT is of it, and its number is due (or comes later: a gap is a
 * fault once). NULL with the fault reported. */
static struct check_epoch *rolled(struct check *check, const struct fair_event *event, bool hidden)
{
	struct check_epoch *epoch = check->used;
	int64_t most = hidden ? FAIR_SEALED : FAIR_ROLLS, *next;

	if (epoch == NULL || event->epoch != epoch->number) {
		check_fault(check, "event %" PRId64 ": epoch %" PRId64 " is not the one in use",
			event->event, event->epoch);
		return NULL;
	}
	next = hidden ? &epoch->next_m : &epoch->next;
	if (event->number != *next || event->number > most) {
		check_fault(check,
			"event %" PRId64 ": its number is %s%" PRId64 ", but %" PRId64 " is due",
			event->event, hidden ? "h" : "", event->number, *next);
		if (event->number < *next || event->number > most)
			return NULL;
	}
	*next = event->number + 1;
	return epoch;
}

/* Remember what a log of a chat may show of EVENT. */
static struct check_said *remember(
	struct check *check, const struct fair_event *event, bool hidden, const char *endings)
{
	struct check_said *said;

	if (check->said_count == check->said_room) {
		check->said_room = check->said_room > 0 ? 2 * check->said_room : 256;
		check->said = mem_resize(check->said, check->said_room, sizeof *check->said);
	}
	said = &check->said[check->said_count++];
	*said = (struct check_said){.number = event->number,
		.event = event->event,
		.transcript = check->transcripts,
		.hidden = hidden,
		.failed = event->kind == FAIR_KIND_FAIL,
		.nick = arena_strdup(&check->arena, event->nick),
		.shown = event->nick != NULL ? quote_words(&check->arena,
						       arena_strdup(&check->arena, event->nick))
					     : NULL,
		.total = event->kind == FAIR_KIND_ROLL ? arena_strdup(&check->arena, event->total)
						       : NULL,
		.endings = endings};
	for (int i = 0; i < 5; i++)
		said->key = said->key << 8 | check->head.bytes[i];
	return said;
}

static void on_roll(struct check *check, const struct fair_event *event)
{
	struct check_epoch *epoch = rolled(check, event, false);
	bool failed = event->kind == FAIR_KIND_FAIL;
	struct check_roll roll = {.n = event->number, .event = event->event, .line = check->line};
	const char *endings = NULL;

	roll.dice = check_pack(check, event, &roll.dice_len);
	if (roll.dice != NULL)
		endings = check_meaning(check, event, event->event, failed, &roll.again);
	remember(check, event, false, endings);
	if (epoch == NULL)
		return;
	roll.who = arena_strdup(&check->arena, event->who);
	roll.input = arena_strdup(&check->arena, event->input);
	roll.error = failed ? arena_strdup(&check->arena, event->total) : NULL;
	if (epoch->roll_count == epoch->roll_room) {
		epoch->roll_room = epoch->roll_room > 0 ? 2 * epoch->roll_room : 16;
		epoch->rolls = mem_resize(epoch->rolls, epoch->roll_room, sizeof *epoch->rolls);
	}
	epoch->rolls[epoch->roll_count++] = roll;
}

static void on_hidden(struct check *check, const struct fair_event *event)
{
	struct check_epoch *epoch = rolled(check, event, true);
	bool shuffle = event->kind == FAIR_KIND_SHUFFLE;

	remember(check, event, true, NULL);
	if (epoch == NULL || event->number < 1)
		return;
	if (epoch->hidden_count == epoch->hidden_room) {
		epoch->hidden_room = epoch->hidden_room > 0 ? 2 * epoch->hidden_room : 4;
		epoch->hidden = mem_resize(
			epoch->hidden, epoch->hidden_room, sizeof *epoch->hidden);
	}
	epoch->hidden[epoch->hidden_count++] = (struct check_hidden){.m = event->number,
		.event = event->event,
		.shuffle = shuffle,
		.cover = event->hash,
		.nick = arena_strdup(&check->arena, event->nick),
		.who = arena_strdup(&check->arena, event->who),
		.deck = shuffle ? arena_strdup(&check->arena, event->input) : NULL,
		.cards = event->cards,
		.said = check->said_count - 1};
	check->verdict.hidden++;
}

static void on_show(struct check *check, const struct fair_event *event)
{
	struct check_hidden *hidden = check_show(check, event);
	struct check_said *said = remember(check, event, true, NULL), *before;

	said->shows = true;
	if (hidden == NULL || hidden->roll.dice == NULL)
		return;
	before = &check->said[hidden->said];
	said->nick = before->nick;
	said->shown = before->shown;
	said->total = before->total = hidden->total;
	said->endings = before->endings = hidden->endings;
	said->failed = before->failed = hidden->roll.error != NULL;
}

/* ---- all kinds ---- */

void check_event(struct check *check)
{
	static void (*const kinds[])(struct check * check, const struct fair_event *event) = {
		[FAIR_KIND_OPEN] = check_open,
		[FAIR_KIND_SEAL] = check_seal,
		[FAIR_KIND_WORDS] = check_words,
		[FAIR_KIND_VOID] = check_void,
		[FAIR_KIND_MIX] = check_mix,
		[FAIR_KIND_ROLL] = on_roll,
		[FAIR_KIND_FAIL] = on_roll,
		[FAIR_KIND_HIDDEN] = on_hidden,
		[FAIR_KIND_SHUFFLE] = on_hidden,
		[FAIR_KIND_SHOW] = on_show,
	};
	struct fair_event event;
	const struct json_field *said = json_find(&check->now, "said", JSON_WORD);

	if (!read_event(check, &event))
		return;
	check->verdict.events++;
	check_head(check, &event);
	if (said != NULL && strcmp(said->text, "false") == 0)
		check_remark(
			check, "event %" PRId64 ": its roll was perhaps never said", event.event);
	kinds[event.kind](check, &event);
}
