#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fair scheme once more, with nothing but Python's standard library: what makes dice from a seed, a maker of random
transcripts, ways to tamper with them, and a checker. It was written from the description of the scheme (logios-fair(7)),
not from the program, so that the two can be held against each other.

    fair.py check FILE...      say what is wrong with transcripts; exit status 0, 1 (not sound) or 2 (unreadable)
    fair.py make SEED          print a random transcript
"""
import hashlib
import hmac
import json
import random
import sys

SCHEME = "logios-fair-1"
NO_SALT = "0" * 64


# ---- the scheme ----

def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def commitment(seed):
    return hashlib.sha256(seed).hexdigest()


def salted(salt, nick, words):
    return sha(f"{salt}|{nick}|{words}")


class Stream:
    """Uniform numbers of one request."""

    def __init__(self, seed, network, place, epoch, number, salt, nick, text):
        request = sha(f"{nick}|{text}")
        self.head = f"{SCHEME}|{network}|{place}|{epoch}|{number}|{salt}|{request}|"
        self.seed, self.block, self.words = seed, 0, []

    def word(self):
        if not self.words:
            message = f"{self.head}{self.block}".encode()
            block = hmac.new(self.seed, message, hashlib.sha256).digest()
            self.words = [int.from_bytes(block[i:i + 4], "big") for i in range(0, 32, 4)]
            self.block += 1
        return self.words.pop(0)

    def uniform(self, sides):
        limit = 2 ** 32 - 2 ** 32 % sides
        while True:
            word = self.word()
            if word < limit:
                return word % sides + 1

    def shuffled(self, count):
        cards = list(range(1, count + 1))
        for i in range(count, 1, -1):
            j = self.uniform(i)
            cards[i - 1], cards[j - 1] = cards[j - 1], cards[i - 1]
        return cards


# ---- checking ----

class Unreadable(Exception):
    pass


def strict_object(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("a key twice")
    return dict(pairs)


def refuse(word):
    raise ValueError(f"{word} is no JSON")


def parse(raw):
    """One line; ValueError when it is no flat object."""
    line = json.loads(raw.decode(), object_pairs_hook=strict_object, parse_constant=refuse)
    if not isinstance(line, dict):
        raise ValueError("not an object")
    for value in line.values():
        if isinstance(value, dict):
            raise ValueError("an object in the object")
        if isinstance(value, list) and not all(type(n) is int and 0 <= n < 2 ** 32 for n in value):
            raise ValueError("a list of other things than whole numbers")
    return line


def is_hex(text):
    return isinstance(text, str) and len(text) == 64 and set(text) <= set("0123456789abcdef")


def is_count(value):
    return type(value) in (int, float) and value == int(value) and 1 <= value <= 2 ** 53


class Epoch:
    def __init__(self, number):
        self.number, self.commitment, self.seed, self.shown = number, None, None, False
        self.happened = {}  # number: the line of a roll or shuffle, with "salt" the players' part at that time
        self.next = 1


class Checker:
    def __init__(self):
        self.faults, self.header, self.salt, self.epochs = [], None, NO_SALT, {}

    def fault(self, text):
        self.faults.append(text)

    def feed(self, raw):
        try:
            line = parse(raw)
        except (ValueError, RecursionError) as error:
            if self.header is None:
                raise Unreadable(str(error)) from error
            self.fault(f"no line of a transcript: {error}")
            return
        if self.header is None:
            if line.get("scheme") != SCHEME:
                raise Unreadable("another scheme")
            if not isinstance(line.get("network"), str) or not isinstance(line.get("place"), str):
                raise Unreadable("network or place is missing")
            self.header = line
            self.salt = line.get("salt", NO_SALT)
            if not is_hex(self.salt):
                self.fault("the salt of the beginning")
            return
        for key in ("scheme", "roll", "shuffle", "reveal", "commitment", "salt"):
            if key in line:
                getattr(self, "read_" + key)(line)
                return
        self.fault("an unknown kind of line")

    def read_scheme(self, _):
        self.fault("a second beginning")

    def read_commitment(self, line):
        number = line.get("epoch")
        if not is_count(number) or not is_hex(line["commitment"]):
            self.fault("a malformed commitment")
            return
        known = self.epochs.get(number)
        if known is not None:
            self.fault(f"late or double commitment of epoch {number}")
        elif self.epochs and max(self.epochs) + 1 != number:
            self.fault(f"epoch {number} does not follow")
        else:
            known = self.epochs[number] = Epoch(number)
        if known is not None and known.commitment is None:
            known.commitment = line["commitment"]

    def read_salt(self, line):
        nick, words = line.get("nick"), line.get("words")
        if not (is_hex(line["salt"]) and isinstance(nick, str) and isinstance(words, str)):
            self.fault("a malformed salt")
            return
        if salted(self.salt, nick, words) != line["salt"]:
            self.fault("a salt that does not follow from the one before")
        self.salt = line["salt"]

    def stream(self, epoch, line):
        text = line["input"] if "roll" in line else line["deck"]
        return Stream(epoch.seed, self.header["network"], self.header["place"], int(epoch.number),
                      int(line.get("roll", line.get("shuffle"))), line["salt"], line["nick"], text)

    def check_roll(self, epoch, line):
        stream = self.stream(epoch, line)
        for die, (sides, value) in enumerate(zip(line["sides"], line["values"]), 1):
            if stream.uniform(sides) != value:
                self.fault(f"roll {line['roll']} of epoch {epoch.number}: die {die}")
                return

    def has_faces(self, line):
        sides, values = line.get("sides"), line.get("values")
        good = (isinstance(line.get("input"), str) and isinstance(sides, list) and isinstance(values, list)
                and len(sides) == len(values) and all(1 <= v <= s for s, v in zip(sides, values)))
        if not good:
            self.fault(f"roll {line['roll']} has no proper faces")
        return good

    def claim(self, line, number):
        """The epoch of a new roll or shuffle, if it can happen there and now."""
        wanted = line["epoch"]
        epoch = self.epochs.get(wanted)
        if epoch is None:
            self.fault(f"{number} before the commitment of epoch {wanted}")
            if self.epochs and max(self.epochs) > wanted:
                return None
            epoch = self.epochs[wanted] = Epoch(wanted)
        elif epoch.shown:
            self.fault(f"{number} of epoch {wanted} after its seed")
            return None
        if number != epoch.next:
            self.fault(f"{number} of epoch {wanted} where {epoch.next} is due")
        if number < epoch.next:
            return None
        epoch.next = number + 1
        return epoch

    def read_roll(self, line):
        number = line["roll"]
        if not (is_count(number) and is_count(line.get("epoch")) and isinstance(line.get("nick"), str)):
            self.fault("a malformed roll")
            return
        hidden = self.header["place"].endswith("/hidden") and not {"input", "sides", "values"} & set(line)
        epoch = self.epochs.get(line["epoch"])
        before = epoch.happened.get(number) if epoch else None
        if before and before.get("hidden") and not hidden and before["nick"] == line["nick"]:
            if self.has_faces(line):
                line["salt"] = before["salt"]
                epoch.happened[number] = line
                if epoch.seed:
                    self.check_roll(epoch, line)
            return
        line["salt"], line["hidden"] = self.salt, hidden
        epoch = self.claim(line, number)
        if epoch is not None and (hidden or self.has_faces(line)):
            epoch.happened[number] = line

    def read_shuffle(self, line):
        number = line["shuffle"]
        if not (is_count(number) and is_count(line.get("epoch")) and is_count(line.get("cards"))
                and isinstance(line.get("nick"), str) and isinstance(line.get("deck"), str)):
            self.fault("a malformed shuffle")
            return
        line["salt"] = self.salt
        epoch = self.claim(line, number)
        if epoch is not None:
            epoch.happened[number] = line

    def read_reveal(self, line):
        number, seed = line["reveal"], line.get("seed")
        epoch = self.epochs.get(number) if is_count(number) else None
        if epoch is None or epoch.commitment is None or epoch.shown or not is_hex(seed):
            self.fault("a malformed or unexpected seed")
            return
        following = self.epochs.get(number + 1)
        if following is None or following.commitment is None:
            self.fault(f"no commitment of epoch {number + 1} before the seed of {number}")
        if "rolls" in line and line["rolls"] != epoch.next - 1:
            self.fault(f"epoch {number} has another number of rolls")
        epoch.shown = True
        if commitment(bytes.fromhex(seed)) != epoch.commitment:
            self.fault(f"the wrong seed of epoch {number}")
            return
        epoch.seed = bytes.fromhex(seed)
        for happened in epoch.happened.values():
            if "shuffle" in happened:
                order = self.stream(epoch, happened).shuffled(int(happened["cards"])) \
                    if happened["cards"] <= 100000 else None
                if line.get("order") != order or len(epoch.happened) > 1:
                    self.fault(f"the shuffle of epoch {number}")
            elif not happened.get("hidden"):
                self.check_roll(epoch, happened)


def whole_lines(raw):
    """Lines as they were before IRC parted long ones: what does not end with } goes on in what does not begin with {."""
    lines = []
    pieces = raw.split(b"\n")
    if pieces[-1] == b"":
        pieces.pop()
    for piece in pieces:
        held = lines[-1].removesuffix(b"\r") if lines else b""
        if held and piece and not held.endswith(b"}") and not piece.startswith(b"{"):
            lines[-1] = held + piece
        else:
            lines.append(piece)
    return lines


def check(raw):
    """The bytes of a transcript: the list of its faults, or Unreadable."""
    lines = whole_lines(raw)
    checker = Checker()
    for line in lines:
        checker.feed(line)
    if checker.header is None:
        raise Unreadable("nothing in it")
    return checker.faults


# ---- random transcripts ----

NICKS = ["ann", "Björn", "gm[away]", "bob|afk", "x", "Zoë`", "ü"]
WORDS = ["the moon", "zwölf", 'say "cheese"', "back\\slash", "𝔊𝔬!", "", "a|b|c", "tab\there", "é" * 40]


class Maker:
    """Every epoch but perhaps the last is revealed, and has at least one roll whose dice cannot agree by chance."""

    def __init__(self, rnd):
        self.rnd = rnd
        self.network = rnd.choice(["testnet", "Libera.Chat", "local_1"])
        self.channel = rnd.choice(["#table", "#d&d", "&loc{al}", "#überall"])
        self.salt, self.lines, self.seeds, self.clock = NO_SALT, [], {}, rnd.randrange(10 ** 9)

    def add(self, **line):
        self.clock += self.rnd.randrange(3)
        hour, second = divmod(self.clock % 86400, 3600)
        line["time"] = f"2026-01-01T{hour:02}:{second // 60:02}:{second % 60:02}Z"
        self.lines.append(line)

    def begin(self, place):
        self.place = place
        self.add(scheme=SCHEME, network=self.network, place=place)
        if self.rnd.random() < 0.2:
            self.salt = sha("what was said before")
            self.lines[0]["salt"] = self.salt

    def commit(self, epoch):
        self.seeds[epoch] = self.rnd.randbytes(32)
        self.add(epoch=epoch, commitment=commitment(self.seeds[epoch]))

    def maybe_salt(self):
        if self.rnd.random() < 0.2:
            nick, words = self.rnd.choice(NICKS), self.rnd.choice(WORDS)
            self.salt = salted(self.salt, nick, words)
            self.add(salt=self.salt, nick=nick, words=words)

    def roll(self, epoch, number, sides):
        nick, text = self.rnd.choice(NICKS), self.rnd.choice(WORDS)
        stream = Stream(self.seeds[epoch], self.network, self.place, epoch, number, self.salt, nick, text)
        values = [stream.uniform(s) for s in sides]
        line = {"roll": number, "epoch": epoch, "nick": nick, "input": text, "sides": sides, "values": values}
        if self.rnd.random() < 0.1:
            line["error"] = "a division by zero"
        else:
            line["total"] = self.rnd.choice([sum(values), 2.5, -3])
        return line

    def some_sides(self, sure):
        if sure:
            return [100] * self.rnd.randrange(12, 20)
        one = [1, 2, 4, 6, 6, 6, 20, 100, 1000000, 3000000000, 2 ** 32 - 1]
        return [self.rnd.choice(one) for _ in range(self.rnd.randrange(9))]

    def rolls(self, place, hidden):
        self.begin(place)
        first, count = self.rnd.randrange(1, 4), self.rnd.randrange(1, 4)
        self.commit(first)
        for epoch in range(first, first + count):
            full, total = [], self.rnd.randrange(3, 9)
            for number in range(1, total + 1):
                self.maybe_salt()
                line = self.roll(epoch, number, self.some_sides(number == 2))
                if hidden:
                    self.add(roll=number, epoch=epoch, nick=line["nick"])
                    full.append(line)
                    if number == 2 or self.rnd.random() < 0.2:
                        self.add(**full.pop())
                else:
                    self.add(**line)
            if epoch == first + count - 1 and self.rnd.random() < 0.5:
                return
            self.commit(epoch + 1)
            self.reveal(epoch, rolls=total)
            for line in full[:-1]:
                self.add(**line)

    def reveal(self, epoch, **more):
        if "rolls" in more and self.rnd.random() < 0.5:
            del more["rolls"]
        self.add(reveal=epoch, seed=self.seeds[epoch].hex(), **more)

    def decks(self):
        self.begin(self.channel + "/decks")
        self.commit(1)
        lying = {}
        for epoch in range(1, self.rnd.randrange(3, 7)):
            self.maybe_salt()
            nick, deck = self.rnd.choice(NICKS), self.rnd.choice(["deck1", "night", "tarot"])
            cards = self.rnd.randrange(20, 60)
            stream = Stream(self.seeds[epoch], self.network, self.place, epoch, 1, self.salt, nick, deck)
            self.add(shuffle=1, epoch=epoch, nick=nick, deck=deck, cards=cards)
            self.commit(epoch + 1)
            if deck in lying:
                old, order = lying.pop(deck)
                self.reveal(old, order=order)
            lying[deck] = epoch, stream.shuffled(cards)
        for epoch, order in list(lying.values())[:-1] or list(lying.values()):
            self.reveal(epoch, order=order)

    def make(self):
        kind = self.rnd.choice(["open", "open", "private", "hidden", "decks"])
        if kind == "decks":
            self.decks()
        else:
            place = {"open": self.channel, "private": "ann", "hidden": self.channel + "/hidden"}[kind]
            self.rolls(place, kind == "hidden")
        return self.lines


def render(lines, rnd):
    plain, tight = rnd.random() < 0.5, rnd.random() < 0.5
    text = [json.dumps(line, ensure_ascii=plain, separators=(",", ":") if tight else None) for line in lines]
    return ("\n".join(text) + ("\n" if rnd.random() < 0.9 else "")).encode()


def parted(raw, rnd):
    """RAW as IRC brings it: long lines in pieces."""
    text, out, since = raw.decode(), [], 0
    for i, char in enumerate(text):
        if since > 60 and rnd.random() < 0.05 and text[i - 1] not in " }\n\r" and char not in " {\n\r":
            out.append("\n")
            since = 0
        out.append(char)
        since = 0 if char == "\n" else since + 1
    return "".join(out).encode()


# ---- tampering: each returns False when there is nothing of its kind to tamper with ----

def indices(lines, key, wanted=lambda line: True):
    return [i for i, line in enumerate(lines) if key in line and wanted(line)]


def revealed(lines):
    return {line["reveal"] for line in lines if "reveal" in line}


def sure_roll(lines):
    """A line that shows a roll in full whose seed is shown too, with dice that cannot agree by chance."""
    shown = revealed(lines)
    found = indices(lines, "values", lambda line: line["epoch"] in shown and line["sides"][:12] == [100] * 12)
    return lines[found[0]] if found else None


def changed_face(lines, rnd):
    line = sure_roll(lines)
    if line:
        at = rnd.randrange(len(line["values"]))
        line["values"][at] = line["values"][at] % 100 + 1
    return line


def changed_sides(lines, rnd):
    line = sure_roll(lines)
    if line:
        line["sides"] = [1000] * len(line["sides"])
    return line


def swapped_nick(lines, rnd):
    line = sure_roll(lines)
    if line:
        line["nick"] += "_"
    return line


def changed_input(lines, rnd):
    line = sure_roll(lines)
    if line:
        line["input"] += " "
    return line


def changed_place(lines, rnd):
    if not sure_roll(lines):
        return False
    lines[0][rnd.choice(["network", "place"])] += "x"
    return not lines[0]["place"].endswith("/hiddenx")


def missing_number(lines, rnd):
    found = [i for key in ("roll",) for i in indices(lines, key)
             if any(key in other and other["epoch"] == lines[i]["epoch"] and other[key] > lines[i][key]
                    for other in lines[i:])]
    found = [i for i in found if sum(1 for o in lines if o.get("roll") == lines[i]["roll"]
                                     and o["epoch"] == lines[i]["epoch"]) == 1]
    if found:
        del lines[rnd.choice(found)]
    return found


def doubled_number(lines, rnd):
    found = indices(lines, rnd.choice(["roll", "shuffle"]), lambda line: "values" in line or "deck" in line)
    if found:
        at = rnd.choice(found)
        lines.insert(at + 1, dict(lines[at]))
    return found


def exchanged_rolls(lines, rnd):
    found = [i for i in indices(lines[:-1], "roll") if lines[i + 1].get("roll", 0) == lines[i]["roll"] + 1]
    if found and not lines[0]["place"].endswith("/hidden"):
        at = rnd.choice(found)
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
        return True
    return False


def roll_after_seed(lines, rnd):
    seeds = indices(lines, "reveal")
    if not seeds or "/" in lines[0]["place"]:
        return False
    epoch = lines[seeds[0]]["reveal"]
    last = [i for i in indices(lines, "roll") if lines[i]["epoch"] == epoch and i < seeds[0]][-1]
    lines.insert(seeds[0], lines.pop(last))
    return True


def late_commitment(lines, rnd):
    found = indices(lines, "commitment", lambda line: any(
        o.get("epoch") == line["epoch"] and ("roll" in o or "shuffle" in o) for o in lines))
    if not found:
        return False
    at = rnd.choice(found)
    moved = lines.pop(at)
    first = next(i for i, o in enumerate(lines) if o.get("epoch") == moved["epoch"])
    lines.insert(first + 1, moved)
    return True


def commitment_after_seed(lines, rnd):
    found = indices(lines, "reveal")
    if not found:
        return False
    at = found[-1]
    next_one = [i for i in indices(lines, "commitment") if lines[i]["epoch"] == lines[at]["reveal"] + 1]
    if next_one[0] > at:
        return False
    lines.insert(at, lines.pop(next_one[0]))
    return True


def missing_commitment(lines, rnd):
    found = indices(lines, "commitment", lambda line: line["epoch"] in revealed(lines))
    if found:
        del lines[rnd.choice(found)]
    return found


def wrong_seed(lines, rnd):
    found = indices(lines, "reveal")
    if found:
        line = lines[rnd.choice(found)]
        digit = rnd.randrange(64)
        other = "0123456789abcdef".replace(line["seed"][digit], "")
        line["seed"] = line["seed"][:digit] + rnd.choice(other) + line["seed"][digit + 1:]
    return found


def wrong_salt(lines, rnd):
    found = indices(lines, "words")
    if found:
        key = rnd.choice(["salt", "nick", "words"])
        line = lines[rnd.choice(found)]
        line[key] = sha("x") if key == "salt" else line[key] + "x"
    return found


def missing_salt(lines, rnd):
    found = indices(lines, "words")
    if len(found) < 2:
        return False
    del lines[found[rnd.randrange(len(found) - 1)]]
    return True


def wrong_order(lines, rnd):
    found = indices(lines, "order")
    if found:
        order = lines[rnd.choice(found)]["order"]
        a, b = rnd.sample(range(len(order)), 2)
        order[a], order[b] = order[b], order[a]
    return found


def other_deck(lines, rnd):
    found = indices(lines, "shuffle", lambda line: line["epoch"] in revealed(lines))
    if found:
        key = rnd.choice(["deck", "nick"])
        lines[rnd.choice(found)][key] += "2"
    return found


def other_scheme(lines, rnd):
    lines[0]["scheme"] = rnd.choice(["logios-fair-2", "", "Logios-fair-1"])
    return True


def other_count(lines, rnd):
    found = indices(lines, "rolls")
    if found:
        lines[rnd.choice(found)]["rolls"] += 1
    return found


TAMPER = [changed_face, changed_sides, swapped_nick, changed_input, changed_place, missing_number, doubled_number,
          exchanged_rolls, roll_after_seed, late_commitment, commitment_after_seed, missing_commitment, wrong_seed,
          wrong_salt, missing_salt, wrong_order, other_deck, other_scheme, other_count]


def cut_short(raw, rnd):
    raw = raw.rstrip(b"\n")
    return raw[:-rnd.randrange(1, len(raw) - raw.rindex(b"\n") - 1)]


def with_garbage(raw, rnd):
    lines = raw.split(b"\n")
    lines.insert(rnd.randrange(len(lines)), rnd.choice([b"\xff\xfe", b"[]", b"{}", b'{"roll":1', b"\0", b"garbage"]))
    return b"\n".join(lines)


BREAK = [cut_short, with_garbage]


def tampered(rnd):
    """The name of what was done, and the bytes."""
    while True:
        lines = Maker(rnd).make()
        how = rnd.choice(TAMPER + BREAK)
        if how in BREAK:
            return how.__name__, how(render(lines, rnd), rnd)
        if how(lines, rnd):
            return how.__name__, render(lines, rnd)


def main(argv):
    if len(argv) == 3 and argv[1] == "make":
        rnd = random.Random(argv[2])
        sys.stdout.buffer.write(render(Maker(rnd).make(), rnd))
        return 0
    if len(argv) < 3 or argv[1] != "check":
        print(__doc__, file=sys.stderr)
        return 2
    status = 0
    for path in argv[2:]:
        try:
            with open(path, "rb") as file:
                faults = check(file.read())
        except (Unreadable, OSError) as error:
            print(f"{path}: unreadable: {error}")
            status = 2
            continue
        for fault in faults:
            print(f"{path}: {fault}")
        status = max(status, 1 if faults else 0)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv))
