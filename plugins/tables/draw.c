/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draw from a table: its dice choose an entry, whose parts are rolled and drawn in their order. */
#include "draw.h"

#include "dice/dice.h"

/* Leave something out because of a bound. Returns true: the rest goes on. */
static bool leave_out(struct draw *draw, struct strbuf *out)
{
	draw->cut = true;
	strbuf_addstr(out, "…");
	return true;
}

static bool roll(struct draw *draw, const char *dice, const struct tablefile *file, double *total,
	struct error *err)
{
	draw->rolls++;
	return draw->roll(draw->arg, dice, file, total, err);
}

static bool add_part(
	struct draw *draw, const struct table_part *part, struct strbuf *out, struct error *err)
{
	double total;

	if (out->len > DRAW_BYTES_MAX || (part->kind != PART_TEXT && draw->rolls >= DRAW_ROLLS_MAX))
		return leave_out(draw, out);
	if (part->kind == PART_TABLE)
		return draw_from(draw, part->table, out, err);
	if (part->kind == PART_TEXT) {
		strbuf_addstr(out, part->text);
		return true;
	}
	if (!roll(draw, part->text, NULL, &total, err))
		return false;
	dice_number(out, total);
	return true;
}

bool draw_from(
	struct draw *draw, const struct tablefile *file, struct strbuf *out, struct error *err)
{
	const struct table_entry *entry;
	double number;
	bool fine = true;

	if (draw->depth == DRAW_DEPTH_MAX)
		return leave_out(draw, out);
	if (!roll(draw, file->dice, file, &number, err))
		return false;
	entry = tablefile_entry(file, number);
	if (entry == NULL)
		return error_set(err, "no entry has %g", number);
	draw->depth++;
	for (size_t i = 0; i < entry->part_count && fine; i++)
		fine = add_part(draw, &entry->parts[i], out, err);
	draw->depth--;
	return fine;
}
