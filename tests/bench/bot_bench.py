# SPDX-License-Identifier: GPL-3.0-or-later
"""What the whole bot costs, against a small server in this process (so that no server's pacing is
measured): start to JOIN, CPU a reply with ten people who roll as fast as they are answered, CPU for
chatter that is no command, resident memory. Nothing is asserted; design budgets are shown beside.
Usage: bot_bench.py [ROLLS [LINES]]"""

import os
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))

from harness import BUILD, Bot, end_process  # noqa: E402
from hostile import HostileServer, throw  # noqa: E402

PEOPLE = 10
ROLLS = ("!roll 3d6", "!roll 1d20+5 to hit", "!roll 2x2d10+4", "!roll 4d6", "!scion 5")
TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    """CPU time of the process, user and system: finely from the scheduler where it tells."""
    try:
        return int(pathlib.Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK


def resident_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def ask(server, person, text):
    server.send(f":p{person}!u{person}@host PRIVMSG #table :{text}")


def rolls(server, count):
    """COUNT rolls, each person asking again when answered; a roll is in flight for everybody."""
    for person in range(PEOPLE):
        ask(server, person, ROLLS[0])
    for done in range(count):
        person = server.expect(r"^PRIVMSG #table :p(\d) rolled ").group(1)
        if done < count - PEOPLE:
            ask(server, person, ROLLS[done % len(ROLLS)])


def chatter(count):
    for line in range(count):
        yield b":p%d!u@host PRIVMSG #table :just talk, number %d, about nothing much at all\r\n" % (
            line % PEOPLE,
            line,
        )


def show(what, value, unit, budget):
    print(f"{what:44} {value:10.3f} {unit:10} (budget {budget})")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    lines = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        server = HostileServer()
        bot = Bot(pathlib.Path(folder), [{"port": server.port}])
        text = bot.config_text().replace("log_level = debug", "log_level = warning")
        begin = time.monotonic()
        bot.start(text)
        try:
            measure(server, bot.process.pid, begin, count, lines)
        except AssertionError as problem:
            print(problem, bot.log_text()[-2000:])
            return 1
        finally:
            end_process(bot.process)
            server.close()
    return 0


def measure(server, pid, begin, count, lines):
    server.welcome()
    show("start to JOIN", time.monotonic() - begin, "s", "0.1")
    server.still_answers()
    rolls(server, 500)
    cpu, wall = cpu_seconds(pid), time.monotonic()
    rolls(server, count)
    show("CPU a reply", (cpu_seconds(pid) - cpu) / count * 1e6, "us", "25")
    show("replies a second (this server is slow)", count / (time.monotonic() - wall), "", "-")
    cpu = cpu_seconds(pid)
    throw(server, chatter(lines))
    server.still_answers(60)
    show(f"{lines} lines of chatter, CPU", cpu_seconds(pid) - cpu, "s", "0.05")
    show("resident", resident_mib(pid), "MiB", "8")


if __name__ == "__main__":
    sys.exit(main())
