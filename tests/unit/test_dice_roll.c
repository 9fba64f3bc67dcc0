/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of rolls, byte for byte, with dice that fall as scripted. */
#include "unit/dice_rows.h"

/* What LogiosBot's users know by heart. */
static const struct dice_row original[] = {
	{"3d6", "4 2 6", "3d6 || 3d6: 4 2 6 = ^B12^B || Total: ^B12^B"},
	{"3d6 to hit the orc", "4 2 6",
		"3d6 to hit the orc || 3d6: 4 2 6 = ^B12^B || Total: ^B12^B"},
	{"1d20+5", "17", "1d20+5 || 1d20: 17 = ^B17^B || +^B5^B || Total: ^B22^B"},
	{"2d6+1d8+3", "3 4 8",
		"2d6+1d8+3 || 2d6: 3 4 = ^B7^B || +1d8: 8 = ^B8^B || +^B3^B || Total: ^B18^B"},
	{"2d10+1*2", "4 8", "2d10+1*2 || 2d10: 4 8 = ^B12^B || *^B2^B || +^B1^B || Total: ^B14^B"},
	{"2x2d10+4", "4 8 2 2",
		"2x2d10+4 || 2d10: 4 8 = ^B12^B || +^B4^B | Subtotal: ^B16^B || "
		"2d10: 2 2 = ^B4^B || +^B4^B | Subtotal: ^B8^B || Total: ^B24^B"},
	{"4dF+2", "1 3 5 6",
		"4dF+2 || 4dF: [^B-^B] [^B0^B] [^B+^B] [^B+^B] = ^B1^B || +^B2^B || Total: ^B3^B"},
	{"besm +2", "3 4", "2d6+2 || 2d6: 3 4 = ^B7^B || +^B2^B || Total: ^B9^B"},
	{"scion 5+2", "1 7 8 10 3",
		"5d10+2 || 5d10: 1 ^B7^B ^B8^B ^B10^B 3 = ^B4^B successes || +^B2^B || "
		"Total: ^B6 successes^B"},
	{"ww 4", "10 8 2 10 9 10 3",
		"4d10 || 4d10: ^B10^B ^B8^B 2 ^B10^B || Exploding dice: ^B9^B ^B10^B 3 = ^B5^B "
		"successes || Total: ^B5 successes^B"},
};

/* Where it was wrong. */
static const struct dice_row corrected[] = {
	{"d20", "7", "d20 || 1d20: 7 = ^B7^B || Total: ^B7^B"},
	{"2d6 + 3", "1 2", "2d6 + 3 || 2d6: 1 2 = ^B3^B || +^B3^B || Total: ^B6^B"},
	{"3D6", "1 2 3", "3D6 || 3d6: 1 2 3 = ^B6^B || Total: ^B6^B"},
	{"2X1d6", "1 2",
		"2X1d6 || 1d6: 1 = ^B1^B | Subtotal: ^B1^B || 1d6: 2 = ^B2^B | Subtotal: ^B2^B || "
		"Total: ^B3^B"},
	{"  1d4000\t", "3999", "1d4000 || 1d4000: 3999 = ^B3999^B || Total: ^B3999^B"},
	{"3df", "1 4 6", "3df || 3dF: [^B-^B] [^B0^B] [^B+^B] = ^B0^B || Total: ^B0^B"},
	{"5", "", "5: there are no dice in this; write d5 or 5d6 (column 1)"},
	{"0d6", "", "0d6 || 0d6: none = ^B0^B || Total: ^B0^B"},
};

static const struct dice_row terms[] = {
	{"d%", "100", "d% || 1d%: 100 = ^B100^B (natural 100) || Total: ^B100^B"},
	{"2d%+1", "1 50", "2d%+1 || 2d%: 1 50 = ^B51^B || +^B1^B || Total: ^B52^B"},
	{"2dF.1", "1 2", "2dF.1 || 2dF.1: [^B-^B] [^B0^B] = ^B-1^B || Total: ^B-1^B"},
	{"2df.1", "6 5", "2df.1 || 2dF.1: [^B+^B] [^B0^B] = ^B1^B || Total: ^B1^B"},
	{"2dF.2", "2 5", "2dF.2 || 2dF: [^B-^B] [^B+^B] = ^B0^B || Total: ^B0^B"},
	{"10-1d6", "4", "10-1d6 || ^B10^B || -1d6: 4 = ^B4^B || Total: ^B6^B"},
	{"-1d6", "4", "-1d6 || -1d6: 4 = ^B4^B || Total: ^B-4^B"},
	{"+d6", "",
		"+d6: a sign before a lone die is advantage elsewhere; write 2d6kh1 or 1d6 (column "
		"1)"},
	{"+1d6", "4", "+1d6 || 1d6: 4 = ^B4^B || Total: ^B4^B"},
	{"--d6", "4", "--d6 || 1d6: 4 = ^B4^B || Total: ^B4^B"},
	{"1d6+-3", "4", "1d6+-3 || 1d6: 4 = ^B4^B || -^B3^B || Total: ^B1^B"},
	{"1d6 - -3", "4", "1d6 - -3 || 1d6: 4 = ^B4^B || +^B3^B || Total: ^B7^B"},
	{"5+2d6-1", "4 5", "5+2d6-1 || ^B5^B || +2d6: 4 5 = ^B9^B || -^B1^B || Total: ^B13^B"},
	{"2d6*10/4", "4 5", "2d6*10/4 || 2d6: 4 5 = ^B9^B || *^B10^B || /^B4^B || Total: ^B22.5^B"},
	{"2d6*2+1", "4 5", "2d6*2+1 || 2d6: 4 5 = ^B9^B || *^B2^B || +^B1^B || Total: ^B19^B"},
	{"1d6+.25", "4", "1d6+.25 || 1d6: 4 = ^B4^B || +^B.25^B || Total: ^B4.25^B"},
	{"1d6/3", "1", "1d6/3 || 1d6: 1 = ^B1^B || /^B3^B || Total: ^B0.33^B"},
	{"1d1", "1", "1d1 || 1d1: 1 = ^B1^B || Total: ^B1^B"},
	{"1d1000000", "1000000",
		"1d1000000 || 1d1000000: 1000000 = ^B1000000^B || Total: ^B1000000^B"},
};

/* Where telling term by term would not show what was computed. */
static const struct dice_row arithmetic[] = {
	{"(1d6+2)*3", "4", "(1d6+2)*3 || 1d6: 4 = ^B4^B || (^B4^B+2)*3 || Total: ^B18^B"},
	{"2*3d6", "1 2 3", "2*3d6 || 3d6: 1 2 3 = ^B6^B || 2*^B6^B || Total: ^B12^B"},
	{"1d6*2+1d8", "4 5",
		"1d6*2+1d8 || 1d6: 4 = ^B4^B || 1d8: 5 = ^B5^B || ^B4^B*2+^B5^B || Total: ^B13^B"},
	{"1d6+2*3+4*5", "4", "1d6+2*3+4*5 || 1d6: 4 = ^B4^B || ^B4^B+2*3+4*5 || Total: ^B30^B"},
	{"10-(1d6+1)", "4", "10-(1d6+1) || 1d6: 4 = ^B4^B || 10-(^B4^B+1) || Total: ^B5^B"},
	{"1d20%6", "20", "1d20%6 || 1d20: 20 = ^B20^B (natural 20) || ^B20^B%6 || Total: ^B2^B"},
	{"1d20//6", "20", "1d20//6 || 1d20: 20 = ^B20^B (natural 20) || ^B20^B//6 || Total: ^B3^B"},
	{"1d4^2", "3", "1d4^2 || 1d4: 3 = ^B3^B || ^B3^B^2 || Total: ^B9^B"},
	{"2 ** 1d4 ok", "3", "2 ** 1d4 ok || 1d4: 3 = ^B3^B || 2**^B3^B || Total: ^B8^B"},
	{"floor(1d6/2) + 1d4", "5 1",
		"floor(1d6/2) + 1d4 || 1d6: 5 = ^B5^B || 1d4: 1 = ^B1^B || floor(^B5^B/2)+^B1^B || "
		"Total: ^B3^B"},
	{"max( 1d6 , 1d8 )", "5 2",
		"max( 1d6 , 1d8 ) || 1d6: 5 = ^B5^B || 1d8: 2 = ^B2^B || max(^B5^B,^B2^B) || "
		"Total: ^B5^B"},
	{"2*1dF", "1", "2*1dF || 1dF: [^B-^B] = ^B-1^B || 2*(^B-1^B) || Total: ^B-2^B"},
	{"(1d4)d6", "2 5 6", "(1d4)d6 || 1d4: 2 = ^B2^B || 2d6: 5 6 = ^B11^B || Total: ^B11^B"},
	{"2d(1d4+2)", "4 5 6", "2d(1d4+2) || 1d4: 4 = ^B4^B || 2d6: 5 6 = ^B11^B || Total: ^B11^B"},
	{"1d8-(1d4)d(2*3)*2", "8 2 5 6",
		"1d8-(1d4)d(2*3)*2 || 1d8: 8 = ^B8^B || 1d4: 2 = ^B2^B || 2d6: 5 6 = ^B11^B || "
		"^B8^B-^B11^B*2 || Total: ^B-14^B"},
};

static const struct dice_row repeated[] = {
	{"1x1d6", "3", "1x1d6 || 1d6: 3 = ^B3^B | Subtotal: ^B3^B || Total: ^B3^B"},
	{"2x2x1d6", "1 2 3 4",
		"2x2x1d6 || 1d6: 1 = ^B1^B | Subtotal: ^B1^B || 1d6: 2 = ^B2^B | Subtotal: ^B2^B | "
		"Subtotal of 2: ^B3^B || 1d6: 3 = ^B3^B | Subtotal: ^B3^B || 1d6: 4 = ^B4^B | "
		"Subtotal: "
		"^B4^B | Subtotal of 2: ^B7^B || Total: ^B10^B"},
	{"2x1x1xd6", "1 2",
		"2x1x1xd6 || 1d6: 1 = ^B1^B | Subtotal: ^B1^B || 1d6: 2 = ^B2^B | Subtotal: ^B2^B "
		"|| "
		"Total: ^B3^B"},
	{"2x5", "", "2x5: there are no dice in this; write 3d6 (column 1)"},
};

static const struct dice_row presets[] = {
	{"besm", "3 4", "2d6 || 2d6: 3 4 = ^B7^B || Total: ^B7^B"},
	{"besm 3", "3 4", "2d6+3 || 2d6: 3 4 = ^B7^B || +^B3^B || Total: ^B10^B"},
	{"BESM -1 fire", "3 4", "2d6-1 fire || 2d6: 3 4 = ^B7^B || -^B1^B || Total: ^B6^B"},
	{"besm fire", "3 4", "2d6 fire || 2d6: 3 4 = ^B7^B || Total: ^B7^B"},
	{"besm d4", "3 4 1", "2d6+d4 || 2d6: 3 4 = ^B7^B || +1d4: 1 = ^B1^B || Total: ^B8^B"},
	{"scion 1", "7", "1d10 || 1d10: ^B7^B = ^B1^B success || Total: ^B1 success^B"},
	{"scion 5-1 to climb", "7 8 10 1 1",
		"5d10-1 to climb || 5d10: ^B7^B ^B8^B ^B10^B 1 1 = ^B4^B successes || -^B1^B || "
		"Total: ^B3 successes^B"},
	{"scion 2x1+1", "6 10",
		"2x1d10+1 || 1d10: 6 = ^B0^B successes || +^B1^B | Subtotal: ^B1 success^B || "
		"1d10: ^B10^B = ^B2^B successes || +^B1^B | Subtotal: ^B3 successes^B || "
		"Total: ^B4 successes^B"},
	{"ww 5+2", "1 8 10 9 7 3",
		"5d10+2 || 5d10: 1 ^B8^B ^B10^B ^B9^B 7 || Exploding dice: 3 = ^B3^B successes || "
		"+^B2^B || Total: ^B5 successes^B"},
	{"WW 2", "7 1", "2d10 || 2d10: 7 1 = ^B0^B successes || Total: ^B0 successes^B"},
};

/* Where an expression ends, and what is said of a comment that may have been meant otherwise. */
static const struct dice_row blanks[] = {
	{"2d6 + 3 fire", "1 1", "2d6 + 3 fire || 2d6: 1 1 = ^B2^B || +^B3^B || Total: ^B5^B"},
	{"2d6+ 3", "1 1", "2d6+ 3 || 2d6: 1 1 = ^B2^B || +^B3^B || Total: ^B5^B"},
	{"2d6 +3", "1 1", "2d6 +3 || 2d6: 1 1 = ^B2^B || +^B3^B || Total: ^B5^B"},
	{"2d6 - d4", "1 1 4", "2d6 - d4 || 2d6: 1 1 = ^B2^B || -1d4: 4 = ^B4^B || Total: ^B-2^B"},
	{"2d6 - fire", "1 1", "2d6 - fire || 2d6: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2d6 -- 5 orcs", "1 1", "2d6 -- 5 orcs || 2d6: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2d6 +", "1 1", "2d6 + || 2d6: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2d6 3", "", "2d6 3: this number belongs to nothing; write 2d6+3 or 2d6 # 3 (column 5)"},
	{"2d6 (fire)", "1 1", "2d6 (fire) || 2d6: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2d6 * floor(2.5)", "1 1",
		"2d6 * floor(2.5) || 2d6: 1 1 = ^B2^B || ^B2^B*floor(2.5) || Total: ^B4^B"},
	{"2d6#+3", "1 1", "2d6#+3 || 2d6: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2d6 # k1", "1 1", "2d6 # k1 || 2d6: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2d6 \xc3\xa9p\xc3\xa9"
	 "e",
		"1 1",
		"2d6 \xc3\xa9p\xc3\xa9"
		"e || 2d6: 1 1 = ^B2^B || Total: ^B2^B"},
	{"( 1d6 + 2 ) *3", "1", "( 1d6 + 2 ) *3 || 1d6: 1 = ^B1^B || (^B1^B+2)*3 || Total: ^B9^B"},
	{"2d6 k3", "1 1", "2d6 k3 || 2d6k3: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2d6 >=5 x", "1 1",
		"2d6 >=5 x || 2d6>=5: 1 1 = ^B0^B successes ≥5 (sum 2, misses 5) || Total: ^B0 "
		"successes^B"},
	{"2d6 !", "1 1", "2d6 ! || 2d6!: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2d6 r<2", "1 1 2 3", "2d6 r<2 || 2d6r<2: 1→2 1→3 = ^B5^B || Total: ^B5^B"},
	{"2d6 max damage", "1 1", "2d6 max damage || 2d6: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2d6 u rock", "1 1", "2d6 u rock || 2d6: 1 1 = ^B2^B || Total: ^B2^B"},
	{"2 1d6", "1 4",
		"2 1d6 || 1d6: 1 = ^B1^B | Subtotal: ^B1^B || 1d6: 4 = ^B4^B | Subtotal: ^B4^B || "
		"Total: ^B5^B"},
};

static const struct dice_row several[] = {
	{"1d6;1d8", "2 3",
		"1d6 || 1d6: 2 = ^B2^B || Total: ^B2^B\n1d8 || 1d8: 3 = ^B3^B || Total: ^B3^B"},
	{"1d6 fire ; besm +1 ice;d4;scion 1", "2 3 3 1 9",
		"1d6 fire || 1d6: 2 = ^B2^B || Total: ^B2^B\n"
		"2d6+1 ice || 2d6: 3 3 = ^B6^B || +^B1^B || Total: ^B7^B\n"
		"d4 || 1d4: 1 = ^B1^B || Total: ^B1^B\n"
		"1d10 || 1d10: ^B9^B = ^B1^B success || Total: ^B1 success^B"},
	{"1d6 a; b; 3 arrows; d4", "2 3",
		"1d6 a; b; 3 arrows || 1d6: 2 = ^B2^B || Total: ^B2^B\nd4 || 1d4: 3 = ^B3^B || "
		"Total: ^B3^B"},
	{"1d6 ;", "2", "1d6 ; || 1d6: 2 = ^B2^B || Total: ^B2^B"},
	{"1d6;d", "2", "1d6;d || 1d6: 2 = ^B2^B || Total: ^B2^B"},
};

TEST_DICE(check_dice_row, original)
TEST_DICE(check_dice_row, corrected)
TEST_DICE(check_dice_row, terms)
TEST_DICE(check_dice_row, arithmetic)
TEST_DICE(check_dice_row, repeated)
TEST_DICE(check_dice_row, presets)
TEST_DICE(check_dice_row, blanks)
TEST_DICE(check_dice_row, several)

static void comments_are_taken_apart(void **state)
{
	struct arena arena = ARENA_INIT;
	const struct dice_line *line = dice_parse(
		"besm 2  #  the orc ", shipped_book(), &arena, NULL);

	(void)state;
	assert_non_null(line);
	assert_string_equal(line->rolls[0].typed, "besm 2  #  the orc");
	assert_string_equal(line->rolls[0].input, "2d6+2  #  the orc");
	assert_string_equal(line->rolls[0].expression, "2d6+2");
	assert_string_equal(line->rolls[0].comment, "the orc");
	arena_release(&arena);
}

/* A hundred tens in a row, and the next is not rolled. */
static void explosions_stop(void **state)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct strbuf text = STRBUF_INIT;
	struct rng *rng = rng_new_scripted(NULL, 0);
	const struct dice_result *result;
	char shown[200];

	(void)state;
	for (uint32_t i = 0, ten = 10; i < 102; i++)
		rng_script_more(rng, &ten, 1);
	result = dice_roll(
		dice_parse("ww 1", shipped_book(), &arena, NULL), &limits, rng, &arena, NULL);
	assert_non_null(result);
	assert_int_equal(rng_script_left(rng), 1);
	dice_reply(&text, &result->outcomes[0], 200);
	assert_string_equal(show_bold(text.text, shown, sizeof shown),
		"1d10 || 1d10: 1x^B10^B || Exploding dice: 100x^B10^B = ^B101^B successes "
		"(stopped after 100 extra dice) || Total: ^B101 successes^B");
	strbuf_release(&text);
	arena_release(&arena);
	rng_free(rng);
}

static void faces_are_kept_in_the_order_rolled(void **state)
{
	static const uint32_t sides[] = {4, 6, 6, 6}, faces[] = {2, 1, 6, 3};
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct rng *rng = rng_new_scripted(faces, 4);
	const struct dice_outcome *outcome;

	(void)state;
	outcome = dice_roll(
		dice_parse("(d4)d6+dF", shipped_book(), &arena, NULL), &limits, rng, &arena, NULL)
			  ->outcomes;
	assert_int_equal(outcome->face_count, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(outcome->faces[i].face, faces[i]);
		assert_int_equal(outcome->faces[i].sides, sides[i]);
	}
	arena_release(&arena);
	rng_free(rng);
}

struct shortened {
	const char *line;
	size_t bytes;
	const char *reply;
};

/* All dice show their number in the sequence 1 2 3 4 5 6 1 2 … */
static const struct shortened budgets[] = {
	{"7d6", 100, "7d6 || 7d6: 1 2 3 4 5 6 1 = ^B22^B || Total: ^B22^B"},
	{"13d6", 59, "13d6 || 13d6: 2x6 2x5 2x4 2x3 2x2 3x1 = ^B43^B || Total: ^B43^B"},
	{"13d6+2", 50, "13d6+2 || 13d6 = ^B43^B || +^B2^B || Total: ^B45^B"},
	{"13d6", 20, "13d6 || Total: ^B43^B"},
	{"13d6 with a long comment", 1, "13d6 with a long comment || Total: ^B43^B"},
	{"3x6d6", 60, "3x6d6 || Subtotals: ^B21^B ^B21^B ^B21^B || Total: ^B63^B"},
	{"3x6d6", 30, "3x6d6 || Total: ^B63^B"},
	{"6dF", 55, "6dF || 6dF: 2x[^B+^B] 2x[^B0^B] 2x[^B-^B] = ^B0^B || Total: ^B0^B"},
	{"(13d6)*2", 50, "(13d6)*2 || 13d6 = ^B43^B || (^B43^B)*2 || Total: ^B86^B"},
};

static void check_budget(const struct shortened *row)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct strbuf text = STRBUF_INIT;
	struct rng *rng = rng_new_scripted(NULL, 0);
	const struct dice_result *result;
	char shown[200];

	for (uint32_t i = 0; i < 40; i++)
		rng_script_more(rng, &(uint32_t){i % 6 + 1}, 1);
	result = dice_roll(
		dice_parse(row->line, shipped_book(), &arena, NULL), &limits, rng, &arena, NULL);
	dice_reply(&text, &result->outcomes[0], row->bytes);
	assert_string_equal(show_bold(text.text, shown, sizeof shown), row->reply);
	strbuf_release(&text);
	arena_release(&arena);
	rng_free(rng);
}

static void long_replies_keep_their_total(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(budgets); i++)
		check_budget(&budgets[i]);
}

static void numbers_are_shown(void **state)
{
	static const struct {
		double number;
		const char *text;
	} rows[] = {{0, "0"}, {-0.0, "0"}, {7, "7"}, {-42, "-42"}, {0.5, "0.5"}, {2.25, "2.25"},
		{1.0 / 3, "0.33"}, {-1.0 / 3, "-0.33"}, {0.001, "0"}, {-0.001, "0"}, {2.999, "3"},
		{10.10, "10.1"}, {9007199254740992.0, "9007199254740992"},
		{-9007199254740992.0, "-9007199254740992"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf text = STRBUF_INIT;
		dice_number(&text, rows[i].number);
		assert_string_equal(text.text, rows[i].text);
		strbuf_release(&text);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_original),
		cmocka_unit_test(test_corrected),
		cmocka_unit_test(test_terms),
		cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_repeated),
		cmocka_unit_test(test_presets),
		cmocka_unit_test(test_blanks),
		cmocka_unit_test(test_several),
		cmocka_unit_test(comments_are_taken_apart),
		cmocka_unit_test(explosions_stop),
		cmocka_unit_test(faces_are_kept_in_the_order_rolled),
		cmocka_unit_test(long_replies_keep_their_total),
		cmocka_unit_test(numbers_are_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
