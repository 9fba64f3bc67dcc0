# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: etc/verify.html from a disk in a real browser: pasting, dropping and choosing a transcript, ticks and crosses, the
charts, nothing asked of any network, and the same verdict as tests/tools/fair.py on random and tampered transcripts."""

import base64
import json
import random
import sys
import unittest

import chromium
from harness import ROOT

sys.path.insert(0, str(ROOT / "tests" / "tools"))
import fair  # noqa: E402

PAGE = (ROOT / "etc" / "verify.html").as_uri()
COUNT = 150


@unittest.skipUnless(chromium.program(), "there is no chromium")
class VerifyPage(unittest.TestCase):
    def setUp(self):
        self.browser = chromium.borrow(self)
        self.browser.open(PAGE)

    def lines(self, seed=5):
        maker = fair.Maker(random.Random(seed))
        maker.rolls("#table", False)
        return maker.lines

    def done(self):
        """What the page says, once it has finished."""
        return self.browser.run("""new Promise((done) => { const look = () => {
            const text = document.getElementById('verdict').textContent;
            text !== '' && !text.startsWith('Checking') ? done(text) : setTimeout(look, 10); }; look(); })""")

    def paste(self, text, seed=""):
        self.browser.run("document.getElementById('verdict').textContent = ''")
        self.browser.run(f"document.getElementById('text').value = {json.dumps(text)}")
        self.browser.run(f"document.getElementById('seed').value = {json.dumps(seed)}")
        self.browser.run("document.querySelector('button[type=submit]').click()")
        return self.done()

    def texts(self, selector):
        return self.browser.run(f"Array.from(document.querySelectorAll({json.dumps(selector)}), (e) => e.textContent)")

    def test_pasted_transcript(self):
        lines = self.lines()
        verdict = self.paste("".join(json.dumps(line) + "\n" for line in lines))
        self.assertIn("✓ Sound: ", verdict)
        rolls = [line for line in lines if "roll" in line]
        marks = self.texts("#rolls td:first-child")
        self.assertEqual(len(marks), len(rolls))
        shown = {line["reveal"] for line in lines if "reveal" in line}
        self.assertEqual(marks.count("✓ proven"), sum(1 for line in rolls if line["epoch"] in shown))
        self.assertEqual(self.texts("#faults li"), [])
        self.assertEqual(self.texts("#rolls td:nth-child(4)"), [line["nick"] for line in rolls])
        self.assertRegex(" ".join(self.texts("figcaption")), r"\d+ d100s: mean [\d.]+, expected 50.5")
        self.assertGreater(self.browser.run("document.querySelectorAll('svg[role=img] rect').length"), 99)

    def test_long_lines_in_pieces(self):
        raw = "".join(json.dumps(line) + "\n" for line in self.lines()).encode()
        pieces = fair.parted(raw, random.Random(3)).decode()
        self.assertGreater(pieces.count("\n"), raw.decode().count("\n") + 5)
        self.assertIn("✓ Sound: ", self.paste(pieces))
        self.assertIn("✓ Sound: ", self.paste(pieces.replace("\n", "\r\n")))

    def test_faults_are_named(self):
        lines = self.lines()
        changed = fair.changed_face(lines, random.Random(1))
        verdict = self.paste("".join(json.dumps(line) + "\n" for line in lines))
        self.assertIn("✗ Not sound: 1 fault", verdict)
        self.assertRegex(self.texts("#faults li")[0], rf"Line \d+: roll {changed['roll']} of epoch {changed['epoch']}: die \d+ shows")
        self.assertEqual(self.texts("#rolls tr.bad td:nth-child(3)"), [str(changed["roll"])])
        self.assertIn("✗ Unreadable", self.paste("garbage"))
        self.assertIn("✗ Unreadable", self.paste(""))
        self.assertEqual(self.texts("#rolls td"), [])

    def test_markup_stays_text(self):
        lines = self.lines()
        rolls = [line for line in lines if "roll" in line]
        rolls[0]["nick"] = "<img src=x onerror=document.title='gone'>"
        self.paste("".join(json.dumps(line) + "\n" for line in lines))
        self.assertIn(rolls[0]["nick"], self.texts("#rolls td:nth-child(4)"))
        self.assertEqual(self.browser.run("document.querySelectorAll('#rolls img').length"), 0)

    def test_a_seed_from_elsewhere(self):
        lines = self.lines()
        end = next(i for i, line in enumerate(lines) if "reveal" in line)
        text = "".join(json.dumps(line) + "\n" for line in lines[:end])
        self.assertIn("whose seed is not shown yet", self.paste(text))
        self.assertIn("✓ Sound", self.paste(text, lines[end]["seed"]))
        self.assertIn("✓ proven", self.texts("#rolls td:first-child"))
        self.assertIn("✗ Not sound", self.paste(text, "ab" * 32))

    def test_dropped_and_chosen_files(self):
        raw = "".join(json.dumps(line) + "\n" for line in self.lines()).encode()
        code = base64.b64encode(raw).decode()
        make = f"const give = new DataTransfer(); give.items.add(new File([Uint8Array.from(atob('{code}'), (c) => c.charCodeAt(0))], 't'));"
        self.browser.run(f"{{ {make} document.dispatchEvent(new DragEvent('drop', {{ dataTransfer: give, cancelable: true }})); }}")
        self.assertIn("✓ Sound", self.done())
        self.browser.open(PAGE)
        self.browser.run(f"{{ {make} const file = document.getElementById('file'); file.files = give.files;"
                         " file.dispatchEvent(new Event('change')); }")
        self.assertIn("✓ Sound", self.done())

    def test_nothing_is_asked_of_a_network(self):
        self.paste("".join(json.dumps(line) + "\n" for line in self.lines()))
        self.assertEqual({url.split(":")[0] for url in self.browser.requested()}, {"file"})
        self.assertTrue(self.browser.run("fetch('http://127.0.0.1:1/').then(() => false, () => true)"))

    def test_labels_and_language(self):
        missing = self.browser.run("""Array.from(document.querySelectorAll('input, textarea')).filter((e) =>
            e.labels.length === 0).length + (document.documentElement.lang === 'en' ? 0 : 1)""")
        self.assertEqual(missing, 0)

    def verdicts(self, raws):
        codes = json.dumps([base64.b64encode(raw).decode() for raw in raws])
        return self.browser.run(f"""(async () => {{ const out = []; for (const code of {codes}) {{
            const one = await new Checker('').check(Uint8Array.from(atob(code), (c) => c.charCodeAt(0)));
            out.push(one.unreadable || one.faults.length > 0 ? 1 + one.unreadable : 0); }} return out; }})()""")

    def test_random_and_tampered_transcripts(self):
        rnd = random.Random(77)
        sound = [fair.render(fair.Maker(rnd).make(), rnd) for _ in range(COUNT)]
        self.assertEqual(self.verdicts(sound), [0] * COUNT)
        bad = [fair.tampered(rnd) for _ in range(COUNT)]
        passed = [how for (how, _), verdict in zip(bad, self.verdicts([raw for _, raw in bad])) if verdict == 0]
        self.assertEqual(passed, [])

    def test_chance_of_chi_square(self):
        # Known values: the 5 % and 0.1 % points for 5, 19 and 99 degrees of freedom.
        for x, freedom, p in ((11.0705, 5, 0.05), (30.1435, 19, 0.05), (20.515, 5, 0.001), (148.23, 99, 0.001), (0, 5, 1)):
            self.assertAlmostEqual(self.browser.run(f"chiTail({x}, {freedom})"), p, delta=0.0005)


if __name__ == "__main__":
    unittest.main()
