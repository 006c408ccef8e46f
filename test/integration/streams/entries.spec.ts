import { defineStream } from '../../../src/lib/messaging/streams/define-stream.js';
import { collect } from '../../support/collect.js';
import { numbers, openMessagingLab } from '../../support/messaging-lab.js';
import type { Step } from '../../support/messaging-lab.js';
import { forAllTests } from '../../support/for-all-tests.js';

const lab = forAllTests(() => openMessagingLab('streams-test'));
afterEach(() => lab().settle());

const open = () => lab().streams();
const makeStream = (options = {}) => defineStream<Step>(lab().name(), options);

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
    const old = numbers(300).map((n) => ['XADD', young.keyOf(lab().keys), `${n + 1}-0`, 'payload', '{"n":0}']);
    await lab().connection.pipeline(old);
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
