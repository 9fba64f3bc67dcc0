/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- the page ---- */

const FAULTS_SHOWN = 200, CARDS_AT_ONCE = 60, FILE_MAX = 64 * 1024 * 1024, DETAIL_SHOWN = 160;
const $ = (id) => document.getElementById(id);
const STATES = { good: "✓ proven", bad: "✗ wrong", waiting: "… no secret yet", hidden: "… hidden", plain: "" };

let engine = null;
let shown = { entries: [], count: 0 }; /* of the transcripts checked last */

/* A new element in PARENT, in whose namespace it is. */
function element(parent, name, text = "", attributes = {}) {
	const svg = name === "svg" || parent.namespaceURI.endsWith("svg");
	const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
	for (const [key, value] of Object.entries(attributes))
		made.setAttribute(key, value);
	made.textContent = text;
	parent.append(made);
	return made;
}

function list(parent, texts, kind = "") {
	const ul = element(parent, "ul", "", kind ? { class: kind } : {});
	for (const text of texts)
		element(ul, "li", text);
	return ul;
}

const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const plain = (text) => text.replace(CODES, "");

function when(seconds) {
	return new Date(seconds * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}

/* ---- verdict, faults, facts ---- */

function showVerdict(checked) {
	const status = verdictOf(checked), { checkers, chat } = checked;
	const faults = [...checkers.flatMap((checker) => checker.faults), ...chat.faults];
	const unread = checkers.flatMap((checker) => checker.unread);
	const rolls = new Set(checkers.flatMap((checker) => checker.entries().map((entry) => `${checker.header.place} ${entry.event} ${entry.head}`))).size;
	const words = ["Sound", `Not sound: ${plural(faults.length, "fault")}`, "Unreadable"][status];
	const more = [];

	if (status === 0 && checkers.length > 0)
		more.push(`${plural(rolls, "roll")} and shuffles follow from secrets that were fixed before.`);
	if (chat.proofs > 0 && status === 0)
		more.push(`The dice of ${plural(chat.proofs, "proof")} are what secret and mix give. That the secret was fixed before, the next proofs or a ` +
			"transcript show.");
	if (status === 0 && chat.heard > 0)
		more.push(`All ${chat.heard} numbers in your log are there, as you heard them.`);
	else if (status === 0 && chat.proofs === 0)
		more.push("What words were said of them (success, or who wins) a chat log shows; there was none.");
	if (unread.length > 0)
		more.push(`What ${unread.length === 1 ? "this input means" : "these inputs mean"} is not known to this page, and was not checked: ` +
			unread.slice(0, 20).map((event) => `event ${event.event}, ${(event.shown ?? event).input}`).join("; ") + ".");
	if (engine === null)
		more.push("Totals, and what the inputs mean, were not checked: this page has no dice engine.");
	$("verdict").className = status === 0 ? "good" : "bad";
	$("verdict").textContent = (status === 0 ? "✓ " : "✗ ") + words;
	$("verdict-more").textContent = more.join(" ");
	document.title = `${status === 0 ? "✓" : "✗"} Fair dice`;
	return faults;
}

function showProblems(faults, remarks) {
	const parent = $("problems");
	parent.replaceChildren();
	if (faults.length > 0) {
		element(parent, "h3", "Faults");
		list(parent, faults.slice(0, FAULTS_SHOWN).map(({ at, text }) => at > 0 ? `Line ${at}: ${text}` : text), "faults");
		if (faults.length > FAULTS_SHOWN)
			element(parent, "p", `… and ${faults.length - FAULTS_SHOWN} more.`);
	}
	if (remarks.length > 0) {
		const details = element(parent, "details");
		element(details, "summary", `${plural(remarks.length, "sign")} that may mean something or nothing, and prove nothing`);
		list(details, remarks.slice(0, FAULTS_SHOWN).map(({ text }) => text), "remarks");
	}
}

/* Who stirred EPOCH, with the nicks that they rolled under. */
function stirrers(checker, epoch) {
	const nicks = new Map(checker.entries().map((entry) => [entry.who, entry.nick]));
	const name = (who) => who.startsWith("~") && nicks.has(who) ? `${nicks.get(who)} (${who})` : who;
	if (epoch.mix === null)
		return "not stirred yet";
	return epoch.source === "players" ? `stirred by ${[...epoch.seals.keys()].map(name).join(", ")}`
		: "stirred by nobody: the bot's owner may have picked it";
}

function showFacts(checker) {
	if (checker.header === null)
		return;
	const { place, network, key } = checker.header, parent = $("facts"), facts = [];
	const last = checker.entries().at(-1);
	element(parent, "h3", `${place} on ${network}`);
	facts.push(`Key ${base64(unhex(key))}; !fair head must name the same.`);
	facts.push(`Events ${checker.partial ? "of a part, up" : "1"} to ${checker.index}, until ${when(checker.time)}.`);
	if (last)
		facts.push(`The last number is (#${last.kind === "hidden" || last.kind === "shuffle" ? "h" : ""}${last.n ?? last.m} ${last.head}): ` +
			"if you heard a later one, the end is cut.");
	for (const epoch of checker.epochs.values())
		facts.push(`Epoch ${epoch.number} of ${when(epoch.opened)}: ${stirrers(checker, epoch)}; ${plural(epoch.rolls.size, "roll")}, ` +
			`${epoch.hidden.size} hidden, ${epoch.shown.size} of them shown.`);
	list(parent, facts);
}

/* ---- cards ---- */

/* What the engine says behind the total: of a game system, or which thing was chosen. */
function outcomeOf(entry) {
	const made = entry.made;
	if (made?.choice !== undefined)
		return made.choice;
	const total = (entry.shown ?? entry).total;
	const [ending] = (made?.endings ?? "").split("\n"); /* " || Total: 10 || vs\t || Total: 6 || the first wins by 4" */
	const words = ending.replaceAll(" || Total: ", " ").replace("\t", "").replaceAll(" || ", " · ").trim();
	return words !== total && made?.total === total ? words : "";
}

function detailOf(entry) {
	const dice = entry.shown ?? entry;
	if (dice.order)
		return `top first: ${dice.order.join(" ")}`;
	if (entry.made?.detail)
		return plain(entry.made.detail);
	return dice.values ? dice.values.map((value, i) => `d${dice.sides[i]}: ${value}`).join("  ") : "";
}

function addDetail(card, text) {
	if (text.length <= DETAIL_SHOWN) {
		element(card, "div", text, { class: "detail" });
		return;
	}
	const details = element(card, "details", "", { class: "detail" });
	element(details, "summary", `${text.slice(0, DETAIL_SHOWN / 2)} …`);
	element(details, "div", text);
}

function addCard(parent, entry, faults) {
	const card = element(parent, "li", "", { class: `card ${entry.state}` });
	const dice = entry.shown ?? entry, hidden = entry.kind === "hidden" || entry.kind === "shuffle";
	const input = entry.kind === "shuffle" ? `shuffles ${entry.deck} (${plural(entry.cards, "card")})` : dice.input ?? "a hidden roll";

	element(card, "span", STATES[entry.state], { class: "state" });
	element(card, "span", `#${hidden ? "h" : ""}${entry.n ?? entry.m} ${entry.head}`, { class: "number mono" });
	element(card, "span", `${entry.nick}`, { class: "who" });
	element(card, "span", dice.total ?? (dice.error ? "—" : ""), { class: "total" });
	element(card, "span", input, { class: "input" });
	if (dice.error)
		element(card, "span", dice.error, { class: "outcome" });
	if (outcomeOf(entry))
		element(card, "span", outcomeOf(entry), { class: "outcome" });
	if (detailOf(entry))
		addDetail(card, detailOf(entry));
	element(card, "span", `epoch ${entry.epoch}, ${when(entry.time)}`, { class: "detail" });
	for (const fault of faults.filter((one) => one.event === entry.event || one.event === entry.shown?.event))
		element(card, "span", fault.text, { class: "fault" });
}

function chosenEntries() {
	const only = $("only").value, by = $("by").value;
	return shown.entries.filter(({ entry }) => (only === "" || entry.state === only) && (by === "" || entry.nick === by));
}

function showCards(from = 0) {
	const chosen = chosenEntries();
	if (from === 0)
		$("rolls").replaceChildren();
	for (const { entry, faults } of chosen.slice(from, from + CARDS_AT_ONCE))
		addCard($("rolls"), entry, faults);
	shown.count = Math.min(from + CARDS_AT_ONCE, chosen.length);
	$("more").hidden = shown.count === chosen.length;
}

function showRolls(checkers) {
	/* Parts of a history may overlap: the later one knows more. */
	const all = new Map(checkers.flatMap((checker) => checker.entries().map((entry) =>
		[`${checker.header.place} ${entry.event} ${entry.head}`, { entry, faults: checker.faults }])));
	shown = { entries: [...all.values()], count: 0 };
	$("rolls-part").hidden = shown.entries.length === 0;
	$("by").replaceChildren($("by").firstElementChild);
	for (const nick of [...new Set(shown.entries.map(({ entry }) => entry.nick))].sort())
		element($("by"), "option", nick, { value: nick });
	$("only").value = $("by").value = "";
	showCards();
}

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

/* ---- the tab that checks ---- */

async function check(texts) {
	await ready;
	$("result").hidden = false;
	$("verdict").className = "";
	$("verdict").textContent = "Checking …";
	const checked = await checkTexts(texts, engine), { checkers, chat } = checked;
	showProblems(showVerdict(checked), checkers.flatMap((checker) => checker.remarks));
	$("facts").replaceChildren();
	checkers.forEach(showFacts);
	showRolls(checkers);
	showDice(checkers);
	$("verdict").focus();
}

function complain(text) {
	$("result").hidden = false;
	$("verdict").className = "bad";
	$("verdict").textContent = `✗ ${text}`;
}

/* Let the engine know game systems of the bot's own: { name, text } each. */
async function addSystems(systems) {
	await ready;
	const mistakes = systems.map(({ name, text }) => engine?.ask("page_system", name, text) ?? "");
	$("systems-note").textContent = systems.length === 0 ? "" : mistakes.join("") || `Read: ${systems.map(({ name }) => name).join(", ")}.`;
}

async function checkFiles(files) {
	const large = [...files].find((file) => file.size > FILE_MAX);
	if (large) {
		complain(`${large.name} is larger than ${FILE_MAX / 1024 / 1024} MiB. logios verify checks it.`);
		return;
	}
	const all = await Promise.all([...files].map(async (file) => ({ name: file.name, text: new TextDecoder().decode(await file.arrayBuffer()) })));
	const texts = all.filter(({ name }) => !name.endsWith(".ini")).map(({ text }) => text);
	await addSystems(all.filter(({ name }) => name.endsWith(".ini")));
	if (texts.length > 0 || $("text").value !== "")
		await check(texts.length > 0 ? texts : [$("text").value]);
}

function listenToCheck() {
	$("check-form").addEventListener("submit", (event) => {
		event.preventDefault();
		if ($("text").value !== "" || $("files").files.length === 0)
			check([$("text").value]);
		else
			checkFiles($("files").files);
	});
	$("files").addEventListener("change", () => $("files").files.length > 0 && checkFiles($("files").files));
	document.addEventListener("dragover", (event) => {
		event.preventDefault();
		document.body.classList.add("over");
	});
	document.addEventListener("dragleave", () => document.body.classList.remove("over"));
	document.addEventListener("drop", (event) => {
		event.preventDefault();
		document.body.classList.remove("over");
		openTab("check");
		if (event.dataTransfer.files.length > 0)
			checkFiles(event.dataTransfer.files);
		else
			check([$("text").value = event.dataTransfer.getData("text")]);
	});
	$("more").addEventListener("click", () => showCards(shown.count));
	$("only").addEventListener("change", () => showCards());
	$("by").addEventListener("change", () => showCards());
}

/* ---- the tab that seals ---- */

function makeSeal(words) {
	const whole = withTail(words);
	$("say-seal").textContent = `!fair seal ${hex(sealOf(whole))}`;
	$("say-words").textContent = `!fair open ${whole}`;
	$("sealed").hidden = false;
}

async function copy(button) {
	const output = $(button.dataset.copies);
	try {
		await navigator.clipboard.writeText(output.textContent);
		button.textContent = "Copied";
	} catch {
		getSelection().selectAllChildren(output);
		button.textContent = "Selected";
	}
}

function listenToSeal() {
	$("seal-form").addEventListener("submit", (event) => {
		event.preventDefault();
		makeSeal($("words").value);
	});
	for (const button of document.querySelectorAll("[data-copies]"))
		button.addEventListener("click", () => copy(button));
}

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

/* ---- tabs ---- */

const TABS = ["check", "seal", "odds"];

function openTab(name) {
	for (const other of TABS) {
		$(other).hidden = other !== name;
		$(`tab-${other}`).setAttribute("aria-selected", other === name);
		$(`tab-${other}`).tabIndex = other === name ? 0 : -1;
	}
	if (name === "odds" && $("odds-charts").childElementCount === 0)
		showOdds($("expression").value);
}

function listenToTabs() {
	TABS.forEach((name, i) => {
		$(`tab-${name}`).addEventListener("click", () => openTab(name));
		$(`tab-${name}`).addEventListener("keydown", (event) => {
			const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
			if (step === undefined)
				return;
			const next = TABS[(i + step + TABS.length) % TABS.length];
			openTab(next);
			$(`tab-${next}`).focus();
		});
	});
}

/* ---- beginning ---- */

async function start() {
	try {
		engine = await Engine.load();
	} catch (error) {
		$("engine-note").textContent = `The dice engine of this page did not start (${error.message}). `;
	}
	$("engine-note").textContent += engine !== null ? "Inputs are read by the bot's own dice engine."
		: "Without the dice engine this page does not check what inputs mean, nor totals, and shows no odds.";
}

listenToCheck();
listenToSeal();
listenToOdds();
listenToTabs();
const ready = start();
