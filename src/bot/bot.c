/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ground that all parts of the bot stand on. */
#include "bot/bot.h"

#include <string.h>

#include "irc/network/network.h"
#include "os/log.h"
#include "store/store.h"

struct network *bot_network(const struct bot *bot, const char *name)
{
	for (size_t i = 0; i < bot->network_count; i++)
		if (strcmp(network_name(bot->networks[i]), name) == 0)
			return bot->networks[i];
	return NULL;
}

void bot_set_durability(struct bot *bot)
{
	struct error err;

	if (!store_set_power_safe(bot->store, bot->config->durability == DURABILITY_DISK, &err))
		log_error(bot->log, "durability: %s", err.text);
}
