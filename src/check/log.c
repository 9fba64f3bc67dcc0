/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hold logs of chats against a transcript: irssi, WeeChat, HexChat, mIRC, ZNC and plain text write
 * something before what was said, which is passed over. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check/impl.h"
#include "dice/dice.h"

enum { LINE_BYTES_MAX = 8192, TOLD_MAX = 20, QUOTED_BYTES = 160 };

/* ---- text ---- */

/* Copy TEXT without codes of formatting and control bytes into OUT. */
static void clean(struct strbuf *out, const char *text, size_t len)
{
	strbuf_reset(out);
	if (len > LINE_BYTES_MAX)
		len = LINE_BYTES_MAX;
	for (size_t i = 0; i < len; i++) {
		int digits = 0;
		if (text[i] == '\x03') { /* a colour, "\x03NN,NN" */
			while (i + 1 < len && digits < 2 && isdigit((unsigned char)text[i + 1]))
				i++, digits++;
			if (digits > 0 && i + 2 < len && text[i + 1] == ',' &&
				isdigit((unsigned char)text[i + 2]))
				for (i++, digits = 0; i + 1 < len && digits < 2 &&
						      isdigit((unsigned char)text[i + 1]);)
					i++, digits++;
		} else if ((unsigned char)text[i] >= ' ' || text[i] == '\t') {
			strbuf_addch(out, text[i]);
		}
	}
}

/* ---- numbers ---- */

static int by_key(const void *a, const void *b)
{
	const struct check_said *one = a, *other = b;

	if (one->key != other->key)
		return one->key < other->key ? -1 : 1;
	return one->event < other->event ? -1 : one->event > other->event;
}

static void sort(struct check *check)
{
	if (!check->sorted && check->said_count > 0)
		qsort(check->said, check->said_count, sizeof *check->said, by_key);
	check->sorted = true;
}

/* Read "(#17 bqe8qyc4)" or "(#h5 jn4j8py3)" at TEXT. Returns how long it is, or 0. */
static size_t read_number(const char *text, int64_t *number, bool *hidden, uint64_t *key)
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	const char *at = text + 2;

	if (text[0] != '(' || text[1] != '#')
		return 0;
	*hidden = *at == 'h';
	at += *hidden;
	*number = *key = 0;
	for (int i = 0; i < 7 && isdigit((unsigned char)*at); i++)
		*number = 10 * *number + (*at++ - '0');
	if (*number == 0 || *at++ != ' ')
		return 0;
	for (int i = 0; i < 8; i++, at++) {
		const char *letter = *at != '\0' ? strchr(letters, *at) : NULL;
		if (letter == NULL)
			return 0;
		*key = *key << 5 | (uint64_t)(letter - letters);
	}
	return *at == ')' ? (size_t)(at + 1 - text) : 0;
}

/* Return the first of what was said with NUMBER and the head of KEY, or NULL. Where transcripts
 * overlap, more of the same follow. */
static struct check_said *find_said(struct check *check, uint64_t key, int64_t number, bool hidden)
{
	size_t low = 0, high = check->said_count;

	sort(check);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (check->said[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < check->said_count && check->said[low].key == key; low++)
		if (check->said[low].number == number && check->said[low].hidden == hidden)
			return &check->said[low];
	return NULL;
}

/* Read "#2 to " before AT of TEXT. Returns the number, or 0. */
static int64_t read_first(const char *text, const char *at)
{
	static const char to[] = " to ";
	const char *digits = at - (sizeof to - 1);
	int64_t number = 0;

	if (digits < text || memcmp(digits, to, sizeof to - 1) != 0)
		return 0;
	for (at = digits; at > text && isdigit((unsigned char)at[-1]) && digits - at < 7;)
		at--;
	if (at == text || at[-1] != '#')
		return 0;
	for (; at < digits; at++)
		number = 10 * number + (*at - '0');
	return number;
}

/* Note that the log has SAID, in every transcript that has it, with the rolls from number FIRST on
 * if that is not 0. */
static void note_heard(struct check *check, struct check_said *said, int64_t first)
{
	const struct check_said *end = check->said + check->said_count;

	if (check->spans == NULL)
		check->spans = mem_zalloc(check->transcripts + 1, sizeof *check->spans);
	for (struct check_said *same = said; same < end && same->key == said->key; same++) {
		struct check_heard *span = &check->spans[same->transcript];

		if (same->number != said->number || same->hidden != said->hidden)
			continue;
		same->heard = true;
		same->first = first < same->number ? first : 0;
		if (span->first == 0 || same->event < span->first)
			span->first = same->event;
		if (same->event > span->last)
			span->last = same->event;
	}
}

/* Return whether NICK stands in LINE right before AT. */
static bool is_behind(const char *line, const char *at, const char *nick)
{
	size_t len = strlen(nick);

	return (size_t)(at - line) >= len && memcmp(at - len, nick, len) == 0;
}

/* Return where VERB stands in LINE before AT, behind the nick of SAID, or NULL. *OTHERS: behind
 * something else only. */
static const char *find_verb(const struct check_said *said, const char *line, const char *at,
	const char *verb, bool *others)
{
	for (const char *found = line;
		(found = memmem(found, (size_t)(at - found), verb, strlen(verb))) != NULL;
		found++) {
		if (is_behind(line, found, said->nick) || is_behind(line, found, said->shown))
			return found;
		*others = true;
	}
	return NULL;
}

/* Return whether the LEN bytes of TEXT look like what a bot says of a roll, and not like what
 * people say. */
static bool is_reply(const char *text, size_t len)
{
	return memmem(text, len, " || ", 4) != NULL ||
	       memmem(text, len, " · ", strlen(" · ")) != NULL;
}

/* Return whether the LEN bytes of REPLY show the total that is recorded for SAID, or none; its
 * words are not known, so only a number alone can be another. */
static bool has_total(const struct check_said *said, const char *reply, size_t len)
{
	static const char before[] = "|| Total: ";
	const char *total = memmem(reply, len, before, sizeof before - 1);

	if (total == NULL)
		return true;
	if (said->total == NULL)
		return false;
	total += sizeof before - 1;
	len -= (size_t)(total - reply);
	return strspn(total, "-.0123456789") < len ||
	       (strlen(said->total) == len && memcmp(total, said->total, len) == 0);
}

/* Return whether the reply that ends at AT of LINE is that of SAID: by its nick, with its total and
 * words. */
static bool same_reply(const struct check_said *said, const char *line, const char *at)
{
	bool others = false;
	const char *verb = find_verb(said, line, at, " rolled ", &others);
	size_t len;

	if (verb == NULL)
		verb = find_verb(said, line, at, " chose ", &others);
	while (at > line && at[-1] == ' ')
		at--;
	if (verb == NULL || verb >= at) /* else it was said in another way */
		return !others || !is_reply(line, (size_t)(at - line));
	len = (size_t)(at - verb);
	if (!is_reply(verb, len))
		return true;
	return said->endings != NULL && !said->failed ? dice_ends(said->endings, verb, len)
						      : has_total(said, verb, len);
}

static void take_number(struct check *check, size_t line, const char *text, const char *at)
{
	struct check_said *said;
	int64_t number;
	uint64_t key;
	bool hidden;
	size_t len = read_number(at, &number, &hidden, &key);

	if (len == 0)
		return;
	said = find_said(check, key, number, hidden);
	check->heard++;
	if (said == NULL) {
		check_report(check, CHECK_FAULT, line,
			"%.*s was said, and is not in the transcript: \"%.*s\"", (int)len - 2,
			at + 1, QUOTED_BYTES, text);
		return;
	}
	note_heard(check, said, read_first(text, at));
	if ((said->total != NULL || said->failed) && !same_reply(said, text, at))
		check_report(check, CHECK_FAULT, line,
			"%.*s was said with another reply than the transcript has: \"%.*s\"",
			(int)len - 2, at + 1, QUOTED_BYTES, text);
}

/* ---- the log ---- */

void check_log_line(struct check *check, size_t line, const char *text, size_t len)
{
	if (check->stopped)
		return;
	clean(&check->bytes, text, len);
	for (const char *at = check->bytes.text; (at = strstr(at, "(#")) != NULL; at++)
		take_number(check, line, check->bytes.text, at);
	check_said_heads(check, line, check->bytes.text);
}

/* Rolls that a line told without their heads: it had that of the last, which binds them all. */
struct along {
	size_t transcript;
	int64_t first, last; /* events */
};

static int by_first(const void *a, const void *b)
{
	const struct along *one = a, *other = b;

	if (one->transcript != other->transcript)
		return one->transcript < other->transcript ? -1 : 1;
	return one->first < other->first ? -1 : one->first > other->first;
}

/* Return all of those, sorted, for the caller to free, and how many there are in COUNT. */
static struct along *find_along(const struct check *check, size_t *count)
{
	struct along *all = mem_zalloc(check->said_count + 1, sizeof *all);

	*count = 0;
	for (size_t i = 0; i < check->said_count; i++) {
		const struct check_said *said = &check->said[i];

		if (said->heard && said->first > 0)
			all[(*count)++] = (struct along){said->transcript,
				said->event - (said->number - said->first), said->event};
	}
	qsort(all, *count, sizeof *all, by_first);
	return all;
}

/* Return whether SAID is among the COUNT of ALONG. */
static bool is_along(const struct along *along, size_t count, const struct check_said *said)
{
	const struct along key = {said->transcript, said->event, 0};
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_first(&along[middle], &key) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && !said->hidden && along[low - 1].transcript == said->transcript &&
	       said->event <= along[low - 1].last;
}

/* Return whether SAID stands between what the log in hand has, and is not in it. */
static bool is_missing(const struct check *check, const struct check_said *said)
{
	const struct check_heard *span = &check->spans[said->transcript];

	return !said->heard && !said->shows && said->event > span->first &&
	       said->event < span->last;
}

static void remark_missing(struct check *check)
{
	size_t missing = 0, count;
	struct along *along = find_along(check, &count);

	for (size_t i = 0; i < check->said_count; i++) {
		struct check_said *said = &check->said[i];

		if (is_missing(check, said) && !is_along(along, count, said) &&
			++missing <= TOLD_MAX)
			check_report(check, CHECK_REMARK, 0,
				"event %" PRId64 ", #%s%" PRId64
				", is in the transcript, and not in the log",
				said->event, said->hidden ? "h" : "", said->number);
		said->heard = false;
		said->first = 0;
	}
	if (missing > TOLD_MAX)
		check_report(check, CHECK_REMARK, 0, "and %zu more", missing - TOLD_MAX);
	free(along);
}

size_t check_log_end(struct check *check)
{
	size_t heard = check->heard;

	if (check->spans != NULL && !check->stopped)
		remark_missing(check);
	free(check->spans);
	check->spans = NULL;
	check->heard = 0;
	return heard;
}
