/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of initiative by action cards: the deck is shuffled as any deck is, its order fixed and
 * told, and shown when the next shuffle comes. That is after the round in which a joker fell, and
 * when it has run out; a new fight goes on with the deck as it lies. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/quote.h"
#include "base/utf8.h"
#include "crypto/random.h"
#include "tell.h"
#include "words.h"

/* No deck of the plugin cards can be called so. */
static const char deck_name[] = "action cards";

/* ---- shuffling ---- */

/* Return whether somebody in the order acts on CARD now. */
static bool is_held(const struct order *order, int card)
{
	for (size_t i = 0; i < order->count; i++)
		if (order->entries[i].card == card)
			return true;
	return false;
}

/* Shuffle the cards that nobody holds, all of them at the end of a round, into the deck. False,
 * after saying so, when that failed. */
static bool shuffle(struct here *here, bool all)
{
	struct action_deck *deck = &here->turns.deck;
	unsigned char pile[DEAL_CARDS];
	size_t order[DEAL_CARDS], count = 0;
	bool first = !deck->shuffled;

	for (int card = 0; card < DEAL_CARDS; card++)
		if (all || !is_held(&here->turns.order, card)) {
			order[count] = count;
			pile[count++] = (unsigned char)card;
		}
	if (deck->shuffled)
		request_deck_done(here->rq, deck_name);
	if (!rng_shuffle(request_shuffle(here->rq, deck_name), order, count))
		return false;
	deck->dealt = DEAL_CARDS - count;
	for (size_t i = 0; i < count; i++)
		deck->cards[deck->dealt + i] = pile[order[i]];
	deck->shuffled = true;
	deck->joker = false;
	here->turns.life = plugin_store_lives(here->self);
	if (first || !all)
		reply(here->rq, all ? "The action cards are shuffled."
				    : "The action cards that nobody holds are shuffled.");
	request_shuffled(here->rq, order, count);
	return true;
}

/* Shuffle what is left in the middle of a round, for deal.h; a joker that fell goes on counting. */
static bool more_cards(void *arg)
{
	struct here *here = arg;
	bool joker = here->turns.deck.joker, fine = shuffle(here, false);

	here->turns.deck.joker = joker;
	return fine;
}

/* Return whether the deck is to be shuffled before a round is dealt. */
static bool is_due(const struct here *here)
{
	const struct action_deck *deck = &here->turns.deck;

	return !deck->shuffled || deck->joker || deck->dealt == DEAL_CARDS ||
	       here->turns.life != plugin_store_lives(here->self);
}

/* ---- dealing ---- */

/* Append how DEALT came about: "5♦, 4♣ → 9♠". */
static void tell_dealt(struct strbuf *line, unsigned edges, const struct dealt *dealt)
{
	size_t width = deal_width(edges);

	for (size_t i = 0; i < dealt->count; i++) {
		strbuf_addstr(line, i == 0 ? "" : i < width ? ", " : " \xe2\x86\x92 ");
		card_write(line, dealt->cards[i]);
	}
}

/* Append what a joker means for ENTRY, if it has one. */
static void tell_joker(struct strbuf *line, const struct entry *entry)
{
	if (!card_is_joker(entry->card) || entry->hidden)
		return;
	strbuf_addf(line,
		"%s%s has a \002joker\002: acts whenever they like, +2 to all Trait and damage "
		"rolls this round, and Bennies for %s.",
		line->len > 0 ? " " : "", entry->name,
		*entry->owner != '\0' ? "every player" : "the game master's side");
}

/* Deal to ENTRY. What is told of it is appended to LINE unless it is hidden. */
static void deal_entry(struct here *here, struct entry *entry, struct strbuf *line)
{
	struct dealt dealt;

	entry->card = -1;
	deal_to(&here->turns.deck, entry->edges, more_cards, here, &dealt);
	entry->card = dealt.kept;
	entry->valued = dealt.kept >= 0;
	entry->value = -dealt.kept;
	if (!entry->hidden && dealt.count > 1) {
		strbuf_addf(line, "%s%s: ", line->len > 0 ? " " : "", entry->name);
		tell_dealt(line, entry->edges, &dealt);
		strbuf_addstr(line, ", keeps ");
		card_write(line, dealt.kept);
		strbuf_addch(line, '.');
	}
	tell_joker(line, entry);
}

/* Say LINE, unless it is empty, and release it. */
static void say(struct here *here, struct strbuf *line)
{
	if (line->len > 0)
		reply(here->rq, "%s", line->text);
	strbuf_release(line);
}

/* Give all others of the kind of the entry at AT its card: they act together. */
static void share_card(struct order *order, size_t at)
{
	const struct entry *first = &order->entries[at];

	for (size_t i = 0; i < order->count; i++) {
		struct entry *entry = &order->entries[i];

		if (entry->kind != first->kind || entry->held)
			continue;
		entry->card = first->card;
		entry->valued = first->valued;
		entry->value = first->value;
	}
}

/* Deal to all who do not wait, those of a kind together. What is told is appended to LINE. */
static void deal_all(struct here *here, struct strbuf *line)
{
	struct order *order = &here->turns.order;

	for (size_t i = 0; i < order->count; i++) {
		order->entries[i].card = -1;
		order->entries[i].valued = false;
	}
	for (size_t i = 0; i < order->count; i++)
		if (!order->entries[i].held && !order->entries[i].valued) {
			deal_entry(here, &order->entries[i], line);
			share_card(order, i);
		}
}

bool deal_round(struct here *here)
{
	struct order *order = &here->turns.order;
	struct strbuf line = STRBUF_INIT;

	if (is_due(here) && !shuffle(here, true)) {
		reply(here->rq, "The cards could not be shuffled.");
		return false;
	}
	deal_all(here, &line);
	order_sort(order);
	order_begin_round(order);
	here->changed = true;
	say(here, &line);
	tell_turn(&line, order);
	strbuf_addstr(&line, " Order: ");
	tell_entries(&line, order, false);
	say(here, &line);
	return true;
}

/* Move the entry at AT, which has a new card, to where it belongs. Whose turn it is stays the same.
 * Returns its place. */
static size_t slot_in(struct order *order, size_t at)
{
	struct entry entry = order->entries[at];
	struct slot slot;

	if (order_is_up(order, at))
		return at;
	order_close_gap(order, at);
	slot = order_slot(order, entry.value, entry.bonus);
	at = order_put(order, &entry, &slot, 0);
	order->entries[at].kind = entry.kind;
	order->kinds--;
	return at;
}

/* Give the last COUNT entries of the order CARD, each before the one that was moved before, so that
 * they stay in their order. Returns the place of the first. */
static size_t place_last(struct order *order, size_t count, int card)
{
	size_t at = order->count;

	while (count-- > 0) {
		struct entry *last = &order->entries[order->count - 1];

		last->card = card;
		last->valued = true;
		last->value = -card;
		at = slot_in(order, order->count - 1);
	}
	return at;
}

void deal_late(struct here *here, size_t at)
{
	struct order *order = &here->turns.order;
	struct entry *first = &order->entries[at];
	struct strbuf line = STRBUF_INIT;
	size_t count = order->count - at;
	int card;

	if (!here->turns.deck.shuffled && !shuffle(here, true))
		return;
	deal_entry(here, first, &line);
	say(here, &line);
	card = first->card;
	first->card = -1;
	first->valued = false;
	if (card >= 0)
		at = place_last(order, count, card);
	say_added(here, at, count, "");
}

/* ---- words ---- */

/* Begin to play by cards. False, after saying so, when there is an order by dice. */
static bool by_cards(struct here *here)
{
	struct order *order = &here->turns.order;

	if (!order->by_cards && order->count > 0) {
		reply(here->rq, "The order here is by dice; init end puts it away.");
		return false;
	}
	here->changed |= !order->by_cards;
	order->by_cards = true;
	return true;
}

static void deal_run(struct here *here, char *text)
{
	(void)text;
	if (!here_leads(here, "Dealing") || !by_cards(here))
		return;
	if (here->turns.order.count == 0)
		reply(here->rq,
			"Initiative is by cards. Who is in it? Players: init join quick; the "
			"game master: init add 3x zombie; then init deal.");
	else
		deal_round(here);
}

/* Read the edges in TEXT. False, after saying so, when that is not possible. */
static bool read_edges(const struct here *here, const char *text, unsigned *edges)
{
	const char *bad = "", *conflict;

	if (!edges_read(text, edges, &bad)) {
		reply(here->rq,
			"%s is no edge that changes cards: quick, lh (level headed), ilh "
			"(improved), hesitant, none.",
			quote_words(request_arena(here->rq), bad));
		return false;
	}
	conflict = edges_conflict(*edges);
	if (conflict != NULL)
		reply(here->rq, "That does not go together: %s.", conflict);
	return conflict == NULL;
}

/* Remember EDGES as the asker's own. */
static bool remember_edges(const struct here *here, unsigned edges)
{
	struct player player;

	player_read(here, here_owner(here), &player);
	if (player.nick[0] != '\0' && player.edges == edges)
		return true;
	player.edges = edges;
	return player_write(here, &player);
}

/* Put the asker in, with EDGES, and deal to them if a round is under way. */
static void join(struct here *here, const char *nick, unsigned edges)
{
	struct strbuf line = STRBUF_INIT;
	struct entry entry = {.card = -1, .edges = edges};
	size_t at;

	memcpy(entry.name, nick, utf8_cut(nick, strlen(nick), ORDER_NAME_BYTES_MAX));
	entry.owner = arena_strdup(request_arena(here->rq), here_owner(here));
	at = put_entry(here, &entry, 1, &line);
	if (at == ORDER_MAX)
		return;
	strbuf_addf(&line, "%s is in%s", entry.name, edges != 0 ? ": " : "");
	edges_write(&line, edges);
	strbuf_addch(&line, '.');
	say(here, &line);
	if (here->turns.order.round > 0)
		deal_late(here, at);
}

static void join_run(struct here *here, char *text)
{
	struct order *order = &here->turns.order;
	const char *nick = here_nick(here);
	struct player player;
	size_t at;

	player_read(here, here_owner(here), &player);
	if (!by_cards(here) || (*text != '\0' && !read_edges(here, text, &player.edges)) ||
		!remember_edges(here, player.edges))
		return;
	at = order_find_exactly(order, nick);
	if (at == ORDER_MAX) {
		join(here, nick, player.edges);
		return;
	}
	reply(here->rq, "%s is in already%s", order->entries[at].name,
		player.edges != order->entries[at].edges
			? "; the edges count from the next deal on."
			: ".");
	order->entries[at].edges = player.edges;
	here->changed = true;
}

/* Return where the edges begin that TEXT ends with. */
static char *edges_in(char *text)
{
	char *at = text + strlen(text);
	unsigned edges;
	const char *bad;

	while (at > text) {
		char *from = at - 1;

		while (from > text && from[-1] != ' ')
			from--;
		if (!edges_read(from, &edges, &bad) && strncasecmp(from, "headed", 6) != 0)
			break;
		at = from > text ? from - 1 : from;
	}
	return at;
}

unsigned take_edges(char *text)
{
	char *words = edges_in(text);
	const char *bad;
	unsigned edges;

	if (words == text || !edges_read(words, &edges, &bad) || edges_conflict(edges) != NULL)
		return 0;
	*words = '\0';
	return edges;
}

/* "quick lh" for the asker, "zombie 1 quick" for another. */
static void edges_run(struct here *here, char *text)
{
	char *words = edges_in(text);
	struct strbuf line = STRBUF_INIT;
	struct entry *entry;
	unsigned edges;
	size_t at;

	if (*words == ' ')
		*words++ = '\0';
	if (words == text)
		text = words + strlen(words);
	at = here_entry(here, text);
	if (at == ORDER_MAX || !read_edges(here, words, &edges))
		return;
	entry = &here->turns.order.entries[at];
	if (*words != '\0') {
		if (strcmp(entry->owner, here_owner(here)) == 0 && !remember_edges(here, edges))
			return;
		entry->edges = edges;
		here->changed = true;
	}
	strbuf_addf(&line, "%s: ", entry->name);
	edges_write(&line, entry->edges);
	reply(here->rq, "%s%s, from the next deal on.", line.text,
		entry->edges == 0 ? "no edges" : "");
	strbuf_release(&line);
}

/* One more card for a Benny; edges do not matter for it. */
static void draw_run(struct here *here, char *text)
{
	struct order *order = &here->turns.order;
	size_t at = here_entry(here, text);
	struct strbuf line = STRBUF_INIT;
	struct entry *entry;
	struct dealt dealt;

	if (at == ORDER_MAX)
		return;
	entry = &order->entries[at];
	if (!order->by_cards || entry->card < 0) {
		reply(here->rq, "%s has no card.", entry->name);
		return;
	}
	entry->card = deal_one_more(&here->turns.deck, entry->card, more_cards, here, &dealt);
	entry->value = -entry->card;
	here->changed = true;
	strbuf_addf(&line, "%s draws ", entry->name);
	tell_dealt(&line, 0, &dealt);
	strbuf_addstr(&line, ", keeps ");
	card_write(&line, entry->card);
	at = slot_in(order, at);
	if (at > order->up)
		tell_place(&line, order, at);
	strbuf_addch(&line, '.');
	if (card_is_joker(dealt.cards[0]))
		tell_joker(&line, &order->entries[at]);
	say(here, &line);
}

const struct word card_words[] = {
	{"deal", "cards", "", "init deal", false, false, deal_run},
	{"join", "in enter", "[EDGES]", "init join quick lh", false, false, join_run},
	{"edges", "edge", "[NAME] [EDGES]", "init edges zombie 1 quick", false, true, edges_run},
	{"draw", "benny", "[NAME]", "init draw", false, false, draw_run},
	{.name = NULL},
};
