/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers CTCP requests: a row a word, and buckets that say how often. */
#include "irc/network/ctcp.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "irc/outbox/outbox.h"

enum {
	ECHO_BYTES = 150, /* of what PING brings */
	SOURCE_BURST = 3,
	SOURCE_EVERY_MS = 10000,
	ALL_BURST = 6,
	ALL_EVERY_MS = 2000,
};

/* ---- answers ---- */

static void answer_version(struct strbuf *out, const char *argument, time_t now)
{
	(void)argument, (void)now;
	strbuf_addstr(out, " logios " LOGIOS_VERSION);
}

static void answer_ping(struct strbuf *out, const char *argument, time_t now)
{
	struct strbuf clean = STRBUF_INIT;

	(void)now;
	if (argument[0] != '\0') {
		outbox_clean(&clean, argument, false);
		strbuf_addch(out, ' ');
		strbuf_add(out, clean.text, utf8_cut(clean.text, clean.len, ECHO_BYTES));
	}
	strbuf_release(&clean);
}

static void answer_time(struct strbuf *out, const char *argument, time_t now)
{
	struct tm utc;
	char text[40];

	(void)argument;
	if (gmtime_r(&now, &utc) != NULL &&
		strftime(text, sizeof text, " %Y-%m-%dT%H:%M:%SZ", &utc) > 0)
		strbuf_addstr(out, text);
}

static void answer_clientinfo(struct strbuf *out, const char *argument, time_t now)
{
	(void)argument, (void)now;
	strbuf_addstr(out, " ACTION CLIENTINFO PING SOURCE TIME VERSION");
}

static void answer_source(struct strbuf *out, const char *argument, time_t now)
{
	(void)argument, (void)now;
	strbuf_addstr(out, " Debian package logios, GPL-3.0-or-later");
}

static const struct row {
	const char *word;
	void (*answer)(struct strbuf *out, const char *argument, time_t now);
} rows[] = {
	{"VERSION", answer_version},
	{"PING", answer_ping},
	{"TIME", answer_time},
	{"CLIENTINFO", answer_clientinfo},
	{"SOURCE", answer_source},
};

bool ctcp_answer(struct strbuf *out, const char *request, time_t now)
{
	size_t len = strcspn(request, " ");

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (strlen(rows[i].word) != len || strncasecmp(rows[i].word, request, len) != 0)
			continue;
		strbuf_addf(out, "\x01%s", rows[i].word);
		rows[i].answer(out, request + len + (request[len] == ' '), now);
		strbuf_addch(out, '\x01');
		return true;
	}
	return false;
}

/* ---- how often ---- */

static bool has_one(const struct ctcp_bucket *bucket, int64_t now_ms, int64_t every_ms, int burst)
{
	return bucket->paid_ms - now_ms <= (burst - 1) * every_ms;
}

static void take_one(struct ctcp_bucket *bucket, int64_t now_ms, int64_t every_ms)
{
	bucket->paid_ms = (bucket->paid_ms > now_ms ? bucket->paid_ms : now_ms) + every_ms;
}

/* Find the bucket of WHO. A newcomer gets that of whoever has asked least of late. */
static struct ctcp_bucket *bucket_of(struct ctcp_limits *limits, const char *who)
{
	size_t least = 0;

	for (size_t i = 0; i < CTCP_SOURCES; i++) {
		if (strncmp(limits->sources[i].who, who, CTCP_SOURCE_BYTES - 1) == 0)
			return &limits->sources[i].bucket;
		if (limits->sources[i].bucket.paid_ms < limits->sources[least].bucket.paid_ms)
			least = i;
	}
	snprintf(limits->sources[least].who, CTCP_SOURCE_BYTES, "%s", who);
	limits->sources[least].bucket.paid_ms = 0;
	return &limits->sources[least].bucket;
}

bool ctcp_allowed(struct ctcp_limits *limits, const char *who, int64_t now_ms)
{
	struct ctcp_bucket *own = bucket_of(limits, who), *all = &limits->all;

	if (!has_one(own, now_ms, SOURCE_EVERY_MS, SOURCE_BURST) ||
		!has_one(all, now_ms, ALL_EVERY_MS, ALL_BURST))
		return false;
	take_one(own, now_ms, SOURCE_EVERY_MS);
	take_one(all, now_ms, ALL_EVERY_MS);
	return true;
}
