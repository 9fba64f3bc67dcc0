/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Count who still has a part to say, and settle when nobody has. */
#include "base/receipt.h"

#include <stddef.h>

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
