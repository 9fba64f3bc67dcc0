/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CLI_RECORDS_H
#define LOGIOS_CLI_RECORDS_H

struct store;

/* What `logios transcript` and `logios stats` share: both read what the bot has recorded, while it
 * may be at work. */
struct records {
	struct store *store;
	int argc; /* what is left after the options */
	char **argv;
};

/* Read the options of the subcommand argv[0] (see cli_config_option), which has no arguments or two
 * to MAX, and open the store of its configuration. Returns -1, and the caller calls records_close
 * later, or the exit status: all is said then. */
int records_open(struct records *records, const char *usage, int max, int argc, char **argv);
void records_close(struct records *records);

#endif
