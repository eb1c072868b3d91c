// words.js - every sentence of the page, from words.tsv and certs/verdicts.tsv.

import table from "../words.tsv";
import verdicts from "../../verdicts.tsv";

const rows = (text) => text.split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"));
const WORDS = Object.fromEntries(rows(table).map(([key, vi, en]) => [key, { vi, en }]));
const VERDICTS = Object.fromEntries(rows(verdicts).map(([name, , vi, en]) => [name, { vi, en }]));

let tongue = "vi";
try {
  tongue = localStorage.getItem("dauso-language") === "en" ? "en" : "vi";
} catch (error) {
  // file:// may have no storage
}

export const language = () => tongue;

export function setLanguage(chosen) {
  tongue = chosen;
  document.documentElement.lang = chosen;
  try {
    localStorage.setItem("dauso-language", chosen);
  } catch (error) {
    // for this time only
  }
}

document.documentElement.lang = tongue;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, key) => (values && values[key] !== undefined ? values[key] : ""));
}

export function say(key, values) {
  return fill(WORDS[key][tongue], values);
}

const pad = (number) => (number < 10 ? "0" : "") + number;
const inVietnam = (seconds) => new Date((seconds + 7 * 3600) * 1000);

// dd/mm/yyyy in UTC+7, as on paper.
export function date(seconds) {
  const day = inVietnam(seconds);
  return `${pad(day.getUTCDate())}/${pad(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`;
}

export function time(seconds) {
  const day = inVietnam(seconds);
  return `${pad(day.getUTCHours())}:${pad(day.getUTCMinutes())}`;
}

export function age(days) {
  return days === 0 ? say("today") : say(days === 1 ? "one-day" : "days", { days });
}

// The verdict's sentence: what stands in capitals, and the rest.
export function sentence(answer) {
  const text = fill(VERDICTS[answer.verdict][tongue], { date: answer.date ? date(answer.date) : "", office: answer.office });
  const isDated = answer.verdict === "REVOKED" || answer.verdict === "EXPIRED";
  const stop = isDated ? text.search(/ ngày | on /) : text.indexOf(answer.verdict === "VALID-NEW" ? "," : ".");
  const title = text.slice(0, stop), rest = text.slice(stop).replace(/^[,.\s]+/, "");
  return [title, rest.charAt(0).toUpperCase() + rest.slice(1)];
}

// Crockford's base 32, in fours.
export function printId(id) {
  const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let bits = "";
  for (const byte of id) bits += byte.toString(2).padStart(8, "0");
  return bits.match(/.{5}/g).map((five) => digits[parseInt(five, 2)]).join("").match(/.{4}/g).join("-");
}
