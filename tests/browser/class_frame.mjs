// class_frame.mjs - what the browser suites share: a served class, a headless Chromium, tests as sentences.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer from 'puppeteer-core';

export const DAUSO = process.env.DAUSO || 'build/dauso';
export const SCREENS = 'build/screens';
export const HOST = 'class.example';
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-proxy-server', `--host-resolver-rules=MAP ${HOST} 127.0.0.1`];

let passed = 0;
let failed = 0;

export function run(...args) {
  const done = spawnSync(DAUSO, args, { encoding: 'utf8' });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

export function check(condition, ...why) {
  if (!condition) throw new Error(why.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
}

export async function test(name, body) {
  try {
    await body();
    passed += 1;
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${String(error.message).replace(/\n/g, ' ').slice(0, 600)}`);
  }
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

// Asks again until it is so; the deadline is ten times what it should take.
export async function until(what, ask, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask().catch(() => false);
    if (answer) return answer;
    check(Date.now() < end, 'not within', String(seconds), 's:', what);
    await new Promise((done) => { setTimeout(done, 40); });
  }
}

// A data folder, a server on a free port, and the first line it says.
export async function serve(options = [], program = DAUSO) {
  const folder = mkdtempSync(path.join(tmpdir(), 'dauso-browser-'));
  const init = run('init', '--dir', folder);
  check(init.code === 0, 'init:', init.err);
  const process_ = spawn(program, ['serve', '--json', '--port', '0', '--dir', folder, '--host', HOST, ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((done, fail) => {
    let text = '';
    process_.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) done(text.split('\n')[0]);
    });
    process_.on('exit', (code) => fail(new Error(`serve ended with code ${code}`)));
  });
  const said = JSON.parse(line);
  const port = new URL(said.trainer_url).port;
  return {
    ...said,
    folder,
    base: `http://${HOST}:${port}`,
    stop: () => new Promise((done) => {
      process_.removeAllListeners('exit');
      process_.on('exit', done);
      process_.kill('SIGTERM');
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

// complaints: what the console said, what the CSP stopped or reported, what was answered with an error. asked: every address.
export async function openBrowser() {
  mkdirSync(SCREENS, { recursive: true });
  const profile = mkdtempSync(path.join(tmpdir(), 'dauso-profile-'));
  const browser = await puppeteer.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS, userDataDir: profile });
  const complaints = [];
  const asked = [];
  async function newPage({ width = 360, height = 640, touch = true, script = true } = {}) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width, height, deviceScaleFactor: touch ? 2 : 1, isMobile: touch, hasTouch: touch });
    await page.setJavaScriptEnabled(script);
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      asked.push(request.url());
      if (request.resourceType() === 'cspviolationreport') complaints.push(`a report: ${request.postData()}`);
    });
    await page.exposeFunction('policyStopped', (what) => complaints.push(`the policy stopped ${what}`));
    await page.evaluateOnNewDocument(() => document.addEventListener('securitypolicyviolation', (event) =>
      window.policyStopped(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)));
    return page;
  }
  return {
    newPage,
    complaints,
    asked,
    close: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

export async function photograph(page, name) {
  await page.screenshot({ path: path.join(SCREENS, `${name}.png`) });
}

// Taps what `find` gives. A page that was drawn anew in between has the same thing again: that one is tapped.
async function tapFound(what, find) {
  let problem = null;
  await until(what, async () => {
    const handle = await find();
    problem = null;
    if (handle) await handle.tap().catch((why) => { problem = why; });
    return handle && !(problem && /detached from document/.test(problem.message));
  });
  if (problem) throw problem;
}

// Presses what is seen with these words on it.
export async function tap(page, words, selector = 'button, a, label') {
  await tapFound(`a button "${words}"`, async () => {
    const found = await page.evaluateHandle((text, css) => Array.from(document.querySelectorAll(css))
      .find((node) => node.textContent.trim().includes(text) && node.getClientRects().length > 0) || null, words, selector);
    return found.asElement();
  });
}

export const press = (page, selector) => tapFound(selector, () => page.$(selector));

export const words = (page, selector = 'body') => page.$eval(selector, (node) => node.innerText);

export function seq(page) {
  return page.$eval('.screen', (node) => Number(node.getAttribute('data-seq')));
}

// One act of the test: presses, then waits until the page shows that the laptop has it.
export async function act(page, doIt) {
  const before = await seq(page);
  await doIt();
  await until('the laptop has it', async () => (await seq(page)) > before);
}
