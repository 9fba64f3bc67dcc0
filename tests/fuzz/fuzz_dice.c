/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything at all as a line of dice, and as a sum: no crash, a reply with a total or an error with
 * a column within the line, no byte in a reply that a chat line could not have, and within bounds
 * of time and memory. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "book.h"
#include "dice/dice.h"
#include "crypto/random.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What one line may take, with all that is said of it. The time is meant for a sanitized build on a
 * busy machine: a plain one needs a tenth. */
enum { MAX_BYTES = 16 << 20, MAX_SECONDS = 1 };

/* Valid UTF-8 without control bytes, as the engine is promised. */
static void clean(struct strbuf *out, const uint8_t *data, size_t size)
{
	char *text = mem_alloc(size + 1);

	for (size_t i = 0; i < size; i++)
		text[i] = (char)(data[i] < ' ' || data[i] == 0x7f ? '?' : data[i]);
	utf8_clean(out, text, size);
	free(text);
}

static void check_text(const struct strbuf *text)
{
	assert(utf8_count(text->text, text->len) <= text->len);
	for (size_t i = 0; i < text->len; i++)
		assert((unsigned char)text->text[i] >= ' ' ||
			strchr("\x02\x1e\x1f", text->text[i]) != NULL);
}

/* However little may be said, the input and the total are; and formatting ends where it began. */
static void check_reply(const struct dice_outcome *outcome)
{
	static const enum dice_amount amounts[] = {DICE_BRIEF, DICE_NORMAL, DICE_FULL};
	static const size_t rooms[] = {0, 80, 400};
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < 9; i++) {
		size_t total, input = strlen(outcome->roll->input);

		strbuf_reset(&text);
		dice_reply_as(&text, outcome, amounts[i / 3], rooms[i % 3]);
		assert(strncmp(text.text, outcome->roll->input, input) == 0);
		assert(outcome->only_result ||
			strstr(text.text + input, " || Total: \x02") != NULL);
		check_text(&text);
		for (const char *code = "\x02\x1e\x1f"; *code != '\0'; code++) {
			total = 0;
			for (const char *at = text.text + input; *at != '\0'; at++)
				total += *at == *code;
			assert(total % 2 == 0);
		}
	}
	strbuf_reset(&text);
	dice_detail(&text, outcome);
	check_text(&text);
	strbuf_release(&text);
}

/* What dice show is on them, every number in range. */
static void check_outcome(const struct dice_outcome *outcome)
{
	assert(outcome->total <= DICE_MAX_NUMBER && outcome->total >= -DICE_MAX_NUMBER);
	assert(outcome->face_count <= DICE_MAX_FACES);
	for (size_t i = 0; i < outcome->face_count; i++)
		assert(outcome->faces[i].face >= 1 &&
			outcome->faces[i].face <= outcome->faces[i].sides);
}

static void check_error(const char *line, const struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	assert(err->text[0] != '\0');
	assert(err->column >= 1 && (size_t)err->column <= utf8_count(line, strlen(line)) + 1);
	dice_error_line(&text, line, err);
	assert(text.len < 480);
	strbuf_release(&text);
}

static void check_line(const char *line)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct rng *rng = rng_new_seeded(1);
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	const struct dice_line *parsed = dice_parse(line, shipped_book(), &arena, &err);
	const struct dice_result *result = NULL;

	if (parsed != NULL)
		result = dice_roll(parsed, &limits, rng, &arena, &err);
	if (result == NULL)
		check_error(line, &err);
	for (size_t i = 0; result != NULL && i < result->count; i++) {
		check_outcome(&result->outcomes[i]);
		check_reply(&result->outcomes[i]);
	}
	assert(arena.total <= MAX_BYTES);
	arena_release(&arena);
	rng_free(rng);
}

static void check_sum(const char *line)
{
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	double total;

	if (dice_calculate(line, &arena, &total, &err) != DICE_SUM_DONE)
		check_error(line, &err);
	else
		assert(total <= DICE_MAX_NUMBER && total >= -DICE_MAX_NUMBER);
	arena_release(&arena);
}

/* The line as a sentence with rolls in it, and as things to choose from. */
static void check_sentence(const char *line)
{
	const struct dice_line *lines[DICE_MAX_ROLLS];
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	size_t count = dice_inline(line, shipped_book(), &arena, lines);
	const struct dice_choices *choices = dice_choices(line, &arena, &err);

	assert(count <= DICE_MAX_ROLLS);
	for (size_t i = 0; i < count; i++)
		assert(lines[i]->count == 1 && dice_has_dice(&lines[i]->rolls[0]));
	if (choices == NULL) {
		assert(err.text[0] != '\0');
	} else {
		struct rng *rng = rng_new_seeded(1);
		size_t index = dice_choose(choices, rng, &err);

		assert(index >= 1 && dice_choice(choices, index)[0] != '\0');
		rng_free(rng);
	}
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf line = STRBUF_INIT;
	clock_t begin;

	clean(&line, data, size);
	begin = clock();
	check_line(line.text);
	check_sum(line.text);
	check_sentence(line.text);
	assert(clock() - begin < MAX_SECONDS * CLOCKS_PER_SEC);
	strbuf_release(&line);
	return 0;
}
