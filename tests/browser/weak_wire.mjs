// weak_wire.mjs - the bad Wi-Fi between a phone and the laptop: a wire that is cut again and again, and loses requests or answers.
//
// A lost answer is the harder half: the laptop has the act and the phone does not know. What is lost follows from the seed.
import http from 'node:http';
import { HOST } from './class_frame.mjs';

function draws(seed) {
  let state = seed;
  return () => { // xorshift: the same losses for the same seed
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

export async function openWire(port, { seed = 1, offMs = 0, everyMs = 0, lost = 0 } = {}) {
  const draw = draws(seed);
  const wire = { isOn: true, cuts: 0, lostRequests: 0, lostAnswers: 0, passed: 0, sockets: new Set() };
  const theirs = (text, from, to) => text && text.split(`:${from}`).join(`:${to}`);
  const server = http.createServer((request, answer) => {
    const luck = draw();
    if (!wire.isOn || luck < lost / 2) {
      wire.lostRequests += 1;
      request.socket.destroy();
      return;
    }
    const headers = { ...request.headers, host: `${HOST}:${port}` };
    for (const name of ['origin', 'referer']) if (headers[name]) headers[name] = theirs(headers[name], wire.port, port);
    const onward = http.request({ host: '127.0.0.1', port, method: request.method, path: request.url, headers }, (reply) => {
      const chunks = [];
      reply.on('data', (chunk) => chunks.push(chunk));
      reply.on('end', () => {
        if (!wire.isOn || luck > 1 - lost / 2) {
          wire.lostAnswers += 1;
          request.socket.destroy();
          return;
        }
        wire.passed += 1;
        answer.writeHead(reply.statusCode, reply.headers);
        answer.end(Buffer.concat(chunks));
      });
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  });
  server.on('connection', (socket) => {
    wire.sockets.add(socket);
    socket.on('close', () => wire.sockets.delete(socket));
    if (!wire.isOn) {
      wire.lostRequests += 1;
      socket.destroy();
    }
  });
  wire.cut = () => {
    wire.isOn = false;
    wire.cuts += 1;
    wire.sockets.forEach((socket) => socket.destroy());
  };
  wire.join = () => { wire.isOn = true; };
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  wire.port = server.address().port;
  wire.base = `http://${HOST}:${wire.port}`;
  let turn = null;
  wire.shake = () => {
    turn = setInterval(() => {
      wire.cut();
      setTimeout(wire.join, offMs);
    }, everyMs);
  };
  wire.close = () => {
    clearInterval(turn);
    wire.cut();
    server.close();
  };
  return wire;
}
