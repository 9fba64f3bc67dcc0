/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TABLES_DRAW_H
#define LOGIOS_PLUGIN_TABLES_DRAW_H

#include "base/error.h"
#include "base/strbuf.h"
#include "set.h"

enum {
	DRAW_DEPTH_MAX = 8,    /* tables in tables */
	DRAW_ROLLS_MAX = 40,   /* for one line that was typed */
	DRAW_BYTES_MAX = 2000, /* of what is drawn */
};

/* Where the numbers come from, and how much was drawn so far. */
struct draw {
	const struct tables *tables;

	/* Roll DICE into *TOTAL. That is for FILE, or, where FILE is NULL, for dice within an
	 * entry. False, with ERR, when that fails. */
	bool (*roll)(void *arg, const char *dice, const struct tablefile *file, double *total,
		struct error *err);
	void *arg;
	unsigned rolls; /* 0 at first */
	unsigned depth; /* 0 */
	bool cut;       /* set when a bound was met, and something is left out as … */
};

/* Draw from FILE, and append what comes of it to OUT, with all that its entry names. False when a
 * roll failed; OUT then has what came before it. */
bool draw_from(
	struct draw *draw, const struct tablefile *file, struct strbuf *out, struct error *err);

#endif
