/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- chat logs: what people heard is held against what transcripts have ---- */

const LINE_MAX = 8192; /* no line of a chat is longer */
const CODES = /\x03(?:\d{1,2}(?:,\d{1,2})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]/g;
/* (#17 bqe8qyc4), at the end but for where it was, a secret, and that it was perhaps never said. */
const NUMBERED = new RegExp(`\\(#(h?)(\\d+) ([${LETTERS}]{8})\\)(?: in \\S+)?(?: secret [\\w-]{43})?(?: \\([^()]*\\))?\\s*$`);
/* A head at the end of a line, signed or not; older ones do not say their time. */
const HEAD = /(?:^|\s):?(\S+): event (\d+), head ([\w-]{43})(?:, signed ([\w-]{86}) by key ([\w-]{43})(?:, time (\d+))?)?\s*$/;

const SAID_KINDS = ["roll", "fail", "hidden", "shuffle", "show"]; /* what is said with a number and a head */
const PROOF = new RegExp("#(\\d+) of epoch (\\d+): secret ([\\w-]{43}) leads to (?:#\\d+'s|the anchor) ([\\w-]{43}); " +
	"mix ([\\w-]{43}); (d[^;]*); head ");

/* What stands behind the first "Total:" of a reply, or null. */
function totalOf(reply) {
	return reply.match(/\|\| Total: (.*?)\s*$/)?.[1] ?? null;
}

/* TEXT as replies show it, where two bars would part it. Without the engine nothing else is known to look like a bar. */
function setApart(text, engine) {
	return engine?.ask("page_set_apart", text) ?? text.replace(/\|(?=\|)/g, "| ");
}

/* Whether REPLY ends in one of the lines of ENDINGS, in which a tab stands for anything. */
function endsIn(reply, endings) {
	return endings.split("\n").some((ending) => {
		const [first, last] = ending.includes("\t") ? ending.split("\t") : ["", ending];
		return reply.endsWith(last) && reply.slice(0, reply.length - last.length).includes(first);
	});
}

class ChatCheck {
	/* CHECKERS have checked the transcripts. */
	constructor(checkers, engine) {
		this.checkers = checkers;
		this.engine = engine;
		this.faults = [];
		this.heard = this.proofs = 0;
		this.said = new Map(); /* number and head: the event and its transcript */
		for (const checker of checkers)
			for (const event of checker.events.values())
				if (SAID_KINDS.includes(event.kind))
					this.said.set(`${Object.hasOwn(event, "m") ? "h" : ""}${event.m ?? event.n} ${event.head}`, event);
	}

	fault(at, text, entry = null) {
		if (this.faults.length < FAULTS_MAX)
			this.faults.push({ at, event: entry?.event ?? 0, text });
		if (entry !== null)
			entry.state = "bad";
	}

	/* A line that somebody kept of a chat, at line AT of the log. */
	take(at, raw) {
		if (raw.length > LINE_MAX)
			return;
		const line = raw.replace(CODES, ""), numbered = line.match(NUMBERED), said = line.match(HEAD), proof = line.match(PROOF);
		if (numbered)
			this.takeReply(at, line, numbered);
		if (said)
			this.takeHead(at, { place: said[1], closes: / taken no more/.test(line), index: Number(said[2]), head: unbase64(said[3]), signature: said[4] && unbase64(said[4]),
				key: said[5] && unbase64(said[5]), time: said[6] === undefined ? null : Number(said[6]) });
		if (proof)
			this.takeProof(at, Number(proof[1]), Number(proof[2]), ...proof.slice(3, 6).map(unbase64), proof[6]);
	}

	/* What `!fair proof` says can be checked by itself: DICE are "d6: 3 4, d20: 5". */
	takeProof(at, n, epoch, secret, before, mix, dice) {
		const numbers = new Numbers(secret, mix);
		const wrong = dice.split(", ").some((group) => {
			const [sides, values] = group.slice(1).split(":");
			return values === undefined || values.trim().split(" ").some((value) => numbers.uniform(Number(sides)) !== Number(value));
		});
		this.proofs++;
		if (!same(secretBefore(n, secret), before))
			this.fault(at, `the secret of #${n} of epoch ${epoch} does not lead to the one before it`);
		else if (wrong)
			this.fault(at, `the dice of #${n} of epoch ${epoch} are not what its secret and mix give`);
	}

	takeReply(at, line, { index, 1: h, 2: number, 3: head }) {
		const event = this.said.get(`${h}${number} ${head}`), before = line.slice(0, index).trim();
		this.heard++;
		if (!event) {
			this.fault(at, `(#${h}${number} ${head}) was said, and is in no transcript here: the end is cut, or this is another history. ` +
				`“${line.trim().slice(0, 200)}”`);
			return;
		}
		const shown = event.shown ?? event;
		if (isText(shown.nick) && (Object.hasOwn(shown, "total") || shown.error) && !this.fits(shown, before))
			this.fault(at, `#${h}${number} was said as “${before.slice(0, 200)}”, but the transcript has ` +
				`“${shown.nick} rolled ${shown.made?.reply?.replace(CODES, "") ?? `${shown.input}: ${shown.total ?? shown.error}`}”`, event);
	}

	/* Whether the reply in a line BEFORE its number is that of what is SHOWN: by its nick, and with its total and its words. How much of the
	dice is said differs. */
	fits(shown, before) {
		const looksSo = (text) => text.includes(" || ") || text.includes(" · ");
		const names = [shown.nick, setApart(shown.nick, this.engine)];
		const found = [" rolled ", " chose "].flatMap((verb) => names.map((name) => [name, before.indexOf(name + verb)])).find(([, at]) => at >= 0);
		if (found === undefined)
			return !/ (?:rolled|chose) /.test(before) || !looksSo(before);
		const reply = before.slice(found[1] + found[0].length);
		if (!looksSo(reply))
			return true; /* people talk of it */
		if (shown.made?.endings !== undefined && Object.hasOwn(shown, "total"))
			return endsIn(reply, shown.made.endings);
		/* Without the engine only a number alone can be told apart from words. */
		const total = totalOf(reply);
		return total === null || (total === shown.total || (Object.hasOwn(shown, "total") && !/^-?[\d.]+$/.test(total)));
	}

	/* A head that was SAID must be that of a transcript of the place, if there is one here. Without a signature that fits it proves nothing
	else. */
	takeHead(at, said) {
		const { place, index, head, signature, key } = said;
		const own = this.checkers.filter((one) => one.header !== null && (!key || one.header.key === hex(key)));
		const there = own.filter((one) => one.header.place === place || (place === "talk" && /^(account|visit):/.test(one.header.place)));
		const known = there.filter((one) => one.heads.has(index));
		const right = known.find((one) => same(one.heads.get(index).head, head)), best = right ?? known[0] ?? there[0];
		const time = right?.heads.get(index).time ?? said.time ?? best?.heads.get(index)?.time ?? null;
		const fits = key && best && time !== null && Ed25519.fits(key, signedBytes(best.pid, index, head, time), signature);
		if (own.length === 0)
			this.fault(at, `the head of event ${index} of ${place} is signed by another key than that of any transcript here`);
		else if (right && key && time !== null && !fits)
			this.fault(at, `the signature of the head of event ${index} does not fit`);
		else if (right && said.closes && !key)
			this.checkClosed(at, right, index);
		else if (right || !best)
			return;
		else if (key && time !== null && !fits)
			this.fault(at, `another head of event ${index} was said, but its signature does not fit: anybody could have made it up`);
		else if (known.length === 0)
			this.fault(at, `event ${index} of ${place} was ${key ? "signed" : "told"}, and is not in the transcript`);
		else
			this.fault(at, `another head of event ${index} was ${fits ? "signed: there are two histories, and this proves it"
				: "said than the transcript has"}`, best.events.get(index));
	}

	/* Between event INDEX, at which seals were taken no more, and the first words nobody seals. */
	checkClosed(at, checker, index) {
		for (let i = index + 1, event; (event = checker.events.get(i)) !== undefined; i++) {
			if (event.kind === "seal")
				this.fault(at, `event ${i} seals words after seals were taken no more, at event ${index}`, event);
			if (!SAID_KINDS.includes(event.kind))
				return;
		}
	}

	/* Transcripts of one place must have the same heads. */
	compareHistories() {
		const heads = new Map(), told = new Set();
		for (const { pid, header, heads: own } of this.checkers.filter((one) => one.header !== null))
			for (const [index, { head }] of own) {
				const name = `${hex(pid)} ${index}`, other = heads.get(name) ?? head;
				heads.set(name, other);
				if (same(other, head) || told.has(hex(pid)))
					continue;
				told.add(hex(pid));
				this.fault(0, `event ${index} of ${header.place} has another head in another transcript here: there are two histories`);
			}
	}
}

/* Check all TEXTS together: { checkers, chat }. Each header begins a transcript of its own. Where there is none, proofs of single
 * rolls are checked by themselves. */
async function checkTexts(texts, engine) {
	const checkers = [], lines = texts.map((text) => [...givenLines(text)]);
	for (const given of lines) {
		let own = [];
		const all = [own];
		for (const line of given.filter((one) => one.json !== undefined)) {
			if (/^\{[^}]*"scheme"\s*:/.test(line.json) && own.length > 0)
				all.push(own = []);
			own.push(line);
		}
		for (const one of all)
			if (one.length > 0)
				checkers.push(await new Checker(engine).check(one));
	}
	const proofs = checkers.length === 0 && lines.flat().some((line) => line.chat !== undefined && PROOF.test(line.chat.replace(CODES, "")));
	if (checkers.length === 0 && !proofs)
		checkers.push(await new Checker(engine).check([]));
	const chat = new ChatCheck(checkers, engine);
	chat.compareHistories();
	for (const line of lines.flat())
		if (line.chat !== undefined && (!proofs || PROOF.test(line.chat.replace(CODES, ""))))
			chat.take(line.at, line.chat);
	return { checkers, chat };
}

/* 0 sound, 1 not, 2 unreadable: as `logios verify` ends. */
function verdictOf({ checkers, chat }) {
	if (checkers.some((checker) => checker.unreadable))
		return 2;
	return checkers.some((checker) => checker.faults.length > 0) || chat.faults.length > 0 ? 1 : 0;
}
