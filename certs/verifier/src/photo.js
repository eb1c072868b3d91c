// photo.js - codes in a picture: the browser's own reader where it has one, else ZXing compiled to WebAssembly, which is
// unpacked when it is first needed.

import { gunzipSync } from "fflate";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { fromBase64 } from "./bytes.js";

const SIDES = [1600, 2600, 900]; // pixels of the longer side, in the order in which they are tried
let isReady = false;

function prepare() {
  if (isReady) return;
  const packed = fromBase64(document.getElementById("zxing").textContent.trim());
  const wasmBinary = gunzipSync(packed).buffer;
  prepareZXingModule({ overrides: { wasmBinary, locateFile: (path) => path } });
  isReady = true;
}

function pixels(source, width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height)), canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return { canvas, image: context.getImageData(0, 0, canvas.width, canvas.height) };
}

async function byBrowser(canvas) {
  if (!("BarcodeDetector" in window)) return [];
  try {
    const found = await new window.BarcodeDetector({ formats: ["qr_code"] }).detect(canvas);
    return found.map((code) => code.rawValue);
  } catch (error) {
    return []; // there in name only
  }
}

async function byZXing(image) {
  prepare();
  const found = await readBarcodes(image, { formats: ["QRCode"], maxNumberOfSymbols: 12, tryHarder: true });
  return found.filter((code) => code.isValid).map((code) => code.text);
}

async function readPixels({ canvas, image }) {
  const own = await byBrowser(canvas);
  return own.length > 1 ? own : [...new Set([...own, ...(await byZXing(image))])];
}

function load(file) {
  return new Promise((resolve, reject) => {
    const image = new Image(), url = URL.createObjectURL(file);
    image.onload = () => { URL.revokeObjectURL(url); resolve(image); };
    image.onerror = () => { URL.revokeObjectURL(url); reject(new Error("no picture")); };
    image.src = url;
  });
}

// The texts of all codes in the picture file.
export async function readPicture(file) {
  const image = await load(file), found = new Set();
  for (const side of SIDES) {
    if (found.size > 0 && side > Math.max(image.naturalWidth, image.naturalHeight)) break;
    for (const text of await readPixels(pixels(image, image.naturalWidth, image.naturalHeight, side))) found.add(text);
    if (found.size > 1) break; // both codes of a paper
  }
  return [...found];
}

export function canUseCamera() {
  return window.isSecureContext && Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia) && location.protocol !== "file:";
}

// Calls take(texts) once, when a code was seen.
export async function startCamera(video, take) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
  let isOn = true;
  video.srcObject = stream;
  await video.play();
  const look = async () => {
    if (!isOn) return;
    const texts = video.videoWidth > 0 ? await readPixels(pixels(video, video.videoWidth, video.videoHeight, 1600)) : [];
    if (isOn && texts.length > 0) take(texts);
    else if (isOn) setTimeout(look, 200);
  };
  setTimeout(look, 200);
  return { stop() { isOn = false; stream.getTracks().forEach((track) => track.stop()); } };
}
