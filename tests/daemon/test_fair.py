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


class Fair(BotTest):
    def transcript(self, who, count):
        """What !fair log sends: COUNT lines."""
        who.send("PRIVMSG #table :!fair log")
        who.expect_from("Logios", who.nick, r"Transcript of #table, epoch \d+\. .*")
        lines = [who.expect_from("Logios", who.nick, r"(\{.*\})").group(1) for _ in range(count)]
        return "\n".join(lines) + "\n"

    def assert_sound(self, text):
        self.assertEqual(fair.check(text.encode()), [])
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", dir=BUILD) as file:
            file.write(text)
            file.flush()
            status, out, _ = run_logios("verify", file.name)
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


if __name__ == "__main__":
    unittest.main()
