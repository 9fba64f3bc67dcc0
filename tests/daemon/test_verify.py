# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: `logios verify` against the second implementation of the fair scheme in tests/fair2/, on random transcripts and on such
that were tampered with; what each kind of damage is called; the options; hostile input."""

import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

import played
from harness import BUILD, ROOT, run_logios

sys.path.insert(0, str(ROOT / "tests" / "fair2"))
import check  # noqa: E402
import make  # noqa: E402
import scheme  # noqa: E402

COUNT = 100
WORDS = (": sound: ", ": NOT SOUND: ", ": UNREADABLE: ")


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
        made = [make.render(make.Maker(random.Random(seed)).make().lines) for seed in range(COUNT)]
        for text in made:
            self.assertEqual(check.verdict(text, (), make.evaluate)[:2], (0, []))
        paths = [self.write(f"sound{i}", text) for i, text in enumerate(made)]
        status, found = self.verdicts(paths)
        self.assertEqual([path for path in paths if found.get(path) != "sound"], [])
        self.assertEqual((status, len(found)), (0, COUNT))

    def test_tampered_transcripts(self):
        for kind in make.TAMPERINGS:
            made = [make.tampered(kind, random.Random(seed)) for seed in range(COUNT if kind != "cut" else 20)]
            paths = []
            for i, (text, logs) in enumerate(made):
                path = self.write(f"{kind}{i}", text)
                if logs:
                    log = self.write("log", logs[0])
                    self.assertEqual(run_logios("verify", "--log", log, path)[0], 1, kind)
                else:
                    paths.append(path)
            _, found = self.verdicts(paths) if paths else (1, {})
            wrong = [path for path in paths if found.get(path) not in ("NOT SOUND", "UNREADABLE")]
            self.assertEqual(wrong, [])

    def told(self, raw, status, *phrases):
        path = self.write("transcript", raw)
        got, out, err = run_logios("verify", path)
        self.assertEqual(got, status, out + err)
        for phrase in phrases:
            self.assertIn(phrase, out + err)

    def test_chat_logs(self):
        rnd = random.Random(7)
        for seed in range(10):
            maker = make.Maker(random.Random(seed)).make()
            for client in make.PREFIXES:
                self.told(make.chat_log(client, maker, rnd), 0, "sound: ")

    def log_status(self, said):
        return run_logios("verify", self.write("log", said))[:2]

    def test_the_words_of_an_outcome(self):
        """What the chat says of a roll must be what its input and its dice come to, to the word."""
        for said, lie in played.lies(self.folder):
            status, out = self.log_status(said)
            self.assertEqual(status, 0, said + out)
            status, out = self.log_status(lie)
            self.assertEqual(status, 1, lie + out)
            self.assertIn("was said with another reply than the transcript has: \"#console\tyou ".replace("\t", "?"), out)

    def test_the_words_of_a_hidden_roll(self):
        said = played.played(self.folder, "!sroll coc 99", "!roll 1d20", "!reveal h1")
        self.assertEqual(self.log_status(said)[0], 0)
        for nth in (0, 1):  # what the roller read, and what all read later
            at = [found.start() for found in re.finditer(": [0-9]+ ·", said)][nth]
            status, out = self.log_status(said[:at] + said[at:].replace(" · ", " · no ", 1))
            self.assertEqual(status, 1, out)

    def test_words_that_are_not_known(self):
        """Of a game of the bot's own the total is known, and not its words; a number alone can be compared."""
        maker = make.Maker(random.Random(5))
        maker.open()
        maker.stir()
        maker.roll()
        lines = [dict(line) for line in maker.lines]
        roll = next(line for line in lines if line.get("kind") in ("roll", "fail"))
        roll.update(kind="roll", input="banana 6", total="3", nick="ann")
        roll.pop("error", None)
        pid = scheme.place_id(bytes.fromhex(lines[0]["key"]), lines[0]["network"], lines[0]["place"])
        head = scheme.first_head(pid, lines[0]["time"])
        for line in lines[1:]:
            head = scheme.next_head(head, line)
            line["head"] = scheme.short(head)
        secret = maker.epochs[roll["epoch"]]["chain"][roll["n"]].hex()
        text = make.render([*lines, {"secret": secret, "epoch": roll["epoch"], "n": roll["n"]}])
        for said, wanted in (("Total: 3", 0), ("Total: 3 bananas || ripe", 0), ("Total: 4", 1)):
            log = self.write("log", f"ann rolled banana 6 || {said} (#{roll['n']} {roll['head']})")
            status, out, _ = run_logios("verify", "--log", log, self.write("transcript", text))
            self.assertEqual(status, wanted, said + out)

    def test_people_may_talk_of_rolls(self):
        said = played.played(self.folder, "!roll 1d20+5 to hit", "!roll coc 99", "!roll 1d5/0")
        numbers = re.findall(r"\(#\d+ \w{8}\)", said)
        self.assertGreaterEqual(len(numbers), 2)
        said += "".join(f"<bob> look what you rolled {number}\n<bob> she rolled it {number} yes\n" for number in numbers)
        status, out = self.log_status(said)
        self.assertEqual(status, 0, out)

    def test_transcripts_together(self):
        """What one of them has need not be in the log of another, and what two have was heard in both."""

        def maker(seed):
            made = make.Maker(random.Random(seed))
            made.open()
            made.stir()
            for _ in range(20):
                made.roll()
            made.secret()
            return made

        one, other = maker(5), maker(6)
        at, roll = [(i, line) for i, line in enumerate(one.lines) if line.get("kind") == "roll"][9]
        secret = one.epochs[roll["epoch"]]["chain"][roll["n"]].hex()
        early = make.render([*one.lines[: at + 1], {"secret": secret, "epoch": roll["epoch"], "n": roll["n"]}])
        def remarks(text, said):
            status, out, _ = run_logios("verify", "--log", self.write("log", "\n".join(said)), self.write("transcript", text))
            self.assertEqual(status, 0, out)
            return set(re.findall(r"event \d+, #\d+, is in the transcript, and not in the log", out))

        whole, unsaid = make.render(one.lines), remarks(make.render(one.lines), one.said)  # those that failed
        self.assertEqual(remarks(early + whole, one.said), unsaid)
        self.assertEqual(remarks(whole + make.render(other.lines), one.said), unsaid)
        self.assertEqual(len(remarks(early + whole, one.said[:3] + one.said[4:]) - unsaid), 1)

    def test_garbage(self):
        rnd = random.Random(3)
        sound = make.render(make.Maker(random.Random(5)).make().lines)
        self.told(rnd.randbytes(1 << 20), 2, "UNREADABLE")
        self.told(sound.encode() + b"{" + rnd.randbytes(1 << 20), 1, "NOT SOUND")
        self.told(b"[" * (1 << 20), 2, "UNREADABLE")
        self.told(b"{" * (1 << 20), 2, "UNREADABLE")
        self.told(b"x" * (9 << 20), 2, "too long")
        self.told(b"", 2, "no transcript in it")
        self.told(sound.replace("logios-fair-2", "dice-9", 1), 2, "of the scheme dice-9")
        self.told(sound[:-9], 1, "cut short")
        self.told(sound + sound, 0, "sound: ")  # two are two
        status, _, err = run_logios("verify", self.folder / "absent")
        self.assertEqual(status, 2)
        self.assertIn("absent", err)
        self.assertEqual(run_logios("verify", "--seed", "ab")[0], 2)
        self.assertEqual(run_logios("seal")[0], 2)

    def test_a_hostile_transcript_is_bounded(self):
        """Many epochs, each with a secret that asks for much work."""
        header, opened, mixed, *rest = make.Maker(random.Random(5)).make().lines
        opened["epoch"] = mixed["epoch"] = 0
        lines = [json.dumps(header)]
        for epoch in range(1, 20001):
            lines.append(json.dumps({**opened, "event": 2 * epoch - 1, "epoch": epoch}))
            lines.append(json.dumps({**mixed, "event": 2 * epoch, "epoch": epoch}))
            lines.append(json.dumps({"secret": "ab" * 32, "epoch": epoch, "n": 4096}))
        path = self.write("hostile", "\n".join(lines))
        # The address sanitizer reserves more than any memory there is.
        limit = "ulimit -t 60; exec " if "asan" in BUILD.name else "ulimit -v 400000; ulimit -t 60; exec "
        run = subprocess.run(["sh", "-c", f"{limit} {BUILD / 'logios'} verify {path}"], capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 1, run.stderr)

    def test_too_many_faults_end_the_check(self):
        sound = make.render(make.Maker(random.Random(5)).make().lines)
        self.told(sound + '{"event":1}\n' * 9999, 1, "9999 faults; ")
        self.told(sound + '{"event":1}\n' * 300000, 1, ": NOT SOUND: 10000 faults; ", "; GIVEN UP there, the rest was not looked at")
        self.told(sound + "{\n" * 20000, 1, ": NOT SOUND: 10000 faults; ", "; GIVEN UP there")

    def test_too_many_unknown_inputs_end_the_check(self):
        """They are slow to look at, for each is compared with all that games are called."""
        header, opened = make.Maker(random.Random(5)).make().lines[:2]
        mix = {"kind": "mix", "time": opened["time"], "source": "nobody", "mix": "00" * 32, "head": ""}
        roll = {"kind": "roll", "time": opened["time"], "who": "", "nick": "", "sides": [], "values": [], "total": "1", "head": ""}
        lines = [header]
        for epoch in range(1, 14):
            lines += [{**opened, "event": len(lines), "epoch": epoch}, {**mix, "event": len(lines) + 1, "epoch": epoch}]
            lines += [{**roll, "event": len(lines) + n, "epoch": epoch, "n": n + 1, "input": f"banana {n}"} for n in range(4096)]
        self.told("\n".join(map(json.dumps, lines)), 1, "; GIVEN UP there", "; 50000 inputs not known here")


if __name__ == "__main__":
    unittest.main()
