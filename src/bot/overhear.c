/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every line of a channel, told to the plugins that overhear. */
#include "bot/overhear.h"

#include "base/arena.h"
#include "plugin/plugin.h"

void overhear_line(struct bot *bot, const struct line *line, const char *text)
{
	struct overheard heard = {.action = line->action,
		.network = line->outlet->name,
		.channel = line->channel,
		.nick = line->nick,
		.account = line->account,
		.text = text};
	struct arena arena = ARENA_INIT;

	if (line->channel == NULL || line->target != NULL || !plugins_overhearing(bot->plugins))
		return;
	heard.place = outlet_place(line->outlet, line->channel, &arena);
	plugins_overhear(bot->plugins, &heard);
	arena_release(&arena);
}

void overhear_ourselves(
	struct bot *bot, const struct outlet *outlet, const char *target, const char *text)
{
	struct overheard heard = {.own = true, .network = outlet->name, .text = text};
	bool before = bot->overhears_itself;
	struct arena arena = ARENA_INIT;

	if (!plugins_overhearing(bot->plugins))
		return;
	heard.channel = outlet->kind->channel(outlet->arg, target);
	if (heard.channel == NULL)
		return;
	heard.nick = outlet->kind->our_nick(outlet->arg);
	heard.place = outlet_place(outlet, heard.channel, &arena);
	bot->overhears_itself = true;
	plugins_overhear(bot->plugins, &heard);
	bot->overhears_itself = before;
	arena_release(&arena);
}
