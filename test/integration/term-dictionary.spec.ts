import { EngineUnavailableError } from '../../src/lib/errors/engine-errors.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { TermDictionary } from '../../src/lib/search/terms/term-dictionary.js';
import type { Vocabulary } from '../../src/lib/search/terms/vocabulary.js';
import { definition, fill, openIndexLab } from '../support/index-lab.js';
import type { IndexLab, LabProcess } from '../support/index-lab.js';

let lab: IndexLab;
beforeAll(async () => {
  lab = await openIndexLab();
});
afterAll(() => lab.close());

const things = definition('things', { name: { kind: 'text' }, sku: { kind: 'code' } }, { partitions: 3 });
const WAIT_MS = 20_000;
/** Of a thousand changes the documents are read two hundred at a time. */
const READS_OF_A_PAGE = 5;

async function openProcess(): Promise<LabProcess> {
  const process = lab.process(lab.namespace());
  await process.manager.put('things', { fields: things.fields, partitions: 3 });
  await process.manager.settled();
  return process;
}

function dictionaryOf({ connection, keys }: LabProcess): TermDictionary {
  return new TermDictionary({ connection, keys, collection: things });
}

const counts = (vocabulary: Vocabulary | null, ...terms: readonly string[]) =>
  terms.map((term) => vocabulary?.count(term));

it('the terms of a collection are those of its documents, in as many as hold them', async () => {
  const process = await openProcess();
  await fill(process, 'things', [
    { id: '1', name: 'Red red lamp', sku: 'AB-1' },
    { id: '2', name: 'Red chair' },
  ]);
  const vocabulary = await dictionaryOf(process).current(WAIT_MS);
  expect(counts(vocabulary, 'red', 'lamp', 'ab1', 'blue')).toEqual([2, 1, 1, 0]);
  expect(vocabulary?.documents).toBe(2);
});

it('what is written later is known at the latest look', async () => {
  const process = await openProcess();
  await fill(process, 'things', [{ id: '1', name: 'lamp' }]);
  const dictionary = dictionaryOf(process);
  await dictionary.current(WAIT_MS);
  await fill(process, 'things', [
    { id: '2', name: 'chair lamp' },
    { id: '3', name: 'chair' },
  ]);
  expect(counts(await dictionary.current(WAIT_MS), 'chair')).toEqual([0]);
  const latest = await dictionary.latest(WAIT_MS);
  expect(counts(latest, 'chair', 'lamp')).toEqual([2, 2]);
  expect(latest?.documents).toBe(3);
});

it('what a broken connection kept from being read is read the next time', async () => {
  const process = lab.process(lab.namespace());
  await process.manager.put('things', { fields: things.fields });
  await process.manager.settled();
  const { connection } = process;
  let reads = -Infinity;
  const breaking: RedisConnection = {
    ...connection,
    pipeline: async (commands, options) => {
      const [first] = commands;
      const isBroken = Array.isArray(first) && first[0] === 'JSON.MGET' && ++reads === READS_OF_A_PAGE + 1;
      return isBroken
        ? commands.map(() => new EngineUnavailableError('The connection was cut by the test.'))
        : connection.pipeline(commands, options);
    },
  };
  const collection = definition('things', { name: { kind: 'text' }, sku: { kind: 'code' } });
  const dictionary = new TermDictionary({
    connection: breaking,
    keys: process.keys,
    collection,
  });
  const write = (name: string, count: number) =>
    fill(
      process,
      'things',
      Array.from({ length: count }, (_, at) => ({ id: `${name}${at}`, name: at === 0 ? `first ${name}` : name })),
    );
  // Enough that all documents are not read again for the sake of the changes.
  await write('old', 2_000);
  await dictionary.current(WAIT_MS);
  reads = 0;
  await write('new', 1_200);
  await expect(dictionary.latest(WAIT_MS)).rejects.toThrow('cut by the test');
  expect(counts(await dictionary.latest(WAIT_MS), 'first', 'new')).toEqual([2, 1_200]);
});

it('another process starts with the snapshot, and reads on from there', async () => {
  const process = await openProcess();
  await fill(process, 'things', [{ id: '1', name: 'lamp' }]);
  await dictionaryOf(process).current(WAIT_MS);
  expect(await process.connection.send(['TTL', process.keys.terms('things')])).toBeGreaterThan(0);
  await fill(process, 'things', [{ id: '2', name: 'chair' }]);
  const other = await dictionaryOf(process).current(WAIT_MS);
  expect(counts(other, 'lamp', 'chair')).toEqual([1, 1]);
});

it('documents are read anew where the feed no longer reaches back', async () => {
  const process = await openProcess();
  await fill(process, 'things', [{ id: '1', name: 'lamp' }]);
  const dictionary = dictionaryOf(process);
  await dictionary.current(WAIT_MS);
  await fill(process, 'things', [
    { id: '2', name: 'chair' },
    { id: '3', name: 'table' },
  ]);
  for (const partition of [0, 1, 2]) {
    await process.connection.send(['XTRIM', process.keys.changes('things', partition), 'MAXLEN', '0']);
  }
  expect(counts(await dictionary.latest(WAIT_MS), 'lamp', 'chair', 'table')).toEqual([1, 1, 1]);
});

it('the snapshot goes with the collection', async () => {
  const process = await openProcess();
  await dictionaryOf(process).current(WAIT_MS);
  await process.manager.remove('things');
  expect(await process.connection.send(['EXISTS', process.keys.terms('things')])).toBe(0);
});
