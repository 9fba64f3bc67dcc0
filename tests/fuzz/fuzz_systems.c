/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A game system's file and a line for it, parted by a line that is only "--": whatever both are,
 * nothing crashes, hangs or grows without bound, and a mistake is told in words. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/systems/system.h"
#include "crypto/random.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REPLY_BYTES = 400 };

/* Say what the line would say to a bot that knows the systems. */
static void roll(const struct dice_book *book, const char *text)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct rng *rng = rng_new_seeded(1);
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	const struct dice_line *line = dice_parse(text, book, &arena, &err);
	const struct dice_result *result = NULL;
	struct strbuf out = STRBUF_INIT;

	if (line != NULL)
		result = dice_roll(line, &limits, rng, &arena, &err);
	if (result == NULL)
		dice_error_line(&out, text, &err);
	for (size_t i = 0; result != NULL && i < result->count; i++)
		dice_reply(&out, &result->outcomes[i], REPLY_BYTES);
	assert(out.len > 0);
	strbuf_release(&out);
	arena_release(&arena);
	rng_free(rng);
}

static void use(const char *folder, const char *text)
{
	struct systems *systems = systems_new();
	struct strbuf mistakes = STRBUF_INIT;
	struct dice_book book = {.systems = systems};

	systems_load(systems, folder, &mistakes);
	assert(systems_count(systems) > 0 || mistakes.len > 0);
	if (systems_count(systems) > 0) {
		book.usual = systems_at(systems, 0);
		roll(&book, text);
		roll(&book, system_example(book.usual));
	}
	strbuf_release(&mistakes);
	systems_free(systems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char mark[] = "\n--\n";
	char folder[] = "/tmp/logios-fuzz-XXXXXX", path[64];
	const uint8_t *split = memmem(data, size, mark, strlen(mark));
	size_t head = split != NULL ? (size_t)(split - data) : size;
	char *text = mem_strndup(split != NULL ? (const char *)split + strlen(mark) : "t 1",
		split != NULL ? size - head - strlen(mark) : 3);
	FILE *file;

	assert(mkdtemp(folder) != NULL);
	snprintf(path, sizeof path, "%s/t.ini", folder);
	file = fopen(path, "w");
	fwrite(data, 1, head, file);
	fclose(file);
	use(folder, text);
	unlink(path);
	rmdir(folder);
	free(text);
	return 0;
}
