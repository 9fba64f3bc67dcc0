// SPDX-License-Identifier: GPL-3.0-or-later
// Rolls expressions with rpg-dice-roller under an engine that is scripted, and tells the faces it gave.
// Input: a line `SEED<TAB>EXPRESSION`, or `=FACE,FACE,…<TAB>EXPRESSION`. Output: `FACES<TAB>TOTAL`, or
// `error<TAB>WHY`. Usage: node rpg_dice_roller.mjs FOLDER, which holds node_modules.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(process.argv[2] + "/x.js"));
const { DiceRoll, NumberGenerator } = await import(
  pathToFileURL(require.resolve("@dice-roller/rpg-dice-roller")));

// The library sets `range` before it asks for a number, and takes it modulo that (or masks, which is
// the same for powers of two). A Fate die is three-sided there: its faces are told as 1, 3, 5 of six.
class Engine {
  constructor(seed, fixed) {
    this.state = seed;
    this.fixed = fixed;
    this.fate = false;
    this.faces = [];
  }
  draw(sides) {
    if (this.fixed) {
      const face = this.fixed.shift();
      return this.fate && sides === 3 ? (face - 1) >> 1 : face - 1;
    }
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 4294967296) * sides);
  }
  next() {
    const [low, high] = this.range;
    const at = this.draw(high - low + 1);
    this.faces.push(this.fate && high === 3 ? at * 2 + 1 : at + 1);
    return at;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [seed, expression] = line.split("\t");
  const engine = seed[0] === "="
    ? new Engine(0, seed.slice(1).split(",").map(Number)) : new Engine(Number(seed), null);
  engine.fate = /dF(?!\.1)/i.test(expression);
  NumberGenerator.generator.engine = engine;
  try {
    const roll = new DiceRoll(expression);
    console.log(`${engine.faces.join(",")}\t${roll.total}`);
  } catch (error) {
    console.log(`error\t${error.message.split("\n")[0]}`);
  }
}
