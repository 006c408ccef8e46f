import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { systemCode } from '../system-code.js';
import { PROBLEM_TYPE, problem } from './problem.js';
import type { Problem } from './problem.js';

/** Answers what is no HTTP, or has too long a head, as a problem too; Node itself would send no body. */
export function answerClientErrors(server: Server): void {
  server.on('clientError', (error: Error, socket: Duplex) => {
    if (systemCode(error) === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const answer = problemOf(systemCode(error));
    const body = JSON.stringify(answer);
    const head = [
      `HTTP/1.1 ${answer.status} Bad Request`,
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}

function problemOf(code: string): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const what = 'Address and headers of the request have more than 16 KiB together.';
    return problem('LIMIT_EXCEEDED', `${what} A long search can be sent by POST, as JSON.`);
  }
  return problem('INVALID_REQUEST', 'The request is not valid HTTP, or did not arrive in time.');
}
