/* SPDX-License-Identifier: GPL-3.0-or-later */
/* logios check: mistakes go to standard error, one a line; a fine file is told on standard
 * output. */
#include <getopt.h>
#include <stdio.h>

#include "cli/cli.h"
#include "config/read.h"
#include "plugin/plugin.h"

static const char usage[] = "Usage: logios check [-c|--config FILE]\n";

static void print_count(const char *before, size_t count, const char *what)
{
	printf("%s%zu %s%s", before, count, what, count == 1 ? "" : "s");
}

static void print_summary(const struct config *config)
{
	size_t channels = 0;

	for (size_t i = 0; i < config->network_count; i++)
		channels += config->networks[i].channel_count;
	printf("%s: fine (", config->path);
	print_count("", config->network_count, "network");
	print_count(", ", channels, "channel");
	print_count(", ", config->plugins.count, "plugin");
	printf(")\n");
}

static int check(const char *path)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config = config_load(path, plugins_check, &mistakes);
	bool fine = config != NULL;

	fputs(mistakes.text, stderr);
	if (fine)
		print_summary(config);
	config_free(config);
	strbuf_release(&mistakes);
	return fine ? EXIT_OK : EXIT_INPUT;
}

int cli_check(int argc, char **argv)
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
	if (optind < argc) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	return check(path);
}
