// claims.js - what a certificate and a permit say (certs/FORMAT.md sections 3 and 4).

import { equal } from "./bytes.js";
import { Reader, reading, refuse, strictly } from "./cbor.js";

const DEPTH = 4, LATEST = 253402300799, U32 = 0xffffffff, IGNORABLE_FROM = 1000;
const EXP = 4, NBF = 5, IAT = 6, ID = 7, PRIVATE = -65537, PERMIT = -65538;
const encoder = new TextEncoder();

export function u32(reader) {
  const value = reader.uint();
  if (value > U32) refuse();
  return value;
}

export function date(reader) {
  const value = reader.uint();
  if (value < 1 || value > LATEST) refuse();
  return value;
}

export function exactly(reader, length) {
  const bytes = reader.data();
  if (bytes.length !== length) refuse();
  return bytes;
}

// Control, format (bidi, zero width), surrogate, private, line and paragraph separator, and what is ignored by default.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\u2065\u{e0000}-\u{e0fff}]/u;

// Visible text in NFC, 1 to `most` bytes.
export function words(reader, most) {
  const text = reader.text(), length = encoder.encode(text).length;
  if (length < 1 || length > most || text.normalize("NFC") !== text || HIDDEN.test(text)) refuse();
  return text;
}

const LATIN = "A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u01bf\\u01c4-\\u024f\\u1e00-\\u1eff";
const NAME = new RegExp(`^(?:[${LATIN}][\\u0300-\\u036f]{0,3}|[0-9 '.-])+$`, "u");

// M-17. Marks are counted on the decomposed name.
function isCleanName(name) {
  const parts = name.normalize("NFD");
  return NAME.test(parts) && new RegExp(`[${LATIN}]`, "u").test(parts) && name.normalize("NFC") === name &&
    Array.from(name).length <= 60 && !/^ | $| {2}/.test(name);
}

function readPrivate(reader, out) {
  const count = reader.array();
  if (count < 10) refuse();
  out.name = words(reader, 399);
  out.birthYear = u32(reader);
  out.place = u32(reader);
  out.programme = u32(reader);
  exactly(reader, 8);
  const indicators = reader.data();
  if (indicators.length < 1 || indicators.length > 64) refuse();
  const assurance = reader.uint();
  out.sequence = u32(reader);
  out.statusIndex = u32(reader);
  exactly(reader, 16);
  out.indicators = Array.from(indicators, (byte) => ({ band: byte >> 5, score: byte & 31 }));
  out.identitySeen = assurance % 2 === 1;
  out.helpGiven = assurance % 4 >= 2;
  if (count > 10 || assurance > 3) out.isNewer = true; // M-16, M-20
  for (let i = 10; i < count; i++) reader.skip(DEPTH - 2);
}

// M-19: the lower median of the bands that were seen.
export function levelOf(indicators) {
  const bands = indicators.map((one) => one.band).filter((band) => band >= 1 && band <= 4).sort();
  return bands.length === 0 ? 0 : bands[Math.floor((bands.length - 1) / 2)];
}

function isPossible(claims) {
  return isCleanName(claims.name) &&
    (claims.birthYear === 0 || (claims.birthYear >= 1900 && claims.birthYear <= 2200)) &&
    claims.issuedAt < claims.expiresAt &&
    claims.indicators.every(({ band, score }) => band <= 4 && (band !== 0 || score === 0)) &&
    levelOf(claims.indicators) !== 0 && claims.sequence >= 1;
}

// null: not claims. {isNewer: true}: for a newer program.
export function readClaims(bytes) {
  return reading(() => {
    const reader = strictly(bytes, DEPTH), out = { isNewer: false }, seen = new Set();
    for (let left = reader.map(); left > 0; left--) {
      const key = reader.integer();
      seen.add(key);
      if (key === EXP) out.expiresAt = date(reader);
      else if (key === IAT) out.issuedAt = date(reader);
      else if (key === ID) out.id = exactly(reader, 10);
      else if (key === PRIVATE) readPrivate(reader, out);
      else {
        if (key < IGNORABLE_FROM) out.isNewer = true; // M-21
        reader.skip(DEPTH - 1);
      }
    }
    if (out.isNewer) return out;
    if (![EXP, IAT, ID, PRIVATE].every((key) => seen.has(key)) || !isPossible(out)) refuse();
    out.level = levelOf(out.indicators);
    return out;
  });
}

function key(reader, wanted) {
  if (reader.integer() !== wanted) refuse();
}

// M-22; null: no permit.
export function readDelegation(bytes) {
  return reading(() => {
    const reader = strictly(bytes, DEPTH), out = {};
    if (reader.map() !== 4) refuse();
    key(reader, EXP);
    out.notAfter = date(reader);
    key(reader, NBF);
    out.notBefore = date(reader);
    key(reader, IAT);
    out.issuedAt = date(reader);
    key(reader, PERMIT);
    if (reader.array() !== 8) refuse();
    out.issuer = exactly(reader, 32);
    out.office = optionalWords(reader);
    out.officeNumber = u32(reader);
    out.place = u32(reader);
    const count = reader.array();
    if (count > 8) refuse();
    out.programmes = [];
    for (let i = 0; i < count; i++) out.programmes.push(u32(reader));
    out.quota = u32(reader);
    out.first = u32(reader);
    const laptopOnly = reader.uint();
    if (laptopOnly > 1 || out.notBefore >= out.notAfter) refuse();
    out.isLaptopOnly = laptopOnly === 1;
    reader.end();
    return out;
  });
}

function optionalWords(reader) {
  const ahead = new Reader(reader.bytes);
  ahead.at = reader.at;
  if (ahead.text() !== "") return words(reader, 119);
  reader.at = ahead.at;
  return "";
}

export function isSameDelegation(left, right) {
  return equal(left.issuer, right.issuer) &&
    ["notAfter", "notBefore", "issuedAt", "office", "officeNumber", "place", "quota", "first", "isLaptopOnly"]
      .every((name) => left[name] === right[name]) && left.programmes.join() === right.programmes.join();
}

export const ALLOWS = 0, OUT_OF_SCOPE = 1, OUT_OF_TIME = 2;

// M-24. Scope first, then dates and quota.
export function allows(delegation, claims) {
  if (delegation.place !== claims.place || !delegation.programmes.includes(claims.programme)) return OUT_OF_SCOPE;
  const isInTime = claims.issuedAt >= delegation.notBefore && claims.issuedAt <= delegation.notAfter;
  const isInQuota = claims.sequence >= delegation.first && claims.sequence - delegation.first < delegation.quota;
  return isInTime && isInQuota ? ALLOWS : OUT_OF_TIME;
}
