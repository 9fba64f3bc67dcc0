/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Move cards between zones, and take the last move back. A move is remembered as the spots that its
 * cards had before; whatever sums up a zone is counted again when many cards change at once. */
#include "cards/zone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "cards/zone_impl.h"

/* ---- looking ---- */

struct zones *zones_new(size_t count)
{
	struct zones *zones = mem_zalloc(1, sizeof *zones);

	assert(count <= ZONE_CARDS_MAX);
	zones->count = count;
	zones->at = mem_zalloc(count, sizeof *zones->at);
	for (size_t i = 0; i < count; i++)
		zones->at[i] = (struct zone_spot){.by = ZONE_NOBODY, .rank = (int32_t)i};
	zones_sum(zones);
	return zones;
}

void zones_free(struct zones *zones)
{
	if (zones == NULL)
		return;
	free(zones->at);
	free(zones->last);
	free(zones);
}

const struct zone_spot *zones_at(const struct zones *zones, size_t card)
{
	assert(card < zones->count);
	return &zones->at[card];
}

size_t zones_size(const struct zones *zones)
{
	return zones->count;
}

size_t zones_count(const struct zones *zones, unsigned zone)
{
	return zones->sums[zone].count;
}

struct ranked {
	int32_t rank;
	size_t card;
};

static int by_rank(const void *a, const void *b)
{
	const struct ranked *left = a, *right = b;

	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	return left->card < right->card ? -1 : 1;
}

size_t zones_list(const struct zones *zones, unsigned zone, size_t *cards)
{
	struct ranked *found = mem_zalloc(zones_count(zones, zone) + 1, sizeof *found);
	size_t count = 0;

	for (size_t i = 0; i < zones->count; i++)
		if (zones->at[i].zone == zone)
			found[count++] = (struct ranked){zones->at[i].rank, i};
	qsort(found, count, sizeof *found, by_rank);
	for (size_t i = 0; i < count; i++)
		cards[i] = found[i].card;
	free(found);
	return count;
}

bool zones_hold(const struct zones *zones)
{
	for (size_t i = 0; i < zones->count; i++)
		if (zones->at[i].zone >= ZONE_HAND || zones->at[i].down)
			return true;
	return false;
}

bool zones_hide(const struct zones *zones)
{
	return zones_count(zones, ZONE_PILE) > 0 || zones_hold(zones);
}

/* Return whether the card at SPOT is PLAYER's, or was put there by them. */
static bool is_of(const struct zone_spot *spot, unsigned player)
{
	return spot->zone == ZONE_HAND + player || (spot->zone == ZONE_TABLE && spot->by == player);
}

bool zones_know(const struct zones *zones, unsigned player)
{
	for (size_t i = 0; i < zones->count; i++)
		if (is_of(&zones->at[i], player))
			return true;
	for (size_t i = 0; i < zones->last_count; i++)
		if (is_of(&zones->last[i].before, player))
			return true;
	return false;
}

size_t zones_bytes(const struct zones *zones)
{
	return sizeof *zones + zones->count * sizeof *zones->at +
	       zones->last_room * sizeof *zones->last;
}

/* ---- what sums up a zone ---- */

static void count_in(struct zone_sum *sum, int32_t rank)
{
	if (sum->count == 0 || rank < sum->least)
		sum->least = rank;
	if (sum->count == 0 || rank > sum->greatest)
		sum->greatest = rank;
	sum->count++;
}

void zones_sum(struct zones *zones)
{
	memset(zones->sums, 0, sizeof zones->sums);
	for (size_t i = 0; i < zones->count; i++)
		count_in(&zones->sums[zones->at[i].zone], zones->at[i].rank);
}

/* Return the least number of a card that no card in ZONE has, a hand. */
static int32_t free_number(const struct zones *zones, unsigned zone)
{
	bool taken[ZONE_HAND_CARDS_MAX + 2] = {false};
	int32_t number = 1;

	for (size_t i = 0; i < zones->count; i++)
		if (zones->at[i].zone == zone && zones->at[i].rank <= (int32_t)ZONE_HAND_CARDS_MAX)
			taken[zones->at[i].rank] = true;
	while (taken[number])
		number++;
	return number;
}

/* Return the rank of the next card that comes into ZONE. */
static int32_t next_rank(const struct zones *zones, unsigned zone)
{
	const struct zone_sum *sum = &zones->sums[zone];

	if (zone >= ZONE_HAND)
		return free_number(zones, zone);
	return sum->count > 0 ? sum->greatest + 1 : 1;
}

/* ---- moves ---- */

void zones_begin(struct zones *zones)
{
	zones->last_count = 0;
	zones->note[0] = '\0';
}

void zones_note(struct zones *zones, const char *note)
{
	size_t len = utf8_cut(note, strlen(note), ZONE_NOTE_BYTES_MAX);

	memcpy(zones->note, note, len);
	zones->note[len] = '\0';
}

const char *zones_noted(const struct zones *zones)
{
	return zones->note;
}

static void change(struct zones *zones, size_t card, struct zone_spot spot)
{
	if (zones->last_count == zones->last_room) {
		zones->last_room = zones->last_room > 0 ? zones->last_room * 2 : 8;
		zones->last = mem_resize(zones->last, zones->last_room, sizeof *zones->last);
	}
	zones->last[zones->last_count++] = (struct zone_change){card, zones->at[card]};
	spot.reversed = zones->at[card].reversed;
	zones->sums[zones->at[card].zone].count--;
	zones->at[card] = spot;
	count_in(&zones->sums[spot.zone], spot.rank);
}

void zones_put(struct zones *zones, size_t card, unsigned zone, unsigned by, bool down)
{
	assert(card < zones->count && zone < ZONES_MAX);
	change(zones, card,
		(struct zone_spot){.zone = (uint8_t)zone,
			.by = (uint8_t)(zone == ZONE_TABLE ? by : ZONE_NOBODY),
			.down = (zone == ZONE_TABLE || zone == ZONE_AWAY) && down,
			.rank = next_rank(zones, zone)});
}

void zones_put_on_top(struct zones *zones, size_t card)
{
	const struct zone_sum *pile = &zones->sums[ZONE_PILE];

	change(zones, card,
		(struct zone_spot){.zone = ZONE_PILE,
			.by = ZONE_NOBODY,
			.rank = pile->count > 0 ? pile->least - 1 : 1});
}

void zones_flip(struct zones *zones, size_t card)
{
	struct zone_spot spot = zones->at[card];

	assert(spot.zone == ZONE_TABLE);
	spot.down = !spot.down;
	change(zones, card, spot);
}

size_t zones_leave(struct zones *zones, unsigned player)
{
	size_t left = zones_count(zones, ZONE_HAND + player), count;
	size_t *hand = mem_zalloc(left + 1, sizeof *hand);

	zones_begin(zones);
	count = zones_list(zones, ZONE_HAND + player, hand);
	for (size_t i = 0; i < count; i++)
		zones_put(zones, hand[i], ZONE_DISCARD, ZONE_NOBODY, false);
	for (size_t i = 0; i < zones->count; i++)
		if (zones->at[i].by == player)
			zones->at[i].by = ZONE_NOBODY;
	zones_begin(zones);
	free(hand);
	return left;
}

size_t zones_undo(struct zones *zones)
{
	size_t count = zones->last_count;

	for (size_t i = count; i-- > 0;)
		zones->at[zones->last[i].card] = zones->last[i].before;
	zones_begin(zones);
	zones_sum(zones);
	return count;
}

void zones_stack(struct zones *zones, const size_t *cards, const bool *reversed, size_t count)
{
	size_t *under = mem_zalloc(zones->count + 1, sizeof *under);
	size_t under_count = zones_list(zones, ZONE_PILE, under);

	zones_begin(zones);
	for (size_t i = 0; i < under_count; i++)
		zones->at[under[i]].rank = (int32_t)(count + 1 + i);
	for (size_t i = 0; i < count; i++)
		zones->at[cards[i]] = (struct zone_spot){.zone = ZONE_PILE,
			.by = ZONE_NOBODY,
			.reversed = reversed != NULL && reversed[i],
			.rank = (int32_t)(i + 1)};
	zones_sum(zones);
	free(under);
}
