/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make the secrets of the next epoch in advance, in slices: nearly 5000 hashes, a millisecond. */
#include "fair/impl.h"

enum { PARTS_AT_ONCE = 8 }; /* of the chain, 64 hashes each; the tree has 767 */

static void begin(struct fair *fair)
{
	struct fair_ahead *ahead = &fair->ahead;

	fair->make_secret(&ahead->secrets.anchor, sizeof ahead->secrets.anchor);
	fair->make_secret(&ahead->secrets.sealed, sizeof ahead->secrets.sealed);
	ahead->parts = FAIR_CHAIN_KEPT;
	ahead->begun = true;
	ahead->planted = false;
}

/* Make up to COUNT parts of the chain, or the tree when they are all made. What is the anchor in
 * the end is on the way there the secret that was made last. */
static void go_on(struct fair_ahead *ahead, int count)
{
	struct fair_secrets *secrets = &ahead->secrets;

	if (ahead->parts == 0) {
		fair_sealed_root(&secrets->root, &secrets->sealed, 1, NULL);
		ahead->planted = true;
	}
	for (; count > 0 && ahead->parts > 0; count--)
		fair_chain_part(&secrets->chain, --ahead->parts, &secrets->anchor);
}

bool fair_prepare(struct fair *fair)
{
	if (!fair->has_key)
		return false; /* nothing is rolled yet */
	if (!fair->ahead.begun)
		begin(fair);
	else if (!fair->ahead.planted)
		go_on(&fair->ahead, PARTS_AT_ONCE);
	return !fair->ahead.planted;
}

void fair_take_secrets(struct fair *fair, struct fair_secrets *secrets)
{
	if (!fair->ahead.begun)
		begin(fair);
	while (!fair->ahead.planted)
		go_on(&fair->ahead, FAIR_CHAIN_KEPT);
	*secrets = fair->ahead.secrets;
	hash_wipe(&fair->ahead, sizeof fair->ahead);
}
