/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Give pages of the file that hold nothing back to the system, some at a time. */
#include "store/impl.h"

/* Return how many pages of the file hold nothing; 0 when that is not known. */
static int64_t count_free(struct store *store)
{
	struct store_query *query = store_query(store, "PRAGMA freelist_count", "");
	int64_t count = store_next(query) ? store_int(query, 0) : 0;

	return store_done(query, NULL) ? count : 0;
}

bool store_shrink(struct store *store)
{
	int64_t before;

	if (store_pending(store))
		return true;
	before = count_free(store);
	/* A file that was made before they could shrink stays as it is. */
	return before > 0 && store_step(store, "PRAGMA incremental_vacuum(64)", NULL) &&
	       count_free(store) < before;
}
