/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Built against another logios.h: must be refused before anything else in it is looked at. */
#include "logios.h"

LOGIOS_API extern const struct plugin_info logios_plugin;
const struct plugin_info logios_plugin = {.magic = LOGIOS_PLUGIN_MAGIC,
	.abi = LOGIOS_PLUGIN_ABI + 1,
	.name = "bad_abi",
	.version = "1.0",
	.summary = "From another time."};
