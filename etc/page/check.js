/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- rolls: their numbers, their dice and what they come to ---- */

const EPOCHS_SEARCHED = 64, EARLIER_MAX = 8; /* for a roll that was rolled again */
const REFUSED_MAX = 3; /* wrong secrets of an epoch that are looked at */

class Checker extends StirredHistory {
	/* Give EVENT its number NAME in the epoch in use. Whether it can be there. */
	rolled(event, name, most) {
		const epoch = this.mixed, number = event[name];
		if (epoch === null || event.epoch !== epoch.number) {
			this.fault(`event ${event.event}: epoch ${event.epoch} is not the one in use`, event);
			return false;
		}
		const numbers = name === "n" ? epoch.rolls : epoch.hidden, due = numbers.size + 1;
		if (number !== due || number > most)
			this.fault(`event ${event.event}: it has number ${number}, but ${due} is due`, event);
		if (numbers.has(number))
			return false;
		numbers.set(number, event);
		return true;
	}

	/* Whether the dice of EVENT, or of what SHOWN shows, are dice. */
	areDice(event, shown = event) {
		const { sides, values } = shown;
		if (sides.length !== values.length) {
			this.fault(`event ${shown.event}: ${sides.length} dice show ${values.length} values`, event);
			return false;
		}
		const wrong = values.findIndex((value, i) => value < 1 || value > sides[i]);
		if (wrong >= 0)
			this.fault(`event ${shown.event}: die ${wrong + 1} with ${sides[wrong]} sides shows ${values[wrong]}`, event);
		return wrong < 0;
	}

	on_roll(event) {
		event.state = "waiting";
		if (event.said === false)
			this.remark(`event ${event.event}: roll #${event.n} was perhaps never said`, event);
		if (this.rolled(event, "n", ROLLS) && this.areDice(event))
			this.checkMeaning(event);
	}

	on_fail(event) {
		this.on_roll(event);
	}

	on_hidden(event) {
		event.state = "hidden";
		this.rolled(event, "m", SEALED);
	}

	on_shuffle(event) {
		event.state = "hidden";
		this.rolled(event, "m", SEALED);
	}

	/* The newest roll with NUMBER, "17" or "h3", that the roller of EVENT (WHO null: anybody) could roll again then: null when it is hidden
	and was not shown, undefined when there is none. Numbers begin again with each epoch. */
	findRoll(number, event, who = event.who) {
		const hidden = number.startsWith("h"), n = Number(number.replace("h", ""));
		for (const epoch of [...this.epochs.values()].reverse().slice(0, EPOCHS_SEARCHED)) {
			if (epoch.number > event.epoch)
				continue;
			const found = hidden ? epoch.hidden.get(n) : epoch.rolls.get(n);
			if (found === undefined || found.event >= event.event || (who !== null && found.who !== who) || found.kind === "shuffle")
				continue;
			if (hidden && found.shown === undefined)
				return null;
			if ((found.shown ?? found).made?.again)
				return found;
		}
		return undefined;
	}

	/* The rolls that INPUT of EVENT rolls again: "push #17", which may be "push #12". */
	earlierRolls(input, event) {
		const rolls = [];
		for (let number; rolls.length < EARLIER_MAX && (number = input.match(/^\S+ #(h?\d+)/)?.[1]) !== undefined;) {
			/* Who has no account keeps their rolls when they change their nick, and is another in the transcript. */
			const own = this.findRoll(number, event);
			event = own === undefined ? this.findRoll(number, event, null) : own;
			if (!event)
				break;
			const found = event.shown ?? event;
			rolls.push({ number, input: found.input, sides: found.sides, values: found.values, error: found.error });
			input = found.input;
		}
		return rolls;
	}

	/* Let the engine compute what EVENT, or SHOWN in its place, says was rolled. */
	checkMeaning(event, shown = event) {
		if (this.engine === null)
			return;
		const made = this.engine.replay(shown.input, shown.sides, shown.values, shown.error ?? "",
			this.earlierRolls(shown.input, event));
		const name = `event ${shown.event}: ${shown.input}`;
		event.made = shown.made = made;
		if (made.end === "unread") {
			this.unread.push(event);
		} else if (made.end === "other") {
			this.fault(`${name} does not roll these dice: ${made.error}`, event);
		} else if (Object.hasOwn(shown, "total")) {
			if (made.end === "failed")
				this.fault(`${name} comes to nothing on these dice: ${made.error}`, event);
			else if (made.total !== shown.total)
				this.fault(`${name} comes to ${made.total} on these dice, not ${shown.total}`, event);
		} else if (made.end === "total" && shown.error !== "nothing was made of it") {
			this.fault(`${name} comes to ${made.total} on these dice, and did not fail`, event);
		}
	}

	/* ---- secrets ---- */

	takeSecret(line) {
		const epoch = isCount(line.epoch, 1) ? this.epochs.get(line.epoch) : null, n = line.n;
		if (!epoch || !isCount(n, 1) || n > ROLLS || !isHash(line.secret)) {
			this.fault("a secret of no epoch that was opened, or of no roll");
			return;
		}
		const last = epoch.rolls.size;
		if (n > last)
			this.fault(`the secret of roll #${n} of epoch ${epoch.number} is shown, but its last roll here is #${last}: the end is cut`);
		if (n <= epoch.proven) {
			if (hex(epoch.secrets.get(n)) !== line.secret)
				this.fault(`the secret of roll #${n} of epoch ${epoch.number} is not the one shown before`);
			return;
		}
		if (epoch.refused >= REFUSED_MAX)
			return;
		const made = new Map([[n, unhex(line.secret)]]);
		for (let i = n; i > epoch.proven; i--)
			made.set(i - 1, secretBefore(i, made.get(i)));
		if (!same(made.get(epoch.proven), epoch.secrets.get(epoch.proven) ?? epoch.anchor)) {
			epoch.refused++;
			this.fault(`the secret of roll #${n} of epoch ${epoch.number} does not lead to its anchor`);
			return;
		}
		for (let i = epoch.proven + 1; i <= n; i++) {
			epoch.secrets.set(i, made.get(i));
			if (epoch.rolls.has(i))
				this.checkValues(epoch, epoch.rolls.get(i), epoch.rolls.get(i), made.get(i));
		}
		epoch.proven = n;
	}

	checkValues(epoch, event, shown, secret) {
		const { sides, values } = shown;
		if (sides.length !== values.length || sides.includes(0) || epoch.mix === null)
			return;
		const numbers = new Numbers(secret, epoch.mix);
		for (let i = 0; i < sides.length; i++) {
			const made = numbers.uniform(sides[i]);
			if (made !== values[i]) {
				this.fault(`event ${shown.event}: die ${i + 1} shows ${values[i]}, but secret and mix give ${made}`, event);
				return;
			}
		}
		if (event.state !== "bad")
			event.state = "good";
	}

	/* ---- what was hidden is shown ---- */

	on_show(event) {
		const epoch = this.epochs.get(event.epoch), sealed = epoch?.hidden.get(event.m);
		if (!sealed || epoch.shown.has(event.m)) {
			this.fault(`event ${event.event}: there is no hidden #h${event.m} of epoch ${event.epoch} to show`, event);
			return;
		}
		const secret = unhex(event.secret);
		epoch.shown.add(event.m);
		if (!Array.isArray(event.path) || event.path.length !== LEVELS || !event.path.every(isHash))
			this.fault(`event ${event.event}: its path is not ${LEVELS} hashes`, sealed);
		else if (!same(rootBy(event.path.map(unhex), event.m, secret), epoch.root))
			this.fault(`event ${event.event}: secret and path do not lead to the root`, sealed);
		if (sealed.kind === "hidden")
			this.showRoll(epoch, sealed, event, secret);
		else
			this.showShuffle(epoch, sealed, event, secret);
	}

	showRoll(epoch, sealed, event, secret) {
		const { nick, input, sides, values } = event, end = event.total ?? event.error;
		if (!isText(nick) || !isText(input) || !isList(sides) || !isList(values) || !isText(end)) {
			this.fault(`event ${event.event}: it does not show what was rolled`, sealed);
			return;
		}
		if (nick !== sealed.nick)
			this.fault(`event ${event.event}: ${nick} did not make this roll`, sealed);
		if (hex(coverRoll(secret, nick, input, sides, values, end)) !== sealed.cover)
			this.fault(`event ${event.event}: this is not what was covered at event ${sealed.event}`, sealed);
		sealed.shown = event;
		if (this.areDice(sealed, event)) {
			this.checkValues(epoch, sealed, event, secret);
			this.checkMeaning(sealed, event);
		}
	}

	showShuffle(epoch, sealed, event, secret) {
		const { deck, order } = event;
		if (!isText(deck) || !isList(order) || order.length !== sealed.cards) {
			this.fault(`event ${event.event}: it does not show the order of the ${sealed.cards} cards`, sealed);
			return;
		}
		if (deck !== sealed.deck)
			this.fault(`event ${event.event}: ${deck} is not the deck that was shuffled`, sealed);
		if (hex(coverShuffle(secret, deck, order)) !== sealed.cover)
			this.fault(`event ${event.event}: this is not what was covered at event ${sealed.event}`, sealed);
		const made = new Numbers(secret, epoch.mix ?? NO_MIX).shuffled(order.length);
		if (made.some((card, i) => card !== order[i]))
			this.fault(`event ${event.event}: secret and mix give another order`, sealed);
		sealed.shown = event;
		if (sealed.state === "hidden")
			sealed.state = "good";
	}

	/* ---- the end ---- */

	finish() {
		this.at = 0;
		if (this.events.size === 0 && !this.partial)
			this.fault("nothing of the transcript follows its first line");
		if (this.partial && this.opened === null)
			this.fault("nothing in this part can be checked: it begins after its epoch was opened");
		for (const epoch of this.epochs.values())
			if (epoch.rolls.size > epoch.proven)
				this.fault(`epoch ${epoch.number}: there is no secret for rolls #${epoch.proven + 1} to #${epoch.rolls.size}`);
	}
}
