/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Count who still has a part to say, and settle when nobody has. */
#include "base/receipt.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/mem.h"

struct receipt *receipt_hold(struct receipt *receipt)
{
	if (receipt != NULL)
		receipt->holders++;
	return receipt;
}

void receipt_done(struct receipt *receipt)
{
	if (receipt != NULL && --receipt->holders == 0)
		receipt->settled(receipt);
}

void receipt_lose(struct receipt *receipt)
{
	if (receipt != NULL)
		receipt->lost = true;
	receipt_done(receipt);
}

struct both {
	struct receipt receipt; /* first */
	struct receipt *one, *other;
};

static void on_both_settled(struct receipt *receipt)
{
	struct both *both = (struct both *)receipt;
	void (*settle)(struct receipt *) = receipt->lost ? receipt_lose : receipt_done;

	settle(both->one);
	settle(both->other);
	free(both);
}

struct receipt *receipt_both(struct receipt *one, struct receipt *other)
{
	struct both *both;

	if (one == NULL || other == NULL)
		return one != NULL ? one : other;
	both = mem_alloc(sizeof *both);
	*both = (struct both){
		.receipt = {.holders = 1, .settled = on_both_settled}, .one = one, .other = other};
	return &both->receipt;
}
