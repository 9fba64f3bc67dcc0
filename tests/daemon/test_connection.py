# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: several networks in one process, taken nicks, PING, reconnecting and rejoining, kicks,
IPv6, names that must be resolved, the end by signal."""

import signal
import socket
import time
import unittest

from harness import SLOW, BotTest, have_ipv6
from hostile import HostileServer


class Networks(BotTest):
    def test_two_networks(self):
        one = self.server(name="one.table.test")
        two = self.server(name="two.table.test")
        ann, bob = self.client(one, "ann"), self.client(two, "bob", ("#den",))
        self.bot(
            [
                {"name": "one", "port": one.port},
                {"name": "two", "port": two.port, "nick": "Hermes", "channels": "#den"},
            ]
        )
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        bob.expect(r"^:Hermes!\S+ JOIN :?#den$")
        bob.ask("Hermes: roll 1d1 two", r"bob rolled 1d1 two \|\| .*", target="#den", bot="Hermes")
        ann.ask("!roll 1d1 one", r"ann rolled 1d1 one \|\| .*")
        ann.ask_silently("Hermes: roll 1d1")
        two.stop()
        ann.ask("!roll 1d1 alone", r"ann rolled 1d1 alone \|\| .*")

    def test_one_network_is_down(self):
        server = self.server()
        ann = self.client(server)
        with socket.socket() as deaf:  # bound and not listening: connections are refused
            deaf.bind(("127.0.0.1", 0))
            self.bot([{"name": "down", "port": deaf.getsockname()[1]}, {"port": server.port}])
            ann.expect(r"^:Logios!\S+ JOIN :?#table$")
            ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")

    @unittest.skipUnless(have_ipv6(), "no IPv6 on loopback")
    def test_ipv6(self):
        server = self.server(host="::1")
        ann = self.client(server)
        self.bot([{"host": "::1", "port": server.port}])
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")

    def test_localhost_is_resolved(self):
        server = self.server()
        ann = self.client(server)
        self.bot([{"host": "localhost", "port": server.port}])
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")

    def test_unresolvable_name(self):
        server = self.server()
        ann = self.client(server)
        bot = self.bot([{"name": "lost", "host": "no-such-host.invalid"}, {"port": server.port}])
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        bot.wait_log(r"no-such-host\.invalid")


class Nicks(BotTest):
    def test_alternative(self):
        server = self.server()
        self.client(server, "Logios", ())
        ann = self.client(server)
        self.bot(server, more="alt_nicks = Logios2, Logios3")
        ann.expect(r"^:Logios2!\S+ JOIN :?#table$")
        ann.ask("Logios2: roll 1d1", r"ann rolled 1d1 \|\| .*", bot="Logios2")
        ann.ask_silently("Logios: roll 1d1", bot="Logios2")

    def test_all_taken(self):
        server = self.server()
        self.client(server, "Logios", ())
        self.client(server, "Logios2", ())
        ann = self.client(server)
        self.bot(server, more="alt_nicks = Logios2")
        nick = ann.expect(r"^:(\S+)!\S+ JOIN :?#table$").group(1)
        ann.ask(f"{nick}: roll 1d1", r"ann rolled 1d1 \|\| .*", bot=nick)

    def test_like_ours_is_not_ours(self):
        server, _, ann = self.table()
        other = self.client(server, "Log")
        other.send("PART #table", "NICK Logio", "QUIT :bye")
        ann.ask("Logios: roll 1d1", r"ann rolled 1d1 \|\| .*")
        ann.ask_silently("Logio: roll 1d1")


class Staying(BotTest):
    def test_reconnects_and_rejoins(self):
        server, _, ann = self.table()
        ann.ask("!roll 1d1 before", r"ann rolled 1d1 before \|\| .*")
        server.stop()
        server.start()
        ann = self.client(server)
        if not any("Logios" in line and " 353 " in line for line in ann.lines):
            ann.expect(r"^:Logios!\S+ JOIN :?#table$", timeout=15 * SLOW)
        ann.ask("!roll 1d1 after", r"ann rolled 1d1 after \|\| .*")

    def test_server_that_comes_late(self):
        server = self.server()
        server.stop()
        bot = self.bot(server)
        time.sleep(0.5)
        server.start()
        ann = self.client(server)
        if not any("Logios" in line and " 353 " in line for line in ann.lines):
            ann.expect(r"^:Logios!\S+ JOIN :?#table$", timeout=15 * SLOW)
        self.assertIsNone(bot.process.poll())

    def test_kicked(self):
        server = self.server()
        ann = self.client(server)
        self.bot(server, more="rejoin_on_kick = yes\nrejoin_delay = 1")
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        ann.send("KICK #table Logios :out")
        ann.expect(r"^:ann!\S+ KICK #table Logios ")
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")

    def test_kicked_for_good(self):
        server = self.server()
        ann = self.client(server)
        self.bot(server, more="rejoin_on_kick = no")
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        ann.send("KICK #table Logios :out")
        ann.expect(r"^:ann!\S+ KICK #table Logios ")
        ann.ask("roll 1d1", r"ann rolled 1d1 \|\| .*", target="Logios")
        ann.send("NAMES #table")
        ann.expect(r" 366 \S+ #table ", unless=r"(353 .*Logios|^:Logios!\S+ JOIN)")

    def test_ping(self):
        server = self.until_end(HostileServer())
        self.bot(server)
        server.welcome()
        for token in ("a", "a.b.c", "with two words", ":colon", "12345"):
            server.send(f"PING :{token}")
            self.assertIn(token, server.expect(r"^PONG (?:\S+ )?:?(.*)$").group(0))
        server.send("PING bare")
        server.expect(r"^PONG (?:\S+ )?:?bare$")


class Ending(BotTest):
    def end_by(self, number):
        _, bot, ann = self.table()
        begin = time.monotonic()
        bot.signal(number)
        ann.expect(r"^:Logios!\S+ QUIT :.*\w")
        self.assertEqual(bot.wait_exit(), 0)
        self.assertLess(time.monotonic() - begin, 1.0 * SLOW)

    def test_sigterm(self):
        self.end_by(signal.SIGTERM)

    def test_sigint(self):
        self.end_by(signal.SIGINT)

    def test_sigterm_before_the_welcome(self):
        server = self.until_end(HostileServer())
        bot = self.bot(server)
        server.accept()
        server.expect(r"^NICK ")
        begin = time.monotonic()
        bot.signal(signal.SIGTERM)
        self.assertEqual(bot.wait_exit(), 0)
        self.assertLess(time.monotonic() - begin, 1.0 * SLOW)

    def test_sigterm_without_a_server(self):
        server = self.server()
        server.stop()
        bot = self.bot(server)
        bot.wait_log(r"(?i)refused|reconnect|again")
        begin = time.monotonic()
        bot.signal(signal.SIGTERM)
        self.assertEqual(bot.wait_exit(), 0)
        self.assertLess(time.monotonic() - begin, 1.0 * SLOW)


if __name__ == "__main__":
    unittest.main()
