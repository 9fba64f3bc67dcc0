/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List the rows of [network]. */
#include <stddef.h>

#include "config/config.h"
#include "config/keys.h"
#include "config/value.h"

enum {
	MAX_NAME = 32, /* nicks */
	MAX_PATH = 4095,
	MAX_SECRET = 400,   /* what fits into a line of IRC */
	MAX_SASL = 4096,    /* what services take, in pieces */
	MAX_REALNAME = 150, /* the same, with room for the rest of USER */
	HOUR = 3600,
	DAY = 24 * HOUR,
};

_Static_assert(sizeof(enum config_sasl) == sizeof(unsigned), "choices are stored as unsigned");
_Static_assert(sizeof(((struct config_network *)NULL)->join_on_invite) == sizeof(unsigned),
	"choices are stored as unsigned");

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

/* clang-format off */
#define NETWORK(member) .offset = offsetof(struct config_network, member)
/* clang-format on */

const struct config_key config_network_keys[] = {
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
		.otherwise = "yes, or no with tls_fingerprint",
		NETWORK(tls_verify),
		.help = "Whether the server's certificate must be valid for its name. With "
			"tls_fingerprint and yes, both must hold."},
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
		.help = "The SHA-256 fingerprint, in hexadecimal, of the server's certificate: "
			"any other is refused, whoever signed it. Several for servers that differ, "
			"or while one is changed. What else may be wrong with it does not matter, "
			"unless tls_verify = yes is set as well."},
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
		.max = MAX_SASL,
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
	{.name = "keep_bouncer_channels",
		.type = CONFIG_FLAG,
		.value = "no",
		NETWORK(keep_bouncer_channels),
		.help = "Whether the bot stays in channels that it has not asked for, as a bouncer "
			"is in some already; otherwise it leaves them."},
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
		.help = "Milliseconds from one line to the next after a burst; 0: no limit, for "
			"servers of your own. Servers that count bytes as well (ircu, irc2) are "
			"known "
			"by their version, by their network, or by having thrown the bot out: "
			"there "
			"long lines go more slowly by themselves."},
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
