/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of a place in memory: it is freed, and who somebody is there. */
#include <stdlib.h>

#include "base/map.h"
#include "fair/impl.h"

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
}

void fair_name(struct strbuf *out, const struct fair_place *place, const struct fair_asker *asker)
{
	char mark[FAIR_MARK_ROOM];

	if (asker->bot) {
		strbuf_addstr(out, "logios");
	} else if (asker->account != NULL) {
		strbuf_addstr(out, asker->account);
	} else {
		fair_mark(mark, &place->pid, asker->hostmask);
		strbuf_addstr(out, mark);
	}
}
