import { defineStream } from '../../../src/lib/messaging/streams/define-stream.js';
import { numbers, openMessagingLab } from '../../support/messaging-lab.js';
import type { Step } from '../../support/messaging-lab.js';
import { forAllTests } from '../../support/for-all-tests.js';
import { until } from '../../support/processes.js';

const lab = forAllTests(() => openMessagingLab('streams-test'));
afterEach(() => lab().settle());

const open = () => lab().streams();
const makeStream = () => defineStream<Step>(lab().name());

describe('an effect that is committed', () => {
  const counter = (stream: { readonly name: string }) => lab().keys.state('stream', `{${stream.name}}`, 'counter');

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
    await lab().connection.send(['XADD', stream.keyOf(lab().keys), '*', '#key', 'once', 'payload', '{"n":1000}']);
    await until('all entries', async () => {
      const [group] = await producer.groups(stream);
      return outcomes.length >= 42 && group!.pending === 0 && group!.lag === 0;
    });
    expect(await lab().connection.send(['GET', counter(stream)])).toBe(String(780 + 1_000));
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
    expect(await lab().connection.send(['GET', counter(stream)])).toBe('1');
  });

  it('fails for good where the engine did a part of it', async () => {
    const stream = makeStream();
    const streams = open();
    const text = lab().keys.state('stream', `{${stream.name}}`, 'text');
    await lab().connection.send(['SET', text, 'no number']);
    streams.consume(stream, { group: 'g', maxTries: 3, retryBaseMs: 5 }, async ({ commit }) => {
      const commands = [
        ['INCR', counter(stream)],
        ['INCR', text],
      ];
      await commit({ keys: [counter(stream), text], commands });
    });
    await streams.add(stream, { n: 1 });
    await until('the dead letter', async () => (await streams.deadLetters(stream, 'g')).length === 1);
    expect(await lab().connection.send(['GET', counter(stream)])).toBe('1');
    expect((await streams.deadLetters(stream, 'g'))[0]).toMatchObject({
      tries: 3,
      error: expect.stringContaining('value is not an integer'),
    });
  });
});
