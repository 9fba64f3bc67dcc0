/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shortest plugin worth reading: a command, a setting, and an ear for ordinary talk. Copy it to
 * plugins/NAME.c (or plugins/NAME/NAME.c, with more files beside it), run `make`, add NAME to
 * `plugins =`. The header logios.h is the whole contract. */
#include <strings.h>

#include "logios.h"
#include "crypto/random.h"

/* What the handler needs hangs on the request: here its random source. All chance comes from there,
 * never from rand(), so that it is fair, and scripted in tests. */
static void flip(struct request *rq)
{
	uint32_t side;

	if (rng_uniform(request_rng(rq), 2, &side))
		reply(rq, "%s flips a coin: %s", request_nick(rq), side == 1 ? "heads" : "tails");
	else
		reply(rq, "The coin is lost: %s", rng_failure(request_rng(rq)));
}

/* Role, cooldown and number of arguments are columns of the row below: the host has checked
 * them. */
static void flip_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self;
	(void)argc;
	(void)argv;
	flip(rq);
}

/* Every line that is no command is offered to examine, until some plugin says TAKEN. */
static enum verdict example_examine(struct plugin *self, struct request *rq)
{
	if (!plugin_flag(self, "listen") || strcasecmp(request_text(rq), "heads or tails?") != 0)
		return PASS;
	flip(rq);
	return TAKEN;
}

/* The rows are the registration; !help is made from them. A row without a name ends each table. */
static const struct command commands[] = {
	{.name = "flip",
		.aliases = "coin",
		.usage = "",
		.summary = "Flip a coin.",
		.example = "flip",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 0, /* what follows the word is ignored */
		.cooldown_ms = 1000,
		.run = flip_run},
	{.name = NULL}};

/* The keys of [plugin example] in logios.ini. */
static const struct setting settings[] = {
	{.name = "listen",
		.type = SETTING_FLAG,
		.value = "yes",
		.help = "Flip a coin when somebody asks: heads or tails?"},
	{.name = NULL}};

/* A plugin that keeps something between lines makes it in .open, hangs it on plugin_set_state, and
 * frees it in .close; plugins/cards/cards.c does so. */
LOGIOS_PLUGIN(.name = "example", .version = "1.0",
	.summary = "Flips a coin; a plugin to learn from.", .commands = commands,
	.settings = settings, .examine = example_examine);
