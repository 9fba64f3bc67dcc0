/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_LOG_H
#define LOGIOS_LOG_H

#include <stdbool.h>

#include "base/api.h"
#include "base/error.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* Where log lines go. Never log a secret: passwords, keys and hashes have no business here. */
struct log;

/* Make a log to standard error, at LOG_LEVEL_INFO. */
struct log *log_new(void);
void log_free(struct log *log);

void log_set_level(struct log *log, enum log_level level);
enum log_level log_level(const struct log *log);

/* Write to the file at PATH from now on (created with mode 0640, appended to), or to standard error
 * when PATH is NULL or empty. Opening the path again, even the same one, is how a rotated file is
 * let go. On failure the old place stays. */
bool log_set_file(struct log *log, const char *path, struct error *err);

/* Read "error", "warning", "info" or "debug" into LEVEL. Returns false for anything else. */
bool log_level_parse(const char *name, enum log_level *level);

/* Write one line: time, level and the text, in which control bytes are shown as \xNN. A NULL LOG is
 * silent. */
LOGIOS_API void log_write(struct log *log, enum log_level level, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

#define log_error(log, ...) log_write(log, LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(log, ...) log_write(log, LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(log, ...) log_write(log, LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(log, ...) log_write(log, LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
