/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Put a copy in the place of the store: check it, copy it whole beside the store, set the present
 * one aside, and only then give it the name. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/impl.h"

/* The store that is to be replaced. */
struct present {
	const char *path;
	bool there; /* a file with something in it */
	uid_t owner;
	gid_t group;
	struct store_lock lock;
	char *aside; /* gets the name that it has afterwards, or "" when nothing was there */
	size_t size; /* of that */
};

/* Look at what is there, or else at its folder, which must be. */
static bool look(struct present *present, struct error *err)
{
	const char *path = present->path;
	char *folder = store_folder(path);
	struct stat status;
	bool known = lstat(path, &status) == 0;

	present->there = known && status.st_size > 0;
	if (!known)
		known = stat(folder, &status) == 0 ||
			error_set(err, "%s cannot be used: %s", folder, strerror(errno));
	else if (!S_ISREG(status.st_mode))
		known = error_set(err, "%s is no regular file.", path);
	present->owner = status.st_uid;
	present->group = status.st_gid;
	free(folder);
	return known;
}

/* Give PART and the lock to whom the store belongs; only root can, and has to. */
static bool give_to_owner(const struct present *present, const char *part, struct error *err)
{
	if (geteuid() != 0 || (fchown(present->lock.beside, present->owner, present->group) == 0 &&
				      lchown(part, present->owner, present->group) == 0))
		return true;
	return error_set(err, "The owner of %s cannot be set: %s", part, strerror(errno));
}

/* Move what is there out of the way. */
static bool make_way(const struct present *present, struct error *err)
{
	present->aside[0] = '\0';
	if (present->there)
		return store_set_aside(
			present->path, "replaced", present->aside, present->size, err);
	return unlink(present->path) == 0 || errno == ENOENT ||
	       error_set(err, "%s cannot be replaced: %s", present->path, strerror(errno));
}

/* Do it, with the store locked. */
static bool replace(sqlite3 *from, const struct present *present, struct error *err)
{
	struct store_copy *copy = store_copy_new(from, present->path, err);
	bool fine;

	if (copy == NULL)
		return false;
	fine = store_copy_take_all(copy, err) &&
	       give_to_owner(present, store_copy_part(copy), err) && make_way(present, err) &&
	       store_copy_complete(copy, err);
	store_copy_free(copy);
	return fine;
}

bool store_restore_file(
	const char *copy, const char *path, char *aside, size_t size, struct error *err)
{
	struct present present = {
		.path = path, .lock = STORE_NO_LOCK, .aside = aside, .size = size};
	sqlite3 *db = store_open_copy(copy, err);
	bool fine = db != NULL && look(&present, err);

	fine = fine && store_lock(&present.lock, path, err) && replace(db, &present, err);
	store_unlock(&present.lock);
	sqlite3_close(db);
	return fine;
}
