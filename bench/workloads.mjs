import { generateProducts } from '../dist/server/catalog/generate-products.js';
import { createRandom } from '../dist/server/catalog/random.js';
import { ADJECTIVES, BRANDS, DEPARTMENTS, QUALITIES } from '../dist/server/catalog/vocabulary.js';

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {'search' | 'get'} kind
 * @property {readonly object[]} requests Different ones: searches as the library takes them, or `{ id }`.
 * @property {readonly number[] | null} order In which they are asked, over and over; null for in turn.
 * @property {boolean} plain Whether the plain client can do it.
 * @property {'off' | 'on' | 'both'} cache Whether Aisle keeps replies meanwhile.
 */

const COLD_REQUESTS = 60;
const NEW_PAGES = 2_000;
const ORDER_LENGTH = 20_000;
const SAMPLE = 1_000;
const PAGE_FACETS = ['brand', 'categories', 'colors', 'tags', 'price'];
const SORTS = ['popularity:desc', 'price:asc', 'price:desc', 'rating:desc'];
const COMMON = { size: 20, timeoutMs: 10_000 };

/** How much of a shop's traffic is of a kind, in percent, and how many different pages of it there are. */
const TRAFFIC = {
  word: { share: 15, pages: 150 },
  prefix: { share: 10, pages: 100 },
  typo: { share: 5, pages: 60 },
  'filter and sort': { share: 10, pages: 150 },
  'page, narrow': { share: 20, pages: 300 },
  'page, category and brands': { share: 30, pages: 200 },
  'page, broad': { share: 5, pages: 40 },
  'page, everything': { share: 5, pages: 20 },
};

/** Every page is new: nothing is kept of those before. From light to heavy. @returns {readonly Workload[]} */
export function createColdWorkloads(seed, products) {
  const makers = createMakers(seed, products);
  const random = createRandom(7);
  const gets = different(COLD_REQUESTS, () => ({ id: `g${seed}-${1 + random.integer(products)}` }));
  const searches = Object.entries(makers).map(([name, make]) => {
    const requests = name === 'page, everything' ? [page({})] : different(COLD_REQUESTS, make);
    return workload(name, 'search', requests, { plain: name !== 'typo', cache: 'off' });
  });
  const everything = workload('page, everything, counts kept', 'search', newPages(products), {
    plain: false,
    cache: 'on',
  });
  return [workload('get by id', 'get', gets, { plain: true, cache: 'both' }), ...searches, everything];
}

/** A shop's traffic: each kind by itself, pages by Zipf's law, then all kinds mixed. @returns {readonly Workload[]} */
export function createTraffic(seed, products) {
  const makers = createMakers(seed, products);
  const random = createRandom(11);
  const kinds = Object.entries(TRAFFIC).map(([name, { pages, share }]) => {
    const requests = name === 'page, everything' ? everyPages(pages) : different(pages, makers[name]);
    return { name, share, requests, order: zipf(random, requests.length, ORDER_LENGTH) };
  });
  const all = kinds.flatMap(({ requests }) => requests);
  const mix = workload('the mix', 'search', all, { order: mixed(random, kinds), plain: false, cache: 'on' });
  return [
    ...kinds.map(({ name, requests, order }) =>
      workload(name, 'search', requests, { order, plain: false, cache: 'on' }),
    ),
    mix,
  ];
}

/** Makes requests of each kind. The words are those of the made-up products. */
function createMakers(seed, products) {
  const random = createRandom(seed + 6);
  const things = Object.values(DEPARTMENTS).flatMap((groups) => Object.values(groups).flat());
  const words = [...new Set(things.flatMap((thing) => thing.split(/[ -]/)).filter((word) => word.length > 5))];
  const phrases = QUALITIES.flatMap((quality) => quality.split(/[ -]/)).filter((word) => word.length > 5);
  const broad = [...new Set([...ADJECTIVES.filter((word) => /^[a-z]{4,}$/.test(word)), ...phrases])];
  const sample = [...generateProducts(Math.min(products, SAMPLE), seed)];
  return {
    word: () => ({ q: random.pick(words), ...COMMON }),
    prefix: () => ({ q: random.pick(words).slice(0, 3 + random.integer(3)), ...COMMON }),
    typo: () => ({ q: mistyped(random, random.pick(words)), typos: true, ...COMMON }),
    'filter and sort': () => {
      const price = { gte: 5 + random.integer(20), lt: 100 + random.integer(150) };
      return { where: { brand: [random.pickSkewed(BRANDS)], price, inStock: true }, sort: ['price:asc'], ...COMMON };
    },
    'page, narrow': () => {
      const { brand, name } = random.pick(sample);
      const own = name.split(' ').filter((word) => words.includes(word));
      return page({ q: `${brand} ${random.pick(own.length === 0 ? [brand] : own)}` });
    },
    'page, category and brands': () => {
      const [department, groups] = random.pickSkewed(Object.entries(DEPARTMENTS));
      const category = `${department} > ${random.pick(Object.keys(groups))}`;
      const brands = [...new Set([1, 2, 3].map(() => random.pickSkewed(BRANDS)))];
      return page({ where: { categories: [category], brand: brands } });
    },
    'page, broad': () => page({ q: random.pick(broad) }),
    'page, everything': () => page({}),
  };
}

const page = (search) => ({ ...search, facets: PAGE_FACETS, ...COMMON });

/** Pages of everything: each sort from its first page on. */
const everyPages = (count) =>
  Array.from({ length: count }, (_, at) =>
    page({ sort: [SORTS[at % SORTS.length]], page: 1 + Math.floor(at / SORTS.length) }),
  );

const newPages = (products) => everyPages(Math.min(NEW_PAGES, Math.floor(products / COMMON.size) * SORTS.length));

/** A word with one letter replaced, not the first one. */
function mistyped(random, word) {
  const at = 1 + random.integer(word.length - 2);
  return `${word.slice(0, at)}${word[at] === 'q' ? 'x' : 'q'}${word.slice(at + 1)}`;
}

function workload(name, kind, requests, { order = null, plain, cache }) {
  return { name, kind, requests, order, plain, cache };
}

const MOST_TRIES = 50;

/** So many different requests, or as many as there are. */
function different(count, make) {
  const found = new Map();
  for (let tries = 0; found.size < count && tries < count * MOST_TRIES; tries++) {
    const request = make();
    found.set(JSON.stringify(request), request);
  }
  return [...found.values()];
}

/** Places in a list, the n-th as often as 1/n. */
function zipf(random, size, length) {
  const cumulated = [];
  for (let rank = 1, sum = 0; rank <= size; rank++) cumulated.push((sum += 1 / rank));
  const total = cumulated.at(-1);
  const place = () => {
    const at = (random.integer(2 ** 30) / 2 ** 30) * total;
    return cumulated.findIndex((sum) => at < sum);
  };
  return Array.from({ length }, place);
}

function mixed(random, kinds) {
  const starts = [];
  for (let at = 0, start = 0; at < kinds.length; start += kinds[at++].requests.length) starts.push(start);
  const shares = kinds.flatMap(({ share }, at) => Array(share).fill(at));
  const next = kinds.map(() => 0);
  return Array.from({ length: ORDER_LENGTH }, () => {
    const kind = random.pick(shares);
    const { order } = kinds[kind];
    return starts[kind] + order[next[kind]++ % order.length];
  });
}
