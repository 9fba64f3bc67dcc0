# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: which certificates are accepted, from an authority of our own and without one; what the log says of
those that are not; old TLS; the name that is asked for; our own certificate; real ngircd and inspircd."""

import contextlib
import re
import ssl
import unittest
import warnings

from authority import Authority, fingerprint
from harness import SLOW, BotTest, Server, free_port
from inspircd import Inspircd, needs_inspircd
from test_tls import TlsServer

HERE = "DNS:localhost,IP:127.0.0.1"


class TlsNgircd(Server):
    """ngircd with a TLS port, and server.pem and server.key of its folder."""

    def configure(self):
        path = super().configure()
        self.tls_port = free_port(self.host)
        path.write_text(
            path.read_text()
            + f"[SSL]\nCertFile = {self.folder}/server.pem\nKeyFile = {self.folder}/server.key\nPorts = {self.tls_port}\n"
        )
        return path


class CertificateTest(BotTest):
    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder)

    def tls_bot(self, port, host="localhost", more="tls_ca = root.pem"):
        bot = self.bot([{"host": host, "port": port, "more": more}], start=False)
        bot.start(bot.config_text().replace("tls = no", "tls = yes"))
        self.addCleanup(self.end_bot, bot)
        return bot

    def is_explained(self, bot, certificate, why, host="localhost"):
        """One line tells what failed, for which name, and what one would pin."""
        line = bot.wait_log(r"(?m)^.*certificate for.*$").group(0)
        pin = fingerprint(certificate)
        self.assertRegex(line, rf"warning: test: disconnected: .* the certificate for {re.escape(host)} is refused: {why}.*; "
                               rf"to trust it, pin tls_fingerprint = {pin}; trying again in ")


class Scripted(CertificateTest):
    def server(self, certificate, key):
        return self.until_end(TlsServer(certificate, key))

    def accepted(self, pair, **options):
        server = self.server(*pair)
        self.tls_bot(server.port, **options)
        server.welcome()
        server.still_answers()

    def refused(self, pair, why, host="localhost", **options):
        server = self.server(*pair)
        bot = self.tls_bot(server.port, host=host, **options)
        with contextlib.suppress(ssl.SSLError, OSError):
            server.accept()  # localhost may have another address, which is tried first
        self.is_explained(bot, pair[0], why, host)

    def test_good(self):
        self.accepted(self.authority.issue("good", HERE))

    def test_wildcard(self):
        self.refused(self.authority.issue("wild", "DNS:*"), "hostname mismatch")

    def test_wrong_host(self):
        self.refused(self.authority.issue("other", "DNS:irc.elsewhere.test"), "hostname mismatch")

    def test_common_name_is_no_name(self):
        self.refused(self.authority.issue("localhost", "DNS:irc.elsewhere.test"), "hostname mismatch")

    def test_expired(self):
        pair = self.authority.issue("old", HERE, until="20200201000000Z")
        self.refused(pair, "certificate has expired")

    def test_expired_and_pinned(self):
        pair = self.authority.issue("old", HERE, until="20200201000000Z")
        self.accepted(pair, more=f"tls_fingerprint = {fingerprint(pair[0])}")

    def test_not_yet_valid(self):
        pair = self.authority.issue("young", HERE, since="20980101000000Z")
        self.refused(pair, "certificate is not yet valid")

    def test_unknown_authority(self):
        self.refused(self.authority.issue("good", HERE), "unable to get local issuer", more="")

    def test_self_signed(self):
        self.refused(self.authority.self_signed("self", HERE), "self-signed certificate")

    def test_self_signed_and_pinned(self):
        pair = self.authority.self_signed("self", "DNS:irc.elsewhere.test")
        self.accepted(pair, more=f"tls_fingerprint = {'ab' * 32}, {fingerprint(pair[0]).upper()}")

    def test_wrong_pin(self):
        pair = self.authority.self_signed("self", HERE)
        self.refused(pair, "it is not one that is pinned", more=f"tls_fingerprint = {'ab' * 32}")

    def test_wrong_pin_alone(self):
        pair = self.authority.issue("good", HERE)
        more = f"tls_fingerprint = {'ab' * 32}\ntls_verify = no"
        self.refused(pair, "it is not one that is pinned", more=more)

    def test_wrong_pin_and_a_good_chain(self):
        """A certificate that a trusted authority signed for the right name is not the pinned one."""
        pair = self.authority.issue("good", HERE)
        more = f"tls_ca = root.pem\ntls_verify = yes\ntls_fingerprint = {'ab' * 32}"
        self.refused(pair, "it is not one that is pinned", more=more)

    def test_pinned_with_a_bad_chain(self):
        """Both count when both are asked for."""
        pair = self.authority.self_signed("self", HERE)
        server = self.server(*pair)
        bot = self.tls_bot(server.port, more=f"tls_verify = yes\ntls_fingerprint = {fingerprint(pair[0])}")
        with contextlib.suppress(ssl.SSLError, OSError):
            server.accept()
        bot.wait_log("refused: self-signed certificate; it is pinned, but tls_verify = yes asks for a valid chain")

    def test_pinned_with_a_good_chain(self):
        pair = self.authority.issue("good", HERE)
        self.accepted(pair, more=f"tls_ca = root.pem\ntls_verify = yes\ntls_fingerprint = {fingerprint(pair[0])}")

    def test_address(self):
        self.accepted(self.authority.issue("address", "IP:127.0.0.1"), host="127.0.0.1")

    def test_address_that_is_not_named(self):
        self.refused(self.authority.issue("name", "DNS:localhost,DNS:127.0.0.1"), "IP address mismatch", host="127.0.0.1")

    def test_old_tls_only(self):
        server = self.server(*self.authority.issue("good", HERE))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            server.context.minimum_version = ssl.TLSVersion.TLSv1_1
            server.context.maximum_version = ssl.TLSVersion.TLSv1_1
        server.context.set_ciphers("ALL:@SECLEVEL=0")
        bot = self.tls_bot(server.port, host="127.0.0.1")
        with self.assertRaises((ssl.SSLError, OSError)):
            server.accept()
        bot.wait_log(r"disconnected: cannot connect to 127\.0\.0\.1:\d+: the server speaks no TLS 1\.2 or later.*trying again")

    def test_the_name_is_asked_for(self):
        for host, expected in (("localhost", "localhost"), ("127.0.0.1", None)):
            server, asked = self.server(*self.authority.issue("good", HERE)), []
            server.context.sni_callback = lambda _, name, __, asked=asked: asked.append(name)
            bot = self.tls_bot(server.port, host=host)
            server.welcome()
            self.assertEqual(asked, [expected])
            bot.process.terminate()
            bot.wait_exit()

    def test_our_own_certificate(self):
        own, _ = self.authority.issue("bot", "DNS:bot.test")
        server = self.server(*self.authority.issue("good", HERE))
        server.context.load_verify_locations(self.authority.root)
        server.context.verify_mode = ssl.CERT_REQUIRED
        self.tls_bot(server.port, more="tls_ca = root.pem\ntls_cert = bot.pem\ntls_key = bot.key")
        server.welcome()
        self.assertEqual(server.socket.getpeercert(True), ssl.PEM_cert_to_DER_cert(own.read_text()))
        server.still_answers()


class RealServers(CertificateTest):
    def plays(self, server):
        ann = self.client(server)
        more = "tls_ca = root.pem\ntls_cert = bot.pem\ntls_key = bot.key"
        self.authority.issue("bot", "DNS:bot.test")
        self.tls_bot(server.tls_port, more=more)
        ann.expect(r"^:Logios!\S+ JOIN :?#table", timeout=15 * SLOW)
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*")
        return ann

    def is_refused(self, server):
        self.is_explained(self.tls_bot(server.tls_port), self.folder / "server.pem", "certificate has expired")

    def ngircd(self):
        server = TlsNgircd(self.folder)
        self.addCleanup(server.stop)
        return server

    def inspircd(self):
        server = Inspircd(self.folder)
        self.addCleanup(server.stop)
        return server

    def test_ngircd(self):
        self.authority.issue("server", HERE)
        self.plays(self.ngircd())

    def test_ngircd_expired(self):
        self.authority.issue("server", HERE, until="20200201000000Z")
        self.is_refused(self.ngircd())

    @needs_inspircd
    def test_inspircd(self):
        self.authority.issue("server", HERE)
        ann = self.plays(self.inspircd())
        ann.send("OPER op op", "WHOIS Logios")
        ann.expect(rf" 276 ann Logios :.*{fingerprint(self.folder / 'bot.pem')}")

    @needs_inspircd
    def test_inspircd_expired(self):
        self.authority.issue("server", HERE, until="20200201000000Z")
        self.is_refused(self.inspircd())


if __name__ == "__main__":
    unittest.main()
