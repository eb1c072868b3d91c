// text.js - the text of codes (certs/FORMAT.md section 8).

import { fromHex } from "./bytes.js";
import { MESSAGE_MAX, readMessage } from "./cose.js";

const CODES_MAX = 16, TEXT_MAX = 65536, DIGITS_A_BYTE = 8 * Math.log10(2);

export function digitCount(bytes) {
  return Math.ceil(DIGITS_A_BYTE * bytes);
}

// M-28; null: no message in it.
export function bytesOfText(text) {
  const mark = text.indexOf("#");
  const digits = (mark < 0 ? text : text.slice(mark + 1)).replace(/[ \n\r\t]/g, "");
  const length = Math.floor(digits.length / DIGITS_A_BYTE);
  if (/[^0-9]/.test(digits) || length < 1 || length > MESSAGE_MAX || digitCount(length) !== digits.length) return null;
  const hex = BigInt(digits).toString(16);
  return hex.length > 2 * length ? null : fromHex(hex.padStart(2 * length, "0"));
}

function kindOfLine(line) {
  if (line.includes("#")) return "code";
  if (/[^0-9 \t\r]/.test(line)) return "words";
  return "digits";
}

// M-30: the messages in a text of several lines; digits that go on in the next line are one code. null: too many.
export function messagesOfText(text) {
  const found = [];
  if (new TextEncoder().encode(text).length > TEXT_MAX) return found;
  const take = (part) => {
    const bytes = bytesOfText(part), message = bytes === null ? null : readMessage(bytes);
    if (message !== null) found.push(message);
    return message !== null;
  };
  const takeLines = (lines) => {
    if (lines.length > 0 && !take(lines.join("\n"))) lines.forEach(take);
  };
  let waiting = [];
  for (const line of text.split("\n")) {
    const kind = kindOfLine(line);
    if (kind !== "digits") {
      takeLines(waiting);
      waiting = [];
    }
    if (kind !== "words") waiting.push(line);
  }
  takeLines(waiting);
  return found.length > CODES_MAX ? null : found;
}
