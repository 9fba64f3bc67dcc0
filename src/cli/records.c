/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/records.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "cli/cli.h"
#include "config/read.h"
#include "store/store.h"

static int complain(const char *word, const char *usage)
{
	fprintf(stderr, "usage: logios %s %s\n", word, usage);
	return EXIT_USAGE;
}

/* The path of the store that the configuration at PATH names; NULL after its mistakes were told. */
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

int records_open(struct records *records, const char *word, const char *usage, int max, int argc,
	char **argv)
{
	static const struct option longs[] = {{"config", required_argument, NULL, 'c'}, {0}};
	const char *config = CLI_DEFAULT_CONFIG;
	struct error err;
	char *path;
	int option;

	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "+c:", longs, NULL)) != -1) {
		if (option != 'c')
			return complain(word, usage);
		config = optarg;
	}
	*records = (struct records){.argc = argc - optind, .argv = argv + optind};
	if (records->argc > max || records->argc == 1)
		return complain(word, usage);
	path = path_of_store(config);
	if (path == NULL)
		return EXIT_INPUT;
	records->store = store_open_to_read(path, &err);
	if (records->store == NULL)
		fprintf(stderr, "logios %s: %s: %s\n", word, path, err.text);
	free(path);
	return records->store != NULL ? EXIT_OK : EXIT_SYSTEM;
}

void records_close(struct records *records)
{
	store_close(records->store);
}
