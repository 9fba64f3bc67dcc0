/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a roll costs: nanoseconds to draw a face, and to parse, roll and format some expressions. */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "book.h"
#include "dice/dice.h"
#include "crypto/random.h"

enum { LINE_BYTES = 400 };

struct bench {
	const char *expr;
	struct rng *rng;
	struct arena parsed, rolled;
	struct strbuf text;
	const struct dice_line *line;
	const struct dice_result *result;
};

static void parse(struct bench *b)
{
	arena_reset(&b->parsed);
	b->line = dice_parse(b->expr, shipped_book(), &b->parsed, NULL);
}

static void roll(struct bench *b)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;

	arena_reset(&b->rolled);
	b->result = dice_roll(b->line, &limits, b->rng, &b->rolled, NULL);
}

static void format(struct bench *b)
{
	strbuf_reset(&b->text);
	dice_reply(&b->text, &b->result->outcomes[0], LINE_BYTES);
}

static void whole(struct bench *b)
{
	parse(b);
	roll(b);
	format(b);
}

static void draw(struct bench *b)
{
	uint32_t face;

	rng_uniform(b->rng, 6, &face);
}

static double now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double measure(struct bench *b, void (*step)(struct bench *b), long rounds)
{
	double start = now_ns();

	for (long i = 0; i < rounds; i++)
		step(b);
	return (now_ns() - start) / (double)rounds;
}

static void measure_expr(struct bench *b, const char *expr, long rounds)
{
	b->expr = expr;
	parse(b);
	if (b->line == NULL) {
		printf("%s is no roll\n", expr);
		return;
	}
	whole(b);
	printf("%-12s parse %6.0f  roll %6.0f  format %6.0f  all %6.0f ns\n", expr,
		measure(b, parse, rounds), measure(b, roll, rounds), measure(b, format, rounds),
		measure(b, whole, rounds));
}

static void measure_usual(struct bench *b)
{
	printf("draw    %.1f ns a face\n", measure(b, draw, 20000000));
	measure_expr(b, "4d6", 1000000);
	measure_expr(b, "4d6+3", 1000000);
	measure_expr(b, "4d6kh3", 1000000);
	measure_expr(b, "5d10!t8f1", 1000000);
	measure_expr(b, "{4d6,3d8}kh1", 1000000);
	measure_expr(b, "100d6", 100000);
	measure_expr(b, "1000d6kh900", 10000);
}

/* Usage: bench_dice [EXPRESSION] */
int main(int argc, char **argv)
{
	struct bench b = {.rng = rng_new_plain(),
		.parsed = ARENA_INIT,
		.rolled = ARENA_INIT,
		.text = STRBUF_INIT};

	if (argc > 1)
		measure_expr(&b, argv[1], 200000);
	else
		measure_usual(&b);
	rng_free(b.rng);
	arena_release(&b.parsed);
	arena_release(&b.rolled);
	strbuf_release(&b.text);
	return 0;
}
