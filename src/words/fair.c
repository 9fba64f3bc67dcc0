/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !fair: what players need to check the bot's dice. */
#include "words/words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/number.h"
#include "bot/bot.h"
#include "fair/log.h"
#include "irc/outbox/outbox.h"
#include "request/command.h"
#include "request/roll.h"

enum {
	LOG_LINES_MAX =
		60, /* of a transcript, said in private; longer ones are the operator's to give */
	LOG_DICE_MAX = 4096, /* bytes of packed dice, which are more as text */
	WORDS_BYTES_MAX = 300,
	EPOCH_MAX = 1000000000,
};

typedef void action_run(struct request *rq, const char *rest);

/* ---- !fair ---- */

/* Return whether there is something to look at; looking alone makes no place of a private talk. */
static bool is_known(struct request *rq, const struct fair_where *where)
{
	if (rq->channel != NULL || fair_is_known(rq->fair, where))
		return true;
	reply(rq, "Nothing was rolled here yet.");
	return false;
}

static void show_run(struct request *rq, const char *rest)
{
	struct fair_where where = request_where(rq, FAIR_OPEN);
	struct fair_status status;
	struct error err;

	(void)rest;
	if (!is_known(rq, &where) || !fair_status(rq->fair, &where, rq->now_s, &status, &err))
		return;
	reply(rq,
		"Fair rolls of %s: epoch %" PRId64 ", rolls so far: %" PRId64
		", commitment %s. Add words of your own: %sfair salt WORDS. Check: %sfair log",
		where.base, status.epoch, status.rolls, status.commitment, rq->prefix, rq->prefix);
}

/* ---- !fair salt ---- */

static void salt_run(struct request *rq, const char *rest)
{
	struct fair_where where = request_where(rq, FAIR_OPEN);
	const struct fair_asker asker = {.nick = rq->nick, .now_s = rq->now_s};
	struct strbuf words = STRBUF_INIT;
	char salt[HASH_HEX_ROOM];
	struct error err;

	outbox_clean(&words, rest, false);
	if (rest[0] == '\0' || words.len > WORDS_BYTES_MAX)
		reply(rq, "Usage: fair salt WORDS, any words of yours, at most %d bytes.",
			WORDS_BYTES_MAX);
	else if (fair_add_salt(rq->fair, &where, &asker, words.text, salt, &err))
		reply(rq, "%s salted the dice of %s; from the next roll on: %s", rq->nick,
			where.base, salt);
	strbuf_release(&words);
}

/* ---- !fair reveal ---- */

static void reveal_run(struct request *rq, const char *rest)
{
	bool hidden = strcasecmp(rest, "hidden") == 0;
	struct fair_where where = request_where(rq, hidden ? FAIR_HIDDEN : FAIR_OPEN);
	struct fair_reveal reveal;
	struct error err;
	char place[FAIR_PLACE_BYTES];

	if (rest[0] != '\0' && !hidden) {
		reply(rq, "Usage: fair reveal, or fair reveal hidden");
		return;
	}
	if (rq->channel != NULL && rq->role < ROLE_GM) {
		reply(rq, "Only the GM or an operator can end an epoch.");
		return;
	}
	fair_place_name(place, &where);
	if (fair_reveal(rq->fair, &where, rq->now_s, &reveal, &err))
		request_tell_epoch(rq, place, &reveal);
}

/* ---- !fair log ---- */

struct log_lines {
	struct request *rq;
	size_t room, count;
	bool say;
};

/* How much of TEXT goes into a line of ROOM bytes. Where it is parted no blank may get lost, nor
 * may either part look like a whole line: see fair_verify_line. */
static size_t piece_len(const char *text, size_t room)
{
	size_t len = room;

	while (len > 1 &&
		(strchr(" {", text[len]) != NULL || ((unsigned char)text[len] & 0xc0) == 0x80 ||
			strchr(" }", text[len - 1]) != NULL))
		len--;
	return len > 1 ? len : room;
}

static size_t room_for_piece(const struct request *rq)
{
	struct outlet outlet;

	return outlet_find(rq->bot, rq->network, &outlet)
		       ? outlet.kind->room(outlet.arg, "NOTICE", rq->nick)
		       : rq->line_bytes;
}

static void take_line(void *arg, const char *text)
{
	struct log_lines *lines = arg;
	size_t left = strlen(text);

	while (left > lines->room) {
		size_t len = piece_len(text, lines->room);
		if (++lines->count <= LOG_LINES_MAX && lines->say)
			reply_private(lines->rq, "%.*s", (int)len, text);
		text += len;
		left -= len;
	}
	if (++lines->count <= LOG_LINES_MAX && lines->say)
		reply_private(lines->rq, "%s", text);
}

static void refuse_log(struct request *rq, const struct fair_excerpt *of, const char *base)
{
	reply(rq,
		"Epoch %" PRId64 " has more than %d lines, too many to say here. Whoever runs me "
		"gets them with: logios transcript %s '%s' %" PRId64,
		of->epoch, LOG_LINES_MAX, of->network, base, of->epoch);
}

/* Whether OF may fit in the lines that are said. */
static bool is_short(struct request *rq, const struct fair_excerpt *of)
{
	struct fair_size size = fair_size_of(rq->bot->store, of, LOG_LINES_MAX + 1);

	return size.events <= LOG_LINES_MAX && size.dice_bytes <= LOG_DICE_MAX;
}

/* Only what is over can be checked, so without a number it is the epoch before the present one, if
 * there was one. */
static void log_run(struct request *rq, const char *rest)
{
	static const struct command cost = {.name = "fair log", .cooldown_ms = 2000};
	struct fair_where where = request_where(rq, FAIR_OPEN);
	struct log_lines lines = {.rq = rq, .room = room_for_piece(rq)};
	struct fair_status status;
	struct error err;
	char place[FAIR_PLACE_BYTES];
	struct fair_excerpt of = {.network = where.network, .place = place};
	long epoch = 0;

	if (rest[0] != '\0' && !number_parse(rest, 1, EPOCH_MAX, &epoch)) {
		reply(rq, "Usage: fair log [EPOCH], the number of an epoch.");
		return;
	}
	if (!is_known(rq, &where) || !commands_cool(rq->bot->commands, &cost, rq) ||
		!fair_status(rq->fair, &where, rq->now_s, &status, &err))
		return;
	if (epoch == 0)
		epoch = (long)(status.epoch > 1 ? status.epoch - 1 : status.epoch);
	fair_place_name(place, &where);
	of.epoch = epoch;
	if (!is_short(rq, &of)) {
		refuse_log(rq, &of, where.base);
		return;
	}
	if (!fair_transcript(rq->bot->store, &of, take_line, &lines, &err)) {
		reply_error(rq, &err);
		return;
	}
	lines.say = lines.count <= LOG_LINES_MAX;
	if (!lines.say) {
		refuse_log(rq, &of, where.base);
		return;
	}
	lines.count = 0;
	reply_private(rq,
		"Transcript of %s, epoch %ld. Each line is to be kept as it is:", where.base,
		epoch);
	fair_transcript(rq->bot->store, &of, take_line, &lines, NULL);
}

/* ---- !fair check ---- */

static void tell_past(void *arg, const struct fair_past *past)
{
	struct request *rq = arg;
	time_t seconds = (time_t)past->time_s;
	struct tm tm;
	char when[40] = "";

	if (gmtime_r(&seconds, &tm) != NULL)
		strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC", &tm);
	reply(rq, "#%" PRId64 " of epoch %" PRId64 ", %s: %s%s", past->number, past->epoch, when,
		request_reads(rq, past) ? past->said : "rolled for some of this channel alone",
		fair_past_note(past));
}

static void check_run(struct request *rq, const char *rest)
{
	struct fair_where where = request_where(rq, FAIR_OPEN);
	struct fair_which which = {.where = &where, .most = 1};
	struct error err;
	long number;

	rest += rest[0] == '#';
	if (!number_parse(rest, 1, EPOCH_MAX, &number)) {
		reply(rq, "Usage: fair check NUMBER, as in (#17).");
		return;
	}
	which.number = number;
	if (!fair_past_roll(rq->bot->store, &which, tell_past, rq, &err))
		reply_error(rq, &err);
}

/* ---- the word ---- */

static const struct action {
	const char *name;
	action_run *run;
} actions[] = {
	{"", show_run},
	{"salt", salt_run},
	{"reveal", reveal_run},
	{"log", log_run},
	{"check", check_run},
};

static void fair_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const char *word = argc > 1 ? argv[1] : "", *rest = argc > 2 ? argv[2] : "";

	(void)self;
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		if (strcasecmp(actions[i].name, word) == 0) {
			actions[i].run(rq, rest);
			return;
		}
	reply(rq, "Usage: fair [salt WORDS | reveal [hidden] | log [EPOCH] | check NUMBER]");
}

const struct command fair_words[] = {
	{.name = "fair",
		.usage = "[salt WORDS | reveal [hidden] | log [EPOCH] | check NUMBER]",
		.summary =
			"Show by what the dice here can be checked, or add words that stir them.",
		.example = "fair salt the moon is made of cheese",
		.max_args = 2,
		.run = fair_run},
	{.name = NULL},
};
