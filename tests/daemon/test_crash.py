# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: kill -9 at random instants while twenty people roll, hidden and not, and draw as fast as they are answered,
in channels and in private, through a real ngircd. After each kill the files are looked at as they lie
there: sound, no number missing or doubled, and whatever anybody read is in them: rolls to the letter,
drawn cards gone from their decks, no card twice. And the other way round: a roll that is there and that nobody read is marked, or
will be at the start. $KILLS (50) says how often."""

import collections
import os
import random
import re
import select
import shutil
import signal
import sqlite3
import sys
import time
import unittest

from harness import BUILD, ROOT, SLOW, TIMEOUT, BotTest, Client, run_logios

sys.path.insert(0, str(ROOT / "tests" / "fair2"))
import scheme  # noqa: E402

KILLS = int(os.environ.get("KILLS", "50" if SLOW == 1 else "10"))
PATIENCE = 10 * TIMEOUT  # where nothing of the bot's is slow: hundreds of kills run beside other work, as the least of it
ALL_EVERY = 10  # kills: all is looked at then, and else what is new
PEOPLE = 20
CARDS = 10000  # in a deck; enough for many kills between two shuffles
SHUFFLE_BELOW = 3000
SAID = re.compile(r"^:Logios!\S+ (?:PRIVMSG|NOTICE) (\S+) :(.*)$")
CARD = re.compile(r"^Your card is (.+)$")
ROLLED = re.compile(r"^(p\d+) rolled 1d20\+5 word\d+ \|\| .* \(#(\d+) (\w{8})\)$")
SETTINGS = "show_numbers = yes\ndata_dir = {data}"


def plain(said):
    """What the bot said of a roll, without its number: as it is stored."""
    return re.sub(r" \(#\d+ \w{8}\)$", "", said)


class Player(Client):
    """Somebody who asks again as soon as they are answered."""

    def __init__(self, server, nick, deals):
        self.own = f"#{nick}"  # where they draw who else are in private
        super().__init__(server, nick, ("#table", self.own) if deals == "private" else ("#table",))
        self.deals, self.words = deals, 0

    def fileno(self):
        return self.socket.fileno()

    def ask_next(self):
        self.words += 1
        private = self.deals == "private"
        if self.words % 10 == 0 and not private:  # not waited for
            self.say("#table", f"!sroll 1d20 hidden{self.words}")
        if self.deals == "cards" or (private and self.words % 2):
            self.say(self.own if private else "#table", "!cards draw")
        else:
            self.say("Logios" if private else "#table", f"!roll 1d20+5 word{self.words}")

    def take(self):
        """The lines that have come, waiting for none."""
        self._receive(0)
        lines = self.lines[self.read :]
        self.lines = self.lines[-50:]  # for the story, if it ends badly
        self.read = len(self.lines)
        return lines


class Evidence:
    """What somebody has read since it was last certain."""

    def __init__(self):
        self.rolls = {}  # text to number
        self.fresh = {}  # those that were not looked for yet
        self.table = []  # those in the channel, as somebody keeps them in a log
        self.cards = collections.defaultdict(list)  # by place, those of the deck as it was last shuffled

    def read(self, player, target, text):
        """Take what PLAYER has read; whether it answers something that they, or the drawers, asked."""
        if card := CARD.match(text):
            if target != "#table" or player.nick == "p0":
                self.cards[target].append(card.group(1))
            return "card"
        if roll := ROLLED.match(text):
            self.rolls[text] = self.fresh[text] = int(roll.group(2))
            if target == "#table":
                self.table.append(text)
            return roll.group(1)
        return None


class Crash(BotTest):
    def begin(self):
        data = self.folder / "data"
        (data / "decks").mkdir(parents=True)
        (data / "help").mkdir()
        (data / "decks" / "Big.txt").write_text("".join(f"card {n}\n" for n in range(CARDS)))
        self.irc = self.server(pong_timeout=PATIENCE)  # while the files are looked at nobody answers it
        roles = ["cards", "rolls", "private", "rolls"]
        self.players = [self.player(f"p{n}", roles[n % 4]) for n in range(PEOPLE)]
        self.drawers = [player for player in self.players if player.deals == "cards"]
        self.evidence = Evidence()
        self.sizes, self.kills, self.slowest, self.looked = {}, 0, 0, 0
        channels = ", ".join(["#table"] + [player.own for player in self.players if player.deals == "private"])
        network = {"host": self.irc.host, "port": self.irc.port, "channels": channels}
        bot = self.bot([network], start=False, settings=SETTINGS.format(data=data))
        self.addCleanup(self.end_if_running, bot)
        return bot

    def player(self, nick, deals):
        return self.until_end(Player(self.irc, nick, deals))

    def end_if_running(self, bot):
        if bot.process is not None and bot.process.poll() is None:
            self.end_bot(bot)

    # ---- playing ----

    def pump(self, until, stop=None, asking=True):
        """Let everybody read, and ask again, until the time UNTIL or until STOP says so of a line."""
        stopped = False
        while not stopped and (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select(self.players, [], [], left)
            for player in ready:
                for line in player.take():
                    self.hear(player, line, asking)
                    stopped = bool(stop and stop(player, line)) or stopped

    def hear(self, player, line, asking):
        said = SAID.match(line)
        if not said:
            return
        answers = self.evidence.read(player, said.group(1), said.group(2))
        if not asking or answers is None:
            return
        if answers == player.nick or (answers == "card" and player.deals == "private"):
            player.ask_next()
        elif answers == "card" and player.nick == "p0":
            random.choice(self.drawers).ask_next()

    def wait_for(self, pattern, who):
        """The match of PATTERN in a line that WHO reads; nobody asks for anything more meanwhile."""
        found = []
        self.pump(
            time.monotonic() + PATIENCE,
            lambda player, line: player is who and found.append(re.search(pattern, line)) or any(found),
            False,
        )
        self.assertTrue(any(found), f"{who.nick} waited for {pattern}")
        return next(filter(None, found))

    def wait_for_joins(self, channels):
        """Wait until the bot is in all CHANNELS."""
        joined = re.compile(r"^:Logios!\S+ JOIN :?(\S+)$")

        def stop(player, line):
            if match := joined.match(line):
                channels.discard(match.group(1))
            return not channels

        self.pump(time.monotonic() + TIMEOUT, stop, False)
        self.assertFalse(channels, "the bot is not in all its channels")

    def fresh_deck(self, player, target):
        """A deck in which enough is left, in the place where PLAYER draws."""
        if target not in self.sizes:
            player.say(target, "!cards new Big")
            self.wait_for(rf"PRIVMSG {target} :Deck deck1 created", player)
        elif self.sizes[target] < SHUFFLE_BELOW:
            player.say(target, "!cards shuffle")
            self.wait_for(rf"PRIVMSG {target} :Deck deck1 is now shuffled", player)
        else:
            return
        self.sizes[target] = CARDS
        self.evidence.cards[target] = []

    def start(self, bot):
        begun = time.monotonic()
        bot.start()
        self.wait_for_joins({"#table"} | {player.own for player in self.players if player.deals == "private"})
        self.slowest = max(self.slowest, time.monotonic() - begun)
        self.fresh_deck(self.players[0], "#table")
        for player in self.players:
            if player.deals == "private":
                self.fresh_deck(player, player.own)

    def kill(self, bot):
        """Kill the bot; everybody reads what it had still said before the server saw it go."""
        bot.signal(signal.SIGKILL)
        bot.process.wait(PATIENCE)
        asker, end = self.players[0], time.monotonic() + PATIENCE
        while time.monotonic() < end:
            asker.send("ISON Logios")
            if self.wait_for(r" 303 \S+ :(.*)$", asker).group(1).strip() == "":
                break
            time.sleep(0.005)
        self.kills += 1
        left = set(self.players)
        for player in self.players:
            player.send(f"PING :kill{self.kills}")
        self.pump(
            end,
            lambda player, line: "PONG" in line
            and line.endswith(f":kill{self.kills}")
            and (left.discard(player) or not left),
            False,
        )
        self.assertFalse(left, "the server does not answer")

    # ---- looking ----

    def look(self, bot, at_all):
        """The files as they are, in a copy: the bot itself shall find them so. AT_ALL that ever happened, or at what is new."""
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in ("logios.db", "logios.db-wal"):
            if (bot.folder / "state" / name).exists():
                shutil.copy(bot.folder / "state" / name, copy / name)
        db = sqlite3.connect(copy / "logios.db")
        try:
            self.assertEqual(db.execute(f"PRAGMA {'integrity_check' if at_all else 'quick_check'}").fetchall(), [("ok",)])
            self.look_at_numbers(db)
            if at_all:
                self.look_at_rolls(db)
            self.look_at_fresh(db, self.evidence.rolls if at_all else self.evidence.fresh, 0 if at_all else self.looked)
            self.looked = db.execute("SELECT coalesce(max(id), 0) FROM fair_event").fetchone()[0]
            self.evidence.fresh = {}
            for place in self.sizes:
                self.look_at_cards(db, place)
        finally:
            db.close()

    def look_at_numbers(self, db):
        rows = db.execute(
            "SELECT place, epoch, count(number), count(DISTINCT number), min(number), max(number)"
            " FROM fair_event WHERE kind IN (6, 7, 8, 9) GROUP BY place, epoch, kind IN (8, 9)"
        )
        for place, epoch, count, different, first, last in rows:
            self.assertEqual((first, last, different), (1, count, count), f"place {place}, epoch {epoch}")

    def look_at_rolls(self, db):
        """What counts as said was read by somebody."""
        stored = {plain(said) for (said,) in db.execute("SELECT said FROM fair_event WHERE kind = 6")}
        read = set(map(plain, self.evidence.rolls))
        unmarked = db.execute(
            "SELECT said FROM fair_event WHERE kind = 6 AND coalesce(unsaid, 0) = 0 AND id <= (SELECT max(event) FROM fair_said)"
        ).fetchall()
        for (said,) in unmarked:
            self.assertIn(said, read, "it counts as said, and nobody read it")
        self.unmarked = len(unmarked)
        self.unread = len(stored) - len(read)

    def look_at_fresh(self, db, rolls, since):
        """ROLLS that were read are in the rows beyond SINCE, to the letter and with their heads; and no event is missing."""
        numbered, heads = {}, set()
        for said, number, head in db.execute("SELECT said, number, head FROM fair_event WHERE id > ?", (since,)):
            numbered[plain(said or "")] = number
            heads.add(scheme.short(head))
        for text, number in rolls.items():
            self.assertEqual(numbered.get(plain(text)), number, f"{text!r} was read, and is not stored")
            self.assertIn(ROLLED.match(text).group(3), heads, f"{text!r} was read, and its head is not stored")
        for first, last, count in db.execute("SELECT min(event), max(event), count(*) FROM fair_event GROUP BY place"):
            self.assertEqual((first, last), (1, count))

    def look_at_cards(self, db, place):
        rows = {
            key.rsplit("/", 1)[1]: value
            for key, value in db.execute(
                "SELECT key, value FROM plugin_data WHERE plugin = 'cards' AND place = ? AND key LIKE 'deck/%'",
                (f"test/{place}",),
            )
        }
        lines = rows["cards"].decode().splitlines()[1:]
        cards = [line.split(" | ")[0] for line in lines if line and line[0] not in "#@"]
        self.assertEqual(len(cards), CARDS)
        # Seven bytes a card, of which the fifth is its zone; 0 is the pile.
        gone = {card for at, card in enumerate(cards) if rows["zones"][7 * at + 4] > 0}
        drawn = len(gone)
        seen = self.evidence.cards[place]
        self.assertEqual(len(seen), len(set(seen)), f"a card twice in {place}")
        self.assertLessEqual(set(seen), gone, f"cards that were read are still in the deck of {place}")
        self.sizes[place] = CARDS - drawn

    # ---- the test ----

    def one_life(self, bot):
        if self.sizes and random.random() < 0.1:  # before it has come up
            bot.start()
            time.sleep(random.uniform(0, 0.08))
        else:
            self.start(bot)
            for player in self.players:
                player.ask_next()
            long = random.random() < 0.1  # enough for proofs that what was said was read
            self.pump(time.monotonic() + random.uniform(0.01, 3 if long else 0.25) * SLOW)
        self.kill(bot)

    def test_kill_at_any_instant(self):
        bot = self.begin()
        for kill in range(1, KILLS + 1):
            self.one_life(bot)
            self.look(bot, at_all=kill % ALL_EVERY == 0 or kill == KILLS)
        self.assertGreater(len(self.evidence.rolls), KILLS)
        self.assertGreater(sum(map(len, self.evidence.cards.values())), 0)
        print(
            f"# {KILLS} kills, {len(self.evidence.rolls)} rolls were read;"
            f" {self.unmarked} rolls count as said, {self.unread} were not read; the slowest start took {self.slowest:.1f} s"
        )
        self.check_transcript(bot)

    def check_transcript(self, bot):
        """After all of that, the whole story can still be verified by anybody."""
        self.start(bot)
        bot.signal(signal.SIGTERM)
        self.assertEqual(bot.wait_exit(PATIENCE), 0)
        status, transcript, errors = run_logios("transcript", "-c", bot.config, "test", "#table", timeout=PATIENCE)
        self.assertEqual(status, 0, errors)
        path = self.folder / "transcript"
        path.write_text(transcript)
        log = self.folder / "log"
        log.write_text("".join(f"{text}\n" for text in self.evidence.table))
        status, out, errors = run_logios("verify", "--log", log, path, timeout=PATIENCE)
        self.assertEqual(status, 0, out[-1000:] + errors[-1000:])


if __name__ == "__main__":
    unittest.main()
