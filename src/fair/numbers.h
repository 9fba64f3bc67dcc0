/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_NUMBERS_H
#define LOGIOS_FAIR_NUMBERS_H

#include "fair/bytes.h"

struct rng;

/* The numbers of a roll or a shuffle: from the secret of its own and the mix of its epoch, and from
 * nothing else. Used for one after the other. */
struct fair_numbers;

struct fair_numbers *fair_numbers_new(void);
void fair_numbers_free(struct fair_numbers *numbers); /* NULL is fine */

/* Begin with the first number for SECRET and MIX. Returns the source of uniform numbers, which is
 * always the same one. */
struct rng *fair_numbers_begin(
	struct fair_numbers *numbers, const struct fair_hash *secret, const struct fair_hash *mix);

#endif
