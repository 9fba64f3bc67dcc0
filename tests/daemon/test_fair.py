# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: fair rolls through a real server: numbers, salts, seeds; the transcript that players get is sound for both checkers and
has what everybody saw; all of it goes on after kill -9."""

import re
import signal
import sys
import tempfile
import unittest

from harness import BOLD, BUILD, ROOT, BotTest, run_logios

sys.path.insert(0, str(ROOT / "tests" / "tools"))
import fair  # noqa: E402

NUMBERS = "show_numbers = yes"


def run_verify(text):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", dir=BUILD) as file:
        file.write(text)
        file.flush()
        status, out, _ = run_logios("verify", file.name)
    return status, out


class Fair(BotTest):
    def transcript(self, who, count):
        """What !fair log sends: COUNT lines."""
        who.send("PRIVMSG #table :!fair log")
        who.expect_from("Logios", who.nick, r"Transcript of #table, epoch \d+\. .*")
        lines = [who.expect_from("Logios", who.nick, r"(\{.*\})").group(1) for _ in range(count)]
        return "\n".join(lines) + "\n"

    def assert_sound(self, text):
        self.assertEqual(fair.check(text.encode()), [])
        status, out = run_verify(text)
        self.assertEqual((status, ": sound: " in out), (0, True), out)

    def test_what_was_seen_can_be_proven(self):
        _, bot, ann = self.table(settings=NUMBERS)
        before = ann.ask("!fair", r".* epoch 1, rolls so far: 0, commitment (\w{64})\. .*").group(1)
        seen = []
        for number in range(1, 6):
            if number == 3:
                ann.ask("!fair salt the moon", r"ann salted the dice of #table; .*")
            if number == 4:
                bot.process.send_signal(signal.SIGKILL)
                bot.process.wait()
                bot.start()
                ann.expect(r":Logios\S* JOIN :?#table")
            match = ann.ask("!roll 9d20 for luck", rf"ann rolled 9d20 for luck \|\| 9d20: ([\d {BOLD}]+) = .*\(#{number}\)")
            seen.append([int(face) for face in re.findall(r"\d+", match.group(1))])
        revealed = ann.ask("!fair reveal", r"#table: epoch 2 has commitment (\w{64})\. .* after 5 rolls; its seed was (\w{64})")
        self.assertEqual(fair.commitment(bytes.fromhex(revealed.group(2))), before)
        text = self.transcript(ann, 10)
        self.assert_sound(text)
        values = [line["values"] for line in map(lambda raw: fair.parse(raw.encode()), text.splitlines()) if "values" in line]
        self.assertEqual(values, seen)
        ann.ask("!fair check 2", r"#2 of epoch 1, .* UTC: ann rolled 9d20 for luck .*")
        ann.ask("!roll 1d1", r"ann rolled 1d1 .*\(#1\)")

    def records(self, bot, *arguments, word="transcript"):
        status, out, err = run_logios(word, "-c", bot.config, *arguments)
        self.assertEqual(status, 0, err)
        return out

    def kill(self, bot):
        bot.process.send_signal(signal.SIGKILL)
        bot.process.wait()

    def test_long_lines_come_in_pieces(self):
        _, _, ann = self.table(settings=NUMBERS + "\nmax_lines = 3")
        words = " ".join(["x{ }"] * 60)
        ann.ask(f"!roll 300d20 {words}", r"ann rolled 300d20 .*")
        ann.ask("!fair reveal", r"#table: epoch 2 has .*")
        ann.say("#table", "!fair log 1")
        ann.expect_from("Logios", "ann", r"Transcript of #table, epoch 1\. .*")
        pieces = []
        while not (pieces and '"reveal":1' in pieces[-1]):
            pieces.append(ann.expect_from("Logios", "ann", r"(.*)").group(1))
        self.assertGreater(len(pieces), 8)
        self.assertLess(len([piece for piece in pieces if piece.startswith("{")]), len(pieces))
        self.assert_sound("\n".join(pieces) + "\n")
        self.assert_sound("\r\n".join(pieces) + "\r\n")
        status, _ = run_verify("\n".join(pieces[:3] + pieces[4:]) + "\n")
        self.assertEqual(status, 1)

    def test_a_channel_called_like_a_hidden_place(self):
        lines = ["ann\t#table\t!sroll 1d20 secret", *(
            f"mal\t#table/{part}\t!{word}" for part in ("hidden", "decks")
            for word in ("fair", "fair check 1", "last", "fair log", "dicestats ann"))]
        status, out, err = run_logios("console", text="\n".join(lines) + "\n")
        self.assertEqual(status, 0, err)
        others = [line for line in out.splitlines() if not line.startswith(("ann\t", "#table\t"))]
        self.assertIn('"place":"#table/hidden/open"', out)
        self.assertEqual([line for line in others if "secret" in line or '"roll"' in line], [])
        self.assertEqual(len([line for line in others if "There is no roll #1 here" in line]), 2, out)
        self.assertEqual(len([line for line in others if "rolls so far: 0" in line]), 2, out)

    def test_a_roll_is_pushed_once_over_kills(self):
        _, bot, ann = self.table(settings=NUMBERS)
        first = ann.ask("!roll yz 30", r"ann rolled yz 30 \|\| 30d6t6: (.*?) = .*\(#1\)").group(1)
        lay = [int(face) for face in re.findall(r"\d+", first.replace(BOLD, ""))]
        self.kill(bot)
        bot.start()
        ann.expect(r":Logios\S* JOIN :?#table")
        pushed = ann.ask("!push", r"ann rolled push of #1, yz 30 \|\| 30d6t6: (.*?) = .*\(#2\)").group(1)
        dice = [die.split("→") for die in pushed.replace(BOLD, "").split()]
        self.assertEqual([int(die[0]) for die in dice], lay)
        self.assertEqual([len(die) == 1 for die in dice], [face in (1, 6) for face in lay])
        self.kill(bot)
        bot.start()
        ann.expect(r":Logios\S* JOIN :?#table")
        ann.ask("!push 1", r"#1 was rolled again already, as #2\.")
        ann.ask("!push", r"push was used for #2 already, and yz allows it once")
        ann.ask("!fair reveal", r"#table: epoch 2 has commitment \w{64}\. .* after 2 rolls; .*")
        text = self.transcript(ann, 5)
        self.assert_sound(text)
        values = [line["values"] for line in map(lambda raw: fair.parse(raw.encode()), text.splitlines()) if "values" in line]
        self.assertEqual(values[1], [int(die[1]) for die in dice if len(die) > 1])

    def test_hidden_rolls_and_decks_after_a_kill(self):
        server, bot, ann = self.table(settings=NUMBERS)
        mia = self.client(server, "mia")
        mia.ask("!gm", r"Nobody is GM of #table\. .*")
        ann.ask("!gm mia", r"mia is GM of #table now, .*")
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        ann.expect_from("Logios", "#table", r"Commitment of the next shuffle: \w{64}")
        ann.ask("!groll 9d20 quietly", r"ann makes a hidden roll \(#h1\)")
        mia.expect_from("Logios", "mia", r"ann rolled 9d20 quietly .* \(#h1 in #table\)")
        text = self.records(bot, "test", "#table/hidden")
        self.assertNotIn("quietly", text)
        self.assert_sound(text)
        self.kill(bot)
        bot.start()
        ann.expect(r":Logios\S* JOIN :?#table")
        mia.ask("!gm", r"The GM of #table is mia\.")
        mia.ask("!broll 9d20", r"mia makes a hidden roll \(#h2\)")
        mia.ask("!fair reveal hidden", r"#table/hidden: epoch 2 .* after 2 rolls; .*")
        ann.ask("!cards shuffle deck1", r"Deck deck1 is now shuffled\.")
        ann.expect_from("Logios", "#table", r"Seed of deck deck1 \(shuffle 1\): \w{64}")
        hidden = self.records(bot, "test", "#table/hidden")
        self.assertIn("quietly", hidden)
        decks = self.records(bot, "test", "#table/decks")
        self.assertIn('"order":[', decks)
        for text in (hidden, decks):
            self.assert_sound(text)
            self.assertNotIn("seed is not shown", run_verify(text)[1] if text is hidden else "")
        self.assertIn("#table/decks", self.records(bot))
        ann.ask("!roll 40d20", r"ann rolled 40d20 .*")
        self.assertRegex(self.records(bot, word="stats"), r"^40 d20s: mean [\d.]+ \(10.5 expected\); .*\n +1 +\d+")
        self.assertEqual(run_logios("transcript", "-c", bot.config, "test", "#nowhere")[0], 1)


if __name__ == "__main__":
    unittest.main()
