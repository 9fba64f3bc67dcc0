/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measure the edit distance with transpositions (optimal string alignment), over names of at most
 * MAX_NAME bytes; longer ones are never suggested. */
#include "base/nearest.h"

#include <ctype.h>
#include <string.h>

enum { MAX_NAME = 48 };

static int least(int a, int b, int c)
{
	int ab = a < b ? a : b;
	return ab < c ? ab : c;
}

static int lower(char c)
{
	return tolower((unsigned char)c);
}

static int edit_distance(const char *a, const char *b)
{
	int rows[3][MAX_NAME + 1];
	int *before = rows[0], *last = rows[1], *row = rows[2];
	size_t a_len = strlen(a), b_len = strlen(b);

	for (size_t j = 0; j <= b_len; j++)
		last[j] = (int)j;
	for (size_t i = 1; i <= a_len; i++) {
		row[0] = (int)i;
		for (size_t j = 1; j <= b_len; j++) {
			int differ = lower(a[i - 1]) != lower(b[j - 1]);
			row[j] = least(row[j - 1] + 1, last[j] + 1, last[j - 1] + differ);
			if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
				lower(a[i - 2]) == lower(b[j - 1]) && before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
		}
		int *oldest = before;
		before = last;
		last = row;
		row = oldest;
	}
	return last[b_len];
}

void nearest_begin(struct nearest *search, const char *wanted)
{
	search->wanted = wanted;
	search->best = NULL;
	/* A third of the letters may be wrong, at least one and at most three. */
	search->distance = (int)(strlen(wanted) / 3) + 1;
	if (search->distance > 3)
		search->distance = 3;
	search->distance++;
}

void nearest_offer(struct nearest *search, const char *name)
{
	int distance;

	if (strlen(search->wanted) > MAX_NAME || strlen(name) > MAX_NAME)
		return;
	distance = edit_distance(search->wanted, name);
	if (distance < search->distance) {
		search->distance = distance;
		search->best = name;
	}
}
