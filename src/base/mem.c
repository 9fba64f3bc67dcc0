/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocate, copy and format, or end the program. */
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *memory)
{
	if (memory == NULL) {
		fputs("logios: out of memory\n", stderr);
		abort();
	}
	return memory;
}

void *mem_alloc(size_t size)
{
	return checked(malloc(size > 0 ? size : 1));
}

void *mem_zalloc(size_t count, size_t size)
{
	return checked(calloc(count > 0 ? count : 1, size > 0 ? size : 1));
}

void *mem_resize(void *old, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size)
		checked(NULL);
	return checked(realloc(old, count * size > 0 ? count * size : 1));
}

char *mem_strndup(const char *text, size_t len)
{
	char *copy = mem_alloc(len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *mem_strdup(const char *text)
{
	return mem_strndup(text, strlen(text));
}

char *mem_strdup_or_null(const char *text)
{
	return text != NULL ? mem_strdup(text) : NULL;
}

char *mem_vprintf(const char *format, va_list values)
{
	char *text = NULL;

	if (vasprintf(&text, format, values) < 0)
		text = NULL;
	return checked(text);
}

char *mem_printf(const char *format, ...)
{
	va_list values;
	char *text;

	va_start(values, format);
	text = mem_vprintf(format, values);
	va_end(values);
	return text;
}
