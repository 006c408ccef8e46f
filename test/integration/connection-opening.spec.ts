import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RedisOptions } from '../../src/lib/redis/connection-options.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { ENGINES_HOME } from '../support/engine-homes.js';
import { isAlive, until } from '../support/processes.js';
import { freePort, startRedis } from '../support/redis-process.js';
import type { RedisProcess, RedisProcessOptions } from '../support/redis-process.js';
import { sendTo } from '../support/raw-redis.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { createCertificate } from '../support/tls-certificate.js';

const DEADLINE_MS = 1_500;

let redis: RedisProcess;

beforeAll(async () => {
  redis = await startRedis({ args: ['--requirepass', 'secret'] });
});

afterAll(() => redis.close());

const opened: RedisConnection[] = [];
const servers: RedisProcess[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((connection) => connection.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A connection, closed after the test. */
async function open(options: RedisOptions): Promise<RedisConnection> {
  const connection = await openConnection(options);
  opened.push(connection);
  return connection;
}

/** A server of its own, ended after the test. */
async function startOwn(options: RedisProcessOptions): Promise<RedisProcess> {
  const server = await startRedis(options);
  servers.push(server);
  return server;
}

const withPassword = () => redis.url.replace('//', '//:secret@');

/** What opening fails with, and how long that took. */
async function failure(options: Exclude<RedisOptions, 'embedded'>) {
  const start = Date.now();
  const error: unknown = await open({ connectTimeoutMs: DEADLINE_MS, ...options }).then(
    () => new Error('It opened.'),
    (caught: unknown) => caught,
  );
  return { error, tookMs: Date.now() - start };
}

describe('an engine', () => {
  it.each<[string, () => RedisOptions]>([
    ['a URL', () => ({ url: withPassword() })],
    ['host and port', () => ({ socket: { host: '127.0.0.1', port: redis.port }, password: 'secret' })],
    ['a user', () => ({ socket: { host: '127.0.0.1', port: redis.port }, username: 'default', password: 'secret' })],
    ['a pool', () => ({ pool: { url: withPassword() }, size: 3 })],
    ['a Unix socket', () => ({ socket: { path: redis.unixSocket }, password: 'secret' })],
    ['the URL of a Unix socket', () => ({ url: `unix://:secret@${redis.unixSocket}` })],
  ])('is reached by %s', async (_what, options) => {
    const connection = await open(options());
    expect(connection.isReady()).toBe(true);
    expect(await connection.send(['PING'])).toBe('PONG');
    await connection.close();
  });

  it('tells what it can do', async () => {
    const connection = await open({ url: withPassword() });
    expect(connection.capabilities).toEqual({
      server: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      modules: expect.objectContaining({
        search: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        ReJSON: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      }),
      maxPrefixExpansions: 200,
      minPrefix: 2,
      cluster: false,
    });
    await connection.close();
  });

  it('is asked in the database and under the name of the options', async () => {
    const connection = await open({ url: `${withPassword()}/3`, clientName: 'my-shop' });
    expect(await connection.send(['CLIENT', 'INFO'])).toMatch(/name=my-shop .* db=3 .* resp=3/);
    const lent = await connection.exclusive((own) => own.send(['CLIENT', 'INFO']));
    expect(lent).toMatch(/name=my-shop .* db=3 /);
    await connection.close();
  });

  it('leaves no connection behind', async () => {
    const connection = await open({ pool: { url: withPassword() }, size: 3, clientName: 'leaving' });
    await connection.exclusive((own) => own.send(['PING']));
    await connection.close();
    const [list] = await sendTo(withPassword(), ['CLIENT', 'LIST']);
    expect(list).not.toContain('name=leaving');
  });

  it('is started where none is named, and ended with the connection', async () => {
    const home = await mkdtemp(join(tmpdir(), 'aisle-home-'));
    await symlink(join(ENGINES_HOME, 'engine'), join(home, 'engine'));
    const connection = await open({ embedded: { home } });
    expect(connection.capabilities).toMatchObject({ maxPrefixExpansions: 10_000_000, minPrefix: 1 });
    const pid = Number(/process_id:(\d+)/.exec(JSON.stringify(await connection.send(['INFO', 'server'])))?.[1]);
    expect(isAlive(pid)).toBe(true);
    await connection.close();
    await until('the end of the engine', () => !isAlive(pid));
    await rm(home, { recursive: true, force: true, maxRetries: 20 });
  });
});

describe('rights', () => {
  const openAs = async (...rules: readonly string[]) => {
    await sendTo(withPassword(), ['ACL', 'SETUSER', 'limited', 'reset', 'on', '>pw', ...rules]);
    return open({ url: redis.url.replace('//', '//limited:pw@') });
  };

  it('suffice without INFO, MODULE and CONFIG', async () => {
    const connection = await openAs('~*', '+@all', '-info', '-module', '-config', '-ft.config');
    expect(connection.capabilities.modules).toHaveProperty('search');
    await connection.close();
  });

  it('that lack a command say so, and which', async () => {
    const connection = await openAs('~mine:*', '+@all', '-flushall');
    await expect(connection.send(['FLUSHALL'])).rejects.toMatchObject({
      code: 'ENGINE_PERMISSION_DENIED',
      message: expect.stringMatching(/flushall/),
    });
    await expect(connection.send(['GET', 'yours'])).rejects.toMatchObject({ name: 'EnginePermissionDeniedError' });
    await connection.close();
  });
});

describe('opening fails at once', () => {
  it.each<[string, () => Exclude<RedisOptions, 'embedded'>, object]>([
    [
      'without password',
      () => ({ url: redis.url }),
      { name: 'EngineAuthenticationFailedError', message: expect.stringMatching(/Correct user name and password/) },
    ],
    [
      'with a wrong password',
      () => ({ url: redis.url.replace('//', '//:wrong@') }),
      { code: 'ENGINE_AUTHENTICATION_FAILED' },
    ],
    [
      'with an unknown user',
      () => ({ url: redis.url.replace('//', '//nobody:x@') }),
      { code: 'ENGINE_AUTHENTICATION_FAILED' },
    ],
    [
      'with a database that is not there',
      () => ({ url: `${withPassword()}/99` }),
      { code: 'ENGINE_ERROR', message: expect.stringMatching(/DB index is out of range/) },
    ],
    ['at a host that is not there', () => ({ url: 'redis://no-such-host.invalid' }), { code: 'ENGINE_UNAVAILABLE' }],
    [
      'at a Unix socket that is not there',
      () => ({ url: 'unix:///no/such.sock' }),
      { code: 'ENGINE_UNAVAILABLE', message: expect.stringMatching(/no such socket/) },
    ],
  ])('%s', async (_what, options, expected) => {
    const { error, tookMs } = await failure(options());
    expect(error).toMatchObject(expected);
    expect(tookMs).toBeLessThan(DEADLINE_MS);
  });

  it('at a port where nobody listens', async () => {
    const { error, tookMs } = await failure({ url: `redis://127.0.0.1:${await freePort()}` });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      retryAfter: 1,
      message: expect.stringMatching(/127\.0\.0\.1:\d+ .*nothing listens there/),
    });
    expect(tookMs).toBeLessThan(DEADLINE_MS);
  });

  it('by localhost where nobody listens, on either protocol', async () => {
    const { error } = await failure({ url: `redis://localhost:${await freePort()}` });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringMatching(/nothing listens there/),
    });
  });

  it('at a server that has no more room', async () => {
    const full = await startOwn({ args: ['--maxclients', '1'] });
    await open({ url: full.url });
    const { error } = await failure({ url: full.url });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringMatching(/max number of clients.*maxclients/),
    });
  });

  it('and leaves nothing open when there is room for a part of the pool alone', async () => {
    const narrow = await startOwn({ args: ['--maxclients', '3'] });
    const { error } = await failure({ pool: { url: narrow.url }, size: 5 });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringContaining('max number of clients'),
    });
    await until('room for three again', () =>
      open({ pool: { url: narrow.url }, size: 3 }).then(
        () => true,
        () => false,
      ),
    );
  });

  it('keeps passwords out of its messages', async () => {
    const { error } = await failure({ url: redis.url.replace('//', '//:wrong-one@') });
    expect(String(error)).not.toContain('wrong-one');
  });
});

describe('a server without the modules', () => {
  it('is refused with the ways out, unless it is wanted', async () => {
    const bare = await startOwn({ modules: false });
    const { error } = await failure({ url: bare.url });
    expect(error).toMatchObject({
      code: 'ENGINE_MODULES_MISSING',
      missing: ['search', 'ReJSON'],
      message: expect.stringMatching(/lacks the modules search and ReJSON.*docker run/),
    });
    const connection = await open({ url: bare.url, requireModules: false });
    expect(connection.capabilities.modules).not.toHaveProperty('search');
    expect(await connection.send(['PING'])).toBe('PONG');
    await connection.close();
  });
});

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
    const { error, tookMs } = await failure({ url });
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(tookMs).toBeLessThan(DEADLINE_MS);
  });

  it('a server that hangs up is recognised at once', async () => {
    const url = await listen((socket) => socket.end());
    const { error, tookMs } = await failure({ url });
    expect(error).toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    expect(tookMs).toBeLessThan(DEADLINE_MS);
  });

  it('a server that says nothing is given up at the deadline', async () => {
    const url = await listen(() => undefined);
    const { error, tookMs } = await failure({ url });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringMatching(/did not answer in time/),
    });
    expect(tookMs).toBeGreaterThanOrEqual(DEADLINE_MS - 50);
    expect(tookMs).toBeLessThan(DEADLINE_MS + 1_000);
  });
});

describe('a server that is loading its data', () => {
  let loading: RedisProcess;

  beforeAll(async () => {
    loading = await startRedis({ args: ['--rdbcompression', 'no'] });
    await sendTo(loading.url, ...Array.from({ length: 400 }, (_, n) => ['SET', `key${n}`, 'x'.repeat(1_000)]), [
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
    await restart(1_000);
    const connection = await open({ url: loading.url });
    expect(await connection.send(['DBSIZE'])).toBe(400);
    expect(connection.capabilities.modules).toHaveProperty('search');
    await connection.close();
  });

  it('is given up at the deadline', async () => {
    await restart(20_000);
    const { error, tookMs } = await failure({ url: loading.url, connectTimeoutMs: 300 });
    expect(error).toMatchObject({ code: 'ENGINE_UNAVAILABLE', replyCode: 'LOADING', retryAfter: 1 });
    expect(tookMs).toBeLessThan(1_500);
  });
});

describe('TLS', () => {
  it('is spoken where asked, and certificates are checked', async () => {
    const { cert, key } = await createCertificate();
    const proxy = await startTcpProxy(redis.port, { cert, key });
    try {
      const url = `rediss://:secret@localhost:${proxy.port}`;
      const connection = await open({ url, tls: { ca: cert } });
      expect(await connection.send(['PING'])).toBe('PONG');
      expect(await connection.exclusive((own) => own.send(['PING']))).toBe('PONG');
      await connection.close();

      const unchecked = await open({ url, tls: { rejectUnauthorized: false } });
      expect(await unchecked.send(['PING'])).toBe('PONG');
      await unchecked.close();

      expect(await failure({ url })).toMatchObject({
        error: { code: 'ENGINE_UNAVAILABLE', message: expect.stringMatching(/certificate is not trusted.*tls\.ca/) },
      });
      const byAddress = url.replace('localhost', '127.0.0.1');
      expect(await failure({ url: byAddress, tls: { ca: cert } })).toMatchObject({
        error: { message: expect.stringMatching(/certificate is not trusted.*tls\.servername/) },
      });
      const byName = await open({ url: byAddress, tls: { ca: cert, servername: 'localhost' } });
      expect(await byName.send(['PING'])).toBe('PONG');
      await byName.close();

      const plain = await failure({ url: url.replace('rediss', 'redis') });
      expect(plain.error).toMatchObject({ code: 'ENGINE_UNAVAILABLE', message: expect.stringMatching(/TLS/) });
    } finally {
      await proxy.close();
    }
  });

  it('to a server that does not speak it fails within the deadline', async () => {
    const { error, tookMs } = await failure({ url: withPassword().replace('redis:', 'rediss:') });
    expect(error).toMatchObject({ code: 'ENGINE_UNAVAILABLE', message: expect.stringMatching(/TLS/) });
    expect(tookMs).toBeLessThan(DEADLINE_MS + 1_000);
  });
});
