/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tell the ending of a reply, its total and words, which is the same however much is said of the
 * dice: so a log of a chat is held against what was recorded. */
#include <string.h>

#include "base/strbuf.h"
#include "dice/format/format.h"

/* What stands for any text. */
#define ANYTHING "\t"

static void add_side(struct strbuf *out, const struct dice_outcome *outcome, bool brief)
{
	if (brief && outcome->only_result) {
		strbuf_addch(out, ' ');
		format_conclusion(out, outcome);
	} else {
		strbuf_addstr(out, FORMAT_TOTAL);
		format_whole_total(out, outcome);
	}
}

/* Append the ending of a reply about OUTCOME that is BRIEF where its game says so, or not. */
static void add_ending(struct strbuf *out, const struct dice_outcome *outcome, bool brief)
{
	add_side(out, outcome, brief);
	if (outcome->other == NULL)
		return;
	strbuf_addstr(out, FORMAT_PART "vs" ANYTHING);
	add_side(out, outcome->other, brief);
	strbuf_addf(out, FORMAT_PART "%s", outcome->contest);
}

void dice_endings(struct strbuf *out, const struct dice_outcome *outcome)
{
	struct strbuf text = STRBUF_INIT;

	add_ending(&text, outcome, false);
	if (outcome->only_result || (outcome->other != NULL && outcome->other->only_result)) {
		strbuf_addch(&text, '\n');
		add_ending(&text, outcome, true);
	}
	for (const char *c = text.text; *c != '\0'; c++)
		if (*c != FORMAT_BOLD && *c != FORMAT_UNDERLINE)
			strbuf_addch(out, *c);
	strbuf_release(&text);
}

/* Return whether the LEN bytes of REPLY end in ENDING, of SIZE bytes. */
static bool ends_in(const char *reply, size_t len, const char *ending, size_t size)
{
	const char *tab = memchr(ending, *ANYTHING, size);
	const char *last = tab != NULL ? tab + 1 : ending, *first;
	size_t last_len = size - (size_t)(last - ending);

	if (len < last_len || memcmp(reply + len - last_len, last, last_len) != 0)
		return false;
	if (tab == NULL)
		return true;
	first = memmem(reply, len - last_len, ending, (size_t)(tab - ending));
	return first != NULL;
}

bool dice_ends(const char *endings, const char *reply, size_t len)
{
	while (*endings != '\0') {
		size_t size = strcspn(endings, "\n");

		if (ends_in(reply, len, endings, size))
			return true;
		endings += size + (endings[size] != '\0');
	}
	return false;
}
