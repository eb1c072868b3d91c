// screen_checks.mjs - what every screen must be: axe-core finds nothing, nothing is cut off, small, pale or too narrow.
//
// Each look returns faults as words; an empty list is a good screen. Nothing here knows how a screen was reached.
import { readFileSync } from 'node:fs';

export const SIZES = [[320, 568], [360, 640], [412, 915], [1366, 768]];
const AXE = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

// Smallest text, smallest target, smallest target that answers, contrast of text: LOOK.md 2-4.
export const RULES = {
  learner: { text: 18, target: 48, answer: 64, contrast: 7, isPhone: true },
  verifier: { text: 16, target: 44, answer: 0, contrast: 7, isPhone: true },
  trainer: { text: 12, target: 34, answer: 0, contrast: 4.5, isPhone: false },
};

// The page is not told: its policy would let no further script in, so the browser's own line puts axe there.
export async function findAxeFaults(page, rules) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(AXE);
  return page.evaluate(async (tags, least, isSure) => {
    const found = await window.axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      rules: { 'color-contrast-enhanced': { enabled: true }, 'color-contrast': { enabled: true } },
      resultTypes: ['violations', 'passes', 'incomplete'],
      elementRef: false,
    });
    const faults = [];
    for (const rule of found.violations) {
      if (rule.id === 'color-contrast-enhanced') continue;
      for (const node of rule.nodes) faults.push(`${rule.id}: ${node.html.slice(0, 120)}`);
    }
    // Stricter than any tag: large letters too need the full contrast in the sun.
    for (const rule of [...found.violations, ...found.passes]) {
      if (rule.id !== 'color-contrast-enhanced') continue;
      for (const node of rule.nodes) {
        const ratio = node.any[0] && node.any[0].data && node.any[0].data.contrastRatio;
        if (ratio && ratio < least) faults.push(`contrast ${ratio}: ${node.html.slice(0, 120)}`);
      }
    }
    for (const rule of found.incomplete) {
      if (rule.id !== 'color-contrast' || !isSure) continue;
      for (const node of rule.nodes) {
        if (!node.html.startsWith('<text')) faults.push(`contrast unknown: ${node.html.slice(0, 120)}`); // a number stands on its own disc
      }
    }
    return faults;
  }, TAGS, rules.contrast, rules.isPhone); // on the console a dialog covers what lies under it
}

// What axe does not look for.
export function findOwnFaults(page, rules, width) {
  return page.evaluate((least, wide) => {
    const faults = [];
    const name = (node) => `${node.nodeName.toLowerCase()}.${String(node.getAttribute('class') || '')} "${(node.textContent || node.name || '').trim().slice(0, 40)}"`;
    const isFolded = (node) => node.closest('details:not([open])') && !node.closest('summary');
    const isSeen = (node) => node.getClientRects().length > 0 && getComputedStyle(node).visibility !== 'hidden' && !isFolded(node);
    const isAside = (node) => Boolean(node.closest('.away, [aria-hidden="true"], script, style, noscript, option'));
    const sideways = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
    if (sideways > wide) faults.push(`scrolls sideways: ${sideways} of ${wide}`);

    document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, summary').forEach((node) => {
      if (!isSeen(node) || isAside(node)) return;
      const box = (node.closest('label') || node).getBoundingClientRect();
      const isAnswer = node.matches('.option, .go, .press, .code, .second, .keys button');
      const size = isAnswer ? Math.max(least.answer, least.target) : least.target;
      const isInText = node.nodeName === 'A' && getComputedStyle(node).display === 'inline';
      if (!isInText && (box.height < size - 0.5 || box.width < Math.min(size, least.target) - 0.5)) {
        faults.push(`small target ${Math.round(box.width)}x${Math.round(box.height)}: ${name(node)}`);
      }
    });

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const node = text.parentElement;
      if (!text.data.trim() || !isSeen(node) || node.closest('.away, script, style, noscript, option, svg')) continue;
      const style = getComputedStyle(node);
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      const frame = node.closest('[tabindex="0"]'); // a wide table is moved inside its frame, with the finger or the keys
      const isMoved = Boolean(frame) && getComputedStyle(frame).overflowX === 'auto' && frame.getBoundingClientRect().right <= wide;
      if (parseFloat(style.fontSize) < least.text) faults.push(`small text ${style.fontSize}: ${name(node)}`);
      if (!isMoved && (box.left < -1 || box.right > wide + 1)) faults.push(`outside the page: ${name(node)}`);
      // A line box may be lower than its letters; only what is really lost counts.
      const slack = Math.max(2, (box.height / Math.max(1, range.getClientRects().length)) * 0.2);
      for (let up = node; up && up !== document.body && !isMoved; up = up.parentElement) {
        const wall = up.getBoundingClientRect();
        const upStyle = getComputedStyle(up);
        const isWall = upStyle.overflowX !== 'visible' || up.nodeName === 'BUTTON' || up.nodeName === 'LABEL';
        if (isWall && upStyle.textOverflow !== 'ellipsis' && (box.left < wall.left - 1 || box.right > wall.right + 1 ||
            box.top < wall.top - slack || box.bottom > wall.bottom + slack)) {
          faults.push(`cut off or outside its frame: ${name(node)} in ${up.nodeName.toLowerCase()}.${up.className}`);
          break;
        }
        if (isWall) break;
      }
    }
    return faults;
  }, rules, width);
}

// ---- how people change their screens ----

// As the letter size of the phone does in a chat program's own browser: every letter twice as large, the boxes not.
export async function doubleLetters(page) {
  await page.evaluate(() => {
    const all = Array.from(document.body.querySelectorAll('*')).filter((node) => !node.closest('svg'));
    const sizes = all.map((node) => parseFloat(getComputedStyle(node).fontSize));
    all.forEach((node, i) => node.style.setProperty('font-size', `${sizes[i] * 2}px`, 'important'));
  });
}

export async function restoreLetters(page) {
  await page.evaluate(() => document.body.querySelectorAll('[style]').forEach((node) => {
    node.style.removeProperty('font-size');
    if (!node.getAttribute('style')) node.removeAttribute('style');
  }));
}

// WCAG 1.4.12, by the page's own sheet: a style in the page is against its policy.
async function spaceLetters(page) {
  await page.evaluate(() => {
    const [sheet] = document.styleSheets;
    sheet.insertRule('p { margin-bottom: 2em !important; }', sheet.cssRules.length);
    sheet.insertRule('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }', sheet.cssRules.length);
  });
}

async function restoreSpace(page) {
  await page.evaluate(() => {
    const [sheet] = document.styleSheets;
    sheet.deleteRule(sheet.cssRules.length - 1);
    sheet.deleteRule(sheet.cssRules.length - 1);
  });
}

async function setMedia(page, name, value) {
  page.wire ||= await page.createCDPSession();
  await page.wire.send('Emulation.setEmulatedMedia', { features: name ? [{ name, value }] : [] });
}

// With forced colours a shadow is not drawn: what has the focus must have an outline.
function findFocusFaults(page) {
  return page.evaluate(() => {
    const faults = [];
    const before = document.activeElement;
    const seen = new Set();
    document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, summary').forEach((node) => {
      const kind = node.nodeName + node.className;
      if (seen.has(kind) || node.getClientRects().length === 0 || node.classList.contains('away')) return;
      seen.add(kind);
      node.focus({ preventScroll: true, focusVisible: true });
      const next = node.nextElementSibling; // a hidden radio shows its focus on the words beside it
      const rings = [node, next, node.closest('label')].filter(Boolean).map((one) => getComputedStyle(one));
      if (document.activeElement === node && !rings.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)) {
        faults.push(`no focus ring in forced colours: ${node.nodeName.toLowerCase()}.${node.className}`);
      }
    });
    if (before && before.focus) before.focus({ preventScroll: true });
    return faults;
  });
}

function findMotion(page) {
  return page.evaluate(() => Array.from(document.querySelectorAll('*'))
    .filter((node) => getComputedStyle(node).animationName !== 'none' || parseFloat(getComputedStyle(node).transitionDuration) > 0)
    .map((node) => `moves: ${node.nodeName.toLowerCase()}.${node.className}`).slice(0, 3));
}

const label = (words, faults) => faults.map((fault) => `[${words}] ${fault}`);

// All the ways at one screen; the page is left as it was found, at `home`.
export async function findChangedFaults(page, rules, resize, home) {
  const faults = [];
  if (rules.isPhone) {
    await resize(...home);
    await doubleLetters(page);
    faults.push(...label('letters 200 %', await findOwnFaults(page, rules, home[0])));
    await restoreLetters(page);
  } else {
    await resize(home[0] / 2, home[1] / 2);
    faults.push(...label('zoom 200 %', await findOwnFaults(page, rules, home[0] / 2)));
    await resize(...home);
  }
  await spaceLetters(page);
  faults.push(...label('text spacing', await findOwnFaults(page, rules, home[0])));
  await restoreSpace(page);
  await resize(home[1], home[0]);
  faults.push(...label('turned', await findOwnFaults(page, rules, home[1])));
  await resize(...home);
  await setMedia(page, 'forced-colors', 'active');
  faults.push(...label('forced colours', [...await findOwnFaults(page, rules, home[0]), ...await findFocusFaults(page)]));
  await setMedia(page, 'prefers-reduced-motion', 'reduce');
  faults.push(...label('reduced motion', await findMotion(page)));
  await setMedia(page, '', '');
  return faults;
}
