/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plugin: its rows of words and settings, and what it holds while it is loaded. */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "dice/dice.h"
#include "habits.h"
#include "lines.h"
#include "logios.h"
#include "recent.h"
#include "words.h"

static bool dice_open(struct plugin *self, struct error *err)
{
	struct state *state = mem_zalloc(1, sizeof *state);

	(void)err;
	state->habits = map_new();
	files_read(self, state);
	state->lines = lines_new();
	plugin_set_state(self, state);
	recent_begin(state);
	recent_sweep(self, NULL);
	return true;
}

static void forget(struct plugin *self)
{
	struct state *state = plugin_state(self);

	habits_forget(state->habits);
	recent_forget(state);
}

static void dice_close(struct plugin *self)
{
	struct state *state = plugin_state(self);

	habits_forget(state->habits);
	map_free(state->habits);
	recent_end(state);
	lines_free(state->lines);
	files_free(state);
	free(state);
}

static const struct command commands[] = {
	{.name = "roll",
		.aliases = "r dice d",
		.usage = ROLL_USAGE,
		.summary = ROLL_SUMMARY,
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
	{.name = "push",
		.usage = "[WAY] [NUMBER] [dice FACES]",
		.summary =
			"Roll the dice of your last roll here again that its game lets you, or "
			"of the one with that number: push, push 17, willpower dice 2 3, luck 7.",
		.example = "push",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 1,
		.run = run_push},
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
	{.name = "choose",
		.aliases = "pick",
		.usage = "THIS, THAT*2 or ANOTHER",
		.summary = "Choose one of several; *2 makes a thing twice as likely.",
		.example = "choose tea, coffee*2 or milk",
		.role = ROLE_ANYONE,
		.min_args = 1,
		.max_args = 1,
		.run = run_choose},
	{.name = "detail",
		.usage = "[channel] brief|normal|full|usual",
		.summary = "How much is said of your rolls, or, for game masters, of all here: the "
			   "total, the dice, or every face.",
		.example = "detail full",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 2,
		.run = run_detail},
	{.name = "inline",
		.usage = "on|off",
		.summary = "Whether [[2d6+1]] within a sentence is rolled here; for game masters.",
		.example = "inline on",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 1,
		.run = run_inline},
	{.name = "systems",
		.usage = "[SYSTEM]",
		.summary = "List the game systems that roll knows, or explain one.",
		.example = "systems sr",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 1,
		.run = run_systems},
	{.name = "system",
		.usage = "[SYSTEM|none]",
		.summary = "The game system whose word may be left out here; for game masters.",
		.example = "system cod",
		.role = ROLE_ANYONE,
		.min_args = 0,
		.max_args = 1,
		.run = run_system},
	{.name = NULL},
};

static const struct setting settings[] = {
	{.name = "dice",
		.type = SETTING_TEXT,
		.value = "",
		.help = "a folder with named dice of your own, NAME.txt; see logios-dice(7)"},
	{.name = "systems",
		.type = SETTING_TEXT,
		.value = "",
		.help = "a folder with game systems of your own, NAME.ini; see logios-systems(7)"},
	{.name = "system",
		.type = SETTING_TEXT,
		.value = "",
		.per_channel = true,
		.help = "the game system whose word may be left out; !system changes it for a "
			"channel"},
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
	{.name = "detail",
		.type = SETTING_TEXT,
		.value = "normal",
		.per_channel = true,
		.help = "how much is said of a roll: brief, normal or full; !detail changes it for "
			"a person or a channel"},
	{.name = "system_words",
		.type = SETTING_FLAG,
		.value = "yes",
		.help = "whether the word of a game system is a command by itself, as sr 6, while "
			"no "
			"other command has it"},
	{.name = "inline",
		.type = SETTING_FLAG,
		.value = "no",
		.per_channel = true,
		.help = "whether [[2d6+1]] within a sentence is rolled; !inline changes it for a "
			"channel"},
	{.name = NULL},
};

LOGIOS_PLUGIN(.name = "dice", .aka = "LogiosDice", .version = "1.0",
	.summary = "Dice for the table.", .commands = commands, .settings = settings,
	.examine = examine_rolls, .examine_text = "[[", .open = dice_open, .close = dice_close,
	.forget = forget, .explain = explain_system, .replace = replace_shorthand,
	.offer = offer_roll, .check = files_check);
