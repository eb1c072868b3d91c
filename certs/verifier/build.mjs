// build.mjs - bundles the page into one file: node certs/verifier/build.mjs OUT.html. What changes from office to office,
// @DATA@, is filled in by `dauso verifier`.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const here = (name) => new URL(name, import.meta.url);
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const bundle = await build({
  entryPoints: [here("src/page.js").pathname], bundle: true, minify: true, write: false, format: "iife", charset: "utf8",
  target: ["chrome67", "firefox68", "safari14"], loader: { ".tsv": "text" }, legalComments: "none",
  supported: { "bigint": true, "import-meta": false }, logLevel: "error", absWorkingDir: here(".").pathname,
  logOverride: { "empty-import-meta": "silent" },
});
const script = bundle.outputFiles[0].text.trim().replaceAll("</script", "<\\/script");
const style = (await readFile(here("page.css"), "utf8")).trim();
const wasm = await readFile(here("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm"));
const policy = ["default-src 'none'", `script-src ${hash(script)} 'wasm-unsafe-eval'`, `style-src ${hash(style)}`,
                "img-src blob: data:", "media-src blob: mediastream:", "connect-src 'none'", "worker-src 'self'", "base-uri 'none'",
                "form-action 'none'"].join("; ");
const parts = { CSP: policy, STYLE: style, ZXING: gzipSync(wasm, { level: 9 }).toString("base64"), SCRIPT: script };
const page = (await readFile(here("page.html"), "utf8")).replace(/@(CSP|STYLE|ZXING|SCRIPT)@/g, (all, name) => parts[name]);
await writeFile(process.argv[2], page);
