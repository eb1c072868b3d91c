// widget_screens.mjs - every kind of question and every widget once, as rows for axe_suite.mjs: the quiz of widgets-quiz/, served
// by a laptop of its own.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DAUSO, act, check, press, serve, until } from './class_frame.mjs';

const item = (page) => page.$eval('.screen', (node) => node.getAttribute('data-item'));

// The program finds its quizzes beside its build/ folder.
export async function serveWidgets() {
  const share = mkdtempSync(path.join(tmpdir(), 'dauso-widgets-'));
  mkdirSync(path.join(share, 'build'));
  cpSync(DAUSO, path.join(share, 'build/dauso'));
  for (const name of ['scripts', 'certs', 'build/fonts']) symlinkSync(path.resolve(name), path.join(share, name));
  cpSync(process.env.WIDGETS_QUIZ || 'tests/browser/widgets-quiz', path.join(share, 'quizzes/widgets'), { recursive: true });
  const server = await serve(['--quiz', 'widgets', '--class', 'Mọi ô', '--open'], path.join(share, 'build/dauso'));
  return { ...server, remove: () => { server.remove(); rmSync(share, { recursive: true, force: true }); } };
}

async function goOn(page, doIt) {
  await Promise.all([page.waitForNavigation(), doIt()]);
}

async function join(server, page, name) {
  await page.goto(`${server.base}/j/${server.code}?m=type`);
  await page.$eval('.name', (field, text) => { field.value = text; }, name);
  await goOn(page, () => press(page, '.go'));
  await goOn(page, () => press(page, '.second'));
  await goOn(page, () => press(page, '[value="yes"]'));
  await goOn(page, () => press(page, '.pictures [value="1"]'));
  await goOn(page, () => press(page, '.go'));
}

// From one item to the next.
async function next(page) {
  const before = await item(page);
  await press(page, '.go');
  await until(`what follows ${before}`, async () => (await item(page)) !== before);
}

async function pressed(page, ...values) {
  for (const value of values) await act(page, () => press(page, `[value="${value}"]`));
}

const places = (page) => page.$$eval('.option .place', (marks) => marks.map((mark) => mark.textContent).join());

export function widgetScreens(server) {
  const row = (name, go) => ({ name: `widgets-${name}`, who: 'widget', go: (stage, page) => go(page, stage) });
  return [
    row('practice', (page, stage) => join(server, page, stage.language === 'vi' ? 'Hà Thị Sim' : 'Hà Thị Lan')),
    row('picture', async (page) => {
      await pressed(page, 'choose:a');
      await next(page);
    }),
    row('several', async (page) => {
      await pressed(page, 'choose:a');
      await next(page);
      await pressed(page, 'choose:a', 'choose:c', 'unchoose:a', 'choose:b');
      check((await page.$$('.option[aria-pressed="true"]')).length === 2, 'two are chosen');
    }),
    row('order', async (page) => {
      await next(page);
      await pressed(page, 'choose:b', 'choose:a', 'unchoose:b', 'choose:c');
      check((await places(page)) === '1,,2', await places(page));
    }),
    row('match', async (page) => {
      await pressed(page, 'choose:b');
      await next(page);
      await pressed(page, 'match:1=b');
    }),
    row('matched', async (page) => {
      await pressed(page, 'match:2=a', 'match:3=c', 'unmatch:1', 'match:1=d');
      check((await page.$$('.pair')).length === 3 && !(await page.$('[value^="match:"]')), 'all have a partner');
    }),
    row('short', async (page) => {
      await next(page);
      await page.type('[name="type:answer"]', 'Viet Tri');
    }),
    row('number', async (page) => {
      await next(page);
      await pressed(page, 'choose:dont-know');
      await page.type('[name="type:answer"]', '54000');
      check(!(await page.$('.option[aria-pressed="true"]')), 'what is typed takes back that it is not known');
    }),
    row('date', async (page) => {
      await next(page);
      await page.type('[name="type:answer"]', '2/9/1945');
    }),
    row('gaps', async (page) => {
      await next(page);
      await page.type('[name="type:1"]', '6');
    }),
    row('gaps-typed', async (page) => {
      await page.select('[name="type:2"]', 'b');
      await act(page, () => page.evaluate(() => document.querySelector('.away').click()));
      await until('the gaps are filled in the text', async () => (await page.$$('.gap span')).length === 0);
    }),
    row('spots', async (page) => {
      await next(page);
      await act(page, () => page.$eval('[data-spot="b"] .halo', (node) => node.dispatchEvent(new MouseEvent('click', { bubbles: true }))));
      check(await page.$('[value="choose:b"][aria-pressed="true"]'), 'a tap in the picture chooses');
    }),
    row('home', (page) => next(page)),
    row('settings', async (page) => {
      await pressed(page, 'press:settings', 'switch-on:wifi', 'pick:size=large', 'pick:news=calls');
      check(await page.$('[value="switch-off:wifi"][aria-checked="true"]'), 'the switch is on');
    }),
    row('chat', (page) => pressed(page, 'press:back-settings', 'press:news')),
    row('dialog', (page) => pressed(page, 'press:delete')),
    row('photos', async (page) => {
      await pressed(page, 'press:keep', 'press:back-chat', 'press:pictures', 'pick:attachment=id-card', 'pick:attachment=message');
      check((await page.$$('.tile[aria-pressed="true"]')).length === 2, 'two pictures are chosen');
    }),
    row('form', async (page) => {
      await pressed(page, 'press:send', 'press:page');
      await page.type('[name="type:born"]', '1/2/1958');
    }),
    row('pad', async (page) => {
      await pressed(page, 'press:to-pin');
      for (const digit of '12') await press(page, `[data-digit="${digit}"]`);
      check((await page.$eval('[name="type:pin"]', (field) => field.value)) === '12', 'the pad types');
    }),
    row('photo', (page) => pressed(page, 'press:confirm', 'press:code')),
  ];
}
