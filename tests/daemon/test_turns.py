# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: turn order and random tables at a real table: a fight by dice and one by cards that go on after kill -9, hidden
entries that nobody reads before they act, tables that are read again at a rehash; all that was rolled, drawn and shuffled
is in a transcript that is sound."""

import re
import signal
import sqlite3
import unittest

from harness import ADMIN, BOLD, TIMEOUT, BotTest, end_process, run_logios

B = BOLD
PLUGINS = "dice, tables, turns"
CARD = r"(?:(?:red|black) joker|(?:10|[AKQJ2-9])[♠♥♦♣])"


class Fights(BotTest):
    def restart(self, bot, client):
        bot.signal(signal.SIGKILL)
        bot.process.wait(TIMEOUT)
        client.expect(r"^:Logios!\S+ QUIT ")
        bot.start()
        client.expect(r"^:Logios!\S+ JOIN :?#table$")

    def assert_sound(self, bot, log):
        """What was recorded of #table, and LOG, what a client heard, agree and are sound."""
        status, transcript, _ = run_logios("transcript", "-c", bot.config, "test", "#table")
        self.assertEqual(status, 0)
        (self.folder / "transcript").write_text(transcript)
        (self.folder / "log").write_text("\n".join(log))
        status, verdict, mistakes = run_logios("verify", "--log", self.folder / "log", self.folder / "transcript")
        self.assertEqual(status, 0, verdict + mistakes)
        self.assertIn("sound", verdict)
        for phrase in ("is not known here", "not in the log"):
            self.assertNotIn(phrase, verdict + mistakes)
        return verdict

    def test_by_dice(self):
        server, bot, ann = self.table(plugins=PLUGINS, settings="show_numbers = yes")
        mark = r"(?: #\d+ to)? \(#\d+ \w{8}\)"
        ann.ask("!init +3", rf"ann: initiative {B}\d+{B} \(1d20\+3: \d+\), first{mark}")
        ann.ask("!init add 2x goblin -5", r"goblin 1 \(-5\) to goblin 2, after ann")
        ann.ask("!init next", rf"Round 1: {B}ann{B} is up .*Next: goblin 1\.")
        ann.ask("!init cond goblin 1 stunned 2", r"goblin 1 \(-5; stunned for 2 turns\)")
        ann.ask("!init hold goblin 2", r"goblin 2 waits; .*")
        self.restart(bot, ann)
        ann.ask("!init", rf"Round 1: {B}ann{B} is up .*Next: goblin 1\.")
        ann.ask("!init next", rf"Round 1: {B}goblin 1{B} is up \(-5; stunned for 2 turns\)\. Next: ann, in a new round\.")
        ann.ask("!init act goblin 2", rf"Round 1: {B}goblin 2{B} is up \(-5\)\. Next: goblin 1\.")
        self.restart(bot, ann)
        ann.ask("!init list", rf"Round 1: ann \(\d+\), {B}> goblin 2 \(-5\){B}, goblin 1 \(-5; stunned for 2 turns\)")
        self.assert_sound(bot, ann.lines)

    def test_strangers_push_no_channel_out(self):
        """Hundreds of private orders make way for one another, not the order of a channel that is under way."""
        _, bot, ann = self.table(plugins=PLUGINS)
        ann.ask("!init add goblin 3", r"goblin \(3\), first")
        end_process(bot.process)
        ann.expect(r"^:Logios!\S+ QUIT ")
        with sqlite3.connect(bot.folder / "state" / "logios.db") as db:
            db.execute("UPDATE plugin_data SET changed = 1 WHERE place = 'test/#table'")
            db.executemany("INSERT INTO plugin_data (plugin, place, key, value, changed) VALUES ('turns', ?, 'order', x'', 2)",
                           [(f"test/visit:{n:016x}",) for n in range(305)])
        db.close()
        bot.start()
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        ann.ask("init add rat 1", r"rat \(1\), first", target="Logios")
        ann.ask("!init list", r"goblin \(3\)")
        ann.ask("init list", r"rat \(1\)", target="Logios")
        end_process(bot.process)
        with sqlite3.connect(bot.folder / "state" / "logios.db") as db:
            self.assertLess(db.execute("SELECT count(DISTINCT place) FROM plugin_data WHERE plugin = 'turns'").fetchone()[0], 308)
        db.close()

    def test_no_room(self):
        """A new order is refused where 300 go on; those go on and end, and what cannot be read is not thrown away."""
        server, bot, ann = self.table(plugins=PLUGINS)
        bob = self.client(server, "bob")
        ann.ask("!init add goblin 3", r"goblin \(3\), first")
        end_process(bot.process)
        ann.expect(r"^:Logios!\S+ QUIT ")
        insert = "INSERT INTO plugin_data (plugin, place, key, value, changed) VALUES ('turns', ?, ?, ?, 1)"
        with sqlite3.connect(bot.folder / "state" / "logios.db") as db:
            live = db.execute("SELECT value FROM plugin_data WHERE place = 'test/#table' AND key = 'order'").fetchone()[0]
            db.execute(insert, ("test/#damaged", "order", b"damaged"))
            db.executemany(insert, [(f"test/#other{n}", "order", live) for n in range(298)])
            db.execute(insert, ("leads", "test/account:boss", b"test/#other1\t#other1"))
        db.close()
        bot.start()
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        bob.ask("init bonus +3", r"bob rolls 1d20\+3 from now on\.", target="Logios")
        bob.ask("init add rat 1", r"I keep 300 orders already, in which somebody is; end one: init end", target="Logios")
        ann.ask("!init add wolf 2", r"wolf \(2\), after goblin")
        ann.ask("!init list", r"goblin \(3\), wolf \(2\)")
        ann.ask("!init end", r"The order is put away.*")
        bob.ask("init add rat 1", r"rat \(1\), first", target="Logios")
        bob.ask("init list", r"rat \(1\)", target="Logios")
        end_process(bot.process)
        with sqlite3.connect(bot.folder / "state" / "logios.db") as db:
            places = {place for place, in db.execute("SELECT DISTINCT place FROM plugin_data WHERE plugin = 'turns'")}
        db.close()
        self.assertIn("test/#damaged", places)
        self.assertNotIn("test/#table", places)
        self.assertEqual(len(places - {"leads"}), 300)

    def test_hidden(self):
        server, bot, gm = self.table(nick="boss", extra=ADMIN, plugins=PLUGINS)
        bob = self.client(server, "bob")
        gm.ask("!gm boss", r"boss is GM of #table now.*")
        bob.ask("!init roll 1d1", r"bob: initiative .*")
        gm.ask("!init next", rf"Round 1: {B}bob{B} is up \(1\)\.(?: Next: bob, in a new round\.)?")
        gm.ask("init add 2x lurker 0", r"In #table: lurker 1 \(0, hidden\) to lurker 2, after bob", target="Logios")
        gm.ask("init list", r"In #table: Round 1: .*lurker 2 \(0, hidden\)", target="Logios")
        gm.ask("!init list", rf"Round 1: {B}> bob \(1\){B}")
        bob.ask("!init next", rf"Round 1: {B}lurker 1{B} is up \(0\)\. Next: bob, in a new round\.")
        bob.ask("!init next", r"It is lurker 1's turn, not yours: .*")
        self.assertFalse([line for line in bob.lines if "lurker 2" in line])

    def test_by_cards(self):
        _, bot, ann = self.table(plugins=PLUGINS, settings="show_numbers = yes\nmax_lines = 20")
        ann.ask("!init join quick lh", r"ann is in: quick, level headed\.")
        ann.ask("!init add 2x zombie", r"zombie 1 \(no card\) to zombie 2")
        ann.ask("!init add bats", r"bats \(no card\)")
        ann.say("#table", "!init deal")
        for number in range(1, 25):
            line = ann.expect(rf"Round {number}: .* Order: (.*)$").group(1)
            self.assertRegex(line, rf"ann \({CARD}\)")
            self.assertRegex(line, rf"zombie 1 to zombie 2 \({CARD}\)")
            if number % 8 == 0:
                self.restart(bot, ann)
            for _ in range(3):
                ann.say("#table", "!init next")
        ann.expect(r"Round 25: .* Order: ")
        self.assert_shuffles(ann.lines)
        self.assert_sound(bot, ann.lines)

    def assert_shuffles(self, lines):
        """All cards were shuffled before the first round, after each in which a joker fell, and when none was left."""
        rounds = [{"shuffled": False, "cards": []}]
        for line in lines:
            if "The order of its 54 cards is fixed" in line:
                rounds[-1]["shuffled"] = True
            elif "cards that nobody holds are shuffled" in line:
                rounds[-1]["more"] = True
            elif re.search(r":ann: .* keeps ", line):
                cards = re.search(rf":ann: (.*?), keeps", line).group(1)
                rounds[-1]["cards"] += re.findall(CARD, cards)
            elif "Order: " in line:
                held = re.findall(rf"(\w+)(?: \d)? \(({CARD})\)", line.split("Order: ")[1])
                rounds[-1]["cards"] += {who: card for who, card in held if who != "ann"}.values()
                rounds.append({"shuffled": False, "cards": []})
        left = 0
        for before, now in zip([{"cards": ["joker"]}] + rounds, rounds[:-1]):
            due = left <= 0 or any("joker" in card for card in before["cards"])
            self.assertEqual(now["shuffled"], due, (before, now, left))
            left = 54 if "more" in now else (54 if due else left) - len(now["cards"])
            if "more" not in now:
                self.assertEqual(len(set(now["cards"])), len(now["cards"]))


class Tables(BotTest):
    def test_rehash(self):
        folder = self.folder / "tables"
        folder.mkdir()
        (folder / "pond.txt").write_text("3x a carp\n[[2d4]] frogs and [@names]\n")
        _, bot, boss = self.table(
            nick="boss", plugins=PLUGINS, settings="show_numbers = yes",
            extra=f"{ADMIN}[plugin tables]\ntables = {folder}\n",
        )
        for _ in range(8):
            boss.ask("!table pond", rf"boss draws from pond \(1d4: [1-4]\): {B}.*{B}.*\(#\d+ \w{{8}}\)")
            boss.ask("!table tavern", r"boss draws from tavern .*\(#\d+ \w{8}\)")
        (folder / "pond.txt").write_text("1 a pike\n3 a whale\n")
        (folder / "sea.txt").write_text("a whale\n")
        boss.ask("!rehash", r"Configuration read again: .* \S+/pond\.txt:2: a gap: no entry has 2")
        boss.ask("!table pond", r"There is no table pond.*")
        boss.ask("!table sea", rf"boss draws from sea \(1d1: 1\): {B}a whale{B} \(#\d+ \w{{8}}\)")
        (folder / "pond.txt").write_text("1 a pike\n2 a whale\n")
        boss.ask("!rehash", r"Configuration read again: .*as they are\.")
        boss.ask("!table pond", r"boss draws from pond .*")
        status, _, mistakes = run_logios("check", "-c", bot.config)
        self.assertEqual((status, mistakes), (0, ""))
        (folder / "pond.txt").write_text("[@nowhere]\n")
        status, said, mistakes = run_logios("check", "-c", bot.config)
        self.assertEqual(status, 1)
        self.assertIn("pond.txt:1: [@nowhere] names no table", said + mistakes)
        Fights.assert_sound(self, bot, boss.lines)


if __name__ == "__main__":
    unittest.main()
