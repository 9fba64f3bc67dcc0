/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios verify`: check files with transcripts line by line, and print what is wrong as
 * FILE:LINE. */
#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "fair/verify.h"

enum {
	UNREADABLE = 2,
	LINE_BYTES_MAX = 4 << 20,
	FILE_BYTES_MAX = 256 << 20,
	FAULTS_PRINTED_MAX = 50, /* of one file; the rest is counted */
};

struct job {
	bool quiet, seeded;
	unsigned char seed[FAIR_SEED_BYTES];
	const char *name; /* of the file in hand */
	size_t printed;
};

/* Print TEXT, which came from a file: what could upset a terminal becomes '?'. */
static void print_clean(const char *text)
{
	for (; *text != '\0'; text++)
		putchar((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text);
	putchar('\n');
}

static void print_fault(void *arg, size_t line, const char *text)
{
	struct job *job = arg;

	if (job->quiet || ++job->printed > FAULTS_PRINTED_MAX)
		return;
	if (line > 0)
		printf("%s:%zu: ", job->name, line);
	else
		printf("%s: ", job->name);
	print_clean(text);
}

static void print_verdict(const struct job *job, const struct fair_verdict *verdict)
{
	if (job->quiet)
		return;
	if (!verdict->readable) {
		printf("%s: UNREADABLE: not a transcript of the scheme " FAIR_SCHEME "\n",
			job->name);
		return;
	}
	if (job->printed > FAULTS_PRINTED_MAX)
		printf("%s: %zu faults more\n", job->name, job->printed - FAULTS_PRINTED_MAX);
	printf("%s: %s: ", job->name, verdict->faults == 0 ? "sound" : "NOT SOUND");
	if (verdict->faults > 0)
		printf("%zu fault%s; ", verdict->faults, verdict->faults == 1 ? "" : "s");
	printf("%zu roll%s with %zu numbers made again, in %zu epoch%s", verdict->rolls,
		verdict->rolls == 1 ? "" : "s", verdict->dice, verdict->epochs,
		verdict->epochs == 1 ? "" : "s");
	if (verdict->pending > 0)
		printf("; %zu cannot be made again: the seed is not shown", verdict->pending);
	if (verdict->hidden > 0)
		printf("; %zu hidden", verdict->hidden);
	putchar('\n');
}

/* ---- reading ---- */

/* Read the next line into LINE, without its newline. Returns false at the end, or when there is too
 * much: then *TOTAL is beyond all bounds. */
static bool read_line(FILE *file, struct strbuf *line, size_t *total)
{
	int c;

	strbuf_reset(line);
	while ((c = getc(file)) != EOF && c != '\n') {
		if (line->len >= LINE_BYTES_MAX || ++*total > FILE_BYTES_MAX) {
			*total = SIZE_MAX;
			return false;
		}
		strbuf_addch(line, (char)c);
	}
	return c == '\n' || line->len > 0;
}

static int check_stream(struct job *job, FILE *file)
{
	struct fair_verify *verify = fair_verify_new(print_fault, job);
	struct strbuf line = STRBUF_INIT;
	struct fair_verdict verdict;
	size_t total = 0;
	int status;

	job->printed = 0;
	while (read_line(file, &line, &total))
		fair_verify_line(verify, line.text, line.len);
	if (job->seeded)
		fair_verify_seed(verify, job->seed);
	fair_verify_end(verify, &verdict);
	print_verdict(job, &verdict);
	status = !verdict.readable ? UNREADABLE : verdict.faults > 0 ? EXIT_INPUT : EXIT_OK;
	if (ferror(file) || total == SIZE_MAX) {
		fprintf(stderr, "logios verify: %s: %s\n", job->name,
			ferror(file) ? "reading failed" : "too long, the file or a line of it");
		status = UNREADABLE;
	}
	strbuf_release(&line);
	fair_verify_free(verify);
	return status;
}

static int check_file(struct job *job, const char *path)
{
	FILE *file;
	int status;

	job->name = path;
	if (strcmp(path, "-") == 0) {
		job->name = "standard input";
		return check_stream(job, stdin);
	}
	file = fopen(path, "rb");
	if (file == NULL) {
		fprintf(stderr, "logios verify: %s: %s\n", path, strerror(errno));
		return UNREADABLE;
	}
	status = check_stream(job, file);
	fclose(file);
	return status;
}

/* ---- options ---- */

static int usage(const char *what)
{
	fprintf(stderr,
		"logios verify: %s\n"
		"usage: logios verify [-q] [--seed SEED] [FILE...]\n"
		"Without FILE, or with -, standard input is read. With a SEED and no FILE its "
		"commitment is printed.\n",
		what);
	return EXIT_USAGE;
}

static int show_commitment(const struct job *job)
{
	char hex[HASH_HEX_ROOM];

	fair_commitment(job->seed, hex);
	puts(hex);
	return EXIT_OK;
}

int cli_verify(int argc, char **argv)
{
	static const struct option longs[] = {
		{"seed", required_argument, NULL, 's'},
		{"quiet", no_argument, NULL, 'q'},
		{0},
	};
	struct job job = {.quiet = false};
	int option, status = EXIT_OK;

	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":q", longs, NULL)) != -1) {
		if (option == 'q')
			job.quiet = true;
		else if (option != 's')
			return usage(option == ':' ? "a seed is missing" : "unknown option");
		else if (!hex_read(optarg, job.seed, sizeof job.seed))
			return usage("a seed is 64 digits 0 to 9 and a to f");
		else
			job.seeded = true;
	}
	if (optind == argc)
		return job.seeded ? show_commitment(&job) : check_file(&job, "-");
	for (int i = optind; i < argc; i++) {
		int one = check_file(&job, argv[i]);
		status = one > status ? one : status;
	}
	return status;
}
