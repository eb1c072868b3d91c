// verifier_suite.mjs - the one-page verifier as a stranger meets it: by the phone's camera (the fragment), a picture or text,
// from a file, a static host and the laptop, in Chromium and in Firefox. Papers come from an independent forge.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { check, DAUSO, finish, HOST, run, SCREENS, serve, test } from './class_frame.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'dauso-verifier-'));
const made = spawnSync('/usr/bin/python3', ['tests/browser/make_papers.py', folder, DAUSO], { encoding: 'utf8' });
check(made.status === 0, made.stderr);
const papers = JSON.parse(made.stdout);
const page_url = `file://${folder}/verify.html`;
const fragment = (text) => text.slice(text.indexOf('#'));
mkdirSync(SCREENS, { recursive: true });

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--no-proxy-server', '--disable-background-networking',
    `--host-resolver-rules=MAP ${HOST} 127.0.0.1`],
});

// A page that notes whatever it asks the network for, and every complaint.
async function open(url, context = browser) {
  const page = await context.newPage();
  page.requests = [];
  page.problems = [];
  page.on('request', (request) => { if (!/^(file|data|blob):/.test(request.url())) page.requests.push(request.url()); });
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warn') page.problems.push(message.text()); });
  page.on('pageerror', (error) => page.problems.push(error.message));
  await page.setViewport({ width: 360, height: 640, deviceScaleFactor: 2 });
  await page.goto(url);
  return page;
}

const verdictOf = async (page) => {
  await page.waitForSelector('[data-verdict]', { timeout: 30000 });
  return page.$eval('[data-verdict]', (node) => node.getAttribute('data-verdict'));
};
const wordsOf = (page) => page.$eval('main', (node) => node.innerText);

for (const [verdict, text] of Object.entries(papers.texts)) {
  await test(`a code that is ${verdict} says so, and shows a name only if it is proven`, async () => {
    const page = await open(verdict === 'MISMATCH' ? page_url : page_url + fragment(text));
    if (verdict === 'MISMATCH') {
      await page.click('summary');
      await page.$eval('textarea', (node, value) => { node.value = value; }, text);
      await page.click('details .button');
    }
    check((await verdictOf(page)) === verdict, await verdictOf(page));
    const shown = await wordsOf(page);
    const isGood = verdict.startsWith('VALID');
    check(shown.includes(`“${papers.name}”`) === isGood && !shown.includes('Giả Mạo'), shown);
    check(/Danh sách giấy bị hủy:/.test(shown) && /Xem lúc \d\d:\d\d/.test(shown), shown);
    check(shown.includes('Chưa kiểm tra') === isGood, shown);
    check(page.requests.length === 0 && page.problems.length === 0, page.requests, page.problems);
    await page.screenshot({ path: `${SCREENS}/40-verdict-${verdict.toLowerCase()}.png` });
    await page.close();
  });
}

await test('the fragment is wiped from the address and the history', async () => {
  const page = await open(page_url + fragment(papers.texts.VALID));
  await verdictOf(page);
  check(page.url() === page_url, page.url());
  check((await page.evaluate(() => history.length)) <= 2 && !(await page.evaluate(() => location.href)).includes('#'));
  await page.close();
});

await test('a permit that is scanned after its certificate is enough', async () => {
  const page = await open(`file://${folder}/root-only.html${fragment(papers.texts.VALID)}`);
  check((await verdictOf(page)) === 'UNKNOWN-ISSUER', await verdictOf(page));
  await page.evaluate((code) => { location.hash = code; }, fragment(papers.permit));
  await page.waitForSelector('[data-verdict=VALID]', { timeout: 10000 });
  await page.close();
});

await test('the words are English at a touch, and stay so', async () => {
  const page = await open(page_url + fragment(papers.texts.VALID));
  await verdictOf(page);
  await page.click('.language');
  const shown = await wordsOf(page);
  check(/GENUINE/.test(shown) && /Compare with the paper/.test(shown) && /band 3 of 4/.test(shown), shown);
  check((await page.evaluate(() => document.documentElement.lang)) === 'en');
  await page.screenshot({ path: `${SCREENS}/41-verdict-english.png` });
  await page.evaluate(() => localStorage.clear());
  await page.close();
});

await test('codes of other projects are named', async () => {
  const page = await open(page_url);
  const said = [];
  for (const text of ['HC1:NCFOXN%TS3DH3ZSUZK+.V0ETD%65NL-AH', '00020101021238570010A00000072701270006970403', '001063012345|123456789|Nguyễn Văn A|01011963|Nam|Phú Thọ|01012021']) {
    await page.evaluate(() => { if (!document.querySelector('summary')) document.querySelector('main > .button').click(); });
    await page.click('summary');
    await page.$eval('textarea', (node, value) => { node.value = value; }, text);
    await page.click('details .button');
    check((await verdictOf(page)) === 'UNREADABLE');
    said.push(await page.$eval('.problem', (node) => node.innerText));
    await page.click('main > .button');
  }
  check(/tiêm chủng/.test(said[0]) && /chuyển tiền/.test(said[1]) && /căn cước/.test(said[2]), said);
  await page.close();
});

// A paper of a real class, drawn as a picture.
const classFolder = path.join(folder, 'class');
run('demo', '--learners', '6', '--dir', classFolder);
const pdf = path.join(classFolder, 'certificates', readdirSync(path.join(classFolder, 'certificates'))[0]);
spawnSync('pdftoppm', ['-r', '150', '-jpeg', '-singlefile', pdf, path.join(folder, 'paper')]);
run('verifier', '-o', path.join(folder, 'class.html'), '--dir', classFolder);

async function photograph(page, file) {
  const [input] = await page.$$('input[type=file]');
  await input.uploadFile(file);
  return verdictOf(page);
}

await test('a photo of the whole paper is read with both its codes', async () => {
  const page = await open(`file://${folder}/class.html`);
  await page.screenshot({ path: `${SCREENS}/42-verifier-start.png` });
  check((await photograph(page, path.join(folder, 'paper.jpg'))) === 'VALID', await verdictOf(page));
  check(/chỉ để dùng thử/.test(await wordsOf(page)), await wordsOf(page));
  check(page.requests.length === 0 && page.problems.length === 0, page.requests, page.problems);
  await page.close();
});

await test('a photo without a code could not be read', async () => {
  const page = await open(page_url);
  check((await photograph(page, 'certs/certificate.png').catch(() => 'UNREADABLE')) !== 'VALID');
  check((await wordsOf(page)).length > 20);
  await page.close();
});

await test('a newer list that is scanned counts from then on, an older one never again', async () => {
  const server = await host(folder);
  const page = await open(`${server.base}/verify.html${fragment(papers.later)}`);
  await page.waitForSelector('.problem');
  check(/danh sách giấy bị hủy mới/.test(await wordsOf(page)), await wordsOf(page));
  await page.evaluate((code) => { location.hash = code; }, fragment(papers.texts.VALID));
  check((await verdictOf(page)) === 'REVOKED', await verdictOf(page));
  await page.reload();
  await page.evaluate((code) => { location.hash = code; }, fragment(papers.texts.VALID));
  check((await verdictOf(page)) === 'REVOKED', await verdictOf(page));
  await page.close();
  await server.stop();
});

// A host of static files, as an office's web space is.
function host(root) {
  const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };
  const server = createServer((request, reply) => {
    const file = path.join(root, path.basename(new URL(request.url, 'http://x').pathname));
    if (!existsSync(file) || !statSync(file).isFile()) {
      reply.writeHead(404).end();
      return;
    }
    reply.writeHead(200, { 'Content-Type': TYPES[path.extname(file)] || 'application/octet-stream' }).end(readFileSync(file));
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done({
      base: `http://localhost:${server.address().port}`,
      stop: () => new Promise((closed) => { server.closeAllConnections(); server.close(closed); }),
    }));
  });
}

await test('from a static host the page works offline after one visit', async () => {
  const server = await host(folder);
  const context = await browser.createBrowserContext();
  const page = await open(`${server.base}/verify.html`, context);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.evaluate(async () => {
    for (let i = 0; i < 100 && (await (await caches.open('dauso-verifier')).keys()).length === 0; i++) await new Promise((done) => { setTimeout(done, 50); });
  });
  await server.stop();
  const again = await context.newPage();
  await again.goto(`${server.base}/verify.html${fragment(papers.texts.VALID)}`);
  check((await verdictOf(again)) === 'VALID');
  await context.close();
});

await test('the camera finds the code, where the browser has one', async () => {
  const server = await host(folder);
  const film = path.join(folder, 'paper.mjpeg'); // the paper, held still: one picture is a film
  spawnSync('/usr/bin/python3', ['-c', `
import sys
from PIL import Image
page = Image.open(sys.argv[1]).convert("RGB")
page.resize((1280, round(1280 * page.height / page.width))).save(sys.argv[2], "JPEG")`, path.join(folder, 'paper.jpg'), film]);
  const filming = await puppeteer.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
  });
  const page = await open(`${server.base}/class.html`, filming);
  await page.evaluate(() => document.querySelector('main > button.button').click());
  check((await verdictOf(page)) === 'VALID', await verdictOf(page));
  check(page.problems.length === 0, page.problems);
  await filming.close();
  await server.stop();
});

await test('the laptop shows the page at its plain address', async () => {
  const laptop = await serve(['--class', 'Lớp soi giấy', '--quiz', 'digital-basics']);
  try {
    const page = await open(`${laptop.base}/verify${fragment(papers.texts.VALID)}`);
    check((await verdictOf(page)) === 'UNKNOWN-ISSUER', 'a stranger to this laptop');
    check(page.problems.length === 0, page.problems);
    check(page.requests.every((url) => url.startsWith(`${laptop.base}/verify`) || url.endsWith('/favicon.ico')), page.requests);
    check(!page.url().includes('#'), page.url());
    await page.close();
  } finally {
    await laptop.stop();
    laptop.remove();
  }
});

await test('the page is small, and quick on a slow phone', async () => {
  check(statSync(path.join(folder, 'verify.html')).size <= 1.4 * 1024 * 1024, statSync(path.join(folder, 'verify.html')).size);
  const page = await open(page_url);
  await page.emulateCPUThrottling(6);
  const spent = await page.evaluate(async (code) => {
    const begin = performance.now();
    location.hash = code;
    while (!document.querySelector('[data-verdict]')) await new Promise((done) => { setTimeout(done, 5); });
    return performance.now() - begin;
  }, fragment(papers.texts.VALID));
  console.log(`   verdict ${Math.round(spent)} ms after the fragment, CPU slowed 6 times`);
  check(spent < 10000, spent);
  await page.close();
});

await test('the policy forbids every request', async () => {
  const page = await open(page_url);
  const policy = await page.$eval('meta[http-equiv]', (node) => node.content);
  check(policy.includes("connect-src 'none'") && policy.startsWith("default-src 'none'") && !policy.includes('unsafe-inline') && !policy.includes("'unsafe-eval'"), policy);
  check(await page.evaluate(() => fetch('http://127.0.0.1:9/').then(() => false, () => true)));
  await page.close();
});
await browser.close();

const fox = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX || '/usr/bin/firefox-esr', headless: true });

await test('in Firefox the fragment gives the same verdicts', async () => {
  for (const verdict of ['VALID', 'NOT-GENUINE', 'REVOKED', 'UNKNOWN-ISSUER']) {
    const page = await fox.newPage();
    await page.goto(page_url + fragment(papers.texts[verdict]));
    check((await verdictOf(page)) === verdict, verdict, await verdictOf(page));
    check((await wordsOf(page)).includes(`“${papers.name}”`) === (verdict === 'VALID'));
    check(!page.url().includes('#'), page.url());
    await page.close();
  }
});

await test('in Firefox a photo is read', async () => {
  const page = await fox.newPage();
  await page.goto(`file://${folder}/class.html`);
  check((await photograph(page, path.join(folder, 'paper.jpg'))) === 'VALID', await verdictOf(page));
  await page.close();
});
await fox.close();
rmSync(folder, { recursive: true, force: true });
finish();
