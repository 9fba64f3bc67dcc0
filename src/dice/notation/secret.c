/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What asks for a roll that not everybody sees, in front of the dice or behind them: p 1d20, /w gm
 * 1d20, 1d20 --hidden. It is refused where everybody would see the roll; elsewhere it is a
 * comment. */
#include <ctype.h>
#include <string.h>

#include "dice/notation/reading.h"

static const char everybody_sees[] =
	"everybody would see this roll: !sroll and !broll are for secret ones, or roll in private, "
	"with /msg";

/* Words that ask for it wherever a roll follows; and those that could begin a label, which ask for
 * it only right before dice. */
static const char commands[] =
	"/w gm|/w "
	"dm|/w|/whisper|gmroll|/gmroll|gr|/gr|gmr|/gmr|/br|/sr|/pr|/ra|broll|/broll|!broll|"
	"sroll|/sroll|!sroll|groll|!groll|/groll|blindroll|/blindroll|selfroll|/selfroll|"
	"secretly|privately|secret roll|hidden roll|private roll|blind roll|gm roll|!gmroll|"
	"!secret|!blind|in private|in secret|a secret|a secret roll|my secret roll|gm-roll|gm_roll|"
	"for the gm|for gm|only me|pm|dm me";
static const char words[] =
	"p|s|ul|pr|secret|private|hidden|whisper|gm|dm|hide|blind|gm only|dm only|to gm|to the gm";

/* Whether a roll, of dice or of a game, begins at TEXT, behind words that ask for a secret one:
 * anywhere behind COMMAND, at once behind other words. */
static bool roll_follows(const struct reading *reading, const char *text, bool command)
{
	bool game;

	if (command)
		return reading->begins_labelled(reading, text);
	game = lex_letters(text) > 0 && word_dice(text) == 0;
	if (game && !isdigit((unsigned char)text[lex_past_blanks(text, lex_letters(text))]))
		return false;
	return (game || word_dice(text) > 0 || isdigit((unsigned char)*text) ||
		       strchr("([{+-", *text) != NULL) &&
	       reading->begins(reading, text);
}

/* The length of the word at TEXT that asks for a secret roll, with marks around it: --gm, (gm),
 * gm:; or 0. */
static size_t marked_word(const char *text)
{
	static const char names[] =
		"gm|dm|secret|private|hidden|blind|whisper|secretly|secret roll";
	size_t before = strspn(text, "-/@([<*{ "), len = word_among(text + before, names), end;

	end = before + len + strspn(text + before + len, ")]>*}:");
	if (before == 0 && (word_is(text, "blind") > 0 || word_is(text, "hidden") > 0))
		return 0;
	return len > 0 && (before > 0 || end > len) ? end : 0;
}

/* "p 1d20", "s#4d20" */
enum habit habit_secret(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t command = reading->open ? word_among(text, commands) : 0, len = command, next;
	char mark;

	if (len == 0 && reading->open)
		len = word_among(text, words);
	if (reading->open && marked_word(text) > 0)
		len = marked_word(text);
	next = lex_past_blanks(text, len);
	mark = text[next];
	if (len > 0 && (mark == '#' || (mark == ':' && command > 0)))
		next = lex_past_blanks(text, next + 1);
	else if (len == 0 || next == len)
		return HABIT_NONE;
	if (text[next] == '\0' || !roll_follows(reading, text + next, command > 0))
		return HABIT_NONE;
	return reading_refuse_for(
		reading, 0, everybody_sees, "%s # %.*s", text + next, (int)len, text);
}

/* "||1d20||": what is hidden until somebody looks, elsewhere. The bars were parted by a blank. */
enum habit habit_spoiler(struct reading *reading)
{
	const char *text = reading->words.text, *open = strstr(text, "| |"), *hidden;
	const char *close = open != NULL ? strstr(open + 3, "| |") : NULL;
	size_t dice, len;

	if (close == NULL || !reading->open || memchr(text, '#', (size_t)(open - text)) != NULL)
		return HABIT_NONE;
	hidden = lex_skip_blanks(open + 3);
	len = lex_before_blanks(hidden, (size_t)(close - hidden));
	hidden = arena_strndup(reading->arena, hidden, len);
	word_first_dice(hidden, &dice);
	if (dice == 0)
		return HABIT_NONE;
	return reading_refuse_for(reading, (size_t)(open + 3 - text), everybody_sees, "%.*s%s%s",
		(int)(open - text), text, hidden, close + 3);
}

/* ---- behind the dice ---- */

/* Words that ask for it when nothing else is said: "1d20 secret", but "1d20 secret door" is a
 * comment. */
static const char alone[] =
	"secret|secretly|in secret|hidden|private|privately|in private|whisper|whispered|"
	"secret roll|hidden roll|private roll|blind roll|gm roll|gmroll|blindroll|"
	"gm only|dm only|gm eyes only|to gm|to dm|to the gm|to the dm|for gm only|for the gm only|"
	"for gm eyes only|"
	"gm|dm|@gm|@dm|secret pls|secret please|for gm|for dm|for the gm|for the dm|only me|"
	"just for gm|just for the gm|for the gm's eyes|for gm's eyes|for dm eyes|pm|pm me|dm me|"
	"behind the screen|behind the gm screen|behind the dm screen";

/* What other programs read as an option, wherever it stands behind dice; /w alone is "with", too,
 * unless it is the last word. */
static const char options[] = "--hidden|--secret|--private|--blind|--gm|--dm|--whisper|-hidden|"
			      "-secret|-private|-blind|-gm|/w gm|/w dm|/whisper gm|/gm|/secret|"
			      "/hidden|/private";

/* The length of the words that ask for it at AT, behind marks, if nothing else follows; or 0. */
static size_t asked_alone(const char *text, size_t at)
{
	size_t len;

	at += strspn(text + at, "([{<*,-& ");
	len = word_among(text + at, alone);
	return len > 0 && text[at + len + strspn(text + at + len, ")]}>*.!? ")] == '\0' ? len : 0;
}

/* "1d20 --hidden", "1d20+3 /w gm", "1d20 (secret)", "1d20 stealth (secret)" */
enum habit habit_secret_behind(struct reading *reading)
{
	const char *text = reading->words.text;
	size_t at = reading->rest, len;

	if (!reading->open)
		return HABIT_NONE;
	len = asked_alone(text, at);
	for (size_t begin = at; len == 0 && text[begin] != '\0' && text[begin] != '#'; begin++)
		if (strchr("([{<*", text[begin]) != NULL)
			len = asked_alone(text, begin);
	for (size_t begin = reading->rest; len == 0 && text[begin] != '\0' && text[begin] != '#';
		begin++)
		if (begin == reading->rest || lex_is_blank(text[begin - 1])) {
			len = word_among(text + begin, options);
			if (len == 0 && word_is_last(text, begin + word_is(text + begin, "/w")))
				len = word_is(text + begin, "/w");
		}
	if (len == 0)
		return HABIT_NONE;
	return reading_refuse_for(
		reading, reading->rest, everybody_sees, "%s", reading_comment(reading));
}
