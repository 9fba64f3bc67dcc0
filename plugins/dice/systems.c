/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads, lists and explains game systems. */
#include "systems.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

/* What is wrong with a file is a line in the log, and the others work. */
static void systems_read_folder(struct plugin *self, struct systems *systems, const char *folder)
{
	struct strbuf mistakes = STRBUF_INIT;

	systems_load(systems, folder, &mistakes);
	for (char *line = mistakes.text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
		plugin_warn(self, "%.*s", (int)(end - line), line);
	strbuf_release(&mistakes);
}

struct systems *systems_read(struct plugin *self)
{
	struct systems *systems = systems_new();
	char *shipped = mem_printf("%s/systems", plugin_data_dir(self));
	const char *own = plugin_text(self, "systems");

	systems_read_folder(self, systems, shipped);
	if (*own != '\0')
		systems_read_folder(self, systems, own);
	free(shipped);
	return systems;
}

void systems_list(const struct systems *systems, struct request *rq)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < systems_count(systems); i++) {
		const struct system *system = systems_at(systems, i);
		strbuf_addf(&text, " %s", system_name(system));
	}
	if (text.len > 0)
		reply(rq, "Game systems:%s. systems and a name explains one.", text.text);
	else
		reply(rq, "There are no game systems.");
	strbuf_release(&text);
}

bool systems_explain(const struct systems *systems, struct request *rq, const char *name)
{
	const struct system *system = systems_find(systems, name);

	if (system != NULL)
		reply(rq, "%s, %s: %s Example: roll %s", system_name(system), system_title(system),
			system_help(system), system_example(system));
	return system != NULL;
}
