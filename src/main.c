/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line, and the daemon that it starts when no subcommand is named. */
#include <getopt.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "bot/jobs.h"
#include "bot/networks.h"
#include "bot/status.h"
#include "cli/cli.h"
#include "cli/surroundings.h"
#include "config/read.h"
#include "crypto/random.h"
#include "life.h"
#include "base/descriptor.h"
#include "os/log.h"
#include "os/loop.h"
#include "os/notify.h"
#include "plugin/plugin.h"
#include "store/store.h"
#include "words/backup.h"

enum { FILES = 64, FILES_A_NETWORK = 4 }; /* open at the same time: at all, and for each */

struct options {
	bool foreground, allow_root;
	const char *config_path;
	const char *log_level; /* NULL: as configured */
};

static const char usage[] =
	"usage: logios [-f|--foreground] [-c|--config FILE] [--log-level LEVEL] [--allow-root]\n"
	"                                       run the bot\n"
	"       logios check [-c FILE]          say all that is wrong with a configuration\n"
	"       logios roll [--faces LIST] [--format text|irc|json] [--repeat N] [--] EXPR...\n"
	"       logios verify [--log CHATLOG]... [FILE...]   check transcripts of fair rolls\n"
	"       logios seal WORDS               seal words that stir the dice\n"
	"       logios odds [--format text|json] [--] EXPR...\n"
	"       logios backup [-c FILE] COPY    save what the bot remembers, while it runs or not\n"
	"       logios restore [-c FILE] COPY   put such a copy back, while the bot does not run\n"
	"       logios transcript [-c FILE] [NETWORK PLACE [EPOCH]]   print what verify checks\n"
	"       logios stats [-c FILE] [NETWORK PLACE]   how the dice have fallen\n"
	"       logios console [-c FILE]        the commands on standard input and output\n"
	"       logios hash-password            make the hash of a password for the configuration\n"
	"       logios --version | --help\n";

static const struct subcommand {
	const char *name;
	int (*run)(int argc, char **argv);
} subcommands[] = {
	{"check", cli_check},
	{"roll", cli_roll},
	{"odds", cli_odds},
	{"verify", cli_verify},
	{"seal", cli_seal},
	{"backup", cli_backup},
	{"restore", cli_restore},
	{"transcript", cli_transcript},
	{"stats", cli_stats},
	{"console", cli_console},
	{"hash-password", cli_hash_password},
};

/* ---- the command line ---- */

/* The exit status for an option that ends the program, or -1 to go on. */
static int read_options(int argc, char **argv, struct options *options)
{
	static const struct option table[] = {
		{"foreground", no_argument, NULL, 'f'},
		{"config", required_argument, NULL, 'c'},
		{"log-level", required_argument, NULL, 'l'},
		{"allow-root", no_argument, NULL, 'r'},
		{"version", no_argument, NULL, 'V'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "fc:h", table, NULL)) != -1) {
		switch (option) {
		case 'f':
			options->foreground = true;
			break;
		case 'c':
			options->config_path = optarg;
			break;
		case 'l':
			options->log_level = optarg;
			break;
		case 'r':
			options->allow_root = true;
			break;
		case 'V':
			puts("logios " LOGIOS_VERSION);
			return EXIT_OK;
		case 'h':
			fputs(usage, stdout);
			return EXIT_OK;
		default:
			fputs(usage, stderr);
			return EXIT_USAGE;
		}
	}
	if (optind == argc)
		return -1;
	fprintf(stderr, "logios: unknown command \"%s\"\n%s", argv[optind], usage);
	return EXIT_USAGE;
}

/* ---- running ---- */

static void on_hup(void *arg)
{
	job_rehash(arg);
}

static void on_term(void *arg)
{
	bot_quit(arg, "Shutting down");
}

/* After the log file was moved away. */
static void on_usr1(void *arg)
{
	struct bot *bot = arg;
	struct error err;

	if (!log_set_file(bot->log, bot->config->log_file, &err))
		log_error(bot->log, "the log goes on where it was: %s", err.text);
	status_log(bot);
}

static void on_usr2(void *arg)
{
	status_toggle_debug(arg);
}

/* Secrets are in memory: no core dump; and whatever is written is not for everybody. */
static void harden(void)
{
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	umask(027);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGALRM, SIG_IGN);
	signal(SIGUSR1, SIG_IGN); /* until the bot listens to these two */
	signal(SIGUSR2, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like a full disk */
}

static enum exit_status set_up_log(
	struct log *log, const struct options *options, const struct config *config)
{
	enum log_level level = config->log_level;
	struct error err;

	if (options->log_level != NULL && !log_level_parse(options->log_level, &level)) {
		fputs("logios: --log-level is error, warning, info or debug\n", stderr);
		return EXIT_USAGE;
	}
	log_set_level(log, level);
	if (log_set_file(log, config->log_file, &err))
		return EXIT_OK;
	fprintf(stderr, "logios: %s\n", err.text);
	return EXIT_SYSTEM;
}

/* Log what is probably a mistake around the configuration. */
static void log_warnings(struct log *log, const struct config *config)
{
	struct strbuf warnings = STRBUF_INIT;

	surroundings_warn(config, &warnings);
	for (char *line = strtok(warnings.text, "\n"); line != NULL; line = strtok(NULL, "\n"))
		log_warning(log, "%s", line);
	strbuf_release(&warnings);
}

/* STORE is new: if there are copies of another one beside it, that may be missed. */
static void miss_another(struct log *log, const struct store *store)
{
	char *copy = backups_latest(store);

	if (copy != NULL)
		log_warning(log,
			"%s was not there, or empty: a new one is begun, though there are backups. "
			"To go on with the latest, end the bot and run: logios restore %s",
			store_path(store), copy);
	free(copy);
}

static struct store *open_store(struct loop *loop, struct log *log, const struct config *config)
{
	char *path = mem_printf("%s/" STORE_NAME, config->state_dir);
	struct error err;
	struct store *store = store_open(loop, log, path, &err);

	if (store == NULL) {
		log_error(log, "cannot start without a store: %s", err.text);
		if (config->log_file[0] != '\0')
			fprintf(stderr, "logios: %s\n", err.text);
	} else if (store_is_new(store)) {
		miss_another(log, store);
	}
	free(path);
	return store;
}

/* Once we are in the background nobody reads what is wrong: see it before. */
static bool store_is_fine(struct log *log, const struct config *config)
{
	struct loop *loop = loop_new_scripted();
	struct store *store = open_store(loop, log, config);
	bool fine = store != NULL;

	store_close(store);
	loop_free(loop);
	return fine;
}

static bool become_daemon(
	struct log *log, const struct options *options, const struct config *config)
{
	/* The working directory stays: paths in the configuration may be relative to it. */
	if (options->foreground || getenv("NOTIFY_SOCKET") != NULL)
		return true;
	if (!store_is_fine(log, config))
		return false;
	if (config->log_file[0] == '\0')
		fputs("logios: no log_file is set: nothing will be logged in the background\n",
			stderr);
	if (daemon(1, 0) == 0)
		return true;
	perror("logios: cannot become a daemon");
	return false;
}

static void run_bot(struct loop *loop, struct log *log, struct store *store, struct config *config,
	bool keep_log_level)
{
	struct rng *rng = rng_new_plain();
	struct bot *bot = bot_new(loop, log, rng, store, config, NULL);

	bot->keep_log_level = keep_log_level;
	bot->first_log_level = log_level(log);
	loop_on_signal(loop, SIGHUP, on_hup, bot);
	loop_on_signal(loop, SIGTERM, on_term, bot);
	loop_on_signal(loop, SIGINT, on_term, bot);
	loop_on_signal(loop, SIGQUIT, on_term, bot);
	loop_on_signal(loop, SIGUSR1, on_usr1, bot);
	loop_on_signal(loop, SIGUSR2, on_usr2, bot);
	bot_start(bot);
	notify_manager("READY=1");
	loop_run(loop);
	bot_free(bot);
	rng_free(rng);
}

static enum exit_status serve(struct log *log, struct config *config, bool keep_log_level)
{
	struct loop *loop = loop_new();
	struct store *store = open_store(loop, log, config);

	loop_set_log(log);
	log_warnings(log, config);
	if (store != NULL)
		run_bot(loop, log, store, config, keep_log_level);
	else
		config_free(config);
	loop_free(loop);
	loop_set_log(NULL);
	return store != NULL ? EXIT_OK : EXIT_SYSTEM;
}

static struct config *load_checked(const char *path)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config = config_load_whole(path, plugins_check_settings, &mistakes);

	fputs(mistakes.text, stderr);
	strbuf_release(&mistakes);
	return config;
}

/* Say when so many networks need more files than may be open. */
static void check_files(struct log *log, const struct config *config)
{
	unsigned long limit = descriptor_raise_limit();
	unsigned long needed = FILES + FILES_A_NETWORK * config->network_count;

	if (needed > limit)
		log_warning(log,
			"%zu networks need %lu open files, and only %lu are allowed: raise the "
			"limit (ulimit -n, LimitNOFILE=)",
			config->network_count, needed, limit);
}

/* Refuse to run as root, whose files would lock out the bot's own user for ever. Returns whether.
 */
static bool refuse_root(const struct options *options, const struct config *config)
{
	const struct passwd *owner = NULL;
	struct stat status;

	if (geteuid() != 0 || options->allow_root)
		return false;
	if (stat(config->state_dir, &status) == 0)
		owner = getpwuid(status.st_uid);
	fputs("logios: not as root: no other user could use what root's bot leaves behind.\n",
		stderr);
	if (owner != NULL && owner->pw_uid != 0)
		fprintf(stderr, "logios: %s belongs to %s: runuser -u %s -- logios …\n",
			config->state_dir, owner->pw_name, owner->pw_name);
	fputs("logios: with --allow-root it runs all the same.\n", stderr);
	return true;
}

static enum exit_status run(const struct options *options)
{
	struct config *config = load_checked(options->config_path);
	struct log *log;
	enum exit_status status;

	if (config == NULL)
		return EXIT_INPUT;
	if (refuse_root(options, config)) {
		config_free(config);
		return EXIT_USAGE;
	}
	log = log_new();
	status = set_up_log(log, options, config);
	if (status == EXIT_OK)
		log_info(log, "Logios " LOGIOS_VERSION " starts, with %s", options->config_path);
	check_files(log, config);
	harden();
	if (status == EXIT_OK && !become_daemon(log, options, config))
		status = EXIT_SYSTEM;
	if (status == EXIT_OK)
		status = serve(log, config, options->log_level != NULL);
	else
		config_free(config);
	log_free(log);
	return status;
}

int main(int argc, char **argv)
{
	struct options options = {.config_path = CLI_DEFAULT_CONFIG};
	int status;

	for (size_t i = 0; argc > 1 && i < sizeof subcommands / sizeof *subcommands; i++)
		if (strcmp(argv[1], subcommands[i].name) == 0)
			return subcommands[i].run(argc - 1, argv + 1);
	status = read_options(argc, argv, &options);
	return status >= 0 ? status : (int)run(&options);
}
