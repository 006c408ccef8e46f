import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RedisOptions } from '../../src/lib/redis/connection-options.js';
import { ENGINES_HOME } from '../support/engine-homes.js';
import { OpenedConnections } from '../support/opened-connections.js';
import { isAlive, until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import { createCertificate } from '../support/tls-certificate.js';

let redis: RedisProcess;

beforeAll(async () => {
  redis = await startRedis({ args: ['--requirepass', 'secret'] });
});

afterAll(() => redis.close());

const opened = new OpenedConnections();
afterEach(() => opened.close());

const withPassword = () => redis.url.replace('//', '//:secret@');

describe('an engine', () => {
  it.each<[string, () => RedisOptions]>([
    ['a URL', () => ({ url: withPassword() })],
    ['host and port', () => ({ socket: { host: '127.0.0.1', port: redis.port }, password: 'secret' })],
    ['a user', () => ({ socket: { host: '127.0.0.1', port: redis.port }, username: 'default', password: 'secret' })],
    ['a pool', () => ({ pool: { url: withPassword() }, size: 3 })],
    ['a Unix socket', () => ({ socket: { path: redis.unixSocket }, password: 'secret' })],
    ['the URL of a Unix socket', () => ({ url: `unix://:secret@${redis.unixSocket}` })],
  ])('is reached by %s', async (_what, options) => {
    const connection = await opened.open(options());
    expect(connection.isReady()).toBe(true);
    expect(await connection.send(['PING'])).toBe('PONG');
    await connection.close();
  });

  it('tells what it can do', async () => {
    const connection = await opened.open({ url: withPassword() });
    expect(connection.capabilities).toEqual({
      server: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      modules: expect.objectContaining({
        search: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        ReJSON: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      }),
      maxPrefixExpansions: 200,
      minPrefix: 2,
      cluster: false,
      searchable: true,
      hashFieldTtl: expect.any(Boolean),
      hashFieldCommands: expect.any(Boolean),
    });
    await connection.close();
  });

  it('is asked in the database and under the name of the options', async () => {
    const connection = await opened.open({ url: `${withPassword()}/3`, clientName: 'my-shop' });
    expect(await connection.send(['CLIENT', 'INFO'])).toMatch(/name=my-shop .* db=3 .* resp=3/);
    const lent = await connection.exclusive((own) => own.send(['CLIENT', 'INFO']));
    expect(lent).toMatch(/name=my-shop .* db=3 /);
    await connection.close();
  });

  it('leaves no connection behind', async () => {
    const connection = await opened.open({ pool: { url: withPassword() }, size: 3, clientName: 'leaving' });
    await connection.exclusive((own) => own.send(['PING']));
    await connection.close();
    const [list] = await sendTo(withPassword(), ['CLIENT', 'LIST']);
    expect(list).not.toContain('name=leaving');
  });

  it('is started where none is named, and ended with the connection', async () => {
    const home = await mkdtemp(join(tmpdir(), 'aisle-home-'));
    await symlink(join(ENGINES_HOME, 'engine'), join(home, 'engine'));
    const connection = await opened.open({ embedded: { home } });
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
    return opened.open({ url: redis.url.replace('//', '//limited:pw@') });
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

describe('TLS', () => {
  it('is spoken where asked, and certificates are checked', async () => {
    const { cert, key } = await createCertificate();
    const proxy = await startTcpProxy(redis.port, { cert, key });
    try {
      const url = `rediss://:secret@localhost:${proxy.port}`;
      const connection = await opened.open({ url, tls: { ca: cert } });
      expect(await connection.send(['PING'])).toBe('PONG');
      expect(await connection.exclusive((own) => own.send(['PING']))).toBe('PONG');
      await connection.close();

      const unchecked = await opened.open({ url, tls: { rejectUnauthorized: false } });
      expect(await unchecked.send(['PING'])).toBe('PONG');
      await unchecked.close();

      expect(await opened.failure({ url })).toMatchObject({
        error: { code: 'ENGINE_UNAVAILABLE', message: expect.stringMatching(/certificate is not trusted.*tls\.ca/) },
      });
      const byAddress = url.replace('localhost', '127.0.0.1');
      expect(await opened.failure({ url: byAddress, tls: { ca: cert } })).toMatchObject({
        error: { message: expect.stringMatching(/certificate is not trusted.*tls\.servername/) },
      });
      const byName = await opened.open({ url: byAddress, tls: { ca: cert, servername: 'localhost' } });
      expect(await byName.send(['PING'])).toBe('PONG');
      await byName.close();

      const plain = await opened.failure({ url: url.replace('rediss', 'redis') });
      expect(plain.error).toMatchObject({ code: 'ENGINE_UNAVAILABLE', message: expect.stringMatching(/TLS/) });
    } finally {
      await proxy.close();
    }
  });

  it('to a server that does not speak it fails within the deadline', async () => {
    const { error } = await opened.failure({
      url: redis.url.replace('redis://', 'rediss://:secret@'),
      connectTimeoutMs: 1_500,
    });
    expect(error).toMatchObject({ code: 'ENGINE_UNAVAILABLE', message: expect.stringMatching(/TLS/) });
  });
});
