# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: what a network with services (atheme on inspircd) does to people: a game master by account who quits and
comes back, is renamed by force, gets a cloak, while services are split away; what ends with a log-in; and what all
that does to the bot itself."""

import time
import unittest

from harness import BotTest
from inspircd import MODULES, Inspircd, Services, needs_atheme, register

CLOAKS = '<cloak mode="half" key="a key that is long enough for it, and then some" prefix="net-">'


@needs_atheme
class WithServices(BotTest):
    def setUp(self):
        super().setUp()
        self.ircd = Inspircd(self.folder, modules=[*MODULES, "md5", "cloaking"], extra=CLOAKS)
        self.addCleanup(self.ircd.stop)
        self.services = Services(self.ircd)
        self.addCleanup(self.services.stop)

    def table(self, nick="ann", more="", **options):
        """Ann with an account and bob without, at the table with the bot; ann is its GM."""
        ann, bob = self.client(self.ircd, nick), self.client(self.ircd, "bob")
        register(ann)
        bot = self.bot(self.ircd, more=more, **options)
        for each in (ann, bob):
            each.expect(r"^:Logios!\S+ JOIN :?#table")
        ann.ask("!gm ann", r"ann is GM of #table now, .*")
        return bot, ann, bob

    def is_gm(self, person, answer):
        """That PERSON reads a hidden roll, as only the GM does."""
        person.say("#table", "!groll 1d1 hidden")
        person.expect_from("Logios", person.nick, answer)

    def come_back(self, nick, login=True):
        person = self.client(self.ircd, nick, ())
        if login:
            person.say("NickServ", "IDENTIFY ann secret")
            person.expect(r" 900 |now identified|now logged in")
        person.join("#table")
        return person

    def test_a_gm_by_account_comes_back(self):
        _, ann, bob = self.table()
        ann.send("QUIT :bye")
        bob.expect(r"^:ann!\S+ QUIT")
        bob.ask("!gm", r"The GM of #table is ann, .*not here.*|.*ann.*")
        thief = self.come_back("ann", login=False)
        thief.send("PING x")
        thief.say("#table", "!broll 1d1 theirs")
        thief.expect(r"^:Logios!\S+ ", unless=r"rolled 1d1 theirs \|\|")
        again = self.come_back("anna")
        bob.ask("!gm", r"The GM of #table is anna\.")
        again.ask("!groll 1d1 hidden", r".*hidden.*")

    def test_renamed_by_force(self):
        bot, ann, bob = self.table()
        bob.send("OPER op op")
        bob.expect(r" 381 ")
        bob.send("SANICK ann sabine")
        bob.expect(r"^:ann!\S+ NICK :?sabine")
        ann.nick = "sabine"
        bob.ask("!gm", r"The GM of #table is sabine\.")
        ann.ask("!roll 1d1", r"sabine rolled 1d1 \|\| .*")
        bob.send("SANICK Logios Other")
        bob.expect(r"^:Logios!\S+ NICK :?Other")
        bob.expect(r"^:Other!\S+ NICK :?Logios")  # it is free, so it is taken back
        bob.ask("Logios: roll 1d1", r"bob rolled 1d1 \|\| .*")
        self.assertNotIn("disconnected", bot.log_text())

    def test_a_cloak(self):
        """A GM without an account is followed to the cloak; the bot says long lines whole behind its own."""
        _, ann, bob = self.table()
        ann.ask("!gm bob", r"bob is GM of #table now, .*")
        bob.send("MODE bob +x")
        bob.expect(r" 396 | MODE bob :?\+x")
        time.sleep(0.2)
        ann.ask("!gm", r"The GM of #table is bob\.")
        bob.ask("!roll 1d1", r"bob rolled 1d1 \|\| .*")
        ann.ask("!roll 200d1", r"ann rolled 200d1 \|\| .*Total: .200.*")

    def test_services_that_split_away(self):
        """Who was logged in is so; nobody's log-in ends with the services."""
        bot, ann, bob = self.table()
        self.services.stop()
        bob.ask("!gm", r"The GM of #table is ann\.")
        ann.ask("!whoami", r".*account ann.*")
        self.services.start()
        bob.ask("!gm", r"The GM of #table is ann\.")
        ann.ask("!whoami", r".*account ann.*")
        ann.say("NickServ", "LOGOUT")
        ann.expect(r" 901 |logged out")
        ann.ask("!whoami", r".*no account that I know of.*")
        self.assertNotIn("disconnected", bot.log_text())

    def test_sasl_that_splits_away(self):
        """The bot stays logged in; a connection without services is in all the same, and logs in when they are back."""
        account = self.client(self.ircd, "Logios", ())
        register(account)
        account.send("QUIT")
        time.sleep(0.2)
        bot, ann, bob = self.table(more="sasl_password = secret\nsasl_mechanism = plain")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        self.services.stop()
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        bob.send("OPER op op")
        bob.expect(r" 381 ")
        after = len(bot.log_text())
        bob.send("KILL Logios :out")
        bot.wait_log("connected as Logios", after=after, timeout=20)
        ann.expect(r"^:Logios!\S+ JOIN :?#table")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        self.services.start()
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        bob.ask("!gm", r"The GM of #table is ann\.")


if __name__ == "__main__":
    unittest.main()
