import { createClient } from 'redis';
import { products } from '../../dist/server/catalog/products.js';
import { prepareDocument } from '../../dist/lib/documents/prepare-document.js';
import { indexNameOf } from '../../dist/lib/indexes/index-name.js';
import { createKeys } from '../../dist/lib/redis/keys.js';
import { facetCommand, hitsCommand, readFacet, readHits } from './plain-search.mjs';

const BATCH = 64;
const BATCHES_UNDER_WAY = 4;
const META = '"version":1,"created":1735689600000,"updated":1735689600000}}';

/** The engine's own commands by the plain client, as one writes them who knows engine and index well. */
export async function connect({ redisUrl, namespace }) {
  const client = createClient({ url: redisUrl, RESP: 2 });
  client.on('error', () => undefined);
  await client.connect();
  const keys = createKeys(namespace);
  const index = indexNameOf(keys, products);
  const keyOf = (id) => keys.document(products.name, null, id);

  return {
    /** The envelopes that the library would write, made beforehand. */
    prepare: (documents) => {
      const active = { epoch: 1, serving: products, other: null, source: 'code' };
      const envelope = async (document) => {
        const { id, text } = await prepareDocument(document, active, { documentClass: null });
        return ['JSON.SET', keyOf(id), '$', text + META];
      };
      return Promise.all(documents.map(envelope));
    },

    write: async (commands) => {
      let next = 0;
      const sendInTurn = async () => {
        while (next < commands.length) {
          const batch = commands.slice(next, (next += BATCH));
          await Promise.all(batch.map((command) => client.sendCommand(command)));
        }
      };
      await Promise.all(Array.from({ length: BATCHES_UNDER_WAY }, sendInTurn));
      return commands.length;
    },

    get: async ({ id }) => {
      const text = await client.sendCommand(['JSON.GET', keyOf(id), '$.doc']);
      return JSON.parse(text)[0].id;
    },

    search: async (request) => {
      const facets = request.facets ?? [];
      const [hits, ...counts] = await Promise.all([
        client.sendCommand(hitsCommand(index, request)),
        ...facets.map((path) => client.sendCommand(facetCommand(index, request, path))),
      ]);
      return {
        ...readHits(hits),
        facets: Object.fromEntries(facets.map((path, at) => [path, readFacet(path, counts[at])])),
      };
    },

    close: () => client.close(),
  };
}
