/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TESTS_BOOK_H
#define LOGIOS_TESTS_BOOK_H

#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "dice/dice.h"
#include "dice/named.h"
#include "dice/systems/system.h"

/* The game systems that come with the bot, for tests, which are run from the top of the tree. They
 * stay until the program ends. A broken file ends the test. */
static inline const struct dice_book *shipped_book(void)
{
	static struct dice_book book;
	struct strbuf mistakes = STRBUF_INIT;
	struct systems *systems;
	struct named_dice *named;

	if (book.systems != NULL)
		return &book;
	systems = systems_new();
	named = named_dice_new();
	systems_load(systems, "etc/systems", &mistakes);
	named_dice_load(named, "etc/dice", &mistakes);
	if (mistakes.len > 0 || systems_count(systems) == 0) {
		printf("not ok etc/systems\n%s", mistakes.text);
		exit(1);
	}
	strbuf_release(&mistakes);
	book.systems = systems;
	book.named = named;
	book.open = true;
	return &book;
}

#endif
