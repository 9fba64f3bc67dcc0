# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty people roll as fast as a server with its default limits lets them. Nobody may be killed, the bot
keeps to its default pace, and every roll is answered, or counted in a word about what was too much.
Usage: flood.py [SECONDS [ngircd|inspircd]…]; `make flood SECONDS=600` runs it."""

import pathlib
import re
import selectors
import socket
import sys
import tempfile
import time

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "daemon"))

from harness import BUILD, TIMEOUT, Bot, Server, end_process  # noqa: E402
from inspircd import MODULES, Inspircd, have_inspircd  # noqa: E402

PEOPLE = 20
CHANNELS = ("#table", "#tavern")
AT_ONCE = 4  # lines on their way before a PONG has told that the server took them
DRAIN = 90  # seconds: what waits is said or stale within sixty
WORD = re.compile(r"^:Logios!\S+ (?:PRIVMSG|NOTICE) (\S+) :\((\d+) repl(?:y was|ies were) not sent: too much at once\)$")

# The <connect> block of Debian's inspircd.conf.
INSPIRCD_DEFAULTS = 'threshold="10" hardsendq="262144" softsendq="8192" recvq="8192" localmax="3" globalmax="3"'


class DefaultNgircd(Server):
    """ngircd with the limits that it has when nobody sets any."""

    def configure(self):
        path = super().configure()
        text = re.sub(r"(?m)^(MaxConnectionsIP|MaxJoins|MaxPenaltyTime|PingTimeout|PongTimeout) = .*\n", "", path.read_text())
        path.write_text(text)
        return path


def default_server(kind, folder):
    if kind == "ngircd":
        return DefaultNgircd(folder)
    return Inspircd(folder, connect=INSPIRCD_DEFAULTS, modules=MODULES)


class Player:
    """Somebody at an address of their own, so that no limit by address is met."""

    def __init__(self, server, number):
        self.nick, self.channel = f"p{number}", CHANNELS[number % len(CHANNELS)]
        self.leads = number < len(CHANNELS)  # counts the words said to the channel
        self.socket = socket.create_connection((server.host, server.port), TIMEOUT, (f"127.0.1.{number + 1}", 0))
        self.rest, self.killed, self.joined, self.ready = b"", None, False, True
        self.asked = self.answered = self.told = 0
        self.socket.sendall(f"NICK {self.nick}\r\nUSER {self.nick} 0 * :player\r\n".encode())

    def ask(self):
        """Ask for some rolls, one in eight in private, and for a PONG when the server has taken them."""
        lines = []
        for _ in range(AT_ONCE):
            self.asked += 1
            target, sign = ("Logios", "") if self.asked % 8 == 0 else (self.channel, "!")
            lines.append(f"PRIVMSG {target} :{sign}roll 1d1 number {self.asked}\r\n")
        self.socket.sendall("".join(lines).encode() + b"PING :taken\r\n")
        self.ready = False

    def hear(self):
        try:
            data = self.socket.recv(262144)
        except OSError as problem:
            data, self.killed = b"", self.killed or str(problem)
        if not data:
            self.killed = self.killed or "closed"
            return
        *lines, self.rest = (self.rest + data).split(b"\r\n")
        for line in lines:
            self.take(line.decode(errors="replace"))

    def take(self, line):
        if line.startswith("PING"):
            self.socket.sendall(b"PONG" + line[4:].encode() + b"\r\n")
        elif line.startswith("ERROR"):
            self.killed = line
        elif " 001 " in line[:60]:
            self.socket.sendall(f"JOIN {self.channel}\r\n".encode())
        elif " 366 " in line[:60]:
            self.joined = True
        elif " PONG " in line[:60] and line.endswith(":taken"):
            self.ready = True
        elif line.startswith(":Logios!"):
            self.take_answer(line)

    def take_answer(self, line):
        word = WORD.match(line)
        if f" :{self.nick} rolled 1d1 number " in line:
            self.answered += 1
        elif word and (word[1] == self.nick or (self.leads and word[1] == self.channel)):
            self.told += int(word[2])


def turn(selector, timeout=0.05):
    for key, _ in selector.select(timeout):
        key.data.hear()
        if key.data.killed:
            selector.unregister(key.fileobj)


def gather(server):
    """All players in their channels, with the selector that watches them."""
    players = [Player(server, number) for number in range(PEOPLE)]
    selector = selectors.DefaultSelector()
    for player in players:
        selector.register(player.socket, selectors.EVENT_READ, player)
    end = time.monotonic() + 10 * TIMEOUT
    while not all(player.joined for player in players):
        turn(selector)
        assert time.monotonic() < end, [p.nick for p in players if not p.joined]
    return players, selector


def wait_for_bot(players, selector, bot):
    """The bot is in both channels when its log says so."""
    end = time.monotonic() + 10 * TIMEOUT
    while not all(f"joined {channel}" in bot.log_text() for channel in CHANNELS):
        turn(selector)
        assert time.monotonic() < end, bot.log_text()[-2000:]


def totals(players):
    return {name: sum(getattr(p, name) for p in players) for name in ("asked", "answered", "told")}


def flood(server, bot, seconds, drain):
    """Let everybody roll for SECONDS, and wait up to DRAIN more until all is accounted for. The sums, with the
    reasons of whoever was killed, and what the bot's log says about disconnections."""
    players, selector = gather(server)
    wait_for_bot(players, selector, bot)
    begin = time.monotonic()
    while time.monotonic() < begin + seconds:
        for player in players:
            if player.ready and not player.killed:
                player.ask()
        turn(selector)
    end = time.monotonic() + drain
    while time.monotonic() < end and any(not p.killed for p in players):
        turn(selector)
        sums = totals(players)
        if sums["asked"] == sums["answered"] + sums["told"]:
            break
    result = totals(players)
    result["killed"] = [f"{p.nick}: {p.killed}" for p in players if p.killed]
    result["disconnected"] = re.findall(r"disconnected: .*", bot.log_text())
    result["seconds"] = time.monotonic() - begin
    for player in players:
        player.socket.close()
    return result


def network(server):
    """The bot's part of it: its default pace, and nobody's rate limited, which would spare the outbox."""
    return (
        f"[network test]\nhost = {server.host}\nport = {server.port}\ntls = no\nnick = Logios\n"
        f"channels = {', '.join(CHANNELS)}\n[limits]\nenabled = no\n"
    )


def run(kind, folder, seconds, drain=DRAIN):
    """Flood a server of that KIND in FOLDER."""
    server = default_server(kind, folder)
    bot = Bot(folder, [], plugins="dice")
    try:
        bot.start(f"[logios]\nstate_dir = {folder}/state\nplugins = dice\n" + network(server))
        return flood(server, bot, seconds, drain)
    finally:
        if bot.process:
            end_process(bot.process)
        server.stop()


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    kinds = sys.argv[2:] or ["ngircd"] + ["inspircd"] * have_inspircd()
    good = True
    for kind in kinds:
        with tempfile.TemporaryDirectory(dir=BUILD) as name:
            folder = pathlib.Path(name)
            folder.chmod(0o755)
            result = run(kind, folder, seconds)
        fine = not result["killed"] and not result["disconnected"] and result["asked"] == result["answered"] + result["told"]
        good &= fine
        print(
            f"{kind}: {'well' if fine else 'NOT WELL'}: {PEOPLE} people asked for {result['asked']} rolls in {seconds} s, "
            f"{result['answered']} answered, {result['told']} told not to be; "
            f"killed: {result['killed'] or 'nobody'}; the bot disconnected: {result['disconnected'] or 'never'}; "
            f"{result['seconds']:.0f} s in all",
            flush=True,
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
