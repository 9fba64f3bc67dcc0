# SPDX-License-Identifier: GPL-3.0-or-later
"""Rolls in the console, as somebody keeps them in a log, and what a dishonest owner could have said of them instead."""

import re

from harness import run_logios

LIES = (  # what is asked; what of the reply is something else; what it is then
    ("!roll 1d20+5 to hit", r"Total: (\d+)", "77"),
    ("!roll 2d6+20 >= 15", "Total: (success)", "failure"),
    ("!roll cod 1", r"(\|\| \w+) \(#", "|| exceptional success"),
    ("!roll coc 99", r": \d+ · (\w+ ?\w*) \(#", "fumble of the keeper"),
    ("!roll coc 99 spot hidden", r" \|\| (\d+) ·", "123"),
    ("!roll 2d6+20 vs 2d6", "the (first) wins", "second"),
    ("!roll 2d6+20 vs 2d6", r"Total: (\d+) \|\| vs", "99"),
    ("!roll coc 99 vs coc 2", r"\|\| vs: (\d+) ·", "0"),
    ("!choose one, the other or none", r"\|\| ([a-z ]+) \(#", "whatever the owner likes"),
    ("!choose rolled dice or chose || Total: 5", r"\|\| ([a-zA-Z0-9:| ]+) \(#", "neither"),
)


def played(folder, *lines):
    """All that is read in the console when LINES are typed, and the transcript behind it."""
    config = folder / "logios.ini"
    config.write_text(
        f"[logios]\nplugins = dice, cards\nstate_dir = {folder}\n[network n]\nhost = h\ntls = no\nnick = L\nchannels = #t\n"
    )
    config.chmod(0o600)
    typed = [*lines, "!fair log", "!more", "!more"]
    return run_logios("console", "-c", config, text="\n".join(typed) + "\n")[1].replace("\x02", "")


def lies(folder):
    """What was said, with the transcript, and the same with one word that is not true."""
    for asked, pattern, other in LIES:
        said = played(folder, asked)
        found = re.search(pattern, said)
        assert found, said
        yield said, said[: found.start(1)] + other + said[found.end(1) :]
