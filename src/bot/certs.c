/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waiting room of lines whose speakers may show a certificate. */
#include "bot/certs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lru.h"
#include "base/mem.h"

enum {
	MAX_WAITING = 16,                /* lines */
	MAX_ASKED = 128,                 /* people whom the server was asked about */
	ASK_AGAIN_MS = LOGINS_UNSEEN_MS, /* after which they may be asked about again */
	PATIENCE_MS = 5000,
};

struct waiting {
	char *network, *nick, *hostmask, *account, *channel, *target, *text, *msgid;
	bool action;
	int64_t until_ms;
};

/* The server was asked about somebody. */
struct asked {
	int64_t when_ms;
	char hostmask[512];
};

struct certs {
	struct loop *loop;
	struct logins *logins;
	const struct certs_events *events;
	void *arg;
	struct waiting waiting[MAX_WAITING]; /* the oldest first */
	size_t count;
	struct lru *asked; /* "network nick" to struct asked */
	struct timer *patience;
};

/* ---- the lines ---- */

static void release(struct waiting *line)
{
	free(line->network);
	free(line->nick);
	free(line->hostmask);
	free(line->account);
	free(line->channel);
	free(line->target);
	free(line->text);
	free(line->msgid);
}

/* Take the line at AT out, into the caller's hands. */
static struct waiting take(struct certs *certs, size_t at)
{
	struct waiting line = certs->waiting[at];

	certs->count--;
	memmove(&certs->waiting[at], &certs->waiting[at + 1],
		(certs->count - at) * sizeof *certs->waiting);
	return line;
}

/* Hear the line that WAITED, and release it. */
static void hear_again(struct certs *certs, struct waiting *waited)
{
	const struct line line = {.nick = waited->nick,
		.hostmask = waited->hostmask,
		.account = waited->account,
		.channel = waited->channel,
		.target = waited->target,
		.text = waited->text,
		.msgid = waited->msgid,
		.action = waited->action,
		.asked = true};

	certs->events->hear(certs->arg, waited->network, &line);
	release(waited);
}

static void out_of_patience(void *arg)
{
	struct certs *certs = arg;
	int64_t now_ms = loop_now_ms(certs->loop);

	while (certs->count > 0 && certs->waiting[0].until_ms <= now_ms) {
		struct waiting line = take(certs, 0);
		hear_again(certs, &line);
	}
	if (certs->count > 0)
		timer_set(certs->patience, certs->waiting[0].until_ms - now_ms);
}

struct certs *certs_new(
	struct loop *loop, struct logins *logins, const struct certs_events *events, void *arg)
{
	struct certs *certs = mem_zalloc(1, sizeof *certs);

	certs->loop = loop;
	certs->logins = logins;
	certs->events = events;
	certs->arg = arg;
	certs->asked = lru_new(MAX_ASKED, sizeof(struct asked));
	certs->patience = timer_new(loop, out_of_patience, certs);
	return certs;
}

void certs_free(struct certs *certs)
{
	if (certs == NULL)
		return;
	while (certs->count > 0) {
		struct waiting line = take(certs, 0);
		release(&line);
	}
	timer_free(certs->patience);
	lru_free(certs->asked);
	free(certs);
}

/* ---- asking ---- */

static const char *asked_key(
	const char *network, enum casemap map, const char *nick, char out[PERSON_KEY])
{
	int len = snprintf(out, PERSON_KEY, "%s ", network);

	casemap_fold(map, nick, out + len, (size_t)(PERSON_KEY - len));
	return out;
}

static const char *key_of(const struct line *line, char out[PERSON_KEY])
{
	return asked_key(line->outlet->name, line->outlet->casemap, line->nick, out);
}

bool certs_may_help(const struct certs *certs, const struct line *line)
{
	const struct asked *asked;
	char key[PERSON_KEY];

	if (line->local || line->asked || certs->count == MAX_WAITING ||
		strchr(line->hostmask, '!') == NULL ||
		!logins_want_certificate(certs->logins, line->outlet->name))
		return false;
	asked = lru_peek(certs->asked, key_of(line, key));
	return asked == NULL || strcmp(asked->hostmask, line->hostmask) != 0 ||
	       loop_now_ms(certs->loop) - asked->when_ms >= ASK_AGAIN_MS;
}

static void note_asked(struct certs *certs, const struct line *line, int64_t now_ms)
{
	char key[PERSON_KEY];
	struct asked *asked = lru_get(certs->asked, key_of(line, key));

	asked->when_ms = now_ms;
	snprintf(asked->hostmask, sizeof asked->hostmask, "%s", line->hostmask);
}

void certs_wait(struct certs *certs, const struct line *line)
{
	int64_t now_ms = loop_now_ms(certs->loop);

	certs->waiting[certs->count++] = (struct waiting){
		.network = mem_strdup_or_null(line->outlet->name),
		.nick = mem_strdup_or_null(line->nick),
		.hostmask = mem_strdup_or_null(line->hostmask),
		.account = mem_strdup_or_null(line->account),
		.channel = mem_strdup_or_null(line->channel),
		.target = mem_strdup_or_null(line->target),
		.text = mem_strdup_or_null(line->text),
		.msgid = mem_strdup_or_null(line->msgid),
		.action = line->action,
		.until_ms = now_ms + PATIENCE_MS};
	note_asked(certs, line, now_ms);
	if (certs->count == 1)
		timer_set(certs->patience, PATIENCE_MS);
	certs->events->ask(certs->arg, line->outlet->name, line->nick);
}

/* ---- the answer ---- */

/* Return the index of the oldest line of NICK (NULL: of anybody) on NETWORK, or how many wait. */
static size_t find(
	const struct certs *certs, const char *network, enum casemap map, const char *nick)
{
	size_t at = 0;

	while (at < certs->count &&
		(strcmp(certs->waiting[at].network, network) != 0 ||
			(nick != NULL && !casemap_equal(map, certs->waiting[at].nick, nick))))
		at++;
	return at;
}

/* Whether HOSTMASK is NICK!HOST. */
static bool is_same(enum casemap map, const char *hostmask, const char *nick, const char *host)
{
	char *now = mem_printf("%s!%s", nick, host);
	bool same = casemap_equal(map, hostmask, now);

	free(now);
	return same;
}

void certs_learned(struct certs *certs, const struct certs_answer *answer)
{
	size_t at = find(certs, answer->network, answer->casemap, answer->nick);
	char key[PERSON_KEY];
	bool known = false;
	struct waiting line;

	if (at == certs->count)
		return;
	line = take(certs, at);
	/* It may be somebody else who has the nick by now. */
	if (answer->fingerprint != NULL && answer->host != NULL &&
		is_same(answer->casemap, line.hostmask, answer->nick, answer->host)) {
		struct person who = {.network = line.network,
			.casemap = answer->casemap,
			.hostmask = line.hostmask};
		const struct login_claim claim = {.who = &who,
			.in_sight = answer->in_sight,
			.now_ms = loop_now_ms(certs->loop)};
		known = logins_by_certificate(certs->logins, &claim, answer->fingerprint);
	}
	hear_again(certs, &line);
	if (answer->in_sight || !known)
		return;
	/* Whoever we cannot see leave may be somebody else in the next line. */
	logins_doubt(certs->logins, answer->network, answer->casemap, answer->nick);
	lru_remove(certs->asked, asked_key(answer->network, answer->casemap, answer->nick, key));
}

void certs_forget(struct certs *certs, const char *network, enum casemap map, const char *nick)
{
	char key[PERSON_KEY];
	size_t at;

	while ((at = find(certs, network, map, nick)) < certs->count) {
		struct waiting line = take(certs, at);
		release(&line);
	}
	if (nick != NULL) {
		lru_remove(certs->asked, asked_key(network, map, nick, key));
		return;
	}
	lru_free(certs->asked);
	certs->asked = lru_new(MAX_ASKED, sizeof(struct asked));
}
