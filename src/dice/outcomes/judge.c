/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at a state as the rules do: lets, totals, words. */
#include <string.h>

#include "base/strbuf.h"
#include "dice/outcomes/impl.h"

/* What the rules get, who only lend it back. */
static bool answer(const void *arg, const struct rule *rule, double number, double *out)
{
	const struct view *view = arg;

	return questions_answer(view->questions, view->numbers, rule, number, out);
}

void view_init(struct view *view, const struct questions *questions, struct error *err)
{
	const struct system_use *use = questions->use;

	*view = (struct view){.questions = questions, .err = err};
	view->scope = (struct system_scope){.system = use->system,
		.use = use,
		.of = use->chosen,
		.has_total = true,
		.let_values = view->lets,
		.answer = answer,
		.arg = view};
}

void view_at(struct view *view, const double *numbers)
{
	view->numbers = numbers;
	view->scope.lets = 0;
	view->scope.total = numbers[AT_TOTAL];
}

static bool compute(struct view *view, const struct rule *rule, double *out)
{
	struct rule_scene scene = system_scene(&view->scope);

	return rule_compute(rule, &scene, out, view->err);
}

bool view_lets(struct view *view, size_t count)
{
	const struct system_case *of = view->scope.of;

	for (; view->scope.lets < count; view->scope.lets++)
		if (!compute(view, of->lets[view->scope.lets].value, &view->lets[view->scope.lets]))
			return false;
	return true;
}

bool view_holds(struct view *view, const struct rule *when, bool *out)
{
	double value = 1;

	if (when != NULL && !compute(view, when, &value))
		return false;
	*out = value != 0;
	return true;
}

bool view_total(struct view *view, double *total)
{
	const struct system_case *of = view->scope.of;

	*total = view->scope.total;
	if (of->total != NULL &&
		(!view_lets(view, of->total_lets) || !compute(view, of->total, total)))
		return false;
	view->scope.total = *total;
	return view_lets(view, of->let_count);
}

bool view_ranks(struct view *view, double ranks[SYSTEM_MAX_VERSUS])
{
	const struct system_case *of = view->scope.of;

	for (size_t i = 0; i < of->versus_count; i++)
		if (!compute(view, of->versus[i], &ranks[i]))
			return false;
	return true;
}

/* Append TEMPLATE with N for its numbers; rows of tables are words. */
static bool add_words(struct view *view, const char *template, struct strbuf *words)
{
	const struct system_use *use = view->scope.use;
	struct rule_scene scene = system_scene(&view->scope);
	struct system_piece piece;
	const char *begin = template;

	while (system_template_next(use->system, &template, &piece)) {
		if (piece.kind == TEMPLATE_TEXT) {
			strbuf_add(words, piece.text, piece.len);
		} else if (piece.table != NULL) {
			char one[SYSTEM_MAX_LINE + 1] = "";

			strncat(one, begin, (size_t)(template - begin));
			if (!system_expand(use, one, &scene, words, view->err))
				return false;
		} else {
			const char *bar = piece.text != NULL ? memchr(piece.text, '|', piece.len)
							     : NULL;

			strbuf_addch(words, 'N');
			if (bar != NULL)
				strbuf_addf(words, " %.*s",
					(int)(piece.len - (size_t)(bar + 1 - piece.text)), bar + 1);
		}
		begin = template;
	}
	return true;
}

bool view_rule(struct view *view, size_t index, bool *said, struct strbuf *words)
{
	const struct system_rule *rule = &view->scope.of->rules[index];
	bool now;

	if (*said && !rule->besides)
		return true;
	if (!view_holds(view, rule->when, &now))
		return false;
	if (!now)
		return true;
	*said = *said || !rule->besides;
	return add_words(view, rule->text, words);
}

bool view_words(struct view *view, struct strbuf *words, size_t *rank)
{
	const struct system_case *of = view->scope.of;
	bool said = false;

	*rank = of->rule_count;
	for (size_t i = 0; i < of->rule_count; i++) {
		size_t before = words->len, joint = before > 0 ? 2 : 0;

		strbuf_addstr(words, joint > 0 ? ", " : "");
		if (!view_rule(view, i, &said, words))
			return false;
		if (words->len == before + joint)
			strbuf_cut(words, before);
		else
			*rank = *rank < i ? *rank : i;
	}
	return true;
}
