// learner_marks.js - what is pressed is seen at once, before the laptop has answered; what was typed and is new (ES5, Chrome 49).
// make_ui.sh puts it before learner.js, which is its only reader.
window.dausoMarks = (function () {
  'use strict';

  var page = document.getElementById('page');
  var FIELDS = '[name^="type:"]';
  // What was done to something that stays as it was left: done twice it is the same, so it may be sent again.
  var OPPOSITE = { choose: 'unchoose', unchoose: 'choose', match: 'unmatch', unmatch: 'match', pick: 'unpick', unpick: 'pick',
    'switch-on': 'switch-off', 'switch-off': 'switch-on', type: 'type' };

  function find(selector) {
    return page.querySelector(selector);
  }

  function each(selector, visit) {
    Array.prototype.forEach.call(page.querySelectorAll(selector), visit);
  }

  // One answer takes the place of another.
  function isOne() {
    return !find('.options:not([data-mode="one"])');
  }

  function defaultOf(field) {
    var i;
    for (i = 0; field.options && i < field.options.length; i += 1) {
      if (field.options[i].defaultSelected) return field.options[i].value;
    }
    return field.defaultValue || '';
  }

  // Only what is not what the laptop has already.
  function changedFields() {
    return Array.prototype.filter.call(page.querySelectorAll(FIELDS), function (field) {
      return field.value !== defaultOf(field);
    });
  }

  function setPressed(button, isPressed) {
    button.setAttribute('aria-pressed', isPressed ? 'true' : 'false');
  }

  function setVerb(button, verb) {
    button.value = verb + button.value.slice(button.value.indexOf(':'));
  }

  // The numbers of an ordering: the next one, or those behind the one taken out move up.
  function setPlaces(button, isPressed) {
    var mark = button.querySelector('.place');
    var gone = Number(mark && mark.textContent);
    if (!mark) return;
    mark.textContent = isPressed ? String(page.querySelectorAll('[data-mode="order"] [aria-pressed="true"]').length) : '';
    each('[data-mode="order"] .place', function (other) {
      if (!isPressed && Number(other.textContent) > gone) other.textContent = String(Number(other.textContent) - 1);
    });
  }

  function leave(button) {
    setPressed(button, false);
    if (button.value.indexOf('unchoose:') === 0) setVerb(button, 'choose');
    if (button.parentNode.getAttribute('data-mode') === 'order') setPlaces(button, false);
  }

  function showPressed(button, verb) {
    var mode = button.parentNode.getAttribute('data-mode');
    var isUnknown = /:dont-know$/.test(button.value);
    var isPressed = mode === 'one' || !/^un/.test(verb);
    if (!mode) return;
    if (verb === 'choose') {
      each('[aria-pressed="true"][value*="choose:"]', function (other) {
        if (isUnknown || isOne() || /:dont-know$/.test(other.value)) leave(other);
      });
    } else if (mode === 'one') {
      Array.prototype.forEach.call(button.parentNode.querySelectorAll('[aria-pressed="true"]'), leave);
    }
    setPressed(button, isPressed);
    if (mode === 'order' && !isUnknown) setPlaces(button, isPressed);
    if (mode !== 'one') setVerb(button, OPPOSITE[verb]);
    if (verb === 'choose' && find('.go.not-yet') && (mode !== 'order' || isUnknown)) find('.go.not-yet').className = 'go';
  }

  function showSwitch(button, verb) {
    button.setAttribute('aria-checked', verb === 'switch-on' ? 'true' : 'false');
    setVerb(button, OPPOSITE[verb]);
  }

  return { FIELDS: FIELDS, OPPOSITE: OPPOSITE, each: each, isOne: isOne, changedFields: changedFields, leave: leave,
    showPressed: showPressed, showSwitch: showSwitch };
}());
