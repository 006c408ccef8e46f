import { answerOf, faultOf } from './answers.mjs';
import { productChunks } from './catalog.mjs';
import { measure } from './measure.mjs';
import { writeSteadily } from './writes.mjs';

/*
 * Puts load on one target, from a process of its own, as the messages of its parent say. Each message has an `id`, which
 * the answer repeats.
 */

let target;

const tasks = {
  connect: async ({ target: name, context }) => {
    const { connect } = await import(`./targets/${name}.mjs`);
    target = await connect(context);
  },

  /** For targets that do not keep their documents in the engine. */
  empty: () => target.empty?.(),

  /** What is made beforehand is not timed. */
  import: async ({ count }) => {
    let [milliseconds, cpu, written] = [0, 0, 0];
    for (const chunk of productChunks(count)) {
      const prepared = await target.prepare(chunk);
      const [started, cpuBefore] = [performance.now(), process.cpuUsage()];
      written += await target.write(prepared);
      milliseconds += performance.now() - started;
      const { user, system } = process.cpuUsage(cpuBefore);
      cpu += (user + system) / 1_000;
    }
    const errors = count - written;
    const firstError = errors === 0 ? null : `${errors} documents were refused`;
    return { answers: written, throughput: (written / milliseconds) * 1_000, cpu: cpu / written, errors, firstError };
  },

  /** Waits until the target has read what it keeps in memory. */
  warmUp: () => target.warmUp?.(),

  /** What the target answers to each request. */
  answers: async ({ kind, requests }) => {
    const answers = [];
    for (const request of requests) answers.push(await ask[kind](request));
    return answers;
  },

  /** Without `expected` the answers are not compared. */
  measure: ({ kind, requests, expected, order, start, concurrency, milliseconds }) =>
    measure(ask[kind], requests, (answer, index) => (expected === null ? null : fault[kind](answer, expected[index])), {
      order,
      start,
      concurrency,
      milliseconds,
    }),

  writeSteadily: (options) => writeSteadily(target, options),

  /** Commands that were answered by kept replies, and by the engine, so far; null where nothing tells. */
  kept: async () => (await target.kept?.()) ?? null,

  close: async () => {
    await target?.close();
    process.disconnect();
  },
};

const ask = {
  get: (request) => target.get(request),
  search: async (request) => answerOf(await target.search(request)),
};

const fault = {
  get: (id, expected) => (id === expected ? null : `the document is ${id}, not ${expected}`),
  search: faultOf,
};

// Whatever becomes of the parent, nobody waits for an answer then.
process.once('disconnect', () => process.exit());

process.on('message', async ({ id, task, ...details }) => {
  try {
    const result = (await tasks[task](details)) ?? null;
    if (process.connected) process.send({ id, result });
  } catch (error) {
    process.send({ id, error: String(error?.stack ?? error) });
  }
});
