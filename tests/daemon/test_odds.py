# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: `logios odds` as text and as JSON, its errors and exit statuses, how long it takes at most,
and that nobody waits for what others ask the bot."""

import json
import math
import resource
import unittest

from harness import ADMIN, BotTest, run_logios


def odds(*words):
    status, out, err = run_logios("odds", "--format", "json", "--", *words)
    return status, json.loads(out), err


class Text(unittest.TestCase):
    def test_histogram(self):
        status, out, err = run_logios("odds", "2d4", ">=", "6")
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(out.splitlines(), [
            "2d4 >= 6: 37.5%",
            "mean 5, deviation 1.58, from 2 to 8",
            "   total          chance         or more",
            "       2           6.25%          always  ██████████",
            "       3           12.5%           93.8%  ████████████████████",
            "       4           18.8%           81.3%  ██████████████████████████████",
            "       5             25%           62.5%  ████████████████████████████████████████",
            "       6           18.8%           37.5%  ██████████████████████████████",
            "       7           12.5%           18.8%  ████████████████████",
            "       8           6.25%           6.25%  ██████████",
        ])

    def test_two_rolls(self):
        status, out, _ = run_logios("odds", "1d20+5 vs 1d20+3")
        self.assertEqual(status, 0)
        self.assertIn("\n\n1d20+3\nmean 13.5, ", out)
        self.assertEqual(out.splitlines()[-1], "The first is higher: 57.3%, equal: 4.5%, lower: 38.3%")

    def test_what_is_cut_is_said(self):
        _, out, _ = run_logios("odds", "4d6!")
        self.assertRegex(out.splitlines()[1], r"^mean 16\.8, .* from 4 on, cut: \de-1\d are left out at most$")

    def test_many_values_are_put_together(self):
        _, out, _ = run_logios("odds", "100d6")
        self.assertLessEqual(len(out.splitlines()), 43)
        self.assertIn("\n 348–350 ", out)


class Json(unittest.TestCase):
    def test_whole_distribution(self):
        status, answer, err = odds("4d6kh3", ">=", "15")
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(answer["expression"], "4d6kh3")
        self.assertEqual((answer["min"], answer["max"], answer["cut"]), (3, 18, 0))
        self.assertEqual((answer["comparison"], answer["number"]), (">=", 15))
        counts = {v: round(p * 6**4, 6) for v, p in answer["values"]}
        self.assertEqual(counts[18], 21)
        self.assertEqual(counts[3], 1)
        self.assertEqual(sum(counts.values()), 6**4)
        self.assertAlmostEqual(answer["chance"], 300 / 6**4, 12)
        self.assertAlmostEqual(dict(answer["at_least"])[15], 300 / 6**4, 12)
        self.assertAlmostEqual(dict(answer["at_most"])[14], 1 - 300 / 6**4, 12)
        self.assertAlmostEqual(answer["mean"], 15869 / 6**4, 12)

    def test_two_rolls(self):
        _, answer, _ = odds("1d4 vs 1d6")
        self.assertEqual(answer["first"]["expression"], "1d4")
        self.assertEqual(answer["second"]["max"], 6)
        self.assertAlmostEqual(answer["higher"], 6 / 24, 12)
        self.assertAlmostEqual(answer["equal"], 4 / 24, 12)
        self.assertAlmostEqual(answer["lower"], 14 / 24, 12)

    def test_fractions(self):
        _, answer, _ = odds("1d3/2")
        self.assertEqual([v for v, _ in answer["values"]], [0.5, 1, 1.5])

    def test_label_with_quotes(self):
        _, answer, _ = odds('1d6["\\]')
        self.assertEqual(answer["expression"], '1d6["\\]')

    def test_errors(self):
        status, answer, _ = odds("1d0")
        self.assertEqual((status, answer), (1, {"error": "a die needs at least 1 side", "column": 3}))


class Mistakes(unittest.TestCase):
    def test_input(self):
        status, out, err = run_logios("odds", "4d6", "fire")
        self.assertEqual((status, out), (1, ""))
        self.assertEqual(err, "4d6 fire: after a roll odds take a comparison, such as >= 15, or vs and another "
                              "roll (column 5)\n")

    def test_usage(self):
        for arguments, what in (
                ((), "of what shall the odds be told? Such as 3d6"),
                (("--format", "xml", "3d6"), "the format is text or json, not xml"),
                (("--format",), "a value is missing after --format"),
                (("--sides", "3d6"), "unknown option --sides")):
            status, out, err = run_logios("odds", *arguments)
            self.assertEqual((status, out), (2, ""))
            self.assertEqual(err, f"logios odds: {what}\nusage: logios odds [--format text|json] [--] EXPR…\n")


class Bounds(unittest.TestCase):
    """Generous, since the machine may be busy: what matters is that nothing hangs or grows."""

    def test_hard_questions(self):
        for line in ("1000d20", "1000d1000", "1000d6kh500", "100d100kh50", "1000d2!!", "20d20!>=2",
                     "20d20!>=2k10", "1d1000000*1d1000000", "(1d1000)d(1d1000)", "2d1000000", "500d20u",
                     "16d3uo", "{500d6+500d8}k300", "{" + ",".join(["3d6"] * 60) + "}k30",
                     "max(" + ",".join(["1d1000"] * 20) + ")", "20x20x20x1d6!", "1d1000/1d1000"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            status, out, err = run_logios("odds", line)
            spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
            self.assertIn(status, (0, 1), line)
            self.assertTrue(math.isfinite(spent) and spent < 5, f"{line}: {spent} s")
            self.assertTrue(out or err, line)


class Waiting(BotTest):
    def test_others_go_first(self):
        _, _, ann = self.table()
        ann.say("#table", "!odds 1000d20")
        ann.say("#table", "!calc 1+1")
        ann.expect_from("Logios", "#table", r"Calculator: 1\+1 = 2")
        ann.expect_from("Logios", "#table", r"1000d20 \|\| 10500 or more 50\.1%.*")

    def test_unloaded_meanwhile(self):
        _, _, boss = self.table(nick="boss", extra=ADMIN)
        for _ in range(3):
            boss.say("#table", "!odds 1000d20")
            boss.say("#table", "!reload dice")
            boss.expect_from("Logios", "#table", r"Reloaded dice .*")
        boss.ask("!odds 1000d20", r"1000d20 \|\| .*")


if __name__ == "__main__":
    unittest.main()
