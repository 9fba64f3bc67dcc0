# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: strict transport security with a real inspircd: from the plain port to the TLS port, there again after
a restart, never back while the policy holds, also when the TLS port is gone."""

import unittest

from harness import BotTest, wait_until
from inspircd import MODULES, Inspircd, make_certificate, needs_inspircd


@needs_inspircd
class Sts(BotTest):
    def meet(self, duration="1h"):
        server = Inspircd(
            self.folder,
            modules=[*MODULES, "ircv3_sts"],
            extra=f'<sts host="localhost" duration="{duration}" port="{{tls_port}}">',
        )
        self.addCleanup(server.stop)
        certificate, _ = make_certificate(self.folder, "server")
        network = {"host": "localhost", "port": server.port, "more": f"tls_ca = {certificate}"}
        ann = self.client(server)
        bot = self.bot([network], start=False)
        return server, bot, ann

    def go(self, bot):
        bot.start()
        self.addCleanup(self.end_bot, bot)

    def test_upgrade_is_kept(self):
        server, bot, ann = self.meet()
        self.go(bot)
        ann.expect(r"^:Logios!\S+ JOIN :?#table")
        bot.wait_log(rf"connecting to localhost port {server.port}\n")
        bot.wait_log(rf"connecting to localhost port {server.tls_port} with TLS")
        ann.send("WHOIS Logios")
        ann.expect(r" 671 ann Logios ")  # is using a secure connection
        self.end_bot(bot)
        begin = len(bot.log_text())
        self.go(bot)
        ann.expect(r"^:Logios!\S+ JOIN :?#table")
        self.assertNotIn(f"localhost port {server.port}", bot.log_text()[begin:])
        server.stop()
        begin = len(bot.log_text())
        wait_until(lambda: bot.log_text()[begin:].count("connecting to") >= 2, "two tries")
        self.assertNotIn(f"localhost port {server.port}", bot.log_text()[begin:])

    def test_certificate_must_be_good(self):
        server, bot, _ = self.meet()
        bot.networks[0]["more"] = "tls_verify = no"  # that is for networks with tls = yes
        self.go(bot)
        bot.wait_log(r"certificate .*for localhost is refused")
        bot.wait_log(rf"(?s)refused.*connecting to localhost port {server.port}\n")
        self.assertNotIn("connected as", bot.log_text())


if __name__ == "__main__":
    unittest.main()
