/* SPDX-License-Identifier: GPL-3.0-or-later */
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
	char *network, *nick, *hostmask, *account, *channel, *text;
	bool action;
	int64_t until_ms;
};

/* The server was asked about somebody. */
struct asked {
	int64_t when_ms;
	char hostmask[512];
};

struct certs {
	struct bot *bot;
	struct waiting waiting[MAX_WAITING]; /* the oldest first */
	size_t count;
	struct lru *asked; /* "network nick" to struct asked */
	struct timer *patience;
};

/* ---- the lines ---- */

static char *copy(const char *text)
{
	return text != NULL ? mem_strdup(text) : NULL;
}

static void release(struct waiting *line)
{
	free(line->network);
	free(line->nick);
	free(line->hostmask);
	free(line->account);
	free(line->channel);
	free(line->text);
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

static void hear_again(struct certs *certs, struct waiting *waited)
{
	struct network *net = bot_network(certs->bot, waited->network);
	struct bot_line line = {.net = net,
		.nick = waited->nick,
		.hostmask = waited->hostmask,
		.account = waited->account,
		.channel = waited->channel,
		.text = waited->text,
		.action = waited->action,
		.asked = true};

	if (net != NULL && (line.channel == NULL ||
				   channels_find(network_channels(net), line.channel) != NULL))
		bot_hear(certs->bot, &line);
	release(waited);
}

static void out_of_patience(void *arg)
{
	struct certs *certs = arg;
	int64_t now_ms = loop_now_ms(certs->bot->loop);

	while (certs->count > 0 && certs->waiting[0].until_ms <= now_ms) {
		struct waiting line = take(certs, 0);
		hear_again(certs, &line);
	}
	if (certs->count > 0)
		timer_set(certs->patience, certs->waiting[0].until_ms - now_ms);
}

struct certs *certs_new(struct bot *bot)
{
	struct certs *certs = mem_zalloc(1, sizeof *certs);

	certs->bot = bot;
	certs->asked = lru_new(MAX_ASKED, sizeof(struct asked));
	certs->patience = timer_new(bot->loop, out_of_patience, certs);
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

bool certs_may_help(const struct certs *certs, const struct bot_line *line)
{
	const struct asked *asked;
	enum casemap map;
	char key[PERSON_KEY];

	if (line->net == NULL || line->asked || certs->count == MAX_WAITING ||
		strchr(line->hostmask, '!') == NULL ||
		!logins_want_certificate(
			access_logins(certs->bot->access), network_name(line->net)))
		return false;
	map = network_isupport(line->net)->casemap;
	asked = lru_peek(certs->asked, asked_key(network_name(line->net), map, line->nick, key));
	return asked == NULL || strcmp(asked->hostmask, line->hostmask) != 0 ||
	       loop_now_ms(certs->bot->loop) - asked->when_ms >= ASK_AGAIN_MS;
}

static void note_asked(struct certs *certs, const struct bot_line *line, int64_t now_ms)
{
	char key[PERSON_KEY];
	struct asked *asked = lru_get(
		certs->asked, asked_key(network_name(line->net),
				      network_isupport(line->net)->casemap, line->nick, key));

	asked->when_ms = now_ms;
	snprintf(asked->hostmask, sizeof asked->hostmask, "%s", line->hostmask);
}

void certs_wait(struct certs *certs, const struct bot_line *line)
{
	int64_t now_ms = loop_now_ms(certs->bot->loop);

	certs->waiting[certs->count++] = (struct waiting){.network = copy(network_name(line->net)),
		.nick = copy(line->nick),
		.hostmask = copy(line->hostmask),
		.account = copy(line->account),
		.channel = copy(line->channel),
		.text = copy(line->text),
		.action = line->action,
		.until_ms = now_ms + PATIENCE_MS};
	note_asked(certs, line, now_ms);
	if (certs->count == 1)
		timer_set(certs->patience, PATIENCE_MS);
	network_whois(line->net, line->nick);
}

/* ---- the answer ---- */

/* Where the oldest line of NICK on NET waits, or how many wait. */
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

void certs_learned(
	void *arg, struct network *net, const char *nick, const char *host, const char *fingerprint)
{
	struct bot *bot = arg;
	enum casemap map = network_isupport(net)->casemap;
	size_t at = find(bot->certs, network_name(net), map, nick);
	struct waiting line;

	if (at == bot->certs->count)
		return;
	line = take(bot->certs, at);
	/* It may be somebody else who has the nick by now. */
	if (fingerprint != NULL && host != NULL && is_same(map, line.hostmask, nick, host)) {
		struct person who = {
			.network = line.network, .casemap = map, .hostmask = line.hostmask};
		const struct login_claim claim = {.who = &who,
			.in_sight = channels_user(network_channels(net), nick) != NULL,
			.now_ms = loop_now_ms(bot->loop)};
		logins_by_certificate(access_logins(bot->access), &claim, fingerprint);
	}
	hear_again(bot->certs, &line);
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
