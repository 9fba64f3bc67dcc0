#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a roll costs here, in rpg-dice-roller (npm) and in Debian's rolldice, measured one after the other
on this machine: nanoseconds of CPU to parse, roll and write out an expression, the start of the program taken
off. Those that are not installed are left out. `tests/tools/deps.sh peers` installs them."""

import os
import resource
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers"))
import rpg_dice_roller as roller  # noqa: E402

LINES = 200000
NODE = """
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(pathToFileURL(process.argv[2] + "/x.js"));
const { DiceRoll } = await import(pathToFileURL(require.resolve("@dice-roller/rpg-dice-roller")));
const count = Number(process.argv[4]), text = process.argv[3];
let bytes = 0;
for (let i = 0; i < count / 10; i++) bytes += new DiceRoll(text).output.length;
const begin = process.cpuUsage();
for (let i = 0; i < count; i++) bytes += new DiceRoll(text).output.length;
const used = process.cpuUsage(begin);
console.log((used.user + used.system) * 1000 / count);
"""


def seconds(command, lines=""):
    """The CPU time of a program and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, input=lines, stdout=subprocess.DEVNULL, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def here(text):
    """The engine alone, as the bot uses it."""
    done = subprocess.run([os.path.join(roller.BUILD, "tests", "bench", "bench_dice"), text],
                          capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-2])


def rolldice(text):
    program = shutil.which("rolldice", path=os.environ["PATH"] + ":/usr/games")
    if program is None:
        return None
    start = min(seconds([program], text + "\n") for _ in range(3))
    return (seconds([program], (text + "\n") * LINES) - start) / LINES * 1e9


def rpg_dice_roller(text):
    if shutil.which("npm") is None:
        return None
    roller.install()
    script = os.path.join(roller.FOLDER, "bench.mjs")
    with open(script, "w", encoding="utf-8") as file:
        file.write(NODE)
    done = subprocess.run(["node", script, roller.FOLDER, text, "20000"], capture_output=True, text=True,
                          check=True)
    return float(done.stdout)


def main():
    print(f"{'ns a roll':10} {'here':>8} {'rolldice':>10} {'rpg-dice-roller':>16}")
    # rolldice writes "drop one" as s1.
    for text, old in [("4d6", "4d6"), ("4d6kh3", "4d6s1"), ("100d6", "100d6")]:
        row = [here(text), rolldice(old), rpg_dice_roller(text)]
        shown = ["-" if ns is None else f"{ns:.0f}" for ns in row]
        print(f"{text:10} {shown[0]:>8} {shown[1]:>10} {shown[2]:>16}")


if __name__ == "__main__":
    main()
