import { layoutOf } from '../../dist/lib/collections/field-layout.js';
import { products } from '../../dist/server/catalog/products.js';

const members = (path) => layoutOf(products).get(path).members;
const SCALARS = ['brand'];
const LEVEL = ' > ';
const FACET_SIZE = '10';

/** The 20 hits: by relevance where there are words, else in the order that was asked for. */
export function hitsCommand(index, request) {
  const { text, parameters } = queryOf(request);
  const [sort = request.q === undefined ? 'popularity:desc' : null] = request.sort ?? [];
  return [
    ...['FT.SEARCH', index, text, 'VERBATIM', 'RETURN', '1', '$.doc', 'LIMIT', '0', String(request.size)],
    ...(sort === null ? ['SCORER', 'BM25STD'] : sortBy(sort)),
    ...ending(request, parameters),
  ];
}

function sortBy(sort) {
  const [path, direction] = sort.split(':');
  const { ascending, descending } = members(path);
  return ['SORTBY', direction === 'asc' ? ascending : descending, direction.toUpperCase()];
}

/** Counts a facet without the field's own selection: scalars grouped as they are, lists split. */
export function facetCommand(index, request, path) {
  const { text, parameters } = queryOf(request, path);
  const { facet, ascending } = members(path);
  return ['FT.AGGREGATE', index, text, 'VERBATIM', ...steps(path, facet, ascending), ...ending(request, parameters)];
}

function steps(path, facet, number) {
  const reduce = (reducer) => ['REDUCE', reducer, '1', `@${number}`, 'AS', reducer.toLowerCase()];
  const count = ['REDUCE', 'COUNT', '0', 'AS', 'count'];
  if (path === 'price') return ['GROUPBY', '0', ...count, ...reduce('MIN'), ...reduce('MAX'), ...reduce('AVG')];
  const group = SCALARS.includes(path)
    ? ['GROUPBY', '1', `@${facet}`]
    : ['FILTER', `exists(@${facet})`, 'APPLY', `split(@${facet},"\x1f","")`, 'AS', 'value', 'GROUPBY', '1', '@value'];
  const top = path === 'categories' ? ['LIMIT', '0', '1000'] : ['SORTBY', '2', '@count', 'DESC', 'MAX', FACET_SIZE];
  return [...group, ...count, ...top];
}

/** All words, the last one as a prefix too; any of the values of each field; the range of the price. */
function queryOf({ q, where = {} }, without) {
  const parameters = [];
  const bind = (value) => `$p${parameters.push(String(value).toLowerCase()) - 1}`;
  const words = (q ?? '').split(' ').filter((word) => word !== '');
  const clauses = words.map((word, at) => {
    const name = bind(fold(word));
    return at === words.length - 1 ? `(${name}|${name}*)` : name;
  });
  for (const [path, condition] of Object.entries(where)) {
    if (path !== without) clauses.push(clauseOf(members(path).filter, condition, bind));
  }
  return { text: clauses.join(' ') || '*', parameters };
}

function clauseOf(name, condition, bind) {
  if (condition === true) return `@${name}:{true}`;
  if (Array.isArray(condition)) return `@${name}:{${condition.map(bind).join('|')}}`;
  return `@${name}:[${bind(condition.gte)} (${bind(condition.lt)}]`;
}

const fold = (word) => word.normalize('NFD').replace(/\p{M}/gu, '');

function ending({ timeoutMs }, parameters) {
  const named = parameters.flatMap((value, at) => [`p${at}`, value]);
  const params = named.length === 0 ? [] : ['PARAMS', String(named.length), ...named];
  return ['TIMEOUT', String(timeoutMs), ...params, 'DIALECT', '2'];
}

/** A reply is the total, then key and `['$.doc', text]` of each hit. */
export function readHits([total, ...rows]) {
  const hits = [];
  for (let at = 1; at < rows.length; at += 2) hits.push(JSON.parse(rows[at][1]));
  return { total, hits };
}

/** A reply is a number, then a list of names and values of each row. */
export function readFacet(path, [, ...rows]) {
  const groups = rows.map((row) =>
    Object.fromEntries(row.flatMap((name, at) => (at % 2 ? [] : [[name, row[at + 1]]]))),
  );
  if (path === 'price') return readStats(groups[0]);
  const name = SCALARS.includes(path) ? members(path).facet : 'value';
  const all = groups.map((group) => ({ value: group[name], count: Number(group.count) }));
  const values = all.filter(({ value }) => value !== null && value !== '');
  if (path !== 'categories') return { values };
  const top = values.filter(({ value }) => !value.includes(LEVEL)).sort((a, b) => b.count - a.count);
  return { values: top.slice(0, Number(FACET_SIZE)) };
}

function readStats(group) {
  const count = Number(group?.count ?? 0);
  return count === 0 ? { count } : { count, min: Number(group.min), max: Number(group.max), avg: Number(group.avg) };
}
