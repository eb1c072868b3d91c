// plain_suite.mjs - the whole test with JavaScript switched off: forms and pages, nothing else.
import { check, finish, openBrowser, photograph, serve, test, words } from './class_frame.mjs';

const server = await serve(['--class', 'Lớp không script', '--quiz', 'digital-basics']);
const browser = await openBrowser();
const page = await browser.newPage({ script: false });
const kind = () => page.$eval('.screen', (node) => node.getAttribute('data-kind'));

async function submit(selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

await test('pad_and_reading_aloud_are_not_shown_where_they_cannot_work', async () => {
  await page.goto(`${server.base}/`);
  await photograph(page, '30-plain-join');
  for (const selector of ['.pad', '.listen']) {
    check(await page.$eval(selector, (node) => node.getClientRects().length === 0), selector);
  }
});

await test('code_name_and_year_are_plain_fields', async () => {
  await page.type('[name=code]', server.code);
  await submit('.plain .go');
  await page.type('[name=name]', 'Bàn Văn Đức');
  await submit('.go');
  await page.type('[name=birth_year]', '1949');
  await submit('.plain .go');
  await submit('[name=value][value=yes]');
  await submit('.pictures [value="12"]');
  await submit('.bottom .go');
  check((await kind()) === 'question', await words(page));
});

await test('next_without_a_choice_asks_for_one', async () => {
  await submit('.bottom .go');
  check((await words(page)).includes('Bác chưa chọn'), await words(page));
});

await test('hand_and_language_are_forms_too', async () => {
  await submit('.hand button');
  check((await page.$eval('.hand button', (node) => node.getAttribute('aria-pressed'))) === 'true', 'the hand');
  await submit('.languages [value=en]');
  check((await words(page)).includes('Practice') && (await words(page)).includes('Raised'), await words(page));
  await submit('.languages [value=vi]');
  check((await words(page)).includes('Tập thử'), await words(page));
});

await test('every_question_can_be_answered_with_forms', async () => {
  let asked = 0;
  while ((await kind()) === 'question') {
    const before = await words(page, 'h1');
    await submit('.option:first-child');
    check((await words(page, 'h1')) === before, 'another screen after a choice');
    check((await page.$$('.option[aria-pressed="true"]')).length === 1, 'the choice is not shown');
    if (asked === 3) await photograph(page, '31-plain-question');
    await submit('.bottom .go');
    asked += 1;
    check(asked < 40, 'no end');
  }
  check(asked >= 12, 'only', String(asked), 'questions');
});

await test('the_practical_task_goes_on_with_forms_too', async () => {
  check((await kind()) === 'practical', await kind());
  await submit('.code');
  await submit('[value="press:pay"]');
  await page.type('.field input', (await words(page, '.story')).match(/(\d{4})\.?$/)[1]);
  await submit('[value="press:confirm"]');
  check((await words(page)).includes('Đã trả'), await words(page));
  await submit('[value="press:done"]');
  check((await kind()) === 'result', await kind());
  await photograph(page, '32-plain-result');
});

await test('the_end_is_a_form_too', async () => {
  await submit('[data-leave]');
  check((await words(page)).includes('đã xóa khỏi điện thoại'), await words(page));
  check((await kind()) === 'join', await kind());
});

await test('the_browser_complains_of_nothing', async () => {
  check(browser.complaints.length === 0, browser.complaints);
});

await browser.close();
await server.stop();
server.remove();
finish();
