/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words behind numbers, and the total of dice that show words: how many show which, in the order in
 * which they came. What is joined by + on a face counts one by one: "success+advantage" is one of
 * each. */
#include "dice/format/format.h"

#include <string.h>

void format_counted(struct strbuf *out, double number, const char *word)
{
	size_t len = strlen(word);

	dice_number(out, number);
	if (len == 0)
		return;
	if (number == 1 && len > 3 && strcmp(word + len - 2, "es") == 0 &&
		strchr("sxh", word[len - 3]) != NULL)
		len -= 2;
	else if (number == 1 && word[len - 1] == 's' && word[len - 2] != 's')
		len--;
	strbuf_addf(out, " %.*s", (int)len, word);
}

enum { DIFFERENT_MAX = 60 }; /* words counted apart; what is more is counted together */

struct tally_word {
	const char *word;
	size_t len, count;
};

struct word_tally {
	struct tally_word words[DIFFERENT_MAX];
	size_t count;
	size_t others;
};

static void count_word(struct word_tally *tally, const char *word, size_t len)
{
	size_t i = 0;

	while (i < tally->count &&
		(tally->words[i].len != len || memcmp(tally->words[i].word, word, len) != 0))
		i++;
	if (i == DIFFERENT_MAX) {
		tally->others++;
		return;
	}
	if (i == tally->count)
		tally->words[tally->count++] = (struct tally_word){.word = word, .len = len};
	tally->words[i].count++;
}

static void count_face(struct word_tally *tally, const char *face)
{
	for (;;) {
		size_t len = strcspn(face, "+");

		if (len > 0)
			count_word(tally, face, len);
		if (face[len] == '\0')
			return;
		face += len + 1;
	}
}

static void count_evaluation(struct word_tally *tally, const struct evaluation *evaluation)
{
	for (const struct term *term = evaluation->terms; term != NULL; term = term->next)
		for (size_t i = 0; term->unit == DICE_WORDS && i < term->die_count; i++)
			if (!(term->dice[i].flags & DIE_DROPPED))
				count_face(tally, term->node->dice.kind->words[term->dice[i].face]);
}

void format_words(struct strbuf *out, const struct dice_outcome *outcome)
{
	struct word_tally tally = {.count = 0};

	for (size_t i = 0; i < outcome->evaluation_count; i++)
		count_evaluation(&tally, &outcome->evaluations[i]);
	for (size_t i = 0; i < tally.count; i++)
		strbuf_addf(out, "%s%zu %.*s", i > 0 ? ", " : "", tally.words[i].count,
			(int)tally.words[i].len, tally.words[i].word);
	if (tally.others > 0)
		strbuf_addf(out, ", %zu others", tally.others);
	if (tally.count == 0)
		strbuf_addstr(out, "nothing");
}
