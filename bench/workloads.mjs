import { BRANDS, DEPARTMENTS } from '../dist/server/catalog/vocabulary.js';
import { createRandom } from '../dist/server/catalog/random.js';

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {'search' | 'get'} kind
 * @property {readonly object[]} requests Searches as the library takes them, or `{ id }`. Asked in turn.
 */

const REQUESTS = 60;
const PAGE_FACETS = ['brand', 'categories', 'colors', 'tags', 'price'];
const TIMEOUT_MS = 10_000;
const random = createRandom(7);

/**
 * The reading workloads, from light to heavy. The words are those of the made-up products.
 * @returns {readonly Workload[]}
 */
export function createWorkloads(seed, products) {
  const things = Object.values(DEPARTMENTS).flatMap((groups) => Object.values(groups).flat());
  const words = [...new Set(things.flatMap((thing) => thing.split(/[ -]/)).filter((word) => word.length > 5))];
  const page = (search) => ({ ...search, facets: PAGE_FACETS });
  return [
    { name: 'get by id', kind: 'get', requests: times(() => ({ id: `g${seed}-${1 + random.integer(products)}` })) },
    search('word', () => ({ q: random.pick(words) })),
    search('prefix', () => ({ q: random.pick(words).slice(0, 4) })),
    search('filter and sort', () => ({
      where: { brand: [random.pickSkewed(BRANDS)], price: { gte: 20, lt: 200 }, inStock: true },
      sort: ['price:asc'],
    })),
    search('page, narrow', () => page({ q: `${random.pickSkewed(BRANDS)} ${random.pick(words)}` })),
    search('page, category and brands', () => {
      const [department, groups] = random.pickSkewed(Object.entries(DEPARTMENTS));
      const category = `${department} > ${random.pick(Object.keys(groups))}`;
      return page({ where: { categories: [category], brand: times(() => random.pickSkewed(BRANDS), 3) } });
    }),
    search('page, broad', () =>
      page({ q: random.pick(['premium', 'travel', 'modular', 'recycled', 'rugged', 'slim']) }),
    ),
    search('page, everything', () => page({})),
  ];
}

function search(name, make) {
  return { name, kind: 'search', requests: times(() => ({ ...make(), size: 20, timeoutMs: TIMEOUT_MS })) };
}

function times(make, count = REQUESTS) {
  return Array.from({ length: count }, make);
}
