/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read files of text, whole and line by line. */
#include "base/plainfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"

/* Return as whom we run. A page has no users, and no files. */
static uid_t our_user(void)
{
#ifdef __wasi__
	return 0;
#else
	return geteuid();
#endif
}

/* Return whether PATH, if it is a symbolic link, leads to a file of STATUS that can be trusted as
 * much as the link. */
static bool leads_well(const char *path, const struct stat *status)
{
	struct stat link;

	if (lstat(path, &link) < 0 || !S_ISLNK(link.st_mode))
		return true;
	return (status->st_mode & S_IWOTH) == 0 &&
	       (status->st_uid == 0 || status->st_uid == our_user() ||
		       status->st_uid == link.st_uid);
}

static int open_plain(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat status;
	bool plain;

	if (fd < 0)
		return fd;
	plain = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	if (plain && leads_well(path, &status))
		return fd;
	close(fd);
	errno = plain ? ELOOP : EINVAL;
	return -1;
}

const char *plainfile_trouble(int why)
{
	if (why == EINVAL)
		return "it is no plain file";
	return why == ELOOP ? "it is a symbolic link to a file that others may write"
			    : strerror(why);
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
