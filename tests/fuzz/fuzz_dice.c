/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything at all as a line of dice, and as a sum: no crash, a reply with a total or an error with a
 * column within the line, and no byte in a reply that a chat line could not have. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "dice/dice.h"
#include "random.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Valid UTF-8 without control bytes, as the engine is promised. */
static void clean(struct strbuf *out, const uint8_t *data, size_t size)
{
	char *text = mem_alloc(size + 1);

	for (size_t i = 0; i < size; i++)
		text[i] = (char)(data[i] < ' ' || data[i] == 0x7f ? '?' : data[i]);
	utf8_clean(out, text, size);
	free(text);
}

static void check_reply(const struct dice_outcome *outcome)
{
	struct strbuf text = STRBUF_INIT;

	dice_reply(&text, outcome, 400);
	assert(strstr(text.text, " || Total: \x02") != NULL);
	assert(utf8_count(text.text, text.len) <= text.len);
	for (size_t i = 0; i < text.len; i++)
		assert((unsigned char)text.text[i] >= ' ' || strchr("\x02\x1e\x1f", text.text[i]));
	strbuf_reset(&text);
	dice_detail(&text, outcome);
	strbuf_release(&text);
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
	const struct dice_line *parsed = dice_parse(line, &arena, &err);
	const struct dice_result *result = NULL;

	if (parsed != NULL)
		result = dice_roll(parsed, &limits, rng, &arena, &err);
	if (result == NULL)
		check_error(line, &err);
	for (size_t i = 0; result != NULL && i < result->count; i++)
		check_reply(&result->outcomes[i]);
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf line = STRBUF_INIT;

	clean(&line, data, size);
	check_line(line.text);
	check_sum(line.text);
	strbuf_release(&line);
	return 0;
}
