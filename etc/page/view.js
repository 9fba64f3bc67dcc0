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
	const words = ending.replaceAll(/ \|\| Total: /g, " ").replace(" || vs\t", " vs").replaceAll(" || ", " · ").trim();
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
