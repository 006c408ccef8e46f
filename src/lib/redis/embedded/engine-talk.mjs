import { connect } from 'node:net';

/**
 * Sends commands to an engine and returns its raw replies.
 * Null when nothing listens there, or no answer comes in time.
 */
export function talk({ port, password }, commands, timeoutMs = 5_000) {
  return new Promise((resolve) => {
    const chunks = [];
    const socket = connect(port, '127.0.0.1');
    const timer = setTimeout(() => socket.destroy(new Error('no answer')), timeoutMs);
    let failed = false;
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => (failed = true));
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(failed && chunks.length === 0 ? null : Buffer.concat(chunks).toString());
    });
    socket.write([['AUTH', password], ...commands, ['QUIT']].map(encode).join(''));
  });
}

function encode(command) {
  return `*${command.length}\r\n${command.map((word) => bulk(word)).join('')}`;
}

/** A string as the protocol carries it, in a command as well as in a reply. */
export function bulk(text) {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}

/** A number in a reply to INFO; 0 when it is not there. */
export function numberIn(info, name) {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info ?? '')?.[1] ?? 0);
}
