/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of the core's own words, a table a topic. */
#include "words/words.h"

#include <stddef.h>

const struct command *const core_words[] = {
	about_words,
	channel_words,
	rights_words,
	running_words,
	ignore_words,
	fair_words,
	gm_words,
	history_words,
	backup_words,
	NULL,
};
