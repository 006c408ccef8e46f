import { createCollection } from '../collections/create-collection.js';
import { layoutOf } from '../collections/field-layout.js';
import { boolean, code, date, geo, hierarchy, numeric, tag, text, vector } from '../collections/fields.js';
import { packedFacetsOf } from '../collections/packed-facets.js';
import { facetSteps } from './facet-values-step.js';
import { facetsPlan, pagePlan } from './page-plan.js';
import { parseSearch } from './parse-search.js';

const collection = createCollection(
  'products',
  null,
  {
    name: text({ weight: 5 }),
    sku: code(),
    brand: tag({ facet: true, sortable: true }),
    categories: hierarchy({ facet: true }),
    price: numeric({ sortable: true, facet: true }),
    inStock: boolean({ facet: true }),
    'flags[]': boolean({ facet: true }),
    releasedAt: date({ sortable: true }),
    location: geo(),
    embedding: vector({ dimensions: 2 }),
  },
  { defaultSort: ['price:desc'] },
);
const layout = layoutOf(collection);
const names = Object.fromEntries([...layout].map(([path, { members }]) => [path, members]));
const { brand, price, sku, categories, inStock, releasedAt, location, embedding } = names as Required<typeof names>;
const flags = names['flags[]'];

const commands = (input: unknown, options: { split?: string[]; hitsTellTotal?: boolean } = {}) =>
  pagePlan({ index: 'idx', layout, ranking: [], now: 0 }, parseSearch(collection, input), {
    splitFacets: new Set(options.split),
    together: true,
    hitsTellTotal: options.hitsTellTotal ?? true,
  }).commands;

const tail = (...parameters: string[]) => [
  ...['TIMEOUT', '500'],
  ...(parameters.length === 0
    ? []
    : ['PARAMS', String(parameters.length * 2), ...parameters.flatMap((value, i) => [`p${i}`, value])]),
  ...['DIALECT', '2'],
];
const byPrice = ['SORTBY', '4', `@${price!.descending}`, 'DESC', '@id', 'ASC'];

describe('a page of hits', () => {
  it('without words is everything in the default order, equal keys by id', () => {
    expect(commands({})).toEqual([
      [
        ...['FT.AGGREGATE', 'idx', '*', 'VERBATIM', ...byPrice, 'MAX', '20', 'LIMIT', '0', '20'],
        ...['LOAD', '3', '$.doc', '$.meta.numbers', `$.idx.${price!.sort}`, ...tail()],
      ],
    ]);
  });

  it('with words is ranked, all of them required, the last also as a prefix', () => {
    expect(commands({ q: 'The  NORTH', page: 3, size: 10 })).toEqual([
      [
        ...['FT.AGGREGATE', 'idx', '($p0 ($p1|($p1*)=>{$weight:0.001}))', 'VERBATIM', 'SCORER', 'BM25STD', 'ADDSCORES'],
        ...['SORTBY', '4', '@__score', 'DESC', '@id', 'ASC', 'MAX', '30', 'LIMIT', '20', '10'],
        ...['LOAD', '2', '$.doc', '$.meta.numbers', ...tail('the', 'north')],
      ],
    ]);
  });

  it('takes a word with punctuation by its tokens or as a code', () => {
    const [command] = commands({ q: 'k2-BLK/01 x' });
    expect(command?.[2]).toBe(`((@${sku!.words}:($p3)|($p0 $p1 $p2)) ($p4|($p4*)=>{$weight:0.001}))`);
    expect(command?.slice(-12)).toEqual(tail('k2', 'blk', '01', 'k2blk01', 'x').slice(-12));
  });

  it('counts apart where the reply with the hits does not tell the total', () => {
    expect(commands({ q: 'x' }, { hitsTellTotal: false })[1]).toEqual([
      ...['FT.SEARCH', 'idx', '$p0*', 'VERBATIM', 'LIMIT', '0', '0', ...tail('x')],
    ]);
  });

  it('of size 0 only counts', () => {
    expect(commands({ size: 0 })).toEqual([['FT.SEARCH', 'idx', '*', 'VERBATIM', 'LIMIT', '0', '0', ...tail()]]);
  });
});

describe('where', () => {
  const filterOf = (where: unknown) => commands({ where, size: 0 })[0];

  it.each<[unknown, string, string[]]>([
    [{ brand: 'x} | (@brand:{y' }, `(@${brand!.filter}:{$p0})`, ['x} | (@brand:{y']],
    [{ brand: ['ÉCOLE', 'b'] }, `(@${brand!.filter}:{$p0|$p1})`, ['école', 'b']],
    [{ brand: { all: ['a', 'b'] } }, `((@${brand!.filter}:{$p0}) (@${brand!.filter}:{$p1}))`, ['a', 'b']],
    [{ brand: { not: ['a'] } }, `(-(@${brand!.filter}:{$p0}))`, ['a']],
    [{ brand: { exists: false } }, `(-(@has:{$p0}))`, [brand!.filter]],
    [{ categories: 'Audio >Headphones' }, `(@${categories!.filter}:{$p0})`, ['audio > headphones']],
    [{ sku: '00-K2/blk' }, `(@${sku!.filter}:{$p0})`, ['k2blk']],
    [{ price: { gte: 50, lt: 200 } }, `(@${price!.filter}:[$p0 ($p1])`, ['50', '200']],
    [{ price: { gt: 1, gte: 2 } }, `(@${price!.filter}:[$p0 +inf])`, ['2']],
    [{ price: [1, 2.5] }, `((@${price!.filter}:[$p0 $p0])|(@${price!.filter}:[$p1 $p1]))`, ['1', '2.5']],
    [{ inStock: true }, `(@${inStock!.filter}:{$p0})`, ['true']],
    [{ releasedAt: { lte: '2026-01-01' } }, `(@${releasedAt!.filter}:[-inf $p0])`, ['1767225600000']],
    [
      { location: { near: { lat: 52.5, lon: 13.4, km: 5 } } },
      `(@${location!.filter}:[$p0 $p1 $p2 km])`,
      ['13.4', '52.5', '5'],
    ],
    [{ id: ['42', 'A b'] }, '(@id:{$p0|$p1})', ['42', 'A b']],
    [
      { or: [{ brand: 'a' }, { price: { lt: 3 }, inStock: false }] },
      `((@${brand!.filter}:{$p0})|((@${price!.filter}:[-inf ($p1]) (@${inStock!.filter}:{$p2})))`,
      ['a', '3', 'false'],
    ],
    [{ not: { not: { brand: 'a' } } }, `(@${brand!.filter}:{$p0})`, ['a']],
  ])('compiles %j', (where, text, values) => {
    expect(filterOf(where)).toEqual(['FT.SEARCH', 'idx', text, 'VERBATIM', 'LIMIT', '0', '0', ...tail(...values)]);
  });
});

describe('facets', () => {
  const present = (attribute: string) => ['FILTER', `exists(@${attribute})`];
  const counted = (attribute: string) => [
    ...['GROUPBY', '1', `@${attribute}`, 'REDUCE', 'COUNT', '0', 'AS', 'n'],
    ...['APPLY', `format("%s:%s",@n,@${attribute})`, 'AS', 'group'],
    ...['GROUPBY', '0', 'REDUCE', 'TOLIST', '1', '@group', 'AS', 'groups'],
  ];

  it('ignore the selection of their own field', () => {
    const where = { brand: 'a', inStock: true };
    const [facet, flag] = [brand!.facet, inStock!.filter];
    expect(commands({ where, size: 0, facets: ['brand', 'inStock'] }).slice(1)).toEqual([
      [
        ...['FT.AGGREGATE', 'idx', `(@${inStock!.filter}:{$p0})`, 'VERBATIM'],
        ...[...present(facet), ...counted(facet), ...tail('true')],
      ],
      [
        ...['FT.AGGREGATE', 'idx', `(@${brand!.filter}:{$p0})`, 'VERBATIM'],
        ...[...present(flag), ...counted(flag), ...tail('a')],
      ],
    ]);
  });

  it('are split by the engine where the process knows that they have many combinations', () => {
    const { facet } = brand!;
    expect(commands({ size: 0, facets: ['brand'] }, { split: ['brand'] })[1]).toEqual([
      ...['FT.AGGREGATE', 'idx', '*', 'VERBATIM', ...present(facet)],
      ...['APPLY', `split(@${facet},"\x1f","")`, 'AS', 'value', ...counted('value'), ...tail()],
    ]);
  });

  it('are read from one list; blank values are none', () => {
    const search = parseSearch(collection, { facets: ['brand'] });
    const [step] = facetSteps({ index: 'idx', layout, ranking: [], now: 0 }, search, 'brand', false);
    const reply = (rows: readonly object[]) => ({ total_results: 1, results: rows, warning: ['late'] });
    expect(step!.read(reply([{ extra_attributes: { groups: ['12:a:b', '1000000:', '3:c'] } }]))).toEqual({
      ...{
        groups: [
          ['a:b', 12],
          ['c', 3],
        ],
        warnings: ['late'],
      },
    });
    expect(step!.read(reply([]))).toEqual({ groups: [], warnings: ['late'] });
  });

  it('of numbers are one aggregate and a count a range', () => {
    const facets = [{ field: 'price', ranges: [{ to: 50 }, { from: 50 }] }];
    expect(commands({ size: 0, facets }).slice(1)).toEqual([
      [
        ...['FT.AGGREGATE', 'idx', '(@has:{$p0})', 'VERBATIM', 'GROUPBY', '0', 'REDUCE', 'COUNT', '0', 'AS', 'n'],
        ...['REDUCE', 'MIN', '1', `@${price!.ascending}`, 'AS', 'min'],
        ...['REDUCE', 'MAX', '1', `@${price!.descending}`, 'AS', 'max'],
        ...['REDUCE', 'SUM', '1', `@${price!.ascending}`, 'AS', 'sum', ...tail(price!.filter)],
      ],
      ['FT.SEARCH', 'idx', `(@${price!.filter}:[-inf ($p0])`, 'VERBATIM', 'LIMIT', '0', '0', ...tail('50')],
      ['FT.SEARCH', 'idx', `(@${price!.filter}:[$p0 +inf])`, 'VERBATIM', 'LIMIT', '0', '0', ...tail('50')],
      ['FT.SEARCH', 'idx', '(@has:{$p0})', 'VERBATIM', 'LIMIT', '0', '0', ...tail(price!.several)],
    ]);
  });

  it('of several booleans are counted value by value', () => {
    expect(commands({ size: 0, facets: ['flags[]'] }).slice(1)).toEqual([
      ['FT.SEARCH', 'idx', `(@${flags!.filter}:{$p0})`, 'VERBATIM', 'LIMIT', '0', '0', ...tail('true')],
      ['FT.SEARCH', 'idx', `(@${flags!.filter}:{$p0})`, 'VERBATIM', 'LIMIT', '0', '0', ...tail('false')],
    ]);
  });
});

it('nearest neighbours are ordered by distance, filters apply before', () => {
  const [command] = commands({ where: { brand: 'a' }, vector: { field: 'embedding', value: [1, 0], k: 3 } });
  expect(command).toEqual([
    ...[
      'FT.AGGREGATE',
      'idx',
      `((@${brand!.filter}:{$p0}))=>[KNN $p1 @${embedding!.filter} $p2 AS distance]`,
      'VERBATIM',
    ],
    ...['SORTBY', '4', '@distance', 'ASC', '@id', 'ASC', 'MAX', '20', 'LIMIT', '0', '20'],
    ...['LOAD', '2', '$.doc', '$.meta.numbers'],
    ...['TIMEOUT', '500', 'PARAMS', '6', 'p0', 'a', 'p1', '3', 'p2'],
    Buffer.from(Float32Array.from([1, 0]).buffer),
    ...['DIALECT', '2'],
  ]);
});

describe('several facets of values', () => {
  const several = createCollection(
    'several',
    null,
    {
      brand: tag({ facet: true }),
      categories: hierarchy({ facet: true }),
      color: tag({ facet: true }),
      size: tag({ facet: true }),
      price: numeric({ facet: true }),
    },
    {},
  );
  const target = { index: 'idx', layout: layoutOf(several), ranking: [], now: 0 };
  const { member, overflow } = packedFacetsOf(target.layout)!;
  const planOf = (input: unknown, together = true) =>
    facetsPlan(target, parseSearch(several, input), { splitFacets: new Set(), together });
  const countedIn = ({ commands: all }: { readonly commands: readonly (readonly unknown[])[] }) =>
    all
      .map((command) => command.find((part) => typeof part === 'string' && part.startsWith('exists(')))
      .filter(Boolean);

  it('are counted in one pass over what is packed; whether it was cut is counted too', () => {
    const plan = planOf({ facets: ['brand', 'price', 'color', 'size'] });
    expect(plan.commands.slice(0, 2)).toEqual([
      [
        ...['FT.AGGREGATE', 'idx', '*', 'VERBATIM', 'FILTER', `exists(@${member})`],
        ...['APPLY', `split(@${member},"\x1f","")`, 'AS', 'value'],
        ...['GROUPBY', '1', '@value', 'REDUCE', 'COUNT', '0', 'AS', 'n'],
        ...['FILTER', 'startswith(@value,"A")||startswith(@value,"C")||startswith(@value,"D")'],
        ...['APPLY', 'format("%s:%s",@n,@value)', 'AS', 'group'],
        ...['GROUPBY', '0', 'REDUCE', 'TOLIST', '1', '@group', 'AS', 'groups', ...tail()],
      ],
      ['FT.SEARCH', 'idx', '(@has:{$p0})', 'VERBATIM', 'LIMIT', '0', '0', ...tail(overflow)],
    ]);
    const counted = { extra_attributes: { groups: ['3:Aohm', '2:Dx:l', '1:AOhm'] } };
    const replies = [
      { total_results: 1, results: [counted], warning: [] },
      { total_results: 2, results: [], warning: [] },
    ];
    const none = { total_results: 0, results: [], warning: [] };
    const { facets, isCut } = plan.read([...replies, none, none]);
    expect(isCut).toBe(true);
    expect(facets.map(({ path }) => path)).toEqual(['brand', 'price', 'color', 'size']);
    expect(facets[0]?.result).toMatchObject({ values: [{ value: 'ohm', count: 4 }], valueCount: 1 });
    expect(facets[3]?.result).toMatchObject({ values: [{ value: 'x:l', count: 2 }] });
  });

  it('are counted one by one where they are few, have selections of their own, or are not to be packed', () => {
    expect(countedIn(planOf({ facets: ['brand', 'color'] }))).toHaveLength(2);
    expect(countedIn(planOf({ facets: ['brand', 'color', 'size'], where: { brand: 'a' } }))).toHaveLength(3);
    expect(countedIn(planOf({ facets: ['brand', 'color', 'size', 'categories'], where: { brand: 'a' } }))).toHaveLength(
      2,
    );
    expect(countedIn(planOf({ facets: ['brand', 'color', 'size'] }, false))).toHaveLength(3);
  });
});
