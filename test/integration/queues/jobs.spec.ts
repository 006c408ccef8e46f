import { defineQueue } from '../../../src/lib/messaging/queues/define-queue.js';
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
    expect(await lab().keysOf(queue)).toEqual([]);
    expect(lab().reports).toEqual([]);
  });

  it('wakes a worker that has nothing to do', async () => {
    const queue = makeQueue();
    const seen: number[] = [];
    const queues = open();
    queues.work(queue, {}, ({ payload }) => seen.push(payload.n));
    await until('the worker listens', async () => {
      const channel = lab().keys.state('queue', `{${queue.name}}`, 'wake');
      return ((await lab().connection.send(['PUBSUB', 'NUMSUB', channel])) as unknown[])[1] === 1;
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
    const { open: release, opened } = gate();
    let now = 0;
    let most = 0;
    let done = 0;
    const worker = queues.work(queue, { concurrency: 3 }, async () => {
      most = Math.max(most, ++now);
      await opened;
      now--;
      done++;
    });
    await until('three handlers', () => now === 3);
    expect(worker.inFlight).toBe(3);
    expect(await queues.state(queue)).toEqual({ waiting: 17, delayed: 0, active: 3, dead: 0 });
    expect(
      await lab().connection.send(['LLEN', lab().keys.state('queue', `{${queue.name}}`, `processing:${worker.name}`)]),
    ).toBe(3);
    release();
    await until('all jobs', () => done === 20);
    expect(most).toBe(3);
  });

  it('gives up a job that no worker has', async () => {
    const queue = makeQueue();
    const queues = open();
    const { id: waiting } = await queues.add(queue, { n: 1 });
    const { id: delayed } = await queues.add(queue, { n: 2 }, { delayMs: 60_000 });
    expect(await queues.remove(queue, waiting)).toBe(true);
    expect(await queues.remove(queue, delayed)).toBe(true);
    expect(await queues.remove(queue, delayed)).toBe(false);
    expect(await lab().keysOf(queue)).toEqual([]);
    const { open: release, opened } = gate();
    const worker = queues.work(queue, {}, () => opened);
    const { id } = await queues.add(queue, { n: 3 });
    await until('the worker', () => worker.inFlight === 1);
    expect(await queues.remove(queue, id)).toBe(false);
    release();
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
