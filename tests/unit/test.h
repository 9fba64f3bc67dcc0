/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TEST_H
#define LOGIOS_TEST_H

/* What cmocka needs before it, and what more than one test wants. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* Write TEXT into OUT (of SIZE bytes) with each 0x02 shown as ^B. */
static inline const char *show_bold(const char *text, char *out, size_t size)
{
	size_t len = 0;

	for (; *text != '\0'; text++) {
		assert_true(len + 3 < size);
		if (*text == '\x02')
			out[len++] = '^';
		out[len++] = *text == '\x02' ? 'B' : *text;
	}
	out[len] = '\0';
	return out;
}

#endif
