# SPDX-License-Identifier: GPL-3.0-or-later
"""Covers: six players with their clients on a real server: nobody ever reads a card that is not theirs to see, and everybody is
told what is; each card is where it belongs, also across kill -9; the order of the deck is shown in the end, is what was dealt
from, and its transcript is sound for the command and for an independent checker."""

import json
import random
import re
import signal
import sys
import unittest

from harness import ROOT, BotTest, run_logios

sys.path.insert(0, str(ROOT / "tests" / "fair2"))
import check  # noqa: E402

NICKS = ["ann", "bob", "cid", "dot", "eve", "fay"]
RANKS = ["Ace", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Jack", "Queen", "King"]
CARDS = [f"{rank} of {suit}" for suit in ("clubs", "diamonds", "hearts", "spades") for rank in RANKS]
CARD = re.compile("|".join(CARDS))
NUMBERS = "show_numbers = yes"


class Model:
    """Where the cards are, told by places in the pile: which card lies there is known only in the end."""

    def __init__(self):
        self.pile = list(range(52))
        self.hands = {nick: {} for nick in NICKS}
        self.table, self.discards = {}, []

    def give(self, nick, card):
        hand = self.hands[nick]
        hand[next(number for number in range(1, 101) if number not in hand)] = card

    def lay(self, card, nick, down):
        self.table[max(self.table, default=0) + 1] = [card, nick, down]


class Secrets(BotTest):
    def play(self, text, nick, private=(), public=()):
        """NICK says TEXT. Note what each client reads until all have read what the bot says next, and that PRIVATE are the players
        who are told their hands, and PUBLIC the cards that all may read."""
        self.clients[nick].say("#table", text)
        self.count += 1
        # Lines of one connection are answered in their order: who reads this has read all before.
        self.clients[nick].say("#table", f"!calc {self.count}")
        step = {"text": text, "read": {}, "public": list(public), "hands": {}}
        for name, client in self.clients.items():
            start = self.read[name]
            client.expect_from("Logios", "#table", rf"Calculator: {self.count} = {self.count}")
            step["read"][name] = [line for line in client.lines[start:] if re.match(r":Logios!\S+ (PRIVMSG|NOTICE) ", line)]
            self.read[name] = len(client.lines)
        for name in private:
            step["hands"][name] = dict(self.model.hands[name])
        self.steps.append(step)

    def kill(self, bot):
        bot.process.send_signal(signal.SIGKILL)
        bot.process.wait()

    def draw(self, nick):
        model, count = self.model, self.random.randint(1, 3)
        if len(model.pile) < count:
            return
        for _ in range(count):
            model.give(nick, model.pile.pop(0))
        self.play(f"!draw {count} secret", nick, [nick])

    def draw_openly(self, nick):
        if self.model.pile:
            card = self.model.pile.pop(0)
            self.model.lay(card, nick, False)
            self.play("!draw", nick, [], [card])

    def deal(self, nick):
        if len(self.model.pile) >= len(NICKS):
            for name in NICKS:
                self.model.give(name, self.model.pile.pop(0))
            self.play("!deal 1 to " + " ".join(NICKS), nick, NICKS)

    def any_card(self, nick):
        hand = self.model.hands[nick]
        return self.random.choice(sorted(hand)) if hand else None

    def put(self, nick):
        number = self.any_card(nick)
        if number:
            card = self.model.hands[nick].pop(number)
            down = self.random.random() < 0.5
            self.model.lay(card, nick, down)
            self.play(f"!play {number}" + (" face down" if down else ""), nick, [], [] if down else [card])

    def discard(self, nick):
        number = self.any_card(nick)
        if number:
            card = self.model.hands[nick].pop(number)
            self.model.discards.append(card)
            self.play(f"!discard {number}", nick, [], [card])

    def hand_on(self, nick):
        number, other = self.any_card(nick), self.random.choice([name for name in NICKS if name != nick])
        if number:
            self.model.give(other, self.model.hands[nick].pop(number))
            self.play(f"!pass {number} to {other}", nick, [nick, other])

    def flip(self, nick):
        own = [spot for spot in self.model.table.values() if spot[1] == nick and spot[2]]
        for spot in own:
            spot[2] = False
        self.play("!flip", nick, [], [spot[0] for spot in own])

    def take(self, nick):
        if self.model.discards:
            card = self.model.discards.pop()
            self.model.give(nick, card)
            self.play("!take", nick, [nick], [card])

    def ask(self, nick):
        self.play("!hand", nick, [nick])

    def look(self, nick):
        up = [card for card, _, down in self.model.table.values() if not down]
        self.play("!cards table", nick, [], up + self.model.discards[-1:])

    def pry(self, nick):
        """What NICK, who is no operator, has no right to: nothing is shown, nothing changes."""
        nick = nick if nick != "ann" else "bob"
        others = [number for number, (_, name, down) in self.model.table.items() if down and name != nick]
        self.play(f"!flip {others[0]}" if others else "!peek 3", nick)

    def begin(self):
        server, bot, ann = self.table(settings=NUMBERS)
        self.random, self.model, self.steps, self.count = random.Random(16), Model(), [], 0
        self.clients = {nick: ann if nick == "ann" else self.client(server, nick) for nick in NICKS}
        for client in self.clients.values():
            client.ask("!calc 1+1", r"Calculator: 1\+1 = 2")
        self.read = {nick: len(client.lines) for nick, client in self.clients.items()}
        self.play("!cards new French52 as night", "ann")
        return bot

    def test_six_players(self):
        bot = self.begin()
        kinds = [self.draw, self.deal, self.put, self.put, self.discard, self.hand_on, self.flip, self.take, self.ask, self.look, self.pry, self.draw_openly]
        for turn in range(120):
            if turn == 60:
                self.kill(bot)
                bot.start()
                for client in self.clients.values():
                    client.expect(r":Logios\S* JOIN :?#table")
            self.random.choice(kinds)(self.random.choice(NICKS))
        self.clients["ann"].ask("!cards shuffle night", r"Deck night is now shuffled\.")
        self.clients["ann"].expect_from("Logios", "#table", r"The order of its 52 cards is fixed .*")
        _, text, _ = run_logios("transcript", "-c", bot.config, "test", "#table")
        self.assertEqual(check.verdict(text, [])[:2], (0, []))
        status, out, _ = run_logios("verify", text=text)
        self.assertEqual(status, 0, out)
        shown = next(event for event in map(json.loads, text.splitlines()) if "order" in event)
        self.look_at_all([CARDS[place - 1] for place in shown["order"]])

    def look_at_all(self, order):
        """Compare all that was read with what was to be read, now that ORDER is known."""
        told = 0
        for step in self.steps:
            public = {order[card] for card in step["public"]}
            for nick, lines in step["read"].items():
                for line in lines:
                    target = line.split()[2]
                    self.assertIn(target, ("#table", nick), step)
                    cards = set(CARD.findall(line))
                    hand = step["hands"].get(nick, {})
                    own = {order[card] for card in hand.values()}
                    self.assertLessEqual(cards, public | (own if target == nick else set()), (step["text"], nick, line))
                hand = step["hands"].get(nick)
                if hand:
                    told += 1
                    own = " ".join(line for line in lines if line.split()[2] == nick)
                    numbered = {f"{number}. {order[card]}" for number, card in hand.items()}
                    self.assertEqual(set(re.findall(rf"\d+\. (?:{CARD.pattern})", own)), numbered, step["text"])
            for card in public:
                self.assertTrue(all(any(card in line for line in lines) for lines in step["read"].values()), (card, step))
        self.assertGreater(told, 50)


if __name__ == "__main__":
    unittest.main()
