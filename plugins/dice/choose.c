/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !choose: one of several things. */
#include <string.h>

#include "base/quote.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "logios.h"
#include "words.h"

static void reply_choice(
	struct request *rq, const char *said, const struct dice_choices *choices, size_t index)
{
	const char *chosen = dice_choice(choices, index);
	struct strbuf from = STRBUF_INIT, what = STRBUF_INIT;

	quote_add(&from, said, strlen(said));
	quote_add(&what, chosen, strlen(chosen));
	reply_roll(rq, (double)index, "%s chose from %s || \002%s\002", request_nick(rq), from.text,
		what.text);
	strbuf_release(&from);
	strbuf_release(&what);
}

void run_choose(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct error err;
	const struct dice_choices *choices = dice_choices(argv[1], request_arena(rq), &err);
	size_t index;

	(void)self, (void)argc;
	if (choices == NULL) {
		reply_error(rq, &err);
		return;
	}
	index = dice_choose(choices, request_roll(rq, argv[1]), &err);
	if (index == 0)
		reply_roll_failed(rq, &err, "%s", err.text);
	else
		reply_choice(rq, argv[1], choices, index);
}
