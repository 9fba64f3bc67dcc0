/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Let text grow. */
#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"

enum { USUAL_BYTES = 64 }; /* of what is formatted */

char strbuf_empty[1];

void strbuf_release(struct strbuf *sb)
{
	if (sb->room > 0)
		free(sb->text);
	*sb = (struct strbuf)STRBUF_INIT;
}

void strbuf_reset(struct strbuf *sb)
{
	strbuf_cut(sb, 0);
}

void strbuf_cut(struct strbuf *sb, size_t len)
{
	if (len >= sb->len)
		return;
	sb->len = len;
	sb->text[len] = '\0';
}

void strbuf_reserve(struct strbuf *sb, size_t more)
{
	size_t room = sb->room > 0 ? sb->room : 64;

	if (sb->len + more < sb->room)
		return;
	while (room <= sb->len + more)
		room *= 2;
	sb->text = mem_resize(sb->room > 0 ? sb->text : NULL, room, 1);
	sb->room = room;
	sb->text[sb->len] = '\0';
}

void strbuf_add(struct strbuf *sb, const char *bytes, size_t len)
{
	if (len == 0)
		return;
	if (sb->len + len >= sb->room)
		strbuf_reserve(sb, len);
	memcpy(sb->text + sb->len, bytes, len);
	sb->len += len;
	sb->text[sb->len] = '\0';
}

void strbuf_addstr(struct strbuf *sb, const char *text)
{
	strbuf_add(sb, text, strlen(text));
}

void strbuf_addch(struct strbuf *sb, char c)
{
	if (sb->len + 1 >= sb->room)
		strbuf_reserve(sb, 1);
	sb->text[sb->len++] = c;
	sb->text[sb->len] = '\0';
}

void strbuf_addf(struct strbuf *sb, const char *format, ...)
{
	va_list values;
	int len;

	strbuf_reserve(sb, USUAL_BYTES);
	va_start(values, format);
	len = vsnprintf(sb->text + sb->len, sb->room - sb->len, format, values);
	va_end(values);
	if (len <= 0)
		return;
	if ((size_t)len >= sb->room - sb->len) {
		strbuf_reserve(sb, (size_t)len);
		va_start(values, format);
		vsnprintf(sb->text + sb->len, (size_t)len + 1, format, values);
		va_end(values);
	}
	sb->len += (size_t)len;
}

char *strbuf_detach(struct strbuf *sb)
{
	char *text = sb->room > 0 ? sb->text : mem_strdup("");

	*sb = (struct strbuf)STRBUF_INIT;
	return text;
}

char *strbuf_move(struct strbuf *sb, struct arena *arena)
{
	char *text = arena_strndup(arena, sb->text, sb->len);

	strbuf_release(sb);
	return text;
}

void strbuf_drop(struct strbuf *sb, size_t count)
{
	if (sb->room == 0)
		return;
	if (count > sb->len)
		count = sb->len;
	memmove(sb->text, sb->text + count, sb->len - count + 1);
	sb->len -= count;
}
