/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The example plugin does what its comments say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_host.h"

#include "../../plugins/example.c"

static void flips(void **state)
{
	static const uint32_t faces[] = {1, 2};
	struct plugin plugin = {.info = &logios_plugin};
	struct request rq = {.nick = "ann", .rng = rng_new_scripted(faces, 2), .said = STRBUF_INIT};

	(void)state;
	assert_string_equal(fake_type(&plugin, &rq, "flip"), "ann flips a coin: heads\n");
	assert_string_equal(fake_type(&plugin, &rq, "flip it high"), "ann flips a coin: tails\n");
	assert_non_null(strstr(fake_type(&plugin, &rq, "flip"), "The coin is lost: "));
	strbuf_release(&rq.said);
	rng_free(rq.rng);
}

static void listens_if_told_to(void **state)
{
	static const struct {
		const char *text;
		bool listen;
		enum verdict verdict;
		const char *said;
	} cases[] = {{"heads or tails?", true, TAKEN, "ann flips a coin: tails\n"},
		{"Heads or Tails?", true, TAKEN, "ann flips a coin: tails\n"},
		{"heads or tails?", false, PASS, ""}, {"heads or tails", true, PASS, ""},
		{"", true, PASS, ""}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		static const uint32_t tails = 2;
		struct plugin plugin = {.info = &logios_plugin, .flag = cases[i].listen};
		struct request rq = {.nick = "ann",
			.text = cases[i].text,
			.rng = rng_new_scripted(&tails, 1),
			.said = STRBUF_INIT};
		assert_int_equal(logios_plugin.examine(&plugin, &rq), cases[i].verdict);
		assert_string_equal(rq.said.text, cases[i].said);
		strbuf_release(&rq.said);
		rng_free(rq.rng);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flips),
		cmocka_unit_test(listens_if_told_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
