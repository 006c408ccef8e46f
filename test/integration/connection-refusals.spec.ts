import type { RedisOptions } from '../../src/lib/redis/connection-options.js';
import { OpenedConnections } from '../support/opened-connections.js';
import { until } from '../support/processes.js';
import { freePort, startRedis } from '../support/redis-process.js';
import type { RedisProcess, RedisProcessOptions } from '../support/redis-process.js';

/** Time enough on a busy machine, so that what fails much sooner fails by itself. */
const PATIENT = { connectTimeoutMs: 30_000 };
const AT_ONCE_MS = 15_000;

let redis: RedisProcess;

beforeAll(async () => {
  redis = await startRedis({ args: ['--requirepass', 'secret'] });
});

afterAll(() => redis.close());

const opened = new OpenedConnections();
const servers: RedisProcess[] = [];

afterEach(async () => {
  await opened.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server of its own, ended after the test. */
async function startOwn(options: RedisProcessOptions): Promise<RedisProcess> {
  const server = await startRedis(options);
  servers.push(server);
  return server;
}

const withPassword = () => redis.url.replace('//', '//:secret@');

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
    const { error, tookMs } = await opened.failure({ ...PATIENT, ...options() });
    expect(error).toMatchObject(expected);
    expect(tookMs).toBeLessThan(AT_ONCE_MS);
  });

  it('at a port where nobody listens', async () => {
    const { error, tookMs } = await opened.failure({ ...PATIENT, url: `redis://127.0.0.1:${await freePort()}` });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      retryAfter: 1,
      message: expect.stringMatching(/127\.0\.0\.1:\d+ .*nothing listens there/),
    });
    expect(tookMs).toBeLessThan(AT_ONCE_MS);
  });

  it('by localhost where nobody listens, on either protocol', async () => {
    const { error } = await opened.failure({ url: `redis://localhost:${await freePort()}` });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringMatching(/nothing listens there/),
    });
  });

  it('at a server that has no more room', async () => {
    const full = await startOwn({ args: ['--maxclients', '1'] });
    await opened.open({ url: full.url });
    const { error } = await opened.failure({ url: full.url });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringMatching(/max number of clients.*maxclients/),
    });
  });

  it('and leaves nothing open when there is room for a part of the pool alone', async () => {
    const narrow = await startOwn({ args: ['--maxclients', '3'] });
    const { error } = await opened.failure({ pool: { url: narrow.url }, size: 5 });
    expect(error).toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringContaining('max number of clients'),
    });
    await until('room for three again', () =>
      opened.open({ pool: { url: narrow.url }, size: 3 }).then(
        () => true,
        () => false,
      ),
    );
  });

  it('keeps passwords out of its messages', async () => {
    const { error } = await opened.failure({ url: redis.url.replace('//', '//:wrong-one@') });
    expect(String(error)).not.toContain('wrong-one');
  });
});

describe('a server without the modules', () => {
  it('is refused with the ways out, unless it is wanted', async () => {
    const bare = await startOwn({ modules: false });
    const { error } = await opened.failure({ url: bare.url });
    expect(error).toMatchObject({
      code: 'ENGINE_MODULES_MISSING',
      missing: ['search', 'ReJSON'],
      message: expect.stringMatching(/lacks the modules search and ReJSON.*docker run/),
    });
    const connection = await opened.open({ url: bare.url, requireModules: false });
    expect(connection.capabilities.modules).not.toHaveProperty('search');
    expect(await connection.send(['PING'])).toBe('PONG');
    await connection.close();
  });
});
