/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find the kinds of decks, and open them. */
#include "types.h"

#include <stdlib.h>

#include "base/quote.h"
#include "base/strbuf.h"
#include "play.h"

static char *decks_folder(const struct plugin *self)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s/decks", plugin_data_dir(self));
	return strbuf_detach(&path);
}

struct deck *open_deck(struct plugin *self, struct request *rq, const char *type)
{
	char *folder = decks_folder(self);
	struct deck *deck = NULL;
	struct error err;
	struct deckfile *file = deckfile_load(folder, type, &err);

	if (file != NULL) {
		deck = deck_new(file);
	} else {
		char *nearest = deckfile_nearest(folder, type);
		reply_error(rq, &err);
		if (nearest != NULL)
			reply(rq, "Did you mean %s? (cards types shows all)", nearest);
		free(nearest);
	}
	free(folder);
	return deck;
}

bool is_deck_type(const struct plugin *self, const char *type)
{
	char *folder = decks_folder(self);
	struct error err;
	struct deckfile *file = deckfile_load(folder, type, &err);

	free(folder);
	deckfile_free(file);
	return file != NULL;
}

/* Say what the deck file of TYPE says of itself. */
static void describe(struct play *play, const char *folder, const char *type)
{
	struct strbuf line = STRBUF_INIT;
	struct error err;
	struct deckfile *file = deckfile_load(folder, type, &err);

	if (file == NULL) {
		reply_error(play->rq, &err);
		return;
	}
	strbuf_addf(&line, "%s: %s%s%zu cards", file->type, file->title,
		file->title[0] != '\0' ? "; " : "", file->count);
	if (file->reversed > 0)
		strbuf_addf(&line, ", %u in %u reversed", file->reversed,
			file->upright + file->reversed);
	if (file->back[0] != '\0')
		strbuf_addf(&line, "; on their backs %s", file->back);
	reply(play->rq, "%s", quote_words(play->arena, line.text));
	strbuf_release(&line);
	deckfile_free(file);
}

void types_run(struct play *play)
{
	char *folder = decks_folder(play->self);
	struct strbuf line = STRBUF_INIT;
	struct deckfile_types types;
	struct error err;

	if (play->texts.count > 0) {
		describe(play, folder, play->texts.at[0]);
		free(folder);
		return;
	}
	if (!deckfile_types_list(&types, folder, &err)) {
		reply_error(play->rq, &err);
	} else {
		for (size_t i = 0; i < types.count; i++)
			strbuf_addf(&line, "%s%s", i > 0 ? ", " : "", types.names[i]);
		reply(play->rq, "Types of decks: %s", line.len > 0 ? line.text : "none");
	}
	deckfile_types_release(&types);
	strbuf_release(&line);
	free(folder);
}

void check_decks(struct plugin *self, struct strbuf *mistakes)
{
	char *folder = decks_folder(self);
	struct deckfile_types types;
	struct error err;

	if (!deckfile_types_list(&types, folder, &err))
		strbuf_addf(mistakes, "%s: %s\n", folder, err.text);
	for (size_t i = 0; i < types.count; i++) {
		struct deckfile *file = deckfile_load(folder, types.names[i], &err);
		if (file == NULL)
			strbuf_addf(mistakes, "%s/%s\n", folder, err.text);
		deckfile_free(file);
	}
	deckfile_types_release(&types);
	free(folder);
}

void warn_without_decks(const struct plugin *self)
{
	char *folder = decks_folder(self);
	struct deckfile_types types;
	struct error why;

	if (!deckfile_types_list(&types, folder, &why))
		plugin_warn(self, "%s (%s)", why.text, folder);
	deckfile_types_release(&types);
	free(folder);
}
