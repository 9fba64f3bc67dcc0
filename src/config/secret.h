/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_SECRET_H
#define LOGIOS_CONFIG_SECRET_H

#include <stdbool.h>

#include "base/error.h"

/* Secrets that stand outside the configuration file, as `KEY_file = SOURCE`. */

/* Return the first line of SOURCE, without its line end: a path, relative to FOLDER, of a regular
 * file that not everybody can read; or `credential:NAME`, a file of that name in
 * $CREDENTIALS_DIRECTORY, where systemd puts what LoadCredential= says. The caller frees it with
 * config_wipe. NULL on failure. */
char *config_secret_read(const char *folder, const char *source, struct error *err);

/* Return whether SOURCE is a credential, and we are not started by systemd, which alone has them:
 * ERR says so. */
bool config_secret_is_away(const char *source, struct error *err);

/* Return PATH, or when it is relative PATH in FOLDER. The caller frees it. */
char *config_path_in(const char *folder, const char *path);

#endif
