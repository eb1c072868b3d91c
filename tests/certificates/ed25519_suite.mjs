// ed25519_suite.mjs - the page's check of signatures on the cases on which libraries differ, as libsodium answers them, and
// on the test vectors of RFC 8032 section 7.1.
import { readFileSync } from "node:fs";
import { fromHex } from "../../certs/verifier/src/bytes.js";
import { isGoodKey, isSignedBy } from "../../certs/verifier/src/ed25519.js";

const cases = JSON.parse(readFileSync(new URL("ed25519_cases.json", import.meta.url)));
const RFC = [
  ["d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
   "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"],
  ["3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
   "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"],
  ["fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
   "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"],
];
const isGood = ([key, message, signature]) => isSignedBy(fromHex(signature), fromHex(message), fromHex(key));
let passed = 0, failed = 0;

function test(name, wrong) {
  console.log(wrong.length === 0 ? `ok ${name}` : `FAIL ${name}: ${wrong.join(", ")}`);
  if (wrong.length === 0) passed++;
  else failed++;
}

const names = Object.keys(cases);
test(`of ${names.length} signatures the honest one is good`, names.length !== 20 ? ["there should be 20"]
  : names.filter((name) => isGood(cases[name]) !== (name === "valid"))); // M-7
test("the signatures of RFC 8032 are good", RFC.filter((one) => !isGood(one)).map((one) => one[0]));
test("their keys are good", RFC.filter((one) => !isGoodKey(fromHex(one[0]))).map((one) => one[0]));
test("a signature over other bytes is not", RFC.filter(([key, message, signature]) => isGood([key, message + "00", signature]))
  .map((one) => one[0]));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
