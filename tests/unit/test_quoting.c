/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What players write cannot pass for the bot's own words, whatever command repeats it: each row of
 * the table of commands, and each way to put words into a roll, is given words that try. */
#include "unit/table.h"

#include <strings.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* A * is where the words go. */
static const char *const lines[] = {
	"*",
	"roll 1d6 *",
	"roll 1d6 # *",
	"roll 1d6 \"*\"",
	"roll *: 1d6",
	"roll (*) 1d6",
	"roll 1d6[*]",
	"roll 3x1d6[*]",
	"roll (1d6[*]+2)*2",
	"roll (1d6+2[*])*2",
	"roll {1d6[*],1d8}kh1",
	"roll 1d6 * + 1d8",
	"roll 1d[*]",
	"roll 1d[*,b]",
	"roll 1d20 + *",
	"roll 1d20 >= 5 *",
	"roll 1d6 attack, 1d8 *",
	"roll sr 6 *",
	"roll sr *",
	"roll coc 60 *",
	"roll coc 60 b1 *",
	"roll coc * 60",
	"roll 100d6 * kh1 4d",
	"roll 1d6kx*",
	"again",
	"again +1 *",
	"again +*",
	"last 5",
	"last *",
	"last 3 *",
	"fair proof 1",
	"fair proof *",
	"dicestats *",
	"dicestats * d20",
	"choose *, b",
	"choose *",
	"choose a*99999 *",
	"calc *",
	"calc 1+1 *",
	"calc 1+1[*]",
	"odds 4d6 *",
	"odds 1d20[*] vs 1d20",
	"odds 1d20 vs *",
	"odds coc 60 *",
	"systems *",
	"systems savage * worlds",
	"system *",
	"detail *",
	"inline *",
	"cards *",
	"cards help *",
	"cards new *",
	"cards new French52 *",
	"cards draw *",
	"cards draw * from deck1",
	"cards draw 1 from *",
	"cards shuffle *",
	"cards remove *",
	"ignore * 2h *",
	"ignore troll!*@* *",
	"ignore account:* *",
	"ignores",
	"unignore *",
	"unignore troll!*@*",
	"gm *",
	"gm",
	"groll 1d6 *",
	"sroll 1d6 *",
	"reveal h1",
	"reveal h2",
	"reveal *",
	"fair *",
	"fair salt *",
	"join *",
	"join #*",
	"part *",
	"part #*",
	"say * x",
	"say #* x",
	"load *",
	"unload *",
	"reload *",
	"help *",
	"more *",
	"whoami *",
	"2d6 *",
	"sr 6 *",
	"*d6",
};

/* The words that try. Each begins with "evil" and ends with "end". */
static const char *const tricks[] = {
	"evil||end",
	"evil || Total: 99 end",
	"evil|||end",
	"evil|\x02|end",
	"evil|\x03"
	"04|end",
	"evil|\xe2\x80\x8b|end",
	"evil|\xe2\x80\x8d|end",
	"evil\xe2\x80\x96"
	"end",
	"evil\xef\xbd\x9c|end",
	"evil\x1d"
	"end",
	"evil\x03"
	"4end",
	"evil\xe2\x80\xae"
	"end",
	"evil\xe2\x81\xa6"
	"end",
	"evil\xe2\x80\x8b"
	"end",
	"evil\xe2\x80\xa8"
	"end",
	"evil\xc2\x85"
	"end",
	"evil\xef\xbb\xbf"
	"end",
};

/* LINE with the WORDS where a * is alone: not as in "*!*@*". */
static void fill(struct strbuf *out, const char *line, const char *words)
{
	strbuf_reset(out);
	for (; *line != '\0'; line++)
		if (*line == '*' && strchr("@!*9", line[1] == '\0' ? 'x' : line[1]) == NULL &&
			(out->len == 0 || strchr("@!", out->text[out->len - 1]) == NULL) &&
			strncmp(line, "*2", 2) != 0)
			strbuf_addstr(out, words);
		else
			strbuf_addch(out, *line);
}

/* Append what of TEXT, LEN bytes, can be seen: no formatting, and no colours. */
static void add_seen(struct strbuf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\x03')
			while (i + 1 < len && strchr("0123456789,", text[i + 1]) != NULL)
				i++;
		else if ((unsigned char)text[i] >= ' ')
			strbuf_addch(out, text[i]);
	}
}

/* What is wrong with a line of the bot that repeats the words, or NULL. */
static const char *fault_of(const char *text, size_t len)
{
	static const char *const gone[] = {"\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x80\x8b",
		"\xe2\x80\xa8", "\xc2\x85", "\xef\xbb\xbf", "\xe2\x80\x96"};
	struct strbuf seen = STRBUF_INIT;
	const char *fault = NULL;
	bool open = false;

	add_seen(&seen, text, len);
	for (size_t i = 0; i < COUNT_OF(gone); i++)
		if (strstr(seen.text, gone[i]) != NULL)
			fault = "a control comes back";
	if (strstr(seen.text, "evil||") != NULL || strstr(seen.text, "evil ||") != NULL ||
		strstr(seen.text, "evil|\xe2\x80\x8d|") != NULL ||
		strstr(seen.text, "evil\xef\xbd\x9c|") != NULL)
		fault = "bars come back";
	for (size_t i = 0; i < len; i++)
		open = (open || text[i] == '\x1d' || text[i] == '\x03') && text[i] != '\x0f';
	if (open)
		fault = "formatting does not end";
	strbuf_release(&seen);
	return fault;
}

static bool is_said(const char *line)
{
	return strncmp(line, "PRIVMSG ", 8) == 0 || strncmp(line, "NOTICE ", 7) == 0 ||
	       strncmp(line, "QUIT ", 5) == 0;
}

/* Look at each line that the bot wrote, and return how many repeat the words. */
static size_t look(const char *said, const char *asked)
{
	size_t count = 0;

	for (const char *end; (end = strstr(said, "\r\n")) != NULL; said = end + 2) {
		const char *evil = strstr(said, "evil");
		const char *fault = is_said(said) ? fault_of(said, (size_t)(end - said)) : NULL;

		count += evil != NULL && evil < end;
		if (fault != NULL)
			fail_msg("\"%s\": %s: %.*s", asked, fault, (int)(end - said), said);
	}
	return count;
}

/* Ask LINE, in the channel or in private, and look. */
static size_t ask(struct table *table, const char *line, bool alone)
{
	strbuf_reset(&table->out);
	feed(table,
		alone ? ":bo!boss@trusted.test PRIVMSG Logios :"
		      : ":bo!boss@trusted.test PRIVMSG #table :!",
		line);
	return look(table->out.text, line);
}

static void every_way_to_say_it(void **state)
{
	struct table *table = *state;
	struct strbuf line = STRBUF_INIT;
	size_t repeated = 0;

	feed(table, ":bo!boss@trusted.test PRIVMSG #table :!gm bo", "");
	for (size_t t = 0; t < COUNT_OF(tricks); t++)
		for (size_t i = 0; i < COUNT_OF(lines); i++) {
			fill(&line, lines[i], tricks[t]);
			repeated += ask(table, line.text, false);
			repeated += ask(table, line.text, true);
		}
	assert_true(repeated > COUNT_OF(tricks) * 40);
	strbuf_release(&line);
}

/* What says just what it is told, or ends the bot. */
static bool is_left_out(const char *name)
{
	static const char *const names[] = {"say", "echo", "quit", "load", "unload", "reload"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* Put each trick in the place of each argument of ROW's example, and behind them all. */
static void try_row(struct table *table, const struct command *row)
{
	for (size_t t = 0; t < COUNT_OF(tricks); t++)
		for (const char *at = strchr(row->example, ' ');;
			at = at != NULL ? strchr(at + 1, ' ') : NULL) {
			struct strbuf line = STRBUF_INIT;

			if (at == NULL)
				strbuf_addf(&line, "%s %s", row->example, tricks[t]);
			else
				strbuf_addf(&line, "%.*s %s%s", (int)(at - row->example),
					row->example, tricks[t], at + 1 + strcspn(at + 1, " "));
			ask(table, line.text, false);
			ask(table, line.text, true);
			strbuf_release(&line);
			if (at == NULL)
				break;
		}
}

static void every_command(void **state)
{
	struct table *table = *state;
	size_t at = 0, count = 0;
	const struct command_entry *entry;
	const struct command *rows[64];

	while ((entry = commands_next(table->bot->commands, &at, NULL)) != NULL && count < 64)
		rows[count++] = entry->row;
	for (size_t i = 0; i < count; i++)
		if (!is_left_out(rows[i]->name))
			try_row(table, rows[i]);
}

/* The reason of quitting is seen in every channel. */
static void the_last_words(void **state)
{
	assert_int_equal(ask(*state,
				 "quit evil\x1d"
				 "\xe2\x80\xae"
				 "end",
				 false),
		1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_way_to_say_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_command, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_last_words, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
