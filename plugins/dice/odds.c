/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !odds: answered at once where that is quick, else when it has been computed. */
#include "dice/odds.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "logios.h"
#include "words.h"

/* What was asked, and what came of it. */
struct question {
	char *line;
	struct dice_book book;
	struct dice_limits limits;
	struct odds *odds; /* NULL: refused, because of */
	struct error err;
};

/* Say ODDS of LINE, or, when that is NULL, ERR. */
static void tell_odds(
	struct request *rq, const char *line, const struct odds *odds, const struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	if (odds == NULL)
		reply_mistake(rq, line, err);
	else {
		odds_reply(&text, odds, request_line_bytes(rq));
		reply(rq, "%s", text.text);
	}
	strbuf_release(&text);
}

static void compute(void *arg)
{
	struct question *question = arg;

	question->odds = odds_new(
		question->line, &question->book, &question->limits, &question->err);
}

static void answer(struct plugin *self, struct request *rq, void *arg)
{
	const struct question *question = arg;

	(void)self;
	tell_odds(rq, question->line, question->odds, &question->err);
}

static void release(void *arg)
{
	struct question *question = arg;

	odds_free(question->odds);
	free(question->line);
	free(question);
}

/* Compute the odds of LINE in a thread. The dice that are known stay as they are while the plugin
 * is loaded. */
static void compute_odds(struct plugin *self, struct request *rq, const char *line,
	const struct dice_book *book, const struct dice_limits *limits)
{
	static const struct computation what = {compute, answer, release};
	struct question *question = mem_zalloc(1, sizeof *question);
	struct error err;

	question->line = mem_strdup(line);
	question->book = *book;
	question->limits = *limits;
	if (plugin_compute(self, rq, &what, question, &err))
		return;
	reply(rq, "%s: %s. Please ask again in a moment.",
		quote_words(request_arena(rq), request_nick(rq)), err.text);
	release(question);
}

void run_odds(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct dice_book book = book_for(self, rq);
	struct dice_limits limits = limits_of(self);
	struct error err;
	bool slow;
	struct odds *odds = odds_new_quick(argv[1], &book, &limits, &slow, &err);

	(void)argc;
	if (slow)
		compute_odds(self, rq, argv[1], &book, &limits);
	else
		tell_odds(rq, argv[1], odds, &err);
	odds_free(odds);
}
