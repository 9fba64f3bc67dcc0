/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !calc: the arithmetic of the dice engine, without dice. */
#include "base/arena.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "logios.h"

static void reply_total(struct request *rq, const char *sum, double total)
{
	struct strbuf number = STRBUF_INIT;

	dice_number(&number, total);
	reply(rq, "Calculator: %s = %s", quote_words(request_arena(rq), sum), number.text);
	strbuf_release(&number);
}

/* Say why SUM is none: it may be a roll. */
static void reply_invalid(struct request *rq, const char *sum)
{
	if (dice_parse(sum, NULL, request_arena(rq), NULL) != NULL)
		reply(rq, "calc is for arithmetic, without dice. Write roll %s",
			quote_words(request_arena(rq), sum));
	else
		reply(rq, "Invalid expression.");
}

static void run_calc(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	double total;
	struct error err;

	(void)self;
	(void)argc;
	switch (dice_calculate(argv[1], request_arena(rq), &total, &err)) {
	case DICE_SUM_DONE:
		reply_total(rq, argv[1], total);
		break;
	case DICE_SUM_ZERO_DIVISOR:
		reply(rq, "Please do not divide by zero.");
		break;
	case DICE_SUM_INVALID:
		reply_invalid(rq, argv[1]);
		break;
	}
}

static const struct command commands[] = {
	{.name = "calc",
		.usage = "EXPRESSION",
		.summary = "Compute: + - * / // % ^, brackets, floor ceil round abs sqrt sign pow "
			   "min max.",
		.example = "calc 2*(3+4)",
		.role = ROLE_ANYONE,
		.min_args = 1,
		.max_args = 1,
		.run = run_calc},
	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "calc", .version = "1.0", .summary = "A calculator.", .commands = commands);
