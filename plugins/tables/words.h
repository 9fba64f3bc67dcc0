/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TABLES_WORDS_H
#define LOGIOS_PLUGIN_TABLES_WORDS_H

/* What the files of the plugin share: its words. Its state is a struct tables. */

#include "logios.h"
#include "set.h"

enum { DRAWS_MAX = 20 }; /* that a line may ask for */

/* !table NAME [N]: draw from a table. -- table.c */
void table_run(struct plugin *self, struct request *rq, int argc, const char *const argv[]);

#endif
