import { createHttpClient } from '../http-client.mjs';

const JSON_TYPE = 'application/json';
const LEVEL = ' > ';

const COMMON = {
  query_by: 'name,description,brand,sku,ean,category_path,tags,colors',
  prefix: true,
  // The number of hits is compared: it looks for all completions, and drops no words.
  max_candidates: 10_000,
  drop_tokens_threshold: 0,
  max_facet_values: 10,
};
const SCHEMA = {
  name: 'products',
  token_separators: ['-', '/', '.', '>', "'"],
  fields: [
    ...['name', 'description', 'sku', 'ean'].map((name) => ({ name, type: 'string' })),
    { name: 'brand', type: 'string', facet: true },
    { name: 'category_path', type: 'string[]' },
    ...['category0', 'category1'].map((name) => ({ name, type: 'string[]', facet: true })),
    ...['tags', 'colors'].map((name) => ({ name, type: 'string[]', facet: true })),
    { name: 'price', type: 'float', facet: true },
    ...['popularity', 'rating'].map((name) => ({ name, type: 'float', optional: true })),
    ...['stock', 'reviews'].map((name) => ({ name, type: 'int32' })),
    { name: 'inStock', type: 'bool' },
  ],
};

/** Typesense over HTTP, with the same fields to search in, to filter, to count and to sort by. */
export async function connect({ typesense }) {
  const client = createHttpClient(typesense.url, { 'x-typesense-api-key': typesense.key });
  const post = (path, body) => client.send('POST', path, JSON_TYPE, JSON.stringify(body));

  return {
    prepare: (documents) => documents.map((document) => JSON.stringify(toDocument(document))).join('\n'),

    empty: async () => {
      await client.send('DELETE', '/collections/products').catch(() => undefined);
      await post('/collections', SCHEMA);
    },

    write: async (jsonl) => {
      const text = await client.send(
        'POST',
        '/collections/products/documents/import?action=upsert',
        'text/plain',
        jsonl,
      );
      return text.split('\n').filter((line) => JSON.parse(line).success === true).length;
    },

    get: async ({ id }) => JSON.parse(await client.send('GET', `/collections/products/documents/${id}`)).id,

    search: async (search) => {
      const body = JSON.stringify({ searches: toSearches(search) });
      const text = await client.send('POST', '/multi_search?collection=products', JSON_TYPE, body);
      return readResults(search, JSON.parse(text).results);
    },

    patch: ({ id, ...change }) =>
      client.send('PATCH', `/collections/products/documents/${id}`, JSON_TYPE, JSON.stringify(change)),

    close: async () => client.close(),
  };
}

function toDocument({ categories, tags = [], colors = [], variants: _variants, specs: _specs, ...product }) {
  const levels = categories.map((path) => path.split(LEVEL));
  const upTo = (level) => levels.map((path) => path.slice(0, level + 1).join(LEVEL));
  const paths = { category_path: categories, category0: upTo(0), category1: upTo(1) };
  return { ...product, tags, colors, ...paths, variants: JSON.stringify(_variants), specs: JSON.stringify(_specs) };
}

/** The page, and one search more for each facet that has a selection, without it. */
function toSearches({ q = '*', where = {}, sort, facets = [], page = 1, size, typos }) {
  const selected = facets.filter((path) => Array.isArray(where[path]));
  const query = { ...COMMON, q, num_typos: typos === true ? 2 : 0 };
  const others = facets.filter((path) => !selected.includes(path));
  return [
    {
      ...query,
      ...(Object.keys(where).length === 0 ? {} : { filter_by: toFilter(where) }),
      ...(sort === undefined ? (q === '*' ? { sort_by: 'popularity:desc' } : {}) : { sort_by: sort.join() }),
      ...(others.length === 0 ? {} : { facet_by: others.map((path) => toFacet(path, where)).join() }),
      ...{ page, per_page: size },
    },
    ...selected.map((path) => {
      const rest = Object.fromEntries(Object.entries(where).filter(([name]) => name !== path));
      const filter = Object.keys(rest).length === 0 ? {} : { filter_by: toFilter(rest) };
      return { ...query, ...filter, facet_by: toFacet(path, where), per_page: 0 };
    }),
  ];
}

/** Of a category that is open its children are counted too. */
const toFacet = (path, where) =>
  path !== 'categories' ? path : where[path] === undefined ? 'category0' : 'category0,category1';

function toFilter(where) {
  return Object.entries(where).map(toClause).join(' && ');
}

function toClause([path, condition]) {
  if (path === 'id') return `id:=[${condition.join()}]`;
  if (condition === true) return `${path}:=true`;
  if (Array.isArray(condition)) {
    const name = path === 'categories' ? (condition[0].includes(LEVEL) ? 'category1' : 'category0') : path;
    return `${name}:=[${condition.map((value) => `\`${value}\``).join()}]`;
  }
  const { gte, lt } = condition;
  return [...(gte === undefined ? [] : [`${path}:>=${gte}`]), ...(lt === undefined ? [] : [`${path}:<${lt}`])].join(
    ' && ',
  );
}

function readResults({ facets = [] }, results) {
  const failed = results.find(({ found }) => found === undefined);
  if (failed !== undefined) throw new Error(`Typesense: ${JSON.stringify(failed)}`);
  const [{ found, hits }] = results;
  const counted = new Map(
    results.flatMap(({ facet_counts: counts }) => counts ?? []).map((facet) => [facet.field_name, facet]),
  );
  return {
    total: found,
    hits: hits.map(({ document }) => ({ id: document.id, document })),
    facets: Object.fromEntries(
      facets.map((path) => [path, readFacet(counted.get(path === 'categories' ? 'category0' : path))]),
    ),
  };
}

function readFacet({ field_name: name, counts, stats }) {
  if (name !== 'price') return { values: counts };
  return stats.avg ? { ...stats, count: Math.round(stats.sum / stats.avg) } : { count: 0 };
}
