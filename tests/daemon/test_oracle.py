# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: nobody reads what is not theirs. Five people, two behind one gateway, give random commands while they log in and out, change
nick and host, leave, come back and are split off. The server is a script that knows who is who; each roll's comment is a mark, and of
each line that somebody reads, every mark must be one that they may read. COMMANDS says how many, SEED which."""

import collections
import os
import random
import re
import unittest

from harness import BotTest
from hostile import HostileServer

COMMANDS = int(os.environ.get("COMMANDS", "300"))
SEED = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 1 << 30)
CAPS = "account-tag account-notify extended-join chghost message-tags"
NICKS = ["ann", "bob", "cat", "dan", "eve", "fay", "gil"]
MARK = re.compile(r"mark\d+x")

Mark = collections.namedtuple("Mark", "kind readers")  # readers: of Person.names


class Person:
    """Somebody at a keyboard: one connection at a time."""

    serial = 0

    def __init__(self, nick, host, account=None):
        self.nick, self.host, self.has_account, self.account = nick, host, account, None
        self.online, self.here, self.split, self.op = False, False, False, False
        self.connect()

    def connect(self):
        Person.serial += 1
        self.connection, self.online, self.account = Person.serial, True, None

    @property
    def mask(self):
        return f"{self.nick}!{self.host}"

    def names(self):
        """What this person is to the bot: the account, or else this connection."""
        return {("account", self.account)} if self.account else {("connection", self.connection)}

    def is_any_of(self, names):
        mine = {("connection", self.connection), ("account", self.account)}
        return bool(mine & names)


class World:
    def __init__(self, test, server, rng):
        self.test, self.server, self.rng = test, server, rng
        gate = "web@gate.test"
        self.people = [Person("ann", "ann@home.test", "annie"), Person("bob", gate), Person("cat", gate),
                       Person("dan", "dan@home.test", "danny"), Person("eve", "eve@evil.test")]
        self.marks, self.hidden, self.public = {}, {}, set()
        self.gm = None  # the names of the game master
        self.serial, self.fence, self.done, self.read, self.secrets = 0, 0, [], 0, 0

    # ---- who reads what ----

    def holders(self):
        return {p.nick: p for p in self.people if p.online and not p.split}

    def judge(self, line, states):
        """Whether LINE of the bot may be read by whoever has its target in one of STATES."""
        match = re.match(r"(?:@\S+ )?(PRIVMSG|NOTICE) (\S+) :(.*)$", line)
        if not match:
            return
        _, target, text = match.groups()
        self.learn(target, text)
        for mark in MARK.findall(text):
            fine = any(self.may_read(mark, target, text, state) for state in states)
            story = "\n".join(self.done[-30:])
            self.test.assertTrue(fine, f"SEED={SEED}: {line!r} should not be read; {self.marks.get(mark)}, before:\n{story}")

    def may_read(self, mark, target, text, state):
        kind, readers = self.marks[mark]
        if target.lower() == "#table":
            return mark in self.public
        if target == "@#table":
            return mark in self.public or kind == "ops"
        self.secrets += 1
        who = state.get(target)
        if who is None:
            return True  # nobody reads it
        connection, account, op = who
        if kind == "ops" and op:
            return True
        mine = {("connection", connection), ("account", account)}
        return mark in self.public or bool(mine & readers)

    def state(self):
        return {nick: (p.connection, p.account, p.op) for nick, p in self.holders().items()}

    def learn(self, target, text):
        """What the bot says of numbers and of the game master."""
        number = re.search(r"\(#h(\d+) \w{8}\)", text)
        mark = MARK.search(text)
        if number and mark and target[0] not in "#@" and self.marks[mark.group()].kind != "ops":
            self.hidden[int(number.group(1))] = mark.group()
        if target == "#table" and re.match(r"Nobody is GM of #table now", text):
            self.gm = None

    # ---- the wire ----

    def send(self, line):
        self.done.append(line)
        self.server.send(line)

    def settle(self, before):
        """Wait until the bot has seen all that was sent, and judge what it said: by BEFORE, or by what is now."""
        self.fence += 1
        self.server.send(f"PING :f{self.fence}")
        self.server.expect(rf"^PONG :?f{self.fence}$")
        lines = self.server.lines[self.read:self.server.read]
        self.read = self.server.read
        for line in lines:
            if line.startswith(("PRIVMSG", "NOTICE", "@")):
                self.done.append("    " + line)
            self.judge(line, [before, self.state()])
        for line in lines:
            if line.startswith("WHO ") or line.startswith("WHOIS "):
                self.server.send(f":s 315 Logios {line.split()[1]} :End", f":s 318 Logios {line.split()[1]} :End")

    def say(self, person, target, text):
        tag = f"@account={person.account} " if person.account else ""
        self.send(f"{tag}:{person.mask} PRIVMSG {target} :{text}")

    def drain(self):
        """Let what was asked for so far be read: it is the asker's, who will be called otherwise."""
        while True:
            heard = len(self.server.lines)
            self.server.receive(0.2)
            if heard == len(self.server.lines):
                break
        self.settle(self.state())

    # ---- what people do ----

    def mark(self, kind, readers):
        self.serial += 1
        mark = f"mark{self.serial}x"
        self.marks[mark] = Mark(kind, frozenset(readers))
        if kind == "open":
            self.public.add(mark)
        return mark

    def roll_openly(self, p):
        self.say(p, "#table", f"!roll 1d20 {self.mark('open', ())}")

    def roll_for_ops(self, p):
        if p.op:
            self.say(p, "@#table", f"!roll 1d20 {self.mark('ops', p.names())}")

    def ask_for_ops(self, p):
        if p.op:
            self.say(p, "@#table", self.rng.choice(["!last 9", "!again", "!more", "!dicestats", "!fair", "!fair log", "!push",
                                                    "!cards new French52", "!cards draw", "!cards shuffle", self.proof("!")]))

    def roll_hidden_for_ops(self, p):
        if p.op:
            self.say(p, "@#table", f"!sroll 1d20 {self.mark('ops', p.names())}")

    def reveal_to_ops(self, p):
        if p.op:
            self.say(p, "@#table", f"!reveal h{self.rng.randrange(1, 6)}")

    def proof(self, sign):
        return f"{sign}fair proof {self.rng.choice(['', 'h'])}{self.rng.randrange(1, 20)}"

    def roll_hidden(self, p):
        word = self.rng.choice(["groll", "broll", "sroll", "sroll"])
        readers = set()
        if word != "broll":
            readers |= p.names()
        if word != "sroll":
            readers |= self.gm or set()
        self.say(p, "#table", f"!{word} 1d20 {self.mark(word, readers)}")

    def roll_alone(self, p):
        self.say(p, "Logios", f"roll 1d20 {self.mark('alone', p.names())}")

    def roll_much_alone(self, p):
        # four lines, and more behind !more
        rolls = " ; ".join(f"6x4d6 {self.mark('alone', p.names())} {'long ' * 9}" for _ in range(4))
        self.say(p, "Logios", f"roll {rolls}"[:400])

    def reveal(self, p):
        if not self.hidden:
            return
        number = self.rng.choice(list(self.hidden))
        mark = self.hidden[number]
        kind, readers = self.marks[mark]
        if p.is_any_of(readers) if kind == "sroll" else (p.op or p.is_any_of(self.gm or set())):
            self.public.add(mark)
        self.say(p, "#table", f"!reveal h{number}")

    def name_gm(self, p):
        other = self.rng.choice([q for q in self.people if q.here] or [p])
        if p.op or p.is_any_of(self.gm or set()):
            self.gm = other.names()
        self.say(p, "#table", f"!gm {other.nick}")

    def ask_openly(self, p):
        self.say(p, "#table", self.rng.choice(["!last 5", "!again", "!more", "!dicestats", "!fair", "!fair log", "!gm", "!whoami",
                                               self.proof("!"), "!fair log hidden", "!cards new French52", "!cards draw", "!odds 2d6", "!last 3 bob",
                                               "Logios: last 9", "!reveal h1 please", "!push", "!help", "!nonsense"]))

    def ask_alone(self, p):
        self.say(p, "Logios", self.rng.choice(["last 9", "last", "again", "more", "more", "dicestats", "fair", "fair log", "whoami",
                                               self.proof(""), "cards new French52", "cards list", "cards draw", "last 9 bob", "help",
                                               "push", "reveal h1", "groll 1d20", "nonsense"]))

    # ---- what happens to them ----

    def joins(self, p):
        self.send(f":{p.mask} JOIN #table {p.account or '*'} :somebody")
        p.here = True

    def parts(self, p):
        self.send(f":{p.mask} PART #table :later")
        p.here = p.op = False

    def quits(self, p):
        if p.here:
            self.send(f":{p.mask} QUIT :Quit: bye")
        self.drop_gm(p)
        p.online = p.here = p.op = False

    def drop_gm(self, p):
        if self.gm == {("connection", p.connection)}:
            self.gm = None

    def returns(self, p):
        taken = {q.nick for q in self.people if q is not p and (q.online or q.split)}
        p.nick = self.rng.choice([nick for nick in NICKS if nick not in taken])
        p.connect()
        self.joins(p)

    def renames(self, p):
        taken = {q.nick for q in self.people if q.online or q.split}
        nick = self.rng.choice([nick for nick in NICKS if nick not in taken])
        if p.here:
            self.send(f":{p.mask} NICK {nick}")
        p.nick = nick

    def logs_in_or_out(self, p):
        if not p.has_account:
            return
        self.drain()
        p.account = None if p.account else p.has_account
        if p.here:
            self.send(f":{p.mask} ACCOUNT {p.account or '*'}")

    def is_cloaked(self, p):
        self.drain()
        user, host = p.host.split("@")
        new = f"{user}@{self.rng.choice(['cloak.test', 'gate.test', 'home.test'])}"
        if p.here and new != p.host:
            self.send(f":{p.mask} CHGHOST {new.replace('@', ' ')}")
            p.host = new

    def is_split_off(self, p):
        if p.here:
            self.send(f":{p.mask} QUIT :near.test far.test")
            p.split, p.op = True, False
            p.here = False

    def comes_back(self, p):
        p.split = False
        self.joins(p)

    def is_opped(self, p):
        if p.here:
            p.op = not p.op
            self.send(f":s MODE #table {'+o' if p.op else '-o'} {p.nick}")

    def step(self):
        p = self.rng.choice(self.people)
        before = self.state()
        if p.split:
            self.comes_back(p)
        elif not p.online:
            self.returns(p)
        elif not p.here and self.rng.random() < 0.5:
            self.joins(p)
        elif self.rng.random() < 0.25:
            self.rng.choice([self.parts, self.quits, self.renames, self.renames, self.logs_in_or_out, self.is_cloaked, self.is_split_off,
                             self.is_opped, self.is_opped] if p.here else [self.quits, self.renames, self.logs_in_or_out])(p)
        else:
            self.command(p)
        self.settle(before)

    def command(self, p):
        openly = [self.roll_openly, self.roll_for_ops, self.roll_hidden, self.roll_hidden, self.roll_hidden, self.reveal, self.reveal,
                  self.roll_for_ops, self.roll_hidden_for_ops, self.ask_for_ops, self.reveal_to_ops,
                  self.name_gm, self.ask_openly, self.ask_openly]
        alone = [self.roll_alone, self.roll_alone, self.roll_much_alone, self.ask_alone, self.ask_alone, self.ask_alone]
        self.rng.choice(openly + alone if p.here else alone)(p)


class Oracle(BotTest):
    def check_transcripts(self, world, folder):
        """What lies there for a web server is for all."""
        files = list(folder.glob("*.jsonl"))
        self.assertEqual([file.name for file in files], ["test.%23table.jsonl"])
        for mark in MARK.findall(files[0].read_text()):
            self.assertIn(mark, world.public, f"SEED={SEED}: {mark} should not be published: {world.marks[mark]}")

    def test_who_reads_what(self):
        server = self.until_end(HostileServer())
        transcripts = self.folder / "transcripts"
        transcripts.mkdir()
        bot = self.bot([{"host": server.host, "port": server.port, "pace": (6, 4)}], settings=f"show_numbers = yes\ntranscript_dir = {transcripts}",
                       plugins="dice, cards", extra="[limits]\nenabled = no\n")
        self.enter(server)
        world = World(self, server, random.Random(SEED))
        for person in world.people:
            world.joins(person)
        world.read = server.read
        for _ in range(COMMANDS):
            world.step()
        self.assertGreater(world.secrets, COMMANDS // 20)
        self.assertGreater(len(world.hidden), COMMANDS // 40)
        self.assertIsNone(bot.process.poll())
        self.check_transcripts(world, transcripts)

    def enter(self, server):
        server.accept()
        server.expect(r"^CAP LS")
        server.send(f":s CAP * LS :{CAPS}")
        server.expect(r"^CAP REQ")
        wanted = server.lines[server.read - 1].split(":", 1)[1]
        server.send(f":s CAP * ACK :{wanted}")
        server.expect(r"^CAP END")
        server.send(":s 001 Logios :Welcome Logios!l@host",
                    ":s 005 Logios CASEMAPPING=ascii CHANTYPES=# PREFIX=(ov)@+ STATUSMSG=@ NICKLEN=30 :are supported",
                    ":s 376 Logios :End of MOTD")
        server.expect(r"^JOIN :?#table")
        server.send(":Logios!l@host JOIN #table * :bot", ":s 353 Logios = #table :Logios", ":s 366 Logios #table :End")
        server.answers_ping = True


if __name__ == "__main__":
    unittest.main()
