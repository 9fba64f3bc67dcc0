/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read a secret from a file of its own. */
#include "config/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "config/value.h"

enum { SECRET_ROOM = 8192 }; /* bytes of a first line; no row allows as many */

#define CREDENTIAL "credential:"

char *config_path_in(const char *folder, const char *path)
{
	return *path == '/' ? mem_strdup(path) : mem_printf("%s/%s", folder, path);
}

static bool is_credential(const char *source)
{
	return strncmp(source, CREDENTIAL, strlen(CREDENTIAL)) == 0;
}

/* Return the folder with the credentials of this process, or NULL. */
static const char *credentials(void)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	return folder != NULL && *folder == '/' ? folder : NULL;
}

static bool is_name(const char *name)
{
	return *name != '\0' && *name != '.' && strchr(name, '/') == NULL;
}

bool config_secret_is_away(const char *source, struct error *err)
{
	const char *name = source + strlen(CREDENTIAL);

	if (!is_credential(source) || !is_name(name) || credentials() != NULL)
		return false;
	error_set(err,
		"there is no credential '%s' ($CREDENTIALS_DIRECTORY is not set; see "
		"LoadCredential= in systemd.exec(5))",
		name);
	return true;
}

static char *credential_path(const char *source, struct error *err)
{
	const char *name = source + strlen(CREDENTIAL);

	if (config_secret_is_away(source, err))
		return NULL;
	if (is_name(name))
		return mem_printf("%s/%s", credentials(), name);
	error_set(err, "'%s' is no name of a credential", name);
	return NULL;
}

/* Return whether the open FD is a file that may hold a secret. */
static bool is_private(int fd, const char *path, struct error *err)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return error_set(err, "cannot read %s: %s", path, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return error_set(err, "%s is no regular file", path);
	if ((status.st_mode & S_IROTH) != 0)
		return error_set(err, "everybody can read %s (chmod o-r)", path);
	return true;
}

static bool is_clean(const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t size = utf8_size(text + at, len - at);
		if (size == 0 || (unsigned char)text[at] < ' ' || text[at] == 0x7f)
			return false;
		at += size;
	}
	return true;
}

/* Make the LEN bytes in TEXT, which has room for a terminator, their first line. */
static bool first_line(char *text, size_t len, const char *path, struct error *err)
{
	char *end = memchr(text, '\n', len);

	if (end == NULL && len == SECRET_ROOM)
		return error_set(err, "the first line of %s is too long", path);
	len = end != NULL ? (size_t)(end - text) : len;
	if (len > 0 && text[len - 1] == '\r')
		len--;
	text[len] = '\0';
	if (len == 0)
		return error_set(err, "the first line of %s is empty", path);
	if (!is_clean(text, len))
		return error_set(
			err, "the first line of %s is not UTF-8 without control bytes", path);
	return true;
}

static char *read_first_line(const char *path, struct error *err)
{
	/* Not to wait for the other end, should it be a pipe. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char text[SECRET_ROOM + 1];
	char *line = NULL;
	ssize_t len;

	if (fd < 0) {
		error_set(err, "cannot open %s: %s", path, strerror(errno));
		return NULL;
	}
	if (!is_private(fd, path, err))
		goto done;
	len = read(fd, text, SECRET_ROOM);
	if (len < 0)
		error_set(err, "cannot read %s: %s", path, strerror(errno));
	else if (first_line(text, (size_t)len, path, err))
		line = mem_strdup(text);
	explicit_bzero(text, sizeof text);
done:
	close(fd);
	return line;
}

char *config_secret_read(const char *folder, const char *source, struct error *err)
{
	char *path, *line;

	if (is_credential(source))
		path = credential_path(source, err);
	else
		path = config_path_in(folder, source);
	if (path == NULL)
		return NULL;
	line = read_first_line(path, err);
	free(path);
	return line;
}
