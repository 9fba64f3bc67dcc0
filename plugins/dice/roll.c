/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !roll and its presets, and rolls within a sentence: what was typed goes to the dice
 * engine, what it says goes back. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "dice/dice.h"
#include "lines.h"
#include "logios.h"
#include "words.h"

void fit_words(struct strbuf *text, size_t begin, size_t end, size_t room)
{
	static const char mark[] = "\xe2\x80\xa6\x0f";
	size_t over = text->len > room ? text->len - room + sizeof mark - 1 : 0;
	size_t most = end - begin > over ? end - begin - over : 0;
	struct strbuf rest = STRBUF_INIT;

	if (over == 0)
		return;
	strbuf_addstr(&rest, text->text + end);
	strbuf_cut(text, begin + utf8_cut(text->text + begin, end - begin, most));
	strbuf_addstr(text, mark);
	strbuf_add(text, rest.text, rest.len);
	strbuf_release(&rest);
}

void tell_outcome(struct plugin *self, struct request *rq, const struct dice_outcome *outcome)
{
	static const char verb[] = " rolled ";
	const char *nick = quote_words(request_arena(rq), request_nick(rq));
	size_t room = request_roll_bytes(rq), lead = strlen(nick) + strlen(verb);
	struct strbuf text = STRBUF_INIT, total = STRBUF_INIT;

	room = room > lead ? room - lead : 0;
	dice_reply_as(&text, outcome, amount_for(self, rq), room);
	fit_words(&text, 0, strlen(outcome->roll->input), room);
	dice_number(&total, outcome->total);
	reply_roll(rq, total.text, "%s%s%s", nick, verb, text.text);
	strbuf_release(&text);
	strbuf_release(&total);
}

void reply_mistake(struct request *rq, const char *line, const struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	dice_error_line(&text, line, err);
	reply(rq, "%s", text.text);
	strbuf_release(&text);
}

struct dice_limits limits_of(const struct plugin *self)
{
	return (struct dice_limits){.max_dice = (uint32_t)plugin_number(self, "max_dice"),
		.max_sides = (uint32_t)plugin_number(self, "max_sides")};
}

/* A roll of LINE came to nothing, perhaps after dice had fallen. */
static void reply_failure(struct request *rq, const char *line, const struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	dice_error_line(&text, line, err);
	reply_roll_failed(rq, err, "%s", text.text);
	strbuf_release(&text);
}

/* Roll the one at INDEX of LINE, which was read from TEXT with BOOK: each has a number of its own.
 * False when it came to nothing. */
static bool roll_one(struct plugin *self, struct request *rq, const char *text,
	const struct dice_book *book, const struct dice_line *line, size_t index)
{
	struct dice_limits limits = limits_of(self);
	struct arena *arena = request_arena(rq);
	struct dice_line *one = arena_zalloc(arena, 1, sizeof *one);
	const char *recorded = dice_recorded(line, index, book, arena);
	const struct dice_result *result;
	struct error err;

	one->count = 1;
	one->rolls[0] = line->rolls[index];
	result = dice_roll(one, &limits, request_roll(rq, recorded), arena, &err);
	if (result == NULL)
		reply_failure(rq, text, &err);
	else {
		tell_outcome(self, rq, &result->outcomes[0]);
		keep_recent(self, rq, &result->outcomes[0]);
	}
	return result != NULL;
}

struct dice_book book_for(struct plugin *self, struct request *rq)
{
	const struct state *state = plugin_state(self);

	return (struct dice_book){.systems = state->systems,
		.usual = usual_system(self, rq),
		.named = state->named,
		.open = request_channel(rq) != NULL && request_veil(rq) == VEIL_NONE};
}

static void roll_line(struct plugin *self, struct request *rq, const char *text)
{
	const struct state *state = plugin_state(self);
	struct dice_book book = book_for(self, rq);
	const struct dice_line *line;
	struct error err;

	line = lines_read(state->lines, text, &book, &err);
	if (line == NULL) {
		reply_mistake(rq, text, &err);
		return;
	}
	for (size_t i = 0; i < line->count; i++)
		if (!roll_one(self, rq, text, &book, line, i))
			return;
}

/* Whether LINE, behind the command's word, asks what can be typed there. */
static bool asks_for_help(const char *line)
{
	static const char *const words[] = {"help", "usage", "?", "--help", "-h"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(line, words[i]) == 0)
			return true;
	return false;
}

void run_roll(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	/* Also where who reads it was said before: groll push h3. */
	if (is_push(self, argv[1]))
		run_push(self, rq, argc, argv);
	else if (asks_for_help(argv[1]))
		reply(rq, "roll %s || %s", ROLL_USAGE, ROLL_SUMMARY);
	else
		roll_line(self, rq, argv[1]);
}

/* !besm +2 is !roll besm +2. */
static void roll_preset(struct plugin *self, struct request *rq, const char *preset, int argc,
	const char *const argv[])
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s %s", preset, argc > 1 ? argv[1] : "");
	roll_line(self, rq, text.text);
	strbuf_release(&text);
}

void run_besm(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	roll_preset(self, rq, "besm", argc, argv);
}

void run_scion(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	roll_preset(self, rq, "scion", argc, argv);
}

void run_ww(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	roll_preset(self, rq, "ww", argc, argv);
}

/* ---- rolls within a sentence ---- */

enum verdict examine_rolls(struct plugin *self, struct request *rq)
{
	const struct dice_line *lines[DICE_MAX_ROLLS];
	struct dice_book book;
	size_t count;

	if (!inline_on(self, rq))
		return PASS;
	book = book_for(self, rq);
	book.usual = NULL;
	count = dice_inline(request_text(rq), &book, request_arena(rq), lines);
	for (size_t i = 0; i < count; i++)
		roll_one(self, rq, lines[i]->rolls[0].typed, &book, lines[i], 0);
	return count > 0 ? TAKEN : PASS;
}
