/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- the bot's own dice engine, compiled to WebAssembly; null in a page that was built without it ---- */

class Engine {
	/* The engine of this page with all game systems and named dice that come with the bot, or null. */
	static async load() {
		const code = document.getElementById("engine").textContent.trim();
		if (code === "" || typeof WebAssembly !== "object")
			return null;
		const engine = new Engine();
		await engine.start(Uint8Array.from(atob(code), (c) => c.charCodeAt(0)));
		const data = JSON.parse(document.getElementById("data").textContent);
		for (const [name, text] of Object.entries(data.systems))
			engine.ask("page_system", name, text);
		for (const line of data.dice.split("\n"))
			engine.ask("page_named", line);
		return engine;
	}

	async start(code) {
		/* It asks the system for nothing but random numbers, for its tables. To all else the answer is: no such thing. */
		const NOT_THERE = 8;
		const system = new Proxy({
			random_get: (at, count) => {
				crypto.getRandomValues(new Uint8Array(this.memory.buffer, at, count));
				return 0;
			},
			proc_exit: () => {
				throw new Error("the dice engine stopped");
			},
		}, { get: (known, name) => known[name] ?? (() => NOT_THERE) });
		const { instance } = await WebAssembly.instantiate(code, { wasi_snapshot_preview1: system });
		this.exports = instance.exports;
		this.memory = instance.exports.memory;
		this.exports._initialize();
	}

	/* Put BYTES into its memory; where. */
	give(bytes) {
		const at = this.exports.page_alloc(Math.max(bytes.length, 1));
		new Uint8Array(this.memory.buffer, at, bytes.length).set(bytes);
		return at;
	}

	/* What its function NAME answers to texts, lists of numbers, and numbers. */
	ask(name, ...values) {
		const given = [];
		const args = values.map((value) => {
			if (typeof value === "number")
				return value;
			const bytes = typeof value === "string" ? encoder.encode(`${value}\0`) : new Uint8Array(Uint32Array.from(value).buffer);
			given.push(this.give(bytes));
			return given.at(-1);
		});
		const at = this.exports[name](...args), memory = new Uint8Array(this.memory.buffer);
		const text = new TextDecoder().decode(memory.subarray(at, memory.indexOf(0, at)));
		given.forEach((place) => this.exports.page_free(place));
		return text;
	}

	/* What INPUT makes of recorded VALUES: { end, total, reply, detail, endings, choice, again, error }. EARLIER are the rolls that it may be again:
	 * { number, input, sides, values, error }. */
	replay(input, sides, values, error = "", earlier = []) {
		for (const one of earlier)
			this.ask("page_remember", one.number, one.input, one.sides, one.values, one.values.length, one.error ?? "");
		return JSON.parse(this.ask("page_replay", input, sides, values, values.length, error));
	}

	odds(line) {
		return JSON.parse(this.ask("page_odds", line));
	}
}
