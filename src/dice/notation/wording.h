/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_WORDING_H
#define LOGIOS_DICE_WORDING_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* A text that is changed piece by piece on its way from what was typed to notation, and remembers
 * where each of its bytes stood in the line. Every change makes a copy in the arena; what was lent
 * before stays as it was. */

struct wording {
	const char *text;
	const uint16_t
		*at; /* by byte of the text, and for its end: where in the line; NULL: there */
	struct arena *arena;
};

/* Put BY in the place of what stands between BEGIN and END, in bytes of the text. */
void wording_replace(struct wording *wording, size_t begin, size_t end, const char *by);

/* Cut the text off at END. Return what begins at NEXT, which is a wording of its own. */
struct wording wording_split(struct wording *wording, size_t end, size_t next);

/* Return where in the line the byte at OFFSET of the text stood. */
size_t wording_in_line(const struct wording *wording, size_t offset);

#endif
