/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- bytes: hexadecimal, Base64, numbers, and SHA-512, which the scheme hashes with ---- */

const encoder = new TextEncoder();

function hex(bytes) {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unhex(text) {
	return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/* URL-safe, without padding. */
function base64(bytes) {
	return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function unbase64(text) {
	return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

function joined(...parts) {
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

function same(one, other) {
	return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

/* 8 bytes, the highest first; a number of JSON is at most 2^53. */
function u64(number) {
	const bytes = new Uint8Array(8), view = new DataView(bytes.buffer);
	view.setUint32(0, Math.floor(number / 2 ** 32));
	view.setUint32(4, number % 2 ** 32);
	return bytes;
}

function u32s(numbers) {
	const bytes = new Uint8Array(4 * numbers.length), view = new DataView(bytes.buffer);
	numbers.forEach((number, i) => view.setUint32(4 * i, number));
	return bytes;
}

/* ---- SHA-512 (FIPS 180-4), in halves of 32 bits ---- */

/* The first 64 bits of the broken parts of the square (or cube) roots of the first COUNT primes. */
function rootsOfPrimes(count, cube) {
	const out = new Int32Array(2 * count);
	let found = 0;
	for (let n = 2; found < count; n++) {
		let prime = true;
		for (let d = 2; d * d <= n && prime; d++)
			prime = n % d !== 0;
		if (!prime)
			continue;
		const wanted = BigInt(n) << (cube ? 192n : 128n);
		let low = 0n, high = 1n << 72n;
		while (high - low > 1n) {
			const middle = (low + high) >> 1n;
			if ((cube ? middle ** 3n : middle ** 2n) <= wanted)
				low = middle;
			else
				high = middle;
		}
		out[2 * found] = Number(BigInt.asIntN(32, low >> 32n));
		out[2 * found + 1] = Number(BigInt.asIntN(32, low));
		found++;
	}
	return out;
}

const SHA_START = rootsOfPrimes(8, false), SHA_ROUNDS = rootsOfPrimes(80, true);
const schedule = new Int32Array(160), state = new Int32Array(16);

function extendSchedule(w) {
	for (let i = 32; i < 160; i += 2) {
		const ah = w[i - 30], al = w[i - 29], bh = w[i - 4], bl = w[i - 3];
		const s0h = (ah >>> 1 | al << 31) ^ (ah >>> 8 | al << 24) ^ ah >>> 7;
		const s0l = (al >>> 1 | ah << 31) ^ (al >>> 8 | ah << 24) ^ (al >>> 7 | ah << 25);
		const s1h = (bh >>> 19 | bl << 13) ^ (bl >>> 29 | bh << 3) ^ bh >>> 6;
		const s1l = (bl >>> 19 | bh << 13) ^ (bh >>> 29 | bl << 3) ^ (bl >>> 6 | bh << 26);
		const low = (w[i - 31] >>> 0) + (s0l >>> 0) + (w[i - 13] >>> 0) + (s1l >>> 0);
		w[i + 1] = low | 0;
		w[i] = w[i - 32] + s0h + w[i - 14] + s1h + Math.floor(low / 2 ** 32) | 0;
	}
}

function addTo(at, high, low) {
	const sum = (state[at + 1] >>> 0) + (low >>> 0);
	state[at] = state[at] + high + (sum >= 2 ** 32) | 0;
	state[at + 1] = sum | 0;
}

function hashBlock(view, at) {
	const w = schedule, k = SHA_ROUNDS;
	for (let i = 0; i < 32; i++)
		w[i] = view.getInt32(at + 4 * i);
	extendSchedule(w);
	let [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, hh, hl] = state;
	for (let i = 0; i < 160; i += 2) {
		const s1h = (eh >>> 14 | el << 18) ^ (eh >>> 18 | el << 14) ^ (el >>> 9 | eh << 23);
		const s1l = (el >>> 14 | eh << 18) ^ (el >>> 18 | eh << 14) ^ (eh >>> 9 | el << 23);
		const low = (hl >>> 0) + (s1l >>> 0) + ((el & fl ^ ~el & gl) >>> 0) + (k[i + 1] >>> 0) + (w[i + 1] >>> 0);
		const high = hh + s1h + (eh & fh ^ ~eh & gh) + k[i] + w[i] + Math.floor(low / 2 ** 32) | 0;
		const s0h = (ah >>> 28 | al << 4) ^ (al >>> 2 | ah << 30) ^ (al >>> 7 | ah << 25);
		const s0l = (al >>> 28 | ah << 4) ^ (ah >>> 2 | al << 30) ^ (ah >>> 7 | al << 25);
		hh = gh; hl = gl; gh = fh; gl = fl; fh = eh; fl = el;
		const moved = (dl >>> 0) + ((low | 0) >>> 0);
		el = moved | 0;
		eh = dh + high + (moved >= 2 ** 32) | 0;
		dh = ch; dl = cl; ch = bh; cl = bl; bh = ah; bl = al;
		const whole = (s0l >>> 0) + ((bl & cl ^ bl & dl ^ cl & dl) >>> 0) + ((low | 0) >>> 0);
		al = whole | 0;
		ah = s0h + (bh & ch ^ bh & dh ^ ch & dh) + high + Math.floor(whole / 2 ** 32) | 0;
	}
	addTo(0, ah, al); addTo(2, bh, bl); addTo(4, ch, cl); addTo(6, dh, dl);
	addTo(8, eh, el); addTo(10, fh, fl); addTo(12, gh, gl); addTo(14, hh, hl);
}

/* The 64 bytes of the hash of BYTES. */
function sha512(bytes) {
	const padded = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128), view = new DataView(padded.buffer);
	const out = new Uint8Array(64), outView = new DataView(out.buffer);
	padded.set(bytes);
	padded[bytes.length] = 0x80;
	view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
	view.setUint32(padded.length - 4, bytes.length * 8 % 2 ** 32);
	state.set(SHA_START);
	for (let at = 0; at < padded.length; at += 128)
		hashBlock(view, at);
	state.forEach((word, i) => outView.setInt32(4 * i, word));
	return out;
}
