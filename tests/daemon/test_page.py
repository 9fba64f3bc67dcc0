# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: build/verify.html from a disk in a real browser: vectors; random, tampered and attacked transcripts and the chat logs of each
client, judged as tests/fair2/ does; pasting, dropping and choosing files; cards, charts, seals, odds; narrow widths; nothing asked
of any network."""

import base64
import hashlib
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

import chromium
import played
from harness import BUILD, ROOT, run_logios

sys.path.insert(0, str(ROOT / "tests" / "fair2"))
import check  # noqa: E402
import make  # noqa: E402
import run  # noqa: E402
import scheme  # noqa: E402

PAGE = BUILD / "verify.html"
COUNT = int(os.environ.get("COUNT", "40"))
SERIES = 20  # transcripts given to the page at once


def typed_by_people():
    """All that tests/habits has, and every example of every game."""
    for name in ("habits", "typed"):
        for line in (ROOT / "tests" / "habits" / f"{name}.tsv").read_text().splitlines():
            if line and not line.startswith("#"):
                yield line.split("\t")[1]
    for path in sorted((ROOT / "etc" / "systems").glob("*.ini")):
        for match in re.finditer(r"^example = ([^|]*)\|", path.read_text(), re.MULTILINE):
            yield match.group(1).strip()


@unittest.skipUnless(chromium.program(), "there is no chromium")
@unittest.skipUnless(PAGE.exists() and "asan" not in BUILD.name, "verify.html was not built, or with sanitizers")
class Page(unittest.TestCase):
    def setUp(self):
        self.browser = chromium.borrow(self)
        self.browser.open(PAGE.as_uri())
        self.browser.run("ready")
        self.has_engine = self.browser.run("engine !== null")

    def texts(self, selector):
        return self.browser.run(f"Array.from(document.querySelectorAll({json.dumps(selector)}), (e) => e.textContent)")

    def text(self, selector):
        return self.browser.run(f"document.querySelector({json.dumps(selector)}).textContent")

    def done(self):
        """What the page says, once it has finished."""
        return self.browser.run("""new Promise((done) => { const look = () => {
            const text = document.getElementById('verdict').textContent;
            text !== '' && !text.startsWith('Checking') ? done(text) : setTimeout(look, 10); }; look(); })""")

    def paste(self, text):
        self.browser.run("document.getElementById('verdict').textContent = ''")
        self.browser.run(f"document.getElementById('text').value = {json.dumps(text)}")
        self.browser.run("document.querySelector('#check-form button[type=submit]').click()")
        return self.done()

    def verdicts(self, cases):
        """What the page says of each list of texts: status and faults."""
        out = []
        for at in range(0, len(cases), SERIES):
            out += self.browser.run(f"""(async () => {{ const out = []; for (const texts of {json.dumps(cases[at:at + SERIES])}) {{
                const checked = await checkTexts(texts, engine);
                out.push([verdictOf(checked), [...checked.checkers.flatMap((one) => one.faults), ...checked.chat.faults].map((one) => one.text)]);
                }} return out; }})()""")
        return out

    def compare(self, cases, wanted):
        cases = list(cases)
        wrong = [(case[0], said) for case, said in zip(cases, self.verdicts([[case[1], *case[2]] for case in cases]))
                 if said[0] not in wanted]
        self.assertEqual(wrong, [])

    def maker(self, seed=5):
        maker = make.Maker(random.Random(seed))
        maker.open()
        maker.stir()
        for _ in range(20):
            maker.roll()
        for _ in range(4):
            maker.hide()
        maker.show()
        maker.secret()
        return maker

    # ---- the scheme ----

    def test_hashes(self):
        for size in (0, 1, 55, 111, 112, 127, 128, 129, 1000):
            data = bytes(i * 7 % 256 for i in range(size))
            self.assertEqual(self.browser.run(f"hex(sha512(Uint8Array.from({list(data)})))"), hashlib.sha512(data).hexdigest())

    def test_vectors(self):
        v = run.VECTORS
        rows = {
            "hex(enc('a|b', 'c'))": v["enc_examples"][0]["hex"],
            "hex(enc(7, 'é', [1, 2]))": v["enc_examples"][2]["hex"],
            "hex(placeId(new Uint8Array(32).fill(1), 'testnet', '#table'))": v["place_id"],
            f"hex(firstHead(unhex('{v['place_id']}'), 1764450000))": v["first_head"],
            f"short(unhex('{v['first_head']}'))": v["short"],
            f"hex(signedBytes(unhex('{v['place_id']}'), 1, unhex('{v['first_head']}'), 1764450000))": v["signed_head_bytes"],
            f"hex(sealOf({json.dumps(v['seal']['words'])}))": v["seal"]["seal"],
            f"hex(mixOf(unhex('{v['place_id']}'), 2, {json.dumps(v['mix_of_players']['who_and_words'])}))": v["mix_of_players"]["mix"],
            f"hex(rootBy({json.dumps(v['path_5'])}.map(unhex), 5, unhex('{v['tree_secret_5']}')))": v["root"],
            f"hex(coverRoll(unhex('{v['tree_secret_5']}'), 'gm', '1d20 stealth', [20], [13], '13'))": v["cover_roll"],
            f"hex(coverShuffle(unhex('{v['tree_secret_5']}'), 'deck1', [2, 1, 3]))": v["cover_shuffle"],
            f"new Numbers(unhex('{v['tree_secret_5']}'), unhex('{v['mix']}')).shuffled(52)": v["shuffle_52_with_tree_secret_5"],
            f"(() => {{ let s = unhex('{v['last']}'); for (let n = 4096; n > 0; n--) s = secretBefore(n, s); return hex(s); }})()":
                v["anchor"],
        }
        chain = scheme.chain(bytes.fromhex(v["last"]))
        for row in v["faces"]:
            rows[f"(() => {{ const numbers = new Numbers(unhex('{chain[row['n']].hex()}'), unhex('{v['mix']}')); "
                 f"return {row['sides']}.map((sides) => numbers.uniform(sides)); }})()"] = row["values"]
        for script, wanted in rows.items():
            self.assertEqual(self.browser.run(script), wanted, script)
        self.assertEqual(self.verdicts([[make.render(v["transcript"])]]), [[0, []]])

    def test_random_transcripts(self):
        self.compare(run.sound_cases(), [0])

    def test_pieces_and_logs(self):
        self.compare(run.piece_cases(), [0])
        cases = list(run.log_cases())
        self.compare(cases, [0])
        # The log alone has the whole transcript in it.
        self.compare([(name, logs[0], []) for name, _, logs in cases if "plain" not in name], [0])

    def test_tampered_transcripts(self):
        for kind in make.TAMPERINGS:
            if kind != "forge" or self.has_engine:
                self.compare(run.tampered_cases(kind), [1, 2])

    def test_attacks(self):
        self.compare([case for case in [*run.attack_cases(), *run.late_words()] if self.has_engine or "total" not in case[0]], [1])

    def test_heads_that_were_made_up(self):
        text, lines = run.forged_heads()
        for (line, wanted, proved), (status, faults) in zip(lines, self.verdicts([[text, line] for line, _, _ in lines])):
            self.assertEqual((status, "proves it" in str(faults)), (wanted, proved), f"{line} {faults}")

    def test_a_log_that_says_another_total(self):
        maker = self.maker()
        said = next(line for line in maker.said if re.search("Total: \x02-?\\d+\x02", line))
        total = said.split("Total: \x02")[1].split("\x02")[0].split(" ")[0]
        lie = said.replace(f"\x02{total}", f"\x02{total}7")
        status, faults = self.verdicts([[make.render(maker.lines), lie]])[0]
        self.assertEqual((status, len(faults)), (1, 1))
        self.assertIn("was said as", faults[0])

    def test_nicks_that_are_set_apart(self):
        nicks = {who: f"a||{nick}|||" for who, nick in make.NICKS.items()}
        with unittest.mock.patch.dict(make.NICKS, nicks):
            maker = self.maker()
        said = "\n".join(maker.said)
        shown = said.replace("a||", "a| |").replace("||| ", "| | | ")
        self.assertNotEqual(said, shown)
        self.assertEqual(self.verdicts([[make.render(maker.lines), shown]]), [[0, []]])
        self.assertEqual(self.verdicts([[make.render(maker.lines), shown.replace("a| |", "b| |")]])[0][0], 1)

    def test_the_words_of_an_outcome(self):
        if not self.has_engine:
            self.skipTest("without the engine the page knows no words")
        with tempfile.TemporaryDirectory(prefix="page-", dir=BUILD) as folder:
            cases = list(played.lies(pathlib.Path(folder)))
            hidden = played.played(pathlib.Path(folder), "!sroll coc 99", "!reveal h1", "!roll 1d5/0")
        for lie, (status, faults) in zip(cases, self.verdicts([[lie] for _, lie in cases])):
            self.assertEqual((status, len(faults)), (1, 1), f"{lie} {faults}")
            self.assertIn("was said as", faults[0])
        talk = hidden + "".join(f"<bob> you rolled that {number}\n" for number in re.findall(r"\(#h?\d+ \w{8}\)", hidden))
        self.assertEqual(self.verdicts([[said] for said, _ in cases] + [[talk]]), [[0, []]] * (len(cases) + 1))
        lies = [hidden[:found.end()] + "no " + hidden[found.end():] for found in re.finditer(r": \d+ · ", hidden)]
        self.assertEqual([status for status, _ in self.verdicts([[lie] for lie in lies])], [1, 1])

    def test_a_deck_that_was_played_out(self):
        """Its order is shown with the last card, and is what was drawn; another order is not what was covered."""
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            said = played.played(pathlib.Path(folder), "!cards new IChingCoins", "!cut 3", "!draw 3 secret", "!discard all",
                                 "!shuffle discards", "!draw 2 at random", "!draw 5 secret", "!draw", "!discard all")
        found = re.search(r'"order":\[(\d), (\d)|"order":\[(\d),(\d)', said)
        self.assertTrue(found, said)
        first, second = (number for number in found.groups() if number)
        lie = said.replace(found.group(0), found.group(0).replace(first, "x").replace(second, first).replace("x", second), 1)
        (honest, faults), (dishonest, _) = self.verdicts([[said], [lie]])
        self.assertEqual((honest, faults, dishonest), (0, [], 1))
        self.assertEqual(said.count('"order":['), 2)

    def test_parts_that_overlap(self):
        maker = self.maker()
        at, roll = [(i, line) for i, line in enumerate(maker.lines) if line.get("kind") == "roll"][5]
        secret = maker.epochs[roll["epoch"]]["chain"][roll["n"]].hex()
        early = make.render([*maker.lines[:at + 1], {"secret": secret, "epoch": roll["epoch"], "n": roll["n"]}])
        self.assertEqual(self.verdicts([[early, make.render(maker.lines), "\n".join(maker.said) + "\n" + maker.signed()]]), [[0, []]])
        self.assertEqual(self.paste(early + make.render(maker.lines)), "✓ Sound")
        self.assertEqual(len(self.texts("#rolls .card")), 24)

    def test_proofs_of_single_rolls(self):
        maker = self.maker()
        epoch = maker.epochs[1]
        line = next(line for line in maker.lines if line.get("kind") == "roll" and len(set(line["sides"])) == 1)
        secret, before = epoch["chain"][line["n"]], epoch["chain"][line["n"] - 1]
        said = (f"#{line['n']} of epoch 1: secret {scheme.b64(secret)} leads to #{line['n'] - 1}'s {scheme.b64(before)}; mix "
                f"{scheme.b64(epoch['mix'])}; d{line['sides'][0]}: {' '.join(map(str, line['values']))}; head {line['head']}")
        self.assertEqual(self.verdicts([["20:15 <bot> " + said], [said.replace(f"d{line['sides'][0]}: ", "d9999: ")],
                                        [said.replace("secret ", "secret A", 1).replace(scheme.b64(secret), scheme.b64(secret)[1:], 1)]]),
                         [[0, []], [1, [f"the dice of #{line['n']} of epoch 1 are not what its secret and mix give"]],
                          [1, [f"the secret of #{line['n']} of epoch 1 does not lead to the one before it"]]])
        self.assertEqual(self.paste(said), "✓ Sound")

    # ---- the engine ----

    def test_a_chart_leaves_out_what_nobody_would_see(self):
        if not self.has_engine:
            self.skipTest("built without the engine")
        for line, first, last, most in (("cod 6", "0", r"\d or more", 10), ("100d6", r"up to 2\d\d", r"4\d\d or more", 60), ("3d6", "3", "18", 16)):
            bars = self.browser.run(f"barsOf(engine.odds({json.dumps(line)}).odds)")
            self.assertRegex(bars[0]["name"], f"^{first}$")
            self.assertRegex(bars[-1]["name"], f"^{last}$")
            self.assertLessEqual(len(bars), most)
            self.assertAlmostEqual(sum(bar["chance"] for bar in bars), 1, 6)

    def test_systems_and_unknown_inputs(self):
        if not self.has_engine:
            self.skipTest("built without the engine")
        rows = {("cod 6", 10, (8, 2, 9, 3, 4, 7)): "2 successes || success", ("4dF+2", 6, (5, 2, 4, 5)): "3"}
        for (text, sides, values), total in rows.items():
            made = self.browser.run(f"engine.replay({json.dumps(text)}, {[sides] * len(values)}, {list(values)})")
            self.assertEqual(made["end"], "total")
            self.assertEqual(made["endings"], f" || Total: {total}")
        self.assertEqual(self.browser.run("engine.replay('banana', [6], [1]).end"), "unread")
        self.assertEqual(self.browser.run("engine.replay('3d6', [6, 6, 8], [1, 2, 3]).end"), "other")

    def test_a_roll_that_is_rolled_again(self):
        if not self.has_engine:
            self.skipTest("built without the engine")
        lay = {"number": "17", "input": "yz 3", "sides": [6, 6, 6], "values": [6, 2, 3]}
        replay = f"engine.replay('push #17', [6, 6], [6, 1], '', {json.dumps([lay])})"
        self.assertEqual(self.browser.run(f"{replay}.end + ' ' + {replay}.total"), "total 2")
        self.assertEqual(self.browser.run("engine.replay('push #17', [6, 6], [6, 1]).end"), "unread")
        self.assertEqual(self.browser.run(f"engine.replay('push #17', [6], [6], '', {json.dumps([lay])}).end"), "other")

    def test_what_was_rolled_again_is_found_over_epochs(self):
        """Numbers begin again with each epoch: what is pushed is the newest of that number that can be."""
        if not self.has_engine:
            self.skipTest("built without the engine")
        maker = make.Maker(random.Random(5))

        def roll(text, count, total, who="ann"):
            epoch = maker.epochs[maker.used]
            epoch["n"] += 1
            sides, values, _ = maker.dice(epoch["chain"][epoch["n"]], epoch["mix"], f"{count}d6")
            maker.event("roll", epoch=maker.used, n=epoch["n"], who=who, nick="ann", input=text, sides=sides, values=values,
                        total=str(total(values)))
            return values

        maker.open()
        maker.stir()
        lay = roll("yz 6", 6, lambda values: values.count(6))
        maker.open()
        maker.stir()
        roll("3d6", 3, sum)
        roll("push #1", sum(value not in (1, 6) for value in lay), lambda values: lay.count(6) + values.count(6))
        lay = roll("yz 4", 4, lambda values: values.count(6))
        # Who has no account keeps their rolls under another nick, and is another in the transcript.
        roll("push #3", sum(value not in (1, 6) for value in lay), lambda values: lay.count(6) + values.count(6), who="~renamed0")
        maker.secret()
        text = make.render(maker.lines)
        self.assertEqual(self.verdicts([[text]]), [[0, []]])
        status, out, _ = run_logios("verify", text=text)
        self.assertEqual(status, 0, out)
        self.assertNotIn("not known", out)
        unread = f"(async () => (await checkTexts({json.dumps([text])}, engine)).checkers[0].unread.map((one) => one.input))()"
        self.assertEqual(self.browser.run(unread), [])

    def test_what_is_hidden_is_not_looked_for_elsewhere(self):
        """What somebody rolled again may be hidden still: then it is not what another has under that number."""
        found = """((who, epoch) => { const checker = new Checker(engine);
            const shown = { input: "yz 3", sides: [6, 6, 6], values: [6, 2, 3], made: { again: true } };
            checker.epochs.set(1, { number: 1, rolls: new Map(), hidden: new Map([[1, { who: "ann", kind: "hidden", m: 1, epoch: 1 }]]) });
            checker.epochs.set(2, { number: 2, rolls: new Map(), hidden: new Map([[1, { who: "bob", kind: "hidden", m: 1, epoch: 2, shown }]]) });
            return checker.earlierRolls("push #h1", { who, epoch, n: 5 }).length; })"""
        self.assertEqual([self.browser.run(f"{found}('{who}', {epoch})") for who, epoch in (("ann", 2), ("bob", 2), ("eve", 2))], [0, 1, 1])

    def test_an_open_roll_that_is_rolled_again_in_secret(self):
        """Hidden rolls have numbers of their own: h1 may roll #3 again."""
        if not self.has_engine:
            self.skipTest("built without the engine")
        maker = make.Maker(random.Random(6))
        maker.open()
        maker.stir()
        epoch = maker.epochs[maker.used]
        for text in ("3d6", "3d6", "yz 6"):
            epoch["n"] += 1
            sides, lay, _ = maker.dice(epoch["chain"][epoch["n"]], epoch["mix"], text.replace("yz 6", "6d6"))
            total = lay.count(6) if text == "yz 6" else sum(lay)
            maker.event("roll", epoch=maker.used, n=epoch["n"], who="ann", nick="ann", input=text, sides=sides, values=lay,
                        total=str(total))
        secret = scheme.tree_secret(epoch["root"], 1)
        sides, values, _ = maker.dice(secret, epoch["mix"], f"{sum(value not in (1, 6) for value in lay)}d6")
        shown = {"nick": "ann", "input": "push #3", "sides": sides, "values": values,
                 "total": str(lay.count(6) + values.count(6))}
        cover = scheme.cover_roll(secret, *shown.values())
        maker.event("hidden", epoch=maker.used, m=1, who="ann", nick="ann", cover=cover.hex())
        path = [node.hex() for node in scheme.path_of(epoch["tree"], 1)]
        maker.event("show", {"path": path, **shown}, epoch=maker.used, m=1, secret=secret.hex())
        maker.secret()
        text = make.render(maker.lines)
        self.assertEqual(self.verdicts([[text]]), [[0, []]])
        status, out, _ = run_logios("verify", text=text)
        self.assertEqual(status, 0, out)
        self.assertNotIn("not known", out)
        unread = f"(async () => (await checkTexts({json.dumps([text])}, engine)).checkers[0].unread.map((one) => one.input))()"
        self.assertEqual(self.browser.run(unread), [])

    def test_systems_of_the_bots_own(self):
        if not self.has_engine:
            self.skipTest("built without the engine")
        system = "[system]\nname = zork\ntitle = Zork\nhelp = Dice of Zork.\nparam n = 1..9\nform = zork {n}\nroll = {n}d6\n" \
                 "example = zork 2 | 3 4 | zork 2 || 2d6: 3 4 = *7* || Total: *7*\n"
        self.assertEqual(self.browser.run("engine.replay('zork 2', [6, 6], [3, 4]).end"), "unread")
        self.browser.run(f"addSystems([{{ name: 'zork.ini', text: {json.dumps(system)} }}])")
        self.assertEqual(self.text("#systems-note"), "Read: zork.ini.")
        self.assertEqual(self.browser.run("engine.replay('zork 2', [6, 6], [3, 4]).total"), "7")
        self.browser.run("addSystems([{ name: 'bad.ini', text: 'nonsense' }])")
        self.assertIn("bad.ini:1: ", self.text("#systems-note"))

    def test_odds_are_those_of_the_command(self):
        if not self.has_engine:
            self.skipTest("built without the engine")
        for text in ("4d6kh3 >= 15", "2d20kh1 vs 1d20", "cod 6", "40d10kh20"):
            said = subprocess.run([BUILD / "logios", "odds", "--format", "json", "--", text], capture_output=True, text=True, check=True,
                                  cwd=ROOT)
            self.assertEqual(self.browser.run(f"engine.odds({json.dumps(text)}).odds"), json.loads(said.stdout), text)
        self.browser.run("document.getElementById('tab-odds').click()")
        self.browser.run("showOdds('2d6')")
        self.assertEqual(self.browser.run("document.querySelectorAll('#odds-charts svg .bar').length"), 11)
        self.assertIn("mean 7", self.text("#odds-charts figcaption"))
        self.browser.run("showOdds('2d')")
        self.assertIn("2d", self.text("#odds-reply"))
        self.assertEqual(self.texts("#odds-charts svg"), [])

    def test_what_people_type_is_computed_again_by_all_three(self):
        lines = [f"ann\t#table\t!roll {typed}" for typed in typed_by_people()]
        lines += [f"ann\t#table\t!{word}" for word in (
            "choose tea, coffee*2 or milk", "besm +2", "ww 4", "roll yz 9", "push", "roll 5/(1d1-1)", "roll 2d6; 1d20+3 and 4dF", "fair head",
            "fair log", *["more"] * (len(lines) // 5))]
        status, out, err = run_logios("console", text="\n".join(lines) + "\n", timeout=120)
        self.assertEqual(status, 0, err)
        with tempfile.NamedTemporaryFile("w", dir=BUILD) as file:
            file.write(out)
            file.flush()
            status, said, _ = run_logios("verify", file.name, timeout=120)
        self.assertEqual(status, 0, said[-2000:])
        self.assertRegex(said, r"sound: \d{3,} events; ")
        self.assertNotIn("not known here", said)
        private = (text for who, _, text in (line.partition("\t") for line in out.splitlines()) if who == "ann")
        alone = "\n".join(text for text in private if not text.startswith(("Transcript of", "… (there is more")))
        self.assertEqual(check.verdict(alone, [out])[:2], (0, []))
        self.assertEqual(self.verdicts([[out]]), [[0, []]])

    # ---- what people see ----

    def test_cards(self):
        maker = self.maker()
        self.assertEqual(self.paste(make.render(maker.lines)), "✓ Sound")
        states = self.texts("#rolls .card .state")
        self.assertEqual(len(states), 24)
        self.assertEqual(states.count("✓ proven"), 21)
        self.assertEqual(states.count("… hidden"), 3)
        totals = [line["total"] for line in maker.lines if line.get("kind") == "roll"]
        self.assertEqual([text for text in self.texts("#rolls .card .total") if text not in ("", "—")][:len(totals)], totals)
        self.assertGreater(self.browser.run("document.querySelectorAll('#dice svg[role=img] rect').length"), 5)
        self.browser.run("document.getElementById('only').value = 'hidden'")
        self.browser.run("document.getElementById('only').dispatchEvent(new Event('change'))")
        self.assertEqual(len(self.texts("#rolls .card")), 3)

    def test_faults_are_named(self):
        maker = self.maker()
        line = [line for line in maker.lines if line.get("kind") == "roll"][2]
        line["total"] = "77"
        self.assertIn("✗ Not sound: ", self.paste(make.render(maker.lines)))
        self.assertRegex(self.texts("#problems .faults li")[0], rf"^Line \d+: event {line['event']}: ")
        self.assertIn(f"#{line['n']} {line['head']}", self.texts("#rolls .card.bad .number")[0])
        self.assertIn("✗ Unreadable", self.paste("garbage"))
        self.assertIn("✗ Unreadable", self.paste(""))
        self.assertEqual(self.texts("#rolls .card"), [])

    def test_markup_stays_text(self):
        maker = self.maker()
        line = next(line for line in maker.lines if line.get("kind") == "roll")
        line["nick"] = "<img src=x onerror=document.title='gone'>"
        self.paste(make.render(maker.lines))
        self.assertIn(line["nick"], self.texts("#rolls .who"))
        self.assertEqual(self.browser.run("document.querySelectorAll('main img').length"), 0)

    def test_dropped_and_chosen_files(self):
        maker = self.maker()
        codes = [base64.b64encode(text.encode()).decode() for text in (make.render(maker.lines), "\n".join(maker.said))]
        give = "const give = new DataTransfer(); for (const code of %s) give.items.add(new File([Uint8Array.from(atob(code), " \
               "(c) => c.charCodeAt(0))], 't'));" % json.dumps(codes)
        self.browser.run(f"{{ {give} document.dispatchEvent(new DragEvent('drop', {{ dataTransfer: give, cancelable: true }})); }}")
        self.assertEqual(self.done(), "✓ Sound")
        self.assertIn("numbers in your log", self.text("#verdict-more"))
        self.browser.open(PAGE.as_uri())
        self.browser.run(f"{{ {give} const files = document.getElementById('files'); files.files = give.files;"
                         " files.dispatchEvent(new Event('change')); }")
        self.assertEqual(self.done(), "✓ Sound")

    def test_seals(self):
        self.browser.run("document.getElementById('words').value = 'the moon'")
        self.browser.run("document.querySelector('#seal-form button').click()")
        words = self.text("#say-words").removeprefix("!fair open ")
        self.assertRegex(words, f"^the moon [{scheme.LETTERS}]{{16}}$")
        self.assertEqual(self.text("#say-seal"), f"!fair seal {scheme.seal_of(words).hex()}")

    def test_widths(self):
        text = make.render(self.maker().lines)
        try:
            for width in (320, 375, 1280):
                self.browser.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500)
                self.browser.open(PAGE.as_uri())
                self.browser.run("ready")
                self.paste(text)
                for tab in ("check", "seal", "odds"):
                    self.browser.run(f"document.getElementById('tab-{tab}').click()")
                    over = self.browser.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    self.assertEqual(over, 0, f"{tab} at {width}")
        finally:
            self.browser.call("Emulation.clearDeviceMetricsOverride")

    def test_labels_and_language(self):
        missing = self.browser.run("""Array.from(document.querySelectorAll('input, textarea, select')).filter((e) =>
            e.labels.length === 0).length + (document.documentElement.lang === 'en' ? 0 : 1)""")
        self.assertEqual(missing, 0)

    def test_nothing_is_asked_of_a_network(self):
        self.paste(make.render(self.maker().lines))
        self.assertEqual({url.split(":")[0] for url in self.browser.requested()}, {"file"})
        self.assertTrue(self.browser.run("fetch('http://127.0.0.1:1/').then(() => false, () => true)"))

    def test_chance_of_chi_square(self):
        # Known values: the 5 % and 0.1 % points for 5, 19 and 99 degrees of freedom.
        for x, freedom, p in ((11.0705, 5, 0.05), (30.1435, 19, 0.05), (20.515, 5, 0.001), (148.23, 99, 0.001), (0, 5, 1)):
            self.assertAlmostEqual(self.browser.run(f"chiTail({x}, {freedom})"), p, delta=0.0005)


@unittest.skipUnless(chromium.program(), "there is no chromium")
@unittest.skipUnless(PAGE.exists() and "asan" not in BUILD.name, "verify.html was not built, or with sanitizers")
class WithoutEngine(unittest.TestCase):
    """A page that was built where nothing compiles to WebAssembly."""

    def test_says_what_it_does_not_check(self):
        browser = chromium.borrow(self)
        path = BUILD / "tests" / "no-engine.html"
        parts = [f"etc/page/{name}.js" for name in "bytes scheme ed25519 engine lines history stirring check chat stats view charts odds tabs".split()]
        with open(path, "wb") as file:
            subprocess.run([BUILD / "tests/tools/page", "etc/page/verify.html", "etc/page/verify.css", *parts], stdout=file, check=True,
                           cwd=ROOT)
        browser.open(path.as_uri())
        browser.run("ready")
        self.assertIn("does not check what inputs mean", browser.run("document.getElementById('engine-note').textContent"))
        maker = make.Maker(random.Random(3)).make()
        script = f"""(async () => {{ await check([{json.dumps(make.render(maker.lines))}]);
            return document.getElementById('verdict').textContent + document.getElementById('verdict-more').textContent; }})()"""
        said = browser.run(script)
        self.assertIn("✓ Sound", said)
        self.assertIn("were not checked", said)
        log = "ann rolled 1d20+7 >= 15 || Total: success (26 ≥ 15)"
        fits = f"new ChatCheck([]).fits({{ nick: 'ann', total: '1', made: null }}, {json.dumps(log)})"
        self.assertTrue(browser.run(fits))
        self.assertFalse(browser.run(fits.replace("success (26 \\u2265 15)", "2")))


if __name__ == "__main__":
    unittest.main()
