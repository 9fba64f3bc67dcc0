/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BASE_API_H
#define LOGIOS_BASE_API_H

/* Marks a function that plugins may call. Everything else is hidden when the program is linked. */
#define LOGIOS_API __attribute__((visibility("default")))

/* Marks a printf-like function: the format is parameter F, its values begin at parameter A. */
#define LOGIOS_PRINTF(f, a) __attribute__((format(printf, f, a)))

#endif
