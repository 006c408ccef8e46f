import { medianOf } from './measure.mjs';

const RATE = 50;

/**
 * The mix by itself and beside a steady writer, by each target in turn.
 * @returns {Promise<Record<string, object>>} medians: throughput alone and beside writes, what became of the writes
 */
export async function writeRounds(lab, { kind, requests, order }, options) {
  const { rounds, writeMilliseconds: milliseconds, concurrency, products, seed } = options;
  const results = {};
  const asked = { kind, requests, order, expected: null, concurrency, milliseconds };
  for (const [turn, load] of lab.warm.loads.entries()) {
    const writer = await lab.startWriter(load.name);
    const measured = [];
    try {
      await writer.ask('warmUp');
      for (let round = 0; round < rounds; round++) {
        const start = round * 7_919;
        const alone = await load.ask('measure', { ...asked, start });
        // Never what was written before: that would change nothing.
        const unique = 1_000 * concurrency + turn * rounds + round;
        const writing = writer.ask('writeSteadily', { products, seed, rate: RATE, milliseconds, round: unique });
        const beside = await load.ask('measure', { ...asked, start });
        measured.push({ alone, beside, writes: await writing });
      }
    } finally {
      await writer.close();
    }
    results[load.name] = summary(measured);
  }
  return results;
}

function summary(measured) {
  const median = (pick) => medianOf(measured.map(pick));
  const sum = (pick) => measured.reduce((total, round) => total + pick(round), 0);
  const parts = measured.flatMap(({ alone, beside, writes }) => [alone, beside, writes]);
  return {
    alone: median(({ alone }) => alone.throughput),
    beside: median(({ beside }) => beside.throughput),
    p50: median(({ writes }) => writes.p50),
    p95: median(({ writes }) => writes.p95),
    due: sum(({ writes }) => writes.due),
    done: sum(({ writes }) => writes.answers),
    errors: parts.reduce((total, { errors }) => total + errors, 0),
    firstError: parts.find(({ firstError }) => firstError !== null)?.firstError ?? null,
  };
}
