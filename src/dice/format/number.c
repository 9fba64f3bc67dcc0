/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes numbers as people see them. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "dice/dice.h"

static void add_whole(struct strbuf *out, int64_t number)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = number < 0 ? (uint64_t)-number : (uint64_t)number;

	do
		digits[--at] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (number < 0)
		digits[--at] = '-';
	strbuf_add(out, digits + at, sizeof digits - at);
}

void dice_number(struct strbuf *out, double number)
{
	char text[32];
	size_t len;

	/* What most dice show. */
	if (number >= 0 && number < 10 && number == (int)number) {
		strbuf_addch(out, (char)('0' + (int)number));
		return;
	}
	if (fabs(number) <= DICE_MAX_NUMBER && number == (double)(int64_t)number) {
		add_whole(out, (int64_t)number);
		return;
	}
	snprintf(text, sizeof text, "%.2f", number);
	len = strlen(text);
	while (len > 0 && text[len - 1] == '0')
		len--;
	if (len > 0 && text[len - 1] == '.')
		len--;
	text[len] = '\0';
	strbuf_addstr(out, strcmp(text, "-0") == 0 ? "0" : text);
}
