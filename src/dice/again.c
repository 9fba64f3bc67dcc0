/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rolls again what lies on the table: lets the kept faces fall once more, asks the game's file what
 * may be rolled again and what changes, and rolls that. */
#include "dice/again.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "crypto/random.h"
#include "dice/kept.h"
#include "dice/roll/eval.h"
#include "dice/systems/system.h"

struct dice_again {
	const struct system_again *way;
	const struct dice_asked *asked;
	const char *number; /* of the roll, as people know it */
	struct kept kept;
	struct dice_roll roll; /* as it lay there; then as it is to be rolled */
	const struct dice_outcome *lay;
	struct lying_die *lying;
	size_t lying_count, again_count;
	long values[SYSTEM_MAX_PARAMS];
	const char *recorded;
	struct error *err;
};

static bool stays(const struct dice_again *again, const char *why)
{
	return error_set(again->err, "%s stays as it is: %s", again->number, why);
}

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
		return stays(again, why.text);
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
		line->rolls[0].use->system != own.usual)
		return stays(again, "the file of the game has changed");
	again->roll = line->rolls[0];
	memcpy(again->values, again->roll.use->values, sizeof again->values);
	return read_params(own.usual, again->kept.params, again->values) ||
	       stays(again, "the file of the game has changed");
}

static const struct system_again *find_way(const struct system *system, const char *name)
{
	for (size_t i = 0; i < system->again_count; i++)
		if (*name == '\0' || strcasecmp(system->agains[i].name, name) == 0)
			return &system->agains[i];
	/* What most games call it means what this one has. */
	return strcasecmp(name, "push") == 0 && system->again_count > 0 ? &system->agains[0] : NULL;
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
	if (again->way == NULL)
		return error_set(again->err, "%s is of %s, which has no %s but %s", again->number,
			system->name, again->asked->way, system->agains[0].name);
	if (times_done(again->kept.history, again->way->name) >= again->way->times)
		return error_set(again->err, "%s was used for %s already, and %s allows it %s",
			again->way->name, again->number, system->name,
			again->way->times == 1 ? "once" : "no more often");
	return true;
}

/* ---- what is rolled again ---- */

/* A die that a rule looks at. */
struct die_view {
	const struct rule_scene *scene;
	struct rule_die die;
};

static bool die_number(const void *arg, const char *name, size_t len, double *out)
{
	const struct die_view *view = arg;

	if (len == 4 && strncasecmp(name, "face", 4) == 0)
		*out = view->die.face;
	else if (len == 5 && strncasecmp(name, "value", 5) == 0)
		*out = view->die.value;
	else
		return view->scene->number(view->scene->arg, name, len, out);
	return true;
}

static const struct rule_die *die_dice(
	const void *arg, const char *label, size_t len, size_t *count)
{
	const struct die_view *view = arg;

	return view->scene->dice(view->scene->arg, label, len, count);
}

/* Whether a row of the way, one for choices if CHOICE, has the die of VIEW labelled LABEL. */
static bool has_die(const struct dice_again *again, const struct die_view *view, const char *label,
	bool choice, bool *out)
{
	const struct rule_scene scene = {.number = die_number, .dice = die_dice, .arg = view};
	const char *own = label != NULL ? label : "plain";
	double holds;

	*out = false;
	for (size_t i = 0; i < again->way->dice_count && !*out; i++) {
		const struct system_again_dice *row = &again->way->dice[i];

		if ((row->choice && !choice) ||
			(strcasecmp(row->label, "all") != 0 && strcasecmp(row->label, own) != 0))
			continue;
		if (!rule_compute(row->rule, &scene, &holds, again->err))
			return false;
		*out = holds != 0;
	}
	return true;
}

/* A die with what it is worth, while those to be rolled again are chosen. */
struct candidate {
	struct lying_die die;
	double value;
	bool usual, may;
};

static bool add_candidate(struct dice_again *again, struct candidate *out,
	const struct die_view *view, const char *label)
{
	*out = (struct candidate){
		.die = {.label = label, .sides = view->die.sides, .face = view->die.face},
		.value = view->die.value};
	return has_die(again, view, label, false, &out->usual) &&
	       has_die(again, view, label, true, &out->may);
}

static size_t count_lying(const struct evaluation *evaluation)
{
	size_t count = 0;

	for (const struct term *term = evaluation->terms; term != NULL; term = term->next)
		count += term->node->kind == AST_DICE ? term->count : 0;
	return count;
}

/* Fill LIST with the dice of the roll. */
static bool list_dice(
	struct dice_again *again, const struct rule_scene *scene, struct candidate *list)
{
	const struct term *term = again->lay->evaluations[0].terms;

	for (; term != NULL; term = term->next) {
		if (term->node->kind != AST_DICE)
			continue;
		for (size_t i = 0; i < term->count; i++) {
			struct die_view view = {scene, system_die(term, i)};

			if (term->die_count > term->count || term->dice[i].rerolls > 0)
				return stays(again, "dice that explode or are rerolled cannot be "
						    "rolled again in part");
			if (!add_candidate(
				    again, &list[again->lying_count++], &view, term->node->label))
				return false;
		}
	}
	return true;
}

/* Take those that the player names by what they show. */
static bool take_named(struct dice_again *again, struct candidate *list)
{
	const struct dice_asked *asked = again->asked;

	if (again->way->most > 0 && asked->face_count > (size_t)again->way->most)
		return error_set(again->err, "%s rolls at most %ld dice again", again->way->name,
			again->way->most);
	for (size_t n = 0; n < asked->face_count; n++) {
		size_t i = 0;

		while (i < again->lying_count && (list[i].die.again || !list[i].may ||
							 list[i].value != (double)asked->faces[n]))
			i++;
		if (i == again->lying_count)
			return error_set(again->err,
				"%s has no %s%ld among the dice that %s rolls again", again->number,
				n > 0 ? "further " : "", asked->faces[n], again->way->name);
		list[i].die.again = true;
	}
	return true;
}

/* Take those that are rolled again as a rule, the lowest first where only some may be. */
static void take_usual(const struct dice_again *again, struct candidate *list)
{
	size_t most = again->way->most > 0 ? (size_t)again->way->most : again->lying_count;

	for (size_t taken = 0; taken < most; taken++) {
		struct candidate *lowest = NULL;

		for (size_t i = 0; i < again->lying_count; i++)
			if (list[i].usual && !list[i].die.again &&
				(lowest == NULL || list[i].value < lowest->value))
				lowest = &list[i];
		if (lowest == NULL)
			return;
		lowest->die.again = true;
	}
}

static bool choose_dice(
	struct dice_again *again, const struct rule_scene *scene, struct arena *arena)
{
	size_t room = count_lying(&again->lay->evaluations[0]);
	struct candidate *list = arena_zalloc(arena, room, sizeof *list);

	if (!list_dice(again, scene, list))
		return false;
	if (again->asked->face_count > 0 && !take_named(again, list))
		return false;
	if (again->asked->face_count == 0)
		take_usual(again, list);
	again->lying = arena_zalloc(arena, room, sizeof *again->lying);
	for (size_t i = 0; i < again->lying_count; i++) {
		again->lying[i] = list[i].die;
		again->again_count += list[i].die.again;
	}
	return again->again_count > 0 || again->way->set_count > 0 || again->way->number >= 0 ||
	       stays(again, "no die of it is rolled again");
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

static bool look(void *arg, const struct rule_scene *scene)
{
	const struct looking *looking = arg;
	struct dice_again *again = looking->again;
	double holds;

	for (size_t i = 0; i < again->way->refuse_count; i++) {
		if (!rule_compute(again->way->refuses[i].when, scene, &holds, again->err))
			return false;
		if (holds != 0)
			return stays(again, again->way->refuses[i].text);
	}
	if (again->way->dice_count == 0 && again->asked->face_count > 0)
		return error_set(again->err, "%s rolls all dice again", again->way->name);
	return (again->way->dice_count == 0 || choose_dice(again, scene, looking->arena)) &&
	       change_values(again, scene);
}

static struct roller roller_for(
	const struct dice_limits *limits, struct rng *rng, struct arena *arena, struct error *err)
{
	return (struct roller){.node = eval_node,
		.limits = limits,
		.rng = rng,
		.arena = arena,
		.err = err,
		.faces_left = DICE_MAX_FACES,
		.terms_left = DICE_MAX_TERMS,
		.steps_left = DICE_MAX_STEPS};
}

/* Let the kept faces fall once more, and ask what may be rolled again. */
static bool fall(struct dice_again *again, const struct dice_limits *limits, struct arena *arena)
{
	struct dice_outcome *outcome = arena_zalloc(arena, 1, sizeof *outcome);
	struct rng *rng = rng_new_scripted(again->kept.faces, again->kept.face_count);
	struct roller roller = roller_for(limits, rng, arena, again->err);
	struct looking looking = {again, arena};
	struct dice_roll *roll = arena_alloc(arena, sizeof *roll);
	bool fine;

	*roll = again->roll;
	outcome->roll = roll;
	again->lay = outcome;
	fine = eval_roll(&roller, roll->tree, outcome) &&
	       system_judge_look(&roller, outcome, look, &looking);
	rng_free(rng);
	return fine;
}

/* ---- the roll as it will be ---- */

/* "push of #17, alien 5s2"; where all dice fall anew, with what lay there: "push of #17 (97,
 * failure), coc 60". */
static void name_input(struct dice_again *again, struct arena *arena)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s of %s", again->way->name, again->number);
	if (again->lying_count == 0) {
		strbuf_addstr(&text, " (");
		dice_number(&text, again->lay->total);
		if (again->lay->verdict != NULL)
			strbuf_addf(&text, ", %s", again->lay->verdict);
		strbuf_addch(&text, ')');
	}
	strbuf_addf(&text, ", %s", again->roll.input);
	again->roll.input = arena_strndup(arena, text.text, text.len);
	strbuf_release(&text);
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
		strbuf_addf(&text, i == 0 ? " dice %ld" : " %ld", asked->faces[i]);
	again->recorded = arena_strndup(arena, text.text, text.len);
	strbuf_release(&text);
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
	past->history = arena_strndup(arena, history.text, history.len);
	past->params = arena_strndup(arena, params.text, params.len);
	strbuf_release(&history);
	strbuf_release(&params);
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
		stays(again, "what was kept of it cannot be read");
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
	struct roller roller = roller_for(limits, rng, arena, err);
	struct dice_outcome *outcome = arena_zalloc(arena, 1, sizeof *outcome);

	roller.lying = again->lying;
	roller.lying_count = again->lying_count;
	outcome->roll = &again->roll;
	if (!eval_roll(&roller, again->roll.tree, outcome))
		return NULL;
	roller.lying_count = 0;
	return system_judge(&roller, outcome) ? outcome : NULL;
}
