import { createHttpClient } from '../http-client.mjs';

const COLLECTION = '/v1/collections/products';
const JSON_TYPE = 'application/json';
const MOST_WARM_UP_MS = 120_000;

/** Aisle's server, over connections that are kept. */
export async function connect({ serverUrl }) {
  const client = createHttpClient(serverUrl);
  const search = async (input) =>
    JSON.parse(await client.send('POST', `${COLLECTION}/search`, JSON_TYPE, JSON.stringify(input)));

  return {
    prepare: (documents) => Buffer.from(documents.map((document) => `${JSON.stringify(document)}\n`).join('')),

    write: async (ndjson) => {
      const text = await client.send('POST', `${COLLECTION}/import`, 'application/x-ndjson', ndjson);
      const { created, replaced } = JSON.parse(text.trimEnd().split('\n').at(-1)).summary;
      return created + replaced;
    },

    get: async ({ id }) => JSON.parse(await client.send('GET', `${COLLECTION}/documents/${id}`)).id,

    search,

    warmUp: async () => {
      const end = performance.now() + MOST_WARM_UP_MS;
      do await search({ q: 'a', facets: ['brand'] });
      while (columnBytes(await client.send('GET', '/metrics')) === 0 && performance.now() < end);
    },

    patch: ({ id, ...change }) =>
      client.send('PATCH', `${COLLECTION}/documents/${id}`, 'application/merge-patch+json', JSON.stringify(change)),

    kept: async () => readKept(await client.send('GET', '/metrics')),

    close: async () => client.close(),
  };
}

const columnBytes = (metrics) => Number(/^aisle_search_column_bytes (\S+)/m.exec(metrics)?.[1]);

function readKept(metrics) {
  const count = (answered) =>
    Number(new RegExp(`^aisle_search_commands_total\\{answered="${answered}"\\} (\\S+)`, 'm').exec(metrics)?.[1]);
  return { hits: count('kept'), misses: count('engine') };
}
