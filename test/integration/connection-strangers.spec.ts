import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { OpenedConnections } from '../support/opened-connections.js';
import { sendTo } from '../support/raw-redis.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';

/** Time enough on a busy machine, so that what fails much sooner fails by itself. */
const PATIENT = { connectTimeoutMs: 30_000 };
const AT_ONCE_MS = 15_000;
/** How long the server loads its data where it is not waited for. */
const LOADING_MS = 20_000;
const KEYS = 400;

const opened = new OpenedConnections();
afterEach(() => opened.close());

describe('what is not Redis', () => {
  let server: Server;
  let sockets: Socket[];

  const listen = async (onConnection: (socket: Socket) => void) => {
    sockets = [];
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      onConnection(socket);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  it.each<[string, string, RegExp]>([
    ['an HTTP server', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', /not Redis/],
    ['a mail server', '220 mail.example.org ESMTP\r\n', /not Redis/],
    ['a server that answers unasked', '+OK\r\n+OK\r\n+OK\r\n+OK\r\n+OK\r\n+OK\r\n', /not Redis/],
    ['a TLS alert', '\u0015\u0003\u0003\u0000\u0002\u0002\u0046', /speaks TLS/],
    ['an error of another protocol', '-ERR unknown command HELLO\r\n', /unknown command/],
  ])('%s is recognised at once', async (_what, bytes, message) => {
    const url = await listen((socket) => socket.on('data', () => socket.write(bytes, 'latin1')));
    const { error, tookMs } = await opened.failure({ ...PATIENT, url });
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(tookMs).toBeLessThan(AT_ONCE_MS);
  });

  it('a server that hangs up is recognised at once', async () => {
    const url = await listen((socket) => socket.end());
    const { error, tookMs } = await opened.failure({ ...PATIENT, url });
    expect(error).toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    expect(tookMs).toBeLessThan(AT_ONCE_MS);
  });

  it('a server that says nothing is given up at the deadline', async () => {
    const url = await listen(() => undefined);
    const { error, tookMs } = await opened.failure({ url, connectTimeoutMs: 1_500 });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringMatching(/did not answer in time/),
    });
    expect(tookMs).toBeGreaterThanOrEqual(1_450);
  });
});

describe('a server that is loading its data', () => {
  let loading: RedisProcess;

  beforeAll(async () => {
    loading = await startRedis({ args: ['--rdbcompression', 'no'] });
    await sendTo(loading.url, ...Array.from({ length: KEYS }, (_, n) => ['SET', `key${n}`, 'x'.repeat(1_000)]), [
      'SAVE',
    ]);
  });

  afterAll(() => loading.close());

  const restart = async (delayUs: number) => {
    await loading.kill();
    await loading.start(['--key-load-delay', String(delayUs), '--loading-process-events-interval-bytes', '1024']);
    await expect(sendTo(loading.url, ['GET', 'key1'])).rejects.toThrow('LOADING');
  };

  it('is waited for', async () => {
    await restart(4_000);
    const connection = await opened.open({ ...PATIENT, url: loading.url });
    expect(await connection.send(['DBSIZE'])).toBe(KEYS);
    expect(connection.capabilities.modules).toHaveProperty('search');
    await connection.close();
  });

  it('is given up at the deadline', async () => {
    await restart((LOADING_MS * 1_000) / KEYS);
    const { error, tookMs } = await opened.failure({ url: loading.url, connectTimeoutMs: 1_000 });
    expect(error).toMatchObject({ code: 'ENGINE_UNAVAILABLE', replyCode: 'LOADING', retryAfter: 1 });
    expect(tookMs).toBeLessThan(LOADING_MS / 2);
  });
});
