# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: one long evening: everything that players and admins do, a reload of every plugin between, a
reconnection, then a clean end. It is what `make check-valgrind` runs under valgrind."""

import signal
import unittest

from harness import ADMIN, BUILD, SLOW, BotTest

PLUGINS = sorted(path.stem for path in (BUILD / "plugins").glob("*.so"))

EVENING = [
    "!roll 3d6", "!roll 2x(2d10+4)*2 swing", "!roll 4dF+2", "!scion 5+2", "!ww 8", "!besm +1", "!roll 1d0", "!roll ((",
    "!calc 2*(3+4)", "!calc 1/0", "!calc nonsense", "!cards new French52", "!cards new Nosuch", "!cards draw 30 from deck1",
    "!more", "!cards shuffle deck1", "!cards help", "!help", "!help roll", "!modules", "!Logios", "hello", "!nosuchword",
]


class Session(BotTest):
    def test_an_evening(self):
        server, bot, boss = self.table(nick="boss", extra=ADMIN, plugins=", ".join(PLUGINS))
        for _ in range(2):
            for line in EVENING:
                boss.say("#table", line)
                boss.say("Logios", line)
                boss.send(f"PRIVMSG #table :\x01ACTION {line}\x01")
            for plugin in PLUGINS:
                boss.ask(f"!reload {plugin}", rf".*\b{plugin}\b.*")
                boss.ask("!roll 1d1 next", r"boss rolled 1d1 next \|\| .*")
        bot.write_config()
        bot.signal(signal.SIGHUP)
        server.stop()
        server.start()
        boss = self.client(server, "boss")
        if not any("Logios" in line and " 353 " in line for line in boss.lines):
            boss.expect(r"^:Logios!\S+ JOIN :?#table$", timeout=15 * SLOW)
        boss.ask("!roll 1d1 again", r"boss rolled 1d1 again \|\| .*")
        for plugin in PLUGINS:
            if plugin != "dice":
                boss.ask(f"!unload {plugin}", rf".*\b{plugin}\b.*")
        bot.signal(signal.SIGTERM)
        boss.expect(r"^:Logios!\S+ QUIT :")
        self.assertEqual(bot.wait_exit(), 0, bot.log_text()[-4000:])


if __name__ == "__main__":
    unittest.main()
