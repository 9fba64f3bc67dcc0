/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure, decode, cut and clean UTF-8. */
#include "base/utf8.h"

#include "base/strbuf.h"

static bool is_tail(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Return the sequence length that a first byte announces; 0 for bytes that cannot begin one. */
static size_t announced(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

/* Return whether a second byte keeps the sequence out of overlong forms, surrogates and beyond
 * U+10FFFF. */
static bool second_allowed(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second <= 0x9f;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second <= 0x8f;
	default:
		return true;
	}
}

size_t utf8_size(const char *text, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t size = len > 0 ? announced(bytes[0]) : 0;

	if (size > len)
		return 0;
	for (size_t i = 1; i < size; i++)
		if (!is_tail(bytes[i]))
			return 0;
	if (size > 1 && !second_allowed(bytes[0], bytes[1]))
		return 0;
	return size;
}

uint32_t utf8_code(const char *text, size_t size)
{
	const unsigned char *bytes = (const unsigned char *)text;
	uint32_t code = bytes[0];

	if (size > 1)
		code &= 0x7fu >> size;
	for (size_t i = 1; i < size; i++)
		code = code << 6 | (bytes[i] & 0x3f);
	return code;
}

size_t utf8_count(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t at = 0; at < len; count++) {
		size_t size = utf8_size(text + at, len - at);
		at += size > 0 ? size : 1;
	}
	return count;
}

size_t utf8_at(const char *text, size_t len, size_t index)
{
	size_t at = 0;

	for (; index > 0 && at < len; index--) {
		size_t size = utf8_size(text + at, len - at);
		at += size > 0 ? size : 1;
	}
	return at;
}

/* Return where the character begins that END, at most LEN, would cut off; END if there is none.
 * Bytes that are no character, even with those after END, may be parted: something must always come
 * off. */
static size_t before_torn_end(const char *text, size_t len, size_t end)
{
	for (size_t back = 1; back <= 3 && back <= end; back++) {
		size_t start = end - back;
		unsigned char byte = (unsigned char)text[start];
		if (is_tail(byte))
			continue;
		if (announced(byte) <= back ||
			(end < len && utf8_size(text + start, len - start) == 0))
			return end;
		return start;
	}
	return end;
}

size_t utf8_cut(const char *text, size_t len, size_t max)
{
	return before_torn_end(text, len, len < max ? len : max);
}

void utf8_clean(struct strbuf *out, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t size = utf8_size(text + at, len - at);
		if (size > 0)
			strbuf_add(out, text + at, size);
		else
			strbuf_addstr(out, "\xef\xbf\xbd");
		at += size > 0 ? size : 1;
	}
}
