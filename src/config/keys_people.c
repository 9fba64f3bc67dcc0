/* SPDX-License-Identifier: GPL-3.0-or-later */
/* List the rows about people: who has rights, who is heard, how much they may ask. */
#include "config/keys.h"

#include "config/config.h"
#include "config/value.h"

enum {
	MAX_NAME = 32, /* networks */
	MAX_COMMANDS = 100000,
	MAX_KIB = 10000000,
	DAY = 24 * 60, /* minutes */
};

_Static_assert(sizeof(enum role) == sizeof(unsigned), "choices are stored as unsigned");

#define ADMIN(member) .offset = offsetof(struct config_admin, member)
#define FILTER(member) .offset = offsetof(struct config_filter, member)
#define LIMITS(member) .offset = offsetof(struct config_limits, member)

static const struct config_choice roles[] = {
	{.name = "operator", .value = ROLE_OPERATOR},
	{.name = "admin", .value = ROLE_ADMIN},
	{.name = "owner", .value = ROLE_OWNER},
	{.name = NULL},
};

const struct config_key config_admin_keys[] = {
	{.name = "account",
		.type = CONFIG_LIST,
		.value = "",
		.example = "ann",
		.min = 1,
		.max = 64,
		.check = config_check_account,
		ADMIN(accounts),
		.help = "The services accounts by which they are known: the best way, on "
			"networks whose servers tell accounts (account-tag, extended-join)."},
	{.name = "certfp",
		.type = CONFIG_LIST,
		.value = "",
		.min = 1,
		.max = 191,
		.check = config_check_certfp,
		ADMIN(certfps),
		.help = "The fingerprints of their client certificates, in hexadecimal, as "
			"/whois shows them. Asked for when somebody uses a command that needs a "
			"role, or !whoami; some networks tell them to nobody but their own staff."},
	{.name = "mask",
		.type = CONFIG_LIST,
		.value = "",
		.example = "*!*@ann.example.org",
		.min = 1,
		.max = 180,
		.check = config_check_mask,
		ADMIN(masks),
		.help = "Who is known without a password: nick!user@host with * and ?, parted by "
			"commas. "
			"The host must say something: nicks and user names can be taken by "
			"anybody."},
	{.name = "password",
		.type = CONFIG_TEXT,
		.secret = true,
		.value = "",
		.max = 180,
		.check = config_check_hash,
		ADMIN(password),
		.help = "The hash of a password, made by 'logios hash-password'."},
	{.name = "networks",
		.type = CONFIG_LIST,
		.value = "",
		.otherwise = "all of them",
		.min = 1,
		.max = MAX_NAME,
		.check = config_check_name,
		ADMIN(networks),
		.help = "The networks on which this holds."},
	{.name = "role",
		.type = CONFIG_CHOICE,
		.value = "admin",
		.choices = roles,
		ADMIN(role),
		.help = "What they may do: an operator runs the bot in channels, an admin also "
			"moves it "
			"between channels and reloads it, an owner also ends it."},
	{.name = NULL},
};

const struct config_key config_filter_keys[] = {
	{.name = "allow",
		.type = CONFIG_LIST,
		.value = "",
		.otherwise = "everybody",
		.min = 1,
		.max = 180,
		.check = config_check_who,
		FILTER(allow),
		.help = "Who is heard: nick!user@host with * and ?, or account:NAME, parted by "
			"commas. Nobody else is."},
	{.name = "deny",
		.type = CONFIG_LIST,
		.value = "",
		.otherwise = "nobody",
		.min = 1,
		.max = 180,
		.check = config_check_who,
		FILTER(deny),
		.help = "Who is not heard, written in the same way; stronger than allow. "
			"!ignore does the same for a while."},
	{.name = NULL},
};

const struct config_key config_limits_keys[] = {
	{.name = "enabled",
		.type = CONFIG_FLAG,
		.value = "yes",
		LIMITS(enabled),
		.help = "Whether there are limits."},
	{.name = "user_burst",
		.type = CONFIG_NUMBER,
		.value = "12",
		.min = 1,
		.max = MAX_COMMANDS,
		LIMITS(user_burst),
		.help = "How many commands one person may give at once."},
	{.name = "user_rate",
		.type = CONFIG_NUMBER,
		.value = "50",
		.min = 1,
		.max = MAX_COMMANDS,
		LIMITS(user_rate),
		.help = "How many commands a minute one person may give in the long run."},
	{.name = "channel_burst",
		.type = CONFIG_NUMBER,
		.value = "60",
		.min = 1,
		.max = MAX_COMMANDS,
		LIMITS(channel_burst),
		.help = "How many commands may be given in one channel at once."},
	{.name = "channel_rate",
		.type = CONFIG_NUMBER,
		.value = "400",
		.min = 1,
		.max = MAX_COMMANDS,
		LIMITS(channel_rate),
		.help = "How many commands a minute may be given in one channel in the long run."},
	{.name = "notice_after",
		.type = CONFIG_NUMBER,
		.value = "3",
		.min = 1,
		.max = 1000,
		LIMITS(notice_after),
		.help = "After how many unanswered commands a person is told so, once; in a "
			"channel "
			"it takes five times as many."},
	{.name = "ignore_after",
		.type = CONFIG_NUMBER,
		.value = "10",
		.min = 0,
		.max = 1000,
		LIMITS(ignore_after),
		.help = "After how many unanswered commands a person is ignored; in a channel it "
			"takes five times as many. 0: never."},
	{.name = "ignore_minutes",
		.type = CONFIG_NUMBER,
		.value = "1",
		.min = 1,
		.max = DAY,
		LIMITS(ignore_minutes),
		.help = "Minutes for which somebody is ignored the first time; the next times 5, "
			"30, 120 times as long, and so on."},
	{.name = "ignore_max_minutes",
		.type = CONFIG_NUMBER,
		.value = "120",
		.min = 1,
		.max = 7 * DAY,
		LIMITS(ignore_max_minutes),
		.help = "The longest time, in minutes, for which somebody is ignored by itself."},
	{.name = "forgive_minutes",
		.type = CONFIG_NUMBER,
		.value = "60",
		.min = 1,
		.max = 7 * DAY,
		LIMITS(forgive_minutes),
		.help = "Minutes of good conduct after which one time of being ignored is "
			"forgotten."},
	{.name = "user_kib_a_day",
		.type = CONFIG_NUMBER,
		.value = "1024",
		.min = 1,
		.max = MAX_KIB,
		LIMITS(user_kib_a_day),
		.help = "How many KiB may be recorded in a day (UTC) for one person; an ordinary "
			"roll takes a third of one. Admins may go on."},
	{.name = NULL},
};
