/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_READ_H
#define LOGIOS_CONFIG_READ_H

#include <stdio.h>

#include "base/strbuf.h"
#include "config/config.h"

/* Reading the configuration file. */

enum { CONFIG_LINE_LIMIT = 190 }; /* bytes of a line without its end; longer ones are a mistake */

/* A look at CONFIG by somebody who knows more of it, the plugin host. Appends lines to MISTAKES,
 * and returns whether there was none. */
typedef bool config_look(const struct config *config, struct strbuf *mistakes);

/* Read the file at PATH. Every mistake is a line "path:line: what (hint)" appended to MISTAKES;
 * with any, NULL is returned. LOOK (or NULL) is taken even then, so that all mistakes are reported
 * at once. The caller frees the result with config_free. */
struct config *config_load(const char *path, config_look *look, struct strbuf *mistakes);

/* Do the same for a bot that is to run: a secret that is not here (`away`) is a mistake, too. */
struct config *config_load_whole(const char *path, config_look *look, struct strbuf *mistakes);

/* Do the same without a look, from STREAM, which the caller closes. PATH is for messages, and
 * relative paths start at its folder. PERMISSIONS are those of its file, as in st_mode. */
struct config *config_read(
	FILE *stream, const char *path, unsigned permissions, struct strbuf *mistakes);

#endif
