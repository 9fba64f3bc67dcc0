/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_JSON_H
#define LOGIOS_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct arena;
struct strbuf;

/* One flat JSON object (RFC 8259), as a line of a transcript is: values are text, numbers, true,
 * false, null, or lists of whole numbers below 2^32 or of texts. What it has no use for (objects in
 * objects, other lists) it refuses. */

enum json_kind { JSON_TEXT, JSON_NUMBER, JSON_NUMBERS, JSON_TEXTS, JSON_WORD };

struct json_field {
	const char *key;
	enum json_kind kind;
	const char *text; /* JSON_TEXT: well-formed UTF-8 without NUL; JSON_WORD: "true", … */
	double number;    /* JSON_NUMBER */
	const uint32_t *numbers;  /* JSON_NUMBERS: `count` of them */
	const char *const *texts; /* JSON_TEXTS: `count` of them */
	size_t count;
};

enum { JSON_FIELDS_MAX = 24 };

struct json_line {
	struct json_field fields[JSON_FIELDS_MAX];
	size_t count;
};

/* Read the LEN bytes of TEXT, all of them, into LINE; what that points to is ARENA's. False, with
 * ERR and the column, when it is no such object, has a key twice, or has more than
 * JSON_FIELDS_MAX. */
bool json_line_parse(struct json_line *line, const char *text, size_t len, struct arena *arena,
	struct error *err);

/* Return the field called KEY if it is there and of KIND, or NULL. */
const struct json_field *json_find(
	const struct json_line *line, const char *key, enum json_kind kind);

/* Return whether there is a field called KEY, of any kind. */
bool json_has(const struct json_line *line, const char *key);

/* Append TEXT, well-formed UTF-8, as a JSON string with its quotes. */
void json_add_text(struct strbuf *out, const char *text);

#endif
