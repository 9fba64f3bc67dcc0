/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List the sections, with the rows of [logios] and of channels, and find rows by name. */
#include "config/keys.h"

#include <string.h>

#include "config/config.h"
#include "config/value.h"

enum {
	MAX_NAME = 32, /* plugins */
	MAX_PATH = 4095,
};

_Static_assert(sizeof(enum log_level) == sizeof(unsigned), "choices are stored as unsigned");

static const struct config_choice log_levels[] = {
	{.name = "error", .value = LOG_LEVEL_ERROR},
	{.name = "warning", .value = LOG_LEVEL_WARNING},
	{.name = "info", .value = LOG_LEVEL_INFO},
	{.name = "debug", .value = LOG_LEVEL_DEBUG},
	{.name = NULL},
};

_Static_assert(
	sizeof(enum config_durability) == sizeof(unsigned), "choices are stored as unsigned");

static const struct config_choice durabilities[] = {
	{.name = "disk", .value = DURABILITY_DISK},
	{.name = "process", .value = DURABILITY_PROCESS},
	{.name = NULL},
};

/* The settings of channels: defaults for all of them in [logios], for one in its own section. */
/* clang-format off */
#define CHANNEL_SETTINGS(record, member)                                                          \
	{.name = "max_lines", .type = CONFIG_NUMBER, .value = "4", .min = 1, .max = 20,           \
		.offset = offsetof(record, member.max_lines),                                     \
		.help = "How many lines one reply may have; the rest waits for !more."},          \
	{.name = "colour", .type = CONFIG_FLAG, .value = "yes",                                   \
		.offset = offsetof(record, member.colour),                                        \
		.help = "Whether replies may contain format codes such as bold."},                \
	{.name = "trust_ops", .type = CONFIG_FLAG, .value = "yes",                                \
		.offset = offsetof(record, member.trust_ops),                                     \
		.help = "Whether a channel operator has the role operator in that channel."},     \
	{.name = "show_numbers", .type = CONFIG_FLAG, .value = "yes",                             \
		.offset = offsetof(record, member.show_numbers),                                  \
		.help = "Whether a roll ends with its number and head, (#17 bqe8qyc4) say."}

#define LOGIOS(member) .offset = offsetof(struct config, member)
/* clang-format on */

static const struct config_key logios_keys[] = {
	{.name = "prefix",
		.type = CONFIG_TEXT,
		.value = "!",
		.min = 1,
		.max = 4,
		.check = config_check_prefix,
		LOGIOS(prefix),
		.help = "What commands begin with: one or more punctuation marks."},
	{.name = "plugins",
		.type = CONFIG_LIST,
		.value = "dice, cards, calc, tables, turns",
		.min = 1,
		.max = MAX_NAME,
		.check = config_check_plugin,
		LOGIOS(plugins),
		.help = "The plugins to load. Left empty, the bot knows its own commands only."},
	CHANNEL_SETTINGS(struct config, channel_defaults),
	{.name = "log_level",
		.type = CONFIG_CHOICE,
		.value = "info",
		.choices = log_levels,
		LOGIOS(log_level),
		.help = "How much is logged: this level and the graver ones."},
	{.name = "log_file",
		.type = CONFIG_PATH,
		.value = "",
		.max = MAX_PATH,
		LOGIOS(log_file),
		.help = "The file to log to. Left empty, standard error, which systemd takes to "
			"the "
			"journal."},
	{.name = "fair_seal_seconds",
		.type = CONFIG_NUMBER,
		.value = "60",
		.min = 10,
		.max = 3600,
		LOGIOS(fair_seal_seconds),
		.help = "How long !fair new waits for the next seal of a player, and then for the "
			"words."},
	{.name = "verify_url",
		.type = CONFIG_TEXT,
		.value = "",
		.max = 300,
		LOGIOS(verify_url),
		.help = "Where players find verify.html, with which they check rolls. !fair says "
			"it."},
	{.name = "transcript_dir",
		.type = CONFIG_PATH,
		.value = "",
		.max = MAX_PATH,
		LOGIOS(transcript_dir),
		.help = "A folder where the transcripts of channels are written as they grow, for "
			"a web server, say. Left empty, they are not."},
	{.name = "transcript_mode",
		.type = CONFIG_MODE,
		.value = "0644",
		LOGIOS(transcript_mode),
		.help = "Who may read those files: their mode, in octal. 0640 leaves them to the "
			"group, which the folder gives them if it is set-group-ID."},
	{.name = "transcript_url",
		.type = CONFIG_TEXT,
		.value = "",
		.max = 300,
		LOGIOS(transcript_url),
		.help = "Where players find that folder. !fair says it."},
	{.name = "history_days",
		.type = CONFIG_NUMBER,
		.value = "365",
		.min = 0,
		.max = 36500,
		LOGIOS(history_days),
		.help = "How many days rolls are kept, for their transcripts and statistics; 0: "
			"for ever."},
	{.name = "state_dir",
		.type = CONFIG_PATH,
		.value = "/var/lib/logios",
		.min = 1,
		.max = MAX_PATH,
		LOGIOS(state_dir),
		.help = "The folder for what the bot must remember (logios.db, backup/). Looked at "
			"when "
			"the bot starts."},
	{.name = "durability",
		.type = CONFIG_CHOICE,
		.value = "disk",
		.choices = durabilities,
		LOGIOS(durability),
		.help = "What is said has been stored; how safely? disk: it survives a power cut. "
			"process: it survives the end of the bot, kill -9 too, but the last "
			"seconds before a power cut or a crash of the system may be lost. It "
			"costs less. After a sudden end new epochs of fair rolls begin, and decks "
			"in play are shuffled again."},
	{.name = "plugin_dir",
		.type = CONFIG_PATH,
		.value = "",
		.otherwise = "where they were installed, or beside the program",
		.max = MAX_PATH,
		LOGIOS(plugin_dir),
		.help = "The folder with the plugins. Looked at when the bot starts."},
	{.name = "data_dir",
		.type = CONFIG_PATH,
		.value = "",
		.otherwise = "where they were installed, or beside the program",
		.max = MAX_PATH,
		LOGIOS(data_dir),
		.help = "The folder with decks and help texts. Looked at when the bot starts."},
	{.name = NULL},
};

static const struct config_key channel_keys[] = {
	CHANNEL_SETTINGS(struct config_channel, settings),
	{.name = NULL},
};

const struct config_section config_sections[SECTION_COUNT] = {
	[SECTION_LOGIOS] = {.word = "logios",
		.title = "logios",
		.keys = logios_keys,
		.help = "The bot as a whole. max_lines, colour, trust_ops and show_numbers hold in "
			"every channel "
			"that "
			"has no section of its own."},
	[SECTION_NETWORK] = {.word = "network",
		.names = "NAME",
		.title = "network example",
		.keys = config_network_keys,
		.help = "One section for each IRC network; at least one is needed. The name is "
			"yours to "
			"choose: letters, digits, '-', '_' and '.'."},
	[SECTION_CHANNEL] = {.word = "channel",
		.names = "NETWORK/#CHANNEL",
		.title = "channel example/#dice",
		.keys = channel_keys,
		.help = "Settings of one channel. What is left out is as in [logios]. A plugin's "
			"setting for channels is written PLUGIN.NAME, as in dice.detail = full; "
			"NAME "
			"alone will do where only one plugin in use has a setting of that name."},
	[SECTION_ADMIN] = {.word = "admin",
		.names = "NAME",
		.title = "admin ann",
		.keys = config_admin_keys,
		.help = "Somebody with rights, known by an account, a certificate, a mask or a "
			"password; one of them is needed."},
	[SECTION_FILTER] = {.word = "filter",
		.title = "filter",
		.keys = config_filter_keys,
		.help = "Who is heard at all: in channels and in private, words and actions "
			"alike. Admins and owners always are."},
	[SECTION_LIMITS] = {.word = "limits",
		.title = "limits",
		.keys = config_limits_keys,
		.help = "How much may be asked of the bot. Whoever goes beyond is first not "
			"answered, then told once, then ignored for a while, longer each time. "
			"Admins and owners are exempt; talk that is no command does not count."},
	[SECTION_PLUGIN] = {.word = "plugin",
		.names = "NAME",
		.title = "plugin dice",
		.keys = NULL,
		.help = "Settings of a plugin; which there are, the plugin says."},
};

const struct config_key *config_key_find(const struct config_section *section, const char *name)
{
	for (const struct config_key *key = section->keys; key != NULL && key->name != NULL; key++)
		if (strcmp(key->name, name) == 0)
			return key;
	return NULL;
}

const struct config_key *config_key_of_file(const struct config_section *section, const char *name)
{
	size_t len = strlen(name), tail = strlen("_file");

	if (len <= tail || strcmp(name + len - tail, "_file") != 0)
		return NULL;
	for (const struct config_key *key = section->keys; key != NULL && key->name != NULL; key++)
		if (key->secret && strlen(key->name) == len - tail &&
			strncmp(key->name, name, len - tail) == 0)
			return key;
	return NULL;
}
