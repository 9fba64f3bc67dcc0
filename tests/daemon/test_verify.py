# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: `logios verify` against the second implementation of the fair scheme in tests/tools/fair.py, on a thousand random
transcripts and a thousand that were tampered with; what each kind of damage is called; the options."""

import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

from harness import BUILD, ROOT, run_logios

sys.path.insert(0, str(ROOT / "tests" / "tools"))
import fair  # noqa: E402

COUNT = 1000
WORDS = (": sound: ", ": NOT SOUND: ", ": UNREADABLE: ")


def lines_of(seed, kind):
    maker = fair.Maker(random.Random(seed))
    maker.channel = "#table"
    if kind == "decks":
        maker.decks()
    else:
        maker.rolls("#table/hidden" if kind == "hidden" else "#table", kind == "hidden")
    return maker.lines


def text_of(lines):
    return "".join(json.dumps(line) + "\n" for line in lines)


class Verify(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="verify-", dir=BUILD)
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def verdicts(self, paths):
        run = subprocess.run([BUILD / "logios", "verify", *paths], capture_output=True, text=True, check=False)
        found = {}
        for line in run.stdout.splitlines():
            for word in WORDS:
                if word in line:
                    found[line.split(": ")[0]] = word.strip(": ")
        return run.returncode, found

    def write(self, name, raw):
        path = self.folder / name
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        return str(path)

    def test_random_transcripts(self):
        rnd = random.Random(20261125)
        made = [fair.render(fair.Maker(rnd).make(), rnd) for _ in range(COUNT)]
        made[::3] = [fair.parted(raw, rnd) for raw in made[::3]]
        for raw in made:
            self.assertEqual(fair.check(raw), [])
        paths = [self.write(f"sound{i}", raw) for i, raw in enumerate(made)]
        status, found = self.verdicts(paths)
        self.assertEqual([path for path in paths if found.get(path) != "sound"], [])
        self.assertEqual((status, len(found)), (0, COUNT))

    def test_tampered_transcripts(self):
        rnd = random.Random(52611202)
        made = [fair.tampered(rnd) for _ in range(COUNT)]
        for how, raw in made:
            try:
                self.assertNotEqual(fair.check(raw), [], how)
            except fair.Unreadable:
                pass
        self.assertEqual({how for how, _ in made}, {how.__name__ for how in fair.TAMPER + fair.BREAK})
        paths = [self.write(f"{how}{i}", raw) for i, (how, raw) in enumerate(made)]
        status, found = self.verdicts(paths)
        self.assertEqual([path for path in paths if found.get(path) not in ("NOT SOUND", "UNREADABLE")], [])
        self.assertEqual((status, len(found)), (2, COUNT))

    def told(self, raw, status, *phrases):
        path = self.write("transcript", raw)
        got, out, err = run_logios("verify", path)
        self.assertEqual(got, status, out + err)
        for phrase in phrases:
            self.assertIn(phrase, out + err)

    def test_each_fault_has_its_words(self):
        lines = lines_of(5, "open")
        rolls = [i for i, line in enumerate(lines) if "roll" in line]
        first = lines[rolls[0]]
        self.told(text_of(lines), 0, "sound: ")
        self.told(text_of(lines[:rolls[0]] + lines[rolls[1]:]), 1, f"roll 1 of epoch {first['epoch']} is missing")
        for how, words in (
            (fair.changed_face, ": die "), (fair.swapped_nick, "but seed, salt, nick and input give"),
            (fair.late_commitment, "comes late"), (fair.wrong_seed, "is not the one committed to"),
            (fair.commitment_after_seed, "comes late"), (fair.doubled_number, "is there twice"),
            (fair.roll_after_seed, "comes after the seed was shown"),
        ):
            bad = lines_of(5, "open")
            self.assertTrue(how(bad, random.Random(1)))
            self.told(text_of(bad), 1, words)
        bad = lines_of(5, "open")
        bad[0]["scheme"] = "dice-9"
        self.told(text_of(bad), 2, "of the scheme dice-9")
        self.told(text_of(lines)[:-9], 1, f"transcript:{len(lines)}: ", "cut short")

    def test_garbage(self):
        rnd = random.Random(3)
        self.told(rnd.randbytes(1 << 20), 2, "UNREADABLE")
        self.told(text_of(lines_of(5, "open")).encode() + rnd.randbytes(1 << 20), 1, "NOT SOUND")
        self.told(b"[" * (1 << 20), 2, "UNREADABLE")
        self.told(b"x" * (5 << 20), 2, "too long")
        self.told(b"", 2, "nothing in it")
        status, _, err = run_logios("verify", self.folder / "absent")
        self.assertEqual(status, 2)
        self.assertIn("absent", err)

    def test_a_seed_from_elsewhere(self):
        lines = lines_of(5, "open")
        seed = next(line["seed"] for line in lines if "reveal" in line)
        head = lines[:next(i for i, line in enumerate(lines) if "reveal" in line)]
        path = self.write("open", text_of(head))
        status, out, _ = run_logios("verify", path)
        self.assertEqual((status, "cannot be made again" in out), (0, True), out)
        status, out, _ = run_logios("verify", "--seed", seed, path)
        self.assertEqual((status, "made again" in out), (0, True), out)
        self.assertNotIn("cannot", out)
        status, out, _ = run_logios("verify", "--seed", "ab" * 32, path)
        self.assertEqual((status, "no epoch here" in out), (1, True), out)
        status, out, _ = run_logios("verify", "--seed", seed)
        self.assertEqual((status, out.strip()), (0, fair.commitment(bytes.fromhex(seed))))
        for bad in ("ab", "AB" * 32, ""):
            self.assertEqual(run_logios("verify", "--seed", bad)[0], 2)

    def test_hidden_rolls_and_decks(self):
        for kind, word in (("hidden", "; 1 hidden"), ("decks", "sound: ")):
            self.told(text_of(lines_of(9, kind)), 0, word)

    def test_vectors(self):
        vectors = json.loads((ROOT / "tests" / "fair-vectors.json").read_text())
        seed = bytes.fromhex(vectors["seed"])
        for case in vectors["cases"]:
            stream = fair.Stream(seed, vectors["network"], case["place"], case["epoch"], case["number"],
                                 case["salt"], case["nick"], case["input"])
            if "cards" in case:
                self.assertEqual(stream.shuffled(case["cards"]), case["values"])
            else:
                sides = case.get("mixed") or [case["sides"]] * case["count"]
                self.assertEqual([stream.uniform(s) for s in sides], case["values"])


if __name__ == "__main__":
    unittest.main()
