# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: joining, rolls in every shape that LogiosBot's players know, calculations, cards, help,
addressing, silence, private talk, long answers. The dice are real: shapes and sums are checked."""

import re
import unittest

from harness import BOLD, BotTest

B = BOLD
ONE_PER_LINE = "[plugin cards]\none_per_line = yes\n"

# What is typed after `!roll `; the input as shown; the detail as a pattern, ^ for a bold toggle,
# <N> for a number that is a face; the total.
ROLLS = [
    ("3d6", "3d6", "3d6: <N> <N> <N> = ^#^", "#"),
    ("3d6 to hit the orc", "3d6 to hit the orc", "3d6: <N> <N> <N> = ^#^", "#"),
    ("1d20+5", "1d20+5", "1d20: <N> = ^#^<natural> || +^5^", "#"),
    ("2d6+1d8+3", "2d6+1d8+3", "2d6: <N> <N> = ^#^ || +1d8: <N> = ^#^ || +^3^", "#"),
    ("2d10+1*2", "2d10+1*2", "2d10: <N> <N> = ^#^ || *^2^ || +^1^", "#"),
    (
        "2x2d10+4",
        "2x2d10+4",
        "2d10: <N> <N> = ^#^ || +^4^ | Subtotal: ^#^ || 2d10: <N> <N> = ^#^ || +^4^ | Subtotal: ^#^",
        "#",
    ),
    ("4dF+2", "4dF+2", "4dF: <F> <F> <F> <F> = ^#^ || +^2^", "#"),
    ("besm +2", "2d6+2", "2d6: <N> <N> = ^#^ || +^2^", "#"),
    ("scion 5+2", "5d10+2", "5d10: <M> <M> <M> <M> <M> = ^#^ success(?:es)? || +^2^", "# success(?:es)?"),
    ("ww 4", "4d10", "4d10: <M> <M> <M> <M>(?: || Exploding dice:(?: <M>)+)? = ^#^ success(?:es)?", "# success(?:es)?"),
]


def detail_pattern(shape):
    """SHAPE as a regular expression."""
    optional = "(?: || Exploding dice:(?: <M>)+)?"
    parts = [re.escape(part) for part in shape.split(optional)]
    pattern = r"(?: \|\| Exploding dice:(?: <M>)+)?".join(parts)
    pattern = pattern.replace(re.escape("success(?:es)?"), "success(?:es)?")
    pattern = pattern.replace("<natural>", r"(?: \(natural (?:1|20)\))?")
    pattern = pattern.replace(r"\^", B).replace(r"\#", r"-?\d+").replace(re.escape("<N>"), r"\d+")
    pattern = pattern.replace(re.escape("<F>"), rf"\[{B}[-0+]{B}\]").replace(re.escape("<M>"), "<M>")
    return pattern.replace("<M>", rf"{B}?\d+{B}?")


class Rolls(BotTest):
    def test_every_shape(self):
        _, _, ann = self.table()
        for typed, shown, detail, total in ROLLS:
            with self.subTest(typed):
                ann.ask(
                    "!roll " + typed,
                    rf"ann rolled {re.escape(shown)} \|\| {detail_pattern(detail)} \|\| "
                    rf"Total: {B}{total.replace('#', '-?[0-9]+')}{B}",
                )

    def test_totals_are_sums(self):
        _, _, ann = self.table()
        sums = set()
        for _ in range(20):
            match = ann.ask(
                "!roll 3d6",
                rf"ann rolled 3d6 \|\| 3d6: (\d) (\d) (\d) = {B}(\d+){B} \|\| Total: {B}(\d+){B}",
            )
            one, two, three, subtotal, total = map(int, match.groups())
            self.assertTrue(all(1 <= face <= 6 for face in (one, two, three)))
            self.assertEqual([one + two + three] * 2, [subtotal, total])
            sums.add(total)
        self.assertGreater(len(sums), 1, "twenty rolls of 3d6 and all the same")

    def test_short_words(self):
        _, _, ann = self.table()
        for word, shown in (("!besm", "2d6"), ("!scion 3", "3d10"), ("!wwdice 3", "3d10"), ("!r d1", "d1")):
            ann.ask(word, rf"ann rolled {shown} \|\| .*Total: {B}\d+(?: successe?s?)?{B}")

    def test_case_does_not_matter(self):
        _, _, ann = self.table()
        ann.ask("!ROLL 2X3D1", rf"ann rolled 2X3D1 \|\| .*Total: {B}6{B}")

    def test_mistakes_are_one_line(self):
        _, _, ann = self.table()
        for typed in ("1d0", "0x1d6", "d", "3d", "2d6+", "1001d6", "9^9^9^9", "(" * 300, "1" * 400, "2d6/0"):
            with self.subTest(typed[:20]):
                match = ann.ask("!roll " + typed, "(.*)")
                self.assertNotIn("Total", match.group(1))
                self.assertGreater(len(match.group(1)), 8)
        ann.ask_silently("unremarkable")

    def test_strange_bytes(self):
        _, _, ann = self.table()
        for comment in (b"\x01\x02\x03\x1f", b"\xff\xfe\xc0\x80", b"\xe2\x82", b"\x7f\x1b[2J"):
            ann.say("#table", b"!roll 1d1 " + comment)
            ann.expect_from("Logios", "#table", rf"ann rolled 1d1.*Total: {B}1{B}")


class OtherWords(BotTest):
    def test_calc(self):
        _, _, ann = self.table()
        ann.ask("!calc 2*(3+4)", r"Calculator: 2\*\(3\+4\) = 14")
        ann.ask("!calc 1/0", r"Please do not divide by zero\.")
        ann.ask("!calc 2*", r"Invalid expression\..*")

    def test_cards(self):
        _, _, ann = self.table(extra=ONE_PER_LINE)
        ann.ask("!cards new French52", r"Deck deck1 created \(Type: French52\)")
        ann.say("#table", "!cards draw 2 from deck1")
        drawn = [ann.expect_from("Logios", "#table", r"Your card is (.+)").group(1) for _ in range(2)]
        self.assertNotEqual(*drawn)
        ann.ask("!cards draw 60 from deck1", r"Cannot draw 60 cards, deck only has 50 remaining\.")
        ann.ask("!cards shuffle deck1", r"Deck deck1 is now shuffled\.")
        ann.ask("!cards draw 60 from deck1", r"Cannot draw 60 cards, deck only has 52 remaining\.")
        ann.ask("!cards draw 1 from nosuch", r"No such deck: nosuch")
        ann.ask("!cards new Nosuch", r"Deck Nosuch not found\.")

    def test_decks_belong_to_a_channel(self):
        server, bot, ann = self.table(more="")
        bot.networks[0]["channels"] = "#table, #other"
        bot.write_config()
        bot.signal(1)
        bot.wait_log(r"joined #other")
        ann.join("#other")
        ann.ask("!cards new French52", r"Deck deck1 created \(Type: French52\)")
        ann.ask("!cards draw 1 from deck1", r"No such deck: deck1", target="#other")

    def test_help_and_about(self):
        _, _, ann = self.table()
        ann.ask("!help", r".*\broll\b.*")
        ann.ask("!help roll", r".*\broll\b.*")
        ann.ask("!help nosuchthing", r".*not found.*")
        ann.ask("!modules", r"Loaded modules: .*\bcards\b.*\bdice\b.*")
        ann.ask("!Logios", r".*GPL.*")
        ann.ask("!LogiosBot", r".*GPL.*")

    def test_no_plugins_at_all(self):
        server = self.server()
        ann = self.client(server)
        self.bot(server, plugins="")
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        ann.say("#table", "!roll 1d1")
        ann.say("#table", "!modules")
        ann.expect_from("Logios", "#table", r"Loaded modules: none", unless="rolled")


class Addressing(BotTest):
    def test_by_nick(self):
        _, _, ann = self.table()
        for text in ("Logios: roll 1d1", "Logios, roll 1d1", "logios: ROLL 1d1", "LOGIOS,roll 1d1"):
            ann.ask(text, rf"ann rolled 1d1 \|\| .*Total: {B}1{B}")

    def test_bare_in_private(self):
        _, _, ann = self.table()
        ann.ask("roll 1d1", rf"ann rolled 1d1 \|\| .*Total: {B}1{B}", target="Logios")
        ann.ask("!roll 1d1", rf"ann rolled 1d1 \|\| .*Total: {B}1{B}", target="Logios")

    def test_silence_for_others(self):
        _, _, ann = self.table()
        for text in ("!nosuchword", "hello there", "!", "!!", "roll 3d6", "Logioso: roll 1d6", "!rolling 2d6", "! roll"):
            ann.ask_silently(text)

    def test_unknown_word_when_addressed(self):
        _, _, ann = self.table()
        ann.say("#table", "Logios: nosuchword")
        ann.expect_from("Logios", "ann", r"I do not know the word .+")
        ann.ask("nosuchword", r".+", target="Logios")

    def test_notices_are_never_answered(self):
        _, _, ann = self.table()
        ann.send("NOTICE #table :!roll 3d6", "NOTICE Logios :roll 3d6")
        ann.ask_silently("done")

    def test_powerful_words_are_closed(self):
        server, _, ann = self.table()
        for text in ("!join #elsewhere", "!quit", "!reload dice", "!unload dice", "!say #table hi", "!rehash", "!part"):
            ann.say("#table", text)
        ann.ask("!roll 1d1 still here", r"ann rolled 1d1 still here \|\| .*")
        ann.join("#elsewhere")
        ann.send("NAMES #elsewhere")
        ann.expect(r" 366 \S+ #elsewhere ", unless=r" 353 .*Logios")


class LongAnswers(BotTest):
    def test_more(self):
        _, _, ann = self.table(extra=ONE_PER_LINE)
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        ann.say("#table", "!cards draw 20 from deck1")
        held = ann.expect_from("Logios", "#table", r".*\((\d+) more: !more\)")
        self.assertGreater(int(held.group(1)), 0)
        ann.ask("!more", r"Your card is .+")

    def test_lines_fit(self):
        _, _, ann = self.table()
        ann.say("#table", "!roll 1000d6 " + "é" * 150)
        match = ann.expect(r"^:Logios!\S+ PRIVMSG #table :ann rolled 1000d6 .*$")
        for line in ann.lines:
            self.assertLessEqual(len(line.encode()), 510, line)
        self.assertNotIn("\\x", match.group(0), "a character was cut in two")
        ann.expect(rf"Total: {B}\d+{B}$") if "Total" not in match.group(0) else None


if __name__ == "__main__":
    unittest.main()
