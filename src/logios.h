/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_LOGIOS_H
#define LOGIOS_LOGIOS_H

/* All that a plugin sees of the bot. plugins/example.c is the shortest plugin worth reading.
 *
 * A plugin is a shared object with one symbol, `logios_plugin`, made by LOGIOS_PLUGIN. The struct
 * is the registration: the host puts the rows of `commands` into its table, and takes them out
 * again when the plugin goes. A plugin runs in the bot's one thread: it never waits and never
 * sleeps. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"
#include "base/error.h"

struct arena;
struct plugin;
struct request;
struct rng;
struct strbuf;

#define LOGIOS_PLUGIN_MAGIC 0x4c4f4749u /* "LOGI" */
#define LOGIOS_PLUGIN_ABI 11u           /* goes up whenever anything in this header changes shape */

/* What somebody may do, least first. */
enum role { ROLE_ANYONE, ROLE_GM, ROLE_OPERATOR, ROLE_ADMIN, ROLE_OWNER };

/* Who reads what is rolled. */
enum veil {
	VEIL_NONE,  /* everybody */
	VEIL_GM,    /* the roller and the GM */
	VEIL_BLIND, /* the GM alone */
	VEIL_SELF,  /* the roller alone */
};

/* What an `examine` hook says of a line: look further, or it is dealt with. */
enum verdict { PASS, TAKEN };

enum command_flag {
	COMMAND_PRIVATE = 1 << 0, /* only in private; in a channel the asker is told so */
	COMMAND_SECRET = 1 << 1,  /* its arguments never reach the log */
	COMMAND_KNOWN =
		1 << 2, /* find out first, if need be, whether the asker has a certificate */
};

/* A word that people type. The host has checked role, place, cooldown and argument count before it
 * calls `run`. Words of the line are parted by blanks; when there are more than max_args, the last
 * argument is the untouched rest of the line. argv[0] is the word itself, in lower case, so argc is
 * min_args + 1 to max_args + 1. */
struct command {
	const char *name;    /* lower case, unique; NULL ends the table */
	const char *aliases; /* more words for the same, parted by blanks; or NULL */
	const char *usage;   /* what follows the word, as shown by !help; "" for nothing */
	const char *summary; /* one sentence for !help */
	const char
		*example; /* a whole command without prefix that works as it stands: "roll 3d6" */
	enum role role;   /* the least role that may use it */
	int min_args;     /* fewer: the usage is shown */
	int max_args;     /* 0: whatever follows the word is ignored */
	unsigned cooldown_ms; /* least time between two uses by one person; the first that is too
				 early is told so, others are ignored */
	unsigned flags;       /* enum command_flag */
	void (*run)(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
};

enum setting_type { SETTING_FLAG, SETTING_NUMBER, SETTING_TEXT };

/* A key of the plugin's section in the configuration, [plugin NAME]. */
struct setting {
	const char *name; /* NULL ends the table */
	enum setting_type type;
	const char *value; /* the default, as it would be written: "yes", "12", "text" */
	long min, max;     /* range of a number */
	const char *help;  /* one line: what it does, unit */
	bool per_channel;  /* [channel NETWORK/#x] may have it too; see request_setting */
};

enum move_kind {
	MOVE_JOIN,    /* to one of our channels */
	MOVE_PART,    /* from one of them, or kicked out of it */
	MOVE_QUIT,    /* from the network */
	MOVE_NICK,    /* to another nick */
	MOVE_ACCOUNT, /* logged in to a services account, or out */
	MOVE_HOST,    /* seen as another user@host */
};

/* Somebody came, went, or is called otherwise from now on. All is lent until `moved` returns. */
struct move {
	enum move_kind kind;
	bool own;                  /* it is the bot itself */
	const char *network;       /* its name in the configuration */
	const char *nick;          /* before the move */
	const char *person;        /* as request_person would have said before the move; NULL while
				      neither account nor host is known: nobody is known by nick */
	const char *person_now;    /* as it says from now on; of who is gone, as before; or NULL */
	const char *account;       /* from now on; NULL: none, or not known */
	const char *now;           /* of MOVE_NICK: the nick from now on, else NULL */
	const char *reason;        /* of MOVE_PART and MOVE_QUIT, "" for none; else NULL */
	const char *const *places; /* as request_place says: the channel, or, for a move that is
				      none of a channel, all where they are with us */
	size_t place_count;
};

/* A line that is said in a channel. All is lent until `overhear` returns. */
struct overheard {
	bool own;            /* by the bot itself */
	bool action;         /* by /me */
	const char *network; /* its name in the configuration */
	const char *channel; /* as the server spells it */
	const char *place;   /* its key, as request_place says */
	const char *nick;    /* who said it */
	const char *account; /* of the speaker; NULL: none, or not known */
	const char *text;    /* clean, as request_text */
};

struct plugin_info {
	uint32_t magic;
	uint32_t abi;
	const char *name; /* as in `plugins =` and the file name: NAME.so */
	const char *aka;  /* another word that shows the plugin's version line, or NULL */
	const char *version;
	const char *summary;            /* one sentence */
	const struct command *commands; /* or NULL */
	const struct setting *settings; /* or NULL */

	/* Offered every line that was not a command, by plugin name, until one takes it. May be
	 * NULL. */
	enum verdict (*examine)(struct plugin *self, struct request *rq);

	/* A text without which a line is of no interest to `examine`. Where every plugin that
	 * listens names one, ordinary talk costs next to nothing. NULL: every line is of
	 * interest. */
	const char *examine_text;

	/* Called once after loading, before any row is live. On failure it says why, and nothing of
	 * the plugin stays. `close` is then not called. Both may be NULL. */
	bool (*open)(struct plugin *self, struct error *err);

	/* Called before unloading. What the plugin allocated it frees here. */
	void (*close)(struct plugin *self);

	/* Called when what the plugin has put into the store, by this request or by several, was
	 * taken back: the disk is full, say. What it keeps in memory of those rows it drops, and
	 * reads again when it needs it. It may not write here. NULL for a plugin that keeps nothing
	 * of the store in memory. */
	void (*forget)(struct plugin *self);

	/* Asked, by plugin name until one takes it, for a TOPIC of !help that is no command and has
	 * no file in help/: say what it is, or PASS. With NULL every plugin is asked to say, in a
	 * line, which such topics it has. May be NULL. */
	enum verdict (*explain)(struct plugin *self, struct request *rq, const char *topic);

	/* Told of every move of people in sight, and of the bot's own. Of who goes it is told while
	 * they still seem to be there: what is said to them then never arrives. When the connection
	 * is lost it is told nothing. May be NULL. */
	void (*moved)(struct plugin *self, const struct move *move);

	/* Told of every line that is said in a channel, commands and the bot's own replies
	 * included, in the order in which they are said; not of those whom the bot ignores. It is
	 * told before the line is answered, and cannot take it. May be NULL. */
	void (*overhear)(struct plugin *self, const struct overheard *line);

	/* Asked, by plugin name, for every line that is for the bot, of whoever does not ask too
	 * much already, before its first word is looked up. LINE is what follows the prefix or the
	 * bot's nick. Returns what shall be run instead, which is copied and made as clean as
	 * request_text, or NULL to leave it. It is asked about again, at most PLUGIN_REPLACE_MAX
	 * times; a line that goes round for longer is refused. May be NULL. */
	const char *(*replace)(struct plugin *self, struct request *rq, const char *line);

	/* The plugin adds settings at run time (plugin_add_setting): keys of its section that no
	 * row of `settings` has are not mistakes. */
	bool adds_settings;

	/* Called by `logios check`, where the plugin is not open: append what is wrong with the
	 * files that its settings name to MISTAKES, a line each. SELF tells its settings and the
	 * data folder, and nothing else works. May be NULL. */
	void (*check)(struct plugin *self, struct strbuf *mistakes);

	/* Called when the configuration was read again and the plugin stays: read again the files
	 * that its settings name, and append what is wrong with them to MISTAKES, a line each. May
	 * be NULL. */
	void (*rehash)(struct plugin *self, struct strbuf *mistakes);

	/* Asked, by plugin name until one answers, for a LINE whose first word nobody knows: return
	 * what to type instead, lent until the answer is said, or NULL. The asker is told it now
	 * and then, and nobody else: the word may be another bot's. May be NULL. */
	const char *(*offer)(struct plugin *self, struct request *rq, const char *line);
};

#define PLUGIN_REPLACE_MAX 8u          /* times in a row that one line is replaced */
#define PLUGIN_REPLACE_BYTES_MAX 4096u /* of what a line is replaced with */

/* Define the plugin: LOGIOS_PLUGIN(.name = "dice", .version = "1.0", …); */
#define LOGIOS_PLUGIN(...)                                                                         \
	LOGIOS_API extern const struct plugin_info logios_plugin;                                  \
	const struct plugin_info logios_plugin = {                                                 \
		.magic = LOGIOS_PLUGIN_MAGIC, .abi = LOGIOS_PLUGIN_ABI, __VA_ARGS__}

/* ---- the plugin's own handle ---- */

/* Whatever the plugin hung there; NULL at first. State lives here, not in file-level variables. */
LOGIOS_API void *plugin_state(const struct plugin *self);
LOGIOS_API void plugin_set_state(struct plugin *self, void *state);

/* The value of one of the plugin's own settings; asking for one it does not declare is a mistake of
 * the plugin and ends the program. Text is lent until the next rehash. */
LOGIOS_API bool plugin_flag(const struct plugin *self, const char *setting);
LOGIOS_API long plugin_number(const struct plugin *self, const char *setting);
LOGIOS_API const char *plugin_text(const struct plugin *self, const char *setting);

/* The folder with the bot's data files (decks/, help/), without a final slash. */
LOGIOS_API const char *plugin_data_dir(const struct plugin *self);

/* The AT-th folder, from 0, in which the group's own data files and the bot's are looked for,
 * without a final slash: that of the configuration, that of the state, plugin_data_dir. What is in
 * an earlier one counts. NULL after the last. */
LOGIOS_API const char *plugin_data_folder(const struct plugin *self, unsigned at);

/* A line in the log, after the plugin's name. Never a secret. */
LOGIOS_API void plugin_warn(const struct plugin *self, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Each of LINES, which all end with a newline, in the log in the same way. */
LOGIOS_API void plugin_warn_lines(const struct plugin *self, const char *lines);

#define PLUGIN_TIMERS_MAX 1024u

/* Call RUN with ARG after DELAY_MS milliseconds, once. What RUN changes in the store is kept
 * together or not at all. What is still pending when the plugin goes is swept by the host. A timer
 * is the plugin's to cancel until RUN returns, and while RUN runs that does nothing. Returns NULL,
 * and RUN is not called, when PLUGIN_TIMERS_MAX are set already. */
struct plugin_timer;
LOGIOS_API struct plugin_timer *plugin_after(
	struct plugin *self, long delay_ms, void (*run)(struct plugin *self, void *arg), void *arg);
LOGIOS_API void plugin_cancel(struct plugin *self, struct plugin_timer *timer);

/* The time of day: seconds since the beginning of 1970 (UTC), as the system's clock shows them. It
 * may be set back and forth. */
LOGIOS_API int64_t plugin_wall_s(const struct plugin *self);

/* ---- rows that come and go while the plugin runs ---- */

#define PLUGIN_COMMANDS_MAX 1024u

/* Add a copy of ROW to the plugin's commands, in PLACE (see request_place) alone unless that is
 * NULL. Refused, with ERR, when its name or an alias is taken there, or is no lower-case word.
 * Likewise when the plugin has added PLUGIN_COMMANDS_MAX. */
LOGIOS_API bool plugin_add_command(
	struct plugin *self, const struct command *row, const char *place, struct error *err);

/* Take back what plugin_add_command added as NAME in PLACE; a handler may take back its own row.
 * False when there is no such row. */
LOGIOS_API bool plugin_remove_command(struct plugin *self, const char *name, const char *place);

/* Whether WORD, in any case, is a command in PLACE, the bot's own or of any plugin. */
LOGIOS_API bool plugin_knows_command(
	const struct plugin *self, const char *word, const char *place);

/* Add a copy of ROW to the plugin's settings; its value is what the configuration says, now and
 * after every rehash. Refused, with ERR, when the plugin has a setting of that name, or its default
 * is none. What the configuration has and is no valid value counts as the default, with a warning
 * in the log. The plugin must have `adds_settings`. */
LOGIOS_API bool plugin_add_setting(
	struct plugin *self, const struct setting *row, struct error *err);

/* Take back what plugin_add_setting added as NAME. False when there is no such row. */
LOGIOS_API bool plugin_remove_setting(struct plugin *self, const char *name);

/* ---- speaking unasked ---- */

/* Speak in the channel, or to the part of it, that has the key PLACE (see request_table) without
 * having been asked, after a timer, say. RUN is called at once, with ARG and a request that nobody
 * made: its nick is the bot's own, its role ROLE_ANYONE, its text empty; reply_private says
 * nothing. What RUN changes in the store, what it rolls and what it replies belong together as with
 * any request: it is all kept, and said once it is on disk, or nothing is. When a handler or a hook
 * calls this, both belong together. False, and RUN is not called, when the bot is not in that
 * channel now, while it overhears its own words (they would never end: use a timer), between
 * request_roll and reply_roll, and when the request that is being answered has spoken
 * PLUGIN_SPEAK_MAX times already. */
LOGIOS_API bool plugin_speak(struct plugin *self, const char *place,
	void (*run)(struct plugin *self, struct request *rq, void *arg), void *arg);

/* Speak in the same way to PERSON (see request_person) in private, wherever on their network they
 * are: request_nick is their nick now, request_person is PERSON. False also when nobody in sight is
 * that person, or more than one is. */
LOGIOS_API bool plugin_speak_to(struct plugin *self, const char *person,
	void (*run)(struct plugin *self, struct request *rq, void *arg), void *arg);

#define PLUGIN_SPEAK_MAX 64u

/* ---- who is there ---- */

#define PLUGIN_NICK_BYTES 128
#define PLUGIN_OWNER_BYTES 600

/* Somebody whom the bot sees in one of its channels. */
struct somebody {
	char nick[PLUGIN_NICK_BYTES];
	char hostmask[PLUGIN_OWNER_BYTES]; /* nick!user@host; ends behind the ! while that is not
					      known */
	char owner[PLUGIN_OWNER_BYTES];    /* as request_owner would say of them */
	bool own;                          /* it is the bot itself */
	bool bot;                          /* the server marks them as one */
};

/* Find who is called NICK in the channel that has the key PLACE (see request_table). False when
 * nobody is, or the bot is not in it; FOUND is undefined then. */
LOGIOS_API bool plugin_find_nick(
	const struct plugin *self, const char *place, const char *nick, struct somebody *found);

/* Find in the same way who has the key OWNER (see request_owner); whoever has logged in since is
 * found by the key from before, too. With a PLACE that is no channel's, anywhere on its network. Of
 * several with one account the first is found, where there is one in PLACE. NULL is
 * nobody's key. */
LOGIOS_API bool plugin_find_owner(
	const struct plugin *self, const char *place, const char *owner, struct somebody *found);

/* Return the role that the asker of RQ has in the channel, or the part of it, that has the key
 * PLACE, just now. */
LOGIOS_API enum role plugin_role_at(
	const struct plugin *self, const struct request *rq, const char *place);

/* ---- what takes long ---- */

/* Something that would keep everybody waiting for more than some five milliseconds. */
struct computation {
	/* Called with ARG in another thread: it calls nothing of this header, and reads nothing
	 * that may be changed meanwhile. */
	void (*compute)(void *arg);

	/* Called in the bot's own thread when that is done, with a request like the one that asked:
	 * what it replies goes where its replies would have gone. Not called when whoever asked in
	 * private is gone, or the plugin is unloaded. */
	void (*answer)(struct plugin *self, struct request *rq, void *arg);

	/* Called in the end, answered or not: frees ARG. */
	void (*release)(void *arg);
};

/* Compute WHAT, lent as long as the plugin is loaded, with ARG, and answer RQ then. After a second
 * its asker is told that it goes on. False, with the reason in ERR and ARG still the caller's, when
 * too much is being computed, for the asker or for all. Unloading the plugin waits for what runs.
 */
LOGIOS_API bool plugin_compute(struct plugin *self, const struct request *rq,
	const struct computation *what, void *arg, struct error *err);

/* ---- what outlives the program ---- */

/* A plugin keeps values, bytes that it alone understands, each under a place (request_place, or any
 * text) and a key. They are there after a restart, a crash included. What a request changes is kept
 * with it or not at all: a reply that tells of it leaves only when it is on disk, and when it
 * cannot be kept the asker is told so, and `forget` called. So it is with what a timer or a hook
 * changes; in `open`, each change is kept by itself. */
#define PLUGIN_VALUE_BYTES_MAX (4u * 1024u * 1024u)
#define PLUGIN_KEY_BYTES_MAX 512u /* a key; a place too */

/* Put LEN bytes of VALUE under PLACE and KEY, over what was there. */
LOGIOS_API bool plugin_store_put(struct plugin *self, const char *place, const char *key,
	const void *value, size_t len, struct error *err);

/* Take away what is under PLACE and KEY (NULL: under all keys of PLACE). That nothing was there is
 * no mistake. */
LOGIOS_API bool plugin_store_delete(
	struct plugin *self, const char *place, const char *key, struct error *err);

/* A copy of what is under PLACE and KEY, terminated by a NUL that LEN does not count; the caller
 * frees it. NULL when nothing is there, with an empty ERR, or when it cannot be read. */
LOGIOS_API void *plugin_store_get(
	struct plugin *self, const char *place, const char *key, size_t *len, struct error *err);

/* Call ROW with ARG for every key of PLACE, in the order of the keys' bytes, until it returns
 * false. All is lent until ROW returns. ROW may read, and write under other places. False when it
 * cannot be read, not when ROW says so. */
LOGIOS_API bool plugin_store_each(struct plugin *self, const char *place,
	bool (*row)(void *arg, const char *key, const void *value, size_t len), void *arg,
	struct error *err);

/* Return how often the whole store was put back from a copy, or lost its last changes: what was
 * decided by chance and is still secret then may be known, and is to be decided again. */
LOGIOS_API int64_t plugin_store_lives(struct plugin *self);

/* Return what happened the last time, for a sentence that begins with "I". It lies in the arena of
 * RQ. */
LOGIOS_API const char *plugin_store_tale(struct plugin *self, struct request *rq);

/* The same for the places where the plugin keeps anything, the one changed longest ago first, with
 * the bytes that are there in all. */
LOGIOS_API bool plugin_store_places(struct plugin *self,
	bool (*row)(void *arg, const char *place, size_t bytes), void *arg, struct error *err);

/* ---- the line being answered; everything lent until the handler returns ---- */

LOGIOS_API const char *request_nick(const struct request *rq);
LOGIOS_API const char *request_hostmask(const struct request *rq); /* nick!user@host */

/* The asker's services account, or NULL: none, or not known. */
LOGIOS_API const char *request_account(const struct request *rq);

LOGIOS_API const char *request_network(
	const struct request *rq); /* its name in the configuration */

/* The channel as typed by the server, or NULL in private. */
LOGIOS_API const char *request_channel(const struct request *rq);

/* A key for settings of where the line was said: network and channel, folded to the server's lower
 * case, so that equal places have equal keys; in private the network and the services account, or
 * else nick!user@host. */
LOGIOS_API const char *request_place(const struct request *rq);

/* A key for what is rolled, dealt and said where the line was said, as those who read it there may
 * read again: the channel's is request_place. What is asked in a part of a channel, as in @#table
 * by its operators, has a key of its own, and so has a private talk: request_owner, or a key that
 * never comes back where that is NULL. */
LOGIOS_API const char *request_table(const struct request *rq);

/* A key for what is the asker's alone: their services account where that is known, else their
 * connection, which ends when they quit or are out of sight, but not when a split takes them away
 * for a while. NULL when the bot would not see that. Lent like all. */
LOGIOS_API const char *request_owner(const struct request *rq);

/* Return whether what is kept under request_table will be found again; if not, RQ replies why. */
LOGIOS_API bool request_keeps(struct request *rq);

/* A key for state that belongs to the asker whatever their nick: their network, and their services
 * account where that is known, else user@host; folded, so that equal people have equal keys. It is
 * for what is no secret: whoever comes from that host later has the same. */
LOGIOS_API const char *request_person(struct request *rq);

/* What was said: for `examine` the whole line, for a command what follows its word, blanks trimmed.
 * Invalid UTF-8 is already U+FFFD, control bytes other than formatting are gone. */
LOGIOS_API const char *request_text(const struct request *rq);

/* Whether it was said as an action (/me). */
LOGIOS_API bool request_is_action(const struct request *rq);

/* The value, as written, of a setting of the plugin's that a channel may have: that of the channel
 * of the request (PLUGIN.NAME there, or NAME where no other plugin in use has one of that name in
 * its `settings`), else the plugin's own. Lent until the next rehash. */
LOGIOS_API const char *request_setting(
	const struct request *rq, const struct plugin *self, const char *setting);

/* The same of a setting that is a flag. */
LOGIOS_API bool request_flag(
	const struct request *rq, const struct plugin *self, const char *setting);

/* The asker's role here. */
LOGIOS_API enum role request_role(const struct request *rq);

/* Whether the channel has a game master (!gm), the asker or somebody else. */
LOGIOS_API bool request_has_gm(const struct request *rq);

/* A random source for what nobody sees. What people see is rolled with request_roll. */
LOGIOS_API struct rng *request_rng(struct request *rq);

/* A roll that players can check begins with request_roll, which returns where its numbers come
 * from, and ends with reply_roll or reply_roll_failed. INPUT is what was asked for: whoever checks
 * the roll reads it as dice, as !roll does, unless it begins with another word. A request may have
 * several rolls, one after the other. */
LOGIOS_API struct rng *request_roll(struct request *rq, const char *input);

/* Record the roll that has begun, with its TOTAL as the reply shows it, and say what is formatted,
 * with the roll's number and head behind it: to the channel, or to those who may read a hidden
 * roll. The text may have request_roll_bytes. */
LOGIOS_API void reply_roll(struct request *rq, const char *total, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

/* The same of a roll that came to nothing after dice may have fallen, because of ERR. */
LOGIOS_API void reply_roll_failed(
	struct request *rq, const struct error *err, const char *format, ...) LOGIOS_PRINTF(3, 4);

/* Record the roll that has begun, with its TOTAL and what would be said of it, but say nothing yet.
 * Returns its number and head, as " (#17 bqe8qyc4)", for a later reply of the same request, which
 * must tell what it came to; "" where numbers are not shown. Only for rolls that are not hidden
 * (request_veil). Lives as long as RQ. */
LOGIOS_API const char *record_roll(struct request *rq, const char *total, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

LOGIOS_API size_t request_roll_bytes(const struct request *rq);

/* The number of the roll that RQ recorded last, as people see it: "17", or "h3" of a hidden one; ""
 * when it recorded none. Lent until the next roll. */
LOGIOS_API const char *request_rolled(const struct request *rq);

/* Who reads what RQ rolls. */
LOGIOS_API enum veil request_veil(const struct request *rq);

/* A shuffle of the deck called NAME that players can check: draw its order from what
 * request_shuffle returns, then tell that ORDER, COUNT indices into the order before, from 0, of so
 * many CARDS: fewer where a card stands in it several times. It is fixed then, and said so. A deck
 * that goes out of play, or of which nothing is hidden any more, is done: the secrets of all
 * shuffles under its name are shown. */
LOGIOS_API struct rng *request_shuffle(struct request *rq, const char *name);
LOGIOS_API void request_shuffled(
	struct request *rq, const size_t *order, size_t count, size_t cards);
LOGIOS_API void request_deck_done(struct request *rq, const char *name);

/* Memory that goes when the request is answered. */
LOGIOS_API struct arena *request_arena(struct request *rq);

/* Milliseconds on a clock that never goes back. */
LOGIOS_API int64_t request_now_ms(const struct request *rq);

/* The most bytes one line of a reply to here can have on the wire before it is cut. */
LOGIOS_API size_t request_line_bytes(const struct request *rq);

/* Say a line where the request came from. Long ones are cut between words or characters, many are
 * held back for !more. CR, LF and NUL cannot get through. */
LOGIOS_API void reply(struct request *rq, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Say it to the asker alone. */
LOGIOS_API void reply_private(struct request *rq, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Say it to NICK alone, wherever the request came from. */
LOGIOS_API void reply_to(struct request *rq, const char *nick, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

/* Say ERR: its sentence, with the column when it has one. */
LOGIOS_API void reply_error(struct request *rq, const struct error *err);

#endif
