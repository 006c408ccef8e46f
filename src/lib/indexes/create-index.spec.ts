import { fromDefinitionJson } from '../collections/definition-json.js';
import { indexSchema } from '../collections/index-schema.js';
import { createKeys } from '../redis/keys.js';
import { createIndexCommand } from './create-index.js';
import { indexNameOf } from './index-name.js';

const keys = createKeys('aisle');
const fields = { title: { kind: 'text' }, price: { kind: 'numeric' } };

describe('the command that creates an index', () => {
  it('names the prefix, and drops what only other highlighters need', () => {
    const books = fromDefinitionJson('books', { fields });
    expect(createIndexCommand(keys, books)).toEqual([
      ...['FT.CREATE', indexNameOf(keys, books), 'ON', 'JSON', 'PREFIX', '1', 'aisle:{books}:doc:'],
      ...['NOHL', 'STOPWORDS', '0', 'SCHEMA', ...indexSchema(books)],
    ]);
  });

  it('names the prefix of each partition', () => {
    const books = fromDefinitionJson('books', { fields, partitions: 2 });
    expect(createIndexCommand(keys, books).slice(4, 8)).toEqual([
      ...['PREFIX', '2', 'aisle:{books.0}:doc:', 'aisle:{books.1}:doc:'],
    ]);
  });

  it('names the member that holds the boost of a document', () => {
    const isNew = { kind: 'boolean', facet: true };
    const ranking = [{ boost: 'isNew', by: 2 }];
    const books = fromDefinitionJson('books', { fields: { ...fields, isNew }, ranking });
    expect(createIndexCommand(keys, books).slice(7, 12)).toEqual([
      ...['NOHL', 'STOPWORDS', '0', 'SCORE_FIELD', expect.stringMatching(/^\$\.idx\.boost_[0-9a-f]{6}$/)],
    ]);
  });

  it('gives another name to another schema and the same to the same', () => {
    const name = (definition: object) => indexNameOf(keys, fromDefinitionJson('books', definition));
    const weighted = { ...fields, title: { kind: 'text', weight: 2 } };
    expect(name({ fields })).toMatch(/^aisle:idx:books:v[0-9a-f]{10}$/);
    expect(name({ fields, defaultSort: ['id:desc'] })).toBe(name({ fields }));
    expect(name({ fields: weighted })).not.toBe(name({ fields }));
    expect(name({ fields, partitions: 2 })).not.toBe(name({ fields }));
  });
});
