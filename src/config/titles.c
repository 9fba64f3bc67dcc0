/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check the titles of sections before their keys are looked at. */
#include "config/titles.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "config/value.h"

static bool channel_title_valid(char *name, struct error *err)
{
	char *slash = strchr(name, '/');
	bool good;

	if (slash == NULL)
		return error_set(err, "'%s' is not of the form NETWORK/#CHANNEL", name);
	*slash = '\0';
	good = config_check_name(name, err);
	*slash = '/';
	return good && config_check_channel(slash + 1, err);
}

static bool name_valid(const struct config_raw_section *raw, struct error *err)
{
	static bool (*const checks[SECTION_COUNT])(char *, struct error *) = {
		[SECTION_NETWORK] = config_check_network,
		[SECTION_CHANNEL] = channel_title_valid,
		[SECTION_ADMIN] = config_check_name,
		[SECTION_PLUGIN] = config_check_plugin,
	};
	const struct config_section *section = raw->section;

	if (section->names == NULL && *raw->name != '\0')
		return error_set(err, "nothing may follow '%s' here", section->word);
	if (section->names != NULL && *raw->name == '\0')
		return error_set(
			err, "a name is missing, as in [%s %s]", section->word, section->names);
	return section->names == NULL || checks[section - config_sections](raw->name, err);
}

static void report_unknown_section(
	struct config_mistakes *mistakes, const struct config_raw_section *raw)
{
	const struct config_section *best = NULL;
	char *word = mem_strndup(raw->title, strcspn(raw->title, " \t"));
	struct nearest search;

	nearest_begin(&search, word);
	for (size_t i = 0; i < SECTION_COUNT; i++) {
		nearest_offer(&search, config_sections[i].word);
		if (search.best == config_sections[i].word)
			best = &config_sections[i];
	}
	if (best != NULL)
		config_mistake(mistakes, raw->line, "unknown section [%s] (did you mean [%s%s%s]?)",
			raw->title, best->word, best->names != NULL ? " " : "",
			best->names != NULL ? best->names : "");
	else
		config_mistake(mistakes, raw->line,
			"unknown section [%s] (logios.ini(5) lists them)", raw->title);
	free(word);
}

/* Note RAW under its title, or report that it is taken. */
static void note_title(
	struct map *titles, struct config_mistakes *mistakes, struct config_raw_section *raw)
{
	char *title = mem_printf("%s %s", raw->section->word, raw->name);
	struct config_raw_section *before;

	for (char *c = title; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	before = map_get(titles, title);
	if (before != NULL)
		config_mistake(mistakes, raw->line, "[%s] is there already, in line %d", raw->title,
			before->line);
	else
		map_set(titles, title, raw);
	free(title);
}

/* Report what is wrong with the title of RAW; mark it bad if its keys cannot be understood. */
static void check_title(
	struct map *titles, struct config_mistakes *mistakes, struct config_raw_section *raw)
{
	struct error err;

	if (raw->bad)
		return;
	raw->bad = true;
	if (raw->section == NULL) {
		report_unknown_section(mistakes, raw);
	} else if (!name_valid(raw, &err)) {
		config_mistake(mistakes, raw->line, "[%s]: %s", raw->title, err.text);
	} else {
		raw->bad = false;
		note_title(titles, mistakes, raw);
	}
}

void config_check_titles(const struct config_raw *raw, struct config_mistakes *mistakes)
{
	struct map *titles = map_new(); /* in lower case, to their sections */

	for (size_t i = 0; i < raw->count; i++)
		check_title(titles, mistakes, &raw->sections[i]);
	map_free(titles);
}
