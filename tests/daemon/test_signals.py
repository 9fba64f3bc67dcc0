# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: signals that reopen the log, tell how the bot is, switch debugging, do nothing or end it with a QUIT; the
first and the last lines of the log; and that it does not run as root unless told to."""

import os
import signal
import unittest

from harness import ADMIN, BotTest, run_logios


class Signals(BotTest):
    def test_status_in_a_new_log(self):
        log = self.folder / "own.log"
        _, bot, ann = self.table(settings=f"log_file = {log}")
        bot.log = log
        self.assertRegex(log.read_text().splitlines()[0], r" info: Logios [0-9.]+ starts, with \S+/logios\.ini$")
        log.rename(self.folder / "old.log")
        bot.signal(signal.SIGUSR1)
        bot.wait_log(r"status: Logios [0-9.]+: 1 network, 3 plugins\n.*status: test: connected as Logios, in 1 channel\n")
        ann.ask("!roll 1d1", r"ann rolled 1d1 .*")

    def test_debug_on_and_off(self):
        _, bot, boss = self.table(nick="boss", extra=ADMIN)
        bot.write_config(bot.config_text().replace("log_level = debug", "log_level = info"))
        bot.signal(signal.SIGHUP)
        bot.wait_log(r"Configuration read again")
        seen = len(bot.log_text())
        bot.signal(signal.SIGUSR2)
        bot.wait_log(r"info: debug is on", after=seen)
        boss.say("#table", "!join #other")
        bot.wait_log(r"debug: test: asking to join #other", after=seen)
        bot.signal(signal.SIGUSR2)
        bot.wait_log(r"info: debug is off", after=seen)
        boss.say("#table", "!join #again")
        bot.wait_log(r"info: test: joined #again", after=seen)
        self.assertNotIn("asking to join #again", bot.log_text())

    def test_alarm(self):
        _, bot, ann = self.table()
        bot.signal(signal.SIGALRM)
        ann.ask("!roll 1d1", r"ann rolled 1d1 .*")

    def test_quit(self):
        _, bot, ann = self.table()
        bot.signal(signal.SIGQUIT)
        ann.expect(r"^:Logios!\S+ QUIT ")
        self.assertEqual(bot.wait_exit(), 0)
        self.assertRegex(bot.log_text(), r"debug: test: the server says")
        self.assertNotIn("warning", bot.log_text())


@unittest.skipIf(os.geteuid() != 0, "only root can try to run it as root")
class Root(BotTest):
    def test_refused(self):
        state = self.folder / "state"
        state.mkdir()
        os.chown(state, 65534, 65534)
        config = self.folder / "logios.ini"
        config.write_text(f"[logios]\nstate_dir = {state}\n[network n]\nhost = 127.0.0.1\nport = 1\ntls = no\n")
        config.chmod(0o600)
        status, _, said = run_logios("-f", "-c", config)
        self.assertEqual(status, 2)
        self.assertRegex(said, r"^logios: not as root: .*\nlogios: \S+/state belongs to nobody: runuser -u nobody ")
        self.assertEqual(list(state.iterdir()), [])
        status, _, _ = run_logios("check", "-c", config)
        self.assertEqual(status, 0)


if __name__ == "__main__":
    unittest.main()
