/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Game systems: the files that come with the bot do what their examples say, and broken files are
 * told with their line. */
#include "unit/dice_rows.h"

#include <stdio.h>
#include <unistd.h>

#include "dice/examples.h"
#include "dice/systems/system.h"

/* ---- what is shipped ---- */

static void test_examples(void **state)
{
	struct strbuf mistakes = STRBUF_INIT;

	(void)state;
	dice_check_examples(shipped_book(), NULL, &mistakes);
	if (mistakes.len > 0)
		fail_msg("%s", mistakes.text);
	strbuf_release(&mistakes);
}

/* Nobody who types dice must get a system. */
static void test_words_are_no_dice(void **state)
{
	const struct systems *systems = shipped_book()->systems;
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < systems_count(systems); i++) {
		const struct system *system = systems_at(systems, i);
		for (size_t e = 0; e < system->example_count; e++) {
			const char *input = system->examples[e].input;
			const struct dice_line *line = dice_parse(input, NULL, &arena, NULL);

			if (line != NULL && line->rolls[0].comment[0] == '\0')
				fail_msg("%s: %s is dice as well", system->path, input);
			arena_reset(&arena);
		}
		/* d6s is a sorted d6, the system wants its number. */
		if (dice_parse(system->name, NULL, &arena, NULL) != NULL)
			assert_null(dice_parse(system->name, shipped_book(), &arena, NULL)
					    ->rolls[0]
					    .use);
	}
	arena_release(&arena);
}

static const struct dice_row wrong[] = {
	{"cod", "",
		"cod: cod is written like this: cod N[ +K][ Aagain][ A-again][ again A][ Aa]"
		"[ no again][ no-again][ rote], such as cod 5 (column 4)"},
	{"cod x", "",
		"cod x: cod is written like this: cod N[ +K][ Aagain][ A-again][ again A][ Aa]"
		"[ no again][ no-again][ rote], such as cod 5 (column 5)"},
	{"cod 51", "", "cod 51: cod takes 0 to 50 for n, not 51 (column 1)"},
	{"cod 5 +2 3", "",
		"cod 5 +2 3: cod is written like this: cod N[ +K][ Aagain][ A-again][ again A][ "
		"Aa][ no again][ no-again][ rote]; write cod 5 +2 # 3 (column 10)"},
	{"codr 5 +2", "",
		"codr 5 +2: codr is written like this: codr N[ Aagain][ A-again][ again A]; write "
		"codr 5 # +2 (column 8)"},
	{"sw 7", "", "sw 7: there is no row 7 in the table die (column 1)"},
	{"d6; sr", "2", "d6; sr || 1d6: 2 = ^B2^B || Total: ^B2^B"},
	{"sr 99999999", "",
		"sr 99999999: sr is written like this: sr N[ lL][ (L)][ edge][ w][ wild], such as "
		"sr 6 "
		"(column 4)"},
	{"adv>=15", "", "adv>=15: adv is written like this: adv+5 (column 4)"},
	{"adv!foo", "", "adv!foo: adv is written like this: adv+5 (column 4)"},
	{"dd1", "", "dd1: dd is written like this: dd34 (column 4)"},
	{"alien5s2x", "",
		"alien5s2x: alien is written like this: alien N[ sS][ pP][ lL][ S], such as alien "
		"5s2 "
		"(column 9)"},
	{"ua 45 willpower -1", "",
		"ua 45 willpower -1: ua is written like this: ua T[ +K]; write ua 45 # willpower "
		"-1 (column 7)"},
	{"cod 5 (3)", "",
		"cod 5 (3): cod is written like this: cod N[ +K][ Aagain][ A-again][ again A][ "
		"Aa][ no again][ no-again][ rote]; write cod 5 # (3) (column 7)"},
	{"coc hard 60", "",
		"coc hard 60: coc is written like this: coc T[ +K][ bB][ pP][ b][ p][ B bonus][ P "
		"penalty][ bonus][ penalty][ hard][ h][ extreme][ e], such as coc 60 (column 5)"},
	{"save vs poison, then +3", "",
		"save vs poison, then +3: check is written like this: save[ +K][ adv][ dis][ "
		"dcDC]; write save # vs poison , then +3 (column 6)"},
	{"sr 6 limit 4", "",
		"sr 6 limit 4: sr is written like this: sr N[ lL][ (L)][ edge][ w][ wild]; write "
		"sr 6 l4 (column 6)"},
	{"gurps 12 dc5", "",
		"gurps 12 dc5: gurps is written like this: gurps T[ +K]; write gurps 12 # dc5 "
		"(column 10)"},
	{"dd11", "", "dd11: dd takes 2 to 9 for a, not 1 (column 1)"},
};

TEST_DICE(check_dice_row, wrong)

static const struct dice_row right[] = {
	{"sr 2 ; sr 1 # to hit", "5 1 6",
		"sr 2 || 2d6t5: ^B5^B 1 = ^B1^B success ≥5 || Total: ^B1 hit^B\n"
		"sr 1 # to hit || 1d6t5: ^B6^B = ^B1^B success ≥5 || Total: ^B1 hit^B"},
	{"2 sr 1", "5 6",
		"sr 1 || 1d6t5: ^B5^B = ^B1^B success ≥5 || Total: ^B1 hit^B\n"
		"sr 1 || 1d6t5: ^B6^B = ^B1^B success ≥5 || Total: ^B1 hit^B"},
	{"coc 60 spot: 1 · critical success", "10 7",
		"coc 60 spot: 1 · critical success || ^B97^B · ^Bfailure^B"},
	{"Shadowrun2", "5 1",
		"Shadowrun2 || 2d6t5: ^B5^B 1 = ^B1^B success ≥5 || Total: ^B1 hit^B"},
	{"2nwod", "9 1",
		"2nwod || 2d10!>=10t8: ^B9^B 1 = ^B1^B success ≥8 || Total: ^B1 success^B || "
		"^Bsuccess^B"},
	{"SR 2", "5 1", "SR 2 || 2d6t5: ^B5^B 1 = ^B1^B success ≥5 || Total: ^B1 hit^B"},
	{"cod  3 the lock", "9 1 1",
		"cod  3 the lock || 3d10!>=10t8: ^B9^B 1 1 = ^B1^B success ≥8 || Total: ^B1 "
		"success^B || ^Bsuccess^B"},
	{"pbta +1+1d4", "2 2 3",
		"pbta +1+1d4 || 2d6: 2 2 = ^B4^B || +^B1^B || +1d4: 3 = ^B3^B || Total: ^B8^B || "
		"^Bpartial success^B"},
};

TEST_DICE(check_dice_row, right)

/* What players type, and what else they might have typed: both roll the same. */
static const struct {
	const char *typed, *means;
} alike[] = {
	{"5k3", "5d10!!kh3"},
	{"8k6", "8d10!!kh6"},
	{"5k3+4", "5d10!!kh3+4"},
	{"d66", "dd66"},
	{"vtm 6 2", "vtm 6h2"},
	{"vtm 6 2 3", "vtm 6h2 d3"},
	{"vtm 6h2 vs 3", "vtm 6h2 3"},
	{"coc 60 bonus", "coc 60 b1"},
	{"coc 60 p1 b1", "coc 60"},
	{"coc 60 bb", "coc 60 b2"},
	{"coc 60 extreme", "coc 60 e"},
	{"wod 6", "wod 6 6"},
	{"cod 4+2", "cod 6"},
	{"cod 5 9again", "cod9 5"},
	{"sw d8+1", "sw8+1"},
	{"yz 5 3", "yz 5 +3"},
	{"numenera 3", "cypher 3"},
	{"conan 12 d2 f3", "conan 12 f3 d2"},
	{"tor 2 m w tn14", "tor 2 tn14 w m"},
	{"gen 2y 1g 1p", "gen yygp"},
	{"fate vs 2", "fate vs +2"},
	{"ed 8+2", "2d6!+2"},
	/* a plus, a percent sign, dice and blanks that people leave out or put in */
	{"cpr 12", "cpr +12"},
	{"cpr 7+5-2", "cpr +10"},
	{"iron 3", "iron +3"},
	{"coc 60%", "coc 60"},
	{"wod 6d10", "wod 6"},
	{"wod 6d10 7", "wod 6 7"},
	{"fitd 3d", "fitd 3"},
	{"d6s 3D+2", "d6s3+2"},
	{"pf2 +10 dc 20", "pf2 +10 dc20"},
	{"conan 12 f 3 d 2", "conan 12 f3 d2"},
	{"tor 2 dc=14", "tor 2 tn14"},
	{"cortex d8+d8 + d10", "cortex 8 8 10"},
	{"cortex 8,8,10", "cortex 8 8 10"},
	{"init 3+1d4", "init +3+1d4"},
	/* words that mean the same */
	{"br 10 8 advantage", "br 10 8 adv"},
	{"tor 2 favoured", "tor 2 fav"},
	{"cpr +5 tn 12", "cpr +5 dv12"},
	/* what is tested */
	{"coc spot hidden 60", "coc 60"},
	{"coc Spot Hidden 60+20 hard", "coc 60+20 hard"},
	{"gurps sleight-of-hand 14", "gurps 14"},
	{"ironsworn heart +3", "iron +3"},
	{"check perception +5", "check+5"},
	{"cypher level 3", "cypher 3"},
	{"save vs poison +3", "save+3"},
	{"save vs poison, +3", "save+3"},
	/* words around what a game takes */
	{"coc 60 with a bonus die", "coc 60 b1"},
	{"coc 60 (hard)", "coc 60 hard"},
	{"coc 60, hard", "coc 60 hard"},
	{"coc 60 - hard difficulty", "coc 60 hard"},
	{"coc 60 two bonus dice", "coc 60 b2"},
	{"coc spot hidden 60 with 2 penalty dice", "coc 60 p2"},
	{"wfrp 45 (very hard)", "wfrp 45-30"},
	{"wfrp 45 average", "wfrp 45+20"},
	{"dh2 45 routine", "dh2 45+20"},
	{"dh2 45 hellish", "dh2 45-60"},
	{"cod 5 8a", "cod 5 8again"},
	{"cod 5 no-again rote", "cod 5 no again rote"},
	{"tor 3 ill-favoured 16", "tor 3 ill tn16"},
	{"trav +1 with boon", "trav +1 boon"},
	{"cypher 4 hindered", "cypher 4 h1"},
	{"5k3 unskilled", "rk 5k3 u"},
	{"14k12+2", "rk 14k12+2"},
	{"rk 5k3 with emphasis", "rk 5k3 e"},
	{"yz 3+2+1", "yz 3 2 1"},
	{"sw d8 wild die d8", "sw d8 wild 8"},

	{"ms 45 with advantage", "ms 45 adv"},
	{"ms 45 [+]", "ms 45 adv"},
	{"ms 45 [-]", "ms 45 dis"},
	{"ms panic 3", "panic 3"},
	{"fate +2 difficulty 3", "fate +2 vs 3"},
	{"gen yyg / ppk", "gen yyg ppk"},
	{"gen yyg vs ppk", "gen yyg ppk"},
	{"sr 6 w/ edge", "sr 6 edge"},
};

static void test_alike(void **state)
{
	struct dice_limits limits = DICE_LIMITS_DEFAULT;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(alike); i++) {
		const char *texts[] = {alike[i].typed, alike[i].means};
		struct dice_outcome outcomes[2];
		struct arena arena = ARENA_INIT;

		for (size_t n = 0; n < 2; n++) {
			struct rng *rng = rng_new_seeded(i + 1);
			struct error err = {.text = ""};
			const struct dice_line *line = dice_parse(
				texts[n], shipped_book(), &arena, &err);
			const struct dice_result *result =
				line != NULL ? dice_roll(line, &limits, rng, &arena, &err) : NULL;

			if (result == NULL || line->rolls[0].comment[0] != '\0')
				fail_msg("%s is not read: %s", texts[n], err.text);
			outcomes[n] = result->outcomes[0];
			rng_free(rng);
		}
		if (outcomes[0].total != outcomes[1].total ||
			outcomes[0].face_count != outcomes[1].face_count)
			fail_msg("%s is not %s", texts[0], texts[1]);
		arena_release(&arena);
	}
}

static const struct {
	const char *text, *found;
} searches[] = {
	{"hero", "cortex hsh hsk hsn"},
	{"cyberpunk", "cpd cpr"},
	{"Savage Worlds", "sw swx"},
	{"call of  cthulhu", "coc"},
	{"D&D", "adv check contest death dis dndstats elven gwf init lucky"},
	{"pathfinder", "pf2"},
	{"shadowrun", "sr sr4"},
	{"star wars", "d6s genesys"},
	{"NUMENERA", "cypher"},
	{"chess", ""},
	{"", ""},
	{"!?", ""},
};

static void test_search(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(searches); i++) {
		const struct system *found[20];
		size_t count = systems_search(
			shipped_book()->systems, searches[i].text, found, COUNT_OF(found));
		struct strbuf names = STRBUF_INIT;

		for (size_t n = 0; n < count; n++)
			strbuf_addf(&names, "%s%s", n > 0 ? " " : "", system_name(found[n]));
		assert_string_equal(names.text, searches[i].found);
		strbuf_release(&names);
	}
}

/* Every file says among which games it is listed and where its rules were looked up. */
static void test_sources(void **state)
{
	const struct systems *systems = shipped_book()->systems;

	(void)state;
	for (size_t i = 0; i < systems_count(systems); i++) {
		const struct system *system = systems_at(systems, i);
		if (system->source == NULL || system->group == NULL)
			fail_msg("%s has no group or no source", system->path);
	}
}

static void test_usual(void **state)
{
	struct dice_book book = *shipped_book();
	struct arena arena = ARENA_INIT;
	const struct dice_line *line;

	(void)state;
	book.usual = systems_find(book.systems, "cod");
	line = dice_parse("5 to pick the lock", &book, &arena, NULL);
	assert_non_null(line);
	assert_string_equal(line->rolls[0].expression, "5d10!>=10t8");
	assert_string_equal(line->rolls[0].comment, "to pick the lock");
	line = dice_parse("3d6", &book, &arena, NULL);
	assert_null(line->rolls[0].use);
	arena_release(&arena);
}

/* ---- broken files ---- */

#define HEAD "[system]\nname = t\ntitle = T\nhelp = H.\nform = t {n}\nparam n = 1..9\n"
#define BODY                                                                                       \
	"[system]\nname = t\ntitle = T\nhelp = H.\nparam n = 1..9\nform = t {n}\n"                 \
	"example = t 1 | 1 | x\n"
#define CASE BODY "roll = {n}d6[a]\n"
#define AGAIN CASE "[again push]\n"

static const struct {
	const char *text, *mistake;
} broken[] = {
	{"", "1: a system needs name, title and help"},
	{"name", "1: neither a [section] nor `key = value`"},
	{"[system", "1: a section ends with ]"},
	{"[game]", "1: sections are [system], [case CONDITION], [table NAME] and [again NAME], not "
		   "[game]"},
	{"[case]", "1: sections are [system], [case CONDITION], [table NAME] and [again NAME], not "
		   "[case]"},
	{"colour = red", "1: there is no key colour"},
	{"name = a b", "1: a name is letters and digits, 24 at most"},
	{"name = a\nname = b", "2: this key is there twice"},
	{"title =", "1: this key needs a value"},
	{"verus = total", "1: there is no key verus (did you mean versus?)"},
	{"tilte = T", "1: there is no key tilte (did you mean title?)"},
	{AGAIN "refus = n : no", "10: there is no key refus (did you mean refuse?)"},
	{"name x = a", "1: name takes no name"},
	{"continues = perhaps", "1: this is yes or no"},
	{"shows = nothing", "1: this is input, expression or result"},
	{"param = 1..2", "1: a parameter needs a name of its own"},
	{"param total = 1..2", "1: a parameter needs a name of its own"},
	{"param n = 1", "1: a parameter is MIN..MAX, or MIN..MAX, DEFAULT"},
	{"param n = 2..1", "1: a parameter is MIN..MAX, or MIN..MAX, DEFAULT"},
	{"param n = 1..2, 3", "1: the default is a number in the range, after a comma"},
	{"param n = 1..2\nparam N = 1..2", "2: this parameter is there twice"},
	{HEAD, "5: a form has {name} of a parameter above it, {+name} with a sign, {name#} for one "
	       "digit, {name:y} for y or yyy, {name=1}, or {x}"},
	{"param n = 1..2\nform = t {m=1}", "2: a form has {name} of a parameter above it, {+name} "
					   "with a sign, {name#} for one "
					   "digit, {name:y} for y or yyy, {name=1}, or {x}"},
	{"form = t [", "1: [ and ] of a form come in pairs"},
	{"form = t ]", "1: [ and ] of a form come in pairs"},
	{"form = {x}", "1: a form needs a word"},
	{"param n = 1..2\nform = t : n = 3",
		"2: the form sets no parameter, or one out of its range"},
	{"param n = 1..2\nform = t : n", "2: behind the colon of a form stands name = number"},
	{BODY, "7: there is no roll"},
	{BODY "roll = {n", "8: a { needs something in it and a }"},
	{BODY "roll = {m}d6", "8: this name stands for nothing"},
	{BODY "roll = {quiet}d6", "8: this name stands for nothing"},
	{CASE "rule = words", "9: this is CONDITION : TEXT"},
	{CASE "rule = 1 +: x", "9: a number, a name or a bracket should stand here"},
	{CASE "rule = count(b) : x",
		"9: the label of dice, `all`, `kept` or `own` should stand here"},
	{CASE "rule = nth(all) : x", "9: a comma and a number should stand here"},
	{CASE "rule = symbols(all) : x", "9: a comma and a word on the faces should stand here"},
	{CASE "rule = roll(1) : x", "9: there is no function with this name"},
	{CASE "rule = max(1) : x", "9: this function takes another number of arguments"},
	{CASE "rule = (1 : x", "9: a closing bracket should stand here"},
	{CASE "rule = 1 2 : x", "9: this was not expected here"},
	{CASE "rule = 99999999999999999 : x", "9: this number is too large"},
	{CASE "rule = : {later}\n", "9: this name stands for nothing"},
	{CASE "let n = 1", "9: let needs a name of its own"},
	{CASE "let x = 1", "9: let needs a name of its own"},
	{CASE "let a = b\nlet b = 1", "9: this name stands for nothing"},
	{CASE "let a = 1\nlet a = 2", "10: this let is there twice"},
	{CASE "total = 1\nlet a = 1\nthen = a : d6", "11: this name stands for nothing"},
	{CASE "[case n = 1]\nroll = d6\nroll = d8", "11: this key is there twice"},
	{CASE "total = 1\ntotal = 2", "10: this key is there twice"},
	{CASE "[case n = 1]\nname = u", "10: name belongs in [system]"},
	{CASE "[case m = 1]\nroll = d6", "9: this name stands for nothing"},
	{CASE "[table t]\nx = 1", "10: the rows of a table are numbered 0 to 119"},
	{CASE "[table t]\n1 = 1\n1 = 2", "11: there is a row 1 already"},
	{CASE "example = x", "9: an example is INPUT | FACES | REPLY"},
	{AGAIN "dice a = face != 6 and", "10: a number, a name or a bracket should stand here"},
	{AGAIN "pick other = 1", "10: behind the key stands a label of dice, `plain` or `all`"},
	{AGAIN "dice other = 1", "10: behind the key stands a label of dice, `plain` or `all`"},
	{AGAIN "dice = 1", "10: behind the key stands a label of dice, `plain` or `all`"},
	{AGAIN "set m = 1", "10: behind set stands a parameter"},
	{AGAIN "set n = face", "10: this name stands for nothing"},
	{AGAIN "refuse = n", "10: this is CONDITION : TEXT"},
	{AGAIN "times = 10", "10: this is a number from 1 to 9"},
	{AGAIN "most = 0", "10: this is a number from 1 to 100"},
	{AGAIN "number = m", "10: this is the parameter that the player says"},
	{AGAIN "roll = 1d6", "10: there is no key roll"},
	{AGAIN "most 3 = 1", "10: most takes no name"},
	{AGAIN "example = t 3 | 1", "10: an example here is INPUT | FACES | ASKED | FACES | REPLY"},
	{CASE "[again 2x y]", "9: a way to roll again has a name of letters"},
	{"\xff", "1: this is not UTF-8 text"},
};

static void test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		struct strbuf mistakes = STRBUF_INIT;
		char expected[300];

		assert_null(
			system_read("t.ini", broken[i].text, strlen(broken[i].text), &mistakes));
		snprintf(expected, sizeof expected, "t.ini:%s\n", broken[i].mistake);
		assert_string_equal(mistakes.text, expected);
		strbuf_release(&mistakes);
	}
}

/* ---- the language of the files ---- */

/* Reply of a system with this TEXT to LINE when FACES fall. The caller frees it. */
static char *said_by(const char *text, const char *line, const char *faces)
{
	char folder[] = "/tmp/logios-language-XXXXXX", path[64];
	struct systems *systems = systems_new();
	struct strbuf mistakes = STRBUF_INIT;
	struct rng *rng = scripted_faces(faces);
	char *said;
	FILE *file;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/t.ini", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	systems_load(systems, folder, &mistakes);
	assert_string_equal(mistakes.text, "");
	said = said_by_book(&(struct dice_book){.systems = systems}, line, rng, DICE_NORMAL, 400);
	if (rng_script_left(rng) != 0)
		fail_msg("faces are left, said %s", said);
	unlink(path);
	rmdir(folder);
	rng_free(rng);
	systems_free(systems);
	strbuf_release(&mistakes);
	return said;
}

#define TOP "[system]\nname = t\ntitle = T\nhelp = H.\nexample = t 1 | 1 | x\nunit =\n"
#define POOL                                                                                       \
	TOP "param n = 1..9\nparam b = 0..9, 0\nparam p = 0..9, 0\nparam e = 0..1, 0\n"            \
	    "form = t {n}[ b{b}][ p{p}][ edge{e=1}]\nroll = {n}d6[a]\n"                            \
	    "rule = : b{b} p{p} e{e}\n"

static const struct {
	const char *text, *line, *faces, *reply, *why;
} language[] = {
	{TOP "form = t\nroll = 1d6[a]\nlet v = total\ntotal = total + 10\nlet y = total\n"
	     "rule = : {v} then {y}\n",
		"t", "3", "t || 1d6[a]: 3 = ^B3^B || Total: ^B13^B || ^B3 then 13^B",
		"lines count in their order"},
	{TOP "form = t\nroll = 1d6[a]\nlet v = 1\nlet z = v + total\ntotal = v\n"
	     "rule = : {z} {v}\n[case 1]\nroll = 1d8[b]\nlet v = 2\n",
		"t", "5", "t || 1d8[b]: 5 = ^B5^B || Total: ^B2^B || ^B7 2^B",
		"a case takes over what it does not say"},
	{TOP "form = t\nroll = 1d6[a]\nrule = : one\nalso = : two\n[case 1]\nrule = : three\n", "t",
		"5", "t || 1d6[a]: 5 = ^B5^B || Total: ^B5^B || ^Bthree^B",
		"rules of its own replace all of them"},
	{TOP "form = t\nroll = 1d6[a]\nunit = hit|hits\nrule = : {total + 1|foe|foes}\n", "t", "1",
		"t || 1d6[a]: 1 = ^B1^B || Total: ^B1 hit^B || ^B2 foes^B", "plurals"},
	{TOP "form = t\nroll = 1d6[a]\ntotal = round(total * 2.5)\nunit = hit|hits\n", "t", "3",
		"t || 1d6[a]: 3 = ^B3^B || Total: ^B8 hits^B", "decimals"},
	{TOP "form = t\nroll = 4d10[a]\nrule = : {nth(a, 1)} {nth(a, 3)} {nth(a, 5)} {groups(a, "
	     "10)}\n",
		"t", "8 5 5 2", "t || 4d10[a]: 8 5 5 2 = ^B20^B || Total: ^B20^B || ^B8 5 0 2^B",
		"functions of all dice"},
	{POOL, "t 1 p1 b2", "3", "t 1 p1 b2 || 1d6[a]: 3 = ^B3^B || Total: ^B3^B || ^Bb2 p1 e0^B",
		"any order"},
	{POOL, "T1b2Edge", "3", "T1b2Edge || 1d6[a]: 3 = ^B3^B || Total: ^B3^B || ^Bb2 p0 e1^B",
		"words, without blanks"},
	{POOL, "t 1 beware", "3", "t 1 beware || 1d6[a]: 3 = ^B3^B || Total: ^B3^B || ^Bb0 p0 e0^B",
		"a comment"},
	{POOL, "t 1 # b2", "3", "t 1 # b2 || 1d6[a]: 3 = ^B3^B || Total: ^B3^B || ^Bb0 p0 e0^B",
		"a comment by its sign"},
	{POOL, "t 1 edge of the cliff", "3",
		"t 1 edge of the cliff || 1d6[a]: 3 = ^B3^B || Total: ^B3^B || ^Bb0 p0 e1^B",
		"a word of the system is never a comment"},
	{POOL, "t 1 b1 b2", "",
		"t 1 b1 b2: t is written like this: t N[ bB][ pP][ edge]; write t 1 b1 # b2 "
		"(column 8)",
		"twice"},
	{POOL, "t 1 edge edge", "",
		"t 1 edge edge: t is written like this: t N[ bB][ pP][ edge]; write t 1 edge # "
		"edge (column 10)",
		"a word twice"},
	{POOL, "t 1 x4", "",
		"t 1 x4: t is written like this: t N[ bB][ pP][ edge]; write t 1 # x4 (column 5)",
		"unknown"},
	{POOL, "t 1 2", "",
		"t 1 2: t is written like this: t N[ bB][ pP][ edge]; write t 1 # 2 (column 5)",
		"a number"},
	{TOP "param y = 0..9, 0\nparam g = 0..9, 0\nform = t[ {y:y}][ {g:g}][ {y}y][ {g}g]\n"
	     "roll = 1d6\nrule = : {y}y {g}g\n",
		"t gyy", "1", "t gyy || 1d6: 1 = ^B1^B || Total: ^B1^B || ^B2y 1g^B", "letters"},
	{TOP "param y = 0..9, 0\nparam g = 0..9, 0\nform = t[ {y:y}][ {g:g}][ {y}y][ {g}g]\n"
	     "roll = 1d6\nrule = : {y}y {g}g\n",
		"t 2g 3y", "1", "t 2g 3y || 1d6: 1 = ^B1^B || Total: ^B1^B || ^B3y 2g^B",
		"numbers and letters"},
	{TOP "param h = 0..9, 0\nparam d = 0..9, 0\nform = t[ {h}][ h{h}][ {d}]\nroll = 1d6\n"
	     "rule = : h{h} d{d}\n",
		"t h2 3", "1", "t h2 3 || 1d6: 1 = ^B1^B || Total: ^B1^B || ^Bh2 d3^B",
		"by place what is not given by name"},
	{TOP "continues = yes\nparam k = -9..9, 0\nform = t[ {+k}][ adv{k=9}]\nroll = 1d6{+k}\n",
		"t+2d4", "1 2 3", "t+2d4 || 1d6: 1 = ^B1^B || +2d4: 2 3 = ^B5^B || Total: ^B6^B",
		"an option is given back when the rest cannot be read"},
};

static void test_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(language); i++) {
		char *said = said_by(language[i].text, language[i].line, language[i].faces);

		if (strcmp(said, language[i].reply) != 0)
			fail_msg("%s: said\n%s\nnot\n%s", language[i].why, said, language[i].reply);
		free(said);
	}
}

#define GAME                                                                                       \
	"[system]\nname = t\ntitle = T\nhelp = H.\nparam n = 1..9\nform = t {n}\nroll = "          \
	"{n}d6[a]\n"                                                                               \
	"example = t 1 | 3 | t 1 || 1d6[a]: 3 = *3* || Total: *3*\n"                               \
	"[again push]\ndice a = face < 6\n"
#define PUSHED "push of #17, t 2 || 2d6[a]: 6 2→4 = *10* || Total: *10*"
#define ELSE "this example comes to something else: "
#define EXAMPLE "example = t 2 | 6 2 | "

static const struct {
	const char *line, *mistake;
} wrong_examples[] = {
	{EXAMPLE "push | 4 | " PUSHED, ""},
	{EXAMPLE "push | 5 | " PUSHED,
		ELSE "push of #17, t 2 || 2d6[a]: 6 2→5 = *11* || Total: *11*"},
	{EXAMPLE "push | 4 1 | " PUSHED, "of the faces of this example 1 are left over"},
	{EXAMPLE "luck | 4 | x",
		ELSE "luck is no number of a roll; such as push, push 17 or push dice 2 3"},
};

static void test_wrong_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong_examples); i++) {
		struct systems *systems = systems_new();
		struct strbuf text = STRBUF_INIT, mistakes = STRBUF_INIT;
		char expected[300] = "";

		strbuf_addf(&text, "%s%s\n", GAME, wrong_examples[i].line);
		systems_add(systems, "own/t.ini", text.text, text.len, &mistakes);
		dice_check_examples(&(struct dice_book){.systems = systems}, "own", &mistakes);
		dice_check_examples(&(struct dice_book){.systems = systems}, "ow", &mistakes);
		if (wrong_examples[i].mistake[0] != '\0')
			snprintf(expected, sizeof expected, "own/t.ini:11: %s\n",
				wrong_examples[i].mistake);
		assert_string_equal(mistakes.text, expected);
		systems_free(systems);
		strbuf_release(&text);
		strbuf_release(&mistakes);
	}
}

#define GROUPS_OWN(name, keys)                                                                     \
	"[system]\nname = " name "\ntitle = Ours\nhelp = H.\n" keys "example = x | 1 | x\n"

static const struct {
	const char *name, *text;
} files[] = {
	{"a.ini", "nonsense\n"},
	{"b.ini", GROUPS_OWN("sr", "form = sr\nroll = 1d6\n")},
	{"c.ini", GROUPS_OWN("twice", "form = twice\nroll = 2d6 d6\n")},
	{"d.ini", GROUPS_OWN("free", "alias = shadowrun\nform = free\nroll = d6\n")},
	{"e.ini", GROUPS_OWN("taken", "alias = exalted\nform = taken\nroll = d6\n")},
};

static void path_of(const char *folder, const char *name, char path[64])
{
	snprintf(path, 64, "%s/%s", folder, name);
}

static void write_files(const char *folder)
{
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char path[64];
		FILE *file;

		path_of(folder, files[i].name, path);
		file = fopen(path, "w");
		assert_non_null(file);
		fputs(files[i].text, file);
		fclose(file);
	}
}

static void remove_files(const char *folder)
{
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char path[64];
		path_of(folder, files[i].name, path);
		unlink(path);
	}
	rmdir(folder);
}

/* Whatever is wrong with a file, the others are read; and a group's own replaces one that is
 * shipped. */
static void test_folders(void **state)
{
	char folder[] = "/tmp/logios-systems-XXXXXX";
	struct systems *systems = systems_new();
	const struct dice_book book = {.systems = systems};
	struct strbuf mistakes = STRBUF_INIT;
	struct arena arena = ARENA_INIT;
	struct error err;

	(void)state;
	systems_load(systems, "etc/systems", &mistakes);
	assert_non_null(mkdtemp(folder));
	write_files(folder);
	systems_load(systems, folder, &mistakes);
	assert_non_null(strstr(mistakes.text, "/a.ini:1: neither a [section]"));
	assert_string_equal(systems_find(systems, "SR")->title, "Ours");
	assert_string_equal(
		systems_find(systems, "shadowrun")->name, "free"); /* which ours has given up */
	assert_non_null(
		strstr(mistakes.text, "/e.ini: its name or alias is taken by etc/systems/ex.ini"));
	assert_null(systems_find(systems, "taken"));
	assert_non_null(systems_find(systems, "nwod"));
	assert_null(dice_parse("twice", &book, &arena, &err));
	assert_string_equal(err.text, "what twice rolls is no expression: 2d6 d6");
	arena_release(&arena);
	remove_files(folder);
	strbuf_release(&mistakes);
	systems_free(systems);
}

/* A percentile roll at each amount of detail. */
static void results_have_their_dice_in_full(void **state)
{
	static const struct {
		enum dice_amount amount;
		const char *reply;
	} rows[] = {
		{DICE_BRIEF, "coc 60 b: ^B24^B · ^Bhard success^B"},
		{DICE_NORMAL, "coc 60 b: tens (6) 2, ones 4 → ^B24^B · ^Bhard success^B"},
		{DICE_FULL,
			"coc 60 b || 2d[0..9]kl1[tens]: (6) 2 = ^B2^B || 1d10[ones]: 4 = ^B4^B || "
			"(^B2^B)*10+^B4^B || Total: ^B24^B || ^Bhard success^B"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct rng *rng = scripted_faces("7 3 4");
		char *said = said_of("coc 60 b", rng, rows[i].amount, 400);

		assert_string_equal(said, rows[i].reply);
		free(said);
		rng_free(rng);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(results_have_their_dice_in_full),
		cmocka_unit_test(test_words_are_no_dice),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_alike),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_sources),
		cmocka_unit_test(test_usual),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_wrong_examples),
		cmocka_unit_test(test_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
