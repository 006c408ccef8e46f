import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AisleModule } from '../../src/lib/aisle.module.js';
import { defineQueue } from '../../src/lib/messaging/queues/define-queue.js';
import { JobLease } from '../../src/lib/messaging/queues/job-lease.js';
import { OnJob } from '../../src/lib/messaging/queues/on-job.decorator.js';
import { queueKeys } from '../../src/lib/messaging/queues/queue-keys.js';
import type { Job } from '../../src/lib/messaging/queues/queue-worker.js';
import { Queues } from '../../src/lib/messaging/queues/queues.js';
import { QueuesModule } from '../../src/lib/messaging/queues/queues.module.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { until } from '../support/processes.js';

interface Step {
  readonly n: number;
}
const keys = createKeys('queues-test');
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const NOTHING = { waiting: 0, delayed: 0, active: 0, dead: 0 };

let engine: TestEngine;
let connection: RedisConnection;
let reports: string[];
const opened: Queues[] = [];
let queuesMade = 0;

beforeAll(async () => {
  engine = await startTestEngine();
  connection = await openConnection({ url: engine.url });
});
beforeEach(() => {
  reports = [];
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((queues) => queues.close()));
});
afterAll(async () => {
  await connection.close();
  await engine.close();
});

/** Queues as another process would have them. */
function open(): Queues {
  const onError = (error: unknown, where: string) => reports.push(`${where}: ${String(error)}`);
  const queues = new Queues(connection, keys, { onError });
  opened.push(queues);
  return queues;
}

const makeQueue = () => defineQueue<Step>(`steps-${++queuesMade}`);

/** Which keys a queue has left. */
async function keysOf({ name }: { readonly name: string }): Promise<readonly string[]> {
  const reply = await connection.send(['SCAN', '0', 'MATCH', keys.state('queue', `{${name}}`, '*'), 'COUNT', '10000']);
  return (reply as [string, string[]])[1];
}

/** A promise to be kept by hand. */
function gate() {
  let open!: () => void;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

describe('a queue', () => {
  it('gives each job to one worker, in order to each, and leaves nothing behind', async () => {
    const queue = makeQueue();
    const seen: number[][] = numbers(4).map(() => []);
    const producer = open();
    await Promise.all(numbers(300).map((n) => producer.add(queue, { n })));
    for (const list of seen) open().work(queue, { concurrency: 1 }, ({ payload }) => list.push(payload.n));
    await Promise.all(numbers(300).map((n) => producer.add(queue, { n: n + 300 })));
    await until('all jobs', () => seen.flat().length >= 600);
    expect(seen.flat().toSorted((a, b) => a - b)).toEqual(numbers(600));
    for (const list of seen) expect(list).toEqual(list.toSorted((a, b) => a - b));
    await until('the last completion', async () => (await producer.state(queue)).active === 0);
    expect(await producer.state(queue)).toEqual(NOTHING);
    expect(await keysOf(queue)).toEqual([]);
    expect(reports).toEqual([]);
  });

  it('wakes a worker that has nothing to do', async () => {
    const queue = makeQueue();
    const seen: number[] = [];
    const queues = open();
    queues.work(queue, {}, ({ payload }) => seen.push(payload.n));
    await until('the worker listens', async () => {
      const channel = keys.state('queue', `{${queue.name}}`, 'wake');
      return ((await connection.send(['PUBSUB', 'NUMSUB', channel])) as unknown[])[1] === 1;
    });
    const begun = performance.now();
    for (const n of numbers(20)) {
      await queues.add(queue, { n });
      await until(`job ${n}`, () => seen.length === n + 1);
    }
    // Without being woken it would look once a second.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('takes a job of one id once, however often it is added, even when it is done', async () => {
    const queue = makeQueue();
    const seen: string[] = [];
    open().work(queue, {}, ({ id }) => seen.push(id));
    const outcomes = await Promise.all(numbers(30).map((n) => open().add(queue, { n }, { id: 'one' })));
    expect(outcomes.filter(({ added }) => added)).toEqual([{ id: 'one', added: true }]);
    await until('the job', async () => seen.length === 1 && (await open().state(queue)).active === 0);
    expect(await open().add(queue, { n: 1 }, { id: 'one' })).toEqual({ id: 'one', added: false });
    expect(seen).toEqual(['one']);
  });

  it('holds delayed jobs back, in the order in which they are due', async () => {
    const queue = makeQueue();
    const queues = open();
    const seen: number[] = [];
    const added = performance.now();
    const takenAfter: number[] = [];
    queues.work(queue, { concurrency: 1 }, ({ payload }) => {
      seen.push(payload.n);
      takenAfter.push(performance.now() - added);
    });
    await queues.add(queue, { n: 300 }, { delayMs: 300 });
    await queues.add(queue, { n: 100 }, { delayMs: 100 });
    await queues.add(queue, { n: 200 }, { delayMs: 200 });
    await queues.add(queue, { n: 0 });
    await until('all jobs', () => seen.length === 4);
    expect(seen).toEqual([0, 100, 200, 300]);
    // Whole milliseconds of the engine, rounded down.
    seen.forEach((delay, index) => {
      expect(takenAfter[index]).toBeGreaterThan(delay - 2);
    });
  });

  it('takes no more jobs than may be worked on at a time', async () => {
    const queue = makeQueue();
    const queues = open();
    await Promise.all(numbers(20).map((n) => queues.add(queue, { n })));
    const { open: release, passed } = gate();
    let now = 0;
    let most = 0;
    let done = 0;
    const worker = queues.work(queue, { concurrency: 3 }, async () => {
      most = Math.max(most, ++now);
      await passed;
      now--;
      done++;
    });
    await until('three handlers', () => now === 3);
    expect(worker.inFlight).toBe(3);
    expect(await queues.state(queue)).toEqual({ waiting: 17, delayed: 0, active: 3, dead: 0 });
    expect(await connection.send(['LLEN', keys.state('queue', `{${queue.name}}`, `processing:${worker.name}`)])).toBe(
      3,
    );
    release();
    await until('all jobs', () => done === 20);
    expect(most).toBe(3);
  });

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
    expect(reports).toEqual(
      [1, 2, 3].map((n) => `Queue "${queue.name}", job ${id}, try ${n} of 3: RangeError: broken`),
    );
    isBroken = false;
    expect(await queues.revive(queue)).toBe(1);
    await until('its success', async () => tries.length === 4 && (await queues.state(queue)).active === 0);
    expect(tries).toEqual([1, 2, 3, 1]);
    expect(await keysOf(queue)).toEqual([]);
  });

  it('gives a job to another worker when its own is silent', async () => {
    const queue = makeQueue();
    const queues = open();
    const { id } = await queues.add(queue, { n: 1 });
    const killed = new JobLease(connection, queueKeys(keys, queue), 'killed');
    expect(await killed.take(1, { visibilityMs: 100, maxTries: 5 })).toMatchObject({ jobs: [{ id, tries: 1 }] });
    const seen: [string, number][] = [];
    queues.work(queue, { visibilityMs: 100 }, (job) => {
      seen.push([job.id, job.tries]);
    });
    await until('the job', async () => seen.length === 1 && (await queues.state(queue)).active === 0);
    expect(seen).toEqual([[id, 2]]);
    expect(await keysOf(queue)).toEqual([]);
  });

  it('puts aside what kills each worker that takes it', async () => {
    const queue = makeQueue();
    const queues = open();
    await queues.add(queue, { n: 1 });
    await new JobLease(connection, queueKeys(keys, queue), 'killed').take(1, { visibilityMs: 100, maxTries: 1 });
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
    const { open: release, passed } = gate();
    const begun: number[] = [];
    for (const queues of [open(), open()]) {
      queues.work(queue, { visibilityMs: 100 }, async ({ tries, signal }) => {
        begun.push(tries);
        await passed;
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
    expect(reports).toEqual([]);
  });

  it('tells a handler whose job went to another, and does not take its end for the end of the job', async () => {
    const queue = makeQueue();
    const queues = open();
    const part = (name: string) => keys.state('queue', `{${queue.name}}`, name);
    const signals: AbortSignal[] = [];
    const { open: release, passed } = gate();
    const worker = queues.work(queue, { visibilityMs: 150, concurrency: 1 }, async ({ signal }) => {
      signals.push(signal);
      await passed;
    });
    const { id } = await queues.add(queue, { n: 1 });
    await until('the handler', () => signals.length === 1);
    await connection.send(['HSET', part('owners'), id, 'another']);
    await until('the signal', () => signals[0]!.aborted);
    release();
    await until('the end of the handler', () => worker.inFlight === 0);
    expect(await connection.send(['HEXISTS', part('jobs'), id])).toBe(1);
  });

  it('gives up a job that no worker has', async () => {
    const queue = makeQueue();
    const queues = open();
    const { id: waiting } = await queues.add(queue, { n: 1 });
    const { id: delayed } = await queues.add(queue, { n: 2 }, { delayMs: 60_000 });
    expect(await queues.remove(queue, waiting)).toBe(true);
    expect(await queues.remove(queue, delayed)).toBe(true);
    expect(await queues.remove(queue, delayed)).toBe(false);
    expect(await keysOf(queue)).toEqual([]);
    const { open: release, passed } = gate();
    const worker = queues.work(queue, {}, () => passed);
    const { id } = await queues.add(queue, { n: 3 });
    await until('the worker', () => worker.inFlight === 1);
    expect(await queues.remove(queue, id)).toBe(false);
    release();
  });

  it('is finished by workers that are stopped, and left in order by those that cannot', async () => {
    const queue = makeQueue();
    const queues = open();
    const { open: release, passed } = gate();
    const done: number[] = [];
    const good = queues.work(queue, { concurrency: 2 }, async ({ payload }) => {
      await passed;
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

  it.each<[string, () => unknown]>([
    ['a payload', () => open().add(makeQueue(), undefined as unknown as Step)],
    ['a delay', () => open().add(makeQueue(), { n: 1 }, { delayMs: -1 })],
    ['an id', () => open().add(makeQueue(), { n: 1 }, { id: '' })],
    ['a name', () => defineQueue('a b')],
    ['concurrency', () => open().work(makeQueue(), { concurrency: 1.5 }, () => undefined)],
    ['a limit', () => open().deadJobs(makeQueue(), 0)],
  ])('refuses %s that is not usable', async (_, use) => {
    await expect(Promise.resolve().then(use)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  });
});

it('decorated methods work while the application runs', async () => {
  const queue = makeQueue();
  const seen: string[] = [];
  const { open: release, passed } = gate();

  @Injectable()
  class Mailer {
    readonly name = 'mailer';
    @OnJob(queue, { concurrency: 1 })
    async send({ payload }: Job<Step>) {
      seen.push(`${this.name} ${payload.n}`);
      if (payload.n === 2) await passed;
      seen.push(`done ${payload.n}`);
    }
  }
  @Module({
    imports: [AisleModule.forRoot({ redis: { url: engine.url }, namespace: 'queues-test' }), QueuesModule.forRoot()],
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
