/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios odds`: print chances as a histogram or as JSON. */
#include "cli/cli.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "dice/odds/impl.h"

enum { MAX_BARS = 40, BAR_CELLS = 40, EIGHTHS = 8, NUMBER_CELLS = 8, CHANCE_CELLS = 16 };

enum output { OUTPUT_TEXT, OUTPUT_JSON };

/* ---- text ---- */

/* Append TEXT, with blanks in front up to CELLS characters. */
static void add_right(struct strbuf *out, const char *text, size_t cells)
{
	size_t count = utf8_count(text, strlen(text));

	strbuf_addf(out, "%*s%s", count < cells ? (int)(cells - count) : 0, "", text);
}

static void add_bar(struct strbuf *out, double part)
{
	static const char *const ends[EIGHTHS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	long eighths = lround(part * BAR_CELLS * EIGHTHS);

	for (long i = 0; i < eighths / EIGHTHS; i++)
		strbuf_addstr(out, "█");
	strbuf_addstr(out, eighths > 0 ? ends[eighths % EIGHTHS] : part > 0 ? "▏" : "");
}

static void add_row(
	struct strbuf *out, const struct odds_side *side, const struct odds_bar *bar, double most)
{
	struct strbuf cell = STRBUF_INIT;

	odds_number(&cell, bar->low);
	if (bar->high > bar->low) {
		strbuf_addstr(&cell, "–");
		odds_number(&cell, bar->high);
	}
	add_right(out, cell.text, NUMBER_CELLS);
	strbuf_reset(&cell);
	odds_chance(&cell, bar->chance);
	add_right(out, cell.text, CHANCE_CELLS);
	strbuf_reset(&cell);
	odds_chance(&cell, dist_at_least(side->dist, bar->low));
	add_right(out, cell.text, CHANCE_CELLS);
	strbuf_addstr(out, "  ");
	add_bar(out, most > 0 ? bar->chance / most : 0);
	strbuf_addch(out, '\n');
	strbuf_release(&cell);
}

/* Append a line for each thing that a game system may say. */
static void add_outcomes(struct strbuf *out, const struct odds_side *side)
{
	for (size_t i = 0; i < side->outcome_count; i++) {
		struct strbuf cell = STRBUF_INIT;

		odds_chance(&cell, side->outcomes[i].chance);
		add_right(out, cell.text, CHANCE_CELLS);
		strbuf_addf(out, "  %s\n",
			*side->outcomes[i].words != '\0' ? side->outcomes[i].words
							 : "nothing of these");
		strbuf_release(&cell);
	}
}

static void add_facts(struct strbuf *out, const struct odds_side *side)
{
	odds_title(out, side, DICE_MAX_BYTES);
	if (side->compares) {
		strbuf_addstr(out, ": ");
		odds_chance(out, side->chance);
	}
	strbuf_addch(out, '\n');
	add_outcomes(out, side);
	if (side->worded)
		return;
	strbuf_addstr(out, "mean ");
	odds_number(out, side->mean);
	strbuf_addstr(out, ", deviation ");
	odds_number(out, side->deviation);
	strbuf_addstr(out, ", from ");
	odds_number(out, dist_min(side->dist));
	strbuf_addstr(out, side->cut > 0 ? " on" : " to ");
	if (side->cut > 0)
		strbuf_addf(out, ", cut: %.1g are left out at most", side->cut);
	else
		odds_number(out, dist_max(side->dist));
	strbuf_addch(out, '\n');
	if (side->hint != NULL)
		strbuf_addf(out, "(%s)\n", side->hint);
}

static void add_side(struct strbuf *out, const struct odds_side *side)
{
	struct odds_bar bars[MAX_BARS];
	double most;
	size_t count = odds_bars(side->dist, bars, MAX_BARS, &most);

	add_facts(out, side);
	if (side->worded && side->outcome_count > 0)
		return;
	add_right(out, "total", NUMBER_CELLS);
	add_right(out, "chance", CHANCE_CELLS);
	add_right(out, "or more", CHANCE_CELLS);
	strbuf_addch(out, '\n');
	for (size_t i = 0; i < count; i++)
		add_row(out, side, &bars[i], most);
}

static void add_text(struct strbuf *out, const struct odds *odds)
{
	for (size_t i = 0; i < odds->count; i++) {
		strbuf_addstr(out, i > 0 ? "\n" : "");
		add_side(out, &odds->sides[i]);
	}
	if (odds->count < 2)
		return;
	strbuf_addstr(out, odds->tie != NULL ? "\nThe first wins: " : "\nThe first is higher: ");
	odds_chance(out, odds->higher);
	if (odds->tie != NULL)
		strbuf_addf(out, ", a tie%s: ", odds->tie);
	else
		strbuf_addstr(out, ", equal: ");
	odds_chance(out, odds->equal);
	strbuf_addstr(out, odds->tie != NULL ? ", the second wins: " : ", lower: ");
	odds_chance(out, odds->lower);
	strbuf_addch(out, '\n');
}

/* ---- work ---- */

static int write_out(const struct strbuf *text)
{
	if (fwrite(text->text, 1, text->len, stdout) == text->len && fflush(stdout) == 0)
		return EXIT_OK;
	perror("logios odds: standard output");
	return EXIT_SYSTEM;
}

static int print_error(
	struct strbuf *out, enum output output, const char *line, const struct error *err)
{
	if (output == OUTPUT_JSON) {
		strbuf_addstr(out, "{\"error\":");
		json_add_text(out, err->text);
		strbuf_addf(out, ",\"column\":%d}\n", err->column);
		write_out(out);
	} else {
		dice_error_line(out, line, err);
		fprintf(stderr, "%s\n", out->text);
	}
	return EXIT_INPUT;
}

static int print(enum output output, const char *line)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct strbuf out = STRBUF_INIT;
	struct error err;
	struct cli_book book;
	struct odds *odds;
	int status;

	cli_book_read(&book);
	odds = odds_new(line, &book.book, &limits, &err);
	if (odds == NULL)
		status = print_error(&out, output, line, &err);
	else {
		(output == OUTPUT_JSON ? odds_json : add_text)(&out, odds);
		status = write_out(&out);
	}
	odds_free(odds);
	cli_book_free(&book);
	strbuf_release(&out);
	return status;
}

static int usage(const char *what, const char *which)
{
	fprintf(stderr,
		"logios odds: %s%s\n"
		"usage: logios odds [--format text|json] [--] EXPR…\n",
		what, which);
	return EXIT_USAGE;
}

static bool parse_output(const char *name, enum output *output)
{
	*output = strcmp(name, "json") == 0 ? OUTPUT_JSON : OUTPUT_TEXT;
	return *output == OUTPUT_JSON || strcmp(name, "text") == 0;
}

int cli_odds(int argc, char **argv)
{
	static const struct option longs[] = {
		{"format", required_argument, NULL, 'f'},
		{NULL, 0, NULL, 0},
	};
	enum output output = OUTPUT_TEXT;
	struct strbuf line = STRBUF_INIT;
	int option, status;

	optind = 0; /* begin again, whatever was parsed before */
	opterr = 0;
	while ((option = getopt_long(argc, argv, "+:", longs, NULL)) != -1) {
		if (option == ':')
			return usage("a value is missing after ", argv[optind - 1]);
		if (option != 'f')
			return usage("unknown option ", argv[optind - 1]);
		if (!parse_output(optarg, &output))
			return usage("the format is text or json, not ", optarg);
	}
	if (optind == argc)
		return usage("of what shall the odds be told? Such as 3d6", "");
	cli_join(&line, argc - optind, argv + optind);
	status = print(output, line.text);
	strbuf_release(&line);
	return status;
}
