import { TransactionFailedError, WrongTypeError } from '../../src/lib/errors/engine-errors.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { Transactions } from '../../src/lib/state/transactions/transactions.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import type { ConnectedEngine } from '../support/connected-engine.js';
import { until } from '../support/processes.js';
import { accountKey, transferCents } from '../support/transfers.js';

const keys = createKeys('tx');
let engine: ConnectedEngine;
let connections: readonly RedisConnection[];
let connection: RedisConnection;
let transactions: Transactions;

beforeAll(async () => {
  engine = await startConnectedEngine(5, { exclusive: { acquireTimeoutMs: 30_000 } });
  ({ connection, connections } = engine);
  transactions = new Transactions(connection);
});
afterAll(() => engine.close());

const key = (name: string) => keys.state('counter', '{t}', name);
const get = (name: string) => connection.send(['GET', key(name)]);

describe('a transaction', () => {
  it('is carried out on what it read, or planned again', async () => {
    await connection.send(['SET', key('n'), '1']);
    let plans = 0;
    const result = await transactions.run([key('n')], async (own) => {
      const read = Number(await own.send(['GET', key('n')]));
      if (++plans < 3) await connection.send(['INCR', key('n')]);
      return { commands: [['SET', key('n'), String(read * 10)]], value: read };
    });
    expect(result).toEqual({ value: 3, replies: ['OK'], attempts: 3 });
    expect(await get('n')).toBe('30');
  });

  it('of fifty clients that double and count loses nothing', async () => {
    await connection.send(['MSET', key('count'), '0', key('twice'), '0']);
    const increment = (client: number) =>
      new Transactions(connections[client % 5]!).run(
        [key('count')],
        async (own) => {
          const count = Number(await own.send(['GET', key('count')])) + 1;
          return {
            commands: [
              ['SET', key('count'), String(count)],
              ['SET', key('twice'), String(count * 2)],
            ],
            value: count,
          };
        },
        { attempts: 1_000, deadlineMs: 60_000 },
      );
    const results = await Promise.all(Array.from({ length: 50 }, (_, client) => increment(client)));
    expect(new Set(results.map(({ value }) => value)).size).toBe(50);
    expect([await get('count'), await get('twice')]).toEqual(['50', '100']);
  });

  it('without commands changes nothing and watches nothing any more', async () => {
    await connection.send(['SET', key('idle'), '1']);
    const result = await transactions.run([key('idle')], () => Promise.resolve({ commands: [], value: 'nothing' }));
    expect(result).toEqual({ value: 'nothing', replies: [], attempts: 1 });
    await connection.send(['SET', key('idle'), '2']);
    expect(await connection.exclusive((own) => own.pipeline([['MULTI'], ['GET', key('idle')], ['EXEC']]))).toEqual([
      'OK',
      'QUEUED',
      ['2'],
    ]);
  });

  it('whose plan fails passes the failure on', async () => {
    const failing = transactions.run([key('n')], () => Promise.reject(new Error('No paper')));
    await expect(failing).rejects.toThrow('No paper');
  });

  it.each([
    [{ attempts: 3 }, 'each of the 3 times'],
    [{ deadlineMs: 30 }, 'before the transaction could be carried out'],
  ])('that others always forestall is given up with %j', async (options, message) => {
    const contended = transactions.run(
      [key('busy')],
      async () => {
        await connection.send(['INCR', key('busy')]);
        return { commands: [['SET', key('busy'), 'mine']], value: null };
      },
      options,
    );
    await expect(contended).rejects.toMatchObject({
      code: 'WRITE_CONTENDED',
      status: 503,
      retryAfter: 1,
      message: expect.stringContaining(message),
    });
    expect(await get('busy')).not.toBe('mine');
  });

  it('stops when the caller does', async () => {
    const caller = new AbortController();
    const contended = transactions.run(
      [key('left')],
      async () => {
        await connection.send(['INCR', key('left')]);
        caller.abort(new Error('The caller went away'));
        return { commands: [['SET', key('left'), 'mine']], value: null };
      },
      { signal: caller.signal },
    );
    await expect(contended).rejects.toThrow('The caller went away');
  });

  it('is planned again, over another connection, when its own was lost before the commands were sent', async () => {
    await connection.send(['SET', key('cut'), '5']);
    let plans = 0;
    const { attempts } = await transactions.run([key('cut')], async (own) => {
      const read = Number(await own.send(['GET', key('cut')]));
      if (++plans === 1) {
        const id = Number(await own.send(['CLIENT', 'ID']));
        await connection.send(['CLIENT', 'KILL', 'ID', String(id)]);
        await connection.send(['SET', key('cut'), '7']);
        const isLost = () =>
          own.send(['PING']).then(
            () => false,
            () => true,
          );
        await until('the connection is lost', isLost);
      }
      return { commands: [['SET', key('cut'), String(read + 1)]], value: read };
    });
    expect([attempts, await get('cut')]).toEqual([2, '8']);
  });

  it('names the command that the engine refused', async () => {
    await connection.send(['RPUSH', key('list'), 'a']);
    const commands = [
      ['SET', key('kept'), '1'],
      ['INCR', key('list')],
    ];
    await expect(transactions.atomically(commands)).rejects.toThrow(TransactionFailedError);
    expect(await get('kept')).toBe('1');
    const unknown = transactions.atomically([['SET', key('thrown'), '1'], ['NOTHING']]);
    await expect(unknown).rejects.toThrow(/NOTHING/);
    expect(await get('thrown')).toBeNull();
  });

  it.each([[{ attempts: 0 }], [{ attempts: 1_001 }], [{ deadlineMs: 1.5 }]])('refuses %j', async (options) => {
    const refused = transactions.run([key('n')], () => Promise.resolve({ commands: [], value: null }), options);
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      message: expect.stringContaining('from 1 to'),
    });
  });
});

describe('commands', () => {
  it('sent atomically are answered in order', async () => {
    await connection.send(['DEL', key('a')]);
    expect(
      await transactions.atomically([
        ['INCR', key('a')],
        ['INCRBY', key('a'), '4'],
        ['GET', key('a')],
      ]),
    ).toEqual([1, 5, '5']);
    expect(await transactions.atomically([])).toEqual([]);
  });

  it('sent by pipeline are answered in order, an error in its place', async () => {
    const commands = Array.from({ length: 1_200 }, (_, at) => ['SET', key(`p${at}`), String(at)]);
    const replies = await transactions.pipeline([...commands, ['INCR', key('list')], ['GET', key('p1199')]]);
    expect(replies).toHaveLength(1_202);
    expect(replies.slice(0, 1_200).every((reply) => reply === 'OK')).toBe(true);
    expect(replies[1_200]).toBeInstanceOf(WrongTypeError);
    expect(replies[1_201]).toBe('1199');
  });
});

describe('compare and set', () => {
  it('has one winner of fifty, and deletes only what is expected', async () => {
    const name = key('leader');
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, client) =>
        new Transactions(connections[client % 5]!).compareAndSet(name, null, `client ${client}`),
      ),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    const winner = `client ${outcomes.indexOf(true)}`;
    expect(await transactions.compareAndSet(name, 'somebody', 'me')).toBe(false);
    expect(await transactions.compareAndSet(name, winner, 'me')).toBe(true);
    expect(await transactions.compareAndDelete(name, winner)).toBe(false);
    expect(await transactions.compareAndDelete(name, 'me')).toBe(true);
    expect(await transactions.compareAndDelete(name, 'me')).toBe(false);
    expect(await transactions.compareAndSet(name, '', 'me')).toBe(false);
  });

  it('keeps the time to live unless it is given another', async () => {
    const name = key('lease');
    expect(await transactions.compareAndSet(name, null, 'a', { ttlMs: 60_000 })).toBe(true);
    expect(await transactions.compareAndSet(name, 'a', '')).toBe(true);
    expect(Number(await connection.send(['PTTL', name]))).toBeGreaterThan(30_000);
    expect(await transactions.compareAndSet(name, '', 'b', { ttlMs: 900_000 })).toBe(true);
    expect(Number(await connection.send(['PTTL', name]))).toBeGreaterThan(800_000);
    await expect(transactions.compareAndSet(name, 'b', 'c', { ttlMs: 0 })).rejects.toMatchObject({
      code: 'INVALID_VALUE',
    });
    await expect(transactions.compareAndSet(key('list'), 'b', 'c')).rejects.toThrow(WrongTypeError);
  });
});

describe('transfers between two accounts', () => {
  it('of fifty concurrent clients neither lose nor make money, and overdraw nothing', async () => {
    const [alice, bob] = ['alice', 'bob'].map((name) => accountKey(keys, name)) as [string, string];
    await connection.send(['MSET', alice, '10000', bob, '5000']);
    const clients = connections.map((each) => ({ transactions: new Transactions(each), keys }));
    const transfers = Array.from({ length: 200 }, (_, at) => ({
      id: String(at % 150),
      from: at % 2 === 0 ? 'alice' : 'bob',
      to: at % 2 === 0 ? 'bob' : 'alice',
      cents: 1 + ((at * 37) % 150) * 10,
    }));
    const moved: boolean[] = [];
    const client = async (number: number) => {
      for (let at = number; at < transfers.length; at += 50) {
        const { id, ...transfer } = transfers[Number(transfers[at]!.id)]!;
        moved[Number(id)] = await transferCents(clients[number % 5]!, { id, ...transfer });
        const balances = (await connection.send(['MGET', alice, bob])) as string[];
        expect(balances.map(Number).reduce((sum, cents) => sum + cents)).toBe(15_000);
        expect(Math.min(...balances.map(Number))).toBeGreaterThanOrEqual(0);
      }
    };
    await Promise.all(Array.from({ length: 50 }, (_, number) => client(number)));
    const expected = transfers.slice(0, 150).reduce((balance, { from, cents }, at) => {
      if (moved[at] !== true) return balance;
      return from === 'alice' ? balance - cents : balance + cents;
    }, 10_000);
    expect(await connection.send(['MGET', alice, bob])).toEqual([String(expected), String(15_000 - expected)]);
    expect(moved.filter(Boolean).length).toBeGreaterThan(10);
  });
});
