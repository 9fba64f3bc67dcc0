/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make the tables, in steps from one version of the schema to the next (PRAGMA user_version). A
 * step that has been released is never changed: what is wrong with it, another mends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/impl.h"

static const char *const steps[] = {
	/* 1: what plugins keep, by the place it belongs to */
	"CREATE TABLE plugin_data ("
	" plugin TEXT NOT NULL, place TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,"
	" changed INTEGER NOT NULL DEFAULT (unixepoch()),"
	" PRIMARY KEY (plugin, place, key)) WITHOUT ROWID, STRICT;"
	/* the channels that somebody with the right to do so has asked us into */
	"CREATE TABLE wanted_channel ("
	" network TEXT NOT NULL, channel TEXT NOT NULL, key TEXT,"
	" PRIMARY KEY (network, channel)) WITHOUT ROWID, STRICT;",
	/* 2: who is not to be heard */
	"CREATE TABLE ignored ("
	" id INTEGER PRIMARY KEY, network TEXT NOT NULL, channel TEXT, mask TEXT NOT NULL,"
	" maker TEXT NOT NULL, reason TEXT NOT NULL, since INTEGER NOT NULL,"
	" until INTEGER NOT NULL, automatic INTEGER NOT NULL) STRICT;",
	/* 3: fair rolls: places, their epochs with seeds, and all that happened in them
	 * (fair/impl.h), with the last event that was said for sure */
	"CREATE TABLE fair_place ("
	" id INTEGER PRIMARY KEY, network TEXT NOT NULL, place TEXT NOT NULL, salt TEXT NOT NULL,"
	" UNIQUE (network, place)) STRICT;"
	"CREATE TABLE fair_epoch ("
	" place INTEGER NOT NULL REFERENCES fair_place, epoch INTEGER NOT NULL, seed BLOB NOT NULL,"
	" commitment TEXT NOT NULL, salt TEXT NOT NULL, opened INTEGER NOT NULL, revealed INTEGER,"
	" PRIMARY KEY (place, epoch)) WITHOUT ROWID, STRICT;"
	"CREATE TABLE fair_event ("
	" id INTEGER PRIMARY KEY, place INTEGER NOT NULL, epoch INTEGER NOT NULL, number INTEGER,"
	" kind INTEGER NOT NULL, time INTEGER NOT NULL, nick TEXT, who TEXT, input TEXT, sides "
	"TEXT,"
	" faces TEXT, total REAL, error TEXT, said TEXT, ref INTEGER) STRICT;"
	"CREATE UNIQUE INDEX fair_number ON fair_event (place, epoch, number);"
	"CREATE TABLE fair_said (one INTEGER PRIMARY KEY CHECK (one = 1), event INTEGER NOT NULL) "
	"STRICT;",
	/* 4: game masters; and of each roll the command that asked for it */
	"CREATE TABLE gm ("
	" network TEXT NOT NULL, channel TEXT NOT NULL, nick TEXT NOT NULL, host TEXT NOT NULL,"
	" account TEXT NOT NULL, PRIMARY KEY (network, channel)) WITHOUT ROWID, STRICT;"
	"ALTER TABLE fair_event ADD COLUMN asked TEXT;",
	/* 5: servers that want to be met with TLS, until a time in seconds since 1970 */
	"CREATE TABLE sts_policy ("
	" host TEXT PRIMARY KEY, port INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID, "
	"STRICT;",
	/* 6: dice packed (base/packed.h) instead of two lists of numbers as text; what was called
	 * faces is left with the salts */
	"ALTER TABLE fair_event ADD COLUMN dice BLOB;"
	"UPDATE fair_event SET dice = pack_dice(sides, faces), faces = NULL WHERE kind IN (3, 4, "
	"6);"
	"ALTER TABLE fair_event DROP COLUMN sides;"
	"ALTER TABLE fair_event RENAME COLUMN faces TO salt;"
	/* who alone may show a hidden roll (request/roll.c), if not the game master */
	"ALTER TABLE fair_event ADD COLUMN keeper TEXT;"
	/* whose rolls they are is found without reading them */
	"DROP INDEX fair_number;"
	"CREATE UNIQUE INDEX fair_number ON fair_event (place, epoch, number, who);",
	/* 7: the second scheme of fair rolls (fair/impl.h): places with a history of events and
	 * their heads, epochs with secrets, one pair of keys. Open rolls of the first scheme stay
	 * for !last and !dicestats, as events below 0 */
	"DROP TABLE fair_epoch;"
	"DROP INDEX fair_number;"
	"ALTER TABLE fair_place RENAME TO old_place;"
	"ALTER TABLE fair_event RENAME TO old_event;"
	"CREATE TABLE fair_key (one INTEGER PRIMARY KEY CHECK (one = 1), seed BLOB NOT NULL) "
	"STRICT;"
	"CREATE TABLE fair_place ("
	" id INTEGER PRIMARY KEY, network TEXT NOT NULL, place TEXT NOT NULL, begun INTEGER,"
	" gone INTEGER, gone_head BLOB, UNIQUE (network, place)) STRICT;"
	"CREATE TABLE fair_epoch ("
	" id INTEGER PRIMARY KEY, place INTEGER NOT NULL REFERENCES fair_place,"
	" epoch INTEGER NOT NULL, first INTEGER NOT NULL, opened INTEGER NOT NULL,"
	" closed INTEGER, players INTEGER, mix BLOB, anchor BLOB NOT NULL, root BLOB NOT NULL,"
	" sealed BLOB NOT NULL, chain BLOB NOT NULL, UNIQUE (place, epoch)) STRICT;"
	"CREATE INDEX fair_pending ON fair_epoch (place) WHERE mix IS NULL;"
	"CREATE TABLE fair_event ("
	" id INTEGER PRIMARY KEY, place INTEGER NOT NULL, event INTEGER NOT NULL, kind INTEGER NOT "
	"NULL,"
	" time INTEGER NOT NULL, epoch INTEGER NOT NULL, number INTEGER, unsaid INTEGER,"
	" shown INTEGER, failed INTEGER, nick TEXT, who TEXT, roller TEXT, keeper TEXT,"
	" input TEXT, dice BLOB, total TEXT, said TEXT, asked TEXT, hash BLOB, head BLOB) STRICT;"
	/* whose rolls they are is found without reading them */
	"CREATE INDEX fair_order ON fair_event (place, event, kind, epoch, number, roller);"
	"CREATE INDEX fair_hidden ON fair_event (place, number) WHERE kind IN (8, 9);"
	"INSERT INTO fair_place (network, place) SELECT DISTINCT network, CASE WHEN place GLOB "
	"'*/open' THEN substr(place, 1, length(place) - 5) ELSE place END FROM old_place"
	" WHERE place NOT GLOB '*/hidden' AND place NOT GLOB '*/decks';"
	"INSERT INTO fair_event (id, place, event, kind, time, epoch, number, unsaid, nick, roller,"
	" keeper, input, dice, total, said, asked) SELECT e.id, n.id, e.id - (SELECT max(id) + 1 "
	"FROM "
	"old_event), CASE WHEN e.error IS NULL THEN 6 ELSE 7 END,"
	" e.time, 0, e.number, e.ref, e.nick, e.who, e.keeper, e.input, e.dice,"
	" coalesce(e.error, printf('%!.15g', e.total)), e.said, e.asked FROM old_event AS e"
	" JOIN old_place AS o ON o.id = e.place JOIN fair_place AS n ON n.network = o.network"
	" AND n.place = CASE WHEN o.place GLOB '*/open' THEN"
	" substr(o.place, 1, length(o.place) - 5) ELSE o.place END"
	" WHERE e.kind = 3 AND o.place NOT GLOB '*/hidden' AND o.place NOT GLOB '*/decks'"
	" ORDER BY e.id;"
	"DROP TABLE old_event;"
	"DROP TABLE old_place;",
};

int store_schema_version(void)
{
	return (int)(sizeof steps / sizeof *steps);
}

/* Return the number that SQL asks for, or -1. */
static int number_of(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	int version = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_ROW)
		version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return version;
}

static bool take_step(sqlite3 *db, int version, struct error *err)
{
	char last[80];

	/* What is a copy goes on being one. */
	snprintf(last, sizeof last, "PRAGMA user_version = %d; PRAGMA application_id = %d; COMMIT",
		version + 1,
		number_of(db, "PRAGMA application_id") == STORE_COPY_ID ? STORE_COPY_ID
									: STORE_APPLICATION_ID);
	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_exec(db, steps[version], NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_exec(db, last, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	store_trouble(db, err);
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

/* Bring DB to the schema TO. */
static bool migrate_to(sqlite3 *db, int to, struct error *err)
{
	int version = number_of(db, "PRAGMA user_version");

	if (version < 0 || !store_add_functions(db))
		return store_trouble(db, err);
	for (; version < to; version++)
		if (!take_step(db, version, err))
			return false;
	return true;
}

bool store_migrate(sqlite3 *db, struct error *err)
{
	return migrate_to(db, store_schema_version(), err);
}

/* ---- is it ours? ---- */

/* What there is but indices, a line each; those may be added by whoever reads the file. */
static const char describe_sql[] =
	"SELECT group_concat(line, char(10)) FROM (SELECT m.type || ' ' || m.name || ' ' ||"
	" coalesce(c.name || ' ' || c.type || ' ' || c.pk, '') AS line FROM sqlite_schema AS m"
	" LEFT JOIN pragma_table_info(m.name) AS c WHERE m.type <> 'index'"
	" AND m.name NOT LIKE 'sqlite%' ORDER BY line)";

/* Return the description of DB's schema, which the caller frees; NULL when it cannot be read. */
static char *describe(sqlite3 *db)
{
	sqlite3_stmt *statement = NULL;
	char *text = NULL;

	if (sqlite3_prepare_v2(db, describe_sql, -1, &statement, NULL) == SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_ROW) {
		const unsigned char *found = sqlite3_column_text(statement, 0);
		text = mem_strdup(found != NULL ? (const char *)found : "");
	}
	sqlite3_finalize(statement);
	return text;
}

bool store_schema_fits(sqlite3 *db, int version, struct error *err)
{
	char *wanted = NULL, *found = describe(db);
	sqlite3 *fresh = NULL;
	bool fits = false;

	if (found == NULL)
		store_trouble(db, err);
	else if (sqlite3_open(STORE_MEMORY, &fresh) != SQLITE_OK ||
		 !migrate_to(fresh, version, err) || (wanted = describe(fresh)) == NULL)
		store_trouble(fresh, err);
	else
		fits = strcmp(wanted, found) == 0 ||
		       error_set(err, "its tables are not those of schema %d", version);
	sqlite3_close(fresh);
	free(wanted);
	free(found);
	return fits;
}
