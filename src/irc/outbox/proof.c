/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what was written has arrived. That a socket took the bytes does not say it, nor does an
 * ACK of TCP. But a server reads in order (RFC 1459, 2.3), so its answer to a PING says that it has
 * read all that came before. Only lines that somebody has a receipt for are proved this way, so a
 * bot that nobody asks for a roll asks no server. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "irc/outbox/impl.h"

enum { RECENT_MOST = 32 }; /* lines without a receipt that are kept */

/* Let go of the oldest COUNT lines: they were SAID, or are lost. */
static void settle_oldest(struct proof *proof, size_t count, bool said)
{
	proof->asked -= count < proof->asked ? count : proof->asked;
	while (count-- > 0) {
		struct line *line = lines_take(&proof->lines);
		if (!said) {
			outbox_drop(line);
			continue;
		}
		receipt_done(line->receipt);
		free(line);
	}
}

static void format_token(const struct proof *proof, char token[OUTBOX_TOKEN])
{
	snprintf(token, OUTBOX_TOKEN, "said%u", proof->token);
}

/* One question at a time. It covers what is written now; what is written before it goes out itself
 * has to wait for the next. */
bool outbox_question(struct outbox *ob, char question[OUTBOX_QUESTION])
{
	char token[OUTBOX_TOKEN];

	if (!ob->open || ob->proof.asked > 0 || ob->proof.lines.count == 0)
		return false;
	ob->proof.token++;
	ob->proof.asked = ob->proof.lines.count;
	format_token(&ob->proof, token);
	snprintf(question, OUTBOX_QUESTION, "PING :%s", token);
	return true;
}

/* Set the timer for the next question: soon, or at once if much has been written; later while other
 * lines wait, since a PING takes a turn too. */
static void plan(struct outbox *ob)
{
	struct proof *proof = &ob->proof;

	if (proof->asked > 0 || proof->lines.count == 0)
		return;
	if (proof->lines.count >= OUTBOX_PROVE_LINES)
		timer_set(proof->timer, 0);
	else if (!timer_is_set(proof->timer))
		timer_set(proof->timer, ob->waiting == 0 ? OUTBOX_PROVE_MS : OUTBOX_PROVE_BUSY_MS);
}

void outbox_keep_written(struct outbox *ob, struct line *line)
{
	if (ob->proof.lines.count == OUTBOX_UNPROVED_MOST)
		settle_oldest(&ob->proof, 1, false);
	lines_put(&ob->proof.lines, line);
	plan(ob);
}

void outbox_proved(struct outbox *ob, const char *text)
{
	char token[OUTBOX_TOKEN];

	format_token(&ob->proof, token);
	if (ob->proof.asked == 0 || strcmp(text, token) != 0)
		return;
	settle_oldest(&ob->proof, ob->proof.asked, true);
	plan(ob);
}

void outbox_prove_all(struct outbox *ob)
{
	settle_oldest(&ob->proof, ob->proof.lines.count, true);
}

void outbox_lose_written(struct outbox *ob)
{
	timer_stop(ob->proof.timer);
	settle_oldest(&ob->proof, ob->proof.lines.count, false);
	while (ob->recent.count > 0)
		outbox_drop(lines_take(&ob->recent));
}

/* ---- what is turned away ---- */

void outbox_keep_recent(struct outbox *ob, struct line *line)
{
	if (ob->recent.count == RECENT_MOST)
		outbox_drop(lines_take(&ob->recent));
	lines_put(&ob->recent, line);
}

static struct line *newest_in(
	const struct lines *lines, enum casemap map, const char *target, struct line *best)
{
	char word[OUTBOX_LINE];

	for (struct line *line = lines->first; line != NULL; line = line->next)
		if (!line->spent && (best == NULL || line->number > best->number) &&
			casemap_equal(map, line_target(line, word), target))
			best = line;
	return best;
}

struct line *outbox_newest_to(struct outbox *ob, enum casemap map, const char *target)
{
	return newest_in(&ob->recent, map, target, newest_in(&ob->proof.lines, map, target, NULL));
}

static void never_again(struct lines *lines, enum casemap map, const char *nick)
{
	char word[OUTBOX_LINE];

	for (struct line *line = lines->first; line != NULL; line = line->next)
		if (casemap_equal(map, line_target(line, word), nick))
			line->tries = OUTBOX_NEVER_AGAIN;
}

void outbox_forget_said(struct outbox *ob, enum casemap map, const char *nick)
{
	never_again(&ob->recent, map, nick);
	never_again(&ob->proof.lines, map, nick);
}

/* The line stays where it is, since proofs count it, but without a receipt. */
void outbox_turned_away(struct outbox *ob, enum casemap map, const char *target)
{
	struct line *line = outbox_newest_to(ob, map, target);

	if (line == NULL)
		return;
	receipt_lose(line->receipt);
	line->receipt = NULL;
	line->spent = true;
}
