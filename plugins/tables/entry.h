/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TABLES_ENTRY_H
#define LOGIOS_PLUGIN_TABLES_ENTRY_H

#include <stddef.h>

#include "tablefile.h"

/* What an entry begins with. */
enum lead_kind {
	LEAD_NONE,
	LEAD_RANGE,  /* "01-35 ", "7 " */
	LEAD_WEIGHT, /* "3x " */
};

struct lead {
	enum lead_kind kind;
	bool span;            /* a range of two numbers, which words seldom begin with */
	uint32_t first, last; /* of LEAD_RANGE */
	uint32_t weight;      /* of LEAD_WEIGHT */
	size_t len;           /* bytes up to the words behind it */
};

/* Read the numbers that LINE begins with. A number that is too great reads as
 * TABLEFILE_NUMBER_MAX + 1. */
struct lead lead_read(const char *line);

/* Read the words TEXT of ENTRY into parts, in ARENA. Dice are tried, with SCRATCH for memory. On
 * failure sets ERR, a sentence without a place, and returns false. */
bool entry_read_parts(struct table_entry *entry, const char *text, struct arena *arena,
	struct arena *scratch, struct error *err);

#endif
