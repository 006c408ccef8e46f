import type { AnyDocument } from '../../src/lib/collections/collection.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import { CollectionManager } from '../../src/lib/indexes/collection-manager.js';
import type { SearchInput } from '../../src/lib/query/search-input.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { Keys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { SearchReplies } from '../../src/lib/search/replies/search-replies.js';
import { SearchService } from '../../src/lib/search/search-service.js';

export const LAMPS = {
  fields: {
    name: { kind: 'text' },
    sku: { kind: 'code' },
    brand: { kind: 'tag', facet: true },
    tags: { kind: 'tag', facet: true, searchable: true },
    path: { kind: 'hierarchy', facet: true, separator: '/' },
    price: { kind: 'numeric', facet: true, sortable: true },
    sizes: { kind: 'numeric', facet: true, sortable: true },
    since: { kind: 'date', facet: true, sortable: true },
    inStock: { kind: 'boolean', facet: true },
    'flags[]': { kind: 'boolean', facet: true },
    stock: { kind: 'numeric' },
  },
  stock: { quantity: 'stock', available: 'inStock' },
};

const BRANDS = ['Ohm', 'OHM', 'Clavis', 'Lumen ', 'İota'];

/** Lamps of which every field has values, several and none. */
export const lamp = (number: number): AnyDocument => ({
  id: `${number % 3 === 0 ? '𝕃' : 'l'}${number}`,
  name: `lamp number${number}`,
  sku: `L-${number}`,
  ...(number % 7 === 0 ? {} : { brand: BRANDS[number % BRANDS.length] }),
  tags: number % 4 === 0 ? [] : [`t${number % 3}`, `T${number % 2}`],
  path: `Light/${number % 2 === 0 ? 'Desk' : 'Floor'}/${number % 5}`,
  ...(number % 6 === 0 ? {} : { price: number % 10 }),
  sizes: number % 5 === 0 ? null : [number % 4, -number, number / 8],
  since: `2026-01-${String((number % 28) + 1).padStart(2, '0')}`,
  inStock: number % 2 === 0,
  flags: number % 3 === 0 ? [true, false] : [true],
  stock: 5,
});

export const lamps = (count: number, from = 0) => Array.from({ length: count }, (_, at) => lamp(from + at));

/** Asks for all that columns tell. */
export const QUESTIONS: readonly SearchInput[] = [
  { facets: ['brand', 'tags', 'path', 'price', 'sizes', 'since', 'inStock', 'flags[]'], size: 3 },
  { where: { brand: ['ohm'], price: { gte: 2 } }, facets: ['brand', 'price', 'tags'], sort: ['price:desc'] },
  { where: { path: ['light/desk'], tags: { all: ['t0', 't1'] } }, facets: ['path'], sort: ['sizes:asc', 'id:desc'] },
  { where: { not: { sizes: { lt: 0 } } }, facets: ['sizes'], sort: ['sizes:desc', 'price:asc'], size: 50 },
  { where: { or: [{ since: { lt: '2026-01-05' } }, { brand: { exists: false } }] }, sort: ['since:desc'], page: 2 },
  { where: { 'flags[]': false, inStock: true }, facets: ['flags[]', 'inStock'], size: 0 },
  { q: 'lamp', where: { brand: { not: ['clavis'] } }, facets: ['brand', 'price', 'since'], size: 0 },
  { q: 'numb', where: { price: { gt: 3 } }, facets: [{ field: 'price', ranges: [{ to: 5 }, { from: 5 }] }], size: 0 },
].map((question) => question as SearchInput);

/** A collection as one process sees it that keeps columns, beside the engine's own answers. */
export interface ColumnProcess {
  readonly connection: RedisConnection;
  readonly manager: CollectionManager;
  readonly repository: DocumentRepository;
  readonly search: SearchService;
  /** Leaves everything to the engine. */
  readonly engine: SearchService;
}

export interface ColumnProcessOptions {
  readonly maxAgeMs?: number;
  readonly bytes?: number;
}

export function columnProcess(
  connection: RedisConnection,
  keys: Keys,
  name: string,
  { maxAgeMs = 0, bytes = 50_000_000 }: ColumnProcessOptions = {},
): ColumnProcess {
  const definitions = new DefinitionStore(connection, keys);
  const access = { definitions: definitions.handle(name), connection, keys };
  return {
    connection,
    manager: new CollectionManager({ connection, keys, definitions }),
    repository: new DocumentRepository(access),
    search: new SearchService({ ...access, columns: { bytes }, replies: new SearchReplies({ maxAgeMs }) }),
    engine: new SearchService({ ...access, columns: { bytes: 0 }, replies: new SearchReplies({ bytes: 0 }) }),
  };
}

/** Both answer all questions the same. */
export async function expectSame({ search, engine }: Pick<ColumnProcess, 'search' | 'engine'>): Promise<void> {
  for (const question of QUESTIONS) {
    const [own, wanted] = await Promise.all([search.search(question), engine.search(question)]);
    expect({ question, ...own, tookMs: 0 }).toEqual({ question, ...wanted, tookMs: 0 });
  }
}

/** Both give the same values of facets. */
export async function expectSameValues({ search, engine }: Pick<ColumnProcess, 'search' | 'engine'>): Promise<void> {
  const where = { price: { gte: 2 }, brand: ['ohm'] };
  for (const path of ['brand', 'tags', 'path', 'inStock', 'flags[]']) {
    for (const input of [{}, { q: 'l', where }, { where: { ...where, path: ['light/desk'] }, size: 1 }] as object[]) {
      const [own, wanted] = await Promise.all([search.facetValues(path, input), engine.facetValues(path, input)]);
      expect({ path, input, ...own }).toEqual({ path, input, ...wanted });
    }
  }
}

/** The same, and the columns did it. */
export async function expectColumns(process: ColumnProcess): Promise<void> {
  expect(process.search.columnBytes).toBeGreaterThan(0);
  await expectSame(process);
  expect(process.search.columnBytes).toBeGreaterThan(0);
}

/** Lets time go by for the process at once. @returns lets it go on as ever */
export function leap(milliseconds: number): () => void {
  const now = performance.now.bind(performance);
  const spy = jest.spyOn(performance, 'now').mockImplementation(() => now() + milliseconds);
  return () => {
    spy.mockRestore();
  };
}

/** Longer than any pause between two readings of all documents. */
const LONG_PAUSE_MS = 3_600_000;
const READINGS = 3;

/** Reads columns that were given up anew, whatever the pause; again where a reading was under way that came to nothing. */
export async function warmAgain({ search }: Pick<ColumnProcess, 'search'>): Promise<void> {
  for (let reading = 1; reading <= READINGS && search.columnBytes === 0; reading++) {
    const goOn = leap(reading * LONG_PAUSE_MS);
    await search.warmUp();
    goOn();
  }
}

let namespaces = 0;

/** A namespace of its own, with the collection `lamps`. */
export async function openLamps(url: string, partitions: number, documents: readonly AnyDocument[] = lamps(60)) {
  const keys = createKeys(`columns-${++namespaces}`);
  const connections: RedisConnection[] = [];
  const open = async (options: ColumnProcessOptions = {}): Promise<ColumnProcess> => {
    const connection = await openConnection({ url });
    connections.push(connection);
    return columnProcess(connection, keys, 'lamps', options);
  };
  const writer = await open({ bytes: 0 });
  await writer.manager.put('lamps', { ...LAMPS, partitions });
  for await (const { error } of writer.repository.putMany(documents)) if (error !== undefined) throw error;
  return {
    keys,
    writer,
    open,
    /** A process with its columns read. */
    openWarm: async (options: ColumnProcessOptions = {}) => {
      const process = await open(options);
      await process.search.warmUp();
      expect(process.search.columnBytes).toBeGreaterThan(0);
      return process;
    },
    close: () => Promise.all(connections.map((connection) => connection.close())),
  };
}

export type Lamps = Awaited<ReturnType<typeof openLamps>>;
