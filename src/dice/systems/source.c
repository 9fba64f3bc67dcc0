/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts an expression in the place of a system's words in a line, for the parser to read. */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/notation/parse.h"
#include "dice/systems/impl.h"

/* What joins the dice of USE to REST, with which the expression goes on: nothing before an
 * operator, a plus before a bare number at once behind the word, and a blank before a comment and,
 * unless the expression is shown, before other dice. */
static const char *joint(const struct system_use *use, const char *rest)
{
	if (*rest == '\0' || *rest == ';' || lex_continues(rest))
		return "";
	if (!lex_begins_operand(rest))
		return " ";
	if (use->system->shows_expression)
		return "+";
	return system_is_given(use) || lex_dice_word(rest + strspn(rest, "({ ")) > 0 ? " " : "+";
}

/* What stands in the line's place. The system's own part has OWN bytes, what is INSERTED also has
 * what joins it to the rest of the line. */
struct expansion {
	const char *text;
	size_t own, inserted;
};

/* The length of the term that TEXT begins with: up to a sign outside of all brackets. */
static size_t term_length(const char *text)
{
	size_t len = 0;

	for (int depth = 0; text[len] != '\0'; len++) {
		depth += strchr("([{", text[len]) != NULL;
		depth -= strchr(")]}", text[len]) != NULL;
		if (len > 0 && depth == 0 && strchr("+-", text[len]) != NULL)
			break;
	}
	return len;
}

/* Leave out terms of TEXT without any dice, such as +0d6[stress]; one at least stays. */
static void drop_empty_terms(struct strbuf *text)
{
	char *copy = strbuf_detach(text);

	for (const char *term = copy, *next; *term != '\0'; term = next) {
		bool empty;

		next = term + term_length(term);
		empty = strncmp(term + (*term == '+'), "0d", 2) == 0;
		if (!empty || (*next == '\0' && text->len == 0))
			strbuf_add(text, term, (size_t)(next - term));
	}
	if (*text->text == '+') {
		char *signless = strbuf_detach(text);
		strbuf_addstr(text, signless + 1);
		free(signless);
	}
	free(copy);
}

/* Fill OUT with the expression of USE, followed by the rest of the line. On failure sets ERR and
 * returns false. */
static bool expand(
	const struct system_use *use, struct arena *arena, struct expansion *out, struct error *err)
{
	struct system_scope known = {.system = use->system, .use = use, .of = use->chosen};
	struct rule_scene scene = system_scene(&known);
	const char *rest = use->system->continues ? lex_skip_blanks(use->rest) : use->rest;
	struct strbuf text = STRBUF_INIT;
	bool fine = system_expand(use, use->chosen->roll, &scene, &text, err);

	if (fine) {
		drop_empty_terms(&text);
		out->own = text.len;
		strbuf_addstr(&text, use->system->continues ? joint(use, rest) : "");
		out->inserted = text.len;
		strbuf_addstr(&text, rest);
		out->text = arena_strndup(arena, text.text, text.len);
	}
	strbuf_release(&text);
	return fine;
}

/* The dice that stand first in NODE, or NULL. */
static struct ast *first_dice(struct ast *node)
{
	struct ast *found = NULL;

	switch (node->kind) {
	case AST_DICE:
		return node;
	case AST_NEGATE:
		return first_dice(node->operand);
	case AST_BINARY:
		found = first_dice(node->binary.left);
		return found != NULL ? found : first_dice(node->binary.right);
	case AST_GROUP:
		return first_dice(node->group.members[0]);
	case AST_CALL:
		return first_dice(node->call.args[0]);
	case AST_NUMBER:
		break;
	}
	return found;
}

/* What a case says of its first dice and no modifier can. */
static void adjust(const struct system_case *chosen, struct ast_roll *roll, struct arena *arena)
{
	struct ast *dice = first_dice(roll->expr);
	struct rules *rules;

	roll->ends_in_die = false;
	if (dice == NULL || dice->dice.rules == NULL)
		return;
	rules = arena_alloc(arena, sizeof *rules);
	*rules = *dice->dice.rules;
	rules->extras_apart = chosen->extras_apart;
	rules->extras_stand = chosen->extras_stand;
	dice->dice.rules = rules;
	if (chosen->quiet != NULL)
		dice->suffix = NULL;
}

/* What a system rolls is an expression to its end. The line adds to it only where the system goes
 * on. */
static bool check_end(const struct system *system, const struct ast_roll *roll,
	const struct expansion *expansion, struct error *err)
{
	if (roll->span.end < expansion->own)
		return source_error(&roll->source, 0, err, "what %s rolls is no expression: %.*s",
			system->name, (int)expansion->own, roll->source.text);
	if (system->continues || roll->span.end <= expansion->inserted)
		return true;
	return source_error(&roll->source, expansion->inserted, err, "%s is written like this: %s",
		system->name, system->examples[0].input);
}

/* A roll without any die would still be judged, as a failure. */
static bool check_dice(const struct system *system, const struct ast_roll *roll, struct error *err)
{
	struct strbuf form = STRBUF_INIT;
	const struct ast *dice = first_dice(roll->expr);

	if (dice != roll->expr || dice->dice.count == NULL ||
		dice->dice.count->kind != AST_NUMBER || dice->dice.count->number != 0)
		return true;
	system_form_show(system, system->forms[0].text, &form);
	source_error(&roll->source, 0, err,
		"%s has no dice here; it is written like this: %s, such as %s", system->name,
		form.text, system->examples[0].input);
	strbuf_release(&form);
	return false;
}

/* Read into ROLL what USE, which reads the first LEN bytes at PLACE, rolls. */
static bool parse_use(const struct system_place *place, size_t len, struct system_use *use,
	struct ast_roll *roll, struct error *err)
{
	const char *begin = place->line + place->at;
	struct source source = {
		.text = place->line, .line = place->line, .named = place->book->named};
	struct expansion expansion;
	struct error why = {.text = ""};

	use->rest = begin + len;
	if (!expand(use, place->arena, &expansion, &why))
		return source_error(&source, place->at, err, "%s", why.text);
	source.text = expansion.text;
	source.start = place->at + strlen(begin) - strlen(source.text + expansion.inserted);
	source.inserted = expansion.inserted;
	if (!parse_roll(&source, place->arena, roll, err) ||
		!check_end(use->system, roll, &expansion, err) ||
		!check_dice(use->system, roll, err))
		return false;
	adjust(use->chosen, roll, place->arena);
	return true;
}

enum system_match system_parse(const struct system_place *place, struct ast_roll *roll,
	const struct system_use **used, struct error *err)
{
	struct source source = {.text = place->line, .line = place->line};
	struct error why = {.text = ""};
	struct system_use found, *use;
	size_t len = 0;
	enum system_match match = system_match(place->book->systems, place->book->usual,
		place->line + place->at, &found, &len, &why);

	if (match == SYSTEM_WRONG)
		source_error(&source, place->at + (size_t)why.column - 1, err, "%s", why.text);
	if (match != SYSTEM_FOUND)
		return match;
	use = arena_alloc(place->arena, sizeof *use);
	*use = found;
	if (!parse_use(place, len, use, roll, err))
		return SYSTEM_WRONG;
	*used = use;
	return SYSTEM_FOUND;
}

const char *system_shown(const struct system_use *use, struct arena *arena)
{
	struct system_use shown = *use;
	struct expansion expansion;

	shown.quiet = true;
	return use->system->shows_expression && expand(&shown, arena, &expansion, NULL)
		       ? expansion.text
		       : NULL;
}

bool system_reread(const struct system_place *place, const struct system_use *use,
	const long *values, struct ast_roll *roll, struct system_use *now, struct error *err)
{
	*now = *use;
	memcpy(now->values, values, sizeof now->values);
	for (size_t i = 0; i < use->system->param_count; i++)
		now->given[i] = true;
	return system_check_ranges(now, err) && system_choose_case(now, err) &&
	       parse_use(place, (size_t)(use->rest - place->line) - place->at, now, roll, err);
}

bool system_is_plain(const struct system_use *use)
{
	const struct system_case *chosen = use->chosen;

	return chosen->total == NULL && chosen->then_count == 0 && !chosen->extras_stand;
}
