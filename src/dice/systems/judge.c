/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says what the dice mean to a system: rolls what is rolled besides, computes its own total, finds
 * its words. Everything is computed in the order of the file. */
#include <string.h>

#include "base/strbuf.h"
#include "dice/roll/eval.h"
#include "dice/notation/parse.h"
#include "dice/systems/impl.h"

struct judge;

/* Lends the judge to rules, which hand it back to find_dice. */
struct judge_handle {
	struct judge *judge;
};

struct judge {
	struct roller *roller;
	struct dice_outcome *outcome;
	const struct system_use *use;
	struct system_scope scope;
	double lets[SYSTEM_MAX_LETS];
	struct dice_then *thens;
	struct rule_die *dice; /* room for all there are */
	size_t room;
};

/* ---- dice by label ---- */

static bool is_called(const struct term *term, const char *label, size_t len)
{
	const char *own = term->node->label;

	return own != NULL && strlen(own) == len && strncasecmp(own, label, len) == 0;
}

static size_t count_dice(const struct term *term)
{
	size_t count = 0;

	for (; term != NULL; term = term->next)
		count += term->node->kind == AST_DICE ? term->die_count : 0;
	return count;
}

static void reserve_dice(struct judge *judge)
{
	const struct dice_outcome *outcome = judge->outcome;
	size_t count = count_dice(outcome->evaluations[0].terms);

	for (size_t i = 0; i < outcome->then_count; i++)
		count += count_dice(judge->thens[i].evaluation.terms);
	if (count <= judge->room)
		return;
	judge->dice = arena_alloc(judge->roller->arena, count * sizeof *judge->dice);
	judge->room = count;
}

struct rule_die system_die(const struct term *term, size_t index)
{
	const struct die_kind *kind = term->node->dice.kind;
	const struct die *die = &term->dice[index];

	return (struct rule_die){.word = kind->words != NULL ? kind->words[die->face] : NULL,
		.value = die_value(kind, die->face),
		.face = die->face,
		.sides = term->sides,
		.kept = !(die->flags & DIE_DROPPED),
		.extra = die->flags & DIE_EXTRA};
}

/* Add the dice that LABEL means of the terms from TERM on behind COUNT others. Returns how many
 * there are then. Dice that made the count or sides of others are not meant. */
static size_t add_dice(
	struct judge *judge, const struct term *term, const char *label, size_t len, size_t count)
{
	bool all = system_means_all(label, len);

	for (; term != NULL; term = term->next) {
		if (term->node->kind != AST_DICE || term->depth > 0 ||
			(!all && !is_called(term, label, len)))
			continue;
		for (size_t i = 0; i < term->die_count; i++)
			judge->dice[count++] = system_die(term, i);
	}
	return count;
}

static const struct rule_die *find_dice(
	const void *arg, const char *label, size_t len, size_t *count)
{
	struct judge *judge = ((const struct judge_handle *)arg)->judge;
	const struct dice_outcome *outcome = judge->outcome;

	*count = add_dice(judge, outcome->evaluations[0].terms, label, len, 0);
	for (size_t i = 0; i < outcome->then_count; i++)
		*count = add_dice(judge, judge->thens[i].evaluation.terms, label, len, *count);
	return judge->dice;
}

/* ---- in the order of the file ---- */

static bool fail(const struct judge *judge, const struct error *why)
{
	return error_set(judge->roller->err, "%s: %s", judge->use->system->name, why->text);
}

static bool compute(struct judge *judge, const struct rule *rule, double *out)
{
	struct rule_scene scene = system_scene(&judge->scope);
	struct error err;

	return rule_compute(rule, &scene, out, &err) || fail(judge, &err);
}

static bool holds(struct judge *judge, const struct system_rule *rule, bool *out)
{
	double value = 1;

	if (rule->when != NULL && !compute(judge, rule->when, &value))
		return false;
	*out = value != 0;
	return true;
}

/* Compute what is let, up to COUNT of them. */
static bool compute_lets(struct judge *judge, size_t count)
{
	const struct system_case *chosen = judge->use->chosen;

	for (; judge->scope.lets < count; judge->scope.lets++)
		if (!compute(judge, chosen->lets[judge->scope.lets].value,
			    &judge->lets[judge->scope.lets]))
			return false;
	return true;
}

static const char *expand(struct judge *judge, const char *template)
{
	struct rule_scene scene = system_scene(&judge->scope);
	struct strbuf text = STRBUF_INIT;
	struct error err;
	const char *copy = NULL;

	if (system_expand(judge->use, template, &scene, &text, &err))
		copy = arena_strndup(judge->roller->arena, text.text, text.len);
	else
		fail(judge, &err);
	strbuf_release(&text);
	return copy;
}

static bool roll_then(struct judge *judge, const struct system_rule *rule)
{
	struct arena *arena = judge->roller->arena;
	struct dice_then *then = &judge->thens[judge->outcome->then_count];
	struct ast_roll *roll = arena_alloc(arena, sizeof *roll);
	struct source source = {.text = expand(judge, rule->text)};

	if (source.text == NULL)
		return false;
	source.line = source.text;
	if (!parse_roll(&source, arena, roll, judge->roller->err) ||
		!eval_more(judge->roller, roll, &then->evaluation))
		return false;
	then->roll = roll;
	then->aside = rule->besides;
	if (!then->aside)
		judge->outcome->total += then->evaluation.value;
	judge->scope.total = judge->outcome->total;
	judge->outcome->then_count++;
	reserve_dice(judge);
	return true;
}

static bool roll_thens(struct judge *judge)
{
	const struct system_case *chosen = judge->use->chosen;
	bool now;

	judge->thens = arena_zalloc(judge->roller->arena, chosen->then_count, sizeof *judge->thens);
	for (size_t i = 0; i < chosen->then_count; i++) {
		const struct system_rule *then = &chosen->thens[i];
		if (!compute_lets(judge, then->lets) || !holds(judge, then, &now) ||
			(now && !roll_then(judge, then)))
			return false;
	}
	judge->outcome->thens = judge->thens;
	judge->outcome->faces = judge->roller->faces;
	judge->outcome->face_count = judge->roller->face_count;
	return true;
}

static bool add_words(struct judge *judge, const struct system_rule *rule, struct strbuf *words)
{
	const char *text = expand(judge, rule->text);

	if (text == NULL)
		return false;
	strbuf_addf(words, "%s%s", words->len > 0 ? ", " : "", text);
	return true;
}

/* The first rule that holds, and all that are said besides. */
static bool say_words(struct judge *judge, struct strbuf *words)
{
	const struct system_case *chosen = judge->use->chosen;
	bool now, said = false;

	for (size_t i = 0; i < chosen->rule_count; i++) {
		const struct system_rule *rule = &chosen->rules[i];
		if (said && !rule->besides)
			continue;
		if (!holds(judge, rule, &now) || (now && !add_words(judge, rule, words)))
			return false;
		said = said || (now && !rule->besides);
	}
	return true;
}

/* Compute the total, and what is let above and below it. */
static bool compute_total(struct judge *judge)
{
	const struct system_case *chosen = judge->use->chosen;
	struct dice_outcome *outcome = judge->outcome;

	if (chosen->total != NULL && (!compute_lets(judge, chosen->total_lets) ||
					     !compute(judge, chosen->total, &outcome->total)))
		return false;
	judge->scope.total = outcome->total;
	return compute_lets(judge, chosen->let_count);
}

const char *system_unit(const char *unit, double number, struct arena *arena)
{
	const char *bar = unit != NULL ? strchr(unit, '|') : NULL;

	if (bar == NULL)
		return unit;
	return number == 1 ? arena_strndup(arena, unit, (size_t)(bar - unit)) : bar + 1;
}

/* Compute by what the roll is compared with another: its total, or what the game says. */
static bool rank(struct judge *judge)
{
	const struct system_case *of = judge->use->chosen;
	struct dice_outcome *outcome = judge->outcome;
	double *ranks;

	if (of->versus_count == 0)
		return true;
	ranks = arena_zalloc(judge->roller->arena, of->versus_count, sizeof *ranks);
	for (size_t i = 0; i < of->versus_count; i++)
		if (!compute(judge, of->versus[i], &ranks[i]))
			return false;
	outcome->ranks = ranks;
	outcome->rank_count = of->versus_count;
	return true;
}

static bool pronounce(struct judge *judge)
{
	struct dice_outcome *outcome = judge->outcome;
	struct strbuf words = STRBUF_INIT;
	bool fine;

	outcome->unit_word = system_unit(
		judge->use->chosen->unit, outcome->total, judge->roller->arena);
	fine = say_words(judge, &words);
	if (fine && words.len > 0)
		outcome->verdict = arena_strndup(judge->roller->arena, words.text, words.len);
	strbuf_release(&words);
	return fine;
}

bool system_judge_look(struct roller *roller, struct dice_outcome *outcome,
	bool (*look)(void *arg, const struct rule_scene *scene), void *arg)
{
	struct judge judge = {.roller = roller, .outcome = outcome, .use = outcome->roll->use};
	struct judge_handle handle = {&judge};
	struct rule_scene scene;

	if (judge.use == NULL || outcome->evaluation_count != 1)
		return true;
	judge.scope = (struct system_scope){.use = judge.use,
		.system = judge.use->system,
		.of = judge.use->chosen,
		.let_values = judge.lets,
		.has_total = true,
		.total = outcome->total,
		.dice = find_dice,
		.arg = &handle};
	outcome->only_result = judge.use->system->shows_result;
	reserve_dice(&judge);
	if (!roll_thens(&judge) || !compute_total(&judge) || !pronounce(&judge) || !rank(&judge))
		return false;
	scene = system_scene(&judge.scope);
	return look == NULL || look(arg, &scene);
}

bool system_judge(struct roller *roller, struct dice_outcome *outcome)
{
	return system_judge_look(roller, outcome, NULL, NULL);
}
