# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: plugins reloaded, unloaded and loaded by an admin and nobody else; a plugin of the wrong ABI
left out; joining, parting and quitting on an admin's word."""

import unittest

from harness import ADMIN, BUILD, BotTest

# Plugins that must not be loaded, and must hurt nobody.
BAD = (
    "bad_abi", "bad_magic", "duplicate_command", "missing_function", "no_symbol", "open_fails",
    "takes_core_word", "text", "absent",
)


class Admin(BotTest):
    def test_reload(self):
        _, _, boss = self.table(nick="boss", extra=ADMIN)
        for _ in range(5):
            boss.ask("!reload dice", r".*dice.*")
            boss.ask("!roll 1d1", r"boss rolled 1d1 \|\| .*")

    def test_unload_and_load(self):
        _, _, boss = self.table(nick="boss", extra=ADMIN)
        boss.ask("!unload calc", r".*calc.*")
        boss.say("#table", "!calc 1+1")
        boss.ask("!roll 1d1 fence", r"boss rolled 1d1 fence \|\| .*")
        boss.ask("!load calc", r".*calc.*")
        boss.ask("!calc 1+1", r"Calculator: 1\+1 = 2")
        boss.ask("!load nosuchplugin", r".*nosuchplugin.*")
        boss.ask("!unload nosuchplugin", r".*nosuchplugin.*")
        boss.ask("!load ../calc", r".+")

    def test_refused_for_others(self):
        server, _, boss = self.table(nick="boss", extra=ADMIN)
        ann = self.client(server)
        for word in ("!unload dice", "!reload dice", "!load dice", "!rehash", "!quit", "!part #table"):
            ann.say("#table", word)
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        boss.ask("!modules", r"Loaded modules: .*dice.*")

    def test_nick_alone_is_nothing(self):
        server, _, boss = self.table(nick="boss", extra="[admin boss]\nmask = boss!*@trusted.example\nrole = owner\n")
        boss.say("#table", "!unload dice")
        boss.ask("!roll 1d1", r"boss rolled 1d1 \|\| .*")

    def test_join_say_part(self):
        server, _, boss = self.table(nick="boss", extra=ADMIN)
        boss.join("#side")
        boss.say("#table", "!join #side")
        boss.expect(r"^:Logios!\S+ JOIN :?#side$")
        boss.say("#table", "!say #side hello there")
        boss.expect_from("Logios", "#side", "hello there")
        boss.say("#table", "!part #side")
        boss.expect(r"^:Logios!\S+ PART :?#side")

    def test_quit(self):
        _, bot, boss = self.table(nick="boss", extra=ADMIN)
        boss.say("Logios", "quit")
        boss.expect(r"^:Logios!\S+ QUIT :")
        self.assertEqual(bot.wait_exit(), 0)

    def test_bad_plugins_are_left_out(self):
        folder = self.folder / "plugins"
        folder.mkdir()
        for name in ("dice", "calc"):
            (folder / f"{name}.so").symlink_to(BUILD / "plugins" / f"{name}.so")
        for stranger in (BUILD / "tests" / "plugins").glob("*.so"):
            (folder / stranger.name).symlink_to(stranger)
        (folder / "text.so").write_text("not a plugin\n")
        _, bot, boss = self.table(
            nick="boss",
            extra=ADMIN,
            plugins="dice, calc, bad_abi, bad_magic, duplicate_command, missing_function, no_symbol",
            settings=f"plugin_dir = {folder}",
        )
        boss.ask("!roll 1d1", r"boss rolled 1d1 \|\| .*")
        for name in BAD:
            if name not in bot.config_text():
                boss.ask(f"!load {name}", rf".*\b{name}\b.*")
        boss.ask("!help", r"(?!this must never).*")
        modules = boss.ask("!modules", r"Loaded modules: (.*)").group(1)
        for name in BAD:
            self.assertRegex(bot.log_text(), rf"(?i)(error|warning).*\b{name}\b")
            self.assertNotRegex(modules, rf"\b{name}\b")

    def test_state_starts_anew(self):
        folder = self.folder / "plugins"
        folder.mkdir()
        for path in (BUILD / "plugins" / "dice.so", BUILD / "tests" / "plugins" / "reloads_itself.so"):
            (folder / path.name).symlink_to(path)
        settings = f"plugin_dir = {folder}"
        _, _, boss = self.table(nick="boss", extra=ADMIN, plugins="dice, reloads_itself", settings=settings)
        boss.ask("!turn", "turn 1")
        boss.ask("!turn", "turn 2")
        boss.ask("!reload reloads_itself", r".*reloads_itself.*")
        boss.ask("!turn", "turn 1")


if __name__ == "__main__":
    unittest.main()
