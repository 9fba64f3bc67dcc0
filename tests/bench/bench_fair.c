/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What opening an epoch of fair rolls costs, at once and when its secrets were made in advance, and
 * what a roll costs: microseconds, and blocks of SHA-512. The store is in memory. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "crypto/hash.h"
#include "crypto/random.h"
#include "fair/fair.h"
#include "os/log.h"
#include "os/loop.h"
#include "store/store.h"

enum { EPOCHS = 200, ROLLS = 20000 };

static const struct fair_where table = {"net", "#table"};

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void demand(bool done, const struct error *err)
{
	if (done)
		return;
	fprintf(stderr, "%s\n", err->text);
	exit(EXIT_FAILURE);
}

/* Open an epoch and close it for seals, which nobody has, so that it is used at once. */
static void open_epoch(struct fair *fair)
{
	struct error err;

	demand(fair_stir_begin(fair, &table, 1000, &err), &err);
	demand(fair_stir_close(fair, &table, 1000, &err), &err);
}

static void prepare_all(struct fair *fair)
{
	while (fair_prepare(fair))
		;
}

static void prepare_some(struct fair *fair)
{
	fair_prepare(fair);
}

/* See to it that there is something to prepare. */
static void use_up(struct fair *fair)
{
	if (!fair_prepare(fair))
		open_epoch(fair);
}

static void roll(struct fair *fair)
{
	const struct fair_asker asker = {
		.nick = "ann", .hostmask = "ann!u@h", .account = "ann", .now_s = 1000};
	const struct fair_roll what = {.input = "1d20+5 to hit the orc"};
	const struct fair_result result = {
		.who = "ann", .total = "10", .said = "ann rolled 1d20+5 to hit the orc"};
	struct fair_number number;
	struct error err = {.column = 0};
	uint32_t face;

	rng_uniform(fair_begin(fair, &table, &asker, &what, NULL, &err), 20, &face);
	demand(fair_end(fair, &result, &number, &err), &err);
}

static void print(const char *what, int count, double us, double worst, uint64_t blocks)
{
	printf("%-28s %8.1f us (at most %.1f), %6.1f blocks of SHA-512\n", what, us / count, worst,
		(double)blocks / count);
}

/* Do WORK COUNT times, each after PREPARE, which is not measured. */
static void measure(const char *what, struct fair *fair, int count, void (*prepare)(struct fair *),
	void (*work)(struct fair *))
{
	double us = 0, worst = 0;
	uint64_t blocks = 0;

	for (int i = 0; i < count; i++) {
		uint64_t before;
		double start, took;
		if (prepare != NULL)
			prepare(fair);
		before = sha512_blocks();
		start = now_us();
		work(fair);
		took = now_us() - start;
		us += took;
		worst = took > worst ? took : worst;
		blocks += sha512_blocks() - before;
	}
	print(what, count, us, worst, blocks);
}

int main(void)
{
	struct loop *loop = loop_new();
	struct log *log = log_new();
	struct store *store = store_open(loop, log, STORE_MEMORY, NULL);
	struct fair *fair = fair_new(store, log);

	measure("an epoch, all at once", fair, EPOCHS, NULL, open_epoch);
	measure("an epoch, made in advance", fair, EPOCHS, prepare_all, open_epoch);
	measure("a slice in advance", fair, EPOCHS, use_up, prepare_some);
	measure("a roll", fair, ROLLS, NULL, roll);
	fair_free(fair);
	store_close(store);
	log_free(log);
	loop_free(loop);
	return EXIT_SUCCESS;
}
