# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: twenty people who roll as fast as a server with its default limits lets them, for a while. Whether
all that is not answered is told takes longer than a test may: `make flood` waits for it."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))

from flood import run  # noqa: E402
from harness import SLOW, BotTest  # noqa: E402
from inspircd import needs_inspircd  # noqa: E402

SECONDS = 20
BURST = 5


class Flood(BotTest):
    def check(self, kind):
        result = run(kind, self.folder, SECONDS, drain=0)
        self.assertEqual(result["killed"], [])
        self.assertEqual(result["disconnected"], [])
        self.assertGreater(result["asked"], 20 * SECONDS / SLOW)
        self.assertLessEqual(result["answered"] + result["told"], result["asked"])
        # A line a second, and some of those are not answers: MODE, and words.
        self.assertGreater(result["answered"], BURST + (SECONDS / 2) / SLOW)
        self.assertLessEqual(result["answered"], 2 * BURST + SECONDS * 2)

    def test_ngircd(self):
        self.check("ngircd")

    @needs_inspircd
    def test_inspircd(self):
        self.check("inspircd")


if __name__ == "__main__":
    unittest.main()
