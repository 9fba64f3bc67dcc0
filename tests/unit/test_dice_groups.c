/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups, computed counts and sides, ranges, custom faces and dice that show words. */
#include "unit/dice_rows.h"

static const struct dice_row several_members[] = {
	{"{4d6,3d8}kh1", "1 2 3 4 5 5 5",
		"4d6: 1 2 3 4 = ^B10^B || 3d8: 5 5 5 = ^B15^B || {4d6,3d8}kh1: (10) 15 = "
		"^B15^B || "
		"Total: ^B15^B"},
	{"{ 1d6 , 1d8+1 }kl1 + 2", "3 1",
		"1d6: 3 = ^B3^B || 1d8: 1 = ^B1^B || { 1d6 , 1d8+1 }kl1: (3) 2 = ^B2^B || "
		"+^B2^B || "
		"Total: ^B4^B"},
	{"{1d6,1d8}", "3 1",
		"1d6: 3 = ^B3^B || 1d8: 1 = ^B1^B || {1d6,1d8}: 3 1 = ^B4^B || Total: ^B4^B"},
	{"{1d6,1d8}-1d4", "3 1 2",
		"1d6: 3 = ^B3^B || 1d8: 1 = ^B1^B || {1d6,1d8}: 3 1 = ^B4^B || -1d4: 2 = ^B2^B || "
		"Total: ^B2^B"},
	{"2*{1d6,1d8}", "3 1",
		"1d6: 3 = ^B3^B || 1d8: 1 = ^B1^B || {1d6,1d8}: 3 1 = ^B4^B || 2*^B4^B || Total: "
		"^B8^B"},
	{"{1d6,1d6,1d6}>=3f1", "3 1 6",
		"1d6: 3 = ^B3^B || 1d6: 1 = ^B1^B || 1d6: 6 = ^B6^B || {1d6,1d6,1d6}>=3f1: ^B3^B "
		"^U1^U "
		"^B6^B = ^B1^B success ≥3, failures =1 || Total: ^B1 success^B"},
	{"{1d6,1d8,1d4}dh1kl1", "3 8 1",
		"1d6: 3 = ^B3^B || 1d8: 8 = ^B8^B || 1d4: 1 = ^B1^B || {1d6,1d8,1d4}dh1kl1: "
		"(3) "
		"(8) 1 = ^B1^B || Total: ^B1^B"},
	{"{3d6>=4,2d6}kh1", "4 5 6 1 1",
		"3d6>=4: ^B4^B ^B5^B ^B6^B = ^B3^B successes ≥4 || 2d6: 1 1 = ^B2^B || "
		"{3d6>=4,2d6}kh1: 3 (2) = ^B3^B successes || Total: ^B3 successes^B"},
	{"{2x2d6}kh1+1", "1 2 3 4",
		"2d6: 1 2 = ^B3^B · 3 4 = ^B7^B || {2x2d6}kh1: (3) 7 = ^B7^B || +^B1^B || Total: "
		"^B8^B"},
	{"{2x1d6,1d8}kh2", "1 2 3",
		"1d6: 1 = ^B1^B · 2 = ^B2^B || 1d8: 3 = ^B3^B || {2x1d6,1d8}kh2: (1) 2 3 = ^B5^B "
		"|| Total: ^B5^B"},
	{"{5,1d6}kh1", "3", "1d6: 3 = ^B3^B || {5,1d6}kh1: 5 (3) = ^B5^B || Total: ^B5^B"},
	{"{1d6,1d8}ms5", "3 4",
		"1d6: 3 = ^B3^B || 1d8: 4 = ^B4^B || {1d6,1d8}ms5: 3 4 = ^Bmade by 2^B ≥5 "
		"|| Total: ^Bmade by 2^B"},
	{"2x{1d6,1d6}kh1", "3 4 5 2",
		"1d6: 3 = ^B3^B || 1d6: 4 = ^B4^B || {1d6,1d6}kh1: (3) 4 = ^B4^B | Subtotal: "
		"^B4^B || "
		"1d6: 5 = ^B5^B || 1d6: 2 = ^B2^B || {1d6,1d6}kh1: 5 (2) = ^B5^B | Subtotal: "
		"^B5^B || "
		"Total: ^B9^B"},
};

static const struct dice_row one_member[] = {
	{"{3d6+2d8}kh3", "1 6 5 8 2",
		"3d6: (1) 6 5 = ^B11^B || 2d8: 8 (2) = ^B8^B || {3d6+2d8}kh3 = ^B19^B || "
		"Total: ^B19^B"},
	/* only what is left counts in the arithmetic */
	{"{2d6*10+2d4}d1", "3 4 4 1",
		"2d6: 3 4 = ^B7^B || 2d4: 4 (1) = ^B4^B || {2d6*10+2d4}d1 = ^B74^B || Total: "
		"^B74^B"},
	{"{floor(2d6/2)-(-1d4)}dh1", "6 3 4",
		"2d6: (6) 3 = ^B3^B || 1d4: 4 = ^B4^B || {floor(2d6/2)-(-1d4)}dh1 = ^B5^B || "
		"Total: ^B5^B"},
	/* roll order breaks ties over all terms */
	{"{1d6+1d8+1d4}kh1", "4 4 4",
		"1d6: (4) = ^B0^B || 1d8: (4) = ^B0^B || 1d4: 4 = ^B4^B || "
		"{1d6+1d8+1d4}kh1 = ^B4^B || "
		"Total: ^B4^B"},
	/* what its own term dropped is not ranked again, nor what a count was made of */
	{"{3d6d1+1d4}kl2", "1 5 2 3",
		"3d6d1: (1) (5) 2 = ^B2^B || 1d4: 3 = ^B3^B || {3d6d1+1d4}kl2 = ^B5^B || "
		"Total: ^B5^B"},
	{"{(1d4)d6+1d8}kh1", "2 3 4 1",
		"1d4: 2 = ^B2^B || 2d6: (3) 4 = ^B4^B || 1d8: (1) = ^B0^B || "
		"{(1d4)d6+1d8}kh1 = ^B4^B || "
		"Total: ^B4^B"},
	{"({3d6}kh2)d4", "1 1 1 4 3",
		"3d6: (1) 1 1 = ^B2^B || {3d6}kh2 = ^B2^B || 2d4: 4 3 = ^B7^B || Total: ^B7^B"},
	{"{2d6!}kh2", "6 5 4", "2d6!: 6! (4) 5 = ^B11^B || {2d6!}kh2 = ^B11^B || Total: ^B11^B"},
	{"{2d6!!}kh1", "6 5 4", "2d6!!: 6+4 (5) = ^B10^B || {2d6!!}kh1 = ^B10^B || Total: ^B10^B"},
	{"{1d20+5}>=15", "9",
		"1d20: 9 = ^B9^B || {1d20+5}>=15 = ^B0^B successes ≥15 || "
		"Total: ^B0 successes^B"},
	{"{1d20+5}>=15", "10",
		"1d20: 10 = ^B10^B || {1d20+5}>=15 = ^B1^B success ≥15 || "
		"Total: ^B1 success^B"},
	{"{1d20+5}>=15f<10", "4",
		"1d20: 4 = ^B4^B || {1d20+5}>=15f<10 = ^B-1^B successes ≥15, failures <10 "
		"|| Total: ^B-1 successes^B"},
	{"{2d20kh1+5}ms15", "4 9",
		"2d20kh1: (4) 9 = ^B9^B || {2d20kh1+5}ms15 = ^Bmissed by 1^B ≥15 || "
		"Total: ^Bmissed by 1^B"},
	{"{4d6}kh3>=12", "6 1 3 3",
		"4d6: 6 (1) 3 3 = ^B12^B || {4d6}kh3>=12 = ^B1^B success ≥12 || Total: ^B1 "
		"success^B"},
	{"{5}>=5+1d6", "2",
		"{5}>=5 = ^B1^B success ≥5 || +1d6: 2 = ^B2^B || Total: ^B3 successes^B"},
	{"{3d6>=4}", "1 4 5",
		"3d6>=4: 1 ^B4^B ^B5^B = ^B2^B successes ≥4 || {3d6>=4} = ^B2^B successes || "
		"Total: ^B2 successes^B"},
};

static const struct dice_row faces[] = {
	{"3d[2..5]", "1 4 2", "3d[2..5]: 2 5 3 = ^B10^B || Total: ^B10^B"},
	{"2d[-2..2]kh1", "1 3", "2d[-2..2]kh1: (-2) 0 = ^B0^B || Total: ^B0^B"},
	{"1d[2..5]!", "4 1", "1d[2..5]!: 5! 2 = ^B7^B || Total: ^B7^B"},
	{"1d[2..5]r", "1 2", "1d[2..5]r: 2→3 = ^B3^B || Total: ^B3^B"},
	{"3d[1,3,9]", "1 2 3", "3d[1,3,9]: 1 3 9 = ^B13^B || Total: ^B13^B"},
	{"2d[1, 3 ,+9]", "3 3", "2d[1, 3 ,+9]: 9 9 = ^B18^B || Total: ^B18^B"},
	{"2d[0,0,1..3]>=1", "2 5",
		"2d[0,0,1..3]>=1: 0 ^B3^B = ^B1^B success ≥1 || Total: ^B1 success^B"},
	{"2d[5,1,3]!", "1 2 3", "2d[5,1,3]!: 5! 3 1 = ^B9^B || Total: ^B9^B"},
	{"2d[1,1,2]u", "1 2 3", "2d[1,1,2]u: 1 1→2 = ^B3^B || Total: ^B3^B"},
	{"d[7]", "1", "1d[7]: 7 = ^B7^B || Total: ^B7^B"},
	{"d[1..20]", "20", "1d[1..20]: 20 = ^B20^B (natural 20) || Total: ^B20^B"},
	{"2d[2..21]kh1", "20 3", "2d[2..21]kh1: 21 (4) = ^B21^B || Total: ^B21^B"},
	{"3d[sword,shield,two swords]", "1 2 2",
		"3d[sword,shield,two swords]: sword shield shield || Total: ^B1 sword, 2 shield^B"},
	{"2d[a,b]+1d[b,c]", "1 2 1", "2d[a,b]: a b || +1d[b,c]: b || Total: ^B1 a, 2 b^B"},
	{"2x2d[a,b]", "1 2 1 1", "2d[a,b]: a b || 2d[a,b]: a a || Total: ^B3 a, 1 b^B"},
	{"2d[a,b]u[draw]", "1 1 2", "2d[a,b]u[draw]: a a→b || Total: ^B1 a, 1 b^B"},
	{"3d[x,y,x]m", "1 2 3", "3d[x,y,x]m: ^Bx^B y ^Bx^B = ^B1^B match || Total: ^B1 match^B"},
	{"0d[a,b]", "", "0d[a,b]: none || Total: ^Bnothing^B"},
	{"2d6+1d[1,2]", "1 2 2", "2d6: 1 2 = ^B3^B || +1d[1,2]: 2 = ^B2^B || Total: ^B5^B"},
	{"2d6 - d[1..3]", "1 2 2", "2d6: 1 2 = ^B3^B || -1d[1..3]: 2 = ^B2^B || Total: ^B1^B"},
};

static const struct dice_row computed[] = {
	{"(2d6)d6", "1 1 5 6", "2d6: 1 1 = ^B2^B || 2d6: 5 6 = ^B11^B || Total: ^B11^B"},
	{"(1d4)d6kh1", "2 5 6", "1d4: 2 = ^B2^B || 2d6kh1: (5) 6 = ^B6^B || Total: ^B6^B"},
	{"1d(2d4)!", "2 2 4 1", "2d4: 2 2 = ^B4^B || 1d4!: 4! 1 = ^B5^B || Total: ^B5^B"},
	{"(1d4)d(1d6)", "1 6 5",
		"1d4: 1 = ^B1^B || 1d6: 6 = ^B6^B || 1d6: 5 = ^B5^B || Total: ^B5^B"},
	{"(1d4)d%", "1 50", "1d4: 1 = ^B1^B || 1d%: 50 = ^B50^B || Total: ^B50^B"},
	{"(1+1)dF", "1 6", "2dF: [^B-^B] [^B+^B] = ^B0^B || Total: ^B0^B"},
	{"(1+1)d[3..4]", "1 2", "2d[3..4]: 3 4 = ^B7^B || Total: ^B7^B"},
	{"2^(1d4)", "3", "1d4: 3 = ^B3^B || 2^(^B3^B) || Total: ^B8^B"},
	{"-2d6kh1", "3 4", "-2d6kh1: (3) 4 = ^B4^B || Total: ^B-4^B"},
};

TEST_DICE(check_dice_rest, several_members)
TEST_DICE(check_dice_rest, one_member)
TEST_DICE(check_dice_rest, faces)
TEST_DICE(check_dice_rest, computed)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_several_members),
		cmocka_unit_test(test_one_member),
		cmocka_unit_test(test_faces),
		cmocka_unit_test(test_computed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
