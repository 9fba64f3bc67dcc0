/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- the lines of a transcript: their order and their heads; the rules are those of logios-fair(7) ---- */

const FAULTS_MAX = 1000, PAUSE_MS = 50;

/* One transcript. Faults are { at, event, text }: a line of what was given, and the number of the event or 0. */
class History {
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

	/* All that has a number and can be shown on a card. */
	entries() {
		return [...this.events.values()].filter((event) => ["roll", "fail", "hidden", "shuffle"].includes(event.kind));
	}
}
