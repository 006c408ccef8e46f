import type { JsonObject } from '../../../src/lib/documents/json-value.js';
import { DEFINITIONS, makeDocument, makeSearch, openBusyProcess, writeSomething } from '../../support/busy-shop.js';
import type { BusyProcess } from '../../support/busy-shop.js';
import { collect } from '../../support/collect.js';
import { fill, openIndexLab } from '../../support/index-lab.js';
import type { IndexLab } from '../../support/index-lab.js';
import { TEST_SEED } from '../../support/test-seed.js';
import { checkSearch } from './check-search.js';
import type { Catalogue } from './generate/generate-catalogue.js';
import { Random } from './generate/random.js';

const NAME = 'goods';
const ROUNDS = 13;
/** The definition changes every so many rounds. */
const MIGRATION = 4;

let lab: IndexLab;

beforeAll(async () => {
  lab = await openIndexLab();
});

afterAll(() => lab.close());

/** What is stored, once nobody writes. */
async function read(process: BusyProcess): Promise<Catalogue> {
  await process.manager.settled();
  const active = await process.definitions.load(NAME);
  const found = await collect(process.repository(NAME).iterate());
  const documents = [...new Map(found.map(({ document }) => [document['id'], document as JsonObject])).values()];
  return { collection: active!.serving, documents, written: documents, words: [], values: new Map() };
}

describe(`searches of two processes that write equal a naive evaluation, seed ${TEST_SEED}`, () => {
  it.each([
    ['writes alone', 1, false],
    ['writes to several partitions', 3, false],
    ['writes while the definition changes', 1, true],
  ])('%s', async (what, partitions, migrates) => {
    const random = new Random(`${TEST_SEED}:busy:${what}`);
    const keys = lab.namespace();
    const processes = await Promise.all([1, 2].map(() => openBusyProcess(lab, keys, NAME)));
    const [first] = processes;
    await first!.manager.put(NAME, { ...DEFINITIONS[0], partitions });
    await fill(
      first!,
      NAME,
      random.list(10, 30, (index) => makeDocument(random, `d${index}`)),
    );
    await first!.service.warmUp();
    const searches = random.list(8, 8, () => makeSearch(random));
    for (let round = 0; round < ROUNDS; round++) {
      // After a single write most of what is kept still holds, and the rest must not be used.
      const clients = random.list(
        1,
        random.pick([1, 1, 4]),
        (client) => new Random(`${random.seed}:${round}:${client}`),
      );
      const writing = clients.map(async (client) => {
        for (let left = client.pick([1, 1, 5]); left > 0; left--) {
          await writeSomething(client, client.pick(processes), NAME);
        }
      });
      const searching = random
        .some(searches, 0, 4)
        .map((search) => random.pick(processes).service.search(search as object));
      const definition = { ...DEFINITIONS[(round / MIGRATION) % DEFINITIONS.length], partitions };
      const migrating = migrates && round % MIGRATION === 0 ? [first!.manager.put(NAME, definition)] : [];
      await Promise.all([...writing, ...searching, ...migrating]);
      const catalogue = await read(first!);
      for (const { service } of processes) {
        for (const search of searches) {
          const differences = await checkSearch(service, catalogue, search, false);
          expect({ round, search, differences }).toEqual({ round, search, differences: [] });
        }
      }
    }
  });
});
