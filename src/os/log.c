/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Write log lines, each put together in memory and written at once, so that lines of several
 * writers to one file do not mix. Text may come from strangers: what a terminal would obey is spelt
 * out. */
#include "os/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"

struct log {
	enum log_level level;
	int fd;       /* the file, or standard error */
	bool journal; /* standard error is read by systemd-journald, which adds the time */
};

static const struct {
	const char *name;
	int priority; /* syslog's number for it */
} levels[] = {
	[LOG_LEVEL_ERROR] = {.name = "error", .priority = 3},
	[LOG_LEVEL_WARNING] = {.name = "warning", .priority = 4},
	[LOG_LEVEL_INFO] = {.name = "info", .priority = 6},
	[LOG_LEVEL_DEBUG] = {.name = "debug", .priority = 7},
};

/* Return whether standard error is the stream that $JOURNAL_STREAM describes, as "device:inode". */
static bool stderr_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	struct stat status;
	char mine[64];

	if (stream == NULL || fstat(STDERR_FILENO, &status) != 0)
		return false;
	snprintf(mine, sizeof mine, "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
	return strcmp(stream, mine) == 0;
}

struct log *log_new(void)
{
	struct log *log = mem_zalloc(1, sizeof *log);

	log->level = LOG_LEVEL_INFO;
	log->fd = STDERR_FILENO;
	log->journal = stderr_is_journal();
	return log;
}

static void leave_file(struct log *log)
{
	if (log->fd != STDERR_FILENO)
		close(log->fd);
	log->fd = STDERR_FILENO;
}

void log_free(struct log *log)
{
	if (log == NULL)
		return;
	leave_file(log);
	free(log);
}

void log_set_level(struct log *log, enum log_level level)
{
	log->level = level;
}

static int open_file(const char *path, struct error *err)
{
	/* Not blocking, so that a pipe without a reader is an error and not a standstill. */
	int fd = open(path,
		O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK,
		0640);
	struct stat status;

	if (fd < 0) {
		error_set(err, "cannot open the log %s: %s", path,
			errno == ELOOP ? "it is a symbolic link" : strerror(errno));
		return -1;
	}
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return fd;
	close(fd);
	error_set(err, "cannot log to %s: it is no regular file", path);
	return -1;
}

enum log_level log_level(const struct log *log)
{
	return log->level;
}

bool log_set_file(struct log *log, const char *path, struct error *err)
{
	int fd = STDERR_FILENO;

	if (path != NULL && *path != '\0')
		fd = open_file(path, err);
	if (fd < 0)
		return false;
	leave_file(log);
	log->fd = fd;
	return true;
}

bool log_level_parse(const char *name, enum log_level *level)
{
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		if (strcmp(levels[i].name, name) == 0) {
			*level = (enum log_level)i;
			return true;
		}
	return false;
}

/* Append NOW as local time, as in 2016-05-04T18:30:00+02:00; Z where local time is UTC. */
static void add_time(struct strbuf *line, time_t now)
{
	struct tm local;
	char text[40];
	long minutes;

	if (localtime_r(&now, &local) == NULL)
		return;
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &local);
	strbuf_addstr(line, text);
	minutes = local.tm_gmtoff / 60;
	if (minutes == 0)
		strbuf_addch(line, 'Z');
	else
		strbuf_addf(line, "%c%02ld:%02ld", minutes < 0 ? '-' : '+', labs(minutes) / 60,
			labs(minutes) % 60);
	strbuf_addch(line, ' ');
}

/* Return whether the character of SIZE bytes at TEXT is to be shown as it is: no ill-formed byte,
 * and no control character, of which U+0080 to U+009F are some too. */
static bool is_printable(const char *text, size_t size)
{
	const unsigned char *bytes = (const unsigned char *)text;

	if (size == 1)
		return bytes[0] >= ' ' && bytes[0] != 0x7f;
	return size > 2 || (size == 2 && (bytes[0] != 0xc2 || bytes[1] >= 0xa0));
}

static void add_clean(struct strbuf *line, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t size = utf8_size(text + at, len - at);
		if (is_printable(text + at, size)) {
			strbuf_add(line, text + at, size);
			at += size;
		} else {
			strbuf_addf(line, "\\x%02X", (unsigned char)text[at]);
			at++;
			/* The tail of a control character comes next, and is ill-formed by
			 * itself. */
		}
	}
}

/* Write all of TEXT. What cannot be written is lost: there is no place left to complain. */
static void write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t done = write(fd, text, len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		text += done;
		len -= (size_t)done;
	}
}

void log_write(struct log *log, enum log_level level, const char *format, ...)
{
	struct strbuf line = STRBUF_INIT;
	va_list values;
	char *text;

	if (log == NULL || level > log->level)
		return;
	va_start(values, format);
	text = mem_vprintf(format, values);
	va_end(values);
	if (log->journal && log->fd == STDERR_FILENO)
		strbuf_addf(&line, "<%d>", levels[level].priority);
	else
		add_time(&line, time(NULL));
	strbuf_addf(&line, "%s: ", levels[level].name);
	add_clean(&line, text, strlen(text));
	strbuf_addch(&line, '\n');
	write_all(log->fd, line.text, line.len);
	strbuf_release(&line);
	free(text);
}
