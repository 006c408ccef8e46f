import { defineScript } from '../../src/lib/redis/script.js';
import { startConnectedRedis } from '../support/connected-redis.js';
import { forAllTests } from '../support/for-all-tests.js';

const redis = forAllTests(startConnectedRedis);

beforeEach(() => redis().empty());

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
    expect(await redis().connection.send(['EVAL', script, '0'])).toEqual(expected);
  });

  it('keep __proto__ and its like as own members of a map', async () => {
    await redis().connection.send(['HSET', 'hash', '__proto__', 'a', 'constructor', 'b', 'plain', 'c']);
    const reply = await redis().connection.send(['HGETALL', 'hash']);
    expect(Object.entries(reply as object)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['plain', 'c'],
    ]);
  });

  it('come as Buffers where asked, byte by byte', async () => {
    const bytes = Buffer.from([0, 13, 10, 128, 255]);
    await redis().connection.send(['SET', 'bytes', bytes]);
    expect(await redis().connection.send(['GET', 'bytes'], { buffers: true })).toEqual(bytes);
    expect(await redis().connection.pipeline([['GET', 'bytes']], { buffers: true })).toEqual([bytes]);
    await redis().connection.send(['HSET', 'hash', 'field', bytes]);
    expect(await redis().connection.send(['HGETALL', 'hash'], { buffers: true })).toEqual({ field: bytes });
  });

  it('of several megabytes come whole', async () => {
    const text = 'äöü'.repeat(1_000_000);
    await redis().connection.send(['SET', 'long', text]);
    expect(await redis().connection.send(['GET', 'long'])).toBe(text);
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
    await redis().connection.pipeline([
      ['SET', 'text', 'x'],
      ['FT.CREATE', 'index', 'ON', 'JSON', 'SCHEMA', '$.a', 'AS', 'a', 'TAG'],
    ]);
    await expect(redis().connection.send(command)).rejects.toMatchObject({ name });
  });

  it('out of memory', async () => {
    await redis().connection.send(['CONFIG', 'SET', 'maxmemory', '1']);
    try {
      await expect(redis().connection.send(['SET', 'a', 'b'])).rejects.toMatchObject({
        code: 'ENGINE_OUT_OF_MEMORY',
        status: 503,
      });
      const script = defineScript(`#!lua\nreturn redis.call('SET', KEYS[1], 'x')`);
      await expect(redis().connection.run(script, ['a'], [])).rejects.toMatchObject({ code: 'ENGINE_OUT_OF_MEMORY' });
    } finally {
      await redis().connection.send(['CONFIG', 'SET', 'maxmemory', '0']);
    }
  });

  it('a replica takes no writes', async () => {
    await redis().connection.send(['REPLICAOF', '127.0.0.1', '1']);
    try {
      await expect(redis().connection.send(['SET', 'a', 'b'])).rejects.toMatchObject({ code: 'ENGINE_READ_ONLY' });
    } finally {
      await redis().connection.send(['REPLICAOF', 'NO', 'ONE']);
    }
  });

  it('a search that takes too long', async () => {
    await redis().connection.send(['FT.CREATE', 'index', 'SCHEMA', 't', 'TEXT']);
    await redis().connection.pipeline(
      Array.from({ length: 3_000 }, (_, n) => ['HSET', `d${n}`, 't', `word${n} common`]),
    );
    await redis().connection.send(['FT.CONFIG', 'SET', 'ON_TIMEOUT', 'FAIL']);
    try {
      const search = ['FT.AGGREGATE', 'index', '*', 'LOAD', '1', '@t', 'GROUPBY', '1', '@t', 'TIMEOUT', '1'];
      await expect(redis().connection.send(search)).rejects.toMatchObject({ code: 'SEARCH_TIMEOUT', status: 504 });
    } finally {
      await redis().connection.send(['FT.CONFIG', 'SET', 'ON_TIMEOUT', 'RETURN']);
    }
  });

  it('an argument that is no text', async () => {
    const command = ['SET', 'a', 1] as unknown as string[];
    await expect(redis().connection.send(command)).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringMatching(/SET "a" holds an argument/),
    });
    expect(await redis().connection.send(['PING'])).toBe('PONG');
  });

  it('a command without words is refused, and later replies go to their own callers', async () => {
    const replies = await Promise.allSettled([
      redis().connection.send(['ECHO', 'a']),
      redis().connection.send([]),
      redis().connection.send(['ECHO', 'b']),
    ]);
    expect(replies).toEqual([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: expect.objectContaining({ code: 'INTERNAL' }) },
      { status: 'fulfilled', value: 'b' },
    ]);
  });
});
