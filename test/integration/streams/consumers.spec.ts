import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AisleModule } from '../../../src/lib/aisle.module.js';
import { defineStream } from '../../../src/lib/messaging/streams/define-stream.js';
import { OnStream } from '../../../src/lib/messaging/streams/on-stream.decorator.js';
import type { StreamMessage } from '../../../src/lib/messaging/streams/stream-message.js';
import { Streams } from '../../../src/lib/messaging/streams/streams.js';
import { StreamsModule } from '../../../src/lib/messaging/streams/streams.module.js';
import { forAllTests } from '../../support/for-all-tests.js';
import { gate } from '../../support/gate.js';
import { numbers, openMessagingLab } from '../../support/messaging-lab.js';
import type { Step } from '../../support/messaging-lab.js';
import { until } from '../../support/processes.js';

const lab = forAllTests(() => openMessagingLab('streams-test'));
afterEach(() => lab().settle());

const open = () => lab().streams();
const makeStream = () => defineStream<Step>(lab().name());

describe('a consumer', () => {
  it('takes over the entries of a consumer that gives no sign of life, and counts its tries', async () => {
    const stream = makeStream();
    const streams = open();
    const id = await streams.add(stream, { n: 7 });
    await lab().connection.send(['XGROUP', 'CREATE', stream.keyOf(lab().keys), 'g', '0']);
    await lab().connection.send(['XREADGROUP', 'GROUP', 'g', 'dead', 'STREAMS', stream.keyOf(lab().keys), '>']);
    const seen: StreamMessage<Step>[] = [];
    streams.consume(stream, { group: 'g', claimAfterMs: 100 }, (message) => seen.push(message));
    await until('the entry', () => seen.length === 1);
    expect(seen[0]).toMatchObject({ id, payload: { n: 7 }, tries: 2 });
  });

  it('puts aside what kills each consumer that takes it', async () => {
    const stream = makeStream();
    const streams = open();
    await streams.add(stream, { n: 7 });
    await lab().connection.send(['XGROUP', 'CREATE', stream.keyOf(lab().keys), 'g', '0']);
    await lab().connection.send(['XREADGROUP', 'GROUP', 'g', 'dead', 'STREAMS', stream.keyOf(lab().keys), '>']);
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
    const { open: release, opened } = gate();
    const begun: string[] = [];
    const options = { group: 'g', claimAfterMs: 100 };
    const first = open();
    for (const [streams, name] of [
      [first, 'first'],
      [open(), 'second'],
    ] as const) {
      streams.consume(stream, options, async ({ signal }) => {
        begun.push(name);
        await opened;
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
    expect(lab().reports).toEqual([]);
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
    await lab().connection.send(['XCLAIM', stream.keyOf(lab().keys), 'g', 'thief', '0', id]);
    await until('the signal', () => reasons.length > 0);
    expect(String(reasons[0])).toContain('went to another consumer');
  });
});

describe('a consumer that is stopped', () => {
  it('finishes what it has, and takes nothing more', async () => {
    const stream = makeStream();
    const streams = open();
    const { open: release, opened } = gate();
    const done: number[] = [];
    const consumer = streams.consume(stream, { group: 'g', concurrency: 2 }, async ({ payload }) => {
      await opened;
      done.push(payload.n);
    });
    for (const n of numbers(4)) await streams.add(stream, { n });
    await until('two handlers', () => consumer.inFlight === 2);
    const stopped = consumer.stop();
    release();
    await stopped;
    expect(done).toEqual([0, 1]);
    expect(await streams.groups(stream)).toMatchObject([{ pending: 0, lag: 2 }]);
    expect(await lab().connection.send(['XINFO', 'CONSUMERS', stream.keyOf(lab().keys), 'g'])).toEqual([]);
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
  const { open: release, opened } = gate();

  @Injectable()
  class Billing {
    readonly name = 'billing';
    @OnStream(stream, { group: 'billing' })
    async bill({ payload }: StreamMessage<Step>) {
      seen.push(`${this.name} ${payload.n}`);
      if (payload.n === 2) await opened;
      seen.push(`done ${payload.n}`);
    }
  }
  @Module({
    imports: [AisleModule.forRoot({ redis: { url: lab().url }, namespace: 'streams-test' }), StreamsModule.forRoot()],
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
