# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: on a real inspircd, somebody known by the fingerprint of their client certificate has the role that goes
with it, in a channel and in private, as long as they are there; somebody with another certificate has none."""

import socket
import ssl
import unittest

from harness import TIMEOUT, BotTest, Client
from inspircd import Inspircd, fingerprint, make_certificate, needs_inspircd

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
        client = CertifiedClient(server, nick, self.folder)
        self.addCleanup(client.close)
        return client

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
        again = CertifiedClient(server, "eve", self.folder)
        self.addCleanup(again.close)
        again.ask("!whoami", CERTIFIED.format("eve"))


if __name__ == "__main__":
    unittest.main()
