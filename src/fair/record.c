/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Store an event: it gets its number and its head. */
#include "fair/impl.h"

static const char event_sql[] =
	"INSERT INTO fair_event (id, place, event, kind, time, epoch, number, nick, who, roller,"
	" input, dice, total, said, asked, keeper, failed, hash, head)"
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

static bool has_hash(enum fair_kind kind)
{
	for (const struct fair_field *field = fair_fields(kind); field->name != NULL; field++)
		if (field->type == FAIR_HASH && kind != FAIR_KIND_OPEN && kind != FAIR_KIND_MIX)
			return true;
	return false;
}

bool fair_record(struct fair *fair, struct fair_place *place, struct fair_event *event,
	const struct fair_extra *extra, struct error *err)
{
	const void *hash = has_hash(event->kind) ? event->hash.bytes : NULL;
	size_t hash_len = hash != NULL ? FAIR_HASH_BYTES : 0;
	const struct strbuf *dice = extra->dice;

	event->event = ++place->event;
	place->event_s = event->time_s;
	fair_next_head(&place->head, event, &fair->bytes);
	if (extra->hash_len > 0) {
		hash = extra->hash;
		hash_len = extra->hash_len;
	}
	if (!store_later(fair->store, err, event_sql, "iiiiiiissssbssssibb", ++fair->last_event,
		    place->id, event->event, (int64_t)event->kind, event->time_s, event->epoch,
		    event->number, event->nick, event->who, extra->roller,
		    event->input != NULL ? event->input : extra->input,
		    dice != NULL ? dice->text : NULL, dice != NULL ? dice->len : 0,
		    event->total != NULL ? event->total : extra->total, extra->said, extra->asked,
		    extra->keeper, (int64_t)extra->failed, hash, hash_len, place->head.bytes,
		    (size_t)FAIR_HASH_BYTES))
		return false;
	place->unpublished = true;
	if (fair->recorded != NULL)
		fair->recorded(fair->recorded_arg);
	return true;
}
