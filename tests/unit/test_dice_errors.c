/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people read when a line of dice is wrong: the whole line, with its column. */
#include "unit/test.h"

#include "base/arena.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "book.h"
#include "dice/dice.h"
#include "crypto/random.h"

#include <stdlib.h>

struct row {
	const char *line;
	const char *wanted;
};

#define OPERAND "a number or dice, such as 3d6, should stand here"
#define CHARACTER "this character cannot begin a number or dice, such as 3d6"
#define SIDES "a die needs its sides after the d: a number, % or F, such as 3d6"
#define NOT_UNDERSTOOD "this is not understood; a comment needs a blank before it"
#define REPEAT                                                                                     \
	"x repeats a whole roll and stands before it, such as 6x3d6; * multiplies, ! explodes"
#define COUNTED "these are counted already: one target, even, odd, m or ms"
#define EXPLODES "every face would explode, without end: !o explodes once"
#define MEANS_E "e means three things to three programs: ! explodes, !o once, >= counts"
#define COMMA "a comma stands only between the numbers of a function or in { }"
#define RANKED "dice that are counted cannot be ranked by their group"
#define MODIFIERS "modifiers follow dice or a group at once, such as {2d6+1d8}kh1"
#define EMPTY_FACE "a face is empty: write d[1,2,3] or d[sword,shield]"
#define FACE_NUMBER "the numbers on faces are whole and go from -1000000 to 1000000"
#define NO_NUMBER "dice that show words have no number to calculate with"
#define TOO_MUCH                                                                                   \
	"the dice of a roll may take 4096 bytes to record, these take more: roll fewer, or with "  \
	"fewer sides"
#define TOO_LARGE "the result is beyond 9007199254740992 (2^53)"

static const struct row syntax[] = {
	{"", "there is nothing to roll; write dice, such as 3d6 (column 1)"},
	{" \t", "there is nothing to roll; write dice, such as 3d6 (column 1)"},
	{"#", "#: " OPERAND " (column 1)"},
	{";", ";: " OPERAND " (column 1)"},
	{"d", "d: a die needs its sides; write 1d6 (column 1)"},
	{"3d", "3d: a die needs its sides; write 3d6 (column 2)"},
	{"3dx", "3dx: " SIDES " (column 3)"},
	{"2d6+", "2d6+: " OPERAND " (column 5)"},
	{"2d6+ fire", "2d6+ fire: this is neither a number nor dice, such as 3d6 (column 6)"},
	{"2d6++", "2d6++: " OPERAND " (column 6)"},
	{"*2", "*2: " CHARACTER " (column 1)"},
	{"fire", "fire: there are no dice in this; write 1d20 # fire (column 1)"},
	{"floot(3)", "floot(3): there is no such function; there are floor, ceil, round, abs, "
		     "sqrt, sign, pow, min and max (column 1)"},
	{"  fire", "fire: there are no dice in this; write 1d20 # fire (column 1)"},
	{"\xc3\xa9", "\xc3\xa9: " CHARACTER " (column 1)"},
	{"d6+\xe2\x82\xac+d", "d6+\xe2\x82\xac+d: " CHARACTER " (column 4)"},
	{"(\xe2\x82\xac)", "(\xe2\x82\xac): " CHARACTER " (column 2)"},
	{"d6\x01", "d6?: " NOT_UNDERSTOOD " (column 3)"},
	{"5d4x10 gp", "5d4x10 gp: x could repeat the roll, multiply it or explode; write 10x5d4 gp "
		      "or 5d4*10 gp or 5d4! gp (column 4)"},
	{"1+2x3d6", "1+2x3d6: " REPEAT " (column 4)"},
	{"2x", "2x: " OPERAND " (column 3)"},
	{"2(3)", "2(3): an operator is missing here, such as 2*(3) (column 2)"},
	{"(2)(3)", "(2)(3): an operator is missing here, such as 2*(3) (column 4)"},
	{"2abc", "2abc: " NOT_UNDERSTOOD " (column 2)"},
	{"1..5", "1..5: " NOT_UNDERSTOOD " (column 2)"},
	{"dF.3", "dF.3: " NOT_UNDERSTOOD " (column 3)"},
	{"d6.5", "d6.5: " NOT_UNDERSTOOD " (column 3)"},
	{"(2d6", "(2d6: this bracket is never closed (column 1)"},
	{"1+((2d6) # )", "1+((2d6) # ): this bracket is never closed (column 3)"},
	{"2d6)", "2d6): this bracket was never opened (column 4)"},
	{"()", "(): " OPERAND " (column 2)"},
	{"(1;2)", "(1;2): an operator or a closing bracket should stand here (column 3)"},
	{"1d6,2", "1d6,2: a comma stands only between the numbers of a function or in { } (column "
		  "4)"},
	{"sqrt", "sqrt: a function needs its numbers in brackets, such as floor(1d6/2) (column 5)"},
	{"sqrt(4", "sqrt(4: a comma or a closing bracket should stand here (column 7)"},
	{"sqrt(1,2)", "sqrt(1,2): sqrt takes 1 number, not 2 (column 1)"},
	{"1+min(1)", "1+min(1): min takes 2 numbers or more, not 1 (column 3)"},
	{"pow()", "pow(): " OPERAND " (column 5)"},
};

static const struct row bounds[] = {
	{"1d0", "1d0: a die needs at least 1 side (column 3)"},
	{"1d(1-2)", "1d(1-2): a die needs at least 1 side (column 4)"},
	{"1d(1/2)", "1d(1/2): the sides of a die are a whole number (column 4)"},
	{"1d1000001", "1d1000001: a die has at most 1000000 sides (column 3)"},
	{"1001d6", "1001d6: a term has at most 1000 dice (column 1)"},
	{"1.5d6", "1.5d6: the number of dice is a whole number (column 1)"},
	{"(1/2)d6", "(1/2)d6: the number of dice is a whole number (column 2)"},
	{"(-3)d6", "(-3)d6: the number of dice is 0 or more (column 2)"},
	{"d6;(-3)d6", "d6;(-3)d6: the number of dice is 0 or more (column 5)"},
	{"d6 \xe2\x82\xac; 1d0", "d6 \xe2\x82\xac; 1d0: a die needs at least 1 side (column 9)"},
	{"0x1d6", "0x1d6: a roll is repeated 1 to 20 times (column 1)"},
	{"21x1d6", "21x1d6: a roll is repeated 1 to 20 times (column 1)"},
	{"2x0x1d6", "2x0x1d6: a roll is repeated 1 to 20 times (column 3)"},
	{"2x2x2x2x1d6", "2x2x2x2x1d6: x stands at most three times in a row (column 8)"},
	{"20x20x20x2d6", "20x20x20x2d6: a line rolls at most 10000 dice (column 10)"},
	{"20x1000d6", "20x1000d6: a line rolls at most 10000 dice (column 4)"},
	{"10x1000d1000000", "10x1000d1000000: " TOO_MUCH " (column 4)"},
	{"1d6+(2*500)d1000000+999d1000000",
		"1d6+(2*500)d1000000+999d1000000: " TOO_MUCH " (column 21)"},
	{"9x1000d6;9x200d6", "9x1000d6;9x200d6: a line rolls at most 10000 dice (column 12)"},
	{"20x20x20x0d6+0d6", "20x20x20x0d6+0d6: a line rolls at most 10000 times (column 10)"},
	{"d6;d6;d6;d6;d6", "d6;d6;d6;d6;d6: a line has at most 4 rolls (column 13)"},
	{"9^9^9^9+0d6", "9^9^9^9+0d6: " TOO_LARGE " (column 4)"},
	{"9007199254740993",
		"9007199254740993: numbers go up to 9007199254740992 (2^53) (column 1)"},
	{"9007199254740992+1*9+0d6", "9007199254740992+1*9+0d6: " TOO_LARGE " (column 17)"},
	{"2d6/0", "2d6/0: nothing can be divided by zero (column 5)"},
	{"1//(1-1)+d6", "1//(1-1)+d6: nothing can be divided by zero (column 5)"},
	{"1%0+d6", "1%0+d6: nothing can be divided by zero (column 3)"},
	{"0^-1+d6", "0^-1+d6: nothing can be divided by zero (column 3)"},
	{"sqrt(-1)+d6", "sqrt(-1)+d6: a negative number has no square root (column 1)"},
	{"1+(-8)^.5+d6", "1+(-8)^.5+d6: the result is not a real number (column 7)"},
	{"2x9007199254740992+0d6", "2x9007199254740992+0d6: " TOO_LARGE " (column 3)"},
};

/* What cannot follow a die or a group, or not together. */
static const struct row modifiers[] = {
	{"2d6k0", "2d6k0: at least 1 must be kept (column 4)"},
	{"2d6kl0", "2d6kl0: at least 1 must be kept (column 4)"},
	{"2d6v", "2d6v: v needs a whole number, such as v2 (column 5)"},
	{"2d6min", "2d6min: min needs a whole number, such as min2 (column 7)"},
	{"2d6max-", "2d6max-: max needs a whole number, such as max2 (column 7)"},
	{"2d6t", "2d6t: t needs a whole number, such as t2 (column 5)"},
	{"2d6>=", "2d6>=: >= needs a whole number, such as >=2 (column 6)"},
	{"2d6>= 3", "2d6>= 3: >= needs a whole number, such as >=2 (column 6)"},
	{"2d6!>", "2d6!>: !> needs a whole number, such as !>2 (column 6)"},
	{"2d6f", "2d6f: f needs a whole number, such as f2 (column 5)"},
	{"2d6ms", "2d6ms: ms needs a whole number, such as ms2 (column 6)"},
	{"2d6>=3f", "2d6>=3f: f needs a whole number, such as f2 (column 8)"},
	{"2d6!9007199254740993",
		"2d6!9007199254740993: numbers go up to 9007199254740992 (2^53) (column 4)"},
	{"2d6f1", "2d6f1: f needs a target before it, such as 5d10>=8f1 (column 4)"},
	{"2d6f1>=3", "2d6f1>=3: f needs a target before it, such as 5d10>=8f1 (column 4)"},
	{"2d6ds6", "2d6ds6: ds needs a target before it, such as 5d10>=8ds1 (column 4)"},
	{"2d6evenf1", "2d6evenf1: f needs a target before it, such as 5d10>=8f1 (column 8)"},
	{"2d6>=3>=5", "2d6>=3>=5: " COUNTED " (column 7)"},
	{"2d6>=3t5", "2d6>=3t5: " COUNTED " (column 7)"},
	{"2d6>=3even", "2d6>=3even: " COUNTED " (column 7)"},
	{"2d6oddm", "2d6oddm: " COUNTED " (column 7)"},
	{"2d6ms5=3", "2d6ms5=3: " COUNTED " (column 7)"},
	{"2d6>=3f1f2", "2d6>=3f1f2: f can stand only once after a die (column 9)"},
	{"2d6>=3ds5ds6", "2d6>=3ds5ds6: ds can stand only once after a die (column 10)"},
	{"2d6uuo", "2d6uuo: uo can stand only once after a die (column 5)"},
	{"2d6ssd", "2d6ssd: sd can stand only once after a die (column 5)"},
	{"2d6min1mi2", "2d6min1mi2: mi can stand only once after a die (column 8)"},
	{"2d6max1ma2", "2d6max1ma2: ma can stand only once after a die (column 8)"},
	{"2d6min3max2", "2d6min3max2: min is above max (column 8)"},
	{"2d6max2min3", "2d6max2min3: min is above max (column 8)"},
	{"2d6r1ro2", "2d6r1ro2: ro rerolls once and r until: one die takes one of them (column 6)"},
	{"2d6roir2", "2d6roir2: ro rerolls once and r until: one die takes one of them (column 6)"},
	{"2d6ur1", "2d6ur1: dice that must differ (u) cannot be rerolled otherwise (column 5)"},
	{"2d6u!", "2d6u!: dice that must differ (u) cannot explode (column 5)"},
	{"2d6r1u", "2d6r1u: dice that must differ (u) cannot be rerolled or explode (column 6)"},
	{"2d6!uo", "2d6!uo: dice that must differ (u) cannot be rerolled or explode (column 5)"},
	{"2d6!!!", "2d6!!!: dice explode in one way only: two different ones are here (column 6)"},
	{"2d6!5!o6",
		"2d6!5!o6: dice explode in one way only: two different ones are here (column 6)"},
	{"2d6ms>5", "2d6ms>5: a margin is that of >= or <=, such as ms15 or ms<=45 (column 4)"},
	{"2d6m1", "2d6m1: a match needs 2 dice at least (column 4)"},
	{"1d6!>=1", "1d6!>=1: " EXPLODES " (column 4)"},
	{"1d6!<=3!>3", "1d6!<=3!>3: " EXPLODES " (column 4)"},
	{"1d6!1!2!3!4!5!6", "1d6!1!2!3!4!5!6: " EXPLODES " (column 4)"},
	{"1d6!<>3!3", "1d6!<>3!3: " EXPLODES " (column 4)"},
	{"1d1!", "1d1!: " EXPLODES " (column 4)"},
	{"0d1!!", "0d1!!: " EXPLODES " (column 4)"},
	{"1dF!<0!0!1", "1dF!<0!0!1: " EXPLODES " (column 4)"},
	{"1d[2,4]!<3!p4", "1d[2,4]!<3!p4: dice explode in one way only: two different ones are "
			  "here (column 11)"},
	{"1d[2,4]!<3!>3", "1d[2,4]!<3!>3: " EXPLODES " (column 8)"},
	{"1d(1d1)!", "1d(1d1)!: " EXPLODES " (column 8)"},
	{"1d1r", "1d1r: every face would be rerolled, without end (column 4)"},
	{"2d4r<=4", "2d4r<=4: every face would be rerolled, without end (column 4)"},
	{"2d4r1r>1", "2d4r1r>1: every face would be rerolled, without end (column 4)"},
	{"3d2u", "3d2u: 3 dice cannot all differ: they have only 2 values (column 4)"},
	{"4dFu", "4dFu: 4 dice cannot all differ: they have only 3 values (column 4)"},
	{"3d[1,1,2]u", "3d[1,1,2]u: 3 dice cannot all differ: they have only 2 values (column 10)"},
	{"2d6!1!1!1!1!1!1!1!1!1!1!1!1!1!1!1!1!1",
		"2d6!1!1!1!1!1!1!1!1!1!1!1!1!1!1!1!1!1: at most 16 of "
		"a kind can follow a die (column 36)"},
};

/* Letters that other programs know and this one reads otherwise, or not at all. */
static const struct row ambiguous[] = {
	{"5d6e", "5d6e: " MEANS_E " (column 4)"},
	{"5d6e6", "5d6e6: " MEANS_E " (column 4)"},
	{"5d6p", "5d6p: p alone means nothing here: !p penetrates (column 4)"},
	{"5d6c3", "5d6c3: c means nothing here: >= counts, cs and cf mark (column 4)"},
	{"5d6b", "5d6b: b needs a whole number, such as b2 (column 5)"},
	{"5d6i6", "5d6i6: i means nothing here: ie explodes, ir rerolls (column 4)"},
	{"5d6a6", "5d6a6: a means nothing here: ! adds a die for each highest one (column 4)"},
	{"5d6mt", "5d6mt: m counts sets of equal dice, m3 those of three or more (column 4)"},
	{"5d6!>6", "5d6!>6: no face of this die can be that (column 4)"},
	{"5d6r=0", "5d6r=0: no face of this die can be that (column 4)"},
	{"5d4x.5", "5d4x.5: " REPEAT " (column 4)"},
	{"5d4x(2)", "5d4x(2): " REPEAT " (column 4)"},
	{"5d4x{d6}", "5d4x{d6}: " REPEAT " (column 4)"},
	{"5d4xd6", "5d4xd6: x could repeat the roll, multiply it or explode; write 5d4*d6 (column "
		   "4)"},
	{"{5d4}x2", "{5d4}x2: x could repeat the roll, multiply it or explode; write 2x{5d4} or "
		    "({5d4})*2 (column 6)"},
	{"5d4z", "5d4z: " NOT_UNDERSTOOD " (column 4)"},
	{"3d6 k3; 1, 2",
		"3d6 k3; 1, 2: this number belongs to nothing; write 3d6k3 # ; 1, 2 (column 9)"},
	{"1,2", "1,2: " COMMA " (column 2)"},
	{"(1,2)", "(1,2): an operator or a closing bracket should stand here (column 3)"},
};

static const struct row groups[] = {
	{"{", "{: " OPERAND " (column 2)"},
	{"{}", "{}: " OPERAND " (column 2)"},
	{"{1d6", "{1d6: a comma or a closing brace should stand here (column 5)"},
	{"{1d6)", "{1d6): a comma or a closing brace should stand here (column 5)"},
	{"{1d6,}", "{1d6,}: " OPERAND " (column 6)"},
	{"1d6}", "1d6}: this brace was never opened (column 4)"},
	{"1d6{2}", "1d6{2}: an operator is missing here, such as 2*{3d6} (column 4)"},
	{"{{1d6}}", "{{1d6}}: a group cannot stand within a group (column 2)"},
	{"{(({1d6}))d6}", "{(({1d6}))d6}: a group cannot stand within a group (column 4)"},
	{"{1d6}!", "{1d6}!: ! is for dice: write it after those within { } (column 6)"},
	{"{1d6}r1", "{1d6}r1: r is for dice: write it after those within { } (column 6)"},
	{"{1d6}even", "{1d6}even: even is for dice: write it after those within { } (column 6)"},
	{"{1d6}f1", "{1d6}f1: f needs a target before it, such as 5d10>=8f1 (column 6)"},
	{"{1d6}>=3>=4", "{1d6}>=3>=4: " COUNTED " (column 9)"},
	{"{5+1}kh1", "{5+1}kh1: there are no dice in this group to keep or drop (column 6)"},
	{"{3d6>=3+1d4}kh1", "{3d6>=3+1d4}kh1: " RANKED " (column 13)"},
	{"{floor(-3d6odd)}d1", "{floor(-3d6odd)}d1: " RANKED " (column 17)"},
	{"{2d6/(0d1)}kh1", "{2d6/(0d1)}kh1: nothing can be divided by zero (column 7)"},
	{"{2d6,1/0}kh1", "{2d6,1/0}kh1: nothing can be divided by zero (column 8)"},
	{"{9007199254740992,9+0d6}", "{9007199254740992,9+0d6}: " TOO_LARGE " (column 1)"},
	{"(2d6)kh1", NULL},
	{"{(2d6)kh1}", "{(2d6)kh1}: a group cannot stand within a group (column 6)"},
	{"5>=3", "5>=3: " MODIFIERS " (column 2)"},
	{"2d6=>7", "2d6=>7: at least is written >= (column 4)"},
	{"2d6=<7", "2d6=<7: at most is written <= (column 4)"},
	{"2d6==7", "2d6==7: one = is enough, such as =6 (column 4)"},
	{"d20+5>=15", NULL},
	{"2x(2d6)t9 to hit", "2x(2d6)t9 to hit: to compare the total write {(2d6)}t9 (column 8)"},
	{"{2d6}+1>=8", NULL},
	{"(2d6)!", "(2d6)!: " MODIFIERS " (column 6)"},
};

static const struct row faces[] = {
	{"d[", "d[: these faces are never closed (column 2)"},
	{"d[1,2", "d[1,2: these faces are never closed (column 2)"},
	{"d[]", "d[]: " EMPTY_FACE " (column 3)"},
	{"d[1,,2]", "d[1,,2]: " EMPTY_FACE " (column 5)"},
	{"d[1, ]", "d[1, ]: " EMPTY_FACE " (column 6)"},
	{"d[nix]", "d[nix]: no die is named nix; faces are parted by commas, such as "
		   "d[sword,shield] (column 3)"},
	{"d[coin]+1", "d[coin]+1: " NO_NUMBER " (column 1)"},
	{"d[5..2]", "d[5..2]: a range goes from the lower number to the higher (column 3)"},
	{"d[1..1000001]", "d[1..1000001]: " FACE_NUMBER " (column 3)"},
	{"d[1.5,2]", "d[1.5,2]: " FACE_NUMBER " (column 3)"},
	{"d[1..]", "d[1..]: " FACE_NUMBER " (column 3)"},
	{"d[0..1000000]", "d[0..1000000]: a die has at most 1000000 sides (column 1)"},
	{"d[1..1000,5]", "d[1..1000,5]: a list has at most 1000 faces (column 2)"},
	{"d[aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx,b]",
		"d[aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx,b]: a "
		"word on a face has at most 40 bytes (column 3)"},
	{"2d[a,b]+1", "2d[a,b]+1: " NO_NUMBER " (column 1)"},
	{"1+2d[a,b]", "1+2d[a,b]: " NO_NUMBER " (column 3)"},
	{"1d6+2d[a,b]", "1d6+2d[a,b]: " NO_NUMBER " (column 5)"},
	{"-d[a,b]", "-d[a,b]: " NO_NUMBER " (column 2)"},
	{"d[a,b]-d[a,b]", "d[a,b]-d[a,b]: " NO_NUMBER " (column 1)"},
	{"(d[a,b])d6", "(d[a,b])d6: " NO_NUMBER " (column 2)"},
	{"{d[a,b],d6}", "{d[a,b],d6}: " NO_NUMBER " (column 2)"},
	{"d[a,b]kh1", "d[a,b]kh1: kh needs numbers, and these dice show words (column 7)"},
	{"d[a,b]!", "d[a,b]!: ! needs numbers, and these dice show words (column 7)"},
	{"d[a,b]>=1", "d[a,b]>=1: >= needs numbers, and these dice show words (column 7)"},
	{"3d[a,b]u", "3d[a,b]u: 3 dice cannot all differ: they have only 2 values (column 8)"},
	{"2d6[x", "2d6[x: this label is never closed (column 4)"},
	{"2d6[[x]]", "2d6[[x]]: this label is never closed (column 4)"},
	{"2[x]d6", "2[x]d6: " MODIFIERS " (column 5)"},
};

static const struct row presets[] = {
	{"scion", "scion: scion is written like this: scion 5+2 (column 6)"},
	{"scion fire", "scion fire: scion is written like this: scion 5+2 (column 7)"},
	{"scion 0", "scion 0: scion takes 1 to 100 for n, not 0 (column 1)"},
	{"scion 101", "scion 101: scion takes 1 to 100 for n, not 101 (column 1)"},
	{"scion 2x101", "scion 2x101: scion takes 1 to 100 for n, not 101 (column 1)"},
	{"scion 21x1", "scion 21x1: a roll is repeated 1 to 20 times (column 11)"},
	{"scion 5*2", "scion 5*2: scion is written like this: scion 5+2 (column 8)"},
	{"scion 5+d6", "scion 5+d6: scion is written like this: scion 5+2 (column 9)"},
	{"scion 5+.5", "scion 5+.5: scion is written like this: scion 5+2 (column 8)"},
	{"ww 5+", "ww 5+: ww is written like this: ww 4 (column 5)"},
	{"ww 5k1", "ww 5k1: ww is written like this: ww 4 (column 5)"},
	{"d6; ww 101; d6; x", "d6; ww 101; d6; x: ww takes 1 to 100 for n, not 101 (column 5)"},
	{"d6; x; d6", NULL}, /* not a roll: belongs to the comment up to the next one */
	{"besm +2d", "besm +2d: " SIDES " (column 9)"},
	{"besm 1d0", "besm 1d0: a die needs at least 1 side (column 8)"},
};

/* The error of LINE into OUT; nothing if there is none. */
static void error_line(const char *line, struct rng *rng, struct strbuf *out)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;
	struct arena arena = ARENA_INIT;
	struct error err = {.text = ""};
	const struct dice_line *parsed = dice_parse(line, shipped_book(), &arena, &err);

	if (parsed == NULL || dice_roll(parsed, &limits, rng, &arena, &err) == NULL)
		dice_error_line(out, line, &err);
	arena_release(&arena);
}

/* Cut what is offered out of TEXT. */
static void cut_offers(struct strbuf *text)
{
	char *begin = strstr(text->text, "; write "), *end = strstr(text->text, " (column ");

	if (begin == NULL || end == NULL || end < begin)
		return;
	memmove(begin, end, strlen(end) + 1);
	strbuf_cut(text, strlen(text->text));
}

/* What a row does not say is offered is for the tests of what is offered. */
static void check(const struct row *row)
{
	struct rng *rng = rng_new_seeded(1);
	struct strbuf text = STRBUF_INIT;

	error_line(row->line, rng, &text);
	if (row->wanted != NULL && strstr(row->wanted, "; write ") == NULL)
		cut_offers(&text);
	assert_string_equal(text.text, row->wanted != NULL ? row->wanted : "");
	strbuf_release(&text);
	rng_free(rng);
}

static void test_syntax(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(syntax); i++)
		check(&syntax[i]);
}

static void test_bounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bounds); i++)
		check(&bounds[i]);
}

static void test_modifiers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(modifiers); i++)
		check(&modifiers[i]);
}

static void test_ambiguous(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ambiguous); i++)
		check(&ambiguous[i]);
}

static void test_groups(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(groups); i++)
		check(&groups[i]);
}

static void test_faces(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(faces); i++)
		check(&faces[i]);
}

static void test_presets(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(presets); i++)
		check(&presets[i]);
}

/* A line of COUNT times UNIT. */
static void check_many(const char *unit, size_t count, const char *last, const char *wanted)
{
	struct strbuf line = STRBUF_INIT;
	struct row row = {.wanted = wanted};

	for (size_t i = 0; i < count; i++)
		strbuf_addstr(&line, unit);
	strbuf_addstr(&line, last);
	row.line = line.text;
	check(&row);
	strbuf_release(&line);
}

#define TOO_LONG "an expression has at most 400 bytes (column 401)"

static void monsters_are_refused_shortly(void **state)
{
	(void)state;
	check_many("(", 10000, "",
		"\xe2\x80\xa6(((((((((((((((((((((((((((((((((((((((((\xe2\x80\xa6: brackets nest "
		"at most "
		"64 deep (column 65)");
	check_many("9", 400, "",
		"9999999999999999999999999999999999999999\xe2\x80\xa6: numbers go up to "
		"9007199254740992 "
		"(2^53) (column 1)");
	check_many("-", 50000, "1",
		"\xe2\x80\xa6-----------------------------------------\xe2\x80\xa6: " TOO_LONG);
	check_many("1+", 200, "1",
		"\xe2\x80\xa6"
		"1+1+1+1+1+1+1+1+1+1+1+1+1+1+1: " TOO_LONG);
	check_many("1^", 20000, "1",
		"\xe2\x80\xa6"
		"1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1^1\xe2\x80\xa6: " TOO_LONG);
	check_many("d6;", 3000, "",
		"\xe2\x80\xa6"
		"d6;d6;d6;d6;d6;d6;d6;d6;d6;d6;d6;d6;d6;d6\xe2\x80\xa6: a line has at most 4096 "
		"bytes (column 4097)");
}

static void sets_in_a_group_are_bounded(void **state)
{
	static const struct row rows[] = {
		{"{21x1d6}kh1", "{21x1d6}kh1: a roll is repeated 1 to 20 times (column 2)"},
		{"{0x1d6}kh1", "{0x1d6}kh1: a roll is repeated 1 to 20 times (column 2)"},
		{"4d6e6", "4d6e6: " MEANS_E "; write 4d6!6 or 4d6!o6 or 4d6>=6 (column 4)"},
		{"1d20+@{str}", "1d20+@{str}: " CHARACTER "; write 1d20 # +@{str} (column 6)"},
	};
	struct strbuf line = STRBUF_INIT;
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check(&rows[i]);
	strbuf_addstr(&line, "{20x1");
	for (int i = 0; i < 40; i++)
		strbuf_addstr(&line, ",20x1");
	strbuf_addstr(&line, "}kh1");
	assert_null(dice_parse(line.text, shipped_book(), &arena, NULL));
	arena_release(&arena);
	strbuf_release(&line);
}

static void what_just_fits_is_rolled(void **state)
{
	(void)state;
	check_many("1+", 198, "d6", NULL);
	check_many("(", 64, "1d6))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))",
		NULL);
	check_many("0d6+", 98, "1000d6", NULL);
}

/* What is sure to be too much is seen before the first die; what only becomes too much, later. */
static void too_much_is_refused_before_a_die_falls(void **state)
{
	static const struct {
		const char *line;
		bool before;
	} rows[] = {
		{"10x1000d1000000", true},
		{"1d6;20x1000d6", true},
		{"{1000d1000000,1000d1000000}kh1", true},
		{"floor(1000d1000000)+1000d1000000", true},
		{"(1d6)d1000000+1000d1000000+1000d1000000", true},
		{"10x800d6!>1", false},
		{"(1000d2)d1000000", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct rng *rng = rng_new_seeded(1);
		struct rng_draws draws = {0};
		struct strbuf text = STRBUF_INIT;
		rng_record(rng, &draws);
		error_line(rows[i].line, rng, &text);
		assert_int_equal(draws.count == 0, rows[i].before);
		assert_true(text.len > 0);
		strbuf_release(&text);
		rng_draws_release(&draws);
		rng_free(rng);
	}
}

static void limits_can_be_set(void **state)
{
	struct dice_limits limits = {.max_dice = 5, .max_sides = 10};
	struct rng *rng = rng_new_seeded(1);
	struct arena arena = ARENA_INIT;
	struct error err;

	(void)state;
	assert_non_null(dice_roll(
		dice_parse("5d10", shipped_book(), &arena, NULL), &limits, rng, &arena, &err));
	assert_null(dice_roll(
		dice_parse("6d10", shipped_book(), &arena, NULL), &limits, rng, &arena, &err));
	assert_string_equal(err.text, "a term has at most 5 dice");
	assert_null(dice_roll(
		dice_parse("5d11", shipped_book(), &arena, NULL), &limits, rng, &arena, &err));
	assert_string_equal(err.text, "a die has at most 10 sides");
	arena_release(&arena);
	rng_free(rng);
}

static void a_dry_script_is_an_error_at_the_dice(void **state)
{
	struct rng *rng = rng_new_scripted((const uint32_t[]){1, 2, 3}, 3);
	struct strbuf text = STRBUF_INIT;

	(void)state;
	error_line("1d6+3d6", rng, &text);
	assert_string_equal(
		text.text, "1d6+3d6: the faces given ran out: there are only 3 (column 5)");
	strbuf_release(&text);
	rng_free(rng);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_syntax),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_modifiers),
		cmocka_unit_test(test_ambiguous),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_faces),
		cmocka_unit_test(test_presets),
		cmocka_unit_test(monsters_are_refused_shortly),
		cmocka_unit_test(sets_in_a_group_are_bounded),
		cmocka_unit_test(what_just_fits_is_rolled),
		cmocka_unit_test(too_much_is_refused_before_a_die_falls),
		cmocka_unit_test(limits_can_be_set),
		cmocka_unit_test(a_dry_script_is_an_error_at_the_dice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
