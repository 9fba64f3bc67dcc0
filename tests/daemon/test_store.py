# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: what the bot remembers. A deck in play outlives kill -9; a database that is locked, or cannot
grow, refuses requests in words and is used again afterwards; copies; a second bot, a newer file and a
damaged one at the start. What happens at random instants under load is in test_crash.py."""

import os
import re
import shutil
import resource
import signal
import sqlite3
import unittest

from harness import ADMIN, BUILD, TIMEOUT, WRAPPER, BotTest, end_process, run_logios, start_process

REFUSED = r"(\S+): this could not be recorded and does not count\. Please try again later\."
CARD = r"Your card is (.+)"
CARDS = r"Your cards are (.+)"


def database(bot):
    return bot.folder / "state" / "logios.db"


class Surviving(BotTest):
    def restart(self, bot, client):
        bot.signal(signal.SIGKILL)
        bot.process.wait(TIMEOUT)
        client.expect(r"^:Logios!\S+ QUIT ")
        bot.start()
        client.expect(r"^:Logios!\S+ JOIN :?#table$")

    def test_deck_in_play(self):
        _, bot, ann = self.table()
        ann.ask("!cards new French52", r"Deck deck1 created \(Type: French52\)")
        seen = [ann.ask("!cards draw", CARD).group(1) for _ in range(3)]
        for _ in range(3):
            self.restart(bot, ann)
            left = 52 - len(seen)
            ann.ask("!cards list", rf"deck1 \(French52\): {left} of 52 left")
            seen.append(ann.ask("!cards draw", CARD).group(1))
        self.assertEqual(len(set(seen)), 6, seen)
        ann.ask("!cards new Tarot", r"Deck deck2 created \(Type: Tarot\)")
        ann.ask("!cards remove deck1", r"Deck deck1 is put away\.")
        self.restart(bot, ann)
        ann.ask("!cards list", r"deck2 \(Tarot\): 78 of 78 left")

    def test_channels_that_were_asked_for(self):
        _, bot, boss = self.table(nick="boss", extra=ADMIN)
        boss.join("#more")
        boss.join("#less")
        boss.ask("!join #more", "Joining #more.")
        boss.ask("!join #less", "Joining #less.")
        boss.expect(r"^:Logios!\S+ JOIN :?#less$")
        boss.say("#less", "!part")
        boss.expect(r"^:Logios!\S+ PART #less")
        self.restart(bot, boss)
        boss.expect(r"^:Logios!\S+ JOIN :?#more$", unless=r"Logios!\S+ JOIN :?#less")
        boss.ask("!part #more", "Leaving #more.", target="Logios")
        self.restart(bot, boss)
        boss.ask("!roll 1d1", "boss rolled 1d1 .*")
        boss.send("NAMES #more")
        boss.expect(r" 366 \S+ #more ", unless=r" 353 .*Logios")

    def test_nobody_else_reads_it(self):
        _, bot, ann = self.table()
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        for path in database(bot).parent.iterdir():
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)


class Refusing(BotTest):
    def test_locked(self):
        _, bot, boss = self.table(nick="boss", extra=ADMIN)
        boss.ask("!cards new French52", r"Deck deck1 created .*")
        boss.send("PART #table")
        boss.join("#table")  # now the bot has seen who boss is
        other = sqlite3.connect(database(bot), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        boss.ask("!cards draw", REFUSED)
        boss.expect_from("Logios", "boss", r"Nothing can be recorded: .*locked by another program.*")
        boss.ask("!roll 1d1", REFUSED)
        boss.ask("!cards list", r"deck1 \(French52\): 52 of 52 left")
        other.execute("COMMIT")
        other.close()
        boss.ask("!roll 1d1", r"boss rolled 1d1 .*")
        boss.ask("!cards draw", CARD)
        boss.ask("!cards list", r"deck1 \(French52\): 51 of 52 left")

    def test_deleted(self):
        _, bot, boss = self.table(nick="boss", extra=ADMIN)
        boss.ask("!cards new French52", r"Deck deck1 created .*")
        boss.send("PART #table")
        boss.join("#table")
        for path in database(bot).parent.glob("logios.db*"):
            path.unlink()
        boss.ask("!roll 1d1", REFUSED)
        boss.expect_from("Logios", "boss", r"Nothing can be recorded: .*logios\.db was deleted or replaced; .*")
        boss.ask("!cards draw", REFUSED)
        self.assertEqual(bot.log_text().count("was deleted or replaced"), 2)  # by the store, and as admins are told
        copy = boss.ask("!backup", r"Saved as (\S+) .*").group(1)
        bot.signal(signal.SIGTERM)
        bot.wait_exit()
        status, said, _ = run_logios("restore", "-c", bot.config, copy)
        self.assertEqual(status, 0, said)
        bot.start()
        boss.expect(r"^:Logios!\S+ JOIN :?#table$")
        boss.ask("!cards list", r"deck1 \(French52\): 52 of 52 left")

    def test_no_room(self):
        _, bot, boss = self.table(nick="boss", extra=ADMIN)
        boss.ask("!cards new French52", r"Deck deck1 created .*")
        for _ in range(3):
            resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
            boss.ask("!cards draw", REFUSED)
            boss.ask("!cards shuffle deck1", REFUSED)
            boss.ask("!cards list", r"deck1 \(French52\): \d+ of 52 left")
            resource.prlimit(
                bot.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            )
            boss.ask("!cards draw", CARD)
        boss.ask("!cards list", r"deck1 \(French52\): 49 of 52 left")


class Copies(BotTest):
    def left(self, copy):
        """How many cards are drawn from deck1 in a copy that is sound."""
        db = sqlite3.connect(copy)
        self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        (zones,) = db.execute("SELECT value FROM plugin_data WHERE key = 'deck/deck1/zones'").fetchone()
        db.close()
        return sum(zones[7 * card + 4] > 0 for card in range(52))  # not in the pile

    def test_from_irc(self):
        server, bot, boss = self.table(nick="boss", extra=ADMIN)
        boss.ask("!cards new French52", r"Deck deck1 created .*")
        boss.ask("!cards draw", CARD)
        folder = database(bot).parent / "backup"
        folder.symlink_to(self.folder)
        boss.ask("!backup", r".*/backup is no folder \(or a symbolic link to one, which I do not follow\)")
        folder.unlink()
        folder.mkdir(mode=0o700)
        for second in range(9):
            (folder / f"logios-20200101T00000{second}Z.db").write_text("old")
        (folder / "notes.txt").write_text("mine")
        copy = boss.ask("!backup", r"Saved as (\S+) \(\d+ KiB\)\. The latest 7 stay\.").group(1)
        self.assertEqual(self.left(copy), 1)
        names = sorted(path.name for path in folder.iterdir())
        self.assertEqual(len(names), 8, names)
        self.assertEqual(names[0], "logios-20200101T000003Z.db")
        self.assertEqual(names[-1], "notes.txt")
        ann = self.client(server, "ann")
        ann.say("#table", "!backup")
        ann.ask("!roll 1d1", "ann rolled 1d1 .*")
        self.assertEqual(len(list(folder.iterdir())), 8)

    def test_folder_is_gone(self):
        """What the bot still knows is saved when everything was deleted; the next start tells of that copy."""
        server, bot, boss = self.table(nick="boss", extra=ADMIN)
        boss.ask("!cards new French52", r"Deck deck1 created .*")
        boss.ask("!cards draw", CARD)
        shutil.rmtree(database(bot).parent)
        copy = boss.ask("!backup", r"Saved as (\S+) \(\d+ KiB\)\. The latest 7 stay\.").group(1)
        self.assertEqual(self.left(copy), 1)
        end_process(bot.process)
        boss.expect(r"^:Logios!\S+ QUIT ")
        for before in (database(bot).unlink, lambda: database(bot).write_bytes(b"")):
            before() if database(bot).exists() else None
            bot.start()
            boss.expect(r"^:Logios!\S+ JOIN :?#table$")
            bot.wait_log("logios.db was not there, or empty: a new one is begun, though there are backups. "
                         f"To go on with the latest, end the bot and run: logios restore {copy}")
            end_process(bot.process)
            boss.expect(r"^:Logios!\S+ QUIT ")
            bot.log.write_text("")
        bot.start()
        boss.expect(r"^:Logios!\S+ JOIN :?#table$")
        self.assertNotIn("though there are backups", bot.log.read_text())

    def test_from_the_shell(self):
        _, bot, ann = self.table()
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        ann.ask("!cards draw 3", CARDS)
        copy = self.folder / "copy.db"
        status, out, err = run_logios("backup", "-c", bot.config, copy)
        self.assertEqual((status, out, err), (0, "", ""))
        self.assertEqual(self.left(copy), 3)
        self.assertEqual(copy.stat().st_mode & 0o777, 0o600)
        status, _, err = run_logios("backup", "-c", bot.config, copy)
        self.assertEqual(status, 3)
        self.assertRegex(err, "is there already")
        end_process(bot.process)
        later = self.folder / "later.db"
        self.assertEqual(run_logios("backup", "-c", bot.config, later)[0], 0)
        self.assertEqual(self.left(later), 3)
        self.assertEqual(run_logios("backup", "-c", bot.config)[0], 2)

    def test_put_back(self):
        _, bot, ann = self.table()
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        copy = self.folder / "copy.db"
        self.assertEqual(run_logios("backup", "-c", bot.config, copy)[0], 0)
        ann.ask("!cards draw", CARD)
        end_process(bot.process)
        ann.expect(r"^:Logios!\S+ QUIT ")
        database(bot).write_bytes(copy.read_bytes())
        bot.start()
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        # What lay on top may be known: it is shuffled anew, once, and that is said.
        ann.say("#table", "!cards draw 2")
        ann.expect_from("Logios", "#table", r"I was put back from a backup, .*: the 52 cards left in deck deck1 are shuffled anew\.")
        ann.expect_from("Logios", "#table", CARDS)
        ann.ask("!cards new French52", r"Deck deck2 created .*")
        ann.ask("!cards list", r"deck1 \(French52\): 50 of 52 left, deck2 \(French52\): 52 of 52 left")

    def epoch(self, ann):
        return int(ann.ask("!fair", r"Fair dice of #table: epoch (\d+) since .*").group(1))

    def test_restore(self):
        """What was rolled after the copy is not rolled again; what was there is set aside."""
        _, bot, ann = self.table()
        ann.ask("!roll 1d1000000", r"ann rolled .*")
        copy = self.folder / "copy.db"
        self.assertEqual(run_logios("backup", "-c", bot.config, copy)[0], 0)
        known = [ann.ask("!roll 1d1000000", r"ann rolled .* Total: (.*)").group(1) for _ in range(5)]
        status, _, err = run_logios("restore", "-c", bot.config, copy)
        self.assertEqual(status, 3)
        self.assertRegex(err, "Another Logios is using")
        self.restart_with(bot, ann, copy)
        again = [ann.ask("!roll 1d1000000", r"ann rolled .* Total: (.*)").group(1) for _ in range(5)]
        self.assertFalse(set(known) & set(again))
        self.assertEqual(self.epoch(ann), 2)
        self.assertEqual(database(bot).stat().st_mode & 0o777, 0o600)
        self.assertEqual(len(list(database(bot).parent.glob("logios.db.replaced-*"))), 1)
        self.assertRegex(bot.log.read_text(), "the store is a copy that was put back, .*: new epochs")
        self.restart_with(bot, ann)
        self.assertEqual(self.epoch(ann), 2)

    def test_not_safe_from_power_cuts(self):
        """A kill loses nothing that was said; but what a power cut might have lost is not rolled again."""
        _, bot, ann = self.table(settings="show_numbers = yes\ndurability = process")
        rolled = ann.ask("!roll 1d1000000", r"(ann rolled .*) \(#1 \w+\)").group(1)
        self.kill_and_start(bot, ann)
        self.assertIn(re.search(r"Total: \S+", rolled).group(), ann.ask("!last", r".*ann rolled.*").group())
        self.assertEqual(self.epoch(ann), 2)
        self.assertRegex(bot.log.read_text(), "the bot ended suddenly with durability = process: new epochs")
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        self.kill_and_start(bot, ann)
        ann.say("#table", "!cards draw")
        ann.expect_from("Logios", "#table", r"I ended suddenly, and may not know of the last cards that were drawn: the 52 cards .*")
        ann.expect_from("Logios", "#table", CARD)
        self.restart_with(bot, ann)
        self.assertEqual(self.epoch(ann), 3)
        bot.write_config(bot.config_text().replace("durability = process", "durability = disk"))
        bot.signal(signal.SIGHUP)
        bot.wait_log("Configuration read again")
        self.kill_and_start(bot, ann)
        self.assertEqual(self.epoch(ann), 3)

    def test_log_of_changes_lost(self):
        """What was rolled, and is lost with logios.db-wal, does not come again; and that is known."""
        _, bot, ann = self.table()
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        self.kill_and_start(bot, ann)
        self.assertEqual(self.epoch(ann), 1)
        known = [ann.ask("!roll 1d1000000", r"ann rolled .* Total: (.*)").group(1) for _ in range(5)]
        self.kill_and_start(bot, ann, lambda: database(bot).with_name("logios.db-wal").unlink())
        again = [ann.ask("!roll 1d1000000", r"ann rolled .* Total: (.*)").group(1) for _ in range(5)]
        self.assertFalse(set(known) & set(again))
        self.assertRegex(bot.log.read_text(), r"THE LAST CHANGES OF THE STORE ARE LOST: .*logios.db-wal.*: new epochs")
        self.kill_and_start(bot, ann)
        self.assertEqual(self.epoch(ann), 2)

    def test_log_of_changes_deleted(self):
        """Nothing is rolled that could not be kept; a start after an end in order mends it."""
        _, bot, ann = self.table()
        ann.ask("!roll 1d1000000", r"ann rolled .*")
        database(bot).with_name("logios.db-wal").unlink()
        ann.say("#table", "!roll 1d1000000")
        ann.expect_from("Logios", "#table", r"ann: this could not be recorded and does not count\..*")
        bot.wait_log("logios.db-wal was deleted or replaced; nothing more is kept")
        self.restart_with(bot, ann)
        ann.ask("!roll 1d1000000", r"ann rolled .*")
        self.assertEqual(self.epoch(ann), 1)

    def kill_and_start(self, bot, ann, meanwhile=lambda: None):
        bot.signal(signal.SIGKILL)
        bot.process.wait()
        meanwhile()
        ann.expect(r"^:Logios!\S+ QUIT ")
        bot.start()
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")

    def restart_with(self, bot, ann, copy=None):
        end_process(bot.process)
        ann.expect(r"^:Logios!\S+ QUIT ")
        if copy is not None:
            owner = 65534 if os.geteuid() == 0 else os.geteuid()
            os.chown(database(bot), owner, -1)
            status, out, err = run_logios("restore", "-c", bot.config, copy)
            self.assertEqual((status, err), (0, ""))
            self.assertEqual(database(bot).stat().st_uid, owner)
            self.assertRegex(out, "is in place as .*\n.* is now .*replaced-")
        bot.start()
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")

    def test_no_copy(self):
        """What is no sound copy changes nothing."""
        _, bot, ann = self.table()
        end_process(bot.process)
        before = sorted(path.name for path in database(bot).parent.iterdir())
        other = self.folder / "other.db"
        db = sqlite3.connect(other)
        db.execute("CREATE TABLE other (a)")
        db.commit()
        db.close()
        (self.folder / "empty.db").write_text("")
        (self.folder / "noise.db").write_text("noise" * 1000)
        for name, why in (("other.db", "another program's"), ("empty.db", "empty"), ("noise.db", "damaged|not a database"),
                          ("absent.db", "cannot be read")):
            status, out, err = run_logios("restore", "-c", bot.config, self.folder / name)
            self.assertEqual((status, out), (3, ""))
            self.assertRegex(err, why)
        self.assertEqual(sorted(path.name for path in database(bot).parent.iterdir()), before)


class Starting(BotTest):
    def started_again(self, bot, server):
        """What a start with the same files says before it ends, and its exit status."""
        log = bot.folder / "second.log"
        log.unlink(missing_ok=True)
        second = start_process(WRAPPER + [str(BUILD / "logios"), "-f", "--allow-root", "-c", str(bot.config)], log)
        self.addCleanup(end_process, second)
        return second.wait(TIMEOUT), log.read_text()

    def test_second_bot(self):
        server, bot, ann = self.table()
        status, log = self.started_again(bot, server)
        self.assertEqual(status, 3, log)
        self.assertRegex(log, "Another Logios is using .*logios.db already")
        ann.ask("!roll 1d1", r"ann rolled 1d1 .*")
        database(bot).with_name("logios.db.lock").unlink()
        status, log = self.started_again(bot, server)
        self.assertEqual(status, 3, log)
        self.assertRegex(log, "Another Logios is using .*logios.db already")
        ann.ask("!roll 1d1", r"ann rolled 1d1 .*")

    def test_newer(self):
        server, bot, _ = self.table()
        end_process(bot.process)
        with sqlite3.connect(database(bot)) as db:
            db.execute("PRAGMA user_version = 999")
        db.close()
        before = database(bot).read_bytes()
        status, log = self.started_again(bot, server)
        self.assertEqual(status, 3, log)
        self.assertRegex(log, "written by a newer Logios")
        self.assertEqual(database(bot).read_bytes(), before)

    def test_damaged(self):
        server, bot, ann = self.table()
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        end_process(bot.process)
        ann.expect(r"^:Logios!\S+ QUIT ")
        spoilt = database(bot).read_bytes()[:5000] + b"\xa5" * 9000
        database(bot).write_bytes(spoilt)
        bot.start()
        ann.expect(r"^:Logios!\S+ JOIN :?#table$")
        bot.wait_log("THE STORE IS DAMAGED")
        ann.ask("!cards list", "There is no deck here yet.")
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        aside = list(database(bot).parent.glob("logios.db.damaged-*Z"))
        self.assertEqual([path.read_bytes() for path in aside], [spoilt])


if __name__ == "__main__":
    unittest.main()
