/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A roll of a request: begun with what the reply will show as its input, recorded with what is said
 * of it. What goes wrong in the store takes the whole request back, so nothing here needs to say
 * so. */
#include "request/roll.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fair/log.h"
#include "base/quote.h"
#include "irc/protocol/casemap.h"
#include "crypto/random.h"

struct fair_where request_where(const struct request *rq, enum fair_part part)
{
	const char *slash = strchr(rq->place, '/');

	return (struct fair_where){
		request_network(rq), slash != NULL ? slash + 1 : rq->place, part};
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

static struct rng *begin(struct request *rq, enum fair_part part, const char *input)
{
	struct fair_where where = request_where(rq, part);
	const struct fair_asker asker = {.nick = rq->nick, .now_s = rq->now_s};
	struct rng *rng;

	request_roll_settle(rq);
	rng = fair_begin(
		rq->fair, &where, &asker, request_clean(rq, input, false), script_of(rq), NULL);
	return rng != NULL ? rng : rq->rng;
}

void request_tell_epoch(struct request *rq, const char *place, const struct fair_reveal *reveal)
{
	reply(rq,
		"%s: epoch %" PRId64 " has commitment %s. Epoch %" PRId64 " is over after %" PRId64
		" rolls; its seed was %s",
		place, reveal->epoch + 1, reveal->commitment, reveal->epoch, reveal->rolls,
		reveal->seed);
}

/* An epoch that is due ends before the next roll: nothing has to wait for a clock. The hidden ones
 * end when the GM says so. */
static void end_what_is_due(struct request *rq)
{
	struct fair_where where = request_where(rq, FAIR_OPEN);
	struct fair_reveal reveal;
	char place[FAIR_PLACE_BYTES];

	fair_place_name(place, &where);
	if (fair_is_due(rq->fair, &where, rq->now_s) &&
		fair_reveal(rq->fair, &where, rq->now_s, &reveal, NULL))
		request_tell_epoch(rq, place, &reveal);
}

struct rng *request_roll(struct request *rq, const char *input)
{
	if (rq->fair == NULL)
		return rq->rng;
	request_roll_settle(rq);
	if (rq->veil == VEIL_NONE)
		end_what_is_due(rq);
	return begin(rq, rq->veil == VEIL_NONE ? FAIR_OPEN : FAIR_HIDDEN, input);
}

size_t request_roll_bytes(const struct request *rq)
{
	enum { NUMBER_BYTES = 16 }; /* " (#1000000)" */
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

static void say_hidden(struct request *rq, const char *text, int64_t number)
{
	if (rq->veil != VEIL_BLIND)
		reply_private(rq, "%s (#h%" PRId64 ")", text, number);
	if (rq->veil != VEIL_SELF && rq->gm != NULL &&
		(rq->veil == VEIL_BLIND || !casemap_equal(rq->casemap, rq->gm, rq->nick)))
		reply_to(rq, rq->gm, "%s (#h%" PRId64 " in %s)", text, number, rq->channel);
	reply(rq, "%s makes a hidden roll (#h%" PRId64 ")", rq->nick, number);
}

/* Say TEXT of a roll with that NUMBER, or without any (0). */
static void say(struct request *rq, const char *text, int64_t number)
{
	if (rq->veil != VEIL_NONE && number > 0)
		say_hidden(rq, text, number);
	else if (rq->veil != VEIL_NONE)
		reply_private(rq, "%s", text);
	else if (number > 0 && rq->settings->show_numbers)
		reply(rq, "%s (#%" PRId64 ")", text, number);
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
	snprintf(text, size, "%s %s", rq->command, rq->text);
	return text;
}

const char *request_roll_keeper(const struct request *rq)
{
	struct strbuf text = STRBUF_INIT;
	const char *keeper;

	if (rq->account != NULL) {
		strbuf_addf(&text, PERSON_ACCOUNT "%s", fold(rq, rq->account));
	} else if (rq->local) {
		strbuf_addf(&text, "local:%s", fold(rq, rq->nick));
	} else if (rq->visit != 0) {
		strbuf_addf(&text, "visit:%016" PRIx64, rq->visit);
	}
	keeper = arena_strdup(rq->arena, text.text);
	strbuf_release(&text);
	return keeper;
}

bool request_reads(const struct request *rq, const struct fair_past *past)
{
	return past->keeper == NULL ||
	       (rq->target != NULL && strcmp(past->keeper, fold(rq, rq->target)) == 0);
}

/* Return the mark of who alone may show, or read again, what is rolled now; or NULL. */
static const char *keeper(const struct request *rq)
{
	if (rq->veil == VEIL_SELF)
		return request_roll_keeper(rq);
	return rq->veil == VEIL_NONE && rq->target != NULL ? fold(rq, rq->target) : NULL;
}

static void end(struct request *rq, const double *total, const char *error, const char *text)
{
	int64_t number = rq->fair != NULL ? fair_number(rq->fair) : 0, event = 0;
	const struct fair_result result = {.who = fold(rq, rq->nick),
		.total = total,
		.error = error,
		.said = text,
		.asked = asked(rq),
		.keeper = keeper(rq)};

	if (rq->fair != NULL && fair_is_rolling(rq->fair) && fair_end(rq->fair, &result, NULL) &&
		number > 0)
		event = fair_last_event(rq->fair);
	request_tell(rq, event);
	if (event > 0)
		snprintf(rq->rolled, sizeof rq->rolled, "%s%" PRId64,
			rq->veil != VEIL_NONE ? "h" : "", number);
	if (text[0] != '\0')
		say(rq, text, number);
	else
		request_tell_less(rq);
	request_tell(rq, 0);
}

void reply_roll(struct request *rq, double total, const char *format, ...)
{
	va_list values;
	char *text;

	va_start(values, format);
	text = mem_vprintf(format, values);
	va_end(values);
	end(rq, &total, NULL, text);
	free(text);
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

static void tell_seed(struct request *rq, const char *deck, const struct fair_reveal *reveal)
{
	reply(rq, "Seed of deck %s (shuffle %" PRId64 "): %s", quote_words(rq->arena, deck),
		reveal->epoch, reveal->seed);
}

void request_deck_done(struct request *rq, const char *deck)
{
	struct fair_where where = request_where(rq, FAIR_DECKS);
	struct fair_reveal reveal;

	if (rq->fair != NULL && fair_show_deck(rq->fair, &where, deck, rq->now_s, &reveal, NULL) &&
		reveal.epoch > 0 && rq->settings->show_numbers)
		tell_seed(rq, deck, &reveal);
}

struct rng *request_shuffle(struct request *rq, const char *deck)
{
	return rq->fair != NULL ? begin(rq, FAIR_DECKS, deck) : rq->rng;
}

void request_shuffled(struct request *rq, const size_t *order, size_t count)
{
	char commitment[HASH_HEX_ROOM];

	if (rq->fair != NULL && fair_is_rolling(rq->fair) &&
		fair_end_shuffle(rq->fair, order, count, commitment, NULL) &&
		rq->settings->show_numbers)
		reply(rq, "Commitment of the next shuffle: %s", commitment);
}
