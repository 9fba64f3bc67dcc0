# SPDX-License-Identifier: GPL-3.0-or-later
"""IRC servers with the limits that Debian's packages give them, and two bouncers, each in a folder of a test.
Only what would stop a test from running on one machine is changed: names, ports, clones from one address."""

import re
import socket
import threading

from harness import Client, Server, end_process, free_port, start_process
from inspircd import MODULES, Inspircd
from packages import RESOLVER, root_for

# The <connect> block of Debian's inspircd.conf, but for the number of connections from one address.
INSPIRCD_LIMITS = 'threshold="10" hardsendq="262144" softsendq="8192" recvq="8192" localmax="50" globalmax="50"'


def answer_names():
    """Be the name server, which knows nobody: without an answer a server waits a minute for each who comes."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        listener.bind((RESOLVER, 53))
    except OSError:
        listener.close()  # another run does it, or nobody may
        return

    def serve():
        while True:
            question, whose = listener.recvfrom(512)
            listener.sendto(question[:2] + b"\x81\x83" + question[4:6] + bytes(6) + question[12:], whose)

    threading.Thread(target=serve, daemon=True).start()


class Ngircd(Server):
    """ngircd with the limits that it has when nobody sets any."""

    def configure(self):
        path = super().configure()
        path.write_text(re.sub(r"(?m)^(MaxJoins|MaxPenaltyTime|PingTimeout|PongTimeout) = .*\n", "", path.read_text()))
        return path


class DefaultInspircd(Inspircd):
    def __init__(self, folder):
        super().__init__(folder, connect=INSPIRCD_LIMITS, modules=MODULES)


class Rooted(Server):
    """A server that runs as nobody in a root of its own. CONFIG is where its configuration lies in there."""

    package, config, arguments = "", "", []

    def __init__(self, folder, host="127.0.0.1", name="irc.table.test"):
        self.root = root_for(self.package, folder)
        super().__init__(folder, host, name)

    def text(self):
        raise NotImplementedError

    def start(self):
        for _ in range(3):
            path = self.root / self.config.lstrip("/")
            path.unlink(missing_ok=True)  # else the cached one, of which it is a link, is written
            path.write_text(self.text())
            self.process = start_process(["chroot", "--userspec=65534:65534", str(self.root), *self.arguments], self.log)
            if self.listens():
                return
            end_process(self.process)
            self.port = free_port(self.host)
        raise AssertionError(f"{self.package} does not start:\n" + self.log.read_text(errors="replace"))


class Hybrid(Rooted):
    package, config = "ircd-hybrid", "/etc/ircd-hybrid/ircd.conf"
    arguments = ["/usr/sbin/ircd-hybrid", "-foreground", "-logfile", "/tmp/ircd.log", "-pidfile", "/tmp/ircd.pid",
                 "-configfile", "/etc/ircd-hybrid/ircd.conf"]

    def text(self):
        return f"""
serverinfo {{ name = "{self.name}"; sid = "0AA"; description = "table"; network_name = "Table"; network_description = "t";
    hub = no; default_max_clients = 512; max_nick_length = 15; max_topic_length = 300; }};
admin {{ name = "a"; description = "a"; email = "a@table.test"; }};
class {{ name = "users"; ping_time = 90 seconds; number_per_ip_local = 20; number_per_ip_global = 20; max_number = 100;
    sendq = 100 kbytes; recvq = 2560 bytes; }};
listen {{ host = "{self.host}"; port = {self.port}; }};
auth {{ user = "*@*"; class = "users"; }};
channel {{ disable_fake_channels = yes; max_channels = 25; default_join_flood_count = 18; default_join_flood_time = 6 seconds; }};
general {{ disable_auth = yes; default_floodcount = 10; default_floodtime = 1 second; anti_nick_flood = yes;
    max_nick_changes = 5; max_nick_time = 20 seconds; anti_spam_exit_message_time = 5 minutes; pace_wait_simple = 1 second;
    pace_wait = 10 seconds; no_oper_flood = yes; max_targets = 4; throttle_count = 20; throttle_time = 2 seconds; }};
modules {{ path = "/usr/lib/ircd-hybrid/modules"; path = "/usr/lib/ircd-hybrid/modules/autoload"; }};
"""


class Irc2(Rooted):
    package, config = "ircd-irc2", "/etc/ircd/ircd.conf"
    arguments = ["/usr/sbin/ircd", "-t", "-s"]  # no iauth

    def text(self):
        return (
            f"M%{self.name}%%table%%000A\nA%a%a%a%%Table\n"
            "Y%1%90%%300%512000%50.50%250.250\nI%*%%%0%1\n"
            f"P%%%%{self.port}%\n"
        )


class Ircu(Rooted):
    package, config = "ircd-ircu", "/etc/ircd/ircd.conf"
    arguments = ["/usr/sbin/ircd-ircu", "-n", "-f", "/etc/ircd/ircd.conf"]

    def text(self):
        return f"""
General {{ name = "{self.name}"; description = "table"; numeric = 1; }};
Admin {{ Location = "t"; Location = "t"; Contact = "a@table.test"; }};
Class {{ name = "Other"; pingfreq = 1 minutes 30 seconds; sendq = 160000; maxlinks = 400; }};
Client {{ host = "*@*"; ip = "*@*"; class = "Other"; }};
Port {{ vhost = "{self.host}"; port = {self.port}; }};
features {{ "LOG" = "SYSTEM" "FILE" "ircd.log"; "LOG" = "SYSTEM" "LEVEL" "CRIT"; "NODNS" = "TRUE"; "NOIDENT" = "TRUE";
    "IPCHECK" = "FALSE"; }};
"""


IRCDS = {"ngircd": Ngircd, "inspircd": DefaultInspircd, "ircd-hybrid": Hybrid, "ircd-irc2": Irc2, "ircd-ircu": Ircu}


class Person(Client):
    """Somebody who waits for a welcome however long the server looks for an ident, at an address of their own."""

    def __init__(self, server, nick, channels=("#table",), number=1):
        self.number = number
        super().__init__(server, nick, channels)

    def connect(self, server):
        return socket.create_connection((server.host, server.port), 10, (f"127.0.1.{self.number}", 0))
