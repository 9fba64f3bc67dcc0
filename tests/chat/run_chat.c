/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plays transcripts against the whole bot in one process: lines in, dice and clock as scripted,
 * lines out byte for byte. Only the socket is not there. Prints "ok FILE" or "not ok FILE: why".
 *
 *   # a remark
 *   = text          a line more for the configuration (before anything else happens)
 *   @set KEY VALUE  another value in the network's section (likewise)
 *   @fixtures A B   the plugins are these, of tests/plugins/ (likewise; a section [logios] begins)
 *   @raw            do not play the usual beginning: being welcomed, joining #table (likewise)
 *   @faces 4 2 6    what the dice will show
 *   @advance 1500   let that many milliseconds pass
 *   > line          what the server says
 *   < line          what the bot says next; when it says more than is written, the test fails
 *
 * In lines, ^A ^B ^C ^O ^_ and the like are control bytes, ^^ is a caret, \xNN any byte. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "whole.h"

enum { MAX_SET = 16, MAX_FACES = 256 };

struct chat {
	const char *path;
	int line_number;
	struct loop *loop;
	struct log *log;
	struct rng *rng;
	struct bot *bot;
	struct transport transport;
	struct strbuf extra;   /* configuration lines */
	struct strbuf network; /* lines of the network's section from @set */
	struct strbuf out;     /* what the bot has said and nobody has looked at */
	char set[MAX_SET][32]; /* keys that @set has given */
	size_t set_count;
	char asked[32]; /* the line by which the bot asks whether what it said was read; or "" */
	bool raw, connecting, closed, failed;
};

static void fail(struct chat *chat, const char *what, const char *line)
{
	if (!chat->failed)
		printf("not ok %s:%d: %s%s%s\n", chat->path, chat->line_number, what,
			line != NULL ? ": " : "", line != NULL ? line : "");
	chat->failed = true;
}

/* ---- the transport ---- */

static void on_connect(void *arg)
{
	((struct chat *)arg)->connecting = true;
}

/* The server answers by itself when the bot asks whether it has read a roll: no story is about
 * that. */
static void on_write(void *arg, const char *bytes, size_t len)
{
	struct chat *chat = arg;

	if (strncmp(bytes, "PING :said", strlen("PING :said")) == 0)
		snprintf(chat->asked, sizeof chat->asked, "PONG irc.test %.*s",
			(int)(len - strlen("PING \r\n")), bytes + strlen("PING "));
	else
		strbuf_add(&chat->out, bytes, len);
}

static void on_close(void *arg)
{
	((struct chat *)arg)->closed = true;
}

static bool on_is_private(void *arg)
{
	(void)arg;
	return true;
}

/* ---- text ---- */

static void unescape(struct strbuf *out, const char *text)
{
	char hex[3] = "";

	while (*text != '\0') {
		if (text[0] == '^' && text[1] != '\0') {
			strbuf_addch(out, text[1] == '^' ? '^' : (char)(text[1] & 0x1f));
			text += 2;
		} else if (text[0] == '\\' && text[1] == 'x' && isxdigit((unsigned char)text[2]) &&
			   isxdigit((unsigned char)text[3])) {
			memcpy(hex, text + 2, 2);
			strbuf_addch(out, (char)strtol(hex, NULL, 16));
			text += 4;
		} else {
			strbuf_addch(out, *text++);
		}
	}
}

/* ---- playing ---- */

static void take_line(struct chat *chat, char *line, size_t len)
{
	if (chat->bot->network_count == 0)
		return;
	network_line(chat->bot->networks[0], line, len);
	network_lines_end(chat->bot->networks[0]);
}

/* Let everything happen that is due now, a new connection included. */
static void settle(struct chat *chat)
{
	for (int i = 0; i < 3; i++) {
		loop_advance(chat->loop, 0);
		if (chat->asked[0] != '\0')
			take_line(chat, chat->asked, strlen(chat->asked));
		chat->asked[0] = '\0';
		if (chat->connecting && chat->bot->network_count > 0) {
			chat->connecting = false;
			network_connected(chat->bot->networks[0]);
		}
	}
}

static void server_says(struct chat *chat, const char *text)
{
	struct strbuf line = STRBUF_INIT;

	unescape(&line, text);
	take_line(chat, line.text, line.len);
	settle(chat);
	strbuf_release(&line);
}

/* Take the heads of rolls, and the secrets of hidden ones, out of what the bot says, where the file
 * does not want to know them: "(#17 bqe8qyc4)" is "(#17)". */
static void drop_heads(char *text, const char *wanted)
{
	enum { HEAD = 9, SECRET = 51 };
	char *at = text;

	while ((at = strstr(at, "(#")) != NULL) {
		size_t len = strcspn(at, " )"), behind = len + HEAD;
		if (at[len] != ' ' || strlen(at) <= behind || at[behind] != ')' ||
			((size_t)(at - text) < strlen(wanted) &&
				strncmp(wanted + (at - text), at, behind) == 0))
			return;
		memmove(at + len, at + behind, strlen(at + behind) + 1);
		at += len;
	}
	at = strstr(text, " secret ");
	if (at != NULL && strlen(at) == SECRET && strstr(wanted, " secret ") == NULL)
		*at = '\0';
}

static void expect(struct chat *chat, const char *text)
{
	struct strbuf wanted = STRBUF_INIT;
	char *end = strstr(chat->out.text, "\r\n");

	unescape(&wanted, text);
	if (end == NULL) {
		fail(chat, "the bot says nothing where it should say", text);
	} else {
		char *said = mem_strndup(chat->out.text, (size_t)(end - chat->out.text));
		drop_heads(said, wanted.text);
		if (strcmp(said, wanted.text) != 0)
			fail(chat, "the bot says", said);
		free(said);
		strbuf_drop(&chat->out, (size_t)(end + 2 - chat->out.text));
	}
	strbuf_release(&wanted);
}

static void expect_nothing(struct chat *chat)
{
	char *end = strstr(chat->out.text, "\r\n");

	if (end == NULL)
		return;
	*end = '\0';
	fail(chat, "nobody expected the bot to say", chat->out.text);
}

static void faces(struct chat *chat, const char *text)
{
	uint32_t numbers[MAX_FACES];
	size_t count = 0;
	char *end;

	for (; count < MAX_FACES && *text != '\0'; text = end) {
		numbers[count++] = (uint32_t)strtoul(text, &end, 10);
		if (end == text)
			break;
	}
	rng_script_more(chat->rng, numbers, count);
}

/* ---- the beginning ---- */

static bool has_set(const struct chat *chat, const char *key)
{
	for (size_t i = 0; i < chat->set_count; i++)
		if (strcmp(chat->set[i], key) == 0)
			return true;
	return false;
}

static void add_default(struct chat *chat, const char *key, const char *value)
{
	if (!has_set(chat, key))
		strbuf_addf(&chat->network, "%s = %s\n", key, value);
}

static void welcome(struct chat *chat)
{
	strbuf_reset(&chat->out);
	server_says(chat, ":irc.test 001 Logios :Welcome");
	server_says(chat, ":irc.test 005 Logios CHANTYPES=# PREFIX=(ov)@+ CASEMAPPING=rfc1459 :are "
			  "supported by this server");
	server_says(chat, ":irc.test 422 Logios :No MOTD");
	expect(chat, "JOIN #table");
	server_says(chat, ":Logios!logios@bot.test JOIN #table");
	server_says(chat, ":irc.test 353 Logios = #table :Logios @gm ann bob");
	server_says(chat, ":irc.test 366 Logios #table :End of names");
}

/* Rolls end with their number only where the file asks for it: most are about other things. */
static void hide_numbers(struct chat *chat, struct config *config)
{
	if (strstr(chat->extra.text, "show_numbers") != NULL)
		return;
	config->channel_defaults.show_numbers = false;
	for (size_t i = 0; i < config->channel_count; i++)
		config->channels[i].settings.show_numbers = false;
}

static unsigned char secrets_made;

/* Secrets that everybody knows: as often as need be the same byte, 1 in the first, 2 in the
 * second. */
static void make_secret(void *bytes, size_t len)
{
	memset(bytes, ++secrets_made, len);
}

static bool begin(struct chat *chat)
{
	struct strbuf text = STRBUF_INIT, mistakes = STRBUF_INIT;
	struct config *config;
	FILE *file;

	add_default(chat, "host", "irc.test");
	add_default(chat, "tls", "no");
	add_default(chat, "nick", "Logios");
	add_default(chat, "channels", "#table");
	add_default(chat, "burst", "50");
	strbuf_addf(&text, "[network testnet]\n%s%s", chat->network.text, chat->extra.text);
	file = fmemopen(text.text, text.len, "r");
	config = config_read(file, chat->path, 0600, &mistakes);
	fclose(file);
	if (config == NULL) {
		fail(chat, "the configuration is wrong", mistakes.text);
	} else {
		hide_numbers(chat, config);
		chat->bot = bot_new(
			chat->loop, chat->log, chat->rng, NULL, config, &chat->transport);
		secrets_made = 0;
		fair_secrets_from(chat->bot->fair, make_secret);
		bot_start(chat->bot);
		settle(chat);
		if (!chat->raw)
			welcome(chat);
	}
	strbuf_release(&text);
	strbuf_release(&mistakes);
	return chat->bot != NULL;
}

static void set(struct chat *chat, const char *text)
{
	size_t len = strcspn(text, " ");

	if (chat->set_count == MAX_SET || len >= sizeof chat->set[0])
		return;
	memcpy(chat->set[chat->set_count], text, len);
	chat->set[chat->set_count++][len] = '\0';
	strbuf_addf(&chat->network, "%.*s =%s\n", (int)len, text, text + len);
}

/* Let the bot have the plugins NAMES, parted by blanks, of tests/plugins/. */
static void use_fixtures(struct chat *chat, const char *names)
{
	struct config *config = config_default();
	char *own = plugins_dir(config);

	strbuf_addf(&chat->extra, "[logios]\nplugin_dir = %s/../tests/plugins\nplugins = %s\n", own,
		names);
	free(own);
	config_free(config);
}

/* ---- a file ---- */

static void play_prologue(struct chat *chat, const char *line)
{
	if (strncmp(line, "= ", 2) == 0)
		strbuf_addf(&chat->extra, "%s\n", line + 2);
	else if (strcmp(line, "=") == 0)
		strbuf_addch(&chat->extra, '\n');
	else if (strncmp(line, "@set ", 5) == 0)
		set(chat, line + 5);
	else if (strncmp(line, "@fixtures ", 10) == 0)
		use_fixtures(chat, line + 10);
	else
		chat->raw = true;
}

static bool is_prologue(const char *line)
{
	return line[0] == '=' || strncmp(line, "@set ", 5) == 0 ||
	       strncmp(line, "@fixtures ", 10) == 0 || strcmp(line, "@raw") == 0;
}

static void play_line(struct chat *chat, const char *line)
{
	if (line[0] == '\0' || line[0] == '#')
		return;
	if (is_prologue(line)) {
		play_prologue(chat, line);
		return;
	}
	if (chat->bot == NULL && !begin(chat))
		return;
	if (strncmp(line, "< ", 2) == 0) {
		expect(chat, line + 2);
		return;
	}
	expect_nothing(chat);
	if (strncmp(line, "> ", 2) == 0)
		server_says(chat, line + 2);
	else if (strncmp(line, "@faces ", 7) == 0)
		faces(chat, line + 7);
	else if (strncmp(line, "@advance ", 9) == 0) {
		loop_advance(chat->loop, strtol(line + 9, NULL, 10));
		settle(chat);
	} else {
		fail(chat, "not a line of a transcript", line);
	}
}

static void play(const char *path)
{
	struct chat chat = {.path = path,
		.extra = STRBUF_INIT,
		.network = STRBUF_INIT,
		.out = STRBUF_INIT,
		.loop = loop_new_scripted(),
		.log = log_new(),
		.rng = rng_new_scripted(NULL, 0)};
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;

	chat.transport = (struct transport){.connect = on_connect,
		.write = on_write,
		.close = on_close,
		.is_private = on_is_private,
		.arg = &chat};
	log_set_level(chat.log, LOG_LEVEL_ERROR);
	if (file == NULL)
		fail(&chat, "cannot be read", NULL);
	while (file != NULL && !chat.failed && getline(&line, &room, file) >= 0) {
		chat.line_number++;
		line[strcspn(line, "\r\n")] = '\0';
		play_line(&chat, line);
	}
	expect_nothing(&chat);
	if (!chat.failed && rng_script_left(chat.rng) > 0)
		fail(&chat, "dice were left over", NULL);
	if (!chat.failed)
		printf("ok %s\n", path);
	if (file != NULL)
		fclose(file);
	free(line);
	bot_free(chat.bot);
	rng_free(chat.rng);
	loop_free(chat.loop);
	log_free(chat.log);
	strbuf_release(&chat.extra);
	strbuf_release(&chat.network);
	strbuf_release(&chat.out);
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 1; i < argc; i++)
		play(argv[i]);
	return 0;
}
