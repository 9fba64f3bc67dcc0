/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of a place in memory: it is freed, and who somebody is there. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "fair/impl.h"

enum { MARKS_MAX = 256 };

void fair_free_stir(struct fair_stir *stir)
{
	if (stir == NULL)
		return;
	for (size_t i = 0; i < stir->count; i++) {
		free(stir->sealers[i].who);
		free(stir->sealers[i].words);
	}
	free(stir);
}

void fair_free_place(struct fair_place *place)
{
	free(place->network);
	fair_free_stir(place->stir);
	hash_wipe(place, sizeof *place);
	free(place);
}

void fair_forget_places(struct fair *fair)
{
	struct fair_place *place;
	size_t at = 0;

	while ((place = map_next(fair->places, &at, NULL)) != NULL)
		fair_free_place(place);
	map_free(fair->places);
	fair->places = map_new();
	lru_free(fair->marks);
	fair->marks = lru_new(MARKS_MAX, FAIR_MARK_ROOM);
}

/* Append the mark of HOSTMASK at PLACE, which is computed once for those who were here lately. */
static void add_mark(
	struct fair *fair, struct strbuf *out, const struct fair_place *place, const char *hostmask)
{
	char key[1024], digits[TEXT_NUMBER], *mark, rare[FAIR_MARK_ROOM] = "";

	if (strlen(hostmask) < sizeof key - TEXT_NUMBER) {
		text_join(key, sizeof key, text_number(digits, place->id), " ", hostmask);
		mark = lru_get(fair->marks, key);
	} else {
		mark = rare;
	}
	if (mark[0] == '\0')
		fair_mark(mark, &place->pid, hostmask);
	strbuf_addstr(out, mark);
}

void fair_name(struct fair *fair, struct strbuf *out, const struct fair_place *place,
	const struct fair_asker *asker)
{
	if (asker->bot) {
		strbuf_addstr(out, "logios");
	} else if (asker->account != NULL) {
		strbuf_addstr(out, asker->account);
	} else {
		add_mark(fair, out, place, asker->hostmask);
	}
}
