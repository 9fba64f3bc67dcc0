/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_MISTAKES_H
#define LOGIOS_CONFIG_MISTAKES_H

#include <stddef.h>

#include "base/api.h"
#include "base/strbuf.h"

/* The mistakes of one file, gathered in any order and reported by line. */
struct config_mistake {
	int line; /* 0: of the file as a whole */
	char *text;
};

struct config_mistakes {
	struct config_mistake *items;
	size_t count, room;
};

/* Note a mistake in LINE (0: the whole file). The sentence never quotes a secret. */
void config_mistake(struct config_mistakes *mistakes, int line, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

/* Append "PATH:LINE: text" for each to OUT, by line, those of one line as they were noted; then
 * forget them all. */
void config_mistakes_tell(struct config_mistakes *mistakes, const char *path, struct strbuf *out);

#endif
