/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !table: every draw from a table, and every roll within an entry, is a roll that can be checked,
 * with a number of its own. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/number.h"
#include "base/quote.h"
#include "dice/dice.h"
#include "draw.h"
#include "words.h"

enum { ONE_LINE_BYTES = 200 }; /* results that are not longer stand in one line */

/* A line that is being answered. */
struct drawing {
	struct request *rq;
	const struct tables *tables;
	const struct tablefile *asked; /* the table that was asked for */
	const char *nick;
	double number;     /* what its dice showed last */
	unsigned rolls;    /* of this draw */
	const char *first; /* the number of the first of them, */
	const char *mark;  /* and that of the last with its head, as record_roll returns it */
};

/* Return what is recorded as said of DICE, rolled for FILE or within an entry, with TOTAL. */
static const char *said_of(
	const struct drawing *drawing, const char *dice, const struct tablefile *file, double total)
{
	struct arena *arena = request_arena(drawing->rq);
	const struct table_entry *entry = file != NULL ? tablefile_entry(file, total) : NULL;

	if (file == NULL)
		return arena_printf(arena, "%s: [[%s]] = %.0f", drawing->nick, dice, total);
	return arena_printf(arena, "%s draws from %s (%s: %.0f): %s", drawing->nick,
		tables_name_of(drawing->tables, file), dice, total,
		entry != NULL ? entry->text : "nothing");
}

/* Roll DICE, for struct draw. What is recorded as asked for reads as dice, with the table as its
 * comment. */
static bool roll_fairly(
	void *arg, const char *dice, const struct tablefile *file, double *total, struct error *err)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct drawing *drawing = arg;
	struct arena *arena = request_arena(drawing->rq);
	const char *input = arena_printf(arena, "%s # table %s", dice,
		tables_name_of(drawing->tables, file != NULL ? file : drawing->asked));
	const struct dice_line *line = dice_parse(input, NULL, arena, err);
	const struct dice_result *result;
	struct strbuf shown = STRBUF_INIT;

	if (line == NULL)
		return false;
	result = dice_roll(line, &limits, request_roll(drawing->rq, input), arena, err);
	if (result == NULL)
		return false;
	*total = result->outcomes[0].total;
	if (file == drawing->asked)
		drawing->number = *total;
	dice_number(&shown, *total);
	drawing->mark = record_roll(
		drawing->rq, shown.text, "%s", said_of(drawing, dice, file, *total));
	if (drawing->rolls++ == 0)
		drawing->first = arena_strdup(arena, request_rolled(drawing->rq));
	strbuf_release(&shown);
	return true;
}

/* What one draw came to. */
struct drawn {
	double number;
	const char *text;
	unsigned rolls;           /* that it took, */
	const char *first, *mark; /* as in struct drawing */
};

/* Draw once into DRAWN. False when that failed, after saying so. */
static bool draw_one(struct drawing *drawing, struct draw *draw, struct drawn *drawn)
{
	struct arena *arena = request_arena(drawing->rq);
	struct strbuf text = STRBUF_INIT;
	struct error err;
	bool fine;

	drawing->rolls = 0;
	fine = draw_from(draw, drawing->asked, &text, &err);
	if (fine)
		*drawn = (struct drawn){.number = drawing->number,
			.text = arena_strdup(arena, quote_words(arena, text.text)),
			.rolls = drawing->rolls,
			.first = drawing->first,
			.mark = drawing->mark};
	else
		reply_roll_failed(drawing->rq, &err, "%s: %s",
			tables_name_of(drawing->tables, drawing->asked), err.text);
	strbuf_release(&text);
	return fine;
}

/* ---- saying ---- */

static const char cut_note[] = " (… stands for what would be too much)";

/* Append the numbers of the rolls from that of FIRST to that of LAST: its head binds them all. */
static void add_mark(struct strbuf *line, const struct drawn *first, const struct drawn *last)
{
	if (*last->mark != '\0' && (first != last || first->rolls > 1))
		strbuf_addf(line, " #%s to", first->first);
	strbuf_addstr(line, last->mark);
}

/* Say COUNT results, as of DRAWN, in one line. */
static void say_line(
	const struct drawing *drawing, const struct drawn *drawn, size_t count, bool cut)
{
	struct strbuf line = STRBUF_INIT;
	const char *name = tables_name_of(drawing->tables, drawing->asked);

	if (count > 1)
		strbuf_addf(&line, "%s draws %zu from %s: ", drawing->nick, count, name);
	else
		strbuf_addf(&line, "%s draws from %s (%s: %.0f): ", drawing->nick, name,
			drawing->asked->dice, drawn->number);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(&line, "%s\002%s\002", i > 0 ? " | " : "", drawn[i].text);
	strbuf_addstr(&line, cut ? cut_note : "");
	add_mark(&line, drawn, drawn + count - 1);
	reply(drawing->rq, "%s", line.text);
	strbuf_release(&line);
}

static void say(const struct drawing *drawing, const struct drawn *drawn, size_t count, bool cut)
{
	size_t bytes = 0;

	for (size_t i = 0; i < count; i++)
		bytes += strlen(drawn[i].text);
	if (bytes <= ONE_LINE_BYTES) {
		say_line(drawing, drawn, count, cut);
		return;
	}
	for (size_t i = 0; i < count; i++)
		say_line(drawing, &drawn[i], 1, cut && i == count - 1);
}

/* ---- the word ---- */

/* Find the table called NAME, or say which may have been meant. */
static const struct tablefile *find_table(
	const struct tables *tables, struct request *rq, const char *name)
{
	const struct tablefile *file = tables_find(tables, name);
	const char *nearest = file == NULL ? tables_nearest(tables, name) : NULL;

	if (file != NULL)
		return file;
	name = quote_words(request_arena(rq), name);
	if (nearest != NULL)
		reply(rq, "There is no table %s. Did you mean %s?", name, nearest);
	else
		reply(rq, "There is no table %s; tables lists them.", name);
	return NULL;
}

/* Read "NAME [N]" or "N NAME". False when that is no number to draw, after saying so. */
static bool read_words(
	struct request *rq, int argc, const char *const argv[], const char **name, long *count)
{
	int at = argc > 2 && isdigit((unsigned char)argv[1][0]) ? 1 : 2;

	*name = argv[argc > 2 ? 3 - at : 1];
	*count = 1;
	if (argc < 3 || number_parse(argv[at], 1, DRAWS_MAX, count))
		return true;
	reply(rq, "Draw 1 to %d times at once, not %s.", DRAWS_MAX,
		quote_words(request_arena(rq), argv[at]));
	return false;
}

void table_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct drawing drawing = {.rq = rq,
		.tables = plugin_state(self),
		.nick = quote_words(request_arena(rq), request_nick(rq))};
	struct draw draw = {.tables = drawing.tables, .roll = roll_fairly, .arg = &drawing};
	struct drawn drawn[DRAWS_MAX];
	const char *name;
	size_t done = 0;
	long count;

	if (!read_words(rq, argc, argv, &name, &count))
		return;
	drawing.asked = find_table(drawing.tables, rq, name);
	if (drawing.asked == NULL)
		return;
	while (done < (size_t)count && draw_one(&drawing, &draw, &drawn[done]))
		done++;
	if (done > 0)
		say(&drawing, drawn, done, draw.cut);
}
