/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- statistics of the dice ---- */

/* The chance that chi-square with so many degrees of freedom is at least X: the upper incomplete gamma function, by its series
 * or, beyond the middle, its continued fraction (Abramowitz and Stegun 6.5.29, 6.5.31). */
function chiTail(x, freedom) {
	const a = freedom / 2, half = x / 2;
	if (half <= 0)
		return 1;
	const front = Math.exp(-half + a * Math.log(half) - logGamma(a));
	if (half < a + 1) {
		let term = 1 / a, sum = term;
		for (let n = 1; n < 10000 && term > sum * 1e-15; n++)
			sum += term *= half / (a + n);
		return 1 - sum * front;
	}
	let b = half + 1 - a, c = 1e300, d = 1 / b, h = d;
	for (let n = 1; n < 10000; n++) {
		const an = -n * (n - a);
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		h *= d * c;
		if (Math.abs(d * c - 1) < 1e-15)
			break;
	}
	return front * h;
}

/* Stirling's series, moved up to where it is exact enough. */
function logGamma(x) {
	let shift = 0;
	for (; x < 15; x++)
		shift -= Math.log(x);
	const y = 1 / (x * x);
	return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) +
		(1 / 12 - y * (1 / 360 - y * (1 / 1260 - y / 1680))) / x;
}

/* Sides: how often each face came, of the rolls that were proven. */
function countFaces(entries) {
	const counts = new Map();
	for (const entry of entries) {
		const dice = entry.shown ?? entry;
		if (entry.state !== "good" || dice.sides === undefined)
			continue;
		dice.sides.forEach((sides, i) => {
			if (sides < 2 || sides > 100)
				return;
			if (!counts.has(sides))
				counts.set(sides, new Array(sides).fill(0));
			counts.get(sides)[dice.values[i] - 1]++;
		});
	}
	return [...counts].sort((a, b) => a[0] - b[0]);
}

function describe(sides, counts) {
	const total = counts.reduce((sum, n) => sum + n, 0), expected = total / sides;
	const mean = counts.reduce((sum, n, i) => sum + n * (i + 1), 0) / total;
	const head = `${total} d${sides}${total === 1 ? "" : "s"}: mean ${mean.toFixed(2)}, expected ${(sides + 1) / 2}`;
	if (total < 30 || expected < 5)
		return `${head}; too few to tell more`;
	const p = chiTail(counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0), sides - 1);
	const word = p < 0.001 ? "very unusual" : p < 0.01 ? "unusual" : "nothing unusual";
	return `${head}; ${word}, p = ${p.toFixed(p < 0.01 ? 4 : 2)}`;
}
