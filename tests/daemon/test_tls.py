# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: TLS with a certificate that is trusted, for another name, signed by nobody we know, expired or
pinned; a server that speaks no TLS; ending in the middle of a handshake."""

import signal
import ssl
import subprocess

from hostile import HostileServer
from harness import SLOW, Bot, BotTest, network_section, with_file

ENDS = {"good": "DNS:localhost", "other": "DNS:irc.elsewhere.test"}


class TlsServer(HostileServer):
    def __init__(self, certificate, key):
        super().__init__()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)

    def accept(self, timeout=10 * SLOW):
        super().accept(timeout)
        self.socket.settimeout(timeout)
        self.socket = self.context.wrap_socket(self.socket, server_side=True)


class Tls(BotTest):
    def certificate(self, name, days="30"):
        """A self-signed certificate for localhost, or for another name."""
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", key, "-out", certificate, "-days", days, "-subj", "/CN=test",
             "-addext", f"subjectAltName={ENDS[name]}"],
            check=True, capture_output=True)
        return certificate, key

    def meet(self, name, settings, under=()):
        certificate, key = self.certificate(name)
        server = self.until_end(TlsServer(certificate, key))
        section = network_section(host="localhost", port=server.port, more=settings)
        bot = Bot(self.folder, [])
        self.bots.append(bot)
        bot.start(f"[logios]\nlog_level = debug\n{section.replace('tls = no', 'tls = yes')}", under=under)
        self.addCleanup(self.end_bot, bot)
        return server, bot

    def refused(self, server, bot, pattern):
        for _ in range(2):
            try:
                server.accept()
            except (ssl.SSLError, OSError):
                pass
        bot.wait_log(pattern)

    def test_trusted_by_ca(self):
        server, _ = self.meet("good", "tls_ca = good.pem")
        server.welcome()
        server.still_answers()

    def test_unknown_authority(self):
        server, bot = self.meet("good", "")
        self.refused(server, bot, r"for localhost is refused: self.signed.*tls_fingerprint = [0-9a-f]{64}")

    def test_refused_at_one_of_two_addresses(self):
        """That the second is not listened at is no news."""
        (self.folder / "hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
        under = with_file(self.folder / "hosts", "/etc/hosts")
        if under is None:
            self.skipTest("needs a mount namespace of its own")
        server, bot = self.meet("good", "", under)
        self.refused(server, bot, r"disconnected: .*for localhost is refused: self.signed.*trying again")

    def test_other_name(self):
        server, bot = self.meet("other", "tls_ca = other.pem")
        self.refused(server, bot, r"for localhost is refused: hostname mismatch.*tls_fingerprint = [0-9a-f]{64}")

    def test_pinned(self):
        server, bot = self.meet("other", f"tls_fingerprint = {'ab' * 32}")
        self.refused(server, bot, r"for localhost is refused: .*tls_fingerprint = [0-9a-f]{64}")
        pin = bot.wait_log(r"tls_fingerprint = ([0-9a-f]{64})").group(1)
        bot.write_config(bot.config.read_text().replace("ab" * 32, pin))
        bot.signal(signal.SIGHUP)
        while True:
            try:
                server.welcome()
                break
            except (ssl.SSLError, OSError):
                continue
        server.still_answers()

    def test_not_verified_when_told_so(self):
        server, _ = self.meet("other", "tls_verify = no")
        server.welcome()
        server.still_answers()

    def meet_plain(self):
        """A server that speaks no TLS, and the bot that has just connected to it with TLS."""
        server = self.until_end(HostileServer())
        section = network_section(host="localhost", port=server.port)
        bot = Bot(self.folder, [])
        self.bots.append(bot)
        bot.start(f"[logios]\nlog_level = debug\n{section.replace('tls = no', 'tls = yes')}")
        self.addCleanup(self.end_bot, bot)
        server.accept()
        return server, bot

    def test_plain_server(self):
        server, bot = self.meet_plain()
        server.send(":irc.test NOTICE * :*** Looking up your hostname")
        bot.wait_log(r": this port does not speak TLS: port 6697, or tls = no")

    def test_ending_in_the_handshake(self):
        _, bot = self.meet_plain()
        bot.signal(signal.SIGTERM)
        self.assertEqual(bot.wait_exit(2 * SLOW), 0)


if __name__ == "__main__":
    import unittest

    unittest.main()
