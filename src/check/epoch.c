/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check secrets: that they lead to what was fixed, and that the dice come from them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/packed.h"
#include "check/impl.h"
#include "crypto/random.h"

enum { REFUSED_MAX = 3, CARDS_MAX = 65535 }; /* wrong secrets of an epoch that are looked at */

struct check_epoch *check_find_epoch(const struct check *check, int64_t number)
{
	size_t low = 0, high = check->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (check->epochs[middle]->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < check->count && check->epochs[low]->number == number ? check->epochs[low]
									  : NULL;
}

/* ---- dice ---- */

/* Make the dice of ROLL, which WHAT names, again from SECRET and the mix of EPOCH; report when they
 * are others. */
static void check_dice(struct check *check, const struct check_epoch *epoch,
	const struct fair_hash *secret, const struct check_roll *roll, const char *what)
{
	struct rng *rng = fair_numbers_begin(check->numbers, secret, &epoch->mix);
	struct packed_reader reader;
	uint32_t sides, value, made = 0;
	size_t count = 0;

	packed_read(&reader, roll->dice, roll->dice_len);
	while (packed_next(&reader, &sides, &value)) {
		count++;
		if (rng_uniform(rng, sides, &made) && made == value)
			continue;
		check_report(check, CHECK_FAULT, roll->line,
			"%s of epoch %" PRId64 ": die %zu shows %" PRIu32
			", but secret and mix give %" PRIu32,
			what, epoch->number, count, value, made);
		break;
	}
	check->verdict.rolls++;
	check->verdict.dice += count;
}

/* ---- open rolls ---- */

/* Compute the secrets from N, which is SECRET, down to those that are known. False and the fault
 * reported when they do not meet. */
static bool take_chain(
	struct check *check, struct check_epoch *epoch, int64_t n, const struct fair_hash *secret)
{
	struct fair_hash known = epoch->secrets != NULL ? epoch->secrets[epoch->proven]
							: epoch->anchor;
	struct fair_hash *secrets = mem_resize(epoch->secrets, (size_t)n + 1, sizeof *secrets);

	epoch->secrets = secrets;
	secrets[n] = *secret;
	for (int64_t i = n; i > epoch->proven; i--) {
		secrets[i - 1] = secrets[i];
		fair_chain_back(&secrets[i - 1], i, 1);
	}
	if (fair_hash_equal(&secrets[epoch->proven], &known))
		return true;
	secrets[epoch->proven] = known;
	epoch->refused++;
	check_fault(check,
		"the secret of roll %" PRId64 " of epoch %" PRId64 " does not lead to its anchor",
		n, epoch->number);
	return false;
}

static void check_rolls(struct check *check, const struct check_epoch *epoch, int64_t n)
{
	char what[40];

	for (size_t i = epoch->roll_count; i > 0 && epoch->rolls[i - 1].n > epoch->proven; i--) {
		const struct check_roll *roll = &epoch->rolls[i - 1];
		if (roll->n > n || roll->dice == NULL)
			continue;
		snprintf(what, sizeof what, "roll %" PRId64, roll->n);
		check_dice(check, epoch, &epoch->secrets[roll->n], roll, what);
	}
}

void check_secret(struct check *check)
{
	struct check_epoch *epoch = check_find_epoch(check, check_number(check, "epoch", 1));
	int64_t n = check_number(check, "n", 1), last;
	struct fair_hash secret;

	if (epoch == NULL || n < 0 || !check_hash(check, "secret", &secret)) {
		check_fault(check, "a secret of no epoch that was opened, or of no roll");
		return;
	}
	last = epoch->roll_count > 0 ? epoch->rolls[epoch->roll_count - 1].n : 0;
	if (n > last) {
		check_fault(check,
			"the secret of roll %" PRId64 " of epoch %" PRId64
			" is shown, but its last roll here is %" PRId64 ": the end is cut",
			n, epoch->number, last);
	} else if (n <= epoch->proven) {
		if (!fair_hash_equal(&epoch->secrets[n], &secret))
			check_fault(check,
				"the secret of roll %" PRId64 " of epoch %" PRId64
				" is not the one shown before",
				n, epoch->number);
	} else if (n > (int64_t)epoch->roll_count) {
		check_fault(check,
			"the secret of roll %" PRId64 " of epoch %" PRId64
			" is of no use: rolls before it are missing",
			n, epoch->number);
	} else if (epoch->refused < REFUSED_MAX && take_chain(check, epoch, n, &secret)) {
		check_rolls(check, epoch, n);
		epoch->proven = n;
	}
}

/* ---- what is hidden ---- */

static bool read_path(const struct check *check, struct fair_hash path[FAIR_PATH])
{
	const struct json_field *field = json_find(&check->now, "path", JSON_TEXTS);

	if (field == NULL || field->count != FAIR_PATH)
		return false;
	for (int i = 0; i < FAIR_PATH; i++)
		if (!fair_unhex(field->texts[i], &path[i]))
			return false;
	return true;
}

/* Add what the line in hand shows of HIDDEN to SHOWN, its event. *FAILED: it came to nothing.
 * Returns false if something is missing. */
static bool read_shown(struct check *check, const struct check_hidden *hidden,
	struct fair_event *shown, bool *failed)
{
	const struct json_field *sides = json_find(&check->now, "sides", JSON_NUMBERS);
	const struct json_field *values = json_find(&check->now, "values", JSON_NUMBERS);
	const char *total = check_text(check, "total");

	*failed = total == NULL;
	shown->who = hidden->who;
	shown->nick = check_text(check, "nick");
	shown->input = check_text(check, "input");
	shown->total = total != NULL ? total : check_text(check, "error");
	if (shown->nick == NULL || shown->input == NULL || shown->total == NULL || sides == NULL ||
		values == NULL)
		return false;
	shown->sides = sides->numbers;
	shown->values = values->numbers;
	shown->count = values->count;
	return true;
}

/* Check that SHOWN is what HIDDEN covered. */
static void check_cover(
	struct check *check, const struct check_hidden *hidden, const struct fair_event *shown)
{
	struct fair_hash cover;

	if (strcmp(shown->nick, hidden->nick) != 0)
		check_fault(check, "event %" PRId64 ": %.60s did not make this roll", shown->event,
			shown->nick);
	fair_cover_roll(&cover, &shown->hash,
		&(struct fair_rolled){shown->nick, shown->input, shown->sides, shown->values,
			shown->count, shown->total});
	if (!fair_hash_equal(&cover, &hidden->cover))
		check_fault(check, "event %" PRId64 ": this is not what was covered", shown->event);
}

static void show_roll(struct check *check, const struct check_epoch *epoch,
	struct check_hidden *hidden, const struct fair_event *event)
{
	struct fair_event shown = *event;
	struct check_roll roll = {.n = event->number,
		.event = hidden->event,
		.line = check->line,
		.who = hidden->who};
	char what[40];
	bool failed;

	if (!read_shown(check, hidden, &shown, &failed)) {
		check_fault(
			check, "event %" PRId64 ": it does not show what was rolled", event->event);
		return;
	}
	check_cover(check, hidden, &shown);
	roll.dice = check_pack(check, &shown, &roll.dice_len);
	if (roll.dice == NULL)
		return;
	snprintf(what, sizeof what, "hidden roll h%" PRId64, event->number);
	check_dice(check, epoch, &event->hash, &roll, what);
	hidden->endings = check_meaning(check, &shown, hidden->event, failed, &roll.again);
	hidden->total = failed ? NULL : arena_strdup(&check->arena, shown.total);
	roll.input = arena_strdup(&check->arena, shown.input);
	roll.error = failed ? arena_strdup(&check->arena, shown.total) : NULL;
	hidden->roll = roll;
}

/* Return whether SECRET and the mix of EPOCH give ORDER, of COUNT cards. */
static bool order_fits(struct check *check, const struct check_epoch *epoch,
	const struct fair_hash *secret, const uint32_t *order, size_t count)
{
	size_t *made = mem_zalloc(count + 1, sizeof *made);
	bool fits;

	for (size_t i = 0; i < count; i++)
		made[i] = i + 1;
	fits = rng_shuffle(fair_numbers_begin(check->numbers, secret, &epoch->mix), made, count);
	for (size_t i = 0; fits && i < count; i++)
		fits = made[i] == order[i];
	free(made);
	check->verdict.rolls++;
	check->verdict.dice += count;
	return fits;
}

static void show_shuffle(struct check *check, const struct check_epoch *epoch,
	const struct check_hidden *hidden, const struct fair_event *event)
{
	const struct json_field *order = json_find(&check->now, "order", JSON_NUMBERS);
	const char *deck = check_text(check, "deck");
	struct fair_hash cover;

	if (deck == NULL || order == NULL || (int64_t)order->count != hidden->cards ||
		order->count > CARDS_MAX) {
		check_fault(check,
			"event %" PRId64 ": it does not show the order of the %" PRId64 " cards",
			event->event, hidden->cards);
		return;
	}
	if (strcmp(deck, hidden->deck) != 0)
		check_fault(check, "event %" PRId64 ": %.60s is not the deck that was shuffled",
			event->event, deck);
	fair_cover_shuffle(&cover, &event->hash, deck, order->numbers, order->count);
	if (!fair_hash_equal(&cover, &hidden->cover))
		check_fault(check, "event %" PRId64 ": this is not what was covered", event->event);
	if (!order_fits(check, epoch, &event->hash, order->numbers, order->count))
		check_fault(check, "event %" PRId64 ": secret and mix give another order",
			event->event);
}

struct check_hidden *check_show(struct check *check, const struct fair_event *event)
{
	const struct check_epoch *epoch = check_find_epoch(check, event->epoch);
	struct check_hidden *hidden = NULL;
	struct fair_hash path[FAIR_PATH];

	for (size_t i = 0; epoch != NULL && i < epoch->hidden_count; i++)
		if (epoch->hidden[i].m == event->number)
			hidden = &epoch->hidden[i];
	if (hidden == NULL || hidden->shown) {
		check_fault(check,
			"event %" PRId64 ": there is no h%" PRId64 " of epoch %" PRId64 " to show",
			event->event, event->number, event->epoch);
		return NULL;
	}
	hidden->shown = true;
	check->verdict.hidden--;
	if (!read_path(check, path))
		check_fault(check, "event %" PRId64 ": its path is not %d hashes", event->event,
			FAIR_PATH);
	else if (!fair_sealed_fits(&epoch->root, event->number, &event->hash, path))
		check_fault(check,
			"event %" PRId64 ": secret and path do not lead to the root of the epoch",
			event->event);
	if (hidden->shuffle)
		show_shuffle(check, epoch, hidden, event);
	else
		show_roll(check, epoch, hidden, event);
	return hidden;
}

/* ---- the end ---- */

void check_end_epochs(struct check *check)
{
	if (check->partial && check->count == 0)
		check_report(check, CHECK_FAULT, 0,
			"nothing in this part can be checked: it begins after its epoch was "
			"opened");
	for (size_t i = 0; i < check->count; i++) {
		const struct check_epoch *epoch = check->epochs[i];
		int64_t last = epoch->roll_count > 0 ? epoch->rolls[epoch->roll_count - 1].n : 0;
		if (last > epoch->proven)
			check_report(check, CHECK_FAULT, 0,
				"epoch %" PRId64 ": there is no right secret for rolls %" PRId64
				" to %" PRId64,
				epoch->number, epoch->proven + 1, last);
	}
}
