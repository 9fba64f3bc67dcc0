/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open what the bot has recorded, for the subcommands that read it. */
#include "cli/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/cli.h"
#include "config/read.h"
#include "store/store.h"

/* Return the path of the store that the configuration at PATH names, or NULL after printing its
 * mistakes. */
static char *path_of_store(const char *path)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config = config_load(path, NULL, &mistakes);
	char *found = NULL;

	fputs(mistakes.text, stderr);
	strbuf_release(&mistakes);
	if (config != NULL)
		found = mem_printf("%s/" STORE_NAME, config->state_dir);
	config_free(config);
	return found;
}

int records_open(struct records *records, const char *usage, int max, int argc, char **argv)
{
	const char *config = CLI_DEFAULT_CONFIG;
	struct error err;
	char *path;
	int status = cli_config_option(argc, argv, usage, &config);

	if (status >= 0)
		return status;
	*records = (struct records){.argc = argc - optind, .argv = argv + optind};
	if (records->argc > max || records->argc == 1)
		return cli_usage(usage);
	path = path_of_store(config);
	if (path == NULL)
		return EXIT_INPUT;
	records->store = store_open_to_read(path, &err);
	if (records->store == NULL)
		fprintf(stderr, "logios %s: %s: %s\n", argv[0], path, err.text);
	free(path);
	return records->store != NULL ? -1 : EXIT_SYSTEM;
}

void records_close(struct records *records)
{
	store_close(records->store);
}
