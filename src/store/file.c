/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make, lock and set aside the store's file. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/impl.h"

enum { NAMES_TRIED = 100 };

char *store_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup(".");
}

static bool make_folder(const char *path, struct error *err)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash != NULL && slash > path ? mem_strndup(path, (size_t)(slash - path))
						     : NULL;
	bool fine = folder == NULL || mkdir(folder, 0700) == 0 || errno == EEXIST;

	if (!fine)
		error_set(err, "The folder %s cannot be made: %s", folder, strerror(errno));
	free(folder);
	return fine;
}

static bool is_in_use(const char *path, struct error *err)
{
	return error_set(err,
		"Another Logios is using %s already. End it, or give this one another state_dir.",
		path);
}

/* Lock the file beside PATH, which outlives what is put in its place. */
static int lock_beside(const char *path, struct error *err)
{
	char *name = mem_printf("%s.lock", path);
	int lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (lock < 0) {
		error_set(err, "%s cannot be opened: %s", name, strerror(errno));
	} else if (flock(lock, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			is_in_use(path, err);
		else
			error_set(err, "%s cannot be locked: %s", name, strerror(errno));
		close(lock);
		lock = -1;
	}
	free(name);
	return lock;
}

/* Return whether PATH is a file, or a link (see make_file), or not there yet. ERR says what else it
 * is: SQLite would call it a disk error, or wait for it. */
static bool may_be_file(const char *path, struct error *err)
{
	static const struct {
		mode_t type;
		const char *name;
	} others[] = {{S_IFDIR, "a folder"}, {S_IFIFO, "a FIFO"}, {S_IFSOCK, "a socket"},
		{S_IFCHR, "a device"}, {S_IFBLK, "a device"}};
	struct stat status;

	if (lstat(path, &status) < 0)
		return true;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if ((status.st_mode & S_IFMT) == others[i].type)
			return error_set(err, "%s cannot be opened: it is %s, not a file", path,
				others[i].name);
	return true;
}

/* Open the file, and make it if it is missing. SQLite would make it for everybody's eyes; what it
 * makes beside it later gets the file's own mode. Returns a descriptor, or -1 and ERR. */
static int open_file(const char *path, struct error *err)
{
	int fd;

	if (!may_be_file(path, err))
		return -1;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		error_set(err, "%s cannot be opened for writing: %s", path,
			errno == ELOOP ? "it is a symbolic link" : strerror(errno));
	return fd;
}

bool store_is_at(int fd, const char *path)
{
	struct stat open_one, there;

	return fstat(fd, &open_one) == 0 && lstat(path, &there) == 0 &&
	       open_one.st_ino == there.st_ino && open_one.st_dev == there.st_dev;
}

/* Lock the file itself, which nobody can take away as they can the one beside it; where SQLite
 * locks nothing, and not as it does: those locks go with any descriptor that is closed. */
static bool lock_itself(int fd, const char *path, struct error *err)
{
	enum { BEHIND_ITS_OWN = 0x40000400 }; /* sqlite.org/fileformat2.html#the_lock_byte_page */
	struct flock bytes = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = BEHIND_ITS_OWN, .l_len = 1};

	if (fcntl(fd, F_OFD_SETLK, &bytes) < 0)
		return errno == EAGAIN || errno == EACCES
			       ? is_in_use(path, err)
			       : error_set(err, "%s cannot be locked: %s", path, strerror(errno));
	return store_is_at(fd, path) || error_set(err, "%s was replaced just now.", path);
}

bool store_lock(struct store_lock *lock, const char *path, struct error *err)
{
	lock->itself = -1;
	lock->beside = make_folder(path, err) ? lock_beside(path, err) : -1;
	if (lock->beside >= 0)
		lock->itself = open_file(path, err);
	if (lock->itself >= 0 && lock_itself(lock->itself, path, err))
		return true;
	store_unlock(lock);
	return false;
}

bool store_lock_again(struct store_lock *lock, const char *path, struct error *err)
{
	int beside = lock_beside(path, err);

	if (beside < 0)
		return false;
	close(lock->beside);
	lock->beside = beside;
	return true;
}

void store_unlock(struct store_lock *lock)
{
	if (lock->beside >= 0)
		close(lock->beside);
	if (lock->itself >= 0)
		close(lock->itself);
	*lock = STORE_NO_LOCK;
}

/* ---- setting aside ---- */

static bool move_part(const char *path, const char *to, const char *suffix)
{
	char *from = mem_printf("%s%s", path, suffix), *there = mem_printf("%s%s", to, suffix);
	bool moved = renameat2(AT_FDCWD, from, AT_FDCWD, there, RENAME_NOREPLACE) == 0 ||
		     (suffix[0] != '\0' && errno == ENOENT);

	if (!moved && errno == EINVAL) /* a file system that cannot promise; the name was free */
		moved = access(there, F_OK) != 0 && rename(from, there) == 0;
	free(from);
	free(there);
	return moved;
}

/* Move the file and its companions, itself last: if we are cut off before that, it is still found
 * damaged at the next start. */
static bool move_all(const char *path, const char *to)
{
	return move_part(path, to, "-wal") && move_part(path, to, "-shm") &&
	       move_part(path, to, "");
}

static bool is_free(const char *name)
{
	struct stat status;

	return lstat(name, &status) < 0 && errno == ENOENT;
}

bool store_set_aside(const char *path, const char *what, char *to, size_t size, struct error *err)
{
	time_t now = time(NULL);
	struct tm utc;
	char when[32];
	int len;

	gmtime_r(&now, &utc);
	strftime(when, sizeof when, "%Y%m%dT%H%M%SZ", &utc);
	len = snprintf(to, size, "%s.%s-%s", path, what, when);
	for (int i = 2; !is_free(to) && i < NAMES_TRIED; i++)
		len = snprintf(to, size, "%s.%s-%s-%d", path, what, when, i);
	if (len < 0 || (size_t)len >= size)
		return error_set(err, "%s is too long a name.", path);
	if (!move_all(path, to))
		return error_set(err, "%s cannot be moved to %s: %s", path, to, strerror(errno));
	return true;
}
