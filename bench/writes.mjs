import { summarize } from './measure.mjs';
import { createRandom } from '../dist/server/catalog/random.js';

const KINDS = ['price', 'stock', 'name'];

/**
 * @typedef {object} WriteReport
 * @property {number} due How many writes the rate asks for.
 * @property {number} answers How many were done.
 * @property {number} p50 Milliseconds of a write, as p95 and p99.
 * @property {number} errors Failures, and searches right after a write that did not see it.
 */

/**
 * Writes at a steady rate to prices, stock and names in turn, and searches for each product right after.
 * @returns {Promise<WriteReport>}
 */
export async function writeSteadily(target, { products, seed, rate, milliseconds, round }) {
  const random = createRandom(1_000 + round);
  const started = performance.now();
  const due = Math.floor((rate * milliseconds) / 1_000);
  const times = [];
  const faults = [];
  const writing = Array.from({ length: due }, async (_, at) => {
    const id = `g${seed}-${1 + random.integer(products)}`;
    const change = changeOf(KINDS[at % KINDS.length], random, at);
    await new Promise((resolve) => setTimeout(resolve, (at * 1_000) / rate));
    try {
      const sent = performance.now();
      await target.patch({ id, ...change });
      times.push(performance.now() - sent);
      const { hits } = await target.search({ where: { id: [id] }, size: 1, timeoutMs: 10_000 });
      const fault = faultOf(hits[0]?.document, change);
      if (fault !== null) faults.push(`${id}: ${fault}`);
    } catch (error) {
      faults.push(String(error));
    }
  });
  await Promise.all(writing);
  const seconds = (performance.now() - started) / 1_000;
  return { ...summarize(times), due, seconds, errors: faults.length, firstError: faults[0] ?? null };
}

/** None that changes a count of the mix: its filters end at whole prices, its names keep their words. */
function changeOf(kind, random, at) {
  if (kind === 'price') return { price: 400 + random.integer(100) / 100 };
  if (kind === 'stock') return { stock: 1 + random.integer(100) };
  return { name: `Renamed product ${at}` };
}

function faultOf(document, change) {
  const [[name, value]] = Object.entries(change);
  return document?.[name] === value
    ? null
    : `the search after the write finds ${name} ${document?.[name]}, not ${value}`;
}
