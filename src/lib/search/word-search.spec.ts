import { createCollection } from '../collections/create-collection.js';
import { layoutOf } from '../collections/field-layout.js';
import { numeric, text } from '../collections/fields.js';
import { SearchTimeoutError } from '../errors/engine-errors.js';
import { parseSearch } from '../query/parse-search.js';
import { EngineWords } from './engine-words.js';
import { LeadingDocuments } from './leading-documents.js';
import { NO_SYNONYMS } from './synonyms/synonym-index.js';
import { TermIndex } from './terms/term-index.js';
import { Vocabulary } from './terms/vocabulary.js';
import { searchWords } from './word-search.js';

const collection = createCollection('things', null, { name: text(), price: numeric() }, {});
const target = { index: 'i', layout: layoutOf(collection), ranking: [], now: 0 };

it('tells where documents could not be counted in time, by which it goes on', async () => {
  const search = parseSearch(collection, { q: 'red lamp', where: { price: 5 } });
  const warnings: string[] = [];
  const vocabulary = Vocabulary.of(
    new TermIndex([
      { term: 'lamp', count: 2 },
      { term: 'red', count: 2 },
    ]),
    9,
  );
  const source = new EngineWords({
    target,
    leading: new LeadingDocuments(),
    hitsTellTotal: true,
    laterOf: () => [],
    ask: ({ commands, read }) => Promise.resolve(read(commands.map(() => new SearchTimeoutError('Too slow')))),
    warn: (more) => warnings.push(...more),
  });
  await searchWords(
    { search, text: search.text!, forms: { languages: [], synonyms: NO_SYNONYMS } },
    { vocabulary: () => Promise.resolve(vocabulary), isCurrent: () => Promise.resolve(true), source },
  );
  expect(new Set(warnings)).toEqual(new Set(['Too slow']));
});
