# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: logging in to real services (atheme on inspircd) by SASL PLAIN, SASL EXTERNAL and NickServ, into
channels for registered users only; SCRAM-SHA-256 against a scripted server; people known by their account;
bot mode; a channel's history."""

import base64
import hashlib
import hmac
import os
import re
import time
import unittest

from harness import BotTest, Client, wait_until
from hostile import HostileServer
from inspircd import SERVICES_MASK, Inspircd, Services, fingerprint, make_certificate, needs_atheme, register


@needs_atheme
class WithServices(BotTest):
    def setUp(self):
        super().setUp()
        self.ircd = Inspircd(self.folder)
        self.addCleanup(self.ircd.stop)
        self.services = Services(self.ircd)
        self.addCleanup(self.services.stop)
        self.certificate, _ = make_certificate(self.folder, "server")

    def account(self, nick="Logios", *commands):
        """Let NICK be registered with the password "secret", say COMMANDS to NickServ, and leave."""
        client = Client(self.ircd, nick, ())
        register(client)
        for command in commands:
            client.say("NickServ", command)
            client.expect(r":NickServ!\S+ NOTICE .*(added|now)")
        client.send("QUIT :bye")
        time.sleep(0.1)
        client.close()

    def vault(self):
        """Ann in #vault, which lets only those in who are registered."""
        ann = self.client(self.ircd, "ann", ("#vault",))
        ann.send("MODE #vault +R")
        ann.expect(r" MODE #vault \+R|MODE #vault :\+R")
        return ann

    def tls_bot(self, more, **options):
        network = {"host": "localhost", "port": self.ircd.tls_port, "channels": "#vault",
                   "more": f"tls_ca = {self.certificate}\n{more}"}
        bot = self.bot([network], start=False, **options)
        bot.start(bot.config_text().replace("tls = no", "tls = yes"))
        self.addCleanup(self.end_bot, bot)
        return bot

    def plain_bot(self, more, **options):
        network = {"host": self.ircd.host, "port": self.ircd.port, "channels": "#vault", "more": more}
        return self.bot([network], **options)

    def assert_no_secret(self, bot):
        self.assertNotIn("secret", bot.log_text())
        self.assertNotIn(base64.b64encode(b"Logios\0Logios\0secret").decode(), bot.log_text())

    def test_plain(self):
        self.account()
        ann = self.vault()
        bot = self.tls_bot("sasl_password = secret")
        ann.expect(r"^:Logios!\S+ JOIN :?#vault")
        bot.wait_log(r"logged in by PLAIN")
        ann.send("WHOIS Logios")
        ann.expect(r" 330 ann Logios Logios ")
        ann.ask("!roll 1d1", r"ann rolled 1d1 \|\| .*", target="#vault")
        self.assert_no_secret(bot)

    def test_external(self):
        own, key = make_certificate(self.folder, "bot", "DNS:bot.test")
        self.account("Logios", f"CERT ADD {fingerprint(own)}")
        ann = self.vault()
        bot = self.tls_bot(f"tls_cert = {own}\ntls_key = {key}\nsasl_mechanism = external\nsasl_required = yes")
        ann.expect(r"^:Logios!\S+ JOIN :?#vault")
        bot.wait_log(r"logged in by EXTERNAL")

    def test_falls_back_from_external_to_plain(self):
        own, key = make_certificate(self.folder, "bot", "DNS:bot.test")
        self.account()
        ann = self.vault()
        bot = self.tls_bot(f"tls_cert = {own}\ntls_key = {key}\nsasl_password = secret")
        ann.expect(r"^:Logios!\S+ JOIN :?#vault")
        bot.wait_log(r"could not log in by EXTERNAL")
        bot.wait_log(r"logged in by PLAIN")

    def test_wrong_password(self):
        self.account()
        ann = self.client(self.ircd, "ann", ("#vault",))
        bot = self.tls_bot("sasl_password = wrong")
        ann.expect(r"^:Logios!\S+ JOIN :?#vault")
        bot.wait_log(r"could not log in by SASL: ")

    def test_wrong_password_where_it_is_required(self):
        self.account()
        bot = self.tls_bot("sasl_password = wrong\nsasl_required = yes")
        wait_until(lambda: bot.log_text().count("sasl_required is set; trying again") > 1, "two tries")
        self.assertNotIn("connected as", bot.log_text())

    def test_no_services(self):
        self.services.stop()
        ann = self.client(self.ircd, "ann", ("#vault",))
        bot = self.tls_bot("sasl_password = secret")
        ann.expect(r"^:Logios!\S+ JOIN :?#vault")
        bot.wait_log(r"offers no SASL")

    def test_services_come_later(self):
        self.account()
        self.services.stop()
        self.ircd.stop()
        self.ircd.start()  # it tells of new services, not of such as it has seen before
        ann = self.vault()
        bot = self.tls_bot("sasl_password = secret")
        bot.wait_log(r"#vault")
        self.services.start()
        bot.wait_log(r"logged in by PLAIN")
        ann.expect(r"^:Logios!\S+ JOIN :?#vault")

    def test_nickserv(self):
        self.account()
        ann = self.vault()
        bot = self.plain_bot(f"nickserv_password = secret\nnickserv_mask = {SERVICES_MASK}")
        ann.expect(r"^:Logios!\S+ JOIN :?#vault")
        bot.wait_log(r"identifying to NickServ")
        self.assertNotRegex(bot.log_text(), r"cannot join")
        self.assert_no_secret(bot)

    def test_nickserv_that_is_somebody_else(self):
        self.services.stop()
        thief = self.until_end(Client(self.ircd, "NickServ", ()))
        ann = self.client(self.ircd, "ann", ("#vault",))
        bot = self.plain_bot(f"nickserv_password = secret\nnickserv_mask = {SERVICES_MASK}")
        ann.expect(r"^:Logios!\S+ JOIN :?#vault")
        bot.wait_log(r"nobody there is the one of nickserv_mask")
        thief.send("PING fence")
        thief.expect(r"PONG .*fence", unless="secret")

    def test_people_by_account(self):
        """Ann was there before the bot, bob comes later, carl logs in in between, dora asks in private."""
        ann = self.client(self.ircd, "ann")
        register(ann)
        admin = "".join(f"[admin {who}]\naccount = {who}\nrole = admin\n" for who in ("ann", "bob", "carl", "dora"))
        self.bot(self.ircd, extra=admin)
        ann.expect(r"^:Logios!\S+ JOIN :?#table")
        ann.ask("!whoami", r".*\bann\b.*account.*")
        for nick in ("bob", "carl"):
            client = self.client(self.ircd, nick, () if nick == "bob" else ("#table",))
            register(client)
            if nick == "bob":
                client.join("#table")
            client.ask("!whoami", rf".*\b{nick}\b.*by account.*")
        eve = self.client(self.ircd, "eve")
        eve.say("#table", "!whoami")
        match = eve.expect_from("Logios", "#table", r".*eve.*")
        self.assertNotIn("by account", match.group(0))
        dora = self.client(self.ircd, "dora", ())
        register(dora)
        dora.ask("whoami", r".*\bdora\b.*by account.*", target="Logios")

    def test_bots(self):
        ann = self.client(self.ircd, "ann")
        self.bot(self.ircd)
        ann.expect(r"^:Logios!\S+ JOIN :?#table")
        ann.ask("!roll 1d1", r"ann rolled 1d1 .*")
        ann.send("WHOIS Logios")
        ann.expect(r" 335 ann Logios ")  # is a bot

    def test_history_is_not_answered(self):
        ann = self.client(self.ircd, "ann")
        ann.send("MODE #table +H 10:1h")
        ann.expect(r" MODE #table \+H")
        ann.say("#table", "!roll 1d1 old")
        self.bot(self.ircd)
        ann.expect(r"^:Logios!\S+ JOIN :?#table")
        ann.say("#table", "!roll 1d1 new")
        ann.expect(r":Logios!\S+ PRIVMSG #table :ann rolled 1d1 new", unless="rolled 1d1 old")


# ---- SCRAM, by a server of ours ----


def salted(password, salt, iterations):
    return hashlib.pbkdf2_hmac("sha256", password, salt, iterations)


def keyed(key, text):
    return hmac.new(key, text, hashlib.sha256).digest()


def scram_proofs(password, salt, iterations, message):
    """The client's proof and the server's signature (RFC 5802 section 3), in base64."""
    secret = salted(password, salt, iterations)
    client = keyed(secret, b"Client Key")
    signature = keyed(hashlib.sha256(client).digest(), message)
    proof = bytes(a ^ b for a, b in zip(client, signature))
    return base64.b64encode(proof), base64.b64encode(keyed(keyed(secret, b"Server Key"), message))


class ScramServer(HostileServer):
    """Takes "Logios" with "pencil" by SCRAM-SHA-256; SIGNS: whether it signs as it ought to."""

    def __init__(self, signs=True):
        super().__init__()
        self.signs = signs

    def ask(self, line, pattern):
        self.send(line)
        return base64.b64decode(self.expect(pattern).group(1))

    def log_in(self, iterations=4096):
        self.accept()
        self.expect(r"^CAP LS 302$")
        self.send(":s CAP * LS :sasl=PLAIN,SCRAM-SHA-256")
        self.expect(r"^CAP REQ :sasl$")
        self.send(":s CAP * ACK :sasl")
        self.expect(r"^AUTHENTICATE SCRAM-SHA-256$")
        first = self.ask("AUTHENTICATE +", r"^AUTHENTICATE (\S{8,})$")
        bare = first[len(b"n,,"):]
        salt, nonce = os.urandom(16), re.search(rb"r=([^,]+)", bare).group(1) + b"server"
        challenge = b"r=%s,s=%s,i=%d" % (nonce, base64.b64encode(salt), iterations)
        final = self.ask(f"AUTHENTICATE {base64.b64encode(challenge).decode()}", r"^AUTHENTICATE (\S{8,}|\*)$")
        if final == b"":
            return False
        without, proof = final.rsplit(b",p=", 1)
        expected, signature = scram_proofs(b"pencil", salt, iterations, b",".join((bare, challenge, without)))
        if proof != expected:
            self.send(":s 904 * :SASL authentication failed")
            return False
        if not self.signs:
            signature = base64.b64encode(os.urandom(32))
        self.send(f"AUTHENTICATE {base64.b64encode(b'v=' + signature).decode()}")
        return True


class Scram(BotTest):
    def meet(self, password="pencil", more="", **options):
        server = self.until_end(ScramServer(**options))
        return server, self.bot(server, more=f"sasl_password = {password}\n{more}")

    def test_the_server_of_this_test(self):
        """RFC 7677 section 3."""
        message = (b"n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                   b"s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
        self.assertEqual(
            scram_proofs(b"pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096, message),
            (b"dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", b"6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))

    def test_success(self):
        server, bot = self.meet()
        self.assertTrue(server.log_in())
        server.expect(r"^AUTHENTICATE \+$")
        server.send(":s 900 * * Logios :You are now logged in as Logios", ":s 903 * :SASL authentication successful")
        server.expect(r"^CAP END$")
        bot.wait_log(r"logged in by SCRAM-SHA-256")
        self.assertNotIn("pencil", bot.log_text())

    def test_wrong_password(self):
        server, bot = self.meet(password="pencils")
        self.assertFalse(server.log_in())
        server.expect(r"^AUTHENTICATE PLAIN$")  # the account may have no keys for SCRAM
        bot.wait_log(r"could not log in by SCRAM-SHA-256: SASL authentication failed")

    def test_server_that_does_not_know_the_password(self):
        server, bot = self.meet(signs=False, more="nickserv_password = pencil")
        server.log_in()
        server.expect(r"^AUTHENTICATE \*$")
        server.send(":s 904 * :SASL authentication aborted")
        server.expect(r"^CAP END$")  # not PLAIN, it would tell the password to a liar
        server.send(":s 001 Logios :Welcome", ":s 376 Logios :End")
        server.expect(r"^JOIN #table$")
        self.assertFalse([line for line in server.lines if "pencil" in line or "IDENTIFY" in line])
        bot.wait_log(r"does not prove that it knows the password")

    def test_too_many_iterations(self):
        server, bot = self.meet()
        self.assertFalse(server.log_in(iterations=2000000000))
        self.assertEqual("AUTHENTICATE *", server.lines[-1])
        bot.wait_log(r"asks for 2000000000 iterations")


if __name__ == "__main__":
    unittest.main()
