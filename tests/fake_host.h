/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TESTS_FAKE_HOST_H
#define LOGIOS_TESTS_FAKE_HOST_H

/* A host of one plugin, for unit tests: what it says is gathered, nothing else exists. A test
 * includes this and then the plugin's .c; the names of the host's functions that plugins use are
 * turned into fakes first, so that the real ones can be linked beside them. */

#define plugin_state fake_plugin_state
#define plugin_set_state fake_plugin_set_state
#define plugin_flag fake_plugin_flag
#define plugin_data_dir fake_plugin_data_dir
#define plugin_warn fake_plugin_warn
#define plugin_store_put fake_plugin_store_put
#define plugin_store_delete fake_plugin_store_delete
#define plugin_store_each fake_plugin_store_each
#define plugin_store_get fake_plugin_store_get
#define plugin_store_lives fake_plugin_store_lives
#define plugin_store_tale fake_plugin_store_tale
#define plugin_store_places fake_plugin_store_places
#define plugin_find_nick fake_plugin_find_nick
#define plugin_find_owner fake_plugin_find_owner
#define plugin_knows_command fake_plugin_knows_command
#define request_nick fake_request_nick
#define request_arena fake_request_arena
#define request_hostmask fake_request_hostmask
#define request_owner fake_request_owner
#define request_person fake_request_person
#define request_place fake_request_place
#define request_role fake_request_role
#define request_roll fake_request_roll
#define request_flag fake_request_flag
#define reply_private fake_reply_private
#define reply_roll fake_reply_roll
#define reply_roll_failed fake_reply_roll_failed
#define reply_to fake_reply_to
#define request_channel fake_request_channel
#define request_table fake_request_table
#define request_keeps fake_request_keeps
#define request_text fake_request_text
#define request_rng fake_request_rng
#define request_shuffle fake_request_shuffle
#define request_shuffled fake_request_shuffled
#define request_deck_done fake_request_deck_done
#define reply fake_reply
#define reply_error fake_reply_error

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "logios.h"
#include "crypto/random.h"
#include "rows.h"

struct plugin {
	const struct plugin_info *info;
	void *state;
	bool flag;            /* what every setting that is a flag says */
	const char *on;       /* a setting that a channel may have and that is on; or NULL */
	const char *data_dir; /* lent */
	int *warnings;        /* counted there; or NULL */
	struct rows rows;     /* what it keeps; to be released */
};

struct request {
	const char *nick, *channel, *place, *text; /* lent; channel NULL in private */
	struct rng *rng;
	enum role role;
	struct arena arena; /* to be released */
	struct strbuf said; /* all replies, a line each */
};

enum { FAKE_ARGS_MAX = 16 };

void *plugin_state(const struct plugin *self)
{
	return self->state;
}

void plugin_set_state(struct plugin *self, void *state)
{
	self->state = state;
}

bool plugin_flag(const struct plugin *self, const char *setting)
{
	(void)setting;
	return self->flag;
}

const char *plugin_data_dir(const struct plugin *self)
{
	return self->data_dir;
}

void plugin_warn(const struct plugin *self, const char *format, ...)
{
	(void)format;
	if (self->warnings != NULL)
		++*self->warnings;
}

bool plugin_store_put(struct plugin *self, const char *place, const char *key, const void *value,
	size_t len, struct error *err)
{
	return rows_put(&self->rows, place, key, value, len, err);
}

bool plugin_store_delete(struct plugin *self, const char *place, const char *key, struct error *err)
{
	return rows_remove(&self->rows, place, key, err);
}

bool plugin_store_each(struct plugin *self, const char *place,
	bool (*row)(void *arg, const char *key, const void *value, size_t len), void *arg,
	struct error *err)
{
	return rows_each(&self->rows, place, row, arg, err);
}

void *plugin_store_get(
	struct plugin *self, const char *place, const char *key, size_t *len, struct error *err)
{
	(void)self, (void)place, (void)key, (void)len, (void)err;
	return NULL;
}

int64_t plugin_store_lives(struct plugin *self)
{
	(void)self;
	return 0;
}

const char *plugin_store_tale(struct plugin *self, struct request *rq)
{
	(void)self, (void)rq;
	return "was put back from a backup";
}

bool plugin_store_places(struct plugin *self,
	bool (*row)(void *arg, const char *place, size_t bytes), void *arg, struct error *err)
{
	return rows_places(&self->rows, row, arg, err);
}

const char *request_nick(const struct request *rq)
{
	return rq->nick;
}

struct arena *request_arena(struct request *rq)
{
	return &rq->arena;
}

const char *request_hostmask(const struct request *rq)
{
	return rq->nick;
}

const char *request_owner(const struct request *rq)
{
	return rq->nick;
}

const char *request_person(struct request *rq)
{
	return rq->nick;
}

const char *request_place(const struct request *rq)
{
	return rq->place;
}

enum role request_role(const struct request *rq)
{
	return rq->role;
}

bool request_flag(const struct request *rq, const struct plugin *self, const char *setting)
{
	(void)rq;
	return self->on != NULL && strcmp(self->on, setting) == 0;
}

bool plugin_knows_command(const struct plugin *self, const char *word, const char *place)
{
	(void)self, (void)word, (void)place;
	return false;
}

/* Whoever is asked for is there, and has their nick for everything. */
bool plugin_find_nick(
	const struct plugin *self, const char *place, const char *nick, struct somebody *found)
{
	(void)self, (void)place;
	*found = (struct somebody){.own = false};
	snprintf(found->nick, sizeof found->nick, "%s", nick);
	snprintf(found->hostmask, sizeof found->hostmask, "%s", nick);
	snprintf(found->owner, sizeof found->owner, "%s", nick);
	return true;
}

bool plugin_find_owner(
	const struct plugin *self, const char *place, const char *owner, struct somebody *found)
{
	return owner != NULL && plugin_find_nick(self, place, owner, found);
}

const char *request_channel(const struct request *rq)
{
	return rq->channel;
}

const char *request_table(const struct request *rq)
{
	return rq->place;
}

bool request_keeps(struct request *rq)
{
	(void)rq;
	return true;
}

const char *request_text(const struct request *rq)
{
	return rq->text;
}

struct rng *request_rng(struct request *rq)
{
	return rq->rng;
}

struct rng *request_shuffle(struct request *rq, const char *name)
{
	(void)name;
	return rq->rng;
}

void request_shuffled(struct request *rq, const size_t *order, size_t count, size_t cards)
{
	(void)rq, (void)order, (void)count, (void)cards;
}

void request_deck_done(struct request *rq, const char *name)
{
	(void)rq, (void)name;
}

/* Gather a line that is said to TO alone; "" for all. */
__attribute__((format(printf, 3, 0))) static inline void fake_say_to(
	struct request *rq, const char *to, const char *format, va_list values)
{
	char *line = NULL;

	if (vasprintf(&line, format, values) < 0)
		abort();
	strbuf_addf(&rq->said, "%s%s%s\n", to, to[0] != '\0' ? ": " : "", line);
	free(line);
}

void reply(struct request *rq, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	fake_say_to(rq, "", format, values);
	va_end(values);
}

void reply_private(struct request *rq, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	fake_say_to(rq, rq->nick, format, values);
	va_end(values);
}

void reply_to(struct request *rq, const char *nick, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	fake_say_to(rq, nick, format, values);
	va_end(values);
}

struct rng *request_roll(struct request *rq, const char *input)
{
	(void)input;
	return rq->rng;
}

void reply_roll(struct request *rq, const char *total, const char *format, ...)
{
	va_list values;

	(void)total;
	va_start(values, format);
	fake_say_to(rq, "", format, values);
	va_end(values);
}

void reply_roll_failed(struct request *rq, const struct error *err, const char *format, ...)
{
	va_list values;

	(void)err;
	va_start(values, format);
	fake_say_to(rq, "", format, values);
	va_end(values);
}

void reply_error(struct request *rq, const struct error *err)
{
	reply(rq, "%s", err->text);
}

/* Cut LINE (changed, and pointed into) into words as the host does: the last of at most MAX + 1
 * takes the rest. Returns how many there are. */
static inline int fake_words(char *line, int max, const char *words[])
{
	int count = 0;

	line += strspn(line, " ");
	while (*line != '\0' && count < max) {
		words[count++] = line;
		line += strcspn(line, " ");
		if (*line != '\0')
			*line++ = '\0';
		line += strspn(line, " ");
	}
	if (*line != '\0')
		words[count++] = line;
	return count;
}

/* The row of INFO that WORD stands for, by its name; NULL if there is none. */
static inline const struct command *fake_row(const struct plugin_info *info, const char *word)
{
	for (const struct command *row = info->commands; row->name != NULL; row++)
		if (strcasecmp(row->name, word) == 0)
			return row;
	return NULL;
}

/* Type LINE to PLUGIN. Returns all it says, a line each, until the next call; "(usage)" when the
 * host would have shown that. */
static inline const char *fake_type(struct plugin *plugin, struct request *rq, const char *line)
{
	const char *words[FAKE_ARGS_MAX];
	char *copy = mem_strdup(line);
	char *word = mem_strndup(line, strcspn(line, " "));
	const struct command *row = fake_row(plugin->info, word);
	int argc = row != NULL ? fake_words(copy, row->max_args > 0 ? row->max_args : 1, words) : 0;

	strbuf_reset(&rq->said);
	if (row == NULL || argc - 1 < row->min_args)
		strbuf_addstr(&rq->said, "(usage)\n");
	else
		row->run(plugin, rq, argc, words);
	free(word);
	free(copy);
	return rq->said.text;
}

#endif
