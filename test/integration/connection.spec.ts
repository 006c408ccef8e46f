import type { RedisOptions } from '../../src/lib/redis/connection-options.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import type { RedisCommand } from '../../src/lib/redis/redis-values.js';
import { defineScript, scriptCommand } from '../../src/lib/redis/script.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';

let redis: RedisProcess;
let connection: RedisConnection;
const opened: RedisConnection[] = [];

beforeAll(async () => {
  redis = await startRedis();
  connection = await openConnection({ url: redis.url, commandTimeoutMs: 10_000 });
});

afterAll(async () => {
  await connection.close();
  await redis.close();
});

beforeEach(() => connection.send(['FLUSHALL']));

afterEach(async () => {
  await Promise.all(opened.splice(0).map((other) => other.close()));
});

/** A further connection, closed after the test. */
async function open(options: RedisOptions): Promise<RedisConnection> {
  const other = await openConnection(options);
  opened.push(other);
  return other;
}

async function text(command: RedisCommand): Promise<string> {
  const reply = await connection.send(command);
  if (typeof reply !== 'string') throw new Error(`${String(command[0])} answered no text.`);
  return reply;
}

describe('replies', () => {
  it.each<[string, string, unknown]>([
    ['a status', `return {ok = 'FINE'}`, 'FINE'],
    ['a string', `return 'text'`, 'text'],
    ['an integer', `return 7`, 7],
    ['a double', `redis.setresp(3); return {double = 1.5}`, 1.5],
    ['infinity', `redis.setresp(3); return {double = 1/0}`, Infinity],
    ['true', `redis.setresp(3); return true`, true],
    ['false', `redis.setresp(3); return false`, false],
    ['null', `redis.setresp(3); return nil`, null],
    ['a big number', `redis.setresp(3); return {big_number = '12345678901234567890'}`, '12345678901234567890'],
    ['a verbatim string', `redis.setresp(3); return {verbatim_string = {format = 'txt', string = 'words'}}`, 'words'],
    ['a set', `redis.setresp(3); return {set = {a = true}}`, ['a']],
    ['a map', `redis.setresp(3); return {map = {a = 1, b = {map = {c = 'd'}}}}`, { a: 1, b: { c: 'd' } }],
    ['an array', `return {1, 'two', {3}}`, [1, 'two', [3]]],
  ])('%s', async (_what, script, expected) => {
    expect(await connection.send(['EVAL', script, '0'])).toEqual(expected);
  });

  it('keep __proto__ and its like as own members of a map', async () => {
    await connection.send(['HSET', 'hash', '__proto__', 'a', 'constructor', 'b', 'plain', 'c']);
    const reply = await connection.send(['HGETALL', 'hash']);
    expect(Object.entries(reply as object)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['plain', 'c'],
    ]);
  });

  it('come as Buffers where asked, byte by byte', async () => {
    const bytes = Buffer.from([0, 13, 10, 128, 255]);
    await connection.send(['SET', 'bytes', bytes]);
    expect(await connection.send(['GET', 'bytes'], { buffers: true })).toEqual(bytes);
    expect(await connection.pipeline([['GET', 'bytes']], { buffers: true })).toEqual([bytes]);
    await connection.send(['HSET', 'hash', 'field', bytes]);
    expect(await connection.send(['HGETALL', 'hash'], { buffers: true })).toEqual({ field: bytes });
  });

  it('of several megabytes come whole', async () => {
    const text = 'äöü'.repeat(1_000_000);
    await connection.send(['SET', 'long', text]);
    expect(await connection.send(['GET', 'long'])).toBe(text);
  });
});

describe('errors', () => {
  it.each<[string, readonly string[], string]>([
    ['a key of another kind', ['LPUSH', 'text', 'x'], 'WrongTypeError'],
    ['a JSON command on another kind', ['JSON.GET', 'text'], 'WrongTypeError'],
    ['no such index (FT.SEARCH)', ['FT.SEARCH', 'none', '*'], 'IndexNotFoundError'],
    ['no such index (FT.AGGREGATE)', ['FT.AGGREGATE', 'none', '*'], 'IndexNotFoundError'],
    ['no such index (FT.INFO)', ['FT.INFO', 'none'], 'IndexNotFoundError'],
    ['no such index (FT.DROPINDEX)', ['FT.DROPINDEX', 'none'], 'IndexNotFoundError'],
    ['no such index (FT.ALIASADD)', ['FT.ALIASADD', 'alias', 'none'], 'IndexNotFoundError'],
    ['no such index (FT.TAGVALS)', ['FT.TAGVALS', 'none', 'field'], 'IndexNotFoundError'],
    ['a query that cannot be parsed', ['FT.SEARCH', 'index', '@a:{', 'DIALECT', '2'], 'SearchSyntaxError'],
    ['no such script', ['EVALSHA', '0'.repeat(40), '0'], 'ScriptNotLoadedError'],
    ['no such command', ['NOSUCH'], 'EngineError'],
    ['a failing script', ['EVAL', `return redis.error_reply('STALE try again')`, '0'], 'EngineError'],
  ])('%s', async (_what, command, name) => {
    await connection.pipeline([
      ['SET', 'text', 'x'],
      ['FT.CREATE', 'index', 'ON', 'JSON', 'SCHEMA', '$.a', 'AS', 'a', 'TAG'],
    ]);
    await expect(connection.send(command)).rejects.toMatchObject({ name });
  });

  it('out of memory', async () => {
    await connection.send(['CONFIG', 'SET', 'maxmemory', '1']);
    try {
      await expect(connection.send(['SET', 'a', 'b'])).rejects.toMatchObject({
        code: 'ENGINE_OUT_OF_MEMORY',
        status: 503,
      });
      const script = defineScript(`#!lua\nreturn redis.call('SET', KEYS[1], 'x')`);
      await expect(connection.run(script, ['a'], [])).rejects.toMatchObject({ code: 'ENGINE_OUT_OF_MEMORY' });
    } finally {
      await connection.send(['CONFIG', 'SET', 'maxmemory', '0']);
    }
  });

  it('a replica takes no writes', async () => {
    await connection.send(['REPLICAOF', '127.0.0.1', '1']);
    try {
      await expect(connection.send(['SET', 'a', 'b'])).rejects.toMatchObject({ code: 'ENGINE_READ_ONLY' });
    } finally {
      await connection.send(['REPLICAOF', 'NO', 'ONE']);
    }
  });

  it('a search that takes too long', async () => {
    await connection.send(['FT.CREATE', 'index', 'SCHEMA', 't', 'TEXT']);
    await connection.pipeline(Array.from({ length: 3_000 }, (_, n) => ['HSET', `d${n}`, 't', `word${n} common`]));
    await connection.send(['FT.CONFIG', 'SET', 'ON_TIMEOUT', 'FAIL']);
    try {
      const search = ['FT.AGGREGATE', 'index', '*', 'LOAD', '1', '@t', 'GROUPBY', '1', '@t', 'TIMEOUT', '1'];
      await expect(connection.send(search)).rejects.toMatchObject({ code: 'SEARCH_TIMEOUT', status: 504 });
    } finally {
      await connection.send(['FT.CONFIG', 'SET', 'ON_TIMEOUT', 'RETURN']);
    }
  });

  it('an argument that is no text', async () => {
    const command = ['SET', 'a', 1] as unknown as string[];
    await expect(connection.send(command)).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringMatching(/SET "a" holds an argument/),
    });
    expect(await connection.send(['PING'])).toBe('PONG');
  });

  it('a command without words is refused, and later replies go to their own callers', async () => {
    const replies = await Promise.allSettled([
      connection.send(['ECHO', 'a']),
      connection.send([]),
      connection.send(['ECHO', 'b']),
    ]);
    expect(replies).toEqual([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: expect.objectContaining({ code: 'INTERNAL' }) },
      { status: 'fulfilled', value: 'b' },
    ]);
  });
});

describe('pipeline', () => {
  it('answers in order, an error in its place', async () => {
    const replies = await connection.pipeline([
      ['SET', 'n', '1'],
      ['INCR', 'n'],
      ['LPUSH', 'n', 'x'],
      ['INCR', 'n'],
      ['GET', 'none'],
    ]);
    expect(replies).toEqual(['OK', 2, expect.objectContaining({ name: 'WrongTypeError' }), 3, null]);
  });

  it('of nothing answers nothing', async () => {
    expect(await connection.pipeline([])).toEqual([]);
  });

  it('of ten thousand commands answers each', async () => {
    const commands = Array.from({ length: 10_000 }, (_, n) => ['ECHO', `${n}-${'x'.repeat(100)}`]);
    expect(await connection.pipeline(commands)).toEqual(commands.map(([, text]) => text));
  });

  it('sends nothing when one command is refused', async () => {
    const replies = await connection.pipeline([
      ['SET', 'a', '1'],
      ['SUBSCRIBE', 'c'],
    ]);
    expect(replies).toEqual([
      expect.objectContaining({ code: 'INTERNAL' }),
      expect.objectContaining({ code: 'INTERNAL' }),
    ]);
    expect(await connection.send(['EXISTS', 'a'])).toBe(0);
  });

  it('carries a whole transaction', async () => {
    const replies = await connection.pipeline([['MULTI'], ['SET', 'a', '1'], ['INCR', 'a'], ['EXEC']]);
    expect(replies).toEqual(['OK', 'QUEUED', 'QUEUED', ['OK', 2]]);
  });

  it('tells which commands of a transaction failed', async () => {
    const replies = await connection.pipeline([['MULTI'], ['SET', 'a', 'x'], ['LPUSH', 'a', 'y'], ['EXEC']]);
    expect(replies[3]).toMatchObject({
      name: 'TransactionFailedError',
      replies: ['OK', expect.objectContaining({ name: 'WrongTypeError' })],
    });
    expect(await connection.send(['GET', 'a'])).toBe('x');
  });

  it('tells that a transaction was thrown away', async () => {
    const replies = await connection.pipeline([['MULTI'], ['SET', 'a', 'x'], ['NOSUCH'], ['EXEC']]);
    expect(replies[3]).toMatchObject({ name: 'TransactionAbortedError' });
    expect(await connection.send(['EXISTS', 'a'])).toBe(0);
  });

  it('keeps the transactions of many callers apart', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () => connection.pipeline([['MULTI'], ['INCR', 'a'], ['INCR', 'a'], ['EXEC']])),
    );
    expect(await connection.send(['GET', 'a'])).toBe('100');
  });
});

describe('scripts', () => {
  const append = defineScript(`#!lua\nreturn redis.call('RPUSH', KEYS[1], ARGV[1])`);

  it('run', async () => {
    expect(await connection.run(append, ['list'], ['a'])).toBe(1);
    expect(await connection.run(append, ['list'], ['b'])).toBe(2);
  });

  it('take one command to the engine once it knows them', async () => {
    await connection.run(append, ['list'], ['a']);
    await connection.send(['CONFIG', 'RESETSTAT']);
    await connection.run(append, ['list'], ['b']);
    const stats = await text(['INFO', 'commandstats']);
    expect([...stats.matchAll(/cmdstat_([a-z|]+):calls=1,/g)].map(([, name]) => name).sort()).toEqual(
      ['config|resetstat', 'evalsha', 'rpush'].sort(),
    );
  });

  it('run when the engine lost them', async () => {
    await connection.run(append, ['list'], ['a']);
    await connection.send(['SCRIPT', 'FLUSH']);
    expect(await connection.run(append, ['list'], ['b'])).toBe(2);
    expect(await connection.run(append, ['list'], ['c'])).toBe(3);
  });

  it('run whoever throws them away meanwhile', async () => {
    const runs = Array.from({ length: 200 }, async (_, n) => {
      if (n % 10 === 0) await connection.send(['SCRIPT', 'FLUSH']);
      return connection.run(append, ['list'], [String(n)]);
    });
    await Promise.all(runs);
    expect(await connection.send(['LLEN', 'list'])).toBe(200);
  });

  it('stand in pipelines, in order, even when the engine lost them', async () => {
    await connection.run(append, ['list'], ['a']);
    await connection.send(['SCRIPT', 'FLUSH']);
    const replies = await connection.pipeline([
      scriptCommand(append, ['list'], ['b']),
      ['SET', 'text', 'x'],
      scriptCommand(append, ['text'], ['y']),
      scriptCommand(append, ['list'], ['c']),
    ]);
    expect(replies).toEqual([2, 'OK', expect.objectContaining({ name: 'WrongTypeError' }), 3]);
    expect(await connection.send(['LRANGE', 'list', '0', '-1'])).toEqual(['a', 'b', 'c']);
  });

  it('run for a user who may not load them', async () => {
    await connection.send(['ACL', 'SETUSER', 'runner', 'on', '>pw', '~*', '+@all', '-script']);
    const runner = await open({ url: redis.url.replace('//', '//runner:pw@') });
    const unknown = defineScript(`#!lua\nreturn ARGV[1] -- unknown`);
    expect(await runner.run(unknown, [], ['a'])).toBe('a');
    expect(await runner.pipeline([scriptCommand(unknown, [], ['b'])])).toEqual(['b']);
  });
});

describe('many users', () => {
  it.each([
    ['one connection', 1],
    ['a pool', 4],
  ])('get their own replies through %s', async (_what, size) => {
    const shared = await open({ pool: { url: redis.url }, size });
    const users = Array.from({ length: 50 }, async (_, user) => {
      for (let n = 0; n < 40; n++) {
        const text = `${user}:${n}`;
        const [single, several] = await Promise.all([
          shared.send(['ECHO', text]),
          shared.pipeline([['ECHO', `${text}a`], ['NOSUCH'], ['ECHO', `${text}b`]]),
        ]);
        expect([single, several[0], several[1] instanceof Error, several[2]]).toEqual([
          text,
          `${text}a`,
          true,
          `${text}b`,
        ]);
      }
    });
    await Promise.all(users);
  });

  it('share the connections of a pool', async () => {
    const pool = await open({ pool: { url: redis.url }, size: 3, clientName: 'pooled' });
    const ids = await Promise.all(Array.from({ length: 30 }, () => pool.send(['CLIENT', 'ID'])));
    expect(new Set(ids).size).toBe(3);
    await pool.close();
    expect(await text(['CLIENT', 'LIST'])).not.toContain('name=pooled');
  });
});

describe('exclusive', () => {
  it('keeps a watched transaction apart from others', async () => {
    await connection.send(['SET', 'n', '0']);
    const increment = async (): Promise<unknown> =>
      connection.exclusive(async (own) => {
        for (;;) {
          await own.send(['WATCH', 'n']);
          const n = Number(await own.send(['GET', 'n']));
          const replies = await own.pipeline([['MULTI'], ['SET', 'n', String(n + 1)], ['EXEC']]);
          if (replies[2] !== null) return replies[2];
        }
      });
    await Promise.all(Array.from({ length: 20 }, increment));
    expect(await connection.send(['GET', 'n'])).toBe('20');
  });

  it('answers null to EXEC when a watched key changed', async () => {
    const reply = await connection.exclusive(async (own) => {
      await own.send(['WATCH', 'n']);
      await connection.send(['SET', 'n', '5']);
      await own.send(['MULTI']);
      await own.send(['INCR', 'n']);
      return own.send(['EXEC']);
    });
    expect(reply).toBeNull();
  });

  it('reads that block hold nobody else up', async () => {
    const blocked = connection.exclusive((own) => own.send(['BLPOP', 'queue', '10']));
    expect(await connection.send(['PING'])).toBe('PONG');
    await connection.send(['RPUSH', 'queue', 'job']);
    expect(await blocked).toEqual(['queue', 'job']);
  });

  it('lends the same connection again when it is as before', async () => {
    const id = () => connection.exclusive((own) => own.send(['CLIENT', 'ID']));
    expect(await id()).toBe(await id());
  });

  it.each<[string, (own: RedisConnection) => Promise<unknown>]>([
    ['a transaction is open', (own) => own.send(['MULTI'])],
    ['keys are watched', (own) => own.send(['WATCH', 'n'])],
    [
      'keys are watched, though UNWATCH waits in a transaction',
      (own) => own.pipeline([['WATCH', 'n'], ['MULTI'], ['UNWATCH']]),
    ],
    ['another database is selected', (own) => own.send(['SELECT', '1'])],
    [
      'a command is not answered yet',
      (own) => Promise.resolve(void own.send(['BLPOP', 'none', '1']).catch(() => undefined)),
    ],
  ])('throws a connection away on which %s', async (_what, use) => {
    const spoilt = await connection.exclusive(async (own) => {
      const id = await own.send(['CLIENT', 'ID']);
      await use(own);
      return id;
    });
    const ids = await Promise.all(
      Array.from({ length: 10 }, () =>
        connection.exclusive(async (own) => {
          await own.send(['PING']);
          return own.send(['CLIENT', 'ID']);
        }),
      ),
    );
    expect(ids).not.toContain(spoilt);
    expect(await connection.exclusive((own) => own.send(['SET', 'a', '1']))).toBe('OK');
    expect(await connection.send(['GET', 'a'])).toBe('1');
  });

  it('gives the connection back when its user fails', async () => {
    const narrow = await open({ url: redis.url, exclusive: { size: 1, acquireTimeoutMs: 2_000 } });
    for (let n = 0; n < 3; n++) {
      await expect(narrow.exclusive(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    }
    expect(await narrow.exclusive((own) => own.send(['PING']))).toBe('PONG');
  });

  it('refuses more users than there are connections, after a while', async () => {
    const narrow = await open({ url: redis.url, exclusive: { size: 2, acquireTimeoutMs: 50 } });
    const hold = () => narrow.exclusive((own) => own.send(['BLPOP', 'queue', '10']));
    const held = [hold(), hold()];
    await expect(narrow.exclusive((own) => own.send(['PING']))).rejects.toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      sent: false,
      message: expect.stringContaining('All 2 exclusive connections'),
    });
    await connection.send(['RPUSH', 'queue', 'a', 'b']);
    expect(new Set(await Promise.all(held))).toEqual(
      new Set([
        ['queue', 'a'],
        ['queue', 'b'],
      ]),
    );
  });

  it('ends with its use', async () => {
    let kept: RedisConnection | undefined;
    await connection.exclusive((own) => {
      kept = own;
      return own.send(['PING']);
    });
    expect(kept?.isReady()).toBe(false);
    await expect(kept?.send(['PING'])).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringMatching(/after its end/),
    });
    expect(await kept?.pipeline([['PING']])).toEqual([expect.objectContaining({ code: 'INTERNAL' })]);
  });

  it('runs scripts and lends further connections', async () => {
    const script = defineScript('return ARGV[1]');
    const reply = await connection.exclusive(async (own) => [
      await own.run(script, [], ['a']),
      await own.pipeline([scriptCommand(script, [], ['b'])]),
      await own.exclusive((other) => other.send(['PING'])),
    ]);
    expect(reply).toEqual(['a', ['b'], 'PONG']);
  });
});

describe('shared connections', () => {
  it.each([
    [['WATCH', 'a']],
    [['MULTI']],
    [['SELECT', '1']],
    [['BLPOP', 'a', '0']],
    [['SUBSCRIBE', 'c']],
    [['HELLO', '2']],
  ])('refuse %j', async (command) => {
    await expect(connection.send(command)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await connection.send(['PING'])).toBe('PONG');
  });
});

describe('close', () => {
  it('waits for the commands under way, and refuses later ones', async () => {
    const own = await open({ url: redis.url, clientName: 'closing' });
    const slow = own.send(['EVAL', `local n = 0; for i = 1, 3e6 do n = n + i end; return 'done'`, '0']);
    const closed = own.close();
    expect(own.isReady()).toBe(false);
    await expect(own.send(['PING'])).rejects.toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      sent: false,
      message: expect.stringMatching(/is closed/),
    });
    await expect(own.exclusive((lent) => lent.send(['PING']))).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    await closed;
    expect(await slow).toBe('done');
    await own.close();
    expect(await text(['CLIENT', 'LIST'])).not.toContain('name=closing');
  });

  it('waits for connections that are lent', async () => {
    const own = await open({ url: redis.url });
    const lent = own.exclusive((lent) => lent.send(['BLPOP', 'queue', '10']));
    await expect(own.exclusive((other) => other.send(['PING']))).resolves.toBe('PONG');
    const closed = own.close();
    await connection.send(['RPUSH', 'queue', 'job']);
    expect(await lent).toEqual(['queue', 'job']);
    await closed;
  });
});
