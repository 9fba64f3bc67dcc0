/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_CARDS_TAROT_H
#define LOGIOS_PLUGIN_CARDS_TAROT_H

#include "logios.h"

/* Lay cards of the tarot: the handler of !tarot. */
void tarot_run(struct plugin *self, struct request *rq, int argc, const char *const argv[]);

#endif
