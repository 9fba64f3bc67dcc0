/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Take memory piece by piece from growing blocks, and give it back whole. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BLOCK_BYTES = 4096 };

struct arena_block {
	struct arena_block *older;
	size_t room;
	alignas(max_align_t) char bytes[];
};

static void grow(struct arena *arena, size_t size)
{
	size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
	struct arena_block *block = mem_alloc(sizeof *block + room);

	block->older = arena->blocks;
	block->room = room;
	arena->blocks = block;
	arena->used = 0;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	char *memory;

	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (arena->blocks == NULL || size > arena->blocks->room - arena->used)
		grow(arena, size);
	memory = arena->blocks->bytes + arena->used;
	arena->used += size;
	arena->total += size;
	return memory;
}

void *arena_zalloc(struct arena *arena, size_t count, size_t size)
{
	void *memory = arena_alloc(arena, count * size);

	memset(memory, 0, count * size);
	return memory;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text != NULL ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
	char *copy = arena_alloc(arena, len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list values;
	char *text, *copy;

	va_start(values, format);
	text = mem_vprintf(format, values);
	va_end(values);
	copy = arena_strdup(arena, text);
	free(text);
	return copy;
}

void arena_reset(struct arena *arena)
{
	while (arena->blocks != NULL && arena->blocks->older != NULL) {
		struct arena_block *block = arena->blocks;
		arena->blocks = block->older;
		free(block);
	}
	arena->used = 0;
	arena->total = 0;
}

void arena_release(struct arena *arena)
{
	arena_reset(arena);
	free(arena->blocks);
	arena->blocks = NULL;
}
