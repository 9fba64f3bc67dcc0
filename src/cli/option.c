/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read the options of subcommands that need nothing but a configuration. */
#include <getopt.h>
#include <stdio.h>

#include "cli/cli.h"

int cli_usage(const char *usage)
{
	fputs(usage, stderr);
	return EXIT_USAGE;
}

int cli_config_option(int argc, char **argv, const char *usage, const char **path)
{
	static const struct option options[] = {
		{"config", required_argument, NULL, 'c'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	int option;

	optind = 0; /* begin again, whatever was parsed before */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":c:h", options, NULL)) == 'c')
		*path = optarg;
	if (option == -1)
		return -1;
	if (option == 'h') {
		fputs(usage, stdout);
		return EXIT_OK;
	}
	fprintf(stderr, "logios %s: %s %s\n", argv[0],
		option == ':' ? "a value is missing after" : "unknown option", argv[optind - 1]);
	return cli_usage(usage);
}
