/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios check`: print the mistakes of a configuration, one a line, to standard error, or a
 * line to standard output that it is fine. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "cli/cli.h"
#include "cli/surroundings.h"
#include "config/read.h"
#include "plugin/plugin.h"

static const char usage[] = "usage: logios check [-c|--config FILE] [reload]\n";

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

/* Print what cannot be looked at from here. */
static void print_away(const struct config *config)
{
	if (config->away != NULL)
		fprintf(stderr, "%s: this is no mistake where systemd starts the bot\n",
			config->away);
}

/* Print what is no mistake in the file, but around it, to standard error. */
static void print_warnings(const struct config *config)
{
	struct strbuf warnings = STRBUF_INIT;

	surroundings_warn(config, &warnings);
	surroundings_try(config, &warnings);
	for (char *line = strtok(warnings.text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		fprintf(stderr, "%s: warning: %s\n", config->path, line);
	strbuf_release(&warnings);
}

/* With RELOAD, what the bot would leave out when it reads PATH again, and go on, is told and does
 * not count. */
static int check(const char *path, bool reload)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config = config_load(path, plugins_check, &mistakes);
	bool fine = config != NULL;

	if (fine) {
		print_away(config);
		print_warnings(config);
		fine = plugins_check_files(config, &mistakes) || reload;
	}
	fputs(mistakes.text, stderr);
	if (fine)
		print_summary(config);
	config_free(config);
	strbuf_release(&mistakes);
	return fine ? EXIT_OK : EXIT_INPUT;
}

int cli_check(int argc, char **argv)
{
	const char *path = CLI_DEFAULT_CONFIG;
	int status = cli_config_option(argc, argv, usage, &path);

	if (status >= 0)
		return status;
	if (optind < argc && (optind + 1 < argc || strcmp(argv[optind], "reload") != 0))
		return cli_usage(usage);
	return check(path, optind < argc);
}
