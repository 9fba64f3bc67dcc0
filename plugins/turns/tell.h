/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_TURNS_TELL_H
#define LOGIOS_PLUGIN_TURNS_TELL_H

#include "here.h"

/* Append the name of ENTRY with its value or card and what lasts, as
 * "goblin 1 (12; stunned for 2 turns)". */
void tell_entry(struct strbuf *out, const struct order *order, const struct entry *entry);

/* Append "Round 2: ann is up (17). Next: goblin 1." */
void tell_turn(struct strbuf *out, const struct order *order);

/* Append all entries in their order; hidden ones only where SEES_HIDDEN. */
void tell_entries(struct strbuf *out, const struct order *order, bool sees_hidden);

/* Append when the entry at AT acts: ", after ann" or ", first". */
void tell_place(struct strbuf *out, const struct order *order, size_t at);

#endif
