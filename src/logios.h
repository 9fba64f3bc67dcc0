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

#define LOGIOS_PLUGIN_MAGIC 0x4c4f4749u /* "LOGI" */
#define LOGIOS_PLUGIN_ABI 5u            /* goes up whenever anything in this header changes shape */

/* What somebody may do, least first. */
enum role { ROLE_ANYONE, ROLE_GM, ROLE_OPERATOR, ROLE_ADMIN, ROLE_OWNER };

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
};

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

/* A line in the log, after the plugin's name. Never a secret. */
LOGIOS_API void plugin_warn(const struct plugin *self, const char *format, ...) LOGIOS_PRINTF(2, 3);

/* Call RUN with ARG after DELAY_MS milliseconds, once. What is still pending when the plugin goes
 * is swept by the host. */
struct plugin_timer;
LOGIOS_API struct plugin_timer *plugin_after(
	struct plugin *self, long delay_ms, void (*run)(struct plugin *self, void *arg), void *arg);
LOGIOS_API void plugin_cancel(struct plugin *self, struct plugin_timer *timer);

/* ---- what outlives the program ---- */

/* A plugin keeps values, bytes that it alone understands, each under a place (request_place, or any
 * text) and a key. They are there after a restart, a crash included. What a request changes is kept
 * with it or not at all: a reply that tells of it leaves only when it is on disk, and when it
 * cannot be kept the asker is told so, and `forget` called. What is changed elsewhere (in `open`,
 * in a timer) is kept change by change. */
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

/* A key for state that belongs to where the line was said: network and channel (or nick in
 * private), folded to the server's lower case, so that equal places have equal keys. */
LOGIOS_API const char *request_place(const struct request *rq);

/* A key for state that belongs to the asker whatever their nick: their network, and their services
 * account where that is known, else user@host; folded, so that equal people have equal keys. */
LOGIOS_API const char *request_person(struct request *rq);

/* What was said: for `examine` the whole line, for a command what follows its word, blanks trimmed.
 * Invalid UTF-8 is already U+FFFD, control bytes other than formatting are gone. */
LOGIOS_API const char *request_text(const struct request *rq);

/* Whether it was said as an action (/me). */
LOGIOS_API bool request_is_action(const struct request *rq);

/* The value, as written, of a setting of the plugin's that a channel may have: that of the channel
 * of the request, else the plugin's own. Lent until the next rehash. */
LOGIOS_API const char *request_setting(
	const struct request *rq, const struct plugin *self, const char *setting);

/* The asker's role here. */
LOGIOS_API enum role request_role(const struct request *rq);

/* A random source for what nobody sees. What people see is rolled with request_roll. */
LOGIOS_API struct rng *request_rng(struct request *rq);

/* A roll that players can check afterwards begins with request_roll, which returns where its
 * numbers come from, and ends with reply_roll or reply_roll_failed. INPUT is what was asked for, as
 * the reply shows it: it moves the dice. A request may have several rolls, one after the other. */
LOGIOS_API struct rng *request_roll(struct request *rq, const char *input);

/* Record the roll that has begun, with its TOTAL, and say what is formatted, with the roll's number
 * behind it: to the channel, or to those who may read a hidden roll. The text may have
 * request_roll_bytes. */
LOGIOS_API void reply_roll(struct request *rq, double total, const char *format, ...)
	LOGIOS_PRINTF(3, 4);

/* The same of a roll that came to nothing after dice may have fallen, because of ERR. */
LOGIOS_API void reply_roll_failed(
	struct request *rq, const struct error *err, const char *format, ...) LOGIOS_PRINTF(3, 4);

LOGIOS_API size_t request_roll_bytes(const struct request *rq);

/* A shuffle of the deck called NAME that players can check: draw its order from what
 * request_shuffle returns, then tell that ORDER, COUNT indices into the order before, from 0. A
 * deck that goes out of play, or is shuffled again, is done: its seed is shown. */
LOGIOS_API struct rng *request_shuffle(struct request *rq, const char *name);
LOGIOS_API void request_shuffled(struct request *rq, const size_t *order, size_t count);
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

/* Say ERR: its sentence, with the column when it has one. */
LOGIOS_API void reply_error(struct request *rq, const struct error *err);

#endif
