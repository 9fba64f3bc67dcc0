/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- signatures of heads: Ed25519 (RFC 8032), checked; slow, and the same in every browser ---- */

const Ed25519 = (() => {
	const P = 2n ** 255n - 19n, ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

	const mod = (n) => (n % P + P) % P;

	function power(base, exponent) {
		let out = 1n;
		for (base = mod(base); exponent > 0n; exponent >>= 1n, base = base * base % P)
			if (exponent & 1n)
				out = out * base % P;
		return out;
	}

	const inverse = (n) => power(n, P - 2n);
	const D = mod(-121665n * inverse(121666n)), ROOT = power(2n, (P - 1n) / 4n);

	/* Points are [x, y, z, x y / z], times z. */
	function add(a, b) {
		const one = mod((a[1] - a[0]) * (b[1] - b[0])), two = mod((a[1] + a[0]) * (b[1] + b[0]));
		const three = mod(2n * a[3] * b[3] * D), four = mod(2n * a[2] * b[2]);
		const e = two - one, f = four - three, g = four + three, h = two + one;
		return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
	}

	function times(n, point) {
		let out = [0n, 1n, 1n, 0n];
		for (; n > 0n; n >>= 1n, point = add(point, point))
			if (n & 1n)
				out = add(out, point);
		return out;
	}

	const fromBytes = (bytes) => BigInt("0x" + hex(Uint8Array.from(bytes).reverse()));

	/* The point that 32 bytes say, or null. */
	function unpack(bytes) {
		const number = fromBytes(bytes), y = number & (1n << 255n) - 1n, sign = number >> 255n;
		const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
		let x = power(square, (P + 3n) / 8n);
		if (mod(x * x - square) !== 0n)
			x = x * ROOT % P;
		if (y >= P || mod(x * x - square) !== 0n || (x === 0n && sign === 1n))
			return null;
		if ((x & 1n) !== sign)
			x = P - x;
		return [x, y, 1n, x * y % P];
	}

	const BASE = [15112221349535400772501151409588531511454012693041857206046113283949847762202n,
		mod(4n * inverse(5n)), 1n, 0n];
	BASE[3] = BASE[0] * BASE[1] % P;

	/* Whether whoever has the secret of KEY signed BYTES with SIGNATURE. */
	function fits(key, bytes, signature) {
		if (key.length !== 32 || signature.length !== 64)
			return false;
		const point = unpack(key), commitment = unpack(signature.subarray(0, 32)), s = fromBytes(signature.subarray(32));
		if (point === null || commitment === null || s >= ORDER)
			return false;
		const k = fromBytes(sha512(joined(signature.subarray(0, 32), key, bytes))) % ORDER;
		const left = times(s, BASE), right = add(commitment, times(k, point));
		return mod(left[0] * right[2] - right[0] * left[2]) === 0n && mod(left[1] * right[2] - right[1] * left[2]) === 0n;
	}

	return { fits };
})();
