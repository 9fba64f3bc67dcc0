/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep epochs in ascending order, and make their rolls again once the seed is there. */
#include "fair/verify_epoch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/random.h"

/* ---- epochs ---- */

/* Return the first of the epochs whose number is not below NUMBER. */
static size_t epoch_place(const struct fair_verify *verify, int64_t number)
{
	size_t low = 0, high = verify->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (verify->epochs[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct epoch *fair_epoch_find(const struct fair_verify *verify, int64_t number)
{
	size_t at = epoch_place(verify, number);

	return at < verify->count && verify->epochs[at].number == number ? &verify->epochs[at]
									 : NULL;
}

struct epoch *fair_epoch_add(struct fair_verify *verify, int64_t number)
{
	struct epoch *epoch;

	if (epoch_place(verify, number) < verify->count)
		return NULL;
	if (verify->count == verify->room) {
		verify->room = verify->room > 0 ? 2 * verify->room : 8;
		verify->epochs = mem_resize(verify->epochs, verify->room, sizeof *verify->epochs);
	}
	epoch = &verify->epochs[verify->count++];
	*epoch = (struct epoch){.number = number, .next = 1};
	return epoch;
}

struct roll *fair_roll_add(struct epoch *epoch)
{
	if (epoch->count == epoch->room) {
		epoch->room = epoch->room > 0 ? 2 * epoch->room : 16;
		epoch->rolls = mem_resize(epoch->rolls, epoch->room, sizeof *epoch->rolls);
	}
	return &epoch->rolls[epoch->count++];
}

/* ---- making rolls again ---- */

static void begin(struct fair_verify *verify, const struct epoch *epoch, const struct roll *roll)
{
	const struct fair_request request = {.network = verify->network,
		.place = verify->place,
		.epoch = epoch->number,
		.number = roll->number,
		.salt = roll->salt,
		.nick = roll->nick,
		.input = roll->input};

	fair_stream_begin(verify->stream, &request);
}

void fair_roll_check(struct fair_verify *verify, const struct epoch *epoch, const struct roll *roll)
{
	begin(verify, epoch, roll);
	for (size_t i = 0; i < roll->count; i++) {
		uint32_t value = 0;
		rng_uniform(fair_stream_rng(verify->stream), roll->sides[i], &value);
		if (value == roll->values[i])
			continue;
		fair_fault_at(verify, roll->line,
			"roll %" PRId64 " of epoch %" PRId64 ": die %zu shows %" PRIu32
			", but seed, salt, nick and input give %" PRIu32,
			roll->number, epoch->number, i + 1, roll->values[i], value);
		return;
	}
	verify->verdict.rolls++;
	verify->verdict.dice += roll->count;
}

static void check_rolls(struct fair_verify *verify, struct epoch *epoch)
{
	fair_stream_key(verify->stream, epoch->seed);
	for (size_t i = 0; i < epoch->count; i++)
		if (!epoch->rolls[i].hidden && !epoch->rolls[i].shuffle)
			fair_roll_check(verify, epoch, &epoch->rolls[i]);
}

/* Check the only shuffle of EPOCH against the order that is shown with its seed. */
static void check_shuffle(struct fair_verify *verify, const struct epoch *epoch)
{
	const struct json_field *shown = json_find(&verify->now, "order", JSON_NUMBERS);
	const struct roll *roll = epoch->rolls;
	size_t *order;

	if (shown == NULL || shown->count != roll->count) {
		fair_fault_now(verify, "epoch %" PRId64 ": the order of its %zu cards is not shown",
			epoch->number, roll->count);
		return;
	}
	order = mem_zalloc(roll->count + 1, sizeof *order);
	for (size_t i = 0; i < roll->count; i++)
		order[i] = i;
	fair_stream_key(verify->stream, epoch->seed);
	begin(verify, epoch, roll);
	rng_shuffle(fair_stream_rng(verify->stream), order, roll->count);
	for (size_t i = 0; i < roll->count; i++)
		if (order[i] + 1 != shown->numbers[i]) {
			fair_fault_now(verify,
				"shuffle %" PRId64 " of epoch %" PRId64
				": card %zu is number %" PRIu32
				" of the deck, but seed, salt, nick and deck give %zu",
				roll->number, epoch->number, i + 1, shown->numbers[i],
				order[i] + 1);
			free(order);
			return;
		}
	free(order);
	verify->verdict.rolls++;
	verify->verdict.dice += roll->count;
}

static void check_epoch(struct fair_verify *verify, struct epoch *epoch)
{
	check_rolls(verify, epoch);
	if (epoch->shuffles == 1 && epoch->count == 1)
		check_shuffle(verify, epoch);
	else if (epoch->shuffles > 0)
		fair_fault_now(verify, "epoch %" PRId64 " has more than the one shuffle it is for",
			epoch->number);
}

void fair_epoch_prove(
	struct fair_verify *verify, struct epoch *epoch, const unsigned char seed[FAIR_SEED_BYTES])
{
	char hex[HASH_HEX_ROOM];

	epoch->revealed = true;
	fair_commitment(seed, hex);
	if (strcmp(hex, epoch->commitment) != 0) {
		fair_fault_now(verify, "the seed of epoch %" PRId64 " is not the one committed to",
			epoch->number);
		return;
	}
	epoch->proven = true;
	memcpy(epoch->seed, seed, FAIR_SEED_BYTES);
	check_epoch(verify, epoch);
}
