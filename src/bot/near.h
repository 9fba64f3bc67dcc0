/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_NEAR_H
#define LOGIOS_NEAR_H

/* Words that other bots have, and what does the same here. */

/* Return what to type for WORD, which means something to other bots, without the prefix; or NULL.
 */
const char *near_word(const char *word);

#endif
