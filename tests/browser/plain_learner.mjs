// plain_learner.mjs - a phone without a browser: joins and answers by plain HTTP, keeps what it did and how long each answer took.
import http from 'node:http';

export class PlainLearner {
  constructor(origin) {
    this.origin = origin;
    this.cookie = '';
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    this.largest = 0;
    this.times = [];
    this.given = {}; // item: the option that the laptop has answered for
  }

  ask(method, path, value) {
    return new Promise((done, fail) => {
      const began = performance.now();
      const headers = { cookie: this.cookie };
      const body = value ? JSON.stringify(value) : '';
      if (value) Object.assign(headers, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      const request = http.request(this.origin + path, { method, headers, agent: this.agent }, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const given = (answer.headers['set-cookie'] || []).find((one) => one.startsWith('dauso='));
          if (given) [this.cookie] = given.split(';');
          this.largest = Math.max(this.largest, bytes.length);
          this.times.push(performance.now() - began);
          if (answer.statusCode !== 200) fail(new Error(`${method} ${path}: ${answer.statusCode} ${bytes}`));
          else done(JSON.parse(bytes.toString('utf8')));
        });
      });
      request.on('error', fail);
      request.end(body);
    });
  }

  async join(code, name) {
    await this.ask('POST', '/api/join', { code, name, birth_year: 0 });
    this.now = await this.ask('GET', '/api/screen');
    const welcome = { consent: ['consent', 'yes'], picture: ['picture', '1'], digits: ['welcome', 'seen'] };
    while (welcome[this.now.screen.kind]) {
      const [verb, value] = welcome[this.now.screen.kind];
      this.now = await this.ask('POST', '/api/note', { verb, value });
    }
  }

  async act(verb, target, value = '') {
    const { screen, seq } = this.now;
    this.now = await this.ask('POST', '/api/act', { seq: seq + 1, item: screen.item, verb, target, value });
    if (verb === 'choose') this.given[screen.item] = target;
  }

  // One answer, or one press of an exercise; false when there is nothing more to do.
  async step(pick) {
    const { screen } = this.now;
    const widgets = screen.widgets || [];
    if (screen.kind === 'question') {
      const { options } = widgets.find((widget) => widget.kind === 'options');
      await this.act('choose', options[pick % options.length].id);
      await this.act('next', '');
    } else if (screen.kind === 'practical') {
      const buttons = widgets.filter((widget) => widget.kind === 'button').map((widget) => widget.id);
      await this.act('press', ['done', 'leave', ...buttons].find((id) => buttons.includes(id)));
    }
    return this.now.screen.kind === 'question' || this.now.screen.kind === 'practical';
  }

  leave() {
    this.agent.destroy();
  }
}
