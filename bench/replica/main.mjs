import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { SEED } from '../catalog.mjs';
import { generateProducts } from '../../dist/server/catalog/generate-products.js';
import { connect } from '../targets/library.mjs';
import { createColdWorkloads } from '../workloads.mjs';
import { startGroup } from './group.mjs';

/*
 * Shows what a replica adds to searches that the engine answers: all of the primary, all of the replica, and half of each, in
 * turn. Columns and kept replies are off. Prints, never judges speed; ends with 1 when answers differ.
 */

const { values } = parseArgs({
  options: { products: { type: 'string', default: '100000' }, quick: { type: 'boolean', default: false } },
});
const count = values.quick ? 2_000 : Number(values.products);
const [rounds, milliseconds] = values.quick ? [1, 200] : [3, 1_500];
const WORKS = ['word', 'filter and sort', 'page, narrow', 'page, category and brands', 'page, broad'];
const ASKED = { primary: ['primary'], replica: ['replica'], both: ['primary', 'replica'] };

const group = await startGroup();
const aisle = await connect({ redis: group.redis, namespace: 'bench', cacheBytes: 0, columnBytes: 0 });
try {
  await aisle.write([...generateProducts(count, SEED)]);
  await group.copied();
  await aisle.warmUp();
  process.stdout.write(
    `${count} products, load ${loadavg()[0].toFixed(2)}; searches a second by ${Object.keys(ASKED)}\n`,
  );
  for (const work of createColdWorkloads(SEED, count).filter(({ name }) => WORKS.includes(name))) {
    await compare(work);
    for (const concurrency of [1, 8]) process.stdout.write(`${await measure(work, concurrency)}\n`);
  }
} finally {
  await aisle.close();
  await group.close();
}

/** Primary and replica must find the same. */
async function compare({ name, requests }) {
  for (const request of requests) {
    const [one, other] = await Promise.all(
      ASKED.both.map(async (consistency) => (await aisle.search({ ...request, consistency })).total),
    );
    if (one === other) continue;
    process.exitCode = 1;
    process.stdout.write(`${name}: ${JSON.stringify(request)} finds ${one} and ${other}\n`);
  }
}

async function measure({ name, requests }, concurrency) {
  const found = new Map(Object.keys(ASKED).map((asked) => [asked, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [asked, consistencies] of Object.entries(ASKED)) {
      found.get(asked).push(await throughput(requests, consistencies, concurrency));
    }
  }
  const medians = [...found.values()].map((each) => each.sort((a, b) => a - b)[Math.floor(each.length / 2)]);
  const cells = medians.map((each) => `${Math.round(each)}/s (${(each / medians[0]).toFixed(2)})`.padEnd(18));
  return `${`${name} (${concurrency})`.padEnd(32)}${cells.join('')}`.trimEnd();
}

async function throughput(requests, consistencies, concurrency) {
  const end = performance.now() + milliseconds;
  let asked = 0;
  let answered = 0;
  const client = async () => {
    while (performance.now() < end) {
      const at = asked++;
      const consistency = consistencies[at % consistencies.length];
      await aisle.search({ ...requests[at % requests.length], consistency });
      answered++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return (answered * 1_000) / milliseconds;
}
