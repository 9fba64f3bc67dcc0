/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the chance of everything that a game system may say: from the states that its dice come to,
 * through what is rolled besides, to its rules. */
#include "dice/outcomes/outcomes.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/notation/parse.h"
#include "dice/outcomes/impl.h"

struct finder {
	struct odds_work *work;
	struct arena *arena;
	struct questions questions;
	struct view view;
	struct error why;
	struct states states;
	struct outcomes *out;
	bool too_many; /* different things are said together */
};

static bool refuse(struct finder *finder)
{
	return odds_refuse(finder->work, 0, "%s: %s", finder->questions.use->system->name,
		       finder->why.text) != NULL;
}

/* ---- what is rolled besides ---- */

/* An expression that some states roll, and those. */
struct branch {
	const char *text;
	struct expression expression;
	struct states states;
};

enum { MAX_BRANCHES = 256 };

struct branches {
	struct branch list[MAX_BRANCHES];
	size_t count;
	struct states rest; /* that roll nothing */
};

/* The branch that rolls TEXT. NULL, and the work's error says why, if there are too many or it is
 * no expression. */
static struct branch *branch_for(struct finder *finder, struct branches *branches, const char *text)
{
	struct branch *branch = &branches->list[branches->count];
	struct ast_roll *roll;

	for (size_t i = 0; i < branches->count; i++)
		if (strcmp(branches->list[i].text, text) == 0)
			return &branches->list[i];
	if (branches->count == MAX_BRANCHES) {
		error_set(&finder->why, "too much may be rolled besides");
		refuse(finder);
		return NULL;
	}
	roll = arena_alloc(finder->arena, sizeof *roll);
	branch->text = arena_strndup(finder->arena, text, strlen(text));
	if (!parse_roll(&(struct source){.text = branch->text, .line = branch->text}, finder->arena,
		    roll, &finder->why)) {
		refuse(finder);
		return NULL;
	}
	if (!expression_find(&branch->expression, roll, finder->work))
		return NULL;
	states_init(&branch->states, finder->states.pool, finder->states.width);
	branches->count++;
	return branch;
}

/* Put the state at INDEX where it goes on: to a branch if THEN is rolled. */
static bool part_state(struct finder *finder, struct branches *branches,
	const struct system_rule *then, size_t index)
{
	struct rule_scene scene = system_scene(&finder->view.scope);
	const double *numbers = states_at(&finder->states, index);
	double chance = finder->states.chances[index];
	struct strbuf text = STRBUF_INIT;
	struct branch *branch = NULL;
	bool now;

	view_at(&finder->view, numbers);
	if (!view_lets(&finder->view, then->lets) || !view_holds(&finder->view, then->when, &now))
		return refuse(finder);
	if (!now)
		return states_add(&branches->rest, numbers, chance);
	if (system_expand(finder->questions.use, then->text, &scene, &text, &finder->why))
		branch = branch_for(finder, branches, text.text);
	else
		refuse(finder);
	strbuf_release(&text);
	return branch != NULL && states_add(&branch->states, numbers, chance);
}

static bool roll_then(struct finder *finder, const struct system_rule *then)
{
	struct branches *branches = arena_zalloc(finder->arena, 1, sizeof *branches);
	bool fine = true;

	states_init(&branches->rest, finder->states.pool, finder->states.width);
	for (size_t i = 0; fine && i < finder->states.count; i++)
		fine = part_state(finder, branches, then, i);
	for (size_t i = 0; fine && i < branches->count; i++) {
		struct branch *branch = &branches->list[i];

		fine = expression_roll(&branch->expression, &finder->questions, finder->work,
			then->besides, &branch->states, &branches->rest);
		states_drop(&branch->states);
	}
	states_drop(&finder->states);
	finder->states = branches->rest;
	return fine;
}

/* ---- words and totals ---- */

static struct outcome *outcome_for(struct finder *finder, const char *words, size_t rank)
{
	struct outcomes *out = finder->out;
	size_t at = 0;

	for (size_t i = 0; i < out->count; i++)
		if (strcmp(out->list[i].words, words) == 0)
			return &out->list[i];
	if (out->count == OUTCOMES_MAX)
		return NULL;
	while (at < out->count && out->list[at].rank <= rank)
		at++;
	memmove(&out->list[at + 1], &out->list[at], (out->count - at) * sizeof *out->list);
	out->list[at] = (struct outcome){
		.words = arena_strndup(finder->arena, words, strlen(words)), .rank = rank};
	out->count++;
	return &out->list[at];
}

/* Add CHANCE to what WORDS say. Returns false if there are too many of them. */
static bool add_outcome(struct finder *finder, const char *words, size_t rank, double chance)
{
	struct outcome *outcome = outcome_for(finder, words, rank);

	if (outcome != NULL)
		outcome->chance += chance;
	return outcome != NULL;
}

/* Add all that is said in the view, together. */
static bool add_together(struct finder *finder, double chance)
{
	struct strbuf words = STRBUF_INIT;
	size_t rank = 0;
	bool fine = view_words(&finder->view, &words, &rank);

	if (!fine)
		refuse(finder);
	else
		finder->too_many = !add_outcome(finder, words.text, rank, chance);
	strbuf_release(&words);
	return fine;
}

/* Add what each rule says in the view, apart. */
static bool add_apart(struct finder *finder, double chance)
{
	size_t count = finder->questions.use->chosen->rule_count;
	struct strbuf words = STRBUF_INIT;
	bool said = false, fine = true;

	for (size_t i = 0; fine && i < count; i++) {
		strbuf_reset(&words);
		fine = view_rule(&finder->view, i, &said, &words);
		if (!fine) {
			refuse(finder);
		} else if (words.len > 0 && !add_outcome(finder, words.text, i, chance)) {
			error_set(&finder->why, "there are too many outcomes to tell");
			fine = refuse(finder);
		}
	}
	strbuf_release(&words);
	return fine;
}

/* Add what is said of the state at INDEX, its total into PAIR, and its ranks into RANKS. */
static bool add_state(
	struct finder *finder, size_t index, struct dist_pair *pair, struct outcome_ranks *ranks)
{
	view_at(&finder->view, states_at(&finder->states, index));
	ranks->chance = pair->chance = finder->states.chances[index];
	if (!view_total(&finder->view, &pair->value) || !view_ranks(&finder->view, ranks->ranks))
		return refuse(finder);
	return finder->out->apart ? add_apart(finder, pair->chance)
				  : add_together(finder, pair->chance);
}

/* Add all states; what is said in too many ways together, each apart. */
static bool add_each(struct finder *finder, struct dist_pair *pairs, struct outcome_ranks *ranks)
{
	size_t i = 0;

	while (i < finder->states.count) {
		if (!add_state(finder, i, &pairs[i], &ranks[i]))
			return false;
		i++;
		if (!finder->too_many)
			continue;
		finder->too_many = false;
		finder->out->apart = true;
		finder->out->count = 0;
		i = 0;
	}
	return true;
}

static int compare_ranks(const void *a, const void *b)
{
	const struct outcome_ranks *left = a, *right = b;

	for (size_t i = 0; i < SYSTEM_MAX_VERSUS; i++)
		if (left->ranks[i] != right->ranks[i])
			return left->ranks[i] < right->ranks[i] ? -1 : 1;
	return 0;
}

/* Keep COUNT RANKS, equal ones as one. */
static void gather_ranks(struct finder *finder, struct outcome_ranks *ranks, size_t count)
{
	struct outcome_ranks *kept;
	size_t last = 0;

	qsort(ranks, count, sizeof *ranks, compare_ranks);
	for (size_t i = 1; i < count; i++) {
		if (compare_ranks(&ranks[last], &ranks[i]) == 0)
			ranks[last].chance += ranks[i].chance;
		else
			ranks[++last] = ranks[i];
	}
	kept = arena_alloc(finder->arena, (last + 1) * sizeof *kept);
	memcpy(kept, ranks, (last + 1) * sizeof *kept);
	finder->out->ranks = kept;
	finder->out->rank_count = last + 1;
}

/* Account for computing all states. */
static bool charge(struct finder *finder)
{
	for (size_t i = 0; i < finder->states.count; i++)
		if (!dist_charge(finder->states.pool,
			    questions_steps(&finder->questions, states_at(&finder->states, i))))
			return false;
	return true;
}

static bool add_states(struct finder *finder)
{
	size_t count = finder->states.count;
	struct dist_pair *pairs = dist_take(finder->states.pool, count, sizeof *pairs);
	struct outcome_ranks *ranks = dist_take(finder->states.pool, count, sizeof *ranks);

	if (pairs == NULL || ranks == NULL || !charge(finder))
		return false;
	if (!add_each(finder, pairs, ranks))
		return false;
	if (finder->questions.use->chosen->versus_count > 0)
		gather_ranks(finder, ranks, count);
	finder->out->totals = dist_gather(finder->states.pool, pairs, count);
	return finder->out->totals != NULL;
}

/* ---- all of it ---- */

static bool roll_first(struct finder *finder, const struct expression *expression)
{
	struct states none;
	double numbers[STATES_MAX_WIDTH];
	bool fine;

	states_init(&none, &finder->work->pool, finder->questions.width);
	states_init(&finder->states, &finder->work->pool, finder->questions.width);
	states_none(finder->questions.merges, none.width, numbers);
	fine = states_add(&none, numbers, 1) &&
	       expression_roll(
		       expression, &finder->questions, finder->work, false, &none, &finder->states);
	states_drop(&none);
	return fine;
}

static bool find(struct finder *finder, const struct dice_roll *roll)
{
	const struct system_case *of = roll->use->chosen;
	struct expression expression;

	if (!expression_find(&expression, roll->tree, finder->work))
		return false;
	if (!questions_find(&finder->questions, roll->use, !expression.is_sum)) {
		error_set(&finder->why, "its rules ask too much about the dice");
		return refuse(finder);
	}
	view_init(&finder->view, &finder->questions, &finder->why);
	if (!roll_first(finder, &expression))
		return false;
	for (size_t i = 0; i < of->then_count; i++)
		if (!roll_then(finder, &of->thens[i]))
			return false;
	return add_states(finder);
}

bool outcomes_find(struct odds_work *work, const struct dice_roll *roll, struct arena *arena,
	struct outcomes *out)
{
	struct finder *finder = arena_zalloc(arena, 1, sizeof *finder);
	const char *unit = roll->use->chosen->unit;

	*out = (struct outcomes){.counts = unit == NULL || *unit != '\0'};
	finder->work = work;
	finder->arena = arena;
	finder->out = out;
	finder->questions.use = roll->use;
	work->source = &roll->tree->source;
	if (find(finder, roll))
		return true;
	odds_refuse(work, 0, "%s: the odds of what it says take too long to compute",
		roll->use->system->name);
	return false;
}
