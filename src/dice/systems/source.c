/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A system's words in a line become an expression, which the parser reads in their place. */
#include <string.h>

#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/notation/parse.h"
#include "dice/systems/impl.h"

/* What joins the dice to REST, with which the expression goes on: nothing before an operator, a
 * plus before a bare number, a blank before a comment. */
static const char *joint(const char *rest)
{
	if (*rest == '\0' || *rest == ';' || lex_continues(rest))
		return "";
	return lex_begins_operand(rest) ? "+" : " ";
}

/* The expression of USE, followed by REST. The system's own part has OWN bytes, what is INSERTED in
 * the line's place also has what joins it to REST. */
static const char *expand(struct system_use *use, bool quiet, const char *rest, struct arena *arena,
	size_t *own, size_t *inserted, struct error *err)
{
	struct system_scope known = {.system = use->system, .use = use, .of = use->chosen};
	struct rule_scene scene = system_scene(&known);
	struct strbuf text = STRBUF_INIT;
	const char *result = NULL;

	use->quiet = quiet;
	if (use->system->continues)
		rest = lex_skip_blanks(rest);
	if (system_expand(use, use->chosen->roll, &scene, &text, err)) {
		*own = text.len;
		strbuf_addstr(&text, use->system->continues ? joint(rest) : "");
		*inserted = text.len;
		strbuf_addstr(&text, rest);
		result = arena_strndup(arena, text.text, text.len);
	}
	strbuf_release(&text);
	return result;
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
static bool check_end(const struct system *system, const struct ast_roll *roll, size_t own,
	size_t inserted, struct error *err)
{
	if (roll->span.end < own)
		return source_error(&roll->source, 0, err, "what %s rolls is no expression: %.*s",
			system->name, (int)own, roll->source.text);
	if (system->continues || roll->span.end <= inserted)
		return true;
	return source_error(&roll->source, inserted, err, "%s is written like this: %s",
		system->name, system->examples[0].input);
}

enum system_match system_parse(const struct dice_book *book, const char *line, size_t at,
	struct arena *arena, struct ast_roll *roll, const struct system_use **used,
	struct error *err)
{
	struct system_use *use;
	struct source source = {.text = line, .line = line, .named = book->named};
	struct error why = {.text = ""};
	struct system_use found;
	size_t len = 0, own = 0, inserted = 0;
	enum system_match match = system_match(
		book->systems, book->usual, line + at, &found, &len, &why);

	if (match == SYSTEM_NONE)
		return match;
	if (match == SYSTEM_WRONG) {
		source_error(&source, at + (size_t)why.column - 1, err, "%s", why.text);
		return match;
	}
	use = arena_alloc(arena, sizeof *use);
	*use = found;
	use->rest = line + at + len;
	source.text = expand(use, false, use->rest, arena, &own, &inserted, &why);
	if (source.text == NULL) {
		source.text = line;
		source_error(&source, at, err, "%s", why.text);
		return SYSTEM_WRONG;
	}
	source.start = at + strlen(line + at) - strlen(source.text + inserted);
	source.inserted = inserted;
	if (!parse_roll(&source, arena, roll, err) ||
		!check_end(use->system, roll, own, inserted, err))
		return SYSTEM_WRONG;
	adjust(use->chosen, roll, arena);
	*used = use;
	return SYSTEM_FOUND;
}

const char *system_shown(const struct system_use *use, struct arena *arena)
{
	struct system_use shown = *use;
	size_t own, inserted;

	if (!use->system->shows_expression)
		return NULL;
	return expand(&shown, true, use->rest, arena, &own, &inserted, NULL);
}

bool system_is_plain(const struct system_use *use)
{
	const struct system_case *chosen = use->chosen;

	return chosen->total == NULL && chosen->then_count == 0 && !chosen->extras_stand;
}
