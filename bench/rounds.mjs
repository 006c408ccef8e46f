import { medians } from './measure.mjs';

/**
 * @typedef {object} Bench
 * @property {import('./engine.mjs').BenchEngine} engine
 * @property {import('./server.mjs').BenchServer | null} server
 * @property {import('./typesense.mjs').Typesense | null} typesense
 * @property {readonly import('./load.mjs').Load[]} loads
 */

const COSTS = ['throughput', 'cpu', 'engineCpu', 'serverCpu'];
/** Of the requests so many must be understood alike by all; the others are left out. */
const LEAST_ALIKE = 0.6;

/** Imports the catalogue by each target in turn, round by round, each time into an empty collection. */
export async function importRounds(bench, { rounds, count }) {
  const results = await interleave(bench.loads, rounds, async (load) => {
    const bytes = await storedBytes(bench, load);
    const imported = await withCosts(bench, () => load.ask('import', { count }));
    return { ...imported, bytes: (await bytes()) / count };
  });
  return mapValues(results, (measured) => medians(measured, [...COSTS, 'bytes']));
}

/** Empties what a target writes to; gives what tells how much that has grown. */
async function storedBytes({ engine, typesense }, load) {
  const isPeer = load.name === 'typesense';
  await (isPeer ? load.ask('empty') : engine.empty());
  const used = isPeer ? typesense.residentBytes : async () => (await engine.usage()).memoryBytes;
  const before = await used();
  return async () => (await used()) - before;
}

/**
 * The requests that all targets understand alike, with their answers. What is a typo, and of which word, is each one's
 * own choice.
 */
export async function agree(loads, { name, kind, requests, order }) {
  const sample = name.includes('counts kept') ? requests.slice(0, 1) : requests;
  const answers = [];
  for (const load of loads) answers.push(await load.ask('answers', { kind, requests: sample }));
  const [first = []] = answers;
  const places = first.flatMap((answer, at) =>
    answers.every((others) => JSON.stringify(others[at]) === JSON.stringify(answer)) ? [at] : [],
  );
  if (places.length < sample.length * LEAST_ALIKE) {
    const at = first.findIndex((_, place) => !places.includes(place));
    const found = answers.map((others) => JSON.stringify(others[at])).join(' ');
    throw new Error(`${name}: answers differ: ${JSON.stringify(requests[at])}: ${found}`);
  }
  const left = sample.length - places.length;
  if (sample !== requests) return { requests, order, expected: requests.map(() => first[0]), left };
  return {
    requests: places.map((at) => requests[at]),
    order: order === null ? null : order.map((at) => places.indexOf(at)).filter((place) => place >= 0),
    expected: places.map((at) => first[at]),
    left,
  };
}

/** Measures one reading workload by each target in turn, round by round. */
export async function readRounds(bench, asked, { rounds, concurrency, milliseconds, starts }) {
  const results = await interleave(bench.loads, rounds, async (load) => {
    const start = starts.get(load.name) ?? 0;
    const before = await load.ask('kept');
    const measured = await withCosts(bench, () => load.ask('measure', { ...asked, start, concurrency, milliseconds }));
    starts.set(load.name, start + measured.answers + concurrency);
    return { ...measured, kept: keptShare(before, await load.ask('kept')) };
  });
  return mapValues(results, (measured) => medians(measured, [...COSTS, 'p50', 'p95', 'p99', 'kept']));
}

function keptShare(before, after) {
  if (before === null || after === null) return Number.NaN;
  const hits = after.hits - before.hits;
  return hits / (hits + after.misses - before.misses);
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
