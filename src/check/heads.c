/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep the heads of all transcripts, find places that have two histories, and hold heads that were
 * said against them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check/impl.h"

/* ---- what there is ---- */

void check_begin_heads(struct check *check, const char *place)
{
	struct check_history *history = mem_zalloc(1, sizeof *history);

	if (check->history_count == check->history_room) {
		check->history_room = check->history_room > 0 ? 2 * check->history_room : 4;
		check->histories = mem_resize(
			check->histories, check->history_room, sizeof *check->histories);
	}
	check->histories[check->history_count++] = history;
	history->pid = check->pid;
	memcpy(history->key, check->key, sizeof history->key);
	history->place = arena_strdup(&check->arena, place);
	history->at = check->head_count;
	check_add_head(check, 0, check->time_s);
}

void check_add_head(struct check *check, enum fair_kind kind, int64_t time_s)
{
	if (check->head_count == check->head_room) {
		check->head_room = check->head_room > 0 ? 2 * check->head_room : 256;
		check->heads = mem_resize(check->heads, check->head_room, sizeof *check->heads);
	}
	check->heads[check->head_count++] = (struct check_head){
		check->head, check->event, time_s, kind};
	check->histories[check->history_count - 1]->count++;
}

void check_free_heads(struct check *check)
{
	for (size_t i = 0; i < check->history_count; i++)
		free(check->histories[i]);
	free(check->histories);
	free(check->heads);
}

/* Return the head of EVENT in HISTORY, or NULL. */
static const struct check_head *find_head(
	const struct check *check, const struct check_history *history, int64_t event)
{
	const struct check_head *heads = &check->heads[history->at];
	size_t low = 0, high = history->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (heads[middle].event < event)
			low = middle + 1;
		else
			high = middle;
	}
	return low < history->count && heads[low].event == event ? &heads[low] : NULL;
}

/* ---- two histories ---- */

/* A head, and of which history it is. */
struct whose {
	const struct check_head *head;
	const struct check_history *history;
};

static int by_event(const void *a, const void *b)
{
	const struct whose *one = a, *other = b;
	int order = memcmp(&one->history->pid, &other->history->pid, sizeof one->history->pid);

	if (order != 0)
		return order;
	return one->head->event < other->head->event ? -1 : one->head->event > other->head->event;
}

static bool same_place(const struct whose *one, const struct whose *other)
{
	return fair_hash_equal(&one->history->pid, &other->history->pid);
}

void check_forks(struct check *check)
{
	struct whose *all = check->history_count > 1 ? mem_alloc(check->head_count * sizeof *all)
						     : NULL;
	const struct whose *told = NULL;
	size_t count = 0;

	for (size_t i = 0; all != NULL && i < check->history_count; i++)
		for (size_t j = 0; j < check->histories[i]->count; j++)
			all[count++] = (struct whose){
				&check->heads[check->histories[i]->at + j], check->histories[i]};
	if (count > 0)
		qsort(all, count, sizeof *all, by_event);
	for (size_t i = 1; i < count; i++) {
		const struct whose *one = &all[i - 1], *other = &all[i];
		if (!same_place(one, other) || one->head->event != other->head->event ||
			fair_hash_equal(&one->head->head, &other->head->head) ||
			(told != NULL && same_place(told, other)))
			continue;
		told = other;
		check_report(check, CHECK_FAULT, 0,
			"event %" PRId64 " of %.60s has another head in another transcript here: "
			"there are two histories",
			other->head->event, other->history->place);
	}
	free(all);
}

/* ---- heads that were said ---- */

/* A head in a line of a chat. */
struct said_head {
	const char *place; /* not ended: PLACE_LEN bytes */
	size_t place_len;
	int64_t event, time_s; /* time_s: 0 if it was not said */
	struct fair_hash head;
	bool is_signed, closes; /* closes: it was told when seals were taken no more */
	unsigned char signature[SIGN_BYTES], key[SIGN_KEY_BYTES];
};

/* Read LEN bytes of URL-safe Base64 at *TEXT, behind WORD. */
static bool read_base64(const char **text, const char *word, unsigned char *out, size_t len)
{
	size_t digits = BASE64_ROOM(len) - 1;

	if (strncmp(*text, word, strlen(word)) != 0)
		return false;
	if (strlen(*text + strlen(word)) < digits ||
		!base64_read(*text + strlen(word), digits, out, len))
		return false;
	*text += strlen(word) + digits;
	return true;
}

/* Read the head at AT of LINE, behind ": event ", with which it ends. Returns false if there is
 * none. */
static bool read_said(struct said_head *said, const char *line, const char *at)
{
	static const char before[] = ": event ", time[] = ", time ", closed[] = " taken no more";
	char *end;

	*said = (struct said_head){.place = at - (sizeof before - 1)};
	while (said->place > line && said->place[-1] != ' ' && said->place[-1] != '\t') {
		said->place--;
		said->place_len++;
	}
	if (said->place_len > 0 && said->place[0] == ':') { /* as the protocol has it */
		said->place++;
		said->place_len--;
	}
	said->event = strtoll(at, &end, 10);
	at = end;
	if (!read_base64(&at, ", head ", said->head.bytes, sizeof said->head.bytes))
		return false;
	said->is_signed = read_base64(&at, ", signed ", said->signature, sizeof said->signature) &&
			  read_base64(&at, " by key ", said->key, sizeof said->key);
	if (said->is_signed && strncmp(at, time, sizeof time - 1) == 0) {
		said->time_s = strtoll(at + sizeof time - 1, &end, 10);
		at = end;
	}
	said->closes = !said->is_signed && strstr(line, closed) != NULL;
	return at[strspn(at, " ")] == '\0'; /* else somebody's words are said in a reply */
}

/* Return whether SAID is of the place of HISTORY: in private that has no name. */
static bool is_of(const struct said_head *said, const struct check_history *history)
{
	static const char talk[] = "talk", account[] = "account:", visit[] = "visit:";

	if (said->place_len == sizeof talk - 1 && memcmp(said->place, talk, sizeof talk - 1) == 0)
		return strncmp(history->place, account, sizeof account - 1) == 0 ||
		       strncmp(history->place, visit, sizeof visit - 1) == 0;
	return strlen(history->place) == said->place_len &&
	       memcmp(history->place, said->place, said->place_len) == 0;
}

/* Return whether the signature of SAID is that of the bot, at TIME_S. */
static bool signature_fits(
	const struct said_head *said, const struct check_history *history, int64_t time_s)
{
	struct strbuf bytes = STRBUF_INIT;
	bool fits;

	fair_signed_head(&bytes, &history->pid, said->event, &said->head, time_s);
	fits = sign_fits(said->signature, bytes.text, bytes.len, history->key);
	strbuf_release(&bytes);
	return fits;
}

/* Report that SAID is not KNOWN, which is NULL if HISTORY has no such event. */
static void report_other(struct check *check, size_t line, const struct said_head *said,
	const struct check_history *history, const struct check_head *known)
{
	int64_t time_s = said->time_s > 0 ? said->time_s : known != NULL ? known->time_s : 0;
	bool fits = said->is_signed && time_s > 0 && signature_fits(said, history, time_s);

	if (said->is_signed && time_s > 0 && !fits)
		check_report(check, CHECK_FAULT, line,
			"another head of event %" PRId64 " was said, but its signature does not "
			"fit: anybody could have made it up",
			said->event);
	else if (known == NULL)
		check_report(check, CHECK_FAULT, line,
			"event %" PRId64 " was %s, and is not in the transcript", said->event,
			said->is_signed ? "signed" : "told");
	else
		check_report(check, CHECK_FAULT, line, "another head of event %" PRId64 " was %s",
			said->event,
			fits ? "signed: there are two histories, and this proves it"
			     : "said than the transcript has");
}

/* Report a seal in HISTORY after KNOWN, which was told when seals were taken no more, and before
 * words were opened. */
static void check_closed(struct check *check, size_t line, const struct check_history *history,
	const struct check_head *known)
{
	const struct check_head *end = &check->heads[history->at + history->count];

	for (const struct check_head *head = known + 1; head < end; head++) {
		if (head->kind == FAIR_KIND_SEAL)
			check_report(check, CHECK_FAULT, line,
				"event %" PRId64 " seals words after seals were taken no more, at "
				"event %" PRId64,
				head->event, known->event);
		if (head->kind != FAIR_KIND_ROLL && head->kind != FAIR_KIND_FAIL &&
			head->kind != FAIR_KIND_HIDDEN && head->kind != FAIR_KIND_SHUFFLE &&
			head->kind != FAIR_KIND_SHOW)
			return;
	}
}

static void take_head(struct check *check, size_t line, const struct said_head *said)
{
	const struct check_history *there = NULL;
	const struct check_head *known = NULL;
	bool owned = false;

	for (size_t i = 0; i < check->history_count; i++) {
		const struct check_history *history = check->histories[i];
		const struct check_head *head;
		if (said->is_signed && memcmp(said->key, history->key, sizeof said->key) != 0)
			continue;
		owned = true;
		head = is_of(said, history) ? find_head(check, history, said->event) : NULL;
		if (known == NULL && is_of(said, history))
			there = history;
		if (head == NULL)
			continue;
		known = head;
		there = history;
		if (fair_hash_equal(&head->head, &said->head))
			break;
	}
	if (!owned)
		check_report(check, CHECK_FAULT, line,
			"the head of event %" PRId64 " is signed by another key", said->event);
	else if (there != NULL && (known == NULL || !fair_hash_equal(&known->head, &said->head)))
		report_other(check, line, said, there, known);
	else if (there != NULL && said->is_signed && known->time_s > 0 &&
		 !signature_fits(said, there, known->time_s))
		check_report(check, CHECK_FAULT, line,
			"the signature of the head of event %" PRId64 " does not fit", said->event);
	else if (there != NULL && said->closes)
		check_closed(check, line, there, known);
}

void check_said_heads(struct check *check, size_t line, const char *text)
{
	static const char before[] = ": event ";
	struct said_head said;

	for (const char *at = text; (at = strstr(at, before)) != NULL; at++)
		if (read_said(&said, text, at + sizeof before - 1))
			take_head(check, line, &said);
}
