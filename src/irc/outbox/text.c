/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text half of the outbox: what may be said, where it is cut, which formatting goes on. */
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "irc/outbox/outbox.h"

/* The bytes that clients take for formatting (modern.ircdocs.horse/formatting). */
enum format_code {
	BOLD = 0x02,
	COLOUR = 0x03,
	HEX_COLOUR = 0x04,
	RESET = 0x0f,
	MONOSPACE = 0x11,
	REVERSE = 0x16,
	ITALICS = 0x1d,
	STRIKE = 0x1e,
	UNDERLINE = 0x1f,
};

static const char toggles[] = {BOLD, MONOSPACE, REVERSE, ITALICS, STRIKE, UNDERLINE, 0};

/* A bit for each of them: every byte that goes in or out is looked up here. */
static const uint32_t format_bits = 1u << BOLD | 1u << COLOUR | 1u << HEX_COLOUR | 1u << RESET |
				    1u << MONOSPACE | 1u << REVERSE | 1u << ITALICS | 1u << STRIKE |
				    1u << UNDERLINE;

static bool is_format(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte < 0x20 && (format_bits >> byte & 1) != 0;
}

static size_t run(const char *text, size_t len, size_t most, int (*is)(int c))
{
	size_t count = 0;

	while (count < len && count < most && is((unsigned char)text[count]))
		count++;
	return count;
}

/* How many bytes at TEXT are one colour: one or two digits, or six hexadecimal ones. */
static size_t colour_size(enum format_code code, const char *text, size_t len)
{
	if (code == COLOUR)
		return run(text, len, 2, isdigit);
	return run(text, len, 6, isxdigit) == 6 ? 6 : 0;
}

/* How many bytes a formatting code at TEXT takes, its colours included. */
static size_t format_size(const char *text, size_t len)
{
	enum format_code code = (enum format_code)text[0];
	size_t size = 1, more;

	if (code != COLOUR && code != HEX_COLOUR)
		return 1;
	size += colour_size(code, text + 1, len - 1);
	if (size == 1 || size >= len || text[size] != ',')
		return size;
	more = colour_size(code, text + size + 1, len - size - 1);
	return more > 0 ? size + 1 + more : size;
}

/* ---- cutting ---- */

enum {
	ZERO_WIDTH_JOINER = 0x200d,
	FLAG_FIRST = 0x1f1e6, /* regional indicators; two make a flag */
	FLAG_LAST = 0x1f1ff,
	CLUSTER_MOST = 64, /* bytes; who piles up more gets it torn apart */
};

/* What combines with the character before it: marks, variation selectors, skin tones, tags. Enough
 * of Unicode's grapheme extenders (UAX 29) that what people do type stays whole. */
static const struct range {
	uint32_t first, last;
} extenders[] = {
	{0x300, 0x36f},
	{0x483, 0x489},
	{0x591, 0x5bd},
	{0x64b, 0x65f},
	{0x93a, 0x94f},
	{0xe31, 0xe3a},
	{0x1ab0, 0x1aff},
	{0x1dc0, 0x1dff},
	{ZERO_WIDTH_JOINER, ZERO_WIDTH_JOINER},
	{0x20d0, 0x20ff},
	{0x3099, 0x309a},
	{0xfe00, 0xfe0f},
	{0xfe20, 0xfe2f},
	{0x1f3fb, 0x1f3ff},
	{0xe0020, 0xe007f},
	{0xe0100, 0xe01ef},
};

static bool is_extender(uint32_t code)
{
	for (size_t i = 0; i < sizeof extenders / sizeof *extenders; i++)
		if (code <= extenders[i].last)
			return code >= extenders[i].first;
	return false;
}

static bool is_flag(uint32_t code)
{
	return code >= FLAG_FIRST && code <= FLAG_LAST;
}

/* One character, an ill-formed byte, or a formatting code with its colours. */
static size_t character_size(const char *text, size_t len)
{
	size_t size = is_format(text[0]) ? format_size(text, len) : utf8_size(text, len);

	return size > 0 ? size : 1;
}

/* A character and all that belongs to it. */
static size_t cluster_size(const char *text, size_t len)
{
	size_t size = character_size(text, len);
	uint32_t before = utf8_code(text, size);
	bool flag = is_flag(before);

	while (size < len && (unsigned char)text[size] >= 0x80) {
		size_t more = character_size(text + size, len - size);
		uint32_t code = utf8_code(text + size, more);
		if (!is_extender(code) && before != ZERO_WIDTH_JOINER && !(flag && is_flag(code)))
			break;
		if (size + more > CLUSTER_MOST)
			break;
		size += more;
		before = code;
		flag = false;
	}
	return size;
}

/* Find where a piece of TEXT (LEN bytes) of at most MAX bytes may end, between two units as SIZE_OF
 * measures them. */
static size_t whole(
	const char *text, size_t len, size_t max, size_t (*size_of)(const char *text, size_t len))
{
	size_t at = 0;

	while (at < len) {
		size_t size = size_of(text + at, len - at);
		if (at + size > max)
			break;
		at += size;
	}
	return at;
}

size_t outbox_cut(const char *text, size_t len, size_t room, size_t *skip)
{
	size_t end, blank;

	*skip = 0;
	if (len <= room)
		return len;
	end = whole(text, len, room, cluster_size);
	if (end == 0)
		end = whole(text, len, room, character_size);
	if (end == 0)
		end = character_size(text, len);
	if (end == len)
		return len;
	for (blank = end; blank > end / 2; blank--)
		if (text[blank] == ' ')
			break;
	if (blank <= end / 2)
		return end;
	while (blank > 1 && text[blank - 1] == ' ')
		blank--;
	while (blank + *skip < len && text[blank + *skip] == ' ')
		++*skip;
	return blank;
}

/* ---- formatting that goes on ---- */

struct dress {
	bool on[sizeof toggles];
	char ground[16]; /* the last code that set a background, or "" */
	char colour[16]; /* the one after it that set the letters alone, or "" */
};

static void read_colour(struct dress *dress, const char *code, size_t size)
{
	char *field = memchr(code, ',', size) != NULL ? dress->ground : dress->colour;

	dress->colour[0] = '\0';
	if (size == 1) {
		dress->ground[0] = '\0';
		return;
	}
	memcpy(field, code, size); /* at most 14 bytes */
	field[size] = '\0';
}

static void read_dress(struct dress *dress, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t size = is_format(text[at]) ? format_size(text + at, len - at) : 0;
		const char *toggle = size > 0 ? strchr(toggles, text[at]) : NULL;

		if (toggle != NULL)
			dress->on[toggle - toggles] ^= true;
		else if (size > 0 && text[at] == RESET)
			*dress = (struct dress){.colour = ""};
		else if (size > 0)
			read_colour(dress, text + at, size);
		at += size > 0 ? size : 1;
	}
}

/* The colour stands first, and something stands between it and the text, which may begin with a
 * digit or a comma: a toggle that is on, or bold on and off. */
void outbox_format_after(struct strbuf *codes, const char *text, size_t len)
{
	struct dress dress = {.colour = ""};
	size_t colours;

	read_dress(&dress, codes->text, codes->len);
	read_dress(&dress, text, len);
	strbuf_reset(codes);
	strbuf_addstr(codes, dress.ground);
	strbuf_addstr(codes, dress.colour);
	colours = codes->len;
	for (size_t i = 0; toggles[i] != 0; i++)
		if (dress.on[i])
			strbuf_addch(codes, toggles[i]);
	if (colours > 0 && codes->len == colours)
		strbuf_add(codes, (const char[]){BOLD, BOLD}, 2);
}

/* ---- cleaning ---- */

/* A C1 control character is two bytes in UTF-8. */
static bool is_control(const char *text, size_t size)
{
	unsigned char first = (unsigned char)text[0];

	if (size == 2)
		return first == 0xc2 && (unsigned char)text[1] < 0xa0;
	return first < 0x20 || first == 0x7f;
}

/* How many bytes at TEXT, up to END, are plain ASCII. */
static size_t plain_size(const char *text, const char *end)
{
	const char *at = text;

	while (at < end && *at >= 0x20 && *at < 0x7f)
		at++;
	return (size_t)(at - text);
}

void outbox_clean(struct strbuf *out, const char *text, bool colour)
{
	size_t len = strlen(text), before = out->len;

	for (size_t at = 0; at < len;) {
		size_t size = plain_size(text + at, text + len);
		strbuf_add(out, text + at, size);
		at += size;
		if (at == len)
			break;
		size = is_format(text[at]) ? format_size(text + at, len - at) : 0;
		if (size > 0) {
			if (colour)
				strbuf_add(out, text + at, size);
			at += size;
			continue;
		}
		size = utf8_size(text + at, len - at);
		if (size == 0)
			strbuf_addstr(out, "\xef\xbf\xbd");
		else if (text[at] == '\t')
			strbuf_addch(out, ' ');
		else if (!is_control(text + at, size))
			strbuf_add(out, text + at, size);
		at += size > 0 ? size : 1;
	}
	if (out->len == before)
		strbuf_addch(out, ' ');
}
