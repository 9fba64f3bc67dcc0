/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards in words: their names or signs, and what somebody holds, told to them alone. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "play.h"

static const char bold[] = "\002", red[] = "\00304", plain[] = "\003";

void say_card(const struct play *play, struct strbuf *out, size_t card)
{
	const struct deckfile *file = deck_file(play->deck);
	const struct deckcard *about = file->about[card];

	if (about->sign[0] == '\0' || !request_flag(play->rq, play->self, "signs"))
		strbuf_addstr(out, file->cards[card]);
	else
		strbuf_addf(
			out, "%s%s%s", about->red ? red : "", about->sign, about->red ? plain : "");
	if (zones_at(play->zones, card)->reversed)
		strbuf_addstr(out, " (reversed)");
}

void say_meaning(const struct play *play, struct strbuf *out, size_t card)
{
	const struct deckcard *about = deck_file(play->deck)->about[card];
	const char *meaning = zones_at(play->zones, card)->reversed ? about->reversed
								    : about->meaning;

	if (meaning[0] != '\0' && !request_flag(play->rq, play->self, "one_per_line"))
		strbuf_addf(out, ": %s", meaning);
}

void say_cards(const struct play *play, struct strbuf *out, const size_t *cards, size_t count,
	bool numbers)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			strbuf_addstr(out, ", ");
		if (numbers)
			strbuf_addf(out, "%d. ", (int)zones_at(play->zones, cards[i])->rank);
		say_card(play, out, cards[i]);
	}
}

const char *say_count(const struct play *play, size_t count)
{
	return arena_printf(play->arena, "%zu card%s", count, count == 1 ? "" : "s");
}

static bool is_among(size_t card, const size_t *cards, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (cards[i] == card)
			return true;
	return false;
}

/* Sort COUNT cards by suit, and in a suit by rank; what has none comes last, in its order. */
static void sort(const struct play *play, size_t *cards, size_t count)
{
	const struct deckfile *file = deck_file(play->deck);

	for (size_t i = 1; i < count; i++) {
		size_t card = cards[i], at = i;
		unsigned suit = (unsigned)file->about[card]->suit;
		unsigned rank = (unsigned)file->about[card]->rank;
		for (; at > 0; at--) {
			const struct deckcard *before = file->about[cards[at - 1]];
			if ((unsigned)before->suit < suit ||
				((unsigned)before->suit == suit && (unsigned)before->rank <= rank))
				break;
			cards[at] = cards[at - 1];
		}
		cards[at] = card;
	}
}

/* Append what the player at SEAT holds. */
static void add_hand(const struct play *play, struct strbuf *out, unsigned seat, const size_t *new,
	size_t new_count)
{
	size_t *cards = mem_zalloc(zones_count(play->zones, ZONE_HAND + seat) + 1, sizeof *cards);
	size_t count = zones_list(play->zones, ZONE_HAND + seat, cards);

	if (play->sorted)
		sort(play, cards, count);
	for (size_t i = 0; i < count; i++) {
		bool is_new = is_among(cards[i], new, new_count) && new_count < count;
		strbuf_addf(out, "%s%s", i > 0 ? ", " : "", is_new ? bold : "");
		say_cards(play, out, &cards[i], 1, true);
		strbuf_addstr(out, is_new ? bold : "");
	}
	free(cards);
}

void say_hand(struct play *play, unsigned seat, const size_t *new, size_t count)
{
	const struct player *player = &table_players(play->table)->at[seat];
	struct strbuf text = STRBUF_INIT;
	struct somebody found;

	if (player->owner == NULL)
		return;
	if (zones_count(play->zones, ZONE_HAND + seat) == 0)
		strbuf_addf(&text, "You hold no card of %s.", play->name);
	else
		strbuf_addf(&text, "Your hand (%s): ", play->name);
	add_hand(play, &text, seat, new, count);
	if (seat == play->seat)
		reply_private(play->rq, "%s", text.text);
	else if (plugin_find_owner(play->self, request_table(play->rq), player->owner, &found))
		reply_to(play->rq, found.nick, "%s", text.text);
	strbuf_release(&text);
}
