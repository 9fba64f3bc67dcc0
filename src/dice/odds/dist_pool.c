/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts for the memory and the time of one question. */
#include "dice/odds/dist.h"

#include <stdalign.h>
#include <stdlib.h>

#include "base/mem.h"

struct dist_block {
	struct dist_block *before, *after;
	size_t bytes;
	alignas(max_align_t) char memory[];
};

static struct dist_block *block_of(void *memory)
{
	return (struct dist_block *)(void *)((char *)memory - offsetof(struct dist_block, memory));
}

void dist_pool_release(struct dist_pool *pool)
{
	while (pool->blocks != NULL) {
		struct dist_block *block = pool->blocks;

		pool->blocks = block->after;
		free(block);
	}
}

bool dist_charge(struct dist_pool *pool, uint64_t steps)
{
	if (pool->spent != DIST_FINE)
		return false;
	if (steps > pool->steps_left) {
		pool->spent = DIST_NO_STEPS;
		return false;
	}
	pool->steps_left -= steps;
	return true;
}

void *dist_take(struct dist_pool *pool, size_t count, size_t size)
{
	struct dist_block *block;
	size_t bytes;

	/* A step for each 32 bytes: setting them to zero takes time too. */
	if (!dist_charge(pool, count / 4))
		return NULL;
	if (count > pool->bytes_left / size || count * size + sizeof *block > pool->bytes_left) {
		pool->spent = DIST_NO_BYTES;
		return NULL;
	}
	bytes = sizeof *block + count * size;
	block = mem_zalloc(1, bytes);
	block->bytes = bytes;
	block->after = pool->blocks;
	if (pool->blocks != NULL)
		pool->blocks->before = block;
	pool->blocks = block;
	pool->bytes_left -= bytes;
	return block->memory;
}

void dist_drop(struct dist_pool *pool, void *memory)
{
	struct dist_block *block;

	if (memory == NULL)
		return;
	block = block_of(memory);
	if (block->before != NULL)
		block->before->after = block->after;
	else
		pool->blocks = block->after;
	if (block->after != NULL)
		block->after->before = block->before;
	pool->bytes_left += block->bytes;
	free(block);
}
