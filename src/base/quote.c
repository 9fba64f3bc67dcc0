/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repeats the words of players without letting them pass for a result. */
#include "base/quote.h"

#include <stdbool.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

/* Characters that only mislead, from FIRST to LAST. */
static const struct {
	uint32_t first, last;
} misleading[] = {
	{0x00ad, 0x00ad}, /* a hyphen that may be left out */
	{0x0085, 0x0085}, /* the end of a line */
	{0x061c, 0x061c}, /* direction */
	{0x180e, 0x180e}, /* no width */
	{0x200b, 0x200c}, /* no width; a joiner of emblems stays */
	{0x200e, 0x200f}, /* direction */
	{0x2028, 0x202e}, /* ends of lines, direction */
	{0x2060, 0x2069}, /* no width, direction */
	{0xfeff, 0xfeff}, /* no width */
};

static bool misleads(const char *text, size_t size)
{
	uint32_t code = utf8_code(text, size);

	for (size_t i = 0; size > 1 && i < sizeof misleading / sizeof *misleading; i++)
		if (code >= misleading[i].first && code <= misleading[i].last)
			return true;
	return false;
}

void quote_add(struct strbuf *out, const char *text, size_t len)
{
	bool formatted = false;

	for (size_t i = 0, size; i < len; i += size) {
		size = utf8_size(text + i, len - i);
		size = size > 0 ? size : 1;
		if (misleads(text + i, size))
			continue;
		if (text[i] == '|' && out->len > 0 && out->text[out->len - 1] == '|')
			strbuf_addch(out, ' ');
		strbuf_add(out, text + i, size);
		formatted = formatted || (unsigned char)text[i] < ' ';
	}
	if (formatted)
		strbuf_addch(out, '\x0f');
}
