/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- charts ---- */

/* Bars in PARENT: { value, part, hoped, title } each; PART is of the highest. LINE: a dashed one at that part. */
function drawBars(parent, bars, title, labels, line = null) {
	const width = Math.max(240, Math.min(parent.clientWidth || 320, 640)), height = 150, floor = height - 18, step = width / bars.length;
	const svg = element(parent, "svg", "", { role: "img", width, height, viewBox: `0 0 ${width} ${height}` });
	element(svg, "title", title);
	bars.forEach((bar, i) => {
		const tall = bar.part * (floor - 4);
		const rect = element(svg, "rect", "", { class: bar.hoped ? "bar hoped" : "bar", x: i * step + step * 0.1, y: floor - tall, width: step * 0.8, height: tall });
		element(rect, "title", bar.title);
	});
	element(svg, "line", "", { class: "axis", x1: 0, x2: width, y1: floor, y2: floor });
	if (line !== null)
		element(svg, "line", "", { class: "expected", x1: 0, x2: width, y1: floor - line * (floor - 4), y2: floor - line * (floor - 4) });
	for (const [place, text] of labels) {
		const anchor = place < 0.1 ? "start" : place > 0.9 ? "end" : "middle";
		element(svg, "text", text, { x: place < 0.1 ? 0 : place > 0.9 ? width : place * width, y: height - 4, "text-anchor": anchor });
	}
}

function drawDie(parent, sides, counts) {
	const most = Math.max(...counts), expected = counts.reduce((sum, n) => sum + n, 0) / sides;
	const figure = element(parent, "figure");
	drawBars(figure, counts.map((n, i) => ({ part: n / most, title: `${i + 1}: ${n}` })),
		`Faces of d${sides}: ${counts.map((n, i) => `${i + 1}: ${n}`).join(", ")}`,
		[[0.5 / sides, "1"], [1 - 0.5 / sides, String(sides)]], Math.min(1, expected / most));
	element(figure, "figcaption", describe(sides, counts));
}

function showDice(checkers) {
	const counts = countFaces(checkers.flatMap((checker) => checker.entries()));
	$("dice-part").hidden = counts.length === 0;
	$("dice").replaceChildren();
	for (const [sides, faces] of counts)
		drawDie($("dice"), sides, faces);
}
