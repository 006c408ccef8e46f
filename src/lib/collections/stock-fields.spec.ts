import { definitionHash, fromDefinitionJson, toDefinitionJson } from './definition-json.js';

const fields = {
  name: { kind: 'text' },
  stock: { kind: 'numeric' },
  'specs.count': { kind: 'numeric' },
  'variants[].stock': { kind: 'numeric' },
  inStock: { kind: 'boolean' },
  'flags[]': { kind: 'boolean' },
};
const define = (stock?: unknown) => fromDefinitionJson('goods', { fields, ...(stock === undefined ? {} : { stock }) });

it('names the fields of the stock, in code and as JSON', () => {
  const stock = { quantity: 'specs.count', available: 'inStock' };
  const collection = define(stock);
  expect(collection.stock).toEqual(stock);
  expect(toDefinitionJson(collection).stock).toEqual(stock);
  expect(definitionHash(fromDefinitionJson('goods', toDefinitionJson(collection)))).toBe(definitionHash(collection));
});

it('changes the hash of a definition only where it is given', () => {
  const without = define();
  expect(without.stock).toBeNull();
  expect(toDefinitionJson(without)).not.toHaveProperty('stock');
  expect(definitionHash(without)).toBe('29eb36ba9b04');
  expect(definitionHash(define({ quantity: 'stock', available: 'inStock' }))).not.toBe(definitionHash(without));
});

it.each([
  ['stock', '"stock" must name two fields, such as {"quantity": "stock", "available": "inStock"}.'],
  [null, '"stock" must name two fields'],
  [{ available: 'inStock' }, '"stock.quantity" is missing. It must name a numeric field without [] in its path'],
  [{ quantity: 'stock' }, '"stock.available" is missing. It must name a boolean field'],
  [{ quantity: 'name', available: 'inStock' }, '"stock.quantity" is "name"'],
  [{ quantity: 'variants[].stock', available: 'inStock' }, 'Such are: stock, specs.count.'],
  [{ quantity: 'stock', available: 'flags[]' }, 'Such are: inStock.'],
  [{ quantity: 'constructor', available: 'inStock' }, '"stock.quantity" is "constructor"'],
  [
    { quantity: 'stock', available: 'inStock', sold: 'x' },
    '"stock" has no member "sold". It takes: quantity, available.',
  ],
])('refuses %j', (stock, message) => {
  expect(() => define(stock)).toThrow(message);
});

it('refuses fields of which one lies in the other', () => {
  const nested = { stock: { kind: 'numeric' }, 'stock.any': { kind: 'boolean' } };
  const stock = { quantity: 'stock', available: 'stock.any' };
  expect(() => fromDefinitionJson('goods', { fields: nested, stock })).toThrow('of which one lies in the other');
});

it('says what is missing when no field fits', () => {
  const stock = { quantity: 'stock', available: 'inStock' };
  expect(() => fromDefinitionJson('goods', { fields: { name: { kind: 'text' } }, stock })).toThrow(
    'goods: "stock.quantity" is "stock". It must name a numeric field without [] in its path. There is none yet: add it to the fields.',
  );
});
