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
 * Sends requests in turn, `concurrency` at a time, for some time: as soon as one is answered the next goes out.
 * @param {(request: object) => Promise<unknown>} send
 * @param {(answer: unknown, index: number) => string | null} fault tells what is wrong with the answer to a request
 * @returns {Promise<Measurement>}
 */
export async function measure(send, requests, fault, { concurrency, milliseconds }) {
  const times = [];
  const faults = [];
  let next = 0;
  const started = performance.now();
  const cpuBefore = process.cpuUsage();
  const sendInTurn = async () => {
    while (performance.now() - started < milliseconds) {
      const index = next++ % requests.length;
      const sent = performance.now();
      try {
        const answer = await send(requests[index]);
        times.push(performance.now() - sent);
        const problem = fault(answer, index);
        if (problem !== null) faults.push(problem);
      } catch (error) {
        faults.push(String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sendInTurn));
  const seconds = (performance.now() - started) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  const sorted = Float64Array.from(times).sort();
  return {
    answers: sorted.length,
    throughput: sorted.length / seconds,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    cpu: (cpu.user + cpu.system) / 1_000 / sorted.length,
    errors: faults.length,
    firstError: faults[0] ?? null,
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
    errors: measurements.reduce((sum, { errors }) => sum + errors, 0),
    firstError: measurements.find(({ firstError }) => firstError !== null)?.firstError ?? null,
  };
}

export function medianOf(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
