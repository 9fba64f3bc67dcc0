/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_TITLES_H
#define LOGIOS_CONFIG_TITLES_H

#include "config/build.h"

/* Note what is wrong with the titles of RAW's sections: unknown, ill-named, or there twice.
 * Sections whose keys cannot be understood for that are marked bad. */
void config_check_titles(const struct config_raw *raw, struct config_mistakes *mistakes);

#endif
