// preview.js - the author's page: asks twice a second what there is to show, and sends what the author wishes.
(function () {
  'use strict';

  var TURN_MS = 500;
  var body = document.body;
  var phone = document.getElementById('phone');
  var seed = document.getElementById('seed');
  var kind = document.getElementById('kind');
  var name = document.getElementById('name');
  var overwrite = document.getElementById('overwrite');
  var shown = '';
  var stamp = null;
  var item = '';

  function words(key) {
    return body.getAttribute('data-' + key) || '';
  }

  function ask(method, path, value, done) {
    var request = new XMLHttpRequest();
    request.open(method, path);
    request.timeout = 10000;
    request.onload = function () {
      var answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch (ignored) {
        answer = null;
      }
      done(answer);
    };
    request.onerror = request.ontimeout = function () { done(null); };
    if (value) request.setRequestHeader('Content-Type', 'application/json');
    request.send(value ? JSON.stringify(value) : null);
  }

  function say(text) {
    document.getElementById('says').textContent = text;
  }

  function list(selector, rows, make) {
    var place = document.querySelector(selector);
    place.textContent = '';
    rows.forEach(function (row) { place.appendChild(make(row)); });
  }

  function element(tag, text, className) {
    var made = document.createElement(tag);
    made.textContent = text || '';
    if (className) made.className = className;
    return made;
  }

  function makeItem(item, state) {
    var row = element('li');
    var button = element('button', item.id);
    button.type = 'button';
    button.setAttribute('data-item', item.id);
    button.setAttribute('aria-current', item.id === state.item ? 'true' : 'false');
    button.appendChild(element('small', words(item.practice ? 'practice' : item.kind)));
    row.appendChild(button);
    return row;
  }

  function makeEvidence(line) {
    var row = element('li');
    var answer = line.answer === 1 ? 'yes' : line.answer === 0 ? 'no' : 'unseen';
    row.appendChild(element('b', words(answer), answer));
    row.appendChild(element('span', line.text));
    row.appendChild(element('small', line.indicator + (line.critical ? ' · ' + words('critical') : '')));
    return row;
  }

  function drawProblems(state) {
    var box = document.getElementById('problems');
    box.className = state.problems.length ? 'has' : '';
    box.querySelector('.hint').textContent = !state.problems.length ? words('good') : state.stale ? words('stale') : '';
    list('#problems ul', state.problems, function (text) { return element('li', text); });
  }

  function drawWalk(state) {
    var lost = document.querySelector('#walk .lost');
    lost.hidden = !state.lost;
    lost.textContent = state.lost ? words('lost') + ' ' + state.lost : '';
    list('#walk ol', state.walk, function (text) { return element('li', text); });
    if (!state.walk.length) document.querySelector('#walk ol').appendChild(element('li', words('nothing'), 'hint'));
    if (state.over) document.querySelector('#walk ol').appendChild(element('li', '— ' + words('over'), 'hint'));
  }

  function draw(state) {
    if (state.language !== document.documentElement.lang && state.language) {
      window.location.reload();
      return;
    }
    document.getElementById('title').textContent = state.title;
    document.getElementById('folder').textContent = state.folder;
    if (document.activeElement !== seed) seed.value = state.seed;
    Array.prototype.forEach.call(document.querySelectorAll('[data-language]'), function (button) {
      button.setAttribute('aria-pressed', button.getAttribute('data-language') === state.language ? 'true' : 'false');
    });
    list('#items ul', state.items, function (item) { return makeItem(item, state); });
    list('#evidence ul', state.evidence, makeEvidence);
    drawProblems(state);
    drawWalk(state);
    if (item !== state.item && document.querySelector('[aria-current="true"]')) document.querySelector('[aria-current="true"]').scrollIntoView({ block: 'nearest' });
    item = state.item;
    if (stamp !== null && stamp !== state.stamp) phone.contentWindow.location.replace('/phone');
    stamp = state.stamp;
    body.setAttribute('data-stamp', state.stamp);
  }

  function look() {
    ask('GET', '/preview/state', null, function (state) {
      var text = JSON.stringify(state);
      window.setTimeout(look, TURN_MS);
      if (!state) say(words('stopped'));
      if (!state || text === shown) return;
      shown = text;
      draw(state);
    });
  }

  function wish(value) {
    ask('POST', '/preview/wish', value, function (answer) {
      overwrite.hidden = !(answer && answer.exists);
      say(answer && answer.says);
    });
  }

  function save(isOver) {
    wish({ wish: 'save', name: kind.value || name.value, over: isOver });
  }

  document.addEventListener('click', function (event) {
    var button = event.target;
    while (button && button !== document && button.nodeName !== 'BUTTON') button = button.parentNode;
    if (!button || button === document) return;
    if (button.hasAttribute('data-item')) wish({ wish: 'item', value: button.getAttribute('data-item') });
    if (button.hasAttribute('data-language')) wish({ wish: 'language', value: button.getAttribute('data-language') });
    if (button.hasAttribute('data-wish')) wish({ wish: button.getAttribute('data-wish') });
    if (button.hasAttribute('data-step')) {
      seed.value = Math.max(1, Number(seed.value) + Number(button.getAttribute('data-step')));
      wish({ wish: 'seed', number: Number(seed.value) });
    }
    if (button === overwrite) save(true);
  });

  seed.addEventListener('change', function () { wish({ wish: 'seed', number: Number(seed.value) || 1 }); });
  kind.addEventListener('change', function () { name.hidden = kind.value !== ''; });
  document.getElementById('save').addEventListener('submit', function (event) {
    event.preventDefault();
    save(false);
  });
  look();
}());
