/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios hash-password`: read a password, print the line for the configuration. On a terminal
 * the password is asked for twice and not shown; otherwise it is the first line of standard input.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/cli.h"
#include "crypto/password.h"

/* A line that was too long is still seen to be. */
enum { ROOM = PASSWORD_MAX + 3 };

enum outcome { GOT_LINE, GOT_NUL, GOT_NOTHING, INTERRUPTED };

static const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ENDINGS = sizeof endings / sizeof *endings };

static volatile sig_atomic_t caught;

static void note_signal(int number)
{
	caught = number;
}

/* Read the first line of standard input into LINE of ROOM bytes, byte by byte, so that nothing of
 * it stays in a buffer of the library. What is beyond the room is dropped. */
static enum outcome read_line(char *line)
{
	enum outcome outcome = GOT_LINE;
	size_t len = 0;
	char c;

	for (;;) {
		ssize_t got = read(STDIN_FILENO, &c, 1);
		if (got < 0 && errno == EINTR && caught != 0)
			return INTERRUPTED;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return GOT_NOTHING;
		if (got == 0 || c == '\n')
			break;
		if (c == '\0')
			outcome = GOT_NUL;
		if (len < ROOM - 1)
			line[len++] = c;
	}
	if (len > 0 && line[len - 1] == '\r')
		len--;
	line[len] = '\0';
	return outcome;
}

/* Do read_line without echo. The terminal is as it was afterwards, also when a signal ends it. */
static enum outcome ask(const char *question, char *line)
{
	struct sigaction action = {.sa_handler = note_signal}, before[ENDINGS];
	struct termios shown, hidden;
	enum outcome outcome;

	if (tcgetattr(STDIN_FILENO, &shown) != 0)
		return GOT_NOTHING;
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ENDINGS; i++)
		sigaction(endings[i], &action, &before[i]);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	fputs(question, stderr);
	outcome = read_line(line);
	fputc('\n', stderr);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	for (size_t i = 0; i < ENDINGS; i++)
		sigaction(endings[i], &before[i], NULL);
	if (outcome == INTERRUPTED)
		raise(caught);
	return outcome;
}

static enum outcome ask_twice(char *password, struct error *err)
{
	char again[ROOM] = {0};
	enum outcome outcome = ask("Password: ", password);

	if (outcome == GOT_LINE && password_valid(password, err)) {
		outcome = ask("Again: ", again);
		if (outcome == GOT_LINE && strcmp(password, again) != 0) {
			error_set(err, "the two are not the same");
			outcome = GOT_NOTHING;
		}
	}
	password_wipe(again, sizeof again);
	return outcome;
}

static bool read_password(char *password, struct error *err)
{
	enum outcome outcome;

	error_set(err, "there is no password to read");
	if (isatty(STDIN_FILENO))
		outcome = ask_twice(password, err);
	else
		outcome = read_line(password);
	if (outcome == GOT_NUL)
		error_set(err, "the password has a control byte");
	return outcome == GOT_LINE && password_valid(password, err);
}

int cli_hash_password(int argc, char **argv)
{
	char password[ROOM] = {0};
	char hash[PASSWORD_HASH_ROOM];
	struct error err;
	bool good;

	(void)argv;
	if (argc > 1) {
		fputs("usage: logios hash-password <FILE\n"
		      "The password is read from standard input, never from the command line.\n",
			stderr);
		return EXIT_USAGE;
	}
	good = read_password(password, &err) && password_hash(password, hash, &err);
	password_wipe(password, sizeof password);
	if (!good) {
		fprintf(stderr, "logios: %s\n", err.text);
		return EXIT_INPUT;
	}
	printf("password = %s\n", hash);
	return EXIT_OK;
}
