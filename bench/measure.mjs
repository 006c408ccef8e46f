/**
 * @typedef {object} Measurement
 * @property {number} answers
 * @property {number} throughput Answers a second.
 * @property {number} p50 Milliseconds, as p95 and p99.
 * @property {number} p95
 * @property {number} p99
 * @property {number} cpu Milliseconds of processor time that this process spent on one answer.
 * @property {number} errors Failures and wrong answers.
 * @property {string | null} firstError
 */

/**
 * Sends requests, `concurrency` at a time, for some time: as soon as one is answered the next goes out.
 * @param {(request: object) => Promise<unknown>} send
 * @param {(answer: unknown, index: number) => string | null} fault tells what is wrong with the answer to a request
 * @param {{ order: readonly number[] | null, start: number, concurrency: number, milliseconds: number }} options
 * `order`: places of the requests in the order in which they go out, over and over; `start`: how many went out before
 * @returns {Promise<Measurement>}
 */
export async function measure(send, requests, fault, { order, start, concurrency, milliseconds }) {
  const times = [];
  const faults = [];
  let next = start;
  const started = performance.now();
  const cpuBefore = process.cpuUsage();
  const sendInTurn = async () => {
    while (performance.now() - started < milliseconds) {
      const turn = next++;
      const index = order === null ? turn % requests.length : order[turn % order.length];
      const sent = performance.now();
      try {
        const answer = await send(requests[index]);
        times.push(performance.now() - sent);
        const problem = fault(answer, index);
        if (problem !== null) faults.push(`${problem}: ${JSON.stringify(requests[index])}`);
      } catch (error) {
        faults.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sendInTurn));
  const seconds = (performance.now() - started) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    ...summarize(times),
    throughput: times.length / seconds,
    cpu: (cpu.user + cpu.system) / 1_000 / times.length,
    errors: faults.length,
    firstError: faults[0] ?? null,
  };
}

/** @param {readonly number[]} times milliseconds */
export function summarize(times) {
  const sorted = Float64Array.from(times).sort();
  return {
    answers: sorted.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
  };
}

function percentile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/**
 * @param {readonly string[]} names of the figures
 * @returns the median of each, with all errors
 */
export function medians(measurements, names) {
  const figures = names.map((name) => [name, medianOf(measurements.map((measurement) => measurement[name]))]);
  return {
    ...Object.fromEntries(figures),
    answers: measurements.reduce((sum, { answers }) => sum + answers, 0),
    errors: measurements.reduce((sum, { errors }) => sum + errors, 0),
    firstError: measurements.find(({ firstError }) => firstError !== null)?.firstError ?? null,
  };
}

export function medianOf(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
