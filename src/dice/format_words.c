/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The total of dice that show words: how many show which, in the order in which they came. */
#include "dice/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct tally_word {
	const char *word;
	size_t count;
};

static void count_word(struct tally_word *words, size_t *count, const char *word)
{
	size_t i = 0;

	while (i < *count && strcmp(words[i].word, word) != 0)
		i++;
	if (i == *count)
		words[(*count)++] = (struct tally_word){.word = word};
	words[i].count++;
}

static void count_term(struct tally_word *words, size_t *count, const struct term *term)
{
	const struct die_kind *kind = term->node->dice.kind;

	for (size_t i = 0; i < term->die_count; i++)
		count_word(words, count, kind->words[term->dice[i].face]);
}

/* Different words are at most as many as an expression can name, in all its evaluations. */
void format_words(struct strbuf *out, const struct dice_outcome *outcome)
{
	struct tally_word *words = mem_alloc((DICE_MAX_BYTES + 1) * sizeof *words);
	size_t count = 0;

	for (size_t i = 0; i < outcome->evaluation_count; i++)
		for (const struct term *term = outcome->evaluations[i].terms; term != NULL;
			term = term->next)
			if (term->unit == DICE_WORDS)
				count_term(words, &count, term);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(out, "%s%zu %s", i > 0 ? ", " : "", words[i].count, words[i].word);
	if (count == 0)
		strbuf_addstr(out, "nothing");
	free(words);
}
