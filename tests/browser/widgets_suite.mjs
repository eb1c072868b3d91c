// widgets_suite.mjs - what is done to every kind of question and widget arrives: with forms alone, and with a script whose network
// comes and goes. How they look is axe_suite.mjs' work.
import { act, check, finish, openBrowser, press, seq, test, until, words } from './class_frame.mjs';
import { serveWidgets } from './widget_screens.mjs';

const server = await serveWidgets();
const browser = await openBrowser();
const item = (page) => page.$eval('.screen', (node) => node.getAttribute('data-item'));
const pressedNow = (page) => page.$$eval('[aria-pressed="true"]', (nodes) => nodes.filter((node) => node.name === 'act').map((node) => node.value.replace(/^un/, '')).join(' '));

async function begin(name, script) {
  const page = await browser.newPage({ script });
  const go = (selector) => Promise.all([page.waitForNavigation(), page.$eval(selector, (node) => node.click())]);
  await page.goto(`${server.base}/j/${server.code}?m=type`);
  await page.type('.name', name);
  for (const selector of ['.go', '.second', '[value="yes"]', '.pictures [value="1"]', '.go']) await go(selector);
  return { page, go };
}

// ---- forms alone ----

const { page: plain, go: submit } = await begin('Hà Thị Giấy', false);

await test('several_answers_are_chosen_and_taken_back_with_forms', async () => {
  await submit('.option');
  await submit('.go');
  await submit('[value="choose:b"]');
  await submit('.go');
  check((await item(plain)) === 'several', await item(plain));
  for (const value of ['choose:a', 'choose:b', 'unchoose:a']) await submit(`[value="${value}"]`);
  check((await pressedNow(plain)) === 'choose:b', await pressedNow(plain));
});

await test('an_order_is_made_with_forms', async () => {
  await submit('.go');
  for (const value of ['choose:c', 'choose:a', 'choose:b']) await submit(`[value="${value}"]`);
  check((await plain.$$eval('.place', (marks) => marks.map((mark) => mark.textContent).join())) === '2,3,1', 'the places');
});

await test('pairs_are_made_and_changed_with_forms', async () => {
  await submit('.go');
  for (const value of ['match:1=a', 'unmatch:1', 'match:1=b', 'match:2=a', 'match:3=c']) await submit(`[value="${value}"]`);
  check((await plain.$$('.pair')).length === 3, await words(plain));
});

await test('what_is_typed_goes_with_the_way_on', async () => {
  await submit('.go');
  await plain.type('[name="type:answer"]', 'Việt Trì');
  await submit('.go');
  check((await item(plain)) === 'number', await item(plain));
});

await test('what_stood_in_a_field_already_is_no_act', async () => {
  await plain.type('[name="type:answer"]', '54000');
  await submit('.away');
  check((await plain.$eval('[name="type:answer"]', (field) => field.value)) === '54000', 'it is kept');
  const before = await seq(plain);
  await submit('.go');
  check((await item(plain)) === 'date' && (await seq(plain)) === before + 1, String(await seq(plain) - before));
});

await test('not_knowing_takes_the_place_of_what_was_typed', async () => {
  await plain.type('[name="type:answer"]', '1/1/1950');
  await submit('.away');
  await submit('[value="choose:dont-know"]');
  check((await plain.$eval('[name="type:answer"]', (field) => field.value)) === '', 'the field is empty');
  await submit('.go');
  check((await item(plain)) === 'gaps', await item(plain));
});

await test('gaps_and_lists_are_fields_of_the_form', async () => {
  await plain.type('[name="type:1"]', '6');
  await plain.select('[name="type:2"]', 'a');
  await submit('.away');
  check((await plain.$eval('[name="type:2"]', (field) => field.value)) === 'a', 'the choice is kept');
  await submit('.go');
  check((await item(plain)) === 'spots', await item(plain));
});

await test('a_place_in_a_picture_is_a_button_too', async () => {
  check(await plain.$eval('.spots img', (image) => image.complete && image.naturalWidth === 640), 'the picture is there');
  await submit('[value="choose:b"]');
  await submit('.go');
  check((await item(plain)) === 'phone', await item(plain));
});

await test('switches_choices_and_pictures_are_buttons_of_the_form', async () => {
  const steps = ['press:settings', 'switch-on:wifi', 'switch-off:sound', 'pick:size=large', 'pick:news=calls', 'pick:news=messages', 'unpick:news=calls'];
  for (const value of steps) await submit(`[value="${value}"]`);
  check((await plain.$$eval('.switch', (nodes) => nodes.map((node) => node.getAttribute('aria-checked')).join())) === 'true,false', 'the switches');
  check((await pressedNow(plain)) === 'pick:size=large pick:news=messages', await pressedNow(plain));
  for (const value of ['press:back-settings', 'press:pictures', 'pick:attachment=house', 'press:send', 'press:pictures']) await submit(`[value="${value}"]`);
  check((await pressedNow(plain)) === 'pick:attachment=house', await pressedNow(plain));
});

await test('fields_of_an_app_keep_what_was_typed_but_no_secret', async () => {
  for (const value of ['press:send', 'press:page']) await submit(`[value="${value}"]`);
  await plain.type('[name="type:name"]', 'Hà Thị Giấy');
  for (const value of ['press:to-pin']) await submit(`[value="${value}"]`);
  check(await plain.$eval('.pad', (pad) => pad.getClientRects().length === 0), 'a pad that cannot work');
  await plain.type('[name="type:pin"]', '1234');
  await submit('.away');
  check(!(await plain.content()).includes('1234'), 'the secret is in the page');
  check((await plain.$eval('[name="type:pin"]', (field) => field.placeholder)) === '••••', 'its dots');
  for (const value of ['press:confirm', 'press:page']) await submit(`[value="${value}"]`);
  check((await plain.$eval('[name="type:name"]', (field) => field.value)) === 'Hà Thị Giấy', 'the name');
});

// ---- a script, and a network that comes and goes ----

const { page, go } = await begin('Hà Thị Sóng', true);

async function next() {
  const before = await item(page);
  await press(page, '.go');
  await until(`what follows ${before}`, async () => (await item(page)) !== before);
}

await test('many_presses_without_a_network_are_all_seen_and_all_arrive', async () => {
  await act(page, () => press(page, '.option'));
  await next();
  await act(page, () => press(page, '[value="choose:a"]'));
  await next();
  await page.setOfflineMode(true);
  for (const value of ['choose:a', 'choose:b', 'choose:c', 'unchoose:b', 'choose:d', 'choose:b', 'unchoose:a']) {
    await press(page, `[value="${value}"]`);
  }
  check((await pressedNow(page)).split(' ').sort().join(' ') === 'choose:b choose:c choose:d', await pressedNow(page));
  await page.setOfflineMode(false);
  await until('all of it has arrived', async () => page.$('.saved:not(.kept):not(.saving)'));
  await page.reload();
  check((await pressedNow(page)).split(' ').sort().join(' ') === 'choose:b choose:c choose:d', 'the laptop has', await pressedNow(page));
});

await test('an_order_is_numbered_before_the_laptop_answers', async () => {
  await next();
  await page.setOfflineMode(true);
  for (const value of ['choose:b', 'choose:c', 'choose:a', 'unchoose:b']) await press(page, `[value="${value}"]`);
  const seen = await page.$$eval('.place', (marks) => marks.map((mark) => mark.textContent).join());
  check(seen === '2,,1', seen);
  await press(page, '[value="choose:b"]');
  await page.setOfflineMode(false);
  await until('all of it has arrived', async () => page.$('.go:not(.not-yet)'));
  await page.reload();
  check((await page.$$eval('.place', (marks) => marks.map((mark) => mark.textContent).join())) === '2,3,1', 'the laptop has another order');
});

await test('half_an_answer_is_asked_for_the_rest', async () => {
  await next();
  await act(page, () => press(page, '[value="match:1=a"]'));
  await go('.go');
  check((await item(page)) === 'match' && (await page.$('.notice')), 'it is said');
  await act(page, () => press(page, '[value="choose:dont-know"]'));
  await next();
});

await test('what_is_typed_and_sent_with_the_way_on_is_one_press', async () => {
  await page.type('[name="type:answer"]', 'Việt Trì');
  check(await page.$('.go:not(.not-yet)'), 'the way on is open once something is typed');
  await next();
  await page.type('[name="type:answer"]', '1');
  await press(page, '[value="choose:dont-know"]');
  await until('not known', async () => page.$('[value="choose:dont-know"][aria-pressed="true"]'));
  check((await page.$eval('[name="type:answer"]', (field) => field.value)) === '', 'what was typed is taken back');
  await next();
  check((await item(page)) === 'date', await item(page));
});

await test('a_reload_keeps_what_is_being_typed', async () => {
  await page.type('[name="type:answer"]', '2/9/');
  await page.reload();
  check((await page.$eval('[name="type:answer"]', (field) => field.value)) === '2/9/', 'lost');
  await next();
});

await test('a_new_screen_is_seen_from_its_top', async () => {
  for (const after of ['spots', 'phone']) {
    await act(page, () => press(page, '[value="choose:dont-know"]'));
    await next();
    check((await item(page)) === after, await item(page));
  }
  await act(page, () => press(page, '[value="press:settings"]'));
  await page.evaluate(() => window.scrollTo(0, 2000));
  await act(page, () => press(page, '[value="press:back-settings"]'));
  check((await page.evaluate(() => window.scrollY)) === 0, 'the page is scrolled');
});

await test('a_switch_is_seen_at_once_and_a_pad_types_for_its_field', async () => {
  await act(page, () => press(page, '[value="press:settings"]'));
  await page.setOfflineMode(true);
  await press(page, '[value="switch-on:wifi"]');
  check(await page.$('[value="switch-off:wifi"][aria-checked="true"]'), 'the switch');
  await page.setOfflineMode(false);
  await until('it has arrived', async () => page.$('.saved:not(.kept):not(.saving)'));
  for (const value of ['press:back-settings', 'press:page', 'press:to-pin']) await act(page, () => press(page, `[value="${value}"]`));
  for (const digit of ['1', '2', '3', 'back', '4', '5', '6']) await press(page, `[data-digit="${digit}"]`);
  check((await page.$eval('[name="type:pin"]', (field) => field.value)) === '1245', 'four digits, one taken back');
  await act(page, () => press(page, '[value="press:confirm"]'));
});

await test('the_browsers_complain_of_nothing', async () => {
  const complaints = browser.complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED|status of 409/.test(text));
  check(complaints.length === 0, complaints);
});

await browser.close();
await server.stop();
server.remove();
finish();
