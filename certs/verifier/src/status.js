// status.js - what was withdrawn (certs/FORMAT.md section 6).

import { equal } from "./bytes.js";
import { refuse, strictly, reading } from "./cbor.js";
import { date, exactly, u32 } from "./claims.js";
import { kidOf } from "./cose.js";

const IAT = 6, STATUS = -65539, DEPTH = 5, INDEXES_MAX = 1000000, DAY_MAX = 2932896;

function within(reader, least, most) {
  const value = reader.uint();
  if (value < least || value > most) refuse();
  return value;
}

function row(reader, members) {
  if (reader.array() !== members) refuse();
}

// Golomb and Rice; M-40.
function readIndexes(bytes, k, count) {
  const indexes = new Uint32Array(count), bits = bytes.length * 8;
  let at = 0, index = -1;
  const bit = () => {
    if (at >= bits) refuse();
    return (bytes[at >> 3] >> (7 - (at++ & 7))) & 1;
  };
  for (let i = 0; i < count; i++) {
    let value = 0;
    while (bit() === 1) value++;
    for (let j = 0; j < k; j++) value = value * 2 + bit();
    index += 1 + value;
    if (index > 0xffffffff) refuse();
    indexes[i] = index;
  }
  if (bits - at >= 8) refuse();
  while (at < bits) if (bit() !== 0) refuse();
  return indexes;
}

function readGroup(reader, room) {
  row(reader, 5);
  const day = within(reader, 0, DAY_MAX), reason = u32(reader), k = within(reader, 0, 31);
  const count = within(reader, 1, room), bits = reader.data();
  if (count > bits.length * 8) refuse();
  return { day, reason, indexes: readIndexes(bits, k, count) };
}

function readStolen(reader) {
  row(reader, 4);
  return { issuer: exactly(reader, 32), from: within(reader, 1, 0xffffffff), day: within(reader, 0, DAY_MAX), reason: u32(reader) };
}

function readSeen(reader) {
  row(reader, 2);
  return { kid: exactly(reader, 8), last: u32(reader) };
}

function rows(reader, most, read) {
  const count = reader.array(), out = [];
  if (count > most) refuse();
  for (let i = 0; i < count; i++) out.push(read(reader));
  return out;
}

export function readStatusList(bytes) {
  return reading(() => {
    const reader = strictly(bytes, DEPTH);
    if (reader.map() !== 2 || reader.uint() !== IAT) refuse();
    const made = date(reader);
    if (reader.integer() !== STATUS) refuse();
    row(reader, 4);
    const number = within(reader, 1, Number.MAX_SAFE_INTEGER);
    let room = INDEXES_MAX;
    const groups = rows(reader, 20000, () => {
      const group = readGroup(reader, room);
      room -= group.indexes.length;
      return group;
    });
    const stolen = rows(reader, 20000, readStolen), seen = rows(reader, 100000, readSeen);
    reader.end();
    return { number, date: made, groups, stolen, seen };
  });
}

function holds(sorted, index) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < index) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === index;
}

// M-43: the earliest day on which it was withdrawn, or null.
export function withdrawnOn(list, issuer, claims) {
  const days = list.groups.filter((group) => holds(group.indexes, claims.statusIndex)).map((group) => group.day)
    .concat(list.stolen.filter((one) => equal(one.issuer, issuer) && one.from <= claims.sequence).map((one) => one.day));
  return days.length === 0 ? null : Math.min(...days);
}

// M-44
export function endsBefore(list, issuer, sequence) {
  const kid = kidOf(issuer), seen = list.seen.filter((one) => equal(one.kid, kid));
  return seen.length > 0 && seen.every((one) => one.last < sequence);
}
