// verify_lines.mjs - one verdict a line, for tests that compare programs on very many messages: the page's own checking
// under node, with the words of tests/certificates/verdict_lines.c.
//
//     forget | root HEX | tell HEX | now SECONDS | message HEX | text HEX

import { createInterface } from "node:readline";
import { fromHex } from "./src/bytes.js";
import { checkBytes, checkText } from "./src/check.js";
import { Trust } from "./src/trust.js";

const known = { roots: [], told: [], trust: new Trust(), now: 0 };

function buildTrust() {
  const trust = new Trust();
  for (const root of known.roots) if (!trust.addRoot(root)) throw new Error("a root is refused");
  for (const bytes of known.told) trust.add(bytes);
  return trust;
}

// A text may make permits known: to itself only. Building anew would check the roots' points again each time.
const copyOf = (trust) => Object.assign(new Trust(), structuredClone(trust));

// BUILT: the second at which the page would have been built.
const clock = () => ({ now: known.now, built: Number(process.env.BUILT || 0) });

const ACTS = {
  forget() {
    known.roots = [];
    known.told = [];
    known.trust = new Trust();
  },
  root(hex) {
    known.roots.push(fromHex(hex));
    known.trust = buildTrust();
  },
  tell(hex) {
    known.told.push(fromHex(hex));
    known.trust.add(known.told[known.told.length - 1]);
  },
  now(seconds) {
    known.now = Number(seconds);
  },
  message(hex) {
    console.log(checkBytes(fromHex(hex), known.trust, clock()).verdict);
  },
  text(hex) {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(fromHex(hex));
    console.log(checkText(text, copyOf(known.trust), clock()).verdict);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [word, value] = line.split(" ");
  if (!Object.hasOwn(ACTS, word)) throw new Error(`no such line: ${line.slice(0, 60)}`);
  ACTS[word](value || "");
}
