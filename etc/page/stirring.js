/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ---- how epochs are opened, sealed by players and mixed ---- */

const LONG_GAP = 12 * 3600;

class StirredHistory extends History {
	on_open(event) {
		const number = event.epoch, before = this.opened;
		const due = before !== null ? before.number + 1 : this.partial ? number : 1;
		if (number !== due)
			this.fault(`event ${event.event}: epoch ${number} is opened, but epoch ${due} is due`, event);
		if (event.rolls !== ROLLS || event.sealed !== SEALED)
			this.fault(`event ${event.event}: an epoch has ${ROLLS} rolls and ${SEALED} sealed ones`, event);
		if (before !== null && before.mix === null)
			this.remark(`event ${event.event}: epoch ${before.number} was dropped before its mix`, event);
		this.barred = new Set(before?.voids);
		this.opened = {
			number, anchor: unhex(event.anchor), root: unhex(event.root), mix: null, source: "", opened: event.time,
			seals: new Map(), words: new Map(), voids: new Set(),
			rolls: new Map(), hidden: new Map(), shown: new Set(), secrets: new Map(), proven: 0, refused: 0,
		};
		this.epochs.set(number, this.opened);
	}

	/* The epoch that EVENT stirs, or null. */
	stirred(event) {
		const epoch = this.opened;
		if (epoch === null || event.epoch !== epoch.number) {
			this.fault(`event ${event.event}: epoch ${event.epoch} is not the one that was opened last`, event);
			return null;
		}
		if (epoch.mix !== null) {
			this.fault(`event ${event.event}: epoch ${epoch.number} has its mix already`, event);
			return null;
		}
		if (this.gap > LONG_GAP)
			this.remark(`event ${event.event}: nothing happened for ${Math.round(this.gap / 3600)} hours while epoch ${epoch.number} was stirred`, event);
		return epoch;
	}

	on_seal(event) {
		const epoch = this.stirred(event), who = event.who;
		if (epoch === null)
			return;
		if (epoch.seals.has(who))
			this.fault(`event ${event.event}: ${who} seals a second time`, event);
		else if (epoch.words.size > 0 || epoch.voids.size > 0)
			this.fault(`event ${event.event}: ${who} seals after others have opened their words`, event);
		else if (this.barred.has(who))
			this.fault(`event ${event.event}: ${who} did not open last time, and is left out of this epoch`, event);
		if (!epoch.seals.has(who))
			epoch.seals.set(who, event.seal);
	}

	/* Whether WHO has a seal in EPOCH that is not open, nor void. */
	waits(epoch, who) {
		return epoch.seals.has(who) && !epoch.words.has(who) && !epoch.voids.has(who);
	}

	on_words(event) {
		const epoch = this.stirred(event), who = event.who;
		if (epoch === null)
			return;
		if (!this.waits(epoch, who))
			this.fault(`event ${event.event}: ${who} has no seal to open`, event);
		else if (hex(sealOf(event.words)) !== epoch.seals.get(who))
			this.fault(`event ${event.event}: these are not the words that ${who} sealed`, event);
		if (isWeak(event.words))
			this.remark(`event ${event.event}: the words of ${who} are weak: they could be guessed from their seal`, event);
		epoch.words.set(who, event.words);
	}

	on_void(event) {
		const epoch = this.stirred(event), who = event.who;
		if (epoch === null)
			return;
		if (!this.waits(epoch, who))
			this.fault(`event ${event.event}: ${who} has no seal that was left closed`, event);
		this.remark(`event ${event.event}: ${who} did not open in time`, event);
		epoch.voids.add(who);
	}

	on_mix(event) {
		const epoch = this.stirred(event);
		if (epoch === null)
			return;
		let made = unhex(event.mix);
		if (event.source === "nobody") {
			made = NO_MIX;
			if (epoch.seals.size > 0)
				this.fault(`event ${event.event}: players sealed words for epoch ${epoch.number}, but it is stirred by nobody`, event);
		} else if (event.source === "players") {
			made = mixOf(this.pid, epoch.number, [...epoch.seals.keys()].flatMap((who) => epoch.words.has(who) ? [who, epoch.words.get(who)] : []));
			if (epoch.seals.size === 0 || epoch.voids.size > 0 || epoch.words.size !== epoch.seals.size)
				this.fault(`event ${event.event}: not every seal of epoch ${epoch.number} was opened`, event);
		} else {
			this.fault(`event ${event.event}: a mix by neither players nor nobody`, event);
		}
		epoch.mix = unhex(event.mix);
		epoch.source = event.source;
		if (!same(made, epoch.mix))
			this.fault(`event ${event.event}: the mix is not what its words give`, event);
		const before = this.mixed;
		if (before !== null && before.rolls.size < ROLLS && before.hidden.size < SEALED)
			this.remark(`event ${event.event}: epoch ${before.number} ended early, after ${before.rolls.size} rolls and ${before.hidden.size} sealed ones`, event);
		this.mixed = epoch;
	}
}
