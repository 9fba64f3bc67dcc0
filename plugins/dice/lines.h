/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_DICE_LINES_H
#define LOGIOS_PLUGIN_DICE_LINES_H

#include "dice/dice.h"

/* The lines that were read last, each with what it was read as: people type the same few again and
 * again, and most of what a roll costs is reading it. */
struct lines;

enum {
	LINES_MAX = 32,         /* that are remembered */
	LINES_BYTES = 8 * 1024, /* of memory that each may take, once another line is read */
};

struct lines *lines_new(void);
void lines_free(struct lines *lines);

/* Read TEXT as dice_parse does, or return what it was read as before with the same usual system.
 * Lent until LINES_MAX other lines were read, and if it takes more than LINES_BYTES until the next
 * one is. All books that are used with LINES have the same systems and named dice. */
const struct dice_line *lines_read(
	struct lines *lines, const char *text, const struct dice_book *book, struct error *err);

#endif
