/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a system's file line by line: sections, keys with values, comments. Keys are rows in
 * keys.c. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "dice/systems/impl.h"

void system_free(struct system *system)
{
	struct arena arena;

	if (system == NULL)
		return;
	arena = system->arena; /* the system itself lies in it */
	arena_release(&arena);
}

static char *trim(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r", text[len - 1]) != NULL)
		len--;
	text[len] = '\0';
	return text;
}

/* Begin a case, which takes over what stands above it in [system]. */
static bool begin_case(struct system_reader *reader, const char *condition)
{
	struct system *system = reader->system;
	struct system_scope known = {.system = system};
	struct rule_scene scene = system_scene(&known);
	struct system_case *own = system->cases[system->case_count - 1], *added;

	if (system->case_count == SYSTEM_MAX_CASES)
		return error_set(reader->err, "a system may have %d cases", SYSTEM_MAX_CASES);
	added = arena_alloc(&system->arena, sizeof *added);
	*added = *own;
	added->own = 0;
	added->own_lets = 0;
	added->line = reader->line;
	added->when = rule_read(condition, strlen(condition), &scene, &system->arena, reader->err);
	system->cases[system->case_count - 1] = added; /* the one for all the rest stays last */
	system->cases[system->case_count++] = own;
	reader->scope = added;
	return added->when != NULL;
}

static bool begin_table(struct system_reader *reader, const char *name)
{
	struct system *system = reader->system;

	if (system->table_count == SYSTEM_MAX_TABLES)
		return error_set(reader->err, "a system may have %d tables", SYSTEM_MAX_TABLES);
	reader->table = &system->tables[system->table_count++];
	reader->table->name = name;
	reader->table->rows = arena_zalloc(
		&system->arena, SYSTEM_MAX_ROWS, sizeof *reader->table->rows);
	return true;
}

static bool read_section(struct system_reader *reader, char *line)
{
	char *end = strrchr(line, ']'), *name, *rest;
	size_t len;

	if (end == NULL || end[1] != '\0')
		return error_set(reader->err, "a section ends with ]");
	*end = '\0';
	name = trim(line + 1);
	len = strcspn(name, " \t");
	rest = trim(name + len);
	name[len] = '\0';
	reader->table = NULL;
	reader->again = NULL;
	reader->scope = reader->system->cases[reader->system->case_count - 1];
	if (strcmp(name, "system") == 0 && *rest == '\0')
		return true;
	if (strcmp(name, "case") == 0 && *rest != '\0')
		return begin_case(reader, rest);
	if (strcmp(name, "table") == 0 && *rest != '\0')
		return begin_table(reader, rest);
	if (strcmp(name, "again") == 0 && *rest != '\0')
		return system_begin_again(reader, rest);
	return error_set(reader->err,
		"sections are [system], [case CONDITION], [table NAME] and [again NAME], not "
		"[%.20s]",
		name);
}

static bool read_row(struct system_reader *reader, const char *key, const char *value)
{
	char *end;
	long row = strtol(key, &end, 10);

	if (*end != '\0' || end == key || row < 0 || row >= SYSTEM_MAX_ROWS)
		return error_set(reader->err, "the rows of a table are numbered 0 to %d",
			SYSTEM_MAX_ROWS - 1);
	if (reader->table->rows[row] != NULL)
		return error_set(reader->err, "there is a row %ld already", row);
	reader->table->rows[row] = value;
	return true;
}

static bool read_line(struct system_reader *reader, char *line)
{
	char *equals, *key, *value;

	line = trim(line);
	if (*line == '\0' || *line == '#' || *line == ';')
		return true;
	if (*line == '[')
		return read_section(reader, line);
	equals = strchr(line, '=');
	if (equals == NULL)
		return error_set(reader->err, "neither a [section] nor `key = value`");
	*equals = '\0';
	key = trim(line);
	value = trim(equals + 1);
	if (reader->table != NULL)
		return read_row(reader, key, value);
	return reader->again != NULL ? system_set_again(reader, key, value)
				     : system_set(reader, key, value);
}

static bool read_lines(struct system_reader *reader, char *text)
{
	for (char *next; text != NULL; text = next) {
		next = strchr(text, '\n');
		if (next != NULL)
			*next++ = '\0';
		reader->line += next != NULL || *text != '\0';
		if (strlen(text) > SYSTEM_MAX_LINE)
			return error_set(reader->err, "a line may have %d bytes", SYSTEM_MAX_LINE);
		if (!read_line(reader, text))
			return false;
	}
	return true;
}

static struct system *new_system(const char *path)
{
	struct arena arena = ARENA_INIT;
	struct system *system = arena_zalloc(&arena, 1, sizeof *system);

	system->arena = arena;
	system->path = arena_strdup(&system->arena, path);
	system->case_count = 1;
	system->cases[0] = arena_zalloc(&system->arena, 1, sizeof *system->cases[0]);
	return system;
}

static bool is_text(const char *text, size_t len)
{
	for (size_t at = 0, size; at < len; at += size) {
		size = utf8_size(text + at, len - at);
		if (size == 0 || text[at] == '\0')
			return false;
	}
	return true;
}

struct system *system_read(const char *path, const char *text, size_t len, struct strbuf *mistakes)
{
	struct error err;
	struct system_reader reader = {.system = new_system(path), .err = &err};
	char *copy;
	bool fine = false;

	reader.scope = reader.system->cases[0];
	if (len > SYSTEM_MAX_FILE)
		error_set(&err, "a file may have %d bytes", SYSTEM_MAX_FILE);
	else if (!is_text(text, len))
		error_set(&err, "this is not UTF-8 text");
	else {
		copy = arena_strndup(&reader.system->arena, text, len);
		fine = read_lines(&reader, copy) && system_finish(&reader);
	}
	if (fine)
		return reader.system;
	strbuf_addf(mistakes, "%s:%d: %s\n", path, reader.line > 0 ? reader.line : 1, err.text);
	system_free(reader.system);
	return NULL;
}
