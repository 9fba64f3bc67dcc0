# SPDX-License-Identifier: GPL-3.0-or-later
"""znc and bip as the bot's bouncer: they hold nick and channel on an IRC server, and repeat what was said while
nobody was attached."""

import hashlib
import os

from harness import Server, end_process, free_port, start_process
from packages import CACHE, library_path

BIP_SECRET = "3472a9ec4b9208a778529471850a30f0bd5513e1"  # "secret", by bipmkpw


class Bouncer(Server):
    """A bouncer on SERVER; PASSWORD is what the bot says to it."""

    package, program, password = "", "", ""

    def __init__(self, folder, server):
        self.server, self.root = server, CACHE / self.package
        self.home = folder / self.package
        (self.home / "configs").mkdir(parents=True)
        super().__init__(folder, name=f"{self.package}.test")

    def write(self):
        raise NotImplementedError

    def arguments(self):
        raise NotImplementedError

    def start(self):
        nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
        environment = {**os.environ, "LD_LIBRARY_PATH": library_path(self.root), "HOME": str(self.home)}
        for _ in range(3):
            self.write()
            for place in (self.home, *self.home.rglob("*")):
                place.chmod(0o700 if place.is_dir() else 0o600)
                if nobody:
                    os.chown(place, 65534, 65534)
            self.process = start_process(
                [str(self.root / self.program), *self.arguments()], self.log, env=environment, cwd=self.home, **nobody)
            if self.listens():
                return
            end_process(self.process)
            self.port = free_port(self.host)
        raise AssertionError(f"{self.package} does not start:\n" + self.log.read_text(errors="replace"))


class Znc(Bouncer):
    package, program, password = "znc", "usr/bin/znc", "u/t:secret"

    def write(self):
        digest = hashlib.sha256(b"secretsalt").hexdigest()
        (self.home / "configs" / "znc.conf").write_text(
            "Version = 1.8.2\nServerThrottle = 1\nConnectDelay = 1\n"
            f"<Listener l>\n Port = {self.port}\n IPv4 = true\n IPv6 = false\n SSL = false\n Host = {self.host}\n</Listener>\n"
            f"<User u>\n Pass = sha256#{digest}#salt#\n Nick = Logios\n AltNick = Logios_\n Ident = logios\n RealName = dice\n"
            f" <Network t>\n  Server = {self.server.host} {self.server.port}\n  <Chan #table>\n  </Chan>\n </Network>\n</User>\n")

    def arguments(self):
        return ["--foreground", "--datadir", str(self.home)]

    def start(self):
        (self.home / "modules").symlink_to(self.root / "usr/lib/znc")  # it does not start without any
        super().start()


class Bip(Bouncer):
    package, program, password = "bip", "usr/bin/bip", "u:secret:t"
    timestamp = "time"

    def write(self):
        (self.home / "bip.conf").write_text(
            f'ip = "{self.host}";\nport = {self.port};\nlog = true;\nlog_root = "{self.home}/logs";\nlog_level = 3;\n'
            f'pid_file = "{self.home}/bip.pid";\nreconn_timer = 1;\n'
            f'network {{ name = "t"; server {{ host = "{self.server.host}"; port = {self.server.port}; }}; }};\n'
            f'user {{ name = "u"; password = "{BIP_SECRET}"; default_nick = "Logios"; default_user = "logios";\n'
            f' default_realname = "dice"; backlog = true; backlog_lines = 10; backlog_timestamp = "{self.timestamp}";\n'
            ' connection { name = "t"; network = "t"; channel { name = "#table"; }; };\n};\n')
        (self.home / "logs").mkdir(exist_ok=True)

    def arguments(self):
        return ["-n", "-f", str(self.home / "bip.conf"), "-s", str(self.home)]


class BipWithoutTimes(Bip):
    timestamp = "none"


BOUNCERS = {"znc": Znc, "bip": Bip, "bip without times": BipWithoutTimes}
