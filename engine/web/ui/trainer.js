/* trainer.js - keeps the console's pages fresh, and carries out what the trainer presses. */
(function () {
  'use strict';

  var body = document.body;
  var classId = body.getAttribute('data-class');
  var chosen = '';
  var shown = {};
  var TURN_MS = 1000;

  function byId(id) {
    return document.getElementById(id);
  }

  function closest(node, attribute) {
    while (node && node !== document && !node.hasAttribute(attribute)) node = node.parentNode;
    return node === document ? null : node;
  }

  function say(words) {
    var line = byId('failure');
    line.hidden = !words;
    line.textContent = words || '';
  }

  function ask(method, path, value, done) {
    var request = new XMLHttpRequest();
    request.open(method, path);
    request.timeout = 60000;
    request.onload = function () {
      var answer;
      try {
        answer = JSON.parse(request.responseText);
      } catch (ignored) {
        answer = { reason: request.responseText };
      }
      done(request.status, answer);
    };
    request.onerror = request.ontimeout = function () { done(0, { reason: 'Máy lớp không trả lời. Xem cửa sổ dòng lệnh.' }); };
    if (value) request.setRequestHeader('Content-Type', 'application/json');
    request.send(value ? JSON.stringify(value) : null);
  }

  // ---- what changes ----

  function replaceTile(node, html) {
    var hadFocus = document.activeElement === node;
    node.outerHTML = html;
    return hadFocus;
  }

  // Only what has changed is exchanged, so that focus and scrolling stay where they are.
  function drawTiles(tiles) {
    var box = byId('tiles');
    var known = {};
    var i;
    var id;
    var node;
    for (i = 0; i < tiles.length; i += 1) {
      id = 'tile-' + tiles[i].learner;
      known[id] = true;
      node = byId(id);
      if (node && shown[id] !== tiles[i].html) {
        if (replaceTile(node, tiles[i].html)) byId(id).focus();
      } else if (!node) {
        box.insertAdjacentHTML('beforeend', tiles[i].html);
      }
      if (box.children[i] !== byId(id)) box.insertBefore(byId(id), box.children[i]);
      shown[id] = tiles[i].html;
    }
    for (i = box.children.length - 1; i >= 0; i -= 1) {
      if (!known[box.children[i].id]) box.removeChild(box.children[i]);
    }
  }

  function drawPieces(pieces) {
    Object.keys(pieces).forEach(function (name) {
      var node = byId(name);
      if (!node || shown[name] === pieces[name] || node.contains(document.activeElement)) return;
      shown[name] = pieces[name];
      node.innerHTML = pieces[name];
    });
  }

  function look() {
    var path = '/trainer/api/class/' + classId + (chosen ? '?learner=' + chosen : '');
    ask('GET', path, null, function (status, answer) {
      window.setTimeout(look, TURN_MS);
      if (status !== 200) {
        say(answer.reason);
        return;
      }
      say('');
      if (byId('tiles')) {
        drawTiles(answer.tiles);
        drawPieces(answer.pieces);
      }
      if (byId('joined')) byId('joined').textContent = answer.people;
    });
  }

  // ---- what is pressed ----

  function choose(id) {
    chosen = id;
    document.activeElement.blur();
    ask('GET', '/trainer/api/class/' + classId + (chosen ? '?learner=' + chosen : ''), null, function (status, answer) {
      if (status !== 200) return;
      drawTiles(answer.tiles);
      drawPieces(answer.pieces);
    });
  }

  function post(button) {
    button.disabled = true;
    ask('POST', button.getAttribute('data-post'), {}, function (status, answer) {
      button.disabled = false;
      document.activeElement.blur();
      if (status !== 200) say(answer.reason);
      else if (button.getAttribute('data-then') === '') window.location.reload();
      else if (button.hasAttribute('data-then')) window.location.assign(button.getAttribute('data-then'));
    });
  }

  function attest() {
    var boxes = document.querySelectorAll('[data-attest]');
    var value = {};
    var i;
    for (i = 0; i < boxes.length; i += 1) value[boxes[i].getAttribute('data-attest')] = boxes[i].checked;
    ask('POST', '/trainer/api/learner/' + chosen + '/attest', value, function (status, answer) {
      document.activeElement.blur();
      if (status !== 200) say(answer.reason);
    });
  }

  // One certificate a request, so that the class is not held up.
  function issue(button) {
    var bar = document.querySelector('#issuing progress');
    byId('issuing').hidden = false;
    button.disabled = true;
    ask('POST', '/trainer/api/class/' + classId + '/issue', {}, function (status, answer) {
      if (status !== 200) {
        say(answer.reason);
        button.disabled = false;
        return;
      }
      if (answer.certificate) bar.value += 1;
      document.querySelector('#issuing b').textContent = bar.value;
      if (answer.done) window.location.reload();
      else issue(button);
    });
  }

  document.addEventListener('click', function (event) {
    var node = closest(event.target, 'data-post') || closest(event.target, 'data-ask') || closest(event.target, 'data-learner') ||
      closest(event.target, 'data-choose') || closest(event.target, 'data-issue') || closest(event.target, 'data-all-printed');
    var boxes;
    var i;
    if (!node) return;
    if (node.hasAttribute('data-post')) post(node);
    if (node.hasAttribute('data-ask')) byId('ending').hidden = node.getAttribute('data-ask') === '';
    if (node.hasAttribute('data-learner')) choose(node.getAttribute('data-learner'));
    if (node.hasAttribute('data-choose')) choose('');
    if (node.hasAttribute('data-issue')) issue(node);
    if (node.hasAttribute('data-all-printed')) {
      boxes = document.querySelectorAll('.papers [data-keep]');
      for (i = 0; i < boxes.length; i += 1) {
        boxes[i].checked = true;
        keep(boxes[i]);
      }
    }
  });

  document.addEventListener('submit', function (event) {
    var form = event.target;
    var quiz = form.querySelector('[name=quiz]:checked');
    event.preventDefault();
    if (form.hasAttribute('data-open') && quiz) {
      ask('POST', '/trainer/api/open', { name: form.elements.name.value, quiz: quiz.value }, function (status, answer) {
        if (status === 200) window.location.assign('/trainer/class/' + answer.class);
        else say(answer.reason);
      });
    }
    if (form.hasAttribute('data-passphrase')) {
      ask('POST', form.getAttribute('data-passphrase'), { passphrase: form.elements.passphrase.value }, function (status, answer) {
        form.elements.passphrase.value = '';
        if (status === 200) window.location.reload();
        else say(answer.reason);
      });
    }
    if (form.hasAttribute('data-revoke')) {
      ask('POST', form.getAttribute('data-revoke'), {
        reason: form.elements.reason.value, passphrase: form.elements.passphrase ? form.elements.passphrase.value : ''
      }, function (status, answer) {
        if (status === 200) window.location.reload();
        else say(answer.reason);
      });
    }
    if (form.hasAttribute('data-address')) {
      ask('POST', '/trainer/api/verifier', { url: form.elements.url.value }, function (status, answer) {
        if (status === 200) window.location.reload();
        else say(answer.reason);
      });
    }
  });

  // ---- what this browser remembers: the name of the Wi-Fi, which papers are printed ----

  function keep(field) {
    try {
      window.localStorage.setItem(field.getAttribute('data-keep'), field.type === 'checkbox' ? String(field.checked) : field.value);
    } catch (ignored) {
      return;
    }
  }

  // The code for the class's Wi-Fi, once its name is known.
  function drawWifi() {
    var name = document.querySelector('[data-keep="wifi-name"]');
    var password = document.querySelector('[data-keep="wifi-password"]');
    if (!name || !name.value) return;
    ask('POST', '/trainer/api/wifi', { name: name.value, password: password.value }, function (status, answer) {
      if (status === 200) byId('wifi-code').innerHTML = answer.svg;
      else say(answer.reason);
    });
  }

  document.addEventListener('change', function (event) {
    if (/^wifi-/.test(event.target.getAttribute('data-keep'))) drawWifi();
    if (event.target.hasAttribute('data-attest')) attest();
    if (event.target.hasAttribute('data-keep')) keep(event.target);
  });

  Array.prototype.forEach.call(document.querySelectorAll('[data-keep]'), function (field) {
    var value = null;
    try {
      value = window.localStorage.getItem(field.getAttribute('data-keep'));
    } catch (ignored) {
      value = null;
    }
    if (value === null) return;
    if (field.type === 'checkbox') field.checked = value === 'true';
    else field.value = value;
  });

  drawWifi();
  if (byId('tiles') || byId('joined')) look();
}());
