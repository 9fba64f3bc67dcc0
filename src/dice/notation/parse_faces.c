/* SPDX-License-Identifier: GPL-3.0-or-later */
/* faces = "[" , face , { "," , face } , "]" ;  face = whole , [ ".." , whole ] | word */
#include "dice/notation/named.h"
#include "dice/notation/parse_impl.h"

#include <stdlib.h>
#include <string.h>

struct face {
	const char *text; /* blanks trimmed */
	size_t len;
	bool numeric;
	int32_t first, last; /* of a numeric one */
};

struct faces {
	struct face list[DICE_MAX_BYTES / 2 + 1]; /* each takes a byte and a comma */
	size_t count;
	size_t total; /* with each number of a range */
	bool words;   /* not all are numeric */
};

/* Take a whole number of TEXT (LEN bytes) from *AT on; false if there is none or it is too
 * large. */
static bool take_whole(const char *text, size_t len, size_t *at, int32_t *number)
{
	bool minus = *at < len && text[*at] == '-';
	size_t begin;

	if (*at < len && (text[*at] == '-' || text[*at] == '+'))
		++*at;
	begin = *at;
	for (*number = 0; *at < len && text[*at] >= '0' && text[*at] <= '9'; ++*at) {
		*number = *number * 10 + (text[*at] - '0');
		if (*number > DICE_MAX_SIDES)
			return false;
	}
	if (minus)
		*number = -*number;
	return *at > begin;
}

static void read_number(struct face *face)
{
	size_t at = 0;

	if (!take_whole(face->text, face->len, &at, &face->first))
		return;
	face->last = face->first;
	if (face->len - at > 2 && face->text[at] == '.' && face->text[at + 1] == '.') {
		at += 2;
		if (!take_whole(face->text, face->len, &at, &face->last))
			return;
	}
	face->numeric = at == face->len;
}

/* Whether FACE looks like a number or a range, so that it is none of those is a mistake. */
static bool meant_as_number(const struct face *face)
{
	size_t like = strspn(face->text, "+-.0123456789");

	return like >= face->len && strcspn(face->text, "0123456789") < face->len;
}

static bool check_face(struct parser *p, const struct face *face)
{
	size_t at = (size_t)(face->text - p->lexer.source->text);

	if (face->len == 0)
		return parse_fail_at(p, at, "a face is empty: write d[1,2,3] or d[sword,shield]") !=
		       NULL;
	if (face->len > DICE_MAX_WORD)
		return parse_fail_at(p, at, "a word on a face has at most 40 bytes") != NULL;
	if (!face->numeric && meant_as_number(face))
		return parse_fail_at(p, at,
			       "the numbers on faces are whole and go from -1000000 "
			       "to 1000000") != NULL;
	if (face->numeric && face->last < face->first)
		return parse_fail_at(p, at, "a range goes from the lower number to the higher") !=
		       NULL;
	return true;
}

/* The faces between BEGIN and END of the text into FACES. */
static bool read_faces(struct parser *p, size_t begin, size_t end, struct faces *faces)
{
	const char *text = p->lexer.source->text;

	for (faces->count = faces->total = 0, faces->words = false; begin <= end;) {
		struct face *face = &faces->list[faces->count++];
		size_t len = strcspn(text + begin, ",]");

		*face = (struct face){.text = lex_skip_blanks(text + begin)};
		for (face->len = (size_t)(text + begin + len - face->text);
			face->len > 0 && lex_is_blank(face->text[face->len - 1]);)
			face->len--;
		read_number(face);
		if (!check_face(p, face))
			return false;
		faces->words = faces->words || !face->numeric;
		faces->total += face->numeric ? (size_t)(face->last - face->first) + 1 : 1;
		begin += len + 1;
	}
	return true;
}

static int ascending(const void *a, const void *b)
{
	int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;

	return (left > right) - (left < right);
}

/* How many different values KIND has, and between which they lie. */
static void survey(struct parser *p, struct die_kind *kind)
{
	size_t count = kind->sides;
	int32_t *sorted = arena_alloc(p->arena, count * sizeof *sorted);

	memcpy(sorted, kind->values + 1, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, ascending);
	kind->range = (struct die_range){sorted[0], sorted[count - 1]};
	kind->distinct = 1;
	for (size_t i = 1; i < count; i++)
		kind->distinct += sorted[i] != sorted[i - 1];
}

/* Make KIND show words: equal ones are worth the same, the place of the first of them, so that
 * unique and matching dice can be found. */
static void make_words(struct parser *p, const struct faces *faces, struct die_kind *kind)
{
	const char **words = arena_zalloc(p->arena, faces->count + 1, sizeof *words);
	int32_t *values = arena_zalloc(p->arena, faces->count + 1, sizeof *values);

	for (size_t i = 1; i <= faces->count; i++) {
		const struct face *face = &faces->list[i - 1];

		words[i] = parse_plain_text(p, face->text, face->len);
		for (values[i] = 1; strcmp(words[values[i]], words[i]) != 0;)
			values[i]++;
	}
	kind->words = words;
	kind->values = values;
	kind->sides = (uint32_t)faces->count;
	survey(p, kind);
}

static void make_numbers(struct parser *p, const struct faces *faces, struct die_kind *kind)
{
	int32_t *values = arena_zalloc(p->arena, faces->total + 1, sizeof *values);
	size_t at = 1;

	for (size_t i = 0; i < faces->count; i++)
		for (int32_t n = faces->list[i].first; n <= faces->list[i].last; n++)
			values[at++] = n;
	kind->values = values;
	survey(p, kind);
}

/* A word alone is the name of a die. */
static const struct die_kind *named_die(struct parser *p, const struct face *word)
{
	const struct named_dice *named = p->lexer.source->named;
	const struct die_kind *kind = named != NULL ? named_dice_find(named, word->text, word->len)
						    : NULL;

	if (kind == NULL)
		source_error(p->lexer.source, (size_t)(word->text - p->lexer.source->text), p->err,
			"no die is named %.*s; faces are parted by commas, such as d[sword,shield]",
			(int)word->len, word->text);
	return kind;
}

const struct die_kind *parse_faces(struct parser *p)
{
	struct span span = p->token.span;
	struct die_kind *kind = arena_zalloc(p->arena, 1, sizeof *kind);
	const char *text = p->lexer.source->text;
	struct faces faces;

	p->end = span.end;
	if (span.end > DICE_MAX_BYTES)
		return parse_fail_at(p, DICE_MAX_BYTES, parse_too_long), NULL;
	if (!read_faces(p, span.begin + 1, span.end - 1, &faces))
		return NULL;
	if (faces.count == 1 && faces.words)
		return named_die(p, &faces.list[0]);
	kind->label = parse_plain_text(p, text + span.begin, span.end - span.begin);
	kind->sides = (uint32_t)faces.total;
	if (faces.words)
		make_words(p, &faces, kind);
	else if (faces.count == 1)
		kind->shift = faces.list[0].first - 1;
	else if (faces.total > DICE_MAX_FACE_LIST)
		return parse_fail_at(p, span.begin, "a list has at most 1000 faces"), NULL;
	else
		make_numbers(p, &faces, kind);
	return kind;
}
