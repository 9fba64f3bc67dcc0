# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: ten thousand connections to ports that accept and say nothing, or do not even accept: the memory, the
descriptors and the lines of the log stay few."""

import pathlib
import re
import socket
import threading
import time
import unittest

from harness import Bot, BotTest, network_section
from test_slow_tls import size_of

NETWORKS, CONNECTS, MOST_SECONDS = 300, 10000, 600


class Silent:
    """A port that accepts whoever comes, and says nothing; it keeps the last few hundred open."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port, self.count, self.taken = self.listener.getsockname()[1], 0, []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                self.taken.append(self.listener.accept()[0])
            except OSError:
                return
            self.count += 1
            if len(self.taken) > 400:
                self.taken.pop(0).close()

    def close(self):
        self.listener.close()


class Silence(BotTest):
    def deaf(self):
        """A port where nobody accepts, and the kernel answers no more."""
        listener = self.until_end(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            filler = self.until_end(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        return listener.getsockname()[1]

    def test_ten_thousand(self):
        silent, deaf = self.until_end(Silent()), self.deaf()
        sections = ""
        for number in range(NETWORKS):
            more = "connect_timeout = 1\nregister_timeout = 1\n"
            section = network_section(name=f"n{number}", port=silent.port if number % 10 else deaf, more=more)
            sections += section.replace("tls = no", "tls = yes" if number % 4 == 1 else "tls = no")
        bot = Bot(self.folder, [])
        self.bots.append(bot)
        bot.start(f"[logios]\nplugins = dice\n{sections}")
        self.addCleanup(self.end_bot, bot)
        sizes, end = [], time.monotonic() + MOST_SECONDS
        while silent.count < CONNECTS and time.monotonic() < end:
            time.sleep(5)
            sizes.append(size_of(bot.process.pid))
        lines = bot.log_text().count("\n")
        memory, files = [size[0] for size in sizes], [size[1] for size in sizes]
        print(f"# {silent.count} connects: KiB of memory from {min(memory)} to {max(memory)}, last {memory[-1]}; "
              f"at most {max(files)} descriptors; {lines} lines of log")
        self.assertGreaterEqual(silent.count, CONNECTS)
        self.assertLess(memory[-1], memory[len(memory) // 3] * 1.1)
        self.assertLess(max(files), 3 * NETWORKS + 30)
        self.assertLess(lines, 5 * NETWORKS)
        self.assertLess(pathlib.Path(bot.log).stat().st_size, 500 * 5 * NETWORKS)
        self.assertRegex(bot.log_text(), re.compile(r"n1: disconnected: .* the TLS handshake takes too long"))


if __name__ == "__main__":
    unittest.main()
