// axe_suite.mjs - every screen there is, in both languages and four sizes, seen by axe-core and by our own rules.
//
// SCREENS is the whole list. A row is a screen and how to get there from the row before it; `who` is whose page it is. A new screen
// is a new row. Pictures of all of them: build/screens/{vi,en}-*.png.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HOST, act, check, finish, openBrowser, photograph, press, seq, serve, tap, test, until } from './class_frame.mjs';
import { findPseudoFaults } from './pseudo_checks.mjs';
import { RULES, SIZES, findAxeFaults, findChangedFaults, findOwnFaults } from './screen_checks.mjs';
import { serveWidgets, widgetScreens } from './widget_screens.mjs';

const LANGUAGES = (process.env.LANGUAGES || 'vi en').split(' '); // pseudo_suite.mjs: qps, whose words are only longer
const QUIZ = readFileSync(path.join(process.env.QUIZZES || 'quizzes', 'digital-basics/quiz.lua'), 'utf8');
const RIGHT = { vi: [], en: [], qps: [] };
for (const [, vi, en, qps] of QUIZ.matchAll(/right = \{ vi = "([^"]+)",\s*en = "([^"]+)"(?:, qps = "([^"]+)")?/g)) {
  RIGHT.vi.push(vi);
  RIGHT.en.push(en);
  RIGHT.qps.push(qps);
}
const SEEN = [RIGHT.vi.length, RIGHT.en.length];
const PEOPLE = ['learner', 'other', 'third', 'guest', 'verifier', 'widget'];
// For the pseudo-language: what stays vi or en, and what people wrote.
const PAGES_OF_TWO_LANGUAGES = /^(report|person-result|verifier.*)$/;
const HOME = { learner: [360, 640], verifier: [360, 640], trainer: [1366, 768] };
const NAMES = ['Nguyễn Thị Thu Hường', 'Trần Văn Quỳnh', 'Bàn Thị Mẩy', 'Lê Đức Thịnh', 'Phạm Thị Ngọc Ánh', 'Đinh Công Vượng'];
const DATA = [...NAMES, ...NAMES.join(' ').split(' '), 'LOP-SO-VAN-LUONG', HOST, 'Bác', 'Khách', 'F1', 'Tien banh', 'Wi-Fi']
  .sort((a, b) => b.length - a.length);

const server = await serve(['--quiz', 'digital-basics']);
const widgets = await serveWidgets();
const browser = await openBrowser();
const local = new URL(server.trainer_url).origin;
let codeText = '';

// ---- steps ----

async function goOn(page, doIt) {
  await Promise.all([page.waitForNavigation(), doIt()]);
}

async function pressDigits(page, digits) {
  for (const digit of digits) await press(page, `[data-digit="${digit}"]`);
}

async function typeName(stage, page, name) {
  await page.goto(`${server.base}/j/${stage.code}`);
  await page.$eval('.name', (field, text) => { field.value = text; }, name);
  await goOn(page, () => press(page, '.go'));
}

// What the console is told of by the laptop comes a moment later.
async function clickWhenThere(selector) {
  await until(selector, async () => trainer.$(selector));
  await trainer.$eval(selector, (node) => node.click());
}

const kind = (page) => page.$eval('.screen', (node) => node.getAttribute('data-kind'));
const isKind = async (page, wanted) => check((await kind(page)) === wanted, 'it shows', await kind(page), 'and not', wanted);
const isPractice = (page) => page.$eval('.count', (node) => !/\d/.test(node.textContent));

async function answer(stage, page) {
  const options = await page.$$eval('.option', (nodes) => nodes.map((node) => node.textContent.trim()));
  const right = options.findIndex((text) => RIGHT[stage.language].includes(text));
  await act(page, () => press(page, `.option:nth-child(${right + 1})`));
  await act(page, () => press(page, '.go'));
}

async function answerWhile(stage, page, goesOn) {
  while ((await kind(page)) === 'question' && (await goesOn(page))) await answer(stage, page);
}

// ---- the screens ----

const SCREENS = [
  { name: 'start', who: 'trainer', go: (stage, page) => page.goto(stage.isFirst ? server.trainer_url : `${local}/trainer/`) },
  { name: 'class-empty', who: 'trainer', go: openClass },
  { name: 'join', who: 'learner', go: (stage, page) => page.goto(`${server.base}/`) },
  { name: 'join-wrong-code', who: 'learner', go: async (stage, page) => {
    await pressDigits(page, stage.code === '000000' ? '111111' : '000000');
    await goOn(page, () => press(page, '[data-pad-go]'));
  } },
  { name: 'join-digits', who: 'learner', go: (stage, page) => pressDigits(page, stage.code) },
  { name: 'join-name', who: 'learner', go: (stage, page) => goOn(page, () => press(page, '[data-pad-go]')) },
  { name: 'join-no-name', who: 'learner', go: (stage, page) => goOn(page, () => press(page, '.go')) },
  { name: 'join-year', who: 'learner', go: (stage, page) => typeName(stage, page, NAMES[0]) },
  { name: 'consent', who: 'learner', go: async (stage, page) => {
    await pressDigits(page, '1958');
    await goOn(page, () => press(page, '[data-pad-go]'));
    await isKind(page, 'consent');
  } },
  { name: 'picture', who: 'learner', go: (stage, page) => goOn(page, () => press(page, '[value="yes"]')) },
  { name: 'digits', who: 'learner', go: (stage, page) => goOn(page, () => press(page, '.pictures [value="3"]')) },
  { name: 'practice', who: 'learner', go: (stage, page) => goOn(page, () => press(page, '.go')) },
  { name: 'nothing-chosen', who: 'learner', go: (stage, page) => goOn(page, () => press(page, '.go')) },
  { name: 'roster', who: 'trainer', go: async (stage, page) => {
    await page.click('[data-ask="roster"]');
    await page.type('#roster textarea', `${NAMES.slice(1, 5).join(', 1961\n')}\nBàn Thị Mẩy, 1970`);
  } },
  { name: 'class-expected', who: 'trainer', go: async (stage, page) => {
    await page.click('#roster .filled');
    await until('the tiles of the roster', async () => (await page.$$('.tile.expected')).length >= 4);
  } },
  { name: 'join-roster', who: 'other', go: async (stage, page) => {
    await page.goto(`${server.base}/j/${stage.code}`);
    await until('the list of names', async () => page.$('.roster .person'));
  } },
  { name: 'rejoin-picture', who: 'third', go: async (stage, page) => {
    await goOn(stage.other, () => tap(stage.other, 'Quỳnh', '.person'));
    await goOn(stage.other, () => press(stage.other, '[value="yes"]'));
    await goOn(stage.other, () => press(stage.other, '.pictures [value="5"]'));
    stage.digits = await stage.other.$eval('.own-digits b', (node) => node.textContent);
    await goOn(stage.other, () => press(stage.other, '.go'));
    await page.goto(`${server.base}/j/${stage.code}`);
    await goOn(page, () => tap(page, 'Quỳnh', '.person'));
  } },
  { name: 'rejoin-digits', who: 'third', go: (stage, page) => goOn(page, () => press(page, '.pictures [value="5"]')) },
  { name: 'rejoin-wrong', who: 'third', go: async (stage, page) => {
    await pressDigits(page, stage.digits === '0000' ? '1111' : '0000');
    await goOn(page, () => press(page, '[data-pad-go]'));
  } },
  { name: 'elsewhere', who: 'other', go: async (stage, page) => {
    if (await stage.third.$('.pictures')) await goOn(stage.third, () => press(stage.third, '.pictures [value="5"]'));
    await pressDigits(stage.third, stage.digits);
    await goOn(stage.third, () => press(stage.third, '[data-pad-go]'));
    await isKind(stage.third, 'question');
    await page.reload();
    await isKind(page, 'elsewhere');
  } },
  { name: 'waiting', who: 'guest', go: async (stage, page) => {
    await page.goto(`${server.base}/j/${stage.code}`);
    await goOn(page, () => press(page, '[name="type_name"]'));
    await page.$eval('.name', (field, text) => { field.value = text; }, NAMES[5]);
    await goOn(page, () => press(page, '.go'));
    await goOn(page, () => press(page, '.second'));
    await isKind(page, 'waiting');
  } },
  { name: 'guest', who: 'guest', go: async (stage, page) => {
    await clickWhenThere('.tile.waiting-in');
    await until('let in', async () => {
      await page.reload();
      return (await kind(page)) === 'consent';
    });
    await goOn(page, () => press(page, '.second'));
    while ((await kind(page)) === 'question') await answer(stage, page);
    await isKind(page, 'guest');
  } },
  { name: 'timing', who: 'trainer', go: (stage, page) => page.click('[data-ask="timing"]') },
  { name: 'assisting', who: 'trainer', go: async (stage, page) => {
    await page.keyboard.press('Escape');
    await page.click('[data-ask="assisting"]');
  } },
  { name: 'paused', who: 'third', go: async (stage, page) => {
    await trainer.keyboard.press('Escape');
    await clickWhenThere('[data-post$="/pause"][data-body*="true"]');
    await until('the break', async () => {
      await page.reload();
      return (await kind(page)) === 'paused';
    });
  } },
  { name: 'question', who: 'learner', go: async (stage, page) => {
    await clickWhenThere('[data-post$="/pause"][data-body*="false"]');
    await until('the break is over', async () => {
      await page.reload();
      return page.$('.option');
    });
    await answerWhile(stage, page, isPractice);
    await answer(stage, page);
  } },
  { name: 'chosen', who: 'learner', go: (stage, page) => act(page, () => press(page, '.option:nth-child(2)')) },
  { name: 'hand-raised', who: 'learner', go: async (stage, page) => {
    await press(page, '.hand button');
    await until('the hand is up', async () => page.$('.hand [aria-pressed="true"]'));
  } },
  { name: 'weak-network', who: 'learner', go: async (stage, page) => {
    await page.setOfflineMode(true);
    await press(page, '.option:first-child');
    await until('the weak network is said', async () => page.$('.weak'));
  } },
  { name: 'task-counter', who: 'learner', go: async (stage, page) => {
    const before = await seq(page);
    await page.setOfflineMode(false);
    await until('it has sent itself', async () => (await seq(page)) > before && !(await page.$('.weak')));
    await act(page, () => press(page, '.go'));
    await answerWhile(stage, page, () => true);
    check((await kind(page)) === 'practical', 'no practical task');
  } },
  { name: 'task-check', who: 'learner', go: (stage, page) => act(page, () => press(page, '.code')) },
  { name: 'task-asked', who: 'learner', go: (stage, page) => act(page, () => press(page, '[value="press:ask"]')) },
  { name: 'task-field', who: 'learner', go: async (stage, page) => {
    await act(page, () => press(page, '.code'));
    await act(page, () => press(page, '[value="press:pay"]'));
  } },
  { name: 'task-paid', who: 'learner', go: async (stage, page) => {
    const pin = (await page.$eval('.story', (node) => node.textContent)).match(/(\d{4})\D*$/)[1];
    await page.type('.field input', pin);
    await act(page, () => press(page, '[value="press:confirm"]'));
    await until('it is paid', async () => page.$('[value="press:done"]'));
  } },
  { name: 'result', who: 'learner', go: async (stage, page) => {
    await act(page, () => press(page, '[value="press:done"]'));
    await until('the result', async () => (await kind(page)) === 'result');
  } },
  { name: 'wiped', who: 'learner', go: (stage, page) => goOn(page, () => press(page, '[data-leave]')) },
  { name: 'class', who: 'trainer', go: fillClass },
  { name: 'person', who: 'trainer', go: async (stage, page) => {
    await page.click('.tile.done');
    await until('the person', async () => page.$('#person h2'));
  } },
  { name: 'data-sheet', who: 'trainer', go: async (stage, page) => page.goto(await page.$eval('#person a[href$="/data"]', (node) => node.href)) },
  { name: 'data-sheet-languages', who: 'trainer', go: (stage, page) => page.click('.languages summary') },
  { name: 'help', who: 'trainer', go: (stage, page) => page.goto(`${local}/trainer/help`) },
  { name: 'help-languages', who: 'trainer', go: (stage, page) => page.click('.languages summary') },
  { name: 'wall', who: 'trainer', go: async (stage, page) => {
    await page.goto(`${stage.room}/wall`);
    await page.type('[data-keep="wifi-name"]', 'LOP-SO-VAN-LUONG');
    await page.keyboard.press('Tab');
    await until('the Wi-Fi code', async () => page.$('#wifi-code svg'));
  } },
  { name: 'ending', who: 'trainer', go: async (stage, page) => {
    await page.goto(stage.room);
    await page.click('[data-ask="ending"]');
  } },
  { name: 'papers-before', who: 'trainer', go: (stage, page) => goOn(page, () => page.click('#ending .filled')) },
  { name: 'papers', who: 'trainer', go: issue },
  { name: 'printed', who: 'trainer', go: async (stage, page) => {
    await page.click('[data-print]');
    await until('the prints', async () => page.$('#prints:not([hidden])'));
  } },
  { name: 'report', who: 'trainer', go: (stage, page) => page.goto(`${stage.room}/report`) },
  { name: 'person-result', who: 'trainer', go: async (stage, page) => {
    await page.goto(stage.room); // the report before lets no script ask
    const tiles = (await page.evaluate(async (address) => (await fetch(address)).json(),
      stage.room.replace('/trainer/class/', '/trainer/api/class/'))).tiles;
    await page.goto(`${stage.room.replace(/class\/.*/, '')}learner/${tiles.find((tile) => tile.certificate).learner}/result`);
  } },
  { name: 'class-over', who: 'third', go: async (stage, page) => {
    await until('the end', async () => (await kind(page)) === 'result', 40);
  } },
  { name: 'verifier', who: 'verifier', go: async (stage, page) => {
    await page.goto(`${server.base}/verify`);
    await chooseVerifierLanguage(stage, page);
  } },
  { name: 'verifier-genuine', who: 'verifier', go: (stage, page) => checkText(page, codeText, /^VALID/) },
  { name: 'verifier-unreadable', who: 'verifier', go: (stage, page) => checkText(page, 'HC1:NCFOXN%TS3DH3ZSUZK+.V0ETD%65NL-AH', /^UNREADABLE$/) },
  ...widgetScreens(widgets),
];

async function openClass(stage, page) {
  await goOn(page, () => page.click('[data-open] button'));
  stage.room = page.url();
  stage.code = (await page.$eval('.bar .code b', (node) => node.textContent)).replace(/\D/g, '');
}

async function fillClass(stage, page) {
  await press(stage.third, '.hand button');
  await page.goto(stage.room);
  await until('tiles and a call', async () => (await page.$$('.tile')).length >= 5 && page.$('.caller'));
}

async function issue(stage, page) {
  if (await page.$('[name=url]')) {
    await page.type('[name=url]', 'https://v.example.vn/');
    await goOn(page, () => page.click('[data-address] button'));
  }
  await Promise.all([page.waitForNavigation({ timeout: 60000 }), page.click('[data-issue]')]);
  codeText ||= await readPaper(page);
}

// As a stranger would: the paper's larger code, read by another program.
async function readPaper(page) {
  const href = await page.$eval('.papers a', (node) => node.getAttribute('href'));
  const bytes = await page.evaluate(async (address) => Array.from(new Uint8Array(await (await fetch(address)).arrayBuffer())), href);
  const paper = path.join(server.folder, 'paper');
  writeFileSync(`${paper}.pdf`, Buffer.from(bytes));
  spawnSync('pdftoppm', ['-r', '200', '-gray', '-png', '-singlefile', `${paper}.pdf`, paper]);
  const codes = spawnSync('zbarimg', ['-q', '--raw', `${paper}.png`], { encoding: 'utf8' }).stdout.trim().split('\n');
  return codes.sort((a, b) => b.length - a.length)[0];
}

async function chooseVerifierLanguage(stage, page) {
  if ((await page.evaluate(() => document.documentElement.lang)) !== stage.language) await page.click('.language');
}

async function checkText(page, text, verdict) {
  if (!(await page.$('summary'))) await page.click('main > .button');
  await page.click('summary');
  await page.$eval('textarea', (node, value) => { node.value = value; }, text);
  await page.click('details .button');
  await page.waitForSelector('[data-verdict]', { timeout: 20000 });
  const said = await page.$eval('[data-verdict]', (node) => node.getAttribute('data-verdict'));
  check(verdict.test(said), said, text);
}

// ---- the run ----

async function newStage(language, trainer) {
  const stage = { language, trainer, isFirst: language === LANGUAGES[0] };
  for (const who of PEOPLE) {
    stage[who] = await browser.newPage();
    await stage[who].setCookie({ name: 'dauso_language', value: language, domain: HOST, path: '/' });
  }
  await trainer.setCookie({ name: 'dauso_language', value: language, domain: '127.0.0.1', path: '/' });
  return stage;
}

async function look(page, role, language, name) {
  const rules = RULES[role];
  const isTouch = role !== 'trainer';
  const home = HOME[role];
  const faults = [];
  const resize = (width, height) => page.setViewport({ width, height, deviceScaleFactor: isTouch ? 2 : 1, isMobile: isTouch, hasTouch: isTouch });
  await resize(...home);
  await photograph(page, `${language}-${name}`);
  if (language === 'qps') return PAGES_OF_TWO_LANGUAGES.test(name) ? [] : findPseudoFaults(page, rules, role, DATA, resize);
  for (const [width, height] of SIZES) {
    await resize(width, height);
    const found = [...await findAxeFaults(page, rules), ...await findOwnFaults(page, rules, width)];
    faults.push(...found.map((fault) => `[${width}] ${fault}`));
  }
  faults.push(...await findChangedFaults(page, rules, resize, home));
  await resize(...home);
  return Array.from(new Set(faults));
}

const trainer = await browser.newPage({ width: 1366, height: 768, touch: false });
const only = process.argv.slice(2); // words: only screens that hold one are looked at
check(SEEN[0] >= 12, 'the right answers cannot be read out of the quiz:', SEEN);
for (const language of LANGUAGES) {
  const stage = await newStage(language, trainer);
  for (const row of SCREENS) {
    const role = RULES[row.who] ? row.who : 'learner';
    await test(`${language}_screen_${row.name.replace(/-/g, '_')}_is_good_at_every_size`, async () => {
      const page = stage[row.who];
      await page.bringToFront();
      check(!stage.lost, 'not reached, since', stage.lost, 'was not');
      stage.lost = row.name;
      await row.go(stage, page);
      stage.lost = '';
      if (only.length > 0 && !only.some((word) => row.name.includes(word))) return;
      const faults = await look(page, role, language, row.name);
      check(faults.length === 0, `${faults.length} faults:`, process.env.ALL ? faults : faults.slice(0, 4));
    });
  }
  for (const who of PEOPLE) await stage[who].close();
}

await test('no_page_asks_for_anything_but_the_laptop_and_none_is_reported', async () => {
  const lost = /ERR_INTERNET_DISCONNECTED|status of 403/; // the planned outage and the planned wrong code, in the browser's own words
  const complaints = browser.complaints.filter((text) => !lost.test(text));
  check(complaints.length === 0, complaints);
  const strange = browser.asked.filter((url) => !/^(data:|blob:)/.test(url) && ![server.base, local, widgets.base].includes(new URL(url).origin));
  check(strange.length === 0, strange);
});

await browser.close();
await server.stop();
await widgets.stop();
server.remove();
widgets.remove();
finish();
