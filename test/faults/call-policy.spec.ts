import {
  EngineCircuitOpenError,
  EngineTimeoutError,
  EngineUnavailableError,
} from '../../src/lib/errors/engine-errors.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { CallPolicy } from '../../src/lib/state/resilience/call-policy.js';
import { LastAnswers } from '../../src/lib/state/resilience/last-answers.js';
import { until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';

const QUICK = { attempts: 1_000, baseMs: 5, maxMs: 50 };

let server: RedisProcess;
let connection: RedisConnection;

beforeAll(async () => {
  server = await startRedis({ modules: false, args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  const reconnect = { baseMs: 5, maxMs: 20, graceMs: 0 };
  connection = await openConnection({ url: server.url, reconnect, requireModules: false });
});
afterAll(async () => {
  await connection.close();
  await server.close();
});

const lose = async () => {
  await server.kill();
  await until('the loss', () => !connection.isReady());
};
const find = async () => {
  await server.start();
  await until('the connection', () => connection.isReady());
};

describe('a policy', () => {
  it('tries again until the engine is there, and counts once', async () => {
    await lose();
    let tries = 0;
    const counting = new CallPolicy(QUICK).run(() => {
      tries += 1;
      return connection.send(['INCR', 'counted']);
    });
    await until('some tries', () => tries > 2);
    await find();
    expect(await counting).toBe(1);
  });

  it('repeats what may have been done only where that does no harm', async () => {
    let tries = 0;
    const lost = () => {
      tries += 1;
      return Promise.reject(new EngineUnavailableError('The connection was lost.', { sent: true }));
    };
    await expect(new CallPolicy({ ...QUICK, attempts: 4 }).run(lost)).rejects.toMatchObject({ sent: true });
    expect(tries).toBe(1);
    await expect(new CallPolicy({ ...QUICK, attempts: 4, idempotent: true }).run(lost)).rejects.toThrow('lost');
    expect(tries).toBe(5);
  });

  it('gives each try its time, and tells the work that it is over', async () => {
    const policy = new CallPolicy({ timeoutMs: 30, attempts: 2, baseMs: 1, idempotent: true });
    const signals: AbortSignal[] = [];
    const slow = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<never>(() => undefined);
    };
    await expect(policy.run(slow)).rejects.toMatchObject({
      code: 'ENGINE_TIMEOUT',
      message: 'The call was not answered within 30 ms.',
    });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it('answers otherwise when the engine fails all tries, but not for mistakes', async () => {
    await lose();
    const policy = new CallPolicy({ attempts: 2, baseMs: 1 });
    expect(
      await policy.run(
        () => connection.send(['GET', 'a']),
        (error) => (error as Error).name,
      ),
    ).toBe('EngineUnavailableError');
    await find();
    await connection.send(['SET', 'text', 'a']);
    await expect(
      policy.run(
        () => connection.send(['INCR', 'text']),
        () => 0,
      ),
    ).rejects.toThrow('integer');
  });

  it('does not wait for a circuit that stays open for longer than it may wait', async () => {
    let tries = 0;
    const refused = () => {
      tries += 1;
      return Promise.reject(new EngineCircuitOpenError(5_000));
    };
    await expect(new CallPolicy(QUICK).run(refused)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    expect(tries).toBe(1);
  });

  it.each([
    [{ attempts: 0 }, '"attempts" is 0. Give a whole number from 1 to 1000'],
    [{ timeoutMs: 0 }, '"timeoutMs" is 0'],
    [{ baseMs: 0 }, '"baseMs" is 0'],
    [{ maxMs: 1.5 }, '"maxMs" is 1.5'],
  ])('refuses %j', (options, message) => {
    expect(() => new CallPolicy(options)).toThrow(message);
  });
});

describe('last answers', () => {
  const read = () => connection.send(['GET', 'price']).then(String);

  it('stand in while the engine fails, and say so', async () => {
    const answers = new LastAnswers<string>();
    await connection.send(['SET', 'price', '20']);
    expect(await answers.run('price', read, 60_000)).toEqual({ isStale: false, value: '20' });
    await lose();
    expect(await answers.run('price', read, 60_000)).toEqual({
      isStale: true,
      value: '20',
      ageMs: expect.any(Number),
      error: expect.objectContaining({ code: 'ENGINE_UNAVAILABLE' }),
    });
    await expect(answers.run('price', read, 0)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    await expect(answers.run('other', read, 60_000)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    await find();
    await connection.send(['SET', 'price', '25']);
    expect(await answers.run('price', read, 60_000)).toEqual({ isStale: false, value: '25' });
  });

  it('do not stand in for mistakes', async () => {
    const answers = new LastAnswers<string>();
    await answers.run('a', () => Promise.resolve('a'), 60_000);
    await expect(answers.run('a', () => Promise.reject(new TypeError('No')), 60_000)).rejects.toThrow('No');
  });

  it('forget the oldest ones beyond their bounds', async () => {
    const late = () => Promise.reject<string>(new EngineTimeoutError('Late'));
    const answers = new LastAnswers<string>({ maxEntries: 2, maxCharacters: 20 });
    for (const key of ['a', 'b', 'c']) await answers.run(key, () => Promise.resolve('12345'), 0);
    await expect(answers.run('a', late, 60_000)).rejects.toThrow('Late');
    expect((await answers.run('b', late, 60_000)).value).toBe('12345');
    await answers.run('d', () => Promise.resolve('1234567890123'), 0);
    await expect(answers.run('b', late, 60_000)).rejects.toThrow('Late');
    await answers.run('e', () => Promise.resolve('more characters than fit'), 0);
    await expect(answers.run('e', late, 60_000)).rejects.toThrow('Late');
    expect((await answers.run('d', late, 60_000)).isStale).toBe(true);
  });
});
