/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_TAGS_H
#define LOGIOS_IRC_TAGS_H

#include <stdbool.h>
#include <stddef.h>

/* The tags before a line (IRCv3 message-tags), as the server wrote them: "a=1;+draft/b;c=x\:y". */

/* Whether TAGS (NULL: none) has the tag NAME. A client's own tag "+NAME" is another. */
bool tags_has(const char *tags, const char *name);

/* The value of the tag NAME, unescaped, into VALUE of SIZE bytes, "" for a tag without one; of
 * several the last. False, and VALUE is "", when it is not there, does not fit, or would hold a
 * NUL, CR or LF. */
bool tags_find(const char *tags, const char *name, char *value, size_t size);

/* Write VALUE, escaped as a tag's, into OUT of SIZE bytes. False, and OUT is "", when it does not
 * fit. */
bool tags_escape(const char *value, char *out, size_t size);

#endif
