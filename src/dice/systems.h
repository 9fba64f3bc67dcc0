/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_SYSTEMS_H
#define LOGIOS_DICE_SYSTEMS_H

#include <stddef.h>

#include "base/api.h"

/* Game systems as data: what a player types, what is rolled, and what the dice then mean, a file
 * each. They become part of the dice language through struct dice_book. logios-systems(7) is the
 * manual of the files. */

struct strbuf;
struct system;
struct systems;

LOGIOS_API struct systems *systems_new(void);
LOGIOS_API void systems_free(struct systems *systems); /* NULL is fine */

/* Read every NAME.ini of FOLDER, in the order of their names. A file that is broken is left out and
 * reported in MISTAKES, a line "PATH:LINE: what is wrong"; a system that was there before under the
 * same name gives way. A folder that does not exist has no files. */
LOGIOS_API void systems_load(struct systems *systems, const char *folder, struct strbuf *mistakes);

LOGIOS_API size_t systems_count(const struct systems *systems);
LOGIOS_API const struct system *systems_at(
	const struct systems *systems, size_t index); /* by name */

/* The system with that name or alias, in any case, or NULL. */
LOGIOS_API const struct system *systems_find(const struct systems *systems, const char *name);

/* Put up to MAX of the systems that people may mean by TEXT into FOUND: some words of what the game
 * is called begin so. Returns how many. */
LOGIOS_API size_t systems_search(
	const struct systems *systems, const char *text, const struct system **found, size_t max);

LOGIOS_API const char *system_name(const struct system *system);
LOGIOS_API const char *system_title(const struct system *system);   /* the game */
LOGIOS_API const char *system_group(const struct system *system);   /* of games; "" for none */
LOGIOS_API const char *system_help(const struct system *system);    /* one sentence or two */
LOGIOS_API const char *system_example(const struct system *system); /* what to type after !roll */

#endif
