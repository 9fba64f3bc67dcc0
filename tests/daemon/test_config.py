# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: configurations that are refused, with file and line; reloading all or nothing; the
subcommands that need no network."""

import select
import signal
import subprocess
import unittest

from harness import ADMIN, BUILD, TIMEOUT, WRAPPER, Bot, BotTest, run_logios


class Refused(BotTest):
    def refused(self, text, *expected):
        path = self.folder / "bad.ini"
        path.write_text(text)
        path.chmod(0o600)
        for arguments in (("check", "-c", path), ("-f", "-c", path)):
            status, out, err = run_logios(*arguments)
            self.assertEqual(status, 1, out + err)
            for line, word in expected:
                self.assertRegex(out + err, rf"bad\.ini:{line}: .*{word}")

    def test_all_mistakes_are_told(self):
        self.refused(
            "[logios]\nprefix = !\ncolor = yes\n[network a]\nhost = 127.0.0.1\nport = lots\n"
            "nick = Logios\nchanels = #a\n[nosuchsection]\nx = 1\n",
            (3, "color"), (6, "port"), (8, "channels"), (9, "nosuchsection"),
        )

    def test_long_line(self):
        self.refused("[logios]\nprefix = !\nlanguage = " + "x" * 100000 + "\n", (3, ""))

    def test_no_network(self):
        path = self.folder / "none.ini"
        path.write_text("[logios]\nprefix = !\n")
        status, out, err = run_logios("-f", "-c", path)
        self.assertEqual(status, 1)
        self.assertIn("network", out + err)

    def test_missing_file(self):
        status, out, err = run_logios("-f", "-c", self.folder / "absent.ini")
        self.assertIn(status, (1, 3))
        self.assertIn("absent.ini", out + err)

    def test_good_one(self):
        bot = Bot(self.folder, [{"port": 6667}], ADMIN)
        bot.write_config()
        status, out, err = run_logios("check", "-c", bot.config)
        self.assertEqual(status, 0, out + err)

    def test_surroundings(self):
        """What is right in the file and wrong around it is told, by check and at the start."""
        bot = Bot(self.folder, [{"port": 6667}], ADMIN)
        bot.write_config()
        plugins = self.folder / "plugins"
        plugins.mkdir()
        plugins.chmod(0o777)
        text = bot.config.read_text()
        lines = [line for line in text.split("\n") if not line.startswith(("tls =", "state_dir", "plugin"))]
        lines.insert(lines.index("[logios]") + 1, f"state_dir = {self.folder}/no/such\nplugin_dir = {plugins}\nplugins =\n"
                     f"log_file = {self.folder}")
        bot.config.write_text("\n".join(lines))
        status, out, err = run_logios("check", "-c", bot.config)
        self.assertEqual(status, 0, out + err)
        self.assertRegex(err, r"warning: plugin_dir \S+/plugins can be written by everybody")
        self.assertRegex(err, r"warning: network \S+: port 6667 speaks no TLS")
        self.assertRegex(err, r"warning: state_dir = \S+/no/such cannot be made")
        self.assertRegex(err, r"warning: log_file = \S+ is no regular file")


    def test_files_of_plugins(self):
        """What the start leaves out, check names; the bot starts, with that in its log."""
        systems = self.folder / "systems"
        systems.mkdir()
        keys = "[system]\nname = zork\ntitle = Zork\nhelp = H.\nform = zork\nroll = 1d6\n"
        (systems / "broken.ini").write_text(keys + "verus = total\n")
        (systems / "false.ini").write_text(keys + "example = zork | 4 | zork || 1d6: 4 = *4* || Total: *5*\n")
        (systems / "taken.ini").write_text(keys.replace("zork", "fork\nalias = shadowrun")
                                           + "example = fork | 4 | fork || 1d6: 4 = *4* || Total: *4*\n")
        expected = (r"broken\.ini:7: there is no key verus \(did you mean versus\?\)",
                    r"false\.ini:7: this example comes to something else: zork \|\| 1d6: 4 = \*4\* \|\| Total: \*4\*",
                    r"taken\.ini: its name or alias is taken by \S+/sr\.ini")
        _, bot, _ = self.table(extra=ADMIN + f"[plugin dice]\nsystems = {systems}\n")
        status, out, err = run_logios("check", "-c", bot.config)
        self.assertEqual((status, out), (1, ""))
        for line in expected:
            self.assertRegex(err, line)
            self.assertRegex(bot.log_text(), line)
        # A rehash goes on without them; a reload by systemd, which asks this first, does as well.
        self.assertEqual(run_logios("check", "-c", bot.config, "reload")[::2], (0, err))
        bot.signal(signal.SIGHUP)
        bot.wait_log("Configuration read again")
        self.assertEqual(run_logios("check", "-c", bot.config, "again")[0], 2)
        for path in systems.glob("[!f]*.ini"):
            path.unlink()
        (systems / "false.ini").write_text(keys + "example = zork | 4 | zork || 1d6: 4 = *4* || Total: *4*\n")
        status, out, err = run_logios("check", "-c", bot.config)
        self.assertEqual(status, 0, err)
        self.assertIn(": fine (", out)


    def test_own_files(self):
        """Systems and dice beside the configuration come before those in the state folder and the bot's own."""
        keys = ("[system]\nname = {0}\ntitle = {0}\nhelp = H.\nform = {0}\nroll = 1d1+{1}\n"
                "example = {0} | 1 | {0} || 1d1: 1 = *1* || +*{1}* || Total: *{2}*\n")
        for folder, bonus in ((self.folder, 1), (self.folder / "state", 2)):
            (folder / "systems").mkdir(parents=True)
            (folder / "systems" / "zork.ini").write_text(keys.format("zork", bonus, 1 + bonus))
        (self.folder / "state" / "systems" / "gork.ini").write_text(keys.format("gork", 3, 4))
        (self.folder / "dice").mkdir()
        (self.folder / "dice" / "ours.txt").write_text("unlucky = 7, 7\n")
        _, bot, ann = self.table()
        ann.ask("!zork", r"ann rolled zork \|\| .*Total: \x022\x02.*")
        ann.ask("!gork", r"ann rolled gork \|\| .*Total: \x024\x02.*")
        ann.ask("!roll 2d[unlucky]", r"ann rolled 2d\[unlucky\] \|\| .*Total: \x0214.*")
        status, _, err = run_logios("check", "-c", bot.config)
        self.assertEqual(status, 0, err)
        self.assertRegex(err, r"warning: \S+/systems/zork\.ini is used, and \S+/state/systems/zork\.ini is not\n")
        self.assertNotIn("gork", err)


class Reload(BotTest):
    def test_good(self):
        server, bot, ann = self.table()
        bot.networks[0]["channels"] = "#table, #new"
        bot.settings = "prefix = ?"
        bot.write_config()
        ann.join("#new")
        bot.signal(signal.SIGHUP)
        ann.expect(r"^:Logios!\S+ JOIN :?#new$", unless=r"^:Logios!\S+ QUIT")
        ann.ask("?roll 1d1", r"ann rolled 1d1 \|\| .*")
        ann.ask("?roll 1d1", r"ann rolled 1d1 \|\| .*", target="#new")

    def test_bad_changes_nothing(self):
        server, bot, ann = self.table()
        seen = len(bot.log_text())
        bot.write_config(bot.config_text().replace("plugins", "prefix = ?\nplugin"))
        bot.signal(signal.SIGHUP)
        bot.wait_log(r"logios\.ini:\d+: ", after=seen)
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        ann.ask_silently("?roll 1d1")

    def test_rehash_answers(self):
        server, bot, boss = self.table(nick="boss", extra=ADMIN)
        boss.ask("!rehash", r".+")
        bot.write_config("[logios]\nnonsense = 1\n")
        boss.ask("!rehash", r".*(logios\.ini:2|nonsense).*")
        boss.ask("!roll 1d1", r"boss rolled 1d1 \|\| .*")

    def test_what_needs_a_restart(self):
        server, bot, boss = self.table(nick="boss", extra=ADMIN)
        other = self.folder / "elsewhere"
        other.mkdir(mode=0o700)
        bot.write_config(bot.config_text().replace(f"{self.folder}/state", str(other)))
        boss.ask("!rehash", r"Configuration read again: after a restart the new state_dir\.")
        boss.ask("!roll 1d1", r"boss rolled 1d1 \|\| .*")
        self.assertEqual(list(other.iterdir()), [])

    def test_network_taken_out_and_put_in(self):
        server = self.server()
        other = self.server(name="two.table.test")
        ann, bob = self.client(server), self.client(other, "bob")
        bot = self.bot(server)
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        bot.networks.append({"name": "two", "port": other.port})
        bot.write_config()
        bot.signal(signal.SIGHUP)
        bob.expect(r"^:Logios!\S+ JOIN :?#table$")
        bot.networks.pop()
        bot.write_config()
        bot.signal(signal.SIGHUP)
        bob.expect(r"^:Logios!\S+ QUIT")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")


class Subcommands(BotTest):
    def test_roll(self):
        status, out, _ = run_logios("roll", "--faces", "4,2,6", "--format", "irc", "3d6")
        self.assertEqual((status, out), (0, "3d6 || 3d6: 4 2 6 = \x0212\x02 || Total: \x0212\x02\n"))
        status, out, _ = run_logios("roll", "--faces", "4", "--format", "irc", "3d6")
        self.assertEqual(status, 1)
        status, out, err = run_logios("roll", "1d0")
        self.assertEqual(status, 1)
        self.assertIn("column 3", out + err)

    def test_console_has_no_limits(self):
        status, out, err = run_logios("console", text="ann\t#den\t!roll 2d1\n" * 100)
        self.assertEqual((status, out.count("ann rolled 2d1")), (0, 100), err)

    def test_console(self):
        status, out, err = run_logios("console", text="!roll 2d1\nann\t#den\t!calc 1+1\nbob\tLogios\troll 1d1\n")
        self.assertEqual(status, 0, err)
        lines = out.splitlines()
        self.assertRegex(lines[0], r"^#console\tyou rolled 2d1 \|\| 2d1: 1 1 = \x022\x02 \|\| Total: \x022\x02 \(#1 \w{8}\)$")
        self.assertEqual(lines[1], "#den\tCalculator: 1+1 = 2")
        self.assertRegex(lines[2], r"^bob\tbob rolled 1d1 \|\| 1d1: 1 = \x021\x02 \|\| Total: \x021\x02 \(#1 \w{8}\)$")

    def test_console_speaks_meanwhile(self):
        config = self.folder / "logios.ini"
        config.write_text(f"[logios]\nplugin_dir = {BUILD}/tests/plugins\nplugins = reminds\n"
                          "[network none]\nhost = none.test\n")
        console = subprocess.Popen([*WRAPPER, BUILD / "logios", "console", "-c", config],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(console.communicate, timeout=TIMEOUT)
        print("!here tea", file=console.stdin, flush=True)
        ready, _, _ = select.select([console.stdout], [], [], TIMEOUT)
        self.assertTrue(ready, "nothing is said while nobody types")
        self.assertRegex(console.stdout.readline(), r"^#console\tLogios says at \d+: tea")

    def test_usage(self):
        self.assertEqual(run_logios("--nonsense")[0], 2)
        self.assertEqual(run_logios("nonsense")[0], 2)
        self.assertEqual(run_logios("--help")[0], 0)
        self.assertRegex(run_logios("--version")[1], r"(?i)^logios \d+\.\d+")

    def test_options(self):
        for word in "check", "backup", "console", "stats", "transcript":
            with self.subTest(word):
                status, out, err = run_logios(word, "--help")
                self.assertEqual((status, err), (0, ""))
                self.assertRegex(out, f"^usage: logios {word} ")
                status, out, err = run_logios(word, "--nonsense")
                self.assertEqual((status, out), (2, ""))
                self.assertRegex(err, f"^logios {word}: unknown option --nonsense\nusage: logios {word} ")
                status, out, err = run_logios(word, "-c")
                self.assertEqual((status, out), (2, ""))
                self.assertRegex(err, f"^logios {word}: a value is missing after -c\nusage: logios {word} ")

    def test_hash_password(self):
        status, out, _ = run_logios("hash-password", text="sesame\n")
        self.assertEqual(status, 0)
        self.assertRegex(out, r"\$argon2")
        self.assertNotIn("sesame", out)


if __name__ == "__main__":
    unittest.main()
