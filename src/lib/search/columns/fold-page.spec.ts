import { layoutOf } from '../../collections/field-layout.js';
import { fromDefinitionJson } from '../../collections/definition-json.js';
import { createKeys } from '../../redis/keys.js';
import { parseSearch } from '../../query/parse-search.js';
import { literalPlan } from '../../query/text-plan.js';
import { targetOf } from '../search-target.js';
import { ChangeLog } from './change-log.js';
import { columnLayoutOf } from './column-layout.js';
import { ColumnTable } from './column-table.js';
import { FoldMemory } from './fold-memory.js';
import { foldPage } from './fold-page.js';

const fields = { name: { kind: 'text' }, price: { kind: 'numeric', sortable: true } };
const lampsBy = (...ranking: readonly object[] | readonly string[]) => fromDefinitionJson('lamps', { fields, ranking });

const [cheap, dear] = [lampsBy('price:asc'), lampsBy('price:desc')];

const layout = columnLayoutOf(layoutOf(cheap));

function tableOf(prices: readonly number[]): ColumnTable {
  const table = new ColumnTable(layout);
  for (const [at, price] of prices.entries()) {
    const row = { version: at + 1, has: '', values: [], numbers: [[price]], texts: ['lamp'], boost: 1 };
    table.put(`l${at}`, row);
  }
  return table;
}

it('a page that is kept is shown under no other ranking', () => {
  const table = tableOf([5, 9, 1]);
  const memory = new FoldMemory(table, new ChangeLog(layout, table), 1_000_000);
  const idsUnder = (collection: typeof cheap) => {
    const { text, ...search } = parseSearch(collection, { q: 'lamp' });
    const plan = text && literalPlan(text);
    const page = foldPage({
      table,
      memory,
      target: targetOf(createKeys('t'), collection),
      search: { ...search, text, plan },
    });
    return page?.hits.map(({ id }) => id);
  };
  expect(idsUnder(cheap)).toEqual(['l2', 'l0', 'l1']);
  expect(idsUnder(dear)).toEqual(['l1', 'l0', 'l2']);
  expect(idsUnder(cheap)).toEqual(['l2', 'l0', 'l1']);
});
