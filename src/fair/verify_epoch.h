/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_VERIFY_EPOCH_H
#define LOGIOS_FAIR_VERIFY_EPOCH_H

#include "fair/verify_fault.h"

/* The epochs of a transcript, and their rolls made again. */

/* Find the epoch of that number. Returns NULL if there is none. */
struct epoch *fair_epoch_find(const struct fair_verify *verify, int64_t number);

/* Add an epoch. Returns NULL when it would not be the last. */
struct epoch *fair_epoch_add(struct fair_verify *verify, int64_t number);

/* Add a roll, not filled in, to EPOCH. Lent until the next one is added. */
struct roll *fair_roll_add(struct epoch *epoch);

/* Take SEED for EPOCH: compare it with the commitment, and make the rolls again. */
void fair_epoch_prove(
	struct fair_verify *verify, struct epoch *epoch, const unsigned char seed[FAIR_SEED_BYTES]);

/* Make ROLL, of an EPOCH that is proven, again and compare its faces. */
void fair_roll_check(
	struct fair_verify *verify, const struct epoch *epoch, const struct roll *roll);

#endif
