/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repeats the words of players without letting them pass for a result. */
#include "base/quote.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/utf8.h"

/* How characters other than plain ones look, when that matters. */
enum look { LOOKS_ALONE, LOOKS_NOTHING, LOOKS_INVISIBLE, LOOKS_BAR, LOOKS_BARS };

/* Characters from FIRST to LAST, in order. */
static const struct {
	uint32_t first, last;
	enum look look;
} looks[] = {
	{0x0085, 0x0085, LOOKS_NOTHING},   /* the end of a line */
	{0x00a6, 0x00a6, LOOKS_BAR},       /* a broken one */
	{0x00ad, 0x00ad, LOOKS_NOTHING},   /* a hyphen that may be left out */
	{0x01c0, 0x01c0, LOOKS_BAR},       /* a click */
	{0x01c1, 0x01c1, LOOKS_BARS},      /* another */
	{0x034f, 0x034f, LOOKS_NOTHING},   /* no width */
	{0x05c0, 0x05c0, LOOKS_BAR},       /* a mark of Hebrew */
	{0x061c, 0x061c, LOOKS_NOTHING},   /* direction */
	{0x0964, 0x0964, LOOKS_BAR},       /* the end of a sentence in Indic scripts */
	{0x0965, 0x0965, LOOKS_BARS},      /* of a verse */
	{0x17b4, 0x17b5, LOOKS_NOTHING},   /* no width */
	{0x180b, 0x180f, LOOKS_NOTHING},   /* no width */
	{0x200b, 0x200c, LOOKS_NOTHING},   /* no width */
	{0x200d, 0x200d, LOOKS_INVISIBLE}, /* joins emblems, and stays */
	{0x200e, 0x200f, LOOKS_NOTHING},   /* direction */
	{0x2016, 0x2016, LOOKS_BARS},      /* a double line */
	{0x2028, 0x202e, LOOKS_NOTHING},   /* ends of lines, direction */
	{0x2060, 0x206f, LOOKS_NOTHING},   /* no width, direction */
	{0x2223, 0x2223, LOOKS_BAR},       /* divides */
	{0x2225, 0x2225, LOOKS_BARS},      /* parallel */
	{0x23d0, 0x23d0, LOOKS_BAR},       /* a line's extension */
	{0x23b8, 0x23b9, LOOKS_BAR},       /* the side of a box */
	{0x2502, 0x2503, LOOKS_BAR},       /* sides of boxes */
	{0x2506, 0x2507, LOOKS_BAR},       /* broken ones */
	{0x250a, 0x250b, LOOKS_BAR},       /* more broken */
	{0x254e, 0x254f, LOOKS_BAR},       /* less broken */
	{0x2551, 0x2551, LOOKS_BARS},      /* one with double sides */
	{0x2758, 0x275a, LOOKS_BAR},       /* ornaments */
	{0x2980, 0x2980, LOOKS_BARS},      /* three at once */
	{0x2af4, 0x2af4, LOOKS_BARS},      /* three with a meaning */
	{0x3021, 0x3021, LOOKS_BAR},       /* a numeral of Hangzhou */
	{0x4e28, 0x4e28, LOOKS_BAR},       /* a stroke */
	{0xfe00, 0xfe0f, LOOKS_INVISIBLE}, /* how an emblem is drawn */
	{0xfeff, 0xfeff, LOOKS_NOTHING},   /* no width */
	{0xff5c, 0xff5c, LOOKS_BAR},       /* full width */
	{0xffe4, 0xffe4, LOOKS_BAR},       /* a broken one of full width */
	{0xffe8, 0xffe8, LOOKS_BAR},       /* half width */
	{0xfff9, 0xfffb, LOOKS_NOTHING},   /* notes between the lines */
};

static enum look look_of(const char *text, size_t size)
{
	uint32_t code = utf8_code(text, size);

	if ((unsigned char)*text < 0x80)
		return *text == '|' ? LOOKS_BAR : LOOKS_ALONE;
	for (size_t i = 0; i < sizeof looks / sizeof *looks && code >= looks[i].first; i++)
		if (code <= looks[i].last)
			return looks[i].look;
	return LOOKS_ALONE;
}

static bool is_format(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

/* Whether C can stand in the number of a colour, or of two. */
static bool is_colour(char c)
{
	return isxdigit((unsigned char)c) || c == ',';
}

/* The length of the formatting code that the LEN bytes of TEXT begin with, and of what could be its
 * colour. */
static size_t format_size(const char *text, size_t len)
{
	size_t size = 1;

	while ((*text == '\x03' || *text == '\x04') && size < len && is_colour(text[size]))
		size++;
	return size;
}

/* The bytes of TEXT, at most LEN, that need no look. */
static size_t plain_size(const char *text, size_t len)
{
	size_t size = 0;

	while (size < len && text[size] >= ' ' && text[size] < '|')
		size++;
	return size;
}

/* Append SIZE bytes of TEXT, a character. BAR: what can be seen before it is a bar. */
static void add_character(struct strbuf *out, const char *text, size_t size, bool *bar)
{
	enum look look = look_of(text, size);

	if (look == LOOKS_NOTHING)
		return;
	if (*bar && (look == LOOKS_BAR || look == LOOKS_BARS))
		strbuf_addch(out, ' ');
	if (look == LOOKS_BARS)
		strbuf_addstr(out, "| |");
	else
		strbuf_add(out, text, size);
	*bar = look == LOOKS_BAR || look == LOOKS_BARS || (*bar && look == LOOKS_INVISIBLE);
}

/* Whether what stands behind a bracket, at TEXT, could be read as the number of a roll, "#17 " or
 * "#h5 ", whatever formatting, with its colours, is in it. */
static bool is_number(const char *text)
{
	bool formatted = false, digits = false;

	for (; *text != '\0' && *text != '#'; text++) {
		formatted = formatted || is_format(*text);
		if (!is_format(*text) && !(formatted && is_colour(*text)))
			return false;
	}
	if (*text++ != '#')
		return false;
	for (; is_format(*text) || is_colour(*text) || *text == 'h'; text++) {
		if (*text == '\0')
			return false;
		digits = digits || isdigit((unsigned char)*text);
	}
	return digits && *text == ' ';
}

/* Part brackets from what could be read as the number of a roll, from FROM on in OUT. */
static void part_numbers(struct strbuf *out, size_t from)
{
	struct strbuf rest = STRBUF_INIT;

	for (const char *at = out->text + from; (at = strchr(at, '(')) != NULL; at++) {
		size_t begin = (size_t)(at + 1 - out->text);

		if (!is_number(at + 1))
			continue;
		strbuf_addstr(&rest, at + 1);
		strbuf_cut(out, begin);
		strbuf_addch(out, ' ');
		strbuf_add(out, rest.text, rest.len);
		strbuf_reset(&rest);
		at = out->text + begin;
	}
	strbuf_release(&rest);
}

void quote_add(struct strbuf *out, const char *text, size_t len)
{
	size_t before = out->len;
	bool formatted = false, bar = out->len > 0 && out->text[out->len - 1] == '|';

	for (size_t i = 0, size; i < len; i += size) {
		size = plain_size(text + i, len - i);
		if (size > 0) {
			strbuf_add(out, text + i, size);
			bar = false;
		} else if (is_format(text[i])) {
			size = format_size(text + i, len - i);
			strbuf_add(out, text + i, size);
			formatted = true;
		} else {
			size = utf8_size(text + i, len - i);
			size = size > 0 ? size : 1;
			add_character(out, text + i, size, &bar);
		}
	}
	if (formatted)
		strbuf_addch(out, '\x0f');
	if (out->len > before)
		part_numbers(out, before);
}

const char *quote_words(struct arena *arena, const char *text)
{
	size_t len = strlen(text);
	struct strbuf out = STRBUF_INIT;
	const char *copy = text;

	if (plain_size(text, len) == len && strstr(text, "(#") == NULL)
		return text;
	quote_add(&out, text, len);
	if (out.len != len || memcmp(out.text, text, len) != 0)
		copy = arena_strndup(arena, out.text, out.len);
	strbuf_release(&out);
	return copy;
}
