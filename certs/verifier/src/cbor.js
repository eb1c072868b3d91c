// cbor.js - deterministic CBOR (certs/FORMAT.md section 2), read strictly: there is one encoding of each value.
//
// Numbers above 2^53 become the nearest number that JavaScript has: every limit of the format is far below.

const UINT = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5;

export class Malformed extends Error {}

function refuse() {
  throw new Malformed();
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  // M-9, M-10, M-12: definite lengths, shortest form, no tag, float or simple value.
  head() {
    if (this.at >= this.bytes.length) refuse();
    const first = this.bytes[this.at], major = first >> 5, low = first & 31;
    if (major > MAP || low > 27) refuse();
    this.at++;
    if (low < 24) return [major, low];
    const extra = 1 << (low - 24);
    if (this.bytes.length - this.at < extra) refuse();
    let value = 0;
    for (let i = 0; i < extra; i++) value = value * 256 + this.bytes[this.at + i];
    this.at += extra;
    if (value < [24, 0x100, 0x10000, 0x100000000][low - 24]) refuse();
    return [major, value];
  }

  expect(wanted) {
    const [major, value] = this.head();
    if (major !== wanted) refuse();
    return value;
  }

  isKind(kind) {
    return this.at < this.bytes.length && this.bytes[this.at] >> 5 === kind;
  }

  uint() {
    return this.expect(UINT);
  }

  // Of any size; what is beyond 2^53 is only roughly itself.
  integer() {
    const [major, value] = this.head();
    if (major > NEGATIVE) refuse();
    return major === UINT ? value : -1 - value;
  }

  string(major) {
    const length = this.expect(major);
    if (length > this.bytes.length - this.at) refuse();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  data() {
    return this.string(BYTES);
  }

  text() {
    const bytes = this.string(TEXT);
    let text;
    try {
      text = utf8.decode(bytes);
    } catch (error) {
      refuse();
    }
    if (text.indexOf("\0") >= 0) refuse();
    return text;
  }

  array() {
    return this.count(ARRAY, 1);
  }

  map() {
    return this.count(MAP, 2);
  }

  // Each item takes a byte at least, so a huge count ends here.
  count(major, bytesEach) {
    const count = this.expect(major);
    if (count > Math.floor((this.bytes.length - this.at) / bytesEach)) refuse();
    return count;
  }

  // M-11, M-13: one whole item, its maps sorted, nested at most `depth` deep.
  skip(depth) {
    if (this.isKind(BYTES)) this.data();
    else if (this.isKind(TEXT)) this.text();
    else if (this.isKind(ARRAY)) this.skipArray(depth);
    else if (this.isKind(MAP)) this.skipMap(depth);
    else this.head();
  }

  skipArray(depth) {
    if (depth <= 0) refuse();
    for (let left = this.array(); left > 0; left--) this.skip(depth - 1);
  }

  skipMap(depth) {
    if (depth <= 0) refuse();
    let before = null;
    for (let left = this.map(); left > 0; left--) {
      const from = this.at;
      this.skip(depth - 1);
      const key = this.bytes.subarray(from, this.at);
      if (before !== null && !follows(before, key)) refuse();
      before = key;
      this.skip(depth - 1);
    }
  }

  end() {
    if (this.at !== this.bytes.length) refuse();
  }
}

function follows(before, key) {
  const shared = Math.min(before.length, key.length);
  for (let i = 0; i < shared; i++) if (before[i] !== key[i]) return before[i] < key[i];
  return before.length < key.length;
}

// The item, after it was walked through once.
export function strictly(bytes, depth) {
  const walk = new Reader(bytes);
  walk.skip(depth);
  walk.end();
  return new Reader(bytes);
}

// What read() returns, or null if it met anything malformed.
export function reading(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

export { refuse };
