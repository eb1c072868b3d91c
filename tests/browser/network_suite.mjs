// network_suite.mjs - nothing is lost and nothing is doubled: a wire that fails, a phone that sleeps, a page that is closed, a full room.
//
// What a learner pressed is written down here; what the laptop kept is asked of `dauso attempt` after it has stopped.
import { act, check, finish, openBrowser, press, run, serve, tap, test, until, words } from './class_frame.mjs';
import { PlainLearner } from './plain_learner.mjs';
import { openWire } from './weak_wire.mjs';

const SEED = Number(process.env.SEED || 20261123);
const HASTE = 20; // five minutes pass in fifteen seconds
const browser = await openBrowser();
const dialogs = [];

async function newPhone(options = {}) {
  const phone = await browser.newPage();
  phone.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  });
  await phone.evaluateOnNewDocument(watchSavedLine);
  if (options.haste) await phone.evaluateOnNewDocument(hurry, options.haste);
  return phone;
}

// In the page: while an act is not answered for, the line may not say that it is saved.
function watchSavedLine() {
  const open = new Set();
  const { send } = XMLHttpRequest.prototype;
  window.lies = 0;
  window.tries = 0;
  XMLHttpRequest.prototype.send = function watch(body) {
    if (typeof body === 'string' && body.includes('"verb"') && body.includes('"seq"')) {
      const { seq } = JSON.parse(body);
      open.add(seq);
      window.tries += 1;
      this.addEventListener('load', () => { if (this.status === 200) open.delete(seq); });
    }
    return send.call(this, body);
  };
  setInterval(() => {
    const line = document.querySelector('.saved');
    if (open.size > 0 && line && line.className === 'saved' && line.querySelector('.is-saved').getClientRects().length > 0) window.lies += 1;
  }, 50);
}

// In the page: timers run so many times faster.
function hurry(times) {
  const { setTimeout: later, setInterval: often } = window;
  window.setTimeout = (call, ms) => later.call(window, call, ms / times);
  window.setInterval = (call, ms) => often.call(window, call, ms / times);
}

const kind = (phone) => phone.$eval('.screen', (node) => node.getAttribute('data-kind'));
const itemOf = (phone) => phone.$eval('.screen', (node) => node.getAttribute('data-item'));
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
const goOn = (phone, doIt) => Promise.all([phone.waitForNavigation(), doIt()]);

async function join(phone, base, code, name) {
  await phone.goto(`${base}/j/${code}`);
  await phone.$eval('.name', (field, text) => { field.value = text; }, name);
  await goOn(phone, () => press(phone, '.go'));
  await goOn(phone, () => press(phone, '.second'));
  await goOn(phone, () => press(phone, '[value="yes"]'));
  await goOn(phone, () => press(phone, '.pictures [value="4"]'));
  const digits = await words(phone, '.own-digits b');
  await goOn(phone, () => press(phone, '.go'));
  check((await kind(phone)) === 'question', await words(phone));
  return digits;
}

// As a person does it: a card, then "on", and looks whether the next one comes. Returns what was pressed.
async function answerOne(phone, place, seconds = 60) {
  const item = await itemOf(phone);
  const option = await phone.$eval(`.option:nth-child(${place})`, (node) => node.value.slice('choose:'.length));
  await press(phone, `.option:nth-child(${place})`);
  await wait(250);
  await press(phone, '.go');
  await until(`what comes after ${item}`, async () => (await itemOf(phone)) !== item, seconds);
  return [item, option];
}

async function pressThrough(phone) {
  for (let n = 0; (await kind(phone)) === 'practical' && n < 8; n += 1) {
    const before = await words(phone, '.app');
    const target = (await phone.$('[value="press:done"]')) ? '[value="press:done"]' : '[value="press:leave"]';
    await press(phone, target);
    await until('the next screen', async () => (await kind(phone)) !== 'practical' || (await words(phone, '.app')) !== before, 60);
  }
}

async function closeServer(server) {
  await server.stop();
  const list = run('attempt', 'list', '--dir', server.folder, '--json').out.trim().split('\n').map((line) => JSON.parse(line));
  return list.map((attempt) => ({ ...attempt,
    events: JSON.parse(run('attempt', 'show', attempt.attempt, '--dir', server.folder, '--json').out).events }));
}

// The last choice of each item, how often "on" was pressed at it, and whether the numbers have no gap.
function readEvents(events) {
  const kept = {};
  const nexts = {};
  for (const event of events.filter((one) => one.kind === 'act')) {
    if (event.verb === 'choose') kept[event.item] = event.target;
    if (event.verb === 'next') nexts[event.item] = (nexts[event.item] || 0) + 1;
  }
  return { kept, nexts, isWhole: events.every((event, i) => event.seq === i + 1) };
}

function checkKept(events, pressed) {
  const { kept, nexts, isWhole } = readEvents(events);
  check(isWhole, 'the numbers of the events have gaps');
  for (const [item, option] of pressed) {
    check(kept[item] === option, item, 'was', option, 'and is kept as', kept[item]);
    check(nexts[item] === 1, item, 'was left', nexts[item], 'times');
  }
  check(Object.keys(kept).length === pressed.length, 'answers that nobody gave');
}

// ---- a wire that fails ----

// Thirty seconds of each minute without network, and one of twenty requests or answers lost; timers and cuts run HASTE times faster.
console.log(`   seed ${SEED}`);
const first = await serve(['--class', 'Lớp mạng yếu', '--quiz', 'digital-basics']);
const wire = await openWire(new URL(first.trainer_url).port, { seed: SEED, offMs: 30000 / HASTE, everyMs: 60000 / HASTE, lost: 0.05 });
const shaken = { pressed: [], phone: await newPhone({ haste: HASTE }) };

await test('on_a_wire_that_fails_half_the_time_a_learner_finishes_the_whole_test', async () => {
  const { phone } = shaken;
  const clean = await openWire(new URL(first.trainer_url).port);
  await join(phone, clean.base, first.code, 'Bàn Thị Mẩy');
  const cookies = await phone.cookies();
  await phone.goto(`${wire.base}/`); // cookies know no port
  check(cookies.length > 0 && (await kind(phone)) === 'question', await words(phone));
  clean.close();
  wire.shake();
  let place = 0;
  while ((await kind(phone)) === 'question') {
    place += 1;
    shaken.pressed.push(await answerOne(phone, 1 + (place % 4)));
    await wait(8000 / HASTE);
  }
  await pressThrough(phone);
  check((await kind(phone)) === 'result', await kind(phone));
  console.log(`   ${wire.cuts} cuts, ${wire.lostRequests} requests and ${wire.lostAnswers} answers lost, ${wire.passed} passed`);
  check(wire.cuts >= 2 && wire.lostRequests + wire.lostAnswers >= 3, 'the wire was too good');
});

await test('while_an_answer_is_not_on_the_laptop_the_line_never_says_saved', async () => {
  check((await shaken.phone.evaluate(() => window.lies)) === 0, await shaken.phone.evaluate(() => window.lies), 'times');
});

await test('after_it_the_phone_keeps_nothing', async () => {
  await until('an empty phone', async () => shaken.phone.evaluate(() => window.localStorage.length === 0));
  await shaken.phone.close();
  wire.close();
});

await test('on_that_wire_no_answer_was_lost_and_none_doubled', async () => {
  const [attempt, ...others] = await closeServer(first);
  check(others.length === 0 && attempt.finished_at > 0, attempt, others.length);
  checkKept(attempt.events, shaken.pressed);
  first.remove();
});

// ---- sleep, reload, another phone ----

const second = await serve(['--class', 'Lớp ngủ quên', '--quiz', 'digital-basics']);
const phone = await newPhone({ haste: HASTE });
const mine = { pressed: [], digits: '' };

// The goal is 3 s on a quiet machine; a busy one may not fail the suite for it, so the figure is told and the limit wide.
function noteSeconds(name, began) {
  const took = (Date.now() - began) / 1000;
  if (took > 3) console.log(`   ${name}: ${took.toFixed(1)} s, more than 3 s`);
  check(took <= 30, name, 'took', String(took), 's');
}

async function checkSame(name, doIt) {
  const before = { text: await words(phone), kind: await kind(phone), item: await itemOf(phone) };
  const began = Date.now();
  await doIt();
  await until(`${name}: the same screen`, async () => (await words(phone)) === before.text, 20);
  check((await kind(phone)) === before.kind && (await itemOf(phone)) === before.item, name, 'shows another screen');
  noteSeconds(name, began);
}

await test('a_reload_shows_the_same_screen_wherever_it_happens', async () => {
  const base = second.base;
  await phone.goto(`${base}/j/${second.code}`);
  await phone.$eval('.name', (field) => { field.value = 'Đinh Công Vượng'; });
  await goOn(phone, () => press(phone, '.go'));
  await goOn(phone, () => press(phone, '.second'));
  await checkSame('consent', () => phone.reload());
  await goOn(phone, () => press(phone, '[value="yes"]'));
  await checkSame('picture', () => phone.reload());
  await goOn(phone, () => press(phone, '.pictures [value="4"]'));
  mine.digits = await words(phone, '.own-digits b');
  await checkSame('digits', () => phone.reload());
  await goOn(phone, () => press(phone, '.go'));
  await checkSame('question', () => phone.reload());
  await act(phone, () => press(phone, '.option:nth-child(2)'));
  await checkSame('chosen', () => phone.reload());
  check((await phone.$$('.option[aria-pressed="true"]')).length === 1, 'the choice is lost');
  mine.pressed.push(await answerOne(phone, 1));
});

await test('a_tab_that_froze_goes_on_where_it_was', async () => {
  const line = await phone.createCDPSession();
  await act(phone, () => press(phone, '.option:nth-child(3)'));
  await checkSame('frozen', async () => {
    const call = await phone.browserContext().newPage(); // somebody rings: another screen lies above
    await call.bringToFront();
    await line.send('Page.setWebLifecycleState', { state: 'frozen' });
    await wait(1200);
    await line.send('Page.setWebLifecycleState', { state: 'active' });
    await call.close();
    await phone.bringToFront();
  });
  mine.pressed.push(await answerOne(phone, 3));
});

await test('five_minutes_without_network_lose_nothing_and_show_no_dialog', async () => {
  const item = await itemOf(phone);
  const option = await phone.$eval('.option:nth-child(2)', (node) => node.value.slice(7));
  await phone.evaluate(() => { window.tries = 0; });
  await phone.setOfflineMode(true);
  await press(phone, '.option:nth-child(1)');
  await until('the word of the weak network', async () => phone.$('.weak')); // it moves the cards down once
  await press(phone, '.option:nth-child(2)');
  await wait(100);
  await press(phone, '.go');
  await wait((5 * 60 * 1000) / HASTE);
  check((await itemOf(phone)) === item, 'it went on without the laptop');
  check((await words(phone, '.saved')).includes('Còn ở điện thoại'), await words(phone, '.saved'));
  check((await words(phone)).includes('Mạng yếu. Câu trả lời vẫn còn trên máy của bác.'), 'it does not say that the network is weak');
  check((await phone.$eval('.option:nth-child(2)', (node) => node.getAttribute('aria-pressed'))) === 'true', 'the choice is not shown');
  const tries = await phone.evaluate(() => window.tries);
  check(tries >= 10 && tries <= 60, 'tried', tries, 'times in five minutes');
  const began = Date.now();
  await phone.setOfflineMode(false);
  await until('the next item', async () => (await itemOf(phone)) !== item, 3);
  console.log(`   ${tries} tries; ${Date.now() - began} ms after the network came back the next item was there`);
  check((await phone.evaluate(() => window.lies)) === 0, 'the line said saved');
  mine.pressed.push([item, option]);
});

await test('a_page_closed_without_network_sends_its_answer_when_it_is_opened_again', async () => {
  const item = await itemOf(phone);
  const option = await phone.$eval('.option:nth-child(3)', (node) => node.value.slice(7));
  await phone.setOfflineMode(true);
  await phone.$eval('.option:nth-child(3)', (card) => card.click());
  await until('it is kept', async () => phone.evaluate(() => window.localStorage.length === 1));
  await phone.goto('about:blank');
  await phone.setOfflineMode(false);
  await phone.goto(`${second.base}/`);
  await until('the choice', async () => phone.$eval('.option:nth-child(3)', (node) => node.getAttribute('aria-pressed') === 'true'), 3);
  await until('the laptop has it', async () => phone.evaluate(() => window.localStorage.length === 0), 3);
  await act(phone, () => press(phone, '.go'));
  mine.pressed.push([item, option]);
});

await test('with_its_storage_wiped_a_phone_shows_the_same_screen', async () => {
  await act(phone, () => press(phone, '.option:nth-child(1)'));
  await checkSame('storage', async () => {
    await phone.evaluate(() => {
      window.localStorage.clear();
      window.sessionStorage.clear();
    });
    await phone.reload();
  });
});

await test('with_its_cookies_wiped_a_phone_comes_back_by_name_picture_and_digits', async () => {
  const before = await words(phone, '.main');
  await phone.deleteCookie(...(await phone.cookies()));
  await phone.goto(`${second.base}/`);
  check((await kind(phone)) === 'join', await kind(phone));
  await phone.goto(`${second.base}/j/${second.code}`);
  const began = Date.now();
  if (await phone.$('.roster .person')) await goOn(phone, () => tap(phone, 'Vượng', '.person'));
  else {
    await phone.$eval('.name', (field) => { field.value = 'Đinh Công Vượng'; });
    await goOn(phone, () => press(phone, '.go'));
    await goOn(phone, () => press(phone, '.second'));
  }
  await goOn(phone, () => press(phone, '.pictures [value="4"]'));
  for (const digit of mine.digits) await press(phone, `[data-digit="${digit}"]`);
  await goOn(phone, () => press(phone, '[data-pad-go]'));
  check((await words(phone, '.main')) === before, 'another screen:', await words(phone));
  noteSeconds('another phone', began);
  mine.pressed.push(await answerOne(phone, 1));
});

await test('after_all_this_the_laptop_has_what_was_pressed_and_nothing_else', async () => {
  while ((await kind(phone)) === 'question') mine.pressed.push(await answerOne(phone, 2));
  await checkSame('practical', () => phone.reload());
  await pressThrough(phone);
  await checkSame('result', () => phone.reload());
  await phone.close();
  const [attempt, ...others] = await closeServer(second);
  check(others.length === 0 && attempt.finished_at > 0, attempt, others.length);
  checkKept(attempt.events, mine.pressed);
  second.remove();
});

// ---- a full room ----

const third = await serve(['--class', 'Lớp đông', '--quiz', 'digital-basics']);
const room = { times: [], pressed: [] };

async function walkPage(n) {
  const page = await newPhone();
  await join(page, third.base, third.code, `Người Thứ ${'ABC'[n]}`);
  const pressed = [];
  while ((await kind(page)) === 'question') {
    const item = await itemOf(page);
    const option = await page.$eval('.option:nth-child(2)', (node) => node.value.slice(7));
    await act(page, () => press(page, '.option:nth-child(2)'));
    const took = await page.evaluate((from) => new Promise((done) => {
      const began = performance.now();
      document.querySelector('.go').click();
      const look = setInterval(() => {
        if (document.querySelector('.screen').getAttribute('data-item') === from) return;
        clearInterval(look);
        done(performance.now() - began);
      }, 10);
    }), item);
    room.times.push(took);
    pressed.push([item, option]);
  }
  await pressThrough(page);
  check((await kind(page)) === 'result', await kind(page));
  await page.close();
  room.pressed.push(pressed);
}

async function walkPlainly(n) {
  const learner = new PlainLearner(new URL(third.trainer_url).origin);
  await learner.join(third.code, `Khách Số ${'ABCDEFGHIJ'[n % 10]}${'ABCDE'[Math.floor(n / 10)]}`);
  for (let step = 0; await learner.step(n + step); step += 1) await wait(500);
  learner.leave();
  check(learner.now.screen.kind === 'result', learner.now.screen.kind);
  room.pressed.push(Object.entries(learner.given));
  return learner.times;
}

await test('forty_plain_phones_and_three_real_pages_finish_together', async () => {
  const plain = Promise.all(Array.from({ length: 40 }, (ignored, n) => walkPlainly(n)));
  const pages = Promise.all([0, 1, 2].map(walkPage));
  const times = (await plain).flat().sort((a, b) => a - b);
  await pages;
  const p95 = times[Math.floor(times.length * 0.95)];
  console.log(`   ${times.length} plain requests, p95 ${p95.toFixed(0)} ms`);
  check(p95 <= 1000, 'p95 of the plain phones:', p95);
});

await test('with_forty_others_the_next_item_is_shown_within_a_second', async () => {
  const times = room.times.sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)];
  console.log(`   ${times.length} items on three pages, p95 ${p95.toFixed(0)} ms`);
  check(p95 <= 1000, p95);
});

await test('the_full_room_is_kept_to_the_last_press', async () => {
  const attempts = await closeServer(third);
  check(attempts.length === 43 && attempts.every((attempt) => attempt.finished_at > 0), attempts.length);
  const asText = (pairs) => JSON.stringify(pairs.map((pair) => pair.join('=')).sort());
  const kept = attempts.map((attempt) => asText(Object.entries(readEvents(attempt.events).kept))).sort();
  const given = room.pressed.map(asText).sort();
  check(JSON.stringify(kept) === JSON.stringify(given), 'what is kept is not what was pressed');
  third.remove();
});

await test('no_dialog_and_no_complaint_but_of_the_lost_network', async () => {
  const lost = /net::ERR_(?!BLOCKED)|status of (409|403)/;
  const complaints = browser.complaints.filter((text) => !lost.test(text));
  check(dialogs.length === 0 && complaints.length === 0, dialogs, complaints);
});

await browser.close();
finish();
