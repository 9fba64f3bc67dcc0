# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reply costs beside the least that it can cost: `floor`, which only rolls, `floor` with one synchronous
write a turn, and the bot, under the same ten people (`load`), three times one after the other. CPU of a shared machine
goes up and down, so read the ratios; and the bot's instructions and system calls, which do not depend on it.
Usage: cost.py [ROLLS]"""

import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))

from harness import BUILD, Bot, end_process  # noqa: E402

BENCH = pathlib.Path(BUILD) / "tests" / "bench"
ROUNDS = 3
FEW = 3000  # rolls, for what is counted
WARM_UP = 500  # before them, by load.c
GRACE = 20  # seconds
CALLS = ("epoll_wait", "recvfrom", "sendto", "pwrite64", "fdatasync", "fcntl")


class Load:
    """The server with its people; `us`, `p50`, `p99` and `line` once a bot was measured."""

    def __init__(self, rolls, people=10):
        self.process = subprocess.Popen([BENCH / "load", str(rolls), str(people)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def measure(self, pid):
        self.process.stdin.write(f"{pid}\n")
        self.process.stdin.flush()
        self.us, self.p50, self.p99, _ = map(float, self.process.stdout.readline().split())
        self.line = float(self.process.stdout.readline())
        self.process.wait()


def floor(rolls, *file):
    load = Load(rolls)
    process = subprocess.Popen([BENCH / "floor", str(load.port), *file])
    load.measure(process.pid)
    process.wait()
    return load


def bot(folder, rolls, under=(), people=10):
    """Measure the bot, run by the command UNDER."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    load = Load(rolls, people)
    bot = Bot(folder, [{"port": load.port}], extra="[limits]\nuser_burst = 100000\nchannel_burst = 100000\n"
              "user_kib_a_day = 10000000\n")
    bot.start(bot.config_text().replace("log_level = debug", "log_level = error"), under=under)
    load.measure(bot.process.pid)
    pid = bot.process.pid
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    os.kill(int((children or [pid])[0]), signal.SIGTERM)  # what runs under a tracer, which then tells what it saw
    bot.process.wait(GRACE)
    end_process(bot.process)
    return load


def instructions(folder):
    """Instructions of the process's own for a reply, from what twice as many cost more."""
    counts = []
    for rolls in (FEW, 2 * FEW):
        out = folder.parent / "callgrind"
        bot(folder, rolls, ("valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}"))
        counts.append(int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.M).group(1)))
    return (counts[1] - counts[0]) / FEW


def calls(folder, people=10):
    """How often each system call is made for a reply."""
    out = folder.parent / "strace"
    bot(folder, FEW, ("strace", "-f", "-c", "-o", str(out)), people)
    rows = [line.split() for line in out.read_text().splitlines()]  # share, seconds, us, calls, errors, name
    counts = {row[-1]: int(row[3]) for row in rows if len(row) > 4 and row[3].isdigit()}
    return {name: counts.get(name, 0) / (FEW + WARM_UP) for name in CALLS}


def main():
    rolls = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    with tempfile.TemporaryDirectory(dir=BUILD) as name:
        folder = pathlib.Path(name) / "bot"
        shown = []
        for _ in range(ROUNDS):
            least, durable, whole = floor(rolls), floor(rolls, str(folder.parent / "log")), bot(folder, rolls)
            shown.append(whole.us / durable.us)
            print(f"CPU a reply: floor {least.us:.1f} us, durable floor {durable.us:.1f} us, bot {whole.us:.1f} us: "
                  f"{whole.us / durable.us:.2f} times the durable floor; p50 {durable.p50:.2f} and {whole.p50:.2f} ms, "
                  f"p99 {durable.p99:.2f} and {whole.p99:.2f} ms; "
                  f"a line of chatter {whole.line / least.line:.1f} times the floor's")
        print(f"the middle of these: {statistics.median(shown):.2f} times the durable floor (goal: 1.5)")
        if shutil.which("valgrind"):
            print(f"instructions a reply: {instructions(folder):.0f}")
        if shutil.which("strace"):
            for people in (10, 1):
                print(f"system calls a reply, {people} at once: " +
                      ", ".join(f"{call} {count:.2f}" for call, count in calls(folder, people).items()))


if __name__ == "__main__":
    main()
