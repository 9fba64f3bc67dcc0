#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: logios-fair-2 as tests/fair2/ has it: all vectors to the byte; random transcripts, whole and in pieces, in chat logs of each
client; transcripts that were tampered with; the attacks that the scheme is there for. `logios verify` must say the same of each.

Usage: BUILD=build COUNT=40 run.py      COUNT is of each kind; prints "ok …" or "not ok …" for each check
"""
import concurrent.futures
import copy
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import check
import make
import scheme

HERE = pathlib.Path(__file__).resolve().parent
LOGIOS = pathlib.Path(os.environ.get("BUILD", "build")).resolve() / "logios"
COUNT = int(os.environ.get("COUNT", "10" if "asan" in LOGIOS.parent.name else "40"))
VECTORS = json.loads((HERE.parent / "fair-2-vectors.json").read_text())

failed = []


def report(name, wrong):
    print(f"{'not ok' if wrong else 'ok'} {name}")
    for text in wrong[:5]:
        print(f"#   {text}")
    failed.extend(wrong)


# ---- vectors ----

def vector_rows():
    """What each vector must be, and what it is made as here."""
    v, h = VECTORS, bytes.fromhex
    chain, tree = scheme.chain(h(v["last"])), scheme.tree(h(v["root_secret"]))
    secret, pid = scheme.tree_secret(h(v["root_secret"]), 5), h(v["place_id"])
    stirred, mix = v["mix_of_players"], h(v["mix"])
    yield v["anchor"], chain[0].hex()
    yield v["s1"], chain[1].hex()
    yield v["s17"], chain[17].hex()
    yield v["s4095"], chain[4095].hex()
    yield v["root"], tree[-1][0].hex()
    yield v["tree_secret_5"], secret.hex()
    yield v["path_5"], [node.hex() for node in scheme.path_of(tree, 5)]
    yield v["root"], scheme.root_by(scheme.path_of(tree, 5), 5, secret).hex()
    for row in v["faces"]:
        numbers = scheme.Numbers(chain[row["n"]], mix)
        yield row["values"], [numbers.uniform(sides) for sides in row["sides"]]
    yield v["shuffle_52_with_tree_secret_5"], scheme.Numbers(secret, mix).shuffled(52)
    yield v["shuffle_1"], scheme.Numbers(secret, mix).shuffled(1)
    yield v["place_id"], scheme.place_id(bytes([1]) * 32, "testnet", "#table").hex()
    yield v["mark"]["who"], scheme.mark(pid, v["mark"]["hostmask"])
    yield v["seal"]["seal"], scheme.seal_of(v["seal"]["words"]).hex()
    yield stirred["mix"], scheme.mix_of(pid, stirred["epoch"], stirred["who_and_words"]).hex()
    yield v["cover_roll"], scheme.cover_roll(secret, "gm", "1d20 stealth", [20], [13], "13").hex()
    yield v["cover_shuffle"], scheme.cover_shuffle(secret, "deck1", [2, 1, 3]).hex()
    yield v["first_head"], scheme.first_head(pid, 1764450000).hex()
    yield v["short"], scheme.short(h(v["first_head"]))
    roll = {"event": 1, "kind": "roll", "time": 1764450001, "epoch": 1, "n": 1, "who": "ann", "nick": "ann", "input": "3d6",
            "sides": [6, 6, 6], "values": [4, 2, 6], "total": "12"}
    yield v["head_after_roll"], scheme.next_head(h(v["first_head"]), roll).hex()
    yield v["signed_head_bytes"], scheme.signed_bytes(pid, 1, h(v["first_head"]), 1764450000).hex()
    for row in v["enc_examples"]:
        yield row["hex"], scheme.enc(*row["fields"]).hex()


def test_vectors():
    report("vectors", [f"{wanted} is made as {made}" for wanted, made in vector_rows() if wanted != made])
    status, faults, _ = check.verdict(make.render(VECTORS["transcript"]), (), make.evaluate)
    report("the transcript among them", [text for _, text in faults] if status else [])


# ---- the program beside ----

def verify(text, logs=()):
    """The exit status of `logios verify`, and what it says."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, data in enumerate([text, *logs]):
            paths.append(os.path.join(folder, f"{i}.txt"))
            with open(paths[-1], "w", encoding="utf-8", newline="") as file:
                file.write(data)
        given = [word for path in paths[1:] for word in ("--log", path)]
        done = subprocess.run([LOGIOS, "verify", *given, paths[0]], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr


def program_knows():
    return LOGIOS.exists() and verify(make.render(VECTORS["transcript"]))[0] == 0


def compare(name, cases, wanted):
    """CASES are (label, text, logs); WANTED says whether a status is right."""
    wrong = []
    for label, text, logs in cases:
        status, faults, _ = check.verdict(text, logs, make.evaluate)
        if not wanted(status):
            wrong.append(f"{label}: {status} {faults[:2]}")
    report(name, wrong)
    if not BESIDE:
        return
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda case: verify(case[1], case[2]), cases))
    report(f"{name}: logios verify", [f"{case[0]}: {status} {said[:300]}" for case, (status, said) in zip(cases, answers)
                                      if not wanted(status)])


BESIDE = program_knows()


# ---- random ones ----

def sound_cases():
    for seed in range(COUNT):
        maker, rnd = make.Maker(random.Random(seed)).make(), random.Random(f"render {seed}")
        yield f"seed {seed}", make.render(maker.lines, rnd), ["\n".join(maker.said + [maker.signed()]) + "\n"]


def piece_cases():
    """Transcripts as they come over IRC, alone."""
    for seed in range(COUNT // 4 + 1):
        maker = make.Maker(random.Random(f"pieces {seed}")).make()
        end = "\r\n" if seed % 2 else "\n"
        yield f"seed {seed}", "".join(piece + end for line in make.render(maker.lines).splitlines()
                                      for piece in make.pieces(line, 200)), []


def log_cases():
    """The transcript as the log of each client has it, and that log held against it."""
    for seed in range(COUNT // 4 + 1):
        for client in make.PREFIXES:
            rnd = random.Random(f"log {seed} {client}")
            maker = make.Maker(rnd).make()
            yield f"seed {seed} {client}", make.render(maker.lines), [make.chat_log(client, maker, rnd)]


def tampered_cases(kind):
    for seed in range(COUNT):
        text, logs = make.tampered(kind, random.Random(f"{kind} {seed}"))
        yield f"{kind} {seed}", text, logs


# ---- what the scheme is there for ----

def table(seed="attack"):
    """A table with an epoch that players stirred, and some rolls."""
    for i in range(1000):
        maker = make.Maker(random.Random(f"{seed} {i}"))
        maker.open()
        maker.stir()
        for _ in range(6):
            maker.roll()
        kinds = [line.get("source") for line in maker.lines]
        if "players" in kinds and sum(line.get("kind") == "roll" for line in maker.lines) > 3:
            return maker
    raise AssertionError("no such table")


def attack_cases():
    maker = table()
    honest = copy.deepcopy(maker.lines)
    chain = maker.epochs[maker.used]["chain"]

    def ended(lines, n):
        return make.render(lines + [{"secret": chain[n].hex(), "epoch": maker.used, "n": n}])

    rolls = [line for line in honest if line.get("kind") == "roll" and not line["input"].startswith("choose")]
    n = maker.epochs[maker.used]["n"]
    log = "\n".join(maker.said)

    yield "another secret for a roll", make.render(honest + [{"secret": bytes(32).hex(), "epoch": maker.used, "n": n}]), []
    yield "no secret", make.render(honest), []
    end = honest.index(rolls[-1])
    yield "a last roll that was left out", ended(honest[:end], rolls[-1]["n"] - 1), [log]

    other = copy.deepcopy(honest)
    later = next(line for line in other if line.get("event") == rolls[1]["event"])
    later["total"] = str(int(later["total"]) + 1)
    make.rehash(other)
    yield "a changed total, all heads made to fit", ended(other, n), []

    again = copy.deepcopy(honest)
    twice = copy.deepcopy(rolls[-1])
    again.append(twice)
    make.rehash(again)
    yield "a roll repeated with its number", ended(again, n), []

    fork = copy.deepcopy(maker)
    fork.roll()
    maker.time += 1000
    maker.roll()
    one, other = ended(maker.lines, n + 1), fork.lines + [{"secret": chain[n + 1].hex(), "epoch": maker.used, "n": n + 1}]
    yield "two signed heads", one, [fork.signed()]
    yield "two heads that were told", one, [fork.told()]
    yield "two histories in one file", one + make.render(other), []
    yield "a first line alone", make.render(maker.lines[:1]), []
    yield "a first line again", one + make.render(maker.lines[:1]), []


def forged_heads():
    """A head that its bot did not sign, and one that it did: what is proved."""
    maker = table()
    maker.secret()
    text = make.render(maker.lines)
    true = maker.signed()
    maker.roll()
    maker.count -= 1
    signed = maker.signed()
    forged = signed.replace(", signed ", ", signed A" if ", signed A" not in signed else ", signed B")
    forged = forged[:forged.index(" by key") - 1] + forged[forged.index(" by key"):]
    return text, [(true, 0, False), (signed, 1, True), (forged, 1, False), (f"ann rolled 1d6 {signed} || Total: 3", 0, False),
                  (f"ann rolled 1d6 {forged} || Total: 3", 0, False), (forged[:forged.index(", signed")], 1, False)]


def test_forged_heads():
    """Only what the bot signed proves that there are two histories; what people have it say in a comment is none of its heads."""
    wrong = []
    text, lines = forged_heads()
    for line, wanted, proved in lines:
        status, faults, _ = check.verdict(text, [line], make.evaluate)
        answers = [(status, str(faults)), *([verify(text, [line])] if BESIDE else [])]
        wrong += [f"{line}: {status} {said}" for status, said in answers if status != wanted or ("proves it" in said) != proved]
    report("heads that were made up", wrong)


def puppets():
    """When all words are known, the owner puts a puppet among those who sealed, or takes other secrets, for a mix or dice that please."""
    for what in ("seal", "anchor"):
        maker = make.Maker(random.Random(what))
        maker.open()
        words, puppet = "one 0123456789abcdef", "two 0123456789abcdef"
        maker.event("seal", epoch=1, who="ann", seal=scheme.seal_of(words).hex())
        told = maker.told()
        if what == "seal":
            maker.event("seal", epoch=1, who="zed", seal=scheme.seal_of(puppet).hex())
        maker.event("words", epoch=1, who="ann", words=words)
        pairs = ["ann", words]
        if what == "seal":
            maker.event("words", epoch=1, who="zed", words=puppet)
            pairs += ["zed", puppet]
        maker.event("mix", epoch=1, source="players", mix=scheme.mix_of(maker.pid, 1, pairs).hex())
        if what == "anchor":
            maker.lines[1]["anchor"] = bytes(32).hex()
            make.rehash(maker.lines)
        yield f"another {what} once the words were known", make.render(maker.lines), [told]


def late_words():
    """Somebody seals after the words of others are known; a hidden roll is shown as another."""
    maker = make.Maker(random.Random("late"))
    maker.open()
    words = {"ann": "one 0123456789abcdef", "bob": "two 0123456789abcdef"}
    maker.event("seal", epoch=1, who="ann", seal=scheme.seal_of(words["ann"]).hex())
    maker.event("words", epoch=1, who="ann", words=words["ann"])
    maker.event("seal", epoch=1, who="bob", seal=scheme.seal_of(words["bob"]).hex())
    maker.event("words", epoch=1, who="bob", words=words["bob"])
    mix = scheme.mix_of(maker.pid, 1, ["ann", words["ann"], "bob", words["bob"]])
    maker.event("mix", epoch=1, source="players", mix=mix.hex())
    yield "words that were sealed last", make.render(maker.lines), []
    yield from puppets()

    maker = table("hidden")
    while not any(line.get("kind") == "hidden" for line in maker.lines):
        maker.hide()
    maker.secret()
    epoch = maker.epochs[maker.used]
    m = next(line["m"] for line in maker.lines if line.get("kind") == "hidden")
    shown = epoch["hidden"][m]
    shown["values"] = [value % sides + 1 for value, sides in zip(shown["values"], shown["sides"])]
    shown["input"] += " better"
    for number in [number for number in epoch["hidden"] if number != m]:
        del epoch["hidden"][number]
    maker.show()
    yield "a hidden roll that was replaced", make.render(maker.lines), []


def main():
    test_vectors()
    if not BESIDE:
        print("# logios verify does not take part: it is not built, or does not know the scheme")
    compare("random transcripts", list(sound_cases()), lambda status: status == 0)
    compare("in pieces", list(piece_cases()), lambda status: status == 0)
    compare("chat logs", list(log_cases()), lambda status: status == 0)
    for kind in make.TAMPERINGS:
        compare(f"tampered with: {kind}", list(tampered_cases(kind)), lambda status: status in (1, 2))
    test_forged_heads()
    compare("attacks", [*attack_cases(), *late_words()], lambda status: status == 1)
    compare("garbage", [("empty", "", []), ("text", "hello\n", []), ("another", '{"scheme":"logios-fair-1"}\n', [])],
            lambda status: status == 2)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
