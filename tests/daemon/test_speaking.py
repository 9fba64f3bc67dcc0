# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: what somebody else receives of long replies, on ngircd and inspircd: whole characters, nothing
lost, the formatting of every letter as it was meant; also in private before any channel, after a host
that is longer than before, and in channels without formatting."""

import random
import re
import unittest

from harness import BotTest, wait_until
from inspircd import MODULES, Inspircd, needs_inspircd

ADMIN = "[admin ann]\nmask = ann!*@127.0.0.1\nrole = owner\n"
LONG_NICK = "Logios_the_dice_of_the_table"  # makes of one line two
PIECES = ("orc", "goblins", "é", "e\u0301", "🎲", "🎲🎲🎲", "👩\u200d👧", "…", "1d6", "\x02", "\x1d", "\x1f", "\x0304", "\x03", "\x0f", " ", " ", " ")
TOGGLES = "\x02\x11\x16\x1d\x1e\x1f"


def story(source, size):
    """Text of at most SIZE bytes, no blank at its ends, that is no word of ours."""
    text = "tale"
    while True:
        more = text + source.choice(PIECES)
        if len(more.encode()) >= size:
            return text.rstrip(" ")
        text = more


def dressed(text):
    """The letters of TEXT, blanks left out, each with the formatting in force."""
    letters, on, colour = [], set(), ""
    for match in re.finditer(r"\x03(\d{0,2})|.", text):
        if match[0][0] == "\x03":
            colour = match[1]
        elif match[0] in TOGGLES:
            on ^= {match[0]}
        elif match[0] == "\x0f":
            on, colour = set(), ""
        elif match[0] != " ":
            letters.append((match[0], frozenset(on), colour))
    return letters


class Speaking(BotTest):
    def party(self, kind, channels="#table", nick=LONG_NICK, **options):
        server = self.server() if kind == "ngircd" else Inspircd(self.folder, **options)
        if kind != "ngircd":
            self.addCleanup(server.stop)
        ann = self.client(server)
        network = {"host": server.host, "port": server.port, "channels": channels, "nick": nick}
        bot = self.bot([network], extra=ADMIN, settings="max_lines = 20")
        if channels:
            ann.expect(rf"^:{nick}!\S+ JOIN :?#table$")
        else:
            bot.wait_log("connected as")
        return server, ann

    def lines_for(self, ann, target, text, nick=LONG_NICK):
        """What the bot says when it is to repeat TEXT, as ann receives it, line for line."""
        place = target if target[0] == "#" else ann.nick
        ann.say(target, "!echo " + text)
        ann.say(target, "!roll 1d1 fence")
        lines = []
        while True:
            match = ann.expect(rf"^(:{re.escape(nick)}!\S+ PRIVMSG {re.escape(place)} :)(.*)$")
            if "rolled 1d1 fence ||" in match[2]:
                return lines
            self.assertLessEqual(len(match[0].encode()), 510)
            self.assertNotIn("\\x", match[2], "a torn character")
            lines.append(match[2])

    def check_stories(self, ann, target, count=15, size=463):
        source, longest = random.Random(20260101), 0
        for _ in range(count):
            text = story(source, size)
            lines = self.lines_for(ann, target, text)
            self.assertGreater(len(lines), 0)
            # Each line begins plain, so its formatting is its own.
            self.assertEqual(sum((dressed(line) for line in lines), []), dressed(text))
            longest = max(longest, len(lines))
        return longest

    def check_both(self, kind):
        _, ann = self.party(kind)
        # Until the server has told the channel's modes there is no formatting.
        wait_until(lambda: self.lines_for(ann, "#table", "\x02bold") == ["\x02bold"], "formatting")
        self.assertGreater(self.check_stories(ann, "#table"), 1)
        self.check_stories(ann, LONG_NICK, size=435)

    def test_ngircd(self):
        self.check_both("ngircd")

    @needs_inspircd
    def test_inspircd(self):
        self.check_both("inspircd")

    def test_private_before_any_channel_ngircd(self):
        _, ann = self.party("ngircd", channels="")
        self.check_stories(ann, LONG_NICK, size=435)

    @needs_inspircd
    def test_private_before_any_channel_inspircd(self):
        _, ann = self.party("inspircd", channels="")
        self.check_stories(ann, LONG_NICK, size=435)

    @needs_inspircd
    def test_a_longer_host(self):
        _, ann = self.party("inspircd")
        before = self.lines_for(ann, "#table", "x" * 400)
        ann.send("OPER op op")
        ann.expect(r" 381 ")
        ann.send(f"CHGHOST {LONG_NICK} " + "h" * 40 + ".of.a.long.cloak.test")
        after = self.lines_for(ann, "#table", "x" * 400)
        self.assertEqual(["".join(before), "".join(after)], ["x" * 400] * 2)
        self.assertLess(len(after[0]), len(before[0]))

    @needs_inspircd
    def test_channel_without_formatting(self):
        """blockcolor refuses whatever has any: it must be left out, from the first reply on."""
        server = Inspircd(self.folder, modules=[*MODULES, "samode"])
        self.addCleanup(server.stop)
        ann = self.client(server)
        ann.send("OPER op op", "SAMODE #table +oc ann")
        ann.expect(r"MODE #table \S*c")
        self.bot(server)
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| 1d1: 1 = 1 \|\| Total: 1")
        ann.send("MODE #table -c")
        ann.expect(r"MODE #table \S*c")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| 1d1: 1 = \x021\x02 \|\| Total: \x021\x02")
        ann.send("MODE #table +c")
        ann.expect(r"MODE #table \S*c")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| 1d1: 1 = 1 \|\| Total: 1")


if __name__ == "__main__":
    unittest.main()
