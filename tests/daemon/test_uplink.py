# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers, on a real inspircd: a nick won back by MONITOR and after a forced change, channels that are closed to
us and then opened, forced parts, kills and bans."""

import unittest

from harness import SLOW, BotTest
from inspircd import MODULES, Inspircd, needs_inspircd


@needs_inspircd
class OnInspircd(BotTest):
    def setUp(self):
        super().setUp()
        self.ircd = Inspircd(self.folder, modules=[*MODULES, "samode"])
        self.addCleanup(self.ircd.stop)

    def boss(self):
        boss = self.client(self.ircd, "boss")
        boss.send("OPER op op")
        boss.expect(r" 381 ")
        # Whether or not the first in a channel is its operator.
        boss.send("SAMODE #table -o+o boss boss")
        boss.expect(r" MODE #table \S*\+o")
        return boss

    def joined(self, more=""):
        """A server operator in #table, and the bot there too."""
        boss = self.boss()
        bot = self.bot(self.ircd, more=more)
        boss.expect(r"^:Logios!\S+ JOIN :?#table")
        return boss, bot

    def test_monitor(self):
        holder = self.client(self.ircd, "Logios", ())
        ann = self.client(self.ircd)
        bot = self.bot(self.ircd, more="nick_regain_interval = 3600")
        ann.expect(r"^:Logios_!\S+ JOIN :?#table")
        holder.send("QUIT :bye")
        ann.expect(r"^:Logios_!\S+ NICK :?Logios$", timeout=3 * SLOW)
        bot.wait_log("our nick is Logios now")
        ann.ask("Logios: roll 1d1", r"ann rolled 1d1 \|\| .*")

    def test_forced_nick(self):
        boss, bot = self.joined("nick_regain_interval = 1")
        boss.send("SANICK Logios Guest1")
        boss.expect(r"^:Logios!\S+ NICK :?Guest1$")
        boss.expect(r"^:Guest1!\S+ NICK :?Logios$", timeout=5 * SLOW)
        self.assertIn("changed from Logios to Guest1", bot.log_text())
        boss.ask("Logios: roll 1d1", r"boss rolled 1d1 \|\| .*")

    def test_invitation(self):
        boss = self.boss()
        boss.send("SAMODE #table +i")
        boss.expect(r" MODE #table :?\+i")
        bot = self.bot(self.ircd)
        bot.wait_log(r"cannot join #table: .*somebody there must invite us")
        boss.send("INVITE Logios #table")
        boss.expect(r"^:Logios!\S+ JOIN :?#table")

    def test_wrong_key(self):
        boss = self.boss()
        boss.send("SAMODE #table +k sesame")
        boss.expect(r" MODE #table \+k")
        bot = self.bot(self.ircd)
        bot.wait_log(r"cannot join #table: .*the key in the configuration is wrong or missing")

    def test_forced_part(self):
        boss, bot = self.joined("rejoin_on_kick = yes\nrejoin_delay = 1")
        boss.send("SAPART Logios #table :out")
        boss.expect(r"^:Logios!\S+ PART #table")
        boss.expect(r"^:Logios!\S+ JOIN :?#table", timeout=5 * SLOW)
        self.assertIn("removed from #table", bot.log_text())
        boss.ask("!roll 1d1", r"boss rolled 1d1 \|\| .*")

    def test_forced_join(self):
        boss, _ = self.joined()
        boss.join("#trap")
        boss.send("SAJOIN Logios #trap")
        boss.expect(r"^:Logios!\S+ JOIN :?#trap")
        boss.expect(r"^:Logios!\S+ PART :?#trap")

    def test_killed(self):
        boss, bot = self.joined()
        boss.send("KILL Logios :go away")
        boss.expect(r"^:Logios!\S+ QUIT ")
        boss.expect(r"^:Logios!\S+ JOIN :?#table", timeout=10 * SLOW)
        self.assertRegex(bot.log_text(), r"killed by boss\S*: .*go away|server says: .*[Kk]illed .*go away")

    def test_banned(self):
        boss, bot = self.joined()
        boss.send("KLINE logios@127.0.0.1 600 :go away")
        bot.wait_log(r"error: test: the server does not let us in \(.*\): we are banned")
        # The server may close before its reason was read: then the next try tells.
        wait = bot.wait_log(r"(?s)we are banned.*?trying again in ([\d.]+) s").group(1)
        self.assertGreaterEqual(float(wait), 300)


if __name__ == "__main__":
    unittest.main()
