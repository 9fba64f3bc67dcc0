/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_RULE_H
#define LOGIOS_DICE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct arena;
struct strbuf;

/* The small language of game systems: what became of the dice, in numbers and conditions.
 *
 *   rule       = both , { "or" , both } ;
 *   both       = negation , { "and" , negation } ;
 *   negation   = [ "not" ] , comparison ;
 *   comparison = sum , [ compare , sum ] ;
 *   sum        = product , { ( "+" | "-" ) , product } ;
 *   product    = unary , { ( "*" | "/" | "//" | "%" ) , unary } ;
 *   unary      = [ "-" ] , primary ;
 *   primary    = number | name | function | "(" , rule , ")" ;
 *   number     = digits , [ "." , digits ] ;
 *   function   = name , "(" , ( rule , { "," , rule } | dice , [ compare , sum ]
 *                  | dice , "," , ( name | sum ) ) , ")" ;
 *   compare    = "=" | "!=" | "<=" | ">=" | "<" | ">" ;
 *   name, dice = letter , { letter | digit | "_" } ;
 *
 * A condition is 1 when it holds and 0 when not; anything but 0 holds. Functions of numbers: min,
 * max (two or more), floor, ceil, round (a half up), abs (one), if (condition, then, else).
 * Functions of dice take the label of a dice term, `all` or `kept` (all that were not dropped), and
 * may choose among them by value: count, sum, highest, lowest, first (0 when there are none), same
 * (the largest number of equal ones), pairs (how many pairs can be made), and face, which counts by
 * the face that lies up instead of its value; symbols(dice, word) counts a word on faces such as
 * success+advantage. Of all dice at once: nth(dice, 2), the second highest (0 if there are fewer);
 * groups(dice, 10), into how many groups of 10 and more they can be put; raises(dice, 10), the same
 * where a group of 5 more counts twice; largest(dice, 2), the sides of the largest die besides the
 * 2 highest and those that show 1. Case does not matter. */
struct rule;

struct rule_die {
	double value;  /* what the face is worth, before modifiers */
	uint32_t face; /* from 1 */
	bool kept;
	bool extra;       /* an explosion added it */
	const char *word; /* what the face shows instead of a number; or NULL */
	uint32_t sides;
};

/* What a rule is about. Names come as their first LEN bytes, in lower case. */
struct rule_scene {
	/* The number called NAME, or false. */
	bool (*number)(const void *arg, const char *name, size_t len, double *out);
	/* The dice of the terms with that label; NULL and 0 if none were rolled. */
	const struct rule_die *(*dice)(
		const void *arg, const char *label, size_t len, size_t *count);
	/* Whether dice may be labelled so; asked when a rule is read. */
	bool (*has_dice)(const void *arg, const char *label, size_t len);
	/* The result of RULE, a function of dice that compares with NUMBER, when the dice
	 * themselves are not there; or false. NULL: they are. */
	bool (*answer)(const void *arg, const struct rule *rule, double number, double *out);
	bool constant; /* only what no dice change is known */
	const void *arg;
};

enum { RULE_MAX_BYTES = 400, RULE_MAX_DEPTH = 24 };

/* Read the LEN bytes of TEXT. Names that SCENE does not know are mistakes, so its `number` is asked
 * for each (what it says does not matter yet). The result lives in ARENA and lends TEXT. On failure
 * sets ERR, with a column in TEXT, and returns NULL. */
const struct rule *rule_read(const char *text, size_t len, const struct rule_scene *scene,
	struct arena *arena, struct error *err);

/* What RULE comes to in SCENE. A zero divisor and what is beyond 2^53 set ERR and return false. */
bool rule_compute(
	const struct rule *rule, const struct rule_scene *scene, double *out, struct error *err);

#endif
