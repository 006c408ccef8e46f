import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AisleModule } from '../../src/lib/aisle.module.js';
import { defineStream } from '../../src/lib/messaging/streams/define-stream.js';
import { OnStream } from '../../src/lib/messaging/streams/on-stream.decorator.js';
import type { StreamMessage } from '../../src/lib/messaging/streams/stream-message.js';
import { Streams } from '../../src/lib/messaging/streams/streams.js';
import { StreamsModule } from '../../src/lib/messaging/streams/streams.module.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { collect } from '../support/collect.js';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { until } from '../support/processes.js';

interface Step {
  readonly n: number;
}
const keys = createKeys('streams-test');
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

let engine: TestEngine;
let connection: RedisConnection;
let reports: string[];
const opened: Streams[] = [];
let streamsMade = 0;

beforeAll(async () => {
  engine = await startTestEngine();
  connection = await openConnection({ url: engine.url });
});
beforeEach(() => {
  reports = [];
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((streams) => streams.close()));
});
afterAll(async () => {
  await connection.close();
  await engine.close();
});

/** Streams as another process would have them. */
function open(): Streams {
  const onError = (error: unknown, where: string) => reports.push(`${where}: ${String(error)}`);
  const streams = new Streams(connection, keys, { onError });
  opened.push(streams);
  return streams;
}

const makeStream = (options = {}) => defineStream<Step>(`steps-${++streamsMade}`, options);

/** A promise to be kept by hand. */
function gate() {
  let open!: () => void;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

describe('a stream', () => {
  it('gives back what was added, from the beginning and after an id', async () => {
    const stream = makeStream();
    const streams = open();
    const ids: string[] = [];
    for (const n of numbers(5)) ids.push(await streams.add(stream, { n }));
    expect(await streams.read(stream)).toEqual(numbers(5).map((n) => ({ id: ids[n], payload: { n } })));
    expect(await streams.read(stream, { after: ids[1]!, limit: 2 })).toEqual(
      [2, 3].map((n) => ({ id: ids[n], payload: { n } })),
    );
    const replayed = await collect(streams.replay(stream, { after: ids[2]! }));
    expect(replayed.map(({ payload }) => payload.n)).toEqual([3, 4]);
  });

  it('keeps as many entries as asked for, or as long', async () => {
    const streams = open();
    const short = makeStream({ maxLength: 100 });
    await Promise.all(numbers(1_000).map((n) => streams.add(short, { n })));
    const kept = await streams.read(short);
    expect(kept.length).toBeGreaterThanOrEqual(100);
    expect(kept.length).toBeLessThan(300);
    expect(kept.at(-1)!.payload).toEqual({ n: 999 });

    const young = makeStream({ maxAgeMs: 60_000 });
    const old = numbers(300).map((n) => ['XADD', young.keyOf(keys), `${n + 1}-0`, 'payload', '{"n":0}']);
    await connection.pipeline(old);
    await streams.add(young, { n: 1 });
    expect((await streams.read(young)).length).toBeLessThan(110);
  });

  it('takes an entry of one key once, however often and from wherever it comes', async () => {
    const stream = makeStream();
    const ids = await Promise.all(
      numbers(50).map((n) => open().add(stream, { n }, { idempotencyKey: n % 2 === 0 ? 'even' : 'odd' })),
    );
    expect(new Set(ids).size).toBe(2);
    expect(await open().read(stream)).toHaveLength(2);
  });

  it.each<[string, () => unknown]>([
    ['an id', () => open().read(makeStream(), { after: 'x' })],
    ['a limit', () => open().read(makeStream(), { limit: 0 })],
    ['a payload', () => open().add(makeStream() as never, undefined)],
    ['a key', () => open().add(makeStream(), { n: 1 }, { idempotencyKey: '' })],
    ['a name', () => defineStream('a{b}')],
    ['a length', () => defineStream('a', { maxLength: 0 })],
    ['a group', () => open().consume(makeStream(), { group: '' }, () => undefined)],
    ['a beginning', () => open().consume(makeStream(), { group: 'g', from: 'x' as never }, () => undefined)],
    ['concurrency', () => open().consume(makeStream(), { group: 'g', concurrency: 0 }, () => undefined)],
  ])('refuses %s that is not usable', async (_, use) => {
    await expect(Promise.resolve().then(use)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  });
});

describe('a group', () => {
  it('hands each entry to one of its consumers, and all of them to each group', async () => {
    const stream = makeStream();
    const seen: Record<string, number[]> = { a: [], b: [] };
    for (const group of ['a', 'a', 'a', 'b']) {
      open().consume(stream, { group, concurrency: 5 }, ({ payload }) => seen[group]!.push(payload.n));
    }
    const producer = open();
    await Promise.all(numbers(500).map((n) => producer.add(stream, { n })));
    await until('all entries', () => seen.a!.length >= 500 && seen.b!.length >= 500);
    expect(seen.a!.toSorted((x, y) => x - y)).toEqual(numbers(500));
    expect(seen.b).toEqual(numbers(500));
    await until('the acknowledgements', async () =>
      (await producer.groups(stream)).every(({ pending, lag }) => pending === 0 && lag === 0),
    );
    expect(reports).toEqual([]);
  });

  it('begins where it is told to, and goes on where it was', async () => {
    const stream = makeStream();
    const streams = open();
    const first = await streams.add(stream, { n: 0 });
    await streams.add(stream, { n: 1 });
    const seen: Record<string, number[]> = { all: [], rest: [], fresh: [] };
    const consume = (group: string, from: 'oldest' | 'new' | `${number}-${number}`) =>
      open().consume(stream, { group, from }, ({ payload }) => seen[group]!.push(payload.n));
    const consumers = [
      consume('all', 'oldest'),
      consume('rest', first as `${number}-${number}`),
      consume('fresh', 'new'),
    ];
    await until('three groups', async () => (await streams.groups(stream)).length === 3);
    await streams.add(stream, { n: 2 });
    await until('the new entry', () => Object.values(seen).every((list) => list.includes(2)));
    expect(seen).toEqual({ all: [0, 1, 2], rest: [1, 2], fresh: [2] });
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await streams.add(stream, { n: 3 });
    consume('fresh', 'new');
    await until('what was added meanwhile', () => seen.fresh!.length === 2);
    expect(seen.fresh).toEqual([2, 3]);

    await streams.rewind(stream, 'fresh', first);
    await until('what was read before', () => seen.fresh!.length === 5);
    expect(seen.fresh).toEqual([2, 3, 1, 2, 3]);
  });

  it('fetches no more entries than it may handle at a time', async () => {
    const stream = makeStream();
    const streams = open();
    await Promise.all(numbers(20).map((n) => streams.add(stream, { n })));
    const { open: release, passed } = gate();
    let now = 0;
    let most = 0;
    let done = 0;
    const consumer = streams.consume(stream, { group: 'g', concurrency: 3 }, async () => {
      most = Math.max(most, ++now);
      await passed;
      now--;
      done++;
    });
    await until('three handlers', () => now === 3);
    expect(consumer.inFlight).toBe(3);
    expect(await streams.groups(stream)).toMatchObject([{ pending: 3, lag: 17 }]);
    release();
    await until('all entries', () => done === 20);
    expect(most).toBe(3);
  });

  it('tries again what failed, later each time, and lets the others pass', async () => {
    const stream = makeStream();
    const streams = open();
    const tries: number[] = [];
    const keysSeen = new Set<string>();
    const others: number[] = [];
    const options = { group: 'g', concurrency: 1, retryBaseMs: 20, maxTries: 4 };
    streams.consume(stream, options, ({ payload, tries: count, idempotencyKey }) => {
      if (payload.n !== 0) return others.push(payload.n);
      tries.push(count);
      keysSeen.add(idempotencyKey);
      if (count < 4) throw new Error('not yet');
      return undefined;
    });
    for (const n of numbers(5)) await streams.add(stream, { n });
    await until('the last try', () => tries.length === 4);
    await until('the acknowledgement', async () => (await streams.groups(stream))[0]!.pending === 0);
    expect(tries).toEqual([1, 2, 3, 4]);
    expect(keysSeen.size).toBe(1);
    expect(others).toEqual([1, 2, 3, 4]);
    expect(reports).toHaveLength(3);
    expect(reports[0]).toContain(`group "g", entry`);
    expect(reports[0]).toContain('try 1 of 4: Error: not yet');
  });

  it('puts aside what fails for good, and takes it up again for this group alone', async () => {
    const stream = makeStream();
    const streams = open();
    const handled: string[] = [];
    let isBroken = true;
    streams.consume(stream, { group: 'weak', maxTries: 2, retryBaseMs: 5 }, ({ idempotencyKey, payload }) => {
      if (isBroken && payload.n === 1) throw new TypeError('broken');
      handled.push(`weak ${payload.n} ${idempotencyKey}`);
    });
    streams.consume(stream, { group: 'strong' }, ({ payload }) => handled.push(`strong ${payload.n}`));
    await streams.add(stream, { n: 0 });
    const origin = await streams.add(stream, { n: 1 });
    await until('the dead letter', async () => (await streams.deadLetters(stream, 'weak')).length === 1);
    expect(await streams.deadLetters(stream, 'weak')).toEqual([
      { id: expect.any(String), origin, payload: { n: 1 }, tries: 2, error: 'TypeError: broken' },
    ]);
    expect(await streams.groups(stream)).toMatchObject([
      { group: 'strong', pending: 0, deadLetters: 0 },
      { group: 'weak', pending: 0, deadLetters: 1 },
    ]);
    // It dies a second time, and keeps the key that it had at first.
    expect(await streams.revive(stream, 'weak')).toBe(1);
    await until('the second death', async () => (await streams.deadLetters(stream, 'weak'))[0]?.origin === origin);
    isBroken = false;
    expect(await streams.revive(stream, 'weak')).toBe(1);
    await until('its success', () => handled.includes(`weak 1 ${origin}`));
    expect(handled.filter((line) => line === 'strong 1')).toHaveLength(1);
    expect(await streams.deadLetters(stream, 'weak')).toEqual([]);
  });

  it('puts aside what cannot be read', async () => {
    const stream = makeStream();
    const streams = open();
    streams.consume(stream, { group: 'g', maxTries: 1 }, () => undefined);
    await connection.send(['XADD', stream.keyOf(keys), '*', 'payload', '{']);
    await until('the dead letter', async () => (await streams.groups(stream))[0]?.deadLetters === 1);
  });

  it('takes over the entries of a consumer that gives no sign of life, and counts its tries', async () => {
    const stream = makeStream();
    const streams = open();
    const id = await streams.add(stream, { n: 7 });
    await connection.send(['XGROUP', 'CREATE', stream.keyOf(keys), 'g', '0']);
    await connection.send(['XREADGROUP', 'GROUP', 'g', 'dead', 'STREAMS', stream.keyOf(keys), '>']);
    const seen: StreamMessage<Step>[] = [];
    streams.consume(stream, { group: 'g', claimAfterMs: 100 }, (message) => seen.push(message));
    await until('the entry', () => seen.length === 1);
    expect(seen[0]).toMatchObject({ id, payload: { n: 7 }, tries: 2 });
  });

  it('puts aside what kills each consumer that takes it', async () => {
    const stream = makeStream();
    const streams = open();
    await streams.add(stream, { n: 7 });
    await connection.send(['XGROUP', 'CREATE', stream.keyOf(keys), 'g', '0']);
    await connection.send(['XREADGROUP', 'GROUP', 'g', 'dead', 'STREAMS', stream.keyOf(keys), '>']);
    const seen: number[] = [];
    streams.consume(stream, { group: 'g', claimAfterMs: 100, maxTries: 1 }, ({ payload }) => seen.push(payload.n));
    await until('the dead letter', async () => (await streams.groups(stream))[0]!.deadLetters === 1);
    expect(seen).toEqual([]);
    expect((await streams.deadLetters(stream, 'g'))[0]!.error).toBe(
      'Delivered as often as allowed (1), and never handled to an end.',
    );
  });

  it('leaves an entry with a handler that takes long', async () => {
    const stream = makeStream();
    const { open: release, passed } = gate();
    const begun: string[] = [];
    const options = { group: 'g', claimAfterMs: 100 };
    const first = open();
    for (const [streams, name] of [
      [first, 'first'],
      [open(), 'second'],
    ] as const) {
      streams.consume(stream, options, async ({ signal }) => {
        begun.push(name);
        await passed;
        expect(signal.aborted).toBe(false);
      });
    }
    await first.add(stream, { n: 1 });
    await until('a handler', () => begun.length === 1);
    const end = performance.now() + 500;
    await until('some time', () => performance.now() > end);
    release();
    await until('the acknowledgement', async () => (await first.groups(stream))[0]!.pending === 0);
    expect(begun).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  it('tells a handler whose entry went to another', async () => {
    const stream = makeStream();
    const streams = open();
    const reasons: unknown[] = [];
    streams.consume(stream, { group: 'g', claimAfterMs: 150 }, async ({ signal }) => {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      reasons.push(signal.reason);
    });
    const id = await streams.add(stream, { n: 1 });
    await until('the delivery', async () => (await streams.groups(stream))[0]?.pending === 1);
    await connection.send(['XCLAIM', stream.keyOf(keys), 'g', 'thief', '0', id]);
    await until('the signal', () => reasons.length > 0);
    expect(String(reasons[0])).toContain('went to another consumer');
  });
});

describe('an effect that is committed', () => {
  const counter = (stream: { readonly name: string }) => keys.state('stream', `{${stream.name}}`, 'counter');

  it('happens once, however often and wherever an entry is handled', async () => {
    const stream = makeStream();
    const outcomes: boolean[] = [];
    for (const streams of [open(), open()]) {
      streams.consume(stream, { group: 'g', claimAfterMs: 100, maxTries: 100, retryBaseMs: 5 }, async (message) => {
        const { payload, commit, tries } = message;
        const effect = { keys: [counter(stream)], commands: [['INCRBY', counter(stream), String(payload.n)]] };
        outcomes.push(await commit(effect));
        if (tries < 2) throw new Error('after its effect');
      });
    }
    const producer = open();
    await Promise.all(numbers(40).map((n) => producer.add(stream, { n })));
    await producer.add(stream, { n: 1_000 }, { idempotencyKey: 'once' });
    // What another producer adds under the same key by hand is the same entry to the effect.
    await connection.send(['XADD', stream.keyOf(keys), '*', '#key', 'once', 'payload', '{"n":1000}']);
    await until('all entries', async () => {
      const [group] = await producer.groups(stream);
      return outcomes.length >= 42 && group!.pending === 0 && group!.lag === 0;
    });
    expect(await connection.send(['GET', counter(stream)])).toBe(String(780 + 1_000));
    expect(outcomes.filter((isNew) => isNew)).toHaveLength(41);
  });

  it('is not done again when the entry is read once more', async () => {
    const stream = makeStream();
    const streams = open();
    let handled = 0;
    streams.consume(stream, { group: 'g' }, async ({ commit }) => {
      await commit({ keys: [counter(stream)], commands: [['INCR', counter(stream)]] });
      handled++;
    });
    await streams.add(stream, { n: 1 });
    await until('the entry', () => handled === 1);
    await streams.rewind(stream, 'g', '0-0');
    await until('the entry again', () => handled === 2);
    expect(await connection.send(['GET', counter(stream)])).toBe('1');
  });

  it('fails for good where the engine did a part of it', async () => {
    const stream = makeStream();
    const streams = open();
    const text = keys.state('stream', `{${stream.name}}`, 'text');
    await connection.send(['SET', text, 'no number']);
    streams.consume(stream, { group: 'g', maxTries: 3, retryBaseMs: 5 }, async ({ commit }) => {
      const commands = [
        ['INCR', counter(stream)],
        ['INCR', text],
      ];
      await commit({ keys: [counter(stream), text], commands });
    });
    await streams.add(stream, { n: 1 });
    await until('the dead letter', async () => (await streams.deadLetters(stream, 'g')).length === 1);
    expect(await connection.send(['GET', counter(stream)])).toBe('1');
    expect((await streams.deadLetters(stream, 'g'))[0]).toMatchObject({
      tries: 3,
      error: expect.stringContaining('value is not an integer'),
    });
  });
});

describe('a consumer that is stopped', () => {
  it('finishes what it has, and takes nothing more', async () => {
    const stream = makeStream();
    const streams = open();
    const { open: release, passed } = gate();
    const done: number[] = [];
    const consumer = streams.consume(stream, { group: 'g', concurrency: 2 }, async ({ payload }) => {
      await passed;
      done.push(payload.n);
    });
    for (const n of numbers(4)) await streams.add(stream, { n });
    await until('two handlers', () => consumer.inFlight === 2);
    const stopped = consumer.stop();
    release();
    await stopped;
    expect(done).toEqual([0, 1]);
    expect(await streams.groups(stream)).toMatchObject([{ pending: 0, lag: 2 }]);
    expect(await connection.send(['XINFO', 'CONSUMERS', stream.keyOf(keys), 'g'])).toEqual([]);
  });

  it('hands on at once what it could not finish, without counting it as a try', async () => {
    const stream = makeStream();
    const streams = open();
    const signals: AbortSignal[] = [];
    const options = { group: 'g', graceMs: 50, claimAfterMs: 60_000 };
    const consumer = streams.consume(stream, options, ({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    const id = await streams.add(stream, { n: 1 });
    await until('the handler', () => signals.length === 1);
    await consumer.stop();
    expect(signals[0]!.aborted).toBe(true);
    const seen: unknown[] = [];
    open().consume(stream, options, (message) => seen.push([message.id, message.tries]));
    await until('the successor', () => seen.length === 1);
    expect(seen).toEqual([[id, 1]]);
  });
});

it('decorated methods consume while the application runs', async () => {
  const stream = makeStream();
  const seen: string[] = [];
  const { open: release, passed } = gate();

  @Injectable()
  class Billing {
    readonly name = 'billing';
    @OnStream(stream, { group: 'billing' })
    async bill({ payload }: StreamMessage<Step>) {
      seen.push(`${this.name} ${payload.n}`);
      if (payload.n === 2) await passed;
      seen.push(`done ${payload.n}`);
    }
  }
  @Module({
    imports: [AisleModule.forRoot({ redis: { url: engine.url }, namespace: 'streams-test' }), StreamsModule.forRoot()],
    providers: [Billing],
  })
  class AppModule {}

  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  await app.get(Streams).add(stream, { n: 1 });
  await app.get(Streams).add(stream, { n: 2 });
  await until('the second entry', () => seen.includes('billing 2'));
  const closed = app.close();
  release();
  await closed;
  expect(seen.toSorted()).toEqual(['billing 1', 'billing 2', 'done 1', 'done 2']);
  expect(await open().groups(stream)).toMatchObject([{ group: 'billing', pending: 0, lag: 0 }]);
});
