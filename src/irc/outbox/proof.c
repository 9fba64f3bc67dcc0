/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what was written has arrived. That a socket took the bytes does not say it, nor does an
 * ACK of TCP. But a server reads in order (RFC 1459, 2.3), so its answer to a PING says that it has
 * read all that came before. Only lines that somebody has a receipt for are proved this way, so a
 * bot that nobody asks for a roll asks no server. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "irc/outbox/impl.h"

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
}

/* Whether LINE is "PRIVMSG TARGET :…", or another command to TARGET. */
static bool is_to(const struct line *line, enum casemap map, const char *target)
{
	const char *from = strchr(line->bytes, ' ');
	char to[OUTBOX_LINE];
	size_t len = from != NULL ? strcspn(from + 1, " \r") : 0;

	if (len == 0 || len >= sizeof to)
		return false;
	memcpy(to, from + 1, len);
	to[len] = '\0';
	return casemap_equal(map, to, target);
}

/* The lines stay where they are, since proofs count them, but without a receipt. */
void outbox_turned_away(struct outbox *ob, enum casemap map, const char *target)
{
	for (struct line *line = ob->proof.lines.first; line != NULL; line = line->next)
		if (is_to(line, map, target)) {
			receipt_lose(line->receipt);
			line->receipt = NULL;
		}
}
