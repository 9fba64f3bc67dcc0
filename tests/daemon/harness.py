# SPDX-License-Identifier: GPL-3.0-or-later
"""What the end-to-end tests stand on: a private ngircd, the built bot, scripted people.

Everything listens on loopback and lives in a folder below the build folder. Every process that is
started here is ended here, whatever happens to the test. Python's own library is all it needs.
Times are seconds."""

import atexit
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

BUILD = pathlib.Path(os.environ.get("BUILD", "build")).resolve()
WRAPPER = shlex.split(os.environ.get("LOGIOS_WRAPPER", ""))  # valgrind and its options, or nothing
SLOW = 8 if WRAPPER else 3 if "asan" in BUILD.name else 1  # how much longer everything may take
TIMEOUT = 8 * SLOW
BOLD = "\x02"
ROOT = pathlib.Path(__file__).resolve().parents[2]

_processes = set()
_lock = threading.Lock()


def end_process(process, grace=2 * SLOW):
    """End PROCESS, kindly first; returns its exit status."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(grace)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with _lock:
        _processes.discard(process)
    return process.returncode


def start_process(arguments, log, **options):
    """Start a program that ends with the tests; what it says goes to the file LOG."""
    with open(log, "ab") as sink:
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, **options
        )
    with _lock:
        _processes.add(process)
    return process


def with_file(content, path):
    """A command under which a program finds the file CONTENT where PATH is, in a mount namespace of its own;
    None where such may not be made."""
    may = subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True)
    mount = f'mount --bind {content} {path} && exec "$@"'
    return None if may.returncode else ["unshare", "--mount", "sh", "-c", mount, "sh"]


def _end_all(*_):
    with _lock:
        left = list(_processes)
    for process in left:
        process.kill()
        process.wait()


def _on_signal(number, _):
    _end_all()
    os._exit(128 + number)


atexit.register(_end_all)
if threading.current_thread() is threading.main_thread():
    for _number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(_number, _on_signal)


def free_port(host="127.0.0.1"):
    """A port of HOST on which nobody listens just now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


def have_ipv6():
    try:
        return free_port("::1") > 0
    except OSError:
        return False


def wait_until(condition, what, timeout=TIMEOUT):
    """Wait for CONDITION() to be true and return it; AssertionError says WHAT did not happen."""
    end = time.monotonic() + timeout
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError(f"not within {timeout} s: {what}")
        time.sleep(0.01)


class Server:
    """ngircd with a configuration of its own. It can be stopped and started again on its port."""

    def __init__(self, folder, host="127.0.0.1", name="irc.table.test", pong_timeout=20):
        self.host, self.name, self.folder, self.pong_timeout = host, name, folder, pong_timeout
        self.port = free_port(host)
        self.process = None
        self.log = folder / f"{name}.log"
        self.start()

    def configure(self):
        path = self.folder / f"{self.name}.conf"
        path.write_text(
            "[Global]\n"
            f"Name = {self.name}\nInfo = table\nListen = {self.host}\nPorts = {self.port}\n"
            "MotdPhrase = welcome\nServerGID = nogroup\nServerUID = nobody\n"
            "[Limits]\nMaxConnectionsIP = 0\nMaxJoins = 100\nMaxNickLength = 30\n"
            f"MaxPenaltyTime = 0\nPingTimeout = 60\nPongTimeout = {self.pong_timeout}\n"
            "[Options]\nDNS = no\nIdent = no\nPAM = no\nDefaultUserModes = \n"
            "[Operator]\nName = op\nPassword = op\n"
        )
        return path

    def start(self):
        for _ in range(3):
            program = shutil.which("ngircd") or "/usr/sbin/ngircd"
            self.process = start_process([program, "-n", "-f", str(self.configure())], self.log)
            if self.listens():
                return
            end_process(self.process)
            self.port = free_port(self.host)
        raise AssertionError("ngircd does not start:\n" + self.log.read_text(errors="replace"))

    def listens(self):
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection((self.host, self.port), 1).close()
                return True
            except OSError:
                time.sleep(0.02)
        return False

    def stop(self):
        end_process(self.process)


class Client:
    """A person: a connection, the lines that came, and ways to wait for one of them."""

    def __init__(self, server, nick, channels=("#table",)):
        self.nick, self.lines, self.read = nick, [], 0
        self.socket = self.connect(server)
        self.rest = b""
        self.send(f"NICK {nick}", f"USER {nick} 0 * :{nick} of the tests")
        self.expect(r" 001 ")
        for channel in channels:
            self.join(channel)

    def connect(self, server):
        return socket.create_connection((server.host, server.port), TIMEOUT)

    def send(self, *lines):
        for line in lines:
            data = line if isinstance(line, bytes) else line.encode()
            self.socket.sendall(data + b"\r\n")

    def say(self, target, text):
        data = text if isinstance(text, bytes) else text.encode()
        self.send(b"PRIVMSG " + target.encode() + b" :" + data)

    def join(self, channel):
        self.send(f"JOIN {channel}")
        self.expect(rf" 366 \S+ {re.escape(channel)} ")

    def close(self):
        self.socket.close()

    def _receive(self, timeout):
        self.socket.settimeout(max(timeout, 0.001))
        try:
            data = self.socket.recv(65536)
        except (socket.timeout, BlockingIOError):
            return
        if not data:
            raise AssertionError(f"{self.nick}: the server closed the connection\n" + self.story())
        *whole, self.rest = (self.rest + data).split(b"\n")
        for line in whole:
            text = line.rstrip(b"\r").decode(errors="backslashreplace")
            if text.startswith("PING"):
                self.send("PONG" + text[4:])
            else:
                self.lines.append(text)

    def expect(self, pattern, timeout=TIMEOUT, unless=None):
        """The match of the next line in which PATTERN is found; lines before it are passed over.
        A line in which UNLESS is found on the way is a failure."""
        end = time.monotonic() + timeout
        while True:
            while self.read < len(self.lines):
                line = self.lines[self.read]
                self.read += 1
                if unless and re.search(unless, line):
                    raise AssertionError(f"{self.nick} should not have got: {line}")
                match = re.search(pattern, line)
                if match:
                    return match
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"{self.nick} waited for {pattern!r}\n" + self.story())
            self._receive(left)

    def story(self):
        return "\n".join("    " + repr(line) for line in self.lines[-25:])

    def expect_from(self, nick, target, pattern, **options):
        """As expect, for what NICK says to TARGET; PATTERN must match the whole of it."""
        return self.expect(
            rf"^:{re.escape(nick)}!\S+ (?:PRIVMSG|NOTICE) {re.escape(target)} :{pattern}$", **options
        )

    def ask(self, text, pattern, target="#table", bot="Logios", **options):
        """Say TEXT and return the match of the answer, in the same place."""
        self.say(target, text)
        return self.expect_from(bot, target if target[0] == "#" else self.nick, pattern, **options)

    def ask_silently(self, text, target="#table", bot="Logios"):
        """Say TEXT and make sure that nothing comes of it: the next thing the bot says is the
        answer to a roll that was asked for afterwards."""
        self.say(target, text)
        self.say(target, "!roll 1d1 fence")
        place = target if target[0] == "#" else self.nick
        said = rf"^:{re.escape(bot)}!\S+ (?:PRIVMSG|NOTICE) {re.escape(place)} :"
        match = self.expect(said + "(.*)$")
        if "rolled 1d1 fence ||" not in match.group(1):
            raise AssertionError(f"{text!r} was answered: {match.group(1)!r}")


class Bot:
    """The built program with a configuration of its own."""

    def __init__(self, folder, networks, extra="", plugins="dice, cards, calc", settings=""):
        self.folder, self.log, self.config = folder, folder / "bot.log", folder / "logios.ini"
        (folder / "state").mkdir(exist_ok=True)
        self.networks, self.extra, self.plugins, self.settings = networks, extra, plugins, settings
        self.process, self.last_words = None, ""

    def write_config(self, text=None):
        text = self.config_text() if text is None else text
        if "state_dir" not in text:  # never that of a bot that is at work on this machine
            text = text.replace("[logios]\n", f"[logios]\nstate_dir = {self.folder}/state\n")
        self.config.write_text(text)
        self.config.chmod(0o600)

    def config_text(self):
        sections = "".join(network_section(**network) for network in self.networks)
        # People in tests type faster than anybody at a table.
        limits = "" if "[limits]" in self.extra else "[limits]\nuser_burst = 100000\nchannel_burst = 100000\n"
        # Most tests are about other things than the numbers of rolls.
        numbers = "" if "show_numbers" in self.settings else "show_numbers = no\n"
        return (
            f"[logios]\n{numbers}state_dir = {self.folder}/state\nlog_level = debug\n"
            f"plugins = {self.plugins}\n{self.settings}\n{sections}{self.extra}{limits}"
        )

    def start(self, config=None, under=()):
        """UNDER is a command that runs the one behind it, as env does."""
        self.write_config(config)
        self.process = start_process(
            [*under, *WRAPPER, str(BUILD / "logios"), "-f", "--allow-root", "-c", str(self.config)], self.log
        )
        return self

    def signal(self, number):
        self.process.send_signal(number)

    def wait_exit(self, timeout=TIMEOUT):
        """Its exit status; it must end within TIMEOUT."""
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the bot still runs after {timeout} s") from None

    def log_text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def wait_log(self, pattern, timeout=TIMEOUT, after=0):
        """Wait for PATTERN in the log beyond character AFTER."""
        return wait_until(
            lambda: re.search(pattern, self.log_text()[after:]), f"{pattern!r} in the log", timeout
        )


def network_section(name="test", host="127.0.0.1", port=6667, nick="Logios", channels="#table", more="", pace=(1000, 0)):
    return (
        f"[network {name}]\nhost = {host}\nport = {port}\ntls = no\nnick = {nick}\n"
        f"channels = {channels}\nburst = {pace[0]}\nline_interval_ms = {pace[1]}\n"
        f"reconnect_min = 1\nreconnect_max = 2\n{more}\n"
    )


ADMIN = "[admin boss]\nmask = boss!*@127.0.0.1\nrole = owner\n"


class BotTest(unittest.TestCase):
    """A test with a folder of its own, and everything started in it ended at its end."""

    def setUp(self):
        base = BUILD / "tests" / "daemon"
        base.mkdir(parents=True, exist_ok=True)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=self._testMethodName[:24] + "-", dir=base))
        self.folder.chmod(0o755)
        self.bots = []
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def until_end(self, thing):
        """THING, which is closed at the end of the test."""
        self.addCleanup(thing.close)
        return thing

    def server(self, **options):
        server = Server(self.folder, **options)
        self.addCleanup(server.stop)
        return server

    def bot(self, server, start=True, more="", **options):
        """The bot in #table of SERVER, not waited for; SERVER may also be a list of networks."""
        networks = server
        if not isinstance(server, list):
            networks = [{"host": server.host, "port": server.port, "more": more}]
        bot = Bot(self.folder, networks, **options)
        self.bots.append(bot)
        if start:
            bot.start()
            self.addCleanup(self.end_bot, bot)
        return bot

    def end_bot(self, bot):
        """End BOT. That it had crashed, or that a checker found something, fails the test."""
        status = end_process(bot.process, grace=3 * SLOW)
        bot.last_words = bot.log_text()[-3000:]
        self.assertIn(status, (0, 1), f"the bot ended with {status}\n{bot.log_text()[-4000:]}")
        for sign in ("AddressSanitizer", "runtime error:", "LeakSanitizer", "==ERROR"):
            self.assertNotIn(sign, bot.log_text())

    def client(self, server, nick="ann", channels=("#table",)):
        return self.until_end(Client(server, nick, channels))

    def table(self, nick="ann", **options):
        """The usual party: a server, the bot in #table, and NICK who has seen it there."""
        server = self.server()
        client = self.client(server, nick)
        bot = self.bot(server, **options)
        client.expect(r"^:Logios!\S+ JOIN :?#table$")
        return server, bot, client

    def run(self, result=None):
        before = len(result.failures) + len(result.errors) if result else 0
        outcome = super().run(result)
        if result and len(result.failures) + len(result.errors) > before:
            for bot in self.bots:
                if bot.last_words:
                    print(f"# log of the bot in {self.id()}:\n{bot.last_words}")
        return outcome


def run_logios(*arguments, text="", timeout=TIMEOUT):
    """The program with ARGUMENTS, TEXT on its standard input: (exit status, output, errors)."""
    done = subprocess.run(
        WRAPPER + [str(BUILD / "logios"), *map(str, arguments)],
        input=text,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr
