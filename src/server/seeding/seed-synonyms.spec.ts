import { parseSynonym } from '../../lib/search/synonyms/synonym.js';
import { SEED_FOLDER } from './seed-files.js';
import { readSeedSynonyms } from './seed-synonyms.js';

it('the synonyms of the example catalogue are as they can be stored', async () => {
  const synonyms = await readSeedSynonyms(SEED_FOLDER, 'products');
  expect(synonyms.length).toBeGreaterThan(20);
  expect(synonyms.map(({ id, ...synonym }) => ({ id, ...parseSynonym(synonym) }))).toEqual(synonyms);
});

it('a collection, or a folder, may have none', async () => {
  expect(await readSeedSynonyms(SEED_FOLDER, 'shops')).toEqual([]);
  expect(await readSeedSynonyms(import.meta.dirname, 'products')).toEqual([]);
});
