/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A story of what is queued to go out, when, and what the server says to it. Each line is whole,
 * every reply is said or counted in a word to whoever it was for, and each receipt is settled once:
 * as said only if the line was written. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/receipt.h"
#include "irc/outbox/outbox.h"

enum { MOST_STEPS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct account {
	unsigned long asked, said, told; /* replies */
	unsigned long joined;            /* other lines that were written */
	unsigned long open, kept;        /* receipts: not settled; settled as said */
	char token[16];                  /* of the last PING */
};

struct slip {
	struct receipt receipt; /* first */
	struct account *account;
};

static void on_settled(struct receipt *receipt)
{
	struct slip *slip = (struct slip *)receipt;

	assert(slip->account->open > 0);
	slip->account->open--;
	slip->account->kept += !receipt->lost;
	assert(slip->account->kept <= slip->account->said + slip->account->joined);
	free(slip);
}

static struct receipt *new_receipt(struct account *account)
{
	struct slip *slip = mem_zalloc(1, sizeof *slip);

	slip->receipt = (struct receipt){.holders = 1, .settled = on_settled};
	slip->account = account;
	account->open++;
	return &slip->receipt;
}

static void on_write(void *arg, const char *line, size_t len)
{
	struct account *account = arg;
	const char *word = strstr(line, " :(");

	assert(len >= 2 && len <= OUTBOX_LINE_MOST && memcmp(line + len - 2, "\r\n", 2) == 0);
	assert(memchr(line, '\r', len) == line + len - 2 &&
		memchr(line, '\n', len) == line + len - 1);
	if (word != NULL)
		account->told += strtoul(word + 3, NULL, 10);
	else if (strncmp(line, "PING :", 6) == 0)
		snprintf(account->token, sizeof account->token, "%.*s", (int)len - 8, line + 6);
	else if (strncmp(line, "JOIN", 4) == 0)
		account->joined++;
	else
		account->said++;
}

/* The server says something. */
static void hear(struct outbox *ob, const struct account *account, unsigned what)
{
	char target[8];

	snprintf(target, sizeof target, "#%u", what >> 1 & 7);
	if (what % 2 == 0)
		outbox_turned_away(ob, CASEMAP_RFC1459, target);
	else
		outbox_proved(ob, what < 8 ? "said1" : account->token);
}

/* One step: many lines at once to one of a few targets, some time, or the server's answer. */
static void step(struct loop *loop, struct outbox *ob, struct account *account, uint8_t what)
{
	static const char *const commands[] = {"PRIVMSG", "NOTICE", "JOIN", "PRIVMSG"};
	const char *command = commands[what >> 4 & 3];
	enum outbox_priority priority = (what & 1) != 0 ? OUTBOX_REPLY : OUTBOX_BULK;
	char target[8], line[64];

	if (what >= 0xf0) {
		hear(ob, account, what & 0xf);
		return;
	}
	if (what >= 0xc0) {
		loop_advance(loop, (what & 0x3f) * 1000);
		return;
	}
	snprintf(target, sizeof target, "#%d", what >> 1 & 7);
	snprintf(line, sizeof line, "%s %s :text", command, target);
	for (int i = what >> 6 == 1 ? 300 : 1; i > 0; i--) {
		struct receipt *receipt = i % 2 != 0 ? new_receipt(account) : NULL;
		outbox_next_reply(ob);
		outbox_send(ob, command[0] == 'J' ? OUTBOX_ADMIN : priority, target, line, receipt);
		receipt_done(receipt);
		account->asked += command[0] != 'J';
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct account account = {0};
	struct loop *loop = loop_new_scripted();
	struct outbox *ob = outbox_new(loop, 5, 1000, on_write, &account);

	outbox_open(ob);
	for (size_t i = 0; i < size && i < MOST_STEPS; i++)
		step(loop, ob, &account, data[i]);
	loop_advance(loop, 2 * OUTBOX_MAX_LINES * 1000);
	assert(account.said + account.told == account.asked);
	outbox_free(ob);
	assert(account.open == 0);
	loop_free(loop);
	return 0;
}
