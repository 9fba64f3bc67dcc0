/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_PUBLISH_H
#define LOGIOS_FAIR_PUBLISH_H

#include "fair/fair.h"

/* Transcripts of channels as files in a folder, one each, to which events are appended as they
 * happen: for a web server, say. Private talk is not published. */

/* Call RECORDED with ARG whenever something is recorded that fair_publish could write. */
void fair_on_recorded(struct fair *fair, void (*recorded)(void *arg), void *arg);

/* Append what is new to the files in FOLDER, which is there, and give them MODE. Call it when all
 * is on disk. What a file has is never changed; one that does not fit the history, of a bot that
 * was set up anew, is moved out of the way. Returns false when something could not be written: it
 * is tried again the next time, and ERR says why. */
bool fair_publish(struct fair *fair, const char *folder, unsigned mode, struct error *err);

#endif
