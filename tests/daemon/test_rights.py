# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: on a real inspircd with services, somebody who is logged in has the role of their account until they log
out, and an ignore by account finds them under any nick; somebody known by the fingerprint of their client certificate has the role that goes
with it, in a channel and in private, as long as they are there; somebody with another certificate has none."""

import socket
import ssl
import unittest

from harness import TIMEOUT, BotTest, Client
from inspircd import (
    Inspircd, Services, fingerprint, make_certificate, needs_atheme, needs_inspircd, register,
)

CERTIFIED = r"You are {0}!\S+, .*, and your role here is owner \(eve, by certificate\)\."
UNKNOWN = r"You are {0}!\S+, .*, and your role here is anyone\."


class CertifiedClient(Client):
    """A person with a client certificate, over TLS."""

    def __init__(self, server, nick, folder, channels=("#table",)):
        self.certificate = make_certificate(folder, nick)
        super().__init__(server, nick, channels)

    def connect(self, server):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.load_cert_chain(*map(str, self.certificate))
        return context.wrap_socket(socket.create_connection((server.host, server.tls_port), TIMEOUT))


@needs_inspircd
class Rights(BotTest):
    def person(self, server, nick):
        return self.until_end(CertifiedClient(server, nick, self.folder))

    def test_certificate(self):
        server = Inspircd(self.folder)
        self.addCleanup(server.stop)
        known, _ = make_certificate(self.folder, "eve")
        self.person(server, "ann")  # to hold the channel open, as its operator
        eve = self.person(server, "eve")
        extra = f"[admin eve]\ncertfp = {fingerprint(known).upper()}\nrole = owner\n"
        self.bot(server, extra=extra)
        eve.expect(r"^:Logios!\S+ JOIN :?#table$")
        eve.ask("!echo Hear me", "Hear me")
        eve.ask("!whoami", CERTIFIED.format("eve"))
        eve.send("NICK eva")
        eve.nick = "eva"
        eve.ask("whoami", CERTIFIED.format("eva"), target="Logios")
        mal = self.person(server, "mal")
        mal.ask("!echo Hear me", r"echo is for operators only\.")
        mal.ask("!whoami", UNKNOWN.format("mal"))
        # the nick alone is nothing
        eve.send("QUIT :bye")
        mal.expect(r"^:eva!\S+ QUIT ")
        mal.send("NICK eva")
        mal.nick = "eva"
        mal.ask("!whoami", UNKNOWN.format("eva"))
        again = self.until_end(CertifiedClient(server, "eve", self.folder))
        again.ask("!whoami", CERTIFIED.format("eve"))


@needs_atheme
class Accounts(BotTest):
    def test_account(self):
        server = Inspircd(self.folder)
        self.addCleanup(server.stop)
        self.addCleanup(Services(server).stop)
        ann, bob = self.client(server, "ann"), self.client(server, "bob")
        self.bot(server, extra="[admin ann]\naccount = ann\nrole = owner\n")
        for client in (ann, bob):
            client.expect(r"^:Logios!\S+ JOIN :?#table$")
            register(client)
        ann.ask("!whoami", r"You are ann!\S+, account ann, and your role here is owner \(ann, by account\)\.")
        bob.ask("!whoami", r"You are bob!\S+, account bob, and your role here is anyone\.")
        ann.ask("!ignore account:bob 1h", r"Ignoring account:bob on test for 1 hour\.")
        bob.send("NICK rob")
        bob.nick = "rob"
        bob.say("#table", "!roll 1d1 unheard")
        ann.expect(r"^:rob!\S+ PRIVMSG #table :!roll 1d1 unheard")
        ann.ask("!roll 1d1 fence", r"ann rolled 1d1 fence \|\| .*")
        self.assertFalse([line for line in ann.lines if "unheard ||" in line])
        ann.ask("!unignore account:bob", r"account:bob is heard again\.")
        bob.ask("!roll 1d1 heard", r"rob rolled 1d1 heard \|\| .*")
        ann.say("NickServ", "LOGOUT")
        ann.expect(r" 901 |:NickServ!\S+ NOTICE ann :.*logged out")
        ann.ask("!whoami", r"You are ann!\S+, no account that I know of, and your role here is .*")
        ann.ask("!quit", r"quit is for owners only\.")


if __name__ == "__main__":
    unittest.main()
