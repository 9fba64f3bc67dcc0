/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_WORDS_WORDS_H
#define LOGIOS_WORDS_WORDS_H

#include "logios.h"

/* The parameters of a word's handler. */
#define WORD_ARGS struct plugin *self, struct request *rq, int argc, const char *const argv[]

/* The core's own commands, a table for each file of this folder, ended by a row without a name. */
extern const struct command about_words[];
extern const struct command channel_words[];
extern const struct command rights_words[];
extern const struct command running_words[];
extern const struct command ignore_words[];
extern const struct command fair_words[];
extern const struct command gm_words[];
extern const struct command history_words[];
extern const struct command backup_words[];

/* All these tables, ended by NULL -- words.c. */
extern const struct command *const core_words[];

#endif
