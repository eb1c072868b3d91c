// check.js - whether to believe a certificate: the order of checks of M-31. It starts from the refusal; nothing from an
// unproven code is in what it returns.
//
// The answer: {verdict, exit, knownUpTo, date?, office?, compare?, notChecked?}; claims only where exit is 0.

import { equal } from "./bytes.js";
import { allows, ALLOWS, OUT_OF_SCOPE, readClaims } from "./claims.js";
import { CERTIFICATE, DELEGATION, isFrom, isMessageSignedBy, KEY_REQUEST, MESSAGE_MAX, readMessage, STATUS_LIST } from "./cose.js";
import { endsBefore, withdrawnOn } from "./status.js";
import { messagesOfText } from "./text.js";

const DAY = 86400, GRACE = 2 * DAY;
export const EXITS = { "VALID": 0, "VALID-NEW": 0, "NOT-GENUINE": 10, "UNREADABLE": 11, "REVOKED": 12, "EXPIRED-KEY": 13,
                       "UNKNOWN-ISSUER": 14, "NEWER": 15, "MISMATCH": 16, "DOUBTFUL-CLOCK": 17, "EXPIRED": 18 };

function answer(trust, verdict, more) {
  return { verdict, exit: EXITS[verdict], knownUpTo: trust.newest, ...more };
}

const find = (rows, number) => rows.find((row) => row.number === number);

function officeOf(tables, delegation) {
  const row = find(tables.offices, delegation.officeNumber);
  return delegation.office || (row ? row.vi : "đơn vị số " + delegation.officeNumber);
}

function placeOf(tables, place) {
  const row = find(tables.places, place);
  if (row) return { vi: row.vi, en: row.en };
  return place === 0 ? { vi: "", en: "" } : { vi: "địa bàn mã " + place, en: "place " + place };
}

function levelOf(tables, claims) {
  const row = find(tables.programmes, claims.programme), level = claims.level;
  return row ? { vi: `${row.bandsVi[level - 1]} (bậc ${level} trong 4)`, en: `${row.bandsEn[level - 1]} (band ${level} of 4)` }
    : { vi: `bậc ${level} trong 4`, en: `band ${level} of 4` };
}

function programmeOf(tables, number) {
  const row = find(tables.programmes, number);
  return row ? { vi: row.vi, en: row.en } : { vi: "chương trình số " + number, en: "programme " + number };
}

// M-33: what nobody has looked at.
function unchecked(status, now, isClockLate) {
  const list = status === null ? [{ word: "no-list" }]
    : now - status.date > DAY ? [{ word: "old-list", date: status.date, days: Math.floor((now - status.date) / DAY) }] : [];
  list.push({ word: "paper" });
  if (isClockLate) list.push({ word: "clock" });
  return list;
}

function accept(trust, permit, claims, now, isClockLate) {
  const { tables, status } = permit.root.family, { delegation } = permit, office = officeOf(tables, delegation);
  const day = status === null ? null : withdrawnOn(status, delegation.issuer, claims);
  if (day !== null) return answer(trust, "REVOKED", { date: day * DAY, office });
  const isNew = status !== null && endsBefore(status, delegation.issuer, claims.sequence);
  return answer(trust, isNew ? "VALID-NEW" : "VALID", {
    date: isNew ? status.date : 0, office, isLaptopOnly: delegation.isLaptopOnly,
    compare: { name: claims.name, birthYear: claims.birthYear, place: placeOf(tables, claims.place),
               level: levelOf(tables, claims), date: claims.issuedAt },
    id: claims.id, programme: programmeOf(tables, claims.programme), identitySeen: claims.identitySeen, helpGiven: claims.helpGiven,
    notChecked: unchecked(status, now, isClockLate),
  });
}

function judge(delegation, claims, now) {
  const allowed = allows(delegation, claims);
  if (allowed === OUT_OF_SCOPE) return "EXPIRED-KEY";
  if (claims.issuedAt > now + GRACE) return "DOUBTFUL-CLOCK";
  if (allowed !== ALLOWS) return "EXPIRED-KEY";
  return claims.expiresAt < now ? "EXPIRED" : "VALID";
}

// Several permits may stand for one key: M-25.
function judgeClaims(message, trust, issuer, clock) {
  const now = Math.max(clock.now, clock.built, trust.newest), claims = readClaims(message.payload);
  if (claims === null) return answer(trust, "UNREADABLE");
  if (claims.isNewer) return answer(trust, "NEWER");
  let best = "EXPIRED-KEY", chosen = null;
  for (const permit of trust.permits.filter((one) => equal(one.delegation.issuer, issuer))) {
    const verdict = judge(permit.delegation, claims, now);
    if (verdict === "VALID" && (chosen === null || !permit.delegation.isLaptopOnly)) chosen = permit;
    else if (best === "EXPIRED-KEY" || verdict === "EXPIRED") best = verdict;
  }
  if (chosen !== null) return accept(trust, chosen, claims, now, now - clock.now > GRACE);
  return answer(trust, best, best === "EXPIRED" ? { date: claims.expiresAt } : {});
}

// clock: {now, built} in Unix seconds.
export function checkBytes(bytes, trust, clock) {
  const message = bytes.length > MESSAGE_MAX ? null : readMessage(bytes);
  if (message === null) return answer(trust, "UNREADABLE");
  if (message.kind !== CERTIFICATE) {
    return answer(trust, message.kind === 0 || message.kind > KEY_REQUEST ? "NEWER" : "NOT-GENUINE");
  }
  let isKnown = trust.namesRoot(message); // a root permits others; it issues nothing itself
  for (const { delegation } of trust.permits) {
    if (!isFrom(message, delegation.issuer)) continue;
    isKnown = true;
    if (isMessageSignedBy(message, delegation.issuer)) return judgeClaims(message, trust, delegation.issuer, clock);
  }
  return answer(trust, isKnown ? "NOT-GENUINE" : "UNKNOWN-ISSUER");
}

const isGenuine = (one) => one.exit === 0 || one.verdict === "EXPIRED";

// Permits and lists are taken in first; then there must be one certificate.
export function checkMessages(messages, trust, clock) {
  for (const message of messages) if (message.kind === DELEGATION || message.kind === STATUS_LIST) trust.add(message.bytes);
  const certificates = messages.filter((message) => message.kind !== DELEGATION && message.kind !== STATUS_LIST)
    .map((message) => message.bytes);
  if (certificates.length === 0) return answer(trust, "UNREADABLE");
  const first = checkBytes(certificates[0], trust, clock);
  const others = certificates.slice(1).filter((bytes) => !equal(bytes, certificates[0]));
  const isMixed = others.length > 0 && [first, ...others.map((bytes) => checkBytes(bytes, trust, clock))].some(isGenuine);
  return isMixed ? answer(trust, "MISMATCH") : first;
}

export function checkText(text, trust, clock) {
  return checkMessages(messagesOfText(text) || [], trust, clock);
}
