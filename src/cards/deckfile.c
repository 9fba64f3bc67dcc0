/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read and write the text of a deck. Cards are gathered in one buffer, terminated each; since that
 * buffer moves as it grows, their places are kept as offsets until the end. */
#include "cards/deckfile.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"

struct reader {
	const char *type;
	size_t line; /* from 1 */
	struct strbuf text;
	struct strbuf card; /* the line at hand, cleaned */
	size_t *starts;
	size_t count, room;
};

static bool wrong(const struct reader *reader, struct error *err, const char *what)
{
	return error_set(err, "%s.txt:%zu: %s", reader->type, reader->line, what);
}

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/* Put LINE without blanks at its ends and control characters, well-formed, into reader->card. */
static void clean_line(struct reader *reader, const char *line, size_t len)
{
	struct strbuf *card = &reader->card;
	size_t kept = 0, blanks = 0;

	strbuf_reset(card);
	utf8_clean(card, line, len);
	for (size_t i = 0; i < card->len; i++) {
		char c = card->text[i] == '\t' ? ' ' : card->text[i];
		if (!is_control(c))
			card->text[kept++] = c;
	}
	while (kept > 0 && card->text[kept - 1] == ' ')
		kept--;
	strbuf_cut(card, kept);
	while (blanks < kept && card->text[blanks] == ' ')
		blanks++;
	strbuf_drop(card, blanks);
}

static void keep_card(struct reader *reader)
{
	if (reader->count == reader->room) {
		reader->room = reader->room > 0 ? reader->room * 2 : 64;
		reader->starts = mem_resize(reader->starts, reader->room, sizeof *reader->starts);
	}
	reader->starts[reader->count++] = reader->text.len;
	strbuf_add(&reader->text, reader->card.text, reader->card.len);
	strbuf_addch(&reader->text, '\0');
}

static bool read_line(struct reader *reader, const char *line, size_t len, struct error *err)
{
	clean_line(reader, line, len);
	if (reader->card.len == 0 || reader->card.text[0] == '#')
		return true;
	if (reader->card.len > DECKFILE_CARD_BYTES_MAX)
		return error_set(err, "%s.txt:%zu: a card has at most %u bytes, this has %zu",
			reader->type, reader->line, DECKFILE_CARD_BYTES_MAX, reader->card.len);
	if (reader->count == DECKFILE_CARDS_MAX)
		return error_set(err, "%s.txt:%zu: a deck has at most %u cards", reader->type,
			reader->line, DECKFILE_CARDS_MAX);
	keep_card(reader);
	return true;
}

static bool read_lines(struct reader *reader, const char *text, size_t len, struct error *err)
{
	const char *at = text, *end = text + len;

	/* A byte order mark is some editors' doing, not a part of the first card. */
	if (len >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
		at += 3;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline != NULL ? newline : end;
		reader->line++;
		if (!read_line(reader, at, (size_t)(stop - at), err))
			return false;
		at = newline != NULL ? newline + 1 : end;
	}
	return reader->count > 0 || wrong(reader, err, "there is no card in this file");
}

static struct deckfile *finish(struct reader *reader)
{
	struct deckfile *file = mem_zalloc(1, sizeof *file);
	size_t text_bytes = reader->text.len;

	file->type = mem_strdup(reader->type);
	file->count = reader->count;
	file->upright = 1;
	file->cards = mem_zalloc(file->count, sizeof *file->cards);
	file->text = mem_resize(strbuf_detach(&reader->text), text_bytes, 1);
	for (size_t i = 0; i < file->count; i++)
		file->cards[i] = file->text + reader->starts[i];
	file->bytes = sizeof *file + strlen(file->type) + text_bytes +
		      file->count * sizeof *file->cards;
	return file;
}

struct deckfile *deckfile_read(const char *type, const char *text, size_t len, struct error *err)
{
	struct reader reader = {.type = type, .text = STRBUF_INIT, .card = STRBUF_INIT};
	struct deckfile *file = NULL;

	if (read_lines(&reader, text, len, err))
		file = finish(&reader);
	free(reader.starts);
	strbuf_release(&reader.card);
	strbuf_release(&reader.text);
	return file;
}

struct deckfile *deckfile_parse(const char *type, const char *text, size_t len, struct error *err)
{
	if (len <= DECKFILE_BYTES_MAX)
		return deckfile_read(type, text, len, err);
	error_set(err, "%s.txt: a deck's file has at most %u bytes", type, DECKFILE_BYTES_MAX);
	return NULL;
}

void deckfile_write(const struct deckfile *file, struct strbuf *out)
{
	for (size_t i = 0; i < file->count; i++)
		strbuf_addf(out, "%s\n", file->cards[i]);
}

void deckfile_free(struct deckfile *file)
{
	if (file == NULL)
		return;
	free(file->type);
	free(file->cards);
	free(file->text);
	free(file);
}
