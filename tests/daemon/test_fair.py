# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: fair rolls through a real server: numbers, heads, stirring; the transcript that players get is sound for both checkers
and has what everybody saw; what somebody kept of the chat shows what was changed; all of it goes on after kill -9."""

import json
import re
import signal
import sys
import tempfile
import time
import unittest

from harness import ADMIN, BOLD, BUILD, ROOT, BotTest, run_logios

sys.path.insert(0, str(ROOT / "tests" / "fair2"))
import check  # noqa: E402
import scheme  # noqa: E402

NUMBERS = "show_numbers = yes"
HEAD = r"\w{8}"


def run_verify(text, *logs):
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        paths = [f"{folder}/{i}" for i in range(len(logs) + 1)]
        for path, content in zip(paths, (text, *logs)):
            with open(path, "w", encoding="utf-8") as file:
                file.write(content)
        options = [word for path in paths[1:] for word in ("--log", path)]
        status, out, _ = run_logios("verify", *options, paths[0])
    return status, out


class Fair(BotTest):
    def transcript(self, who, what=""):
        """What !fair log sends, page by page."""
        who.say("#table", f"!fair log {what}")  # not twice within two seconds
        who.expect_from("Logios", who.nick, r"Transcript of #table\. .*")
        lines = []
        while True:
            line = who.expect_from("Logios", who.nick, r"(.*)").group(1)
            if line.startswith("…"):
                who.say("#table", "!more")
                continue
            lines.append(line)
            if line.startswith('{"secret"') and line.endswith("}"):
                return "\n".join(lines) + "\n"

    def assert_sound(self, text, *logs):
        self.assertEqual(check.verdict(text, logs)[:2], (0, []))
        status, out = run_verify(text, *logs)
        self.assertEqual((status, ": sound: " in out), (0, True), out)

    def assert_unsound(self, words, text, *logs):
        status, out = run_verify(text, *logs)
        self.assertEqual((status, words in out), (1, True), out)

    def test_what_was_seen_can_be_proven(self):
        _, bot, ann = self.table(settings=NUMBERS)
        anchor = ann.ask("!fair", r"Fair dice of #table: epoch 1 since .*, stirred by nobody; rolls so far 0; anchor (\S{43}); .*").group(1)
        seen, log = [], []
        for number in range(1, 15):
            if number == 4:
                self.kill(bot)
                bot.start()
                ann.expect(r":Logios\S* JOIN :?#table")
            match = ann.ask("!roll 9d20 for luck", rf"ann rolled 9d20 for luck \|\| 9d20: ([\d {BOLD}]+) = .*\(#{number} {HEAD}\)")
            seen.append([int(face) for face in re.findall(r"\d+", match.group(1))])
            log.append("20:15 <@Logios> " + match.group(0))
        proof = ann.ask("!fair proof 1", r"#1 of epoch 1: secret (\S{43}) leads to the anchor (\S{43}); mix A{43}; d20: .*; head \w{8}.*")
        self.assertEqual(proof.group(2), anchor)
        self.assertEqual(scheme.b64(scheme.before(1, scheme.unb64(proof.group(1)))), anchor)
        log.append(ann.ask("!fair head", r"#table: event 16, head \S{43}, signed \S{86} by key \S{43}, time \d+").group(0))
        text = self.transcript(ann)
        self.assert_sound(text, "\n".join(log))
        values = [line["values"] for line in map(json.loads, text.splitlines()) if "values" in line]
        self.assertEqual(values, seen)
        self.attacks(text, log)
        time.sleep(2)
        self.assert_sound(self.transcript(ann, "2-5"))

    def attacks(self, text, log):
        """What an owner might do to the transcript afterwards is named."""
        lines = text.splitlines()
        with_log = "\n".join(log)
        changed = lines.copy()
        changed[5] = re.sub(r'"total":"(\d+)"', lambda found: f'"total":"{int(found.group(1)) + 1}"', changed[5])
        self.assert_unsound("its head is", "\n".join(changed))
        forged = self.forge(lines, lambda events: events[4].update(total=str(int(events[4]["total"]) + 1)))
        self.assert_unsound("comes to", forged)
        self.assert_unsound("was said, and is not in the transcript", forged, with_log)
        self.assert_unsound("two histories", forged, with_log)
        forged = self.forge(lines, lambda events: events[4].update(input="8d20+9"))
        self.assert_unsound("asks for other dice", forged)
        forged = self.forge(lines, lambda events: events.pop(4))
        self.assert_unsound("but 3 is due", forged)
        cut = [line for line in lines[:-3]]
        self.assert_unsound("there is no right secret", "\n".join(cut))
        self.assert_unsound("the end is cut", "\n".join(cut + lines[-1:]))

    @staticmethod
    def forge(lines, change):
        """The history told anew, with all heads as they must be."""
        header, *events, secret = map(json.loads, lines)
        change(events)
        head = scheme.first_head(scheme.place_id(bytes.fromhex(header["key"]), header["network"], header["place"]), header["time"])
        for number, event in enumerate(events, 1):
            event["event"] = number
            head = scheme.next_head(head, event)
            event["head"] = scheme.short(head)
        return "\n".join(map(json.dumps, [header, *events, secret]))

    def test_players_stir(self):
        server, bot, ann = self.table(settings=NUMBERS)
        bob = self.client(server, "bob")
        ann.ask("!roll 1d20", rf"ann rolled 1d20 .*\(#1 {HEAD}\)")
        ann.ask("!fair new", r"Epoch 2 of #table is open for seals: .* Its anchor: \S{43}")
        words = {}
        for who in (ann, bob):
            status, out, _ = run_logios("seal", "the", "moon", "of", who.nick)
            self.assertEqual(status, 0)
            seal, words[who] = out.splitlines()
            who.ask(seal, rf"{who.nick} sealed words for epoch 2 .*")
        self.kill(bot)
        bot.start()
        ann.expect(r":Logios\S* JOIN :?#table")
        bob.ask("!roll 1d20", rf"bob rolled 1d20 .*\(#2 {HEAD}\)")
        closed = ann.ask("!fair close", r"Seals for epoch 2 of #table are taken no more\. .* #table: event \d+, head \S{43}").group(0)
        bob.ask(words[bob], r"bob opened the seal\.")
        self.kill(bot)
        bot.start()
        ann.expect(r":Logios\S* JOIN :?#table")
        ann.ask(words[ann], r"ann opened the seal\.")
        ann.expect_from("Logios", "#table", r"Epoch 2 of #table is in use, stirred by ~\w{8}, ~\w{8}; its mix: \S{43}")
        ann.ask("!roll 9d20", rf"ann rolled 9d20 .*\(#1 {HEAD}\)")
        text = self.records(bot, "test", "#table")
        self.assert_sound(text, closed)
        puppet, secrets = "grind", '{"secret"'
        lines = [line for line in text.splitlines() if not line.startswith(secrets)] + text.splitlines()[-1:]

        def put_in(events):
            at = next(i for i, event in enumerate(events) if event["kind"] == "words")
            events.insert(at, {**events[at], "who": "zed", "words": puppet})
            events.insert(at, {"kind": "seal", "time": events[at]["time"], "epoch": 2, "who": "zed", "seal": scheme.seal_of(puppet).hex()})

        self.assert_unsound("after seals were taken no more", self.forge(lines, put_in), closed)
        self.assertIn("1 stirred by players", run_verify(self.records(bot, "test", "#table"))[1])

    def records(self, bot, *arguments, word="transcript"):
        status, out, err = run_logios(word, "-c", bot.config, *arguments)
        self.assertEqual(status, 0, err)
        return out

    def kill(self, bot):
        bot.process.send_signal(signal.SIGKILL)
        bot.process.wait()

    def test_long_lines_come_in_pieces(self):
        _, _, ann = self.table(settings=NUMBERS + "\nmax_lines = 3")
        words = " ".join(["x{ }"] * 60)
        ann.ask(f"!roll 300d20 {words}", r"ann rolled 300d20 .*")
        pieces = self.transcript(ann).splitlines()
        self.assertGreater(len(pieces), 8)
        self.assertLess(len([piece for piece in pieces if piece.startswith("{")]), len(pieces))
        self.assert_sound("\n".join(pieces) + "\n")
        self.assert_sound("\r\n".join(pieces) + "\r\n")
        status, _ = run_verify("\n".join(pieces[:3] + pieces[4:]) + "\n")
        self.assertEqual(status, 1)

    def test_a_channel_called_like_an_old_place(self):
        lines = ["ann\t#table\t!sroll 1d20 secret", *(
            f"mal\t#table/{part}\t!{word}" for part in ("hidden", "decks")
            for word in ("fair", "fair proof h1", "last", "fair log", "dicestats ann"))]
        status, out, err = run_logios("console", text="\n".join(lines) + "\n")
        self.assertEqual(status, 0, err)
        others = [line for line in out.splitlines() if not line.startswith(("ann\t", "#table\t"))]
        self.assertEqual([line for line in others if "secret" in line or '"roll"' in line], [])
        self.assertEqual(len([line for line in others if "There is no hidden roll #h1 here" in line]), 2, out)

    def test_games_that_are_not_known_here(self):
        """An honest roll of a game whose file is elsewhere may look like a labelled one; that is no fault."""
        systems = self.folder / "systems"
        systems.mkdir()
        keys = "[system]\nname = {0}\ntitle = T\ngroup = other\nhelp = H\nparam n = 1..9, 6\nform = {0} d{{n}}\nroll = {1}\n"
        (systems / "zork.ini").write_text(keys.format("zork", "2d{n}+1") + "example = zork d6 | 4 2 | zork d6 || 2d6: 4+2 = *6* || +*1* || Total: *7*\n")
        (systems / "zonk.ini").write_text(keys.format("zonk", "1d{n}+1") + "example = zonk d6 | 4 | zonk d6 || 1d6: 4 = *4* || +*1* || Total: *5*\n")
        _, bot, ann = self.table(extra=f"[plugin dice]\nsystems = {systems}\n")
        ann.ask("!roll zork d8", r"ann rolled zork d8 \|\| 2d8: .*")
        ann.ask("!roll zonk d8", r"ann rolled zonk d8 \|\| 1d8: .*")
        ann.ask("!roll fire d8", r"ann rolled .*")
        status, transcript, err = run_logios("transcript", "-c", bot.config, "test", "#table")
        self.assertEqual((status, err), (0, ""))
        (self.folder / "transcript").write_text(transcript)
        (self.folder / "log").write_text("\n".join(ann.lines))
        status, out, err = run_logios("verify", "--log", self.folder / "log", self.folder / "transcript")
        self.assertEqual(status, 0, out + err)
        self.assertIn("2 inputs not known here", out)

    def test_a_roll_is_pushed_once_over_kills(self):
        _, bot, ann = self.table(settings=NUMBERS)
        first = ann.ask("!roll yz 30", rf"ann rolled yz 30 \|\| 30d6t6: (.*?) = .*\(#1 {HEAD}\)").group(1)
        lay = [int(face) for face in re.findall(r"\d+", first.replace(BOLD, ""))]
        self.kill(bot)
        bot.start()
        ann.expect(r":Logios\S* JOIN :?#table")
        pushed = ann.ask("!push", rf"ann rolled push of #1, yz 30 \|\| 30d6t6: (.*?) = .*\(#2 {HEAD}\)").group(1)
        dice = [die.split("→") for die in pushed.replace(BOLD, "").split()]
        self.assertEqual([int(die[0]) for die in dice], lay)
        self.assertEqual([len(die) == 1 for die in dice], [face in (1, 6) for face in lay])
        self.kill(bot)
        bot.start()
        ann.expect(r":Logios\S* JOIN :?#table")
        ann.ask("!push 1", r"#1 was rolled again already, as #2\.")
        ann.ask("!push", r"push was used for #2 already, and yz allows it once")
        text = self.transcript(ann)
        self.assert_sound(text)
        values = [line["values"] for line in map(json.loads, text.splitlines()) if "values" in line]
        self.assertEqual(values[1], [int(die[1]) for die in dice if len(die) > 1])

    def next_epoch(self, who, number):
        """Begin an epoch that nobody stirs."""
        who.ask("!fair new", rf"Epoch {number} of #table is open for seals: .*")
        who.ask("!fair close", rf"Epoch {number} of #table is in use, stirred by nobody; .*")

    def test_what_was_rolled_again_is_found_over_epochs(self):
        """Numbers begin again with each epoch: what is pushed is the newest of that number that can
        be, and never the push itself."""
        _, bot, ann = self.table(settings=NUMBERS)
        ann.ask("!roll yz 30", r"ann rolled yz 30 .*\(#1 \w{8}\)")
        ann.ask("!roll wod 30", r"ann rolled wod 30 .*\(#2 \w{8}\)")
        self.next_epoch(ann, 2)
        ann.ask("!roll 3d6", r"ann rolled 3d6 .*\(#1 \w{8}\)")
        ann.ask("!roll 3d6", r"ann rolled 3d6 .*\(#2 \w{8}\)")
        ann.ask("!roll wod 30", r"ann rolled wod 30 .*\(#3 \w{8}\)")
        ann.ask("!push 1", r"ann rolled push of #1, yz 30 .*\(#4 \w{8}\)")
        self.assert_sound(self.records(bot, "test", "#table"))

    def test_no_die_lies_there_as_another(self):
        """A game's file that now rolls other dice does not change what fell."""
        files = self.folder / "systems"
        files.mkdir()
        usual = (ROOT / "etc" / "systems" / "yz.ini").read_text()
        extra = ADMIN + f"[plugin dice]\nsystems = {files}\n"
        server, _, ann = self.table(settings=NUMBERS, extra=extra)
        boss = self.client(server, "boss")
        ann.ask("!roll yz 30", r"ann rolled yz 30 .*\(#1 \w{8}\)")
        (files / "yz.ini").write_text(usual.replace("d6", "d20"))
        boss.ask("!reload dice", r"Reloaded dice .*", target="Logios")
        ann.ask("!push", r"#1 stays as it is: the file of the game has changed")
        (files / "yz.ini").write_text(usual)
        boss.ask("!reload dice", r"Reloaded dice .*", target="Logios")
        ann.ask("!push", r"ann rolled push of #1, yz 30 .*")

    def test_a_hidden_roll_that_was_pushed_is_shown_alone(self):
        _, bot, ann = self.table(settings=NUMBERS)
        ann.ask("!sroll yz 30", r"ann makes a hidden roll \(#h1.*\)")
        ann.ask("!sroll push", r"ann makes a hidden roll \(#h2.*\)")
        ann.ask("!reveal h2", r".*push of #h1, yz 30 .*")
        self.assert_sound(self.records(bot, "test", "#table"))
        ann.ask("!reveal h1", r".*yz 30 .*")
        self.assert_sound(self.records(bot, "test", "#table"))

    def test_hidden_rolls_and_decks_after_a_kill(self):
        server, bot, ann = self.table(settings=NUMBERS)
        mia = self.client(server, "mia")
        mia.ask("!gm", r"Nobody is GM of #table\. .*")
        ann.ask("!gm mia", r"mia is GM of #table now, .*")
        ann.ask("!cards new French52", r"Deck deck1 created .*")
        ann.expect_from("Logios", "#table", rf"The order of its 52 cards is fixed \(#h1 {HEAD}\)")
        ann.ask("!groll 9d20 quietly", rf"ann makes a hidden roll \(#h2 {HEAD}\)")
        mia.expect_from("Logios", "mia", rf"ann rolled 9d20 quietly .* \(#h2 {HEAD}\) in #table secret \S{{43}}")
        text = self.records(bot, "test", "#table")
        self.assertNotIn("quietly", text)
        self.assertNotIn('"order"', text)
        self.assert_sound(text)
        self.kill(bot)
        bot.start()
        ann.expect(r":Logios\S* JOIN :?#table")
        mia.ask("!gm", r"The GM of #table is mia\.")
        mia.ask("!broll 9d20", rf"mia makes a hidden roll \(#h3 {HEAD}\)")
        mia.ask("!reveal h1", r"#h1 is the order of a deck, which is shown when that is done\.")
        mia.ask("!reveal h2", rf"ann rolled 9d20 quietly .* \(#h2 {HEAD}\).*")
        ann.ask("!cards shuffle deck1", r"Deck deck1 is now shuffled\.")
        ann.expect_from("Logios", "#table", rf"The order of deck deck1 is no secret any more \(#h1 {HEAD}\)")
        text = self.records(bot, "test", "#table")
        self.assertIn("quietly", text)
        self.assertIn('"order":[', text)
        self.assert_sound(text)
        self.assertIn("2 still hidden", run_verify(text)[1])
        replaced = re.sub(r'("input":"9d20 quietly","sides":\[[^]]*\],"values":\[)\d+', r"\g<1>20", text, count=1)
        if replaced != text:
            self.assert_unsound("not what was covered", replaced)
        self.assertIn("#table", self.records(bot))
        ann.ask("!roll 40d20", r"ann rolled 40d20 .*")
        self.assertRegex(self.records(bot, word="stats"), r"^40 d20s: mean [\d.]+ \(10.5 expected\); .*\n +1 +\d+")
        self.assertEqual(run_logios("transcript", "-c", bot.config, "test", "#nowhere")[0], 1)


if __name__ == "__main__":
    unittest.main()
