import { defineScript, scriptCommand } from '../../src/lib/redis/script.js';
import { startConnectedRedis } from '../support/connected-redis.js';
import { forAllTests } from '../support/for-all-tests.js';

const redis = forAllTests(startConnectedRedis);

beforeEach(() => redis().empty());

describe('pipeline', () => {
  it('answers in order, an error in its place', async () => {
    const replies = await redis().connection.pipeline([
      ['SET', 'n', '1'],
      ['INCR', 'n'],
      ['LPUSH', 'n', 'x'],
      ['INCR', 'n'],
      ['GET', 'none'],
    ]);
    expect(replies).toEqual(['OK', 2, expect.objectContaining({ name: 'WrongTypeError' }), 3, null]);
  });

  it('of nothing answers nothing', async () => {
    expect(await redis().connection.pipeline([])).toEqual([]);
  });

  it('of ten thousand commands answers each', async () => {
    const commands = Array.from({ length: 10_000 }, (_, n) => ['ECHO', `${n}-${'x'.repeat(100)}`]);
    expect(await redis().connection.pipeline(commands)).toEqual(commands.map(([, text]) => text));
  });

  it('sends nothing when one command is refused', async () => {
    const replies = await redis().connection.pipeline([
      ['SET', 'a', '1'],
      ['SUBSCRIBE', 'c'],
    ]);
    expect(replies).toEqual([
      expect.objectContaining({ code: 'INTERNAL' }),
      expect.objectContaining({ code: 'INTERNAL' }),
    ]);
    expect(await redis().connection.send(['EXISTS', 'a'])).toBe(0);
  });

  it('carries a whole transaction', async () => {
    const replies = await redis().connection.pipeline([['MULTI'], ['SET', 'a', '1'], ['INCR', 'a'], ['EXEC']]);
    expect(replies).toEqual(['OK', 'QUEUED', 'QUEUED', ['OK', 2]]);
  });

  it('tells which commands of a transaction failed', async () => {
    const replies = await redis().connection.pipeline([['MULTI'], ['SET', 'a', 'x'], ['LPUSH', 'a', 'y'], ['EXEC']]);
    expect(replies[3]).toMatchObject({
      name: 'TransactionFailedError',
      replies: ['OK', expect.objectContaining({ name: 'WrongTypeError' })],
    });
    expect(await redis().connection.send(['GET', 'a'])).toBe('x');
  });

  it('tells that a transaction was thrown away', async () => {
    const replies = await redis().connection.pipeline([['MULTI'], ['SET', 'a', 'x'], ['NOSUCH'], ['EXEC']]);
    expect(replies[3]).toMatchObject({ name: 'TransactionAbortedError' });
    expect(await redis().connection.send(['EXISTS', 'a'])).toBe(0);
  });

  it('keeps the transactions of many callers apart', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () =>
        redis().connection.pipeline([['MULTI'], ['INCR', 'a'], ['INCR', 'a'], ['EXEC']]),
      ),
    );
    expect(await redis().connection.send(['GET', 'a'])).toBe('100');
  });
});

describe('scripts', () => {
  const append = defineScript(`#!lua\nreturn redis.call('RPUSH', KEYS[1], ARGV[1])`);

  it('run', async () => {
    expect(await redis().connection.run(append, ['list'], ['a'])).toBe(1);
    expect(await redis().connection.run(append, ['list'], ['b'])).toBe(2);
  });

  it('take one command to the engine once it knows them', async () => {
    await redis().connection.run(append, ['list'], ['a']);
    await redis().connection.send(['CONFIG', 'RESETSTAT']);
    await redis().connection.run(append, ['list'], ['b']);
    const stats = await redis().text(['INFO', 'commandstats']);
    expect([...stats.matchAll(/cmdstat_([a-z|]+):calls=1,/g)].map(([, name]) => name).sort()).toEqual(
      ['config|resetstat', 'evalsha', 'rpush'].sort(),
    );
  });

  it('run when the engine lost them', async () => {
    await redis().connection.run(append, ['list'], ['a']);
    await redis().connection.send(['SCRIPT', 'FLUSH']);
    expect(await redis().connection.run(append, ['list'], ['b'])).toBe(2);
    expect(await redis().connection.run(append, ['list'], ['c'])).toBe(3);
  });

  it('run whoever throws them away meanwhile', async () => {
    const runs = Array.from({ length: 200 }, async (_, n) => {
      if (n % 10 === 0) await redis().connection.send(['SCRIPT', 'FLUSH']);
      return redis().connection.run(append, ['list'], [String(n)]);
    });
    await Promise.all(runs);
    expect(await redis().connection.send(['LLEN', 'list'])).toBe(200);
  });

  it('stand in pipelines, in order, even when the engine lost them', async () => {
    await redis().connection.run(append, ['list'], ['a']);
    await redis().connection.send(['SCRIPT', 'FLUSH']);
    const replies = await redis().connection.pipeline([
      scriptCommand(append, ['list'], ['b']),
      ['SET', 'text', 'x'],
      scriptCommand(append, ['text'], ['y']),
      scriptCommand(append, ['list'], ['c']),
    ]);
    expect(replies).toEqual([2, 'OK', expect.objectContaining({ name: 'WrongTypeError' }), 3]);
    expect(await redis().connection.send(['LRANGE', 'list', '0', '-1'])).toEqual(['a', 'b', 'c']);
  });

  it('run for a user who may not load them', async () => {
    await redis().connection.send(['ACL', 'SETUSER', 'runner', 'on', '>pw', '~*', '+@all', '-script']);
    const runner = await redis().open({ url: redis().url.replace('//', '//runner:pw@') });
    const unknown = defineScript(`#!lua\nreturn ARGV[1] -- unknown`);
    expect(await runner.run(unknown, [], ['a'])).toBe('a');
    expect(await runner.pipeline([scriptCommand(unknown, [], ['b'])])).toEqual(['b']);
  });
});
