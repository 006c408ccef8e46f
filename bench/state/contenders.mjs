import { measure } from '../measure.mjs';

/**
 * @typedef {object} StateWorkload
 * @property {string} work
 * @property {string} how
 * @property {number} concurrency
 * @property {number} batch How many operations one request is.
 * @property {readonly object[]} requests Asked in turn.
 * @property {(request: object) => Promise<unknown>} plain
 * @property {(request: object) => Promise<unknown>} aisle
 * @property {(answer: unknown, index: number) => string | null} fault
 * @property {string} beside What the plain client does.
 */

/** The plain client and Aisle at one workload. @returns {readonly Pick<import('../load.mjs').Load, 'name' | 'ask'>[]} */
export function contendersOf(workload) {
  return ['plain', 'aisle'].map((name) => ({
    name,
    ask: async (task, { requests, start = 0, concurrency, milliseconds } = {}) => {
      if (task === 'kept') return null;
      const options = { order: null, start, concurrency, milliseconds };
      const measured = await measure(workload[name], requests, workload.fault, options);
      const { answers, throughput, cpu } = measured;
      const { batch } = workload;
      return { ...measured, answers: answers * batch, throughput: throughput * batch, cpu: cpu / batch };
    },
  }));
}
