/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_WORKER_H
#define LOGIOS_WORKER_H

#include <stdbool.h>
#include <stddef.h>

/* Runs what takes long in a thread of its own, one task after the other, so that the loop goes on.
 * A task begins when its thread is made and ends when that was joined: nothing needs a lock. In a
 * scripted loop, and where no thread can be made, it runs at the top of the next turn instead. */

struct loop;
struct worker;

struct worker *worker_new(struct loop *loop); /* LOOP outlives it */

/* Wait for the task that runs, forget the others; `done` is not called. NULL is fine. */
void worker_free(struct worker *worker);

/* Call COMPUTE with ARG in the thread; it may touch nothing that others use meanwhile. Then call
 * DONE with ARG in the loop. */
void worker_add(
	struct worker *worker, void (*compute)(void *arg), void (*done)(void *arg), void *arg);

/* Forget the task of ARG, if there is one; when it is running wait for its end. DONE is not called.
 */
void worker_drop(struct worker *worker, const void *arg);

/* Forget the task of ARG, unless it is running: then return false, and DONE is called. */
bool worker_take_back(struct worker *worker, const void *arg);

/* Wait until all tasks are done. */
void worker_finish(struct worker *worker);

#endif
