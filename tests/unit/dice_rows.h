/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TEST_DICE_ROWS_H
#define LOGIOS_TEST_DICE_ROWS_H

/* Lines of dice with the faces that fall, and what is said of them. */

#include "unit/test.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "book.h"
#include "dice/dice.h"
#include "crypto/random.h"

struct dice_row {
	const char *line;
	const char *faces; /* parted by blanks, all of them used */
	const char *reply; /* with formatting codes as ^B ^S ^U */
};

static inline struct rng *scripted_faces(const char *faces)
{
	struct rng *rng = rng_new_scripted(NULL, 0);
	char *end;

	for (;;) {
		uint32_t face = (uint32_t)strtoul(faces, &end, 10);
		if (end == faces)
			return rng;
		rng_script_more(rng, &face, 1);
		faces = end;
	}
}

/* What is said of LINE, read by BOOK, with dice from RNG, as AMOUNT and at most BYTES ask, or of
 * what is wrong with it; several rolls are parted by newlines. The caller frees it. */
static inline char *said_by_book(const struct dice_book *book, const char *line, struct rng *rng,
	enum dice_amount amount, size_t bytes)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct strbuf text = STRBUF_INIT;
	struct error err = {.text = ""};
	const struct dice_line *parsed = dice_parse(line, book, &arena, &err);
	const struct dice_result *result = NULL;
	char shown[4096];

	if (parsed != NULL)
		result = dice_roll(parsed, &limits, rng, &arena, &err);
	if (result == NULL)
		dice_error_line(&text, line, &err);
	for (size_t i = 0; result != NULL && i < result->count; i++) {
		strbuf_addstr(&text, i > 0 ? "\n" : "");
		dice_reply_as(&text, &result->outcomes[i], amount, bytes);
	}
	show_bold(text.text, shown, sizeof shown);
	strbuf_reset(&text);
	strbuf_addstr(&text, shown);
	arena_release(&arena);
	return strbuf_detach(&text);
}

static inline char *said_of(
	const char *line, struct rng *rng, enum dice_amount amount, size_t bytes)
{
	return said_by_book(shipped_book(), line, rng, amount, bytes);
}

static inline void check_dice_row(const struct dice_row *row)
{
	struct rng *rng = scripted_faces(row->faces);
	char *said = said_of(row->line, rng, DICE_NORMAL, 400);

	assert_string_equal(said, row->reply);
	assert_int_equal(rng_script_left(rng), 0);
	free(said);
	rng_free(rng);
}

/* The reply of ROW is what follows the input. */
static inline void check_dice_rest(const struct dice_row *row)
{
	struct rng *rng = scripted_faces(row->faces);
	char *said = said_of(row->line, rng, DICE_NORMAL, 400);
	const char *rest = strstr(said, " || ");

	if (rest == NULL)
		fail_msg("%s", said);
	if (strcmp(rest + 4, row->reply) != 0 || rng_script_left(rng) != 0)
		fail_msg("%s: %zu faces left, said\n%s\nnot\n%s", row->line, rng_script_left(rng),
			rest + 4, row->reply);
	free(said);
	rng_free(rng);
}

#define TEST_DICE(check, name)                                                                     \
	static void test_##name(void **state)                                                      \
	{                                                                                          \
		(void)state;                                                                       \
		for (size_t i = 0; i < COUNT_OF(name); i++)                                        \
			check(&name[i]);                                                           \
	}

#endif
