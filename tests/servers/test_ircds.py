# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: a table on each IRC server that Debian has, with its default limits and the bot's default settings:
joining, rolls, cards, renames, kicks; and five busy people for a minute, without the bot being thrown out and
without an answer lost."""

import re
import time
import unittest

from harness import SLOW, Bot, BotTest
from packages import REASONS
from servers import IRCDS, Person, answer_names

PACE = 30 / 50  # seconds from one question to the next: fifty in half a minute
COUNT_BYTES = ("ircd-irc2", "ircd-ircu")  # half as many lines a minute as elsewhere, or fewer
NICKS = ("ann", "bob", "cat", "dan", "eve")
NOT_SENT = re.compile(r"^:Logios!\S+ (?:PRIVMSG|NOTICE) (\S+) :\((\d+) repl(?:y was|ies were) not sent")
DRAIN = 150
# What is asked in turns: half of it plain, some long, some in private.
ASKED = ("!roll 1d20+5 {}", "!roll 4d6kh3 {}", "!roll 30d10 {}", "!roll 2d6 {}", "!roll 10x4d6kh3 {}", "roll 1d100 {}")


class Table(BotTest):
    """What every server's class below inherits."""

    kind = None

    def setUp(self):
        if self.kind is None or REASONS[self.kind]:
            self.skipTest(f"{self.kind}: {REASONS.get(self.kind)}")
        super().setUp()
        answer_names()

    def sit_down(self, nicks, more=""):
        server = IRCDS[self.kind](self.folder)
        self.addCleanup(server.stop)
        people = [self.until_end(Person(server, nick, number=number + 1)) for number, nick in enumerate(nicks)]
        bot = Bot(self.folder, [])
        self.bots.append(bot)
        bot.start(
            f"[logios]\nstate_dir = {self.folder}/state\nlog_level = debug\nplugins = dice, cards, calc\n"
            f"[network test]\nhost = {server.host}\nport = {server.port}\ntls = no\nnick = Logios\nchannels = #table\n{more}")
        self.addCleanup(self.end_bot, bot)
        people[0].expect(r"^:Logios!\S+ JOIN :?#table", timeout=60 * SLOW)
        return bot, people

    def check_table(self):
        _, (ann, bob) = self.sit_down(("ann", "bob"), "rejoin_on_kick = yes\nrejoin_delay = 3\n")
        ann.ask("!roll 3d6", r"ann rolled 3d6 \|\| 3d6: .*", timeout=30)
        ann.ask("!cards new French52", r".*deck1.*", timeout=30)
        ann.ask("!cards draw 2 from deck1", r"Your cards are .*", timeout=30)
        bob.ask("roll 1d6", r"bob rolled 1d6 .*", target="Logios", timeout=30)
        ann.send("NICK anna")
        ann.expect(r"^:ann!\S+ NICK :?anna")
        ann.nick = "anna"
        ann.ask("!roll 1d20", r"anna rolled 1d20 .*", timeout=30)
        if self.kind == "ircd-irc2":
            return  # alone it calls itself split from its network, and makes nobody an operator
        ann.send("KICK #table Logios :out")
        ann.expect(r"^:anna!\S+ KICK #table Logios")
        ann.expect(r"^:Logios!\S+ JOIN :?#table", timeout=60)
        ann.ask("!cards list", r".*deck1.*", timeout=30)

    def check_busy(self):
        """All is answered. Where bytes count, a minute of that takes longer than an answer is worth."""
        asked, answered, told = self.busy(50 if self.kind in COUNT_BYTES else 100)
        self.assertEqual(sorted(set(asked) - set(answered)), [], told)

    def check_too_busy(self):
        if self.kind not in COUNT_BYTES:
            self.skipTest("all is answered here")
        asked, answered, told = self.busy(100)
        self.assertEqual(len(asked), len(answered) + told)

    def busy(self, lines):
        """Let five people ask for LINES rolls: when each was asked, when answered, and how many they are told that
        they will not be."""
        bot, people = self.sit_down(NICKS)
        asked, answered, begin = {}, {}, time.monotonic()
        for number in range(lines):
            while time.monotonic() < begin + number * PACE:
                self.hear(people, answered)
            person, text = people[number % len(people)], ASKED[number % len(ASKED)].format(f"n{number}")
            person.say("#table" if text[0] == "!" else "Logios", text)
            asked[f"n{number}"] = time.monotonic()
        end = time.monotonic() + DRAIN
        while len(answered) + self.told(people) < len(asked) and time.monotonic() < end:
            self.hear(people, answered)
        waits = sorted(answered[each] - asked[each] for each in answered) or [0]
        print(f"# {self.kind}: {len(asked)} asked, {len(answered)} answered, {self.told(people)} told not to be; "
              f"waits: median {waits[len(waits) // 2]:.1f} s, longest {waits[-1]:.1f} s")
        self.assertEqual(re.findall(r".*disconnected.*", bot.log_text()), [])
        return asked, answered, self.told(people)

    def told(self, people):
        """How many answers the words to the channel, and to each, say that were not sent."""
        words = [(person.nick, NOT_SENT.search(line)) for person in people for line in person.lines]
        return sum(int(word[2]) for nick, word in words if word and (word[1] == nick or (word[1] == "#table" and nick == NICKS[0])))

    def hear(self, people, answered):
        """Take in what each of PEOPLE is told, and note which numbers are answered now."""
        for person in people:
            person._receive(0.01)
            for line in person.lines[person.read:]:
                match = re.search(r"^:Logios!\S+ (?:PRIVMSG|NOTICE) .*\b(n\d+) \|\|", line)
                if match:
                    answered.setdefault(match[1], time.monotonic())
            person.read = len(person.lines)


def make(kind):
    name = "On" + re.sub(r"\W", " ", kind).title().replace(" ", "")
    checks = {"test_" + word[6:]: check for word, check in vars(Table).items() if word.startswith("check_")}
    return name, type(name, (Table,), {"kind": kind, **checks})


globals().update(make(kind) for kind in IRCDS)

if __name__ == "__main__":
    unittest.main()
