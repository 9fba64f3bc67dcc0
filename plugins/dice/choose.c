/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !choose: one of several things. */
#include "base/arena.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "logios.h"
#include "words.h"

static void reply_choice(
	struct request *rq, const char *said, const struct dice_choices *choices, size_t index)
{
	struct arena *arena = request_arena(rq);
	struct strbuf text = STRBUF_INIT;
	size_t begin, end;

	strbuf_addf(&text, "%s chose from ", quote_words(arena, request_nick(rq)));
	begin = text.len;
	strbuf_addstr(&text, quote_words(arena, said));
	end = text.len;
	strbuf_addf(&text, " || \002%s\002", quote_words(arena, dice_choice(choices, index)));
	fit_words(&text, begin, end, request_roll_bytes(rq));
	reply_roll(rq, arena_printf(arena, "%zu", index), "%s", text.text);
	strbuf_release(&text);
}

void run_choose(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct error err;
	const struct dice_choices *choices = dice_choices(argv[1], request_arena(rq), &err);
	const char *input;
	size_t index;

	(void)self, (void)argc;
	if (choices == NULL) {
		reply_error(rq, &err);
		return;
	}
	input = arena_printf(request_arena(rq), "choose %s", argv[1]);
	index = dice_choose(choices, request_roll(rq, input), &err);
	if (index == 0)
		reply_roll_failed(rq, &err, "%s", err.text);
	else
		reply_choice(rq, argv[1], choices, index);
}
