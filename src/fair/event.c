/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hash and write events by the rows of their kinds. */
#include "fair/event.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/strbuf.h"

#define AT(member) offsetof(struct fair_event, member)

static const struct {
	const char *name;
	struct fair_field fields[FAIR_FIELDS_MAX + 1];
} kinds[] = {
	[FAIR_KIND_OPEN] = {"open",
		{{"epoch", FAIR_NUMBER, AT(epoch)}, {"rolls", FAIR_NUMBER, AT(rolls)},
			{"anchor", FAIR_HASH, AT(hash)}, {"sealed", FAIR_NUMBER, AT(sealed)},
			{"root", FAIR_HASH, AT(root)}}},
	[FAIR_KIND_SEAL] = {"seal", {{"epoch", FAIR_NUMBER, AT(epoch)}, {"who", FAIR_TEXT, AT(who)},
					    {"seal", FAIR_HASH, AT(hash)}}},
	[FAIR_KIND_WORDS] = {"words",
		{{"epoch", FAIR_NUMBER, AT(epoch)}, {"who", FAIR_TEXT, AT(who)},
			{"words", FAIR_TEXT, AT(input)}}},
	[FAIR_KIND_VOID] = {"void",
		{{"epoch", FAIR_NUMBER, AT(epoch)}, {"who", FAIR_TEXT, AT(who)}}},
	[FAIR_KIND_MIX] = {"mix",
		{{"epoch", FAIR_NUMBER, AT(epoch)}, {"source", FAIR_TEXT, AT(input)},
			{"mix", FAIR_HASH, AT(hash)}}},
	[FAIR_KIND_ROLL] = {"roll",
		{{"epoch", FAIR_NUMBER, AT(epoch)}, {"n", FAIR_NUMBER, AT(number)},
			{"who", FAIR_TEXT, AT(who)}, {"nick", FAIR_TEXT, AT(nick)},
			{"input", FAIR_TEXT, AT(input)}, {"sides", FAIR_LIST, AT(sides)},
			{"values", FAIR_LIST, AT(values)}, {"total", FAIR_TEXT, AT(total)}}},
	[FAIR_KIND_FAIL] = {"fail",
		{{"epoch", FAIR_NUMBER, AT(epoch)}, {"n", FAIR_NUMBER, AT(number)},
			{"who", FAIR_TEXT, AT(who)}, {"nick", FAIR_TEXT, AT(nick)},
			{"input", FAIR_TEXT, AT(input)}, {"sides", FAIR_LIST, AT(sides)},
			{"values", FAIR_LIST, AT(values)}, {"error", FAIR_TEXT, AT(total)}}},
	[FAIR_KIND_HIDDEN] = {"hidden",
		{{"epoch", FAIR_NUMBER, AT(epoch)}, {"m", FAIR_NUMBER, AT(number)},
			{"who", FAIR_TEXT, AT(who)}, {"nick", FAIR_TEXT, AT(nick)},
			{"cover", FAIR_HASH, AT(hash)}}},
	[FAIR_KIND_SHUFFLE] = {"shuffle",
		{{"epoch", FAIR_NUMBER, AT(epoch)}, {"m", FAIR_NUMBER, AT(number)},
			{"who", FAIR_TEXT, AT(who)}, {"nick", FAIR_TEXT, AT(nick)},
			{"deck", FAIR_TEXT, AT(input)}, {"cards", FAIR_NUMBER, AT(cards)},
			{"cover", FAIR_HASH, AT(hash)}}},
	[FAIR_KIND_SHOW] = {"show",
		{{"epoch", FAIR_NUMBER, AT(epoch)}, {"m", FAIR_NUMBER, AT(number)},
			{"secret", FAIR_HASH, AT(hash)}}},
};

const struct fair_field *fair_fields(enum fair_kind kind)
{
	return kinds[kind].fields;
}

const char *fair_kind_name(enum fair_kind kind)
{
	return kinds[kind].name;
}

enum fair_kind fair_kind_find(const char *name)
{
	enum fair_kind kind = FAIR_KIND_OPEN;

	while (kind < FAIR_KIND_END && strcmp(kinds[kind].name, name) != 0)
		kind++;
	return kind;
}

/* ---- what a field holds ---- */

static const void *field_at(const struct fair_event *event, const struct fair_field *field)
{
	return (const char *)event + field->offset;
}

static int64_t number_of(const struct fair_event *event, const struct fair_field *field)
{
	return *(const int64_t *)field_at(event, field);
}

static const char *text_of(const struct fair_event *event, const struct fair_field *field)
{
	return *(const char *const *)field_at(event, field);
}

static const uint32_t *list_of(const struct fair_event *event, const struct fair_field *field)
{
	return *(const uint32_t *const *)field_at(event, field);
}

/* ---- heads ---- */

void fair_first_head(struct fair_hash *head, const struct fair_hash *id, int64_t time_s)
{
	struct strbuf bytes = STRBUF_INIT;

	fair_bytes_begin(&bytes, FAIR_TAG_FIRST_HEAD);
	fair_add_hash(&bytes, id);
	fair_add_u64(&bytes, (uint64_t)time_s);
	fair_digest_of(head, &bytes);
	strbuf_release(&bytes);
}

static void enc_field(
	struct strbuf *bytes, const struct fair_event *event, const struct fair_field *field)
{
	switch (field->type) {
	case FAIR_NUMBER:
		fair_enc_number(bytes, (uint64_t)number_of(event, field));
		break;
	case FAIR_TEXT:
		fair_enc_text(bytes, text_of(event, field));
		break;
	case FAIR_LIST:
		fair_enc_list(bytes, list_of(event, field), event->count);
		break;
	case FAIR_HASH:
		fair_enc_hash(bytes, field_at(event, field));
		break;
	}
}

void fair_next_head(struct fair_hash *head, const struct fair_event *event, struct strbuf *bytes)
{
	fair_bytes_begin(bytes, FAIR_TAG_HEAD);
	fair_add_hash(bytes, head);
	fair_enc_text(bytes, kinds[event->kind].name);
	fair_enc_number(bytes, (uint64_t)event->event);
	fair_enc_number(bytes, (uint64_t)event->time_s);
	for (const struct fair_field *field = kinds[event->kind].fields; field->name != NULL;
		field++)
		enc_field(bytes, event, field);
	fair_digest_of(head, bytes);
}

/* ---- lines ---- */

void fair_write_text(struct strbuf *line, const char *name, const char *text)
{
	strbuf_addf(line, ",\"%s\":", name);
	json_add_text(line, text);
}

void fair_write_hash(struct strbuf *line, const char *name, const struct fair_hash *hash)
{
	char hex[FAIR_HEX_ROOM];

	fair_hex(hash, hex);
	strbuf_addf(line, ",\"%s\":\"%s\"", name, hex);
}

void fair_write_list(struct strbuf *line, const char *name, const uint32_t *list, size_t count)
{
	strbuf_addf(line, ",\"%s\":[", name);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(line, "%s%" PRIu32, i > 0 ? "," : "", list[i]);
	strbuf_addch(line, ']');
}

static void write_field(
	struct strbuf *line, const struct fair_event *event, const struct fair_field *field)
{
	switch (field->type) {
	case FAIR_NUMBER:
		strbuf_addf(line, ",\"%s\":%" PRId64, field->name, number_of(event, field));
		break;
	case FAIR_TEXT:
		fair_write_text(line, field->name, text_of(event, field));
		break;
	case FAIR_LIST:
		fair_write_list(line, field->name, list_of(event, field), event->count);
		break;
	case FAIR_HASH:
		fair_write_hash(line, field->name, field_at(event, field));
		break;
	}
}

void fair_event_write(
	struct strbuf *line, const struct fair_event *event, const struct fair_hash *head)
{
	char text[FAIR_SHORT_ROOM];

	fair_short(head, text);
	strbuf_addf(line, "{\"event\":%" PRId64 ",\"kind\":\"%s\",\"time\":%" PRId64, event->event,
		kinds[event->kind].name, event->time_s);
	for (const struct fair_field *field = kinds[event->kind].fields; field->name != NULL;
		field++)
		write_field(line, event, field);
	strbuf_addf(line, ",\"head\":\"%s\"", text);
}
