/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The channels that we are in, and the people there. Somebody is kept once a network and shared by
 * the channels they are in; when the last channel lets go of them, they are forgotten. */
#include "irc/network/channels.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "crypto/random.h"

enum { MAX_USERS = 50000, NAME_BYTES = 512 };

struct channels {
	const struct isupport *is;
	struct map *channels; /* folded name to struct channel */
	struct map *users;    /* folded nick to struct user */
	uint64_t last_visit;  /* it begins where nobody can guess */
};

static const char *fold(const struct channels *cs, const char *name, char out[NAME_BYTES])
{
	return casemap_fold(cs->is->casemap, name, out, NAME_BYTES);
}

struct channels *channels_new(const struct isupport *is)
{
	struct channels *cs = mem_zalloc(1, sizeof *cs);

	cs->is = is;
	cs->channels = map_new();
	cs->users = map_new();
	random_bytes(&cs->last_visit, sizeof cs->last_visit);
	return cs;
}

const struct isupport *channels_isupport(const struct channels *cs)
{
	return cs->is;
}

/* ---- people ---- */

struct user *channels_user(const struct channels *cs, const char *nick)
{
	char key[NAME_BYTES];

	return map_get(cs->users, fold(cs, nick, key));
}

struct user *channels_next_user(const struct channels *cs, size_t *at)
{
	return map_next(cs->users, at, NULL);
}

static void user_free(struct user *user)
{
	if (user == NULL)
		return;
	free(user->nick);
	free(user->host);
	free(user->account);
	free(user);
}

/* Find the user with that nick, or make one. NULL when there is no room. */
static struct user *user_for(struct channels *cs, const char *nick)
{
	char key[NAME_BYTES];
	struct user *user = map_get(cs->users, fold(cs, nick, key));

	if (user != NULL || map_count(cs->users) >= MAX_USERS)
		return user;
	user = mem_zalloc(1, sizeof *user);
	user->nick = mem_strdup(nick);
	user->visit = ++cs->last_visit;
	map_set(cs->users, key, user);
	return user;
}

static void user_leaves_one(struct channels *cs, struct user *user)
{
	char key[NAME_BYTES];

	if (--user->channels > 0)
		return;
	map_remove(cs->users, fold(cs, user->nick, key));
	user_free(user);
}

static void learn_host(struct user *user, const char *host)
{
	if (host == NULL || host[0] == '\0' ||
		(user->host != NULL && strcmp(user->host, host) == 0))
		return;
	free(user->host);
	user->host = mem_strdup(host);
}

void channels_host(struct channels *cs, const char *nick, const char *host)
{
	struct user *user = channels_user(cs, nick);

	if (user != NULL)
		learn_host(user, host);
}

void channels_account(struct channels *cs, const char *nick, const char *account)
{
	struct user *user = channels_user(cs, nick);

	if (user == NULL || account == user->account)
		return;
	free(user->account);
	user->account = mem_strdup_or_null(account);
}

void channels_bot(struct channels *cs, const char *nick, bool bot)
{
	struct user *user = channels_user(cs, nick);

	if (user != NULL)
		user->bot = bot;
}

/* ---- channels ---- */

struct channel *channels_find(const struct channels *cs, const char *name)
{
	char key[NAME_BYTES];

	return map_get(cs->channels, fold(cs, name, key));
}

struct channel *channels_next(const struct channels *cs, size_t *at)
{
	return map_next(cs->channels, at, NULL);
}

struct channel *channels_of_target(const struct channels *cs, const char *target)
{
	while (!isupport_is_channel(cs->is, target) && *target != '\0' &&
		strchr(cs->is->statusmsg, *target) != NULL)
		target++;
	return channels_find(cs, target);
}

struct member *channels_member(
	const struct channels *cs, const struct channel *channel, const char *nick)
{
	char key[NAME_BYTES];

	return map_get(channel->members, fold(cs, nick, key));
}

struct member *channels_next_member(const struct channel *channel, size_t *at)
{
	return map_next(channel->members, at, NULL);
}

struct channel *channels_next_of(const struct channels *cs, const char *nick, size_t *at)
{
	struct channel *channel;

	while ((channel = channels_next(cs, at)) != NULL)
		if (channels_member(cs, channel, nick) != NULL)
			break;
	return channel;
}

void channels_joined_ourselves(struct channels *cs, const char *name)
{
	char key[NAME_BYTES];
	struct channel *channel;

	if (map_get(cs->channels, fold(cs, name, key)) != NULL)
		return;
	channel = mem_zalloc(1, sizeof *channel);
	channel->name = mem_strdup(name);
	channel->members = map_new();
	map_set(cs->channels, key, channel);
}

static void channel_free(struct channel *channel)
{
	size_t at = 0;
	struct member *member;

	while ((member = map_next(channel->members, &at, NULL)) != NULL)
		free(member);
	map_free(channel->members);
	free(channel->name);
	free(channel);
}

void channels_left_ourselves(struct channels *cs, const char *name)
{
	char key[NAME_BYTES];
	struct channel *channel = map_remove(cs->channels, fold(cs, name, key));
	size_t at = 0;
	struct member *member;

	if (channel == NULL)
		return;
	while ((member = map_next(channel->members, &at, NULL)) != NULL)
		user_leaves_one(cs, member->user);
	channel_free(channel);
}

/* Nothing is looked up by name here: perhaps the folding is another than when names were kept. */
void channels_clear(struct channels *cs)
{
	size_t at = 0;
	const char *key;
	struct channel *channel;
	struct user *user;

	while ((channel = map_next(cs->channels, &at, &key)) != NULL) {
		map_remove(cs->channels, key);
		channel_free(channel);
	}
	for (at = 0; (user = map_next(cs->users, &at, &key)) != NULL;) {
		map_remove(cs->users, key);
		user_free(user);
	}
}

void channels_free(struct channels *cs)
{
	if (cs == NULL)
		return;
	channels_clear(cs);
	map_free(cs->channels);
	map_free(cs->users);
	free(cs);
}

/* ---- members ---- */

/* Find NICK in CHANNEL, or add them. NULL when there is no room. */
static struct member *member_for(struct channels *cs, struct channel *channel, const char *nick)
{
	char key[NAME_BYTES];
	struct member *member = map_get(channel->members, fold(cs, nick, key));
	struct user *user;

	if (member != NULL)
		return member;
	user = user_for(cs, nick);
	if (user == NULL)
		return NULL;
	user->channels++;
	member = mem_zalloc(1, sizeof *member);
	member->user = user;
	map_set(channel->members, key, member);
	return member;
}

static void member_remove(struct channels *cs, struct channel *channel, const char *nick)
{
	char key[NAME_BYTES];
	struct member *member = map_remove(channel->members, fold(cs, nick, key));

	if (member == NULL)
		return;
	user_leaves_one(cs, member->user);
	free(member);
}

void channels_joined(struct channels *cs, const char *name, const char *nick, const char *host)
{
	struct channel *channel = channels_find(cs, name);
	struct member *member = channel != NULL ? member_for(cs, channel, nick) : NULL;

	if (member != NULL)
		learn_host(member->user, host);
}

void channels_left(struct channels *cs, const char *name, const char *nick)
{
	struct channel *channel = channels_find(cs, name);

	if (channel != NULL)
		member_remove(cs, channel, nick);
}

void channels_quit(struct channels *cs, const char *nick)
{
	size_t at = 0;
	struct channel *channel;

	while ((channel = channels_next(cs, &at)) != NULL)
		member_remove(cs, channel, nick);
}

static void rename_in(
	struct channels *cs, struct channel *channel, const char *old, const char *now)
{
	char key[NAME_BYTES];
	struct member *member = map_remove(channel->members, fold(cs, old, key));

	if (member == NULL)
		return;
	/* Whoever the server lets take a nick, nobody else still has it. */
	member_remove(cs, channel, now);
	map_set(channel->members, fold(cs, now, key), member);
}

void channels_renamed(struct channels *cs, const char *nick, const char *now)
{
	char old[NAME_BYTES], key[NAME_BYTES];
	struct user *user = map_get(cs->users, fold(cs, nick, old));
	size_t at = 0;
	struct channel *channel;

	if (user == NULL)
		return;
	if (strcmp(old, fold(cs, now, key)) != 0) {
		channels_quit(cs, now);
		while ((channel = channels_next(cs, &at)) != NULL)
			rename_in(cs, channel, old, now);
		map_remove(cs->users, old);
		map_set(cs->users, key, user);
	}
	free(user->nick);
	user->nick = mem_strdup(now);
}

/* ---- NAMES ---- */

static void add_name(struct channels *cs, struct channel *channel, const char *word, size_t len)
{
	char nick[MESSAGE_NICK];
	unsigned prefixes = 0;
	const char *sign;
	size_t nick_len;
	struct member *member;

	while (len > 0 && (sign = strchr(cs->is->prefix_signs, *word)) != NULL) {
		prefixes |= 1u << (sign - cs->is->prefix_signs);
		word++, len--;
	}
	for (nick_len = 0; nick_len < len && word[nick_len] != '!'; nick_len++)
		;
	if (nick_len == 0 || nick_len >= sizeof nick)
		return;
	memcpy(nick, word, nick_len);
	nick[nick_len] = '\0';
	member = member_for(cs, channel, nick);
	if (member == NULL)
		return;
	member->prefixes = prefixes;
	if (nick_len + 1 < len) { /* userhost-in-names */
		char *host = mem_strndup(word + nick_len + 1, len - nick_len - 1);
		learn_host(member->user, host);
		free(host);
	}
}

void channels_names(struct channels *cs, const char *name, const char *nicks)
{
	struct channel *channel = channels_find(cs, name);

	while (channel != NULL && *nicks != '\0') {
		size_t len = strcspn(nicks, " ");
		add_name(cs, channel, nicks, len);
		nicks += len + strspn(nicks + len, " ");
	}
}
