/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds every file of the folders named as arguments to a fuzz target, under whatever compiler is
 * at hand: what the fuzzer once found stays found. An input that hurts ends the program. */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool read_file(const char *path, struct strbuf *out)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		return false;
	}
	char piece[4096];
	size_t got;
	while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
		strbuf_add(out, piece, got);
	}
	bool good = !ferror(file);
	fclose(file);
	return good;
}

/* In a copy of its exact size, so that a sanitizer sees a read past the end. */
static void feed(const char *bytes, size_t size)
{
	uint8_t *copy = mem_alloc(size);
	if (size > 0) {
		memcpy(copy, bytes, size);
	}
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static bool replay_file(const char *path)
{
	struct strbuf content = STRBUF_INIT;
	bool good = read_file(path, &content);
	if (good) {
		printf("# %s\n", path);
		fflush(stdout);
		feed(content.text, content.len);
	}
	printf("%s %s\n", good ? "ok" : "not ok", path);
	strbuf_release(&content);
	return good;
}

static bool replay_folder(const char *path)
{
	DIR *folder = opendir(path);
	if (folder == NULL) {
		printf("not ok %s: %s\n", path, strerror(errno));
		return false;
	}
	bool good = true;
	const struct dirent *entry;
	while ((entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] != '.') {
			char *file = mem_printf("%s/%s", path, entry->d_name);
			good &= replay_file(file);
			free(file);
		}
	}
	closedir(folder);
	return good;
}

int main(int argc, char **argv)
{
	bool good = argc > 1;
	for (int i = 1; i < argc; i++) {
		good &= replay_folder(argv[i]);
	}
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
