#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random transcripts of logios-fair-2 with all kinds of events, what people would have heard of them, and ways to tamper with
them. A seed makes the same ones again.

    make.py SEED [KIND]      print a transcript, or one that was tampered with: one of TAMPERINGS
"""
import copy
import json
import random
import re
import sys

import ed25519
import scheme

PEOPLE = ["ann", "bob", "cid", "~5j8rn4dq", "~p1dx83k9"]
NICKS = {"ann": "ann", "bob": "Bob|away", "cid": "çid", "~5j8rn4dq": "dee", "~p1dx83k9": "[eve]"}
DECKS = ["deck1", "French52", "tarot of zażółć"]
COMMENTS = ["", " to hit the orc", " (stealth)", " # gęślą jaźń", ' with "quotes" \\ and {brackets}', " of 😀"]
THINGS = ["choose tea, coffee*2 or milk", "choose left right", "choose a*5, b"]


# ---- the few inputs that are known here without the engine ----

def chosen(text, uniform):
    parts = re.split(r", | or | ", text.removeprefix("choose "))
    weights = [int(part.split("*")[1]) if "*" in part else 1 for part in parts]
    drawn, index = uniform(sum(weights)), 0
    while drawn > weights[index]:
        drawn -= weights[index]
        index += 1
    return index + 1


def rolled(text, uniform):
    """The total of TEXT as text, with numbers from UNIFORM; None when it is not known here."""
    if text.startswith("choose "):
        return str(chosen(text, uniform))
    known = re.match(r"(\d*)d(\d+|%|F)(kh\d|kl\d|!|>=\d+)?((?:[+-]\d+)?)(?: |$)", text)
    if known is None:
        return None
    count, sides, rule, plus = known.groups()
    faces = [uniform({"%": 100, "F": 6}.get(sides) or int(sides)) for _ in range(int(count or 1))]
    if sides == "F":
        faces = [(face - 1) // 2 - 1 for face in faces]
    if rule == "!":
        while faces[-1] == int(sides):
            faces.append(uniform(int(sides)))
    elif rule and rule[0] == ">":
        faces = [int(face >= int(rule[2:])) for face in faces]
    elif rule:
        faces = sorted(faces, reverse=rule[1] == "h")[:int(rule[2:])]
    return str(sum(faces) + int(plus or 0))


def evaluate(event):
    """Which dice the input of EVENT rolls, and what they come to; None when that is not known here."""
    values, sides = list(event["values"]), []

    def uniform(n):
        sides.append(n)
        return values.pop(0)

    try:
        total = rolled(event["input"], uniform)
    except IndexError:
        return sides, "nothing"
    return (sides, total) if total is not None else None


def some_input(rnd):
    if rnd.random() < 0.1:
        return rnd.choice(THINGS)
    dice = rnd.choice([
        f"{rnd.randint(1, 12)}d{rnd.choice([2, 3, 4, 6, 8, 10, 12, 20, 100, 1000000])}", "d20", "d%", "4dF", "100d6", "2d20kh1", "2d20kl1",
        "4d6kh3", "1d6!", f"1d{rnd.randint(2, 99)}!", f"{rnd.randint(1, 9)}d10>={rnd.randint(2, 9)}", "1d1"])
    plus = rnd.choice(["", "", f"+{rnd.randint(1, 30)}", f"-{rnd.randint(1, 30)}"])
    return dice + ("" if ">" in dice else plus) + rnd.choice(COMMENTS)


# ---- transcripts ----

class Maker:
    def __init__(self, rnd):
        self.rnd = rnd
        self.seed = rnd.randbytes(32)
        self.key = ed25519.public(self.seed)
        self.network, self.place = rnd.choice(["testnet", "libera", "réseau"]), rnd.choice(["#table", "#zażółć", "ann", "#a/hidden"])
        self.pid = scheme.place_id(self.key, self.network, self.place)
        self.time = 1764450000 + rnd.randrange(10 ** 7)
        self.head = scheme.first_head(self.pid, self.time)
        self.lines = [{"scheme": scheme.SCHEME, "key": self.key.hex(), "network": self.network, "place": self.place,
                       "time": self.time, "head": scheme.short(self.head)}]
        self.count = self.epoch = 0
        self.heads = [self.head]
        self.epochs = {}
        self.used = None
        self.barred = []
        self.said = []

    def event(self, kind, besides=None, **fields):
        self.count += 1
        self.time += self.rnd.choice([0, 1, 5, 60])
        event = {"event": self.count, "kind": kind, "time": self.time, **fields}
        self.head = scheme.next_head(self.head, event)
        self.heads.append(self.head)
        event["head"] = scheme.short(self.head)
        event.update(besides or {})
        self.lines.append(event)
        return event

    def open(self):
        self.epoch += 1
        chain, root_secret = scheme.chain(self.rnd.randbytes(32)), self.rnd.randbytes(32)
        tree = scheme.tree(root_secret)
        self.epochs[self.epoch] = {"chain": chain, "root": root_secret, "tree": tree, "n": 0, "m": 0, "hidden": {}}
        self.event("open", epoch=self.epoch, rolls=scheme.ROLLS, anchor=chain[0].hex(), sealed=scheme.SEALED, root=tree[-1][0].hex())

    def some_words(self):
        tail = "".join(self.rnd.choice(scheme.LETTERS) for _ in range(16))
        return self.rnd.choice(["the moon is made of cheese", "zażółć", "x"]) + (" " + tail if self.rnd.random() < 0.8 else "")

    def stir(self):
        """Mix the epoch that was opened last; or drop it, when somebody did not open."""
        free = [who for who in PEOPLE if who not in self.barred]
        players = self.rnd.sample(free, min(self.rnd.randint(0, 3), len(free)))
        words = {who: self.some_words() for who in players}
        for who in players:
            self.event("seal", epoch=self.epoch, who=who, seal=scheme.seal_of(words[who]).hex())
            self.perhaps_roll()
        late = [who for who in players if self.rnd.random() < 0.15]
        if players:
            self.said.append(self.told())
        for who in self.rnd.sample(players, len(players)):
            if who not in late:
                self.event("words", epoch=self.epoch, who=who, words=words[who])
                self.perhaps_roll()
        self.barred = late
        if late:
            for who in late:
                self.event("void", epoch=self.epoch, who=who)
            self.open()
            return self.stir()
        pairs = [part for who in players for part in (who, words[who])]
        mix = scheme.mix_of(self.pid, self.epoch, pairs) if players else scheme.NO_MIX
        self.event("mix", epoch=self.epoch, source="players" if players else "nobody", mix=mix.hex())
        if self.used:
            self.secret()
        self.used = self.epoch
        self.epochs[self.epoch]["mix"] = mix
        return None

    def perhaps_roll(self):
        if self.used and self.rnd.random() < 0.3:
            self.roll()

    def dice(self, secret, mix, text):
        sides, values, numbers = [], [], scheme.Numbers(secret, mix)

        def uniform(n):
            sides.append(n)
            values.append(numbers.uniform(n))
            return values[-1]

        return sides, values, rolled(text, uniform)

    def roll(self):
        epoch, who = self.epochs[self.used], self.rnd.choice(PEOPLE)
        epoch["n"] += 1
        secret = epoch["chain"][epoch["n"]]
        if self.rnd.random() < 0.08:
            sides, values, _ = self.dice(secret, epoch["mix"], "1d1")
            self.event("fail", epoch=self.used, n=epoch["n"], who=who, nick=NICKS[who], input="5/(1d1-1)", sides=sides, values=values,
                       error="nothing can be divided by zero")
            return
        text = some_input(self.rnd)
        sides, values, total = self.dice(secret, epoch["mix"], text)
        event = self.event("roll", epoch=self.used, n=epoch["n"], who=who, nick=NICKS[who], input=text, sides=sides, values=values,
                           total=total)
        if text.startswith("choose"):
            return
        counted = (" success" if total == "1" else " successes") if ">=" in text.split()[0] else ""
        self.said.append(f"{NICKS[who]} rolled {text} || {len(values)} dice || Total: \x02{total}{counted}\x02 "
                         f"(#{event['n']} {event['head']})")

    def hide(self):
        epoch, who = self.epochs[self.used], self.rnd.choice(PEOPLE)
        epoch["m"] += 1
        secret = scheme.tree_secret(epoch["root"], epoch["m"])
        if self.rnd.random() < 0.5:
            text = some_input(self.rnd)
            sides, values, total = self.dice(secret, epoch["mix"], text)
            shown = {"nick": NICKS[who], "input": text, "sides": sides, "values": values, "total": total}
            cover = scheme.cover_roll(secret, NICKS[who], text, sides, values, total)
            event = self.event("hidden", epoch=self.used, m=epoch["m"], who=who, nick=NICKS[who], cover=cover.hex())
            self.said.append(f"{NICKS[who]} makes a hidden roll (#h{event['m']} {event['head']})")
        else:
            deck, cards = self.rnd.choice(DECKS), self.rnd.choice([1, 2, 10, 52, 78])
            order = scheme.Numbers(secret, epoch["mix"]).shuffled(cards)
            shown = {"deck": deck, "order": order}
            cover = scheme.cover_shuffle(secret, deck, order)
            self.event("shuffle", epoch=self.used, m=epoch["m"], who=who, nick=NICKS[who], deck=deck, cards=cards, cover=cover.hex())
        epoch["hidden"][epoch["m"]] = shown

    def show(self):
        waiting = [(number, m) for number, epoch in self.epochs.items() for m in epoch["hidden"]]
        if not waiting:
            return
        number, m = self.rnd.choice(waiting)
        epoch = self.epochs[number]
        path = [node.hex() for node in scheme.path_of(epoch["tree"], m)]
        self.event("show", {"path": path, **epoch["hidden"].pop(m)}, epoch=number, m=m,
                   secret=scheme.tree_secret(epoch["root"], m).hex())

    def secret(self):
        epoch = self.epochs[self.used]
        if epoch["n"]:
            self.lines.append({"secret": epoch["chain"][epoch["n"]].hex(), "epoch": self.used, "n": epoch["n"]})

    def make(self):
        for _ in range(self.rnd.randint(1, 3)):
            self.open()
            self.stir()
            for _ in range(self.rnd.randint(1, 12)):
                self.rnd.choice([self.roll, self.roll, self.roll, self.hide, self.show, self.secret])()
        self.secret()
        if self.rnd.random() < 0.2:
            self.keep_a_part()
        return self

    def keep_a_part(self):
        """Leave out what came before the epoch in use was opened."""
        begin = next(i for i, line in enumerate(self.lines) if line.get("kind") == "open" and line["epoch"] == self.used)
        number = self.lines[begin]["event"] - 1
        left = self.lines[begin:]
        before = range(1, self.used)
        if number == 0 or any(line.get("epoch") in before for line in left):
            return
        self.lines = [self.lines[0], {"from": number, "head": self.heads[number].hex()}, *left]
        kept = {line["head"] for line in left if "head" in line}
        self.said = [said for said in self.said if said[-9:-1] in kept or int((re.findall(r"event (\d+),", said) or [0])[0]) > number]

    def signed(self):
        """What `!fair head` says."""
        signature = ed25519.sign(self.seed, scheme.signed_bytes(self.pid, self.count, self.head, self.time))
        return (f"{self.place}: event {self.count}, head {scheme.b64(self.head)}, signed {scheme.b64(signature)} "
                f"by key {scheme.b64(self.key)}, time {self.time}")

    def told(self):
        """A head as it is told when no more seals are taken."""
        return f"Seals for epoch {self.epoch} of {self.place} are taken no more. {self.place}: event {self.count}, head {scheme.b64(self.head)}"


def render(lines, rnd=None):
    separators = (",", ":") if rnd is None or rnd.random() < 0.7 else (", ", ": ")
    return "".join(json.dumps(line, ensure_ascii=False, separators=separators) + "\n" for line in lines)


# ---- chat logs ----

PREFIXES = {
    "irssi": ("20:{m:02}", "{t} <@{bot}> {say}", "{t} -{bot}(l@h)- {say}"),
    "weechat": ("2026-11-29 20:{m:02}:07", "{t}\t@{bot}\t{say}", "{t}\t--\t{bot}: {say}"),
    "hexchat": ("Nov 29 20:{m:02}:07", "{t} <{bot}>\t{say}", "{t} -{bot}-\t{say}"),
    "mirc": ("[20:{m:02}]", "{t} <@{bot}> {say}", "{t} -{bot}- {say}"),
    "znc": ("[20:{m:02}:07]", "{t} <{bot}> {say}", "{t} -{bot}- {say}"),
    "plain": ("", "{say}", "{say}"),
}


def log_line(client, said, minute=0, notice=False):
    time, talk, note = PREFIXES[client]
    return (note if notice else talk).format(t=time.format(m=minute % 60), bot="logios", say=said)


def pieces(text, room):
    """TEXT as it goes over IRC: no piece ends in a blank or }, nor begins with a blank or {, but the whole."""
    out = []
    while len(text) > room:
        end = room
        while end > 1 and (text[end] in " {" or text[end - 1] in " }"):
            end -= 1
        out.append(text[:end])
        text = text[end:]
    return out + [text]


def chat_log(client, maker, rnd, transcript=True):
    """What somebody kept of the evening: talk, replies, and the transcript as the bot sent it."""
    out, minute = ["--- Log opened"], 0
    for said in maker.said:
        minute += rnd.randint(0, 2)
        out.append(log_line(client, said, minute))
        if rnd.random() < 0.3:
            out.append(log_line(client, "nice (really)", minute).replace("logios", "bob"))
    out.append(log_line(client, maker.signed(), minute))
    for line in maker.lines if transcript else []:
        for piece in pieces(json.dumps(line, ensure_ascii=False, separators=(",", ":")), 380):
            out.append(log_line(client, piece, minute, notice=True))
            if client != "plain" and rnd.random() < 0.1:
                out.append(log_line(client, "and meanwhile {bob} talks", minute).replace("logios", "bob"))
    return "\n".join(out) + "\n"


# ---- tampering: each gives lines that are not sound, or a log that says so ----

def events_of(lines):
    return [i for i, line in enumerate(lines) if "event" in line]


def another(value, rnd):
    if isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value):
        at = rnd.randrange(64)
        return value[:at] + "0123456789abcdef"[(int(value[at], 16) + rnd.randint(1, 15)) % 16] + value[at + 1:]
    if isinstance(value, str):
        return rnd.choice([value + "x", value[1:] if value else "y", value[:-1] + "0" if not value.endswith("0") else value + "1"])
    if isinstance(value, list):
        at = rnd.randrange(len(value))
        return rnd.choice([value[:at] + [another(value[at], rnd)] + value[at + 1:], value[:at] + value[at + 1:], value + value[-1:]])
    return rnd.choice([value + 1, value + rnd.randint(2, 1000), max(value - 1, 0) if value else 7])


def field(maker, rnd):
    """Any field of any line is another, or gone."""
    line = rnd.choice(maker.lines)
    name = rnd.choice([name for name in line if name not in ("scheme", "said")])
    if rnd.random() < 0.1:
        del line[name]
    else:
        line[name] = another(line[name], rnd)


def drop(maker, rnd):
    """An event is missing; not the last one, for that is an end that was cut."""
    del maker.lines[rnd.choice(events_of(maker.lines)[:-1])]


def swap(maker, rnd):
    one, other = rnd.sample(events_of(maker.lines), 2)
    maker.lines[one], maker.lines[other] = maker.lines[other], maker.lines[one]


def insert(maker, rnd):
    """An event is there twice: as it is, or with all numbers and heads made to fit."""
    events = events_of(maker.lines)
    what = copy.deepcopy(maker.lines[rnd.choice(events)])
    if rnd.random() < 0.5:
        maker.lines.insert(rnd.choice(events), what)
        return
    place = events[0] + rnd.randint(1, len(events) - 1)
    maker.lines.insert(place, what)
    rehash(maker.lines)


def cut(maker, rnd):
    """The end is gone, but somebody heard of it. Returns the log."""
    known = [i for i, line in enumerate(maker.lines) if line.get("kind") in ("roll", "hidden") and
             any(said.endswith(f" {line['head']})") for said in maker.said)]
    if not known:
        return None
    at = rnd.choice(known)
    last = {line["epoch"]: line["n"] for line in maker.lines[:at] if "n" in line and "event" in line}
    del maker.lines[at:]
    for epoch, n in last.items():
        maker.lines.append({"secret": maker.epochs[epoch]["chain"][n].hex(), "epoch": epoch, "n": n})
    return "\n".join(maker.said)


def forge(maker, rnd):
    """The owner writes another total, other dice or another input into a roll, and all heads anew."""
    rolls = [line for line in maker.lines if line.get("kind") == "roll"]
    if not rolls:
        return field(maker, rnd)
    line = rnd.choice(rolls)
    how = rnd.choice(["total", "value", "input", "sides"])
    if how == "total":
        line["total"] = str(int(line["total"]) + rnd.choice([-1, 1, 10]))
    elif how == "value":
        line["values"][0] = line["values"][0] % line["sides"][0] + 1 if line["sides"][0] > 1 else 2
    elif how == "sides":
        line["sides"][0] += 1
    else:
        line["input"] = "1d7" if line["sides"] != [7] else "1d8"
    rehash(maker.lines)
    return None


def rehash(lines):
    """Give all events new indices and heads that fit."""
    header = lines[0]
    head = scheme.first_head(scheme.place_id(bytes.fromhex(header["key"]), header["network"], header["place"]), header["time"])
    index = 0
    for line in lines[1:]:
        if "from" in line:
            index, head = line["from"], bytes.fromhex(line["head"])
        if "event" in line:
            index += 1
            line["event"] = index
            head = scheme.next_head(head, line)
            line["head"] = scheme.short(head)


TAMPERINGS = {"field": field, "drop": drop, "swap": swap, "insert": insert, "cut": cut, "forge": forge}


def tampered(kind, rnd):
    """A transcript that was tampered with, and the logs to hold against it."""
    while True:
        maker = Maker(rnd).make()
        if len(events_of(maker.lines)) < 3:
            continue  # too little to drop, or to swap
        before = render(maker.lines)
        log = TAMPERINGS[kind](maker, rnd)
        after = render(maker.lines)
        if before != after and (kind != "cut" or log):
            return after, [log] if log else []


def main():
    rnd = random.Random(int(sys.argv[1]))
    sys.stdout.write(tampered(sys.argv[2], rnd)[0] if len(sys.argv) > 2 else render(Maker(rnd).make().lines))


if __name__ == "__main__":
    main()
