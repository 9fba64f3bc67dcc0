/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios backup`: copy the store, whether the bot runs or not. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "config/read.h"
#include "store/store.h"

static const char usage[] = "usage: logios backup [-c|--config FILE] COPY\n";

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
	const char *path = CLI_DEFAULT_CONFIG;
	int status = cli_config_option(argc, argv, usage, &path);

	if (status >= 0)
		return status;
	if (optind + 1 != argc)
		return cli_usage(usage);
	return backup(path, argv[optind]);
}
