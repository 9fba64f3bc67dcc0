/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything that people might type. Nothing that looks like dice is lost: no line that is accepted
 * leaves a die, a modifier or a comparison in a comment, unless # or quotes say that it is one; and
 * what a refusal offers is accepted. The oracle reads comments by itself, with none of the words of
 * the program. */
#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "book.h"
#include "crypto/random.h"
#include "dice/dice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- the oracle ---- */

static bool word_char(char c)
{
	return isalnum((unsigned char)c) || c == '\'' || (unsigned char)c >= 0x80;
}

static size_t digits(const char *text)
{
	return strspn(text, "0123456789");
}

static bool is_die(const char *word)
{
	size_t count = digits(word);

	return tolower((unsigned char)word[count]) == 'd' &&
	       (word[count + 1] == '%' || digits(word + count + 1) > 0);
}

/* k3, kh1, r2, t7, and what more is a word by itself. */
static bool is_modifier(const char *word)
{
	static const char *const letters[] = {
		"kh", "kl", "dh", "dl", "k", "r", "ro", "rr", "t", "ie", "cs", "cf", "v"};

	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		size_t len = strlen(letters[i]), number;

		if (strncasecmp(word, letters[i], len) != 0)
			continue;
		number = digits(word + len);
		if (number > 0 && (word[len + number] == '\0' || word[len + number] == ' '))
			return true;
	}
	return false;
}

/* ">= 5", but "<3 you" is a heart. */
static bool is_comparison(const char *text)
{
	const char *number = text + strspn(text, "<>=");

	if (number == text || text[0] == '\0')
		return false;
	if (text[0] == '<' && text[1] == '3' &&
		isalpha((unsigned char)text[2 + strspn(text + 2, " ")]))
		return false;
	number += strspn(number, " ");
	return digits(number) > 0;
}

static bool looks_like_dice(const char *comment)
{
	for (size_t i = 0; comment[i] != '\0'; i++) {
		bool begins = i == 0 || !word_char(comment[i - 1]);

		if ((begins && tolower((unsigned char)comment[i]) == 'x' &&
			    is_die(comment + i + 1)) ||
			(begins && (is_die(comment + i) || is_modifier(comment + i))) ||
			((i == 0 || strchr("<>=", comment[i - 1]) == NULL) &&
				is_comparison(comment + i)))
			return true;
	}
	return false;
}

static void check_comments(const struct dice_line *line, const char *typed)
{
	for (size_t i = 0; i < line->count; i++) {
		const struct dice_roll *roll = &line->rolls[i];

		if (strpbrk(roll->typed, "#\"`'\xc2\xe2\xef") != NULL)
			continue;
		if (looks_like_dice(roll->comment)) {
			printf("%s\nleaves in its comment: %s\n", typed, roll->comment);
			fflush(stdout);
			abort();
		}
	}
}

/* ---- what is offered ---- */

static void check_offers(const char *text)
{
	char *copy = mem_strdup(text), *offer = strstr(copy, "; write "), *end;

	for (offer = offer != NULL ? offer + 8 : NULL; offer != NULL;
		offer = end != NULL ? end + 4 : NULL) {
		struct arena arena = ARENA_INIT;

		end = strstr(offer, " or ");
		if (end != NULL)
			*end = '\0';
		if (strstr(text, "#") == NULL &&
			dice_parse(offer, shipped_book(), &arena, NULL) == NULL) {
			printf("%s\nis offered, but refused\n", offer);
			fflush(stdout);
			abort();
		}
		arena_release(&arena);
	}
	free(copy);
}

static void check_line(const char *text)
{
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	const struct dice_line *line = dice_parse(text, shipped_book(), &arena, &err);

	if (line != NULL) {
		check_comments(line, text);
	} else {
		assert(err.text[0] != '\0' && err.column >= 1);
		if (strstr(text, "or ") == NULL) /* between two offers */
			check_offers(err.text);
	}
	assert(arena.total <= 64u << 20);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf line = STRBUF_INIT;
	char *text = mem_alloc(size + 1);

	for (size_t i = 0; i < size; i++)
		text[i] = (char)(data[i] < ' ' || data[i] == 0x7f ? ' ' : data[i]);
	utf8_clean(&line, text, size);
	free(text);
	check_line(line.text);
	strbuf_release(&line);
	return 0;
}
