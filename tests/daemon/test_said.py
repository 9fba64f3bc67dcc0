# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: a roll that is in the store was said, or !last, !fair proof and !reveal say that perhaps it was not: whatever became of the
reply, and whether or not the bot was killed meanwhile."""

import collections
import signal
import sqlite3
import unittest

from harness import SLOW, TIMEOUT, BotTest, wait_until
from hostile import HostileServer

NUMBERS = "show_numbers = yes"
NOTE = r" \(this was recorded but perhaps never said\)"
END = r" [^(]*$"  # of a roll that is not marked
PROVED = 15 * SLOW  # seconds in which the server is asked, and its answer written down


# The event up to which all is settled, the newest roll's, the commands of the rolls that are marked, how many rolls there are.
Marks = collections.namedtuple("Marks", "settled newest marked rolls")


class Said(BotTest):
    def marks(self, bot):
        db = sqlite3.connect(f"file:{bot.folder}/state/logios.db?mode=ro", uri=True, timeout=TIMEOUT)
        try:
            until = db.execute("SELECT coalesce(max(event), 0) FROM fair_said").fetchone()[0]
            rows = db.execute("SELECT asked FROM fair_event WHERE kind IN (6, 7, 8) AND coalesce(unsaid, 0) = 1 ORDER BY id").fetchall()
            newest, count = db.execute("SELECT coalesce(max(id), 0), count(*) FROM fair_event WHERE kind IN (6, 7, 8)").fetchone()
        finally:
            db.close()
        return Marks(until, newest, [asked for (asked,) in rows], count)

    def settled(self, bot, but=0, server=None):
        """Wait until what became of every roll BUT the last is written down, while a hostile SERVER answers."""

        def is_so():
            if server:
                server.receive(0)
            marks = self.marks(bot)
            return marks.settled == marks.newest - but

        wait_until(is_so, "all rolls to be settled", PROVED)

    def kill(self, bot):
        bot.signal(signal.SIGKILL)
        bot.process.wait(TIMEOUT)

    def come_back(self, bot, ann):
        bot.start()
        ann.expect(r":Logios\S* JOIN :?#table")

    # ---- a server that does not read, or does not say that it did ----

    def meet(self):
        server = self.until_end(HostileServer())
        bot = self.bot(server, settings=NUMBERS)
        server.welcome()
        return server, bot

    def test_a_server_that_proves_nothing(self):
        server, bot = self.meet()
        ask = ":ann!ann@host PRIVMSG #table :"
        server.send(f"{ask}!roll 1d1 first")
        server.expect(r"ann rolled 1d1 first .*\(#1 \w{8}\)$")
        self.settled(bot, server=server)
        server.answers_ping = False
        server.send(f"{ask}!roll 1d1 second")
        server.expect(r"^PING :said2$", PROVED)
        server.send(f"{ask}!roll 1d1 third", ":s PONG s :said1", ":s PONG s :nonsense")
        server.expect(r"ann rolled 1d1 third .*\(#3 \w{8}\)$")
        self.assertLess(self.marks(bot).settled, self.marks(bot).newest)
        self.kill(bot)
        bot.start()
        server.welcome()
        server.send(f"{ask}!last 3")
        server.expect(rf"#3 ann rolled 1d1 third .*{NOTE}$")
        server.expect(rf"#2 ann rolled 1d1 second .*{NOTE}$")
        server.expect(rf"#1 ann rolled 1d1 first{END}")
        server.send(f"{ask}!fair proof 2", f"{ask}!fair proof 1")
        server.expect(rf"#2 of epoch 1: secret .*{NOTE}$")
        server.expect(r"#1 of epoch 1: secret .*; head \w{8}$")

    def test_a_connection_that_breaks(self):
        server, bot = self.meet()
        server.send(":ann!ann@host PRIVMSG #table :!roll 1d1 unread")
        server.expect(r"ann rolled 1d1 unread ")
        server.hang_up(reset=True)
        server.welcome()
        self.settled(bot)
        server.send(":ann!ann@host PRIVMSG #table :!last")
        server.expect(rf"#1 ann rolled 1d1 unread .*{NOTE}$")

    # ---- a real server ----

    def test_an_orderly_end_proves_everything(self):
        _, bot, ann = self.table(settings=NUMBERS)
        ann.ask("!roll 1d1 last words", r"ann rolled 1d1 last words .*\(#1 \w{8}\)")
        bot.signal(signal.SIGTERM)
        bot.wait_exit()
        self.assertEqual(self.marks(bot).marked, [])
        self.settled(bot)
        self.come_back(bot, ann)
        ann.ask("!last", rf".* #1 ann rolled 1d1 last words{END}")

    def test_what_waits_when_the_server_goes(self):
        """Replies that wait for their turn are not said because others were."""
        server = self.server()
        ann = self.client(server)
        bot = self.bot([{"port": server.port, "pace": (3, 60000)}], settings=NUMBERS)
        ann.expect(r"^:Logios\S* JOIN :?#table")
        for word in ("one", "two", "three", "four"):
            ann.say("#table", f"!roll 1d1 {word}")
        ann.expect_from("Logios", "#table", r"ann rolled 1d1 one .*")
        wait_until(lambda: self.marks(bot).rolls == 4, "four rolls in the store")
        server.stop()
        self.settled(bot)
        self.assertIn("roll 1d1 four", self.marks(bot).marked)
        server.start()
        bot.wait_log(r"(?s)joined #table.*joined #table")
        ann = self.client(server, "ann2")
        ann.ask("!last", rf".* #4 ann rolled 1d1 four .*{NOTE}")

    def test_a_channel_that_takes_nothing(self):
        _, bot, ann = self.table(settings=NUMBERS)
        ann.ask("!roll 1d1 heard", r"ann rolled 1d1 heard .*\(#1 \w{8}\)")
        self.settled(bot)
        ann.send("MODE #table +m")
        ann.expect(r" MODE #table \+m")
        ann.say("#table", "!roll 1d1 unheard")
        wait_until(lambda: self.marks(bot).marked == ["roll 1d1 unheard"], "the mark", PROVED)
        ann.send("MODE #table -m")
        ann.expect(r" MODE #table -m")
        ann.ask("!last 2", rf".* #2 ann rolled 1d1 unheard .*{NOTE}")
        ann.expect_from("Logios", "#table", rf".* #1 ann rolled 1d1 heard{END}")

    def test_hidden_rolls(self):
        server, bot, ann = self.table(settings=NUMBERS)
        mia = self.client(server, "mia")
        ann.ask("!gm mia", r"mia is GM of #table now, .*")
        ann.ask("!groll 1d1 heard", r"ann makes a hidden roll \(#h1 \w{8}\)")
        mia.expect_from("Logios", "mia", r"ann rolled 1d1 heard .*")
        self.settled(bot)
        self.assertEqual(self.marks(bot).marked, [])
        ann.ask("!sroll 1d1 mine", r"ann makes a hidden roll \(#h2 \w{8}\)")
        ann.ask("!reveal h2", r"ann rolled 1d1 mine .*\(#h2 \w{8}\)")
        ann.ask("!broll 1d1 blind", r"ann makes a hidden roll \(#h3 \w{8}\)")
        self.kill(bot)
        self.come_back(bot, ann)
        mia.ask("!reveal h3", rf"ann rolled 1d1 blind .*\(#h3 \w{{8}}\){NOTE}")
        mia.ask("!reveal h2", r"Only ann, who rolled it, can show h2, on the connection .*")
        ann.ask("!reveal h2", r"Only ann, who rolled it, can show h2, on the connection .*")
        mia.ask("!reveal h1", r"ann rolled 1d1 heard .*\(#h1 \w{8}\)")

    # ---- what nobody asked for ----

    def test_what_lies_behind_more(self):
        _, bot, ann = self.table(settings=f"{NUMBERS}\nmax_lines = 2")
        ann.ask("!roll 1d1; 1d1; 1d1; 1d1", r"ann rolled 1d1 .*\(#1 \w{8}\)")
        ann.expect_from("Logios", "#table", r"ann rolled 1d1 .*\(#2 \w{8}\)")
        ann.expect_from("Logios", "#table", r"… \(2 more: !more\)")
        self.settled(bot, but=2)
        ann.ask("!more", r"ann rolled 1d1 .*\(#3 \w{8}\)")
        ann.expect_from("Logios", "#table", r"ann rolled 1d1 .*\(#4 \w{8}\)")
        self.settled(bot)
        self.assertEqual(self.marks(bot).marked, [])
        ann.ask("!roll 1d1; 1d1; 1d1", r"ann rolled 1d1 .*\(#5 \w{8}\)")
        ann.expect_from("Logios", "#table", r"ann rolled 1d1 .*\(#6 \w{8}\)")
        self.settled(bot, but=1)
        self.kill(bot)
        self.come_back(bot, ann)
        ann.ask("!last 2", rf".* #7 ann rolled 1d1 .*{NOTE}")
        ann.expect_from("Logios", "#table", rf".* #6 ann rolled 1d1{END}")


if __name__ == "__main__":
    unittest.main()
