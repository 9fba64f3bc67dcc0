/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What plugins compute away from the loop. */
#include "base/mem.h"
#include "plugin/impl.h"

#include <stdlib.h>

struct computing {
	struct computing *next;
	struct plugin *plugin;
	const struct computation *what;
	void *arg;
};

static void compute(void *arg)
{
	const struct computing *computing = arg;

	computing->what->compute(computing->arg);
}

static void answer(void *arg, struct request *rq)
{
	const struct computing *computing = arg;

	computing->what->answer(computing->plugin, rq, computing->arg);
}

/* Take ARG out of its plugin's list, and free it. */
static void release(void *arg)
{
	struct computing *computing = arg, **at = &computing->plugin->computing;

	while (*at != computing)
		at = &(*at)->next;
	*at = computing->next;
	computing->what->release(computing->arg);
	free(computing);
}

bool plugin_compute(struct plugin *self, const struct request *rq, const struct computation *what,
	void *arg, struct error *err)
{
	static const struct plugins_task task = {compute, answer, release};
	const struct plugins *host = self->host;
	struct computing *computing;

	if (host->bot == NULL)
		return error_set(err, "the bot is about to end");
	computing = mem_zalloc(1, sizeof *computing);
	*computing = (struct computing){self->computing, self, what, arg};
	if (!host->bot->compute(host->bot_arg, rq, &task, computing, err)) {
		free(computing);
		return false;
	}
	self->computing = computing;
	return true;
}

void plugin_drop_computing(struct plugin *plugin)
{
	const struct plugins *host = plugin->host;

	while (plugin->computing != NULL)
		host->bot->give_up(host->bot_arg, plugin->computing);
}
