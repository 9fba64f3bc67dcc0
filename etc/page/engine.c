/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lets verify.html read inputs, compute recorded rolls again, and draw odds. */
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/quote.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "dice/again.h"
#include "dice/dice.h"
#include "dice/named.h"
#include "dice/odds/impl.h"
#include "dice/replay.h"
#include "dice/systems/system.h"

/* The page has one engine for as long as it is open. */
static struct dice_book book;
static struct strbuf answer = STRBUF_INIT;

/* ---- memory, and what the bot's data folder has ---- */

void *page_alloc(size_t size)
{
	return mem_alloc(size);
}

void page_free(void *memory)
{
	free(memory);
}

static void begin(void)
{
	if (book.systems != NULL)
		return;
	book.systems = systems_new();
	book.named = named_dice_new();
}

const char *page_system(const char *name, const char *text)
{
	begin();
	strbuf_reset(&answer);
	/* The book lends what the page owns. */
	systems_add((struct systems *)(uintptr_t)book.systems, name, text, strlen(text), &answer);
	return answer.text;
}

const char *page_named(const char *line)
{
	struct error err = {.text = ""};

	begin();
	strbuf_reset(&answer);
	if (!named_dice_line((struct named_dice *)(uintptr_t)book.named, line, &err))
		strbuf_addstr(&answer, err.text);
	return answer.text;
}

/* ---- recorded rolls ---- */

static void add_text(const char *key, const char *text)
{
	strbuf_addf(&answer, ",\"%s\":", key);
	json_add_text(&answer, text);
}

static void add_outcome(const struct dice_outcome *outcome)
{
	struct strbuf text = STRBUF_INIT;

	dice_reply_as(&text, outcome, DICE_NORMAL, SIZE_MAX);
	add_text("reply", text.text);
	strbuf_reset(&text);
	dice_detail(&text, outcome);
	add_text("detail", text.text);
	strbuf_reset(&text);
	dice_endings(&text, outcome);
	add_text("endings", text.text);
	strbuf_reset(&text);
	if (dice_keep(&text, outcome))
		strbuf_addstr(&answer, ",\"again\":true");
	strbuf_release(&text);
}

static void add_choice(const char *choice, struct arena *arena)
{
	add_text("choice", choice);
	add_text("endings", arena_printf(arena, " || %s", quote_words(arena, choice)));
}

static void add_replay(const struct replay *replay, struct arena *arena)
{
	static const char *const ends[] = {[REPLAY_TOTAL] = "total",
		[REPLAY_FAILED] = "failed",
		[REPLAY_OTHER] = "other",
		[REPLAY_UNREAD] = "unread"};
	struct strbuf total = STRBUF_INIT;

	strbuf_addf(&answer, "{\"end\":\"%s\"", ends[replay->end]);
	dice_number(&total, replay->total);
	add_text("total", total.text);
	if (replay->outcome != NULL)
		add_outcome(replay->outcome);
	if (replay->choice != NULL)
		add_choice(replay->choice, arena);
	if (replay->end != REPLAY_TOTAL)
		add_text("error", replay->error.text);
	strbuf_addch(&answer, '}');
	strbuf_release(&total);
}

/* What was remembered for the next roll: what lay there, and what lay there before that. */
static struct {
	struct arena arena;
	struct {
		const char *number;
		struct replay_record record;
	} rolls[REPLAY_DEPTH];
	size_t count;
} earlier = {.arena = ARENA_INIT};

/* ARG counts how many have been asked for. */
static bool find_earlier(void *arg, const char *number, struct replay_record *record)
{
	size_t at = (size_t)(uintptr_t)arg;

	if (at >= earlier.count || strcmp(earlier.rolls[at].number, number) != 0)
		return false;
	*record = earlier.rolls[at].record;
	return true;
}

static const uint32_t *keep_list(const uint32_t *list, size_t count)
{
	uint32_t *copy = arena_alloc(&earlier.arena, (count + 1) * sizeof *copy);

	memcpy(copy, list, count * sizeof *copy);
	return copy;
}

static void forget_earlier(void)
{
	arena_release(&earlier.arena);
	earlier.count = 0;
}

const char *page_remember(const char *number, const char *input, const uint32_t *sides,
	const uint32_t *values, size_t count, const char *error)
{
	if (earlier.count == REPLAY_DEPTH)
		return "too many";
	earlier.rolls[earlier.count++].number = arena_strdup(&earlier.arena, number);
	earlier.rolls[earlier.count - 1].record = (struct replay_record){
		.input = arena_strdup(&earlier.arena, input),
		.sides = keep_list(sides, count),
		.values = keep_list(values, count),
		.count = count,
		.error = *error != '\0' ? arena_strdup(&earlier.arena, error) : NULL,
		.earlier = find_earlier,
		.arg = (void *)(uintptr_t)earlier.count};
	return "";
}

const char *page_replay(const char *input, const uint32_t *sides, const uint32_t *values,
	size_t count, const char *error)
{
	const struct replay_record record = {.input = input,
		.sides = sides,
		.values = values,
		.count = count,
		.error = *error != '\0' ? error : NULL,
		.earlier = find_earlier};
	struct arena arena = ARENA_INIT;
	struct replay replay;

	begin();
	strbuf_reset(&answer);
	dice_replay(&record, &book, &arena, &replay);
	add_replay(&replay, &arena);
	arena_release(&arena);
	forget_earlier();
	return answer.text;
}

const char *page_set_apart(const char *text)
{
	strbuf_reset(&answer);
	quote_add(&answer, text, strlen(text));
	return answer.text;
}

/* ---- odds ---- */

const char *page_odds(const char *line)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct strbuf reply = STRBUF_INIT;
	struct error err = {.text = ""};
	struct odds *odds;

	begin();
	strbuf_reset(&answer);
	odds = odds_new(line, &book, &limits, &err);
	if (odds == NULL) {
		dice_error_line(&reply, line, &err);
		strbuf_addstr(&answer, "{\"error\":");
		json_add_text(&answer, reply.text);
	} else {
		odds_reply(&reply, odds, SIZE_MAX);
		strbuf_addstr(&answer, "{\"reply\":");
		json_add_text(&answer, reply.text);
		strbuf_addstr(&answer, ",\"odds\":");
		odds_json(&answer, odds);
	}
	strbuf_addch(&answer, '}');
	odds_free(odds);
	strbuf_release(&reply);
	return answer.text;
}
