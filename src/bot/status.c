/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tell whoever runs the bot how it is, in the log. */
#include "bot/status.h"

#include "config/config.h"
#include "irc/network/network.h"
#include "os/log.h"
#include "plugin/plugin.h"

static size_t count_channels(const struct network *net)
{
	size_t at = 0, count = 0;

	while (channels_next(network_channels(net), &at) != NULL)
		count++;
	return count;
}

static void log_network(struct log *log, const struct network *net)
{
	size_t channels = count_channels(net);

	if (network_is_ready(net))
		log_info(log, "status: %s: connected as %s, in %zu channel%s", network_name(net),
			network_nick(net), channels, channels == 1 ? "" : "s");
	else
		log_info(log, "status: %s: not connected", network_name(net));
}

void status_log(const struct bot *bot)
{
	log_info(bot->log, "status: Logios " LOGIOS_VERSION ": %zu network%s, %zu plugin%s",
		bot->network_count, bot->network_count == 1 ? "" : "s", plugins_count(bot->plugins),
		plugins_count(bot->plugins) == 1 ? "" : "s");
	for (size_t i = 0; i < bot->network_count; i++)
		log_network(bot->log, bot->networks[i]);
}

void status_toggle_debug(const struct bot *bot)
{
	bool on = log_level(bot->log) == LOG_LEVEL_DEBUG;
	enum log_level quiet = bot->keep_log_level ? bot->first_log_level : bot->config->log_level;

	if (quiet == LOG_LEVEL_DEBUG)
		quiet = LOG_LEVEL_INFO;
	log_set_level(bot->log, LOG_LEVEL_DEBUG);
	log_info(bot->log, "debug is %s", on ? "off" : "on");
	if (on)
		log_set_level(bot->log, quiet);
}
