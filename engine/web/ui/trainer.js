/* trainer.js - keeps the console's pages fresh, and carries out what the trainer presses. */
(function () {
  'use strict';

  var body = document.body;
  var classId = body.getAttribute('data-class');
  var chosen = '';
  var held = {};
  var stream = null;
  var isLost = false;

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

  // Words of engine/web/ui/strings.tsv, as the page brought them.
  function words(name) {
    return document.body.getAttribute('data-' + name);
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
    request.onerror = request.ontimeout = function () { done(0, { reason: words('lost') }); };
    if (value) request.setRequestHeader('Content-Type', 'application/json');
    request.send(value ? JSON.stringify(value) : null);
  }

  // ---- what changes ----

  function replaceTile(node, html) {
    var hadFocus = document.activeElement === node;
    node.outerHTML = html;
    return hadFocus;
  }

  // Only what has changed comes, so that focus and scrolling stay where they are.
  function drawTiles(order, tiles) {
    var box = byId('tiles');
    var known = {};
    var i;
    var id;
    var node;
    for (i = 0; i < order.length; i += 1) {
      id = 'tile-' + order[i];
      known[id] = true;
      node = byId(id);
      if (node && tiles[order[i]]) {
        if (replaceTile(node, tiles[order[i]])) byId(id).focus();
      } else if (!node && tiles[order[i]]) {
        box.insertAdjacentHTML('beforeend', tiles[order[i]]);
      }
      if (byId(id) && box.children[i] !== byId(id)) box.insertBefore(byId(id), box.children[i]);
    }
    for (i = box.children.length - 1; i >= 0; i -= 1) {
      if (!known[box.children[i].id]) box.removeChild(box.children[i]);
    }
  }

  // What somebody is typing or choosing in stays until it is left.
  function isInUse(node) {
    var active = document.activeElement;
    return active && node.contains(active) && /^(INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(active.nodeName);
  }

  function drawPieces(pieces) {
    Object.keys(pieces).forEach(function (name) {
      var node = byId(name);
      var open = node ? node.querySelectorAll('details[open]').length : 0;
      if (!node) return;
      if (isInUse(node) || open > 0) held[name] = pieces[name];
      else node.innerHTML = pieces[name];
    });
  }

  function drawHeld() {
    var waiting = held;
    held = {};
    drawPieces(waiting);
  }

  function listen() {
    if (stream) stream.close();
    held = {};
    stream = new EventSource('/trainer/api/class/' + classId + '/stream' + (chosen ? '?learner=' + chosen : ''));
    stream.onmessage = function (event) {
      var news = JSON.parse(event.data);
      if (isLost) say('');
      isLost = false;
      if (byId('tiles')) {
        drawTiles(news.order, news.tiles);
        drawHeld();
        drawPieces(news.pieces);
      }
      if (byId('joined')) byId('joined').textContent = news.people;
    };
    stream.onerror = function () {
      isLost = true;
      say(words('lost'));
    };
  }

  // ---- what is pressed ----

  function choose(id) {
    chosen = id;
    if (document.activeElement) document.activeElement.blur();
    if (!id && byId('person')) byId('person').innerHTML = '';
    listen();
  }

  function post(button) {
    var body = button.getAttribute('data-body');
    button.disabled = true;
    say('');
    ask('POST', button.getAttribute('data-post'), body ? JSON.parse(body) : {}, function (status, answer) {
      button.disabled = false;
      if (document.activeElement) document.activeElement.blur();
      if (status !== 200) say(answer.reason);
      else if (button.getAttribute('data-then') === '') window.location.reload();
      else if (button.hasAttribute('data-then')) window.location.assign(button.getAttribute('data-then'));
    });
  }

  // A form as JSON: every named field, numbers as numbers.
  function send(form) {
    var value = {};
    var failed = form.querySelector('.failed');
    var i;
    var field;
    for (i = 0; i < form.elements.length; i += 1) {
      field = form.elements[i];
      if (field.name) value[field.name] = field.hasAttribute('data-number') ? Number(field.value) || 0 : field.value;
    }
    ask('POST', form.getAttribute('data-send'), value, function (status, answer) {
      var dialog = closest(form, 'role');
      var fold = form.parentNode;
      if (failed) failed.hidden = status === 200;
      if (status !== 200 && failed) failed.textContent = answer.reason;
      else if (status !== 200) say(answer.reason);
      if (status !== 200) return;
      if (answer.open) window.location.assign(answer.open);
      if (fold.nodeName === 'DETAILS') fold.open = false;
      if (dialog) dialog.hidden = true;
      if (dialog) form.reset();
      if (document.activeElement) document.activeElement.blur();
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

  function backUp(button) {
    button.disabled = true;
    ask('POST', '/trainer/api/backup', {}, function (status, answer) {
      button.disabled = false;
      say(status === 200 ? words(answer.stick ? 'copied-stick' : 'copied') + ' ' + answer.path : answer.reason);
    });
  }

  // One dialog at most; "" closes it.
  function askFor(id) {
    var dialogs = document.querySelectorAll('.asking');
    var first;
    var i;
    for (i = 0; i < dialogs.length; i += 1) dialogs[i].hidden = dialogs[i].id !== id;
    first = id && byId(id).querySelector('textarea, input, button');
    if (first) first.focus();
  }

  function markPrinted(box) {
    ask('POST', box.getAttribute('data-printed'), { on: box.checked }, function (status, answer) {
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

  // Some pages a request, for the same reason.
  function print(button, fromStart) {
    var bar = document.querySelector('#printing progress');
    byId('printing').hidden = false;
    byId('prints').hidden = true;
    button.disabled = true;
    ask('POST', '/trainer/api/class/' + classId + '/print', { from_start: fromStart }, function (status, answer) {
      if (status !== 200) {
        say(answer.reason);
        button.disabled = false;
        return;
      }
      bar.max = answer.total;
      bar.value = answer.drawn;
      document.querySelector('#printing b').textContent = answer.drawn;
      if (!answer.done) {
        print(button, false);
        return;
      }
      button.disabled = false;
      byId('printing').hidden = true;
      byId('left-out').textContent = answer.left_out ? byId('left-out').getAttribute('data-words').replace('#', answer.left_out) : '';
      byId('prints').hidden = false;
    });
  }

  document.addEventListener('click', function (event) {
    var node = closest(event.target, 'data-post') || closest(event.target, 'data-ask') || closest(event.target, 'data-learner') ||
      closest(event.target, 'data-choose') || closest(event.target, 'data-issue') || closest(event.target, 'data-print') ||
      closest(event.target, 'data-all-printed') || closest(event.target, 'data-backup') ||
      closest(event.target, 'data-print-page');
    var boxes;
    var i;
    if (!node) return;
    if (node.hasAttribute('data-post')) post(node);
    if (node.hasAttribute('data-ask')) askFor(node.getAttribute('data-ask'));
    if (node.hasAttribute('data-learner')) choose(node.getAttribute('data-learner'));
    if (node.hasAttribute('data-choose')) choose('');
    if (node.hasAttribute('data-issue')) issue(node);
    if (node.hasAttribute('data-print')) print(node, true);
    if (node.hasAttribute('data-print-page')) window.print();
    if (node.hasAttribute('data-backup')) backUp(node);
    if (node.hasAttribute('data-all-printed')) {
      boxes = document.querySelectorAll('.papers [data-printed]');
      for (i = 0; i < boxes.length; i += 1) {
        if (!boxes[i].checked) {
          boxes[i].checked = true;
          markPrinted(boxes[i]);
        }
      }
    }
  });

  document.addEventListener('submit', function (event) {
    var form = event.target;
    var quiz = form.querySelector('[name=quiz]:checked');
    event.preventDefault();
    if (form.hasAttribute('data-send')) send(form);
    if (form.hasAttribute('data-open') && quiz) {
      var opened = { name: form.elements.name.value, village: form.elements.village.value };
      if (form.elements.after && form.elements.after.value !== '0') opened.after = Number(form.elements.after.value);
      else opened.quiz = quiz.value;
      ask('POST', '/trainer/api/open', opened, function (status, answer) {
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

  // The file's letters go into the field above it: what is sent can be seen.
  function readFile(field) {
    var reader = new FileReader();
    if (!field.files[0]) return;
    reader.onload = function () { field.form.elements[field.getAttribute('data-reads')].value = reader.result; };
    reader.readAsText(field.files[0]);
  }

  // ---- what this browser remembers: the name of the Wi-Fi ----

  function keep(field) {
    try {
      window.localStorage.setItem(field.getAttribute('data-keep'), field.value);
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
    if (event.target.hasAttribute('data-printed')) markPrinted(event.target);
    if (event.target.hasAttribute('data-reads')) readFile(event.target);
    if (event.target.hasAttribute('data-address-of')) {
      ask('POST', event.target.getAttribute('data-address-of'), { address: event.target.value }, function (status, answer) {
        if (status !== 200) say(answer.reason);
      });
    }
  });

  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') askFor('');
    if (event.key === 'F1') {
      event.preventDefault();
      window.location.assign('/trainer/help');
    }
  });

  Array.prototype.forEach.call(document.querySelectorAll('[data-keep]'), function (field) {
    var value = null;
    try {
      value = window.localStorage.getItem(field.getAttribute('data-keep'));
    } catch (ignored) {
      value = null;
    }
    if (value !== null) field.value = value;
  });

  drawWifi();
  if (byId('tiles') || byId('joined')) listen();
}());
