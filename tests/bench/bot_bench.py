# SPDX-License-Identifier: GPL-3.0-or-later
"""What the whole bot costs, against a small server in this process (so that no server's pacing is
measured): start to JOIN, CPU a reply with ten people who roll as fast as they are answered, CPU for
chatter that is no command, resident memory; then over TLS, and with a plugin that listens; then CPU and flushes to
the disk for a roll when 1, 10 and 100 come in a second. Nothing is asserted; design budgets are shown beside.
Usage: bot_bench.py [ROLLS [LINES]]"""

import os
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))

from harness import BUILD, TIMEOUT, Bot, end_process  # noqa: E402
from hostile import HostileServer, throw  # noqa: E402
from inspircd import make_certificate  # noqa: E402

PEOPLE = 10
ROLLS = ("!roll 3d6", "!roll 1d20+5 to hit", "!roll 2x2d10+4", "!roll 4d6", "!scion 5")
RATES = ((1, 8), (10, 4), (100, 4))  # rolls a second, seconds
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


def paced_rolls(server, rate, seconds):
    """RATE rolls in each of SECONDS, whether or not the last is answered yet; how many they were."""
    begin, count = time.monotonic(), rate * seconds
    for number in range(count):
        time.sleep(max(0, begin + number / rate - time.monotonic()))
        ask(server, number % PEOPLE, ROLLS[number % len(ROLLS)])
    for _ in range(count):
        server.expect(r"^PRIVMSG #table :p(\d) rolled ")
    return count


class FlushCounter:
    """Counts how often a process has the disk write, while it lives."""

    def __init__(self, folder, pid):
        self.path = folder / "strace"
        self.strace = subprocess.Popen(
            ["strace", "-e", "trace=fdatasync,fsync", "-o", self.path, "-p", str(pid)], stderr=subprocess.PIPE
        )
        self.counts = b"attached" in self.strace.stderr.readline()

    def end(self):
        self.strace.terminate()
        self.strace.communicate()
        return len(self.path.read_text().splitlines()) if self.counts else None


def chatter(count):
    for line in range(count):
        yield b":p%d!u@host PRIVMSG #table :just talk, number %d, about nothing much at all\r\n" % (
            line % PEOPLE,
            line,
        )


def show(what, value, unit, budget):
    print(f"{what:44} {value:10.3f} {unit:10} (budget {budget})")


class TlsServer(HostileServer):
    """The same behind TLS."""

    def __init__(self, folder):
        super().__init__()
        self.certificate, key = make_certificate(folder, "server")
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.certificate, key)

    def accept(self, timeout=TIMEOUT):
        super().accept(timeout)
        self.socket = self.context.wrap_socket(self.socket, server_side=True)


def measured(server, folder, measure, tls="no", plugins="dice, cards, calc", more=""):
    """Let MEASURE look at a bot on SERVER; whether that went well."""
    network = {"host": "localhost" if tls == "yes" else "127.0.0.1", "port": server.port, "more": more}
    bot = Bot(folder, [network], plugins=plugins)
    text = bot.config_text().replace("log_level = debug", "log_level = warning")
    begin = time.monotonic()
    bot.start(text.replace("tls = no", f"tls = {tls}"))
    try:
        server.welcome()
        measure(server, bot.process.pid, begin)
        return True
    except AssertionError as problem:
        print(problem, bot.log_text()[-2000:])
        return False
    finally:
        end_process(bot.process)
        server.close()


def cost_of_rolls(server, pid, count):
    rolls(server, 500)
    cpu = cpu_seconds(pid)
    rolls(server, count)
    return (cpu_seconds(pid) - cpu) / count * 1e6


def cost_of_chatter(server, pid, lines):
    cpu = cpu_seconds(pid)
    throw(server, chatter(lines))
    server.still_answers(60)
    return cpu_seconds(pid) - cpu


def costs_by_rate(folder, server, pid):
    server.still_answers()
    for rate, seconds in RATES:
        cpu = cpu_seconds(pid)
        count = paced_rolls(server, rate, seconds)
        show(f"{rate} rolls a second: CPU a roll", (cpu_seconds(pid) - cpu) / count * 1e6, "us", "-")
        if shutil.which("strace"):
            counter = FlushCounter(folder, pid)
            paced_rolls(server, rate, seconds)
            flushes = counter.end()
            if flushes is not None:
                show(f"{rate} rolls a second: flushes a roll", flushes / count, "", "-")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    lines = int(sys.argv[2]) if len(sys.argv) > 2 else 20000

    def plain(server, pid, begin):
        show("start to JOIN", time.monotonic() - begin, "s", "0.1")
        server.still_answers()
        wall = time.monotonic()
        show("CPU a reply", cost_of_rolls(server, pid, count), "us", "25")
        show("replies a second (this server is slow)", count / (time.monotonic() - wall), "", "-")
        show(f"{lines} lines of chatter, CPU", cost_of_chatter(server, pid, lines), "s", "0.05")
        show("resident", resident_mib(pid), "MiB", "8")

    def over_tls(server, pid, _):
        show("CPU a reply, TLS", cost_of_rolls(server, pid, count), "us", "35")
        show(f"{lines} lines of chatter, TLS, CPU", cost_of_chatter(server, pid, lines), "s", "-")

    def listening(server, pid, _):
        server.still_answers()
        show(f"{lines} lines, a plugin listening, CPU", cost_of_chatter(server, pid, lines), "s", "-")

    good = True
    with tempfile.TemporaryDirectory(dir=BUILD) as name:
        for part in ("plain", "tls", "listening", "paced"):
            (pathlib.Path(name) / part).mkdir()
        folder = pathlib.Path(name)
        good &= measured(HostileServer(), folder / "plain", plain)
        server = TlsServer(folder / "tls")
        good &= measured(server, folder / "tls", over_tls, tls="yes", more=f"tls_ca = {server.certificate}")
        good &= measured(HostileServer(), folder / "listening", listening, plugins="dice, example")
        paced = folder / "paced"
        good &= measured(HostileServer(), paced, lambda server, pid, _: costs_by_rate(paced, server, pid))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
