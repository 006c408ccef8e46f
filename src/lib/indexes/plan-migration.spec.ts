import type { AnyCollection } from '../collections/collection.js';
import { fromDefinitionJson } from '../collections/definition-json.js';
import { createKeys } from '../redis/keys.js';
import { describePlan } from './describe-plan.js';
import { indexNameOf } from './index-name.js';
import { planMigration } from './plan-migration.js';

const keys = createKeys('aisle');
const FIELDS = {
  name: { kind: 'text' },
  brand: { kind: 'tag', facet: true },
  price: { kind: 'numeric', sortable: true },
  embedding: { kind: 'vector', dimensions: 3 },
};
const products = (fields: object = FIELDS, settings: object = {}) =>
  fromDefinitionJson('products', { fields, ...settings });
const current = products();
const plan = (fields: object, settings: object = {}) => planMigration(keys, current, products(fields, settings));

describe('a migration plan', () => {
  it('creates what is not there', () => {
    const wanted = products({ name: { kind: 'text', weight: 2 } });
    const made = planMigration(keys, null, wanted);
    expect(made).toEqual({
      collection: 'products',
      status: 'missing',
      changes: [{ path: 'name', change: 'added', to: { kind: 'text', weight: 2 }, reindexOnly: false }],
      settings: [],
      checks: false,
      rewrites: false,
      outdated: false,
      index: { from: null, to: indexNameOf(keys, wanted) },
    });
    expect(describePlan(made)).toEqual([
      'products: create the collection',
      'add name: text (weight 2)',
      `build the index ${indexNameOf(keys, wanted)}`,
    ]);
  });

  it('has nothing to do for the same fields in another order', () => {
    const { embedding, ...others } = FIELDS;
    const made = plan({ embedding, ...others });
    expect(made).toMatchObject({ status: 'unchanged', changes: [], settings: [], checks: false, rewrites: false });
    expect(describePlan(made)).toEqual(['products: nothing to change']);
  });

  it('rewrites documents for a new field', () => {
    const made = plan({ ...FIELDS, color: { kind: 'tag' } });
    expect(made).toMatchObject({
      status: 'changed',
      changes: [{ path: 'color', change: 'added', to: { kind: 'tag' }, reindexOnly: false }],
      checks: true,
      rewrites: true,
    });
    expect(describePlan(made)).toEqual([
      'products: change the collection',
      'add color: tag',
      'check that every document fits',
      'derive the search data of every document anew',
      `build the index ${made.index.to}, which then takes the place of ${String(made.index.from)}`,
    ]);
  });

  it('leaves documents alone for a weight', () => {
    const made = plan({ ...FIELDS, name: { kind: 'text', weight: 5 } });
    expect(made).toMatchObject({
      status: 'changed',
      changes: [
        {
          path: 'name',
          change: 'changed',
          from: { kind: 'text' },
          to: { kind: 'text', weight: 5 },
          reindexOnly: true,
        },
      ],
      checks: false,
      rewrites: false,
    });
    expect(describePlan(made)).toEqual([
      'products: change the collection',
      'change name: text → text (weight 5)',
      'documents stay as they are',
      `build the index ${made.index.to}, which then takes the place of ${String(made.index.from)}`,
    ]);
  });

  it('touches neither documents nor index for an order', () => {
    const made = plan(FIELDS, { defaultSort: ['price:desc'] });
    expect(made).toMatchObject({
      status: 'changed',
      changes: [],
      settings: [{ setting: 'defaultSort', from: [], to: ['price:desc'] }],
      checks: false,
      rewrites: false,
    });
    expect(made.index.from).toBe(made.index.to);
    expect(describePlan(made)).toEqual([
      'products: change the collection',
      'change defaultSort: by id → price:desc',
      'documents and index stay as they are',
    ]);
  });

  it('stores the boosts of a ranking with documents, and nothing else of it', () => {
    const fields = { ...FIELDS, isNew: { kind: 'boolean', facet: true } };
    const ranked = (...ranking: readonly unknown[]) => products(fields, { ranking });
    const change = (from: AnyCollection, to: AnyCollection) => {
      const { checks, rewrites, index } = planMigration(keys, from, to);
      return { checks, rewrites, newIndex: index.from !== index.to };
    };
    const anew = { checks: false, rewrites: true, newIndex: true };
    const boost = { boost: 'isNew', by: 1.5 };
    expect(change(ranked(), ranked(boost))).toEqual(anew);
    expect(change(ranked(boost), ranked({ ...boost, by: 2 }))).toEqual(anew);
    expect(change(ranked(boost), ranked())).toEqual({ ...anew, rewrites: false });
    expect(change(ranked(boost), ranked('price:desc', boost))).toEqual({ ...anew, rewrites: false, newIndex: false });
  });

  it.each([
    ['a field without a vector goes', { ...FIELDS, brand: undefined }, { reindexOnly: true, rewrites: false }],
    ['a facet goes', { ...FIELDS, brand: { kind: 'tag' } }, { reindexOnly: true, rewrites: false }],
    ['a sort goes', { ...FIELDS, price: { kind: 'numeric' } }, { reindexOnly: true, rewrites: false }],
    ['a sort comes', { ...FIELDS, name: { kind: 'text', sortable: true } }, { reindexOnly: false, rewrites: true }],
    ['a kind changes', { ...FIELDS, name: { kind: 'tag' } }, { reindexOnly: false, rewrites: true }],
    [
      'a vector goes back into its document',
      { ...FIELDS, embedding: undefined },
      { reindexOnly: false, rewrites: true },
    ],
    [
      'vectors of another length are wanted',
      { ...FIELDS, embedding: { kind: 'vector', dimensions: 4 } },
      { reindexOnly: false, rewrites: false },
    ],
  ])('knows what it means when %s', (_, fields, { reindexOnly, rewrites }) => {
    const given = Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined));
    const made = plan(given);
    expect(made.changes.map((change) => change.reindexOnly)).toEqual([reindexOnly]);
    expect(made).toMatchObject({ checks: !reindexOnly, rewrites });
  });

  it('makes all anew when documents were derived by an older text analysis', () => {
    const made = planMigration(keys, current, current, true);
    expect(made).toMatchObject({ status: 'changed', changes: [], rewrites: true, outdated: true });
    expect(made.index).toEqual({ from: null, to: indexNameOf(keys, current) });
    expect(describePlan(made)).toEqual([
      'products: change the collection',
      'derive the search data of every document anew, for this version analyses text otherwise',
      `build the index ${made.index.to}`,
    ]);
  });

  it('takes fields for what they are that are called as members of every object', () => {
    const made = plan({ ...FIELDS, constructor: { kind: 'tag' } });
    expect(made.changes).toEqual([{ path: 'constructor', change: 'added', to: { kind: 'tag' }, reindexOnly: false }]);
  });

  it.each([
    [{ id: 'sku' }, '"id" of the collection "products" is "id" and cannot become "sku"'],
    [{ partitions: 2 }, '"partitions" of the collection "products" is 1 and cannot become 2'],
  ])('refuses %j, which is fixed', (settings, message) => {
    const change = () => plan(FIELDS, settings);
    expect(change).toThrow(expect.objectContaining({ code: 'INVALID_DEFINITION' }));
    expect(change).toThrow(message);
    expect(change).toThrow('Export the documents, delete the collection, make it anew and import them');
  });
});
