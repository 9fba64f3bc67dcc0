/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read a line that is one JSON object, and write text as JSON. Blanks may stand between any two of
 * these:
 *
 *	object = "{" [ pair *( "," pair ) ] "}"
 *	pair   = string ":" value
 *	value  = string / number / "true" / "false" / "null" / list
 *	list   = "[" [ whole *( "," whole ) ] "]" / "[" string *( "," string ) "]"
 */
#include "base/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/utf8.h"

enum { NUMBER_BYTES_MAX = 32 };

struct reader {
	const char *start, *at, *end;
	struct arena *arena;
	struct error *err;
};

static bool fail(const struct reader *in, const char *what)
{
	size_t column = utf8_count(in->start, (size_t)(in->at - in->start)) + 1;

	return error_at(in->err, column < 1000000 ? (int)column : 1000000, "%s", what);
}

static void skip_blanks(struct reader *in)
{
	while (in->at < in->end && strchr(" \t\r", *in->at) != NULL && *in->at != '\0')
		in->at++;
}

/* Take C, past blanks, if it is next. */
static bool take(struct reader *in, char c)
{
	skip_blanks(in);
	if (in->at == in->end || *in->at != c)
		return false;
	in->at++;
	return true;
}

/* ---- text ---- */

static bool read_hex4(struct reader *in, unsigned *out)
{
	*out = 0;
	for (int i = 0; i < 4; i++, in->at++) {
		static const char digits[] = "0123456789abcdef0123456789ABCDEF";
		const char *digit = in->at < in->end && *in->at != '\0' ? strchr(digits, *in->at)
									: NULL;
		if (digit == NULL)
			return fail(in, "four hexadecimal digits must follow \\u");
		*out = *out << 4 | ((unsigned)(digit - digits) & 15);
	}
	return true;
}

static char *put_utf8(char *to, unsigned c)
{
	if (c < 0x80) {
		*to++ = (char)c;
		return to;
	}
	if (c < 0x800) {
		*to++ = (char)(0xc0 | c >> 6);
	} else if (c < 0x10000) {
		*to++ = (char)(0xe0 | c >> 12);
		*to++ = (char)(0x80 | (c >> 6 & 63));
	} else {
		*to++ = (char)(0xf0 | c >> 18);
		*to++ = (char)(0x80 | (c >> 12 & 63));
		*to++ = (char)(0x80 | (c >> 6 & 63));
	}
	*to++ = (char)(0x80 | (c & 63));
	return to;
}

/* Read the digits after "\u". A character beyond U+FFFF is written as two surrogates. */
static bool read_code(struct reader *in, char **to)
{
	unsigned high, low;

	if (!read_hex4(in, &high))
		return false;
	if (high == 0 || (high >= 0xdc00 && high <= 0xdfff))
		return fail(in, "this \\u is no character of text");
	if (high >= 0xd800 && high <= 0xdbff) {
		if (in->end - in->at < 2 || in->at[0] != '\\' || in->at[1] != 'u')
			return fail(in, "half of a character");
		in->at += 2;
		if (!read_hex4(in, &low))
			return false;
		if (low < 0xdc00 || low > 0xdfff)
			return fail(in, "half of a character");
		high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	}
	*to = put_utf8(*to, high);
	return true;
}

static bool read_escape(struct reader *in, char **to)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	const char *name;

	in->at++;
	if (in->at < in->end && *in->at == 'u') {
		in->at++;
		return read_code(in, to);
	}
	name = in->at < in->end && *in->at != '\0' ? strchr(names, *in->at) : NULL;
	if (name == NULL)
		return fail(in, "an unknown escape");
	*(*to)++ = values[name - names];
	in->at++;
	return true;
}

/* Return how many bytes a string has at most once it is read: as many as it has written. */
static size_t string_room(const struct reader *in)
{
	const char *c = in->at;

	while (c < in->end && *c != '"')
		c += *c == '\\' && c + 1 < in->end ? 2 : 1;
	return (size_t)(c - in->at) + 1;
}

static bool read_string(struct reader *in, const char **out)
{
	char *text, *to;

	if (!take(in, '"'))
		return fail(in, "text in quotes is missing");
	to = text = arena_alloc(in->arena, string_room(in));
	while (in->at < in->end && *in->at != '"') {
		size_t size = utf8_size(in->at, (size_t)(in->end - in->at));
		if (size == 0 || (unsigned char)*in->at < ' ')
			return fail(in, "a byte that text cannot have");
		if (*in->at == '\\') {
			if (!read_escape(in, &to))
				return false;
			continue;
		}
		memcpy(to, in->at, size);
		to += size;
		in->at += size;
	}
	if (!take(in, '"'))
		return fail(in, "the text does not end");
	*to = '\0';
	*out = text;
	return true;
}

/* ---- numbers ---- */

static const char *skip_digits(const char *at, const char *end)
{
	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return at;
}

/* Return where the number at AT ends, or NULL: "-"? ("0" / digits) ("." digits)? ("e" sign?
 * digits)? */
static const char *number_end(const char *at, const char *end)
{
	const char *digits;

	at += at < end && *at == '-';
	digits = at;
	at = skip_digits(at, end);
	if (at == digits || (*digits == '0' && at > digits + 1))
		return NULL;
	if (at < end && *at == '.') {
		digits = ++at;
		at = skip_digits(at, end);
		if (at == digits)
			return NULL;
	}
	if (at < end && (*at == 'e' || *at == 'E')) {
		at++;
		at += at < end && (*at == '+' || *at == '-');
		digits = at;
		at = skip_digits(at, end);
		if (at == digits)
			return NULL;
	}
	return at;
}

static bool read_number(struct reader *in, double *out)
{
	const char *end = number_end(in->at, in->end);
	char copy[NUMBER_BYTES_MAX + 1];
	size_t len;

	if (end == NULL)
		return fail(in, "neither text nor a number nor a list");
	len = (size_t)(end - in->at);
	if (len > NUMBER_BYTES_MAX)
		return fail(in, "a number too long");
	memcpy(copy, in->at, len);
	copy[len] = '\0';
	*out = strtod(copy, NULL);
	in->at = end;
	return true;
}

static bool read_whole(struct reader *in, uint32_t *out)
{
	const char *end;
	uint64_t value = 0;

	skip_blanks(in);
	end = skip_digits(in->at, in->end);
	if (end == in->at || (*in->at == '0' && end > in->at + 1) || end > in->at + 10)
		return fail(in, "not a whole number below 2^32");
	for (const char *c = in->at; c < end; c++)
		value = 10 * value + (unsigned)(*c - '0');
	if (value > UINT32_MAX)
		return fail(in, "not a whole number below 2^32");
	in->at = end;
	*out = (uint32_t)value;
	return true;
}

/* Read the list after "[". There cannot be more numbers than commas and one. */
static bool read_numbers(struct reader *in, struct json_field *field)
{
	size_t room = 1;
	uint32_t *numbers;

	for (const char *c = in->at; c < in->end && *c != ']'; c++)
		room += *c == ',';
	numbers = arena_alloc(in->arena, room * sizeof *numbers);
	field->numbers = numbers;
	if (take(in, ']'))
		return true;
	do {
		if (!read_whole(in, &numbers[field->count++]))
			return false;
	} while (take(in, ','));
	return take(in, ']') || fail(in, "the list does not end");
}

/* Read the list of texts after "[": likewise. */
static bool read_texts(struct reader *in, struct json_field *field)
{
	size_t room = 1;
	const char **texts;

	for (const char *c = in->at; c < in->end && *c != ']'; c++)
		room += *c == ',';
	texts = arena_alloc(in->arena, room * sizeof *texts);
	field->kind = JSON_TEXTS;
	field->texts = texts;
	do {
		if (field->count == room)
			return fail(in, "a list of texts with brackets in them");
		if (!read_string(in, &texts[field->count++]))
			return false;
	} while (take(in, ','));
	return take(in, ']') || fail(in, "the list does not end");
}

/* ---- the object ---- */

static bool read_word(struct reader *in, struct json_field *field)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t len = strlen(words[i]);
		if ((size_t)(in->end - in->at) >= len && memcmp(in->at, words[i], len) == 0) {
			in->at += len;
			field->kind = JSON_WORD;
			field->text = words[i];
			return true;
		}
	}
	return false;
}

static bool read_value(struct reader *in, struct json_field *field)
{
	skip_blanks(in);
	if (in->at < in->end && *in->at == '"') {
		field->kind = JSON_TEXT;
		return read_string(in, &field->text);
	}
	if (take(in, '[')) {
		skip_blanks(in);
		if (in->at < in->end && *in->at == '"')
			return read_texts(in, field);
		field->kind = JSON_NUMBERS;
		return read_numbers(in, field);
	}
	if (read_word(in, field))
		return true;
	field->kind = JSON_NUMBER;
	return read_number(in, &field->number);
}

static bool read_pair(struct reader *in, struct json_line *line)
{
	struct json_field *field = &line->fields[line->count];

	if (line->count == JSON_FIELDS_MAX)
		return fail(in, "too many keys");
	*field = (struct json_field){.key = NULL};
	if (!read_string(in, &field->key))
		return false;
	if (json_has(line, field->key))
		return fail(in, "a key for the second time");
	if (!take(in, ':'))
		return fail(in, "a colon is missing");
	if (!read_value(in, field))
		return false;
	line->count++;
	return true;
}

bool json_line_parse(struct json_line *line, const char *text, size_t len, struct arena *arena,
	struct error *err)
{
	struct reader in = {text, text, text + len, arena, err};

	line->count = 0;
	if (!take(&in, '{'))
		return fail(&in, "this is no JSON object");
	if (!take(&in, '}')) {
		do {
			if (!read_pair(&in, line))
				return false;
		} while (take(&in, ','));
		if (!take(&in, '}'))
			return fail(&in, "the object does not end");
	}
	skip_blanks(&in);
	return in.at == in.end || fail(&in, "something follows the object");
}

static const struct json_field *find(const struct json_line *line, const char *key)
{
	for (size_t i = 0; i < line->count; i++)
		if (strcmp(line->fields[i].key, key) == 0)
			return &line->fields[i];
	return NULL;
}

const struct json_field *json_find(
	const struct json_line *line, const char *key, enum json_kind kind)
{
	const struct json_field *field = find(line, key);

	return field != NULL && field->kind == kind ? field : NULL;
}

bool json_has(const struct json_line *line, const char *key)
{
	return find(line, key) != NULL;
}

void json_add_text(struct strbuf *out, const char *text)
{
	strbuf_addch(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			strbuf_addch(out, '\\');
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			strbuf_addf(out, "\\u%04x", (unsigned)*text);
		else
			strbuf_addch(out, *text);
	}
	strbuf_addch(out, '"');
}
