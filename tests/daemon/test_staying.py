# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: the end by SIGTERM within a second whatever the connection is doing, half-open connections, what
is left over from a connection that broke, a list of servers, a reload that changes one network of two."""

import signal
import socket
import time
import unittest

from harness import SLOW, BotTest, free_port, wait_until, with_file
from hostile import HostileServer

RESOLVER = "127.77.0.1"  # where nobody else is


def deaf_resolver():
    """A socket where a name server would answer; or None."""
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        resolver.bind((RESOLVER, 53))
    except OSError:
        resolver.close()
        return None
    return resolver


def sockets_to(port):
    """The kernel's (state, bytes waiting to be sent) of every IPv4 connection to PORT; state 2 is SYN-SENT."""
    found = []
    with open("/proc/net/tcp", encoding="ascii") as table:
        for line in list(table)[1:]:
            field = line.split()
            if int(field[2].split(":")[1], 16) == port:
                found.append((int(field[3], 16), int(field[4].split(":")[0], 16)))
    return found


def fill_pipe(server):
    """Let the bot answer without reading until the kernel takes no more from it, and it keeps the rest itself."""
    waiting = -1
    while True:
        server.send_raw((b"PING :" + b"x" * 400 + b"\r\n") * 500)
        time.sleep(0.05 * SLOW)
        before, waiting = waiting, max(size for _, size in sockets_to(server.port))
        if waiting == before:
            return


class Ending(BotTest):
    """Each leaves the bot in some state; SIGTERM ends it within a second."""

    def ends_soon(self, bot):
        self.assertIsNone(bot.process.poll(), bot.log_text()[-2000:])
        begin = time.monotonic()
        bot.signal(signal.SIGTERM)
        self.assertEqual(bot.wait_exit(), 0)
        self.assertLess(time.monotonic() - begin, 1.0 * SLOW)

    def hostile(self):
        return self.until_end(HostileServer())

    def deaf(self):
        """A port where connections are never accepted, and further ones not even answered."""
        listener = socket.socket()
        self.addCleanup(listener.close)
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            filler = socket.socket()
            self.addCleanup(filler.close)
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        return listener.getsockname()[1]

    def with_tls(self, port):
        bot = self.bot([{"port": port}], start=False)
        bot.start(bot.config_text().replace("tls = no", "tls = yes"))
        self.addCleanup(self.end_bot, bot)
        return bot

    def welcomed(self):
        server = self.hostile()
        bot = self.bot(server)
        server.welcome()
        return server, bot

    def test_looking_up_the_name(self):
        resolver = deaf_resolver()
        under = with_file(self.folder / "resolv.conf", "/etc/resolv.conf")
        if resolver is None or under is None:
            self.skipTest("needs port 53 and a mount namespace of its own")
        self.addCleanup(resolver.close)
        (self.folder / "resolv.conf").write_text(f"nameserver {RESOLVER}\n")
        bot = self.bot([{"host": "irc.nowhere.test"}], start=False)
        bot.start(under=under)
        self.addCleanup(self.end_bot, bot)
        resolver.settimeout(10 * SLOW)
        resolver.recv(512)
        self.ends_soon(bot)

    def test_connecting(self):
        port = self.deaf()
        before = len(sockets_to(port))
        bot = self.bot([{"port": port}])
        wait_until(lambda: len(sockets_to(port)) > before, "a connection begun")
        self.assertIn(2, [state for state, _ in sockets_to(port)])
        self.ends_soon(bot)

    def test_in_the_handshake(self):
        server = self.hostile()
        bot = self.with_tls(server.port)
        server.accept()
        self.assertEqual(server.socket.recv(1), b"\x16")  # the hello of TLS
        self.ends_soon(bot)

    def test_registering(self):
        server = self.hostile()
        bot = self.bot(server)
        server.accept()
        server.expect(r"^USER ")
        server.send(":s NOTICE * :please wait")
        self.ends_soon(bot)

    def test_a_server_that_ignores_our_leaving(self):
        server, bot = self.welcomed()
        self.ends_soon(bot)
        server.expect(r"^QUIT :")

    def test_a_server_that_goes_on_talking(self):
        server, bot = self.welcomed()
        server.send_raw(b":a!b@c PRIVMSG #table :chatter\r\n" * 20000)
        self.ends_soon(bot)

    def test_waiting_to_connect_again(self):
        bot = self.bot([{"port": free_port()}])
        bot.wait_log("trying again in")
        self.ends_soon(bot)

    def test_a_server_that_does_not_read(self):
        server, bot = self.welcomed()
        fill_pipe(server)
        self.ends_soon(bot)

    def test_everything_at_once(self):
        waiting, silent = free_port(), self.hostile()
        welcoming = self.hostile()
        networks = [("gone", waiting), ("deaf", self.deaf()), ("silent", silent.port), ("good", welcoming.port)]
        bot = self.bot([{"name": name, "port": port} for name, port in networks])
        silent.accept()
        welcoming.welcome()
        bot.wait_log("trying again in")
        self.ends_soon(bot)


class Broken(BotTest):
    def hostile(self, more=""):
        server = self.until_end(HostileServer())
        return server, self.bot(server, more=more)

    def test_silence(self):
        server, bot = self.hostile("ping_interval = 1\nping_timeout = 1")
        server.welcome()
        server.answers_ping = False
        server.expect(r"^PING ")
        bot.wait_log("no answer to our PING")
        server.welcome()
        server.still_answers()

    def test_silence_with_a_full_pipe(self):
        """Our own PING cannot even leave."""
        server, bot = self.hostile("ping_interval = 1\nping_timeout = 1")
        server.welcome()
        fill_pipe(server)
        bot.wait_log("no answer to our PING")
        server.welcome()
        server.still_answers()

    def test_pieces_do_not_join(self):
        """The beginning of a line ends with its connection; so does what we had not said yet."""
        server, _ = self.hostile()
        server.welcome()
        server.send(*[":ann!ann@host PRIVMSG #table :!roll 1d1 old"] * 50)
        server.send_raw(b":ann!ann@host PRIVMSG #table :!roll 1d1 torn ")
        server.socket.close()
        server.socket = None
        server.accept()
        server.send("PING :first")
        server.expect(r"^PONG :?first$")
        self.assertRegex(server.lines[0], "^(CAP|PASS|NICK)")
        self.assertFalse([line for line in server.lines if "PRIVMSG" in line], server.lines)

    def test_talk_does_not_slow_the_table(self):
        """A server that gathers small packets keeps a line back until the one before it is acknowledged, which the
        kernel does after 40 ms where nothing is said in answer. Of some tries the quickest counts."""
        server, _ = self.hostile()
        server.welcome()
        waits = []
        for _ in range(9):
            server.still_answers()  # the bot has just spoken
            server.send(":bob!bob@host PRIVMSG #table :so what do we do now?")
            begin = time.monotonic()
            server.still_answers()
            waits.append(time.monotonic() - begin)
        self.assertLess(min(waits), 0.03 * SLOW)

    def test_throttled(self):
        server, bot = self.hostile()
        server.accept()
        server.expect("^USER ")
        server.send("ERROR :Closing Link: h (Throttled: Reconnecting too fast)")
        server.socket.close()
        server.socket = None
        seconds = float(bot.wait_log(r"trying again in ([\d.]+) s").group(1))
        self.assertGreaterEqual(seconds, 60)


class Servers(BotTest):
    def test_the_next_one_of_the_list(self):
        server = self.server()
        ann = self.client(server)
        bot = self.bot([{"host": f"127.0.0.1:{free_port()}, [::1]:{free_port()}, 127.0.0.1", "port": server.port}])
        ann.expect(r"^:Logios!\S+ JOIN :?#table$", timeout=20 * SLOW)
        self.assertIn("connecting to ::1 port", bot.log_text())
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")

    def test_a_reload_leaves_the_others_connected(self):
        one, two = HostileServer(), HostileServer()
        self.addCleanup(one.close)
        self.addCleanup(two.close)
        bot = self.bot([{"name": "one", "port": one.port}, {"name": "two", "port": two.port}])
        one.welcome()
        two.welcome()
        bot.networks[1]["more"] = "realname = another"
        bot.write_config()
        bot.signal(signal.SIGHUP)
        two.welcome()
        self.assertTrue([line for line in two.lines if line.endswith(":another")], two.lines)
        two.still_answers()
        one.still_answers()  # on the connection that it had
        self.assertFalse([line for line in one.lines if line.startswith("QUIT")], one.lines)
        self.assertEqual(bot.log_text().count("one: connecting"), 1)


if __name__ == "__main__":
    unittest.main()
