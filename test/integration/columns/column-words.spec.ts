import type { AnyDocument } from '../../../src/lib/collections/collection.js';
import type { SearchInput } from '../../../src/lib/query/search-input.js';
import type { SearchResult } from '../../../src/lib/query/search-result.js';
import type { SearchService } from '../../../src/lib/search/search-service.js';
import { DEFINITIONS, makeDocument, makeSearch, openBusyProcess, writeSomething } from '../../support/busy-shop.js';
import { columnProcess } from '../../support/column-lab.js';
import { fill, openIndexLab } from '../../support/index-lab.js';
import type { IndexLab } from '../../support/index-lab.js';
import { TEST_SEED } from '../../support/test-seed.js';
import { Random } from '../differential/generate/random.js';
import { WORDS } from '../differential/generate/words.js';

const NAME = 'goods';
const LONG = 'abcdefghij'.repeat(14);
const MORE = [
  ...WORDS,
  ...[
    'wireless',
    'wirelss',
    'chair',
    'chairs',
    'running',
    'run',
    'power bank',
    LONG,
    `${LONG}x`,
    '0012345',
    'K2-BLK-01',
  ],
  ...['ﬁsh', 'ĳ', 'ǰx', 'İstanbul', '무선키보드', 'ไร้สาย', '京都 東京', 'a', '5'],
];
const ROUNDS = 4;
const SEARCHES = 20;
const RANKINGS: Readonly<Record<string, readonly (string | object)[]>> = {
  words: [],
  'words and prices': ['price:desc'],
  'words, boosts and ages': [{ boost: 'inStock', by: 0.5 }, { decay: 'since', halfLifeDays: 90, by: 0.3 }, 'stock:asc'],
};

let lab: IndexLab;

beforeAll(async () => {
  lab = await openIndexLab();
});

afterAll(() => lab.close());

function wordyDocument(random: Random, id?: string): AnyDocument {
  const text = () => random.list(1, 6, () => random.pick(MORE)).join(' ');
  const sku = random.pick(MORE).replaceAll(' ', '').slice(0, 60);
  const words = Object.entries({ name: text(), note: text(), sku }).filter(() => random.chance(0.5));
  return { ...makeDocument(random, id), ...Object.fromEntries(words) };
}

/** Words that may be cut short or lack a letter, each with whatever else is asked. */
function wordySearch(random: Random): SearchInput {
  const letters = Array.from(random.list(1, 4, () => random.pick(MORE)).join(' '));
  if (random.chance(0.4)) letters.length = random.integer(1, letters.length);
  if (random.chance(0.3)) letters.splice(random.integer(0, letters.length - 1), 1);
  const how = { typos: random.chance(0.8), match: random.pick(['all', 'auto', 'auto']) };
  return { ...makeSearch(random), ...how, q: letters.join(''), size: 250 } as SearchInput;
}

/** What is found; relevance orders it, which the engine knows less of. */
async function findingsOf(service: SearchService, search: SearchInput) {
  const { hits, total, facets, query, partial }: SearchResult = await service.search(search);
  const found = hits.map(({ id, document }) => ({ id, document }));
  if (search.sort === undefined) found.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { found, total, facets, query, partial };
}

describe(`words are found in columns as the engine finds them, seed ${TEST_SEED}`, () => {
  it.each(Object.entries(RANKINGS))('ranked by %s', async (what, ranking) => {
    const random = new Random(`${TEST_SEED}:words:${what}`);
    const keys = lab.namespace();
    const writers = await Promise.all([1, 2].map(() => openBusyProcess(lab, keys, NAME)));
    const [first] = writers;
    await first!.manager.put(NAME, { ...DEFINITIONS[0], ranking, partitions: random.pick([1, 3]) });
    await fill(
      first!,
      NAME,
      random.list(30, 60, (index) => wordyDocument(random, `d${index}`)),
    );
    const { search: columns, engine } = columnProcess(await lab.connect(), keys, NAME, { maxAgeMs: 60_000 });
    await columns.warmUp();
    const searches = random.list(SEARCHES, SEARCHES, () => wordySearch(random));
    for (let round = 0; round < ROUNDS; round++) {
      for (const search of searches) {
        const findings = await findingsOf(columns, search);
        expect({ round, search, ...findings }).toEqual({ round, search, ...(await findingsOf(engine, search)) });
      }
      expect(columns.columnBytes).toBeGreaterThan(0);
      await Promise.all(
        writers.map(async (writer, at) => {
          const own = new Random(`${random.seed}:${round}:${at}`);
          for (let left = own.pick([1, 1, 6]); left > 0; left--) {
            if (own.chance(0.5)) await writeSomething(own, writer, NAME);
            else await writer.repository(NAME).put(wordyDocument(own));
          }
        }),
      );
    }
  });
});
