/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Has the right symbol with something else in it: must be refused by its first number. */
#include "logios.h"

LOGIOS_API extern const struct plugin_info logios_plugin;
const struct plugin_info logios_plugin = {.magic = 0x21212121u,
	.abi = LOGIOS_PLUGIN_ABI,
	.name = "bad_magic",
	.version = "1.0",
	.summary = "Not one of ours."};
