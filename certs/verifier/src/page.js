// page.js - what a person sees. Three ways in (the address, a picture, text), one way out: a verdict, with either the
// words to compare or what to do, and always how old the lists are. Nothing leaves the page.

import { fromBase64, fromHex, toBase64 } from "./bytes.js";
import { checkMessages } from "./check.js";
import { STATUS_LIST } from "./cose.js";
import { draw } from "./drawings.js";
import { canUseCamera, readPicture, startCamera } from "./photo.js";
import { messagesOfText } from "./text.js";
import { Trust } from "./trust.js";
import { age, date, printId, say, sentence, setLanguage, language, time } from "./words.js";

const data = JSON.parse(document.getElementById("data").textContent);
const main = document.getElementById("main");
let last = []; // messages of what was scanned last: a permit may come later than its certificate
let camera = null;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const key in attributes) {
    if (typeof attributes[key] === "function") made[key] = attributes[key];
    else if (attributes[key] !== undefined) made.setAttribute(key, attributes[key]);
  }
  for (const child of children) if (child) made.append(child);
  return made;
}

function show(...children) {
  main.replaceChildren(...children.filter(Boolean));
  window.scrollTo(0, 0);
}

// ---- lists ----

const KEPT = "dauso-status-lists";

function keptLists() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) || "[]").map(fromBase64);
  } catch (error) {
    return []; // file:// and private windows may have none
  }
}

// A list that was scanned stays; which one counts is decided by their numbers.
function keepList(bytes) {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) || "[]"), text = toBase64(bytes);
    if (!kept.includes(text)) localStorage.setItem(KEPT, JSON.stringify([...kept.slice(-3), text]));
  } catch (error) {
    // then it counts for this time only
  }
}

function newTrust() {
  const trust = new Trust();
  data.roots.forEach((hex) => trust.addRoot(fromHex(hex)));
  trust.addAll([...data.messages.map(fromBase64), ...keptLists()]);
  return trust;
}

const seconds = () => Math.floor(Date.now() / 1000);

function statusDate(trust) {
  return Math.max(0, ...trust.roots.map((root) => (root.family.status === null ? 0 : root.family.status.date)));
}

// ---- what stands on every screen ----

function clockPanel(trust) {
  const now = seconds(), listed = statusDate(trust);
  const made = listed > 0 ? listed : trust.newest;
  const lines = element("p", {}, say(listed > 0 ? "list-status" : "list-none"), element("br", {}));
  if (made > 0) {
    if (listed === 0) lines.append(say("list-issuers"), " ");
    lines.append(element("b", {}, date(made)), ", ", age(Math.max(0, Math.floor((now - made) / 86400))), ".", element("br", {}));
  }
  lines.append(say("looked-at", { time: time(now), date: date(now) }));
  return element("div", { class: "panel" }, draw("clock"), lines);
}

function header() {
  const other = language() === "vi" ? "en" : "vi";
  return element("header", {}, draw("mark"), element("h1", {}, say("title")),
    element("button", { class: "language", lang: other, onclick: () => { setLanguage(other); redraw(); } }, say("other-language")));
}

// ---- the start ----

let redraw = startScreen;

function fileButton(word, kind, capture) {
  const input = element("input", { type: "file", accept: "image/*", capture, class: "hidden", onchange: () => takeFile(input.files[0]) });
  return element("label", { class: "button " + kind }, draw("photo"), element("span", {}, say(word)), input);
}

function pasteBox() {
  const box = element("textarea", { rows: "3", "aria-label": say("paste"), placeholder: "https://…#123456789…" });
  return element("details", {}, element("summary", {}, say("paste")),
    box, element("button", { class: "button second", onclick: () => takeText(box.value) }, say("check")));
}

function startScreen(problem) {
  redraw = startScreen;
  stopCamera();
  show(header(),
    problem ? element("p", { class: "problem", role: "alert" }, say(problem)) : null,
    element("p", { class: "lead" }, say("start")),
    canUseCamera() ? element("button", { class: "button", onclick: cameraScreen }, draw("code"), element("span", {}, say("camera"))) : null,
    fileButton("take-photo", canUseCamera() ? "second" : "", "environment"), fileButton("choose-photo", "second", undefined),
    pasteBox(), clockPanel(newTrust()), element("p", { class: "small" }, say("private")));
}

function stopCamera() {
  if (camera !== null) camera.stop();
  camera = null;
}

async function cameraScreen() {
  redraw = cameraScreen;
  const video = element("video", { playsinline: "", muted: "" });
  show(header(), element("p", { class: "lead" }, say("hold")), video,
    element("button", { class: "button second", onclick: () => startScreen() }, say("back")));
  try {
    camera = await startCamera(video, (texts) => { stopCamera(); takeText(texts.join("\n")); });
  } catch (error) {
    startScreen("no-camera");
  }
}

async function takeFile(file) {
  if (!file) return;
  show(header(), element("p", { class: "lead", role: "status" }, say("reading")));
  let texts = [];
  try {
    texts = await readPicture(file);
  } catch (error) {
    // a file that is no picture holds no code either
  }
  takeText(texts.join("\n"));
}

// ---- the verdict ----

function takeText(text) {
  const found = messagesOfText(text) || [];
  const isCertificate = found.some((message) => message.kind !== 2 && message.kind !== STATUS_LIST);
  last = isCertificate || found.length === 0 ? found : last.concat(found);
  const trust = newTrust();
  const answer = checkMessages(last, trust, { now: seconds(), built: data.built });
  if (found.some((message) => message.kind === STATUS_LIST && trust.signerOf(message) !== null)) {
    found.filter((message) => message.kind === STATUS_LIST).forEach((message) => keepList(message.bytes));
    if (!isCertificate && last.every((message) => message.kind === STATUS_LIST)) {
      last = [];
      startScreen("list-taken");
      return;
    }
  }
  verdictScreen(answer, trust, text);
}

const LOOKS = { "VALID": "good", "VALID-NEW": "good", "NOT-GENUINE": "bad", "REVOKED": "bad", "MISMATCH": "bad" };

function verdictHead(answer) {
  const look = LOOKS[answer.verdict] || "unsure";
  const [title, rest] = sentence(answer);
  return element("section", { class: "verdict " + look, role: "alert", "data-verdict": answer.verdict, "data-exit": answer.exit },
    draw(look), element("div", {}, element("h2", {}, title), look === "good" ? element("p", {}, answer.verdict === "VALID" ? say("signature-good") : rest) : null));
}

function row(word, value) {
  return element("div", { class: "row" }, element("dt", {}, say(word)), element("dd", { class: word }, value));
}

const quoted = (text) => "“" + text + "”";

function wordsToCompare(answer) {
  const { name, birthYear, place, level, date: issued } = answer.compare, tongue = language();
  return element("section", { class: "compare" }, element("p", { class: "lead" }, say("compare")),
    element("p", { class: "name" }, quoted(name)),
    element("dl", {}, row("birth-year", birthYear === 0 ? say("not-stated") : String(birthYear)),
      row("place", quoted(place[tongue] || say("not-stated"))), row("level", quoted(level[tongue])), row("date", date(issued)),
      row("number", printId(answer.id)), row("programme", quoted(answer.programme[tongue])), row("office", quoted(answer.office)),
      row("assurance", say(answer.identitySeen ? "identity-seen" : "identity-not-seen") + (answer.helpGiven ? " · " + say("help-given") : ""))));
}

function unchecked(answer) {
  const list = element("ul", {});
  for (const one of answer.notChecked) list.append(element("li", {}, say("unchecked-" + one.word, { date: one.date ? date(one.date) : "", days: one.days })));
  list.append(element("li", {}, say("unchecked-bearer")));
  return element("section", { class: "unchecked" }, element("h3", {}, say("unchecked")), list);
}

function whatToDo(answer) {
  const [, rest] = sentence(answer), steps = element("ol", {});
  say("do-" + answer.exit).split("|").forEach((step) => steps.append(element("li", {}, step)));
  return element("section", { class: "advice" }, element("p", { class: "lead" }, rest), element("h3", {}, say("do")), steps,
    element("p", { class: "small" }, say([12, 13, 16, 18].includes(answer.exit) ? "no-name-void" : "no-name", { code: answer.exit })));
}

// The code was of another kind: a word more than "could not be read".
function otherKind(text) {
  if (/^HC1:/m.test(text)) return "other-covid";
  if (/^000201/m.test(text) && !text.includes("#")) return "other-bank";
  if (/^\d{9,12}\|/m.test(text)) return "other-id-card";
  return /^https?:/m.test(text) && !/#\d/.test(text) ? "other-page" : null;
}

function verdictScreen(answer, trust, text) {
  redraw = () => verdictScreen(answer, trust, text);
  const isGood = answer.exit === 0, other = answer.exit === 11 ? otherKind(text) : null;
  show(header(), verdictHead(answer),
    isGood && answer.isLaptopOnly ? element("p", { class: "problem" }, say("laptop-only")) : null,
    other ? element("p", { class: "problem" }, say(other)) : null,
    isGood ? wordsToCompare(answer) : whatToDo(answer), clockPanel(trust), isGood ? unchecked(answer) : null,
    element("button", { class: "button", onclick: () => startScreen() }, draw("code"),
      element("span", {}, say(answer.exit === 14 ? "scan-small" : isGood ? "scan-other" : "scan-again"))));
  speak(sentence(answer)[0]);
}

// A word for those who do not look; never an error if the device has no voice.
function speak(text) {
  try {
    const words = new SpeechSynthesisUtterance(text);
    words.lang = language();
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  } catch (error) {
    // silent then
  }
}

// ---- the way in by the phone's camera: the fragment, which is wiped from the history at once ----

function takeFragment() {
  const fragment = location.hash;
  if (fragment.length < 2) return false;
  history.replaceState(null, "", location.pathname + location.search);
  takeText(fragment);
  return true;
}

window.addEventListener("hashchange", takeFragment);
if (!takeFragment()) startScreen();
if ("serviceWorker" in navigator && window.isSecureContext && location.protocol !== "file:") {
  try {
    navigator.serviceWorker.register("sw.js").catch(() => {});
  } catch (error) {
    // the page works without it, online
  }
}
