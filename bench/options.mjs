import { parseArgs } from 'node:util';

/**
 * @typedef {object} BenchOptions
 * @property {readonly number[]} sizes How many products, one run each.
 * @property {readonly number[]} concurrencies Requests under way at a time.
 * @property {number} rounds Rounds of each measurement; the medians are told.
 * @property {number} milliseconds How long a round of searches lasts.
 * @property {number} warmUpMilliseconds How long each target is asked before, so that its code is compiled.
 * @property {number} writeMilliseconds How long a round with writes lasts.
 * @property {number} importMegabytes Size of the upload whose memory is watched.
 * @property {readonly string[]} targets
 * @property {readonly string[]} tables
 * @property {readonly string[]} only Names of workloads; all when empty.
 */

export const TARGETS = ['plain', 'library', 'http', 'typesense'];
export const TABLES = ['cold', 'traffic', 'writing'];
const SIZES = [10_000, 100_000];
const USAGE = `Usage: npm run bench -- [--products N]… [--table cold|traffic|writing]… [--target NAME]… [--only WORKLOAD]… [--quick]`;

/** @returns {BenchOptions} */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      products: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true, default: [] },
      table: { type: 'string', multiple: true, default: TABLES },
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
    writeMilliseconds: 1_000,
    importMegabytes: 5,
  };
  const whole = {
    sizes: SIZES,
    concurrencies: [1, 8, 32],
    rounds: 3,
    milliseconds: 1_000,
    warmUpMilliseconds: 1_500,
    writeMilliseconds: 5_000,
    importMegabytes: 100,
  };
  const options = values.quick ? quick : whole;
  return {
    ...options,
    sizes: values.products?.map(readCount) ?? options.sizes,
    targets: chosen('target', values.target, TARGETS),
    tables: chosen('table', values.table, TABLES),
    only: values.only,
  };
}

function chosen(name, values, known) {
  const unknown = values.find((value) => !known.includes(value));
  if (unknown !== undefined) throw new Error(`There is no ${name} "${unknown}". Use: ${known.join(', ')}. ${USAGE}`);
  return known.filter((value) => values.includes(value));
}

function readCount(text) {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1_000) return count;
  throw new Error(`--products is "${text}". Give a whole number from 1000 up. ${USAGE}`);
}
