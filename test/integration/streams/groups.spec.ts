import { defineStream } from '../../../src/lib/messaging/streams/define-stream.js';
import { forAllTests } from '../../support/for-all-tests.js';
import { gate } from '../../support/gate.js';
import { numbers, openMessagingLab } from '../../support/messaging-lab.js';
import type { Step } from '../../support/messaging-lab.js';
import { until } from '../../support/processes.js';

const lab = forAllTests(() => openMessagingLab('streams-test'));
afterEach(() => lab().settle());

const open = () => lab().streams();
const makeStream = () => defineStream<Step>(lab().name());

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
    expect(lab().reports).toEqual([]);
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
    const { open: release, opened } = gate();
    let now = 0;
    let most = 0;
    let done = 0;
    const consumer = streams.consume(stream, { group: 'g', concurrency: 3 }, async () => {
      most = Math.max(most, ++now);
      await opened;
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
    expect(lab().reports).toHaveLength(3);
    expect(lab().reports[0]).toContain(`group "g", entry`);
    expect(lab().reports[0]).toContain('try 1 of 4: Error: not yet');
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
    await lab().connection.send(['XADD', stream.keyOf(lab().keys), '*', 'payload', '{']);
    await until('the dead letter', async () => (await streams.groups(stream))[0]?.deadLetters === 1);
  });
});
