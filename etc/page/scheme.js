/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- the scheme logios-fair-2, see logios-fair(7) ---- */

const SCHEME = "logios-fair-2";
const ROLLS = 4096, SEALED = 256, LEVELS = 8, HASH_BYTES = 32;
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
const NO_MIX = new Uint8Array(HASH_BYTES);

/* The fields of each kind of event, in the order in which they are hashed: a number, text, list or hash. */
const FIELDS = Object.fromEntries(Object.entries({
	open: "epoch:number rolls:number anchor:hash sealed:number root:hash",
	seal: "epoch:number who:text seal:hash",
	words: "epoch:number who:text words:text",
	void: "epoch:number who:text",
	mix: "epoch:number source:text mix:hash",
	roll: "epoch:number n:number who:text nick:text input:text sides:list values:list total:text",
	fail: "epoch:number n:number who:text nick:text input:text sides:list values:list error:text",
	hidden: "epoch:number m:number who:text nick:text cover:hash",
	shuffle: "epoch:number m:number who:text nick:text deck:text cards:number cover:hash",
	show: "epoch:number m:number secret:hash",
}).map(([kind, fields]) => [kind, fields.split(" ").map((field) => field.split(":"))]));

/* ---- bytes ---- */

function H(tag, ...parts) {
	return sha512(joined([tag], ...parts)).subarray(0, HASH_BYTES);
}

/* A field alone: bytes as they are, a number, text, or a list of numbers. */
function fieldBytes(field) {
	if (field instanceof Uint8Array)
		return field;
	if (typeof field === "number")
		return u64(field);
	return typeof field === "string" ? encoder.encode(field) : u32s(field);
}

function enc(...fields) {
	return joined(...fields.map(fieldBytes).flatMap((bytes) => [u32s([bytes.length]), bytes]));
}

/* The first 40 bits of a hash, as people see it. */
function short(hash) {
	let number = 0, text = "";
	for (let i = 0; i < 5; i++)
		number = number * 256 + hash[i];
	for (let i = 0; i < 8; i++, number = Math.floor(number / 32))
		text = LETTERS[number % 32] + text;
	return text;
}

/* ---- place and history ---- */

function placeId(key, network, place) {
	return H(0x10, enc(SCHEME, key, network, place));
}

function firstHead(pid, time) {
	return H(0x11, pid, u64(time));
}

function nextHead(head, event) {
	const fields = FIELDS[event.kind].map(([name, type]) => type === "hash" ? unhex(event[name]) : event[name]);
	return H(0x12, head, enc(event.kind, event.event, event.time, ...fields));
}

function signedBytes(pid, event, head, time) {
	return enc(`${SCHEME} head`, pid, event, head, time);
}

/* ---- secrets ---- */

/* The secret of roll n - 1 from that of roll N. */
function secretBefore(n, secret) {
	return H(0x01, u64(n), secret);
}

/* The root to which the secret of hidden number M leads by its PATH. */
function rootBy(path, m, secret) {
	let node = H(0x04, u64(m), secret), at = m - 1;
	for (const other of path) {
		node = at % 2 === 1 ? H(0x05, other, node) : H(0x05, node, other);
		at = Math.floor(at / 2);
	}
	return node;
}

function coverRoll(secret, nick, input, sides, values, end) {
	return H(0x30, secret, enc(nick, input, sides, values, end));
}

function coverShuffle(secret, deck, order) {
	return H(0x31, secret, enc(deck, order));
}

/* ---- stirring ---- */

function sealOf(words) {
	return H(0x20, enc(words));
}

function mixOf(pid, epoch, whoAndWords) {
	return H(0x21, enc(pid, epoch, ...whoAndWords));
}

/* Words that cannot be guessed from their seal: so many random letters stand behind them. */
const TAIL = 16;

function withTail(words) {
	const letters = crypto.getRandomValues(new Uint8Array(TAIL));
	return [words.trim(), Array.from(letters, (byte) => LETTERS[byte % 32]).join("")].filter((part) => part !== "").join(" ");
}

function isWeak(words) {
	return !new RegExp(`[${LETTERS}]{${TAIL}}$`).test(words);
}

/* ---- numbers: those of one roll or shuffle ---- */

class Numbers {
	constructor(secret, mix) {
		this.bytes = joined([0x02], u64(0), secret, mix);
		this.block = 0;
		this.view = null;
		this.at = 64;
	}

	word() {
		if (this.at === 64) {
			this.bytes.set(u64(this.block++), 1);
			this.view = new DataView(sha512(this.bytes).buffer);
			this.at = 0;
		}
		this.at += 4;
		return this.view.getUint32(this.at - 4);
	}

	uniform(sides) {
		const limit = 2 ** 32 - 2 ** 32 % sides;
		for (;;) {
			const word = this.word();
			if (word < limit)
				return word % sides + 1;
		}
	}

	shuffled(count) {
		const cards = Array.from({ length: count }, (_, i) => i + 1);
		for (let i = count; i >= 2; i--) {
			const j = this.uniform(i);
			[cards[i - 1], cards[j - 1]] = [cards[j - 1], cards[i - 1]];
		}
		return cards;
	}
}
