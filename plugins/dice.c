/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !roll and its presets, and !odds: what was typed goes to the dice engine, what it says goes back. */
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/odds.h"
#include "logios.h"

static void reply_outcome(struct request *rq, const struct dice_outcome *outcome)
{
	static const char verb[] = " rolled ";
	const char *nick = request_nick(rq);
	size_t room = request_roll_bytes(rq), lead = strlen(nick) + strlen(verb);
	struct strbuf text = STRBUF_INIT;

	dice_reply(&text, outcome, room > lead ? room - lead : 0);
	reply_roll(rq, outcome->total, "%s%s%s", nick, verb, text.text);
	strbuf_release(&text);
}

static void reply_mistake(struct request *rq, const char *line, const struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	dice_error_line(&text, line, err);
	reply(rq, "%s", text.text);
	strbuf_release(&text);
}

static struct dice_limits limits_of(const struct plugin *self)
{
	return (struct dice_limits){.max_dice = (uint32_t)plugin_number(self, "max_dice"),
		.max_sides = (uint32_t)plugin_number(self, "max_sides")};
}

/* A roll of LINE came to nothing, perhaps after dice had fallen. */
static void reply_failure(struct request *rq, const char *line, const struct error *err)
{
	struct strbuf text = STRBUF_INIT;

	dice_error_line(&text, line, err);
	reply_roll_failed(rq, err, "%s", text.text);
	strbuf_release(&text);
}

/* Roll the one at INDEX of LINE, which was read from TEXT: each has a number of its own. False when it came to nothing. */
static bool roll_one(struct request *rq, const char *text, const struct dice_line *line,
	size_t index, const struct dice_limits *limits)
{
	struct arena *arena = request_arena(rq);
	struct dice_line *one = arena_zalloc(arena, 1, sizeof *one);
	const struct dice_result *result;
	struct error err;

	one->count = 1;
	one->rolls[0] = line->rolls[index];
	result = dice_roll(one, limits, request_roll(rq, one->rolls[0].input), arena, &err);
	if (result == NULL)
		reply_failure(rq, text, &err);
	else
		reply_outcome(rq, &result->outcomes[0]);
	return result != NULL;
}

static void roll_line(struct plugin *self, struct request *rq, const char *text)
{
	struct dice_limits limits = limits_of(self);
	const struct dice_line *line;
	struct error err;

	line = dice_parse(text, request_arena(rq), &err);
	if (line == NULL) {
		reply_mistake(rq, text, &err);
		return;
	}
	for (size_t i = 0; i < line->count; i++)
		if (!roll_one(rq, text, line, i, &limits))
			return;
}

static void run_roll(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)argc;
	roll_line(self, rq, argv[1]);
}

/* !besm +2 is !roll besm +2. */
static void roll_preset(struct plugin *self, struct request *rq, const char *preset, int argc,
	const char *const argv[])
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s %s", preset, argc > 1 ? argv[1] : "");
	roll_line(self, rq, text.text);
	strbuf_release(&text);
}

static void run_besm(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	roll_preset(self, rq, "besm", argc, argv);
}

static void run_scion(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	roll_preset(self, rq, "scion", argc, argv);
}

static void run_ww(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	roll_preset(self, rq, "ww", argc, argv);
}

static void run_odds(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct dice_limits limits = limits_of(self);
	struct strbuf text = STRBUF_INIT;
	struct error err;
	struct odds *odds = odds_new(argv[1], &limits, &err);

	(void)argc;
	if (odds == NULL)
		reply_mistake(rq, argv[1], &err);
	else {
		odds_reply(&text, odds, request_line_bytes(rq));
		reply(rq, "%s", text.text);
	}
	strbuf_release(&text);
	odds_free(odds);
}

static const struct command commands[] = {
	{.name = "roll",
		.aliases = "r",
		.usage = "XdY[+Z] [comment]",
		.summary = "Roll dice: 3d6, d20+5, 2x4d6, d%, 4dF, (1d4+1)*2; up to four rolls "
			   "parted by ;",
		.example = "roll 2d6+3 to hit the orc",
		.role = ROLE_ANYONE,
		.min_args = 1,
		.max_args = 1,
		.run = run_roll},
	{.name = "odds",
		.usage = "ROLL [>= N] [vs ROLL [>= N]]",
		.summary = "Tell how likely the totals of a roll are, or which of two is higher.",
		.example = "odds 4d6kh3 >= 15",
		.role = ROLE_ANYONE,
		.min_args = 1,
		.max_args = 1,
		.run = run_odds},
	{.name = "besm",
		.usage = "[+N|-N] [comment]",
		.summary = "Roll 2d6 for Big Eyes, Small Mouth.",
		.example = "besm +2",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 1,
		.run = run_besm},
	{.name = "scion",
		.usage = "POOL[+N|-N] [comment]",
		.summary = "Roll a pool for Scion: 7 and more succeed, a 10 counts twice.",
		.example = "scion 5+2",
		.role = ROLE_ANYONE,
		.min_args = 1,
		.max_args = 1,
		.run = run_scion},
	{.name = "wwdice",
		.aliases = "ww",
		.usage = "POOL[+N|-N] [comment]",
		.summary = "Roll a pool for the World of Darkness: 8 and more succeed, a 10 adds a "
			   "die.",
		.example = "wwdice 4",
		.role = ROLE_ANYONE,
		.min_args = 1,
		.max_args = 1,
		.run = run_ww},
	{.name = NULL},
};

static const struct setting settings[] = {
	{.name = "max_dice",
		.type = SETTING_NUMBER,
		.value = "1000",
		.min = 1,
		.max = DICE_MAX_FACES,
		.help = "the most dice in one term of a roll"},
	{.name = "max_sides",
		.type = SETTING_NUMBER,
		.value = "1000000",
		.min = 1,
		.max = 1000000000,
		.help = "the most sides of a die"},
	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "dice", .aka = "LogiosDice", .version = "1.0",
	.summary = "Dice for the table.", .commands = commands, .settings = settings);
