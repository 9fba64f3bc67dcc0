/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- the tab with odds ---- */

const BARS_MAX = 60;

function chanceText(chance) {
	const percent = chance * 100;
	return percent === 0 || percent >= 0.01 ? `${percent.toFixed(2)} %` : `${percent.toPrecision(2)} %`;
}

function isHoped(side, value) {
	const { comparison, number, most } = side;
	return { ">=": value >= number && value <= (most ?? Infinity), ">": value > number, "<=": value <= number, "<": value < number,
		"=": value === number, "==": value === number, "<>": value !== number, "!=": value !== number }[comparison] ?? false;
}

/* The chances of SIDE in at most BARS_MAX bars: { low, high, chance, hoped }. */
function barsOf(side) {
	const values = side.values, low = values[0][0], high = values.at(-1)[0];
	const width = Math.max(1, Math.ceil((high - low + 1) / BARS_MAX)), bars = [];
	if (values.some(([value]) => !Number.isInteger(value)))
		return values.slice(0, BARS_MAX).map(([value, chance]) => ({ low: value, high: value, chance, hoped: isHoped(side, value) }));
	for (let from = low; from <= high; from += width)
		bars.push({ low: from, high: Math.min(from + width - 1, high), chance: 0, hoped: isHoped(side, from) });
	for (const [value, chance] of values)
		bars[Math.floor((value - low) / width)].chance += chance;
	return bars;
}

const barName = ({ low, high }) => low === high ? String(low) : `${low} to ${high}`;

function oddsTable(parent, side, bars) {
	const details = element(parent, "details"), table = element(details, "table");
	element(details, "summary", "As a table").after(table);
	const head = element(element(table, "thead"), "tr"), body = element(table, "tbody");
	let sum = side.values.reduce((total, [, chance]) => total + chance, 0);
	for (const name of ["total", "chance", "or more"])
		element(head, "th", name, { scope: "col" });
	for (const bar of bars) {
		const row = element(body, "tr");
		element(row, "th", barName(bar), { scope: "row" });
		element(row, "td", chanceText(bar.chance));
		element(row, "td", chanceText(Math.min(1, Math.max(0, sum))));
		sum -= bar.chance;
	}
}

function drawOdds(parent, side) {
	const bars = barsOf(side), most = Math.max(...bars.map((bar) => bar.chance)), figure = element(parent, "figure");
	const middle = bars[Math.floor(bars.length / 2)];
	drawBars(figure, bars.map((bar) => ({ part: most > 0 ? bar.chance / most : 0, hoped: bar.hoped, title: `${barName(bar)}: ${chanceText(bar.chance)}` })),
		`Chances of ${side.expression}`,
		[[0, String(bars[0].low)], ...bars.length > 2 ? [[(Math.floor(bars.length / 2) + 0.5) / bars.length, barName(middle)]] : [], [1, String(bars.at(-1).high)]]);
	element(figure, "figcaption", `${side.expression}: mean ${Number(side.mean.toFixed(2))}, deviation ${Number(side.deviation.toFixed(2))}` +
		(side.chance !== undefined ? `; ${chanceText(side.chance)} as hoped` : ""));
	if (side.outcomes)
		list(figure, Object.entries(side.outcomes).map(([words, chance]) => `${chanceText(chance)}: ${words || "nothing of these"}`));
	oddsTable(figure, side, bars);
}

async function showOdds(line) {
	await ready;
	const parent = $("odds-charts");
	parent.replaceChildren();
	if (engine === null) {
		$("odds-reply").textContent = "This page was built without the dice engine, and knows no odds.";
		return;
	}
	const answer = engine.odds(line);
	/* The chart takes the place of the small one in a reply. */
	$("odds-reply").textContent = plain(answer.error ?? answer.reply).replace(/ \|\| [^|]*[▁-█][^|]*/g, "").replaceAll(" || ", " · ");
	for (const side of answer.odds?.first ? [answer.odds.first, answer.odds.second] : answer.odds ? [answer.odds] : [])
		drawOdds(parent, side);
}

function listenToOdds() {
	$("odds-form").addEventListener("submit", (event) => {
		event.preventDefault();
		showOdds($("expression").value);
	});
}
