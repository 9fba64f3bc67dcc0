/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was rolled here before: again, the last rolls, and how the dice have fallen. */
#include "words/words.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "bot/bot.h"
#include "fair/past.h"
#include "fair/stats.h"
#include "request/command.h"
#include "request/roll.h"

enum {
	LAST_MAX = 10,
	STATS_LINES = 3,
};

static const char *folded(struct request *rq, const char *nick)
{
	size_t size = strlen(nick) + 1;
	char *text = arena_alloc(rq->arena, size);

	casemap_fold(rq->casemap, nick, text, size);
	return text;
}

/* ---- !last ---- */

struct listing {
	struct request *rq;
	bool any;
};

static void tell_past(void *arg, const struct fair_past *past)
{
	struct listing *listing = arg;
	struct request *rq = listing->rq;
	time_t seconds = (time_t)past->time_s;
	struct tm tm;
	char when[32] = "", number[24] = "";

	if (gmtime_r(&seconds, &tm) != NULL)
		strftime(when, sizeof when, "%Y-%m-%d %H:%M", &tm);
	if (past->epoch > 0)
		snprintf(number, sizeof number, "#%" PRId64 " ", past->number);
	reply(rq, "%s %s%s%s", when, number, past->said, fair_past_note(past));
	listing->any = true;
}

static void last_run(WORD_ARGS)
{
	struct fair_where where = request_where(rq);
	struct listing listing = {.rq = rq};
	struct fair_search search = {.where = &where, .count = 1};
	struct error err;
	int at = 1;

	(void)self;
	if (at < argc && number_parse(argv[at], 1, LAST_MAX, &search.count))
		at++;
	if (at < argc)
		search.who = folded(rq, argv[at++]);
	if (at < argc ||
		(search.who != NULL && strspn(search.who, "0123456789") == strlen(search.who))) {
		reply(rq, "Usage: last [N] [NICK], with N from 1 to %d.", LAST_MAX);
		return;
	}
	if (!request_keeps(rq))
		return;
	if (!fair_history(rq->bot->store, &search, tell_past, &listing, &err))
		reply_error(rq, &err);
	else if (!listing.any)
		reply(rq, "No roll is recorded here%s%s.", search.who != NULL ? " of " : "",
			search.who != NULL ? quote_words(rq->arena, argv[argc - 1]) : "");
}

/* ---- !again ---- */

static void keep_asked(void *arg, const struct fair_past *past)
{
	struct request *rq = ((struct listing *)arg)->rq;

	((struct listing *)arg)->any = past->asked[0] != '\0';
	rq->text = arena_strdup(rq->arena, past->asked);
}

/* Add what was SAID, as +2, to the roll that RQ's text asks for: before a comment. */
static void add_to_asked(struct request *rq, const char *said)
{
	size_t end = strcspn(rq->text, "#");

	rq->text = arena_printf(rq->arena, "%.*s %s %s", (int)end, rq->text, said, rq->text + end);
}

/* Whether SAID can be added: "+2", "-1d4". */
static bool is_bonus(const char *said)
{
	size_t sign = strspn(said, "+-");

	return sign == 1 && (isdigit((unsigned char)said[1]) || said[1] == 'd');
}

static void again_run(WORD_ARGS)
{
	struct fair_where where = request_where(rq);
	const struct fair_search search = {
		.where = &where, .who = folded(rq, rq->nick), .count = 1};
	struct listing listing = {.rq = rq};
	struct error err;

	(void)self;
	if (argc > 1 && !is_bonus(argv[1])) {
		reply(rq, "Usage: again [+N|-N]");
		return;
	}
	if (!request_keeps(rq))
		return;
	if (!fair_history(rq->bot->store, &search, keep_asked, &listing, &err))
		reply_error(rq, &err);
	else if (!listing.any)
		reply(rq, "You have not rolled here yet.");
	else if (argc > 1)
		add_to_asked(rq, argv[1]);
	if (listing.any && !commands_run(rq->bot->commands, rq, rq->text))
		reply(rq, "I do not know any more how to do that: %s",
			quote_words(rq->arena, rq->text));
}

/* ---- !dicestats ---- */

static void count_past(void *arg, const struct fair_past *past)
{
	fair_stats_add(arg, past->dice, past->dice_len);
}

static void tell_die(struct request *rq, const char *nick, const struct fair_die *die)
{
	struct strbuf text = STRBUF_INIT;

	fair_die_describe(&text, die);
	reply(rq, "%s: %s", nick, text.text);
	strbuf_release(&text);
}

/* WORD as a die, "d20": its sides, or 0. */
static long die_of(const char *word)
{
	long sides;

	if ((word[0] != 'd' && word[0] != 'D') ||
		!number_parse(word + 1, 2, FAIR_STATS_SIDES, &sides))
		return 0;
	return sides;
}

static void tell_stats(struct request *rq, const char *nick, struct fair_stats *stats, long sides)
{
	const struct fair_die *die;

	fair_stats_sort(stats);
	die = fair_stats_find(stats, (uint32_t)sides);
	if (sides > 0 && die != NULL)
		tell_die(rq, nick, die);
	else if (sides > 0)
		reply(rq, "%s has rolled no d%ld here.", nick, sides);
	else if (stats->count == 0)
		reply(rq, "%s has rolled no dice here.", nick);
	for (size_t i = 0; sides == 0 && i < stats->count && i < STATS_LINES; i++)
		tell_die(rq, nick, &stats->dice[i]);
}

static void dicestats_run(WORD_ARGS)
{
	struct fair_where where = request_where(rq);
	struct fair_search search = {.where = &where, .count = FAIR_SEARCHED};
	struct fair_stats stats = {.count = 0};
	const char *nick = rq->nick;
	long sides = argc > 1 ? die_of(argv[argc - 1]) : 0;
	struct error err;

	(void)self;
	if (argc == 3 && sides == 0) {
		reply(rq, "Usage: dicestats [NICK] [dN], with N from 2 to %d.", FAIR_STATS_SIDES);
		return;
	}
	if (argc == 3 || (argc == 2 && sides == 0))
		nick = argv[1];
	search.who = folded(rq, nick);
	nick = quote_words(rq->arena, nick);
	if (!request_keeps(rq))
		return;
	if (!fair_history(rq->bot->store, &search, count_past, &stats, &err))
		reply_error(rq, &err);
	else
		tell_stats(rq, nick, &stats, sides);
	fair_stats_release(&stats);
}

const struct command history_words[] = {
	{.name = "last",
		.usage = "[N] [NICK]",
		.summary = "Show the last rolls here, or somebody's.",
		.example = "last 3",
		.max_args = 2,
		.cooldown_ms = 1000,
		.run = last_run},
	{.name = "again",
		.usage = "[+N|-N]",
		.summary = "Roll what you rolled last once more, perhaps with a bonus.",
		.example = "again",
		.max_args = 1,
		.run = again_run},
	{.name = "dicestats",
		.usage = "[NICK] [dN]",
		.summary = "Tell how your dice, or somebody's, have fallen here lately, and "
			   "whether that is "
			   "unusual.",
		.example = "dicestats d20",
		.max_args = 2,
		.cooldown_ms = 2000,
		.run = dicestats_run},
	{.name = NULL},
};
