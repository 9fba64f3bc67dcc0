/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TABLES_SET_IMPL_H
#define LOGIOS_PLUGIN_TABLES_SET_IMPL_H

/* What set.c, link.c and folder.c share. */

#include "set.h"

struct named_table {
	char *name, *path;
	struct tablefile *file;
	bool deck;
	bool broken; /* it is to be left out */
};

struct tables {
	struct named_table *items; /* sorted by name */
	size_t count, room;
	size_t bytes;
};

/* Return the table called NAME, or NULL. */
struct named_table *tables_lookup(const struct tables *tables, const char *name);

/* Take out those that are broken. Returns whether there were any. */
bool tables_sweep(struct tables *tables);

#endif
