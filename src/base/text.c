/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts short texts together, and looks at them. */
#include "base/text.h"

#include <string.h>
#include <strings.h>

size_t text_copy(char *out, size_t size, const char *text, size_t len)
{
	size_t fits = len < size ? len : size - 1;

	memcpy(out, text, fits);
	out[fits] = '\0';
	return fits;
}

size_t text_join(char *out, size_t size, const char *first, const char *second, const char *third)
{
	size_t len = text_copy(out, size, first, strlen(first));

	len += text_copy(out + len, size - len, second, strlen(second));
	return len + text_copy(out + len, size - len, third, strlen(third));
}

const char *text_number(char out[TEXT_NUMBER], int64_t number)
{
	uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	char digits[TEXT_NUMBER], *first = digits + sizeof digits;

	*--first = '\0';
	do {
		*--first = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (number < 0)
		*--first = '-';
	memcpy(out, first, (size_t)(digits + sizeof digits - first));
	return out;
}

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_';
}

bool text_is_name(const char *name, size_t len, size_t most)
{
	if (len == 0 || len > most)
		return false;
	while (len > 0 && is_name_byte(name[len - 1]))
		len--;
	return len == 0;
}

bool text_has_word(const char *words, const char *word, size_t len)
{
	size_t size;

	for (words += strspn(words, " "); *words != '\0';
		words += size + strspn(words + size, " ")) {
		size = strcspn(words, " ");
		if (size == len && strncasecmp(words, word, len) == 0)
			return true;
	}
	return false;
}
