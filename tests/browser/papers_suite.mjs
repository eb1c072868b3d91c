// papers_suite.mjs - the console's page of certificates: a paper is withdrawn, the keys get a passphrase, are locked and
// opened again. The class was made by simulated learners.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { check, DAUSO, finish, openBrowser, photograph, run, test, until } from './class_frame.mjs';

const folder = path.join(mkdtempSync(path.join(tmpdir(), 'dauso-papers-')), 'demo');
check(run('demo', '--learners', '6', '--dir', folder).code === 0, 'demo');
const server = spawn(DAUSO, ['serve', '--json', '--port', '0', '--dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
const said = JSON.parse(await new Promise((done) => { server.stdout.once('data', (data) => done(String(data).split('\n')[0])); }));
const base = new URL(said.trainer_url).origin;
const papers = `${base}/trainer/class/1/papers`;
// As they were handed out: once a passphrase is set, no paper lies beside the store any more.
const handedOut = path.join(path.dirname(folder), 'handed-out');
cpSync(path.join(folder, 'certificates'), handedOut, { recursive: true });
const files = readdirSync(handedOut).map((name) => path.join(handedOut, name));
const verdicts = () => files.map((file) => JSON.parse(run('verify', file, '--dir', folder, '--json').out).verdict).sort();
const sealed = () => readFileSync(path.join(folder, 'keys/issuer.key'), 'utf8').startsWith('dauso-sealed-key');
const browser = await openBrowser();
const page = await browser.newPage({ width: 1366, height: 768 });
await page.goto(said.trainer_url);
await page.goto(papers);
const text = () => page.$eval('main', (node) => node.innerText);

await test('a paper is withdrawn behind a fold, and says so', async () => {
  await page.click('.revoke summary');
  await page.select('.revoke[open] select', '1');
  await page.click('.revoke[open] button');
  await until('the mark', async () => (await text()).includes('Đã hủy'));
  check(JSON.stringify(verdicts()) === JSON.stringify(['REVOKED', ...files.slice(1).map(() => 'VALID')]), verdicts());
});

await test('the keys get a passphrase in the console', async () => {
  await page.click('main > details:has([name=passphrase]) summary');
  await page.type('main > details:has([name=passphrase]) [name=passphrase]', 'bốn từ khó đoán');
  await page.click('main > details:has([name=passphrase]) .filled');
  await until('the seal', async () => sealed());
  await until('the papers', async () => readdirSync(path.join(folder, 'certificates')).length === 0);
  await until('the page', async () => page.$('[data-post="/trainer/api/keys/lock"]'));
});

await test('locked keys are opened by their passphrase and by no other', async () => {
  await page.click('[data-post="/trainer/api/keys/lock"]');
  await until('the lock', async () => (await text()).includes('Khóa ký giấy đang đóng'));
  await photograph(page, '50-keys-locked');
  await page.type('[data-passphrase] [name=passphrase]', 'không phải mật khẩu');
  await page.click('[data-passphrase] .filled');
  await until('the refusal', async () => page.evaluate(() => /passphrase does not open/.test(document.body.innerText)));
  check((await text()).includes('Khóa ký giấy đang đóng'));
  await page.type('[data-passphrase] [name=passphrase]', 'bốn từ khó đoán');
  await page.click('[data-passphrase] .filled');
  await until('the opening', async () => page.$('[data-post="/trainer/api/keys/lock"]'));
});

await test('withdrawing with sealed keys asks for the passphrase', async () => {
  await page.click('.revoke summary');
  check(await page.$('.revoke[open] [name=passphrase]'));
  await page.type('.revoke[open] [name=passphrase]', 'bốn từ khó đoán');
  await page.click('.revoke[open] button');
  await until('two marks', async () => (await text()).split('Đã hủy').length === 3);
  check(verdicts().filter((verdict) => verdict === 'REVOKED').length === 2, verdicts());
});

await browser.close();
server.kill('SIGTERM');
rmSync(path.dirname(folder), { recursive: true, force: true });
finish();
