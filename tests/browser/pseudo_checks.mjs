// pseudo_checks.mjs - what a screen in the pseudo-language must be: no text cut off, none on top of another, none unmarked.
//
// The language is tests/languages/pseudo.py's: «every text, two fifths longer». What people typed, numbers, and addresses are no texts.
import { doubleLetters, findOwnFaults, restoreLetters } from './screen_checks.mjs';

const SIZES = { learner: [[360, 640], [320, 568]], trainer: [[1366, 768], [683, 384]] };

function findUnmarked(page, data) {
  return page.evaluate((known) => {
    const faults = [];
    const isSeen = (node) => node.getClientRects().length > 0;
    const isFolded = (node) => node.closest('details:not([open])') && !node.closest('summary');
    // What stands in another element's words is judged with them: «… <b>12</b> …» is one text.
    const isData = (text) => {
      const rest = known.reduce((left, one) => left.split(one).join(' '), text).replace(/https?:\/\/\S+|[\w.-]+\.(vn|example|apk|pdf|csv)\S*/g, ' ');
      const unmark = (left) => (/«[^«»]*»/.test(left) ? unmark(left.replace(/«[^«»]*»/g, ' ')) : left);
      return !/[^\W\d_]|[À-ỹ]/.test(unmark(rest).replace(/\d đ(?![\wÀ-ỹ])|\b[A-Z][A-Z. ]+\b/g, ' '));
    };
    const complain = (what, text) => { if (!isData(text)) faults.push(`unmarked ${what}: "${text.trim().slice(0, 60)}"`); };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !isSeen(node) || isFolded(node) || node.closest('script, style, noscript, .languages, code, kbd, pre, textarea, .address')) continue;
      complain('text', walker.currentNode.data);
    }
    document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [data-says], [data-weak]').forEach((node) => {
      if (node.closest('.languages')) return;
      ['aria-label', 'title', 'placeholder', 'alt', 'data-says', 'data-weak'].forEach((name) => complain(name, node.getAttribute(name) || ''));
    });
    return faults;
  }, data);
}

// Lines of letters of two texts in one place, and texts that end in dots.
function findCutAndOverlapping(page) {
  return page.evaluate(() => {
    const faults = [];
    const lines = [];
    const name = (node) => `${node.nodeName.toLowerCase()}.${node.className} "${node.textContent.trim().slice(0, 40)}"`;
    const isFolded = (node) => node.closest('details:not([open])') && !node.closest('summary');
    // What an element hides of its letters is hidden.
    const seen = (box, node) => {
      let [left, right, top, bottom] = [box.left, box.right, box.top, box.bottom];
      for (let up = node; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX === 'visible') continue;
        const frame = up.getBoundingClientRect();
        left = Math.max(left, frame.left);
        right = Math.min(right, frame.right);
        top = Math.max(top, frame.top);
        bottom = Math.min(bottom, frame.bottom);
      }
      const air = (box.bottom - box.top) * 0.15; // a line is higher than its letters
      top = Math.max(top, box.top + air);
      bottom = Math.min(bottom, box.bottom - air);
      return { left, right, top, bottom, width: right - left, height: bottom - top };
    };
    const layer = (node) => {
      for (let up = node; up && up !== document.body; up = up.parentElement) {
        if (['fixed', 'sticky', 'absolute'].includes(getComputedStyle(up).position)) return up;
      }
      return null;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || getComputedStyle(node).visibility === 'hidden' || isFolded(node) || node.closest('.away, script, style, noscript, option, svg')) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const depth = layer(node);
      for (const box of Array.from(range.getClientRects(), (one) => seen(one, node))) if (box.width > 2 && box.height > 2) lines.push({ box, node, depth });
      if (walker.currentNode.data.includes('«') && node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).textOverflow === 'ellipsis') {
        faults.push(`ends in dots: ${name(node)}`);
      }
    }
    for (let i = 0; i < lines.length; i += 1) {
      for (let j = i + 1; j < lines.length; j += 1) {
        const [one, two] = [lines[i], lines[j]];
        if (one.node === two.node || one.depth !== two.depth) continue;
        const wide = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
        const high = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
        if (wide > 2 && high > 0.3 * Math.min(one.box.height, two.box.height)) faults.push(`on top of another: ${name(one.node)} and ${name(two.node)}`);
      }
    }
    return faults;
  });
}

// data: names and titles that are no words of ours. The page is left at the first size.
export async function findPseudoFaults(page, rules, role, data, resize) {
  const faults = [];
  const look = async (words, width) => {
    const found = [...await findOwnFaults(page, rules, width), ...await findCutAndOverlapping(page)];
    faults.push(...found.filter((fault) => !/^small target/.test(fault)).map((fault) => `[${words}] ${fault}`));
  };
  for (const [width, height] of SIZES[role]) {
    await resize(width, height);
    await look(String(width), width);
  }
  await resize(...SIZES[role][0]);
  if (rules.isPhone) {
    await doubleLetters(page);
    await look('letters 200 %', SIZES[role][0][0]);
    await restoreLetters(page);
  }
  faults.push(...await findUnmarked(page, data));
  return faults;
}
