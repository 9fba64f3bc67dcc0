/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios stats`: print how the dice have fallen, of all open rolls or of one place, as bar
 * charts. */
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/cli.h"
#include "cli/records.h"
#include "fair/past.h"
#include "fair/stats.h"

enum {
	BARS_MAX = 20, /* rows of a chart; dice with more sides are put together */
	BAR_WIDTH = 50,
};

static const char usage[] = "usage: logios stats [-c FILE] [NETWORK PLACE]\n";

struct job {
	struct records records;
	struct fair_stats stats;
	struct error err;
	bool failed;
};

/* ---- counting ---- */

static void count_roll(void *arg, const struct fair_past *past)
{
	fair_stats_add(&((struct job *)arg)->stats, past->dice, past->dice_len);
}

static void count_place(
	void *arg, const char *network, const char *place, int64_t epoch, int64_t rolls)
{
	struct job *job = arg;
	const struct fair_where where = {network, place};
	const struct fair_search search = {.where = &where, .count = LONG_MAX};

	(void)epoch, (void)rolls;
	if (!job->failed)
		job->failed = !fair_history(
			job->records.store, &search, count_roll, job, &job->err);
}

static void count(struct job *job)
{
	if (job->records.argc == 2)
		count_place(job, job->records.argv[0], job->records.argv[1], 0, 0);
	else
		job->failed |= !fair_places(job->records.store, count_place, job, &job->err);
}

/* ---- charts ---- */

static uint64_t sum(const struct fair_die *die, uint32_t from, uint32_t to)
{
	uint64_t total = 0;

	for (uint32_t i = from; i < to && i < die->sides; i++)
		total += die->faces[i];
	return total;
}

static void print_bar(const struct fair_die *die, uint32_t from, uint32_t step, uint64_t most)
{
	uint32_t last = from + step < die->sides ? from + step : die->sides;
	uint64_t seen = sum(die, from, last);
	int width = most > 0 ? (int)lround((double)seen * BAR_WIDTH / (double)most) : 0;
	char label[32];

	if (step == 1)
		snprintf(label, sizeof label, "%" PRIu32, from + 1);
	else
		snprintf(label, sizeof label, "%" PRIu32 "-%" PRIu32, from + 1, last);
	printf("%10s  %8" PRIu64 "  ", label, seen);
	for (int i = 0; i < width; i++)
		fputs("█", stdout);
	putchar('\n');
}

static void print_die(const struct fair_die *die)
{
	uint32_t step = (die->sides + BARS_MAX - 1) / BARS_MAX;
	struct strbuf text = STRBUF_INIT;
	uint64_t most = 0;

	fair_die_describe(&text, die);
	printf("%s\n", text.text);
	strbuf_release(&text);
	for (uint32_t at = 0; at < die->sides; at += step)
		most = sum(die, at, at + step) > most ? sum(die, at, at + step) : most;
	for (uint32_t at = 0; at < die->sides; at += step)
		print_bar(die, at, step, most);
	putchar('\n');
}

int cli_stats(int argc, char **argv)
{
	struct job job = {.failed = false};
	int status = records_open(&job.records, usage, 2, argc, argv);

	if (status >= 0)
		return status;
	status = EXIT_OK;
	count(&job);
	fair_stats_sort(&job.stats);
	if (job.failed) {
		fprintf(stderr, "logios stats: %s\n", job.err.text);
		status = EXIT_SYSTEM;
	} else if (job.stats.count == 0) {
		puts("No dice are recorded.");
	}
	for (size_t i = 0; !job.failed && i < job.stats.count; i++)
		print_die(&job.stats.dice[i]);
	fair_stats_release(&job.stats);
	records_close(&job.records);
	if (fflush(stdout) != 0)
		status = EXIT_SYSTEM;
	return status;
}
