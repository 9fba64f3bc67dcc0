/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of initiative by action cards: who is in, with which edges, and when cards are dealt. */
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "tell.h"
#include "words.h"

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
	struct entry entry;
	size_t at;

	make_entry(here, &entry, nick, here_owner(here), 0, 0);
	entry.valued = false;
	entry.edges = edges;
	at = put_entry(here, &entry, 1, &line);
	if (at == ORDER_MAX)
		return;
	strbuf_addf(&line, "%s is in%s", entry.name, edges != 0 ? ": " : "");
	edges_write(&line, edges);
	strbuf_addch(&line, '.');
	say_line(here, &line);
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
	at = here_named(here, nick);
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
	(entry->hidden ? reply_private : reply)(here->rq, "%s%s, from the next deal on.", line.text,
		entry->edges == 0 ? "no edges" : "");
	strbuf_release(&line);
}

/* One more card for a Benny; edges do not matter for it. */
static void draw_run(struct here *here, char *text)
{
	const struct order *order = &here->turns.order;
	size_t at = here_entry(here, text);

	if (at == ORDER_MAX)
		return;
	if (order->by_cards && order->entries[at].card >= 0)
		deal_again(here, at);
	else
		reply(here->rq, "%s has no card.", order->entries[at].name);
}

const struct word card_words[] = {
	{"deal", "cards", "", "init deal", false, false, deal_run},
	{"join", "in enter", "[EDGES]", "init join quick lh", false, false, join_run},
	{"edges", "edge", "[NAME] [EDGES]", "init edges zombie 1 quick", false, true, edges_run},
	{"draw", "benny", "[NAME]", "init draw", false, false, draw_run},
	{.name = NULL},
};
