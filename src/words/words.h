/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_WORDS_H
#define LOGIOS_WORDS_H

#include "logios.h"

/* The core's own commands, ended by a row without a name. */
extern const struct command core_words[];

/* Those about ignoring people (words_ignore.c), likewise. */
extern const struct command ignore_words[];

/* Those about fair rolls (words_fair.c), likewise. */
extern const struct command fair_words[];

/* Those about the game master and hidden rolls (words_gm.c), and about past rolls
 * (words_history.c), likewise. */
extern const struct command gm_words[];
extern const struct command history_words[];

#endif
