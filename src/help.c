/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "base/nearest.h"
#include "request.h"

enum { MAX_TOPIC = 32, MAX_LINES = 20, MAX_LINE = 1024 };

static void list_words(struct request *rq, const struct commands *commands, const char *prefix)
{
	struct strbuf words = STRBUF_INIT;
	size_t count;
	const struct command_entry *const *entries = commands_all(commands, &count);

	for (size_t i = 0; i < count; i++)
		if (entries[i]->row->role <= rq->role)
			strbuf_addf(&words, " %s", entries[i]->row->name);
	reply(rq, "I know:%s. %shelp and a word explains it.", words.text, prefix);
	strbuf_release(&words);
}

static void explain_row(struct request *rq, const struct command *row, const char *prefix)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s%s%s%s || %s || Example: %s%s", prefix, row->name,
		row->usage[0] != '\0' ? " " : "", row->usage, row->summary, prefix, row->example);
	if (row->aliases != NULL)
		strbuf_addf(&text, " || Also: %s", row->aliases);
	if (row->role > ROLE_ANYONE)
		strbuf_addf(&text, " || For %ss", role_name(row->role));
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

static void suggest(
	struct request *rq, const struct commands *commands, const char *prefix, const char *topic)
{
	struct nearest search;
	size_t count;
	const struct command_entry *const *entries = commands_all(commands, &count);

	nearest_begin(&search, topic);
	for (size_t i = 0; i < count; i++)
		if (entries[i]->row->role <= rq->role)
			nearest_offer(&search, entries[i]->row->name);
	if (search.best != NULL)
		reply(rq, "Command not found. Did you mean %s?", search.best);
	else
		reply(rq, "Command not found. %shelp lists what I know.", prefix);
}

void help_reply(struct request *rq, const struct commands *commands, const char *data_dir,
	const char *prefix, const char *topic)
{
	const struct command_entry *entry;

	if (strncmp(topic, prefix, strlen(prefix)) == 0)
		topic += strlen(prefix);
	if (topic[0] == '\0') {
		list_words(rq, commands, prefix);
		return;
	}
	entry = commands_find(commands, topic);
	if (entry != NULL)
		explain_row(rq, entry->row, prefix);
	/* A word may have a page of its own besides. */
	if (!explain_topic(rq, data_dir, topic) && entry == NULL)
		suggest(rq, commands, prefix, topic);
}
