/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios roll`: the dice engine on the command line. The expression is read once, however
 * often it is rolled, and output goes through one big buffer, so that millions of rolls can be
 * counted. */
#include "cli/cli.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "crypto/random.h"
#include "dice/dice.h"

enum {
	REPLY_BYTES = 400, /* what a line on IRC has room for, so that replies are as there */
	MAX_REPEAT = 100000000,
	OUTPUT_BYTES = 1 << 18,
};

enum output { OUTPUT_TEXT, OUTPUT_IRC, OUTPUT_JSON };

struct options {
	enum output output;
	long repeat;
	const char *faces; /* NULL: real random numbers */
};

struct job {
	struct options options;
	struct strbuf input; /* the expression, as typed */
	struct cli_book book;
	struct rng *rng;
	struct arena parsed, rolled;
	struct strbuf reply, line; /* scratch */
	bool terminal;
};

/* ---- output ---- */

#define PLAIN '\x0f' /* ends all formatting */

/* What a terminal does for a code that switches formatting. */
struct switched {
	char code;
	const char *on, *off;
};

static const struct switched switches[] = {
	{'\x02', "\033[1m", "\033[22m"},
	{'\x1e', "\033[9m", "\033[29m"},
	{'\x1f', "\033[4m", "\033[24m"},
};

enum { SWITCHES = sizeof switches / sizeof *switches };

static bool is_switch(char c)
{
	return c == PLAIN || c == switches[0].code || c == switches[1].code ||
	       c == switches[2].code;
}

/* Append TEXT with its formatting codes replaced by a terminal's, or left out. */
static void add_switched(struct strbuf *out, const char *text, bool terminal)
{
	bool on[SWITCHES] = {false};

	for (;;) {
		size_t plain = 0, i = 0;

		while (text[plain] != '\0' && !is_switch(text[plain]))
			plain++;
		strbuf_add(out, text, plain);
		if (text[plain] == '\0')
			return;
		for (; i < SWITCHES; i++) {
			bool now = text[plain] == PLAIN              ? false
				   : text[plain] == switches[i].code ? !on[i]
								     : on[i];

			if (terminal && now != on[i])
				strbuf_addstr(out, now ? switches[i].on : switches[i].off);
			on[i] = now;
		}
		text += plain + 1;
	}
}

static void add_json_text(struct strbuf *out, const char *text)
{
	strbuf_addch(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			strbuf_addch(out, '\\');
		if ((unsigned char)*text < ' ')
			strbuf_addf(out, "\\u%04x", (unsigned)*text);
		else
			strbuf_addch(out, *text);
	}
	strbuf_addch(out, '"');
}

static void add_json_pair(struct strbuf *out, const char *key, const char *text)
{
	strbuf_addf(out, "\"%s\":", key);
	add_json_text(out, text);
	strbuf_addch(out, ',');
}

static void add_json_plain(struct job *job, const char *key, const char *text)
{
	struct strbuf plain = STRBUF_INIT;

	add_switched(&plain, text, false);
	add_json_pair(&job->line, key, plain.text);
	strbuf_release(&plain);
}

static void add_json_total(struct strbuf *out, double total)
{
	strbuf_addstr(out, "\"total\":");
	if (total == floor(total))
		dice_number(out, total);
	else
		strbuf_addf(out, "%.15g", total);
	strbuf_addch(out, ',');
}

/* Print the outcome as JSON: `total` in full precision, `faces` as the physical dice showed them,
 * `detail` the parts of the reply in full, `reply` as on IRC; both without bold. */
static void add_json(struct job *job, const struct dice_outcome *outcome)
{
	struct strbuf *out = &job->line;
	struct strbuf detail = STRBUF_INIT;

	strbuf_addch(out, '{');
	add_json_pair(out, "input", outcome->roll->typed);
	add_json_pair(out, "expression", outcome->roll->expression);
	add_json_pair(out, "comment", outcome->roll->comment);
	add_json_total(out, outcome->total);
	strbuf_addstr(out, "\"faces\":[");
	for (size_t i = 0; i < outcome->face_count; i++) {
		strbuf_addstr(out, i > 0 ? "," : "");
		dice_number(out, outcome->faces[i].face);
	}
	strbuf_addstr(out, "],");
	dice_detail(&detail, outcome);
	add_json_plain(job, "detail", detail.text);
	add_json_plain(job, "reply", job->reply.text);
	out->text[out->len - 1] = '}';
	strbuf_release(&detail);
}

static bool write_outcome(struct job *job, const struct dice_outcome *outcome)
{
	strbuf_reset(&job->reply);
	strbuf_reset(&job->line);
	dice_reply(&job->reply, outcome, REPLY_BYTES);
	switch (job->options.output) {
	case OUTPUT_JSON:
		add_json(job, outcome);
		break;
	case OUTPUT_IRC:
		strbuf_add(&job->line, job->reply.text, job->reply.len);
		break;
	case OUTPUT_TEXT:
		add_switched(&job->line, job->reply.text, job->terminal);
		break;
	}
	strbuf_addch(&job->line, '\n');
	return fwrite(job->line.text, 1, job->line.len, stdout) == job->line.len;
}

static int write_error(struct job *job, const struct error *err)
{
	strbuf_reset(&job->line);
	if (job->options.output == OUTPUT_JSON) {
		strbuf_addch(&job->line, '{');
		add_json_pair(&job->line, "error", err->text);
		strbuf_addf(&job->line, "\"column\":%d}\n", err->column);
		fputs(job->line.text, stdout);
	} else {
		dice_error_line(&job->line, job->input.text, err);
		fprintf(stderr, "%s\n", job->line.text);
	}
	return EXIT_INPUT;
}

/* ---- work ---- */

static int system_failure(void)
{
	perror("logios roll: standard output");
	return EXIT_SYSTEM;
}

static int roll_once(struct job *job, const struct dice_line *line)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	const struct dice_result *result;
	struct error err;

	arena_reset(&job->rolled);
	result = dice_roll(line, &limits, job->rng, &job->rolled, &err);
	if (result == NULL)
		return write_error(job, &err);
	for (size_t i = 0; i < result->count; i++)
		if (!write_outcome(job, &result->outcomes[i]))
			return system_failure();
	return EXIT_OK;
}

static int roll_all(struct job *job)
{
	const struct dice_line *line;
	struct error err;
	int status = EXIT_OK;

	line = dice_parse(job->input.text, &job->book.book, &job->parsed, &err);
	if (line == NULL)
		return write_error(job, &err);
	for (long i = 0; status == EXIT_OK && i < job->options.repeat; i++)
		status = roll_once(job, line);
	return status;
}

/* ---- options ---- */

static int usage(const char *what, const char *which)
{
	fprintf(stderr,
		"logios roll: %s%s\n"
		"usage: logios roll [--faces LIST] [--format text|irc|json] [--repeat N] [--] "
		"EXPR…\n",
		what, which);
	return EXIT_USAGE;
}

static bool parse_output(const char *name, enum output *output)
{
	static const char *const names[] = {
		[OUTPUT_TEXT] = "text", [OUTPUT_IRC] = "irc", [OUTPUT_JSON] = "json"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0) {
			*output = (enum output)i;
			return true;
		}
	return false;
}

/* Fill OPTIONS. Returns EXIT_OK, or the exit status after a complaint. */
static int parse_options(int argc, char **argv, struct options *options)
{
	static const struct option longs[] = {
		{"faces", required_argument, NULL, 'F'},
		{"format", required_argument, NULL, 'f'},
		{"repeat", required_argument, NULL, 'r'},
		{NULL, 0, NULL, 0},
	};
	int option;

	optind = 0; /* begin again, whatever was parsed before */
	opterr = 0;
	while ((option = getopt_long(argc, argv, "+:", longs, NULL)) != -1) {
		switch (option) {
		case 'F':
			options->faces = optarg;
			break;
		case 'f':
			if (!parse_output(optarg, &options->output))
				return usage("the format is text, irc or json, not ", optarg);
			break;
		case 'r':
			if (!number_parse(optarg, 1, MAX_REPEAT, &options->repeat))
				return usage("--repeat takes 1 to 100000000, not ", optarg);
			break;
		case ':':
			return usage("a value is missing after ", argv[optind - 1]);
		default:
			return usage("unknown option ", argv[optind - 1]);
		}
	}
	return optind < argc ? EXIT_OK : usage("what shall be rolled? Such as 3d6", "");
}

/* Return a script of the numbers in LIST, parted by commas or blanks; NULL if it is none. */
static struct rng *scripted(const char *list)
{
	struct rng *rng = rng_new_scripted(NULL, 0);

	while (*(list += strspn(list, ", ")) != '\0') {
		size_t len = strcspn(list, ", ");
		char *word = mem_strndup(list, len);
		long face = 0;
		bool good = number_parse(word, 1, DICE_MAX_SIDES, &face);
		uint32_t number = (uint32_t)face;

		free(word);
		if (!good) {
			rng_free(rng);
			return NULL;
		}
		rng_script_more(rng, &number, 1);
		list += len;
	}
	return rng;
}

static void job_release(struct job *job)
{
	rng_free(job->rng);
	cli_book_free(&job->book);
	arena_release(&job->parsed);
	arena_release(&job->rolled);
	strbuf_release(&job->input);
	strbuf_release(&job->reply);
	strbuf_release(&job->line);
}

int cli_roll(int argc, char **argv)
{
	struct job job = {.options = {.repeat = 1},
		.input = STRBUF_INIT,
		.parsed = ARENA_INIT,
		.rolled = ARENA_INIT,
		.reply = STRBUF_INIT,
		.line = STRBUF_INIT,
		.terminal = isatty(STDOUT_FILENO)};
	int status = parse_options(argc, argv, &job.options);

	if (status != EXIT_OK)
		return status;
	job.rng = job.options.faces != NULL ? scripted(job.options.faces) : rng_new_plain();
	if (job.rng == NULL)
		return usage("faces are numbers parted by commas, not ", job.options.faces);
	cli_join(&job.input, argc - optind, argv + optind);
	if (job.options.repeat > 1)
		setvbuf(stdout, NULL, _IOFBF, OUTPUT_BYTES);
	cli_book_read(&job.book);
	status = roll_all(&job);
	if (fflush(stdout) != 0 && status != EXIT_SYSTEM)
		status = system_failure();
	job_release(&job);
	return status;
}
