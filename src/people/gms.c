/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keep the game masters in the store, and in memory since every line in a channel asks for them;
 * read them again when the store has lost a change. */
#include "people/gms.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "os/log.h"
#include "store/store.h"

struct gms {
	struct store *store;
	struct log *log;
	struct gm *rows;
	size_t count;
};

static const char read_sql[] = "SELECT network, channel, nick, host, account FROM gm";
static const char set_sql[] =
	"INSERT OR REPLACE INTO gm (network, channel, nick, host, account) VALUES (?, ?, ?, ?, ?)";
static const char clear_sql[] = "DELETE FROM gm WHERE network = ? AND channel = ?";

static void release(const struct gm *gm)
{
	const char *texts[] = {gm->network, gm->channel, gm->nick, gm->host, gm->account};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free((void *)(uintptr_t)texts[i]);
}

static struct gm copy(const struct gm *gm)
{
	return (struct gm){mem_strdup(gm->network), mem_strdup(gm->channel), mem_strdup(gm->nick),
		mem_strdup(gm->host), mem_strdup(gm->account), gm->gone_ms};
}

static void add(struct gms *gms, const struct gm *gm)
{
	gms->rows = mem_resize(gms->rows, gms->count + 1, sizeof *gms->rows);
	gms->rows[gms->count++] = copy(gm);
}

static void clear(struct gms *gms)
{
	while (gms->count > 0)
		release(&gms->rows[--gms->count]);
}

static void read_rows(void *arg)
{
	struct gms *gms = arg;
	struct store_query *query = store_query(gms->store, read_sql, "");
	struct error err;

	clear(gms);
	while (gms->count < GMS_MAX && store_next(query))
		add(gms, &(struct gm){store_text(query, 0), store_text(query, 1),
				 store_text(query, 2), store_text(query, 3), store_text(query, 4),
				 0});
	if (!store_done(query, &err))
		log_error(gms->log, "cannot read who is game master: %s", err.text);
}

struct gms *gms_new(struct store *store, struct log *log)
{
	struct gms *gms = mem_zalloc(1, sizeof *gms);

	gms->store = store;
	gms->log = log;
	read_rows(gms);
	store_on_loss(store, read_rows, gms);
	return gms;
}

void gms_free(struct gms *gms)
{
	if (gms == NULL)
		return;
	store_no_loss(gms->store, gms);
	clear(gms);
	free(gms->rows);
	free(gms);
}

static struct gm *find(const struct gms *gms, const char *network, const char *channel)
{
	for (size_t i = 0; i < gms->count; i++)
		if (strcmp(gms->rows[i].network, network) == 0 &&
			strcmp(gms->rows[i].channel, channel) == 0)
			return &gms->rows[i];
	return NULL;
}

const struct gm *gms_find(const struct gms *gms, const char *network, const char *channel)
{
	return find(gms, network, channel);
}

bool gm_is(const struct gm *gm, enum casemap map, const char *nick, const char *host,
	const char *account)
{
	if (gm->account[0] != '\0')
		return account != NULL && casemap_equal(map, account, gm->account);
	return host != NULL && strcmp(host, gm->host) == 0 && casemap_equal(map, nick, gm->nick);
}

static bool write(struct gms *gms, const struct gm *gm, struct error *err)
{
	return store_run(gms->store, err, set_sql, "sssss", gm->network, gm->channel, gm->nick,
		gm->host, gm->account);
}

bool gms_set(struct gms *gms, const struct gm *gm, struct error *err)
{
	struct gm *row = find(gms, gm->network, gm->channel);
	struct gm old;

	if (row == NULL && gms->count == GMS_MAX)
		return error_set(err, "There are %d game masters already.", GMS_MAX);
	if (!write(gms, gm, err))
		return false;
	if (row == NULL) {
		add(gms, gm);
		return true;
	}
	old = *row;
	*row = copy(gm);
	release(&old);
	return true;
}

bool gms_clear(struct gms *gms, const char *network, const char *channel, struct error *err)
{
	struct gm *row = find(gms, network, channel);

	if (!store_run(gms->store, err, clear_sql, "ss", network, channel))
		return false;
	if (row != NULL) {
		release(row);
		*row = gms->rows[--gms->count];
	}
	return true;
}

/* ---- connections ---- */

/* Return the first row from *AT on whose GM is WHO, without an account, and move *AT past it; NULL
 * after the last. */
static struct gm *next_of(const struct gms *gms, const struct gm_person *who, size_t *at)
{
	while (*at < gms->count) {
		struct gm *row = &gms->rows[(*at)++];
		if (row->account[0] == '\0' && strcmp(row->network, who->network) == 0 &&
			gm_is(row, who->casemap, who->nick, who->host, NULL))
			return row;
	}
	return NULL;
}

/* Write down that ROW's GM goes by NICK and HOST now. */
static void rename_row(struct gms *gms, const struct gm *row, const char *nick, const char *host)
{
	struct gm named = *row;
	struct error err;

	named.nick = nick;
	named.host = host;
	if (!gms_set(gms, &named, &err))
		log_warning(gms->log, "cannot write the new name of a game master: %s", err.text);
}

/* Take the row at AT out. False, and it stays, when the store refuses. */
static bool drop(struct gms *gms, size_t at)
{
	const struct gm *row = &gms->rows[at];
	struct error err;

	if (gms_clear(gms, row->network, row->channel, &err))
		return true;
	log_warning(gms->log, "cannot forget a game master: %s", err.text);
	return false;
}

void gms_quit(struct gms *gms, const struct gm_person *who)
{
	size_t at = 0;

	while (next_of(gms, who, &at) != NULL)
		if (drop(gms, at - 1))
			at--; /* another row has taken its place */
}

/* Take out the rows of WHO, as whom somebody else is seen now, that wait for WHO to come back. */
static void take_lost(struct gms *gms, const struct gm_person *who)
{
	const struct gm *row;
	size_t at = 0;

	while ((row = next_of(gms, who, &at)) != NULL)
		if (row->gone_ms != 0 && drop(gms, at - 1))
			at--;
}

void gms_renamed(struct gms *gms, const struct gm_person *who, const char *now)
{
	struct gm_person before = *who;
	const struct gm *row;
	size_t at = 0;

	before.nick = now;
	if (!casemap_equal(who->casemap, who->nick, now))
		take_lost(gms, &before);
	while ((row = next_of(gms, who, &at)) != NULL)
		rename_row(gms, row, now, row->host);
}

void gms_rehosted(struct gms *gms, const struct gm_person *who, const char *now)
{
	const struct gm *row;
	size_t at = 0;

	while ((row = next_of(gms, who, &at)) != NULL)
		rename_row(gms, row, row->nick, now);
}

void gms_lost(struct gms *gms, const struct gm_person *who, int64_t now_ms)
{
	struct gm *row;
	size_t at = 0;

	while ((row = next_of(gms, who, &at)) != NULL)
		row->gone_ms = now_ms > 0 ? now_ms : 1;
}

void gms_missed(struct gms *gms, const char *network, const char *channel, int64_t now_ms)
{
	struct gm *row = find(gms, network, channel);

	if (row != NULL && row->account[0] == '\0' && row->gone_ms == 0)
		row->gone_ms = now_ms > 0 ? now_ms : 1;
}

/* Return whether ROW's GM was waited for long enough. */
static bool is_over(const struct gm *row, int64_t now_ms)
{
	return row->gone_ms != 0 && now_ms - row->gone_ms > GMS_AWAY_MS;
}

void gms_back(struct gms *gms, const struct gm_person *who, int64_t now_ms)
{
	struct gm *row;
	size_t at = 0;

	while ((row = next_of(gms, who, &at)) != NULL)
		if (!is_over(row, now_ms))
			row->gone_ms = 0;
		else if (drop(gms, at - 1))
			at--;
}

void gms_expire(
	struct gms *gms, int64_t now_ms, bool (*sees)(void *arg, const struct gm *gm), void *arg)
{
	for (size_t i = gms->count; i-- > 0;) {
		struct gm *row = &gms->rows[i];
		if (!is_over(row, now_ms))
			continue;
		if (sees(arg, row))
			row->gone_ms = 0;
		else
			drop(gms, i);
	}
}
