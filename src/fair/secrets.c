/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compute the chain of secrets of open rolls, and the tree of those of hidden ones. */
#include "fair/secrets.h"

#include <assert.h>
#include <string.h>

/* Hash TAG, NUMBER and HASH. */
static void numbered(
	struct fair_hash *out, enum fair_tag tag, int64_t number, const struct fair_hash *hash)
{
	unsigned char bytes[1 + 8 + FAIR_HASH_BYTES];

	bytes[0] = (unsigned char)tag;
	for (int i = 0; i < 8; i++)
		bytes[1 + i] = (unsigned char)((uint64_t)number >> (56 - 8 * i));
	memcpy(bytes + 9, hash->bytes, FAIR_HASH_BYTES);
	fair_digest(out, bytes, sizeof bytes);
}

/* ---- the chain ---- */

void fair_chain_back(struct fair_hash *secret, int64_t n, int64_t steps)
{
	for (; steps > 0; steps--, n--)
		numbered(secret, FAIR_TAG_CHAIN, n, secret);
}

void fair_chain_part(struct fair_chain *chain, int part, struct fair_hash *secret)
{
	chain->kept[part] = *secret;
	fair_chain_back(secret, (int64_t)(part + 1) * FAIR_CHAIN_STEP, FAIR_CHAIN_STEP);
	chain->part = -1;
}

void fair_chain_make(
	struct fair_chain *chain, const struct fair_hash *last, struct fair_hash *anchor)
{
	*anchor = *last;
	for (int part = FAIR_CHAIN_KEPT - 1; part >= 0; part--)
		fair_chain_part(chain, part, anchor);
}

const struct fair_hash *fair_chain_secret(struct fair_chain *chain, int64_t n)
{
	int64_t part = (n - 1) / FAIR_CHAIN_STEP, first = part * FAIR_CHAIN_STEP + 1;
	struct fair_hash *between = chain->between;

	assert(n >= 1 && n <= FAIR_ROLLS);
	if (part != chain->part) {
		between[FAIR_CHAIN_STEP - 1] = chain->kept[part];
		for (int i = FAIR_CHAIN_STEP - 1; i > 0; i--) {
			between[i - 1] = between[i];
			fair_chain_back(&between[i - 1], first + i, 1);
		}
		chain->part = part;
	}
	return &between[n - first];
}

/* ---- the tree ---- */

void fair_sealed_secret(struct fair_hash *out, const struct fair_hash *root_secret, int64_t m)
{
	numbered(out, FAIR_TAG_SEALED, m, root_secret);
}

static void join(struct fair_hash *out, const struct fair_hash *left, const struct fair_hash *right)
{
	unsigned char bytes[1 + 2 * FAIR_HASH_BYTES];

	bytes[0] = FAIR_TAG_NODE;
	memcpy(bytes + 1, left->bytes, FAIR_HASH_BYTES);
	memcpy(bytes + 1 + FAIR_HASH_BYTES, right->bytes, FAIR_HASH_BYTES);
	fair_digest(out, bytes, sizeof bytes);
}

void fair_sealed_root(struct fair_hash *root, const struct fair_hash *root_secret, int64_t m,
	struct fair_hash path[FAIR_PATH])
{
	struct fair_hash nodes[FAIR_SEALED];
	size_t at = (size_t)m - 1;

	for (int i = 0; i < FAIR_SEALED; i++) {
		fair_sealed_secret(&nodes[i], root_secret, i + 1);
		numbered(&nodes[i], FAIR_TAG_LEAF, i + 1, &nodes[i]);
	}
	for (size_t count = FAIR_SEALED, level = 0; count > 1; count /= 2, level++, at /= 2) {
		if (path != NULL)
			path[level] = nodes[at ^ 1];
		for (size_t i = 0; i < count / 2; i++)
			join(&nodes[i], &nodes[2 * i], &nodes[2 * i + 1]);
	}
	*root = nodes[0];
}

bool fair_sealed_fits(const struct fair_hash *root, int64_t m, const struct fair_hash *secret,
	const struct fair_hash path[FAIR_PATH])
{
	struct fair_hash node;
	int64_t at = m - 1;

	if (m < 1 || m > FAIR_SEALED)
		return false;
	numbered(&node, FAIR_TAG_LEAF, m, secret);
	for (int level = 0; level < FAIR_PATH; level++, at /= 2)
		join(&node, at % 2 == 0 ? &node : &path[level], at % 2 == 0 ? &path[level] : &node);
	return fair_hash_equal(&node, root);
}
