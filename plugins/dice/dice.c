/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !roll and its presets, and !odds: what was typed goes to the dice engine, what it says goes
 * back. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/odds.h"
#include "habits.h"
#include "logios.h"
#include "named.h"
#include "systems.h"

struct state {
	struct map *habits;
	struct systems *systems;
	struct named_dice *named;
};

/* How much is said of a roll: as the asker wants it, else the channel, else the configuration. */
static enum dice_amount amount_for(struct plugin *self, struct request *rq)
{
	struct state *state = plugin_state(self);
	enum dice_amount amount = DICE_NORMAL;

	if (amount_find(habit_get(self, state->habits, request_person(rq), "my detail"), &amount) ||
		amount_find(habit_get(self, state->habits, request_place(rq), "detail"), &amount))
		return amount;
	amount_find(request_setting(rq, self, "detail"), &amount);
	return amount;
}

static void reply_outcome(
	struct plugin *self, struct request *rq, const struct dice_outcome *outcome)
{
	static const char verb[] = " rolled ";
	const char *nick = request_nick(rq);
	size_t room = request_roll_bytes(rq), lead = strlen(nick) + strlen(verb);
	struct strbuf text = STRBUF_INIT;

	dice_reply_as(&text, outcome, amount_for(self, rq), room > lead ? room - lead : 0);
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

/* Roll the one at INDEX of LINE, which was read from TEXT: each has a number of its own. False when
 * it came to nothing. */
static bool roll_one(struct plugin *self, struct request *rq, const char *text,
	const struct dice_line *line, size_t index)
{
	struct dice_limits limits = limits_of(self);
	struct arena *arena = request_arena(rq);
	struct dice_line *one = arena_zalloc(arena, 1, sizeof *one);
	const struct dice_result *result;
	struct error err;

	one->count = 1;
	one->rolls[0] = line->rolls[index];
	result = dice_roll(one, &limits, request_roll(rq, one->rolls[0].input), arena, &err);
	if (result == NULL)
		reply_failure(rq, text, &err);
	else
		reply_outcome(self, rq, &result->outcomes[0]);
	return result != NULL;
}

/* The system that a bare number means here, or NULL. */
static const struct system *usual_system(struct plugin *self, struct request *rq)
{
	struct state *state = plugin_state(self);
	const char *name = habit_get(self, state->habits, request_place(rq), "system");

	return systems_find(
		state->systems, *name != '\0' ? name : request_setting(rq, self, "system"));
}

static struct dice_book book_for(struct plugin *self, struct request *rq)
{
	const struct state *state = plugin_state(self);

	return (struct dice_book){
		.systems = state->systems, .usual = usual_system(self, rq), .named = state->named};
}

static void roll_line(struct plugin *self, struct request *rq, const char *text)
{
	struct dice_book book = book_for(self, rq);
	const struct dice_line *line;
	struct error err;

	line = dice_parse(text, &book, request_arena(rq), &err);
	if (line == NULL) {
		reply_mistake(rq, text, &err);
		return;
	}
	for (size_t i = 0; i < line->count; i++)
		if (!roll_one(self, rq, text, line, i))
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
	struct dice_book book = book_for(self, rq);
	struct dice_limits limits = limits_of(self);
	struct strbuf text = STRBUF_INIT;
	struct error err;
	struct odds *odds = odds_new(argv[1], &book, &limits, &err);

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

/* ---- choosing ---- */

static void run_choose(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	struct error err;
	const struct dice_choices *choices = dice_choices(argv[1], request_arena(rq), &err);
	size_t index;

	(void)self, (void)argc;
	if (choices == NULL) {
		reply_error(rq, &err);
		return;
	}
	index = dice_choose(choices, request_roll(rq, argv[1]), &err);
	if (index == 0)
		reply_roll_failed(rq, &err, "%s", err.text);
	else
		reply_roll(rq, (double)index, "%s chose from %s || \002%s\002", request_nick(rq),
			argv[1], dice_choice(choices, index));
}

/* ---- what people and channels are used to ---- */

static void change_habit(struct plugin *self, struct request *rq, const char *place,
	const char *key, const char *value)
{
	struct state *state = plugin_state(self);
	struct error err;

	if (!habit_set(self, state->habits, place, key, value, &err))
		reply_error(rq, &err);
}

static void show_detail(struct plugin *self, struct request *rq)
{
	reply(rq, "Rolls of %s are told in %s detail.", request_nick(rq),
		amount_words[amount_for(self, rq)]);
}

/* !detail [channel] brief|normal|full|usual */
static void run_detail(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	bool channel = argc > 2 && strcasecmp(argv[1], "channel") == 0;
	const char *word = argc > 1 ? argv[argc - 1] : NULL;
	enum dice_amount amount;
	bool usual = word != NULL && strcasecmp(word, "usual") == 0;

	if (word == NULL) {
		show_detail(self, rq);
	} else if ((argc > 2 && !channel) || (!usual && !amount_find(word, &amount))) {
		reply(rq, "Usage: detail [channel] brief, normal, full or usual");
	} else if (channel && request_channel(rq) != NULL && request_role(rq) < ROLE_GM) {
		reply(rq, "What is usual in a channel is for its game master to say.");
	} else {
		change_habit(self, rq, channel ? request_place(rq) : request_person(rq),
			channel ? "detail" : "my detail", usual ? "" : amount_words[amount]);
		show_detail(self, rq);
	}
}

static bool flag_of(const char *text)
{
	return strchr("yYtT1", *text) != NULL || strcasecmp(text, "on") == 0;
}

static bool inline_on(struct plugin *self, struct request *rq)
{
	struct state *state = plugin_state(self);
	const char *said = habit_get(self, state->habits, request_place(rq), "inline");

	return *said == '\0' ? flag_of(request_setting(rq, self, "inline"))
			     : strcmp(said, "on") == 0;
}

static void run_inline(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	bool on = argc > 1 && strcasecmp(argv[1], "on") == 0;

	if (argc > 1 && !on && strcasecmp(argv[1], "off") != 0) {
		reply(rq, "Usage: inline on or off");
		return;
	}
	if (argc > 1 && request_channel(rq) != NULL && request_role(rq) < ROLE_GM) {
		reply(rq,
			"Whether sentences are searched for rolls is for the game master to say.");
		return;
	}
	if (argc > 1)
		change_habit(self, rq, request_place(rq), "inline", on ? "on" : "off");
	reply(rq, inline_on(self, rq)
			  ? "Rolls within a sentence, such as [[2d6+1]], are rolled here."
			  : "Rolls within a sentence are not rolled here.");
}

/* ---- rolls within a sentence ---- */

static enum verdict examine(struct plugin *self, struct request *rq)
{
	const struct dice_line *lines[DICE_MAX_ROLLS];
	struct dice_book book;
	size_t count;

	if (!inline_on(self, rq))
		return PASS;
	book = book_for(self, rq);
	book.usual = NULL;
	count = dice_inline(request_text(rq), &book, request_arena(rq), lines);
	for (size_t i = 0; i < count; i++)
		roll_one(self, rq, lines[i]->rolls[0].typed, lines[i], 0);
	return count > 0 ? TAKEN : PASS;
}

/* ---- game systems ---- */

static void run_systems(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct state *state = plugin_state(self);

	if (argc <= 1)
		systems_list(state->systems, rq);
	else if (!systems_explain(state->systems, rq, argv[1]))
		reply(rq, "There is no game system %s.", argv[1]);
}

/* !help sr: every game system is a topic of help. */
static enum verdict explain(struct plugin *self, struct request *rq, const char *topic)
{
	const struct state *state = plugin_state(self);

	if (topic != NULL)
		return systems_explain(state->systems, rq, topic) ? TAKEN : PASS;
	systems_list(state->systems, rq);
	return PASS;
}

static void show_system(struct plugin *self, struct request *rq)
{
	const struct system *system = usual_system(self, rq);

	if (system == NULL)
		reply(rq, "No game system is usual here; systems lists them.");
	else
		reply(rq, "%s (%s) is usual here: its word may be left out.", system_name(system),
			system_title(system));
}

/* !system [NAME|none] */
static void run_system(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct state *state = plugin_state(self);
	bool none = argc > 1 && strcasecmp(argv[1], "none") == 0;

	if (argc > 1 && !none && systems_find(state->systems, argv[1]) == NULL) {
		reply(rq, "There is no game system %s.", argv[1]);
		return;
	}
	if (argc > 1 && request_channel(rq) != NULL && request_role(rq) < ROLE_GM) {
		reply(rq, "What is usual in a channel is for its game master to say.");
		return;
	}
	if (argc > 1)
		change_habit(self, rq, request_place(rq), "system", argv[1]);
	show_system(self, rq);
}

/* ---- the plugin ---- */

static bool dice_open(struct plugin *self, struct error *err)
{
	struct state *state = mem_zalloc(1, sizeof *state);

	(void)err;
	state->habits = map_new();
	state->systems = systems_read(self);
	state->named = named_read(self);
	plugin_set_state(self, state);
	return true;
}

static void forget(struct plugin *self)
{
	struct state *state = plugin_state(self);

	habits_forget(state->habits);
}

static void dice_close(struct plugin *self)
{
	struct state *state = plugin_state(self);

	habits_forget(state->habits);
	map_free(state->habits);
	systems_free(state->systems);
	named_dice_free(state->named);
	free(state);
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
	.examine = examine, .examine_text = "[[", .open = dice_open, .close = dice_close,
	.forget = forget, .explain = explain);
