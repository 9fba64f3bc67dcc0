/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_SECRETS_H
#define LOGIOS_FAIR_SECRETS_H

#include "fair/bytes.h"

/* The secrets of an epoch. Those of open rolls are a chain, of which each leads to the one before
 * and the first to the anchor, s(0), that everybody knows; so roll n's may be public as soon as the
 * roll is. Those of hidden rolls and shuffles are a tree, so that each can be shown alone. */

enum {
	FAIR_ROLLS = 4096,    /* in an epoch */
	FAIR_SEALED = 256,    /* hidden rolls and shuffles in an epoch */
	FAIR_PATH = 8,        /* hashes from a leaf of the tree to its root */
	FAIR_CHAIN_STEP = 64, /* of the chain every 64th secret is kept */
	FAIR_CHAIN_KEPT = FAIR_ROLLS / FAIR_CHAIN_STEP,
};

/* Go from s(N), in SECRET, back to s(N - STEPS). */
void fair_chain_back(struct fair_hash *secret, int64_t n, int64_t steps);

/* A chain: what is kept, s(64), s(128), … s(4096), and between two of them what was computed. */
struct fair_chain {
	struct fair_hash kept[FAIR_CHAIN_KEPT];
	struct fair_hash between[FAIR_CHAIN_STEP]; /* s(64 * part + 1) … */
	int64_t part;                              /* -1: nothing was computed yet */
};

/* Make PART of the chain, the last first: keep its last secret, s(64 * PART + 64), which SECRET is,
 * and go back to the one before its first. After part 0 that is the anchor. */
void fair_chain_part(struct fair_chain *chain, int part, struct fair_hash *secret);

/* Make the whole chain that ends with LAST, s(4096). ANCHOR gets s(0). */
void fair_chain_make(
	struct fair_chain *chain, const struct fair_hash *last, struct fair_hash *anchor);

/* Return s(N), from 1 to FAIR_ROLLS. Lent until the next call. */
const struct fair_hash *fair_chain_secret(struct fair_chain *chain, int64_t n);

/* Compute q(M), from 1 to FAIR_SEALED, of the tree that is made of ROOT_SECRET. */
void fair_sealed_secret(struct fair_hash *out, const struct fair_hash *root_secret, int64_t m);

/* Compute the root of the tree; and the path of leaf M, its neighbour first, if PATH is not
 * NULL. */
void fair_sealed_root(struct fair_hash *root, const struct fair_hash *root_secret, int64_t m,
	struct fair_hash path[FAIR_PATH]);

/* Return whether SECRET is q(M) of the tree that has that ROOT. */
bool fair_sealed_fits(const struct fair_hash *root, int64_t m, const struct fair_hash *secret,
	const struct fair_hash path[FAIR_PATH]);

#endif
