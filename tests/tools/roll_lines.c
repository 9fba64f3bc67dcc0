/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For comparing with other dice programs: reads lines `FACES<TAB>LINE`, rolls LINE with those faces
 * (parted by commas), and writes `TOTAL<TAB>FACES LEFT` or `error<TAB>WHY`. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "dice/dice.h"
#include "crypto/random.h"

static struct rng *scripted(char *faces)
{
	struct rng *rng = rng_new_scripted(NULL, 0);

	for (char *word = strtok(faces, ","); word != NULL; word = strtok(NULL, ",")) {
		uint32_t face = (uint32_t)strtoul(word, NULL, 10);
		rng_script_more(rng, &face, 1);
	}
	return rng;
}

static void roll(const char *text, struct rng *rng)
{
	static const struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	const struct dice_line *line = dice_parse(text, NULL, &arena, &err);
	const struct dice_result *result = NULL;

	if (line != NULL)
		result = dice_roll(line, &limits, rng, &arena, &err);
	if (result == NULL)
		printf("error\t%s\n", err.text);
	else
		printf("%.17g\t%zu\n", result->outcomes[0].total, rng_script_left(rng));
	arena_release(&arena);
}

int main(void)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, stdin) > 0) {
		char *text = strchr(line, '\t');
		struct rng *rng;

		if (text == NULL)
			return EXIT_FAILURE;
		*text++ = '\0';
		text[strcspn(text, "\n")] = '\0';
		rng = scripted(line);
		roll(text, rng);
		rng_free(rng);
	}
	free(line);
	return EXIT_SUCCESS;
}
