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

/* How many bytes a formatting code at TEXT takes, its colours included. */
static size_t format_size(const char *text, size_t len)
{
	size_t most = text[0] == COLOUR ? 2 : 6;
	int (*is)(int c) = text[0] == COLOUR ? isdigit : isxdigit;
	size_t size = 1, digits, more;

	if (text[0] != COLOUR && text[0] != HEX_COLOUR)
		return 1;
	digits = run(text + 1, len - 1, most, is);
	size += digits;
	if (digits == 0 || size >= len || text[size] != ',')
		return size;
	more = run(text + size + 1, len - size - 1, most, is);
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
	char colour[16]; /* the code with its colours, or "" */
};

static void read_dress(struct dress *dress, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t size = is_format(text[at]) ? format_size(text + at, len - at) : 0;
		const char *toggle = size > 0 ? strchr(toggles, text[at]) : NULL;

		if (toggle != NULL) {
			dress->on[toggle - toggles] ^= true;
		} else if (size > 0 && text[at] == RESET) {
			*dress = (struct dress){.colour = ""};
		} else if (size > 0) {
			size_t keep = size > 1 && size < sizeof dress->colour ? size : 0;
			memcpy(dress->colour, text + at, keep);
			dress->colour[keep] = '\0';
		}
		at += size > 0 ? size : 1;
	}
}

void outbox_format_after(struct strbuf *codes, const char *text, size_t len)
{
	struct dress dress = {.colour = ""};

	read_dress(&dress, codes->text, codes->len);
	read_dress(&dress, text, len);
	strbuf_reset(codes);
	for (size_t i = 0; toggles[i] != 0; i++)
		if (dress.on[i])
			strbuf_addch(codes, toggles[i]);
	strbuf_addstr(codes, dress.colour);
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
