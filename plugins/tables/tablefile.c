/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read the text of a random table. */
#include "tablefile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/plainfile.h"
#include "base/text.h"
#include "base/utf8.h"
#include "entry.h"

struct reader {
	const char *path;
	size_t line; /* from 1 */
	struct tablefile *file;
	size_t room;
	enum lead_kind kind;  /* what all entries begin with, once there is one */
	uint32_t next;        /* the number that the next entry begins with */
	bool rolled;          /* `roll:` has said what is rolled */
	struct arena scratch; /* for what is tried */
	struct error *err;
};

static bool wrong(struct reader *reader, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Say what is wrong with the line at hand. Returns false. */
static bool wrong(struct reader *reader, const char *format, ...)
{
	char what[sizeof reader->err->text];
	va_list values;

	va_start(values, format);
	vsnprintf(what, sizeof what, format, values);
	va_end(values);
	return error_set(reader->err, "%s:%zu: %s", reader->path, reader->line, what);
}

bool tablefile_name_valid(const char *name, size_t len)
{
	return text_is_name(name, len, TABLEFILE_NAME_BYTES_MAX);
}

/* ---- what stands before the entries ---- */

/* Return what follows WORD and a colon at the beginning of LINE, or NULL. */
static const char *value_of(const char *line, const char *word)
{
	size_t len = strlen(word);

	if (strncasecmp(line, word, len) != 0 || line[len] != ':')
		return NULL;
	return line + len + 1 + strspn(line + len + 1, " \t");
}

static bool read_title(struct reader *reader, const char *title)
{
	if (strlen(title) > TABLEFILE_TITLE_BYTES_MAX)
		return wrong(reader, "a title has at most %d bytes", TABLEFILE_TITLE_BYTES_MAX);
	reader->file->title = arena_strdup(&reader->file->arena, title);
	return true;
}

/* Read the digits at *AT into NUMBER, and go past them. */
static bool read_digits(const char **at, uint32_t *number)
{
	size_t len = strspn(*at, "0123456789");

	if (len == 0 || len > 7)
		return false;
	*number = (uint32_t)strtoul(*at, NULL, 10);
	*at += len;
	return true;
}

/* Read "NdS" or "NdS+K". */
static bool read_roll(struct reader *reader, const char *dice)
{
	struct tablefile *file = reader->file;
	uint32_t count = 0, sides = 0, plus = 0;
	const char *at = dice;
	bool fine = read_digits(&at, &count) && *at++ == 'd' && read_digits(&at, &sides) &&
		    (*at != '+' || (at++, read_digits(&at, &plus))) && *at == '\0';

	if (!fine || count < 1 || count > 100 || sides < 2 ||
		(uint64_t)count * sides + plus > TABLEFILE_NUMBER_MAX)
		return wrong(reader, "roll: takes dice such as 2d6 or 1d8+1, that show at most %d",
			TABLEFILE_NUMBER_MAX);
	file->dice = arena_strdup(&file->arena, dice);
	file->low = count + plus;
	file->high = count * sides + plus;
	reader->next = file->low;
	reader->rolled = true;
	return true;
}

static bool read_inner(struct reader *reader, const char *value)
{
	if (strcasecmp(value, "yes") != 0 && strcasecmp(value, "no") != 0)
		return wrong(reader, "inner: takes yes or no");
	reader->file->inner = strcasecmp(value, "yes") == 0;
	return true;
}

static const struct {
	const char *word;
	bool (*read)(struct reader *reader, const char *value);
} headers[] = {{"title", read_title}, {"roll", read_roll}, {"inner", read_inner}};

/* Read LINE if it is one of those. *HEADER is set when it is. */
static bool read_header(struct reader *reader, const char *line, bool *header)
{
	*header = false;
	for (size_t i = 0; i < sizeof headers / sizeof *headers && !*header; i++) {
		const char *value = value_of(line, headers[i].word);

		*header = value != NULL;
		if (*header)
			return headers[i].read(reader, value);
	}
	return true;
}

/* ---- entries ---- */

/* Take the numbers of LEAD for ENTRY: they follow those before. */
static bool take_range(struct reader *reader, const struct lead *lead, struct table_entry *entry)
{
	bool first = reader->file->count == 0;

	if (lead->first > TABLEFILE_NUMBER_MAX || lead->last > TABLEFILE_NUMBER_MAX)
		return wrong(reader, "the numbers of a table end at %d", TABLEFILE_NUMBER_MAX);
	if (lead->last < lead->first)
		return wrong(reader, "%u-%u goes backwards", lead->first, lead->last);
	if (lead->first != reader->next && first)
		return wrong(reader,
			"the first number is %u, not %u (an entry whose words begin with a number "
			"is written 1x %u …)",
			reader->next, lead->first, lead->first);
	if (lead->first > reader->next)
		return wrong(reader, "a gap: no entry has %u", reader->next);
	if (lead->first < reader->next)
		return wrong(reader, "an overlap: %u is in line %zu already", lead->first,
			tablefile_entry(reader->file, lead->first) != NULL
				? tablefile_entry(reader->file, lead->first)->line
				: reader->file->entries[0].line);
	if (reader->rolled && lead->last > reader->file->high)
		return wrong(reader, "%s shows at most %u", reader->file->dice, reader->file->high);
	entry->first = lead->first;
	entry->last = lead->last;
	reader->next = lead->last + 1;
	return true;
}

static bool take_weight(struct reader *reader, const struct lead *lead, struct table_entry *entry)
{
	uint32_t weight = lead->kind == LEAD_WEIGHT ? lead->weight : 1;

	if (reader->rolled)
		return wrong(reader, "with roll: every entry begins with its numbers");
	if (weight == 0)
		return wrong(reader, "a weight is at least 1");
	if (weight > TABLEFILE_NUMBER_MAX - (reader->next - 1))
		return wrong(reader, "all weights together are at most %d", TABLEFILE_NUMBER_MAX);
	entry->first = reader->next;
	entry->last = reader->next + weight - 1;
	reader->next += weight;
	return true;
}

/* Take what LEAD says of ENTRY, in the manner of the first entry. */
static bool take_lead(struct reader *reader, const struct lead *lead, struct table_entry *entry)
{
	if (reader->file->count == 0)
		reader->kind = lead->kind == LEAD_RANGE ? LEAD_RANGE : LEAD_WEIGHT;
	if (reader->kind == LEAD_RANGE && lead->kind != LEAD_RANGE)
		return wrong(reader,
			"here the numbers are missing, such as %u: every entry has "
			"them, or none",
			reader->next);
	if (reader->kind == LEAD_WEIGHT && lead->kind == LEAD_RANGE && lead->span)
		return wrong(reader, "a range among weights: every entry has one, or none");
	return reader->kind == LEAD_RANGE ? take_range(reader, lead, entry)
					  : take_weight(reader, lead, entry);
}

static void keep_entry(struct reader *reader, const struct table_entry *entry)
{
	struct tablefile *file = reader->file;

	if (file->count == reader->room) {
		reader->room = reader->room > 0 ? reader->room * 2 : 16;
		file->entries = mem_resize(file->entries, reader->room, sizeof *file->entries);
	}
	file->entries[file->count++] = *entry;
}

static bool read_entry(struct reader *reader, const char *line)
{
	struct lead lead = lead_read(line);
	struct table_entry entry = {.line = reader->line};
	const char *words;
	struct error why;
	bool fine;

	if (reader->file->count == TABLEFILE_ENTRIES_MAX)
		return wrong(reader, "a table has at most %d entries", TABLEFILE_ENTRIES_MAX);
	if (!take_lead(reader, &lead, &entry))
		return false;
	words = lead.kind == reader->kind ? line + lead.len : line;
	if (*words == '\0')
		return wrong(reader, "this entry has no words");
	if (strlen(words) > TABLEFILE_ENTRY_BYTES_MAX)
		return wrong(reader, "an entry has at most %d bytes, this has %zu",
			TABLEFILE_ENTRY_BYTES_MAX, strlen(words));
	fine = entry_read_parts(&entry, words, &reader->file->arena, &reader->scratch, &why);
	arena_reset(&reader->scratch);
	if (!fine)
		return wrong(reader, "%s", why.text);
	keep_entry(reader, &entry);
	return true;
}

/* ---- lines ---- */

/* Return whether the LEN bytes of LINE are clean text; if not, say why. */
static bool check_bytes(struct reader *reader, const char *line, size_t len)
{
	for (size_t at = 0, size; at < len; at += size) {
		unsigned char c = (unsigned char)line[at];

		size = utf8_size(line + at, len - at);
		if (size == 0)
			return wrong(reader, "byte %zu, 0x%02x, is not UTF-8", at + 1, c);
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return wrong(reader, "byte %zu is a control byte, 0x%02x", at + 1, c);
	}
	return true;
}

static bool read_line(struct reader *reader, const char *line, size_t len)
{
	bool header = false;
	char *text;

	while (len > 0 && strchr(" \t\r", line[len - 1]) != NULL && line[len - 1] != '\0')
		len--;
	while (len > 0 && (*line == ' ' || *line == '\t'))
		line++, len--;
	if (len == 0 || *line == '#')
		return true;
	if (!check_bytes(reader, line, len))
		return false;
	text = arena_strndup(&reader->scratch, line, len);
	if (reader->file->count == 0 && !read_header(reader, text, &header))
		return false;
	return header || read_entry(reader, text);
}

/* Say that the file holds too little, at its end. */
static bool check_end(struct reader *reader)
{
	struct tablefile *file = reader->file;

	if (file->count == 0)
		return wrong(reader, "there is no entry in this file");
	if (reader->rolled && reader->next <= file->high)
		return wrong(reader, "a gap: no entry has %u, and %s shows up to %u", reader->next,
			file->dice, file->high);
	return true;
}

static bool read_lines(struct reader *reader, const char *text, size_t len)
{
	const char *at = plainfile_begin(text, len), *end = text + len, *line;

	while ((line = plainfile_line(&at, end, &len)) != NULL) {
		reader->line++;
		if (!read_line(reader, line, len))
			return false;
		arena_reset(&reader->scratch);
	}
	return check_end(reader);
}

static void finish(struct reader *reader)
{
	struct tablefile *file = reader->file;

	if (!reader->rolled) {
		file->low = 1;
		file->high = reader->next - 1;
		file->dice = arena_printf(&file->arena, "1d%u", file->high);
	}
	file->entries = mem_resize(file->entries, file->count, sizeof *file->entries);
	file->bytes = sizeof *file + file->arena.total + file->count * sizeof *file->entries;
}

struct tablefile *tablefile_parse(const char *path, const char *text, size_t len, struct error *err)
{
	struct reader reader = {.path = path, .next = 1, .scratch = ARENA_INIT, .err = err};
	bool fine;

	if (len > TABLEFILE_BYTES_MAX) {
		error_set(err, "%s:1: a table's file has at most %d bytes", path,
			TABLEFILE_BYTES_MAX);
		return NULL;
	}
	reader.file = mem_zalloc(1, sizeof *reader.file);
	reader.file->arena = (struct arena)ARENA_INIT;
	reader.file->title = "";
	fine = read_lines(&reader, text, len);
	arena_release(&reader.scratch);
	if (fine) {
		finish(&reader);
		return reader.file;
	}
	tablefile_free(reader.file);
	return NULL;
}

void tablefile_free(struct tablefile *file)
{
	if (file == NULL)
		return;
	arena_release(&file->arena);
	free(file->entries);
	free(file);
}

const struct table_entry *tablefile_entry(const struct tablefile *file, double number)
{
	size_t low = 0, high = file->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (number > file->entries[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < file->count && number >= file->entries[low].first ? &file->entries[low] : NULL;
}
