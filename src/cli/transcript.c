/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios transcript`: print what the bot has recorded of a place, as `logios verify` reads it;
 * without a place, print which there are. */
#include <inttypes.h>
#include <stdio.h>

#include "base/number.h"
#include "cli/cli.h"
#include "cli/records.h"
#include "fair/past.h"
#include "fair/transcript.h"

enum { EPOCH_MAX = 1000000000 };

static const char usage[] = "usage: logios transcript [-c FILE] [NETWORK PLACE [EPOCH]]\n";

static void print_place(
	void *arg, const char *network, const char *place, int64_t epoch, int64_t rolls)
{
	(void)arg;
	printf("%s\t%s\tepoch %" PRId64 "\t%" PRId64 " rolls\n", network, place, epoch, rolls);
}

static void print_line(void *arg, const char *text)
{
	(void)arg;
	puts(text);
}

static bool print(const struct records *records, long epoch, struct error *err)
{
	struct fair_excerpt of;

	if (records->argc == 0)
		return fair_places(records->store, print_place, NULL, err);
	of = (struct fair_excerpt){.network = records->argv[0], .place = records->argv[1]};
	return (epoch == 0 || fair_excerpt_epoch(records->store, &of, epoch, err)) &&
	       fair_transcript(records->store, &of, INT64_MAX, print_line, NULL, err);
}

int cli_transcript(int argc, char **argv)
{
	struct records records;
	struct error err;
	long epoch = 0;
	int status = records_open(&records, usage, 3, argc, argv);

	if (status >= 0)
		return status;
	status = EXIT_OK;
	if (records.argc == 3 && !number_parse(records.argv[2], 1, EPOCH_MAX, &epoch)) {
		fprintf(stderr, "logios transcript: %s is no number of an epoch\n",
			records.argv[2]);
		status = EXIT_USAGE;
	} else if (!print(&records, epoch, &err)) {
		fprintf(stderr, "logios transcript: %s\n", err.text);
		status = EXIT_INPUT;
	}
	records_close(&records);
	if (fflush(stdout) != 0)
		status = EXIT_SYSTEM;
	return status;
}
