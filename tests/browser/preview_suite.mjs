// preview_suite.mjs - an author's evening: a quiz is edited, and the page shows it; acts are recorded, saved, and pass as a walk.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DAUSO, check, finish, openBrowser, photograph, run, test, until, words } from './class_frame.mjs';
import { RULES, findAxeFaults } from './screen_checks.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'dauso-preview-'));
const quiz = path.join(folder, 'my-quiz');
const source = path.join(quiz, 'quiz.lua');
cpSync('quizzes/digital-basics', quiz, { recursive: true });

async function preview(what) {
  const process_ = spawn(DAUSO, ['preview', what, '--port', '0', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  process_.stdout.on('data', (bytes) => { said += bytes; });
  await until('the preview says where it is', async () => said.includes('\n'));
  return { url: JSON.parse(said).url, stop: () => process_.kill('SIGTERM') };
}

const server = await preview(quiz);
const browser = await openBrowser();
const page = await browser.newPage({ width: 1366, height: 768, touch: false });

const phone = () => page.frames().find((frame) => frame.url().endsWith('/phone'));
const inPhone = (ask, ...values) => phone().evaluate(ask, ...values);
const said = (text) => until(`the phone says "${text}"`, () => inPhone((wanted) => document.body.innerText.includes(wanted), text));
const steps = () => page.$eval('#walk ol', (node) => node.innerText);
const edit = (from, to) => {
  const text = readFileSync(source, 'utf8');
  check(text.includes(from), 'the quiz does not hold', from);
  writeFileSync(source, text.replace(from, to));
};

async function pressInPhone(text) {
  await until(`a button "${text}"`, () => inPhone((wanted) => {
    const found = Array.from(document.querySelectorAll('button')).find((node) => node.textContent.trim().includes(wanted));
    if (found) found.click();
    return Boolean(found);
  }, text));
}

// What a button of the page says follows the language, so it is found by what it does.
async function pressBeside(selector) {
  await until(selector, () => page.$(selector));
  await page.$eval(selector, (node) => node.click());
}

await page.goto(server.url);

await test('the page shows the items, and the phone the first of them', async () => {
  await until('all items', async () => (await page.$$('#items button')).length >= 10);
  await until('the phone', async () => Boolean(phone()) && inPhone(() => Boolean(document.querySelector('.screen[data-item]'))));
  check((await page.$eval('#phone', (node) => `${node.clientWidth}x${node.clientHeight}`)) === '360x640', 'the phone has another size');
});

await test('another item comes on the phone with its evidence', async () => {
  await pressBeside('[data-item="otp-call"]');
  await said('OTP');
  await until('evidence', async () => (await page.$$('#evidence li')).length === 1);
  check((await words(page, '#evidence')).includes('chưa rõ'), await words(page, '#evidence'));
});

await test('what is saved in the file is on the phone at once', async () => {
  const asks = readFileSync(source, 'utf8').match(/question "otp-call"[^]*?vi = "([^"]+)"/)[1];
  edit(asks, 'Câu này vừa được sửa. {Bác} làm gì?');
  await said('Câu này vừa được sửa. Bác làm gì?');
  edit('Câu này vừa được sửa. {Bác} làm gì?', asks);
  await said('OTP');
});

await test('a mistake is named with file and line, and the last good version stays', async () => {
  edit('question "otp-call" {', 'question "otp-call" { aks = "x",');
  await until('the mistake', async () => (await words(page, '#problems')).includes('aks'));
  const text = await words(page, '#problems');
  check(/quiz\.lua:\d+: /.test(text) && text.includes('asks'), text);
  check(text.includes('bản tốt gần nhất'), text);
  await said('OTP');
  await photograph(page, 'preview-mistake');
  edit(' aks = "x",', '');
  await until('mended', async () => (await words(page, '#problems')).includes('Không có chỗ nào'));
});

await test('what is done on the phone is told as a walk', async () => {
  await pressBeside('[data-item="pay-bakery"]');
  await until('the task', () => inPhone(() => Boolean(document.querySelector('.screen[data-item="pay-bakery"]'))));
  for (const line of readFileSync(path.join(quiz, 'walkthroughs/pay-bakery.careful.walk'), 'utf8').split('\n')) {
    const [, verb, rest] = line.match(/^(\w+)\s+(.*)$/) || [];
    if (verb === 'press' || verb === 'scan') {
      const before = await steps();
      await inPhone((what, name) => {
        const found = Array.from(document.querySelectorAll('button[name="act"]')).find((node) => node.value === `${what}:${name}` || node.textContent.includes(name)) ||
          document.querySelector(`button[value^="${what}:"]`);
        found.click();
      }, verb, rest);
      await until(`a step after ${line}`, async () => (await steps()) !== before);
    }
  }
  const text = await steps();
  check(/scan {5}\S/.test(text) && /press {4}\S/.test(text), text);
  await photograph(page, 'preview');
});

await test('axe-core finds no fault in the page', async () => {
  const faults = await findAxeFaults(page, RULES.trainer);
  check(faults.length === 0, faults.slice(0, 4));
});

await test('undo takes the last step back, on the phone too', async () => {
  const before = await page.$$eval('#walk ol li', (nodes) => nodes.length);
  const last = await page.$eval('#walk ol li:last-child', (node) => node.textContent);
  await pressBeside('[data-wish="undo"]');
  await until('a step less', async () => (await page.$$eval('#walk ol li', (nodes) => nodes.length)) < before || (await page.$eval('#walk ol li:last-child', (node) => node.textContent)) !== last);
});

await test('a walk is saved, passes, and is not overwritten unasked', async () => {
  const file = path.join(quiz, 'walkthroughs/pay-bakery.my-way.walk');
  const save = async () => {
    await page.select('#kind', '');
    await page.$eval('#name', (node) => { node.value = 'my-way'; });
    await pressBeside('#save .filled');
  };
  await save();
  await until('the file', async () => existsSync(file));
  const text = readFileSync(file, 'utf8');
  check(text.includes('item     pay-bakery\nseed     1\n') && /\n(yes|no|unseen) {2,}/.test(text), text);
  const walked = run('walk', file);
  check(walked.code === 0, walked.out, walked.err);
  writeFileSync(file, `# mine\n${text}`);
  await save();
  await until('the question', () => page.$eval('#overwrite', (node) => !node.hidden));
  check(readFileSync(file, 'utf8').startsWith('# mine'), 'it was overwritten');
  await pressBeside('#overwrite');
  await until('the new file', async () => readFileSync(file, 'utf8') === text);
});

await test('acts that still fit are kept when the file is saved, and the first that does not is named', async () => {
  await pressBeside('[data-item="otp-call"]');
  await until('the question', () => inPhone(() => Boolean(document.querySelector('.screen[data-item="otp-call"]'))));
  const right = readFileSync(source, 'utf8').match(/question "otp-call"[^]*?right = \{ vi = "([^"]+)"/)[1];
  await pressInPhone(right);
  await until('a step', async () => (await steps()).includes(right));
  edit('question "otp-call" {', 'question "otp-call" { ');
  await until('it was read', async () => (await page.$eval('body', (node) => node.getAttribute('data-stamp'))) > 0);
  check((await steps()).includes(right), await steps());
  edit(right, 'Một câu khác hẳn');
  await until('the step that is lost', async () => (await words(page, '#walk .lost')).includes(right));
  edit('Một câu khác hẳn', right);
});

await test('the number of the learner and the language change what the phone shows', async () => {
  await pressBeside('[data-step="1"]');
  await until('learner 2', async () => (await page.$eval('#seed', (node) => node.value)) === '2');
  await pressBeside('[data-language="en"]');
  await until('English', async () => (await words(page, '#evidence h2')).includes('shows'));
  await until('an English phone', () => inPhone(() => document.querySelector('.screen').lang === 'en'));
});

await test('a simulation is shown by itself, and its walk lies beside it', async () => {
  const file = path.join(folder, 'false_link.lua');
  cpSync('scripts/simulations/false_link.lua', file);
  const other = await preview(file);
  const view = await browser.newPage({ width: 1366, height: 768, touch: false });
  await view.goto(other.url);
  const frame = () => view.frames().find((one) => one.url().endsWith('/phone'));
  await until('its phone', async () => Boolean(frame()) && frame().evaluate(() => Boolean(document.querySelector('.screen[data-item="false-link"] button[value^="press:"]'))));
  await frame().evaluate(() => document.querySelector('button[value^="press:"]').click());
  await until('a step', async () => (await view.$eval('#walk ol', (node) => node.textContent)).startsWith('press'));
  await photograph(view, 'preview-simulation');
  await view.$eval('#save .filled', (node) => node.click());
  await until('its walk', async () => existsSync(path.join(folder, 'false_link.careful.walk')));
  check(!/^item/m.test(readFileSync(path.join(folder, 'false_link.careful.walk'), 'utf8')), 'it names an item');
  writeFileSync(file, readFileSync(file, 'utf8').replace('heading', 'heding'));
  await until('the mistake', async () => (await words(view, '#problems')).includes('heding'));
  check((await words(view, '#problems')).includes(`${file}:`), await words(view, '#problems'));
  await view.close(); // it asks for changes twice a second
  other.stop();
});

await test('strangers are refused: another Host, another origin, another computer', async () => {
  const ask = async (options, where = '') => (await fetch(`${server.url}${where}`, options)).status;
  check((await ask({ method: 'POST', headers: { 'Content-Type': 'application/json', Origin: 'http://evil.example' }, body: '{"wish":"again"}' }, 'preview/wish')) === 403, 'origin');
  check((await ask({}, '../../etc/passwd')) === 404, 'a path');
  check((await ask({}, 'trainer/')) === 404, 'a console');
});

await test('the browser had nothing to complain of', async () => {
  const left = browser.complaints.filter((text) => !/422|404|403/.test(text));
  check(left.length === 0, left.slice(0, 4));
});

server.stop();
await browser.close();
rmSync(folder, { recursive: true, force: true });
finish();
