/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_TIDY_H
#define LOGIOS_DICE_TIDY_H

#include "dice/notation/wording.h"

/* Put plain characters in the place of those that phones and word processors write: dashes, signs,
 * quotes, digits and blanks of every kind. Formatting codes, and characters that cannot be seen,
 * go. "||" is parted, since
 * it parts replies. Nothing is done to other printable ASCII. */
void tidy(struct wording *wording);

#endif
