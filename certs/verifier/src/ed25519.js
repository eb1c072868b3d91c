// ed25519.js - RFC 8032 with the stricter rules of M-7. The library does the arithmetic of points; its own check of a
// signature multiplies the equation by the cofactor, and would take signatures that libsodium refuses.

import { Point } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, equal, fromHex, toHex } from "./bytes.js";

const little = (hex) => fromHex(hex).reverse();
const PRIME = little("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
const ORDER = little("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed");
// y of the points of order 1, 2, 4 and 8, and the twins p and p + 1; the sign bit does not count.
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

function isBelow(value, limit) {
  for (let i = 31; i >= 0; i--) if (value[i] !== limit[i]) return value[i] < limit[i];
  return false;
}

function withoutSign(point) {
  const y = point.slice();
  y[31] &= 0x7f;
  return y;
}

function isCanonical(point) {
  return isBelow(withoutSign(point), PRIME);
}

function isSmallOrder(point) {
  const y = withoutSign(point);
  return SMALL_ORDER.some((hex) => fromHex(hex).every((byte, i) => byte === y[i]));
}

const number = (littleEnd) => BigInt("0x" + toHex(littleEnd.slice().reverse()));
const GROUP = number(ORDER);

// R is the bytes of [S]B - [k]A.
function holds(signature, message, key) {
  const point = signature.slice(0, 32), k = number(sha512(concat(point, key, message))) % GROUP;
  const sum = Point.BASE.multiply(number(signature.slice(32)), false).subtract(Point.fromBytes(key).multiply(k, false));
  return equal(sum.toBytes(), point);
}

export function isSignedBy(signature, message, key) {
  if (signature.length !== 64 || key.length !== 32) return false;
  const point = signature.slice(0, 32);
  if (!isBelow(signature.slice(32), ORDER) || !isCanonical(key) || !isCanonical(point)) return false;
  if (isSmallOrder(key) || isSmallOrder(point)) return false;
  try {
    return holds(signature, message, key);
  } catch (error) {
    return false; // not a point
  }
}

// On the curve, in the subgroup of prime order, canonical.
export function isGoodKey(key) {
  if (key.length !== 32 || !isCanonical(key) || isSmallOrder(key)) return false;
  try {
    return Point.fromBytes(key).isTorsionFree();
  } catch (error) {
    return false;
  }
}
