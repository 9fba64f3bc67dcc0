/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refuses a roll, and offers lines that could be typed instead: only such as are accepted. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/notation/reading.h"

enum { OFFERS_BYTES = 170 }; /* of all lines offered, so that the error has room for them */

/* Add LINE to OFFERS, which are parted by "or": a line with that in it would look like two. */
static void add_offer(
	const struct reading *reading, struct strbuf *offers, const char *line, size_t *count)
{
	if (offers->len + strlen(line) > OFFERS_BYTES || strstr(line, " or ") != NULL ||
		!reading->accepts(reading, line))
		return;
	strbuf_addf(offers, "%s%.*s", (*count)++ > 0 ? " or " : "write ",
		(int)lex_before_blanks(line, strlen(line)), line);
}

enum habit reading_refuse(struct reading *reading, size_t offset, const char *why,
	const char *const *lines, size_t count)
{
	struct source source = {.text = reading->words.text, .line = reading->words.text};
	struct strbuf offers = STRBUF_INIT;
	size_t offered = 0;

	for (size_t i = 0; i < count && reading->err != NULL; i++)
		add_offer(reading, &offers, lines[i], &offered);
	source_error(
		&source, offset, reading->err, "%s%s%s", why, offered > 0 ? "; " : "", offers.text);
	strbuf_release(&offers);
	return HABIT_REFUSED;
}

enum habit reading_refuse_for(
	struct reading *reading, size_t offset, const char *why, const char *format, ...)
{
	char line[OFFERS_BYTES];
	const char *lines[] = {line};
	va_list values;
	int len;

	va_start(values, format);
	len = vsnprintf(line, sizeof line, format, values);
	va_end(values);
	return reading_refuse(reading, offset, why, lines, len < (int)sizeof line);
}

const char *reading_comment(const struct reading *reading)
{
	const char *text = reading->words.text;

	return arena_printf(reading->arena, "%.*s # %s",
		(int)lex_before_blanks(text, reading->rest), text, text + reading->rest);
}

enum habit reading_refuse_game(struct reading *reading, size_t offset)
{
	return reading_refuse_for(reading, offset,
		arena_printf(reading->arena,
			"this is nothing that this game takes, which is written like %s",
			reading->system),
		"%s", reading_comment(reading));
}
