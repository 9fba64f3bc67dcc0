/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CLI_CLI_H
#define LOGIOS_CLI_CLI_H

#include "dice/dice.h"

/* The subcommands of the program. Each gets its own word as argv[0] and returns the exit status. */

enum exit_status {
	EXIT_OK = 0,
	EXIT_INPUT = 1,  /* what was asked about is wrong: an expression, a configuration */
	EXIT_USAGE = 2,  /* the command line is wrong */
	EXIT_SYSTEM = 3, /* the system would not let us: a file, memory, a socket */
};

#define CLI_DEFAULT_CONFIG "/etc/logios/logios.ini"

int cli_backup(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_console(int argc, char **argv);
int cli_hash_password(int argc, char **argv);
int cli_odds(int argc, char **argv);
int cli_restore(int argc, char **argv);
int cli_roll(int argc, char **argv);
int cli_seal(int argc, char **argv);
int cli_stats(int argc, char **argv);
int cli_transcript(int argc, char **argv);
int cli_verify(int argc, char **argv);

/* Print USAGE as a complaint. Returns EXIT_USAGE. */
int cli_usage(const char *usage);

/* Read the options of a subcommand that has none but [-c|--config FILE] and --help. *PATH becomes
 * the FILE, or stays. Returns -1 to go on, with optind at the first word that is left, or the exit
 * status: USAGE is printed then. */
int cli_config_option(int argc, char **argv, const char *usage, const char **path);

struct strbuf;

/* Append COUNT WORDS joined by blanks. What could upset a terminal or the shape of the output
 * becomes U+FFFD, as invalid UTF-8 does. */
void cli_join(struct strbuf *out, int count, char **words);

/* The game systems and the dice with names that come with the bot. */
struct cli_book {
	struct systems *systems;
	struct named_dice *named;
	struct dice_book book; /* of those */
};

/* Read their files. What is wrong with one is printed to standard error. */
void cli_book_read(struct cli_book *own);
void cli_book_free(struct cli_book *own);

#endif
