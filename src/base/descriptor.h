/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_DESCRIPTOR_H
#define LOGIOS_BASE_DESCRIPTOR_H

/* Descriptors are numbered from below, and select(2), by which libircclient works, knows none above
 * 1023: those are left to it, and others get higher numbers. */

/* Give FD, which is closed on exec, a number that select(2) does not need. Returns the new one, or
 * FD itself where the limit of open files does not allow it. */
int descriptor_move_up(int fd);

/* Raise the limit of open files as far as is allowed, 65536 at most. Returns the limit now. */
unsigned long descriptor_raise_limit(void);

#endif
