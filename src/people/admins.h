/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PEOPLE_ADMINS_H
#define LOGIOS_PEOPLE_ADMINS_H

#include <stdbool.h>

#include "config/config.h"

/* Find the section [admin NAME]. Returns NULL if there is none. */
const struct config_admin *admin_find(const struct config *config, const char *name);

/* Return whether ADMIN's section holds on NETWORK. */
bool admin_serves(const struct config_admin *admin, const char *network);

#endif
