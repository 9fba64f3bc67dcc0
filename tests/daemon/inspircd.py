# SPDX-License-Identifier: GPL-3.0-or-later
"""A private inspircd, plain and TLS, and atheme's services linked to it. Debian's packages are all it
needs; both live in a folder of the test and end with it."""

import hashlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import unittest

from harness import SLOW, TIMEOUT, Server, end_process, free_port, start_process, wait_until

# What a network of today has: capabilities, accounts, bot mode.
MODULES = (
    "botmode cap chghost hostcycle ircv3 ircv3_accounttag ircv3_batch ircv3_capnotify ircv3_chghost "
    "ircv3_ctctags ircv3_echomessage ircv3_invitenotify ircv3_msgid ircv3_servertime monitor namesx sasl "
    "services_account setname stripcolor blockcolor sslinfo spanningtree chanhistory sha256 sajoin sanick sapart "
    "uhnames knock kicknorejoin"
).split()
SERVICES_MASK = "NickServ!NickServ@services.table.test"

ATHEME = """
loadmodule "modules/protocol/inspircd";
loadmodule "modules/backend/opensex";
loadmodule "modules/crypto/pbkdf2v2";
loadmodule "modules/nickserv/main";
loadmodule "modules/nickserv/cert";
loadmodule "modules/nickserv/identify";
loadmodule "modules/nickserv/logout";
loadmodule "modules/nickserv/register";
loadmodule "modules/saslserv/main";
loadmodule "modules/saslserv/plain";
loadmodule "modules/saslserv/external";
serverinfo {{
    name = "services.table.test"; desc = "services"; numeric = "00S"; recontime = 1; netname = "Table";
    hidehostsuffix = "users.test"; adminname = "a"; adminemail = "a@table.test"; registeremail = "r@table.test";
    auth = none; mta = "/bin/false"; loglevel = {{ error; info; admin; network; wallops; }};
    maxlogins = 20; maxusers = 0; mdlimit = 30; emaillimit = 10; emailtime = 300; casemapping = rfc1459;
}};
uplink "{name}" {{ host = "127.0.0.1"; port = {link}; send_password = "link"; receive_password = "link"; }};
nickserv {{ nick = "NickServ"; user = "NickServ"; host = "services.table.test"; real = "Nickname Services"; spam; }};
saslserv {{ nick = "SaslServ"; user = "SaslServ"; host = "services.table.test"; real = "SASL"; }};
general {{
    silent; uflags = {{ }}; cflags = {{ }}; flood_msgs = 0; flood_time = 10; ratelimit_uses = 0;
    commit_interval = 5; default_clone_allowed = 50; default_clone_warn = 40;
}};
"""


def have_inspircd():
    return (shutil.which("inspircd") or shutil.which("/usr/sbin/inspircd")) is not None


def have_atheme():
    return have_inspircd() and shutil.which("atheme-services") is not None


needs_inspircd = unittest.skipUnless(have_inspircd(), "inspircd is not installed")
needs_atheme = unittest.skipUnless(have_atheme(), "inspircd or atheme-services is not installed")


def make_certificate(folder, name, subject="DNS:localhost,IP:127.0.0.1"):
    """A self-signed certificate NAME.pem with its key NAME.key, for SUBJECT; both paths."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    if not certificate.exists():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", key, "-out", certificate, "-days", "30", "-subj", "/CN=table", "-addext",
             f"subjectAltName={subject}"],
            check=True, capture_output=True)
        key.chmod(0o644)  # the server may run as somebody else
    return certificate, key


def fingerprint(certificate):
    """Its SHA-256, as one pins it."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest()


class Inspircd(Server):
    """inspircd on a plain port, a TLS port (tls_port, certificate server.pem in the test's folder) and a
    port for services. MODULES more or fewer, and lines of its configuration (EXTRA, in which {tls_port} is
    that port) as the test wants.
    CONNECT replaces the attributes of its <connect> block beyond the name; flood limits are off."""

    QUIET = 'localmax="500" globalmax="500" fakelag="no" commandrate="100000" threshold="1000" recvq="1M" softsendq="4M" hardsendq="8M"'

    def __init__(self, folder, host="127.0.0.1", name="irc.table.test", extra="", modules=MODULES, connect=QUIET):
        self.extra, self.modules, self.connect = extra, modules, connect
        self.tls_port, self.link_port = free_port(host), free_port("127.0.0.1")
        super().__init__(folder, host, name)

    def configure(self):
        path = self.folder / f"{self.name}.conf"
        certificate, key = make_certificate(self.folder, "server")
        (self.folder / "motd.txt").write_text("welcome\n")
        modules = "".join(f'<module name="{module}">\n' for module in self.modules)
        path.write_text(
            f'<server name="{self.name}" description="table" network="Table" id="00A">\n'
            '<admin name="a" nick="a" email="a@table.test">\n'
            f'<bind address="{self.host}" port="{self.port}" type="clients">\n'
            '<module name="ssl_gnutls">\n'
            f'<sslprofile name="table" provider="gnutls" certfile="{certificate}" keyfile="{key}" hash="sha256"\n'
            ' requestclientcert="yes">\n'
            f'<bind address="{self.host}" port="{self.tls_port}" type="clients" ssl="table">\n'
            f'<bind address="127.0.0.1" port="{self.link_port}" type="servers">\n{modules}'
            '<link name="services.table.test" ipaddr="127.0.0.1" port="1" allowmask="127.0.0.0/8"\n'
            ' sendpass="link" recvpass="link">\n<uline server="services.table.test" silent="yes">\n'
            '<sasl target="services.table.test">\n'
            f'<connect name="table" allow="*" timeout="60" pingfreq="60" resolvehostnames="no" {self.connect}>\n'
            f'<files motd="{self.folder}/motd.txt">\n<channels users="100" opers="100">\n'
            '<dns server="127.0.0.1" timeout="1">\n'
            f'<pid file="{self.folder}/{self.name}.pid">\n'
            f'<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="{self.folder}/{self.name}.ircd.log">\n'
            '<options prefixquit="Quit: " defaultmodes="not" splitwhois="no">\n'
            '<security hidesplits="no" maxtargets="20" customversion="" runasuser="" runasgroup="">\n'
            '<class name="All" commands="*" privs="*" usermodes="*" chanmodes="*">\n'
            '<type name="Boss" classes="All">\n<oper name="op" password="op" host="*@*" type="Boss">\n'
            + self.extra.replace("{tls_port}", str(self.tls_port)) + "\n"
        )
        return path

    def listens(self):
        """It binds its ports long before it serves them: wait for an answer."""
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with socket.create_connection((self.host, self.port), 1) as probe:
                    probe.settimeout(1)
                    probe.sendall(b"PING x\r\nQUIT\r\n")
                    if probe.recv(1):
                        return True
            except OSError:
                time.sleep(0.05)
        return False

    def start(self):
        program = shutil.which("inspircd") or "/usr/sbin/inspircd"
        root = ["--runasroot"] if os.geteuid() == 0 else []
        for _ in range(3):
            arguments = [program, "--nofork", "--config", str(self.configure()), *root]
            self.process = start_process(arguments, self.log, cwd=self.folder)
            if self.listens():
                return
            end_process(self.process)
            self.port, self.tls_port = free_port(self.host), free_port(self.host)
            self.link_port = free_port("127.0.0.1")
        raise AssertionError("inspircd does not start:\n" + self.log.read_text(errors="replace"))


class Services:
    """atheme linked to SERVER; NickServ and SaslServ (PLAIN, EXTERNAL)."""

    def __init__(self, server):
        self.server, self.folder = server, server.folder / "atheme"
        self.log = server.folder / "atheme.log"
        self.folder.mkdir(exist_ok=True)
        self.process = None
        self.start()

    def start(self):
        path = self.folder / "atheme.conf"
        path.write_text(ATHEME.format(name=self.server.name, link=self.server.link_port))
        arguments = ["atheme-services", "-n", "-c", path, "-D", self.folder, "-l", self.folder / "atheme.out",
                     "-p", self.folder / "atheme.pid"]
        self.log.write_text("")
        self.process = start_process([str(each) for each in arguments], self.log, cwd=self.folder)
        wait_until(self.is_linked, f"services linked\n{self.log.read_text(errors='replace')}", 2 * TIMEOUT)

    def is_linked(self):
        if self.process.poll() is not None:
            raise AssertionError("atheme has ended:\n" + self.log.read_text(errors="replace"))
        return re.search(r"synced|linked|finished", self.log.read_text(errors="replace"))

    def stop(self):
        end_process(self.process)


def register(client, password="secret"):
    """Let CLIENT register its nick with NickServ; it is logged in afterwards."""
    end = time.monotonic() + 2 * TIMEOUT * SLOW
    while True:
        client.say("NickServ", f"REGISTER {password} {client.nick}@table.test")
        try:
            return client.expect(r" 900 | is now registered|NOTICE .*registered", timeout=2 * SLOW)
        except AssertionError:
            if time.monotonic() > end:
                raise
