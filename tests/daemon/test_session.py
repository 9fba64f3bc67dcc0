# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: one long evening: everything that players and admins do, a reload of every plugin between, a
reconnection, then a clean end. It is what `make check-valgrind` runs under valgrind."""

import signal
import unittest

from harness import ADMIN, BUILD, SLOW, BotTest

PLUGINS = sorted(path.stem for path in (BUILD / "plugins").glob("*.so"))

EVENING = [
    "!roll 3d6", "!roll 2x(2d10+4)*2 swing", "!roll 4dF+2", "!scion 5+2", "!ww 8", "!besm +1", "!roll 1d0", "!roll ((",
    "!calc 2*(3+4)", "!calc 1/0", "!calc nonsense", "!cards new French52", "!cards new Nosuch", "!cards draw 30 from deck1", "!tarot 3",
    "!more", "!cards shuffle deck1", "!cards list", "!cards types", "!cards remove deck1", "!cards help", "!help", "!help roll",
    "!help topics", "!help sr", "!modules", "!Logios", "hello", "!nosuchword", "!about", "!version", "!whoami",
    "!roll 4d6kh3; 8d6!>=5f1 fire; {2d6,3d8}kh1", "!roll 3d6r1u", "!roll 1000d6", "!roll d[coin]", "!roll d[a,b,c]", "!roll adv>=15",
    "!roll sr 6", "!push", "!roll vtm 6h2", "!willpower dice 2", "!luck 7", "!systems", "!systems coc", "!system cod",
    "!roll 5", "!system none", "!detail full", "!roll 5d6r1", "!detail normal", "!inline on", "she rolls [[2d6+1]] and [[nothing]]", "!inline off", "!choose tea, coffee*2 or milk",
    "!odds 4d6kh3 >= 15", "!odds 2d20kh1 vs 1d20+2", "!odds 100d100kh50", "!odds d0",
    "!fair", "!fair salt the moon", "!fair proof 1", "!fair proof 9999999", "!fair log", "!fair reveal", "!fair log 1", "!fair nonsense",
    "!fair head", "!fair new", "!fair seal " + "ab" * 32, "!fair close", "!fair open moon", "!fair log hidden", "!fair log 1-9",
    "!gm", "!gm boss", "!groll 3d6 quietly", "!broll 1d20", "!sroll 1d20", "!reveal h1", "!reveal h99", "!fair reveal hidden", "!fair proof h1",
    "!last", "!last 3 boss", "!again", "!dicestats", "!dicestats d20",
    "!ignore *!*@nowhere.test 1h noise", "!ignores", "!unignore *!*@nowhere.test", "!backup", "!rehash", "!join #nowhere", "!part #nowhere",
    "!init", "!init roll d20+3", "!init add 3x goblin 12", "!init add spy 30 hidden", "!init next", "!init cond goblin 1 stunned 2",
    "!init hold", "!init act", "!init list", "!init prev", "!init remove goblin 2", "!init bonus +3", "!init all d20", "!init end", "!init join quick lh",
    "!init add 2x zombie", "!init deal", "!init draw", "!init edges none", "!init next", "!init help", "!init end", "!init nosuch", "!initiative",
    "!tables", "!table tavern", "!table names 5", "!table nosuch", "!flip", "!login nobody nothing", "!logout", "!say #table well", "!echo well",
]
ELSEWHERE = {"load", "reload", "unload", "quit"}


class Session(BotTest):
    def every_word_is_tried(self, boss):
        known = boss.ask("!help", r"I know: ([^.]*)\. .*").group(1).split()
        tried = {line[1:].split()[0].lower() for line in EVENING if line.startswith("!")}
        self.assertEqual(set(known) - tried - ELSEWHERE - {"wwdice"}, set())

    def test_an_evening(self):
        server, bot, boss = self.table(nick="boss", extra=ADMIN, plugins=", ".join(PLUGINS))
        self.every_word_is_tried(boss)
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
