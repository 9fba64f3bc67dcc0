/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TESTS_FAULT_VFS_H
#define LOGIOS_TESTS_FAULT_VFS_H

/* A file layer for SQLite that fails where the test wants: over the real one, registered as the
 * default. Flushes are only counted, not made. */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

enum fault_kind { FAULT_EIO, FAULT_FULL, FAULT_SHORT, FAULT_SYNC, FAULT_KINDS };

struct fault_plan {
	bool armed;
	enum fault_kind kind;
	int at;       /* the call that fails, from 1 */
	bool lasting; /* and all after it */
	int calls;    /* of that kind so far */
	int failed;
};

static struct fault_plan fault;

struct fault_file {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
};

/* Whether this call, to write or else to flush or cut, fails. */
static inline bool fault_strikes(bool writes)
{
	bool strikes;

	if (!fault.armed || writes != (fault.kind != FAULT_SYNC))
		return false;
	fault.calls++;
	strikes = fault.calls == fault.at || (fault.lasting && fault.calls > fault.at);
	fault.failed += strikes;
	return strikes;
}

static inline sqlite3_file *fault_real(sqlite3_file *file)
{
	return ((struct fault_file *)file)->real;
}

static int fault_close(sqlite3_file *file)
{
	return fault_real(file)->pMethods->xClose(fault_real(file));
}

static int fault_read(sqlite3_file *file, void *out, int len, sqlite3_int64 at)
{
	return fault_real(file)->pMethods->xRead(fault_real(file), out, len, at);
}

static int fault_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	sqlite3_file *real = fault_real(file);

	if (!fault_strikes(true))
		return real->pMethods->xWrite(real, bytes, len, at);
	if (fault.kind == FAULT_SHORT)
		real->pMethods->xWrite(real, bytes, len / 2, at);
	return fault.kind == FAULT_EIO ? SQLITE_IOERR_WRITE : SQLITE_FULL;
}

static int fault_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (fault_strikes(false))
		return SQLITE_IOERR_TRUNCATE;
	return fault_real(file)->pMethods->xTruncate(fault_real(file), size);
}

static int fault_sync(sqlite3_file *file, int flags)
{
	(void)file, (void)flags;
	return fault_strikes(false) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int fault_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return fault_real(file)->pMethods->xFileSize(fault_real(file), size);
}

static int fault_lock(sqlite3_file *file, int level)
{
	return fault_real(file)->pMethods->xLock(fault_real(file), level);
}

static int fault_unlock(sqlite3_file *file, int level)
{
	return fault_real(file)->pMethods->xUnlock(fault_real(file), level);
}

static int fault_check_lock(sqlite3_file *file, int *out)
{
	return fault_real(file)->pMethods->xCheckReservedLock(fault_real(file), out);
}

static int fault_control(sqlite3_file *file, int op, void *arg)
{
	return fault_real(file)->pMethods->xFileControl(fault_real(file), op, arg);
}

static int fault_sector(sqlite3_file *file)
{
	return fault_real(file)->pMethods->xSectorSize(fault_real(file));
}

static int fault_traits(sqlite3_file *file)
{
	return fault_real(file)->pMethods->xDeviceCharacteristics(fault_real(file));
}

static int fault_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	return fault_real(file)->pMethods->xShmMap(fault_real(file), page, size, extend, out);
}

static int fault_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return fault_real(file)->pMethods->xShmLock(fault_real(file), offset, n, flags);
}

static void fault_shm_barrier(sqlite3_file *file)
{
	fault_real(file)->pMethods->xShmBarrier(fault_real(file));
}

static int fault_shm_unmap(sqlite3_file *file, int remove)
{
	return fault_real(file)->pMethods->xShmUnmap(fault_real(file), remove);
}

static const sqlite3_io_methods fault_methods = {
	.iVersion = 2,
	.xClose = fault_close,
	.xRead = fault_read,
	.xWrite = fault_write,
	.xTruncate = fault_truncate,
	.xSync = fault_sync,
	.xFileSize = fault_size,
	.xLock = fault_lock,
	.xUnlock = fault_unlock,
	.xCheckReservedLock = fault_check_lock,
	.xFileControl = fault_control,
	.xSectorSize = fault_sector,
	.xDeviceCharacteristics = fault_traits,
	.xShmMap = fault_shm_map,
	.xShmLock = fault_shm_lock,
	.xShmBarrier = fault_shm_barrier,
	.xShmUnmap = fault_shm_unmap,
};

static int fault_open(
	sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	struct fault_file *own = (struct fault_file *)file;
	sqlite3_vfs *under = vfs->pAppData;
	int code;

	own->real = (sqlite3_file *)(own + 1);
	code = under->xOpen(under, name, own->real, flags, out_flags);
	file->pMethods = code == SQLITE_OK ? &fault_methods : NULL;
	return code;
}

/* From now on every connection goes through it. */
static inline void fault_install(void)
{
	static sqlite3_vfs vfs;
	sqlite3_vfs *under = sqlite3_vfs_find(NULL);

	vfs = *under;
	vfs.zName = "fault";
	vfs.pAppData = under;
	vfs.szOsFile = (int)sizeof(struct fault_file) + under->szOsFile;
	vfs.xOpen = fault_open;
	sqlite3_vfs_register(&vfs, 1);
}

#endif
