/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read the text of a deck: lines, cards, copies. */
#include "cards/deckfile.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/plainfile.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "cards/deckread.h"

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/* Put LINE without blanks at its ends and control characters, well-formed, into read->clean. */
static void clean_line(struct deckread *read, const char *line, size_t len)
{
	struct strbuf *clean = &read->clean;
	size_t kept = 0, blanks = 0;

	strbuf_reset(clean);
	utf8_clean(clean, line, len);
	for (size_t i = 0; i < clean->len; i++) {
		char c = clean->text[i] == '\t' ? ' ' : clean->text[i];
		if (!is_control(c))
			clean->text[kept++] = c;
	}
	while (kept > 0 && clean->text[kept - 1] == ' ')
		kept--;
	strbuf_cut(clean, kept);
	while (blanks < kept && clean->text[blanks] == ' ')
		blanks++;
	strbuf_drop(clean, blanks);
}

/* ---- cards ---- */

/* Put COPIES of the card NAME into the file. */
static bool keep(
	struct deckread *read, const char *name, const struct deckcard *about, size_t copies)
{
	struct deckfile *file = read->file;

	if (file->count + copies > DECKFILE_CARDS_MAX)
		return deckread_wrong(read, "a deck has at most %u cards", DECKFILE_CARDS_MAX);
	while (file->count + copies > read->room) {
		read->room = read->room > 0 ? read->room * 2 : 64;
		file->cards = mem_resize(file->cards, read->room, sizeof *file->cards);
		file->about = mem_resize(file->about, read->room, sizeof *file->about);
	}
	name = arena_strdup(&file->arena, name);
	for (; copies > 0; copies--) {
		file->cards[file->count] = (char *)(uintptr_t)name;
		file->about[file->count++] = about;
	}
	return true;
}

/* Cut the next field off *TEXT, at its |, without the blanks around it. */
static char *next_field(char **text)
{
	char *field = *text, *bar = strchr(field, '|'), *end;

	*text = bar != NULL ? bar + 1 : field + strlen(field);
	end = bar != NULL ? bar : *text;
	*end = '\0';
	field += strspn(field, " ");
	while (end > field && end[-1] == ' ')
		*--end = '\0';
	return field;
}

/* Read "3x " at *TEXT, and go behind it. Returns 1 where there is none, 0 when it is wrong. */
static size_t read_copies(char **text)
{
	size_t digits = strspn(*text, "0123456789");
	char number[8] = "";
	long copies;

	if (digits == 0 || (*text)[digits] != 'x' || (*text)[digits + 1] != ' ')
		return 1;
	if (digits >= sizeof number)
		return 0;
	memcpy(number, *text, digits);
	if (!number_parse(number, 1, DECKFILE_CARDS_MAX, &copies))
		return 0;
	*text += digits + 2;
	return (size_t)copies;
}

/* Take note that NAME stands in the line at hand; false when it stood in another. */
static bool note_name(struct deckread *read, const char *name)
{
	char folded[DECKFILE_CARD_BYTES_MAX + 1], *line;
	size_t len = strlen(name);

	for (size_t i = 0; i <= len; i++)
		folded[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 32) : name[i];
	line = map_set(read->lines, folded, arena_printf(&read->file->arena, "%zu", read->line));
	return line == NULL ||
	       deckread_wrong(
		       read, "%.100s stands in line %s already; write 2x %.60s", name, line, name);
}

/* Read the line at hand as a card of a file with a header. */
static bool read_described(struct deckread *read)
{
	char *text = read->clean.text;
	struct arena *arena = &read->file->arena;
	size_t copies = read_copies(&text);
	const char *name = next_field(&text);
	struct deckcard *about = arena_zalloc(arena, 1, sizeof *about);

	about->code = arena_strdup(arena, next_field(&text));
	about->meaning = arena_strdup(arena, next_field(&text));
	about->reversed = arena_strdup(arena, next_field(&text));
	if (copies == 0)
		return deckread_wrong(read, "a card has 1 to %u copies", DECKFILE_CARDS_MAX);
	if (name[0] == '\0' || *text != '\0')
		return deckread_wrong(read, "a card is NAME | CODE | MEANING | MEANING REVERSED");
	if (strlen(name) > DECKFILE_CARD_BYTES_MAX)
		return deckread_wrong(read, "a card has at most %u bytes, this has %zu",
			DECKFILE_CARD_BYTES_MAX, strlen(name));
	deckread_recognise(read, name, about);
	return note_name(read, name) && keep(read, name, about, copies);
}

static bool read_card(struct deckread *read)
{
	static const struct deckcard plain = {
		.code = "", .sign = "", .meaning = "", .reversed = "", .suit = -1, .rank = -1};
	size_t max = read->has_header ? DECKFILE_LINE_BYTES_MAX : DECKFILE_CARD_BYTES_MAX;

	if (read->clean.len > max)
		return deckread_wrong(
			read, "a card has at most %zu bytes, this has %zu", max, read->clean.len);
	return read->has_header ? read_described(read) : keep(read, read->clean.text, &plain, 1);
}

/* ---- lines ---- */

static bool read_line(struct deckread *read, const char *line, size_t len)
{
	clean_line(read, line, len);
	if (read->clean.len == 0 || read->clean.text[0] == '#')
		return true;
	if (read->clean.text[0] != '@' || (read->file->count > 0 && !read->has_header))
		return read_card(read);
	if (read->file->count > 0)
		return deckread_wrong(read, "a header stands before the first card");
	if (!deckread_header(read, read->clean.text + 1))
		/* It was a card before files had headers, which are right when they are stored. */
		return read->stored && !read->has_header && read_card(read);
	read->has_header = true;
	return true;
}

static bool read_lines(struct deckread *read, const char *text, size_t len)
{
	const char *at = plainfile_begin(text, len), *end = text + len, *line;

	while ((line = plainfile_line(&at, end, &len)) != NULL) {
		read->line++;
		if (!read_line(read, line, len))
			return false;
	}
	return true;
}

/* Look at the file as a whole. */
static bool check(struct deckread *read)
{
	const struct deckfile *file = read->file;
	unsigned turns = file->upright + file->reversed;

	if (file->count == 0)
		return deckread_wrong(read, "there is no card in this file");
	if (read->expected > 0 && read->expected != file->count)
		return deckread_wrong(read, "there are %zu cards, and not %zu as @cards says",
			file->count, read->expected);
	if (turns > 1 && file->count * turns > DECKFILE_CARDS_MAX)
		return deckread_wrong(read, "with @reversed 1/%u a deck has at most %u cards",
			turns, DECKFILE_CARDS_MAX / turns);
	return true;
}

static struct deckfile *file_new(const char *type)
{
	struct deckfile *file = mem_zalloc(1, sizeof *file);

	file->type = mem_strdup(type);
	file->upright = 1;
	file->title = file->back = file->names = "";
	return file;
}

static struct deckfile *read_file(
	const char *type, const char *text, size_t len, bool stored, struct error *err)
{
	struct deckread *read = mem_zalloc(1, sizeof *read);
	struct deckfile *file = file_new(type);
	bool fine;

	*read = (struct deckread){.file = file,
		.clean = STRBUF_INIT,
		.lines = map_new(),
		.stored = stored,
		.err = err};
	fine = read_lines(read, text, len) && check(read);
	if (read->has_header) {
		file->source = memcpy(mem_alloc(len + 1), text, len);
		file->source_len = len;
	}
	file->bytes = sizeof *file + strlen(type) + file->arena.total + file->source_len +
		      file->count * (sizeof *file->cards + sizeof *file->about);
	map_free(read->lines);
	strbuf_release(&read->clean);
	free(read);
	if (fine)
		return file;
	deckfile_free(file);
	return NULL;
}

struct deckfile *deckfile_read(const char *type, const char *text, size_t len, struct error *err)
{
	return read_file(type, text, len, true, err);
}

struct deckfile *deckfile_parse(const char *type, const char *text, size_t len, struct error *err)
{
	if (len <= DECKFILE_BYTES_MAX)
		return read_file(type, text, len, false, err);
	error_set(err, "%s.txt: a deck's file has at most %u bytes", type, DECKFILE_BYTES_MAX);
	return NULL;
}

void deckfile_write(const struct deckfile *file, struct strbuf *out)
{
	if (file->source != NULL)
		strbuf_add(out, file->source, file->source_len);
	else
		for (size_t i = 0; i < file->count; i++)
			strbuf_addf(out, "%s\n", file->cards[i]);
}

void deckfile_free(struct deckfile *file)
{
	if (file == NULL)
		return;
	free(file->type);
	free(file->cards);
	free(file->about);
	free(file->source);
	arena_release(&file->arena);
	free(file);
}
