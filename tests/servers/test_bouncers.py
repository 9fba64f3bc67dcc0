# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: znc and bip, with and without its timestamps, between the bot and a server: attaching, what was asked
while nobody was attached, and a server that is lost and comes back."""

import re
import signal
import unittest

from bouncers import BOUNCERS
from harness import SLOW, Bot, BotTest, wait_until
from packages import REASONS


class Bounced(BotTest):
    kind = None

    def setUp(self):
        package = (self.kind or "").split(" ")[0]
        if self.kind is None or REASONS[package]:
            self.skipTest(f"{package}: {REASONS.get(package)}")
        super().setUp()

    def attach(self):
        """A server with ann, the bouncer in #table as Logios, and the bot attached to it."""
        server = self.server()
        ann = self.client(server)
        bouncer = BOUNCERS[self.kind](self.folder, server)
        self.addCleanup(bouncer.stop)
        ann.expect(r"^:Logios!\S+ JOIN :?#table", timeout=40 * SLOW)
        bot = Bot(self.folder, [{"host": bouncer.host, "port": bouncer.port, "more": f"server_password = {bouncer.password}"}])
        self.bots.append(bot)
        self.again(bot)
        return server, ann, bot

    def again(self, bot):
        after = len(bot.log_text())
        bot.start()
        self.addCleanup(self.end_bot, bot)
        bot.wait_log("joined #table", after=after, timeout=20 * SLOW)

    def check_attach(self):
        _, ann, _ = self.attach()
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        ann.ask("roll 1d1", r"ann rolled 1d1 \|\| .*", target="Logios")

    def detached(self, number):
        _, ann, bot = self.attach()
        ann.ask("!roll 1d1 before", r"ann rolled 1d1 before .*")
        bot.signal(number)
        bot.wait_exit()
        ann.say("#table", "!roll 1d1 old")
        ann.say("Logios", "roll 1d1 oldtoo")
        ann.say("#table", "!gm ann")
        ann.send("PING :x")
        ann.expect(r" PONG .*:x$")
        self.again(bot)
        ann.ask_silently("hello there")
        self.assertEqual([line for line in ann.lines if re.match(r":Logios!.*(old|GM)", line)], [])

    def check_detach(self):
        self.detached(signal.SIGTERM)

    def check_detach_by_force(self):
        self.detached(signal.SIGKILL)

    def check_lost_server(self):
        server, ann, bot = self.attach()
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        server.stop()
        bot.wait_log(r"(?i)the bouncer's \S+ says: .*(disconnected|lost|closed)|no longer in #table|left #table|not in", timeout=20)
        server.start()
        bob = self.client(server, "bob")
        wait_until(lambda: self.answers(bob), "an answer once the server is back", 90 * SLOW)

    def answers(self, person):
        person.say("#table", "!roll 1d1")
        try:
            return person.expect(r"^:Logios!\S+ PRIVMSG #table :bob rolled 1d1 ", timeout=3)
        except AssertionError:
            return False

    def end_bot(self, bot):
        if bot.process.returncode != -signal.SIGKILL:
            super().end_bot(bot)


def make(kind):
    checks = {"test_" + name[6:]: check for name, check in vars(Bounced).items() if name.startswith("check_")}
    name = "By" + kind.title().replace(" ", "")
    return name, type(name, (Bounced,), {"kind": kind, **checks})


globals().update(make(kind) for kind in BOUNCERS)

if __name__ == "__main__":
    unittest.main()
