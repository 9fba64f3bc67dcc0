/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turn the text of a value into what its row asks for; one row of functions for each type. */
#include "config/value.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "config/config.h"

enum { MAX_ITEMS = 500 }; /* of one list */

#define BLANKS " \t"

void config_wipe(char *text)
{
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
}

bool config_flag_parse(const char *text, bool *out)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {
		{"yes", true},
		{"no", false},
		{"true", true},
		{"false", false},
		{"on", true},
		{"off", false},
		{"1", true},
		{"0", false},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasecmp(text, words[i].word) == 0) {
			*out = words[i].value;
			return true;
		}
	return false;
}

/* Return a hint for people who write `port = 6697 # why`: here that is part of the value. */
static const char *comment_hint(const char *text)
{
	return strstr(text, " #") != NULL ? " (a comment behind a value begins with ' ;')" : "";
}

static bool flag_fails(const char *text, struct error *err)
{
	return error_set(err, "'%s' is neither yes nor no%s", text, comment_hint(text));
}

static bool number_fails(const char *text, long min, long max, struct error *err)
{
	return error_set(
		err, "'%s' is no number from %ld to %ld%s", text, min, max, comment_hint(text));
}

/* ---- one setter and, where something is held, one release per type ---- */

static bool set_flag(
	const struct config_key *key, void *member, const char *text, struct error *err)
{
	(void)key;
	return config_flag_parse(text, member) || flag_fails(text, err);
}

static bool set_number(
	const struct config_key *key, void *member, const char *text, struct error *err)
{
	return number_parse(text, key->min, key->max, member) ||
	       number_fails(text, key->min, key->max, err);
}

static bool set_mode(
	const struct config_key *key, void *member, const char *text, struct error *err)
{
	enum { OWNER = 0600, ALL = 0666, OTHERS_WRITE = 0002 };
	size_t digits = strspn(text, "01234567");
	unsigned long mode = digits >= 3 && digits <= 4 && text[digits] == '\0'
				     ? strtoul(text, NULL, 8)
				     : 0;
	unsigned value = (unsigned)mode;

	(void)key;
	if ((mode & OWNER) != OWNER || (mode & ~(unsigned long)ALL) != 0)
		return error_set(err,
			"'%s' is no mode of a file that its owner reads and writes, such as 0644 "
			"or 0640%s",
			text, comment_hint(text));
	if ((mode & OTHERS_WRITE) != 0)
		return error_set(err, "'%s' would let everybody write", text);
	memcpy(member, &value, sizeof value);
	return true;
}

/* Return a copy of TEXT that has passed the checks of KEY, or NULL. */
static char *checked_copy(const struct config_key *key, const char *text, struct error *err)
{
	size_t len = strlen(text);
	char *copy;

	if (len == 0 && key->min > 0) {
		error_set(err, "may not be empty");
		return NULL;
	}
	if (len > (size_t)key->max) {
		error_set(err, "has %zu bytes; at most %ld fit", len, key->max);
		return NULL;
	}
	copy = mem_strdup(text);
	if (key->check == NULL || key->check(copy, err))
		return copy;
	config_wipe(copy);
	return NULL;
}

static bool set_text(
	const struct config_key *key, void *member, const char *text, struct error *err)
{
	char **place = member;
	char *copy = checked_copy(key, text, err);

	if (copy == NULL)
		return false;
	config_wipe(*place);
	*place = copy;
	return true;
}

static void release_text(void *member)
{
	char **place = member;

	config_wipe(*place);
	*place = NULL;
}

static bool set_choice(
	const struct config_key *key, void *member, const char *text, struct error *err)
{
	struct strbuf names = STRBUF_INIT;
	struct nearest search;

	nearest_begin(&search, text);
	for (const struct config_choice *choice = key->choices; choice->name != NULL; choice++) {
		if (strcasecmp(choice->name, text) == 0) {
			memcpy(member, &choice->value, sizeof choice->value);
			strbuf_release(&names);
			return true;
		}
		nearest_offer(&search, choice->name);
		strbuf_addf(&names, "%s%s", names.len > 0 ? ", " : "", choice->name);
	}
	if (search.best != NULL)
		error_set(err, "'%s' is none of %s (did you mean '%s'?)", text, names.text,
			search.best);
	else
		error_set(err, "'%s' is none of %s%s", text, names.text, comment_hint(text));
	strbuf_release(&names);
	return false;
}

/* Take the next item, up to one of ENDS, off *TEXT into *ITEM and its length. Returns false at the
 * end. */
static bool next_item(const char **text, const char *ends, const char **item, size_t *len)
{
	*text += strspn(*text, BLANKS ",");
	*item = *text;
	*len = strcspn(*text, ends);
	*text += *len;
	while (*len > 0 && strchr(BLANKS, (*item)[*len - 1]) != NULL)
		--*len;
	return *len > 0;
}

static void release_list(void *member)
{
	struct config_list *list = member;

	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct config_list){.items = NULL};
}

static bool list_add(const struct config_key *key, struct config_list *list, const char *item,
	size_t len, struct error *err)
{
	char *word = mem_strndup(item, len);
	char *copy = checked_copy(key, word, err);

	free(word);
	if (copy == NULL)
		return false;
	list->items = mem_resize(list->items, list->count + 1, sizeof *list->items);
	list->items[list->count++] = copy;
	for (size_t i = 0; i + 1 < list->count; i++)
		if (strcasecmp(list->items[i], copy) == 0)
			return error_set(err, "'%s' is there twice", copy);
	if (list->count > MAX_ITEMS)
		return error_set(err, "there are more than %d", MAX_ITEMS);
	return true;
}

static bool set_list(
	const struct config_key *key, void *member, const char *text, struct error *err)
{
	struct config_list list = {.items = NULL};
	const char *item;
	size_t len;

	while (next_item(&text, BLANKS ",", &item, &len)) {
		if (!list_add(key, &list, item, len, err)) {
			release_list(&list);
			return false;
		}
	}
	if (key->required && list.count == 0)
		return error_set(err, "may not be empty");
	release_list(member);
	*(struct config_list *)member = list;
	return true;
}

static void release_channels(void *member)
{
	struct config_network *network = member;

	for (size_t i = 0; i < network->channel_count; i++) {
		free(network->channels[i].name);
		config_wipe(network->channels[i].key);
	}
	free(network->channels);
	network->channels = NULL;
	network->channel_count = 0;
}

/* Read "#name" or "#name key". Mistakes do not quote the key. */
static bool channel_entry(const struct config_key *key, char *words,
	struct config_channel_entry *entry, struct error *err)
{
	size_t name_len = strcspn(words, BLANKS);
	const char *secret = words + name_len + strspn(words + name_len, BLANKS);

	words[name_len] = '\0';
	if (strlen(words) > (size_t)key->max)
		return error_set(err, "a channel's name has at most %ld bytes", key->max);
	if (!config_check_channel(words, err))
		return false;
	if (strchr("#&", *secret) != NULL && *secret != '\0')
		return error_set(err, "after '%s' a comma is missing", words);
	if (strpbrk(secret, BLANKS) != NULL)
		return error_set(err,
			"after '%s' there is more than a key (part channels by commas)", words);
	entry->name = mem_strdup(words);
	entry->key = *secret != '\0' ? mem_strdup(secret) : NULL;
	return true;
}

static bool channels_add(const struct config_key *key, struct config_network *network,
	const char *item, size_t len, struct error *err)
{
	struct config_channel_entry entry;
	char *words = mem_strndup(item, len);
	bool good = channel_entry(key, words, &entry, err);

	explicit_bzero(words, len);
	free(words);
	if (!good)
		return false;
	network->channels = mem_resize(
		network->channels, network->channel_count + 1, sizeof *network->channels);
	network->channels[network->channel_count++] = entry;
	for (size_t i = 0; i + 1 < network->channel_count; i++)
		if (strcasecmp(network->channels[i].name, entry.name) == 0)
			return error_set(err, "'%s' is there twice", entry.name);
	if (network->channel_count > MAX_ITEMS)
		return error_set(err, "there are more than %d", MAX_ITEMS);
	return true;
}

static bool set_channels(
	const struct config_key *key, void *member, const char *text, struct error *err)
{
	struct config_network *network = member;
	struct config_network read = {.name = NULL};
	const char *item;
	size_t len;

	while (next_item(&text, ",", &item, &len)) {
		if (!channels_add(key, &read, item, len, err)) {
			release_channels(&read);
			return false;
		}
	}
	release_channels(network);
	network->channels = read.channels;
	network->channel_count = read.channel_count;
	return true;
}

static const struct {
	bool (*set)(
		const struct config_key *key, void *member, const char *text, struct error *err);
	void (*release)(void *member);
	bool whole; /* gets the section's struct, since it keeps two members */
} types[] = {
	[CONFIG_FLAG] = {.set = set_flag},
	[CONFIG_NUMBER] = {.set = set_number},
	[CONFIG_MODE] = {.set = set_mode},
	[CONFIG_TEXT] = {.set = set_text, .release = release_text},
	[CONFIG_PATH] = {.set = set_text, .release = release_text},
	[CONFIG_CHOICE] = {.set = set_choice},
	[CONFIG_LIST] = {.set = set_list, .release = release_list},
	[CONFIG_CHANNELS] = {.set = set_channels, .release = release_channels, .whole = true},
};

static void *member_of(const struct config_key *key, void *record)
{
	return types[key->type].whole ? record : (char *)record + key->offset;
}

bool config_value_set(
	const struct config_key *key, void *record, const char *text, struct error *err)
{
	return types[key->type].set(key, member_of(key, record), text, err);
}

void config_value_defaults(const struct config_key *keys, void *record)
{
	for (const struct config_key *key = keys; key->name != NULL; key++) {
		if (key->required)
			continue; /* a mistake, if it is not set: an empty list */
		if (!config_value_set(key, record, key->value, NULL))
			assert(!"a default that its own row refuses");
	}
}

void config_value_release(const struct config_key *keys, void *record)
{
	for (const struct config_key *key = keys; key->name != NULL; key++)
		if (types[key->type].release != NULL)
			types[key->type].release(member_of(key, record));
}

/* ---- the settings of plugins ---- */

static bool plugin_flag_valid(const struct setting *row, const char *value, struct error *err)
{
	bool flag;

	(void)row;
	return config_flag_parse(value, &flag) || flag_fails(value, err);
}

static bool plugin_number_valid(const struct setting *row, const char *value, struct error *err)
{
	long number;

	return number_parse(value, row->min, row->max, &number) ||
	       number_fails(value, row->min, row->max, err);
}

static bool plugin_text_valid(const struct setting *row, const char *value, struct error *err)
{
	(void)row;
	(void)value;
	(void)err;
	return true; /* the reader has refused what no text may hold */
}

bool config_setting_valid(const struct setting *row, const char *value, struct error *err)
{
	static bool (*const valid[])(const struct setting *, const char *, struct error *) = {
		[SETTING_FLAG] = plugin_flag_valid,
		[SETTING_NUMBER] = plugin_number_valid,
		[SETTING_TEXT] = plugin_text_valid,
	};

	return valid[row->type](row, value, err);
}
