#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rolls the same expressions with the same faces here and in rpg-dice-roller (npm), and compares totals
and the number of faces used: 6000 random ones of the notation that both know, and those of DIFFERENT
below, where both are known to differ. Needs node and npm; the package, at the version pinned here, goes
into build/peers.

Where the two differ, and why ours is as it is:

* There min and max act before explosions and rerolls, so 1d6max5! never explodes. Here, and in every
  other program that has both, conditions test what the die shows.
* There dice explode before they are rerolled, and the reroll may undo what exploded: the die that was
  added stays. Here a die is settled before it can explode, and so is the die that it adds.
* There keep and drop each rank all dice, so that 4d6kh3dl1 drops the lowest twice and keeps three. Here
  they act in the order typed, each on what is left.
* There a group that keeps more dice than it has drops some. Here it keeps all.
* There dividing by zero is infinity, and may vanish in what follows (max, floor, 1/x). Here it is an error.
* There a condition that all faces match goes on a thousand times. Here it is an error, and any other stops
  after a hundred.
* There the keeps of a group with one member rank dice that are out of play already. Here only dice in
  play.
* There u takes a condition; here a comparison behind u is a target, as behind any other word.
* There a bare number is no condition: r=1 is what both know, r1 only this.
* There an unparsed rest is an error even after a blank; here it is the comment.
* There a number alone is a roll; here it is refused.
* There 3d6<=12 counts dice; here it asks about the total, since no face can decide it.
* There a Fate die has three sides; the faces are translated.
"""

import os
import random
import re
import subprocess
import sys

VERSION = "5.5.1"
COUNT = 6000
HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.environ.get("BUILD", "build")
FOLDER = os.path.abspath(os.path.join(BUILD, "peers"))

# Expression, faces, total there, total here.
DIFFERENT = [
    ("1d6max5!", "6", 5, None),
    ("1d6max5!", "6,2", 5, 7),
    ("1d6r=6!", "6,2,3", 5, None),
    ("1d6r=6!", "6,2", None, 2),
    ("2d4u<>1", "1,4", 5, 1),
    ("4d6kh3dl1", "1,2,3,4", 9, 7),
    ("{1d8+1d8}k3", "5,2", 5, 7),
    ("min(1,2/(1d2-1))", "1", 1, None),
    ("{2d6dl1+1d8}kl2", "1,2,3", 2, 5),
]


def install():
    where = os.path.join(FOLDER, "node_modules", "@dice-roller", "rpg-dice-roller")
    if os.path.isdir(where):
        return
    os.makedirs(FOLDER, exist_ok=True)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", FOLDER,
                    f"@dice-roller/rpg-dice-roller@{VERSION}"], check=True, stdout=subprocess.DEVNULL)


class Grammar:
    """Random expressions of the common notation."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def point(self, sides):
        return f"{self.pick('=', '>', '<', '>=', '<=', '<>')}{self.random.randint(1, sides)}"

    # A condition that some face does not match.
    def some(self, sides):
        return self.pick("", f"={self.random.randint(1, sides)}", f">{self.random.randint(sides // 2, sides - 1)}",
                         f"<={self.random.randint(1, sides // 2)}", f">={self.random.randint(sides // 2 + 1, sides)}")

    def rolling(self, sides, count):
        """What rolls more dice, or changes them: one of those, since the order differs."""
        explode = self.pick("!", "!!", "!p", "!!p")
        return self.pick("", "", "", explode + self.some(sides), "r" + self.some(sides), "ro" + self.some(sides),
                         f"min{self.random.randint(1, sides)}", f"max{self.random.randint(1, sides)}",
                         "u" if count <= sides else "uo", "uo")

    def ranking(self, count):
        return self.pick("", "", f"{self.pick('k', 'kh', 'kl')}{self.random.randint(1, count)}",
                         f"{self.pick('d', 'dh', 'dl')}{self.random.randint(1, count)}")

    def counting(self, sides):
        if self.random.random() < 0.75:
            return ""
        return self.point(sides) + self.pick("", f"f{self.point(sides)}")

    def fate(self):
        count = self.random.randint(1, 6)
        return f"{count}dF{self.pick('', '.1', '.2')}{self.ranking(count)}"

    def dice(self, counted=True):
        if self.random.random() < 0.06:
            return self.fate()
        count, sides = self.random.randint(1, 8), self.pick(2, 4, 5, 6, 8, 10, 12, 20, 100)
        shown = "%" if sides == 100 and self.random.random() < 0.5 else sides
        text = f"{count if count > 1 or self.random.random() < 0.5 else ''}d{shown}"
        text += self.rolling(sides, count) + self.ranking(count)
        if counted and not text.endswith(("u", "o", "r", "!", "p")):
            text += self.counting(sides)
        return text + self.pick("", "", "", "", "sa", "sd", "cs", "cf=1")

    def number(self):
        return self.pick(str(self.random.randint(1, 30)), str(self.random.randint(1, 9)), "2.5", "0.25")

    def group(self):
        if self.random.random() < 0.5:
            members = [self.sum(1, groups=False) for _ in range(self.random.randint(2, 4))]
            tail = self.pick("", "", f"{self.pick('k', 'kl', 'd', 'dh')}{self.random.randint(1, len(members))}",
                             f">={self.random.randint(1, 20)}")
            return "{" + ",".join(members) + "}" + tail
        counts = [self.random.randint(1, 4) for _ in range(self.random.randint(1, 3))]
        terms = "+".join(f"{count}d{self.pick(4, 6, 8, 10)}" for count in counts)
        return "{" + terms + "}" + f"{self.pick('k', 'kl', 'd', 'dh')}{self.random.randint(1, sum(counts))}"

    def call(self, depth):
        name = self.pick("floor", "ceil", "abs", "sign", "max", "min", "pow")
        if name == "pow":
            return f"pow({self.dice(False)},2)"
        if name in ("max", "min"):
            return f"{name}({self.sum(depth - 1)},{self.sum(depth - 1)})"
        return f"{name}({self.sum(depth - 1)})"

    def operand(self, depth, groups):
        roll = self.random.random()
        if roll < 0.62 or depth <= 0:
            return self.dice()
        if roll < 0.74:
            return self.number()
        if roll < 0.84:
            return f"({self.sum(depth - 1, groups)})"
        if roll < 0.92 and groups:
            return self.group()
        return self.call(depth)

    def sum(self, depth, groups=True):
        text = self.operand(depth, groups)
        for _ in range(self.pick(0, 0, 1, 1, 2)):
            op = self.pick("+", "-", "+", "-", "*", "/")
            text += op + (self.number() if op == "/" else self.operand(depth, groups))
        return text


def run(command, lines):
    done = subprocess.run(command, input="".join(line + "\n" for line in lines), capture_output=True,
                          text=True, check=True)
    return [line.split("\t") for line in done.stdout.splitlines()]


def there(lines):
    return run(["node", os.path.join(HERE, "rpg_dice_roller.mjs"), FOLDER], lines)


def here(lines):
    return run([os.path.join(BUILD, "tests", "tools", "roll_lines")], lines)


def is_about_the_total(text):
    """Whether TEXT compares dice with a number that all their faces meet, or none: here that asks
    about the total, there it counts dice."""
    found = re.fullmatch(r"\d+d(\d+)\w*?(>=|<=|>|<|=)(\d+)", text)
    if not found:
        return False
    sides, number = int(found.group(1)), int(found.group(3))
    meets = {">=": sides - number + 1, ">": sides - number, "<=": number, "<": number - 1,
             "=": 1 <= number <= sides}[found.group(2)]
    return not 0 < meets < sides


def compare():
    """The number of expressions that both evaluate, and what differs."""
    grammar = Grammar(20240607)
    texts = []
    while len(texts) < COUNT:
        text = grammar.sum(2)
        if len(text) <= 400:
            texts.append(text)
    theirs = there(f"{seed}\t{text}" for seed, text in enumerate(texts, 1))
    ours = here(f"{'' if t[0] == 'error' else t[0]}\t{text}" for t, text in zip(theirs, texts))
    same, wrong, refused = 0, [], 0
    for text, their, our in zip(texts, theirs, ours):
        if their[0] == "error" or their[1] in ("NaN", "Infinity", "-Infinity"):
            refused += 1
        elif "d" not in text and our[:1] == ["error"] and our[1].startswith("there are no dice"):
            refused += 1  # there a number is a roll
        elif is_about_the_total(text):
            refused += 1
        elif our[0] == "error" or our[1] != "0" or abs(float(our[0]) - float(their[1])) > 0.0051:
            wrong.append(f"{text} with {their[0]}: {their[1]} there, {' '.join(our)} here")
        else:
            same += 1
    return same, refused, wrong


def check_differences():
    wrong = []
    theirs = there(f"={faces}\t{text}" for text, faces, _, _ in DIFFERENT)
    ours = here(f"{faces}\t{text}" for text, faces, _, _ in DIFFERENT)
    for (text, faces, their, our), got_there, got_here in zip(DIFFERENT, theirs, ours):
        if their is not None and float(got_there[1]) != their:
            wrong.append(f"{text} with {faces}: {got_there} there, not {their}")
        if our is not None and (got_here[0] == "error" or float(got_here[0]) != our):
            wrong.append(f"{text} with {faces}: {got_here} here, not {our}")
    return wrong


def main():
    install()
    same, refused, wrong = compare()
    print(f"{'not ok' if wrong or same < 5000 else 'ok'} 1 - {same} of {COUNT} random expressions give the same "
          f"total from the same faces ({refused} that one of them refuses left out)")
    for line in wrong[:20]:
        print("#", line[:300])
    wrong_differences = check_differences()
    print(f"{'not ok' if wrong_differences else 'ok'} 2 - the known differences are as described")
    for line in wrong_differences:
        print("#", line)
    sys.exit(bool(wrong or wrong_differences or same < 5000))


if __name__ == "__main__":
    main()
