/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Take the lines of a transcript, also from a log of a chat, and read each by its kind. */
#include "check/check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check/impl.h"

enum { HELD_BYTES_MAX = 4 << 20, BEFORE_BYTES_MAX = 200 };

struct check *check_new(const struct dice_book *book, check_found *found, void *arg)
{
	struct check *check = mem_zalloc(1, sizeof *check);

	check->book = book;
	check->found = found;
	check->found_arg = arg;
	check->arena = check->passing = (struct arena)ARENA_INIT;
	check->bytes = check->text = check->held = check->before = (struct strbuf)STRBUF_INIT;
	check->numbers = fair_numbers_new();
	return check;
}

static void forget_epochs(struct check *check)
{
	for (size_t i = 0; i < check->count; i++) {
		free(check->epochs[i]->sealers);
		free(check->epochs[i]->rolls);
		free(check->epochs[i]->hidden);
		free(check->epochs[i]->secrets);
		free(check->epochs[i]);
	}
	free(check->epochs);
	check->epochs = NULL;
	check->count = check->room = 0;
	check->opened = check->used = NULL;
}

void check_free(struct check *check)
{
	if (check == NULL)
		return;
	forget_epochs(check);
	check_free_heads(check);
	free(check->said);
	free(check->spans);
	fair_numbers_free(check->numbers);
	arena_release(&check->arena);
	arena_release(&check->passing);
	strbuf_release(&check->bytes);
	strbuf_release(&check->text);
	strbuf_release(&check->held);
	strbuf_release(&check->before);
	free(check);
}

/* ---- the beginning ---- */

/* Begin with the header in the line in hand. Returns false when it is none of ours. */
static bool begin(struct check *check)
{
	const char *scheme = check_text(check, "scheme"), *key = check_text(check, "key");
	const char *network = check_text(check, "network"), *place = check_text(check, "place");
	const char *head = check_text(check, "head");
	char text[FAIR_SHORT_ROOM];

	if (scheme == NULL)
		check_fault(
			check, "this is no transcript: its first line does not name its scheme");
	else if (strcmp(scheme, FAIR_SCHEME_NAME) != 0)
		check_fault(check,
			"this is of the scheme %.40s; only " FAIR_SCHEME_NAME " is known here",
			scheme);
	else if (key == NULL || !hex_read(key, check->key, sizeof check->key) || network == NULL ||
		 place == NULL || check_number(check, "time", 0) < 0)
		check_fault(check, "the first line does not say whose transcript this is: key, "
				   "network, place and time");
	else
		check->begun = true;
	if (!check->begun)
		return false;
	check->time_s = check_number(check, "time", 0);
	fair_place_id(&check->pid, check->key, network, place);
	fair_first_head(&check->head, &check->pid, check->time_s);
	check_begin_heads(check, place);
	fair_short(&check->head, text);
	if (head == NULL || strcmp(head, text) != 0)
		check_fault(check,
			"the first head is %.40s, but key, network, place and time give %s",
			head != NULL ? head : "missing", text);
	check->verdict.readable = true;
	return true;
}

/* End the transcript in hand. */
static void end_one(struct check *check)
{
	if (check->begun && check->histories[check->history_count - 1]->count == 1)
		check_report(check, CHECK_FAULT, 0,
			"nothing of the transcript follows its first line, or not as that stands");
	check_end_epochs(check);
}

/* Another transcript follows: end the one before. */
static void begin_again(struct check *check)
{
	end_one(check);
	forget_epochs(check);
	check->begun = check->partial = check->broken = false;
	check->event = 0;
	check->transcripts++;
	begin(check);
}

static void take_from(struct check *check)
{
	int64_t from = check_number(check, "from", 1);
	struct fair_hash head;

	if (from < 0 || !check_hash(check, "head", &head) || check->event > 0) {
		check_fault(check, "what was left out before is not told as a number and a head at "
				   "the beginning");
		return;
	}
	check->partial = true;
	check->event = from;
	check->head = head;
	check_add_head(check, 0, 0);
}

/* ---- lines ---- */

static void read_kind(struct check *check)
{
	if (!check->begun)
		check->stopped = !begin(check);
	else if (json_has(&check->now, "scheme"))
		begin_again(check);
	else if (json_has(&check->now, "event"))
		check_event(check);
	else if (json_has(&check->now, "secret"))
		check_secret(check);
	else if (json_has(&check->now, "from"))
		take_from(check);
	else
		check_fault(check, "a line of no known kind");
}

static void read_whole(struct check *check, const char *text, size_t len)
{
	struct error err;
	int64_t event = check->event;

	arena_reset(&check->passing);
	if (!json_line_parse(&check->now, text, len, &check->passing, &err)) {
		check_fault(check,
			"this is not a line of a transcript, or is cut short: %s (column %d)",
			err.text, err.column);
		check->stopped = check->stopped || !check->begun;
		return;
	}
	read_kind(check);
	if (check->event != event && json_has(&check->now, "event"))
		check_add_head(check, fair_kind_find(check_text(check, "kind")), check->time_s);
}

/* Read the line that is held, which has come to its end. */
static void settle(struct check *check)
{
	if (check->holding && !check->stopped)
		read_whole(check, check->held.text, check->held.len);
	check->holding = false;
}

/* Return how much of TEXT stands before what is of the transcript: as much as in its first line,
 * where digits, of times, may be others. -1: it has nothing of the transcript. */
static long skip_before(const struct check *check, const char *text, size_t len)
{
	const struct strbuf *before = &check->before;

	if (len < before->len)
		return -1;
	for (size_t i = 0; i < before->len; i++) {
		bool digits = text[i] >= '0' && text[i] <= '9' && before->text[i] >= '0' &&
			      before->text[i] <= '9';
		if (text[i] != before->text[i] && !digits)
			return -1;
	}
	return (long)before->len;
}

/* Find the first line of the transcript: in a log of a chat something stands before it. Returns
 * false for a line before that. */
static bool find_beginning(struct check *check, const char *text, size_t len)
{
	static const char mark[] = "{\"scheme\"";
	const char *brace = memmem(text, len, mark, sizeof mark - 1);

	if (text[0] == '{')
		return true;
	if (brace == NULL || brace - text > BEFORE_BYTES_MAX)
		return false;
	strbuf_reset(&check->before);
	strbuf_add(&check->before, text, (size_t)(brace - text));
	check->verdict.in_log = true;
	return true;
}

/* Say whether TEXT goes on with the line that is held. One that was too long for IRC comes in
 * pieces: if it is not whole, it goes on in a line that begins no other. */
static bool goes_on(struct check *check, const char *text, size_t len)
{
	struct strbuf *held = &check->held;

	if (!check->holding || len == 0 || text[0] == '{' || held->len + len > HELD_BYTES_MAX)
		return false;
	return held->len > 0 && held->text[held->len - 1] != '}';
}

void check_line(struct check *check, const char *text, size_t len)
{
	static const char mark[] = "\xef\xbb\xbf"; /* before UTF-8, as some editors write it */
	long skipped;

	if (check->came++ == 0 && len >= sizeof mark - 1 &&
		memcmp(text, mark, sizeof mark - 1) == 0) {
		text += sizeof mark - 1;
		len -= sizeof mark - 1;
	}
	if (len > 0 && text[len - 1] == '\r')
		len--;
	if (len == 0 || check->stopped)
		return;
	if (!check->begun && !check->holding && !find_beginning(check, text, len))
		return;
	skipped = skip_before(check, text, len);
	if (skipped < 0)
		return;
	text += skipped;
	len -= (size_t)skipped;
	if (!goes_on(check, text, len)) {
		settle(check);
		if (len == 0 || (check->verdict.in_log && text[0] != '{'))
			return;
		strbuf_reset(&check->held);
		check->line = check->came;
		check->holding = true;
	}
	strbuf_add(&check->held, text, len);
}

void check_end(struct check *check, struct check_verdict *verdict)
{
	settle(check);
	check->line = 0;
	if (!check->begun && !check->stopped)
		check_fault(check, "there is no transcript in it");
	if (!check->stopped) {
		end_one(check);
		check_forks(check);
	}
	*verdict = check->verdict;
}
