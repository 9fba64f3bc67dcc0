/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios restore`: put a copy in the place of the store. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/cli.h"
#include "config/read.h"
#include "store/store.h"

static const char usage[] = "usage: logios restore [-c|--config FILE] COPY\n";

static enum exit_status restore_to(const char *copy, const char *path)
{
	char aside[PATH_MAX];
	struct error err;

	if (!store_restore_file(copy, path, aside, sizeof aside, &err)) {
		fprintf(stderr, "logios: %s\n", err.text);
		return EXIT_SYSTEM;
	}
	printf("%s is in place as %s.\n", copy, path);
	if (aside[0] != '\0')
		printf("What was there before is now %s.\n", aside);
	return EXIT_OK;
}

static enum exit_status restore(const char *config_path, const char *copy)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config = config_load(config_path, NULL, &mistakes);
	enum exit_status status = EXIT_INPUT;
	char *path;

	fputs(mistakes.text, stderr);
	strbuf_release(&mistakes);
	if (config == NULL)
		return status;
	path = mem_printf("%s/" STORE_NAME, config->state_dir);
	status = restore_to(copy, path);
	free(path);
	config_free(config);
	return status;
}

int cli_restore(int argc, char **argv)
{
	const char *path = CLI_DEFAULT_CONFIG;
	int status = cli_config_option(argc, argv, usage, &path);

	if (status >= 0)
		return status;
	if (optind + 1 != argc)
		return cli_usage(usage);
	return restore(path, argv[optind]);
}
