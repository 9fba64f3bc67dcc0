/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Know the log of changes that SQLite keeps beside a file (sqlite.org/wal.html) from another one.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/impl.h"

void store_wal_id(const char *path, char id[STORE_WAL_ID])
{
	char *name = mem_printf("%s-wal", path);
	struct statx status;

	id[0] = '\0';
	if (statx(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME, &status) == 0)
		snprintf(id, STORE_WAL_ID, "%llu-%lld.%u", (unsigned long long)status.stx_ino,
			status.stx_mask & STATX_BTIME ? (long long)status.stx_btime.tv_sec : 0LL,
			status.stx_mask & STATX_BTIME ? status.stx_btime.tv_nsec : 0U);
	free(name);
}

bool store_wal_is_begun(const char *path)
{
	/* sqlite.org/fileformat2.html#the_wal_header: the order of bytes is one of two */
	static const unsigned char magic[] = {0x37, 0x7f, 0x06};
	unsigned char found[sizeof magic + 1] = {0};
	char *name = mem_printf("%s-wal", path);
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool begun = fd >= 0 && read(fd, found, sizeof found) == (ssize_t)sizeof found &&
		     memcmp(found, magic, sizeof magic) == 0 && (found[3] | 1) == 0x83;

	if (fd >= 0)
		close(fd);
	free(name);
	return begun;
}
