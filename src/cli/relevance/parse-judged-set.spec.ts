import { AisleError } from '../../lib/index.js';
import { parseJudgedSet } from './parse-judged-set.js';

const PRODUCTS = '{"id":"a","name":"A"}\n\n{"id":2,"name":"B"}\r\n';
const QUERIES = 'qid\ttype\tquery\tfilters\tnote\nq1\texact\ta thing\t\t\nq2\tfilter\tb\t{"price":{"lte":2}}\n';
const JUDGEMENTS = 'qid\titer\tdocid\tgrade\nq1\t0\ta\t3\nq1\t0\t2\t0\nq2\t0\t2\t1\n';

const parse = ({ products = PRODUCTS, queries = QUERIES, judgements = JUDGEMENTS, idMember = 'id' } = {}) =>
  parseJudgedSet({ products: { name: 'products.jsonl', text: products }, queries, judgements }, idMember);

it('a judged set is its products, and its queries with grades by product', () => {
  const expected = {
    products: [
      { id: 'a', name: 'A' },
      { id: 2, name: 'B' },
    ],
    queries: [
      {
        id: 'q1',
        type: 'exact',
        text: 'a thing',
        where: null,
        grades: new Map([
          ['a', 3],
          ['2', 0],
        ]),
      },
      { id: 'q2', type: 'filter', text: 'b', where: { price: { lte: 2 } }, grades: new Map([['2', 1]]) },
    ],
  };
  expect(parse()).toEqual(expected);
  expect(
    parse({ queries: `\u{FEFF}${QUERIES.replaceAll('\n', '\r\n')}`, judgements: JUDGEMENTS.replaceAll('\n', '\r\n') }),
  ).toEqual(expected);
});

it('ids are in the member that the definition names', () => {
  const { products } = parse({ products: '{"sku":"a"}\n{"sku":"2"}', idMember: 'sku' });
  expect(products).toEqual([{ sku: 'a' }, { sku: '2' }]);
});

it('all faults are told, each with its line', () => {
  const faultsOf = (files: Parameters<typeof parse>[0]) => {
    try {
      parse(files);
      return [];
    } catch (error) {
      return error instanceof AisleError ? error.faults.map(({ path, message }) => `${path}: ${message}`) : [error];
    }
  };
  expect(faultsOf({ products: '{"id":"a"}\nnot json\n[]\n{"name":1}\n{"id":"a"}\n{"id":"2"}' })).toEqual([
    'products.jsonl, line 2: is no JSON object',
    'products.jsonl, line 3: is no JSON object',
    'products.jsonl, line 4: has no "id" that is its id',
    'products.jsonl, line 5: repeats the id "a"',
  ]);
  expect(faultsOf({ products: '' }).slice(0, 1)).toEqual(['products.jsonl: holds no product']);
  expect(faultsOf({ queries: 'qid\tquery\nq1\ta', judgements: 'qid\tdocid\tgrade\n' })).toEqual([
    'queries.tsv, line 1: the first line must name the columns qid, type, query, separated by tabs; missing: type',
  ]);
  expect(faultsOf({ queries: `${QUERIES}q1\texact\tagain\n\texact\tx\nq3\tAll\tx\nq4\tfilter\tx\t[1]\n` })).toEqual([
    'queries.tsv, line 4: repeats the qid "q1"',
    'queries.tsv, line 5: needs a qid and a type',
    'queries.tsv, line 6: "All" is no type; it stands for all queries',
    'queries.tsv, line 7: filters must be a JSON object such as {"price": {"lte": 20}}',
  ]);
  const judged = ['q9\t0\ta\t1', 'q1\t0\tx\t1', 'q1\t0\ta\t1', 'q2\t0\ta\tgood', 'q2\t0\ta\t', 'q2\t0\ta\t-1'];
  expect(faultsOf({ judgements: `${JUDGEMENTS}${judged.join('\n')}` })).toEqual([
    'qrels.tsv, line 5: there is no query "q9"',
    'qrels.tsv, line 6: there is no product "x"',
    'qrels.tsv, line 7: judges "a" once more for "q1"',
    'qrels.tsv, line 8: the grade must be a number from 0 to 10',
    'qrels.tsv, line 9: the grade must be a number from 0 to 10',
    'qrels.tsv, line 10: the grade must be a number from 0 to 10',
  ]);
});
