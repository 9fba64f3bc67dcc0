/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for how much is said of a roll: a part of a plugin, tested alone. */
#include "plugins/dice/habits.h"
#include "test.h"

static void amounts(void **state)
{
	static const struct {
		const char *word;
		bool found;
		enum dice_amount amount;
	} rows[] = {
		{"brief", true, DICE_BRIEF},
		{"normal", true, DICE_NORMAL},
		{"full", true, DICE_FULL},
		{"Full", false, DICE_NORMAL},
		{"ful", false, DICE_NORMAL},
		{"", false, DICE_NORMAL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum dice_amount amount = DICE_NORMAL;
		assert_int_equal(amount_find(rows[i].word, &amount), rows[i].found);
		assert_int_equal(amount, rows[i].amount);
		if (rows[i].found)
			assert_string_equal(amount_words[amount], rows[i].word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(amounts)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
