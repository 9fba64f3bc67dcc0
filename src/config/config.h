/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_H
#define LOGIOS_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "irc/protocol/casemap.h"
#include "logios.h"
#include "os/log.h"

/* The configuration as a typed tree; read.h reads it from a file. A row a key (keys.c) says name,
 * type, default, range and help; the same rows read the file, check it, and print the sample and
 * the manual page. */

/* What stands for a network's name in the places of `logios console`; no network has it. */
#define CONFIG_CONSOLE "console"

/* A list of words as written: parted by commas, or by blanks and commas. */
struct config_list {
	char **items;
	size_t count;
};

/* What is stored survives a power cut, or only the end of the program. */
enum config_durability { DURABILITY_DISK, DURABILITY_PROCESS };

struct config_channel_entry { /* one of `channels =`: "#name" or "#name key" */
	char *name;
	char *key; /* or NULL */
};

enum { CONFIG_HOST = 181 }; /* room for the name or address of a server */

struct config_server {
	char host[CONFIG_HOST]; /* without brackets */
	long port;
};

/* Each has one descriptor below 1024, which libircclient cannot do without. */
enum { CONFIG_NETWORKS = 900 };

enum config_sasl { /* how the bot proves to services who it is */
	CONFIG_SASL_AUTO,
	CONFIG_SASL_PLAIN,
	CONFIG_SASL_EXTERNAL,
	CONFIG_SASL_SCRAM_SHA_256,
	CONFIG_SASL_NONE,
};

struct config_network {
	char *name;
	int line; /* where its section begins */
	struct config_list
		hosts; /* as written: config_server_parse understands them; at least one */
	long port;     /* of those that name none */
	bool tls, tls_verify;
	char *tls_ca;                       /* file, or "" for the system's store */
	struct config_list tls_fingerprint; /* SHA-256, lower-case hex without colons */
	char *tls_cert, *tls_key;           /* files, or "" */
	char *server_password;              /* or "" */
	enum config_sasl sasl_mechanism;
	char *sasl_user, *sasl_password; /* or "": the nick; none */
	bool sasl_required;
	char *nickserv_password, *nickserv_mask; /* or "" */
	char *nick;
	struct config_list alt_nicks;
	char *username, *realname;
	char *bind; /* local address, or "" */
	struct config_channel_entry *channels;
	size_t channel_count;
	bool rejoin_on_kick, keep_bouncer_channels;
	long rejoin_delay;         /* seconds */
	long nick_regain_interval; /* seconds; 0: never */
	enum { INVITE_NO, INVITE_TRUSTED, INVITE_ANYONE } join_on_invite;
	long burst, line_interval_ms;
	long connect_timeout, register_timeout, ping_interval, ping_timeout; /* seconds */
	long reconnect_min, reconnect_max;                                   /* seconds */
};

struct config_value { /* a line that belongs to a plugin, to be checked against its rows */
	char *key, *value;
	int line;
};

/* Settings that hold for a channel. The ones in [logios] are the defaults for all channels, those
 * in [channel NETWORK/#x] replace them there. */
struct config_channel_settings {
	long max_lines;
	bool colour;
	bool trust_ops;                     /* a channel operator has the role operator there */
	bool show_numbers;                  /* replies end with the number of the roll */
	struct config_value *plugin_values; /* plugins' settings that a channel may have */
	size_t plugin_value_count;
};

struct config_channel {
	char *network, *channel; /* as written; fold before comparing */
	int line;
	struct config_channel_settings settings;
};

struct config_admin {
	char *name;
	int line;
	struct config_list accounts; /* of the services */
	struct config_list certfps;  /* of client certificates: lower-case hex without colons */
	struct config_list masks;    /* nick!user@host globs */
	char *password;              /* a hash from `logios hash-password`, or "" */
	struct config_list networks; /* empty: all */
	enum role role;
};

struct config_filter {            /* masks, or "account:NAME" */
	struct config_list allow; /* if there are any, nobody else is heard */
	struct config_list deny;
};

struct config_limits {
	bool enabled;
	long user_burst, channel_burst;          /* commands at once */
	long user_rate, channel_rate;            /* commands a minute */
	long notice_after, ignore_after;         /* unanswered commands; ignore_after 0: never */
	long ignore_minutes, ignore_max_minutes; /* the first ignore, and the longest */
	long forgive_minutes;                    /* good conduct that takes back one ignore */
	long user_kib_a_day;                     /* to be recorded for one person */
};

struct config_plugin {
	char *name;
	int line;
	struct config_value *values;
	size_t count;
};

struct config {
	char *path;
	char *away; /* "path:line: …" of the first secret that only systemd has, and we have not;
		       NULL: none. Nobody can log in with such a configuration. */
	char *folder; /* that PATH is in; NULL without a file */
	char *state_dir;
	enum log_level log_level;
	char *log_file; /* "" for standard error */
	char *prefix;
	char *language; /* "en", the only one so far; no key sets it */
	struct config_list plugins;
	long fair_seal_seconds;   /* how long seals are waited for, and then words */
	char *verify_url;         /* where players find verify.html; "": nowhere */
	char *transcript_dir;     /* where transcripts are written as they grow; "": nowhere */
	unsigned transcript_mode; /* of those files */
	char *transcript_url;     /* where players find that folder; "": nowhere */
	enum config_durability durability;
	long history_days; /* how long rolls are kept; 0: for ever */
	char *plugin_dir;  /* "" for the built-in choice */
	char *data_dir;    /* "" for the built-in choice */
	struct config_channel_settings channel_defaults;
	struct config_network *networks;
	size_t network_count;
	struct config_channel *channels;
	size_t channel_count;
	struct config_admin *admins;
	size_t admin_count;
	struct config_filter filter;
	struct config_limits limits;
	struct config_plugin *plugin_sections;
	size_t plugin_section_count;
};

/* ---- the whole, and what is in it: config.c ---- */

/* Make the configuration of no file: all defaults, no network. For `console` and the tests. */
struct config *config_default(void);

void config_free(struct config *config);

/* Return the settings of CHANNEL on NETWORK, whose names of channels compare as MAP says: those of
 * its section, else the defaults. */
const struct config_channel_settings *config_channel_settings(
	const struct config *config, const char *network, const char *channel, enum casemap map);

/* Say whether `plugins =` names the plugin. */
bool config_names_plugin(const struct config *config, const char *plugin);

/* Return the section [plugin NAME], or NULL. */
const struct config_plugin *config_plugin_section(const struct config *config, const char *name);

/* ---- values: value.c ---- */

/* Check VALUE as a setting of ROW; on failure say what is expected. */
bool config_setting_valid(const struct setting *row, const char *value, struct error *err);

/* Read TEXT: yes/no, true/false, on/off, 1/0, in any case. */
bool config_flag_parse(const char *text, bool *out);

/* ---- servers: server.c ---- */

/* Read ITEM of `host =` into OUT: "name", "name:7000", "192.0.2.7:7000", "[2001:db8::1]:7000",
 * "2001:db8::1". PORT is for those that name none. On failure says why. */
bool config_server_parse(const char *item, long port, struct config_server *out, struct error *err);

#endif
