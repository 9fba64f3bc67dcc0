/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PLUGIN_DICE_WORDS_H
#define LOGIOS_PLUGIN_DICE_WORDS_H

/* What the files of the plugin share: its state, and the words of each file. */

#include "dice/dice.h"
#include "dice/systems.h"
#include "logios.h"

struct lines;
struct map;
struct strbuf;

struct state {
	struct map *habits;
	struct map *bare; /* where nothing is kept to be rolled again; see recent.c */
	struct systems *systems;
	struct named_dice *named;
	struct lines *lines; /* read lately with these systems and dice */
};

/* ---- roll.c ---- */

/* What !help and !roll help say of it. */
#define ROLL_USAGE "XdY[+Z] [comment]"
#define ROLL_SUMMARY                                                                               \
	"Roll dice: 3d6, d20+5 adv, 2x4d6, d%, 4dF, (1d4+1)*2; several rolls parted by ; or ,"

void run_roll(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
void run_besm(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
void run_scion(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
void run_ww(struct plugin *self, struct request *rq, int argc, const char *const argv[]);

/* Roll what stands in [[ ]] within a sentence, where that is wanted. */
enum verdict examine_rolls(struct plugin *self, struct request *rq);

/* Return what else may be typed here than expressions. */
struct dice_book book_for(struct plugin *self, struct request *rq);

/* Return what the operator allows. */
struct dice_limits limits_of(const struct plugin *self);

/* Record the roll that has begun, and say OUTCOME. */
void tell_outcome(struct plugin *self, struct request *rq, const struct dice_outcome *outcome);

/* Shorten what stands from BEGIN to END in TEXT, a player's words, until TEXT has at most ROOM
 * bytes: what came of a roll stands in one line with them. */
void fit_words(struct strbuf *text, size_t begin, size_t end, size_t room);

/* Say what ERR finds wrong in LINE. */
void reply_mistake(struct request *rq, const char *line, const struct error *err);

/* ---- odds.c ---- */

void run_odds(struct plugin *self, struct request *rq, int argc, const char *const argv[]);

/* ---- push.c ---- */

void run_push(struct plugin *self, struct request *rq, int argc, const char *const argv[]);

/* Whether LINE asks for a roll to be rolled again: "push 17", "luck 7". */
bool is_push(struct plugin *self, const char *line);

/* Keep the roll that RQ recorded last for the asker to roll again. */
void keep_recent(struct plugin *self, struct request *rq, const struct dice_outcome *outcome);

/* ---- shorthand.c ---- */

/* Return the roll that LINE means, or NULL. */
const char *replace_shorthand(struct plugin *self, struct request *rq, const char *line);

/* Return the roll that LINE, of which nobody knows the first word, may mean: "roll dmg 2d6+3" for
 * dice behind such a word; or NULL. */
const char *offer_roll(struct plugin *self, struct request *rq, const char *line);

/* ---- choose.c ---- */

void run_choose(struct plugin *self, struct request *rq, int argc, const char *const argv[]);

/* ---- detail.c ---- */

void run_detail(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
void run_inline(struct plugin *self, struct request *rq, int argc, const char *const argv[]);

/* Return how much is said of a roll: as the asker wants it, else the channel, else the
 * configuration. */
enum dice_amount amount_for(struct plugin *self, struct request *rq);

/* Whether sentences are searched for rolls here. */
bool inline_on(struct plugin *self, struct request *rq);

/* ---- files.c ---- */

/* Read into STATE the game systems and the dice with names, the bot's own and those of the group.
 * What is wrong with a file is logged, and the others work. */
void files_read(struct plugin *self, struct state *state);

/* Free what files_read put into STATE. */
void files_free(struct state *state);

/* Append what is wrong with the files to MISTAKES, a line each. */
void files_check(struct plugin *self, struct strbuf *mistakes);

/* ---- systems.c ---- */

void run_systems(struct plugin *self, struct request *rq, int argc, const char *const argv[]);
void run_system(struct plugin *self, struct request *rq, int argc, const char *const argv[]);

/* Explain TOPIC of !help, if it is a game system; with NULL, say which there are. */
enum verdict explain_system(struct plugin *self, struct request *rq, const char *topic);

/* Return the system whose word may be left out here, or NULL. */
const struct system *usual_system(struct plugin *self, struct request *rq);

#endif
