/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_DICE_SYSTEM_H
#define LOGIOS_DICE_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "dice/systems/rule.h"
#include "dice/systems.h"

/* What a game system is made of. */

enum {
	SYSTEM_MAX_FILE = 64 * 1024, /* bytes */
	SYSTEM_MAX_LINE = 400,       /* bytes of a line */
	SYSTEM_MAX_FORMS = 48,       /* those for aliases included */
	SYSTEM_MAX_PARAMS = 12,
	SYSTEM_MAX_CASES = 12,
	SYSTEM_MAX_LETS = 24,
	SYSTEM_MAX_RULES = 40,
	SYSTEM_MAX_THENS = 8,
	SYSTEM_MAX_VERSUS = 4,
	SYSTEM_MAX_TABLES = 4,
	SYSTEM_MAX_ROWS = 120,
	SYSTEM_MAX_ALIASES = 8,
	SYSTEM_MAX_EXAMPLES = 16,
	SYSTEM_MAX_AGAINS = 4,
	SYSTEM_MAX_AGAIN_RULES = 8, /* of each kind */
	SYSTEM_MAX_NAME = 24,       /* bytes of any name */
	SYSTEM_MAX_SYSTEMS = 300,
};

/* A number that a form reads. */
struct system_param {
	const char *name;
	long min, max;
	long value; /* when the form does not give it; must not be asked for without `optional` */
	bool optional;
};

/* What is typed: literals, {n}, {n#}, {+n}, {x}, [optional], blanks that may be left out; and what
 * it sets besides. */
struct system_form {
	const char *text;
	long sets[SYSTEM_MAX_PARAMS];
	bool is_set[SYSTEM_MAX_PARAMS];
	int line;
};

/* `when` before ` : `, `text` behind it. */
struct system_rule {
	const struct rule *when; /* NULL: always */
	const char *text;
	bool besides; /* of a rule: said besides what others say; of a then: not part of the
		       * total */
	size_t lets;  /* those that stand before it */
};

struct system_let {
	const char *name;
	const struct rule *value;
};

/* Keys that a case has of its own; all others it takes over from [system]. */
enum system_own {
	OWN_ROLL = 1 << 0,
	OWN_QUIET = 1 << 1,
	OWN_THENS = 1 << 2,
	OWN_TOTAL = 1 << 3,
	OWN_RULES = 1 << 4,
	OWN_VERSUS = 1 << 5,
};

/* Who wins when two rolls come to the same. */
enum system_tie { TIE_NOBODY, TIE_FIRST, TIE_SECOND };

/* What is rolled and what it means, when `when` holds. Templates are text with {rule} or
 * {table(rule)}. */
struct system_case {
	const struct rule *when; /* NULL: in every other case */
	int line;
	const char *roll;
	const char *quiet; /* what {quiet} stands for: modifiers of the first dice, not shown; or
			      NULL */
	bool extras_apart; /* exploded dice are shown after all others */
	bool extras_stand; /* exploded dice are not rerolled */
	struct system_rule
		thens[SYSTEM_MAX_THENS]; /* `text` is rolled too and added to the total */
	size_t then_count;
	struct system_let lets[SYSTEM_MAX_LETS];
	size_t let_count;
	const struct rule *total; /* NULL: that of the dice */
	size_t total_lets;        /* those that stand before it */
	const char *unit;         /* "successes", "hit|hits"; NULL: none */
	struct system_rule rules[SYSTEM_MAX_RULES];
	size_t rule_count;
	const struct rule *versus[SYSTEM_MAX_VERSUS]; /* by which rolls are compared, in order */
	size_t versus_count;
	enum system_tie tie;
	const char *margin; /* what the first of them differs by: "hit|hits"; NULL: nothing */
	unsigned own;       /* enum system_own */
	uint32_t own_lets;  /* a bit for each */
};

/* Which dice with a label are rolled again. */
struct system_again_dice {
	const char *label;
	const struct rule *rule; /* of each die: face, value */
	enum {
		AGAIN_USUAL,
		AGAIN_CHOICE,
		AGAIN_PICK
	} kind; /* as a rule; if the player names
		 * them; or they stay if so */
};

struct system_again_set {
	int param;
	const struct rule *value;
};

/* How a roll that lies on the table is rolled again, in part or as a whole: [again push]. */
struct system_again {
	const char *name;
	int line;
	struct system_rule refuses[SYSTEM_MAX_AGAIN_RULES]; /* that it may be, and why */
	size_t refuse_count;
	struct system_again_dice dice[SYSTEM_MAX_AGAIN_RULES]; /* none: all dice are */
	size_t dice_count;
	struct system_again_set sets[SYSTEM_MAX_AGAIN_RULES]; /* parameters that change */
	size_t set_count;
	bool picks; /* the player names dice by their place, and those stay */
	long most;  /* dice; 0: as many as the rules say */
	long times; /* that a roll may be rolled again so */
	int number; /* the parameter that a player says; or -1 */
	struct system_again_example {
		const char *input, *faces, *asked, *more, *reply;
		int line;
	} examples[SYSTEM_MAX_AGAIN_RULES];
	size_t example_count;
};

struct system_table {
	const char *name;
	const char **rows; /* SYSTEM_MAX_ROWS; NULL where there is none */
};

struct system_example {
	const char *input, *faces, *reply;
	int line;
};

struct system {
	struct arena arena; /* everything below */
	const char *path;
	const char *name, *title, *help;
	const char *group;  /* of games, in the list; or NULL */
	const char *names;  /* what else people call the game, parted by commas; or NULL */
	const char *source; /* where its rules were looked up; or NULL */
	const char *aliases[SYSTEM_MAX_ALIASES];
	size_t alias_count;
	struct system_form forms[SYSTEM_MAX_FORMS];
	size_t form_count;
	struct system_param params[SYSTEM_MAX_PARAMS];
	size_t param_count;
	bool continues;        /* what was typed may go on as an expression */
	bool shows_expression; /* the reply begins with what was rolled, not with what was typed */
	bool shows_result;     /* the reply is the total and its words, without the arithmetic */
	struct system_case *cases[SYSTEM_MAX_CASES]; /* those with a condition come first */
	size_t case_count;
	struct system_table tables[SYSTEM_MAX_TABLES];
	size_t table_count;
	struct system_example examples[SYSTEM_MAX_EXAMPLES];
	size_t example_count;
	struct system_again agains[SYSTEM_MAX_AGAINS];
	size_t again_count;
};

/* ---- files ---- */

/* Read the LEN bytes of TEXT, the file PATH. The caller frees the result with system_free. On
 * failure appends "PATH:LINE: what is wrong" to MISTAKES, a line, and returns NULL. */
struct system *system_read(const char *path, const char *text, size_t len, struct strbuf *mistakes);
void system_free(struct system *system); /* NULL is fine */

/* Read the LEN bytes of TEXT, the file PATH, likewise, and add what they make to SYSTEMS, where one
 * of that name gives way: for those who have files otherwise than in a folder. -- list.c */
void systems_add(struct systems *systems, const char *path, const char *text, size_t len,
	struct strbuf *mistakes);

/* ---- use ---- */

/* Holds a system that was asked for, with its numbers. */
struct system_use {
	const struct system *system;
	const struct system_case *chosen;
	long values[SYSTEM_MAX_PARAMS];
	bool given[SYSTEM_MAX_PARAMS];
	const char *repeats; /* what {x} read: "2x" */
	size_t repeats_len;
	const char *rest; /* of the line */
	bool quiet;       /* {quiet} is left out: the text is to be shown */
};

enum system_match {
	SYSTEM_NONE, /* no system's word stands there */
	SYSTEM_FOUND,
	SYSTEM_WRONG, /* a system's word, but what follows is not what it takes: ERR says so */
};

/* Whether TEXT begins with something that one of SYSTEMS takes; *LEN gets the bytes read.
 * DEFAULT_SYSTEM (or NULL) is also tried without its word. In ERR the column counts from TEXT, in
 * bytes from 1. */
enum system_match system_match(const struct systems *systems, const struct system *default_system,
	const char *text, struct system_use *use, size_t *len, struct error *err);

struct ast_roll;
struct dice_book;
struct dice_outcome;
struct roller;

/* Where in a line a roll begins, and what else may be typed there. All that is read lives in the
 * arena. */
struct system_place {
	const struct dice_book *book;
	const char *line;
	size_t at; /* bytes */
	struct arena *arena;
};

/* Read what stands at PLACE into ROLL, if it begins with a system's words; *USE gets the system.
 * With SYSTEM_WRONG ERR is set. */
enum system_match system_parse(const struct system_place *place, struct ast_roll *roll,
	const struct system_use **use, struct error *err);

/* Read into ROLL what USE comes to with the VALUES of its parameters instead of those that were
 * typed; NOW gets the system with them. They stay within what the system takes, or ERR is set and
 * false returned. */
bool system_reread(const struct system_place *place, const struct system_use *use,
	const long *values, struct ast_roll *roll, struct system_use *now, struct error *err);

/* Whether the total of USE is just what its expression comes to. */
bool system_is_plain(const struct system_use *use);

/* The text of the roll as the reply shows it, shorter by what is not shown of the expression; NULL
 * if the reply shows what was typed. */
const char *system_shown(const struct system_use *use, struct arena *arena);

/* Roll what else the system of OUTCOME asks for, and say what it means; nothing where it has none.
 * On failure sets the roller's error. */
bool system_judge(struct roller *roller, struct dice_outcome *outcome);

/* The same, and then call LOOK with ARG and what the rules know; what it returns is returned. */
bool system_judge_look(struct roller *roller, struct dice_outcome *outcome,
	bool (*look)(void *arg, const struct rule_scene *scene), void *arg);

/* UNIT, "hits" or "hit|hits" or NULL, for NUMBER of them; in ARENA, or UNIT's own. */
const char *system_unit(const char *unit, double number, struct arena *arena);

/* Return the way to roll again that a game calls so; where several do, that of the first: they take
 * the same. Or NULL. -- list.c */
const struct system_again *systems_way(const struct systems *systems, const char *word, size_t len);

/* Return the way to roll again that SYSTEM calls as the first LEN bytes of WORD say; or NULL. --
 * again.c */
const struct system_again *system_way(const struct system *system, const char *word, size_t len);

struct term;

/* The die at INDEX of TERM as rules see it. */
struct rule_die system_die(const struct term *term, size_t index);

/* Append TEMPLATE with its {} computed for USE; LABELS and further names come from SCENE, or
 * NULL. */
bool system_expand(const struct system_use *use, const char *template,
	const struct rule_scene *scene, struct strbuf *out, struct error *err);

/* Return the system of the game with that title, or with it as one of its titles or names if no
 * other has it too; or NULL. -- search.c */
const struct system *systems_titled(const struct systems *systems, const char *title);

#endif
