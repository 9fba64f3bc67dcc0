# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: a real inspircd, plain and with TLS: the bot joins, rolls, and comes back."""

import unittest

from harness import BotTest, Client
from inspircd import Inspircd, make_certificate, needs_inspircd


@needs_inspircd
class OnInspircd(BotTest):
    def inspircd(self, **options):
        server = Inspircd(self.folder, **options)
        self.addCleanup(server.stop)
        return server

    def test_plain(self):
        server = self.inspircd()
        ann = self.client(server)
        self.bot(server)
        ann.expect(r"^:Logios!\S+ JOIN :?#table")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        ann.ask("roll 1d1", r"ann rolled 1d1 \|\| .*", target="Logios")

    def test_tls(self):
        server = self.inspircd()
        certificate, _ = make_certificate(self.folder, "server")
        ann = self.client(server)
        network = {"host": "localhost", "port": server.tls_port, "more": f"tls_ca = {certificate}"}
        bot = self.bot([network], start=False)
        bot.start(bot.config_text().replace("tls = no", "tls = yes"))
        self.addCleanup(self.end_bot, bot)
        ann.expect(r"^:Logios!\S+ JOIN :?#table")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")

    def test_comes_back(self):
        server = self.inspircd()
        ann = self.client(server)
        self.bot(server)
        ann.expect(r"^:Logios!\S+ JOIN :?#table")
        server.stop()
        server.start()
        again = self.until_end(Client(server, "bob"))
        if not any(" 353 " in line and "Logios" in line for line in again.lines):
            again.expect(r"^:Logios!\S+ JOIN :?#table")
        again.ask("!roll 1d1", r"bob rolled 1d1 \|\| .*")


if __name__ == "__main__":
    unittest.main()
