/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes from a server: made into lines, taken apart, let through or not, written for libircclient.
 * What is written must be one clean line that reads the same again; in which pieces the bytes come
 * makes no difference; and what is believed of the network and its channels stays whole. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "irc/network/channels.h"
#include "irc/protocol/isupport.h"
#include "irc/wire/linebuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_written(const struct message *msg, char *line, size_t len)
{
	struct message again;

	assert(len <= MESSAGE_WRITTEN + 2 && memcmp(line + len - 2, "\r\n", 2) == 0);
	line[len - 2] = '\0';
	assert(strlen(line) == len - 2 && strpbrk(line, "\r\n") == NULL);
	assert(message_parse(line, &again) && message_well_formed(&again));
	assert(strcmp(again.command, msg->command) == 0);
	assert(again.param_count <= msg->param_count);
	for (int i = 0; i < again.param_count; i++)
		assert(strncmp(again.params[i], msg->params[i], strlen(again.params[i])) == 0);
}

struct seen {
	struct isupport is;
	struct channels *channels;
	uint64_t digest; /* of all lines */
};

static void digest(struct seen *seen, const char *line, size_t len)
{
	for (size_t i = 0; i <= len; i++)
		seen->digest = (seen->digest ^ (unsigned char)line[i]) * UINT64_C(0x100000001b3);
}

/* With us in channels, nothing is folded anew. */
static void believe_isupport(struct seen *seen, const struct message *msg)
{
	enum casemap before = seen->is.casemap;
	size_t at = 0;

	isupport_read(&seen->is, msg);
	if (channels_next(seen->channels, &at) != NULL)
		seen->is.casemap = before;
}

/* As events.c and movement.c of the network do, without asking who it is that joins. */
static void believe(struct seen *seen, const struct message *msg)
{
	char nick[MESSAGE_NICK];
	int numeric = message_numeric(msg);

	if (numeric == 5)
		believe_isupport(seen, msg);
	else if (numeric == 353 && msg->param_count >= 4)
		channels_names(seen->channels, msg->params[2], msg->params[3]);
	else if (numeric == 324 && msg->param_count >= 3)
		channels_modes_are(seen->channels, msg->params[1], msg->params[2], &msg->params[3],
			msg->param_count - 3);
	else if (strcmp(msg->command, "MODE") == 0)
		channels_mode(seen->channels, msg->params[0], msg->params[1], &msg->params[2],
			msg->param_count - 2);
	if (!message_nick(msg, nick))
		return;
	if (strcmp(msg->command, "JOIN") == 0) {
		channels_joined_ourselves(seen->channels, msg->params[0]);
		channels_joined(seen->channels, msg->params[0], nick, "u@h");
	} else if (strcmp(msg->command, "NICK") == 0) {
		channels_renamed(seen->channels, nick, msg->params[0]);
	} else if (strcmp(msg->command, "PART") == 0) {
		channels_left(seen->channels, msg->params[0], nick);
	} else if (strcmp(msg->command, "QUIT") == 0) {
		channels_quit(seen->channels, nick);
		assert(channels_user(seen->channels, nick) == NULL);
	}
}

static int on_piece(void *arg, char *line, size_t len)
{
	digest(arg, line, len);
	return 1;
}

static int on_line(void *arg, char *line, size_t len)
{
	struct message msg;
	char written[MESSAGE_WRITTEN + 3];
	size_t size;

	assert(len > 0 && len <= MESSAGE_LINE && strlen(line) == len);
	digest(arg, line, len);
	if (!message_parse(line, &msg) || !message_well_formed(&msg))
		return 1;
	believe(arg, &msg);
	size = message_write(&msg, written);
	assert(size > 0 || len > MESSAGE_REST);
	if (size > 0)
		check_written(&msg, written, size);
	return 1;
}

/* The same bytes again, in pieces whose sizes the bytes themselves tell. */
static void check_pieces(const uint8_t *data, size_t size, const struct seen *whole)
{
	static struct linebuf lb;
	struct seen seen = {.digest = 0};

	linebuf_init(&lb);
	lb.most = size % 2 == 0 ? MESSAGE_REST : MESSAGE_REST_MOST;
	for (size_t at = 0; at < size;) {
		size_t piece = 1 + data[at] % 61;
		piece = piece < size - at ? piece : size - at;
		linebuf_feed(&lb, (const char *)data + at, piece, on_piece, &seen);
		at += piece;
	}
	assert(seen.digest == whole->digest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct linebuf lb;
	struct seen seen = {.digest = 0};

	isupport_init(&seen.is);
	seen.channels = channels_new(&seen.is);
	linebuf_init(&lb);
	lb.most = size % 2 == 0 ? MESSAGE_REST : MESSAGE_REST_MOST;
	linebuf_feed(&lb, (const char *)data, size, on_line, &seen);
	check_pieces(data, size, &seen);
	channels_free(seen.channels);
	isupport_release(&seen.is);
	return 0;
}
