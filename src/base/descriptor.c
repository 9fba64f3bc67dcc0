/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of descriptors, and how many there may be. */
#include "base/descriptor.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <unistd.h>

enum { LIMIT_MOST = 65536 };

int descriptor_move_up(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, FD_SETSIZE);

	if (high < 0)
		return fd;
	close(fd);
	return high;
}

unsigned long descriptor_raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return FD_SETSIZE;
	if (limit.rlim_cur < LIMIT_MOST && limit.rlim_cur < limit.rlim_max) {
		struct rlimit more = limit;
		more.rlim_cur = limit.rlim_max < LIMIT_MOST ? limit.rlim_max : LIMIT_MOST;
		if (setrlimit(RLIMIT_NOFILE, &more) == 0)
			limit = more;
	}
	return (unsigned long)limit.rlim_cur;
}
