/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_LINE_H
#define LOGIOS_DICE_LINE_H

#include "dice/dice.h"

/* Read LINE as dice_parse does, but for vs between two rolls. LEAVES_COMPARISON: a comparison
 * behind a blank is left in the comment. */
const struct dice_line *line_read(const char *line, const struct dice_book *book,
	bool leaves_comparison, struct arena *arena, struct error *err);

#endif
