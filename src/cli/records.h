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

/* Read -c FILE and open the store of that configuration. EXIT_OK, or the exit status after a
 * complaint in the name of "logios WORD", whose arguments are USAGE: none, or two to MAX. The
 * caller ends it with records_close. */
int records_open(struct records *records, const char *word, const char *usage, int max, int argc,
	char **argv);
void records_close(struct records *records);

#endif
