/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every word that can follow a die, with the faces in the order in which they fall. */
#include "unit/dice_rows.h"

static const struct dice_row keeps[] = {
	{"4d6kh3", "6 5 3 2", "4d6kh3: 6 5 3 (2) = ^B14^B || Total: ^B14^B"},
	{"4d6k3", "2 5 3 6", "4d6k3: (2) 5 3 6 = ^B14^B || Total: ^B14^B"},
	{"4D6KH3", "6 5 3 2", "4d6KH3: 6 5 3 (2) = ^B14^B || Total: ^B14^B"},
	{"3d6k", "2 5 3", "3d6k: (2) 5 (3) = ^B5^B || Total: ^B5^B"},
	{"3d6kh", "2 5 3", "3d6kh: (2) 5 (3) = ^B5^B || Total: ^B5^B"},
	{"3d6kl", "2 5 3", "3d6kl: 2 (5) (3) = ^B2^B || Total: ^B2^B"},
	{"3d6kl2", "2 5 3", "3d6kl2: 2 (5) 3 = ^B5^B || Total: ^B5^B"},
	{"3d6d", "2 5 3", "3d6d: (2) 5 3 = ^B8^B || Total: ^B8^B"},
	{"3d6dl", "2 5 3", "3d6dl: (2) 5 3 = ^B8^B || Total: ^B8^B"},
	{"3d6dh", "2 5 3", "3d6dh: 2 (5) 3 = ^B5^B || Total: ^B5^B"},
	{"3d6dh2", "2 5 3", "3d6dh2: 2 (5) (3) = ^B2^B || Total: ^B2^B"},
	{"3d6v1", "2 5 3", "3d6v1: (2) 5 3 = ^B8^B || Total: ^B8^B"},
	{"3d6d0v0", "2 5 3", "3d6d0v0: 2 5 3 = ^B10^B || Total: ^B10^B"},
	{"2d6kh5", "2 5", "2d6kh5: 2 5 = ^B7^B || Total: ^B7^B"},
	{"2d6dl6", "2 5", "2d6dl6: (2) (5) = ^B0^B || Total: ^B0^B"},
	{"2d6d2", "2 5", "2d6d2: (2) (5) = ^B0^B || Total: ^B0^B"},
	{"2d6k99999999999", "2 5", "2d6k99999999999: 2 5 = ^B7^B || Total: ^B7^B"},
	/* of equal dice the last rolled counts as the higher */
	{"3d6kh1", "4 4 4", "3d6kh1: (4) (4) 4 = ^B4^B || Total: ^B4^B"},
	{"3d6kl1", "4 4 4", "3d6kl1: 4 (4) (4) = ^B4^B || Total: ^B4^B"},
	/* in typed order, each on what is left */
	{"4d6kh3kl1", "6 5 3 2", "4d6kh3kl1: (6) (5) 3 (2) = ^B3^B || Total: ^B3^B"},
	{"4d6kl1kh3", "6 5 3 2", "4d6kl1kh3: (6) (5) (3) 2 = ^B2^B || Total: ^B2^B"},
	{"5d6dl1dh1", "1 2 3 4 5", "5d6dl1dh1: (1) 2 3 4 (5) = ^B9^B || Total: ^B9^B"},
	{"5d6km3", "5 1 3 2 4", "5d6km3: (5) (1) 3 2 4 = ^B9^B || Total: ^B9^B"},
	{"4d6km", "1 2 3 4", "4d6km: (1) (2) 3 (4) = ^B3^B || Total: ^B3^B"},
	{"0d6kh1", "", "0d6kh1: none = ^B0^B || Total: ^B0^B"},
	{"4dFkh2", "1 3 5 6",
		"4dFkh2: ([^B-^B]) ([^B0^B]) [^B+^B] [^B+^B] = ^B2^B || Total: ^B2^B"},
	{"15d4kh2", "1 2 3 4 1 2 3 4 1 2 3 4 1 2 3",
		"15d4kh2: (1) (2) (3) (4) (1) (2) (3) 4 (1) "
		"(2) (3) 4 (1) (2) (3) = ^B8^B || Total: ^B8^B"},
	{"3dF.1k1", "3 4 6", "3dF.1k1: ([^B0^B]) ([^B0^B]) [^B+^B] = ^B1^B || Total: ^B1^B"},
};

static const struct dice_row explosions[] = {
	{"2d6!", "6 4 2", "2d6!: 6! 2 4 = ^B12^B || Total: ^B12^B"},
	{"1d6!", "6 6 1", "1d6!: 6! 6! 1 = ^B13^B || Total: ^B13^B"},
	{"1d6!6", "6 1", "1d6!6: 6! 1 = ^B7^B || Total: ^B7^B"},
	{"1d6!=5", "5 6", "1d6!=5: 5! 6 = ^B11^B || Total: ^B11^B"},
	{"1d6!<>1", "5 1", "1d6!<>1: 5! 1 = ^B6^B || Total: ^B6^B"},
	{"1d6!!=5", "5 6", "1d6!!=5: 5+6 = ^B11^B || Total: ^B11^B"},
	{"1d6!>4", "5 6 4", "1d6!>4: 5! 6! 4 = ^B15^B || Total: ^B15^B"},
	{"1d6!>=5", "5 4", "1d6!>=5: 5! 4 = ^B9^B || Total: ^B9^B"},
	{"1d6!<3", "2 3", "1d6!<3: 2! 3 = ^B5^B || Total: ^B5^B"},
	{"1d6!<=2", "2 3", "1d6!<=2: 2! 3 = ^B5^B || Total: ^B5^B"},
	{"1d6!1!6", "1 6 3", "1d6!1!6: 1! 6! 3 = ^B10^B || Total: ^B10^B"},
	{"1d6x", "6 4", "1d6x: 6! 4 = ^B10^B || Total: ^B10^B"},
	{"1d6x>=5", "5 4", "1d6x>=5: 5! 4 = ^B9^B || Total: ^B9^B"},
	{"1d6ie", "6 4", "1d6ie: 6! 4 = ^B10^B || Total: ^B10^B"},
	{"1d6ie5", "5 6 4", "1d6ie5: 5! 6! 4 = ^B15^B || Total: ^B15^B"},
	{"2d6!o", "6 6 6 1", "2d6!o: 6! 6 6! 1 = ^B19^B || Total: ^B19^B"},
	{"1d6xo", "6 6", "1d6xo: 6! 6 = ^B12^B || Total: ^B12^B"},
	{"1d6!o>=1", "1 1", "1d6!o>=1: 1! 1 = ^B2^B || Total: ^B2^B"},
	{"1d6XO5", "5 6", "1d6XO5: 5! 6 = ^B11^B || Total: ^B11^B"},
	{"2d6!!", "6 2 6 4", "2d6!!: 6+6+4 2 = ^B18^B || Total: ^B18^B"},
	{"2d6!!kh1", "6 5 6 4", "2d6!!kh1: 6+6+4 (5) = ^B16^B || Total: ^B16^B"},
	{"1d6!p", "6 6 1", "1d6!p: 6! 5! 0 = ^B11^B || Total: ^B11^B"},
	{"1d6!p5", "5 5 1", "1d6!p5: 5! 4! 0 = ^B9^B || Total: ^B9^B"},
	{"1d6!!p", "6 6 1", "1d6!!p: 6+5+0 = ^B11^B || Total: ^B11^B"},
	{"1d4!!P>=3", "3 4 2", "1d4!!P>=3: 3+3+1 = ^B7^B || Total: ^B7^B"},
	/* every chain to its end before the next die's */
	{"3d6!", "6 1 6 5 6 2", "3d6!: 6! 5 1 6! 6! 2 = ^B26^B || Total: ^B26^B"},
	{"2d6!kh2", "6 3 4",
		"2d6!kh2: 6! 4 (3) = ^B10^B (faces are kept; !! keeps dice) || Total: ^B10^B"},
	{"2d6!>=5t5", "6 3 4", "2d6!>=5t5: ^B6!^B 4 3 = ^B1^B success ≥5 || Total: ^B1 success^B"},
	{"1dF!", "5 6 1", "1dF!: [^B+^B]! [^B+^B]! [^B-^B] = ^B1^B || Total: ^B1^B"},
	{"0d6!", "", "0d6!: none = ^B0^B || Total: ^B0^B"},
};

static const struct dice_row rerolls[] = {
	{"2d6r", "1 3 1 5", "2d6r: 1→5 3 = ^B8^B || Total: ^B8^B"},
	{"2d6rr", "1 3 5", "2d6rr: 1→5 3 = ^B8^B || Total: ^B8^B"},
	{"2d6r2", "1 2 2 5", "2d6r2: 1 2→5 = ^B6^B || Total: ^B6^B"},
	{"2d6r<3", "1 2 2 5 3", "2d6r<3: 1→5 2→3 = ^B8^B || Total: ^B8^B"},
	{"1d6r!=6", "1 2 6", "1d6r!=6: 1→6 = ^B6^B || Total: ^B6^B"},
	{"4d6r=3k1", "3 3 4 6 1 5", "4d6r=3k1: (3→1) (3→5) (4) 6 = ^B6^B || Total: ^B6^B"},
	{"1d6r1r6", "1 6 3", "1d6r1r6: 1→3 = ^B3^B || Total: ^B3^B"},
	{"1d6rr1ir2", "2 1 3", "1d6rr1ir2: 2→3 = ^B3^B || Total: ^B3^B"},
	{"1d6ir2", "2 1 3", "1d6ir2: 2→3 = ^B3^B || Total: ^B3^B"},
	{"1d6ir", "1 2", "1d6ir: 1→2 = ^B2^B || Total: ^B2^B"},
	{"2d6ro", "1 1 1 6", "2d6ro: 1→1 1→6 = ^B7^B || Total: ^B7^B"},
	{"1d6ro<=3", "2 3", "1d6ro<=3: 2→3 = ^B3^B || Total: ^B3^B"},
	{"1d6ro>=1", "2 3", "1d6ro>=1: 2→3 = ^B3^B || Total: ^B3^B"},
	{"1dFr", "1 2 4", "1dFr: [^B-^B]→[^B0^B] = ^B0^B || Total: ^B0^B"},
	/* rerolls come before explosions, and settle what explodes */
	{"2d6r1!", "1 2 6 1 4", "2d6r1!: 1→6! 1→4 2 = ^B12^B || Total: ^B12^B"},
	{"2d6!r1", "1 2 6 1 4", "2d6!r1: 1→6! 1→4 2 = ^B12^B || Total: ^B12^B"},
	{"2d6u", "5 5 5 2", "2d6u: 5 5→2 = ^B7^B || Total: ^B7^B"},
	{"3d6uo", "5 5 5 5 1", "3d6uo: 5 5→5 5→1 = ^B11^B || Total: ^B11^B"},
	{"3dFu", "1 2 4 3 6",
		"3dFu: [^B-^B] [^B-^B]→[^B0^B] [^B0^B]→[^B+^B] = ^B0^B || Total: ^B0^B"},
	{"2d1uo", "1 1 1", "2d1uo: 1 1→1 = ^B2^B || Total: ^B2^B"},
};

static const struct dice_row clamps[] = {
	{"3d6min2", "1 2 6", "3d6min2: 2 2 6 = ^B10^B || Total: ^B10^B"},
	{"3d6mi2", "1 2 6", "3d6mi2: 2 2 6 = ^B10^B || Total: ^B10^B"},
	{"3d6max4", "1 2 6", "3d6max4: 1 2 4 = ^B7^B || Total: ^B7^B"},
	{"3d6ma4mi2", "1 2 6", "3d6ma4mi2: 2 2 4 = ^B8^B || Total: ^B8^B"},
	{"2d6min3max3", "1 6", "2d6min3max3: 3 3 = ^B6^B || Total: ^B6^B"},
	{"2d6max-1", "1 6", "2d6max-1: -1 -1 = ^B-2^B || Total: ^B-2^B"},
	{"2dFmin-1", "1 6", "2dFmin-1: [^B-^B] [^B+^B] = ^B0^B || Total: ^B0^B"},
	{"2dFmin2", "1 6", "2dFmin2: 2 2 = ^B4^B || Total: ^B4^B"},
	/* explosions test what fell, targets what it is worth; the loss comes after the clamp */
	{"1d6!max5", "6 1", "1d6!max5: 5! 1 = ^B6^B || Total: ^B6^B"},
	{"2d6min3t3", "1 6",
		"2d6min3t3: ^B3^B ^B6^B = ^B2^B successes ≥3 || Total: ^B2 successes^B"},
	{"1d6!pmin2", "6 1", "1d6!pmin2: 6! 1 = ^B7^B || Total: ^B7^B"},
};

static const struct dice_row targets[] = {
	{"3d10>7", "7 8 10",
		"3d10>7: 7 ^B8^B ^B10^B = ^B2^B successes >7 || Total: ^B2 successes^B"},
	{"3d10>=8", "7 8 10",
		"3d10>=8: 7 ^B8^B ^B10^B = ^B2^B successes ≥8 || Total: ^B2 successes^B"},
	{"3d10t8", "7 8 10",
		"3d10t8: 7 ^B8^B ^B10^B = ^B2^B successes ≥8 || Total: ^B2 successes^B"},
	{"3d10<8", "7 8 10", "3d10<8: ^B7^B 8 10 = ^B1^B success <8 || Total: ^B1 success^B"},
	{"3d10<=8", "7 8 10",
		"3d10<=8: ^B7^B ^B8^B 10 = ^B2^B successes ≤8 || Total: ^B2 successes^B"},
	{"3d10=8", "7 8 10", "3d10=8: 7 ^B8^B 10 = ^B1^B success =8 || Total: ^B1 success^B"},
	{"3d10<>8", "7 8 10",
		"3d10<>8: ^B7^B 8 ^B10^B = ^B2^B successes ≠8 || Total: ^B2 successes^B"},
	{"2dF>=-1", "1 6",
		"2dF>=-1: ^B[-]^B ^B[+]^B = ^B2^B successes ≥-1 || Total: ^B2 successes^B"},
	{"5d10>=8ds10f1", "1 8 10 2 1",
		"5d10>=8ds10f1: ^U1^U ^B8^B ^B10^B 2 ^U1^U = ^B1^B success ≥8, twice ≥10, "
		"failures =1 "
		"|| Total: ^B1 success^B"},
	{"2d6>=5ds", "5 6",
		"2d6>=5ds: ^B5^B ^B6^B = ^B3^B successes ≥5, twice =6 || Total: ^B3 successes^B"},
	{"2d6>=5ds=5", "5 6",
		"2d6>=5ds=5: ^B5^B ^B6^B = ^B3^B successes ≥5, twice =5 || Total: ^B3 "
		"successes^B"},
	{"2d6>=5f<3", "1 2",
		"2d6>=5f<3: ^U1^U ^U2^U = ^B-2^B successes ≥5, failures <3 || "
		"Total: ^B-2 successes^B"},
	/* f stands anywhere after its target, and a target wins over it */
	{"2d6>=5kh1f6", "6 1",
		"2d6>=5kh1f6: ^B6^B (1) = ^B1^B success ≥5, failures =6 || Total: ^B1 "
		"success^B"},
	{"3d6even", "1 2 4",
		"3d6even: 1 ^B2^B ^B4^B = ^B2^B successes (even) || Total: ^B2 successes^B"},
	{"3d6ODD", "1 2 4", "3d6ODD: ^B1^B 2 4 = ^B1^B success (odd) || Total: ^B1 success^B"},
	{"2dFodd", "1 3", "2dFodd: ^B[-]^B [^B0^B] = ^B1^B success (odd) || Total: ^B1 success^B"},
	{"3d6kh2>=4", "5 4 4",
		"3d6kh2>=4: ^B5^B (4) ^B4^B = ^B2^B successes ≥4 || Total: ^B2 successes^B"},
	{"2d6>=4+2d6", "5 1 2 3",
		"2d6>=4: ^B5^B 1 = ^B1^B success ≥4 || +2d6: 2 3 = ^B5^B || Total: ^B6 "
		"successes^B"},
	{"5d6m", "3 3 2 5 5",
		"5d6m: ^B3^B ^B3^B 2 ^B5^B ^B5^B = ^B2^B matches || Total: ^B2 matches^B"},
	{"5d6m3", "3 3 2 3 5", "5d6m3: ^B3^B ^B3^B 2 ^B3^B 5 = ^B1^B match || Total: ^B1 match^B"},
	{"3d6kh2m", "5 1 5", "3d6kh2m: ^B5^B (1) ^B5^B = ^B1^B match || Total: ^B1 match^B"},
	{"3d6m", "1 2 3", "3d6m: 1 2 3 = ^B0^B matches || Total: ^B0 matches^B"},
	{"1d20ms15", "18", "1d20ms15: 18 = ^Bmade by 3^B ≥15 || Total: ^Bmade by 3^B"},
	{"1d20ms>=15", "11", "1d20ms>=15: 11 = ^Bmissed by 4^B ≥15 || Total: ^Bmissed by 4^B"},
	{"1d100ms<=45", "33", "1d100ms<=45: 33 = ^Bmade by 12^B ≤45 || Total: ^Bmade by 12^B"},
	{"1d20ms15+2", "15", "1d20ms15: 15 = ^Bmade by 0^B ≥15 || +^B2^B || Total: ^Bmade by 2^B"},
};

static const struct dice_row marks[] = {
	{"1d20cs>=19", "19", "1d20cs>=19: ^B19*^B = ^B19^B || Total: ^B19^B"},
	{"2d6cs", "6 1", "2d6cs: ^B6*^B 1 = ^B7^B || Total: ^B7^B"},
	{"2d6cf", "6 1", "2d6cf: 6 ^B1_^B = ^B7^B || Total: ^B7^B"},
	{"2d6cf2cs5", "2 5", "2d6cf2cs5: ^B2_^B ^B5*^B = ^B7^B || Total: ^B7^B"},
	{"1d20", "20", "1d20: 20 = ^B20^B (natural 20) || Total: ^B20^B"},
	{"1d20+5", "1", "1d20: 1 = ^B1^B (natural 1) || +^B5^B || Total: ^B6^B"},
	{"d%", "100", "1d%: 100 = ^B100^B (natural 100) || Total: ^B100^B"},
	{"d100", "1", "1d100: 1 = ^B1^B (natural 1) || Total: ^B1^B"},
	{"2d20kh1", "20 3", "2d20kh1: 20 (3) = ^B20^B (natural 20) || Total: ^B20^B"},
	{"2d20", "20 20", "2d20: 20 20 = ^B40^B || Total: ^B40^B"},
	{"1d20>=15", "20", "1d20>=15: ^B20^B = ^B1^B success ≥15 || Total: ^B1 success^B"},
	{"1d6", "6", "1d6: 6 = ^B6^B || Total: ^B6^B"},
	{"1d20!", "20 1", "1d20!: 20! 1 = ^B21^B || Total: ^B21^B"},
};

static const struct dice_row sorts[] = {
	{"4d6s", "3 1 6 2", "4d6s: 1 2 3 6 = ^B12^B || Total: ^B12^B"},
	{"4d6sa", "3 1 6 2", "4d6sa: 1 2 3 6 = ^B12^B || Total: ^B12^B"},
	{"4d6sd", "3 1 6 2", "4d6sd: 6 3 2 1 = ^B12^B || Total: ^B12^B"},
	{"4d6kh2sd", "3 1 6 2", "4d6kh2sd: 6 3 (2) (1) = ^B9^B || Total: ^B9^B"},
	{"2d6!s", "6 2 4", "2d6!s: 2 4 6! = ^B12^B || Total: ^B12^B"},
	{"2d6!!s", "6 2 4", "2d6!!s: 2 6+4 = ^B12^B || Total: ^B12^B"},
	{"{1d6,1d8,1d4}sd", "3 8 1",
		"1d6: 3 = ^B3^B || 1d8: 8 = ^B8^B || 1d4: 1 = ^B1^B || "
		"{1d6,1d8,1d4}sd: 8 3 1 = ^B12^B || Total: ^B12^B"},
};

static const struct dice_row labels[] = {
	{"2d6[fire]+3[str]", "3 4", "2d6[fire]: 3 4 = ^B7^B || +^B3^B[str] || Total: ^B10^B"},
	{"2d6[cold fire]kh1[a][b]", "3 4",
		"2d6kh1[cold fire, a, b]: (3) 4 = ^B4^B || Total: ^B4^B"},
	{"2d6d[fire]", "3 4", "2d6d[fire]: (3) 4 = ^B4^B || Total: ^B4^B"},
	{"(2d6+1)[\xc3\xa9]*2", "3 4",
		"2d6: 3 4 = ^B7^B || (^B7^B+1)[\xc3\xa9]*2 || Total: ^B16^B"},
	{"{1d6,1d8}kh1[best]", "3 8",
		"1d6: 3 = ^B3^B || 1d8: 8 = ^B8^B || "
		"{1d6,1d8}kh1[best]: (3) 8 = ^B8^B || Total: ^B8^B"},
	{"floor(1d6/2)[half]", "5", "1d6: 5 = ^B5^B || floor(^B5^B/2)[half] || Total: ^B2^B"},
	{"d6[a;b#c]", "5", "1d6[a;b#c]: 5 = ^B5^B || Total: ^B5^B"},
	{"d6[]", "5", "1d6[]: 5 = ^B5^B || Total: ^B5^B"},
	{"d6[a\002b]", "5", "1d6[ab]: 5 = ^B5^B || Total: ^B5^B"},
};

TEST_DICE(check_dice_rest, keeps)
TEST_DICE(check_dice_rest, explosions)
TEST_DICE(check_dice_rest, rerolls)
TEST_DICE(check_dice_rest, clamps)
TEST_DICE(check_dice_rest, targets)
TEST_DICE(check_dice_rest, marks)
TEST_DICE(check_dice_rest, sorts)
TEST_DICE(check_dice_rest, labels)

/* COUNT times FACE is all that falls of LINE. */
static void check_stop(const char *line, uint32_t face, size_t count, const char *wanted)
{
	struct rng *rng = rng_new_scripted(NULL, 0);
	char *said;

	for (size_t i = 0; i < count; i++)
		rng_script_more(rng, &face, 1);
	said = said_of(line, rng, DICE_NORMAL, 120);
	assert_string_equal(said, wanted);
	assert_int_equal(rng_script_left(rng), 0);
	free(said);
	rng_free(rng);
}

static void what_never_ends_stops(void **state)
{
	(void)state;
	check_stop("1d6!", 6, 101,
		"1d6! || 1d6!: 101x6 = ^B606^B (stopped after 100 extra dice) || Total: ^B606^B");
	check_stop("1d6!!", 6, 101,
		"1d6!! || 1d6!!: 1x606 = ^B606^B (stopped after 100 extra dice) || Total: ^B606^B");
	check_stop("1d6r", 1, 101,
		"1d6r || 1d6r: 1→1 = ^B1^B (stopped after 100 rerolls) || Total: ^B1^B");
	check_stop("2d6u", 1, 102,
		"2d6u || 2d6u: 1 1→1 = ^B2^B (stopped after 100 rerolls) || Total: ^B2^B");
}

static void every_reroll_can_be_seen(void **state)
{
	struct rng *rng = scripted_faces("1 3 1 2 6 6 6 1 1 2 1 3 6");
	char *said;

	(void)state;
	said = said_of("2d6r<3", rng, DICE_FULL, 400);
	assert_string_equal(said, "2d6r<3 || 2d6r<3: 1→1→2→6 3 = ^B9^B || Total: ^B9^B");
	free(said);
	said = said_of("1d6", rng, DICE_FULL, 400);
	assert_string_equal(said, "1d6 || 1d6: 6 = ^B6^B || Total: ^B6^B");
	free(said);
	said = said_of("1d6!r1", rng, DICE_FULL, 400);
	assert_string_equal(said, "1d6!r1 || 1d6!r1: 6! 1→1→2 = ^B8^B || Total: ^B8^B");
	free(said);
	said = said_of("3x1d6+2", rng, DICE_BRIEF, 400);
	assert_string_equal(said, "3x1d6+2 || Subtotals: ^B3^B ^B5^B ^B8^B || Total: ^B16^B");
	free(said);
	rng_free(rng);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keeps),
		cmocka_unit_test(test_explosions),
		cmocka_unit_test(test_rerolls),
		cmocka_unit_test(test_clamps),
		cmocka_unit_test(test_targets),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_sorts),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(what_never_ends_stops),
		cmocka_unit_test(every_reroll_can_be_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
