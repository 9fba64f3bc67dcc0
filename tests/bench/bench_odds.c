/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What odds cost: microseconds to read a question, answer it and write the line. */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/odds.h"
#include "tests/book.h"

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

/* Questions that take long, or are refused late: the bot gives each up after so much time and goes
 * on in a thread. */
static const char *const slow[] = {"1000d20", "40d10kh20", "{4d6+3d8+2d10}kh4", "30d10!k5",
	"8d6!k4", "{6x4d6kh3}kh1", "{10x10d10}kh3", "sr 20", "wod 20 6", "100d100!", "rk 10k9",
	"ore 10", "alien 20s10", "vtm 20h5 3", "sr 20 vs 20", "vtm 15h5 vs 15h5", "(1d100)d(1d100)",
	"(3d10)d20kh3", "20d20u", "max(20d20,20d20)", "100d6=", "20d6s", "10d10r<5!>8kh4"};

enum { QUICK_BUDGET_US = 5000 };

static void time_quick(const char *text)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	double start = now_us();
	struct error err;
	bool given_up;
	struct odds *odds = odds_new_quick(text, shipped_book(), &limits, &given_up, &err);

	odds_free(odds);
	printf("at once: %-22s %9.1f us  (budget %d)  %s\n", text, now_us() - start,
		QUICK_BUDGET_US,
		given_up       ? "given up"
		: odds == NULL ? err.text
			       : "");
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
	shipped_book(); /* reading it is not to be timed */
	for (size_t i = 0; i < sizeof slow / sizeof *slow; i++)
		time_quick(slow[i]);
	strbuf_release(&out);
	return 0;
}
