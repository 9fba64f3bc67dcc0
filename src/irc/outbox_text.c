/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text half of the outbox: what may be said, where it is cut, which formatting goes on. */
#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "irc/outbox.h"

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

static bool is_format(char c)
{
	return c != '\0' &&
	       (strchr(toggles, c) != NULL || c == COLOUR || c == HEX_COLOUR || c == RESET);
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

/* Where in TEXT (LEN bytes) a piece of at most MAX bytes may end without tearing a character or a
 * colour apart. */
static size_t whole(const char *text, size_t len, size_t max)
{
	size_t at = 0;

	while (at < len) {
		size_t size = is_format(text[at]) ? format_size(text + at, len - at)
						  : utf8_size(text + at, len - at);
		if (size == 0)
			size = 1;
		if (at + size > max)
			break;
		at += size;
	}
	return at;
}

size_t outbox_cut(const char *text, size_t len, size_t room, size_t *skip)
{
	size_t end = whole(text, len, room), blank;

	*skip = 0;
	if (end == len)
		return len;
	if (end == 0)
		return len < 1 ? len : 1;
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

/* The colour stands first, and something stands between it and the text, which may begin with a digit
 * or a comma: a toggle that is on, or bold on and off. */
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

void outbox_clean(struct strbuf *out, const char *text, bool colour)
{
	size_t len = strlen(text), before = out->len;

	for (size_t at = 0; at < len;) {
		size_t size = is_format(text[at]) ? format_size(text + at, len - at) : 0;
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
