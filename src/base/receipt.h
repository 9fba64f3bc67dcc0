/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_RECEIPT_H
#define LOGIOS_BASE_RECEIPT_H

#include <stdbool.h>

/* A receipt for something that is said in one or more parts. Whoever has a part still to
 * say holds it. When nobody does any more it is settled: said, or lost when one of its parts
 * was. */
struct receipt {
	unsigned holders;
	bool lost;                                /* a part was */
	void (*settled)(struct receipt *receipt); /* frees it */
};

/* Hold RECEIPT once more. Returns it; NULL is fine, here and below. */
struct receipt *receipt_hold(struct receipt *receipt);

/* Report that a holder's part was said. */
void receipt_done(struct receipt *receipt);

/* Report that a holder's part was not said, or that nobody knows. */
void receipt_lose(struct receipt *receipt);

/* Return a receipt, held once, for what is said of ONE and OTHER at the same time: it takes over a
 * hold of each. The other one if either is NULL. */
struct receipt *receipt_both(struct receipt *one, struct receipt *other);

#endif
