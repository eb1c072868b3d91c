// class_suite.mjs - a whole class in a real browser: opened, joined, taken, ended, certified, checked by a stranger.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SCREENS, act, check, finish, openBrowser, photograph, press, run, seq, serve, tap, test, until,
  words } from './class_frame.mjs';

const NAME = 'Nguyễn Thị Thu Hường'.normalize('NFC');
const OTHER = 'Trần Văn Quỳnh'.normalize('NFC');
const VERIFIER = 'https://v.example.vn/';
// The right answers as the trainer wrote them: the phone is never told.
const RIGHT = Array.from(readFileSync('quizzes/digital-basics/quiz.lua', 'utf8').matchAll(/right = \{ vi = "([^"]+)"/g))
  .map((match) => match[1]);

const server = await serve(['--quiz', 'digital-basics']);
const browser = await openBrowser();
const local = new URL(server.trainer_url).origin;
const trainer = await browser.newPage({ width: 1366, height: 768, touch: false });
const learner = await browser.newPage();
const other = await browser.newPage();
const look = {};
let code = '';
let certificate = '';
let digits = '';

const shown = (page) => page.$eval('.screen', (node) => node.getAttribute('data-kind'));
const itemOf = (page) => page.$eval('.screen', (node) => node.getAttribute('data-item'));

// What every learner's screen must be at 360 pixels.
async function checkLayout(page, name) {
  await photograph(page, name);
  const faults = await page.evaluate(() => {
    const found = [];
    const seen = (node) => node.getClientRects().length > 0;
    if (document.documentElement.scrollWidth > window.innerWidth) found.push('scrolls sideways');
    document.querySelectorAll('button, input:not([type=hidden]), a').forEach((node) => {
      const box = node.getBoundingClientRect();
      if (seen(node) && box.left >= 0 && (box.height < 48 || box.width < 48)) found.push(`small target: ${node.textContent || node.name}`);
    });
    document.querySelectorAll('p, b, span, h1, h2, button').forEach((node) => {
      if (seen(node) && node.textContent.trim() && parseFloat(getComputedStyle(node).fontSize) < 18) found.push(`small text: ${node.textContent}`);
    });
    return found;
  });
  check(faults.length === 0, name, faults.slice(0, 3));
}

async function pressDigits(page, digits) {
  for (const digit of digits) await press(page, `[data-digit="${digit}"]`);
}

async function goOn(page, doIt) {
  await Promise.all([page.waitForNavigation(), doIt()]);
}

async function typeName(page, name) {
  await page.$eval('.name', (field, text) => { field.value = text; }, name);
  await goOn(page, () => tap(page, 'Tiếp'));
}

async function chooseRight(page) {
  const options = await page.$$eval('.option', (nodes) => nodes.map((node) => node.textContent.trim()));
  const right = options.findIndex((text) => RIGHT.includes(text));
  check(right >= 0, 'no right answer among', options);
  await act(page, () => press(page, `.option:nth-child(${right + 1})`));
}

await test('a_trainer_opens_a_class_with_at_most_five_presses', async () => {
  await trainer.goto(server.trainer_url);
  await photograph(trainer, '20-start');
  check((await words(trainer)).includes('Mở lớp mới'), 'the start page');
  await Promise.all([trainer.waitForNavigation(), trainer.click('[data-open] button')]);
  code = (await words(trainer, '.bar .code b')).replace(/\D/g, '');
  check(/^\d{6}$/.test(code), 'no code of six digits:', code);
});

await test('the_wall_shows_codes_that_a_camera_reads', async () => {
  const wall = await browser.newPage({ width: 1366, height: 768, touch: false });
  await wall.setCookie(...(await trainer.cookies()));
  await wall.goto(`${trainer.url()}/wall`);
  await photograph(wall, '23-wall');
  const size = await wall.$eval('.qr svg', (node) => node.getBoundingClientRect().height);
  check(size * (29 / 37) >= 0.6 * 768, 'the code is lower than 60 % of the wall:', size);
  check((await words(wall, '.digits')).replace(/\D/g, '') === code, 'not the code');
  const read = spawnSync('zbarimg', ['-q', '--raw', `${SCREENS}/23-wall.png`], { encoding: 'utf8' }).stdout.trim();
  check(read.endsWith(`/j/${code}`) && read.startsWith('http://'), 'the camera reads', read);
  await wall.type('[data-keep="wifi-name"]', 'LOP-SO; VĂN LƯƠNG');
  await wall.type('[data-keep="wifi-password"]', 'hoc-so-2026');
  await wall.keyboard.press('Tab');
  await until('the Wi-Fi code', async () => {
    await photograph(wall, '23-wall-wifi');
    return spawnSync('zbarimg', ['-q', '--raw', `${SCREENS}/23-wall-wifi.png`], { encoding: 'utf8' }).stdout
      .includes('WIFI:T:WPA;S:LOP-SO\\; VĂN LƯƠNG;P:hoc-so-2026;;');
  });
  await wall.close();
});

await test('a_wrong_code_asks_to_look_at_the_wall_again', async () => {
  await learner.goto(`${server.base}/`);
  await checkLayout(learner, '01-join');
  await pressDigits(learner, code === '000000' ? '111111' : '000000');
  await goOn(learner, () => press(learner, '[data-pad-go]'));
  check((await words(learner)).includes('Chưa đúng 6 số'), await words(learner));
  await photograph(learner, '01-join-wrong');
});

await test('a_learner_joins_with_six_digits_a_name_and_a_year', async () => {
  await pressDigits(learner, code.slice(0, 4));
  await photograph(learner, '02-join-digits');
  await pressDigits(learner, code.slice(4));
  await goOn(learner, () => press(learner, '[data-pad-go]'));
  await checkLayout(learner, '03-name');
  await learner.type('[name=name]', 'Nguyễn Thị');
  await learner.reload();
  check((await learner.$eval('[name=name]', (node) => node.value)) === 'Nguyễn Thị', 'half a name is lost by a reload');
  await learner.$eval('[name=name]', (node) => { node.value = ''; });
  await typeName(learner, NAME);
  await pressDigits(learner, '1958');
  await checkLayout(learner, '04-year');
  await goOn(learner, () => press(learner, '[data-pad-go]'));
  check((await shown(learner)) === 'consent', await words(learner));
  await checkLayout(learner, '04-consent');
  await goOn(learner, () => tap(learner, 'Đồng ý'));
  check((await shown(learner)) === 'picture', await words(learner));
  await checkLayout(learner, '04-picture');
  await goOn(learner, () => press(learner, '.pictures [value="3"]'));
  check((await shown(learner)) === 'digits', await words(learner));
  digits = await words(learner, '.own-digits b');
  check(/^[0-9]{4}$/.test(digits), digits);
  await learner.reload();
  check((await words(learner, '.own-digits b')) === digits, 'a reload gives other digits');
  await checkLayout(learner, '04-digits');
  await goOn(learner, () => tap(learner, 'Bắt đầu'));
  check((await shown(learner)) === 'question' && (await words(learner)).includes('Tập thử'), await words(learner));
});

await test('a_name_typed_in_pieces_is_the_same_name', async () => {
  await other.goto(`${server.base}/j/${code}`);
  await typeName(other, OTHER.normalize('NFD'));
  await goOn(other, () => tap(other, 'không nói năm sinh'));
  await goOn(other, () => tap(other, 'Đồng ý'));
  await goOn(other, () => press(other, '.pictures [value="1"]'));
  await goOn(other, () => tap(other, 'Bắt đầu'));
  const again = await browser.newPage();
  await again.goto(`${server.base}/j/${code}`);
  await typeName(again, OTHER);
  await goOn(again, () => tap(again, 'không nói năm sinh'));
  check((await words(again)).includes('Tên này đang mở'), 'the same name in other bytes is let in twice');
  await again.close();
});

await test('nothing_chosen_is_said_and_nothing_happens', async () => {
  const before = await itemOf(learner);
  await goOn(learner, () => press(learner, '.go'));
  check((await words(learner)).includes('Bác chưa chọn'), 'no word of it');
  check((await itemOf(learner)) === before, 'the test went on');
  await checkLayout(learner, '05-nothing-chosen');
});

await test('a_reload_in_the_middle_shows_the_same_screen', async () => {
  while ((await words(learner)).includes('Tập thử')) {
    await act(learner, () => press(learner, '.option:last-child'));
    await act(learner, () => press(learner, '.go'));
  }
  for (let n = 0; n < 3; n += 1) {
    await chooseRight(learner);
    await act(learner, () => press(learner, '.go'));
  }
  await chooseRight(learner);
  await checkLayout(learner, '06-question');
  const before = { text: await words(learner), seq: await seq(learner), item: await itemOf(learner) };
  await learner.reload();
  check((await itemOf(learner)) === before.item && (await words(learner)) === before.text,
    'another screen after a reload:', await words(learner), 'before:', before.text);
  check((await seq(learner)) === before.seq, 'a reload left an event');
  check((await learner.$$('.option[aria-pressed="true"]')).length === 1, 'the choice is lost');
});

await test('without_network_an_answer_stays_on_the_phone_and_sends_itself', async () => {
  const before = await seq(learner);
  await learner.setOfflineMode(true);
  await press(learner, '.option:last-child');
  await until('"Còn ở điện thoại"', async () => (await words(learner, '.saved')).includes('Còn ở điện thoại'));
  check(await learner.evaluate(() => window.localStorage.length === 1), 'nothing is kept');
  await photograph(learner, '06-offline');
  await learner.setOfflineMode(false);
  await until('the answer has sent itself', async () => (await seq(learner)) === before + 1);
  check((await words(learner, '.saved')).includes('Đã lưu'), 'it does not say so');
  check(await learner.evaluate(() => window.localStorage.length === 0), 'something is left on the phone');
  browser.complaints.splice(0, browser.complaints.length, // the lost network is said by the browser itself
    ...browser.complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED') && !text.includes('403')));
});

await test('a_raised_hand_reaches_the_trainer_and_comes_down_again', async () => {
  await press(learner, '.hand button');
  await until('the trainer sees the hand', async () => (await words(trainer, '#help')).includes('Hường'));
  await photograph(trainer, '21-hand');
  await trainer.click('#help [data-post]');
  await until('the hand is down on the phone', async () =>
    (await learner.$eval('.hand button', (node) => node.getAttribute('aria-pressed'))) === 'false', 60);
});

await test('the_test_can_be_read_in_english_at_any_time', async () => {
  const item = await itemOf(learner);
  await goOn(learner, () => tap(learner, 'English'));
  check((await words(learner)).includes('Question') && (await itemOf(learner)) === item, 'not in English');
  check((await learner.$eval('html', (node) => node.lang)) === 'en', 'lang is not en');
  await checkLayout(learner, '06-english');
  await goOn(learner, () => tap(learner, 'Tiếng Việt'));
  check((await itemOf(learner)) === item, 'another item');
});

await test('all_questions_are_answered', async () => {
  while ((await shown(learner)) === 'question') {
    await chooseRight(learner);
    await act(learner, () => press(learner, '.go'));
  }
  check((await shown(learner)) === 'practical', 'no practical task after the questions');
});

await test('the_exercise_stands_inside_its_fence', async () => {
  check((await words(learner, '.ribbon')).includes('không phải tiền thật'), 'no ribbon');
  await checkLayout(learner, '07-counter');
});

await test('the_payee_is_no_bigger_than_the_rest', async () => {
  await act(learner, () => press(learner, '.code'));
  await checkLayout(learner, '08-check');
  const sizes = await learner.$$eval('.row b', (nodes) => nodes.map((node) => getComputedStyle(node).fontSize));
  check(sizes.length >= 2 && new Set(sizes).size === 1, sizes);
  const twins = await learner.$$eval('.twins .press', (nodes) => nodes.map((node) => {
    const box = node.getBoundingClientRect();
    return `${Math.round(box.height)} ${getComputedStyle(node).backgroundColor}`;
  }));
  check(twins.length === 2 && twins[0] === twins[1], 'the two choices are not twins:', twins);
});

await test('a_careful_learner_pays_the_shop', async () => {
  look.stranger = await words(learner, '.row b');
  await act(learner, () => tap(learner, 'Hỏi chủ quán'));
  await act(learner, () => press(learner, '.code'));
  look.shop = await words(learner, '.row b');
  check(look.shop !== look.stranger, 'the same payee behind both codes');
  await act(learner, () => tap(learner, 'Trả tiền'));
  const pin = (await words(learner, '.story')).match(/(\d{4})\.?$/)[1];
  await learner.type('.field input', pin);
  await checkLayout(learner, '09-pin');
  await act(learner, () => tap(learner, 'Xác nhận'));
  await until('"Đã trả"', async () => (await words(learner)).includes('Đã trả'));
  await checkLayout(learner, '10-paid');
});

await test('the_result_is_private_and_has_no_number', async () => {
  await act(learner, () => press(learner, '.press'));
  await until('the result', async () => (await shown(learner)) === 'result');
  await checkLayout(learner, '11-result');
  const text = await words(learner);
  check(text.includes('Bác Hường đã làm xong') && text.includes('Bác làm được'), text);
  check(!/%|\d+ ?\/ ?\d+|điểm/.test(text), 'a number stands there:', text);
  check(text.includes('nhận giấy chứng nhận'), 'a careful learner gets no certificate:', text);
});

await test('the_trainer_sees_who_has_finished', async () => {
  await until('the tile is done', async () => (await trainer.$$('.tile.done')).length === 1);
  await trainer.click('.tile.done');
  await until('the details', async () => (await words(trainer, '#person')).includes(NAME));
  await trainer.click('[data-attest="identity_seen"]');
  await until('it is kept', async () => trainer.$eval('[data-attest="identity_seen"]', (node) => node.checked));
  await photograph(trainer, '22-person');
});

await test('ending_the_class_is_asked_once_and_then_done', async () => {
  await trainer.click('[data-ask="ending"]');
  await photograph(trainer, '24-ending');
  await Promise.all([trainer.waitForNavigation(), trainer.click('#ending .filled')]);
  check(trainer.url().endsWith('/papers'), trainer.url());
  await until('the other phone shows its end', async () => (await shown(other)) === 'result', 60);
  await checkLayout(other, '12-result-other');
});

await test('the_verifier_address_is_asked_before_the_first_certificate', async () => {
  check((await trainer.$$('[data-issue]')).length === 0, 'it would issue without an address');
  await trainer.type('[name=url]', VERIFIER);
  await photograph(trainer, '25-address');
  await Promise.all([trainer.waitForNavigation(), trainer.click('[data-address] button')]);
  await Promise.all([trainer.waitForNavigation({ timeout: 60000 }), trainer.click('[data-issue]')]);
  await photograph(trainer, '26-papers');
  certificate = await words(trainer, '.papers code');
  check((await words(trainer, '.papers li')).includes(NAME), 'the list does not name the learner');
});

const papers = mkdtempSync(path.join(tmpdir(), 'dauso-paper-'));
const pdf = path.join(papers, 'paper.pdf');
const printed = () => spawnSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).stdout.normalize('NFC').replace(/\s+/g, ' ');

await test('the_certificate_opens_as_a_pdf_with_the_name', async () => {
  const href = await trainer.$eval('.papers a', (node) => node.getAttribute('href'));
  const bytes = await trainer.evaluate(async (address) => {
    const answer = await fetch(address);
    return answer.ok ? Array.from(new Uint8Array(await answer.arrayBuffer())) : null;
  }, href);
  check(bytes !== null, 'no answer');
  writeFileSync(pdf, Buffer.from(bytes));
  check(spawnSync('qpdf', ['--check', pdf]).status === 0, 'qpdf finds faults');
  check(printed().includes(NAME), printed().slice(0, 400));
});

await test('a_stranger_reads_the_code_and_finds_the_same_words', async () => {
  spawnSync('pdftoppm', ['-r', '300', '-png', '-singlefile', pdf, path.join(papers, 'paper')]);
  const codes = spawnSync('zbarimg', ['-q', '--raw', path.join(papers, 'paper.png')], { encoding: 'utf8' }).stdout
    .trim().split('\n').sort((a, b) => b.length - a.length);
  check(codes.length === 2 && codes[0].startsWith(`${VERIFIER}#`), 'zbarimg reads', codes.map((text) => text.slice(0, 40)));
  const said = run('verify', codes[0], '--dir', server.folder, '--json');
  const verdict = JSON.parse(said.out);
  check(said.code === 0 && verdict.verdict === 'VALID', said.code, said.out, said.err);
  check(verdict.compare.name === NAME, verdict.compare);
  const paper = printed();
  for (const [key, value] of Object.entries(verdict.compare)) {
    check(value === '' || value === null || paper.includes(String(value).normalize('NFC')), key, value, 'is not printed');
  }
  check(paper.includes(certificate), 'the number is not printed');
});

await test('done_wipes_the_phone', async () => {
  await goOn(learner, () => press(learner, '[data-leave]'));
  check((await words(learner)).includes('đã xóa khỏi điện thoại'), await words(learner));
  const cookies = (await learner.cookies()).map((cookie) => cookie.name);
  check(!cookies.includes('dauso'), cookies);
  check(await learner.evaluate(() => window.localStorage.length === 0 && window.sessionStorage.length === 0), 'storage');
  await photograph(learner, '13-wiped');
});

await test('the_trainer_can_go_back_to_the_list_of_classes', async () => {
  await trainer.goto(`${local}/trainer/`);
  check((await words(trainer)).includes('Mở lớp mới'), 'no start page');
  check((await trainer.$$('.ended .row')).length === 1, 'the ended class is not listed');
});

await test('the_browsers_complain_of_nothing', async () => {
  check(browser.complaints.length === 0, browser.complaints);
});

await browser.close();
await server.stop();
server.remove();
rmSync(papers, { recursive: true, force: true });
finish();
