/* learner.js - what a script adds to pages that work without it (ES5, Chrome 49). */
(function () {
  'use strict';

  var page = document.getElementById('page');
  var root = document.documentElement;
  var marks = window.dausoMarks;
  var STORE = 'dauso-act';
  var TYPED = 'dauso-typed';
  var PAUSES = [1000, 2000, 4000, 8000, 15000];
  var WEAK_AFTER = 3;
  var QUEUE_MAX = 16;
  var HERE_MS = 8000;
  var queue = [];
  var isSending = false;
  var failures = 0;
  var retry = null;
  var isLeaving = false;
  var sound = null;

  root.className += ' js';
  if (window.speechSynthesis && window.SpeechSynthesisUtterance) root.className += ' speaks';

  // ---- small things ----

  function screenNow() {
    return page.querySelector('.screen');
  }

  function find(selector) {
    return page.querySelector(selector);
  }

  function closest(node, name) {
    while (node && node !== document && !(node.hasAttribute && node.hasAttribute(name)) && node.nodeName !== name) {
      node = node.parentNode;
    }
    return node === document ? null : node;
  }

  // Storage may be switched off or full: then an act lives only in this page.
  function keep(act) {
    try {
      if (act) window.localStorage.setItem(STORE, JSON.stringify(act));
      else window.localStorage.removeItem(STORE);
    } catch (ignored) {
      return;
    }
  }

  // The phone is handed to the next person.
  function forget() {
    keep(null);
    try {
      window.localStorage.removeItem(TYPED);
    } catch (ignored) {
      return;
    }
  }

  function kept() {
    try {
      return JSON.parse(window.localStorage.getItem(STORE));
    } catch (ignored) {
      return null;
    }
  }

  // What is being typed outlives a reload, a call, a flat battery's last second: until its screen is gone.
  function place() {
    return screenNow().getAttribute('data-item') || 'step-' + screenNow().getAttribute('data-step');
  }

  // Storage may be switched off or full.
  function readTyped() {
    try {
      return JSON.parse(window.localStorage.getItem(TYPED)) || {};
    } catch (ignored) {
      return {};
    }
  }

  function writeTyped(typed) {
    try {
      if (Object.keys(typed).length) window.localStorage.setItem(TYPED, JSON.stringify(typed));
      else window.localStorage.removeItem(TYPED);
    } catch (ignored) {
      return;
    }
  }

  // Not the six digits: who typed them wrong begins anew.
  function fieldsToType() {
    return page.querySelectorAll(screenNow().getAttribute('data-item') ? marks.FIELDS : 'input[type="text"]');
  }

  function keepTyped() {
    var fields = fieldsToType();
    var typed = readTyped();
    var i;
    typed[place()] = {};
    for (i = 0; i < fields.length; i += 1) typed[place()][fields[i].name] = fields[i].value;
    writeTyped(typed);
  }

  // Inside the test only its own screen is remembered: name and year have arrived.
  function giveTyped() {
    var fields = fieldsToType();
    var typed = readTyped();
    var mine = typed[place()] || {};
    var only = {};
    var i;
    for (i = 0; i < fields.length; i += 1) {
      if (!fields[i].value && mine[fields[i].name]) fields[i].value = mine[fields[i].name];
    }
    if (!screenNow().hasAttribute('data-seq')) return;
    if (fields.length && typed[place()]) only[place()] = mine;
    writeTyped(only);
  }

  function ask(method, path, body, done) {
    var request = new XMLHttpRequest();
    var isOver = false;
    function finish(status, answer) {
      if (isOver) return;
      isOver = true;
      done(status, answer || {});
    }
    request.open(method, path);
    request.timeout = 15000;
    request.onload = function () {
      var answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch (ignored) {
        answer = null;
      }
      finish(request.status, answer);
    };
    request.onerror = request.ontimeout = request.onabort = function () { finish(0, null); };
    if (body) request.setRequestHeader('Content-Type', 'application/json');
    request.send(body ? JSON.stringify(body) : null);
  }

  // ---- the saved line ----

  function show(state) {
    var line = find('.saved');
    var button = find('.go.waiting');
    if (line) line.className = 'saved' + (state ? ' ' + state : '');
    if (!state && button) button.className = 'go';
    if (state !== 'kept' && find('.weak')) find('.weak').parentNode.removeChild(find('.weak'));
  }

  function showWeak() {
    var words = page.getAttribute('data-weak');
    var line;
    if (!words || find('.weak') || failures < WEAK_AFTER) return;
    line = document.createElement('p');
    line.className = 'notice weak';
    line.appendChild(document.createElement('span')).textContent = words;
    find('.top').parentNode.insertBefore(line, find('.top').nextSibling);
  }

  // ---- screens ----

  // A note changes nothing on the screen: then what is being typed stays.
  function render(answer, keepsFields, mayBeNew) {
    var typed = keepsFields ? page.querySelectorAll(marks.FIELDS) : [];
    var fields;
    var isNew;
    var i;
    var before = screenNow();
    var item = before && before.getAttribute('data-item');
    var heading = find('[data-focus]');
    var words = heading ? heading.textContent : before && before.getAttribute('data-says');
    if (!answer.html) return;
    if (before && before.outerHTML === answer.html) return;
    page.innerHTML = answer.html;
    fields = page.querySelectorAll(marks.FIELDS);
    for (i = 0; i < typed.length && i < fields.length; i += 1) fields[i].value = typed[i].value;
    giveTyped();
    drawPad();
    root.lang = screenNow().lang || 'vi';
    heading = find('[data-focus]');
    isNew = (heading ? heading.textContent : mayBeNew && screenNow().getAttribute('data-says')) !== words;
    heading = heading || (mayBeNew && find('.app-body'));
    if (heading && (isNew || screenNow().getAttribute('data-item') !== item)) {
      heading.tabIndex = -1;
      heading.focus();
      window.scrollTo(0, 0);
    }
  }

  function refresh(done) {
    ask('GET', '/api/screen', null, function (status, answer) {
      if (status === 200 && queue.length === 0) render(answer); // what was pressed meanwhile stays to be seen
      if (status === 200 && done) done();
      if (status === 401) window.location.replace('/');
    });
  }

  // ---- acts: one at a time, in order, each until it is answered ----

  function sent(status, answer) {
    var lost = queue[0];
    isSending = false;
    if (status === 0 || status === 429 || status >= 500) {
      failures += 1;
      show('kept');
      showWeak();
      retry = window.setTimeout(send, PAUSES[Math.min(failures, PAUSES.length) - 1] * (0.75 + Math.random() / 2));
      return;
    }
    failures = 0;
    queue.shift();
    keep(queue[0]);
    if (status === 401) {
      keep(null);
      window.location.replace('/');
    } else if (status === 200) {
      // What was pressed meanwhile on the same screen stays to be seen until the last of it has arrived.
      if (queue[0] && marks.OPPOSITE[queue[0].verb] && answer.screen && answer.screen.item === queue[0].item) {
        screenNow().setAttribute('data-seq', answer.seq);
      } else {
        render(answer, false, /^(press|scan|next)$/.test(lost.verb));
      }
      show('');
      send();
    } else {
      queue = [];
      keep(null);
      refresh(function () {
        var isHere = lost.item === screenNow().getAttribute('data-item');
        show('');
        // Something else took the number: what was chosen can be chosen again without harm.
        if (status === 409 && isHere && marks.OPPOSITE[lost.verb] && !lost.again) {
          act(lost.verb, lost.target, lost.value);
          if (queue[0]) queue[0].again = true;
        } else if (isHere && lost.verb === 'next' && find('.go.not-yet')) {
          window.location.replace('/?m=choose');
        }
      });
    }
  }

  function send() {
    var screen = screenNow();
    window.clearTimeout(retry);
    if (isSending || queue.length === 0) return;
    if (!queue[0].seq) queue[0].seq = Number(screen.getAttribute('data-seq')) + 1;
    isSending = true;
    keep(queue[0]);
    if (!failures) show('saving');
    ask('POST', '/api/act', { seq: queue[0].seq, item: queue[0].item, verb: queue[0].verb, target: queue[0].target, value: queue[0].value }, sent);
  }

  function act(verb, target, value) {
    var item = screenNow().getAttribute('data-item');
    var last = queue[queue.length - 1];
    if (last && last.verb === verb && last.target === target && last.value === value) return;
    if (last && !last.seq && last.verb === 'choose' && verb === 'choose' && marks.isOne()) queue.pop();
    if (queue.length < QUEUE_MAX) queue.push({ seq: 0, item: item, verb: verb, target: target, value: value });
    send();
  }

  // "I do not know yet" takes back what was typed, what is typed takes back "I do not know yet".
  function emptyFields() {
    marks.each(marks.FIELDS, function (field) { field.value = ''; });
    keepTyped();
  }

  function typed() {
    var isWhole = true;
    keepTyped();
    marks.each(marks.FIELDS, function (field) { isWhole = isWhole && field.value; });
    marks.each('[value$=":dont-know"][aria-pressed="true"]', marks.leave);
    if (isWhole && find('.go.not-yet')) find('.go.not-yet').className = 'go';
  }

  function typeFields() {
    marks.changedFields().forEach(function (field) {
      act('type', field.name.slice(5), field.value);
    });
  }

  function press(button) {
    var colon = button.value.indexOf(':');
    var verb = button.value.slice(0, colon);
    var target = button.value.slice(colon + 1);
    if (verb === 'next' && button.className.indexOf('not-yet') >= 0 && marks.changedFields().length === 0) return false;
    if (verb.indexOf('switch-') === 0) marks.showSwitch(button, verb);
    else marks.showPressed(button, verb);
    if (verb === 'next') button.className = 'go waiting';
    if (target === 'dont-know' && fieldsToType().length) emptyFields();
    if (target !== 'dont-know') typeFields();
    if (verb !== 'type') act(verb, target, '');
    return true;
  }

  // ---- reading aloud ----

  function textToRead() {
    var screen = screenNow();
    var parts = page.querySelectorAll('h1, h2, .story p, .text, .row, .picture, .option, .press, .entry, .switch, .tile, .bubble, .code, .lines p, .paper, .help');
    var words = screen.getAttribute('data-says');
    var i;
    if (words) return words;
    words = [];
    for (i = 0; i < parts.length; i += 1) words.push(parts[i].textContent);
    return words.join('. ');
  }

  // A recorded voice where there is one, else the phone's own.
  function listen() {
    var clip = screenNow().getAttribute('data-clip');
    var isOver = false;
    function instead() {
      if (!isOver && window.speechSynthesis) speak(textToRead());
      isOver = true;
    }
    if (sound) sound.pause();
    if (!clip || !window.Audio) {
      instead();
      return;
    }
    sound = new window.Audio(clip);
    sound.onerror = instead;
    sound.play();
  }

  function speak(text) {
    var voice = new window.SpeechSynthesisUtterance(text);
    voice.lang = screenNow().lang === 'en' ? 'en-GB' : 'vi-VN';
    voice.rate = 0.9;
    window.speechSynthesis.cancel();
    window.speechSynthesis.speak(voice);
  }

  // ---- the pad of digits ----

  // The field stands right before its pad. Of a joining page only the boxes are seen, of an app the field itself.
  function pad(button) {
    var box = button ? closest(button, 'data-pad') : find('[data-pad]');
    var field = box && box.previousElementSibling.querySelector('input');
    return field ? { box: box, field: field, count: Number(box.getAttribute('data-pad')) } : null;
  }

  function drawPad() {
    var on = pad();
    var boxes;
    var i;
    marks.each('[data-padded]', function (field) { field.readOnly = true; });
    if (!on || !on.box.querySelector('[data-pad-go]')) return;
    boxes = on.box.querySelectorAll('.boxes i');
    for (i = 0; i < boxes.length; i += 1) {
      boxes[i].textContent = on.field.value.charAt(i);
      boxes[i].className = i === on.field.value.length ? 'next' : '';
    }
    on.box.querySelector('[data-pad-go]').className = on.field.value.length === on.count ? 'word' : 'word not-yet';
  }

  function pressDigit(digit, button) {
    var on = pad(button);
    if (digit === 'back') on.field.value = on.field.value.slice(0, -1);
    else if (on.field.value.length < on.count) on.field.value += digit;
    keepTyped();
    drawPad();
  }

  // ---- what is done to the page ----

  document.addEventListener('click', function (event) {
    var button = closest(event.target, 'BUTTON');
    var spot = closest(event.target, 'data-spot');
    var isAct;
    if (spot) find('[value="choose:' + spot.getAttribute('data-spot') + '"]').click();
    if (!button) return;
    if (button.hasAttribute('data-listen')) listen();
    if (button.hasAttribute('data-digit')) pressDigit(button.getAttribute('data-digit'), button);
    if (button.hasAttribute('data-leave')) forget();
    if (button.hasAttribute('data-pad-go') && button.className.indexOf('not-yet') >= 0) event.preventDefault();
    isAct = button.name === 'act' && screenNow().hasAttribute('data-seq');
    if (isAct && press(button)) event.preventDefault();
  });

  document.addEventListener('submit', function (event) {
    var form = event.target;
    var button;
    if (form.className.indexOf('hand') >= 0) {
      button = form.querySelector('button');
      event.preventDefault();
      ask('POST', '/api/note', { verb: 'hand', value: button.value }, function (status, answer) {
        if (status === 200 && queue.length === 0) render(answer, true);
      });
    }
  });

  document.addEventListener('keydown', function (event) {
    if (!pad() || (event.target.name && !event.target.readOnly && event.target.nodeName !== 'BUTTON')) return;
    if (/^[0-9]$/.test(event.key)) pressDigit(event.key);
    if (event.key === 'Backspace') pressDigit('back');
  });

  document.addEventListener('visibilitychange', function () {
    var screen = screenNow();
    if (isLeaving || !screen.getAttribute('data-item')) return;
    ask('POST', '/api/note', { verb: 'focus', value: document.hidden ? 'out' : 'in' }, function (status, answer) {
      if (status === 200 && queue.length === 0) render(answer, true);
    });
  });

  // A page that gives way to the next one is hidden too; nobody has left the test then.
  window.addEventListener('beforeunload', function () {
    isLeaving = true;
    window.setTimeout(function () { isLeaving = false; }, 3000);
  });

  window.addEventListener('online', function () {
    failures = 0;
    send();
  });

  // The laptop hears that this phone is there, and tells whether it has moved on without it.
  function here() {
    var screen = screenNow();
    if (!screen.hasAttribute('data-seq') || document.hidden || queue.length > 0) return;
    ask('GET', '/api/here', null, function (status, answer) {
      var now = screenNow();
      var hand = find('.hand button');
      if (queue.length > 0) return;
      if (status === 200) show('');
      if (status === 401) window.location.replace('/');
      if (status === 200 && (answer.seq !== Number(now.getAttribute('data-seq')) ||
          answer.kind !== now.getAttribute('data-kind') ||
          (hand && answer.hand !== (hand.getAttribute('aria-pressed') === 'true')))) {
        refresh();
      }
    });
  }

  // An act that was under way when the phone fell asleep is sent again; if it had arrived, nothing happens twice.
  function resume() {
    var act = kept();
    var screen = screenNow();
    var isNext;
    if (!act) return;
    isNext = act.seq === Number(screen.getAttribute('data-seq')) + 1;
    if (screen.hasAttribute('data-seq') && act.item === screen.getAttribute('data-item') &&
        (isNext || marks.OPPOSITE[act.verb])) {
      if (!isNext) act.seq = 0; // a note took its number; a choice can be made again without harm
      queue.push(act);
      send();
    } else {
      keep(null);
    }
  }

  document.addEventListener('input', typed);

  // What a page says once is not said again when it is loaded again.
  if (window.location.search && !/m=type/.test(window.location.search)) window.history.replaceState(null, '', window.location.pathname);
  giveTyped();
  drawPad();
  resume();
  window.setInterval(here, HERE_MS);
}());
