#!/usr/bin/env node
// report_pages_suite.mjs - the pages that tell what was measured, opened as files as an official would: axe-core finds nothing,
// nothing is cut off or small, on a phone as on a laptop. Pictures of all of them: build/screens/{vi,en}-report-*.png.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { check, finish, openBrowser, photograph, run, test } from './class_frame.mjs';
import { RULES, SIZES, findAxeFaults, findChangedFaults, findOwnFaults } from './screen_checks.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'dauso-report-pages-'));
const store = ['--dir', path.join(folder, 'store')];
const demo = run('demo', '--two-tests', '--learners', '24', '--seed', '3', '--quiz', 'village-skills', ...store);
check(demo.code === 0, 'demo:', demo.err);
const person = run('attempt', 'list', '--json', ...store).out.split('\n').map((line) => line && JSON.parse(line)).filter(Boolean).pop();

const PAGES = [
  ['class', 'class', '--class', '2'],
  ['items', 'items', '--class', '2'],
  ['items-fair', 'items', '--groups', 'age'],
  ['growth', 'growth', '--class', '2'],
  ['growth-public', 'growth', '--class', '2', '--public'],
  ['village', 'village', '--public'],
  ['person', 'person', '--learner', String(person.learner)],
];

const browser = await openBrowser();
const page = await browser.newPage({ touch: false });
const resize = (width, height) => page.setViewport({ width, height, deviceScaleFactor: 1 });
for (const language of ['vi', 'en']) {
  for (const [name, ...words] of PAGES) {
    await test(`${language}_report_${name.replace(/-/g, '_')}_is_good_at_every_size`, async () => {
      const file = path.join(folder, `${language}-${name}.html`);
      const done = run('report', ...words, '--language', language, '-o', file, ...store);
      check(done.code === 0, done.err);
      await page.goto(`file://${file}`);
      const faults = [];
      for (const [width, height] of SIZES) {
        await resize(width, height);
        const found = [...await findAxeFaults(page, RULES.trainer), ...await findOwnFaults(page, RULES.trainer, width)];
        faults.push(...found.map((fault) => `[${width}] ${fault}`));
      }
      await resize(1366, 768);
      await photograph(page, `${language}-report-${name}`);
      faults.push(...await findChangedFaults(page, RULES.trainer, resize, [1366, 768]));
      check(faults.length === 0, `${faults.length} faults:`, process.env.ALL ? faults : Array.from(new Set(faults)).slice(0, 5));
    });
  }
}

await test('no_report_asks_for_anything_beside_its_file', async () => {
  const strange = browser.asked.filter((url) => !/^(data:|file:)/.test(url));
  check(strange.length === 0 && browser.complaints.length === 0, strange, browser.complaints);
});

await browser.close();
rmSync(folder, { recursive: true, force: true });
finish();
