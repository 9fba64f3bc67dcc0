/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios verify`: check transcripts of fair rolls, and chat logs that players kept against
 * them. */
#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "check/check.h"
#include "fair/bytes.h"

enum {
	UNREADABLE = EXIT_USAGE,
	FOUND_PRINTED_MAX = 100, /* the rest is counted */
	LINE_BYTES_MAX = 8 << 20,
	LOGS_MAX = 100,
};

#define FILE_BYTES_MAX ((size_t)512 << 20)

struct job {
	bool quiet;
	const char *logs[LOGS_MAX];
	size_t log_count;
	const char *name; /* of the file in hand */
	struct cli_book book;
	size_t printed;
	size_t faults;
};

/* Print TEXT, which came from a file: what could upset a terminal becomes '?'. */
static void print_clean(const char *text)
{
	for (; *text != '\0'; text++)
		putchar((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text);
	putchar('\n');
}

static void print_found(void *arg, enum check_gravity gravity, size_t line, const char *text)
{
	struct job *job = arg;

	job->faults += gravity == CHECK_FAULT;
	if (job->quiet || ++job->printed > FOUND_PRINTED_MAX)
		return;
	if (line > 0)
		printf("%s:%zu: ", job->name, line);
	else
		printf("%s: ", job->name);
	if (gravity == CHECK_REMARK)
		printf("(no proof of anything) ");
	print_clean(text);
}

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

/* Say what came of it; HEARD: a log was held against it. */
static void print_verdict(const struct job *job, const struct check_verdict *verdict, bool heard)
{
	if (job->quiet)
		return;
	if (!verdict->readable) {
		printf("%s: UNREADABLE: not a transcript of the scheme " FAIR_SCHEME_NAME "\n",
			job->name);
		return;
	}
	if (job->printed > FOUND_PRINTED_MAX)
		printf("%s: %zu findings more\n", job->name, job->printed - FOUND_PRINTED_MAX);
	printf("%s: %s: ", job->name, job->faults == 0 ? "sound" : "NOT SOUND");
	if (job->faults > 0)
		printf("%zu fault%s; ", job->faults, plural(job->faults));
	printf("%zu event%s; %zu roll%s with %zu numbers made again, %zu input%s computed again; "
	       "%zu epoch%s, %zu stirred by players",
		verdict->events, plural(verdict->events), verdict->rolls, plural(verdict->rolls),
		verdict->dice, verdict->meant, plural(verdict->meant), verdict->epochs,
		plural(verdict->epochs), verdict->stirred);
	if (verdict->unknown > 0)
		printf("; %zu input%s not known here", verdict->unknown, plural(verdict->unknown));
	if (verdict->hidden > 0)
		printf("; %zu still hidden", verdict->hidden);
	if (verdict->given_up)
		printf("; GIVEN UP there, the rest was not looked at");
	if (!heard)
		printf("; words that were said are checked with --log only");
	putchar('\n');
}

/* ---- reading ---- */

/* Read the next line into LINE, without its newline. Returns false at the end, or when there is too
 * much: then *TOTAL is beyond all bounds. */
static bool read_line(FILE *file, struct strbuf *line, size_t *total)
{
	int c;

	strbuf_reset(line);
	while ((c = getc_unlocked(file)) != EOF && c != '\n') {
		if (line->len >= LINE_BYTES_MAX || ++*total > FILE_BYTES_MAX) {
			*total = SIZE_MAX;
			return false;
		}
		strbuf_addch(line, (char)c);
	}
	return c == '\n' || line->len > 0;
}

/* Complain that FILE, called NAME, could not be read to its end. Returns whether that is so. */
static bool failed(FILE *file, const char *name, size_t total)
{
	if (!ferror(file) && total != SIZE_MAX)
		return false;
	fprintf(stderr, "logios verify: %s: %s\n", name,
		ferror(file) ? "reading failed" : "too long, the file or a line of it");
	return true;
}

static FILE *open_file(const char *path)
{
	FILE *file = fopen(path, "rb");

	if (file == NULL)
		fprintf(stderr, "logios verify: %s: %s\n", path, strerror(errno));
	return file;
}

/* ---- logs ---- */

/* Hold the log at PATH against what CHECK has read. Returns false when it cannot be read. */
static bool check_log(struct job *job, struct check *check, const char *path)
{
	FILE *file = open_file(path);
	struct strbuf line = STRBUF_INIT;
	const char *name = job->name;
	size_t total = 0, heard, number = 0;
	bool fine;

	if (file == NULL)
		return false;
	job->name = path;
	while (read_line(file, &line, &total))
		check_log_line(check, ++number, line.text, line.len);
	heard = check_log_end(check);
	if (!job->quiet)
		printf("%s: %zu number%s of rolls found\n", path, heard, plural(heard));
	fine = !failed(file, path, total);
	strbuf_release(&line);
	fclose(file);
	job->name = name;
	return fine;
}

/* ---- transcripts ---- */

/* Check FILE, which is at PATH (NULL: standard input). */
static int check_stream(struct job *job, FILE *file, const char *path)
{
	struct check *check = check_new(&job->book.book, print_found, job);
	struct strbuf line = STRBUF_INIT;
	struct check_verdict verdict;
	size_t total = 0;
	bool fine, own;

	job->printed = job->faults = 0;
	while (read_line(file, &line, &total))
		check_line(check, line.text, line.len);
	check_end(check, &verdict);
	fine = !failed(file, job->name, total);
	own = verdict.readable && verdict.in_log && path != NULL;
	if (own)
		fine = check_log(job, check, path) && fine;
	for (size_t i = 0; verdict.readable && i < job->log_count; i++)
		fine = check_log(job, check, job->logs[i]) && fine;
	print_verdict(job, &verdict, own || job->log_count > 0);
	strbuf_release(&line);
	check_free(check);
	if (!fine || !verdict.readable)
		return UNREADABLE;
	return job->faults > 0 ? EXIT_INPUT : EXIT_OK;
}

static int check_file(struct job *job, const char *path)
{
	FILE *file;
	int status;

	job->name = path;
	if (strcmp(path, "-") == 0) {
		job->name = "standard input";
		return check_stream(job, stdin, NULL);
	}
	file = open_file(path);
	if (file == NULL)
		return UNREADABLE;
	status = check_stream(job, file, path);
	fclose(file);
	return status;
}

/* ---- options ---- */

static int usage(const char *what)
{
	fprintf(stderr,
		"logios verify: %s\n"
		"usage: logios verify [-q] [--log CHATLOG]... [FILE...]\n"
		"Without FILE, or with -, standard input is read. What a CHATLOG has of rolls must "
		"be in the transcript.\n",
		what);
	return EXIT_USAGE;
}

int cli_verify(int argc, char **argv)
{
	static const struct option longs[] = {
		{"log", required_argument, NULL, 'l'},
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
		else if (option != 'l')
			return usage(option == ':' ? "a log is missing" : "unknown option");
		else if (job.log_count == LOGS_MAX)
			return usage("too many logs");
		else
			job.logs[job.log_count++] = optarg;
	}
	cli_book_read(&job.book);
	if (optind == argc)
		status = check_file(&job, "-");
	for (int i = optind; i < argc; i++) {
		int one = check_file(&job, argv[i]);
		status = one > status ? one : status;
	}
	cli_book_free(&job.book);
	return status;
}
