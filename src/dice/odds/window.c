/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds which dice are kept and what those are worth, for terms and groups alike; and refuses. */
#include "dice/odds/impl.h"

#include <stdarg.h>
#include <stdio.h>

struct dist *odds_refuse(struct odds_work *work, size_t offset, const char *format, ...)
{
	char text[sizeof work->err->text];
	va_list values;

	if (work->told)
		return NULL;
	va_start(values, format);
	vsnprintf(text, sizeof text, format, values);
	va_end(values);
	source_error(work->source, offset, work->err, "%s", text);
	work->told = true;
	return NULL;
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

void odds_window(const struct rules *rules, uint32_t count, uint32_t *first, uint32_t *last)
{
	*first = 0;
	*last = count;
	for (size_t i = 0; i < rules->keep_count; i++) {
		uint32_t here = *last - *first;
		uint32_t number = least(rules->keeps[i].number, here);

		switch (rules->keeps[i].end) {
		case KEEP_HIGHEST:
			*first = *last - number;
			break;
		case KEEP_LOWEST:
			*last = *first + number;
			break;
		case KEEP_MIDDLE:
			*first += (here - number + 1) / 2;
			*last = *first + number;
			break;
		case DROP_HIGHEST:
			*last -= number;
			break;
		case DROP_LOWEST:
			*first += number;
			break;
		}
	}
}

bool odds_kind(
	struct odds_term *term, const struct dist *values, uint32_t count, struct keep_kind *kind)
{
	struct keep_face *faces = dist_take(
		&term->work->pool, values->count > 0 ? values->count : 1, sizeof *faces);

	*kind = (struct keep_kind){.count = count, .faces = faces};
	if (faces == NULL)
		return false;
	for (size_t i = 0; i < values->count; i++) {
		double value = dist_value(values, i);

		if (values->chances[i] > 0)
			faces[kind->face_count++] = (struct keep_face){
				value, (int64_t)odds_worth(term, value), values->chances[i]};
	}
	return true;
}

struct dist *odds_kept(struct odds_term *term, const struct keep_kind *kinds, size_t kind_count)
{
	struct kept kept = {.kinds = kinds, .kind_count = kind_count};
	uint32_t count = 0;

	for (size_t i = 0; i < kind_count; i++)
		count += kinds[i].count;
	odds_window(term->rules, count, &kept.first, &kept.last);
	if (term->rules->tally == TALLY_MATCHES)
		kept.match_size = term->rules->match_size;
	if (kept.first == kept.last)
		return dist_point(&term->work->pool, 0);
	return keep_ranks(&term->work->pool, &kept);
}
