import { parseArgs } from 'node:util';

/**
 * @typedef {object} BenchOptions
 * @property {readonly number[]} sizes How many products, one run each.
 * @property {readonly number[]} concurrencies Requests under way at a time.
 * @property {number} rounds Rounds of each measurement; the medians are told.
 * @property {number} milliseconds How long a round of searches lasts.
 * @property {number} warmUpMilliseconds How long each target is asked before, so that its code is compiled.
 * @property {number} importMegabytes Size of the upload whose memory is watched.
 * @property {readonly string[]} targets
 * @property {readonly string[]} only Names of workloads; all when empty.
 */

export const TARGETS = ['plain', 'library', 'http'];
const SIZES = [10_000, 100_000];
const USAGE = `Usage: npm run bench -- [--products N]… [--only WORKLOAD]… [--quick]`;

/** @returns {BenchOptions} */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      products: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true, default: [] },
      target: { type: 'string', multiple: true, default: TARGETS },
      quick: { type: 'boolean', default: false },
    },
  });
  const quick = {
    sizes: [2_000],
    concurrencies: [1, 8],
    rounds: 1,
    milliseconds: 250,
    warmUpMilliseconds: 100,
    importMegabytes: 5,
  };
  const whole = {
    sizes: SIZES,
    concurrencies: [1, 8, 32],
    rounds: 3,
    milliseconds: 1_000,
    warmUpMilliseconds: 3_000,
    importMegabytes: 100,
  };
  const options = values.quick ? quick : whole;
  const unknown = values.target.find((name) => !TARGETS.includes(name));
  if (unknown !== undefined) throw new Error(`There is no target "${unknown}". Use: ${TARGETS.join(', ')}. ${USAGE}`);
  return {
    ...options,
    sizes: values.products?.map(readCount) ?? options.sizes,
    targets: TARGETS.filter((name) => values.target.includes(name)),
    only: values.only,
  };
}

function readCount(text) {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1_000) return count;
  throw new Error(`--products is "${text}". Give a whole number from 1000 up. ${USAGE}`);
}
