// cose.js - the one shape of every signed message (certs/FORMAT.md section 1).

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal } from "./bytes.js";
import { Reader, reading, refuse } from "./cbor.js";
import { isSignedBy } from "./ed25519.js";

export const CERTIFICATE = 1, DELEGATION = 2, STATUS_LIST = 3, TRUST_FILE = 4, KEY_REQUEST = 8;
export const MESSAGE_MAX = 1200, TRUST_FILE_MAX = 262144, STATUS_LIST_MAX = 4194304;

// M-2, M-3; null if it is not of this shape. Views into the bytes received.
export function readMessage(bytes) {
  return reading(() => {
    const reader = new Reader(bytes);
    if (reader.array() !== 4) refuse();
    const header = reader.data();
    if (reader.map() !== 0) refuse();
    const payload = reader.data(), signature = reader.data();
    if (signature.length !== 64) refuse();
    reader.end();
    return { bytes, header, payload, signature, ...readHeader(header) };
  });
}

function readHeader(bytes) {
  const reader = new Reader(bytes);
  if (reader.map() !== 3 || reader.uint() !== 1 || reader.integer() !== -8 || reader.uint() !== 4) refuse();
  const kid = reader.data();
  if (kid.length !== 8 || reader.uint() !== 16) refuse();
  const kind = reader.uint();
  reader.end();
  return { kid, kind };
}

// M-4: a hint only.
export function kidOf(key) {
  return sha256(key).slice(0, 8);
}

export function isFrom(message, key) {
  return equal(message.kid, kidOf(key));
}

function head(major, length) {
  if (length < 24) return [(major << 5) | length];
  if (length < 256) return [(major << 5) | 24, length];
  if (length < 65536) return [(major << 5) | 25, length >> 8, length & 255];
  return [(major << 5) | 26, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255];
}

// M-5, M-6: ["Signature1", protected, h'', payload] over the bytes as they came.
export function isMessageSignedBy(message, key) {
  const context = new TextEncoder().encode("Signature1");
  const part = concat([0x84], head(3, context.length), context, head(2, message.header.length), message.header, [0x40],
                      head(2, message.payload.length), message.payload);
  return isSignedBy(message.signature, part, key);
}
