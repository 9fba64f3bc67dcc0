/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A roll of a request: begun with what was asked for, recorded with what is said of it. What goes
 * wrong in the store takes the whole request back, so nothing here needs to say so. */
#include "request/roll.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/quote.h"
#include "base/text.h"
#include "irc/protocol/casemap.h"
#include "crypto/random.h"

struct fair_where request_where(const struct request *rq)
{
	return (struct fair_where){request_network(rq), request_base(rq->table)};
}

struct fair_asker request_asker(const struct request *rq)
{
	return (struct fair_asker){.nick = rq->nick,
		.hostmask = rq->hostmask,
		.account = rq->account,
		.bot = rq->unasked,
		.now_s = rq->now_s};
}

static const char *fold(const struct request *rq, const char *text)
{
	size_t size = strlen(text) + 1;
	char *folded = arena_alloc(rq->arena, size);

	casemap_fold(rq->casemap, text, folded, size);
	return folded;
}

/* A script goes on being one: tests, and the console with given faces. */
static struct rng *script_of(const struct request *rq)
{
	return rng_is_scripted(rq->rng) ? rq->rng : NULL;
}

static struct rng *begin(struct request *rq, bool hidden, const char *input)
{
	const struct fair_where where = request_where(rq);
	const struct fair_asker asker = request_asker(rq);
	const struct fair_roll roll = {.input = request_clean(rq, input, false), .hidden = hidden};
	struct rng *rng;

	request_roll_settle(rq);
	rng = fair_begin(rq->fair, &where, &asker, &roll, script_of(rq), NULL);
	return rng != NULL ? rng : rq->rng;
}

/* Return whether what RQ rolls is recorded: somebody will be able to look. */
static bool is_recorded(const struct request *rq)
{
	return rq->fair != NULL && request_is_kept(rq);
}

struct rng *request_roll(struct request *rq, const char *input)
{
	return is_recorded(rq) ? begin(rq, rq->veil != VEIL_NONE, input) : rq->rng;
}

size_t request_roll_bytes(const struct request *rq)
{
	enum { NUMBER_BYTES = 24 }; /* " (#h256 bqe8qyc4)" */
	size_t room = request_line_bytes(rq);

	return rq->settings->show_numbers && room > NUMBER_BYTES ? room - NUMBER_BYTES : room;
}

const char *request_rolled(const struct request *rq)
{
	return rq->rolled;
}

enum veil request_veil(const struct request *rq)
{
	return rq->veil;
}

/* ---- saying ---- */

/* Return NUMBER of a hidden roll with its head, as the reply shows it. */
static const char *hidden_number(struct request *rq, const struct fair_number *number)
{
	enum { ROOM = 40 };
	char *text = arena_alloc(rq->arena, ROOM);

	if (rq->settings->show_numbers)
		snprintf(text, ROOM, "#h%" PRId64 " %s", number->number, number->head);
	else
		snprintf(text, ROOM, "#h%" PRId64, number->number);
	return text;
}

/* Say TEXT of a hidden roll to those who may read it, with the secret by which they check it. */
static void say_hidden(struct request *rq, const char *text, const struct fair_number *number)
{
	const char *shown = hidden_number(rq, number);
	char secret[FAIR_BASE64_ROOM], proof[FAIR_BASE64_ROOM + 16] = "";

	fair_base64(&number->secret, secret);
	if (rq->settings->show_numbers)
		snprintf(proof, sizeof proof, " secret %s", secret);
	if (rq->veil != VEIL_BLIND)
		reply_private(rq, "%s (%s)%s", text, shown, proof);
	if (rq->veil != VEIL_SELF && rq->gm != NULL &&
		(rq->veil == VEIL_BLIND || !casemap_equal(rq->casemap, rq->gm, rq->nick)))
		reply_to(rq, rq->gm, "%s (%s) in %s%s", text, shown, request_target(rq), proof);
	reply(rq, "%s makes a hidden roll (%s)", quote_words(rq->arena, rq->nick), shown);
}

/* Say TEXT of a roll with that NUMBER, or without any. */
static void say(struct request *rq, const char *text, const struct fair_number *number)
{
	if (rq->veil != VEIL_NONE && number->number > 0)
		say_hidden(rq, text, number);
	else if (rq->veil != VEIL_NONE)
		reply_private(rq, "%s", text);
	else if (number->number > 0 && rq->settings->show_numbers)
		reply(rq, "%s (#%" PRId64 " %s)", text, number->number, number->head);
	else
		reply(rq, "%s", text);
}

/* The command, so that it can be given again. */
static const char *asked(struct request *rq)
{
	size_t size;
	char *text;

	if (rq->command == NULL)
		return NULL;
	size = strlen(rq->command) + strlen(rq->text) + 2;
	text = arena_alloc(rq->arena, size);
	text_join(text, size, rq->command, " ", rq->text);
	return text;
}

const char *request_roll_keeper(const struct request *rq)
{
	return rq->owner != NULL ? request_base(rq->owner) : "";
}

/* Record the roll that has begun, and TEXT as what is said of it. Returns its event, or 0. */
static int64_t record(struct request *rq, const char *total, const char *error, const char *text,
	struct fair_number *number)
{
	const struct fair_result result = {.who = fold(rq, rq->nick),
		.total = total,
		.error = error,
		.said = text,
		.asked = asked(rq),
		.keeper = rq->veil == VEIL_SELF ? request_roll_keeper(rq) : NULL};
	char digits[TEXT_NUMBER];

	number->number = 0;
	if (rq->fair == NULL || !fair_is_rolling(rq->fair) ||
		!fair_end(rq->fair, &result, number, NULL) || number->number == 0)
		return 0;
	text_join(rq->rolled, sizeof rq->rolled, rq->veil != VEIL_NONE ? "h" : "",
		text_number(digits, number->number), "");
	return fair_last_event(rq->fair);
}

static void end(struct request *rq, const char *total, const char *error, const char *text)
{
	struct fair_number number;

	request_tell(rq, record(rq, total, error, text, &number));
	if (text[0] != '\0')
		say(rq, text, &number);
	else
		request_tell_less(rq);
	request_tell(rq, 0);
}

void reply_roll(struct request *rq, const char *total, const char *format, ...)
{
	va_list values;
	char *text;

	va_start(values, format);
	text = mem_vprintf(format, values);
	va_end(values);
	end(rq, total, NULL, text);
	free(text);
}

const char *record_roll(struct request *rq, const char *total, const char *format, ...)
{
	struct fair_number number;
	va_list values;
	char *text;

	va_start(values, format);
	text = mem_vprintf(format, values);
	va_end(values);
	request_tell_later(rq, record(rq, total, NULL, text, &number));
	free(text);
	if (number.number == 0 || !rq->settings->show_numbers)
		return "";
	return arena_printf(rq->arena, " (#%" PRId64 " %s)", number.number, number.head);
}

void reply_roll_failed(struct request *rq, const struct error *err, const char *format, ...)
{
	va_list values;
	char *text;

	va_start(values, format);
	text = mem_vprintf(format, values);
	va_end(values);
	end(rq, NULL, err->text, text);
	free(text);
}

void request_roll_settle(struct request *rq)
{
	if (rq->fair != NULL && fair_is_rolling(rq->fair))
		end(rq, NULL, "nothing was made of it", "");
}

/* ---- shuffles ---- */

void request_deck_done(struct request *rq, const char *deck)
{
	const struct fair_where where = request_where(rq);
	struct strbuf numbers = STRBUF_INIT;
	struct fair_number shown;

	while (rq->fair != NULL &&
		fair_show_deck(rq->fair, &where, deck, rq->now_s, &shown, NULL) && shown.number > 0)
		strbuf_addf(
			&numbers, "%s%s", numbers.len > 0 ? ", " : "", hidden_number(rq, &shown));
	if (numbers.len > 0 && rq->settings->show_numbers)
		reply(rq, "The order of deck %s is no secret any more (%s)",
			quote_words(rq->arena, deck), numbers.text);
	strbuf_release(&numbers);
}

struct rng *request_shuffle(struct request *rq, const char *deck)
{
	return is_recorded(rq) ? begin(rq, true, deck) : rq->rng;
}

void request_shuffled(struct request *rq, const size_t *order, size_t count, size_t cards)
{
	struct fair_number number;

	if (rq->fair != NULL && fair_is_rolling(rq->fair) &&
		fair_end_shuffle(rq->fair, order, count, &number, NULL) &&
		rq->settings->show_numbers)
		reply(rq, "The order of its %zu cards is fixed (%s)", cards,
			hidden_number(rq, &number));
}
