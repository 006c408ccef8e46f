import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AisleModule } from '../../../src/lib/aisle.module.js';
import { defineQueue } from '../../../src/lib/messaging/queues/define-queue.js';
import { JobLease } from '../../../src/lib/messaging/queues/job-lease.js';
import { OnJob } from '../../../src/lib/messaging/queues/on-job.decorator.js';
import { queueKeys } from '../../../src/lib/messaging/queues/queue-keys.js';
import type { Job } from '../../../src/lib/messaging/queues/queue-worker.js';
import { Queues } from '../../../src/lib/messaging/queues/queues.js';
import { QueuesModule } from '../../../src/lib/messaging/queues/queues.module.js';
import { forAllTests } from '../../support/for-all-tests.js';
import { gate } from '../../support/gate.js';
import { numbers, openMessagingLab } from '../../support/messaging-lab.js';
import type { Step } from '../../support/messaging-lab.js';
import { until } from '../../support/processes.js';

const NOTHING = { waiting: 0, delayed: 0, active: 0, dead: 0 };
const lab = forAllTests(() => openMessagingLab('queues-test'));
afterEach(() => lab().settle());

const open = () => lab().queues();
const makeQueue = () => defineQueue<Step>(lab().name());

describe('a queue', () => {
  it('tries again what failed, then puts it aside, and lets it be tried anew', async () => {
    const queue = makeQueue();
    const queues = open();
    const tries: number[] = [];
    let isBroken = true;
    queues.work(queue, { maxTries: 3, retryBaseMs: 10 }, ({ tries: count }) => {
      tries.push(count);
      if (isBroken) throw new RangeError('broken');
    });
    const { id } = await queues.add(queue, { n: 1 });
    await until('the dead letter', async () => (await queues.state(queue)).dead === 1);
    expect(tries).toEqual([1, 2, 3]);
    expect(await queues.deadJobs(queue)).toEqual([
      { id, payload: { n: 1 }, tries: 3, error: 'RangeError: broken', at: expect.any(Date) },
    ]);
    expect(lab().reports).toEqual(
      [1, 2, 3].map((n) => `Queue "${queue.name}", job ${id}, try ${n} of 3: RangeError: broken`),
    );
    isBroken = false;
    expect(await queues.revive(queue)).toBe(1);
    await until('its success', async () => tries.length === 4 && (await queues.state(queue)).active === 0);
    expect(tries).toEqual([1, 2, 3, 1]);
    expect(await lab().keysOf(queue)).toEqual([]);
  });

  it('gives a job to another worker when its own is silent', async () => {
    const queue = makeQueue();
    const queues = open();
    const { id } = await queues.add(queue, { n: 1 });
    const killed = new JobLease(lab().connection, queueKeys(lab().keys, queue), 'killed');
    expect(await killed.take(1, { visibilityMs: 100, maxTries: 5 })).toMatchObject({ jobs: [{ id, tries: 1 }] });
    const seen: [string, number][] = [];
    queues.work(queue, { visibilityMs: 100 }, (job) => {
      seen.push([job.id, job.tries]);
    });
    await until('the job', async () => seen.length === 1 && (await queues.state(queue)).active === 0);
    expect(seen).toEqual([[id, 2]]);
    expect(await lab().keysOf(queue)).toEqual([]);
  });

  it('puts aside what kills each worker that takes it', async () => {
    const queue = makeQueue();
    const queues = open();
    await queues.add(queue, { n: 1 });
    await new JobLease(lab().connection, queueKeys(lab().keys, queue), 'killed').take(1, {
      visibilityMs: 100,
      maxTries: 1,
    });
    const seen: number[] = [];
    queues.work(queue, { maxTries: 1 }, ({ payload }) => seen.push(payload.n));
    await until('the dead letter', async () => (await queues.state(queue)).dead === 1);
    expect(seen).toEqual([]);
    expect((await queues.deadJobs(queue))[0]!.error).toBe(
      'Taken as often as allowed (1), and never worked on to an end.',
    );
  });

  it('leaves a job with a handler that takes long', async () => {
    const queue = makeQueue();
    const { open: release, opened } = gate();
    const begun: number[] = [];
    for (const queues of [open(), open()]) {
      queues.work(queue, { visibilityMs: 100 }, async ({ tries, signal }) => {
        begun.push(tries);
        await opened;
        expect(signal.aborted).toBe(false);
      });
    }
    await open().add(queue, { n: 1 });
    await until('a handler', () => begun.length === 1);
    const end = performance.now() + 500;
    await until('some time', () => performance.now() > end);
    release();
    await until('the completion', async () => (await open().state(queue)).active === 0);
    expect(begun).toEqual([1]);
    expect(lab().reports).toEqual([]);
  });

  it('tells a handler whose job went to another, and does not take its end for the end of the job', async () => {
    const queue = makeQueue();
    const queues = open();
    const part = (name: string) => lab().keys.state('queue', `{${queue.name}}`, name);
    const signals: AbortSignal[] = [];
    const { open: release, opened } = gate();
    const worker = queues.work(queue, { visibilityMs: 150, concurrency: 1 }, async ({ signal }) => {
      signals.push(signal);
      await opened;
    });
    const { id } = await queues.add(queue, { n: 1 });
    await until('the handler', () => signals.length === 1);
    await lab().connection.send(['HSET', part('owners'), id, 'another']);
    await until('the signal', () => signals[0]!.aborted);
    release();
    await until('the end of the handler', () => worker.inFlight === 0);
    expect(await lab().connection.send(['HEXISTS', part('jobs'), id])).toBe(1);
  });

  it('is finished by workers that are stopped, and left in order by those that cannot', async () => {
    const queue = makeQueue();
    const queues = open();
    const { open: release, opened } = gate();
    const done: number[] = [];
    const good = queues.work(queue, { concurrency: 2 }, async ({ payload }) => {
      await opened;
      done.push(payload.n);
    });
    for (const n of numbers(5)) await queues.add(queue, { n });
    await until('two handlers', () => good.inFlight === 2);
    const stopped = good.stop();
    release();
    await stopped;
    expect(done).toEqual([0, 1]);
    expect(await queues.state(queue)).toEqual({ ...NOTHING, waiting: 3 });

    const signals: AbortSignal[] = [];
    const bad = queues.work(queue, { concurrency: 1, graceMs: 30 }, ({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    await until('the handler', () => bad.inFlight === 1);
    await bad.stop();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    const seen: [number, number][] = [];
    queues.work(queue, { concurrency: 1 }, ({ payload, tries }) => {
      seen.push([payload.n, tries]);
    });
    await until('the rest', () => seen.length === 3);
    expect(seen).toEqual([
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
  });
});

it('decorated methods work while the application runs', async () => {
  const queue = makeQueue();
  const seen: string[] = [];
  const { open: release, opened } = gate();

  @Injectable()
  class Mailer {
    readonly name = 'mailer';
    @OnJob(queue, { concurrency: 1 })
    async send({ payload }: Job<Step>) {
      seen.push(`${this.name} ${payload.n}`);
      if (payload.n === 2) await opened;
      seen.push(`done ${payload.n}`);
    }
  }
  @Module({
    imports: [AisleModule.forRoot({ redis: { url: lab().url }, namespace: 'queues-test' }), QueuesModule.forRoot()],
    providers: [Mailer],
  })
  class AppModule {}

  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  for (const n of [1, 2, 3]) await app.get(Queues).add(queue, { n });
  await until('the second job', () => seen.includes('mailer 2'));
  const closed = app.close();
  release();
  await closed;
  expect(seen).toEqual(['mailer 1', 'done 1', 'mailer 2', 'done 2']);
  expect(await open().state(queue)).toEqual({ ...NOTHING, waiting: 1 });
});
