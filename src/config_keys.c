/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config_keys.h"

#include <string.h>

#include "config.h"
#include "config_value.h"

enum {
	MAX_NAME = 32, /* networks, admins, plugins, nicks */
	MAX_PATH = 4095,
	MAX_SECRET = 400,   /* what fits into a line of IRC */
	MAX_REALNAME = 150, /* the same, with room for the rest of USER */
	HOUR = 3600,
	DAY = 24 * HOUR,
};

_Static_assert(sizeof(enum log_level) == sizeof(unsigned), "choices are stored as unsigned");
_Static_assert(sizeof(enum config_sasl) == sizeof(unsigned), "choices are stored as unsigned");
_Static_assert(sizeof(((struct config_network *)NULL)->join_on_invite) == sizeof(unsigned),
	"choices are stored as unsigned");

static const struct config_choice log_levels[] = {
	{.name = "error", .value = LOG_LEVEL_ERROR},
	{.name = "warning", .value = LOG_LEVEL_WARNING},
	{.name = "info", .value = LOG_LEVEL_INFO},
	{.name = "debug", .value = LOG_LEVEL_DEBUG},
	{.name = NULL},
};

static const struct config_choice invites[] = {
	{.name = "no", .value = INVITE_NO},
	{.name = "trusted", .value = INVITE_TRUSTED},
	{.name = "anyone", .value = INVITE_ANYONE},
	{.name = NULL},
};

static const struct config_choice sasl_mechanisms[] = {
	{.name = "auto", .value = CONFIG_SASL_AUTO},
	{.name = "plain", .value = CONFIG_SASL_PLAIN},
	{.name = "external", .value = CONFIG_SASL_EXTERNAL},
	{.name = "scram-sha-256", .value = CONFIG_SASL_SCRAM_SHA_256},
	{.name = "none", .value = CONFIG_SASL_NONE},
	{.name = NULL},
};

/* The settings of channels: defaults for all of them in [logios], for one in its own section. */
/* clang-format off */
#define CHANNEL_SETTINGS(record, member)                                                           \
	{.name = "max_lines", .type = CONFIG_NUMBER, .value = "4", .min = 1, .max = 20,            \
		.offset = offsetof(record, member.max_lines),                                        \
		.help = "How many lines one reply may have; the rest waits for !more."},           \
	{.name = "colour", .type = CONFIG_FLAG, .value = "yes",                                    \
		.offset = offsetof(record, member.colour),                                           \
		.help = "Whether replies may contain format codes such as bold."},                 \
	{.name = "trust_ops", .type = CONFIG_FLAG, .value = "yes",                                 \
		.offset = offsetof(record, member.trust_ops),                                        \
		.help = "Whether a channel operator has the role operator in that channel."},            \
	{.name = "show_numbers", .type = CONFIG_FLAG, .value = "yes",                              \
		.offset = offsetof(record, member.show_numbers),                                     \
		.help = "Whether a roll ends with its number, as in (#17), by which it can be checked."}

#define LOGIOS(member) .offset = offsetof(struct config, member)
#define NETWORK(member) .offset = offsetof(struct config_network, member)
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
		.value = "dice, cards, calc",
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
	{.name = "fair_epoch_hours",
		.type = CONFIG_NUMBER,
		.value = "24",
		.min = 1,
		.max = 8760,
		LOGIOS(fair_epoch_hours),
		.help = "Hours after which the seed of a channel's rolls is shown and a new one "
			"begins."},
	{.name = "fair_epoch_rolls",
		.type = CONFIG_NUMBER,
		.value = "10000",
		.min = 1,
		.max = 1000000,
		LOGIOS(fair_epoch_rolls),
		.help = "The same after that many rolls."},
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

static const struct config_key network_keys[] = {
	{.name = "host",
		.type = CONFIG_LIST,
		.required = true,
		.value = "",
		.example = "irc.example.org",
		.min = 1,
		.max = CONFIG_HOST - 1,
		.check = config_check_server,
		NETWORK(hosts),
		.help = "The servers' names or addresses; each may bring its own port: "
			"irc.example.org:7000, [2001:db8::1]:7000. Every address of each is tried, "
			"in this order, until one lets the bot in."},
	{.name = "port",
		.type = CONFIG_NUMBER,
		.value = "6697",
		.otherwise = "6697, or 6667 with tls = no",
		.min = 1,
		.max = 65535,
		NETWORK(port),
		.help = "The port of servers that bring none of their own."},
	{.name = "tls",
		.type = CONFIG_FLAG,
		.value = "yes",
		NETWORK(tls),
		.help = "Whether the connection is encrypted. A server that asks for it (STS) is "
			"met "
			"with TLS even so, and its certificate verified."},
	{.name = "tls_verify",
		.type = CONFIG_FLAG,
		.value = "yes",
		NETWORK(tls_verify),
		.help = "Whether the server's certificate must be valid for its name."},
	{.name = "tls_ca",
		.type = CONFIG_PATH,
		.value = "",
		.otherwise = "the system's certificates",
		.max = MAX_PATH,
		NETWORK(tls_ca),
		.help = "A file of certificates that are trusted instead of the system's."},
	{.name = "tls_fingerprint",
		.type = CONFIG_LIST,
		.value = "",
		.min = 1,
		.max = 95,
		.check = config_check_fingerprint,
		NETWORK(tls_fingerprint),
		.help = "SHA-256 fingerprints, in hexadecimal, of server certificates that are "
			"accepted whatever else is wrong with them."},
	{.name = "tls_cert",
		.type = CONFIG_PATH,
		.value = "",
		.max = MAX_PATH,
		NETWORK(tls_cert),
		.help = "A file with the bot's own certificate, by which services may know it; "
			"needs "
			"tls_key."},
	{.name = "tls_key",
		.type = CONFIG_PATH,
		.value = "",
		.max = MAX_PATH,
		NETWORK(tls_key),
		.help = "The file with the private key of tls_cert."},
	{.name = "server_password",
		.type = CONFIG_TEXT,
		.secret = true,
		.value = "",
		.max = MAX_SECRET,
		NETWORK(server_password),
		.help = "What the server wants before it lets anybody in; few networks have one."},
	{.name = "sasl_mechanism",
		.type = CONFIG_CHOICE,
		.value = "auto",
		.choices = sasl_mechanisms,
		NETWORK(sasl_mechanism),
		.help = "How the bot logs in to its services account while it connects. auto takes "
			"the strongest way that the server and this section allow: external (by "
			"tls_cert), "
			"scram-sha-256, then plain, which is only used over TLS."},
	{.name = "sasl_user",
		.type = CONFIG_TEXT,
		.value = "",
		.otherwise = "the nick",
		.max = 64,
		.check = config_check_word,
		NETWORK(sasl_user),
		.help = "The name of the account."},
	{.name = "sasl_password",
		.type = CONFIG_TEXT,
		.secret = true,
		.value = "",
		.max = MAX_SECRET,
		NETWORK(sasl_password),
		.help = "The account's password."},
	{.name = "sasl_required",
		.type = CONFIG_FLAG,
		.value = "no",
		NETWORK(sasl_required),
		.help = "Whether to hang up and try again later when that does not succeed, "
			"instead of "
			"going on without an account."},
	{.name = "nickserv_password",
		.type = CONFIG_TEXT,
		.secret = true,
		.value = "",
		.max = MAX_SECRET,
		NETWORK(nickserv_password),
		.help = "What is said to NickServ after IDENTIFY, for networks without SASL. Only "
			"said "
			"over TLS, or to a server on this machine."},
	{.name = "nickserv_mask",
		.type = CONFIG_TEXT,
		.value = "",
		.example = "NickServ!NickServ@services.example.org",
		.max = 180,
		.check = config_check_service,
		NETWORK(nickserv_mask),
		.help = "NickServ's whole nick!user@host; * and ? may stand in the user and the "
			"host. With it the "
			"bot makes sure that nobody else has that nick before the password is "
			"said, and "
			"listens to what NickServ says."},
	{.name = "nick",
		.type = CONFIG_TEXT,
		.value = "Logios",
		.min = 1,
		.max = MAX_NAME,
		.check = config_check_nick,
		NETWORK(nick),
		.help = "The bot's name."},
	{.name = "alt_nicks",
		.type = CONFIG_LIST,
		.value = "Logios_",
		.otherwise = "the nick with _ behind it",
		.min = 1,
		.max = MAX_NAME,
		.check = config_check_nick,
		NETWORK(alt_nicks),
		.help = "Names to use, in this order, while the first one is taken."},
	{.name = "username",
		.type = CONFIG_TEXT,
		.value = "logios",
		.min = 1,
		.max = 16,
		.check = config_check_username,
		NETWORK(username),
		.help = "The part before the @ of the bot's own address."},
	{.name = "realname",
		.type = CONFIG_TEXT,
		.value = "Logios dice bot",
		.min = 1,
		.max = MAX_REALNAME,
		NETWORK(realname),
		.help = "What /whois shows of the bot."},
	{.name = "bind",
		.type = CONFIG_TEXT,
		.value = "",
		.otherwise = "as the system chooses",
		.max = 64,
		.check = config_check_bind,
		NETWORK(bind),
		.help = "The local IPv4 or IPv6 address to connect from."},
	{.name = "channels",
		.type = CONFIG_CHANNELS,
		.value = "",
		.example = "#dice, #tavern",
		.min = 1,
		.max = 180,
		NETWORK(channels),
		.help = "The channels to join, parted by commas; a channel's key follows it after "
			"a "
			"blank."},
	{.name = "rejoin_on_kick",
		.type = CONFIG_FLAG,
		.value = "no",
		NETWORK(rejoin_on_kick),
		.help = "Whether the bot comes back after it was kicked."},
	{.name = "rejoin_delay",
		.type = CONFIG_NUMBER,
		.value = "10",
		.min = 1,
		.max = HOUR,
		NETWORK(rejoin_delay),
		.help = "Seconds from a kick to coming back; doubled with each that follows soon, "
			"up to an hour."},
	{.name = "nick_regain_interval",
		.type = CONFIG_NUMBER,
		.value = "60",
		.min = 0,
		.max = DAY,
		NETWORK(nick_regain_interval),
		.help = "Seconds between tries to get the first nick back; 0: never try. It is "
			"also asked for "
			"as soon as its holder is seen to go."},
	{.name = "join_on_invite",
		.type = CONFIG_CHOICE,
		.value = "no",
		.choices = invites,
		NETWORK(join_on_invite),
		.help = "Whose invitation into a channel is followed: nobody's; that of people "
			"whose [admin] section says operator or more (no server tells who is an "
			"operator of a channel that the bot is not in); or anybody's, which big "
			"networks forbid. Who is ignored or filtered invites in vain."},
	{.name = "burst",
		.type = CONFIG_NUMBER,
		.value = "5",
		.min = 1,
		.max = 1000,
		NETWORK(burst),
		.help = "How many lines may be sent at once, before the pace below holds."},
	{.name = "line_interval_ms",
		.type = CONFIG_NUMBER,
		.value = "1000",
		.min = 0,
		.max = 60000,
		NETWORK(line_interval_ms),
		.help = "Milliseconds from one line to the next after a burst. 1000 suits ngircd, "
			"inspircd and solanum as they come, 2000 stricter ones (ircu, IRCnet); 0: "
			"no limit, for servers of your own."},
	{.name = "connect_timeout",
		.type = CONFIG_NUMBER,
		.value = "20",
		.min = 1,
		.max = HOUR,
		NETWORK(connect_timeout),
		.help = "Seconds to wait for a connection to one address."},
	{.name = "register_timeout",
		.type = CONFIG_NUMBER,
		.value = "60",
		.min = 1,
		.max = HOUR,
		NETWORK(register_timeout),
		.help = "Seconds to wait for the server's welcome."},
	{.name = "ping_interval",
		.type = CONFIG_NUMBER,
		.value = "120",
		.min = 1,
		.max = HOUR,
		NETWORK(ping_interval),
		.help = "Seconds of silence after which the server is asked whether it is there."},
	{.name = "ping_timeout",
		.type = CONFIG_NUMBER,
		.value = "60",
		.min = 1,
		.max = HOUR,
		NETWORK(ping_timeout),
		.help = "Seconds to wait for its answer; not longer than ping_interval."},
	{.name = "reconnect_min",
		.type = CONFIG_NUMBER,
		.value = "2",
		.min = 1,
		.max = DAY,
		NETWORK(reconnect_min),
		.help = "Seconds to wait after the first failure to connect; doubled with each "
			"further "
			"one."},
	{.name = "reconnect_max",
		.type = CONFIG_NUMBER,
		.value = "300",
		.min = 1,
		.max = DAY,
		NETWORK(reconnect_max),
		.help = "The longest wait, in seconds."},
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
		.keys = network_keys,
		.help = "One section for each IRC network; at least one is needed. The name is "
			"yours to "
			"choose: letters, digits, '-', '_' and '.'."},
	[SECTION_CHANNEL] = {.word = "channel",
		.names = "NETWORK/#CHANNEL",
		.title = "channel example/#dice",
		.keys = channel_keys,
		.help = "Settings of one channel. What is left out is as in [logios]."},
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
