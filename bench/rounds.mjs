import { medians } from './measure.mjs';

/**
 * @typedef {object} Bench
 * @property {import('./engine.mjs').BenchEngine} engine
 * @property {import('./server.mjs').BenchServer | null} server
 * @property {readonly import('./load.mjs').Load[]} loads
 */

const COSTS = ['throughput', 'cpu', 'engineCpu', 'serverCpu'];

/** Imports the catalogue by each target in turn, round by round, each time into an empty collection. */
export async function importRounds(bench, { rounds, count }) {
  const { engine, loads } = bench;
  const results = await interleave(loads, rounds, async (load) => {
    await engine.empty();
    const { memoryBytes } = await engine.usage();
    const imported = await withCosts(bench, () => load.ask('import', { count }));
    const bytes = ((await engine.usage()).memoryBytes - memoryBytes) / count;
    return { ...imported, bytes };
  });
  return mapValues(results, (measured) => medians(measured, [...COSTS, 'bytes']));
}

/** Measures one reading workload by each target in turn, round by round. */
export async function readRounds(bench, workload, { rounds, concurrency, milliseconds, expected }) {
  const { kind, requests } = workload;
  const results = await interleave(bench.loads, rounds, (load) =>
    withCosts(bench, () => load.ask('measure', { kind, requests, expected, concurrency, milliseconds })),
  );
  return mapValues(results, (measured) => medians(measured, [...COSTS, 'p50', 'p95', 'p99']));
}

/** Adds to what was measured how many milliseconds of processor time engine and server spent on each answer. */
async function withCosts({ engine, server }, run) {
  const spent = async () => [(await engine.usage()).cpuMilliseconds, (await server?.cpuMilliseconds()) ?? 0];
  const [engineBefore, serverBefore] = await spent();
  const measured = await run();
  const [engineAfter, serverAfter] = await spent();
  return {
    ...measured,
    engineCpu: (engineAfter - engineBefore) / measured.answers,
    serverCpu: (serverAfter - serverBefore) / measured.answers,
  };
}

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
