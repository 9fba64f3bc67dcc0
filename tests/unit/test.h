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

/* Write TEXT into OUT (of SIZE bytes) with the formatting codes 0x02, 0x1e and 0x1f shown as ^B, ^S
 * and ^U. */
static inline const char *show_bold(const char *text, char *out, size_t size)
{
	static const char codes[] = "\x02\x1e\x1f", names[] = "BSU";
	size_t len = 0;

	for (; *text != '\0'; text++) {
		const char *code = strchr(codes, *text);

		assert_true(len + 3 < size);
		if (code != NULL)
			out[len++] = '^';
		out[len++] = code != NULL ? names[code - codes] : *text;
	}
	out[len] = '\0';
	return out;
}

#endif
