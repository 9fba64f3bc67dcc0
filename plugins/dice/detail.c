/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !detail and !inline: how much is said of rolls, and whether sentences are searched for them, as
 * people and channels have asked. */
#include <string.h>
#include <strings.h>

#include "base/quote.h"
#include "dice/dice.h"
#include "habits.h"
#include "logios.h"
#include "words.h"

enum dice_amount amount_for(struct plugin *self, struct request *rq)
{
	struct state *state = plugin_state(self);
	enum dice_amount amount = DICE_NORMAL;

	if (amount_find(habit_get(self, state->habits, request_person(rq), "my detail"), &amount) ||
		amount_find(habit_get(self, state->habits, request_place(rq), "detail"), &amount))
		return amount;
	amount_find(request_setting(rq, self, "detail"), &amount);
	return amount;
}

static void show_detail(struct plugin *self, struct request *rq)
{
	reply(rq, "Rolls of %s are told in %s detail.",
		quote_words(request_arena(rq), request_nick(rq)),
		amount_words[amount_for(self, rq)]);
}

/* !detail [channel] brief|normal|full|usual */
void run_detail(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	bool channel = argc > 2 && strcasecmp(argv[1], "channel") == 0;
	const char *word = argc > 1 ? argv[argc - 1] : NULL;
	enum dice_amount amount;
	bool usual = word != NULL && strcasecmp(word, "usual") == 0;
	const struct state *state = plugin_state(self);

	if (word == NULL) {
		show_detail(self, rq);
	} else if ((argc > 2 && !channel) || (!usual && !amount_find(word, &amount))) {
		reply(rq, "Usage: detail [channel] brief, normal, full or usual");
	} else if (channel && request_channel(rq) != NULL && request_role(rq) < ROLE_GM) {
		reply(rq, "What is usual in a channel is for its game master to say.");
	} else {
		habit_change(self, rq, state->habits,
			channel ? request_place(rq) : request_person(rq),
			channel ? "detail" : "my detail", usual ? "" : amount_words[amount]);
		show_detail(self, rq);
	}
}

bool inline_on(struct plugin *self, struct request *rq)
{
	struct state *state = plugin_state(self);
	const char *said = habit_get(self, state->habits, request_place(rq), "inline");

	return *said == '\0' ? request_flag(rq, self, "inline") : strcmp(said, "on") == 0;
}

void run_inline(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	bool on = argc > 1 && strcasecmp(argv[1], "on") == 0;
	const struct state *state = plugin_state(self);

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
		habit_change(
			self, rq, state->habits, request_place(rq), "inline", on ? "on" : "off");
	reply(rq, inline_on(self, rq)
			  ? "Rolls within a sentence, such as [[2d6+1]], are rolled here."
			  : "Rolls within a sentence are not rolled here.");
}
