// decode_pictures.mjs - reads picture files as paths, one a line, with ZXing as the verifier page does; prints for each the
// texts of its codes as a JSON array. Grey pictures as PGM (P5), which needs no library.
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { prepareZXingModule, readBarcodes } from '../../certs/verifier/node_modules/zxing-wasm/dist/es/reader/index.js';

const wasm = readFileSync(new URL('../../certs/verifier/node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url));
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) } });

function readGrey(path) {
  const bytes = readFileSync(path);
  const [, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString('latin1'));
  const pixels = bytes.subarray(bytes.length - width * height);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < pixels.length; i += 1) data.fill(pixels[i], 4 * i, 4 * i + 3).fill(255, 4 * i + 3, 4 * i + 4);
  return { width: Number(width), height: Number(height), data };
}

for await (const path of createInterface({ input: process.stdin })) {
  const found = await readBarcodes(readGrey(path), { formats: ['QRCode'], maxNumberOfSymbols: 4, tryHarder: true });
  console.log(JSON.stringify(found.filter((code) => code.isValid).map((code) => code.text)));
}
