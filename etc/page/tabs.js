/* SPDX-License-Identifier: GPL-3.0-or-later */
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
