#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks transcripts of logios-fair-2, written from its description alone: everything but what an input means, which takes the
dice engine. What it knows of inputs are the few in make.py.

    check.py FILE [LOG…]      say what is wrong; exit status 0 sound, 1 not, 2 unreadable
"""
import json
import re
import sys

import ed25519
import scheme
from scheme import FIELDS

LONG_GAP = 12 * 3600  # seconds between two events while an epoch is being stirred


class Unreadable(Exception):
    pass


def strict_object(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("a key is there twice")
    return dict(pairs)


def refuse(word):
    raise ValueError(f"{word} is no JSON")


def parse(text):
    line = json.loads(text, object_pairs_hook=strict_object, parse_constant=refuse)
    if not isinstance(line, dict):
        raise ValueError("it is no object")
    return line


def is_count(value, least=0):
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= 2 ** 53


def is_hash(value):
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def is_text(value):
    return isinstance(value, str) and "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)


def is_list(value):
    return isinstance(value, list) and all(is_count(entry) and entry < 2 ** 32 for entry in value)


IS_KIND = {"n": is_count, "t": is_text, "l": is_list, "h": is_hash}


def whole_lines(text):
    """Number and text of each line; a long one comes over IRC in pieces, of which only the first begins with {."""
    held, at = None, 0
    for number, piece in enumerate(text.split("\n"), 1):
        piece = piece.rstrip("\r")
        if held and piece and not held.endswith("}") and not piece.startswith("{"):
            held += piece
            continue
        if held:
            yield at, held
        held, at = piece, number
    if held:
        yield at, held


class Epoch:
    def __init__(self, event):
        self.number = event["epoch"]
        self.anchor, self.root = bytes.fromhex(event["anchor"]), bytes.fromhex(event["root"])
        self.seals, self.words, self.voids = {}, {}, []
        self.mix = None
        self.rolls, self.hidden = {}, {}  # by number: events
        self.shown = set()
        self.proven = 0  # rolls up to this number have a secret
        self.secrets = {}


class Checker:
    def __init__(self, evaluate=None):
        self.faults, self.remarks = [], []
        self.header = None
        self.events = {}  # by index: (event, whole head)
        self.epochs = {}
        self.opened = self.mixed = None
        self.index, self.head = 0, None
        self.partial = self.broken = False
        self.time = 0
        self.at = 0
        self.evaluate = evaluate

    def fault(self, text):
        self.faults.append((self.at, text))

    def remark(self, text):
        self.remarks.append((self.at, text))

    # ---- lines ----

    def check(self, text):
        for self.at, line in whole_lines(text):
            try:
                self.take(parse(line))
            except (ValueError, RecursionError) as error:
                if self.header is None:
                    raise Unreadable(f"line {self.at}: no transcript: {error}") from None
                self.fault(f"no line of a transcript, or cut short: {error}")
        if self.header is None:
            raise Unreadable("there is nothing in it")
        self.finish()
        return self

    def take(self, line):
        if self.header is None:
            self.begin(line)
        elif "scheme" in line:
            self.fault("a second beginning")
        elif "event" in line:
            self.take_event(line)
        elif "secret" in line:
            self.take_secret(line)
        elif "from" in line:
            self.take_from(line)
        else:
            self.fault("a line of no known kind")

    def begin(self, line):
        if line.get("scheme") != scheme.SCHEME:
            raise Unreadable("its first line does not name the scheme")
        if not (is_hash(line.get("key")) and is_text(line.get("network")) and is_text(line.get("place")) and is_count(line.get("time"))):
            raise Unreadable("its first line does not say whose it is")
        self.header = line
        self.pid = scheme.place_id(bytes.fromhex(line["key"]), line["network"], line["place"])
        self.head = scheme.first_head(self.pid, line["time"])
        self.time = line["time"]
        self.heads = {0: (self.head, self.time)}
        if line.get("head") != scheme.short(self.head):
            self.fault(f"the first head is {line.get('head')}, but key, network, place and time give {scheme.short(self.head)}")

    def take_from(self, line):
        if not is_count(line["from"], 1) or not is_hash(line.get("head")) or self.events or self.partial:
            self.fault("what comes before is not told as a number and a head, at the beginning")
            return
        self.partial = True
        self.index, self.head = line["from"], bytes.fromhex(line["head"])
        self.heads[self.index] = (self.head, None)

    def take_event(self, event):
        fields = FIELDS.get(event.get("kind"))
        if fields is None or not is_count(event["event"], 1) or not is_count(event.get("time")):
            self.fault("an event without a number, a time or a known kind")
            return
        wrong = [name for name, kind in fields if not IS_KIND[kind](event.get(name))]
        if wrong:
            self.fault(f"event {event['event']}: its {wrong[0]} is missing, or is not what it must be")
            return
        if event["event"] != self.index + 1:
            self.fault(f"event {event['event']} comes after event {self.index}")
        self.index = event["event"]
        self.head = scheme.next_head(self.head, event)
        self.heads[self.index] = (self.head, event["time"])
        if event.get("head") != scheme.short(self.head) and not self.broken:
            self.broken = True  # and so are all that follow
            self.fault(f"event {self.index}: its head is {event.get('head')}, but what came before and its fields give "
                       f"{scheme.short(self.head)}")
        if event["time"] < self.time:
            self.remark(f"event {self.index}: the clock went back")
        self.gap = event["time"] - self.time
        self.time = event["time"]
        self.events[self.index] = event
        getattr(self, "on_" + event["kind"])(event)

    # ---- stirring ----

    def on_open(self, event):
        number = event["epoch"]
        first = self.opened is None
        due = number if first and self.partial else 1 if first else self.opened.number + 1
        if number != due:
            self.fault(f"event {self.index}: epoch {number} is opened, but {due} is due")
        if event["rolls"] != scheme.ROLLS or event["sealed"] != scheme.SEALED:
            self.fault(f"event {self.index}: an epoch has {scheme.ROLLS} rolls and {scheme.SEALED} sealed ones")
        before, self.opened = self.opened, Epoch(event)
        if before is not None and before.mix is None:
            self.remark(f"event {self.index}: epoch {before.number} was dropped before its mix")
        self.barred = set(before.voids) if before is not None else set()
        if number in self.epochs:
            self.fault(f"event {self.index}: epoch {number} is opened a second time")
        self.epochs[number] = self.opened

    def stirred(self, event):
        """The epoch that EVENT stirs, or None."""
        epoch = self.opened
        if epoch is None or event["epoch"] != epoch.number:
            self.fault(f"event {self.index}: epoch {event['epoch']} is not the one that was opened last")
            return None
        if epoch.mix is not None:
            self.fault(f"event {self.index}: epoch {epoch.number} has its mix already")
            return None
        if self.gap > LONG_GAP:
            self.remark(f"event {self.index}: a long gap while epoch {epoch.number} was stirred")
        return epoch

    def on_seal(self, event):
        epoch, who = self.stirred(event), event["who"]
        if epoch is None:
            return
        if who in epoch.seals:
            self.fault(f"event {self.index}: {who} seals a second time")
        elif epoch.words or epoch.voids:
            self.fault(f"event {self.index}: {who} seals after others have opened their words")
        elif who in self.barred:
            self.fault(f"event {self.index}: {who} did not open last time, and is left out of this epoch")
        epoch.seals.setdefault(who, event["seal"])

    def on_words(self, event):
        epoch, who = self.stirred(event), event["who"]
        if epoch is None:
            return
        if who not in epoch.seals or who in epoch.words or who in epoch.voids:
            self.fault(f"event {self.index}: {who} has no seal to open")
        elif scheme.seal_of(event["words"]).hex() != epoch.seals[who]:
            self.fault(f"event {self.index}: these are not the words that {who} sealed")
        if not re.search(f"[{scheme.LETTERS}]{{16}}$", event["words"]):
            self.remark(f"event {self.index}: the words of {who} are weak: they could be guessed from their seal")
        epoch.words[who] = event["words"]

    def on_void(self, event):
        epoch, who = self.stirred(event), event["who"]
        if epoch is None:
            return
        if who not in epoch.seals or who in epoch.words or who in epoch.voids:
            self.fault(f"event {self.index}: {who} has no seal that was left closed")
        self.remark(f"event {self.index}: {who} did not open in time")
        epoch.voids.append(who)

    def on_mix(self, event):
        epoch = self.stirred(event)
        if epoch is None:
            return
        given = bytes.fromhex(event["mix"])
        if event["source"] == "nobody":
            if epoch.seals:
                self.fault(f"event {self.index}: epoch {epoch.number} was sealed by players, but is mixed by nobody")
            made = scheme.NO_MIX
        elif event["source"] == "players":
            if not epoch.seals or epoch.voids or len(epoch.words) != len(epoch.seals):
                self.fault(f"event {self.index}: not every seal of epoch {epoch.number} was opened")
            pairs = [part for who in epoch.seals if who in epoch.words for part in (who, epoch.words[who])]
            made = scheme.mix_of(self.pid, epoch.number, pairs)
        else:
            self.fault(f"event {self.index}: a mix by neither players nor nobody")
            made = given
        if made != given:
            self.fault(f"event {self.index}: the mix is not what its words give")
        epoch.mix = given
        if self.mixed is not None:
            rolls, hidden = len(self.mixed.rolls), len(self.mixed.hidden)
            if rolls < scheme.ROLLS and hidden < scheme.SEALED:
                self.remark(f"event {self.index}: epoch {self.mixed.number} ended early, after {rolls} rolls and {hidden} sealed ones")
        self.mixed = epoch

    # ---- rolls ----

    def rolled(self, event, name, most):
        """The epoch of a roll or shuffle, in which it has its number NAME, or None."""
        epoch, number = self.mixed, event[name]
        if epoch is None or event["epoch"] != epoch.number:
            self.fault(f"event {self.index}: epoch {event['epoch']} is not the one in use")
            return None
        numbers = epoch.rolls if name == "n" else epoch.hidden
        due = len(numbers) + 1
        if number != due or number > most:
            self.fault(f"event {self.index}: number {number}, but {due} is due")
        if number in numbers:
            return None
        numbers[number] = event
        return epoch

    def check_faces(self, event):
        if len(event["sides"]) != len(event["values"]):
            self.fault(f"event {self.index}: {len(event['sides'])} dice show {len(event['values'])} values")
            return False
        for i, (sides, value) in enumerate(zip(event["sides"], event["values"]), 1):
            if not 1 <= value <= sides:
                self.fault(f"event {self.index}: die {i} with {sides} sides shows {value}")
                return False
        return True

    def on_roll(self, event):
        if event.get("said") is False:
            self.remark(f"event {self.index}: roll {event['n']} was perhaps never said")
        if self.rolled(event, "n", scheme.ROLLS) is not None and self.check_faces(event):
            self.check_meaning(event)

    def on_fail(self, event):
        if self.rolled(event, "n", scheme.ROLLS) is not None:
            self.check_faces(event)

    def on_hidden(self, event):
        self.rolled(event, "m", scheme.SEALED)

    def on_shuffle(self, event):
        self.rolled(event, "m", scheme.SEALED)

    def check_meaning(self, event):
        came = self.evaluate(event) if self.evaluate else None
        if came is not None and came != (event["sides"], event["total"]):
            self.fault(f"event {self.index}: {event['input']} rolls {came[0]} and comes to {came[1]}, not {event['total']}")

    def take_secret(self, line):
        epoch = self.epochs.get(line.get("epoch")) if is_count(line.get("epoch"), 1) else None
        n, secret = line.get("n"), line["secret"]
        if epoch is None or not is_count(n, 1) or n > scheme.ROLLS or not is_hash(secret):
            self.fault("a secret of no epoch that was opened, or of no roll")
            return
        last = max(epoch.rolls, default=0)
        if n > last:
            self.fault(f"the secret of roll {n} of epoch {epoch.number} is shown, but its last roll here is {last}: the end is cut")
        if n <= epoch.proven:
            if epoch.secrets[n].hex() != secret:
                self.fault(f"the secret of roll {n} of epoch {epoch.number} is not the one shown before")
            return
        secrets = {n: bytes.fromhex(secret)}
        for i in range(n, epoch.proven, -1):
            secrets[i - 1] = scheme.before(i, secrets[i])
        known = epoch.secrets.get(epoch.proven, epoch.anchor)
        if secrets[epoch.proven] != known:
            self.fault(f"the secret of roll {n} of epoch {epoch.number} does not lead to its anchor")
            return
        secrets.pop(epoch.proven)
        epoch.secrets.update(secrets)
        for i in secrets:
            if i in epoch.rolls:
                self.check_values(epoch, epoch.rolls[i], epoch.secrets[i])
        epoch.proven = n

    def check_values(self, epoch, event, secret):
        if len(event["sides"]) != len(event["values"]) or 0 in event["sides"]:
            return
        numbers = scheme.Numbers(secret, epoch.mix)
        for i, (sides, value) in enumerate(zip(event["sides"], event["values"]), 1):
            made = numbers.uniform(sides)
            if made != value:
                self.fault(f"roll {event.get('n', event.get('m'))} of epoch {epoch.number}: die {i} shows {value}, but secret and mix give {made}")
                return

    def on_show(self, event):
        epoch, m = self.epochs.get(event["epoch"]), event["m"]
        sealed = epoch.hidden.get(m) if epoch is not None else None
        if sealed is None or m in epoch.shown or not 1 <= m <= scheme.SEALED:
            self.fault(f"event {self.index}: there is no hidden number {m} of epoch {event['epoch']} to show")
            return
        epoch.shown.add(m)
        secret, path = bytes.fromhex(event["secret"]), event.get("path")
        if not isinstance(path, list) or len(path) != scheme.LEVELS or not all(map(is_hash, path)):
            self.fault(f"event {self.index}: its path is not {scheme.LEVELS} hashes")
        elif scheme.root_by([bytes.fromhex(node) for node in path], m, secret) != epoch.root:
            self.fault(f"event {self.index}: secret and path do not lead to the root")
        if sealed["kind"] == "hidden":
            self.show_roll(epoch, sealed, event, secret)
        else:
            self.show_shuffle(epoch, sealed, event, secret)

    def show_roll(self, epoch, sealed, event, secret):
        end = event.get("total", event.get("error"))
        if not (is_text(event.get("nick")) and is_text(event.get("input")) and is_list(event.get("sides")) and
                is_list(event.get("values")) and is_text(end)):
            self.fault(f"event {self.index}: it does not show what was rolled")
            return
        if event["nick"] != sealed["nick"]:
            self.fault(f"event {self.index}: {event['nick']} did not make this roll")
        if scheme.cover_roll(secret, event["nick"], event["input"], event["sides"], event["values"], end).hex() != sealed["cover"]:
            self.fault(f"event {self.index}: this is not what was covered")
        if self.check_faces(event):
            self.check_values(epoch, event, secret)
            if "total" in event:
                self.check_meaning(event)

    def show_shuffle(self, epoch, sealed, event, secret):
        deck, order = event.get("deck"), event.get("order")
        if not is_text(deck) or not is_list(order) or len(order) != sealed["cards"]:
            self.fault(f"event {self.index}: it does not show the order of the {sealed['cards']} cards")
            return
        if deck != sealed["deck"]:
            self.fault(f"event {self.index}: {deck} is not the deck that was shuffled")
        if scheme.cover_shuffle(secret, deck, order).hex() != sealed["cover"]:
            self.fault(f"event {self.index}: this is not what was covered")
        if scheme.Numbers(secret, epoch.mix).shuffled(len(order)) != order:
            self.fault(f"event {self.index}: secret and mix give another order")

    # ---- the end, and what people heard ----

    def finish(self):
        self.at = 0
        if not self.events and not self.partial:
            self.fault("nothing of the transcript follows its first line")
        if self.partial and self.opened is None:
            self.fault("nothing in this part can be checked: it begins after its epoch was opened")
        for epoch in self.epochs.values():
            last = max(epoch.rolls, default=0)
            if last > epoch.proven:
                self.fault(f"epoch {epoch.number}: there is no secret for rolls {epoch.proven + 1} to {last}")

    def numbers(self):
        """All that was said with a number: (number as shown, short head) to the event."""
        out = {}
        for index, event in self.events.items():
            name = str(event["n"]) if "n" in event else f"h{event['m']}" if "m" in event else None
            if name:
                out[name, scheme.short(self.heads[index][0])] = event
        return out

    def reply_fits(self, line, event):
        """Whether LINE says the nick and total of EVENT, where the input is known here: words instead of a number take the engine."""
        said = re.search(r" rolled .*\|\| Total: (-?[\d.]+)(?![^ (|])", line)
        if " rolled " not in line or "total" not in event or said is None or not self.evaluate or self.evaluate(event) is None:
            return True
        shown = re.sub(r"\|(?=\|)", "| ", event["nick"])
        return f"{shown} rolled " in line and said.group(1) == event["total"]

    def check_log(self, text):
        """Hold against the transcript what a log of a chat has of it."""
        known = self.numbers()
        for number, line in enumerate(text.split("\n"), 1):
            line = re.sub("\x03\\d{0,2}(,\\d{1,2})?|[\x02\x0f\x11\x16\x1d\x1e\x1f]", "", line)
            self.at = number
            for name, head in re.findall(r"\(#(h?\d+) ([" + scheme.LETTERS + "]{8})\\)", line):
                event = known.get((name, head))
                if event is None:
                    self.fault(f"#{name} {head} was said, and is not in the transcript")
                elif not self.reply_fits(line, event):
                    self.fault(f"#{name} {head} was said with another reply than the transcript has")
            said = re.search(r"(?:^|\s):?(\S+): event (\d+), head ([\w-]{43})(?:, signed ([\w-]{86}) by key ([\w-]{43}), time (\d+))? *$",
                             line.rstrip("\r"))
            if said:
                self.check_said(*said.groups())
            if said and not said.group(4) and " taken no more" in line:
                self.check_closed(int(said.group(2)))

    def check_closed(self, index):
        """Between event INDEX, at which seals were taken no more, and the first words nobody seals."""
        for i in range(index + 1, self.index + 1):
            kind = self.events[i]["kind"] if i in self.events else ""
            if kind == "seal":
                self.fault(f"event {i} seals words after seals were taken no more, at event {index}")
            if kind not in ("roll", "fail", "hidden", "shuffle", "show"):
                return

    def check_said(self, place, index, head, signature, key, said_time):
        index, head, key = int(index), scheme.unb64(head), key and scheme.unb64(key)
        if key and key.hex() != self.header["key"]:
            self.fault(f"the head of event {index} is signed by another key")
            return
        if place != self.header["place"]:
            return
        known, time = self.heads.get(index, (None, None))
        if known == head and time is not None:
            said_time = time
        fits = key and ed25519.fits(key, scheme.signed_bytes(self.pid, index, head, int(said_time)), scheme.unb64(signature))
        if key and not fits:
            self.fault(f"the signature of the head of event {index} does not fit: anybody could have made it up")
        elif known is None:
            self.fault(f"event {index} was told, and is not in the transcript")
        elif known != head:
            self.fault(f"another head of event {index} was said" + (": there are two histories, and this proves it" if fits else ""))


def transcripts(text):
    """The parts of TEXT that begin with a header."""
    begins = [found.start() for found in re.finditer(r'^\{ *"scheme"', text, re.MULTILINE)]
    return [text[begin:end] for begin, end in zip([0, *begins[1:]], [*begins[1:], len(text)])]


def forks(checkers):
    """What is wrong between transcripts of the same place."""
    heads = {}
    for checker in checkers:
        for index, (head, _) in checker.heads.items():
            if heads.setdefault((checker.pid, index), head) != head:
                return [(0, f"event {index} has another head in another transcript here: there are two histories")]
    return []


def verdict(text, logs=(), evaluate=None):
    """0 sound, 1 not, 2 unreadable; the faults; the remarks. Logs are held against the last transcript in TEXT."""
    checkers = [Checker(evaluate) for _ in transcripts(text)]
    try:
        for checker, part in zip(checkers, transcripts(text)):
            checker.check(part)
    except Unreadable as error:
        return 2, [(0, str(error))], []
    for log in logs:
        checkers[-1].check_log(log)
    faults = sum((checker.faults for checker in checkers), []) + forks(checkers)
    return int(bool(faults)), faults, sum((checker.remarks for checker in checkers), [])


def main():
    texts = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            texts.append(file.read())
    status, faults, remarks = verdict(texts[0], texts[1:])
    for at, text in faults:
        print(f"line {at}: {text}")
    for at, text in remarks:
        print(f"(line {at}: {text})")
    print(["sound", "not sound", "unreadable"][status])
    return status


if __name__ == "__main__":
    sys.exit(main())
