/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_BACKUP_H
#define LOGIOS_BACKUP_H

#include <stddef.h>

struct store;

/* !backup: a copy of the store beside it, in backup/logios-TIME.db; the latest BACKUPS_KEPT of them
 * stay. */
#define BACKUPS_KEPT 7

/* Remove all but the latest KEEP of the copies in FOLDER (logios-*.db): how many went, -1 when it
 * cannot be read. */
int backups_prune(const char *folder, size_t keep);

/* Return the path of the latest copy beside STORE, or NULL. The caller frees it. */
char *backups_latest(const struct store *store);

#endif
