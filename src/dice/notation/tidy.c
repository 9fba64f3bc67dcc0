/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Characters that mean plain ones: a row for each, or for those in a row. */
#include "dice/notation/tidy.h"

#include <stdbool.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

/* The code points FIRST to LAST stand for TEXT; NULL: for the ASCII character that is as far from
 * `ascii` as they are from FIRST. */
struct lookalike {
	uint32_t first, last;
	const char *text;
	char ascii;
};

static const struct lookalike lookalikes[] = {
	{0x00a0, 0x00a0, " ", 0},                            /* a blank that does not break */
	{0x00a6, 0x00a6, "|", 0},                            /* a broken bar */
	{0x00ad, 0x00ad, "", 0},                             /* a hyphen that may be left out */
	{0x00ab, 0x00ab, "\"", 0},                           /* quotes */
	{0x00bb, 0x00bb, "\"", 0}, {0x00d7, 0x00d7, "*", 0}, /* times */
	{0x00f7, 0x00f7, "/", 0},                            /* divided by */
	{0x0085, 0x0085, " ", 0},                            /* the end of a line */
	{0x01c0, 0x01c1, "|", 0},                            /* clicks, which look like bars */
	{0x034f, 0x034f, "", 0},                             /* no width */
	{0x061c, 0x061c, "", 0},                             /* turns the direction of writing */
	{0x17b4, 0x17b5, "", 0},                             /* no width */
	{0x180b, 0x180f, "", 0}, {0x2000, 0x200a, " ", 0},   /* blanks of many widths */
	{0x200b, 0x200f, "", 0},                             /* no width, or direction */
	{0x2010, 0x2015, "-", 0},                            /* dashes */
	{0x2039, 0x2039, "<", 0}, {0x203a, 0x203a, ">", 0},  /* quotes, or what is less */
	{0x2016, 0x2016, "|", 0},                            /* a double line */
	{0x2018, 0x201b, "'", 0},                            /* quotes */
	{0x201c, 0x201f, "\"", 0}, {0x2026, 0x2026, "...", 0},
	{0x2028, 0x2029, " ", 0}, /* ends of lines */
	{0x202a, 0x202e, "", 0},  /* direction */
	{0x202f, 0x202f, " ", 0}, {0x2032, 0x2032, "'", 0}, {0x2033, 0x2033, "\"", 0},
	{0x2044, 0x2044, "/", 0}, {0x205f, 0x205f, " ", 0}, {0x207a, 0x207a, "+", 0},
	{0x207b, 0x207b, "-", 0}, /* raised and lowered signs */
	{0x208a, 0x208a, "+", 0}, {0x208b, 0x208b, "-", 0},
	{0x20e3, 0x20e3, "", 0},  /* the frame of a key */
	{0x2060, 0x206f, "", 0},  /* joiners, direction */
	{0x2212, 0x2212, "-", 0}, /* minus */
	{0x2215, 0x2215, "/", 0}, {0x2217, 0x2217, "*", 0}, {0x22c5, 0x22c5, "*", 0},
	{0x2223, 0x2223, "|", 0}, {0x2225, 0x2225, "|", 0}, /* divides, parallel */
	{0x23d0, 0x23d0, "|", 0}, {0x2502, 0x2503, "|", 0}, {0x2551, 0x2551, "|", 0},
	{0x2260, 0x2260, "<>", 0}, {0x2264, 0x2264, "<=", 0}, {0x2265, 0x2265, ">=", 0},
	{0x2266, 0x2266, "<=", 0}, {0x2267, 0x2267, ">=", 0}, {0x226e, 0x226e, ">=", 0},
	{0x226f, 0x226f, "<=", 0}, {0x2270, 0x2270, ">", 0}, {0x2271, 0x2271, "<", 0},
	{0x271a, 0x271b, "+", 0}, {0x2715, 0x2716, "*", 0}, {0x2795, 0x2795, "+", 0},
	{0x2796, 0x2796, "-", 0}, {0x2797, 0x2797, "/", 0}, {0x29fa, 0x29fb, "+", 0},
	{0x2a2f, 0x2a2f, "*", 0}, {0x2a7d, 0x2a7d, "<=", 0}, {0x2a7e, 0x2a7e, ">=", 0},
	{0x3000, 0x3000, " ", 0}, {0x3001, 0x3001, ",", 0},
	{0xfe00, 0xfe0f, "", 0}, /* how an emblem is drawn */
	{0xfe58, 0xfe58, "-", 0}, {0xfe62, 0xfe62, "+", 0}, {0xfe63, 0xfe63, "-", 0},
	{0xfe64, 0xfe64, "<", 0}, {0xfe65, 0xfe65, ">", 0}, {0xfe66, 0xfe66, "=", 0},
	{0xfeff, 0xfeff, "", 0}, {0xff01, 0xff5e, NULL, '!'}, /* full width */
	{0x1f3b2, 0x1f3b2, " ", 0}, {0xfff9, 0xfffb, "", 0},  /* notes between the lines */
};

/* Where the ten digits of other scripts begin. */
static const uint32_t zeros[] = {
	0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6,
	0x0d66, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, /* of alphabets */
	0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, /* bold, and the like, of mathematics */
};

/* The digit that CODE is in another script, or a NUL. */
static char digit_of(uint32_t code)
{
	for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
		if (code >= zeros[i] && code < zeros[i] + 10)
			return (char)('0' + (code - zeros[i]));
	return '\0';
}

/* What the SIZE bytes at TEXT mean, in PLAIN, or NULL: themselves. */
static const char *plain_for(const char *text, size_t size, char plain[2])
{
	uint32_t code = utf8_code(text, size);

	for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++) {
		const struct lookalike *row = &lookalikes[i];

		if (code < row->first || code > row->last)
			continue;
		if (row->text != NULL)
			return row->text;
		plain[0] = (char)(row->ascii + (char)(code - row->first));
		plain[1] = '\0';
		return plain;
	}
	plain[0] = digit_of(code);
	plain[1] = '\0';
	return *plain != '\0' ? plain : NULL;
}

/* The length of the formatting code at TEXT, with the colours behind it, or 0. */
static size_t formatting(const char *text)
{
	size_t len = 1, digits;

	if (*text == '\0' || strchr("\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f", *text) == NULL)
		return 0;
	if (*text != '\x03')
		return 1;
	for (int colours = 0; colours < 2; colours++) {
		digits = strspn(text + len, "0123456789");
		len += digits > 2 ? 2 : digits;
		if (colours > 0 || digits == 0 || text[len] != ',' ||
			strspn(text + len + 1, "0123456789") == 0)
			return len;
		len++;
	}
	return len;
}

/* Whether the backslash at TEXT only keeps what follows from being formatting elsewhere. */
static bool is_escape(const char *text)
{
	return *text == '\\' && text[1] != '\0' && strchr("+*-_~|`>", text[1]) != NULL;
}

/* Whether TEXT begins with a character that stays as it is. */
static bool is_plain(const char *text)
{
	if (is_escape(text) || (*text == '|' && text[1] == '|'))
		return false;
	return (*text >= ' ' && *text <= '~') || *text == '\t';
}

/* Append LEN bytes of TEXT, a character or what it means; bars never stand side by side. */
static void add_plain(struct strbuf *plain, const char *text, size_t len)
{
	if (*text == '|' && plain->len > 0 && plain->text[plain->len - 1] == '|')
		strbuf_addch(plain, ' ');
	strbuf_add(plain, text, len);
}

void tidy(struct wording *wording)
{
	const char *text = wording->text;
	size_t len = strlen(text), count = 0;
	struct strbuf plain = STRBUF_INIT;
	uint16_t *at;

	while (is_plain(text + count))
		count++;
	if (count == len)
		return;
	at = arena_alloc(wording->arena, (3 * len + 1) * sizeof *at);
	for (size_t i = 0, step; i < len; i += step) {
		size_t size = utf8_size(text + i, len - i), before = plain.len;
		char ascii[2];
		const char *by = size > 1 ? plain_for(text + i, size, ascii) : NULL;

		step = is_escape(text + i) ? 1 : formatting(text + i);
		if (step == 0) {
			step = size > 0 ? size : 1;
			add_plain(
				&plain, by != NULL ? by : text + i, by != NULL ? strlen(by) : step);
		}
		for (size_t b = before; b < plain.len; b++)
			at[b] = (uint16_t)wording_in_line(
				wording, by != NULL || b - before >= step ? i : i + b - before);
	}
	at[plain.len] = (uint16_t)wording_in_line(wording, len);
	wording->text = arena_strndup(wording->arena, plain.text, plain.len);
	wording->at = at;
	strbuf_release(&plain);
}
