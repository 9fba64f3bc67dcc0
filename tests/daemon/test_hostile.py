# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: a server that sends malformed, endless and random lines, in pieces or all at once. The bot
stays connected, its memory stays small, and it still answers."""

import pathlib
import re
import socket
import time
import unittest

from harness import SLOW, BotTest
from hostile import MALFORMED, HostileServer, almost_lines, play, random_lines, throw

GROWTH_KIB = 40 * 1024  # the fifty thousand people that the bot remembers at most, and some


class Meeting(BotTest):
    def meet(self):
        server = self.until_end(HostileServer())
        bot = self.bot(server)
        server.welcome()
        time.sleep(0.3)  # JOINs that nobody asked for, in the first moments, are a bouncer's
        server.still_answers()
        return server, bot

    def resident_kib(self, bot):
        status = pathlib.Path(f"/proc/{bot.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])


class Hostile(Meeting):
    def test_malformed(self):
        server, _ = self.meet()
        for what, data in MALFORMED:
            with self.subTest(what):
                server.send_raw(data)
                server.still_answers()

    def test_malformed_byte_by_byte(self):
        server, _ = self.meet()
        server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _, data in MALFORMED:
            if len(data) < 200:
                for at in range(len(data)):
                    server.send_raw(data[at : at + 1])
        server.still_answers()

    def test_malformed_before_the_welcome(self):
        server = self.until_end(HostileServer())
        self.bot(server)
        server.accept()
        for what, data in MALFORMED:
            if not what.startswith(("every numeric", "CAP", "AUTHENTICATE", "NICK", "005")):
                server.send_raw(data)
        server.socket.close()
        server.welcome()
        server.still_answers()

    def test_random_lines(self):
        server, bot = self.meet()
        throw(server, random_lines(20160101, 100000))
        server.still_answers(60 * SLOW)
        if SLOW == 1:
            self.assertLess(self.resident_kib(bot), 32 * 1024)

    def test_long_lines_are_told_once(self):
        server, bot = self.meet()
        for _ in range(20):
            server.send_raw(b"x" * 9000 + b"\r\n")
            server.still_answers()
        told = re.findall(r"malformed lines; (\d+) dropped", bot.log_text())
        self.assertEqual(told, ["1"])

    def test_almost_irc(self):
        server, bot = self.meet()
        throw(server, almost_lines(20160102, 50000))
        # What comes before the bot's own PINGs are answered may be a bouncer's backlog; and by now it may have another
        # nick, and have lost its channel for good: so ask it in private.
        server.send(b"PING :end")
        server.expect("^PONG :?end", 60 * SLOW)
        server.send(b":irc.test 001 Logios :Welcome", b":ann!ann@host PRIVMSG Logios :roll 1d1 alive")
        server.expect(r"^(PRIVMSG|NOTICE) ann :ann rolled 1d1 alive \|\| ")
        if SLOW == 1:
            self.assertLess(self.resident_kib(bot), 32 * 1024)

    def test_line_without_end(self):
        server, bot = self.meet()
        for _ in range(200):
            server.send_raw(b"x" * 100000)
        if SLOW == 1:
            self.assertLess(self.resident_kib(bot), 32 * 1024)
        server.send_raw(b"\r\n")
        server.still_answers()

    def test_nothing_composed_by_a_user_is_sent(self):
        server, _ = self.meet()
        for trick in (b"!roll 1d1 x\rQUIT :oops", b"!roll 1d1 x\0QUIT :oops", b"!roll 1d1 \x01ACTION x\x01"):
            server.send(b":ann!a@h PRIVMSG #table :" + trick)
        server.still_answers()
        for line in server.lines:
            self.assertNotIn("\r", line)
            self.assertNotIn("\0", line)
            self.assertFalse(line.startswith("QUIT"), line)



def scripted(path):
    def test(self):
        server, bot = self.meet()
        before = self.resident_kib(bot)
        play(server, path)
        if SLOW == 1:
            self.assertLess(self.resident_kib(bot) - before, GROWTH_KIB, "memory")

    return test


class Scripted(Meeting):
    """A test for each scripts/*.txt."""


for script in sorted((pathlib.Path(__file__).resolve().parent / "scripts").glob("*.txt")):
    setattr(Scripted, f"test_{script.stem}", scripted(script))


if __name__ == "__main__":
    unittest.main()
