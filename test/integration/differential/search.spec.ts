import { fromDefinitionJson } from '../../../src/lib/collections/definition-json.js';
import { TEST_CASE, TEST_SEED } from '../../support/test-seed.js';
import { openTestShop, putAll } from '../../support/test-shop.js';
import type { TestShop } from '../../support/test-shop.js';
import { checkSearch } from './check-search.js';
import { describeFailure } from './describe-failure.js';
import { evolveCatalogue } from './generate/evolve-catalogue.js';
import { generateCatalogue } from './generate/generate-catalogue.js';
import { generateDefinition } from './generate/generate-definition.js';
import { generateSearch } from './generate/generate-search.js';
import type { SearchJson } from './generate/generate-search.js';
import { generateHistory } from './generate/generate-history.js';
import { Random } from './generate/random.js';
import { shrink } from './shrink.js';

const COLLECTIONS = 100;
const SEARCHES = 25;
/** Searches that are made again after writes, by a service that keeps replies. */
const REPEATED = 5;
const ROUNDS = 2;
/** Facets and orders of every other collection are left to the engine; those of the rest are folded from columns. */
const ENGINE_ALONE = { bytes: 0 };

const numbers = TEST_CASE === undefined ? Array.from({ length: COLLECTIONS }, (_, index) => index) : [TEST_CASE];

let shop: TestShop;

beforeAll(async () => {
  process.stderr.write(`Searches compared with a naive evaluation: AISLE_TEST_SEED=${TEST_SEED}\n`);
  shop = await openTestShop();
});

afterAll(() => shop.close());

describe(`searches equal a naive evaluation, seed ${TEST_SEED}`, () => {
  it.each(numbers)('collection %i', async (number) => {
    const random = new Random(`${TEST_SEED}:${number}`);
    const definition = generateDefinition(random);
    const name = `c${number}`;
    let catalogue = generateCatalogue(random, fromDefinitionJson(name, definition));
    const history = generateHistory(random, catalogue);
    const columns = number % 2 === 0 ? ENGINE_ALONE : {};
    const { repository, search: service } = await shop.create(name, definition, history.documents, { columns });
    await putAll(repository, catalogue.written);
    for (const id of history.deleted) await repository.delete(id);
    await service.warmUp();
    expect(service.columnBytes > 0).toBe(columns !== ENGINE_ALONE);
    const check = async (search: SearchJson, walk: boolean) => {
      const differences = await checkSearch(service, catalogue, search, walk);
      if (differences.length === 0) return;
      const kind = differences[0]!.split(':')[0]!;
      const smallest = await shrink(search, async (smaller) => {
        const [first] = await checkSearch(service, catalogue, smaller, walk).catch(() => []);
        return first?.split(':')[0] === kind;
      });
      const left = await checkSearch(service, catalogue, smallest, walk);
      throw new Error(
        describeFailure({ seed: `${TEST_SEED}:${number}`, definition, catalogue, search, smallest, differences, left }),
      );
    };
    const searches = Array.from({ length: SEARCHES }, () => generateSearch(random, catalogue));
    for (const search of searches) await check(search, random.chance(0.3));
    for (let round = 0; round < ROUNDS && catalogue.written.length > 0; round++) {
      const evolved = evolveCatalogue(random, catalogue);
      await putAll(repository, evolved.written);
      for (const id of evolved.deleted) await repository.delete(id);
      ({ catalogue } = evolved);
      for (const search of searches.slice(-REPEATED)) await check(search, false);
    }
    expect(service.columnBytes > 0).toBe(columns !== ENGINE_ALONE);
  });
});
