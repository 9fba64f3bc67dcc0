/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A story of what is queued to go out, and when. Each line is whole, and every reply is said or counted
 * in a word to whoever it was for. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "irc/outbox.h"

enum { MOST_STEPS = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct account {
	unsigned long asked, said, told; /* replies */
};

static void on_write(void *arg, const char *line, size_t len)
{
	struct account *account = arg;
	const char *word = strstr(line, " :(");

	assert(len >= 2 && len <= OUTBOX_LINE_MOST && memcmp(line + len - 2, "\r\n", 2) == 0);
	assert(memchr(line, '\r', len) == line + len - 2 &&
		memchr(line, '\n', len) == line + len - 1);
	if (word != NULL)
		account->told += strtoul(word + 3, NULL, 10);
	else if (strncmp(line, "JOIN", 4) != 0)
		account->said++;
}

/* One step: many lines at once to one of a few targets, or some time. */
static void step(struct loop *loop, struct outbox *ob, struct account *account, uint8_t what)
{
	static const char *const commands[] = {"PRIVMSG", "NOTICE", "JOIN", "PRIVMSG"};
	const char *command = commands[what >> 4 & 3];
	enum outbox_priority priority = (what & 1) != 0 ? OUTBOX_REPLY : OUTBOX_BULK;
	char target[8], line[64];

	if (what >= 0xc0) {
		loop_advance(loop, (what & 0x3f) * 1000);
		return;
	}
	snprintf(target, sizeof target, "#%d", what >> 1 & 7);
	snprintf(line, sizeof line, "%s %s :text", command, target);
	for (int i = what >> 6 == 1 ? 300 : 1; i > 0; i--) {
		outbox_next_reply(ob);
		outbox_send(ob, command[0] == 'J' ? OUTBOX_ADMIN : priority, target, line);
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
	loop_free(loop);
	return 0;
}
