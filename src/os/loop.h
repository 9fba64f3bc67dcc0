/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_LOOP_H
#define LOGIOS_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/* The one place that waits: timers, signals and descriptors over libevent. Its clock can be
 * scripted, so that tests decide what time it is. */
struct loop;
struct log;
struct timer;
struct watch;
struct event_base;

struct loop *loop_new(void);

/* Make a loop whose clock stands still until loop_advance moves it. Descriptors are not watched. */
struct loop *loop_new_scripted(void);

/* Free LOOP, whose timers and watches must be gone. */
void loop_free(struct loop *loop);

/* Let what libevent has to say, in the whole program, go to LOG, which must be taken back with NULL
 * before it is freed: then standard error gets it, as without us. */
void loop_set_log(struct log *log);

/* Wait and dispatch until loop_stop. Deferred calls and due timers run at the top of each turn. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

/* Return milliseconds that never go back. */
int64_t loop_now_ms(const struct loop *loop);

/* Return milliseconds since the beginning of 1970 (UTC), as the system's clock shows them; it may
 * be set back and forth. With a scripted clock it is LOOP_SCRIPTED_WALL_MS at the beginning. */
int64_t loop_wall_ms(const struct loop *loop);

#define LOOP_SCRIPTED_WALL_MS INT64_C(1735689600000) /* 2025-01-01 00:00:00 UTC */

/* Set the scripted clock of the day MS milliseconds forward, as whoever runs a machine may. */
void loop_step_wall(struct loop *loop, int64_t ms);

/* Move a scripted clock MS milliseconds on, running what becomes due, in order. */
void loop_advance(struct loop *loop, int64_t ms);

/* Run CALL with ARG at the top of the next turn, outside every handler. The calls of one turn run
 * in the order in which they were asked for. */
void loop_defer(struct loop *loop, void (*call)(void *arg), void *arg);

/* Run CALL with ARG once, at the end of this turn: after all that it does, before the loop waits.
 * It may not ask for more. */
void loop_at_end(struct loop *loop, void (*call)(void *arg), void *arg);

/* Forget the deferred calls with ARG, and those at the end of the turn. */
void loop_undefer(struct loop *loop, const void *arg);

/* Make a timer, stopped at first, that calls CALL with ARG once each time it was set. */
struct timer *timer_new(struct loop *loop, void (*call)(void *arg), void *arg);
void timer_free(struct timer *timer);                  /* NULL is fine */
void timer_set(struct timer *timer, int64_t delay_ms); /* negative: as 0 */
void timer_stop(struct timer *timer);
bool timer_is_set(const struct timer *timer);

/* Call CALL with ARG at the top of the loop whenever the signal arrives. One call per signal
 * number. */
void loop_on_signal(struct loop *loop, int signal_number, void (*call)(void *arg), void *arg);

/* Call CALL with ARG whenever FD can be read. The descriptor stays the caller's. */
struct watch *watch_readable(struct loop *loop, int fd, void (*call)(void *arg), void *arg);
void watch_free(struct watch *watch); /* NULL is fine */

/* Return libevent's own handle, for irc/wire/ alone. NULL in a scripted loop. */
struct event_base *loop_event_base(struct loop *loop);

#endif
