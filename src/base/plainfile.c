/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read files of text, whole and line by line. */
#include "base/plainfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"

static int open_plain(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat status;

	if (fd < 0 || (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

/* Append up to MOST bytes from FD. */
static bool read_all(int fd, size_t most, struct strbuf *text)
{
	char part[4096];

	while (most > 0) {
		ssize_t got = read(fd, part, most < sizeof part ? most : sizeof part);
		if (got == 0)
			return true;
		if (got < 0 && errno != EINTR)
			return false;
		if (got > 0) {
			strbuf_add(text, part, (size_t)got);
			most -= (size_t)got;
		}
	}
	return true;
}

bool plainfile_read(const char *path, size_t most, struct strbuf *text)
{
	int fd = open_plain(path), why;
	bool fine = fd >= 0 && read_all(fd, most + 1, text);

	if (fd >= 0) {
		why = errno;
		close(fd);
		errno = why;
	}
	return fine;
}

const char *plainfile_line(const char **at, const char *end, size_t *len)
{
	const char *line = *at, *newline;

	if (line >= end)
		return NULL;
	newline = memchr(line, '\n', (size_t)(end - line));
	*len = (size_t)((newline != NULL ? newline : end) - line);
	*at = newline != NULL ? newline + 1 : end;
	return line;
}

const char *plainfile_begin(const char *text, size_t len)
{
	return len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
}

bool plainfile_named(const char *name, const char *suffix)
{
	size_t len = strlen(name), ending = strlen(suffix);

	return name[0] != '.' && len > ending && strcmp(name + len - ending, suffix) == 0;
}
