/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_PLAINFILE_H
#define LOGIOS_BASE_PLAINFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"

struct strbuf;

/* Files of text that people put into a folder: decks, tables, game systems, dice. */

/* Append what PATH holds to TEXT, at most MOST bytes and one more, so that too much shows. Nobody
 * is waited for, should it be a pipe. False, with errno, when it cannot be read; EINVAL: it is no
 * plain file; ELOOP: it is a symbolic link to one that others may write than root, this program's
 * user, and whoever made the link. */
LOGIOS_API bool plainfile_read(const char *path, size_t most, struct strbuf *text);

/* Return in words what the errno WHY of plainfile_read means. */
LOGIOS_API const char *plainfile_trouble(int why);

/* Take the next line, without its newline, from *AT, which is not beyond END. *LEN gets its length.
 * Returns it, or NULL at the end. */
LOGIOS_API const char *plainfile_line(const char **at, const char *end, size_t *len);

/* Return where TEXT (LEN bytes) begins behind a byte order mark, which some editors write. */
LOGIOS_API const char *plainfile_begin(const char *text, size_t len);

/* Return whether NAME is a file's with the ending SUFFIX, ".txt" say, and more than that, that does
 * not begin with a dot. */
LOGIOS_API bool plainfile_named(const char *name, const char *suffix);

#endif
