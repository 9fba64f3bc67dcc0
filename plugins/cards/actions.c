/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find the action that the word after `cards` names, and explain actions. */
#include "actions.h"

#include <strings.h>

#include "base/nearest.h"
#include "base/quote.h"
#include "base/strbuf.h"

const struct command *action_find(const struct command *actions, const char *word)
{
	for (const struct command *action = actions; action->name != NULL; action++)
		if (strcasecmp(action->name, word) == 0)
			return action;
	return NULL;
}

void action_usage(struct request *rq, const struct command *action)
{
	reply(rq, "Usage: cards %s%s%s (as in: %s)", action->name,
		action->usage[0] != '\0' ? " " : "", action->usage, action->example);
}

void action_unknown(struct request *rq, const struct command *actions, const char *word)
{
	struct strbuf names = STRBUF_INIT;
	struct nearest search;

	nearest_begin(&search, word);
	for (const struct command *action = actions; action->name != NULL; action++) {
		strbuf_addf(&names, "%s%s", names.len > 0 ? ", " : "", action->name);
		nearest_offer(&search, action->name);
	}
	word = quote_words(request_arena(rq), word);
	if (search.best != NULL)
		reply(rq, "cards %s is unknown. Did you mean cards %s?", word, search.best);
	else
		reply(rq, "cards %s is unknown. There are: %s", word, names.text);
	strbuf_release(&names);
}

void action_overview(struct request *rq, const struct command *actions)
{
	struct strbuf line = STRBUF_INIT;

	for (const struct command *action = actions; action->name != NULL; action++)
		strbuf_addf(&line, "%s%s%s%s", line.len > 0 ? " | " : "", action->name,
			action->usage[0] != '\0' ? " " : "", action->usage);
	reply(rq, "cards %s (cards help draw explains draw)", line.text);
	strbuf_release(&line);
}
