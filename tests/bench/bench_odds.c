/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What odds cost: microseconds to read a question, answer it and write the line. */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/odds.h"

enum { LINE_BYTES = 400 };

/* The budgets are what was promised; the other rows show where time goes. */
static const struct {
	const char *text;
	long rounds;
	double budget_us; /* 0: none */
} rows[] = {
	{"3d6", 20000, 0},
	{"4d6kh3", 20000, 100},
	{"4d6kh3 >= 15 vs 3d6", 10000, 0},
	{"100d6", 1000, 5000},
	{"20d20kh10", 1000, 0},
	{"40d10kh20", 300, 100000},
	{"10d10!>=8", 300, 0},
	{"8d6!k4", 100, 0},
	{"{4d6+3d8+2d10}kh4", 100, 0},
	{"1000d20", 30, 0},
	{"1000d1000", 1000, 0},
};

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static const char *answer(const char *text, struct strbuf *out)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct odds *odds = odds_new(text, NULL, &limits, NULL);

	strbuf_reset(out);
	if (odds == NULL)
		return "refused";
	odds_reply(out, odds, LINE_BYTES);
	odds_free(odds);
	return "";
}

int main(void)
{
	struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *what = answer(rows[i].text, &out);
		double start = now_us();

		for (long round = 0; round < rows[i].rounds; round++)
			answer(rows[i].text, &out);
		printf("%-22s %9.1f us", rows[i].text, (now_us() - start) / (double)rows[i].rounds);
		if (rows[i].budget_us > 0)
			printf("  (budget %.0f)", rows[i].budget_us);
		printf("  %s\n", what);
	}
	strbuf_release(&out);
	return 0;
}
