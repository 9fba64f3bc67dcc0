/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_BUILD_H
#define LOGIOS_CONFIG_BUILD_H

#include <stdbool.h>

#include "config/config.h"
#include "config/mistakes.h"
#include "config/raw.h"

/* Whether a file's permissions let everybody read it, or write it. */
struct config_access {
	bool world_readable, world_writable;
};

/* Understand RAW, the file at PATH, and note what is wrong. The result is only good if nothing is;
 * free it in any case. */
struct config *config_build(const struct config_raw *raw, const char *path,
	struct config_access access, struct config_mistakes *mistakes);

#endif
