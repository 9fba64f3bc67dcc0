/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An IRC server with ten people at #table, who roll as fast as they are answered, and one bot. It
 * prints its port, takes the bot's process id from standard input when that has been started, and
 * measures what the bot spends: "us_a_reply p50_ms p99_ms replies_a_second", then, after as many
 * lines of chatter as there were rolls, "us_a_line". Usage: load ROLLS [PEOPLE] */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 256 * 1024, MOST_PEOPLE = 100, WARM_UP = 500, CHATTER_A_PIECE = 100 };

static const char *const rolls[] = {
	"!roll 3d6", "!roll 1d20+5 to hit", "!roll 2x2d10+4", "!roll 4d6", "!scion 5"};

struct load {
	int socket;
	size_t in_len, out_len;
	long asked, answered, goal;
	int people;
	double since[MOST_PEOPLE]; /* when each has asked */
	double *waits;             /* ms, of each roll since the warm-up */
	const char *wanted;        /* or until a line has this in it */
	char in[ROOM + 1], out[ROOM];
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Return what the scheduler says process PID has spent, in microseconds. */
static double cpu_us(long pid)
{
	char path[64];
	double ns = 0;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%ld/schedstat", pid);
	file = fopen(path, "r");
	if (file == NULL || fscanf(file, "%lf", &ns) != 1)
		die(path);
	fclose(file);
	return ns / 1000;
}

static void say(struct load *load, const char *text)
{
	size_t len = strlen(text);

	if (len > ROOM - load->out_len)
		exit(1);
	memcpy(load->out + load->out_len, text, len);
	load->out_len += len;
}

static void flush(struct load *load)
{
	size_t done = 0;

	while (done < load->out_len) {
		ssize_t sent = write(load->socket, load->out + done, load->out_len - done);
		if (sent < 0)
			die("send");
		done += (size_t)sent;
	}
	load->out_len = 0;
}

static void ask(struct load *load, int person)
{
	char line[128];

	snprintf(line, sizeof line, ":p%02d!u%02d@host PRIVMSG #table :%s\r\n", person, person,
		rolls[(size_t)load->asked % (sizeof rolls / sizeof *rolls)]);
	load->asked++;
	load->since[person] = now_s();
	say(load, line);
}

static void answered(struct load *load, int person)
{
	if (load->waits != NULL)
		load->waits[load->answered] = (now_s() - load->since[person]) * 1000;
	load->answered++;
	if (load->asked < load->goal)
		ask(load, person);
}

static void take(struct load *load, const char *line)
{
	const char *roll = strstr(line, " rolled ");
	char reply[128];

	if (load->wanted != NULL && strstr(line, load->wanted) != NULL)
		load->wanted = NULL;
	if (strncmp(line, "PRIVMSG #table :p", 17) == 0 && roll != NULL)
		answered(load, (int)strtol(line + 17, NULL, 10));
	else if (strncmp(line, "CAP LS", 6) == 0)
		say(load, ":irc.test CAP * LS :server-time\r\n");
	else if (strncmp(line, "CAP REQ", 7) == 0)
		say(load, ":irc.test CAP * ACK :server-time\r\n");
	else if (strncmp(line, "USER ", 5) == 0)
		say(load, ":irc.test 001 Bot :Welcome\r\n:irc.test 422 Bot :No MOTD\r\n");
	else if (strncmp(line, "JOIN ", 5) == 0)
		say(load, ":Bot!bot@host JOIN #table\r\n"
			  ":irc.test 353 Bot = #table :Bot @p00\r\n"
			  ":irc.test 366 Bot #table :End\r\n");
	else if (strncmp(line, "PING ", 5) == 0) {
		snprintf(reply, sizeof reply, ":irc.test PONG irc.test %.80s\r\n", line + 5);
		say(load, reply);
	}
}

/* Read once, and answer. */
static void turn(struct load *load)
{
	ssize_t got = read(load->socket, load->in + load->in_len, ROOM - load->in_len);
	char *line = load->in, *end;

	if (got <= 0)
		exit(1);
	load->in_len += (size_t)got;
	load->in[load->in_len] = '\0';
	while ((end = strstr(line, "\r\n")) != NULL) {
		*end = '\0';
		take(load, line);
		line = end + 2;
	}
	load->in_len -= (size_t)(line - load->in);
	memmove(load->in, line, load->in_len);
	flush(load);
}

static void wait_for(struct load *load, const char *text)
{
	load->wanted = text;
	while (load->wanted != NULL)
		turn(load);
}

static void roll(struct load *load, long count)
{
	load->asked = load->answered = 0;
	load->goal = count;
	for (int person = 0; person < load->people; person++)
		ask(load, person);
	flush(load);
	while (load->answered < count)
		turn(load);
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static void measure_rolls(struct load *load, long pid, long count)
{
	double cpu, begin;

	roll(load, WARM_UP);
	load->waits = calloc((size_t)count, sizeof *load->waits);
	begin = now_s();
	cpu = cpu_us(pid);
	roll(load, count);
	cpu = cpu_us(pid) - cpu;
	begin = now_s() - begin;
	qsort(load->waits, (size_t)count, sizeof *load->waits, compare);
	printf("%.2f %.3f %.3f %.0f\n", cpu / (double)count, load->waits[count / 2],
		load->waits[count / 100 * 99], (double)count / begin);
	fflush(stdout);
	free(load->waits);
	load->waits = NULL;
}

static void measure_chatter(struct load *load, long pid, long count)
{
	char line[160];
	double cpu = cpu_us(pid);

	for (long i = 0; i < count; i++) {
		snprintf(line, sizeof line,
			":p%02ld!u@host PRIVMSG #table :just talk, number %ld, about nothing much "
			"at all\r\n",
			i % load->people, i);
		say(load, line);
		if (i % CHATTER_A_PIECE == CHATTER_A_PIECE - 1)
			flush(load);
	}
	say(load, "PING :end\r\n");
	flush(load);
	wait_for(load, "PONG");
	printf("%.3f\n", (cpu_us(pid) - cpu) / (double)count);
}

static int listen_here(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (listener < 0 || bind(listener, (struct sockaddr *)&address, len) != 0 ||
		listen(listener, 1) != 0 ||
		getsockname(listener, (struct sockaddr *)&address, &len) != 0)
		die("listen");
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return listener;
}

int main(int argc, char **argv)
{
	static struct load load;
	const int on = 1;
	long count = argc > 1 ? strtol(argv[1], NULL, 10) : 20000;
	long pid;

	load.people = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 10;
	if (count < WARM_UP || load.people < 1 || load.people > MOST_PEOPLE)
		return 2;
	load.socket = accept(listen_here(), NULL, NULL);
	setsockopt(load.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	wait_for(&load, "JOIN ");
	if (scanf("%ld", &pid) != 1)
		return 2;
	measure_rolls(&load, pid, count);
	measure_chatter(&load, pid, count);
	return 0;
}
