/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything at all as a question about odds: no crash, an answer within the line or an error with a
 * column; chances that add up to one less what was cut; never more steps or memory than allowed. */
#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "book.h"
#include "dice/odds/impl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LINE_BYTES = 400 };

/* Valid UTF-8 without control bytes, as the engine is promised. */
static void clean(struct strbuf *out, const uint8_t *data, size_t size)
{
	char *text = mem_alloc(size + 1);

	for (size_t i = 0; i < size; i++)
		text[i] = (char)(data[i] < ' ' || data[i] == 0x7f ? '?' : data[i]);
	utf8_clean(out, text, size);
	free(text);
}

static void check_side(const struct odds_side *side)
{
	const struct dist *dist = side->dist;
	double mass = dist_mass(dist);

	assert(dist->count > 0);
	assert(mass <= 1 + 1e-8 && mass + side->cut >= 1 - 1e-8);
	for (size_t i = 0; i < dist->count; i++) {
		assert(dist->chances[i] >= 0 && dist->chances[i] <= 1 + 1e-8);
		assert(i == 0 || dist_value(dist, i) > dist_value(dist, i - 1));
	}
	assert(fabs(dist_min(dist)) <= DICE_MAX_NUMBER && fabs(dist_max(dist)) <= DICE_MAX_NUMBER);
	assert(isfinite(side->mean) && isfinite(side->deviation));
}

static void check_reply(const struct odds *odds)
{
	struct strbuf text = STRBUF_INIT;

	odds_reply(&text, odds, LINE_BYTES);
	assert(text.len > 0 && text.len <= LINE_BYTES);
	assert(strchr(text.text, '\n') == NULL);
	strbuf_release(&text);
}

static void check_error(const char *line, const struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	assert(err->text[0] != '\0');
	assert(err->column >= 1 && (size_t)err->column <= utf8_count(line, strlen(line)) + 1);
	dice_error_line(&text, line, err);
	strbuf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct strbuf line = STRBUF_INIT;
	struct error err = {.text = ""};
	struct odds *odds;

	clean(&line, data, size);
	odds = odds_new(line.text, shipped_book(), &limits, &err);
	if (odds == NULL)
		check_error(line.text, &err);
	for (size_t i = 0; odds != NULL && i < odds->count; i++)
		check_side(&odds->sides[i]);
	if (odds != NULL)
		check_reply(odds);
	odds_free(odds);
	strbuf_release(&line);
	return 0;
}
