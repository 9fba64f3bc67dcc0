# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: one person who floods is left unanswered, told once and ignored while others are served; an ignore by
the limits or by a word survives a bot that is killed; [filter] holds for channel, private line and action."""

import signal
import time
import unittest

from harness import ADMIN, Bot, BotTest

LIMITS = "[limits]\nuser_burst = 3\nuser_rate = 1\nnotice_after = 2\nignore_after = 5\nignore_minutes = 10\n"
TOLD = "You ask more than I can keep up with.*"
FENCE = r"\S+ rolled 1d1 fence \|\| .*"


def user(nick):
    """What a line of NICK comes from, as ngircd shows people on loopback."""
    return rf"\*!~?{nick}@\S+"


class People(BotTest):
    def flood(self, client, count):
        for number in range(count):
            client.say("#table", f"!roll 1d1 flood {number}")

    def test_flood(self):
        server, _, boss = self.table(nick="boss", extra=ADMIN + LIMITS)
        troll, ann = self.client(server, "troll"), self.client(server, "ann")
        self.flood(troll, 12)
        for number in range(3):
            troll.expect_from("Logios", "#table", rf"troll rolled 1d1 flood {number} \|\| .*")
        troll.expect_from("Logios", "troll", TOLD)
        ann.ask("!roll 1d1 fence", FENCE)
        # nothing else came of it: no answer, no second notice
        troll.expect_from("Logios", "#table", r"ann rolled 1d1 fence \|\| .*")
        answers = [line for line in troll.lines if ":Logios!" in line and "flood" in line]
        notices = [line for line in troll.lines if " NOTICE troll " in line and "Logios!" in line]
        self.assertEqual((len(answers), len(notices)), (3, 1), troll.story())
        # ignored, in private as well; that it was caught in the list
        troll.say("Logios", "roll 1d1 private")
        boss.ask("!ignores", user("troll") + " on test for .*, by the limits: asked too much")
        ann.ask("!roll 1d1 fence", FENCE)
        self.assertFalse([line for line in troll.lines if "private" in line])
        # who looks after the bot has no limits
        for _ in range(10):
            boss.ask("!roll 1d1 fence", FENCE)

    def test_ignores_survive_a_kill(self):
        server, bot, boss = self.table(nick="boss", extra=ADMIN + LIMITS)
        troll, spammer, ann = (self.client(server, nick) for nick in ("troll", "spammer", "ann"))
        boss.ask("!ignore spammer 2h adverts", r"Ignoring spammer!\*@\* on test for 2 hours: adverts\.")
        spammer.say("#table", "!roll 1d1 spam")
        self.flood(troll, 9)
        troll.expect_from("Logios", "troll", TOLD)
        boss.ask("!ignores", r"spammer!\*@\* on test for .* more, by boss\S*: adverts")
        boss.expect_from("Logios", "#table", user("troll") + ".*by the limits.*")
        bot.signal(signal.SIGKILL)
        self.assertEqual(bot.wait_exit(), -signal.SIGKILL)
        boss.expect(r"^:Logios!\S+ QUIT ")
        bot.start()
        boss.expect(r"^:Logios!\S+ JOIN :?#table$")
        spammer.say("#table", "!roll 1d1 spam")
        troll.say("#table", "!roll 1d1 flood again")
        ann.ask("!roll 1d1 fence", FENCE)
        for client in (troll, spammer):
            client.expect_from("Logios", "#table", r"ann rolled 1d1 fence \|\| .*")
            self.assertFalse([line for line in client.lines if "spam ||" in line or "again ||" in line])
        boss.ask("!ignores", r"spammer!\*@\* on test for .* more, by boss\S*: adverts")
        boss.ask("!unignore spammer", r"spammer!\*@\* is heard again\.")
        spammer.ask("!roll 1d1 at last", r"spammer rolled 1d1 at last \|\| .*")

    def test_two_bots(self):
        """Two of us in one channel, with one prefix: whatever is said, they fall silent again."""
        server = self.server()
        ann = self.client(server)
        for nick in ("Logios", "Second"):
            folder = self.folder / nick
            folder.mkdir()
            network = {"host": server.host, "port": server.port, "nick": nick}
            bot = Bot(folder, [network], extra=ADMIN)
            self.bots.append(bot)
            bot.start()
            self.addCleanup(self.end_bot, bot)
            ann.expect(rf"^:{nick}!\S+ JOIN :?#table$")
        boss = self.client(server, "boss")
        for text in ("!roll !roll !roll 1d", "!odds !odds !roll 1d", "!help !roll", "!systems !systems", "!roll Second: !roll Logios: !roll",
                     "Logios: Second: help", "!choose !roll 1d6 or !choose !roll", "!last 5", "!roll 1d6 " + "!roll 1d6 " * 40,
                     "!help help", "!calc !calc 1", "!nosuchword", "Logios: nosuchword", "Second: Logios: nosuchword"):
            ann.say("#table", text)
        for text in ("!echo !echo !roll 1d6", "!echo Second: !echo Logios: roll 1d6", "!echo Second: nosuchword", "!say Second help"):
            boss.say("#table", text)
        for client in (ann, boss):
            client.say("#table", "!roll 1d1 fence")
        seen = ann.read
        for nick in ("Logios", "Second"):
            ann.read = seen  # whoever of them is first
            ann.expect_from(nick, "#table", r"boss rolled 1d1 fence \|\| .*")
        self.assertLess(self.lines_until_silence(ann), 300, ann.story())

    def lines_until_silence(self, client):
        """How many lines came until none came for two seconds."""
        heard = -1
        while heard < len(client.lines) < 1000:
            heard = len(client.lines)
            end = time.monotonic() + 2
            while heard == len(client.lines) and time.monotonic() < end:
                client._receive(0.1)
        return heard

    def test_filter(self):
        filters = "[filter]\nallow = ann!*@*, troll!*@*\ndeny = troll!*@*\n"
        server, _, ann = self.table(extra=ADMIN + filters)
        ann.ask("!roll 1d1 fence", FENCE)
        for nick in ("troll", "stranger"):
            client = self.client(server, nick)
            client.say("#table", "!roll 1d1 channel")
            client.say("#table", "Logios: roll 1d1 named")
            client.say("#table", "\x01ACTION !roll 1d1 action\x01")
            client.say("Logios", "roll 1d1 private")
            client.say("Logios", "\x01ACTION roll 1d1 action\x01")
            client.say("Logios", "\x01VERSION\x01")
            ann.ask("!roll 1d1 fence", FENCE)
            client.expect_from("Logios", "#table", FENCE)
            self.assertEqual([], [line for line in client.lines if ":Logios!" in line and "ann rolled" not in line])
        boss = self.client(server, "boss")
        boss.ask("!roll 1d1 fence", FENCE)


if __name__ == "__main__":
    unittest.main()
