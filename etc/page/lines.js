/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- lines: transcripts are found in what was given, be it a file, a chat log or a pasted piece of one ---- */

const PIECES_MAX = 1 << 20; /* bytes that one line may have in pieces */
const BEGINNINGS = ['{"scheme":', '{"event":', '{"secret":', '{"from":'];

/* Where a line of a transcript begins in LINE, or -1: at once, or behind what a client writes before what was said. */
function beginningIn(line) {
	if (line.startsWith("{"))
		return 0;
	const at = line.indexOf('{"');
	return at >= 0 && BEGINNINGS.some((beginning) => line.replace(/^(.*?)\{\s*"(\w+)"\s*:/, '{"$2":').startsWith(beginning)) ? at : -1;
}

/* What looks like PREFIX: its digits, which are a time, may be others. */
function likePrefix(prefix) {
	return new RegExp("^" + prefix.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\d/g, "\\d"));
}

/* The lines of TEXT: { at, json } for those of transcripts, put together where IRC parted them, and { at, chat } for all others. */
function* givenLines(text) {
	let held = null, at = 0;
	for (const raw of text.split("\n")) {
		const line = raw.replace(/\r$/, "");
		const begin = beginningIn(line);
		at++;
		if (held !== null && begin < 0 && held.like.test(line) && held.json.length < PIECES_MAX) {
			held.json += line.replace(held.like, "");
		} else if (begin >= 0) {
			if (held !== null)
				yield held;
			held = { at, json: line.slice(begin), like: likePrefix(line.slice(0, begin)) };
		} else if (line.trim() !== "") {
			yield { at, chat: line };
		}
		if (held !== null && held.json.trimEnd().endsWith("}")) {
			yield held;
			held = null;
		}
	}
	if (held !== null)
		yield held;
}

/* ---- what a line says ---- */

const isText = (value) => typeof value === "string";
const isHash = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value);
const isCount = (value, least = 0) => Number.isInteger(value) && value >= least && value <= 2 ** 53;
const isList = (value) => Array.isArray(value) && value.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 32);
const IS_TYPE = { number: isCount, text: isText, list: isList, hash: isHash };

/* A flat object; throws what is wrong with it. JSON.parse itself would let a key that is there twice pass. */
function parse(text) {
	const line = JSON.parse(text);
	if (line === null || typeof line !== "object" || Array.isArray(line))
		throw new Error("it is no object");
	if (JSON.stringify(line).includes("\\u0000") || /\p{Surrogate}/u.test(text) || /\\ud[89a-f]/i.test(text.replace(/\\\\|\\ud[89ab]..\\ud[c-f]../gi, "")))
		throw new Error("text that is no text");
	const keys = (text.match(/"(?:[^"\\]|\\.)*"\s*:?/g) ?? []).filter((word) => word.endsWith(":"));
	if (keys.length !== Object.keys(line).length)
		throw new Error("a key for the second time");
	return line;
}
