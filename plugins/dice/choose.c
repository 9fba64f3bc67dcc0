/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !choose: one of several things. */
#include <stdio.h>

#include "base/quote.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "logios.h"
#include "words.h"

static void reply_choice(
	struct request *rq, const char *said, const struct dice_choices *choices, size_t index)
{
	const char *chosen = dice_choice(choices, index);
	struct arena *arena = request_arena(rq);
	char total[24];

	snprintf(total, sizeof total, "%zu", index);
	reply_roll(rq, total, "%s chose from %s || \002%s\002", request_nick(rq),
		quote_words(arena, said), quote_words(arena, chosen));
}

void run_choose(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct error err;
	const struct dice_choices *choices = dice_choices(argv[1], request_arena(rq), &err);
	struct strbuf input = STRBUF_INIT;
	size_t index;

	(void)self, (void)argc;
	if (choices == NULL) {
		reply_error(rq, &err);
		return;
	}
	strbuf_addf(&input, "choose %s", argv[1]);
	index = dice_choose(choices, request_roll(rq, input.text), &err);
	strbuf_release(&input);
	if (index == 0)
		reply_roll_failed(rq, &err, "%s", err.text);
	else
		reply_choice(rq, argv[1], choices, index);
}
