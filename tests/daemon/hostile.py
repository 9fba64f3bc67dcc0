# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that says what a test wants it to say, and the lines that no server should ever send.

HostileServer listens on a free loopback port; it does nothing by itself but answer PING once welcome()
has let the bot in. It can be told what to do by a script, a line a step:

    send TEXT          a line; \\xNN is any byte, {n} a number that counts up
    raw TEXT           the same without CR LF
    size BYTES TEXT    a line of so many bytes, CR LF not counted, filled up with x
    many COUNT TEXT    that many lines as fast as the bot reads them
    slow MS TEXT       a line, so many milliseconds from byte to byte
    wait MS            silence
    expect PATTERN     the bot says such a line
    close, reset       end the connection, in order or by RST
    accept             take the bot's next one, and say nothing
    welcome            take the bot's next one, and let it in
    still              a roll asked for now is answered

scripts/*.txt are such scripts. Run as a program it waits for one bot on the port it prints, lets it in,
throws everything at it, or plays the scripts that are named, and tells whether the bot still answers:
hostile.py [--random SEED LINES | SCRIPT…]."""

import itertools
import pathlib
import random
import re
import socket
import struct
import sys
import time

from harness import TIMEOUT

ASK = b":ann!ann@host PRIVMSG #table :!roll 1d1 alive"
ANSWER = r"^PRIVMSG #table :ann rolled 1d1 alive \|\| "

# Each is sent as it is. None of them may have any effect on what the bot answers afterwards.
MALFORMED = [
    ("empty line", b"\r\n"),
    ("lone LF", b"\n"),
    ("lone CR", b"\r\r\n"),
    ("CR in the middle", b":ann!a@h PRIVMSG #table :one\rtwo\r\n"),
    ("many CR", b"\r\r\r\r\n\r\n\r\n"),
    ("blanks", b"     \r\n"),
    ("colon", b":\r\n"),
    ("two colons", b"::\r\n"),
    ("colon and blank", b": \r\n"),
    ("prefix only", b":irc.table.test\r\n"),
    ("prefix and blanks", b":irc.table.test    \r\n"),
    ("long prefix only", b":" + b"p" * 505 + b"\r\n"),
    ("numeric only", b"433\r\n"),
    ("numeric with prefix only", b":irc.table.test 332\r\n"),
    ("every numeric, bare", b"".join(b":s %03d\r\n" % n for n in range(1000) if n not in (433, 465))),
    ("numeric 000", b":irc.table.test 000 Logios :zero\r\n"),
    ("numeric 999", b":irc.table.test 999 Logios\r\n"),
    ("four digits", b":irc.table.test 1234 Logios :x\r\n"),
    ("line of 511 bytes", b":ann!a@h PRIVMSG #table :" + b"x" * 484 + b"\r\n"),
    ("line of 8703 bytes", b":ann!a@h PRIVMSG #table :" + b"x" * 8676 + b"\r\n"),
    ("line of 100000 bytes", b":ann!a@h PRIVMSG #table :" + b"x" * 99973 + b"\r\n"),
    ("tags of 8191 bytes", b"@a=" + b"t" * 8187 + b" :ann!a@h PRIVMSG #table :hello\r\n"),
    ("tags of 20000 bytes", b"@a=" + b"t" * 20000 + b" :ann!a@h PRIVMSG #table :hello\r\n"),
    ("tags only", b"@time=2026-01-01T00:00:00.000Z\r\n"),
    ("tag sign only", b"@\r\n@ \r\n@; :x\r\n@=;=;= PING\r\n"),
    ("NUL", b":ann!a@h PRIVMSG #table :be\0fore\r\n"),
    ("NUL first", b"\0\0\0\r\n"),
    ("NUL in command", b":a!b@c PRIV\0MSG #table :x\r\n"),
    ("invalid UTF-8", b":ann!a@h PRIVMSG #table :\xff\xfe\xc0\xaf\xed\xa0\x80\xf5\r\n"),
    ("invalid UTF-8 in nick", b":\xff\xfe!a@h JOIN #table\r\n:\xff\xfe!a@h PART #table\r\n"),
    ("NOTICE with one parameter", b":a!b@c NOTICE Logios\r\n"),
    ("NOTICE with none", b":a!b@c NOTICE\r\nNOTICE\r\n"),
    ("PRIVMSG with one parameter", b":a!b@c PRIVMSG #table\r\n:a!b@c PRIVMSG\r\nPRIVMSG\r\n"),
    ("PRIVMSG without prefix", b"PRIVMSG #table :!roll 1d1\r\n"),
    ("PRIVMSG, empty text", b":a!b@c PRIVMSG #table :\r\n:a!b@c PRIVMSG Logios :\r\n"),
    ("MODE without parameter", b":a!b@c MODE\r\nMODE\r\n"),
    ("MODE without letters", b":a!b@c MODE #table\r\n:a!b@c MODE #table :\r\n"),
    ("MODE, nicks missing", b":a!b@c MODE #table +oooo\r\n:a!b@c MODE #table +\r\n:a!b@c MODE #table ------\r\n"),
    ("lone 0x01", b":a!b@c PRIVMSG #table :\x01\r\n:a!b@c NOTICE Logios :\x01\r\n"),
    ("two 0x01", b":a!b@c PRIVMSG #table :\x01\x01\r\n:a!b@c PRIVMSG Logios :\x01\x01\r\n"),
    ("unended CTCP", b":a!b@c PRIVMSG Logios :\x01VERSION\r\n:a!b@c PRIVMSG #table :\x01ACTION \r\n"),
    ("DCC", b":a!b@c PRIVMSG Logios :\x01DCC SEND f 2130706433 9 9\x01\r\n:a!b@c PRIVMSG Logios :\x01DCC CHAT\x01\r\n"),
    ("NICK without prefix", b"NICK\r\nNICK :\r\nNICK other\r\n"),
    ("NICK without parameter", b":a!b@c NICK\r\n"),
    ("NICK of 400 bytes", b":a!b@c NICK " + b"n" * 400 + b"\r\n"),
    ("JOIN without channel", b":a!b@c JOIN\r\nJOIN\r\n:Logios JOIN\r\n:Logios JOIN :\r\n"),
    ("JOIN never asked for", b":Logios!l@h JOIN #never\r\n:s 353 Logios = #never :a b c\r\n:s 366 Logios #never :End\r\n:Logios!l@h PART #never\r\n"),
    ("names of a strange channel", b":s 353 Logios = #strange :@a +b c\r\n:s 353 Logios\r\n:s 353 Logios =\r\n:s 353 Logios = #table :\r\n:s 366 Logios #strange :End\r\n"),
    ("KICK without parameters", b":a!b@c KICK\r\n:a!b@c KICK #table\r\n:a!b@c KICK #strange Logios\r\n"),
    ("PART without channel", b":a!b@c PART\r\n:x PART #strange\r\n"),
    ("QUIT without prefix", b"QUIT\r\nQUIT :x\r\n"),
    ("TOPIC, INVITE without parameters", b":a!b@c TOPIC\r\n:a!b@c INVITE\r\n:a!b@c INVITE Logios\r\nINVITE Logios #x\r\n"),
    ("005 with 15 parameters", b":s 005 Logios " + b" ".join(b"K%d=v" % i for i in range(13)) + b" :are supported\r\n"),
    ("005 in pieces", b":s 005 Logios = == =x -= - -NOSUCH A= :x\r\n:s 005 Logios\r\n:s 005\r\n:s 005 Logios NICKLEN=99999999999999999999 MODES=-1 LINELEN= :x\r\n"),
    ("CAP pieces", b":s CAP\r\n:s CAP *\r\n:s CAP * LS\r\n:s CAP * LS *\r\n:s CAP * NEW :\r\n:s CAP * ACK\r\n:s CAP * NAK :x\r\n:s CAP * DEL :x\r\nCAP\r\n"),
    ("AUTHENTICATE garbage", b"AUTHENTICATE\r\nAUTHENTICATE +\r\nAUTHENTICATE " + b"A" * 400 + b"\r\n:s 900\r\n:s 904 Logios\r\n"),
    ("batches without end", b"".join(b":s BATCH +b%d netsplit a b\r\n" % i for i in range(50)) + b":s BATCH\r\n:s BATCH -\r\n:s BATCH -zz\r\n"),
    ("unknown commands", b":s WALLOPS\r\n:s XYZZY a b c\r\n:s " + b"C" * 300 + b"\r\n:s \x01\x02 x\r\n"),
    ("twenty parameters", b":s 999 " + b"p " * 20 + b":last\r\n:a!b@c PRIVMSG " + b"p " * 20 + b":x\r\n"),
    ("format signs", b":%s%n%s!%n@%s PRIVMSG #table :%s%n%s%n%x%x\r\n:s 332 Logios #table :%s%n%n\r\n"),
    ("PING pieces", b"PING\r\nPING :\r\n:s PING\r\n:s PING x :\r\n"),
    ("mask without parts", b":!@ PRIVMSG #table :x\r\n:a! PRIVMSG #table :x\r\n:@h PRIVMSG #table :x\r\n:!u@h NICK\r\n"),
    ("CAP flood", b":s CAP * LS * :" + b" ".join(b"cap%d" % i for i in range(60)) + b"\r\n" + b":s CAP Logios NEW :x\r\n" * 200),
]


def random_lines(seed, count):
    """COUNT lines of random bytes, none of which can mean anything: their commands are too long, or
    hold bytes that no command has."""
    source = random.Random(seed)
    for _ in range(count):
        size = source.choice((0, 1, 2, 5, 20, 80, 200, 509, 510, 511, 700))
        size = source.randrange(size + 1)
        yield source.randbytes(size).replace(b"\n", b"\r") + source.choice((b"\r\n", b"\n"))


COMMANDS = (
    b"PRIVMSG NOTICE JOIN PART MODE TOPIC INVITE NICK QUIT AWAY ACCOUNT CHGHOST SETNAME TAGMSG WALLOPS "
    b"001 002 003 004 301 311 324 329 332 333 353 354 366 372 375 376 401 403 404 412 421 432 437 471 473 "
    b"474 475 477 730 900 903 904 906"
).split()
PIECES = [b"", b":", b" ", b"#table", b"#x", b"ann", b"a!b@c", b"@+%&~", b"+o", b"-ov", b"=", b"*", b"\x01", b"\x02",
          b"\xff", b"%s", b"@t=v", b":tail of it", b"0", b"-1", b"99999999999", b"x" * 300, b"\0", b",", b"#a,#b,#c"]


def almost_lines(seed, count):
    """COUNT lines that look nearly like IRC, put together from pieces; nothing in them is said to or
    about the bot, and nobody asks anything."""
    source = random.Random(seed)
    for _ in range(count):
        prefix = source.choice((b"", b":s ", b":ann!a@h ", b":b!c@d ", b": ", b":\xff! ", b"@k=v :e!f@g "))
        words = [source.choice(PIECES) for _ in range(source.randrange(6))]
        yield prefix + source.choice(COMMANDS) + b" " + b" ".join(words) + b"\r\n"


class HostileServer:
    """One listening socket, one connection at a time."""

    def __init__(self, host="127.0.0.1", port=0):
        self.host = host
        self.listener = socket.create_server((host, port))
        self.port = self.listener.getsockname()[1]
        self.socket, self.rest, self.lines, self.read = None, b"", [], 0
        self.answers_ping = False

    def accept(self, timeout=TIMEOUT):
        """Take the next connection, dropping the one before."""
        self.listener.settimeout(timeout)
        connection, _ = self.listener.accept()
        if self.socket:
            self.socket.close()
        self.socket, self.rest, self.lines, self.read = connection, b"", [], 0

    def welcome(self, nick="Logios", channel="#table"):
        """Take a connection and let it in: registration, ISUPPORT, and the JOIN that it asks for."""
        self.accept()
        self.expect(r"^USER ")
        self.send(
            f":s 001 {nick} :Welcome {nick}!l@host",
            f":s 005 {nick} CASEMAPPING=rfc1459 CHANTYPES=# PREFIX=(ov)@+ :are supported",
            f":s 376 {nick} :End of MOTD",
        )
        self.expect(rf"^JOIN :?{re.escape(channel)}")
        self.send(
            f":{nick}!l@host JOIN {channel}",
            f":s 353 {nick} = {channel} :{nick} ann",
            f":s 366 {nick} {channel} :End",
        )
        self.answers_ping = True

    def send(self, *lines):
        for line in lines:
            self.send_raw((line if isinstance(line, bytes) else line.encode()) + b"\r\n")

    def send_raw(self, data):
        self.socket.settimeout(TIMEOUT)
        self.socket.sendall(data)

    def expect(self, pattern, timeout=TIMEOUT):
        """The match of the next line from the bot in which PATTERN is found."""
        end = time.monotonic() + timeout
        while True:
            while self.read < len(self.lines):
                self.read += 1
                match = re.search(pattern, self.lines[self.read - 1])
                if match:
                    return match
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"the server waited for {pattern!r}, got {self.lines[-10:]}")
            self.receive(left)

    def receive(self, timeout):
        """Read what comes within TIMEOUT, at once when there is something."""
        self.socket.settimeout(max(timeout, 0.001))
        try:
            data = self.socket.recv(65536)
        except (socket.timeout, BlockingIOError):
            return
        if not data:
            raise AssertionError(f"the bot closed the connection; it had said {self.lines[-10:]}")
        *whole, self.rest = (self.rest + data).split(b"\r\n")
        for line in whole:
            # Tags have room of their own (IRCv3 message-tags).
            bare = line.partition(b" ")[2] if line.startswith(b"@") else line
            if len(bare) > 510 or re.search(rb"[\r\n\0]", line):
                raise AssertionError(f"the bot sent what is no line: {line!r}")
            text = line.decode(errors="backslashreplace")
            self.lines.append(text)
            if self.answers_ping and text.startswith("PING"):
                self.send("PONG s " + text[5:])

    def still_answers(self, timeout=TIMEOUT):
        """That a roll asked for now is answered."""
        self.send(ASK)
        return self.expect(ANSWER, timeout)

    def hang_up(self, reset=False):
        """End the connection; with RESET what is on its way is lost."""
        if reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()
        self.socket = None

    def close(self):
        for each in (self.socket, self.listener):
            if each:
                each.close()


def throw(server, lines, chunk=400):
    """Send LINES, many at a time, reading what the bot says meanwhile."""
    pending = []
    for line in lines:
        pending.append(line)
        if len(pending) == chunk:
            server.send_raw(b"".join(pending))
            server.receive(0)
            pending = []
    server.send_raw(b"".join(pending))


# ---- scripts ----


def filled(text, size=0):
    """TEXT of a script as bytes, filled up to SIZE."""
    data = re.sub(rb"\\x([0-9a-fA-F]{2})", lambda match: bytes([int(match[1], 16)]), text.encode())
    return data + b"x" * (size - len(data))


def slowly(server, data, pause):
    server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for at in range(len(data)):
        server.send_raw(data[at : at + 1])
        time.sleep(pause)


class Script:
    """What the steps of a script do; each takes the rest of its line."""

    def __init__(self, server):
        self.server, self.numbers = server, itertools.count(1)

    def text(self, text, size=0):
        return filled(text.replace("{n}", str(next(self.numbers))), size)

    def send(self, rest):
        self.server.send(self.text(rest))

    def raw(self, rest):
        self.server.send_raw(self.text(rest))

    def size(self, rest):
        size, _, text = rest.partition(" ")
        self.server.send(self.text(text, int(size)))

    def many(self, rest):
        count, _, text = rest.partition(" ")
        throw(self.server, (self.text(text) + b"\r\n" for _ in range(int(count))))

    def slow(self, rest):
        pause, _, text = rest.partition(" ")
        slowly(self.server, self.text(text) + b"\r\n", int(pause) / 1000)

    def wait(self, rest):
        end = time.monotonic() + int(rest) / 1000
        while time.monotonic() < end:
            self.server.receive(end - time.monotonic())

    def expect(self, rest):
        self.server.expect(rest)

    def close(self, _):
        self.server.hang_up()

    def reset(self, _):
        self.server.hang_up(reset=True)

    def accept(self, _):
        self.server.accept()

    def welcome(self, _):
        self.server.welcome()

    def still(self, _):
        self.server.still_answers(60)


STEPS = ("send", "raw", "size", "many", "slow", "wait", "expect", "close", "reset", "accept", "welcome", "still")


def play(server, path):
    """Do what the script at PATH says, with a bot that has been let in."""
    script = Script(server)
    for number, line in enumerate(path.read_text().splitlines(), 1):
        step, _, rest = line.partition(" ")
        if not line or line[0] == "#":
            continue
        if step not in STEPS:
            raise ValueError(f"{path}:{number}: no step {step!r}")
        try:
            getattr(script, step)(rest)
        except (AssertionError, OSError) as problem:
            raise AssertionError(f"{path}:{number}: {line[:60]}: {problem}") from None
    server.still_answers(60)


def everything(server, seed, count):
    for what, data in MALFORMED:
        print(what, flush=True)
        server.send_raw(data)
        server.still_answers()
    throw(server, random_lines(seed, count))
    throw(server, almost_lines(seed, count))
    server.still_answers(60)


def main():
    arguments = sys.argv[1:]
    server = HostileServer()
    print(f"listening on {server.host} port {server.port}", flush=True)
    server.welcome()
    if not arguments or arguments[0] == "--random":
        everything(server, *map(int, arguments[1:3] or (1, 100000)))
    else:
        for path in map(pathlib.Path, arguments):
            print(path, flush=True)
            play(server, path)
    print("It still answers.")


if __name__ == "__main__":
    main()
