import { medians } from './measure.mjs';

/**
 * @typedef {object} Row One workload at one concurrency.
 * @property {string} work
 * @property {number} concurrency
 * @property {Readonly<Record<string, import('./measure.mjs').Measurement & { engineCpu: number, serverCpu: number }>>} targets
 */

/** Imports the catalogue by each target in turn, round by round, each time into an empty collection. */
export async function importRounds(engine, loads, { rounds, count }) {
  const results = await interleave(loads, rounds, async (load) => {
    await engine.empty();
    const before = await engine.usage();
    const { throughput, errors } = await load.ask('import', { count });
    const after = await engine.usage();
    const bytes = (after.memoryBytes - before.memoryBytes) / count;
    return { throughput, errors, firstError: errors > 0 ? `${errors} were refused` : null, bytes };
  });
  return mapValues(results, (measured) => medians(measured, ['throughput', 'bytes']));
}

/** Measures one reading workload by each target in turn, round by round; also what engine and server spend on an answer. */
export async function readRounds({ engine, server, loads }, workload, { rounds, concurrency, milliseconds, expected }) {
  const { kind, requests } = workload;
  const spent = async () => [(await engine.usage()).cpuMilliseconds, (await server?.cpuMilliseconds()) ?? 0];
  const results = await interleave(loads, rounds, async (load) => {
    const [engineBefore, serverBefore] = await spent();
    const measured = await load.ask('measure', { kind, requests, expected, concurrency, milliseconds });
    const [engineAfter, serverAfter] = await spent();
    return {
      ...measured,
      engineCpu: (engineAfter - engineBefore) / measured.answers,
      serverCpu: (serverAfter - serverBefore) / measured.answers,
    };
  });
  return mapValues(results, (measured) => medians(measured, FIGURES));
}

const FIGURES = ['throughput', 'p50', 'p95', 'p99', 'cpu', 'engineCpu', 'serverCpu'];

/** Each round begins with another target, so that none always follows the same one. */
async function interleave(loads, rounds, run) {
  const results = new Map(loads.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < loads.length; turn++) {
      const load = loads[(round + turn) % loads.length];
      results.get(load.name).push(await run(load));
    }
  }
  return results;
}

const mapValues = (results, map) => Object.fromEntries([...results].map(([name, measured]) => [name, map(measured)]));
