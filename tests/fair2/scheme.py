# SPDX-License-Identifier: GPL-3.0-or-later
"""The scheme logios-fair-2 with nothing but Python's standard library, written from its description (logios-fair(7)) and not from
the program, so that the two can be held against each other: bytes, heads, secrets, numbers, covers, seals."""
import base64
import hashlib

SCHEME = "logios-fair-2"
ROLLS, SEALED, LEVELS = 4096, 256, 8
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
NO_MIX = bytes(32)

# The fields of each kind of event, in order: a number n, a text t, a list of numbers l, or a hash h.
FIELDS = {
    "open": "epoch:n rolls:n anchor:h sealed:n root:h",
    "seal": "epoch:n who:t seal:h",
    "words": "epoch:n who:t words:t",
    "void": "epoch:n who:t",
    "mix": "epoch:n source:t mix:h",
    "roll": "epoch:n n:n who:t nick:t input:t sides:l values:l total:t",
    "fail": "epoch:n n:n who:t nick:t input:t sides:l values:l error:t",
    "hidden": "epoch:n m:n who:t nick:t cover:h",
    "shuffle": "epoch:n m:n who:t nick:t deck:t cards:n cover:h",
    "show": "epoch:n m:n secret:h",
}
FIELDS = {kind: [tuple(field.split(":")) for field in fields.split()] for kind, fields in FIELDS.items()}


# ---- bytes ----

def H(tag, *parts):
    return hashlib.sha512(bytes([tag]) + b"".join(parts)).digest()[:32]


def u64(number):
    return number.to_bytes(8, "big")


def bytes_of(field):
    if isinstance(field, bytes):
        return field
    if isinstance(field, int):
        return u64(field)
    if isinstance(field, str):
        return field.encode()
    return b"".join(entry.to_bytes(4, "big") for entry in field)


def enc(*fields):
    out = b""
    for field in fields:
        data = bytes_of(field)
        out += len(data).to_bytes(4, "big") + data
    return out


def short(digest):
    number = int.from_bytes(digest[:5], "big")
    return "".join(LETTERS[number >> shift & 31] for shift in range(35, -1, -5))


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# ---- place, history ----

def place_id(key, network, place):
    return H(0x10, enc(SCHEME, key, network, place))


def mark(pid, hostmask):
    return "~" + short(H(0x22, pid, enc(hostmask)))


def first_head(pid, time):
    return H(0x11, pid, u64(time))


def event_fields(event):
    """The fields of an EVENT of a transcript as they are hashed."""
    return [bytes.fromhex(event[name]) if kind == "h" else event[name] for name, kind in FIELDS[event["kind"]]]


def next_head(head, event):
    return H(0x12, head, enc(event["kind"], event["event"], event["time"], *event_fields(event)))


def signed_bytes(pid, event, head, time):
    return enc("logios-fair-2 head", pid, event, head, time)


# ---- secrets ----

def before(n, secret):
    """The secret of roll N - 1 from that of roll N."""
    return H(0x01, u64(n), secret)


def chain(last, count=ROLLS):
    """All secrets from 0, the anchor, to COUNT."""
    secrets = [last]
    for n in range(count, 0, -1):
        secrets.append(before(n, secrets[-1]))
    return secrets[::-1]


def tree_secret(root_secret, m):
    return H(0x03, u64(m), root_secret)


def leaf(m, secret):
    return H(0x04, u64(m), secret)


def tree(root_secret):
    """The levels of the tree, leaves first, its root last."""
    levels = [[leaf(m, tree_secret(root_secret, m)) for m in range(1, SEALED + 1)]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([H(0x05, below[i], below[i + 1]) for i in range(0, len(below), 2)])
    return levels


def path_of(levels, m):
    at = m - 1
    path = []
    for level in levels[:-1]:
        path.append(level[at ^ 1])
        at >>= 1
    return path


def root_by(path, m, secret):
    at, node = m - 1, leaf(m, secret)
    for other in path:
        node = H(0x05, other, node) if at & 1 else H(0x05, node, other)
        at >>= 1
    return node


# ---- stirring ----

def seal_of(words):
    return H(0x20, enc(words))


def mix_of(pid, epoch, who_and_words):
    return H(0x21, enc(pid, epoch, *who_and_words))


# ---- numbers ----

class Numbers:
    """The numbers of one roll or shuffle."""

    def __init__(self, secret, mix):
        self.tail, self.block, self.words = secret + mix, 0, []

    def word(self):
        if not self.words:
            block = hashlib.sha512(b"\x02" + u64(self.block) + self.tail).digest()
            self.words = [int.from_bytes(block[i:i + 4], "big") for i in range(60, -1, -4)]
            self.block += 1
        return self.words.pop()

    def uniform(self, sides):
        limit = 2 ** 32 - 2 ** 32 % sides
        while True:
            word = self.word()
            if word < limit:
                return word % sides + 1

    def shuffled(self, count):
        cards = list(range(1, count + 1))
        for i in range(count, 1, -1):
            j = self.uniform(i)
            cards[i - 1], cards[j - 1] = cards[j - 1], cards[i - 1]
        return cards


def cover_roll(secret, nick, text, sides, values, end):
    """END is the total, or the error when nothing came of it."""
    return H(0x30, secret, enc(nick, text, sides, values, end))


def cover_shuffle(secret, deck, order):
    return H(0x31, secret, enc(deck, order))
