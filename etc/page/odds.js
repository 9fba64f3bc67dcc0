/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- the tab with odds ---- */

const BARS_MAX = 60, RARE = 0.0005;

function chanceText(chance) {
	const percent = chance * 100;
	return percent === 0 || percent >= 0.01 ? `${percent.toFixed(2)} %` : `${percent.toPrecision(2)} %`;
}

function isHoped(side, value) {
	const { comparison, number, most } = side;
	return { ">=": value >= number && value <= (most ?? Infinity), ">": value > number, "<=": value <= number, "<": value < number,
		"=": value === number, "==": value === number, "<>": value !== number, "!=": value !== number }[comparison] ?? false;
}

/* Where VALUES begin and end without what nobody would see in a chart: the rarest on either side, if there are more than BARS_MAX. */
function seenRange(values) {
	const all = [values[0][0], values.at(-1)[0]];
	let before = 0, behind = 0, first = 0, last = values.length - 1;
	if (all[1] - all[0] < BARS_MAX)
		return all;
	while (first < last && before + values[first][1] < RARE)
		before += values[first++][1];
	while (last > first && behind + values[last][1] < RARE)
		behind += values[last--][1];
	return [values[first][0], values[last][0]];
}

/* The chances of SIDE in at most BARS_MAX bars: { low, high, chance, hoped, name }. The outer ones have what lies beyond, too. */
function barsOf(side) {
	const values = side.values, [low, high] = seenRange(values);
	const width = Math.max(1, Math.ceil((high - low + 1) / BARS_MAX)), bars = [];
	if (values.some(([value]) => !Number.isInteger(value)))
		return values.slice(0, BARS_MAX).map(([value, chance]) => ({ chance, hoped: isHoped(side, value), name: String(value) }));
	for (let from = low; from <= high; from += width)
		bars.push({ chance: 0, hoped: isHoped(side, from), name: width === 1 ? String(from) : `${from} to ${Math.min(from + width - 1, high)}` });
	for (const [value, chance] of values)
		bars[Math.min(bars.length - 1, Math.max(0, Math.floor((value - low) / width)))].chance += chance;
	if (values[0][0] < low)
		bars[0].name = `up to ${bars[0].name.replace(/.* to /, "")}`;
	if (values.at(-1)[0] > high)
		bars.at(-1).name = `${bars.at(-1).name.replace(/ to .*/, "")} or more`;
	return bars;
}

function oddsTable(parent, side, bars) {
	const details = element(parent, "details"), table = element(details, "table");
	element(details, "summary", "As a table").after(table);
	const head = element(element(table, "thead"), "tr"), body = element(table, "tbody");
	let sum = side.values.reduce((total, [, chance]) => total + chance, 0);
	for (const name of ["total", "chance", "or more"])
		element(head, "th", name, { scope: "col" });
	for (const bar of bars) {
		const row = element(body, "tr");
		element(row, "th", bar.name, { scope: "row" });
		element(row, "td", chanceText(bar.chance));
		element(row, "td", chanceText(Math.min(1, Math.max(0, sum))));
		sum -= bar.chance;
	}
}

function drawOdds(parent, side) {
	const bars = barsOf(side), most = Math.max(...bars.map((bar) => bar.chance)), figure = element(parent, "figure");
	const middle = bars[Math.floor(bars.length / 2)];
	drawBars(figure, bars.map((bar) => ({ part: most > 0 ? bar.chance / most : 0, hoped: bar.hoped, title: `${bar.name}: ${chanceText(bar.chance)}` })),
		`Chances of ${side.expression}`,
		[[0, bars[0].name], ...bars.length > 2 ? [[(Math.floor(bars.length / 2) + 0.5) / bars.length, middle.name]] : [], [1, bars.at(-1).name]]);
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
