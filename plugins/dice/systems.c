/* SPDX-License-Identifier: GPL-3.0-or-later */
/* !systems and !system: the game systems, listed, explained, and the one whose word may be
 * left out. */
#include "dice/systems.h"

#include <string.h>
#include <strings.h>

#include "base/quote.h"
#include "base/strbuf.h"
#include "habits.h"
#include "words.h"

/* Whether the system at INDEX is of a group that none before it is of. */
static bool begins_group(const struct systems *systems, size_t index)
{
	const char *group = system_group(systems_at(systems, index));

	for (size_t i = 0; i < index; i++)
		if (strcmp(system_group(systems_at(systems, i)), group) == 0)
			return false;
	return *group != '\0';
}

/* The groups alone: all names in a line are more than a phone shows. */
static void systems_list(const struct systems *systems, struct request *rq)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < systems_count(systems); i++)
		if (begins_group(systems, i))
			strbuf_addf(&text, "%s %s", text.len > 0 ? "," : "",
				system_group(systems_at(systems, i)));
	if (systems_count(systems) > 0)
		reply(rq,
			"%zu game systems, in groups:%s. systems and a group lists it; systems "
			"and a word or a game, as systems call of cthulhu, explains one.",
			systems_count(systems), text.text);
	else
		reply(rq, "There are no game systems.");
	strbuf_release(&text);
}

/* Append the title of SYSTEM, as far as it is short: without what stands in brackets or behind a
 * comma. */
static void add_title(struct strbuf *out, const struct system *system)
{
	const char *title = system_title(system);

	strbuf_addf(out, "%s\x02%s\x02 %.*s", out->len > 0 ? ", " : "", system_name(system),
		(int)strcspn(title, "(,"), title);
	while (out->text[out->len - 1] == ' ')
		strbuf_cut(out, out->len - 1);
}

/* Reply with all systems of the group that is called NAME. Returns false if there is none. */
static bool systems_of_group(const struct systems *systems, struct request *rq, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	bool found;

	for (size_t i = 0; i < systems_count(systems); i++)
		if (strcasecmp(system_group(systems_at(systems, i)), name) == 0)
			add_title(&text, systems_at(systems, i));
	found = text.len > 0;
	if (found)
		reply(rq, "%s: %s", quote_words(request_arena(rq), name), text.text);
	strbuf_release(&text);
	return found;
}

static bool systems_explain(const struct systems *systems, struct request *rq, const char *name)
{
	const struct system *system = systems_find(systems, name);

	if (system != NULL)
		reply(rq, "%s, %s: %s Example: roll %s", system_name(system), system_title(system),
			system_help(system), system_example(system));
	return system != NULL;
}

/* Reply with the systems of the game that is called TEXT. Returns false if there are none. */
static bool systems_suggest(const struct systems *systems, struct request *rq, const char *text)
{
	enum { MAX_FOUND = 12 };
	const struct system *found[MAX_FOUND];
	size_t count = systems_search(systems, text, found, MAX_FOUND);
	struct strbuf names = STRBUF_INIT;

	for (size_t i = 0; i < count; i++)
		strbuf_addf(&names, "%s%s (%s)", i > 0 ? ", " : "", system_name(found[i]),
			system_title(found[i]));
	if (count == 1)
		systems_explain(systems, rq, system_name(found[0]));
	else if (count > 1)
		reply(rq, "%s: %s. systems and one of these words explains it.",
			quote_words(request_arena(rq), text), names.text);
	strbuf_release(&names);
	return count > 0;
}

static void reply_unknown(struct request *rq, const char *name)
{
	reply(rq, "There is no game system %s.", quote_words(request_arena(rq), name));
}

void run_systems(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct state *state = plugin_state(self);

	if (argc <= 1)
		systems_list(state->systems, rq);
	else if (!systems_explain(state->systems, rq, argv[1]) &&
		 !systems_of_group(state->systems, rq, argv[1]) &&
		 !systems_suggest(state->systems, rq, argv[1]))
		reply_unknown(rq, argv[1]);
}

/* !help sr: every game system is a topic of help. */
enum verdict explain_system(struct plugin *self, struct request *rq, const char *topic)
{
	const struct state *state = plugin_state(self);

	if (topic != NULL)
		return systems_explain(state->systems, rq, topic) ? TAKEN : PASS;
	systems_list(state->systems, rq);
	return PASS;
}

const struct system *usual_system(struct plugin *self, struct request *rq)
{
	struct state *state = plugin_state(self);
	const char *name = habit_get(self, state->habits, request_place(rq), "system");

	return systems_find(
		state->systems, *name != '\0' ? name : request_setting(rq, self, "system"));
}

static void show_system(struct plugin *self, struct request *rq)
{
	const struct system *system = usual_system(self, rq);

	if (system == NULL)
		reply(rq, "No game system is usual here; systems lists them.");
	else
		reply(rq, "%s (%s) is usual here: its word may be left out.", system_name(system),
			system_title(system));
}

/* !system [NAME|none] */
void run_system(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	const struct state *state = plugin_state(self);
	bool none = argc > 1 && strcasecmp(argv[1], "none") == 0;

	if (argc > 1 && !none && systems_find(state->systems, argv[1]) == NULL) {
		if (!systems_suggest(state->systems, rq, argv[1]))
			reply_unknown(rq, argv[1]);
		return;
	}
	if (argc > 1 && request_channel(rq) != NULL && request_role(rq) < ROLE_GM) {
		reply(rq, "What is usual in a channel is for its game master to say.");
		return;
	}
	if (argc > 1)
		habit_change(self, rq, state->habits, request_place(rq), "system", argv[1]);
	show_system(self, rq);
}
