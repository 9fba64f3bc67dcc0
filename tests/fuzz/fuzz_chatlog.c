/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the log of a chat that somebody kept, against a sound transcript that is always the
 * same: every fault has words and a line that exists, no more numbers are found than stand there,
 * a log says the same when it is read again, and whatever it said, a true one is fine behind it. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "book.h"
#include "check/check.h"
#include "crypto/hash.h"
#include "dice/again.h"
#include "dice/dice.h"
#include "fair/fair.h"
#include "fair/transcript.h"
#include "os/log.h"
#include "os/loop.h"
#include "store/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct fair_where table = {"net", "#table"};
static const struct fair_asker ann = {
	.nick = "ann", .hostmask = "ann!u@h", .account = "ann", .now_s = 1000};

/* What was played, once for all inputs. */
static struct {
	struct store *store;
	struct fair *fair;
	const struct dice_book *book;
	struct strbuf transcript, log;
} played;

static void demand(int kept)
{
	if (!kept)
		abort();
}

static void make_secret(void *bytes, size_t len)
{
	memset(bytes, 7, len);
}

/* Roll TEXT, and add what is said of it to the true log. */
static void roll(const char *text, bool hidden)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct strbuf said = STRBUF_INIT, total = STRBUF_INIT;
	struct error err;
	const struct dice_line *line = dice_parse(text, played.book, &arena, &err);
	const struct fair_roll asked = {
		.input = dice_recorded(line, 0, played.book, &arena), .hidden = hidden};
	struct rng *rng = fair_begin(played.fair, &table, &ann, &asked, NULL, &err);
	const struct dice_result *result = dice_roll(line, &limits, rng, &arena, &err);
	struct fair_number number;

	strbuf_addstr(&said, "ann rolled ");
	dice_reply(&said, &result->outcomes[0], 400);
	dice_number(&total, result->outcomes[0].total);
	demand(fair_end(played.fair,
		&(struct fair_result){.who = "ann", .total = total.text, .said = said.text},
		&number, &err));
	strbuf_addf(&played.log, "20:15 <L> %s (#%s%" PRId64 " %s)\n", said.text, hidden ? "h" : "",
		number.number, number.head);
	strbuf_release(&said);
	strbuf_release(&total);
	arena_release(&arena);
}

static void add_line(void *arg, const char *text)
{
	strbuf_addf(arg, "%s\n", text);
}

/* Add the signed head of now to the true log. */
static void say_head(void)
{
	struct fair_status status;
	unsigned char signature[SIGN_BYTES];
	char head[FAIR_BASE64_ROOM], key[BASE64_ROOM(SIGN_KEY_BYTES)];
	char signed_by[BASE64_ROOM(SIGN_BYTES)];

	demand(fair_status(played.fair, &table, 1000, &status, NULL));
	fair_sign(played.fair, &status, signature);
	fair_base64(&status.head, head);
	base64_write(signed_by, signature, sizeof signature);
	base64_write(key, status.key, sizeof status.key);
	strbuf_addf(&played.log, "#table: event %" PRId64 ", head %s, signed %s by key %s\n",
		status.event, head, signed_by, key);
}

static void play(void)
{
	static const char *const rolls[] = {"1d20+5 to hit", "coc 60", "2d6 >= 7", "1d20 vs 1d20",
		"coc 60 vs coc 30", "6x4d6kh3", "genesys yyr"};
	struct fair_excerpt of = {.network = table.network, .place = table.base};
	struct fair_number number;
	struct loop *loop = loop_new();

	played.book = shipped_book();
	played.transcript = played.log = (struct strbuf)STRBUF_INIT;
	played.store = store_open(loop, log_new(), STORE_MEMORY, NULL);
	played.fair = fair_new(played.store, log_new());
	fair_secrets_from(played.fair, make_secret);
	for (size_t i = 0; i < sizeof rolls / sizeof *rolls; i++)
		roll(rolls[i], false);
	roll("coc 50 listening", true);
	roll("1d100", true);
	demand(fair_show(played.fair, &table, 1, 1, 1000, &number, NULL));
	say_head();
	while (!of.done)
		demand(fair_transcript(played.store, &of, 100, add_line, &played.transcript, NULL));
}

/* ---- one input ---- */

struct told {
	size_t faults, remarks, last;
};

static void count(void *arg, enum check_gravity gravity, size_t line, const char *text)
{
	struct told *told = arg;

	if (gravity == CHECK_FAULT)
		told->faults++;
	else
		told->remarks++;
	demand(line <= told->last && strlen(text) > 10);
}

/* Give CHECK the lines of TEXT: to the transcript, or else to a log. Returns how many numbers the
 * log had. */
static size_t feed(
	struct check *check, struct told *told, const char *text, size_t size, bool transcript)
{
	size_t line = 0;

	for (size_t at = 0; at < size;) {
		const char *end = memchr(text + at, '\n', size - at);
		size_t len = end != NULL ? (size_t)(end - (text + at)) : size - at;
		told->last = ++line;
		if (transcript)
			check_line(check, text + at, len);
		else
			check_log_line(check, line, text + at, len);
		at += len + 1;
	}
	return transcript ? 0 : check_log_end(check);
}

/* Count what a number cannot be without; codes of formatting may stand in it. */
static size_t count_numbers(const char *text, size_t size)
{
	size_t found = 0;

	for (size_t i = 0; i < size; i++)
		found += text[i] == '#';
	return found;
}

static void check_twice(struct check *check, struct told *told, const char *text, size_t size)
{
	size_t heard, before = told->faults, remarks = told->remarks, faults;

	heard = feed(check, told, text, size, false);
	demand(heard <= count_numbers(text, size));
	faults = told->faults - before;
	before = told->faults;
	remarks = told->remarks - remarks;
	demand(feed(check, told, text, size, false) == heard);
	demand(told->faults - before == faults);
	demand(remarks <= 21);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told told = {0};
	struct check_verdict verdict;
	struct check *check;

	if (played.fair == NULL)
		play();
	check = check_new(played.book, count, &told);
	feed(check, &told, played.transcript.text, played.transcript.len, true);
	check_end(check, &verdict);
	demand(verdict.faults == 0 && verdict.readable && told.faults == 0);
	check_twice(check, &told, (const char *)data, size);
	told = (struct told){0};
	demand(feed(check, &told, played.log.text, played.log.len, false) == 9);
	demand(told.faults == 0 && told.remarks == 0);
	check_free(check);
	return 0;
}
