/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks what only makes sense once all of a file is read. */
#include "dice/systems/impl.h"

static bool check_templates(struct system_reader *reader, const struct system_case *of)
{
	struct system_scope before = {.system = reader->system, .of = of};
	struct system_scope after = {
		.system = reader->system, .of = of, .lets = of->let_count, .has_total = true};
	struct rule_scene params = system_scene(&before), all = system_scene(&after);

	reader->line = of->line > 0 ? of->line : reader->line;
	if (of->roll == NULL)
		return system_key_fail(reader, "there is no roll");
	if (!system_template_check(reader->system, of, of->roll, &params, reader->err))
		return false;
	for (size_t i = 0; i < of->then_count; i++)
		if (!system_template_check(
			    reader->system, of, of->thens[i].text, &all, reader->err))
			return false;
	for (size_t i = 0; i < of->rule_count; i++)
		if (!system_template_check(
			    reader->system, of, of->rules[i].text, &all, reader->err))
			return false;
	return true;
}

bool system_finish(struct system_reader *reader)
{
	struct system *system = reader->system;

	if (system->name == NULL || system->title == NULL || system->help == NULL)
		return system_key_fail(reader, "a system needs name, title and help");
	if (system->form_count == 0)
		return system_key_fail(reader, "a system needs a form, such as: form = sr {n}");
	if (system->example_count == 0)
		return system_key_fail(reader, "a system needs an example: INPUT | FACES | REPLY");
	for (size_t i = 0; i < system->case_count; i++)
		if (!check_templates(reader, system->cases[i]))
			return false;
	return system_add_aliases(system) || system_key_fail(reader, "too many forms and aliases");
}
