/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "cards/deckfile.h"

#define FFFD "\xef\xbf\xbd"
#define BYTES(text) text, sizeof text - 1

/* The cards as one string, each followed by |. */
static void join(const struct deckfile *file, struct strbuf *out)
{
	for (size_t i = 0; i < file->count; i++)
		strbuf_addf(out, "%s|", file->cards[i]);
}

static const struct {
	const char *text;
	size_t len;
	const char *cards; /* or NULL: it is an error */
	const char *why;   /* the error, or what is tried */
} cases[] = {
	{BYTES("Ace of clubs\nTwo of clubs\n"), "Ace of clubs|Two of clubs|", "plain"},
	{BYTES("a\nb"), "a|b|", "no newline at the end"},
	{BYTES("a\r\nb\r\n"), "a|b|", "CR LF"},
	{BYTES("\n \n\t\n\r\na\n\n"), "a|", "blank lines"},
	{BYTES("# no\n#no\n  # no\na # yes\n"), "a # yes|", "comments"},
	{BYTES("\xef\xbb\xbf# no\na\n"), "a|", "a byte order mark"},
	{BYTES(" \ta\tb \n"), "a b|", "blanks at the ends, a tab between"},
	{BYTES("a\na\na\n"), "a|a|a|", "the same card more than once"},
	{BYTES("D\xc3\xa9j\xc3\xa0 vu\n"), "D\xc3\xa9j\xc3\xa0 vu|", "UTF-8 stays"},
	{BYTES("caf\xe9\n"), "caf" FFFD "|", "Latin-1 is replaced"},
	{BYTES("\xc0\x80\n"), FFFD FFFD "|", "an overlong NUL"},
	{BYTES("a\0b\x01\x02\x03"
	       "c\x1b[31m\x7f\n"),
		"abc[31m|", "control characters vanish"},
	{BYTES("a\rb\n"), "ab|", "a stray CR"},
	{BYTES("a\r\r\n"), "a|", "two CR"},
	{BYTES("\x02#a\nb\n"), "b|", "a comment behind a control character"},
	{BYTES("%s%n\n"), "%s%n|", "no format"},
	{BYTES(""), NULL, "T.txt:0: there is no card in this file"},
	{BYTES("# a\n\n"), NULL, "T.txt:2: there is no card in this file"},
	{BYTES("\x01\n\0\n"), NULL, "T.txt:2: there is no card in this file"},
};

static void reads_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct error err = {.text = ""};
		struct strbuf cards = STRBUF_INIT;
		struct deckfile *file = deckfile_parse("T", cases[i].text, cases[i].len, &err);

		if (cases[i].cards == NULL) {
			assert_null(file);
			assert_string_equal(err.text, cases[i].why);
			continue;
		}
		if (file == NULL)
			fail_msg("%s: %s", cases[i].why, err.text);
		join(file, &cards);
		if (strcmp(cards.text, cases[i].cards) != 0)
			fail_msg("%s: %s", cases[i].why, cards.text);
		assert_string_equal(file->type, "T");
		deckfile_free(file);
		strbuf_release(&cards);
	}
}

/* What REPEATS times LINE, then LAST, gives: the number of cards, or 0 and the sentence in ERR. */
static size_t count_cards(size_t repeats, const char *line, const char *last, struct error *err)
{
	struct strbuf text = STRBUF_INIT;
	struct deckfile *file;
	size_t count;

	for (size_t i = 0; i < repeats; i++)
		strbuf_addstr(&text, line);
	strbuf_addstr(&text, last);
	file = deckfile_parse("T", text.text, text.len, err);
	count = file != NULL ? file->count : 0;
	deckfile_free(file);
	strbuf_release(&text);
	return count;
}

static void keeps_bounds(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(count_cards(10000, "x\n", "# end\n", &err), 10000);
	assert_int_equal(count_cards(10000, "x\n", "y\n", &err), 0);
	assert_string_equal(err.text, "T.txt:10001: a deck has at most 10000 cards");
	assert_int_equal(count_cards(200, "x", "\r\n", &err), 1);
	assert_int_equal(count_cards(200, "x", " \n", &err), 1);
	assert_int_equal(count_cards(200, "x", "y\n", &err), 0);
	assert_string_equal(err.text, "T.txt:1: a card has at most 200 bytes, this has 201");
	assert_int_equal(count_cards(66, "\xff", "\n", &err), 1);
	assert_int_equal(count_cards(67, "\xff", "\n", &err), 0);
	assert_string_equal(err.text, "T.txt:1: a card has at most 200 bytes, this has 201");
	assert_int_equal(count_cards(DECKFILE_BYTES_MAX - 2, "\n", "x\n", &err), 1);
	assert_int_equal(count_cards(DECKFILE_BYTES_MAX - 1, "\n", "x\n", &err), 0);
	assert_string_equal(err.text, "T.txt: a deck's file has at most 1048576 bytes");
	assert_int_equal(count_cards(DECKFILE_BYTES_MAX, "z", "", &err), 0);
}

static void knows_names(void **state)
{
	static const struct {
		const char *name;
		bool valid;
	} names[] = {{"French52", true}, {"a-b_C", true}, {"", false}, {".", false}, {"..", false},
		{"../x", false}, {"a/b", false}, {"a.txt", false}, {"a b", false},
		{"na\xc3\xafve", false}, {"a\n", false}, {"%s", false},
		{"123456789012345678901234567890123456789012345678", true},
		{"1234567890123456789012345678901234567890123456789", false}};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (deckfile_type_valid(names[i].name) != names[i].valid)
			fail_msg("%s", names[i].name);
}

/* ---- the folder ---- */

static const struct {
	const char *name, *text;
} files[] = {{"Alpha.txt", "a1\na2\n"}, {"beta.txt", "b\n"}, {"BETA.txt", "B\n"},
	{"Empty.txt", "# nothing\n"}, {"wrong name.txt", "x\n"}, {"notes.md", "x\n"},
	{".txt", "x\n"}, {".hidden.txt", "x\n"}, {"../outside.txt", "secret\n"}};

static char root[64], folder[80];

static void in_folder(char *path, size_t size, const char *name)
{
	int len = snprintf(path, size, "%s/%s", folder, name);

	assert_true(len > 0 && (size_t)len < size);
}

static int make_folder(void **state)
{
	char path[160];

	(void)state;
	snprintf(root, sizeof root, "/tmp/logios-decks-XXXXXX");
	if (mkdtemp(root) == NULL)
		return -1;
	snprintf(folder, sizeof folder, "%s/decks", root);
	if (mkdir(folder, 0700) != 0)
		return -1;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		FILE *out;
		in_folder(path, sizeof path, files[i].name);
		out = fopen(path, "w");
		if (out == NULL || fputs(files[i].text, out) < 0 || fclose(out) != 0)
			return -1;
	}
	in_folder(path, sizeof path, "Pipe.txt");
	if (mkfifo(path, 0600) != 0)
		return -1;
	in_folder(path, sizeof path, "Folder.txt");
	return mkdir(path, 0700);
}

static int remove_folder(void **state)
{
	static const char *const more[] = {"Pipe.txt", "Folder.txt"};
	char path[160];

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		in_folder(path, sizeof path, files[i].name);
		remove(path);
	}
	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
		in_folder(path, sizeof path, more[i]);
		remove(path);
	}
	remove(folder);
	return remove(root);
}

static void lists_types(void **state)
{
	struct deckfile_types types;
	struct strbuf names = STRBUF_INIT;
	struct error err;

	(void)state;
	assert_true(deckfile_types_list(&types, folder, &err));
	for (size_t i = 0; i < types.count; i++)
		strbuf_addf(&names, "%s|", types.names[i]);
	assert_string_equal(names.text, "Alpha|BETA|beta|Empty|Folder|Pipe|");
	strbuf_release(&names);
	deckfile_types_release(&types);
	assert_false(deckfile_types_list(&types, "/nowhere/at/all", &err));
	assert_string_equal(
		err.text, "The folder of decks cannot be read: No such file or directory.");
	assert_int_equal(types.count, 0);
}

static void loads(void **state)
{
	static const struct {
		const char *type, *found; /* found NULL: an error */
		const char *first;        /* card, or the error */
	} tries[] = {{"Alpha", "Alpha", "a1"}, {"aLPHA", "Alpha", "a1"}, {"beta", "beta", "b"},
		{"BETA", "BETA", "B"}, {"Beta", "BETA", "B"},
		{"Gamma", NULL, "Deck Gamma not found."}, {"", NULL, "Deck  not found."},
		{"../outside", NULL, "Deck ../outside not found."},
		{"Alpha.txt", NULL, "Deck Alpha.txt not found."},
		{"wrong name", NULL, "Deck wrong name not found."},
		{"Empty", NULL, "Empty.txt:1: there is no card in this file"},
		{"Pipe", NULL, "Pipe.txt cannot be read: it is no plain file"},
		{"Folder", NULL, "Folder.txt cannot be read: it is no plain file"}};

	(void)state;
	for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
		struct error err = {.text = ""};
		struct deckfile *file = deckfile_load(folder, tries[i].type, &err);
		if (file == NULL) {
			assert_null(tries[i].found);
			assert_string_equal(err.text, tries[i].first);
			continue;
		}
		assert_non_null(tries[i].found);
		assert_string_equal(file->type, tries[i].found);
		assert_string_equal(file->cards[0], tries[i].first);
		deckfile_free(file);
	}
}

static void suggests(void **state)
{
	char *near = deckfile_nearest(folder, "Alhpa");

	(void)state;
	assert_non_null(near);
	assert_string_equal(near, "Alpha");
	free(near);
	assert_null(deckfile_nearest(folder, "Wilderness"));
	assert_null(deckfile_nearest(folder, "alpha"));
	assert_null(deckfile_nearest("/nowhere/at/all", "Alpha"));
}

/* ---- the decks that come with the bot; run from the top of the source ---- */

static bool all_differ(const struct deckfile *file)
{
	for (size_t i = 0; i < file->count; i++)
		for (size_t j = i + 1; j < file->count; j++)
			if (strcmp(file->cards[i], file->cards[j]) == 0)
				return false;
	return true;
}

static bool has_card(const struct deckfile *file, const char *card)
{
	for (size_t i = 0; i < file->count; i++)
		if (strcmp(file->cards[i], card) == 0)
			return true;
	return false;
}

static void has_right_decks(void **state)
{
	static const struct {
		const char *type;
		size_t count;
		const char *cards[4];
	} decks[] = {
		{"French52", 52,
			{"Three of clubs", "Ace of spades", "King of hearts", "Jack of diamonds"}},
		{"French54", 54, {"Red joker", "Black joker", "Queen of spades", "Ten of hearts"}},
		{"Tarot", 78, {"The Fool", "The World", "Three of cups", "Page of pentacles"}},
		{"Action54", 54, {"Red joker", "Two of clubs", "Ace of spades", "Ten of hearts"}},
		{"Piquet32", 32,
			{"Seven of clubs", "Ace of clubs", "Ten of hearts", "Jack of spades"}},
		{"Euchre24", 24,
			{"Nine of clubs", "Ace of clubs", "Ten of hearts", "Jack of spades"}},
		{"Spanish40", 40,
			{"Sota of coins", "Rey of cups", "Ace of swords", "Seven of clubs"}},
		{"IChingHexagrams64", 64, {"Force", "Field", "The well", "Not yet across"}}};

	(void)state;
	for (size_t i = 0; i < sizeof decks / sizeof decks[0]; i++) {
		struct error err = {.text = ""};
		struct deckfile *file = deckfile_load("etc/decks", decks[i].type, &err);
		if (file == NULL)
			fail_msg("%s", err.text);
		assert_int_equal(file->count, decks[i].count);
		assert_true(all_differ(file));
		for (size_t j = 0; j < 4; j++)
			assert_true(has_card(file, decks[i].cards[j]));
		deckfile_free(file);
	}
}

/* Decks that have a card more than once. */
static void has_right_copies(void **state)
{
	static const struct {
		const char *type, *card;
		size_t count, copies;
	} decks[] = {{"Zener25", "Star", 25, 5}, {"Hanafuda48", "Pine alone", 48, 2},
		{"Hanafuda48", "Willow with lightning", 48, 1}, {"Colours108", "Red 0", 108, 1},
		{"Colours108", "Blue Twofold", 108, 2}, {"Colours108", "Any colour", 108, 4},
		{"IChingCoins", "Young yin", 8, 3}, {"Oracle12", "Yes but", 12, 2},
		{"Modifiers40", "Blessing", 40, 10}};

	(void)state;
	for (size_t i = 0; i < sizeof decks / sizeof decks[0]; i++) {
		struct error err = {.text = ""};
		struct deckfile *file = deckfile_load("etc/decks", decks[i].type, &err);
		size_t copies = 0;
		if (file == NULL)
			fail_msg("%s", err.text);
		assert_int_equal(file->count, decks[i].count);
		for (size_t j = 0; j < file->count; j++)
			copies += strcmp(file->cards[j], decks[i].card) == 0;
		assert_int_equal(copies, decks[i].copies);
		deckfile_free(file);
	}
}

/* ---- headers ---- */

#define HEADER                                                                                     \
	"@title Two suits\n@suits hearts H \xe2\x99\xa5 red, spades S\n@ranks Ace A, King K\n"

static void reads_headers(void **state)
{
	static const char text[] = HEADER
		"@jokers Fool, Big one\n@back dots\n@reversed 1/4\n@cards 6\n"
		"Ace of hearts\nKing of spades | | rules | falls\n2x Fool | F\nBig one\nking\n";
	struct error err = {.text = ""};
	struct deckfile *file = deckfile_parse("T", text, sizeof text - 1, &err), *again;
	struct strbuf kept = STRBUF_INIT;

	(void)state;
	if (file == NULL)
		fail_msg("%s", err.text);
	assert_string_equal(file->title, "Two suits");
	assert_string_equal(file->back, "dots");
	assert_int_equal(file->upright, 3);
	assert_int_equal(file->reversed, 1);
	assert_int_equal(file->count, 6);
	assert_string_equal(file->about[0]->code, "AH");
	assert_string_equal(file->about[0]->sign, "A\xe2\x99\xa5");
	assert_true(file->about[0]->red);
	assert_string_equal(file->about[1]->code, "KS");
	assert_string_equal(file->about[1]->sign, "KS");
	assert_string_equal(file->about[1]->meaning, "rules");
	assert_string_equal(file->about[1]->reversed, "falls");
	assert_int_equal(file->about[1]->suit, 1);
	assert_int_equal(file->about[1]->rank, 1);
	assert_string_equal(file->cards[3], "Fool");
	assert_string_equal(file->about[3]->code, "F");
	assert_true(file->about[3]->joker && file->about[4]->joker && !file->about[5]->joker);
	assert_int_equal(file->about[5]->suit, -1);
	deckfile_write(file, &kept);
	again = deckfile_read("T", kept.text, kept.len, &err);
	assert_non_null(again);
	assert_string_equal(again->about[0]->code, "AH");
	deckfile_free(again);
	deckfile_free(file);
	strbuf_release(&kept);
}

/* Decks that were kept before there were headers may have a card that looks like one. */
static void reads_old_decks(void **state)
{
	static const char text[] = "@colour red\n@title x\na | b\n";
	struct error err = {.text = ""};
	struct deckfile *file = deckfile_read("T", text, sizeof text - 1, &err);
	struct strbuf kept = STRBUF_INIT;

	(void)state;
	if (file == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(file->count, 3);
	assert_string_equal(file->cards[0], "@colour red");
	assert_string_equal(file->title, "");
	deckfile_write(file, &kept);
	assert_string_equal(kept.text, text);
	deckfile_free(file);
	strbuf_release(&kept);
}

static void names_what_is_wrong(void **state)
{
	static const struct {
		const char *text, *why;
	} wrong[] = {
		{"@colour red\na\n",
			"T.txt:1: there is no @colour; there are @title, @names, @back, "
			"@cards, @suits, @ranks, @jokers and @reversed"},
		{"@title\na\n", "T.txt:1: @title lacks what follows it"},
		{"@cards x\na\n", "T.txt:1: @cards is a number from 1 to 10000"},
		{"@cards 3\na\nb\n", "T.txt:3: there are 2 cards, and not 3 as @cards says"},
		{"@reversed 2/2\na\n",
			"T.txt:1: @reversed is a chance such as 1/2, of at most 10 parts"},
		{"@reversed 1\na\n",
			"T.txt:1: @reversed is a chance such as 1/2, of at most 10 parts"},
		{"@suits hearts\na\n",
			"T.txt:1: a suit is NAME CODE SIGN, as in hearts H \xe2\x99\xa5 "
			"red, and a rank NAME CODE; commas part them"},
		{"@title x\na\n# b\nA\n", "T.txt:4: A stands in line 2 already; write 2x A"},
		{"@title x\n0x a\n", "T.txt:2: a card has 1 to 10000 copies"},
		{"@title x\n20000x a\n", "T.txt:2: a card has 1 to 10000 copies"},
		{"@title x\n9000x a\n9000x b\n", "T.txt:3: a deck has at most 10000 cards"},
		{"@title x\na | b | c | d | e\n",
			"T.txt:2: a card is NAME | CODE | MEANING | MEANING REVERSED"},
		{"@title x\n | b\n", "T.txt:2: a card is NAME | CODE | MEANING | MEANING REVERSED"},
		{"@title x\na\n@back y\n", "T.txt:3: a header stands before the first card"},
		{"@reversed 1/10\n1001x a\n",
			"T.txt:2: with @reversed 1/10 a deck has at most 1000 cards"},
		{"@title x\n", "T.txt:1: there is no card in this file"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct error err = {.text = ""};
		struct deckfile *file = deckfile_parse(
			"T", wrong[i].text, strlen(wrong[i].text), &err);
		assert_null(file);
		assert_string_equal(err.text, wrong[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_lines),
		cmocka_unit_test(keeps_bounds),
		cmocka_unit_test(knows_names),
		cmocka_unit_test_setup_teardown(lists_types, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(loads, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(suggests, make_folder, remove_folder),
		cmocka_unit_test(has_right_decks),
		cmocka_unit_test(has_right_copies),
		cmocka_unit_test(reads_headers),
		cmocka_unit_test(reads_old_decks),
		cmocka_unit_test(names_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
