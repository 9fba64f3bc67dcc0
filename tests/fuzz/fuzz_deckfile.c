/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a deck file: either an error with a sentence, or cards that keep the promises of
 * cards/deckfile.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cards/deckfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int kept)
{
	if (!kept)
		abort();
}

static void check_card(const char *card)
{
	size_t len = strlen(card);

	demand(len > 0 && len <= DECKFILE_CARD_BYTES_MAX);
	demand(card[0] != ' ' && card[0] != '#' && card[len - 1] != ' ');
	for (size_t at = 0; at < len;) {
		size_t bytes = utf8_size(card + at, len - at);
		demand(bytes > 0);
		demand((unsigned char)card[at] >= 0x20 && card[at] != 0x7f);
		at += bytes;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err = {.text = ""};
	struct deckfile *file = deckfile_parse("fuzz", (const char *)data, size, &err);

	if (file == NULL) {
		demand(err.text[0] != '\0');
		return 0;
	}
	demand(file->count > 0 && file->count <= DECKFILE_CARDS_MAX);
	for (size_t i = 0; i < file->count; i++)
		check_card(file->cards[i]);
	deckfile_free(file);
	return 0;
}
