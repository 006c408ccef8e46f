import type { AnyDocument } from '../../src/lib/collections/collection.js';
import type { JsonObject } from '../../src/lib/documents/json-value.js';
import { AisleError } from '../../src/lib/errors/aisle-error.js';
import { SearchService } from '../../src/lib/search/search-service.js';
import { Stock } from '../../src/lib/stock/stock.js';
import type { Random } from '../integration/differential/generate/random.js';
import type { SearchJson } from '../integration/differential/generate/generate-search.js';
import { collect } from './collect.js';
import type { IndexLab, LabProcess } from './index-lab.js';

/** Words that begin one another, are written otherwise, are codes, or have no spaces. */
const WORDS = [
  ...['lamp', 'lamps', 'key', 'keyboard', 'power', 'bank', 'powerbank', 'red', 'tv', 'a', 'mouse', 'Äpfel', 'appel'],
  ...['x1', 'abc-12', 'abc12', '東京都', '京都', '都東京'],
];
const BRANDS = ['Ohm', 'ohm', 'Clavis', 'a\x1fb', 'x\x1be', 'Straße', 'STRASSE', `long ${'y'.repeat(200)}`, '5:x'];
const PATHS = ['Audio', 'Audio > Head', 'audio > head > On', 'Home', 'Home > Lamp', 'x>y'];
const PRICES = [0, -5, 1.5, 20, 30.25, -0.001, 7, 8];
const DATES = ['2024-01-01', '1969-12-31T23:59:59.999Z', '2026-05-05T10:00:00+02:00'];
const IDS = Array.from({ length: 40 }, (_, index) => `d${index}`);
const FACETS = ['brand', 'tags[]', 'path', 'variants[].color', 'price', 'stock', 'inStock', 'since'];
const OPTIONAL = ['note', 'sku', 'brand', 'tags', 'path', 'variants', 'price', 'since'];

const facet = { facet: true };
const fields = {
  name: { kind: 'text', weight: 3 },
  note: { kind: 'text' },
  sku: { kind: 'code' },
  brand: { kind: 'tag', ...facet, searchable: true, sortable: true },
  'tags[]': { kind: 'tag', ...facet },
  path: { kind: 'hierarchy', ...facet },
  'variants[].color': { kind: 'tag', ...facet, searchable: true },
  price: { kind: 'numeric', ...facet, sortable: true },
  stock: { kind: 'numeric', ...facet, sortable: true },
  inStock: { kind: 'boolean', ...facet },
  since: { kind: 'date', ...facet, sortable: true },
};
const stock = { quantity: 'stock', available: 'inStock' };

/** Definitions that every document fits. */
export const DEFINITIONS: readonly object[] = [
  { fields, stock },
  { fields: { ...fields, note: { kind: 'tag', ...facet, searchable: true } }, stock },
  { fields: { ...fields, name: { kind: 'text', sortable: true } }, stock },
];

/** One of the processes that write and search. */
export interface BusyProcess extends LabProcess {
  readonly stock: Stock;
  /** Keeps replies. */
  readonly service: SearchService;
}

export async function openBusyProcess(lab: IndexLab, keys: LabProcess['keys'], name: string): Promise<BusyProcess> {
  const process = lab.process(keys, await lab.connect());
  const access = { definitions: process.definitions.handle(name), connection: process.connection, keys };
  return { ...process, stock: new Stock(access), service: new SearchService(access) };
}

export function makeDocument(random: Random, id = random.pick(IDS)): AnyDocument {
  const text = () => random.list(1, 4, () => random.pick(WORDS)).join(' ');
  const quantity = random.integer(0, 9);
  const all = {
    note: text(),
    sku: random.pick(WORDS),
    brand: random.pick(BRANDS),
    tags: random.list(0, 4, () => random.pick(BRANDS)),
    path: random.pick(PATHS),
    variants: random.list(0, 3, () => (random.chance(0.8) ? { color: random.pick(WORDS) } : {})),
    price: random.pick(PRICES),
    since: random.pick(DATES),
  };
  const kept = Object.entries(all).filter(() => random.chance(0.7));
  return { id, name: text(), stock: quantity, inStock: quantity > 0, ...Object.fromEntries(kept) };
}

export function makeSearch(random: Random): SearchJson {
  const text = random.list(1, 3, () => random.pick(WORDS)).join(' ');
  const q = random.chance(0.3) ? text.slice(0, Math.max(1, text.length - 2)) : text;
  const conditions = [
    { brand: random.some(BRANDS, 1, 3) },
    { path: [random.pick(PATHS)] },
    { price: { gte: random.pick(PRICES) } },
    { inStock: random.chance(0.5) },
    { stock: { lt: random.integer(0, 9) } },
    { not: { brand: [random.pick(BRANDS)] } },
    { 'variants[].color': { exists: random.chance(0.5) } },
    { or: [{ note: { exists: true } }, { 'tags[]': [random.pick(BRANDS)] }] },
  ];
  const size = random.pick([0, 0, 5, 50]);
  return {
    ...{ timeoutMs: 10_000 },
    ...(random.chance(0.6) ? { q, typos: false, match: 'all' } : {}),
    where: Object.assign({}, ...random.some<object>(conditions, 0, 2)) as JsonObject,
    facets: random.some(FACETS, 0, FACETS.length),
    size,
    ...(size > 0 && random.chance(0.5)
      ? { sort: [random.pick(['price:asc', 'stock:desc', 'brand:asc', 'id:desc'])] }
      : {}),
  };
}

/** A write of any kind; one that does not fit what is stored is refused, and that is all right. */
export async function writeSomething(random: Random, process: BusyProcess, name: string): Promise<void> {
  const { stock } = process;
  const documents = process.repository(name);
  const id = random.pick(IDS);
  const kinds: readonly (() => Promise<unknown>)[] = [
    () => documents.put(makeDocument(random, id)),
    () => documents.create(makeDocument(random, id)),
    () => documents.delete(id),
    () => documents.patch(id, { [random.pick(OPTIONAL)]: null }),
    () => documents.patch(id, { ...makeDocument(random, id), id }),
    () => documents.setPath(id, 'brand', random.pick(BRANDS)),
    () => documents.increment(id, 'price', random.integer(-3, 3)),
    () => documents.append(id, 'tags', [random.pick(BRANDS)]),
    () => collect(documents.putMany(random.list(1, 5, () => makeDocument(random)))),
    () => stock.reserve([{ id, quantity: 1 }], { ttlMs: 1_000 }),
    () => stock.restock([{ id, quantity: random.integer(1, 5) }]),
    () => stock.reserve([{ id, quantity: 1 }]).then(({ id: reservation }) => stock.release(reservation)),
    () => stock.sweep(),
  ];
  await random
    .pick(kinds)()
    .catch((error: unknown) => {
      if (!(error instanceof AisleError) || (error.status >= 500 && error.code !== 'WRITE_CONTENDED')) throw error;
    });
}
