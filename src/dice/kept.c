/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a roll as a line of text, so that it can lie on the table for a while, and reads it. */
#include "dice/kept.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "dice/roll/eval.h"
#include "dice/systems/system.h"

/* ---- faces ---- */

/* Whether a die of EVALUATION has one of FLAGS. */
static bool has_flag(const struct evaluation *evaluation, unsigned flags)
{
	for (const struct term *term = evaluation->terms; term != NULL; term = term->next)
		for (size_t i = 0; term->node->kind == AST_DICE && i < term->die_count; i++)
			if (term->dice[i].flags & flags)
				return true;
	return false;
}

static void add_face(struct strbuf *out, uint32_t face, bool first)
{
	strbuf_addf(out, first ? "%u" : ".%u", face);
}

/* What the dice of EVALUATION show now, with a sign where some were picked. */
static void add_lying(struct strbuf *out, const struct evaluation *evaluation, bool *first)
{
	bool picked = has_flag(evaluation, DIE_PICKED);

	for (const struct term *term = evaluation->terms; term != NULL; term = term->next)
		for (size_t i = 0; term->node->kind == AST_DICE && i < term->die_count; i++) {
			add_face(out, term->dice[i].face, *first);
			if (picked && term->dice[i].flags & (DIE_PICKED | DIE_DROPPED))
				strbuf_addch(out, term->dice[i].flags & DIE_PICKED ? '+' : '-');
			*first = false;
		}
}

/* The faces that make OUTCOME when they fall again, in order. Where some dice were rolled again or
 * picked, nothing explodes, so what lies there is all. */
static void add_faces(struct strbuf *out, const struct dice_outcome *outcome)
{
	bool first = true;

	if (has_flag(&outcome->evaluations[0], DIE_AGAIN | DIE_PICKED)) {
		add_lying(out, &outcome->evaluations[0], &first);
		for (size_t i = 0; i < outcome->then_count; i++)
			add_lying(out, &outcome->thens[i].evaluation, &first);
		return;
	}
	for (size_t i = 0; i < outcome->face_count; i++)
		add_face(out, outcome->faces[i].face, i == 0);
}

/* ---- the line ---- */

uint32_t kept_mark(const struct dice_roll *roll)
{
	uint32_t mark = 2166136261u; /* FNV-1a */

	for (const char *at = roll->expression; *at != '\0'; at++)
		mark = (mark ^ (unsigned char)*at) * 16777619u;
	return mark;
}

static const char *or_dash(const char *text)
{
	return *text != '\0' ? text : "-";
}

bool dice_keep(struct strbuf *kept, const struct dice_outcome *outcome)
{
	static const struct dice_past none = {"", ""};
	const struct dice_roll *roll = outcome->roll;
	const struct dice_past *past = roll->past != NULL ? roll->past : &none;
	size_t before = kept->len;

	if (roll->use == NULL || roll->other != NULL || roll->use->system->again_count == 0 ||
		outcome->evaluation_count != 1 || roll->tree->compares ||
		outcome->face_count == 0 || outcome->face_count > DICE_KEPT_FACES ||
		strchr(roll->typed, '\n') != NULL)
		return false;
	strbuf_addf(kept, "%s %s %s %08" PRIx32 " ", or_dash(past->history),
		roll->use->system->name, or_dash(past->params), kept_mark(roll));
	add_faces(kept, outcome);
	strbuf_addf(kept, " %s", roll->typed);
	if (kept->len - before <= DICE_KEPT_BYTES)
		return true;
	strbuf_cut(kept, before);
	return false;
}

/* Cut the next word off *TEXT; "-" is an empty one. */
static const char *next_field(const char **text, struct arena *arena)
{
	size_t len = strcspn(*text, " ");
	const char *field = arena_strndup(arena, *text, len);

	*text += len + ((*text)[len] == ' ');
	return strcmp(field, "-") == 0 ? "" : field;
}

static bool read_faces(struct kept *kept, const char *text)
{
	char *end;

	for (; kept->face_count < DICE_KEPT_FACES; text = end + 1) {
		unsigned long face = strtoul(text, &end, 10);

		if (end == text || face == 0 || face > UINT32_MAX)
			return false;
		if (*end == '+' || *end == '-')
			kept->marks[kept->face_count] = *end++ == '+' ? DIE_PICKED : DIE_DROPPED;
		kept->faces[kept->face_count++] = (uint32_t)face;
		if (*end != '.')
			return *end == '\0';
	}
	return false;
}

bool kept_read(struct kept *kept, const char *text, struct arena *arena)
{
	*kept = (struct kept){.history = next_field(&text, arena)};
	kept->system = next_field(&text, arena);
	kept->params = next_field(&text, arena);
	kept->mark = (uint32_t)strtoul(next_field(&text, arena), NULL, 16);
	if (!read_faces(kept, next_field(&text, arena)))
		return false;
	kept->typed = text;
	return *text != '\0';
}
