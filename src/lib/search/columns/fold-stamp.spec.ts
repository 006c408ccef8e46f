import { createCollection } from '../../collections/create-collection.js';
import { layoutOf } from '../../collections/field-layout.js';
import { tag } from '../../collections/fields.js';
import { parseSearch } from '../../query/parse-search.js';
import { columnLayoutOf } from './column-layout.js';
import { ColumnTable } from './column-table.js';
import { stampOf } from './fold-stamp.js';

const collection = createCollection('things', null, { brand: tag({ facet: true }) }, {});
const layout = columnLayoutOf(layoutOf(collection));
const search = parseSearch(collection, {});

function tableWith(brand: string): ColumnTable {
  const table = new ColumnTable(layout);
  table.put('1', { version: 1, has: '', values: [brand], numbers: [], texts: [], boost: 1 });
  return table;
}

it('is another one for each table, however alike these changed', () => {
  const [one, other] = [tableWith('Ohm'), tableWith('Lumen')];
  expect(stampOf(one, search, ['brand'])).toBe(stampOf(one, search, ['brand']));
  expect(stampOf(one, search, ['brand'])).not.toBe(stampOf(other, search, ['brand']));
});
