/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !help: the commands, one of them, or a topic. */
#include "words/help.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "people/access.h"
#include "base/nearest.h"
#include "request/request.h"

enum { MAX_TOPIC = 32, MAX_LINES = 20, MAX_LINE = 1024 };

static void list_words(struct request *rq, const struct commands *commands)
{
	struct strbuf words = STRBUF_INIT;
	const struct command_entry *entry;
	size_t at = 0;

	while ((entry = commands_next(commands, &at, rq->place)) != NULL)
		if (entry->row->role <= rq->role)
			strbuf_addf(&words, " %s", entry->row->name);
	reply(rq, "I know:%s. %shelp and a word explains it.", words.text, rq->prefix);
	strbuf_release(&words);
}

static void explain_row(struct request *rq, const struct command *row)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s%s%s%s || %s || Example: %s%s", rq->prefix, row->name,
		row->usage[0] != '\0' ? " " : "", row->usage, row->summary, rq->prefix,
		row->example);
	if (row->aliases != NULL)
		strbuf_addf(&text, " || Also: %s", row->aliases);
	if (row->role > ROLE_ANYONE)
		strbuf_addf(&text, " || For %s", role_people(row->role));
	reply(rq, "%s", text.text);
	strbuf_release(&text);
}

/* ---- topics ---- */

/* The file of TOPIC, which is only looked for when it is a plain word. */
static FILE *open_topic(const char *data_dir, const char *topic)
{
	char name[MAX_TOPIC + 1];
	struct strbuf path = STRBUF_INIT;
	size_t len = strlen(topic);
	FILE *file;

	if (len == 0 || len > MAX_TOPIC)
		return NULL;
	for (size_t i = 0; i <= len; i++)
		name[i] = (char)tolower((unsigned char)topic[i]);
	if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") != len)
		return NULL;
	strbuf_addf(&path, "%s/help/%s.txt", data_dir, name);
	file = fopen(path.text, "re");
	strbuf_release(&path);
	return file;
}

static bool explain_topic(struct request *rq, const char *data_dir, const char *topic)
{
	FILE *file = open_topic(data_dir, topic);
	char line[MAX_LINE];

	if (file == NULL)
		return false;
	for (int lines = 0; lines < MAX_LINES && fgets(line, sizeof line, file) != NULL; lines++) {
		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] != '\0' && line[0] != '#')
			reply(rq, "%s", line);
	}
	fclose(file);
	return true;
}

static void suggest(struct request *rq, const struct commands *commands, const char *topic)
{
	struct nearest search;
	const struct command_entry *entry;
	size_t at = 0;

	nearest_begin(&search, topic);
	while ((entry = commands_next(commands, &at, rq->place)) != NULL)
		if (entry->row->role <= rq->role)
			nearest_offer(&search, entry->row->name);
	if (search.best != NULL)
		reply(rq, "Command not found. Did you mean %s?", search.best);
	else
		reply(rq, "Command not found. %shelp lists what I know.", rq->prefix);
}

/* "cards draw": a word with what may stand behind it is explained with the word. */
static void explain_part(struct request *rq, const struct commands *commands, const char *topic)
{
	const char *word = arena_strndup(rq->arena, topic, strcspn(topic, " "));
	const struct command_entry *entry = commands_find(commands, word, rq->place);

	if (entry != NULL)
		explain_row(rq, entry->row);
	else
		suggest(rq, commands, topic);
}

/* ---- what can be asked for besides words ---- */

static int is_text(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot != NULL && dot != entry->d_name && strcmp(dot, ".txt") == 0;
}

static void list_topics(struct request *rq, struct plugins *plugins, const char *data_dir)
{
	struct strbuf folder = STRBUF_INIT, text = STRBUF_INIT;
	struct dirent **entries;
	int count;

	strbuf_addf(&folder, "%s/help", data_dir);
	count = scandir(folder.text, &entries, is_text, alphasort);
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		strbuf_addf(&text, " %.*s", (int)(strlen(name) - strlen(".txt")), name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	reply(rq, "Topics:%s.", text.len > 0 ? text.text : " none");
	if (plugins != NULL)
		plugins_explain(plugins, rq, NULL);
	strbuf_release(&text);
	strbuf_release(&folder);
}

void help_reply(struct request *rq, const struct commands *commands, struct plugins *plugins,
	const char *data_dir, const char *topic)
{
	const struct command_entry *entry;

	if (strncmp(topic, rq->prefix, strlen(rq->prefix)) == 0)
		topic += strlen(rq->prefix);
	if (topic[0] == '\0') {
		list_words(rq, commands);
		return;
	}
	entry = commands_find(commands, topic, rq->place);
	if (entry != NULL)
		explain_row(rq, entry->row);
	/* A word may have a page of its own besides. */
	if (explain_topic(rq, data_dir, topic) || entry != NULL)
		return;
	if (strcasecmp(topic, "topics") == 0)
		list_topics(rq, plugins, data_dir);
	else if (plugins == NULL || plugins_explain(plugins, rq, topic) == PASS)
		explain_part(rq, commands, topic);
}
