/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration's reader: whatever the bytes, it either gives a configuration or tells
 * mistakes, one a line. Secrets in other files are left out: opening them is not the reader's
 * doing. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void check_mistakes(const struct strbuf *mistakes, const struct config *config)
{
	if ((config == NULL) != (mistakes->len > 0))
		abort();
	for (const char *line = mistakes->text; *line != '\0'; line = strchr(line, '\n') + 1)
		if (strncmp(line, "f:", 2) != 0 || strchr(line, '\n') == NULL)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config;
	FILE *stream;

	if (len == 0 || memmem(bytes, len, "_file", strlen("_file")) != NULL)
		return 0;
	stream = fmemopen((void *)(uintptr_t)bytes, len, "r");
	if (stream == NULL)
		abort();
	config = config_read(stream, "f", len % 2 ? 0600 : 0644, &mistakes);
	fclose(stream);
	check_mistakes(&mistakes, config);
	config_free(config);
	strbuf_release(&mistakes);
	return 0;
}
