import { AisleError } from '../errors/aisle-error.js';
import { createCollection } from './create-collection.js';
import { defineCollection } from './define-collection.js';
import { definitionHash, fromDefinitionJson, toDefinitionJson } from './definition-json.js';
import { boolean, code, hierarchy, numeric, tag, text, vector } from './fields.js';

class Product {
  name!: string;
  price!: number;
  variants!: { color: string }[];
}

const failure = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof AisleError) return [error.code, error.message];
    throw error;
  }
  return 'no error';
};
const create = (fields: object, settings: object = {}, name = 'products') =>
  createCollection(name, null, fields, settings);

describe('a collection', () => {
  const products = defineCollection(
    'products',
    Product,
    { name: text({ weight: 5 }), price: numeric({ sortable: true }), 'variants[].color': tag({ facet: true }) },
    { defaultSort: ['price:desc'] },
  );

  it('is a frozen value with its defaults', () => {
    expect(products).toEqual({
      name: 'products',
      document: Product,
      fields: {
        name: { kind: 'text', weight: 5, sortable: false },
        price: { kind: 'numeric', sortable: true, facet: false },
        'variants[].color': { kind: 'tag', facet: true, searchable: false, weight: 1, sortable: false },
      },
      id: 'id',
      defaultSort: ['price:desc'],
      ranking: [],
      partitions: 1,
      stock: null,
      language: null,
    });
    expect([products, products.fields, products.fields.name, products.defaultSort].every(Object.isFrozen)).toBe(true);
  });

  it('goes to JSON without defaults and back', () => {
    const json = toDefinitionJson(products);
    expect(json).toEqual({
      id: 'id',
      fields: {
        name: { kind: 'text', weight: 5 },
        price: { kind: 'numeric', sortable: true },
        'variants[].color': { kind: 'tag', facet: true },
      },
      defaultSort: ['price:desc'],
      partitions: 1,
    });
    const again = fromDefinitionJson('products', JSON.parse(JSON.stringify(json)), Product);
    expect(again).toEqual(products);
    expect(definitionHash(again)).toBe(definitionHash(products));
  });

  it('has the same hash whatever the order of its fields, and another one for any difference', () => {
    const hash = (fields: object, settings?: object) => definitionHash(create(fields, settings));
    const [a, b] = [text(), numeric({ sortable: true })];
    expect(hash({ a, b })).toBe(hash({ b, a }));
    const others = [
      hash({ a }),
      hash({ a, b }),
      hash({ a: text({ weight: 2 }), b }),
      hash({ a, b }, { partitions: 2 }),
    ];
    expect(new Set([...others, hash({ a, b }, { defaultSort: ['b:asc'] })]).size).toBe(5);
  });
});

describe('a wrong definition is told what is wrong and how to mend it', () => {
  it.each<[string, () => unknown, RegExp]>([
    ['name', () => create({}, {}, 'Products'), /"Products" cannot name a collection. Use 1 to 64 lower-case/],
    [
      'unknown kind',
      () => create({ a: { kind: 'string' } }),
      /field "a": There is no field kind "string". Use one of: text, code/,
    ],
    [
      'unknown option',
      () => create({ a: { kind: 'text', facet: true } }),
      /"text" has no option "facet". It takes: weight, sortable/,
    ],
    ['option of a kind without', () => create({ a: { kind: 'geo', facet: true } }), /It takes none/],
    [
      'option of another type',
      () => create({ a: { kind: 'tag', facet: 'yes' } }),
      /"facet" of tag\(\) must be true or false/,
    ],
    ['weight', () => text({ weight: 0 }), /"weight" of text\(\) must be a number above 0/],
    ['separator', () => hierarchy({ separator: ' ' }), /"separator"/],
    ['dimensions', () => vector({ dimensions: 1.5 }), /"dimensions" of vector\(\) must be a whole number/],
    ['metric', () => create({ a: { kind: 'vector', dimensions: 2, metric: 'dot' } }), /one of: cosine, l2, ip/],
    ['reserved path', () => create({ or: tag() }), /"or" is reserved/],
    ['id as a field', () => create({ id: tag() }), /The id can always be filtered and sorted by/],
    ['blank step', () => create({ 'a..b': tag() }), /not a path/],
    ['quote in a path', () => create({ 'a"]["b': tag() }), /not a path/],
    ['prototype', () => create({ '__proto__.a': tag() }), /not a path/],
    ['brackets in front', () => create({ '[]a': tag() }), /not a path/],
    ['vector through arrays', () => create({ 'a[].v': vector({ dimensions: 2 }) }), /take \[\] out of the path/],
    [
      'not sortable default',
      () => create({ a: text() }, { defaultSort: ['a:asc'] }),
      /"a" is not sortable. Sort by one of: id/,
    ],
    [
      'unknown setting',
      () => create({}, { order: [] }),
      /no setting "order". Use one of: id, defaultSort, ranking, partitions/,
    ],
    ['partitions', () => create({}, { partitions: 0 }), /1 to 256/],
    ['id member', () => create({}, { id: 'a.b' }), /"id" must name a member/],
    [
      'many fields',
      () => create(Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`f${i}`, boolean()]))),
      /at most 200/,
    ],
    [
      'many texts',
      () => create(Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`f${i}`, code()]))),
      /At most 128/,
    ],
    ['no JSON object', () => fromDefinitionJson('a', []), /A definition is an object such as/],
    ['unknown member', () => fromDefinitionJson('a', { fields: {}, name: 'x' }), /no member "name"/],
  ])('%s', (_, run, message) => {
    expect(failure(run)).toEqual([
      expect.stringMatching(/^(INVALID_DEFINITION|NOT_SORTABLE)$/),
      expect.stringMatching(message),
    ]);
  });
});
