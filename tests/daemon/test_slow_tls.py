# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: TLS in single bytes, a handshake that takes for ever or stops in the middle, renegotiation of TLS 1.2
and new keys of TLS 1.3, and ports that accept and say nothing, for many networks at once: what it costs, and
what the log says of it."""

import os
import pathlib
import re
import select
import socket
import ssl
import subprocess
import threading
import time
import unittest

from harness import SLOW, TIMEOUT, Bot, BotTest, free_port, network_section, wait_until
from hostile import HostileServer
from inspircd import make_certificate
from test_tls import TlsServer

LATE = r"disconnected: cannot connect to 127\.0\.0\.1:\d+: the TLS handshake takes too long; perhaps this port does not speak TLS"


class Trickle:
    """A port that passes on what PORT says in single bytes, a pause after each. After MOST bytes (if
    any) it stops."""

    def __init__(self, port, pause, most=None):
        self.port_behind, self.pause, self.most = port, pause, most
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.passed = 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
                behind = socket.create_connection(("127.0.0.1", self.port_behind), TIMEOUT)
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.carry, args=(client, behind), daemon=True).start()

    def carry(self, client, behind):
        try:
            while True:
                for ready in select.select([client, behind], [], [])[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    if ready is client:
                        behind.sendall(data)
                    else:
                        self.trickle(client, data)
        except OSError:
            pass
        finally:
            client.close()
            behind.close()

    def trickle(self, client, data):
        for at in range(len(data)):
            while self.most is not None and self.passed >= self.most:
                time.sleep(0.1)
                client.send(b"")
            client.sendall(data[at : at + 1])
            self.passed += 1
            time.sleep(self.pause)

    def close(self):
        self.listener.close()


class Openssl(HostileServer):
    """`openssl s_server` as the server: lines go through its standard input, where R and k are commands."""

    def __init__(self, certificate, key, version):
        self.port = free_port()
        self.process = subprocess.Popen(
            ["openssl", "s_server", "-accept", f"127.0.0.1:{self.port}", "-cert", certificate, "-key", key, version],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, bufsize=0)
        self.rest, self.lines, self.read, self.answers_ping = b"", [], 0, False
        wait_until(self.accepts, "s_server accepts")

    def accepts(self):
        self.receive(0.1)
        return "ACCEPT" in self.lines

    def accept(self, timeout=TIMEOUT):
        pass

    def send_raw(self, data):
        # It knows commands only at the beginning of what it reads at once.
        self.process.stdin.write(data.replace(b"\r\n", b"\n"))
        time.sleep(0.05)

    def receive(self, timeout):
        if select.select([self.process.stdout], [], [], timeout)[0]:
            *whole, self.rest = (self.rest + os.read(self.process.stdout.fileno(), 65536)).split(b"\n")
            for line in whole:
                text = line.rstrip(b"\r").decode(errors="backslashreplace")
                self.lines.append(text)
                if self.answers_ping and text.startswith("PING"):
                    self.send(":s PONG s " + text[5:])

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def size_of(pid):
    """(KiB of memory, open descriptors) of process PID."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)), len(os.listdir(f"/proc/{pid}/fd"))


class SlowTls(BotTest):
    def meet(self, port, more="", **options):
        section = network_section(host="127.0.0.1", port=port, more="tls_verify = no\n" + more, **options)
        bot = Bot(self.folder, [])
        self.bots.append(bot)
        bot.start(f"[logios]\nlog_level = debug\nplugins = dice\n{section.replace('tls = no', 'tls = yes')}")
        self.addCleanup(self.end_bot, bot)
        return bot

    def tls_server(self):
        return self.until_end(TlsServer(*make_certificate(self.folder, "server")))

    def test_single_bytes(self):
        server = self.tls_server()
        slow = self.until_end(Trickle(server.port, 0.0005))
        bot = self.meet(slow.port)
        server.welcome()
        server.still_answers(20 * SLOW)
        self.assertNotIn("disconnected", bot.log_text())

    def test_a_handshake_that_takes_for_ever(self):
        """A server that sends a byte now and then is given up when one that sends nothing is."""
        server = self.tls_server()
        slow = self.until_end(Trickle(server.port, 0.05))
        begin = time.monotonic()
        bot = self.meet(slow.port, "connect_timeout = 1")
        try:
            server.accept()
        except (ssl.SSLError, OSError):
            pass
        bot.wait_log(LATE)
        self.assertLess(time.monotonic() - begin, 4 * SLOW)

    def test_a_handshake_that_stops(self):
        server = self.tls_server()
        slow = self.until_end(Trickle(server.port, 0, most=100))
        bot = self.meet(slow.port, "connect_timeout = 1")
        try:
            server.accept(3)
        except (ssl.SSLError, OSError):
            pass
        bot.wait_log(LATE)

    def openssl(self, version):
        server = self.until_end(Openssl(*make_certificate(self.folder, "server"), version))
        bot = self.meet(server.port)
        server.welcome()
        server.still_answers()
        return server, bot

    def test_new_keys(self):
        """TLS 1.3: k: the server has new keys; K: and asks for ours."""
        server, bot = self.openssl("-tls1_3")
        for command in (b"k\n", b"K\n", b"K\n", b"k\n"):
            server.send_raw(command)
            server.still_answers()
        self.assertNotIn("disconnected", bot.log_text())

    def test_renegotiation(self):
        """TLS 1.2: what nobody needs is declined; the connection goes on, or the next one does."""
        server, bot = self.openssl("-tls1_2")
        server.send_raw(b"r\n")
        try:
            server.still_answers(3 * SLOW)
        except AssertionError:
            bot.wait_log(r"(?s)disconnected: .*connecting to ")
        self.assertLessEqual(bot.log_text().count("disconnected"), 1)


class Silence(BotTest):
    NETWORKS, SECONDS = 20, 10 * SLOW

    def silent(self):
        """A port that accepts whoever comes, and says nothing."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.addCleanup(listener.close)
        taken = []

        def serve():
            while True:
                try:
                    taken.append(listener.accept()[0])
                    if len(taken) > 200:
                        taken.pop(0).close()
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        return listener.getsockname()[1]

    def test_nobody_says_anything(self):
        """Half of many networks with TLS, half without; tried again and again."""
        port = self.silent()
        sections = "".join(
            network_section(name=f"n{number}", port=port, more="connect_timeout = 1\nregister_timeout = 1\n").replace(
                "tls = no", "tls = yes" if number % 2 else "tls = no")
            for number in range(self.NETWORKS))
        bot = Bot(self.folder, [])
        self.bots.append(bot)
        bot.start(f"[logios]\nplugins = dice\n{sections}")
        self.addCleanup(self.end_bot, bot)
        time.sleep(self.SECONDS)
        memory, files = size_of(bot.process.pid)
        if SLOW == 1:
            self.assertLess(memory, 12000 + 1500 * self.NETWORKS // 2)  # the authorities' certificates, for each
        self.assertLess(files, 3 * self.NETWORKS + 30)
        told = [line for line in bot.log_text().splitlines() if ": n1: " in line]
        self.assertIn("the TLS handshake takes too long", "\n".join(told))
        self.assertLessEqual(len(told), 4, told)


if __name__ == "__main__":
    unittest.main()
