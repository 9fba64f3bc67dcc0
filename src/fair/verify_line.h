/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_VERIFY_LINE_H
#define LOGIOS_FAIR_VERIFY_LINE_H

#include "fair/verify_fault.h"

/* What each kind of line means. The line is in verify->now. */

/* Return the text under KEY, or NULL. */
const char *fair_text_of(const struct fair_verify *verify, const char *key);

/* Check the line as one of that kind, and note what it says. */
void fair_read_header(struct fair_verify *verify);
void fair_read_commitment(struct fair_verify *verify);
void fair_read_salt(struct fair_verify *verify);
void fair_read_roll(struct fair_verify *verify);
void fair_read_shuffle(struct fair_verify *verify);
void fair_read_reveal(struct fair_verify *verify);

#endif
