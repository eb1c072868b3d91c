// trust.js - roots that are believed, and what they signed (certs/FORMAT.md sections 4 to 6).

import { equal } from "./bytes.js";
import { reading, refuse, strictly } from "./cbor.js";
import { date, exactly, isSameDelegation, readDelegation, u32, words } from "./claims.js";
import { DELEGATION, isFrom, isMessageSignedBy, MESSAGE_MAX, readMessage, STATUS_LIST, STATUS_LIST_MAX, TRUST_FILE,
         TRUST_FILE_MAX } from "./cose.js";
import { isGoodKey } from "./ed25519.js";
import { readStatusList } from "./status.js";

const IAT = 6, TRUST = -65540, DEPTH = 6, ROWS_MAX = 20000, ROOTS_MAX = 64;

function rows(reader, most, read) {
  const count = reader.array(), out = [];
  if (count > most) refuse();
  for (let i = 0; i < count; i++) out.push(read());
  return out;
}

function readProgramme(reader) {
  if (reader.array() !== 8) refuse();
  const number = u32(reader), band = () => words(reader, 59);
  words(reader, 199);
  const vi = words(reader, 199), en = words(reader, 199);
  words(reader, 199);
  rows(reader, 64, () => words(reader, 199));
  const bandsVi = rows(reader, 4, band), bandsEn = rows(reader, 4, band);
  if (bandsVi.length !== 4 || bandsEn.length !== 4) refuse();
  return { number, vi, en, bandsVi, bandsEn };
}

function readName(reader) {
  if (reader.array() !== 3) refuse();
  return { number: u32(reader), vi: words(reader, 199), en: words(reader, 199) };
}

function readRoot(reader) {
  const key = exactly(reader, 32);
  if (!isGoodKey(key)) refuse();
  return key;
}

function readTables(bytes) {
  return reading(() => {
    const reader = strictly(bytes, DEPTH);
    if (reader.map() !== 2 || reader.uint() !== IAT) refuse();
    const made = date(reader);
    if (reader.integer() !== TRUST || reader.array() !== 6) refuse();
    const tables = { date: made, roots: rows(reader, ROOTS_MAX, () => readRoot(reader)), number: reader.uint() };
    if (tables.number < 1 || tables.number > Number.MAX_SAFE_INTEGER) refuse();
    tables.programmes = rows(reader, ROWS_MAX, () => readProgramme(reader));
    tables.places = rows(reader, ROWS_MAX, () => readName(reader));
    tables.offices = rows(reader, ROWS_MAX, () => readName(reader));
    tables.delegations = rows(reader, ROWS_MAX, () => reader.data());
    reader.end();
    return tables;
  });
}

const newFamily = () => ({ tables: { number: 0, programmes: [], places: [], offices: [] }, status: null });

export class Trust {
  constructor() {
    this.roots = []; // {key, family, isAnchor, named: Set of roots}
    this.permits = []; // {delegation, root}
    this.newest = 0;
  }

  // False: no good key, or no room.
  addRoot(key) {
    const root = isGoodKey(key) ? this.learn(key) : null;
    if (root === null) return false;
    root.isAnchor = true;
    return true;
  }

  find(key) {
    return this.roots.find((root) => equal(root.key, key)) || null;
  }

  learn(key) {
    const known = this.find(key);
    if (known !== null || this.roots.length === ROOTS_MAX) return known;
    const root = { key, family: newFamily(), isAnchor: false, named: new Set() };
    this.roots.push(root);
    return root;
  }

  namesRoot(message) {
    return this.roots.some((root) => isFrom(message, root.key));
  }

  signerOf(message) {
    return this.roots.find((root) => isFrom(message, root.key) && isMessageSignedBy(message, root.key)) || null;
  }

  // True if it was taken: a delegation, trust file or status list that a known root signed.
  add(bytes) {
    const message = bytes.length > STATUS_LIST_MAX ? null : readMessage(bytes);
    if (message === null || (message.kind !== STATUS_LIST && bytes.length > TRUST_FILE_MAX)) return false;
    if (message.kind === DELEGATION) return this.takeDelegation(message);
    if (message.kind !== TRUST_FILE && message.kind !== STATUS_LIST) return false;
    const signer = this.signerOf(message);
    if (signer === null) return false;
    return message.kind === TRUST_FILE ? this.takeTables(signer, message) : this.takeStatus(signer, message);
  }

  // Some may be signed by a root that another makes known.
  addAll(list) {
    let known;
    do {
      known = this.roots.length;
      for (const bytes of list) this.add(bytes);
    } while (this.roots.length > known);
  }

  // M-23
  takeDelegation(message) {
    const root = this.signerOf(message);
    const delegation = root === null ? null : readDelegation(message.payload);
    if (delegation === null || !isGoodKey(delegation.issuer)) return false;
    if (!this.permits.some((permit) => isSameDelegation(permit.delegation, delegation))) this.permits.push({ delegation, root });
    return true;
  }

  // M-26, M-39, M-47
  takeTables(signer, message) {
    const tables = readTables(message.payload);
    if (tables === null) return false;
    if (tables.number < signer.family.tables.number) return true;
    for (const key of tables.roots) {
      const named = this.learn(key);
      if (named === null) return false;
      signer.named.add(named);
      if (!named.isAnchor || named.named.has(signer)) this.join(signer.family, named.family);
    }
    for (const bytes of tables.delegations) {
      const permit = bytes.length > MESSAGE_MAX ? null : readMessage(bytes);
      if (permit !== null && permit.kind === DELEGATION) this.takeDelegation(permit);
    }
    this.newest = Math.max(this.newest, tables.date);
    if (tables.number >= signer.family.tables.number) signer.family.tables = tables;
    return true;
  }

  join(kept, given) {
    if (kept === given) return;
    if (given.tables.number > kept.tables.number) kept.tables = given.tables;
    if (given.status !== null && (kept.status === null || given.status.number > kept.status.number)) kept.status = given.status;
    for (const root of this.roots) if (root.family === given) root.family = kept;
  }

  // M-42
  takeStatus(signer, message) {
    const list = readStatusList(message.payload);
    if (list === null) return false;
    const known = signer.family.status;
    if (known !== null && list.number <= known.number) return list.number === known.number;
    signer.family.status = list;
    this.newest = Math.max(this.newest, list.date);
    return true;
  }
}
