/* SPDX-License-Identifier: GPL-3.0-or-later */
/* logios backup: a copy of the store, whether the bot runs or not. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "config/read.h"
#include "store/store.h"

static const char usage[] = "Usage: logios backup [-c|--config FILE] COPY\n";

static enum exit_status backup(const char *config_path, const char *to)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config = config_load(config_path, NULL, &mistakes);
	char *from;
	struct error err;
	bool fine;

	fputs(mistakes.text, stderr);
	strbuf_release(&mistakes);
	if (config == NULL)
		return EXIT_INPUT;
	from = mem_printf("%s/" STORE_NAME, config->state_dir);
	fine = store_backup_file(from, to, &err);
	if (!fine)
		fprintf(stderr, "logios: %s\n", err.text);
	free(from);
	config_free(config);
	return fine ? EXIT_OK : EXIT_SYSTEM;
}

int cli_backup(int argc, char **argv)
{
	static const struct option options[] = {
		{"config", required_argument, NULL, 'c'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	const char *path = CLI_DEFAULT_CONFIG;
	int option;

	optind = 0; /* begin anew, whatever was parsed before */
	while ((option = getopt_long(argc, argv, "c:h", options, NULL)) != -1) {
		if (option == 'h') {
			fputs(usage, stdout);
			return EXIT_OK;
		}
		if (option != 'c') {
			fputs(usage, stderr);
			return EXIT_USAGE;
		}
		path = optarg;
	}
	if (optind + 1 != argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	return backup(path, argv[optind]);
}
