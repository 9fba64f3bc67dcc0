/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolls again what lies on the table: lets the kept faces fall once more, asks the game's file what
 * may be rolled again and what changes, and rolls that. */
#include "dice/again_impl.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "crypto/random.h"
#include "dice/kept.h"
#include "dice/roll/eval.h"
#include "dice/systems/system.h"

/* ---- the roll as it lies there ---- */

/* Read "s=3,push=1" into VALUES. */
static bool read_params(const struct system *system, const char *text, long *values)
{
	while (*text != '\0') {
		size_t name = strcspn(text, "="), at = 0;

		while (at < system->param_count &&
			(strlen(system->params[at].name) != name ||
				strncmp(system->params[at].name, text, name) != 0))
			at++;
		if (at == system->param_count || text[name] != '=')
			return false;
		values[at] = strtol(text + name + 1, NULL, 10);
		text += strcspn(text, ",");
		text += *text == ',';
	}
	return true;
}

/* Let the roll of AGAIN have the numbers in its values. */
static bool reread(struct dice_again *again, const struct dice_book *book, struct arena *arena)
{
	struct dice_roll *roll = &again->roll;
	struct system_place place = {.book = book, .line = roll->tree->source.line, .arena = arena};
	struct ast_roll *tree = arena_zalloc(arena, 1, sizeof *tree);
	struct system_use *now = arena_zalloc(arena, 1, sizeof *now);
	struct error why = {.text = ""};

	if (!system_reread(&place, roll->use, again->values, tree, now, &why))
		return again_stays(again, why.text);
	tree->source.typed = roll->tree->source.typed;
	tree->source.at = roll->tree->source.at;
	roll->tree = tree;
	roll->use = now;
	return true;
}

static bool read_roll(struct dice_again *again, const struct dice_book *book, struct arena *arena)
{
	struct dice_book own = *book;
	const struct dice_line *line;

	own.usual = systems_find(book->systems, again->kept.system);
	line = own.usual != NULL ? dice_parse(again->kept.typed, &own, arena, NULL) : NULL;
	if (line == NULL || line->count != 1 || line->rolls[0].use == NULL ||
		line->rolls[0].other != NULL || line->rolls[0].use->system != own.usual ||
		kept_mark(&line->rolls[0]) != again->kept.mark)
		return again_stays(again, "the file of the game has changed");
	again->roll = line->rolls[0];
	memcpy(again->values, again->roll.use->values, sizeof again->values);
	return read_params(own.usual, again->kept.params, again->values) ||
	       again_stays(again, "the file of the game has changed");
}

static const struct system_again *find_way(const struct system *system, const char *name)
{
	const struct system_again *way = system_way(system, name, strlen(name));

	/* What most games call it means what this one has. */
	if (way == NULL && system->again_count > 0 &&
		(*name == '\0' || strcasecmp(name, "push") == 0))
		way = &system->agains[0];
	return way;
}

/* How often WAY is in HISTORY. */
static long times_done(const char *history, const char *way)
{
	size_t len = strlen(way);
	long times = 0;

	for (; *history != '\0'; history += *history == ',') {
		size_t word = strcspn(history, ",");

		times += word == len && strncmp(history, way, len) == 0;
		history += word;
	}
	return times;
}

static bool choose_way(struct dice_again *again)
{
	const struct system *system = again->roll.use->system;

	again->way = find_way(system, again->asked->way);
	if (system->again_count == 0)
		return again_stays(again, "its game rolls nothing again");
	if (again->way == NULL)
		return error_set(again->err, "%s is of %s, which has no %s but %s", again->number,
			system->name, again->asked->way, system->agains[0].name);
	if (times_done(again->kept.history, again->way->name) >= again->way->times)
		return error_set(again->err, "%s was used for %s already, and %s allows it %s",
			again->way->name, again->number, system->name,
			again->way->times == 1 ? "once" : "no more often");
	return true;
}

/* ---- what the game's file says ---- */

struct looking {
	struct dice_again *again;
	struct arena *arena;
};

static bool change_values(struct dice_again *again, const struct rule_scene *scene)
{
	const struct system_again *way = again->way;

	if (way->number >= 0)
		again->values[way->number] = again->asked->number;
	for (size_t i = 0; i < way->set_count; i++) {
		double value;

		if (!rule_compute(way->sets[i].value, scene, &value, again->err))
			return false;
		again->values[way->sets[i].param] = (long)value;
	}
	return true;
}

/* Whether the game lets the roll be rolled again. */
static bool may(struct dice_again *again, const struct rule_scene *scene)
{
	double holds;

	for (size_t i = 0; i < again->way->refuse_count; i++) {
		if (!rule_compute(again->way->refuses[i].when, scene, &holds, again->err))
			return false;
		if (holds != 0)
			return again_stays(again, again->way->refuses[i].text);
	}
	return true;
}

static bool look(void *arg, const struct rule_scene *scene)
{
	const struct looking *looking = arg;
	struct dice_again *again = looking->again;

	/* What is picked is for the rules to judge. */
	if (again->way->picks)
		return again_choose_dice(again, scene, looking->arena) && may(again, scene) &&
		       change_values(again, scene);
	if (!may(again, scene))
		return false;
	if (again->way->dice_count == 0 && again->asked->face_count > 0)
		return error_set(again->err, "%s rolls all dice again", again->way->name);
	return (again->way->dice_count == 0 || again_choose_dice(again, scene, looking->arena)) &&
	       change_values(again, scene);
}

/* Let the dice that fell have the marks that they had. */
static void mark_dice(const struct dice_again *again)
{
	size_t at = 0;

	for (struct term *term = again->lay->evaluations[0].terms; term != NULL; term = term->next)
		for (size_t i = 0; i < term->die_count && at < again->kept.face_count; i++)
			term->dice[i].flags |= again->kept.marks[at++];
}

/* Let the kept faces fall once more, and ask what may be rolled again. */
static bool fall(struct dice_again *again, const struct dice_limits *limits, struct arena *arena)
{
	struct dice_outcome *outcome = arena_zalloc(arena, 1, sizeof *outcome);
	struct rng *rng = rng_new_scripted(again->kept.faces, again->kept.face_count);
	struct roller roller = eval_roller(limits, rng, arena, again->err);
	struct looking looking = {again, arena};
	struct dice_roll *roll = arena_alloc(arena, sizeof *roll);
	bool fine;

	*roll = again->roll;
	outcome->roll = roll;
	again->lay = outcome;
	fine = eval_roll(&roller, roll->tree, outcome);
	if (fine)
		mark_dice(again);
	fine = fine && system_judge_look(&roller, outcome, look, &looking);
	if (!fine && *rng_failure(rng) != '\0')
		again_stays(again, "the file of the game has changed");
	rng_free(rng);
	return fine;
}

/* ---- the roll as it will be ---- */

/* "push of #17, alien 5s2"; where all dice fall anew, with what lay there: "push of #17 (97,
 * failure), coc 60". */
static void name_input(struct dice_again *again, struct arena *arena)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, again->way->name);
	for (size_t i = 0; again->way->picks && i < again->asked->face_count; i++)
		strbuf_addf(&text, " %ld", again->asked->faces[i]);
	strbuf_addf(&text, " of %s", again->number);
	if (again->lying_count == 0) {
		strbuf_addstr(&text, " (");
		dice_number(&text, again->lay->total);
		if (again->lay->verdict != NULL)
			strbuf_addf(&text, ", %s", again->lay->verdict);
		strbuf_addch(&text, ')');
	}
	strbuf_addf(&text, ", %s", again->roll.input);
	again->roll.input = strbuf_move(&text, arena);
}

/* What dice_asked_read reads as the same. */
static void name_record(struct dice_again *again, struct arena *arena)
{
	const struct dice_asked *asked = again->asked;
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s %s", again->way->name, again->number);
	if (again->way->number >= 0)
		strbuf_addf(&text, " %ld", asked->number);
	for (size_t i = 0; i < asked->face_count; i++)
		strbuf_addf(&text, i == 0 && !again->way->picks ? " dice %ld" : " %ld",
			asked->faces[i]);
	again->recorded = strbuf_move(&text, arena);
}

/* What is kept of the roll besides its faces. */
static const struct dice_past *past_of(const struct dice_again *again, struct arena *arena)
{
	const struct system *system = again->roll.use->system;
	struct dice_past *past = arena_alloc(arena, sizeof *past);
	struct strbuf history = STRBUF_INIT, params = STRBUF_INIT;

	strbuf_addf(&history, "%s%s%s", again->kept.history,
		*again->kept.history != '\0' ? "," : "", again->way->name);
	for (size_t i = 0; i < system->param_count; i++)
		strbuf_addf(&params, "%s%s=%ld", i > 0 ? "," : "", system->params[i].name,
			again->values[i]);
	past->history = strbuf_move(&history, arena);
	past->params = strbuf_move(&params, arena);
	return past;
}

const struct dice_again *dice_again(const char *kept, const char *number,
	const struct dice_asked *asked, const struct dice_book *book,
	const struct dice_limits *limits, struct arena *arena, struct error *err)
{
	struct dice_again *again = arena_zalloc(arena, 1, sizeof *again);

	again->asked = asked;
	again->number = number;
	again->err = err;
	if (!kept_read(&again->kept, kept, arena)) {
		again_stays(again, "what was kept of it cannot be read");
		return NULL;
	}
	if (!read_roll(again, book, arena) || !reread(again, book, arena) || !choose_way(again) ||
		!fall(again, limits, arena) || !reread(again, book, arena))
		return NULL;
	name_input(again, arena);
	name_record(again, arena);
	again->roll.past = past_of(again, arena);
	return again;
}

const char *dice_again_recorded(const struct dice_again *again)
{
	return again->recorded;
}

const struct dice_outcome *dice_again_roll(const struct dice_again *again,
	const struct dice_limits *limits, struct rng *rng, struct arena *arena, struct error *err)
{
	struct roller roller = eval_roller(limits, rng, arena, err);
	struct dice_outcome *outcome = arena_zalloc(arena, 1, sizeof *outcome);

	roller.lying = again->lying;
	roller.lying_count = again->lying_count;
	outcome->roll = &again->roll;
	if (!eval_roll(&roller, again->roll.tree, outcome))
		return NULL;
	roller.lying_count = 0;
	return system_judge(&roller, outcome) ? outcome : NULL;
}
