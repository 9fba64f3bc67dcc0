/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hold the examples in the files of game systems against what their faces come to. */
#include "dice/examples.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "crypto/random.h"
#include "dice/again.h"
#include "dice/systems/system.h"

enum { LINE_BYTES = 400 }; /* that a reply may have */

/* An example that is being rolled, and what is said of it. */
struct trial {
	const struct dice_book *book;
	struct arena arena;
	struct strbuf said;
	struct error err;
	size_t left; /* faces that nobody asked for */
};

/* Make a source of the numbers in FACES, which the caller frees. */
static struct rng *scripted(const char *faces)
{
	struct rng *rng = rng_new_scripted(NULL, 0);
	char *end;

	for (;; faces = end) {
		uint32_t face = (uint32_t)strtoul(faces, &end, 10);

		if (end == faces)
			return rng;
		rng_script_more(rng, &face, 1);
	}
}

/* Write the formatting codes in TEXT as examples do. */
static void show_codes(char *text)
{
	for (; *text != '\0'; text++)
		if (strchr("\x02\x1e\x1f", *text) != NULL)
			*text = *text == '\x02' ? '*' : *text == '\x1e' ? '~' : '_';
}

/* Roll INPUT with FACES. Returns NULL, with the trial's error set, if it cannot be. */
static const struct dice_result *roll(struct trial *trial, const char *input, const char *faces)
{
	const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	const struct dice_line *line = dice_parse(input, trial->book, &trial->arena, &trial->err);
	const struct dice_result *result;
	struct rng *rng;

	if (line == NULL)
		return NULL;
	rng = scripted(faces);
	result = dice_roll(line, &limits, rng, &trial->arena, &trial->err);
	trial->left = rng_script_left(rng);
	rng_free(rng);
	return result;
}

/* Append to MISTAKES that the example in LINE of SYSTEM's file is not what came of it, if so. */
static void compare(struct trial *trial, const struct system *system, int line, const char *reply,
	struct strbuf *mistakes)
{
	const char *said = trial->said.text;

	show_codes(trial->said.text);
	if (trial->left > 0)
		strbuf_addf(mistakes, "%s:%d: of the faces of this example %zu are left over\n",
			system->path, line, trial->left);
	else if (strcmp(said, reply) != 0)
		strbuf_addf(mistakes, "%s:%d: this example comes to something else: %s\n",
			system->path, line, said);
	strbuf_reset(&trial->said);
	arena_reset(&trial->arena);
	trial->left = 0;
}

static void say_example(struct trial *trial, const struct system_example *example)
{
	const struct dice_result *result = roll(trial, example->input, example->faces);

	if (result == NULL)
		dice_error_line(&trial->said, example->input, &trial->err);
	for (size_t i = 0; result != NULL && i < result->count; i++) {
		strbuf_addstr(&trial->said, i > 0 ? " ; " : "");
		dice_reply_as(&trial->said, &result->outcomes[i], DICE_NORMAL, LINE_BYTES);
	}
}

/* Keep what INPUT came to and roll it again as asked. Returns NULL, with the error set, where that
 * is refused. */
static const struct dice_outcome *roll_again(
	struct trial *trial, const struct system_again_example *example, const char *kept)
{
	const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	const struct dice_outcome *outcome = NULL;
	const struct dice_again *again;
	struct dice_asked asked;
	struct rng *rng;

	if (!dice_asked_read(example->asked, trial->book->systems, &asked, &trial->err))
		return NULL;
	again = dice_again(kept, "#17", &asked, trial->book, &limits, &trial->arena, &trial->err);
	if (again == NULL)
		return NULL;
	rng = scripted(example->more);
	outcome = dice_again_roll(again, &limits, rng, &trial->arena, &trial->err);
	trial->left += rng_script_left(rng);
	rng_free(rng);
	return outcome;
}

static void say_again_example(struct trial *trial, const struct system_again_example *example)
{
	const struct dice_result *result = roll(trial, example->input, example->faces);
	const struct dice_outcome *outcome = NULL;
	struct strbuf kept = STRBUF_INIT;

	if (result != NULL && !dice_keep(&kept, &result->outcomes[0]))
		error_set(&trial->err, "this roll is not kept");
	else if (result != NULL)
		outcome = roll_again(trial, example, kept.text);
	if (outcome != NULL)
		dice_reply_as(&trial->said, outcome, DICE_NORMAL, LINE_BYTES);
	else
		strbuf_addstr(&trial->said, trial->err.text);
	strbuf_release(&kept);
}

static void check_system(struct trial *trial, const struct system *system, struct strbuf *mistakes)
{
	for (size_t i = 0; i < system->example_count; i++) {
		const struct system_example *example = &system->examples[i];

		say_example(trial, example);
		compare(trial, system, example->line, example->reply, mistakes);
	}
	for (size_t a = 0; a < system->again_count; a++)
		for (size_t i = 0; i < system->agains[a].example_count; i++) {
			const struct system_again_example *example = &system->agains[a].examples[i];

			say_again_example(trial, example);
			compare(trial, system, example->line, example->reply, mistakes);
		}
}

static bool lies_in(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return strncmp(path, folder, len) == 0 && path[len] == '/' &&
	       strchr(path + len + 1, '/') == NULL;
}

void dice_check_examples(const struct dice_book *book, const char *folder, struct strbuf *mistakes)
{
	struct trial trial = {.book = book, .arena = ARENA_INIT, .said = STRBUF_INIT};

	for (size_t i = 0; i < systems_count(book->systems); i++) {
		const struct system *system = systems_at(book->systems, i);

		if (folder == NULL || lies_in(system->path, folder))
			check_system(&trial, system, mistakes);
	}
	strbuf_release(&trial.said);
	arena_release(&trial.arena);
}
