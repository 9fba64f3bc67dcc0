/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- checking; the rules are those of logios-fair(7) ---- */

const FAULTS_MAX = 1000, LONG_GAP = 12 * 3600, PAUSE_MS = 50;
const EPOCHS_SEARCHED = 64, EARLIER_MAX = 8; /* for a roll that was rolled again */

/* One transcript. Faults are { at, event, text }: a line of what was given, and the number of the event or 0. */
class Checker {
	constructor(engine) {
		this.engine = engine;
		this.faults = [];
		this.remarks = [];
		this.unread = []; /* events whose input means nothing to the engine */
		this.header = null;
		this.unreadable = false;
		this.events = new Map();
		this.heads = new Map(); /* by the number of the event: { head, time } */
		this.epochs = new Map();
		this.opened = this.mixed = null;
		this.barred = new Set(); /* who did not open last time */
		this.index = this.time = this.gap = this.at = 0;
		this.partial = this.broken = false;
	}

	fault(text, entry = null) {
		if (this.faults.length < FAULTS_MAX)
			this.faults.push({ at: this.at, event: entry?.event ?? 0, text });
		this.more = this.faults.length >= FAULTS_MAX;
		if (entry !== null)
			entry.state = "bad";
	}

	remark(text, entry = null) {
		if (this.remarks.length < FAULTS_MAX)
			this.remarks.push({ at: this.at, event: entry?.event ?? 0, text });
	}

	/* LINES are { at, json }. Lets the page live meanwhile. */
	async check(lines) {
		let resting = performance.now();
		for (const { at, json } of lines) {
			this.at = at;
			this.feed(json);
			if (this.unreadable)
				return this;
			if (performance.now() - resting > PAUSE_MS) {
				await new Promise((resume) => setTimeout(resume));
				resting = performance.now();
			}
		}
		if (this.header === null) {
			this.unreadable = true;
			this.fault("there is no transcript in it");
			return this;
		}
		this.finish();
		return this;
	}

	feed(json) {
		let line;
		try {
			line = parse(json);
		} catch (error) {
			this.fault(`this is not a line of a transcript, or is cut short: ${error.message}`);
			this.unreadable = this.header === null;
			return;
		}
		if (this.header === null)
			this.begin(line);
		else if (Object.hasOwn(line, "event"))
			this.takeEvent(line);
		else if (Object.hasOwn(line, "secret"))
			this.takeSecret(line);
		else if (Object.hasOwn(line, "from"))
			this.takeFrom(line);
		else
			this.fault(Object.hasOwn(line, "scheme") ? "a second beginning" : "a line of no known kind");
	}

	begin(line) {
		if (line.scheme !== SCHEME) {
			this.fault(isText(line.scheme) ? `this is of the scheme ${line.scheme.slice(0, 40)}; only ${SCHEME} is known here`
				: "this is no transcript: its first line does not name its scheme");
			this.unreadable = true;
		} else if (!isHash(line.key) || !isText(line.network) || !isText(line.place) || !isCount(line.time)) {
			this.fault("the first line does not say of which key, network, place and time this is");
			this.unreadable = true;
		} else {
			this.header = line;
			this.pid = placeId(unhex(line.key), line.network, line.place);
			this.head = firstHead(this.pid, line.time);
			this.time = line.time;
			this.heads.set(0, { head: this.head, time: this.time });
			if (line.head !== short(this.head))
				this.fault(`the first head is ${line.head}, but key, network, place and time give ${short(this.head)}`);
		}
	}

	takeFrom(line) {
		if (!isCount(line.from, 1) || !isHash(line.head) || this.events.size > 0 || this.partial) {
			this.fault("what came before is not told as a number and a head at the beginning");
			return;
		}
		this.partial = true;
		this.index = line.from;
		this.head = unhex(line.head);
		this.heads.set(this.index, { head: this.head, time: null });
	}

	takeEvent(line) {
		const event = { ...line, line: this.at, state: "plain", made: null, shown: null };
		const fields = Object.hasOwn(FIELDS, event.kind) ? FIELDS[event.kind] : null;
		if (fields === null || !isCount(event.event, 1) || !isCount(event.time)) {
			this.fault("an event without a number, a time or a known kind");
			return;
		}
		const wrong = fields.find(([name, type]) => !IS_TYPE[type](event[name]));
		if (wrong) {
			this.fault(`event ${event.event}: its ${wrong[0]} is missing, or is not what it must be`, event);
			return;
		}
		if (event.event !== this.index + 1)
			this.fault(`event ${event.event} comes after event ${this.index}: ` +
				(event.event === this.index + 2 ? `event ${this.index + 1} is missing` : "others are missing, or in another order"), event);
		this.index = event.event;
		this.head = nextHead(this.head, event);
		this.heads.set(this.index, { head: this.head, time: event.time });
		if (event.head !== short(this.head) && !this.broken) {
			this.broken = true; /* and so are all that follow */
			this.fault(`event ${event.event}: its head is ${event.head}, but what came before and its fields give ${short(this.head)}`, event);
		}
		this.gap = event.time - this.time;
		if (this.gap < 0)
			this.remark(`event ${event.event}: the clock went back`, event);
		this.time = event.time;
		this.events.set(this.index, event);
		this["on_" + event.kind](event);
	}

	/* ---- stirring ---- */

	on_open(event) {
		const number = event.epoch, before = this.opened;
		const due = before !== null ? before.number + 1 : this.partial ? number : 1;
		if (number !== due)
			this.fault(`event ${event.event}: epoch ${number} is opened, but epoch ${due} is due`, event);
		if (event.rolls !== ROLLS || event.sealed !== SEALED)
			this.fault(`event ${event.event}: an epoch has ${ROLLS} rolls and ${SEALED} sealed ones`, event);
		if (before !== null && before.mix === null)
			this.remark(`event ${event.event}: epoch ${before.number} was dropped before its mix`, event);
		this.barred = new Set(before?.voids);
		this.opened = {
			number, anchor: unhex(event.anchor), root: unhex(event.root), mix: null, source: "", opened: event.time,
			seals: new Map(), words: new Map(), voids: new Set(),
			rolls: new Map(), hidden: new Map(), shown: new Set(), secrets: new Map(), proven: 0,
		};
		this.epochs.set(number, this.opened);
	}

	/* The epoch that EVENT stirs, or null. */
	stirred(event) {
		const epoch = this.opened;
		if (epoch === null || event.epoch !== epoch.number) {
			this.fault(`event ${event.event}: epoch ${event.epoch} is not the one that was opened last`, event);
			return null;
		}
		if (epoch.mix !== null) {
			this.fault(`event ${event.event}: epoch ${epoch.number} has its mix already`, event);
			return null;
		}
		if (this.gap > LONG_GAP)
			this.remark(`event ${event.event}: nothing happened for ${Math.round(this.gap / 3600)} hours while epoch ${epoch.number} was stirred`, event);
		return epoch;
	}

	on_seal(event) {
		const epoch = this.stirred(event), who = event.who;
		if (epoch === null)
			return;
		if (epoch.seals.has(who))
			this.fault(`event ${event.event}: ${who} seals a second time`, event);
		else if (epoch.words.size > 0 || epoch.voids.size > 0)
			this.fault(`event ${event.event}: ${who} seals after others have opened their words`, event);
		else if (this.barred.has(who))
			this.fault(`event ${event.event}: ${who} did not open last time, and is left out of this epoch`, event);
		if (!epoch.seals.has(who))
			epoch.seals.set(who, event.seal);
	}

	/* Whether WHO has a seal in EPOCH that is not open, nor void. */
	waits(epoch, who) {
		return epoch.seals.has(who) && !epoch.words.has(who) && !epoch.voids.has(who);
	}

	on_words(event) {
		const epoch = this.stirred(event), who = event.who;
		if (epoch === null)
			return;
		if (!this.waits(epoch, who))
			this.fault(`event ${event.event}: ${who} has no seal to open`, event);
		else if (hex(sealOf(event.words)) !== epoch.seals.get(who))
			this.fault(`event ${event.event}: these are not the words that ${who} sealed`, event);
		if (isWeak(event.words))
			this.remark(`event ${event.event}: the words of ${who} are weak: they could be guessed from their seal`, event);
		epoch.words.set(who, event.words);
	}

	on_void(event) {
		const epoch = this.stirred(event), who = event.who;
		if (epoch === null)
			return;
		if (!this.waits(epoch, who))
			this.fault(`event ${event.event}: ${who} has no seal that was left closed`, event);
		this.remark(`event ${event.event}: ${who} did not open in time`, event);
		epoch.voids.add(who);
	}

	on_mix(event) {
		const epoch = this.stirred(event);
		if (epoch === null)
			return;
		let made = unhex(event.mix);
		if (event.source === "nobody") {
			made = NO_MIX;
			if (epoch.seals.size > 0)
				this.fault(`event ${event.event}: players sealed words for epoch ${epoch.number}, but it is stirred by nobody`, event);
		} else if (event.source === "players") {
			made = mixOf(this.pid, epoch.number, [...epoch.seals.keys()].flatMap((who) => epoch.words.has(who) ? [who, epoch.words.get(who)] : []));
			if (epoch.seals.size === 0 || epoch.voids.size > 0 || epoch.words.size !== epoch.seals.size)
				this.fault(`event ${event.event}: not every seal of epoch ${epoch.number} was opened`, event);
		} else {
			this.fault(`event ${event.event}: a mix by neither players nor nobody`, event);
		}
		epoch.mix = unhex(event.mix);
		epoch.source = event.source;
		if (!same(made, epoch.mix))
			this.fault(`event ${event.event}: the mix is not what its words give`, event);
		const before = this.mixed;
		if (before !== null && before.rolls.size < ROLLS && before.hidden.size < SEALED)
			this.remark(`event ${event.event}: epoch ${before.number} ended early, after ${before.rolls.size} rolls and ${before.hidden.size} sealed ones`, event);
		this.mixed = epoch;
	}

	/* ---- rolls ---- */

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

	/* The newest roll with NUMBER, "17" or "h3", that the roller of EVENT could roll again then; or null. Numbers begin again with each
	epoch. */
	findRoll(number, event) {
		const hidden = number.startsWith("h"), n = Number(number.replace("h", ""));
		for (const epoch of [...this.epochs.values()].reverse().slice(0, EPOCHS_SEARCHED)) {
			if (epoch.number > event.epoch || (epoch.number === event.epoch && n >= (event.n ?? event.m)))
				continue;
			const found = hidden ? epoch.hidden.get(n) : epoch.rolls.get(n);
			if (found?.who !== event.who || found.kind === "shuffle")
				continue;
			if (hidden && found.shown === undefined)
				return null;
			if ((found.shown ?? found).made?.again)
				return found;
		}
		return null;
	}

	/* The rolls that INPUT of EVENT rolls again: "push #17", which may be "push #12". */
	earlierRolls(input, event) {
		const rolls = [];
		for (let number; rolls.length < EARLIER_MAX && (number = input.match(/^\S+ #(h?\d+)/)?.[1]) !== undefined;) {
			event = this.findRoll(number, event);
			if (event === null)
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
		const made = new Map([[n, unhex(line.secret)]]);
		for (let i = n; i > epoch.proven; i--)
			made.set(i - 1, secretBefore(i, made.get(i)));
		if (!same(made.get(epoch.proven), epoch.secrets.get(epoch.proven) ?? epoch.anchor)) {
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
		if (this.partial && this.opened === null)
			this.fault("nothing in this part can be checked: it begins after its epoch was opened");
		for (const epoch of this.epochs.values())
			if (epoch.rolls.size > epoch.proven)
				this.fault(`epoch ${epoch.number}: there is no secret for rolls #${epoch.proven + 1} to #${epoch.rolls.size}`);
	}

	/* All that has a number and can be shown on a card. */
	entries() {
		return [...this.events.values()].filter((event) => ["roll", "fail", "hidden", "shuffle"].includes(event.kind));
	}
}
