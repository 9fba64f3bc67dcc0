/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that a bot which rolls can cost: it joins #table over plain TCP and answers what begins
 * with ! by 3d6, and knows nothing else. With a FILE it is durable too: what a turn rolled goes
 * there in one synchronous write, into room that the file has already, before the turn's replies go
 * in one piece. Usage: floor PORT [FILE] */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sodium.h>

enum { ROOM = 64 * 1024, FILE_ROOM = 64 * 1024 * 1024, RECORD = 128 };

struct floor {
	int socket, file; /* -1: not durable */
	size_t in_len, out_len, record_len;
	off_t at;
	char in[ROOM], out[ROOM], records[ROOM];
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void say(struct floor *floor, const char *text)
{
	size_t len = strlen(text);

	if (len <= ROOM - floor->out_len) {
		memcpy(floor->out + floor->out_len, text, len);
		floor->out_len += len;
	}
}

static void roll(struct floor *floor, const char *nick, int nick_len)
{
	unsigned dice[3];
	char text[256];

	for (int i = 0; i < 3; i++)
		dice[i] = randombytes_uniform(6) + 1;
	snprintf(text, sizeof text, "PRIVMSG #table :%.*s rolled 3d6 || %u %u %u || %u\r\n",
		nick_len, nick, dice[0], dice[1], dice[2], dice[0] + dice[1] + dice[2]);
	say(floor, text);
	if (floor->record_len + RECORD <= ROOM) {
		memset(floor->records + floor->record_len, 0, RECORD);
		memcpy(floor->records + floor->record_len, text,
			strlen(text) < RECORD ? strlen(text) : RECORD);
		floor->record_len += RECORD;
	}
}

static void take(struct floor *floor, char *line)
{
	char *command, *text;

	if (strncmp(line, "PING ", 5) == 0) {
		say(floor, "PONG ");
		say(floor, line + 5);
		say(floor, "\r\n");
		return;
	}
	if (*line != ':' || (command = strchr(line, ' ')) == NULL)
		return;
	if (strncmp(command, " 001 ", 5) == 0)
		say(floor, "JOIN #table\r\n");
	text = strstr(command, " :");
	if (strncmp(command, " PRIVMSG ", 9) == 0 && text != NULL && strncmp(text, " :!", 3) == 0)
		roll(floor, line + 1, (int)strcspn(line + 1, "!"));
}

/* Make what was rolled durable, then say it. */
static void end_turn(struct floor *floor)
{
	if (floor->file >= 0 && floor->record_len > 0) {
		if (floor->at + (off_t)floor->record_len > FILE_ROOM)
			floor->at = 0;
		if (pwrite(floor->file, floor->records, floor->record_len, floor->at) < 0)
			die("write");
		floor->at += (off_t)floor->record_len;
	}
	floor->record_len = 0;
	if (floor->out_len > 0 && write(floor->socket, floor->out, floor->out_len) < 0)
		die("send");
	floor->out_len = 0;
}

static void turn(struct floor *floor)
{
	ssize_t got = read(floor->socket, floor->in + floor->in_len, ROOM - floor->in_len - 1);
	char *line = floor->in, *end;

	if (got <= 0)
		exit(0);
	floor->in_len += (size_t)got;
	floor->in[floor->in_len] = '\0';
	while ((end = strstr(line, "\r\n")) != NULL) {
		*end = '\0';
		take(floor, line);
		line = end + 2;
	}
	floor->in_len -= (size_t)(line - floor->in);
	memmove(floor->in, line, floor->in_len);
	end_turn(floor);
}

static void make_durable(struct floor *floor, const char *path)
{
	static char zeros[ROOM];

	floor->file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_DSYNC, 0600);
	if (floor->file < 0)
		die(path);
	for (off_t at = 0; at < FILE_ROOM; at += ROOM)
		if (pwrite(floor->file, zeros, ROOM, at) != ROOM)
			die(path);
}

int main(int argc, char **argv)
{
	static struct floor floor = {.file = -1};
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct epoll_event event = {.events = EPOLLIN};
	const int on = 1;
	int poll = epoll_create1(0);

	if (argc < 2 || sodium_init() < 0)
		return 2;
	if (argc > 2)
		make_durable(&floor, argv[2]);
	address.sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10));
	floor.socket = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(floor.socket, (struct sockaddr *)&address, sizeof address) != 0)
		die("connect");
	setsockopt(floor.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	epoll_ctl(poll, EPOLL_CTL_ADD, floor.socket, &event);
	say(&floor, "NICK Floor\r\nUSER floor 0 * :floor\r\n");
	end_turn(&floor);
	while (epoll_wait(poll, &event, 1, -1) >= 0)
		turn(&floor);
	return 0;
}
